//! Case files over HTTP: filing, lists, reading from every side, unmasking. The steps are in `crate::steps`.

use actix_web::{get, post, web};
use casefile::views::papers::{PaperList, PaperView, PerformancePlan};
use casefile::views::steps::CaseSteps;
use chrono::NaiveDate;
use platform::access::{Caller, Permission, Role};
use platform::db::Db;
use platform::http::preconditions::IdempotencyKey;
use platform::http::{Answer, DeviceNote, Json, PageQuery, Path, Query, Version};
use platform::ids::{AccountId, CaseId, OrgId, PaperId, PartyId};
use platform::problem::AppError;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::State;
use super::filing::{self, FileCase};
use super::labels::{self, DecideDuplicate};
use super::queries::{self, CaseFilter, CaseOrder};
use super::reading::{self, CaseHistory, CaseStatus, RevealParty, RevealedField};
use super::views::{self, CaseListItem, CaseView};
use crate::agreements::sealing::{self, AgreementForSeal};
use crate::permissions::{
    AcceptCases, AttendCases, FileCases, ListCases, PrintPapers, ReadCaseReaders, ReadCaseStatus, ReadCases, RevealParties, SealAgreements,
    SealCases, SearchExactly,
};
use crate::vocabulary::Category;

/// Takes an application down. The server's time of the request is fixed for ever: limitation is interrupted.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(FileCases::NAME)), ("x-from-tablet" = json!(true))), request_body = FileCase,
    responses((status = 201, description = "The new file", body = CaseView)))]
#[post("/mediation/cases")]
async fn file_case(
    caller: Caller<FileCases>,
    db: web::Data<Db>,
    key: IdempotencyKey,
    device: DeviceNote,
    body: Json<FileCase>,
) -> Result<Answer, AppError> {
    let scope = caller.scope();
    db.write(caller.command(key, body.fingerprint).noted(&device), move |tx| filing::file(tx, &scope, &body.value, &device)).await
}

/// What a list of files is narrowed by.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CaseQuery {
    /// A name (two Chinese characters suffice), pinyin, initials, or digits of the file number.
    #[param(nullable = false, max_length = 60)]
    q: Option<String>,
    #[param(nullable = false, inline)]
    state: Option<State>,
    #[param(nullable = false, value_type = Option<String>, format = "uuid")]
    station_id: Option<OrgId>,
    #[param(nullable = false, value_type = Option<String>, format = "uuid")]
    mediator_id: Option<AccountId>,
    #[param(nullable = false, inline)]
    category: Option<Category>,
    /// Only files on which something is due by this day.
    #[param(nullable = false)]
    due_until: Option<NaiveDate>,
    #[param(nullable = false, inline)]
    order: Option<CaseOrder>,
    #[param(nullable = false, minimum = 1, maximum = 200)]
    limit: Option<u32>,
    #[param(nullable = false)]
    cursor: Option<String>,
}

/// A page of files.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CasePage {
    items: Vec<CaseListItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next_cursor: Option<String>,
}

/// Lists the files the caller may see, newest change first.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(ListCases::NAME))), params(CaseQuery),
    responses((status = 200, description = "A page of files", body = CasePage)))]
#[get("/mediation/cases")]
async fn list_cases(caller: Caller<ListCases>, db: web::Data<Db>, Query(query): Query<CaseQuery>) -> Result<web::Json<CasePage>, AppError> {
    let scope = caller.scope();
    let pages = PageQuery { limit: query.limit, cursor: query.cursor };
    let (limit, after) = (pages.limit()?, pages.position()?);
    if query.q.as_ref().is_some_and(|q| q.chars().count() > 60) {
        return Err(AppError::field("/query/q", "length"));
    }
    let order = query.order.unwrap_or(CaseOrder::Newest);
    let filter = CaseFilter {
        state: query.state,
        station: query.station_id,
        mediator: query.mediator_id,
        category: query.category,
        due_until: query.due_until,
        q: query.q,
        id_number: None,
    };
    let searched = filter.q.clone();
    let read = move |conn: &mut platform::db::Conn<'_>| queries::list(conn, &scope, &filter, order, after.clone(), limit);
    let (items, next_cursor) = match searched {
        None => db.read(read).await?,
        Some(q) => {
            let page = db.read_slow(read).await?;
            search_recorded(&db, &caller.actor, &q, page.0.len()).await?;
            page
        }
    };
    Ok(web::Json(CasePage { items, next_cursor }))
}

/// A search is in the journal before its answer leaves; what was searched for only as a keyed hash.
async fn search_recorded(db: &Db, actor: &std::sync::Arc<platform::access::Actor>, q: &str, hits: usize) -> Result<(), AppError> {
    let term: String = db.keys().blind_index("search", q).iter().map(|byte| format!("{byte:02x}")).collect();
    let office = actor.office;
    let fact = audit::Fact::new("mediation.case.search", "OFFICE", office).with("term", term).with("hits", hits);
    audit::observe(db, actor, fact).await
}

const SEARCH_BY_ID: &str = "mediation.case.search-by-id";
/// More searches by document number in an hour than this are curiosity, not work.
const SEARCHES_PER_HOUR: i64 = 30;

/// An exact document number; kept out of the address so that no log and no browser history has it.
#[derive(Debug, Clone, Deserialize, ToSchema, validator::Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SearchById {
    #[validate(length(min = 4, max = 40))]
    #[schema(min_length = 4, max_length = 40, example = "999900199001011237")]
    id_number: String,
}

/// Finds files by a party's exact document number, inside the caller's scope. Every search is in the journal.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(SearchExactly::NAME))), request_body = SearchById,
    responses((status = 200, description = "At most 50 files", body = CasePage)))]
#[post("/mediation/cases/search-by-id")]
async fn search_cases_by_id(
    caller: Caller<SearchExactly>,
    db: web::Data<Db>,
    key: IdempotencyKey,
    body: Json<SearchById>,
) -> Result<Answer, AppError> {
    let scope = caller.scope();
    db.write(caller.command(key, body.fingerprint), move |tx| {
        let reading = super::act::reading_scope(tx);
        let items = queries::found_by_number(tx, &scope, &reading, &body.value.id_number)?;
        let (office, account) = (tx.who().office, tx.who().account);
        let hour_ago = platform::db::Instant(tx.now() - chrono::TimeDelta::hours(1));
        if audit::times_since(tx, office, account, SEARCH_BY_ID, hour_ago, SEARCHES_PER_HOUR)? >= SEARCHES_PER_HOUR {
            return Err(AppError::TooMany { retry_after: 3600, code: "too_many_requests" });
        }
        audit::record(tx, audit::Fact::new(SEARCH_BY_ID, "OFFICE", office).with("hits", items.len()))?;
        Answer::plain(&CasePage { items, next_cursor: None })
    })
    .await
}

/// Reads one file. The journal knows of it before the first byte leaves.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(ReadCases::NAME)), ("x-etag" = json!(true))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The file, as far as the caller may see it", body = CaseView)))]
#[get("/mediation/cases/{id}")]
async fn get_case(caller: Caller<ReadCases>, db: web::Data<Db>, Path(id): Path<CaseId>) -> Result<Answer, AppError> {
    let scope = caller.scope();
    let view = db.read(move |conn| views::read(conn, &scope, id)).await?;
    recorded(&db, &caller.actor, id, "mediation.case.read").await?;
    Answer::ok(view.version, &view)
}

/// Writes the fact of a read; a read that cannot be recorded is refused.
async fn recorded(db: &Db, actor: &std::sync::Arc<platform::access::Actor>, id: CaseId, action: &'static str) -> Result<(), AppError> {
    audit::observe(db, actor, audit::Fact::new(action, "CASE", id)).await
}

/// What can be done with a file now and what cannot, with every reason; its clocks and its life line.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(ReadCases::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "Steps, clocks, life line", body = CaseSteps)))]
#[get("/mediation/cases/{id}/steps")]
async fn list_case_steps(caller: Caller<ReadCases>, db: web::Data<Db>, Path(id): Path<CaseId>) -> Result<web::Json<CaseSteps>, AppError> {
    let scope = caller.scope();
    let roles: Vec<Role> = caller.actor.role_list();
    Ok(web::Json(db.read(move |conn| reading::steps(conn, &scope, &roles, id)).await?))
}

/// Lists the papers of a file, oldest first.
#[utoipa::path(tag = "papers", extensions(("x-permission" = json!(PrintPapers::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The papers", body = PaperList)))]
#[get("/mediation/cases/{id}/papers")]
async fn list_papers(caller: Caller<PrintPapers>, db: web::Data<Db>, Path(id): Path<CaseId>) -> Result<web::Json<PaperList>, AppError> {
    let scope = caller.scope();
    Ok(web::Json(db.read(move |conn| reading::papers(conn, &scope, id)).await?))
}

/// Reads one paper with its marks; for an agreement also what the rules say of each clause.
#[utoipa::path(tag = "papers", extensions(("x-permission" = json!(PrintPapers::NAME))),
    params(("id" = CaseId, Path, description = "Case file"), ("paperId" = PaperId, Path, description = "Paper")),
    responses((status = 200, description = "The paper", body = PaperView)))]
#[get("/mediation/cases/{id}/papers/{paperId}")]
async fn get_paper(
    caller: Caller<PrintPapers>,
    db: web::Data<Db>,
    Path((id, paper)): Path<(CaseId, PaperId)>,
) -> Result<web::Json<PaperView>, AppError> {
    let scope = caller.scope();
    let view = db.read(move |conn| reading::paper(conn, &scope, id, paper)).await?;
    recorded(&db, &caller.actor, id, "mediation.paper.read").await?;
    Ok(web::Json(view))
}

/// What is owed under the file's agreements.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(PrintPapers::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The plan", body = PerformancePlan)))]
#[get("/mediation/cases/{id}/performance")]
async fn get_performance_plan(
    caller: Caller<PrintPapers>,
    db: web::Data<Db>,
    Path(id): Path<CaseId>,
) -> Result<web::Json<PerformancePlan>, AppError> {
    let scope = caller.scope();
    Ok(web::Json(db.read(move |conn| reading::performance(conn, &scope, id)).await?))
}

/// Who did what to a file, newest first.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(ReadCases::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The history", body = CaseHistory)))]
#[get("/mediation/cases/{id}/timeline")]
async fn list_case_timeline(
    caller: Caller<ReadCases>,
    db: web::Data<Db>,
    Path(id): Path<CaseId>,
) -> Result<web::Json<CaseHistory>, AppError> {
    let scope = caller.scope();
    Ok(web::Json(db.read(move |conn| reading::timeline(conn, &scope, id)).await?))
}

/// Who has looked at a file, printed it or unmasked a field, newest first.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(ReadCaseReaders::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The readers", body = CaseHistory)))]
#[get("/mediation/cases/{id}/readers")]
async fn list_case_readers(
    caller: Caller<ReadCaseReaders>,
    db: web::Data<Db>,
    Path(id): Path<CaseId>,
) -> Result<web::Json<CaseHistory>, AppError> {
    let scope = caller.scope();
    Ok(web::Json(db.read(move |conn| reading::readers(conn, &scope, id)).await?))
}

/// Unmasks one field of one party, with a reason; it is in the journal before the answer leaves.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(RevealParties::NAME))), request_body = RevealParty,
    params(("id" = CaseId, Path, description = "Case file"), ("partyId" = PartyId, Path, description = "Party")),
    responses((status = 200, description = "The field", body = RevealedField)))]
#[post("/mediation/cases/{id}/parties/{partyId}/reveal")]
async fn reveal_party(
    caller: Caller<RevealParties>,
    db: web::Data<Db>,
    Path((id, party)): Path<(CaseId, PartyId)>,
    key: IdempotencyKey,
    body: Json<RevealParty>,
) -> Result<Answer, AppError> {
    let scope = caller.scope();
    db.write(caller.command(key, body.fingerprint), move |tx| Answer::plain(&reading::reveal(tx, &scope, id, party, &body.value)?)).await
}

/// Records whether a hit of the duplicate check is the same dispute.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(AcceptCases::NAME)), ("x-if-match" = json!(true))),
    params(("id" = CaseId, Path, description = "Case file")), request_body = DecideDuplicate,
    responses((status = 200, description = "The file", body = CaseView)))]
#[post("/mediation/cases/{id}/decide-duplicate")]
async fn decide_duplicate(
    caller: Caller<AcceptCases>,
    db: web::Data<Db>,
    Path(id): Path<CaseId>,
    seen: Version,
    key: IdempotencyKey,
    body: Json<DecideDuplicate>,
) -> Result<Answer, AppError> {
    let scope = caller.scope();
    db.write(caller.command(key, body.fingerprint), move |tx| labels::decide_duplicate(tx, &scope, id, seen, &body.value)).await
}

/// Records the certificate or court paper that proves a divorce.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(AttendCases::NAME)), ("x-if-match" = json!(true))),
    params(("id" = CaseId, Path, description = "Case file")), request_body = labels::ProveDivorce,
    responses((status = 200, description = "The file", body = CaseView)))]
#[post("/mediation/cases/{id}/prove-divorce")]
async fn prove_divorce(
    caller: Caller<AttendCases>,
    db: web::Data<Db>,
    Path(id): Path<CaseId>,
    seen: Version,
    key: IdempotencyKey,
    body: Json<labels::ProveDivorce>,
) -> Result<Answer, AppError> {
    let scope = caller.scope();
    db.write(caller.command(key, body.fingerprint), move |tx| labels::prove_divorce(tx, &scope, id, seen, &body.value)).await
}

/// Seals a file: from now on it is there only for those who work on it.
#[utoipa::path(tag = "case files", extensions(("x-permission" = json!(SealCases::NAME)), ("x-if-match" = json!(true))),
    params(("id" = CaseId, Path, description = "Case file")), request_body = labels::SealFile,
    responses((status = 200, description = "The file", body = CaseView)))]
#[post("/mediation/cases/{id}/seal-file")]
async fn seal_case_file(
    caller: Caller<SealCases>,
    db: web::Data<Db>,
    Path(id): Path<CaseId>,
    seen: Version,
    key: IdempotencyKey,
    body: Json<labels::SealFile>,
) -> Result<Answer, AppError> {
    let scope = caller.scope();
    db.write(caller.command(key, body.fingerprint), move |tx| labels::seal_file(tx, &scope, id, seen, &body.value)).await
}

/// Reads the settled text that waits for the committee's seal.
#[utoipa::path(tag = "papers", extensions(("x-permission" = json!(SealAgreements::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The text and its marks", body = AgreementForSeal)))]
#[get("/mediation/cases/{id}/agreement-for-seal")]
async fn get_agreement_for_seal(
    caller: Caller<SealAgreements>,
    db: web::Data<Db>,
    Path(id): Path<CaseId>,
) -> Result<web::Json<AgreementForSeal>, AppError> {
    let scope = caller.scope();
    let view = db.read(move |conn| sealing::for_seal(conn, &scope, id)).await?;
    recorded(&db, &caller.actor, id, "mediation.paper.read").await?;
    Ok(web::Json(view))
}

/// State and number of a file, for an integrator with `cases.status.read`.
#[utoipa::path(tag = "integrators", extensions(("x-permission" = json!(ReadCaseStatus::NAME))),
    params(("id" = CaseId, Path, description = "Case file")),
    responses((status = 200, description = "The status", body = CaseStatus)))]
#[get("/mediation/cases/{id}/status")]
async fn get_case_status(
    caller: Caller<ReadCaseStatus>,
    db: web::Data<Db>,
    Path(id): Path<CaseId>,
) -> Result<web::Json<CaseStatus>, AppError> {
    let scope = caller.scope();
    let view = db.read(move |conn| reading::status(conn, &scope, id)).await?;
    recorded(&db, &caller.actor, id, "mediation.case.read-status").await?;
    Ok(web::Json(view))
}

/// Every operation of this feature.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(file_case)
        .service(list_cases)
        .service(search_cases_by_id)
        .service(get_case)
        .service(list_case_steps)
        .service(list_papers)
        .service(get_paper)
        .service(get_performance_plan)
        .service(list_case_timeline)
        .service(list_case_readers)
        .service(reveal_party)
        .service(decide_duplicate)
        .service(prove_divorce)
        .service(seal_case_file)
        .service(get_agreement_for_seal)
        .service(get_case_status);
}
