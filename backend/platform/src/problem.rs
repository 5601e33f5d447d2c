//! Errors people can act on: one [`AppError`], one RFC 9457 writer, two languages.

#[cfg(feature = "server")]
mod response;

use std::error::Error;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::columns::Instant;
use crate::http::context;

/// One reason why a rule says no, with the law behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Blocker {
    /// Stable code, `<context>.<aggregate>.<reason>`.
    pub code: &'static str,
    /// The guard of the specification, for example `G08`.
    pub guard: &'static str,
    pub title_zh: String,
    pub title_en: String,
    /// Legal source, as an officer would cite it.
    pub basis_zh: &'static str,
    pub params: Map<String, Value>,
}

/// A field the server could not take, by JSON pointer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// JSON pointer into the request body (or `/query/<name>`, `/header/<name>`).
    #[schema(example = "/parties/0/name")]
    pub pointer: String,
    #[schema(example = "length")]
    pub code: String,
    pub message: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

impl FieldError {
    /// A field error whose message is its code; the web app translates codes.
    pub fn new(pointer: impl Into<String>, code: &str) -> Self {
        let (zh, en) = field_text(code);
        let message = if context::is_chinese() { zh } else { en };
        Self { pointer: pointer.into(), code: code.to_owned(), message: message.to_owned(), params: Map::new() }
    }
}

/// A value that two people changed in different ways; both are kept until somebody decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FieldConflict)]
pub struct Divergence {
    /// JSON pointer into the request body.
    #[schema(example = "/changes/0/value")]
    pub pointer: String,
    /// What the field is called, in the reader's language.
    pub label: String,
    /// As both found it; left out when it was empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub base: Option<String>,
    /// As this command wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub mine: Option<String>,
    /// As it stands now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub theirs: Option<String>,
    /// Who made it what it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub by_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub at: Option<Instant>,
}

/// What went wrong, in the words of the kernel.
#[derive(Debug)]
pub enum AppError {
    /// Rules refuse; every reason at once.
    Refused(Vec<Blocker>),
    /// A refusal that is not a legal guard but a clash with the present state (duplicate name, role conflict).
    Conflict {
        code: &'static str,
        zh: &'static str,
        en: &'static str,
    },
    /// The same field was changed by somebody else meanwhile; every such field with both values.
    Diverged(Vec<Divergence>),
    /// Fields are wrong.
    Invalid(Vec<FieldError>),
    /// The request cannot be read.
    Malformed(String),
    /// Absent, or outside the caller's scope: the two are indistinguishable.
    NotFound,
    /// The function is not available to this role.
    Forbidden {
        code: &'static str,
    },
    /// No valid session or token.
    Unauthenticated {
        code: &'static str,
    },
    /// The record has moved on.
    Stale {
        current: i64,
    },
    /// `If-Match` is missing.
    VersionRequired,
    /// `Idempotency-Key` is missing or unusable.
    KeyRequired,
    /// The key was used for another body.
    KeyReused,
    MethodNotAllowed {
        allow: String,
    },
    NotAcceptable,
    RequestTimeout,
    TooLarge {
        limit: usize,
    },
    MediaType,
    /// A file that is not of an allowed type, or not of the type it says.
    FileType,
    TooMany {
        retry_after: u32,
        code: &'static str,
    },
    /// The database is busy or away.
    Unavailable {
        source: Box<dyn Error + Send + Sync>,
        code: &'static str,
    },
    /// Our bug: only the request id leaves the house.
    Internal(Box<dyn Error + Send + Sync>),
}

impl AppError {
    pub fn internal(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }

    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable { source: source.into(), code: "unavailable" }
    }

    pub fn field(pointer: impl Into<String>, code: &str) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code)])
    }

    /// Whether it says no to the command itself, not to its moment.
    pub fn is_definite(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Conflict { .. } | Self::Diverged(_) | Self::Invalid(_) | Self::NotFound)
    }

    /// True when the same transaction may succeed if it is run again.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable { code: "serialization", .. })
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Refused(_) | Self::Conflict { .. } | Self::Diverged(_) => 409,
            Self::Invalid(_) | Self::KeyReused => 422,
            Self::Malformed(_) | Self::KeyRequired => 400,
            Self::NotFound => 404,
            Self::Forbidden { .. } => 403,
            Self::Unauthenticated { .. } => 401,
            Self::Stale { .. } => 412,
            Self::VersionRequired => 428,
            Self::MethodNotAllowed { .. } => 405,
            Self::NotAcceptable => 406,
            Self::RequestTimeout => 408,
            Self::TooLarge { .. } => 413,
            Self::MediaType | Self::FileType => 415,
            Self::TooMany { .. } => 429,
            Self::Unavailable { .. } => 503,
            Self::Internal(_) => 500,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Refused(blockers) => blockers.first().map_or("refused", |first| first.code),
            Self::Conflict { code, .. } | Self::Forbidden { code } | Self::Unauthenticated { code } => code,
            Self::TooMany { code, .. } | Self::Unavailable { code, .. } => code,
            Self::Diverged(_) => "conflict",
            Self::Invalid(_) => "invalid_input",
            Self::Malformed(_) => "malformed_request",
            Self::NotFound => "not_found",
            Self::Stale { .. } => "stale_version",
            Self::VersionRequired => "version_required",
            Self::KeyRequired => "idempotency_key_required",
            Self::KeyReused => "idempotency_key_reused",
            Self::MethodNotAllowed { .. } => "method_not_allowed",
            Self::NotAcceptable => "not_acceptable",
            Self::RequestTimeout => "request_timeout",
            Self::TooLarge { .. } => "too_large",
            Self::MediaType => "media_type",
            Self::FileType => "file_type",
            Self::Internal(_) => "internal",
        }
    }

    fn title(&self) -> (&str, &str) {
        match self {
            Self::Refused(blockers) => {
                blockers.first().map_or(("规则不允许", "A rule refuses this step"), |b| (b.title_zh.as_str(), b.title_en.as_str()))
            }
            Self::Conflict { zh, en, .. } => (zh, en),
            Self::Diverged(_) => ("同一内容已被他人改动，请核对后决定", "Somebody else changed the same field; look at both and decide"),
            Self::Invalid(_) => ("有内容需要更正", "Some fields need correction"),
            Self::Malformed(_) => ("请求无法读取", "The request cannot be read"),
            Self::NotFound => ("没有找到", "Not found"),
            Self::Forbidden { code: "csrf" } => ("请求来源不可信", "The request does not come from this application"),
            Self::Forbidden { code: "device_not_approved" } => ("该平板尚未获批准", "This tablet has not been approved yet"),
            Self::Forbidden { code: "device_wipe_pending" } => {
                ("该平板已撤销，只能上交未发送的内容", "This tablet is revoked: it may only hand in what it still holds")
            }
            Self::Forbidden { .. } => ("您的岗位没有这项权限", "Your role does not include this function"),
            Self::Unauthenticated { code: "wrong_credentials" } => ("用户名、密码或验证码不正确", "Wrong user name, password or code"),
            Self::Unauthenticated { code: "step_up_required" } => ("请再次输入验证码", "Please confirm with your code again"),
            Self::Unauthenticated { code: "device_wipe" } => {
                ("该平板已撤销，请立即清除其中的数据", "This tablet is revoked: it must erase what it holds")
            }
            Self::Unauthenticated { code: "device_proof" } => ("缺少本平板的证明", "The proof of this tablet is missing or wrong"),
            Self::Unauthenticated { .. } => ("请先登录", "Please sign in"),
            Self::Stale { .. } => ("别人已先改动，请刷新后再试", "Someone else changed this record; reload and try again"),
            Self::VersionRequired => ("缺少版本号 If-Match", "The If-Match header is missing"),
            Self::KeyRequired => ("缺少幂等键 Idempotency-Key", "The Idempotency-Key header is missing or malformed"),
            Self::KeyReused => ("幂等键已用于另一请求", "This idempotency key was used for another request"),
            Self::MethodNotAllowed { .. } => ("不支持该方法", "Method not allowed"),
            Self::NotAcceptable => ("只提供 JSON", "Only JSON is offered here"),
            Self::RequestTimeout => ("上传超时", "The request took too long to arrive"),
            Self::TooLarge { .. } => ("内容太大", "The request is too large"),
            Self::MediaType => ("不接受这种内容类型", "This content type is not accepted here"),
            Self::FileType => ("文件类型不在允许范围内，或内容与类型不符", "The file is of no allowed type, or not of the type it says"),
            Self::TooMany { .. } => ("操作太频繁，请稍后再试", "Too many requests; try again later"),
            Self::Unavailable { code: "storage_full", .. } => ("存储空间已满，未作任何改动", "Storage is full; nothing was changed"),
            Self::Unavailable { code: "audit_unavailable", .. } => {
                ("暂时无法记录审计，不能查看", "The audit trail cannot be written; reading is refused")
            }
            Self::Unavailable { .. } => ("系统繁忙，请稍后再试", "The system is busy; try again shortly"),
            Self::Internal(_) => ("系统内部错误", "Internal error"),
        }
    }

    fn detail(&self) -> Option<String> {
        match self {
            Self::Malformed(detail) => Some(detail.clone()),
            Self::TooLarge { limit } => Some(format!("limit {limit} bytes")),
            _ => None,
        }
    }

    /// The problem document in the language of the request at hand.
    pub fn problem(&self) -> Problem {
        let chinese = context::is_chinese();
        let (zh, en) = self.title();
        let blockers = match self {
            Self::Refused(blockers) => blockers.iter().map(|b| BlockerView::of(b, chinese)).collect(),
            _ => Vec::new(),
        };
        let errors = match self {
            Self::Invalid(errors) => errors.clone(),
            _ => Vec::new(),
        };
        let conflicts = match self {
            Self::Diverged(conflicts) => conflicts.clone(),
            _ => Vec::new(),
        };
        Problem {
            r#type: format!("/problems/{}", self.code()),
            title: if chinese { zh } else { en }.to_owned(),
            status: self.status(),
            code: self.code().to_owned(),
            detail: self.detail(),
            instance: context::request_id(),
            blockers,
            errors,
            conflicts,
            current_version: match self {
                Self::Stale { current } => Some(*current),
                _ => None,
            },
        }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title().1)
    }
}

impl Error for AppError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Internal(source) | Self::Unavailable { source, .. } => Some(source.as_ref()),
            _ => None,
        }
    }
}

impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error as Db};
        match &error {
            Db::NotFound => Self::NotFound,
            Db::DatabaseError(Kind::SerializationFailure, _) => Self::Unavailable { source: error.into(), code: "serialization" },
            Db::DatabaseError(Kind::ClosedConnection, _) | Db::BrokenTransactionManager => {
                Self::Unavailable { source: error.into(), code: "connection_lost" }
            }
            Db::DatabaseError(_, info) => {
                let text = info.message().to_lowercase();
                if text.contains("deadlock detected") {
                    Self::Unavailable { source: error.into(), code: "serialization" }
                } else if text.contains("disk is full") || text.contains("no space left") {
                    Self::Unavailable { source: error.into(), code: "storage_full" }
                } else if text.contains("locked")
                    || text.contains("timeout")
                    || text.contains("shutting down")
                    || text.contains("starting up")
                {
                    Self::unavailable(error)
                } else if text.contains("server closed the connection")
                    || text.contains("terminating connection")
                    || text.contains("connection")
                {
                    Self::Unavailable { source: error.into(), code: "connection_lost" }
                } else {
                    Self::internal(error)
                }
            }
            _ => Self::internal(error),
        }
    }
}

/// RFC 9457 problem document; `code` is stable, `title` follows `Accept-Language`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    #[schema(example = "/problems/mediation.case.refused-by-party")]
    pub r#type: String,
    pub title: String,
    #[schema(example = 409)]
    pub status: u16,
    #[schema(example = "mediation.case.refused-by-party")]
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// Request id; quote it when you ask for help.
    pub instance: String,
    /// Every reason why a rule refuses, with its legal basis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blockers: Vec<BlockerView>,
    /// Every field that needs correction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Every field that two people changed in different ways.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Divergence>,
    /// With 412: the version the record has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub current_version: Option<i64>,
}

/// A [`Blocker`] in the reader's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Blocker)]
pub struct BlockerView {
    #[schema(example = "mediation.case.no-session")]
    pub code: String,
    #[schema(example = "G08")]
    pub guard: String,
    pub title: String,
    /// Legal source.
    pub basis: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

impl BlockerView {
    /// Translates a blocker; the basis stays in Chinese, the language of the law.
    pub fn of(blocker: &Blocker, chinese: bool) -> Self {
        Self {
            code: blocker.code.to_owned(),
            guard: blocker.guard.to_owned(),
            title: if chinese { &blocker.title_zh } else { &blocker.title_en }.clone(),
            basis: blocker.basis_zh.to_owned(),
            params: blocker.params.clone(),
        }
    }
}

/// Chinese and English text of the field codes that the kernel and the validators raise.
pub fn field_text(code: &str) -> (&'static str, &'static str) {
    match code {
        "required" => ("必填", "required"),
        "length" => ("长度不符合要求", "wrong length"),
        "range" => ("超出范围", "out of range"),
        "unknown_field" => ("不认识的字段", "unknown field"),
        "unknown_variant" => ("不在可选值之内", "not one of the allowed values"),
        "type" => ("类型不对", "wrong type"),
        "nul" => ("含有不允许的字符", "contains a character that is not allowed"),
        "duplicate_key" => ("字段重复", "the field occurs twice"),
        "too_deep" => ("嵌套过深", "nested too deeply"),
        "too_long" => ("内容过长", "too long"),
        "too_many" => ("项目过多", "too many items"),
        "id_length" => ("身份证号须为18位", "an ID number has 18 characters"),
        "id_check_digit" => ("身份证号校验位不对", "the ID number's check digit is wrong"),
        "id_birth_date" => ("身份证号中的出生日期不对", "the ID number's birth date is not a real date"),
        "future" => ("不能是将来的日期", "must not be in the future"),
        "past" => ("不能是过去的日期", "must not be in the past"),
        "order" => ("先后次序不对", "wrong order"),
        "unknown_reference" => ("所引用的对象不存在", "refers to something that does not exist here"),
        "weak_password" => ("密码太弱", "the password is too weak"),
        "incomplete" => ("尚未全部收到", "not all of it has been received"),
        "other_content" => ("收到的内容与所报的不一致，请重新上传", "what was received is not what was announced; upload it again"),
        "blank" => ("不能为空白", "must not be blank"),
        _ => ("内容不符合要求", "not acceptable"),
    }
}
