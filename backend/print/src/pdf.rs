//! The archival PDF: PDF/A-2a, tagged, the same bytes for the same paper.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde_json::{Value, json};
use typst::foundations::{Datetime, Label, Selector, Smart};
use typst::introspection::Introspector;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::charset;
use crate::columns;
use crate::error::PrintError;
use crate::fonts::Fonts;
use crate::form::{Block, Form, Mark, Numbering, SignatureSlot};
use crate::picture::Ink;
use crate::volume::{BoundVolume, IndexLine, Volume};
use crate::world::{Template, Workshop, complaint};

/// How many prints an intermediate result of the typesetting engine is kept after its last use.
const CACHE_AGE: usize = 4;

/// What a PDF file says about itself; the clock of the machine is never asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Meta {
    /// Tells this document from every other and stays the same when it is printed again, such as the identifier of
    /// the paper with its version.
    pub identifier: String,
    /// The time the paper was made.
    pub made_at: DateTime<Utc>,
}

/// Prints PDF files. Loads its fonts once, is cheap to clone and may be used by several threads at the same time.
#[derive(Clone, Debug)]
pub struct Printer {
    workshop: Arc<Workshop>,
}

impl Printer {
    /// Sets up a printer with the fonts of the directories; see [`Fonts::load`].
    ///
    /// # Errors
    /// Whatever [`Fonts::load`] reports.
    pub fn new(font_directories: &[PathBuf]) -> Result<Self, PrintError> {
        Self::with_fonts(Fonts::load(font_directories)?)
    }

    /// Sets up a printer with fonts that are already loaded.
    ///
    /// # Errors
    /// [`PrintError::Typeset`] if the templates are broken, which no release is.
    pub fn with_fonts(fonts: Fonts) -> Result<Self, PrintError> {
        Ok(Self { workshop: Arc::new(Workshop::new(fonts)?) })
    }

    /// Prints one paper.
    ///
    /// # Errors
    /// [`PrintError::Glyph`] if a character cannot be printed, [`PrintError::Strokes`] if a signature cannot be
    /// drawn, [`PrintError::Typeset`] if the engine refuses the document.
    pub fn form(&self, form: &Form, meta: &Meta) -> Result<Vec<u8>, PrintError> {
        let data = json!({ "title": form.title, "office": form.office, "paper": paper(form)? });
        let document = self.typeset(Template::Single, data)?;
        export(&document, meta)
    }

    /// Binds a volume: cover, index, papers, back cover.
    ///
    /// # Errors
    /// As [`Printer::form`].
    pub fn volume(&self, volume: &Volume, meta: &Meta) -> Result<BoundVolume, PrintError> {
        let papers = volume
            .papers
            .iter()
            .map(|it| Ok(json!({ "form": paper(&it.form)?, "remark": it.remark })))
            .collect::<Result<Vec<_>, PrintError>>()?;
        let data = json!({
            "title": volume.cover.name,
            "office": volume.cover.committee,
            "cover": volume.cover,
            "papers": papers,
            "closing": volume.closing,
        });
        let document = self.typeset(Template::Volume, data)?;
        let (index, pages) = index(volume, &document)?;
        Ok(BoundVolume { bytes: export(&document, meta)?, index, pages })
    }

    /// Lays out a document.
    fn typeset(&self, template: Template, mut data: Value) -> Result<PagedDocument, PrintError> {
        let fonts = self.workshop.fonts();
        charset::prepare(&mut data, fonts)?;
        if let Some(fields) = data.as_object_mut() {
            fields.insert("fonts".to_owned(), json!({ "body": fonts.body(), "title": fonts.title() }));
        }
        let desk = self.workshop.desk(template, data.to_string().into_bytes());
        let compiled = typst::compile::<PagedDocument>(&desk);
        typst::comemo::evict(CACHE_AGE);
        // A layout that never settles would print page numbers that are not true.
        if compiled.warnings.iter().any(|it| it.message.contains("converge")) {
            return Err(complaint(&compiled.warnings));
        }
        compiled.output.map_err(|it| complaint(&it))
    }
}

/// Writes a laid-out document as PDF/A-2a.
fn export(document: &PagedDocument, meta: &Meta) -> Result<Vec<u8>, PrintError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a]).map_err(|error| PrintError::Typeset(error.message().to_string()))?;
    let made = meta.made_at;
    let byte = |number: u32| u8::try_from(number).unwrap_or(0);
    let timestamp = Datetime::from_ymd_hms(
        made.year(),
        byte(made.month()),
        byte(made.day()),
        byte(made.hour()),
        byte(made.minute()),
        byte(made.second()),
    );
    let options = PdfOptions {
        ident: Smart::Custom(meta.identifier.clone()),
        creator: Smart::Custom(None),
        timestamp: timestamp.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|it| complaint(&it))
}

/// Reads from the laid-out volume where each paper begins and ends: the page that begins the first one is page 1.
fn index(volume: &Volume, document: &PagedDocument) -> Result<(Vec<IndexLine>, usize), PrintError> {
    let starts = pages(document, "paper")?;
    let closing = pages(document, "closing")?;
    let bounds: Vec<usize> = starts.iter().chain(closing.first()).copied().collect();
    let before = bounds.first().map_or(0, |first| first - 1);
    let extents = bounds.iter().zip(bounds.iter().skip(1)).map(|(first, next)| (first - before, next - 1 - before));
    let lines = volume.papers.iter().zip(extents).map(|(paper, (first_page, last_page))| IndexLine {
        name: paper.form.title.clone(),
        code: paper.form.code.clone(),
        first_page,
        last_page,
    });
    Ok((lines.collect(), bounds.last().map_or(0, |closing| closing - 1 - before)))
}

/// The pages of the file on which a label stands, in order.
fn pages(document: &PagedDocument, label: &str) -> Result<Vec<usize>, PrintError> {
    let missing = || PrintError::Typeset(format!("the volume lost the label {label}"));
    let label = Label::new(PicoStr::intern(label)).ok_or_else(missing)?;
    let introspector = document.introspector();
    introspector
        .query(&Selector::Label(label))
        .iter()
        .map(|it| it.location().and_then(|it| introspector.page(it)).map(usize::from).ok_or_else(missing))
        .collect()
}

/// Writes a paper as the template reads it.
fn paper(form: &Form) -> Result<Value, PrintError> {
    let blocks = form.blocks.iter().map(block).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "title": form.title, "number": form.number, "office": form.office, "blocks": blocks }))
}

/// Writes a block as the template reads it.
fn block(block: &Block) -> Result<Value, PrintError> {
    Ok(match block {
        Block::Grid(rows) => {
            let cells = |row: &Vec<crate::form::Cell>| {
                let cell = |it: &crate::form::Cell| json!({ "text": it.text, "span": it.span.max(1), "label": it.label });
                row.iter().map(cell).collect::<Vec<_>>()
            };
            let drawn: Vec<_> = rows.iter().map(cells).collect();
            json!({ "kind": "grid", "widths": columns::of_grid(rows), "rows": drawn })
        }
        Block::Heading(text) => json!({ "kind": "heading", "text": text }),
        Block::Paragraph(text) => json!({ "kind": "paragraph", "text": text }),
        Block::Numbered { numbering, items } => {
            let strong = *numbering == Numbering::Articles;
            let item =
                |(position, text): (usize, &String)| json!({ "prefix": numbering.prefix(position + 1), "text": text, "strong": strong });
            json!({ "kind": "numbered", "items": items.iter().enumerate().map(item).collect::<Vec<_>>() })
        }
        Block::Table { head, rows, widths } => {
            json!({
                "kind": "table",
                "head": head,
                "rows": columns::fit(head.len(), rows),
                "widths": columns::of_table(head, rows, widths),
            })
        }
        Block::QuestionAnswer(pairs) => json!({ "kind": "questions", "pairs": pairs }),
        Block::Signatures(slots) => {
            let slots = slots.iter().map(slot).collect::<Result<Vec<_>, _>>()?;
            json!({ "kind": "signatures", "slots": slots })
        }
        Block::Note(text) => json!({ "kind": "note", "text": text }),
    })
}

/// Writes a place to sign as the template reads it.
fn slot(slot: &SignatureSlot) -> Result<Value, PrintError> {
    let mark = match &slot.mark {
        None => Value::Null,
        Some(Mark::Strokes { width, height, lines }) => {
            let ink = Ink::fit(*width, *height, lines)?;
            json!({ "kind": "strokes", "width": ink.width, "height": ink.height, "lines": ink.lines })
        }
        Some(Mark::Fingerprint) => json!({ "kind": "fingerprint" }),
        Some(Mark::Seal { text }) => json!({ "kind": "seal", "text": text }),
        Some(Mark::WetInk) => json!({ "kind": "wetInk" }),
    };
    let tall = matches!(slot.mark, Some(Mark::Seal { .. }));
    Ok(json!({ "label": slot.label, "name": slot.name, "mark": mark, "date": slot.date, "tall": tall }))
}
