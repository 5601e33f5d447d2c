//! The small world in which a document is typeset: three templates, one data file, the loaded fonts. Nothing else
//! exists there: no disk, no network, no clock.

use std::sync::Arc;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::error::PrintError;
use crate::fonts::Fonts;

/// Which document is typeset.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Template {
    /// One paper by itself.
    Single,
    /// A whole volume.
    Volume,
}

/// What every document shares: the parsed templates and the standard library of the engine.
#[derive(Debug)]
pub(crate) struct Workshop {
    library: LazyHash<Library>,
    sources: [Source; 4],
    data: FileId,
    fonts: Fonts,
}

/// One document in the making.
pub(crate) struct Desk {
    workshop: Arc<Workshop>,
    template: Template,
    data: Bytes,
}

impl Workshop {
    /// Parses the templates.
    pub(crate) fn new(fonts: Fonts) -> Result<Self, PrintError> {
        let source = |path, text: &str| Ok(Source::new(file(path)?, text.to_owned()));
        Ok(Self {
            library: LazyHash::new(Library::default()),
            sources: [
                source("/single.typ", include_str!("template/single.typ"))?,
                source("/volume.typ", include_str!("template/volume.typ"))?,
                source("/paper.typ", include_str!("template/paper.typ"))?,
                source("/marks.typ", include_str!("template/marks.typ"))?,
            ],
            data: file("/data.json")?,
            fonts,
        })
    }

    /// The fonts of the workshop.
    pub(crate) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Lays a document on the desk; `data` is what the template reads.
    pub(crate) fn desk(self: &Arc<Self>, template: Template, data: Vec<u8>) -> Desk {
        Desk { workshop: Arc::clone(self), template, data: Bytes::new(data) }
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.workshop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.workshop.fonts.book()
    }

    fn main(&self) -> FileId {
        let [single, volume, ..] = &self.workshop.sources;
        match self.template {
            Template::Single => single.id(),
            Template::Volume => volume.id(),
        }
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.workshop.sources.iter().find(|source| source.id() == id).cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.workshop.data { Ok(self.data.clone()) } else { Err(absent(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.workshop.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Puts what the engine complains about into one line.
pub(crate) fn complaint(diagnostics: &[SourceDiagnostic]) -> PrintError {
    let messages: Vec<&str> = diagnostics.iter().map(|it| it.message.as_str()).collect();
    PrintError::Typeset(messages.join("; "))
}

/// Names a file of the world.
fn file(path: &str) -> Result<FileId, PrintError> {
    let path = VirtualPath::new(path).map_err(|error| PrintError::Typeset(format!("{path}: {error:?}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// Says that a file does not exist in this world.
fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_with_slash().into())
}
