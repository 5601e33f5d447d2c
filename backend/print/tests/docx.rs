//! The DOCX of a paper opens and says the same as the PDF.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../examples/proof/papers.rs"]
mod papers;

use std::io::{Cursor, Read};

use print::PrintError;
use print::docx;
use print::form::Form;

/// One file of the package.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_paper_opens_and_says_everything_it_was_given() {
    let bytes = docx::form(&papers::agreement()).expect("written");
    let document = part(&bytes, "word/document.xml");
    for expected in ["人民调解协议书", "赵䶮堃", "第五条", "（印章：云岭县婚姻家庭纠纷人民调解委员会）", "（已按指印）"]
    {
        assert!(document.contains(expected), "{expected} is missing");
    }
    assert!(document.contains("w:eastAsia=\"宋体\"") && document.contains("w:gridCol"));
    assert!(part(&bytes, "word/styles.xml").contains("w:eastAsia=\"仿宋\""));
}

#[test]
fn a_drawn_signature_becomes_a_picture() {
    let bytes = docx::form(&papers::application()).expect("written");
    let archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a zip file");
    assert_eq!(archive.file_names().filter(|it| it.ends_with(".png")).count(), 1);
}

#[test]
fn a_name_is_text_even_if_it_looks_like_markup() {
    let form = Form::new("F03", "人民调解申请书", papers::COMMITTEE).paragraph("</w:t><w:p>&amp;王\"堃");
    let document = part(&docx::form(&form).expect("written"), "word/document.xml");
    assert!(document.contains("&lt;/w:t&gt;&lt;w:p&gt;&amp;amp;王"));
}

#[test]
fn every_paper_of_the_case_can_be_written() {
    for paper in papers::volume().papers.iter().map(|it| &it.form).chain([&papers::notice(), &papers::record(2)]) {
        let document = part(&docx::form(paper).expect("written"), "word/document.xml");
        assert!(document.contains(&paper.title));
    }
    assert!(docx::form(&papers::evidence(60)).is_ok());
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    assert!(docx::form(&papers::agreement()) == docx::form(&papers::agreement()));
}

#[test]
fn a_control_character_is_refused() {
    let form = Form::new("F03", "人民调解申请书", papers::COMMITTEE).paragraph("王\u{1}堃");
    assert_eq!(docx::form(&form), Err(PrintError::Glyph { character: '\u{1}', text: "王\u{1}堃".to_owned() }));
}
