//! Who is it? The middleware that turns a cookie or a bearer token into an [`Actor`], or into the reason why not.

use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, ResponseError, web};
use platform::access::{Actor, Rejected};
use platform::db::Db;
use platform::http::guard_rails::LoggedActor;
use platform::problem::AppError;

use crate::devices::silence::silence;
use crate::gate::{Gatekeeper, Settings};
use crate::sessions::csrf;
use crate::sessions::live::Refusal;
use crate::sessions::token::SessionToken;
use crate::throttle::Left;

/// Wraps the API: `scope.wrap(middleware::from_fn(identity::authenticate))`. It never refuses by itself, except a client over
/// its quota and a revoked tablet that wants to read: a handler that asks for a permission does, a public one does not care.
/// A revoked tablet's commands run as ever, and their answers lose their contents.
/// Every answer to a tablet names the epoch of the database in `Sync-Epoch`; a command that names another one is refused, because
/// it may depend on what a restored database has lost.
pub async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let (Some(gate), Some(db)) = (request.app_data::<web::Data<Gatekeeper>>().cloned(), request.app_data::<web::Data<Db>>().cloned())
    else {
        return Err(AppError::internal("the gatekeeper or the database is not wired").into());
    };
    let (mut quota, mut epoch, mut drains) = (None, None, false);
    match identify(&gate, &db, request.request()).await? {
        None => {}
        Some(Err(refusal)) => {
            request.extensions_mut().insert(Rejected(refusal));
        }
        Some(Ok(actor)) => {
            request.extensions_mut().insert(LoggedActor(actor.account.to_string()));
            if actor.device.is_some() {
                if actor.drain_only && csrf::is_safe(request.method()) {
                    let refusal = AppError::Forbidden { code: "device_wipe_pending" };
                    return Ok(request.into_response(refusal.error_response()));
                }
                drains = actor.drain_only;
                let current = db.read(platform::db::epoch::current).await?.to_string();
                if !csrf::is_safe(request.method()) && request.headers().get(SYNC_EPOCH).is_some_and(|named| *named != *current) {
                    let mut response = another_life().error_response();
                    announce_epoch(response.headers_mut(), &current);
                    return Ok(request.into_response(response));
                }
                epoch = Some(current);
            } else if actor.session.is_none() {
                let left = gate.quota.count(&actor.account.to_string(), db.clock().now());
                if let Err(error) = left.check() {
                    let mut response = error.error_response();
                    announce(response.headers_mut(), left);
                    return Ok(request.into_response(response));
                }
                quota = Some(left);
            }
            request.extensions_mut().insert(Arc::new(actor));
        }
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    if drains {
        response = silence(response).await;
    }
    if let Some(left) = quota {
        announce(response.headers_mut(), left);
    }
    if let Some(epoch) = epoch {
        announce_epoch(response.headers_mut(), &epoch);
    }
    Ok(response)
}

const SYNC_EPOCH: HeaderName = HeaderName::from_static("sync-epoch");

fn announce_epoch(headers: &mut HeaderMap, epoch: &str) {
    if let Ok(epoch) = HeaderValue::try_from(epoch) {
        headers.insert(SYNC_EPOCH, epoch);
    }
}

/// The tablet's order was made for a life of the database that is over.
fn another_life() -> AppError {
    AppError::Conflict {
        code: "epoch_changed",
        zh: "服务器已从备份恢复，请先补发之前的内容",
        en: "The server was restored from a backup: send again what it may have lost, and then this",
    }
}

/// The actor of a request, the reason why there is none, or nothing when no credential came along.
async fn identify(gate: &Gatekeeper, db: &Db, request: &HttpRequest) -> Result<Option<Result<Actor, Refusal>>, AppError> {
    let ip = client_address(&gate.settings, request);
    if let Some(authorization) = request.headers().get(header::AUTHORIZATION) {
        let bearer =
            authorization.to_str().ok().and_then(|text| text.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        return match bearer.map(|(_, token)| token.trim()) {
            Some(token) => match gate.devices.actor(db, (&gate.settings, &gate.device_tokens), token, request, &ip).await? {
                Some(actor) => Ok(Some(actor)),
                None => gate.clients.actor(db, &gate.tokens, token, &ip).await.map(Some),
            },
            None => Ok(Some(Err(|| AppError::Unauthenticated { code: "unauthenticated" }))),
        };
    }
    let Some(text) = cookie(request.headers(), gate.settings.cookie_name()) else { return Ok(None) };
    let Some(token) = SessionToken::parse(text) else {
        return Ok(Some(Err(|| AppError::Unauthenticated { code: "unauthenticated" })));
    };
    let actor = gate.sessions.actor(db, &gate.settings, &token, &ip).await?;
    if actor.is_ok() && !csrf::is_safe(request.method()) && !csrf::is_own_page(request.headers(), &own_origin(&gate.settings, request)) {
        return Ok(Some(Err(|| AppError::Forbidden { code: "csrf" })));
    }
    Ok(Some(actor))
}

/// The value of one cookie.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The address of the caller: the peer, or what our own proxy appended last.
pub(crate) fn client_address(settings: &Settings, request: &HttpRequest) -> String {
    let forwarded = settings
        .behind_proxy
        .then(|| request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?.rsplit(',').next().map(|ip| ip.trim().to_owned()))
        .flatten();
    forwarded.or_else(|| request.peer_addr().map(|peer| peer.ip().to_string())).unwrap_or_else(|| "-".to_owned())
}

/// The origin under which browsers see this application.
pub(crate) fn own_origin(settings: &Settings, request: &HttpRequest) -> String {
    settings.origin.clone().unwrap_or_else(|| {
        // HTTP/2 names the host in the target, not in a header
        let authority = request.uri().authority().map(|authority| authority.as_str());
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).or(authority).unwrap_or_default();
        format!("{}://{host}", if settings.https { "https" } else { "http" })
    })
}

fn announce(headers: &mut HeaderMap, left: Left) {
    for (name, value) in [("ratelimit-limit", left.limit), ("ratelimit-remaining", left.remaining), ("ratelimit-reset", left.reset)] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
    if left.exceeded {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(left.reset));
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_cookie_is_found_among_others() {
        let request = TestRequest::default().insert_header(("cookie", "a=1; __Host-sid=x.y; sid=z")).to_http_request();
        assert_eq!(cookie(request.headers(), "__Host-sid"), Some("x.y"));
        assert_eq!(cookie(request.headers(), "sid"), Some("z"));
        assert_eq!(cookie(request.headers(), "id"), None);
    }

    #[test]
    fn a_forwarded_address_counts_only_behind_our_own_proxy() {
        let request = TestRequest::default()
            .insert_header(("x-forwarded-for", "6.6.6.6, 10.0.0.9"))
            .peer_addr(([127, 0, 0, 1], 80).into())
            .to_http_request();
        let behind = Settings { behind_proxy: true, ..Settings::default() };
        assert_eq!(client_address(&Settings::default(), &request), "127.0.0.1");
        assert_eq!(client_address(&behind, &request), "10.0.0.9", "the last one is the proxy's own word");
    }
}
