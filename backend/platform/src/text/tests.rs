//! Names of invented persons and how they are found.

use super::*;

/// What the index answers, in memory.
fn finds(name: &str, q: &str) -> bool {
    let (terms, query) = (name_terms(name), query_terms(q));
    !query.is_empty()
        && query
            .terms
            .iter()
            .all(|term| terms.iter().any(|have| if term.prefix { have.starts_with(&term.value) } else { *have == term.value }))
        && query.verify.is_none_or(|text| name_key(name).contains(&text))
}

#[test]
fn texts_are_compared_in_one_form() {
    assert_eq!(normalise("  ＡＢＣ　１２３  x\t y "), "abc 123 x y");
    assert_eq!(normalise("e\u{301}É"), "éé");
    assert!(contains_nul("a\0b") && !contains_nul("ab"));
}

#[test]
fn a_chinese_name_has_these_terms() {
    assert_eq!(name_terms("王晓梅"), ["王", "晓", "梅", "王晓", "晓梅", "王晓梅", "wangxiaomei", "xiaomei", "mei", "wxm"]);
    assert_eq!(
        name_terms("欧阳娜娜"),
        ["欧", "阳", "娜", "欧阳", "阳娜", "娜娜", "欧阳娜娜", "ouyangnana", "yangnana", "nana", "na", "oynn"]
    );
    assert!(name_terms("").is_empty());
    assert!(name_terms(" · ").is_empty());
}

#[test]
fn surnames_are_read_as_surnames() {
    for (name, reading) in [
        ("单晓红", "shanxiaohong"),
        ("曾国强", "zengguoqiang"),
        ("仇英", "qiuying"),
        ("解珍", "xiezhen"),
        ("区小凤", "ouxiaofeng"),
        ("查良", "zhaliang"),
        ("任盈", "renying"),
        ("盖文", "gewen"),
        ("盖文", "gaiwen"),
        ("乐嘉", "yuejia"),
        ("尉迟恭", "yuchigong"),
        ("万俟雪", "moqixue"),
        ("长孙无忌", "zhangsunwuji"),
        ("单于飞", "chanyufei"),
        ("单于", "shanyu"),
        ("朴正花", "piaozhenghua"),
        ("翟天", "zhaitian"),
        ("覃梅", "qinmei"),
        ("吕布", "lvbu"),
        ("吕布", "lyubu"),
    ] {
        assert!(name_terms(name).contains(&reading.to_owned()), "{name}: {:?}", name_terms(name));
    }
    assert!(!name_terms("单晓红").contains(&"danxiaohong".to_owned()));
    assert!(finds("李单", "lidan"), "only at the beginning of a name");
}

#[test]
fn rare_characters_are_found() {
    for (name, by) in [("䶮王子", "䶮"), ("王䶮", "wangyan"), ("王䶮", "王䶮"), ("李𬱖", "lidi"), ("李𬱖", "𬱖"), ("张㛃", "zj")]
    {
        assert!(finds(name, by), "{name} by {by}: {:?}", name_terms(name));
    }
}

#[test]
fn dotted_names_are_found_with_and_without_the_dot() {
    let name = "阿依古丽·买买提";
    for q in [
        "阿依古丽",
        "买买提",
        "阿依古丽买买提",
        "阿依古丽•买买提",
        "阿依古丽.买买提",
        "ayiguli",
        "maimaiti",
        "mmt",
        "ayglmmt",
        "ayiguli maimaiti",
        "古丽 买买",
    ] {
        assert!(finds(name, q), "{q}: {:?}", name_terms(name));
    }
    assert_eq!(name_key(name), "阿依古丽买买提");
    assert_eq!(name_terms(name), name_terms("阿依古丽•买买提"));
}

#[test]
fn latin_names_are_found_by_word() {
    for q in ["nguyen", "Nguyễn", "thi", "hoa", "nguyen hoa", "hoa nguyen", "nguyenthi", "nth", "NGU"] {
        assert!(finds("Nguyễn Thị Hoa", q), "{q}: {:?}", name_terms("Nguyễn Thị Hoa"));
    }
    assert!(!finds("Nguyễn Thị Hoa", "guyen"));
    assert!(finds("O'Brien-Smith Anna", "brien") && finds("Müller", "muller") && finds("Đặng", "dang"));
    assert_eq!(name_key("Anna  O'Brien"), "anna o brien");
    assert!(finds("Maria 王", "王") && finds("Maria王", "maria"));
}

#[test]
fn one_character_is_itself_and_more_are_pairs() {
    assert_eq!(query_terms("王"), Query { terms: vec![Term { value: "王".to_owned(), prefix: false }], verify: None });
    let query = query_terms(" 王晓梅 ");
    assert_eq!(query.terms.iter().map(|term| term.value.as_str()).collect::<Vec<_>>(), ["王晓", "晓梅"]);
    assert!(query.terms.iter().all(|term| !term.prefix));
    assert_eq!(query.verify.as_deref(), Some("王晓梅"));
    assert_eq!(query_terms("WangX"), Query { terms: vec![Term { value: "wangx".to_owned(), prefix: true }], verify: None });
    assert!(query_terms("  ·  ").is_empty());
}

#[test]
fn a_search_finds_what_it_should() {
    for q in [
        "王",
        "梅",
        "王晓",
        "晓梅",
        "王晓梅",
        "w",
        "wx",
        "wxm",
        "wang",
        "wangxiaom",
        "xiaomei",
        "wang xiaomei",
        "wang xiao mei",
        "WXM",
        "ｗｘｍ",
        "王 mei",
    ] {
        assert!(finds("王晓梅", q), "{q}");
    }
    for q in ["李", "王梅", "梅晓", "xm", "angxiao", "wangxiaomeix", "", " "] {
        assert!(!finds("王晓梅", q), "{q}");
    }
}

#[test]
fn pairs_alone_are_not_enough() {
    // 娜娜娜 asks for the pair 娜娜 only; the pairs of 丽娜丽丽 are all in 丽丽娜丽, in another order
    assert!(!finds("欧阳娜娜", "娜娜娜"));
    assert!(!finds("丽丽娜丽", "丽娜丽丽"));
}
