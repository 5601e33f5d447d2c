//! The steps of a case file as operations of the contract: one row each, from the path to the command behind it.

use actix_web::{FromRequest, HttpRequest, dev::Payload, post, web};
use futures_util::future::LocalBoxFuture;
use platform::access::{Caller, Permission};
use platform::db::{Db, Tx};
use platform::http::preconditions::IdempotencyKey;
use platform::http::{Answer, DeviceNote, Json, Path, Version};
use platform::ids::CaseId;
use platform::problem::AppError;
use utoipa_actix_web::service_config::ServiceConfig;

use casefile::moves::Move;

use crate::cases::act::{Acting, act};
use crate::cases::step_inputs::*;
use crate::cases::{Step, views::CaseView};
use crate::permissions::*;

/// Everything a step asks of a request: who, which file, which version of it, under which key.
struct At<P: Permission> {
    caller: Caller<P>,
    id: CaseId,
    seen: Version,
    key: IdempotencyKey,
    device: DeviceNote,
}

impl<P: Permission> FromRequest for At<P> {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::<P>::from_request(request, payload);
        let id = Path::<CaseId>::from_request(request, payload);
        let (seen, key) = (Version::from_request(request, payload), IdempotencyKey::from_request(request, payload));
        let device = DeviceNote::from_request(request, payload);
        Box::pin(async move {
            let caller = caller.await?;
            Ok(Self { caller, id: id.await?.0, seen: seen.await?, key: key.await?, device: device.await? })
        })
    }
}

impl<P: Permission> At<P> {
    async fn take<M: Move + Send + Sync + 'static>(self, db: &Db, body: Json<M>) -> Result<Answer, AppError> {
        let acting = Acting { scope: self.caller.scope(), id: self.id, seen: self.seen, device: self.device };
        db.write(self.caller.command(self.key, body.fingerprint).noted(&self.device), move |tx| act(tx, &acting, &body.value)).await
    }
}

/// Declares the operations: `/// doc. name: "path", Permission, Body;`
macro_rules! steps {
    ($($(#[$doc:meta])+ $name:ident: $path:literal, $permission:ident, $body:ident;)+) => {
        $(
            $(#[$doc])+
            #[utoipa::path(tag = "case steps",
                extensions(("x-permission" = json!($permission::NAME)), ("x-if-match" = json!(true)), ("x-step" = json!(<$body as Move>::STEP.as_str()))),
                params(("id" = CaseId, Path, description = "Case file")), request_body = $body,
                responses((status = 200, description = "The file after the step", body = CaseView)))]
            #[post($path)]
            async fn $name(at: At<$permission>, db: web::Data<Db>, body: Json<$body>) -> Result<Answer, AppError> {
                at.take(&db, body).await
            }
        )+

        /// Takes a step by its name, with its body as it travels: the seed and the tests come in here, with the same rights, the
        /// same checks and the same commands as a request.
        pub fn take_step(tx: &mut Tx<'_>, id: CaseId, seen: Version, step: Step, body: &serde_json::Value) -> Result<Answer, AppError> {
            let bytes = serde_json::to_vec(body).map_err(AppError::internal)?;
            $(
                if step == <$body as Move>::STEP {
                    let scope = tx.who().scope_for($permission::GRANTS).ok_or(AppError::Forbidden { code: "forbidden" })?;
                    let input: $body = platform::http::body::parse(&bytes)?;
                    return act(tx, &Acting { scope, id, seen, device: DeviceNote::default() }, &input);
                }
            )+
            Err(AppError::NotFound)
        }

        /// Every step.
        pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
            config $(.service($name))+;
        }
    };
}

casefile::step_operations!(steps);
