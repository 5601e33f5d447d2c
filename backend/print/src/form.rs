//! The form model: what a statutory paper says, in the order it says it, without a word about how it is drawn.
//!
//! The model is pure data. Every string is text and nothing else: no renderer ever interprets a character of it,
//! so a name may hold any sign that a person may bear. The same value feeds the PDF, the DOCX and, serialised, the
//! review on the screen.

use serde::Serialize;

/// One statutory paper (文书), e.g. F11, the agreement (人民调解协议书).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Form {
    /// The code of the form in the national list, such as `F05`.
    pub code: String,
    /// The official title, such as 人民调解协议书.
    pub title: String,
    /// The number of the paper (编号), where the form has one.
    pub number: Option<String>,
    /// The content, from top to bottom.
    pub blocks: Vec<Block>,
    /// The committee in whose name the paper is made; printed above the title.
    pub office: String,
}

/// One block of a paper.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind", content = "content")]
pub enum Block {
    /// A bordered field of labels and values, for particulars (基本情况).
    Grid(Vec<Vec<Cell>>),
    /// A heading inside the paper.
    Heading(String),
    /// A paragraph, its first line indented by two characters. A line break begins a new paragraph.
    Paragraph(String),
    /// Clauses or items that carry their own number.
    Numbered {
        /// How the items are counted.
        numbering: Numbering,
        /// The text of each item, without its number.
        items: Vec<String>,
    },
    /// A table whose head is repeated on every page it reaches.
    Table {
        /// The title of each column.
        head: Vec<String>,
        /// The rows, each with as many cells as the head.
        rows: Vec<Vec<String>>,
        /// The relative width of each column. Left empty, the widths follow the content.
        widths: Vec<f64>,
    },
    /// The minutes of a hearing (笔录): question (问) and answer (答) in turn.
    QuestionAnswer(Vec<(String, String)>),
    /// The places where people sign; never split over two pages.
    Signatures(Vec<SignatureSlot>),
    /// Small print.
    Note(String),
}

/// How the items of [`Block::Numbered`] are counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Numbering {
    /// 第一条, 第二条, …: the clauses of an agreement.
    Articles,
    /// 一、 二、 …: rights and duties.
    Chinese,
    /// 1. 2. …: claims and lists.
    Arabic,
}

/// One cell of a [`Block::Grid`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// What the cell says.
    pub text: String,
    /// How many columns the cell covers; zero counts as one.
    pub span: usize,
    /// Whether the cell names a field instead of holding its value.
    pub label: bool,
}

/// A place to sign (签名处) with what has been put there.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignatureSlot {
    /// Who signs and how, such as 申请人（签名、盖章或按指印）.
    pub label: String,
    /// The name of the person or body, printed for the reader of an unclear hand.
    pub name: String,
    /// The mark; `None` leaves the place empty for a pen.
    pub mark: Option<Mark>,
    /// The date of the mark, as printed; `None` leaves 年 月 日 to be filled in.
    pub date: Option<String>,
}

/// What a person or body put on the paper.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Mark {
    /// A hand-written signature as it was drawn, in the units of the pad it was drawn on.
    Strokes {
        /// The width of the pad.
        width: f64,
        /// The height of the pad.
        height: f64,
        /// The strokes, each a line through points `(x, y)` with the origin at the upper left.
        lines: Vec<Vec<(f64, f64)>>,
    },
    /// A fingerprint (指印) was taken; the photograph stays with the evidence.
    Fingerprint,
    /// The round seal (印章) of the committee.
    Seal {
        /// The name on the seal.
        text: String,
    },
    /// Signed by hand on the paper original (原件手签).
    WetInk,
}

impl Form {
    /// Begins a paper without content.
    #[must_use]
    pub fn new(code: impl Into<String>, title: impl Into<String>, office: impl Into<String>) -> Self {
        Self { code: code.into(), title: title.into(), number: None, blocks: Vec::new(), office: office.into() }
    }

    /// Gives the paper its number (编号).
    #[must_use]
    pub fn number(mut self, number: impl Into<String>) -> Self {
        self.number = Some(number.into());
        self
    }

    /// Appends any block.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Appends the bordered particulars.
    #[must_use]
    pub fn grid(self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.block(Block::Grid(rows.into_iter().collect()))
    }

    /// Appends a heading.
    #[must_use]
    pub fn heading(self, text: impl Into<String>) -> Self {
        self.block(Block::Heading(text.into()))
    }

    /// Appends a paragraph.
    #[must_use]
    pub fn paragraph(self, text: impl Into<String>) -> Self {
        self.block(Block::Paragraph(text.into()))
    }

    /// Appends items counted as `numbering` says.
    #[must_use]
    pub fn numbered<T: Into<String>>(self, numbering: Numbering, items: impl IntoIterator<Item = T>) -> Self {
        self.block(Block::Numbered { numbering, items: items.into_iter().map(Into::into).collect() })
    }

    /// Appends the clauses of an agreement, counted 第一条, 第二条, ….
    #[must_use]
    pub fn articles<T: Into<String>>(self, items: impl IntoIterator<Item = T>) -> Self {
        self.numbered(Numbering::Articles, items)
    }

    /// Appends a table whose column widths follow the content.
    #[must_use]
    pub fn table<T: Into<String>>(self, head: impl IntoIterator<Item = T>, rows: Vec<Vec<String>>) -> Self {
        self.block(Block::Table { head: head.into_iter().map(Into::into).collect(), rows, widths: Vec::new() })
    }

    /// Appends the questions and answers of a hearing.
    #[must_use]
    pub fn questions<Q: Into<String>, A: Into<String>>(self, pairs: impl IntoIterator<Item = (Q, A)>) -> Self {
        self.block(Block::QuestionAnswer(pairs.into_iter().map(|(q, a)| (q.into(), a.into())).collect()))
    }

    /// Appends the places where people sign.
    #[must_use]
    pub fn signatures(self, slots: impl IntoIterator<Item = SignatureSlot>) -> Self {
        self.block(Block::Signatures(slots.into_iter().collect()))
    }

    /// Appends small print.
    #[must_use]
    pub fn note(self, text: impl Into<String>) -> Self {
        self.block(Block::Note(text.into()))
    }
}

impl Cell {
    /// Widens the cell to `span` columns.
    #[must_use]
    pub fn across(mut self, span: usize) -> Self {
        self.span = span;
        self
    }
}

/// Makes a cell that names a field.
#[must_use]
pub fn label(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), span: 1, label: true }
}

/// Makes a cell that holds a value.
#[must_use]
pub fn value(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), span: 1, label: false }
}

impl SignatureSlot {
    /// Makes an empty place to sign.
    #[must_use]
    pub fn new(label: impl Into<String>, name: impl Into<String>) -> Self {
        Self { label: label.into(), name: name.into(), mark: None, date: None }
    }

    /// Puts the mark in its place.
    #[must_use]
    pub fn marked(mut self, mark: Mark) -> Self {
        self.mark = Some(mark);
        self
    }

    /// Dates the mark.
    #[must_use]
    pub fn dated(mut self, date: impl Into<String>) -> Self {
        self.date = Some(date.into());
        self
    }
}

/// Writes the options of a choice in one line, the chosen ones with a full box: `■公开　□不公开`.
#[must_use]
pub fn choices<'a>(options: impl IntoIterator<Item = (&'a str, bool)>) -> String {
    let marked: Vec<String> = options.into_iter().map(|(text, chosen)| format!("{}{text}", if chosen { '■' } else { '□' })).collect();
    marked.join("　")
}

impl Numbering {
    /// Writes the number of the item at `position`, counted from one.
    #[must_use]
    pub fn prefix(self, position: usize) -> String {
        match self {
            Self::Articles => format!("第{}条", chinese_number(position)),
            Self::Chinese => format!("{}、", chinese_number(position)),
            Self::Arabic => format!("{position}."),
        }
    }
}

/// Writes a number below one thousand in Chinese characters; larger ones in digits, which no form reaches.
fn chinese_number(number: usize) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |n: usize| DIGITS.get(n).copied().unwrap_or('〇');
    match number {
        0..=9 => digit(number).to_string(),
        10..=19 => format!("十{}", if number == 10 { String::new() } else { digit(number - 10).to_string() }),
        20..=99 => {
            let unit = number % 10;
            format!("{}十{}", digit(number / 10), if unit == 0 { String::new() } else { digit(unit).to_string() })
        }
        100..=999 => {
            let rest = number % 100;
            let tail = match rest {
                0 => String::new(),
                1..=9 => format!("零{}", digit(rest)),
                10..=19 => format!("一{}", chinese_number(rest)),
                _ => chinese_number(rest),
            };
            format!("{}百{tail}", digit(number / 100))
        }
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_counted_as_a_statute_counts_them() {
        let written: Vec<String> = [1, 10, 11, 20, 34, 100, 105, 112, 120].map(|n| Numbering::Articles.prefix(n)).into();
        assert_eq!(
            written,
            ["第一条", "第十条", "第十一条", "第二十条", "第三十四条", "第一百条", "第一百零五条", "第一百一十二条", "第一百二十条"]
        );
    }

    #[test]
    fn a_choice_shows_what_was_not_chosen_too() {
        assert_eq!(choices([("公开", true), ("不公开", false)]), "■公开　□不公开");
    }
}
