//! Clients over HTTP: their registration, and the token endpoint.

use actix_web::{HttpRequest, get, post, web};
use platform::access::{Caller, Permission};
use platform::db::Db;
use platform::http::preconditions::IdempotencyKey;
use platform::http::{Answer, Json, Path, Version};
use platform::ids::{AccountId, OrgId};
use platform::problem::AppError;
use platform::text_enum;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::commands::{self, NewClient, Registered};
use super::live;
use super::model::{self, ClientScope};
use super::queries::{self, ClientView};
use crate::accounts::http::bare;
use crate::gate::Gatekeeper;
use crate::middleware::client_address;
use crate::permissions::{ListClients, RegisterClients, RevokeClients, RotateClientSecrets};

text_enum!(
    /// The one grant there is for clients.
    GrantType {
        ClientCredentials = "client_credentials",
    }
);

/// A client's proof, and the scopes it wants.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TokenRequest {
    #[schema(inline)]
    grant_type: GrantType,
    #[validate(length(min = 1, max = 128))]
    #[schema(min_length = 1, max_length = 128)]
    client_id: String,
    #[validate(length(min = 1, max = 128))]
    #[schema(format = "password", min_length = 1, max_length = 128)]
    client_secret: String,
    /// Scopes separated by blanks; all of the client's when left out.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(nullable = false, example = "cases.intake cases.status.read", max_length = 200)]
    scope: Option<String>,
}

/// A bearer token and what it is good for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TokenAnswer {
    access_token: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds.
    #[schema(example = 600)]
    expires_in: i64,
    #[schema(example = "cases.intake cases.status.read")]
    scope: String,
}

/// Issues an access token for ten minutes (OAuth 2.0 client credentials, RFC 6749 §4.4, as JSON). A wrong id or secret is 401
/// `invalid_client`; a scope the client does not have is 400 with the detail `invalid_scope`.
#[utoipa::path(tag = "clients", request_body = TokenRequest, extensions(("x-public" = json!(true))),
    responses((status = 200, description = "The token", body = TokenAnswer)))]
#[post("/auth/token")]
async fn issue_token(
    request: HttpRequest,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    Json { value, .. }: Json<TokenRequest>,
) -> Result<web::Json<TokenAnswer>, AppError> {
    let GrantType::ClientCredentials = value.grant_type;
    let ip = client_address(&gate.settings, &request);
    let issued = live::issue(&gate, &db, &value.client_id, &value.client_secret, value.scope.as_deref(), &ip).await?;
    Ok(web::Json(TokenAnswer {
        access_token: issued.token,
        token_type: "Bearer",
        expires_in: live::LIFETIME.num_seconds(),
        scope: model::join(&issued.scopes),
    }))
}

/// The clients of the office.
#[derive(Debug, Serialize, ToSchema)]
struct IntegrationClientList {
    items: Vec<ClientView>,
}

/// Lists the integration clients of the office.
#[utoipa::path(tag = "clients", extensions(("x-permission" = json!(ListClients::NAME))),
    responses((status = 200, description = "The clients", body = IntegrationClientList)))]
#[get("/integration-clients")]
async fn list_integration_clients(caller: Caller<ListClients>, db: web::Data<Db>) -> Result<web::Json<IntegrationClientList>, AppError> {
    let office = caller.actor.office;
    let items = db.read(move |conn| queries::all(conn, office)).await?;
    Ok(web::Json(IntegrationClientList { items }))
}

/// A system that is to speak the contract.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RegisterClient {
    #[validate(length(min = 1, max = 100))]
    #[schema(example = "法院委派平台", min_length = 1, max_length = 100, pattern = "\\S")]
    name: String,
    /// The organisation whose subtree bounds what the client sees.
    org_id: OrgId,
    #[validate(length(min = 1, max = 10))]
    #[schema(min_items = 1, max_items = 10)]
    scopes: Vec<ClientScope>,
}

/// What the integrator needs once; the secret cannot be read again.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ClientCredentials {
    id: AccountId,
    client_id: String,
    client_secret: String,
    version: i64,
}

impl From<Registered> for ClientCredentials {
    fn from(client: Registered) -> Self {
        Self { id: client.id, client_id: client.client_id, client_secret: client.client_secret, version: client.version }
    }
}

/// Registers an integration client. The platform administrator does it alone; the approval of the security administrator that
/// the specification asks for is not built yet.
#[utoipa::path(tag = "clients", request_body = RegisterClient, extensions(("x-permission" = json!(RegisterClients::NAME))),
    responses((status = 201, description = "The client's credentials, shown once", body = ClientCredentials)))]
#[post("/integration-clients")]
async fn register_integration_client(
    caller: Caller<RegisterClients>,
    db: web::Data<Db>,
    key: IdempotencyKey,
    Json { value, fingerprint }: Json<RegisterClient>,
) -> Result<Answer, AppError> {
    let id = AccountId::new();
    db.write(caller.command(key, fingerprint), move |tx| {
        let new = NewClient { id, name: value.name.clone(), org: value.org_id, scopes: value.scopes.clone(), secret: None };
        let client = commands::register_client(tx, new)?;
        Answer::created(format!("/api/v1/integration-clients/{id}"), client.version, &ClientCredentials::from(client))
    })
    .await
}

/// Gives a client a new secret; the old one stops at once.
#[utoipa::path(tag = "clients", params(("id" = AccountId, Path)), extensions(("x-permission" = json!(RotateClientSecrets::NAME)), ("x-if-match" = json!(true))),
    responses((status = 200, description = "The new credentials, shown once", body = ClientCredentials)))]
#[post("/integration-clients/{id}/rotate-secret")]
async fn rotate_integration_client_secret(
    caller: Caller<RotateClientSecrets>,
    db: web::Data<Db>,
    key: IdempotencyKey,
    seen: Version,
    Path(id): Path<AccountId>,
) -> Result<Answer, AppError> {
    let command = caller.command(key, bare(&format!("/integration-clients/{id}/rotate-secret"), seen));
    db.write(command, move |tx| {
        let client = commands::rotate_secret(tx, id, seen)?;
        Answer::ok(client.version, &ClientCredentials::from(client))
    })
    .await
}

/// Shuts a client out for good; its tokens stop within a second.
#[utoipa::path(tag = "clients", params(("id" = AccountId, Path)), extensions(("x-permission" = json!(RevokeClients::NAME)), ("x-if-match" = json!(true))),
    responses((status = 200, description = "The revoked client", body = ClientView)))]
#[post("/integration-clients/{id}/revoke")]
async fn revoke_integration_client(
    caller: Caller<RevokeClients>,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    key: IdempotencyKey,
    seen: Version,
    Path(id): Path<AccountId>,
) -> Result<Answer, AppError> {
    let office = caller.actor.office;
    let command = caller.command(key, bare(&format!("/integration-clients/{id}/revoke"), seen));
    let answer = db
        .write(command, move |tx| {
            let version = commands::revoke_client(tx, id, seen)?;
            Answer::ok(version, &queries::client(tx, office, id)?)
        })
        .await?;
    gate.clients.forget();
    Ok(answer)
}

/// Every operation on clients.
pub(crate) fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(issue_token)
        .service(list_integration_clients)
        .service(register_integration_client)
        .service(rotate_integration_client_secret)
        .service(revoke_integration_client);
}
