//! What the web app asks, and the shape of every answer.

use casefile::carried::{Carried, OfficeFacts};
use chrono::{DateTime, Utc};
use platform::access::Role;
use platform::http::context::{RequestContext, on_behalf_of, wants_chinese};
use platform::ids::AccountId;
use platform::problem::AppError;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::{catalogue, filing, lists, requests};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Op {
    /// A request about one carried file.
    Request,
    /// A new application.
    File,
    /// The carried files as a list.
    List,
    /// What is due on them.
    Home,
    /// The rules and forms themselves.
    Catalogue,
}

/// Who acts, as `/me` tells it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Person {
    pub account: Account,
    pub roles: Vec<Post>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Account {
    pub id: AccountId,
    pub name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Post {
    pub role: Role,
}

/// One question.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    pub(crate) op: Op,
    pub(crate) now: DateTime<Utc>,
    #[serde(default)]
    pub(crate) lang: Option<String>,
    #[serde(default)]
    pub(crate) actor: Option<Person>,
    #[serde(default)]
    pub(crate) office: OfficeFacts,
    #[serde(default)]
    pub(crate) file: Option<Carried>,
    #[serde(default)]
    pub(crate) files: Vec<Carried>,
    #[serde(default)]
    pub(crate) method: String,
    #[serde(default)]
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) body: Option<Box<RawValue>>,
    /// The key of the command: it names what the command makes, here as on the server.
    #[serde(default)]
    pub(crate) key: String,
}

impl Question {
    /// The roles held, each once.
    pub(crate) fn roles(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = self.actor.iter().flat_map(|actor| &actor.roles).map(|post| post.role).collect();
        roles.sort();
        roles.dedup();
        roles
    }

    /// The body of the request, as it travels.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.body.as_ref().map_or(b"null", |body| body.get().as_bytes())
    }

    /// Whoever acts; a tablet that does not know its own user answers nothing.
    pub(crate) fn person(&self) -> Result<&Person, AppError> {
        self.actor.as_ref().ok_or(AppError::Unauthenticated { code: "unauthenticated" })
    }

    pub(crate) fn answer(self) -> Reply {
        let chinese = wants_chinese(self.lang.as_deref());
        on_behalf_of(&Some(RequestContext { id: "tablet".to_owned(), chinese }), || {
            let answered = match self.op {
                Op::Request => requests::answer(self),
                Op::File => filing::file(&self),
                Op::List => lists::list(self),
                Op::Home => lists::home(self),
                Op::Catalogue => catalogue::catalogue(),
            };
            answered.unwrap_or_else(|error| Reply::refused(&error))
        })
    }
}

/// One answer: what the server would have said, and the file as it stands then.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    pub status: u16,
    pub body: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Box<Carried>>,
}

impl Reply {
    pub(crate) fn ok(body: &impl Serialize) -> Result<Self, AppError> {
        Ok(Self { status: 200, body: to_raw_value(body).map_err(AppError::internal)?, etag: None, file: None })
    }

    /// The answer about a file of this version.
    pub(crate) fn of_version(self, version: i64) -> Self {
        Self { etag: Some(format!("\"{version}\"")), ..self }
    }

    pub(crate) fn with_file(self, status: u16, file: Carried) -> Self {
        Self { status, file: Some(Box::new(file)), ..self }
    }

    /// The problem document the server would send.
    pub(crate) fn refused(error: &AppError) -> Self {
        let problem = error.problem();
        let body = to_raw_value(&problem).unwrap_or_else(|_| RawValue::NULL.to_owned());
        Self { status: problem.status, body, etag: None, file: None }
    }
}
