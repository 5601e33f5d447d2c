//! Files of a case over HTTP: announced, sent in parts in any order, declared whole, listed, read.

use std::sync::Arc;

use actix_web::body::SizedStream;
use actix_web::http::header;
use actix_web::{HttpResponse, get, post, put, web};
use documents::examine::{Examined, length_of};
use documents::{CHUNK, FileId, FileState, Locker, Shelf, Stored, examine, locker};
use futures_util::stream;
use platform::access::{Actor, Caller, Permission};
use platform::db::Db;
use platform::http::disposition::{Treatment, disposition};
use platform::http::preconditions::IdempotencyKey;
use platform::http::{Answer, Command, Json, Octets, Path};
use platform::ids::CaseId;
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands::{self, AddAttachment, Announced};
use super::queries::{self, Attachment, AttachmentList};
use crate::permissions::{AddAttachments, ReadAttachments};

/// A part of a file, or all of it.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
struct FileBytes(#[expect(dead_code, reason = "only the contract names the bytes")] Vec<u8>);

/// How many parts are there.
#[derive(Debug, Serialize, ToSchema)]
struct PartsReceived {
    received: usize,
}

/// How far an upload has come.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UploadProgress {
    #[schema(inline)]
    state: FileState,
    chunk_size: usize,
    /// The numbers of the parts that are there.
    received: Vec<u32>,
}

/// Announces a file. The parts follow; what is not whole after 30 days is thrown away.
#[utoipa::path(tag = "attachments", extensions(("x-permission" = json!(AddAttachments::NAME))), request_body = AddAttachment,
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 201, description = "The file is expected", body = Announced)))]
#[post("/mediation/cases/{id}/attachments")]
async fn add_attachment(
    caller: Caller<AddAttachments>,
    db: web::Data<Db>,
    Path(id): Path<CaseId>,
    key: IdempotencyKey,
    body: Json<AddAttachment>,
) -> Result<Answer, AppError> {
    let scope = caller.scope();
    db.write(caller.command(key, body.fingerprint), move |tx| commands::add(tx, &scope, id, &body.value)).await
}

/// Takes one part, in any order; the same part again changes nothing. Once this has answered, the part is not lost.
#[utoipa::path(tag = "attachments", extensions(("x-permission" = json!(AddAttachments::NAME))),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    params(("id" = CaseId, Path, description = "Case file"), ("fileId" = FileId, Path, description = "File"),
        ("n" = u32, Path, description = "Number of the part, from 0")),
    responses((status = 200, description = "How many parts are there", body = PartsReceived)))]
#[put("/mediation/cases/{id}/attachments/{fileId}/chunks/{n}")]
async fn put_attachment_chunk(
    caller: Caller<AddAttachments>,
    db: web::Data<Db>,
    files: web::Data<Locker>,
    Path((id, file, number)): Path<(CaseId, FileId, u32)>,
    part: Octets<CHUNK>,
) -> Result<web::Json<PartsReceived>, AppError> {
    let scope = caller.scope();
    let shelf = Shelf { office: scope.office, file };
    let stored = db.read(move |conn| queries::file(conn, &scope, id, file)).await?;
    let length = length_of(stored.size, number).ok_or_else(|| AppError::field("/path/n", "range"))?;
    if part.0.len() != length {
        return Err(AppError::field("/body", "length"));
    }
    let received = locker::aside(move || {
        files.keep(shelf, number, &part.0)?;
        Ok(files.received(shelf)?.len())
    });
    Ok(web::Json(PartsReceived { received: received.await? }))
}

/// Which parts are there: a client that was interrupted sends the others.
#[utoipa::path(tag = "attachments", extensions(("x-permission" = json!(AddAttachments::NAME))),
    params(("id" = CaseId, Path, description = "Case file"), ("fileId" = FileId, Path, description = "File")),
    responses((status = 200, description = "The parts", body = UploadProgress)))]
#[get("/mediation/cases/{id}/attachments/{fileId}/progress")]
async fn get_attachment_progress(
    caller: Caller<AddAttachments>,
    db: web::Data<Db>,
    files: web::Data<Locker>,
    Path((id, file)): Path<(CaseId, FileId)>,
) -> Result<web::Json<UploadProgress>, AppError> {
    let scope = caller.scope();
    let shelf = Shelf { office: scope.office, file };
    let stored = db.read(move |conn| queries::file(conn, &scope, id, file)).await?;
    let received = locker::aside(move || Ok(files.received(shelf)?.into_iter().collect())).await?;
    Ok(web::Json(UploadProgress { state: stored.state, chunk_size: CHUNK, received }))
}

/// Declares the file whole: size, SHA-256 and the beginning of its content are checked. A content other than announced is thrown
/// away, to be sent again.
#[utoipa::path(tag = "attachments", extensions(("x-permission" = json!(AddAttachments::NAME))),
    params(("id" = CaseId, Path, description = "Case file"), ("fileId" = FileId, Path, description = "File")),
    responses((status = 200, description = "The file", body = Attachment)))]
#[post("/mediation/cases/{id}/attachments/{fileId}/complete")]
async fn complete_attachment(
    caller: Caller<AddAttachments>,
    db: web::Data<Db>,
    files: web::Data<Locker>,
    Path((id, file)): Path<(CaseId, FileId)>,
    key: IdempotencyKey,
) -> Result<Answer, AppError> {
    let scope = caller.scope();
    let shelf = Shelf { office: scope.office, file };
    let reading = scope.clone();
    let stored = db.read(move |conn| queries::file(conn, &reading, id, file)).await?;
    // minutes of sound are read here, not inside the transaction of the one writer
    let examined = examination(files.clone(), shelf, stored).await?;
    match examined {
        Examined::OtherContent => locker::aside(move || files.discard(shelf)).await?,
        Examined::OtherType => {
            let refusing = scope.clone();
            let command = Command::internal(caller.actor.clone());
            db.transact(command, move |tx| commands::refuse(tx, &refusing, id, file)).await?;
            locker::aside(move || files.discard(shelf)).await?;
            return Err(AppError::FileType);
        }
        Examined::Good | Examined::Incomplete(_) => {}
    }
    let fingerprint = platform::http::preconditions::fingerprint(&format!("complete {id} {file}"), &[]);
    db.write(caller.command(key, fingerprint), move |tx| commands::complete(tx, &scope, id, file, &examined)).await
}

async fn examination(files: web::Data<Locker>, shelf: Shelf, stored: Stored) -> Result<Examined, AppError> {
    if stored.state == FileState::Ready {
        return Ok(Examined::Good);
    }
    locker::aside(move || examine(&files, shelf, stored.size, &stored.digest(), stored.media_type)).await
}

/// Lists the files of a case, oldest first, those included that are still being sent.
#[utoipa::path(tag = "attachments", extensions(("x-permission" = json!(ReadAttachments::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The files", body = AttachmentList)))]
#[get("/mediation/cases/{id}/attachments")]
async fn list_attachments(
    caller: Caller<ReadAttachments>,
    db: web::Data<Db>,
    Path(id): Path<CaseId>,
) -> Result<web::Json<AttachmentList>, AppError> {
    let scope = caller.scope();
    Ok(web::Json(db.read(move |conn| queries::list(conn, &scope, id)).await?))
}

/// Reads a file. The journal has it before the first byte leaves.
#[utoipa::path(tag = "attachments", extensions(("x-permission" = json!(ReadAttachments::NAME))),
    params(("id" = CaseId, Path, description = "Case file"), ("fileId" = FileId, Path, description = "File")),
    responses((status = 200, description = "The file; its media type is in the list", body = FileBytes,
        content_type = "application/octet-stream")))]
#[get("/mediation/cases/{id}/attachments/{fileId}/content")]
async fn get_attachment_content(
    caller: Caller<ReadAttachments>,
    db: web::Data<Db>,
    files: web::Data<Locker>,
    Path((id, file)): Path<(CaseId, FileId)>,
) -> Result<HttpResponse, AppError> {
    let scope = caller.scope();
    let shelf = Shelf { office: scope.office, file };
    let stored = db.read(move |conn| queries::whole(conn, &scope, id, file)).await?;
    hand_out(&db, &caller.actor, files, shelf, id, stored).await
}

async fn hand_out(
    db: &Db,
    actor: &Arc<Actor>,
    files: web::Data<Locker>,
    shelf: Shelf,
    id: CaseId,
    stored: Stored,
) -> Result<HttpResponse, AppError> {
    audit::observe(db, actor, commands::read_fact(id, &stored)).await?;
    let count = documents::examine::chunks_of(stored.size);
    let locker = files.clone();
    // a file that has lost a part is found out before anything is sent
    let first = locker::aside(move || {
        let received = locker.received(shelf)?.len();
        Ok((received, locker.read(shelf, 0)?))
    });
    let (received, first) = first.await?;
    if u32::try_from(received).ok() != Some(count) {
        return Err(AppError::internal(format!("file {} has {received} of {count} parts", shelf.file)));
    }
    let parts = stream::unfold((0, Some(first)), move |(number, ahead)| {
        let files = files.clone();
        async move {
            if number >= count {
                return None;
            }
            let part = match ahead {
                Some(part) => Ok(part),
                None => locker::aside(move || files.read(shelf, number)).await,
            };
            Some((part.map(web::Bytes::from), (number + 1, None)))
        }
    });
    let size = u64::try_from(stored.size).map_err(AppError::internal)?;
    let extension = stored.media_type.extensions().first().copied().unwrap_or("bin");
    let saved = disposition(Treatment::Saved, &format!("file.{extension}"), &stored.told.file_name);
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((header::CONTENT_DISPOSITION, saved))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(SizedStream::new(size, Box::pin(parts))))
}

/// Every operation of this feature.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(add_attachment)
        .service(put_attachment_chunk)
        .service(get_attachment_progress)
        .service(complete_attachment)
        .service(list_attachments)
        .service(get_attachment_content);
}
