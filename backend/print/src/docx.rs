//! The DOCX file: the same paper for the office's word processor, to be edited there.
//!
//! A DOCX names fonts instead of carrying them: 仿宋 for the text, 黑体 for headings, 宋体 for the title, Times New
//! Roman for Latin letters, all of which every office machine has.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, LineSpacingType, NumPages, PageMargin, PageNum, Paragraph, Pic, Run, RunFonts,
    SpecialIndentType, Table, TableAlignmentType, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

use crate::charset::plain;
use crate::columns;
use crate::error::PrintError;
use crate::form::{Block, Cell, Form, Mark, Numbering, SignatureSlot};
use crate::picture::Ink;

/// The width of the text area in twentieths of a point: A4 less two margins of 26 mm.
const TEXT_WIDTH: f64 = 8957.0;
/// 26 mm in twentieths of a point.
const SIDE: i32 = 1474;
/// Twentieths of a point in one character of the body size.
const EM: i32 = 240;
/// The size of the body in half points.
const BODY: usize = 24;
/// The size of tables in half points.
const TABLE: usize = 21;

/// Writes one paper as a DOCX file.
///
/// # Errors
/// [`PrintError::Strokes`] if a signature cannot be drawn, [`PrintError::Glyph`] if a text holds a control character,
/// [`PrintError::Package`] if the file cannot be written.
pub fn form(form: &Form) -> Result<Vec<u8>, PrintError> {
    let mut docx = Docx::new()
        .page_size(11906, 16838)
        .page_margin(PageMargin { top: 1701, left: SIDE, bottom: 1474, right: SIDE, header: 851, footer: 851, gutter: 0 })
        .default_fonts(fonts("仿宋"))
        .default_size(BODY)
        .default_line_spacing(LineSpacing::new().line_rule(LineSpacingType::Auto).line(360))
        .footer(Footer::new().add_paragraph(page_of_pages()))
        .add_paragraph(centred(&form.office, "仿宋", 28)?)
        .add_paragraph(centred(&form.title, "宋体", 44)?.outline_lvl(0));
    if let Some(number) = &form.number {
        docx = docx.add_paragraph(paragraph(&format!("编号：{number}"))?.align(AlignmentType::Right));
    }
    for (position, block) in form.blocks.iter().enumerate() {
        docx = add_block(docx, block, position)?;
    }
    let mut file = Cursor::new(Vec::new());
    docx.build().pack(&mut file).map_err(|error| PrintError::Package(error.to_string()))?;
    Ok(file.into_inner())
}

/// Appends the block at `position`.
fn add_block(mut docx: Docx, block: &Block, position: usize) -> Result<Docx, PrintError> {
    match block {
        Block::Grid(rows) => Ok(docx.add_table(grid(rows)?).add_paragraph(gap())),
        Block::Heading(text) => {
            Ok(docx.add_paragraph(Paragraph::new().add_run(run(text)?.fonts(fonts("黑体")).size(26)).keep_next(true).outline_lvl(1)))
        }
        Block::Paragraph(text) => {
            for line in text.lines() {
                docx = docx.add_paragraph(indented(Paragraph::new().add_run(run(line)?)));
            }
            Ok(docx)
        }
        Block::Numbered { numbering, items } => {
            for (position, item) in items.iter().enumerate() {
                docx = docx.add_paragraph(clause(*numbering, position + 1, item)?);
            }
            Ok(docx)
        }
        Block::Table { head, rows, widths } => Ok(docx.add_table(table(head, rows, widths)?).add_paragraph(gap())),
        Block::QuestionAnswer(pairs) => {
            for (question, answer) in pairs {
                docx = docx
                    .add_paragraph(hanging(Paragraph::new().add_run(run("问：")?.bold()).add_run(run(question)?)))
                    .add_paragraph(hanging(Paragraph::new().add_run(run("答：")?).add_run(run(answer)?)));
            }
            Ok(docx)
        }
        Block::Signatures(slots) => Ok(docx.add_paragraph(gap()).add_table(signatures(slots, position)?).add_paragraph(gap())),
        Block::Note(text) => Ok(docx.add_paragraph(Paragraph::new().add_run(run(text)?.size(19)))),
    }
}

/// The bordered particulars.
fn grid(rows: &[Vec<Cell>]) -> Result<Table, PrintError> {
    let widths = columns::of_grid(rows);
    let mut drawn = Vec::new();
    for row in rows {
        let mut column = 0;
        let mut cells = Vec::new();
        for cell in row {
            let span = cell.span.max(1);
            let width: f64 = widths.iter().skip(column).take(span).sum();
            let short = cell.label || (span == 1 && cell.text.chars().count() <= 30);
            let align = if short { AlignmentType::Center } else { AlignmentType::Left };
            let inside = paragraph(&cell.text)?.align(align).line_spacing(single());
            cells.push(table_cell(width, inside).grid_span(span));
            column += span;
        }
        drawn.push(TableRow::new(cells));
    }
    Ok(framed(drawn, &widths))
}

/// A table with a head.
fn table(head: &[String], rows: &[Vec<String>], widths: &[f64]) -> Result<Table, PrintError> {
    let widths = columns::of_table(head, rows, widths);
    let mut drawn = Vec::new();
    let titles = head.iter().zip(&widths).map(|(text, width)| {
        let inside = Paragraph::new().add_run(run(text)?.bold().size(TABLE)).align(AlignmentType::Center).line_spacing(single());
        Ok(table_cell(*width, inside))
    });
    drawn.push(TableRow::new(titles.collect::<Result<Vec<_>, PrintError>>()?).cant_split());
    for row in columns::fit(head.len(), rows) {
        let cells = row.iter().zip(&widths).map(|(text, width)| {
            let inside = Paragraph::new().add_run(run(text)?.size(TABLE)).line_spacing(single());
            let align = if *width < 0.13 { AlignmentType::Center } else { AlignmentType::Left };
            Ok(table_cell(*width, inside.align(align)))
        });
        drawn.push(TableRow::new(cells.collect::<Result<Vec<_>, PrintError>>()?).cant_split());
    }
    Ok(framed(drawn, &widths))
}

/// The places to sign, two in a row, without a frame.
fn signatures(slots: &[SignatureSlot], block: usize) -> Result<Table, PrintError> {
    let mut drawn = Vec::new();
    for (row, pair) in slots.chunks(2).enumerate() {
        let mut cells = Vec::new();
        for (column, slot) in pair.iter().enumerate() {
            cells.push(signature(slot, &format!("rIdMark{block}x{row}x{column}"))?);
        }
        if cells.len() == 1 {
            cells.push(table_cell(0.5, Paragraph::new()).clear_all_border());
        }
        drawn.push(TableRow::new(cells).cant_split());
    }
    Ok(framed(drawn, &[0.5, 0.5]).clear_all_border())
}

/// One place to sign. The picture gets a name of its own: the library would number pictures over all documents of the
/// process, and two threads could give two signatures the same number.
fn signature(slot: &SignatureSlot, picture_name: &str) -> Result<TableCell, PrintError> {
    let place = match &slot.mark {
        None => Paragraph::new().add_run(Run::new().add_break(BreakType::TextWrapping)),
        Some(Mark::Strokes { width, height, lines }) => {
            let ink = Ink::fit(*width, *height, lines)?;
            let picture = ink.picture()?;
            let pic = Pic::new_with_dimensions(picture.bytes, picture.width, picture.height)
                .id(picture_name)
                .size(emu(ink.width), emu(ink.height));
            Paragraph::new().add_run(Run::new().add_image(pic))
        }
        Some(Mark::Fingerprint) => paragraph("（已按指印）")?,
        Some(Mark::Seal { text }) => paragraph(&format!("（印章：{text}）"))?,
        Some(Mark::WetInk) => paragraph("（原件手签）")?,
    };
    let date = slot.date.as_deref().unwrap_or("　　　年　　月　　日");
    let cell = table_cell(0.5, paragraph(&format!("{}：", slot.label))?.keep_next(true))
        .add_paragraph(place.align(AlignmentType::Center).keep_next(true))
        .add_paragraph(paragraph(&slot.name)?.keep_next(true))
        .add_paragraph(paragraph(date)?.align(AlignmentType::Right));
    Ok(cell.clear_all_border())
}

/// One numbered item.
fn clause(numbering: Numbering, position: usize, text: &str) -> Result<Paragraph, PrintError> {
    let prefix = numbering.prefix(position);
    let counted = match numbering {
        Numbering::Articles => run(&format!("{prefix}　"))?.bold(),
        Numbering::Chinese => run(&prefix)?,
        Numbering::Arabic => run(&format!("{prefix} "))?,
    };
    Ok(indented(Paragraph::new().add_run(counted).add_run(run(text)?)))
}

/// A table with a frame and a fixed grid; without the grid some readers mistake the columns.
fn framed(rows: Vec<TableRow>, widths: &[f64]) -> Table {
    let whole: Vec<usize> = widths.iter().map(|it| dxa(*it)).collect();
    Table::new(rows)
        .set_grid(whole)
        .layout(TableLayoutType::Fixed)
        .width(dxa(1.0), WidthType::Dxa)
        .align(TableAlignmentType::Center)
        .margins(TableCellMargins::new().margin(60, 100, 60, 100))
}

/// A cell of the given share of the line.
fn table_cell(width: f64, inside: Paragraph) -> TableCell {
    TableCell::new().width(dxa(width), WidthType::Dxa).vertical_align(VAlignType::Center).add_paragraph(inside)
}

/// A centred line of the head of a paper.
fn centred(text: &str, font: &str, size: usize) -> Result<Paragraph, PrintError> {
    let run = run(text)?.fonts(fonts(font)).size(size);
    let run = if size > 30 { run.bold() } else { run };
    Ok(Paragraph::new().add_run(run).align(AlignmentType::Center).keep_next(true))
}

/// A paragraph of body text.
fn paragraph(text: &str) -> Result<Paragraph, PrintError> {
    Ok(Paragraph::new().add_run(run(text)?))
}

/// A run of text; its line ends become breaks.
fn run(text: &str) -> Result<Run, PrintError> {
    let cleaned = plain(text)?;
    let mut run = Run::new();
    for (position, line) in cleaned.split('\n').enumerate() {
        if position > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    Ok(run)
}

/// The line at the foot of every page: 第 x 页 共 y 页.
fn page_of_pages() -> Paragraph {
    Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(Run::new().add_text("第 "))
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" 页　共 "))
        .add_num_pages(NumPages::new())
        .add_run(Run::new().add_text(" 页"))
}

/// An empty line of half the height, between a table and what follows.
fn gap() -> Paragraph {
    Paragraph::new().line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(160))
}

/// Single spacing, for the inside of tables.
fn single() -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Auto).line(288)
}

/// Indents the first line by two characters.
fn indented(paragraph: Paragraph) -> Paragraph {
    paragraph.indent(None, Some(SpecialIndentType::FirstLine(2 * EM)), None, None)
}

/// Indents all lines but the first by two characters.
fn hanging(paragraph: Paragraph) -> Paragraph {
    paragraph.indent(Some(2 * EM), Some(SpecialIndentType::Hanging(2 * EM)), None, None)
}

/// Times New Roman for Latin letters, the given font for Chinese.
fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia(east_asia)
}

/// A share of the line in twentieths of a point.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a line is small and positive")]
fn dxa(share: f64) -> usize {
    (share * TEXT_WIDTH).round().max(0.0) as usize
}

/// Millimetres in the unit of DOCX pictures.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a signature is small and positive")]
fn emu(millimetres: f64) -> u32 {
    (millimetres * 36_000.0).round().max(0.0) as u32
}
