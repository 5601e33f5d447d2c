//! Signing in and out.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, post, web};
use platform::access::Actor;
use platform::db::Db;
use platform::http::{Command, Json};
use platform::problem::AppError;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::csrf;
use super::login::{Attempt, log_in, log_out};
use super::token::parse_digest;
use crate::gate::Gatekeeper;
use crate::middleware::{client_address, own_origin};

/// User name, password and the code of the authenticator app.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Login {
    #[validate(length(min = 1, max = 64))]
    #[schema(example = "he.qing", min_length = 1, max_length = 64)]
    username: String,
    #[validate(length(min = 1, max = 256))]
    #[schema(format = "password", min_length = 1, max_length = 256)]
    password: String,
    #[validate(length(min = 6, max = 6))]
    #[schema(example = "123456", min_length = 6, max_length = 6, pattern = "^[0-9]+$")]
    totp_code: String,
}

/// Opens a browser session; the cookie is not readable by scripts.
#[utoipa::path(tag = "session", request_body = Login, extensions(("x-public" = json!(true))),
    responses((status = 204, description = "Signed in; the session is in the cookie", headers(("Set-Cookie" = String)))))]
#[post("/auth/login")]
async fn login(
    request: HttpRequest,
    db: web::Data<Db>,
    gate: web::Data<Gatekeeper>,
    Json { value, .. }: Json<Login>,
) -> Result<HttpResponse, AppError> {
    if !csrf::is_own_page(request.headers(), &own_origin(&gate.settings, &request)) {
        return Err(AppError::Forbidden { code: "csrf" });
    }
    let ip = client_address(&gate.settings, &request);
    let attempt = Attempt { username: value.username, password: value.password, code: value.totp_code, ip };
    let token = log_in(&gate, &db, attempt).await?;
    let cookie = cookie(&gate, &token.reveal(), gate.settings.absolute.num_seconds());
    Ok(HttpResponse::NoContent().insert_header((header::SET_COOKIE, cookie)).finish())
}

/// Ends the session of the cookie; without one nothing happens.
#[utoipa::path(tag = "session", extensions(("x-public" = json!(true))),
    responses((status = 204, description = "Signed out", headers(("Set-Cookie" = String), ("Clear-Site-Data" = String)))))]
#[post("/auth/logout")]
async fn logout(request: HttpRequest, db: web::Data<Db>, gate: web::Data<Gatekeeper>) -> Result<HttpResponse, AppError> {
    let actor = request.extensions().get::<Arc<Actor>>().cloned();
    if let Some(actor) = actor
        && let Some(digest) = actor.session.as_deref().and_then(parse_digest)
    {
        let account = actor.account;
        db.transact(Command::internal(actor), move |tx| log_out(tx, digest)).await?;
        gate.forget_account(account);
    }
    Ok(HttpResponse::NoContent()
        .insert_header((header::SET_COOKIE, cookie(&gate, "", 0)))
        .insert_header(("Clear-Site-Data", "\"cache\", \"cookies\""))
        .finish())
}

fn cookie(gate: &Gatekeeper, value: &str, seconds: i64) -> String {
    let secure = if gate.settings.https { "; Secure" } else { "" };
    format!("{}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}", gate.settings.cookie_name())
}

/// Every operation on sessions.
pub(crate) fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config.service(login).service(logout);
}
