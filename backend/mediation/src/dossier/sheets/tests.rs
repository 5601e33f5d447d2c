//! What every sheet must say, what none may say, and that all of them can be printed.

use std::fs;
use std::path::PathBuf;

use print::form::{Block, Form, Mark};
use print::{Meta, Printer, docx};
use serde_json::Value;

use super::example::{COMMITTEE, Desk, desk};
use super::{receipt, title, volume};
use crate::cases::example::{WEI, day, today};
use crate::vocabulary::{FormCode, MarkRole};

/// The fonts that `scripts/fonts` fetches, seen from this package.
fn printer() -> Printer {
    let fonts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.cache/fonts");
    Printer::new(&[fonts]).expect("scripts/fonts has been run")
}

fn meta() -> Meta {
    Meta { identifier: "test".to_owned(), made_at: chrono::DateTime::UNIX_EPOCH }
}

/// Every string of a form in its order.
fn words(value: &Value, into: &mut String) {
    match value {
        Value::String(text) => {
            into.push_str(text);
            into.push('\n');
        }
        Value::Array(items) => items.iter().for_each(|item| words(item, into)),
        Value::Object(fields) => fields.values().for_each(|field| words(field, into)),
        _ => {}
    }
}

fn text_of(form: &Form) -> String {
    let mut text = String::new();
    words(&serde_json::to_value(form).unwrap(), &mut text);
    text
}

fn slots(form: &Form) -> Vec<&print::form::SignatureSlot> {
    form.blocks.iter().filter_map(|block| if let Block::Signatures(slots) = block { Some(slots) } else { None }).flatten().collect()
}

/// Where the pages go when somebody wants to look at them: `target/sheets`.
fn proof(name: &str, bytes: &[u8]) {
    let target = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/sheets");
    fs::create_dir_all(&target).unwrap();
    fs::write(target.join(name), bytes).unwrap();
}

#[test]
fn every_form_and_the_receipt_are_printed_without_a_missing_glyph() {
    let (desk, printer) = (desk(), printer());
    let forms = desk.forms();
    for code in FormCode::ALL {
        assert!(forms.iter().any(|form| form.code == code.as_str()), "{code} has a sheet");
    }
    for form in &forms {
        let bytes = printer.form(form, &meta()).unwrap_or_else(|error| panic!("{}: {error}", form.code));
        proof(&format!("{}.pdf", form.title), &bytes);
        docx::form(form).unwrap_or_else(|error| panic!("{}: {error}", form.code));
    }
}

#[test]
fn the_volume_is_bound_in_the_official_order_under_its_name() {
    let desk = desk();
    let bound = printer().volume(&volume(&desk.context(), today()), &meta()).expect("a volume");
    proof("volume.pdf", &bound.bytes);
    let codes: Vec<&str> = bound.index.iter().map(|line| line.code.as_str()).collect();
    let wanted = [
        "F03", "F04", "F05", "F05", "F06", "F06", "F07", "F25", "F08", "F09", "F10", "F10", "F_CHILD", "F23", "F22", "F12", "F11", "F24",
        "F26", "F13", "F18", "F19", "F17", "F15",
    ];
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    let mut expected = wanted.to_vec();
    expected.sort_unstable();
    assert_eq!(sorted, expected);
    assert_eq!(codes[..10], wanted[..10]);
    let cover = volume(&desk.context(), today()).cover;
    assert_eq!(cover.name, "张小梅与李大伟离婚子女抚养纠纷");
    assert_eq!(cover.number, "（2026）安宁婚人调字第0001号");
    assert!(cover.retention.starts_with("长期"));
}

#[test]
fn papers_of_the_same_form_are_told_apart_in_the_index() {
    let desk = desk();
    let names: Vec<String> = desk.dossier.papers.iter().map(|paper| title(&desk.dossier, paper)).collect();
    for wanted in
        ["人民调解记录（第1次）", "人民调解记录（第2次）", "权利义务告知书（张小梅）", "权利义务告知书（李大伟）", "人民调解申请书"]
    {
        assert!(names.iter().any(|name| name == wanted), "{wanted} in {names:?}");
    }
}

#[test]
fn no_sheet_tells_a_document_number_in_full() {
    let desk = desk();
    for form in desk.forms() {
        let text = text_of(&form);
        for party in &desk.dossier.parties {
            let number = party.particulars.id_document.number.as_deref().unwrap();
            assert!(!text.contains(number), "{} tells the number of {}", form.code, party.name());
        }
    }
    let agreement = text_of(&desk.sheet_of(FormCode::F11));
    assert!(agreement.contains("9****************2") && agreement.contains("9****************9"));
}

#[test]
fn a_sealed_file_tells_neither_telephone_nor_house_number() {
    let desk = Desk { sealed: true, ..desk() };
    for form in desk.forms() {
        let text = text_of(&form);
        for hidden in ["13800000001", "13900000042", "13700000099", "13600000011", "桂花巷", "3组26号", "大屯社区", "百花社区居委会"]
        {
            assert!(!text.contains(hidden), "{} tells {hidden}", form.code);
        }
    }
    assert!(text_of(&desk.sheet_of(FormCode::F03)).contains("安宁市金方街道（详址保密）"));
}

#[test]
fn a_piece_of_evidence_names_its_photo_by_file_and_digest_and_says_when_it_has_not_come() {
    let mut desk = desk();
    let (here, missing) = (platform::ids::FileId::new(), platform::ids::FileId::new());
    for paper in &mut desk.dossier.papers {
        if let crate::papers::PaperContent::EvidenceList(list) = &mut paper.content {
            list.items[0].attachment_id = Some(here);
            list.items[1].attachment_id = Some(missing);
        }
    }
    let told = documents::register::Told {
        file_name: "现场照片.jpg".to_owned(),
        sha256: format!("1a2b3c4d{}", "0".repeat(56)),
        taken_at: None,
        ended_at: None,
        recording_agreed: None,
        note: None,
    };
    desk.files.insert(here, told);
    let text = text_of(&desk.sheet_of(FormCode::F09));
    assert!(text.contains("结婚证\n现场照片.jpg\nSHA-256：1a2b3c4d") && !text.contains("1a2b3c4d0"), "{text}");
    assert!(text.contains("出生医学证明\n（照片尚未上传）"), "{text}");
}

#[test]
fn an_agreement_with_all_marks_has_no_empty_place() {
    let desk = desk();
    let form = desk.sheet_of(FormCode::F11);
    let slots = slots(&form);
    assert_eq!(slots.len(), 4);
    assert!(slots.iter().all(|slot| slot.mark.is_some() && slot.date.as_deref() == Some("2026年4月20日")));
    assert!(slots.iter().any(|slot| slot.mark == Some(Mark::Fingerprint) && slot.name == "李大伟（见证人：赵敏）"));
    assert!(slots.iter().any(|slot| slot.mark == Some(Mark::Seal { text: COMMITTEE.to_owned() })));
}

#[test]
fn what_is_not_signed_or_not_by_the_committee_stays_empty() {
    let mut desk = desk();
    desk.marks.retain(|stored| stored.mark.party_id != Some(WEI));
    for stored in desk.marks.iter_mut().filter(|stored| stored.mark.role == MarkRole::Committee) {
        stored.mark.by_sealing_committee = false;
    }
    desk.dossier.marks = desk.marks.iter().map(|stored| stored.mark.clone()).collect();
    let form = desk.sheet_of(FormCode::F11);
    let empty: Vec<&str> = slots(&form).into_iter().filter(|slot| slot.mark.is_none()).map(|slot| slot.name.as_str()).collect();
    assert_eq!(empty, ["李大伟", "", COMMITTEE]);
}

#[test]
fn a_mark_under_another_text_is_not_shown() {
    let mut desk = desk();
    for stored in &mut desk.marks {
        stored.mark.text_hash = "another".to_owned();
    }
    assert!(slots(&desk.sheet_of(FormCode::F11)).iter().all(|slot| slot.mark.is_none()));
}

#[test]
fn the_notice_tells_what_the_law_wants_told() {
    let text = text_of(&desk().sheet_of(FormCode::F05));
    for wanted in [
        "不收取任何费用",
        "自愿、平等",
        "选择人民调解员",
        "拒绝调解",
        "终止调解",
        "不公开进行",
        "如实陈述",
        "尊重对方当事人",
        "回避",
        "保密",
        "翻译",
        "具有法律约束力",
        "30日内共同向人民法院申请司法确认",
        "您随时有权向人民法院起诉",
        "诉讼时效中断",
        "不能解除婚姻关系",
        "■不公开",
    ] {
        assert!(text.contains(wanted), "{wanted}");
    }
}

#[test]
fn an_agreement_tells_amounts_in_words_days_and_what_a_court_may_confirm() {
    let text = text_of(&desk().sheet_of(FormCode::F11));
    for wanted in [
        "20,000.00元（人民币贰万元整）",
        "1,500.00元（人民币壹仟伍佰元整）",
        "按月，自2026年5月5日起至2035年5月1日止",
        "2026年9月1日前",
        "一式三份",
        "第二条：给付内容明确，可以申请司法确认",
        "但须先证明双方已经离婚",
        "第四条以双方离婚为条件",
        "37周岁",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    let closing = text_of(&desk().sheet_of(FormCode::F17));
    assert!(!text.contains("38周岁") && closing.contains("38周岁"), "the age is reckoned on the day of the paper");
}

#[test]
fn refusals_and_endings_name_the_ways_that_stay_open() {
    for form in [FormCode::F18, FormCode::F19] {
        let text = text_of(&desk().sheet_of(form));
        for wanted in ["三年", "七十二小时", "您随时有权依法向人民法院起诉"] {
            assert!(text.contains(wanted), "{form}: {wanted}");
        }
    }
    assert!(text_of(&desk().sheet_of(FormCode::F26)).contains("申请强制执行"));
}

#[test]
fn the_receipt_tells_the_second_of_the_request_and_what_it_interrupts() {
    let text = text_of(&receipt(&desk().context()));
    assert!(text.contains("2026年4月1日 09:00:00") && text.contains("自提出申请之日起诉讼时效中断") && text.contains("第十二条"));
    let mut unnumbered = desk();
    unnumbered.dossier.case.number = None;
    assert!(receipt(&unnumbered.context()).number.unwrap().ends_with("（临时编号）"));
}

#[test]
fn what_a_child_said_is_left_out_for_readers_without_an_approval() {
    let desk = Desk { shows_minors: false, ..desk() };
    let volume = volume(&desk.context(), day(2026, 6, 10));
    assert!(volume.papers.iter().all(|paper| paper.form.code != "F_CHILD"));
    assert!(volume.closing.statement.contains("涉及未成年人的文书1份"));
}

#[test]
fn a_draft_and_a_replaced_paper_say_so() {
    let text = text_of(&desk().sheet_of(FormCode::F12));
    assert!(text.contains("已被其后的文书替代"));
    let mut desk = desk();
    desk.dossier.papers[0].state = crate::vocabulary::PaperState::Draft;
    assert!(text_of(&desk.sheet_of(FormCode::F03)).contains("草稿"));
}
