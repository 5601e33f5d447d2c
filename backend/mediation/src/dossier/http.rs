//! Printing over HTTP: papers, the receipt of the request, the bound volume, and what the volume lacks.

use actix_web::{HttpResponse, get, web};
use platform::access::{Caller, Permission};
use platform::db::Db;
use platform::http::Path;
use platform::ids::{CaseId, PaperId};
use platform::problem::AppError;
use print::form::Form;
use print::{Meta, Printer, docx};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::press::{self, Desk, FileKind, Printed};
use super::sheets::{is_protected, receipt, sheet, volume};
use super::view::{self, DossierView};
use crate::permissions::PrintPapers;

/// A printed file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
struct PrintedFile(#[expect(dead_code, reason = "only the contract names the bytes")] Vec<u8>);

/// A sheet that is ready for the press.
struct Ready {
    form: Form,
    meta: Meta,
}

async fn paper_on(caller: &Caller<PrintPapers>, db: &Db, id: CaseId, paper: PaperId) -> Result<Ready, AppError> {
    let scope = caller.scope();
    db.read_slow(move |conn| {
        let desk = Desk::load(conn, &scope, id)?;
        let ctx = desk.context();
        let paper = desk.dossier.papers.iter().find(|one| one.id == paper).ok_or(AppError::NotFound)?;
        if !ctx.shows_minors && is_protected(&desk.dossier, paper) {
            return Err(AppError::NotFound);
        }
        let text = paper.text_hash.as_deref().unwrap_or("-");
        let marks = desk.dossier.standing_marks(paper).count();
        let meta = Meta { identifier: format!("{}/{text}/{marks}", paper.id), made_at: paper.recorded_at };
        Ok(Ready { form: sheet(&ctx, paper), meta })
    })
    .await
}

/// Prints one paper as an archival PDF. The journal has it before the first byte leaves.
#[utoipa::path(tag = "papers", extensions(("x-permission" = json!(PrintPapers::NAME))),
    params(("id" = CaseId, Path, description = "Case file"), ("paperId" = PaperId, Path, description = "Paper")),
    responses((status = 200, description = "The paper", body = PrintedFile, content_type = "application/pdf")))]
#[get("/mediation/cases/{id}/papers/{paperId}/pdf")]
async fn print_paper(
    caller: Caller<PrintPapers>,
    db: web::Data<Db>,
    printer: Option<web::Data<Printer>>,
    Path((id, paper)): Path<(CaseId, PaperId)>,
) -> Result<HttpResponse, AppError> {
    let printer = press::printer(printer)?;
    let Ready { form, meta } = paper_on(&caller, &db, id, paper).await?;
    let (name, fact) = (form.title.clone(), press::fact(id, &form.code).with("paper", paper.to_string()));
    let bytes = press::render(move || printer.form(&form, &meta)).await?;
    press::hand_out(&db, &caller.actor, Printed { bytes, name, kind: FileKind::Pdf, fact }).await
}

/// Writes one paper for the office's word processor. The journal has it before the first byte leaves.
#[utoipa::path(tag = "papers", extensions(("x-permission" = json!(PrintPapers::NAME))),
    params(("id" = CaseId, Path, description = "Case file"), ("paperId" = PaperId, Path, description = "Paper")),
    responses((status = 200, description = "The paper", body = PrintedFile,
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))]
#[get("/mediation/cases/{id}/papers/{paperId}/docx")]
async fn export_paper(
    caller: Caller<PrintPapers>,
    db: web::Data<Db>,
    Path((id, paper)): Path<(CaseId, PaperId)>,
) -> Result<HttpResponse, AppError> {
    let Ready { form, .. } = paper_on(&caller, &db, id, paper).await?;
    let (name, fact) = (form.title.clone(), press::fact(id, &form.code).with("paper", paper.to_string()));
    let bytes = press::render(move || docx::form(&form)).await?;
    press::hand_out(&db, &caller.actor, Printed { bytes, name, kind: FileKind::Docx, fact }).await
}

/// Prints the receipt an applicant takes home, with the second of the request.
#[utoipa::path(tag = "papers", extensions(("x-permission" = json!(PrintPapers::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The receipt", body = PrintedFile, content_type = "application/pdf")))]
#[get("/mediation/cases/{id}/receipt")]
async fn print_receipt(
    caller: Caller<PrintPapers>,
    db: web::Data<Db>,
    printer: Option<web::Data<Printer>>,
    Path(id): Path<CaseId>,
) -> Result<HttpResponse, AppError> {
    let printer = press::printer(printer)?;
    let scope = caller.scope();
    let Ready { form, meta } = db
        .read_slow(move |conn| {
            let desk = Desk::load(conn, &scope, id)?;
            let case = &desk.dossier.case;
            let meta = Meta { identifier: format!("receipt/{id}"), made_at: case.recorded_at };
            Ok(Ready { form: receipt(&desk.context()), meta })
        })
        .await?;
    let (name, fact) = (form.title.clone(), press::fact(id, &form.code));
    let bytes = press::render(move || printer.form(&form, &meta)).await?;
    press::hand_out(&db, &caller.actor, Printed { bytes, name, kind: FileKind::Pdf, fact }).await
}

/// Binds the volume: cover, index with true page numbers, papers, back cover. The journal has it before the first byte leaves.
#[utoipa::path(tag = "papers", extensions(("x-permission" = json!(PrintPapers::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The volume", body = PrintedFile, content_type = "application/pdf")))]
#[get("/mediation/cases/{id}/volume")]
async fn print_volume(
    caller: Caller<PrintPapers>,
    db: web::Data<Db>,
    printer: Option<web::Data<Printer>>,
    Path(id): Path<CaseId>,
) -> Result<HttpResponse, AppError> {
    let printer = press::printer(printer)?;
    let scope = caller.scope();
    let (volume, meta) = db
        .read_slow(move |conn| {
            let desk = Desk::load(conn, &scope, id)?;
            let version = desk.dossier.case.version;
            let meta = Meta { identifier: format!("volume/{id}/{version}"), made_at: desk.dossier.now };
            Ok((volume(&desk.context(), desk.today()), meta))
        })
        .await?;
    let (name, papers) = (volume.cover.name.clone(), volume.papers.len());
    let bound = press::render(move || printer.volume(&volume, &meta)).await?;
    let fact = press::fact(id, "VOLUME").with("papers", papers).with("pages", bound.pages);
    press::hand_out(&db, &caller.actor, Printed { bytes: bound.bytes, name, kind: FileKind::Pdf, fact }).await
}

/// What the volume of a file holds, what it lacks, and how long it is to be kept.
#[utoipa::path(tag = "papers", extensions(("x-permission" = json!(PrintPapers::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The volume", body = DossierView)))]
#[get("/mediation/cases/{id}/dossier")]
async fn get_dossier(caller: Caller<PrintPapers>, db: web::Data<Db>, Path(id): Path<CaseId>) -> Result<web::Json<DossierView>, AppError> {
    let scope = caller.scope();
    Ok(web::Json(db.read_slow(move |conn| Ok(view::view(&Desk::load(conn, &scope, id)?))).await?))
}

/// Every operation of this feature.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(print_paper).service(export_paper).service(print_receipt).service(print_volume).service(get_dossier);
}
