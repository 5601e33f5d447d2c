//! Which files a case has, and how far an upload has come.

use documents::{FileId, FileState, Stored, register};
use platform::access::Scope;
use platform::db::{Conn, Instant};
use platform::ids::{AccountId, CaseId};
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{holder, seen_in_full};
use crate::directory;

/// A file of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    pub id: FileId,
    #[schema(inline)]
    pub state: FileState,
    pub file_name: String,
    /// Checked against the content once the file is `READY`.
    #[schema(example = "image/webp")]
    pub media_type: String,
    pub size: i64,
    pub sha256: String,
    /// When the photo was taken or the recording began, by the device's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub taken_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ended_at: Option<Instant>,
    /// The recording was announced to everybody present, and they agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub recording_agreed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub note: Option<String>,
    pub uploaded_by: AccountId,
    pub uploaded_by_name: String,
    pub created_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ready_at: Option<Instant>,
}

impl Attachment {
    pub(super) fn of(stored: Stored, uploaded_by_name: String) -> Self {
        Self {
            id: stored.id,
            state: stored.state,
            file_name: stored.told.file_name,
            media_type: stored.media_type.as_str().to_owned(),
            size: stored.size,
            sha256: stored.told.sha256,
            taken_at: stored.told.taken_at.map(Instant),
            ended_at: stored.told.ended_at.map(Instant),
            recording_agreed: stored.told.recording_agreed,
            note: stored.told.note,
            uploaded_by: stored.uploaded_by,
            uploaded_by_name,
            created_at: stored.created_at,
            ready_at: stored.ready_at,
        }
    }
}

/// The files of a case, oldest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentList {
    pub items: Vec<Attachment>,
}

pub(super) fn list(conn: &mut Conn<'_>, scope: &Scope, id: CaseId) -> Result<AttachmentList, AppError> {
    seen_in_full(conn, scope, id)?;
    let files = register::of_holder(conn, scope.office, holder(id))?;
    let people: Vec<AccountId> = files.iter().map(|file| file.uploaded_by).collect();
    let names = directory::account_names(conn, scope.office, &people)?;
    let named = |file: Stored| {
        let name = names.get(&file.uploaded_by).cloned().unwrap_or_default();
        Attachment::of(file, name)
    };
    Ok(AttachmentList { items: files.into_iter().map(named).collect() })
}

/// One file of a case, whole or not.
pub(super) fn file(conn: &mut Conn<'_>, scope: &Scope, id: CaseId, file: FileId) -> Result<Stored, AppError> {
    seen_in_full(conn, scope, id)?;
    register::find(conn, scope.office, holder(id), file)?.ok_or(AppError::NotFound)
}

/// One file of a case that is whole and checked.
pub(super) fn whole(conn: &mut Conn<'_>, scope: &Scope, id: CaseId, wanted: FileId) -> Result<Stored, AppError> {
    let stored = file(conn, scope, id, wanted)?;
    if stored.state == FileState::Ready { Ok(stored) } else { Err(AppError::NotFound) }
}
