//! The volume (卷宗): the papers of one case between a cover, an index and a back cover.

use serde::Serialize;

use crate::form::Form;

/// Everything that is bound into one volume.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Volume {
    /// F01, the cover (案卷封面).
    pub cover: Cover,
    /// The papers in the order of the index.
    pub papers: Vec<Paper>,
    /// F16, the back cover (封底).
    pub closing: Closing,
}

/// The fields of F01, the cover (人民调解案卷封面).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cover {
    /// The committee.
    pub committee: String,
    /// The name of the volume (卷名).
    pub name: String,
    /// The number of the volume (卷号).
    pub number: String,
    /// The mediators (人民调解员).
    pub mediators: String,
    /// The days of mediation (调解日期), from and to.
    pub mediated: String,
    /// Who made the volume (立卷人).
    pub filed_by: String,
    /// When the volume was made (立卷日期).
    pub filed_on: String,
    /// How long the volume is kept (保管期限).
    pub retention: String,
    /// Remarks (备注).
    pub remark: String,
}

/// One paper in the volume with its remark in the index.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Paper {
    /// The paper itself.
    pub form: Form,
    /// The remark beside it in the index (备注), such as 复印件.
    pub remark: String,
}

/// The fields of F16, the back cover (封底); the number of pages is counted, not told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Closing {
    /// Who made the volume (立卷人).
    pub filed_by: String,
    /// Who checked it (检查人).
    pub checked_by: String,
    /// When it was closed.
    pub date: String,
    /// What is to be said about the volume (卷宗情况说明); may be empty.
    pub statement: String,
}

/// A volume that has been bound.
#[derive(Clone, Debug)]
pub struct BoundVolume {
    /// The PDF file.
    pub bytes: Vec<u8>,
    /// The lines of F02, the index (卷内目录), exactly as printed.
    pub index: Vec<IndexLine>,
    /// How many numbered pages the volume holds: all but the cover, the index and the back cover.
    pub pages: usize,
}

/// One line of the index (卷内目录).
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IndexLine {
    /// The title of the paper.
    pub name: String,
    /// The code of its form.
    pub code: String,
    /// The number printed on its first page.
    pub first_page: usize,
    /// The number printed on its last page.
    pub last_page: usize,
}

impl Volume {
    /// Begins a volume without papers.
    #[must_use]
    pub fn new(cover: Cover, closing: Closing) -> Self {
        Self { cover, papers: Vec::new(), closing }
    }

    /// Adds a paper at the end.
    #[must_use]
    pub fn paper(mut self, form: Form, remark: impl Into<String>) -> Self {
        self.papers.push(Paper { form, remark: remark.into() });
        self
    }
}
