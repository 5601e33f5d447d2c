//! What is known of a file: to which record it belongs, what it claims to be, who brought it, whether all of it is there.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use platform::db::portable::on_duplicate;
use platform::db::{Conn, Instant, Tx};
use platform::ids::{AccountId, Id, OfficeId};
use platform::problem::AppError;
use serde::{Deserialize, Serialize};

use crate::FileId;
use crate::kinds::{MediaType, QUOTA};
use crate::schema::attachments;

platform::text_enum!(
    /// Whether all of a file is there.
    FileState {
        /// Chunks are still to come.
        Uploading = "UPLOADING",
        /// Checked: size, content and type are what was announced.
        Ready = "READY",
    }
);

/// The record a file belongs to; its kind is a word of the context that owns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    pub kind: &'static str,
    pub id: Id,
}

/// What is told of a file when it is announced.
#[derive(Debug, Clone)]
pub struct NewFile {
    pub id: FileId,
    pub media_type: MediaType,
    pub size: i64,
    pub told: Told,
}

/// The sealed part of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    pub file_name: String,
    /// In lower-case hexadecimal digits.
    pub sha256: String,
    /// When the photo was taken or the recording began.
    pub taken_at: Option<DateTime<Utc>>,
    /// When the recording ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The recording was announced to everybody present, and they agreed.
    pub recording_agreed: Option<bool>,
    pub note: Option<String>,
}

/// A file as it is known.
#[derive(Debug, Clone)]
pub struct Stored {
    pub id: FileId,
    pub state: FileState,
    pub media_type: MediaType,
    pub size: i64,
    pub uploaded_by: AccountId,
    pub created_at: Instant,
    pub ready_at: Option<Instant>,
    pub told: Told,
}

impl Stored {
    /// The digest that was announced.
    pub fn digest(&self) -> Vec<u8> {
        let pairs = self.told.sha256.as_bytes().chunks(2);
        pairs.filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = attachments)]
struct Row {
    office_id: OfficeId,
    id: FileId,
    holder_kind: String,
    holder_id: Id,
    state: FileState,
    media_type: MediaType,
    size: i64,
    uploaded_by: AccountId,
    created_at: Instant,
    ready_at: Option<Instant>,
    body: Vec<u8>,
}

impl Row {
    fn opened(self, conn: &Conn<'_>) -> Result<Stored, AppError> {
        let plain = conn.keys().open("attachments", "body", self.id.bytes(), &self.body)?;
        Ok(Stored {
            id: self.id,
            state: self.state,
            media_type: self.media_type,
            size: self.size,
            uploaded_by: self.uploaded_by,
            created_at: self.created_at,
            ready_at: self.ready_at,
            told: serde_json::from_slice(&plain).map_err(AppError::internal)?,
        })
    }
}

/// Announces a file. The same announcement again changes nothing; another file under the same id is refused, and so is one that
/// would carry the record over its quota. The caller holds the record, so that two announcements cannot both be the last to fit.
pub fn announce(tx: &mut Tx<'_>, holder: Holder, new: &NewFile) -> Result<Stored, AppError> {
    let (office, by) = (tx.who().office, tx.who().account);
    let taken = || AppError::Conflict { code: "file_exists", zh: "该附件编号已被使用", en: "This file id is taken" };
    if let Some(known) = find(tx, office, holder, new.id)? {
        let same = known.uploaded_by == by && known.size == new.size && known.told.sha256 == new.told.sha256;
        return if same { Ok(known) } else { Err(taken()) };
    }
    if used(tx, office, holder)?.saturating_add(new.size) > QUOTA {
        return Err(AppError::Conflict {
            code: "quota",
            zh: "该案件的附件总量已达上限（2 GB）",
            en: "The files of this record have reached their limit (2 GB)",
        });
    }
    let plain = serde_json::to_vec(&new.told).map_err(AppError::internal)?;
    let row = Row {
        office_id: office,
        id: new.id,
        holder_kind: holder.kind.to_owned(),
        holder_id: holder.id,
        state: FileState::Uploading,
        media_type: new.media_type,
        size: new.size,
        uploaded_by: by,
        created_at: Instant(tx.now()),
        ready_at: None,
        body: tx.keys().seal("attachments", "body", new.id.bytes(), &plain)?,
    };
    diesel::insert_into(attachments::table).values(&row).execute(tx.db()).map_err(|error| on_duplicate(error, taken()))?;
    row.opened(tx)
}

/// A file of a record.
pub fn find(conn: &mut Conn<'_>, office: OfficeId, holder: Holder, id: FileId) -> Result<Option<Stored>, AppError> {
    let row: Option<Row> = attachments::table
        .find((office, id))
        .filter(attachments::holder_kind.eq(holder.kind))
        .filter(attachments::holder_id.eq(holder.id))
        .select(Row::as_select())
        .first(conn.db())
        .optional()?;
    row.map(|row| row.opened(conn)).transpose()
}

/// Whether the file of this id is one of the record's; nothing while nobody has announced it.
pub fn belongs(conn: &mut Conn<'_>, office: OfficeId, holder: Holder, id: FileId) -> Result<Option<bool>, AppError> {
    let of: Option<(String, Id)> =
        attachments::table.find((office, id)).select((attachments::holder_kind, attachments::holder_id)).first(conn.db()).optional()?;
    Ok(of.map(|(kind, record)| kind == holder.kind && record == holder.id))
}

/// The files of a record, oldest first.
pub fn of_holder(conn: &mut Conn<'_>, office: OfficeId, holder: Holder) -> Result<Vec<Stored>, AppError> {
    let rows: Vec<Row> = attachments::table
        .filter(attachments::office_id.eq(office))
        .filter(attachments::holder_kind.eq(holder.kind))
        .filter(attachments::holder_id.eq(holder.id))
        .order((attachments::created_at.asc(), attachments::id.asc()))
        .select(Row::as_select())
        .load(conn.db())?;
    rows.into_iter().map(|row| row.opened(conn)).collect()
}

/// The bytes of a record's files together, those included that are still to come.
pub fn used(conn: &mut Conn<'_>, office: OfficeId, holder: Holder) -> Result<i64, AppError> {
    let sizes: Vec<i64> = attachments::table
        .filter(attachments::office_id.eq(office))
        .filter(attachments::holder_kind.eq(holder.kind))
        .filter(attachments::holder_id.eq(holder.id))
        .select(attachments::size)
        .load(conn.db())?;
    Ok(sizes.into_iter().fold(0, i64::saturating_add))
}

/// Marks a file as whole; one that is whole already stays what it is. True when this call did it.
pub fn ready(tx: &mut Tx<'_>, id: FileId) -> Result<bool, AppError> {
    let (office, now) = (tx.who().office, Instant(tx.now()));
    let waiting = attachments::table.find((office, id)).filter(attachments::state.eq(FileState::Uploading));
    let changed =
        diesel::update(waiting).set((attachments::state.eq(FileState::Ready), attachments::ready_at.eq(Some(now)))).execute(tx.db())?;
    Ok(changed == 1)
}

/// Forgets a file that is not whole; true when there was one.
pub fn forget(tx: &mut Tx<'_>, id: FileId) -> Result<bool, AppError> {
    let office = tx.who().office;
    let waiting = attachments::table.find((office, id)).filter(attachments::state.eq(FileState::Uploading));
    Ok(diesel::delete(waiting).execute(tx.db())? == 1)
}

/// The files of an office that were announced before an instant and never became whole.
pub(crate) fn unfinished(conn: &mut Conn<'_>, office: OfficeId, before: Instant) -> Result<Vec<FileId>, AppError> {
    Ok(attachments::table
        .filter(attachments::office_id.eq(office))
        .filter(attachments::state.eq(FileState::Uploading))
        .filter(attachments::created_at.lt(before))
        .select(attachments::id)
        .load(conn.db())?)
}

/// The whole files of an office with their sizes, a page of them in the order of their ids.
pub fn whole_files(conn: &mut Conn<'_>, office: OfficeId, after: Option<FileId>, limit: i64) -> Result<Vec<(FileId, i64)>, AppError> {
    let mut query = attachments::table
        .filter(attachments::office_id.eq(office))
        .filter(attachments::state.eq(FileState::Ready))
        .select((attachments::id, attachments::size))
        .order(attachments::id.asc())
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(attachments::id.gt(after));
    }
    Ok(query.load(conn.db())?)
}

/// Those of the files of which the register knows nothing.
pub(crate) fn unknown(conn: &mut Conn<'_>, office: OfficeId, files: &[FileId]) -> Result<Vec<FileId>, AppError> {
    let mut strangers = Vec::new();
    for some in files.chunks(500) {
        let known: Vec<FileId> = attachments::table
            .filter(attachments::office_id.eq(office))
            .filter(attachments::id.eq_any(some.to_vec()))
            .select(attachments::id)
            .load(conn.db())?;
        strangers.extend(some.iter().filter(|file| !known.contains(file)));
    }
    Ok(strangers)
}
