//! What a printed paper must be: complete, exact, archivable and the same every time.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../examples/proof/papers.rs"]
mod papers;

use std::sync::OnceLock;

use print::form::{Form, Mark, SignatureSlot, label, value};
use print::volume::IndexLine;
use print::{Meta, PrintError, Printer, default_font_directories};

/// The one printer of all tests; it is shared between threads as in the server.
fn printer() -> &'static Printer {
    static PRINTER: OnceLock<Printer> = OnceLock::new();
    PRINTER.get_or_init(|| Printer::new(&default_font_directories()).expect("fonts are there; run scripts/fonts"))
}

fn meta() -> Meta {
    let made_at = "2026-03-09T03:20:00Z".parse().expect("a time");
    Meta { identifier: "F11/0017/1".to_owned(), made_at }
}

/// The text of each page, without blanks.
fn pages(bytes: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF file");
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    let text = |number: &u32| document.extract_text(&[*number]).expect("selectable text");
    numbers.iter().map(|it| text(it).split_whitespace().collect()).collect()
}

fn with_party(name: &str) -> Form {
    Form::new("F03", "人民调解申请书", papers::COMMITTEE)
        .grid([vec![label("姓名"), value(name)]])
        .paragraph(name)
        .numbered(print::form::Numbering::Arabic, [name])
        .questions([(name, name)])
        .signatures([SignatureSlot::new("申请人（签名）", name)])
        .note(name)
}

#[test]
fn a_paper_says_everything_it_was_given() {
    let bytes = printer().form(&papers::agreement(), &meta()).expect("printed");
    let text = pages(&bytes).concat();
    for expected in ["人民调解协议书", "（2026）云婚人调字第0017号-1", "赵䶮堃", "999900198803120026", "第五条", "一式三份"]
    {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
}

#[test]
fn a_paper_is_archivable_and_tagged() {
    let bytes = printer().form(&papers::agreement(), &meta()).expect("printed");
    let document = lopdf::Document::load_mem(&bytes).expect("a PDF file");
    let streams: String = document
        .objects
        .values()
        .filter_map(|it| it.as_stream().ok())
        .map(|it| String::from_utf8_lossy(&it.get_plain_content().unwrap_or_default()).into_owned())
        .filter(|it| it.contains("pdfaid"))
        .collect();
    assert!(streams.contains("<pdfaid:part>2</pdfaid:part>"));
    assert!(streams.contains("<pdfaid:conformance>A</pdfaid:conformance>"));
    assert!(document.catalog().expect("a catalogue").has(b"StructTreeRoot"));
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    let first = printer().form(&papers::agreement(), &meta()).expect("printed");
    let other = Printer::new(&default_font_directories()).expect("fonts");
    assert!(first == other.form(&papers::agreement(), &meta()).expect("printed"));
    let later = Meta { made_at: meta().made_at + chrono::Duration::days(1), ..meta() };
    assert!(first != printer().form(&papers::agreement(), &later).expect("printed"));
}

#[test]
fn a_character_without_a_glyph_is_an_error_and_never_a_box() {
    let error = printer().form(&with_party("王\u{e000}堃"), &meta()).expect_err("refused");
    assert_eq!(error, PrintError::Glyph { character: '\u{e000}', text: "王\u{e000}堃".to_owned() });
    let rare = printer().form(&with_party("䶮堃喆翀玥祎昇㛃𬭎"), &meta()).expect("printed");
    assert!(pages(&rare).concat().contains("䶮堃喆翀玥祎昇㛃𬭎"));
}

#[test]
fn a_name_is_text_even_if_it_looks_like_a_command() {
    for name in ["#panic()", "#read(\"/etc/passwd\")", "$x$*b*_i_`c`", "\"],(#eval(\"1\"))//", "<paper>@closing\\", "= 标题"] {
        let bytes = printer().form(&with_party(name), &meta()).expect("printed");
        let text: String = pages(&bytes).concat();
        let expected: String = name.split_whitespace().collect();
        assert!(text.matches(&expected).count() >= 6, "{name} is not printed as it is in {text}");
    }
}

#[test]
fn what_a_text_area_sends_is_printed_line_by_line() {
    let bytes = printer().form(&with_party("第一行\r\n\t第二行"), &meta()).expect("printed");
    assert!(pages(&bytes).concat().contains("第二行"));
}

#[test]
fn the_index_states_the_pages_that_are_printed() {
    let volume = papers::volume();
    let bound = printer().volume(&volume, &meta()).expect("bound");
    let pages = pages(&bound.bytes);
    assert_eq!(pages.len(), bound.pages + 3, "a cover, an index of one page, the papers, a back cover");
    let contents = &pages[1];
    let mut expected = 1;
    for (position, line) in bound.index.iter().enumerate() {
        assert_eq!(line.first_page, expected, "{line:?} follows the paper before it");
        assert!(pages[1 + line.first_page].contains(&line.name), "{line:?} begins where the index says");
        for number in line.first_page..=line.last_page {
            let page = &pages[1 + number];
            assert!(page.contains(&number.to_string()), "page {number} carries its number");
            let foot = format!("第{}页共{}页", number - line.first_page + 1, line.last_page - line.first_page + 1);
            assert!(page.contains(&foot), "page {number} says {foot}");
        }
        let remark: String = volume.papers[position].remark.split_whitespace().collect();
        assert!(contents.contains(&format!("{}{}{}{remark}", position + 1, line.name, printed(line))), "{contents}");
        expected = line.last_page + 1;
    }
    assert_eq!(expected, bound.pages + 1);
    assert!(pages[pages.len() - 1].contains(&format!("本卷宗共{}页", bound.pages)));
    assert!(bound.bytes == printer().volume(&volume, &meta()).expect("bound again").bytes);
}

/// How the index writes an extent.
fn printed(line: &IndexLine) -> String {
    if line.first_page == line.last_page { line.first_page.to_string() } else { format!("{}—{}", line.first_page, line.last_page) }
}

#[test]
fn an_index_of_two_pages_keeps_page_one_in_front() {
    let mut volume = papers::volume();
    let letter = Form::new("F22", "延期同意书", papers::COMMITTEE).paragraph("同意延长调解期限。");
    for _ in 0..24 {
        volume = volume.paper(letter.clone(), "");
    }
    let bound = printer().volume(&volume, &meta()).expect("bound");
    let pages = pages(&bound.bytes);
    let first = pages.iter().position(|it| it.contains("第1页共1页")).expect("the first paper");
    assert_eq!(first % 2, 0, "the page numbered 1 is the front of a leaf");
    assert_eq!(pages.len(), first + bound.pages + 1);
    assert!(pages[first - 1].is_empty(), "the page before it carries no number: {}", pages[first - 1]);
    assert_eq!(bound.index.last().map(|it| it.last_page), Some(bound.pages));
}

#[test]
fn an_empty_volume_is_still_a_volume() {
    let mut volume = papers::volume();
    volume.papers.clear();
    let bound = printer().volume(&volume, &meta()).expect("bound");
    assert_eq!((bound.pages, bound.index.len()), (0, 0));
}

#[test]
fn a_long_table_repeats_its_head_on_every_page() {
    let bytes = printer().form(&papers::evidence(60), &meta()).expect("printed");
    let pages = pages(&bytes);
    assert!(pages.len() >= 3, "60 lines take more than two pages");
    assert!(pages.iter().all(|it| it.contains("证明的事实")), "every page has the head");
    let text = pages.concat();
    for line in 1..=60 {
        assert!(
            text.contains(&format!("{line}结婚证")) || text.contains(&format!("{line}银行")) || text.contains(&format!("{line}信用社"))
        );
    }
}

#[test]
fn signatures_never_stand_on_a_page_of_their_own() {
    for exchanges in 1..16 {
        let bytes = printer().form(&papers::record(exchanges), &meta()).expect("printed");
        let pages = pages(&bytes);
        let last = &pages[pages.len() - 1];
        assert!(last.contains("另行制作人民调解协议书"), "{exchanges} exchanges: {last}");
        assert_eq!(last.matches("2026年3月9日").count() - usize::from(pages.len() == 1), 4, "no block is split");
    }
    for lines in 1..24 {
        let bytes = printer().form(&papers::evidence(lines), &meta()).expect("printed");
        let pages = pages(&bytes);
        assert!(pages[pages.len() - 1].contains("证明的事实"), "{lines} lines");
    }
}

#[test]
fn more_signatures_than_a_page_holds_are_all_printed() {
    let slots = (1..=30).map(|it| SignatureSlot::new("继承人（签名）", format!("甲{it}乙")));
    let form = Form::new("F11", "人民调解协议书", papers::COMMITTEE).paragraph("协议如下。").signatures(slots);
    let text = pages(&printer().form(&form, &meta()).expect("printed")).concat();
    assert!((1..=30).all(|it| text.contains(&format!("甲{it}乙"))));
}

#[test]
fn a_signature_that_cannot_be_drawn_is_an_error() {
    let mark = Mark::Strokes { width: 600.0, height: 200.0, lines: vec![vec![(f64::NAN, 1.0)]] };
    let form = Form::new("F03", "人民调解申请书", papers::COMMITTEE).signatures([SignatureSlot::new("申请人", "王祎玥").marked(mark)]);
    assert_eq!(printer().form(&form, &meta()), Err(PrintError::Strokes));
}

#[test]
fn several_threads_print_at_the_same_time() {
    let expected = printer().form(&papers::notice(), &meta()).expect("printed");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(printer().form(&papers::notice(), &meta()).expect("printed") == expected));
        }
    });
}

#[test]
fn a_directory_without_fonts_is_an_error() {
    assert_eq!(Printer::new(&[]).err(), Some(PrintError::FontMissing { weight: 400 }));
}
