//! The fonts of the papers: found once, shared by every print.
//!
//! Nothing is downloaded and no system font is used: a paper must look the same wherever it is made. An office that
//! owns 仿宋_GB2312 or 方正小标宋 puts the files into the first directory, and they lead the chain.

use std::fs;
use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::error::PrintError;

/// Families for the text, best first; the Noto families cover every name.
const BODY: [&str; 5] = ["FangSong_GB2312", "仿宋_GB2312", "FangSong", "Noto Serif SC", "Noto Serif CJK SC"];
/// Families for titles, best first.
const TITLE: [&str; 4] = ["FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "Noto Serif SC", "Noto Serif CJK SC"];
/// The families of which a regular and a bold weight must be there, for they close every chain.
const FALLBACK: [&str; 2] = ["Noto Serif SC", "Noto Serif CJK SC"];

/// The loaded fonts.
#[derive(Debug)]
pub struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    body: Vec<String>,
    title: Vec<String>,
}

impl Fonts {
    /// Loads every TTF, OTF and TTC file of the directories, in their order; directories that do not exist are
    /// skipped.
    ///
    /// # Errors
    /// [`PrintError::FontFile`] if a file cannot be read, [`PrintError::FontMissing`] if the text could not be set in
    /// the regular and the bold weight.
    pub fn load(directories: &[PathBuf]) -> Result<Self, PrintError> {
        let mut fonts = Vec::new();
        for file in font_files(directories)? {
            let bytes = fs::read(&file).map_err(|error| unreadable(&file, &error))?;
            fonts.extend(Font::iter(Bytes::new(bytes)));
        }
        for weight in [400, 700] {
            let found = fonts
                .iter()
                .any(|font| FALLBACK.contains(&font.info().family.as_str()) && font.info().variant.weight.to_number() == weight);
            if !found {
                return Err(PrintError::FontMissing { weight });
            }
        }
        let book = FontBook::from_fonts(&fonts);
        let body = chain(&book, &BODY);
        let title = chain(&book, &TITLE);
        Ok(Self { book: LazyHash::new(book), fonts, body, title })
    }

    /// The index of the fonts, as the typesetting engine wants it.
    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The font at a place in the index.
    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// The families for the text, best first.
    pub(crate) fn body(&self) -> &[String] {
        &self.body
    }

    /// The families for titles, best first.
    pub(crate) fn title(&self) -> &[String] {
        &self.title
    }

    /// Whether a font that closes every chain has a glyph for the character.
    pub(crate) fn covers(&self, character: char) -> bool {
        self.fonts.iter().any(|font| FALLBACK.contains(&font.info().family.as_str()) && font.info().coverage.contains(u32::from(character)))
    }
}

/// Where tests and tools find the fonts; the server passes the directories of its configuration. `JIAHE_FONT_DIR` if it is set, else
/// `.cache/fonts` under the working directory or the nearest directory above it.
#[must_use]
pub fn default_font_directories() -> Vec<PathBuf> {
    if let Some(directory) = std::env::var_os("JIAHE_FONT_DIR") {
        return vec![PathBuf::from(directory)];
    }
    let start = std::env::current_dir().unwrap_or_default();
    start.ancestors().map(|directory| directory.join(".cache/fonts")).find(|it| it.is_dir()).into_iter().collect()
}

/// Lists the font files, sorted by name within each directory, so that the chain never depends on the disk.
fn font_files(directories: &[PathBuf]) -> Result<Vec<PathBuf>, PrintError> {
    let mut files = Vec::new();
    for directory in directories.iter().filter(|it| it.is_dir()) {
        let mut inside = Vec::new();
        for entry in fs::read_dir(directory).map_err(|error| unreadable(directory, &error))? {
            let path = entry.map_err(|error| unreadable(directory, &error))?.path();
            let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default().to_ascii_lowercase();
            if matches!(extension.as_str(), "ttf" | "otf" | "ttc") {
                inside.push(path);
            }
        }
        inside.sort();
        files.append(&mut inside);
    }
    Ok(files)
}

/// Keeps of a chain the families that are there.
fn chain(book: &FontBook, families: &[&str]) -> Vec<String> {
    families.iter().filter(|it| book.contains_family(&it.to_lowercase())).map(|it| (*it).to_owned()).collect()
}

/// Says which file could not be read, and why.
fn unreadable(path: &Path, error: &std::io::Error) -> PrintError {
    PrintError::FontFile { path: path.to_owned(), reason: error.to_string() }
}
