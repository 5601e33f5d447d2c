//! Announcing a file, and declaring it whole.

use audit::{Fact, record};
use chrono::{DateTime, Utc};
use documents::examine::Examined;
use documents::kinds::MediaType;
use documents::register::Told;
use documents::{FileId, FileState, Kind, NewFile, Stored, register};
use platform::access::Scope;
use platform::db::Tx;
use platform::http::Answer;
use platform::ids::CaseId;
use platform::problem::{AppError, FieldError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use super::queries::{self, Attachment};
use super::store::{held, holder};
use crate::directory;
use crate::wire::present;

/// A file that is about to be brought.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddAttachment {
    /// Named by the client of record, or left out.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(nullable = false)]
    pub id: Option<FileId>,
    #[validate(length(min = 1, max = 200), custom(function = "plain_name"))]
    #[schema(min_length = 1, max_length = 200, example = "现场照片.webp")]
    pub file_name: String,
    /// jpeg, png or webp image; pdf; mpeg, mp4 (m4a), wav, webm or ogg audio; mp4 video.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "image/webp")]
    pub media_type: String,
    /// In bytes.
    #[validate(range(min = 1, max = 209_715_200))]
    #[schema(minimum = 1, maximum = 209_715_200)]
    pub size: i64,
    /// Of the whole file, in lower-case hexadecimal digits.
    #[validate(custom(function = "is_digest"))]
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// When the photo was taken or the recording began, by the device's clock.
    #[serde(default)]
    pub taken_at: Option<DateTime<Utc>>,
    /// When the recording ended.
    #[serde(default)]
    pub ended_at: Option<DateTime<Utc>>,
    /// The recording was announced to everybody present, and they agreed. A party's own recording says nothing here.
    #[serde(default)]
    pub recording_agreed: Option<bool>,
    #[serde(default)]
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000)]
    pub note: Option<String>,
}

fn plain_name(name: &str) -> Result<(), ValidationError> {
    let odd = |c: char| c.is_control() || "/\\<>:\"|?*".contains(c) || ('\u{202A}'..='\u{202E}').contains(&c);
    if name.trim().is_empty() || name.chars().any(odd) { Err(ValidationError::new("type")) } else { Ok(()) }
}

fn is_digest(text: &str) -> Result<(), ValidationError> {
    let is_hex = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_hex { Ok(()) } else { Err(ValidationError::new("type")) }
}

/// What the client needs to send the parts.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Announced {
    pub id: FileId,
    /// How many parts are there.
    pub received: usize,
    /// Bytes of every part but the last.
    pub chunk_size: usize,
    #[schema(inline)]
    pub state: FileState,
}

/// Refuses what could never become whole: a type that is not taken, a size over the limit of its kind.
fn judged(input: &AddAttachment) -> Result<MediaType, AppError> {
    let media_type = MediaType::declared(&input.media_type).ok_or(AppError::FileType)?;
    if !media_type.goes_under(&input.file_name) {
        return Err(AppError::FileType);
    }
    let limit = media_type.kind().limit();
    if input.size > limit {
        return Err(AppError::TooLarge { limit: usize::try_from(limit).unwrap_or(usize::MAX) });
    }
    if let (Some(begun), Some(ended)) = (input.taken_at, input.ended_at)
        && ended < begun
    {
        return Err(AppError::field("/endedAt", "order"));
    }
    if input.recording_agreed.is_some() && !matches!(media_type.kind(), Kind::Audio | Kind::Video) {
        return Err(AppError::field("/recordingAgreed", "type"));
    }
    Ok(media_type)
}

/// Announces a file of the case.
pub(super) fn add(tx: &mut Tx<'_>, scope: &Scope, id: CaseId, input: &AddAttachment) -> Result<Answer, AppError> {
    let media_type = judged(input)?;
    held(tx, scope, id)?;
    let new = NewFile {
        id: input.id.unwrap_or_else(FileId::new),
        media_type,
        size: input.size,
        told: Told {
            file_name: input.file_name.clone(),
            sha256: input.sha256.clone(),
            taken_at: input.taken_at,
            ended_at: input.ended_at,
            recording_agreed: input.recording_agreed,
            note: input.note.clone().filter(|note| !note.trim().is_empty()),
        },
    };
    let stored = register::announce(tx, holder(id), &new)?;
    let fact = about(Fact::new("mediation.attachment.announce", "CASE", id), &stored);
    record(tx, fact)?;
    let location = format!("/api/v1/mediation/cases/{id}/attachments/{}", stored.id);
    Answer::created(location, 1, &Announced { id: stored.id, received: 0, chunk_size: documents::CHUNK, state: stored.state })
}

/// What the journal is told of a file: nothing that a person wrote.
fn about(fact: Fact, stored: &Stored) -> Fact {
    let fact = fact
        .with("file", stored.id.to_string())
        .with("mediaType", stored.media_type.as_str())
        .with("bytes", stored.size)
        .with("sha256", stored.told.sha256.clone());
    match stored.told.recording_agreed {
        Some(agreed) => fact.with("recordingAgreed", agreed),
        None => fact,
    }
}

/// The fact of a read.
pub(super) fn read_fact(id: CaseId, stored: &Stored) -> Fact {
    about(Fact::new("mediation.attachment.read", "CASE", id), stored)
}

/// Declares a file whole, as its examination allows; one that is whole already stays so.
pub(super) fn complete(tx: &mut Tx<'_>, scope: &Scope, id: CaseId, file: FileId, examined: &Examined) -> Result<Answer, AppError> {
    let stored = queries::file(tx, scope, id, file)?;
    if stored.state == FileState::Uploading {
        verdict(examined)?;
        held(tx, scope, id)?;
        register::ready(tx, file)?;
        let fact = about(Fact::new("mediation.attachment.add", "CASE", id), &stored);
        record(tx, fact.at(stored.told.taken_at.map(Into::into)))?;
    } else {
        record(tx, about(Fact::new("mediation.attachment.confirm", "CASE", id), &stored))?;
    }
    let stored = queries::file(tx, scope, id, file)?;
    let names = directory::account_names(tx, scope.office, &[stored.uploaded_by])?;
    let name = names.get(&stored.uploaded_by).cloned().unwrap_or_default();
    Answer::plain(&Attachment::of(stored, name))
}

fn verdict(examined: &Examined) -> Result<(), AppError> {
    match examined {
        Examined::Good => Ok(()),
        Examined::Incomplete(missing) => {
            let mut field = FieldError::new("/received", "incomplete");
            field.params.insert("missing".to_owned(), missing.iter().take(100).copied().collect::<Vec<u32>>().into());
            Err(AppError::Invalid(vec![field]))
        }
        Examined::OtherContent => Err(AppError::field("/sha256", "other_content")),
        Examined::OtherType => Err(AppError::FileType),
    }
}

/// Forgets a file whose content is not of the type it claims to be: it can never become whole.
pub(super) fn refuse(tx: &mut Tx<'_>, scope: &Scope, id: CaseId, file: FileId) -> Result<(), AppError> {
    let stored = queries::file(tx, scope, id, file)?;
    register::forget(tx, file)?;
    record(tx, about(Fact::new("mediation.attachment.refuse", "CASE", id), &stored).denied())
}
