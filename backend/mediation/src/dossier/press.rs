//! From a file to bytes: loads what the sheets need, sets them, renders away from the workers, and tells the journal first.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use audit::{Fact, observe};
use documents::FileState;
use documents::register::Told;
use platform::access::{Actor, Scope};
use platform::calendar::local_date;
use platform::db::{Conn, Db};
use platform::http::disposition::Treatment;
use platform::ids::{AccountId, CaseId, FileId};
use platform::problem::{AppError, FieldError};
use print::{PrintError, Printer};
use tokio::sync::Semaphore;

use super::sheets::{SheetContext, named};
use crate::attachments::holder;
use crate::cases::Dossier;
use crate::cases::StoredMark;
use crate::cases::sight;
use crate::cases::store;
use crate::directory;

/// Papers are set by so many threads at once; the others wait, so that a shelf of volumes does not starve the desks.
static PRESSES: Semaphore = Semaphore::const_new(2);

/// A file as the sheets need it.
pub(crate) struct Desk {
    pub dossier: Dossier,
    marks: Vec<StoredMark>,
    names: HashMap<AccountId, String>,
    files: HashMap<FileId, Told>,
    office_name: String,
    sealed: bool,
    shows_minors: bool,
}

impl Desk {
    /// Loads a file for a reader with full sight; everybody else hears 404.
    pub(crate) fn load(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<Self, AppError> {
        let row = store::find_row(conn, scope, id)?;
        let sight = sight::of(scope, &row, &store::own_ties(conn, scope, id)?);
        if !sight.full {
            return Err(AppError::NotFound);
        }
        let dossier = store::dossier(conn, &row, scope.account)?;
        let names = directory::account_names(conn, scope.office, &named(&dossier))?;
        Ok(Self {
            marks: store::marks_of(conn, scope.office, id)?,
            names,
            files: whole_files(conn, scope, id)?,
            office_name: directory::org_name(conn, scope.office, row.station_id)?,
            sealed: row.sealed,
            shows_minors: sight.minors,
            dossier,
        })
    }

    /// What the sheets are made from.
    pub(crate) fn context(&self) -> SheetContext<'_> {
        SheetContext {
            dossier: &self.dossier,
            marks: &self.marks,
            office_name: &self.office_name,
            committee_name: &self.dossier.committee.name,
            names: &self.names,
            files: &self.files,
            sealed: self.sealed,
            shows_minors: self.shows_minors,
        }
    }

    /// The day on which the file is looked at.
    pub(crate) fn today(&self) -> chrono::NaiveDate {
        local_date(self.dossier.now)
    }
}

/// What is told of the files of the case that have arrived whole.
fn whole_files(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<HashMap<FileId, Told>, AppError> {
    let known = documents::register::of_holder(conn, scope.office, holder(id))?;
    Ok(known.into_iter().filter(|file| file.state == FileState::Ready).map(|file| (file.id, file.told)).collect())
}

/// A finished print.
pub(crate) struct Printed {
    pub bytes: Vec<u8>,
    /// What the file is called when it is saved.
    pub name: String,
    pub kind: FileKind,
    /// What the journal is told besides who and when.
    pub fact: Fact,
}

/// The kind of a printed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    Pdf,
    Docx,
}

impl FileKind {
    const fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    /// A browser shows a PDF; a DOCX is saved.
    const fn treatment(self) -> Treatment {
        match self {
            Self::Pdf => Treatment::Shown,
            Self::Docx => Treatment::Saved,
        }
    }
}

/// The fact of a print.
pub(crate) fn fact(id: CaseId, form: &str) -> Fact {
    Fact::new("mediation.case.print", "CASE", id).with("form", form)
}

/// The printer, if this installation has one.
pub(crate) fn printer(shared: Option<web::Data<Printer>>) -> Result<Printer, AppError> {
    let printer = shared.ok_or(AppError::Unavailable { source: "no fonts: run scripts/fonts".into(), code: "printing_unavailable" })?;
    Ok(printer.get_ref().clone())
}

/// Renders on a thread of its own, at most a few at a time.
pub(crate) async fn render<T, F>(work: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, PrintError> + Send + 'static,
{
    let permit = PRESSES.acquire().await.map_err(AppError::internal)?;
    let done = tokio::task::spawn_blocking(work).await.map_err(AppError::internal)?;
    drop(permit);
    done.map_err(refused)
}

/// A character no font has is something the clerk can put right; everything else is our bug.
fn refused(error: PrintError) -> AppError {
    let PrintError::Glyph { character, .. } = &error else { return AppError::internal(error) };
    let mut field = FieldError::new("/paper", "glyph");
    field.message = format!("字库中没有“{character}”（U+{:04X}），无法打印", u32::from(*character));
    field.params.insert("character".to_owned(), character.to_string().into());
    AppError::Invalid(vec![field])
}

/// Writes the journal, then hands the bytes out; a print that cannot be recorded is refused.
pub(crate) async fn hand_out(db: &Db, actor: &Arc<Actor>, printed: Printed) -> Result<HttpResponse, AppError> {
    let Printed { bytes, name, kind, fact } = printed;
    let fact = fact.with("bytes", bytes.len()).with("format", kind.extension());
    observe(db, actor, fact).await?;
    Ok(HttpResponse::Ok()
        .content_type(kind.content_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition(kind, &name)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(bytes))
}

/// `Content-Disposition` of RFC 6266: an ASCII name for old clients, the real one in UTF-8 (RFC 8187).
fn disposition(kind: FileKind, name: &str) -> String {
    let (plain, name) = (format!("document.{}", kind.extension()), format!("{name}.{}", kind.extension()));
    platform::http::disposition::disposition(kind.treatment(), &plain, &name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_travels_encoded() {
        assert_eq!(disposition(FileKind::Pdf, "协议 1"), "inline; filename=\"document.pdf\"; filename*=UTF-8''%E5%8D%8F%E8%AE%AE%201.pdf");
        assert!(
            disposition(FileKind::Docx, "a\"\r\nb")
                .starts_with("attachment; filename=\"document.docx\"; filename*=UTF-8''a%22%0D%0Ab.docx")
        );
    }

    #[test]
    fn a_missing_character_is_named() {
        let error = refused(PrintError::Glyph { character: '𠀀', text: "𠀀".to_owned() });
        let AppError::Invalid(fields) = error else { panic!("{error:?}") };
        assert_eq!((fields[0].pointer.as_str(), fields[0].code.as_str()), ("/paper", "glyph"));
        assert!(fields[0].message.contains("U+20000"));
    }
}
