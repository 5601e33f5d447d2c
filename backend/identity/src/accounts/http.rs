//! Accounts over HTTP: administration, colleagues, oneself.

use actix_web::{get, post, web};
use platform::access::{Caller, Permission, Role};
use platform::db::Db;
use platform::http::preconditions::IdempotencyKey;
use platform::http::{Answer, Json, PageQuery, Path, Query, Version};
use platform::ids::{AccountId, OrgId};
use platform::problem::AppError;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::commands::{self, Enrolled, NewAccount};
use super::queries::{self, AccountView, Colleague, GrantView};
use super::{credentials, grants};
use crate::gate::Gatekeeper;
use crate::orgs::queries::OfficeView;
use crate::permissions::{
    ChangeOwnPassword, CreateAccounts, DisableAccounts, GrantRoles, ListAccounts, ListColleagues, ReadMe, ResetCredentials,
};
use crate::sessions::token;

/// The signed-in person, the roles held, and every right that follows from them.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Me {
    account: MyAccount,
    office: OfficeView,
    roles: Vec<GrantView>,
    /// Names of permissions, as the operations carry them in `x-permission`.
    #[schema(example = json!(["identity.me.read"]))]
    permissions: Vec<String>,
}

/// One's own account.
#[derive(Debug, Serialize, ToSchema)]
struct MyAccount {
    id: AccountId,
    #[schema(example = "he.qing")]
    username: String,
    #[schema(example = "何清")]
    name: String,
}

/// Tells who is signed in.
#[utoipa::path(tag = "accounts", extensions(("x-permission" = json!(ReadMe::NAME))),
    responses((status = 200, description = "The signed-in person", body = Me)))]
#[get("/me")]
pub(crate) async fn get_me(caller: Caller<ReadMe>, db: web::Data<Db>, gate: web::Data<Gatekeeper>) -> Result<web::Json<Me>, AppError> {
    let actor = caller.actor.clone();
    let (office, id) = (actor.office, actor.account);
    let (office, account) =
        db.read(move |conn| Ok((crate::orgs::queries::office(conn, office)?, queries::account(conn, office, id)?))).await?;
    let permissions = gate.permissions_of(&actor);
    let (roles, account) = (account.roles, MyAccount { id, username: account.username, name: account.name });
    Ok(web::Json(Me { account, office, roles, permissions }))
}

/// The old and the new password.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ChangePassword {
    #[validate(length(min = 1, max = 256))]
    #[schema(format = "password")]
    current_password: String,
    #[validate(length(min = 1, max = 256))]
    #[schema(format = "password", min_length = 12)]
    new_password: String,
}

/// Changes one's own password; every other session of the account ends.
#[utoipa::path(tag = "accounts", request_body = ChangePassword, extensions(("x-permission" = json!(ChangeOwnPassword::NAME))),
    responses((status = 204, description = "The new password holds")))]
#[post("/me/password")]
async fn change_password(
    caller: Caller<ChangeOwnPassword>,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    key: IdempotencyKey,
    Json { value, fingerprint }: Json<ChangePassword>,
) -> Result<Answer, AppError> {
    let actor = caller.actor.clone();
    let (office, id) = (actor.office, actor.account);
    gate.guesses.check(&id.to_string(), db.clock().now())?;
    let row = db.read(move |conn| queries::own_row(conn, office, id)).await?;
    credentials::check(&value.new_password, gate.settings.profile, &[&row.username, &row.name], "/newPassword")?;
    let matches = gate.verify(value.current_password, Some(row.password_hash)).await?.matches;
    let hash = gate.hash(value.new_password).await?;
    let keep = actor.session.as_deref().and_then(token::parse_digest);
    // keyed, because a plain fingerprint would be a quick hash of the passwords in the database
    let fingerprint = db.keys().token_digest("command", &fingerprint);
    let answer = db
        .write(caller.command(key, fingerprint), move |tx| {
            // refused inside, so that a repeated request finds its first answer although the password has changed since
            if !matches {
                return Err(AppError::field("/currentPassword", "wrong_password"));
            }
            commands::change_own_password(tx, &hash, keep)?;
            Ok(Answer::empty())
        })
        .await;
    match &answer {
        Ok(_) => gate.forget_account(id),
        Err(_) if !matches => drop(gate.guesses.count(&id.to_string(), db.clock().now())),
        Err(_) => {}
    }
    answer
}

/// Narrows the accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AccountQuery {
    /// Part of the name or login name.
    #[param(nullable = false, max_length = 100)]
    name: Option<String>,
    #[param(nullable = false, minimum = 1, maximum = 200)]
    limit: Option<u32>,
    #[param(nullable = false)]
    cursor: Option<String>,
}

/// A page of accounts by login name.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AccountPage {
    items: Vec<AccountView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next_cursor: Option<String>,
}

/// Lists the accounts of the office.
#[utoipa::path(tag = "accounts", params(AccountQuery), extensions(("x-permission" = json!(ListAccounts::NAME))),
    responses((status = 200, description = "A page of accounts", body = AccountPage)))]
#[get("/accounts")]
async fn list_accounts(
    caller: Caller<ListAccounts>,
    db: web::Data<Db>,
    Query(query): Query<AccountQuery>,
) -> Result<web::Json<AccountPage>, AppError> {
    if query.name.as_ref().is_some_and(|name| name.chars().count() > 100) {
        return Err(AppError::field("/query/name", "too_long"));
    }
    let pages = PageQuery { limit: query.limit, cursor: query.cursor };
    let (limit, after) = (pages.limit()?, pages.position::<String>()?);
    let office = caller.actor.office;
    let (items, next_cursor) =
        db.read(move |conn| queries::accounts_page(conn, office, query.name.as_deref(), after.clone(), limit)).await?;
    Ok(web::Json(AccountPage { items, next_cursor }))
}

/// Shows one account.
#[utoipa::path(tag = "accounts", params(("id" = AccountId, Path)), extensions(("x-permission" = json!(ListAccounts::NAME)), ("x-etag" = json!(true))),
    responses((status = 200, description = "The account", body = AccountView)))]
#[get("/accounts/{id}")]
async fn get_account(caller: Caller<ListAccounts>, db: web::Data<Db>, Path(id): Path<AccountId>) -> Result<Answer, AppError> {
    let office = caller.actor.office;
    let view = db.read(move |conn| queries::account(conn, office, id)).await?;
    Answer::ok(view.version, &view)
}

/// A person who is to get an account.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CreateAccount {
    /// Letters, figures and `. _ -`; kept in lower case.
    #[validate(length(min = 3, max = 64))]
    #[schema(example = "he.qing", min_length = 3, max_length = 64, pattern = "^[A-Za-z0-9._-]+$")]
    username: String,
    #[validate(length(min = 1, max = 100))]
    #[schema(example = "何清", min_length = 1, max_length = 100, pattern = "\\S")]
    name: String,
}

/// What the person needs once; it cannot be read again.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Credentials {
    id: AccountId,
    /// Made up by the server; the person replaces it.
    initial_password: String,
    /// For the authenticator app, usually as a QR code.
    #[schema(example = "otpauth://totp/...")]
    totp_provisioning_uri: String,
    version: i64,
}

impl Credentials {
    fn new(enrolled: Enrolled, initial_password: String) -> Self {
        Self { id: enrolled.account, initial_password, totp_provisioning_uri: enrolled.provisioning_uri, version: enrolled.version }
    }
}

/// Opens an account without a role; the server makes up the first password, no administrator chooses one.
#[utoipa::path(tag = "accounts", request_body = CreateAccount, extensions(("x-permission" = json!(CreateAccounts::NAME))),
    responses((status = 201, description = "The account, with what the person needs once", body = Credentials)))]
#[post("/accounts")]
async fn create_account(
    caller: Caller<CreateAccounts>,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    key: IdempotencyKey,
    Json { value, fingerprint }: Json<CreateAccount>,
) -> Result<Answer, AppError> {
    let (id, password) = (AccountId::new(), credentials::made_up()?);
    let password_hash = gate.hash(password.clone()).await?;
    let new = NewAccount { id, username: value.username, name: value.name, password_hash, totp_secret: None };
    db.write(caller.command(key, fingerprint), move |tx| {
        let enrolled = commands::create_account(tx, new.clone())?;
        let version = enrolled.version;
        Answer::created(format!("/api/v1/accounts/{id}"), version, &Credentials::new(enrolled, password.clone()))
    })
    .await
}

/// Shuts an account; its sessions end at once.
#[utoipa::path(tag = "accounts", params(("id" = AccountId, Path)), extensions(("x-permission" = json!(DisableAccounts::NAME)), ("x-if-match" = json!(true))),
    responses((status = 200, description = "The shut account", body = AccountView)))]
#[post("/accounts/{id}/disable")]
async fn disable_account(
    caller: Caller<DisableAccounts>,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    key: IdempotencyKey,
    seen: Version,
    Path(id): Path<AccountId>,
) -> Result<Answer, AppError> {
    let office = caller.actor.office;
    let command = caller.command(key, bare(&format!("/accounts/{id}/disable"), seen));
    let answer = db
        .write(command, move |tx| {
            let version = commands::disable(tx, id, seen)?;
            Answer::ok(version, &queries::account(tx, office, id)?)
        })
        .await?;
    gate.forget_account(id);
    Ok(answer)
}

/// Opens a shut account again and lifts its lock.
#[utoipa::path(tag = "accounts", params(("id" = AccountId, Path)), extensions(("x-permission" = json!(DisableAccounts::NAME)), ("x-if-match" = json!(true))),
    responses((status = 200, description = "The open account", body = AccountView)))]
#[post("/accounts/{id}/enable")]
async fn enable_account(
    caller: Caller<DisableAccounts>,
    db: web::Data<Db>,
    key: IdempotencyKey,
    seen: Version,
    Path(id): Path<AccountId>,
) -> Result<Answer, AppError> {
    let office = caller.actor.office;
    db.write(caller.command(key, bare(&format!("/accounts/{id}/enable"), seen)), move |tx| {
        let version = commands::enable(tx, id, seen)?;
        Answer::ok(version, &queries::account(tx, office, id)?)
    })
    .await
}

/// The fingerprint of a command without a body.
pub(crate) fn bare(path: &str, seen: Version) -> [u8; 32] {
    platform::http::preconditions::fingerprint(path, &seen.0.to_be_bytes())
}

/// A role at an organisation.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RoleChange {
    role: Role,
    org_id: OrgId,
}

/// Gives an account a role. The security administrator decides alone and never about herself; the two-step procedure of the
/// specification (the platform administrator proposes, the security administrator approves) is not built yet.
#[utoipa::path(tag = "accounts", params(("id" = AccountId, Path)), request_body = RoleChange,
    extensions(("x-permission" = json!(GrantRoles::NAME)), ("x-if-match" = json!(true))),
    responses((status = 200, description = "The account with its roles", body = AccountView)))]
#[post("/accounts/{id}/grant-role")]
async fn grant_role(
    caller: Caller<GrantRoles>,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    key: IdempotencyKey,
    seen: Version,
    Path(id): Path<AccountId>,
    Json { value, fingerprint }: Json<RoleChange>,
) -> Result<Answer, AppError> {
    let office = caller.actor.office;
    let answer = db
        .write(caller.command(key, fingerprint), move |tx| {
            let version = grants::grant_role(tx, id, seen, value.role, value.org_id)?;
            Answer::ok(version, &queries::account(tx, office, id)?)
        })
        .await?;
    gate.forget_account(id);
    Ok(answer)
}

/// Takes a role away; it stops working within a second.
#[utoipa::path(tag = "accounts", params(("id" = AccountId, Path)), request_body = RoleChange,
    extensions(("x-permission" = json!(GrantRoles::NAME)), ("x-if-match" = json!(true))),
    responses((status = 200, description = "The account with its roles", body = AccountView)))]
#[post("/accounts/{id}/revoke-role")]
async fn revoke_role(
    caller: Caller<GrantRoles>,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    key: IdempotencyKey,
    seen: Version,
    Path(id): Path<AccountId>,
    Json { value, fingerprint }: Json<RoleChange>,
) -> Result<Answer, AppError> {
    let office = caller.actor.office;
    let answer = db
        .write(caller.command(key, fingerprint), move |tx| {
            let version = grants::revoke_role(tx, id, seen, value.role, value.org_id)?;
            Answer::ok(version, &queries::account(tx, office, id)?)
        })
        .await?;
    gate.forget_account(id);
    Ok(answer)
}

/// Replaces a lost password and authenticator with made-up ones; every session of the account ends.
#[utoipa::path(tag = "accounts", params(("id" = AccountId, Path)), extensions(("x-permission" = json!(ResetCredentials::NAME)), ("x-if-match" = json!(true))),
    responses((status = 200, description = "What the person needs once", body = Credentials)))]
#[post("/accounts/{id}/reset-credential")]
async fn reset_credential(
    caller: Caller<ResetCredentials>,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    key: IdempotencyKey,
    seen: Version,
    Path(id): Path<AccountId>,
) -> Result<Answer, AppError> {
    let password = credentials::made_up()?;
    let hash = gate.hash(password.clone()).await?;
    let command = caller.command(key, bare(&format!("/accounts/{id}/reset-credential"), seen));
    let answer = db
        .write(command, move |tx| {
            let enrolled = commands::reset_credential(tx, id, seen, &hash, None)?;
            Answer::ok(enrolled.version, &Credentials::new(enrolled, password.clone()))
        })
        .await?;
    gate.forget_account(id);
    Ok(answer)
}

/// Which colleagues are looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ColleagueQuery {
    #[param(inline)]
    role: Role,
    /// Only those who hold the role here or below.
    #[param(value_type = Option<String>, nullable = false, format = "uuid")]
    org_id: Option<OrgId>,
}

/// Colleagues by name.
#[derive(Debug, Serialize, ToSchema)]
struct ColleagueList {
    items: Vec<Colleague>,
}

/// Lists the active people of the office who hold a role.
#[utoipa::path(tag = "accounts", params(ColleagueQuery), extensions(("x-permission" = json!(ListColleagues::NAME))),
    responses((status = 200, description = "Who holds the role, and where", body = ColleagueList)))]
#[get("/colleagues")]
async fn list_colleagues(
    caller: Caller<ListColleagues>,
    db: web::Data<Db>,
    Query(query): Query<ColleagueQuery>,
) -> Result<web::Json<ColleagueList>, AppError> {
    let office = caller.actor.office;
    let items = db.read(move |conn| queries::colleagues(conn, office, query.role, query.org_id)).await?;
    Ok(web::Json(ColleagueList { items }))
}

/// Every operation on accounts.
pub(crate) fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(get_me)
        .service(change_password)
        .service(list_accounts)
        .service(get_account)
        .service(create_account)
        .service(disable_account)
        .service(enable_account)
        .service(grant_role)
        .service(revoke_role)
        .service(reset_credential)
        .service(list_colleagues);
}
