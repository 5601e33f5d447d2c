//! The printing house: turns statutory mediation papers (人民调解文书) into PDF and DOCX.
//!
//! The package knows no database and no rule of the business. It takes a [`form::Form`] or a [`volume::Volume`] and
//! returns bytes: an archival PDF through [`Printer`], or a file for the office's word processor through
//! [`docx::form`]. The same input gives the same bytes, so that the hash of a paper can be stored and checked.

pub mod docx;
pub mod form;
pub mod volume;

mod charset;
mod columns;
mod error;
mod fonts;
mod pdf;
mod picture;
mod world;

pub use error::PrintError;
pub use fonts::{Fonts, default_font_directories};
pub use pdf::{Meta, Printer};
