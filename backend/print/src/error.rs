//! What can go wrong when a paper is printed.

use std::fmt;
use std::path::PathBuf;

/// Why a paper could not be printed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PrintError {
    /// No font has a glyph for the character. A paper with a box in place of a name is worthless, so none is made.
    Glyph {
        /// The character that cannot be printed.
        character: char,
        /// The text it stands in, so that the clerk finds it.
        text: String,
    },
    /// A signature holds a coordinate that is not a number, or a pad without extent.
    Strokes,
    /// A font directory or file could not be read.
    FontFile {
        /// What could not be read.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
    /// The directories hold no Chinese font in the regular or in the bold weight.
    FontMissing {
        /// The weight that was looked for.
        weight: u16,
    },
    /// The typesetting engine refused the document.
    Typeset(String),
    /// The DOCX package could not be written.
    Package(String),
}

impl fmt::Display for PrintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Glyph { character, text } => {
                write!(f, "no font can print {character:?} (U+{:04X}) in {text:?}", u32::from(*character))
            }
            Self::Strokes => write!(f, "a signature holds coordinates that cannot be drawn"),
            Self::FontFile { path, reason } => write!(f, "font {} cannot be read: {reason}", path.display()),
            Self::FontMissing { weight } => {
                write!(f, "no Chinese font of weight {weight} was found; run scripts/fonts")
            }
            Self::Typeset(message) => write!(f, "the document could not be typeset: {message}"),
            Self::Package(message) => write!(f, "the DOCX file could not be written: {message}"),
        }
    }
}

impl std::error::Error for PrintError {}
