//! The caller of a request, with the permission its operation asks for.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};

use super::{Actor, Permission, Scope};
use crate::http::preconditions::{Command, IdempotencyKey};
use crate::problem::AppError;

/// The caller, proved to hold permission `P`. A handler without it is a public operation.
#[derive(Debug, Clone)]
pub struct Caller<P: Permission> {
    pub actor: Arc<Actor>,
    scope: Scope,
    permission: PhantomData<P>,
}

impl<P: Permission> Caller<P> {
    /// What this permission lets the caller see.
    pub fn scope(&self) -> Scope {
        self.scope.clone()
    }

    /// A command of this caller under the key and fingerprint of the request.
    pub fn command(&self, key: IdempotencyKey, fingerprint: [u8; 32]) -> Command {
        Command { actor: self.actor.clone(), key: Some(key.0), fingerprint, attempt: None }
    }
}

impl<P: Permission> FromRequest for Caller<P> {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = request.extensions();
        ready(match extensions.get::<Arc<Actor>>() {
            None => Err(extensions.get::<Rejected>().map_or(AppError::Unauthenticated { code: "unauthenticated" }, |r| r.0())),
            Some(actor) => match actor.scope_for(P::GRANTS) {
                Some(scope) => Ok(Self { actor: actor.clone(), scope, permission: PhantomData }),
                None => Err(AppError::Forbidden { code: "forbidden" }),
            },
        })
    }
}

/// Why the identity middleware could not name an actor (csrf, revoked session…); told when a permission is asked for.
#[derive(Clone, Copy)]
pub struct Rejected(pub fn() -> AppError);
