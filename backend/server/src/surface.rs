//! What lies at an address that no handler took: the wrong method, nothing at all, or a page of the web app.

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use platform::problem::AppError;
use serde_json::Value;

use crate::web::WebApp;

/// The addresses the API knows, with the methods each answers.
#[derive(Clone)]
pub struct Surface {
    known: Vec<(ResourceDef, String)>,
}

impl Surface {
    /// Reads the addresses from the document; `more` are those outside it.
    pub fn of(document: &Value, more: &[&str]) -> Self {
        let paths = document.get("paths").and_then(Value::as_object);
        let mut known: Vec<(ResourceDef, String)> = paths
            .into_iter()
            .flatten()
            .map(|(path, item)| {
                let methods = item.as_object().into_iter().flatten().map(|(method, _)| method.to_uppercase()).collect::<Vec<_>>();
                (ResourceDef::new(path.as_str()), methods.join(", "))
            })
            .collect();
        known.extend(more.iter().map(|path| (ResourceDef::new(*path), "GET".to_owned())));
        Self { known }
    }

    /// The methods of an address, if the API knows it.
    pub fn allowed(&self, path: &str) -> Option<&str> {
        self.known.iter().find(|(pattern, _)| pattern.is_match(path)).map(|(_, methods)| methods.as_str())
    }
}

/// Answers whatever no handler took: 405 with `Allow`, 404, or the web app.
pub async fn anything_else(request: HttpRequest, surface: web::Data<Surface>, pages: web::Data<WebApp>) -> Result<HttpResponse, AppError> {
    if let Some(allow) = surface.allowed(request.path()) {
        return Err(AppError::MethodNotAllowed { allow: allow.to_owned() });
    }
    let is_api = request.path() == "/api" || request.path().starts_with("/api/");
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_api {
        let changes = matches!(*request.method(), Method::POST | Method::PATCH | Method::PUT | Method::DELETE);
        return Err(if reads || changes {
            AppError::NotFound
        } else {
            AppError::MethodNotAllowed { allow: "GET, POST, PATCH".to_owned() }
        });
    }
    if !reads {
        return Err(AppError::MethodNotAllowed { allow: "GET, HEAD".to_owned() });
    }
    pages.answer(&request)
}
