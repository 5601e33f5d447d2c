//! The OpenAPI document: collected from the routes that serve, completed with what every operation shares, and checked.

use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use crate::app;

/// What no single handler knows: the title, the shared schemas.
#[derive(OpenApi)]
#[openapi(components(schemas(platform::problem::Problem, platform::problem::BlockerView, platform::problem::FieldError)))]
struct House;

/// Every tag an operation may carry, in the order of the reference page.
pub const TAGS: &[(&str, &str)] = &[
    ("session", "Signing in and out."),
    ("accounts", "Accounts and the roles they hold; the account at hand."),
    ("orgs", "The organisation tree: county, streets, committee, stations, partners."),
    ("clients", "Third-party systems that speak this contract, and their tokens."),
    ("devices", "Tablets: enrolled, approved, activated, revoked; their tokens."),
    ("sync", "What a tablet takes along."),
    ("divisions", "Administrative divisions and public holidays."),
    ("cases", "Mediation case files from the application to the archive."),
    ("papers", "The papers of a case file, their marks, their print."),
    ("attachments", "Photos, recordings and scans of a case file, sent in parts that survive a lost connection."),
    ("mediators", "Appointments of mediators and lawyers."),
    ("settings", "Numbers a law or a notice may change."),
    ("audit", "The journal and its hash chain."),
    ("home", "What is due for the caller"),
    ("case files", "A dispute from the application to the archived volume"),
    ("case steps", "Everything that can be done to a case file, one operation per step of the lifecycle"),
    ("vocabulary", "Closed word lists, categories and clause templates as data"),
    ("integrators", "What third-party systems may do with a file"),
];

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The shared part as utoipa wants it while routes are being collected.
pub fn skeleton() -> utoipa::openapi::OpenApi {
    House::openapi()
}

/// The finished document.
pub fn document() -> Value {
    finish(app::collect())
}

/// The document as it is committed: sorted keys, a newline at the end.
pub fn text(document: &Value) -> String {
    // a Value always serialises
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

fn finish(collected: utoipa::openapi::OpenApi) -> Value {
    let mut document = serde_json::to_value(collected).unwrap_or_default();
    let mut used = Vec::new();
    for (path, method, operation) in operations_mut(&mut document) {
        complete(path, method, operation);
        used.extend(operation.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    }
    if let Some(root) = document.as_object_mut() {
        root.insert("openapi".to_owned(), json!("3.1.0"));
        root.insert("info".to_owned(), info());
        root.insert("servers".to_owned(), json!([{"url": "/", "description": "The server this document came from"}]));
        let tags = TAGS.iter().filter(|(name, _)| used.iter().any(|tag| tag == name));
        root.insert("tags".to_owned(), tags.map(|(name, about)| json!({"name": name, "description": about})).collect());
        let components = root.entry("components").or_insert_with(|| json!({}));
        if let Some(components) = components.as_object_mut() {
            components.insert("securitySchemes".to_owned(), security_schemes());
        }
    }
    sorted(document)
}

fn info() -> Value {
    json!({
        "title": "Jiahe",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "Case files of people's mediation in marriage and family disputes, kept by a county women's federation.\n\n\
            Instants are RFC 3339 in UTC, dates are local (Asia/Shanghai), money is an integer number of fen. Errors are RFC 9457 \
            problem documents with a stable `code`. A change carries `Idempotency-Key`; one of an existing record also carries \
            `If-Match` with the version it was based on.",
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    })
}

fn security_schemes() -> Value {
    json!({
        "session": {
            "type": "apiKey", "in": "cookie", "name": "__Host-sid",
            "description": "The browser's session; set by signing in. Without HTTPS the cookie is called `sid`.",
        },
        "bearer": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "The access token of an integration client, or of a tablet together with its proof in `DPoP`; valid for ten minutes. \
                Every answer to a tablet carries `Sync-Epoch`; a command that repeats it in a header of the same name is refused by a \
                restored database (409 `epoch_changed`). A revoked tablet that may still hand in what it holds reads nothing (403 \
                `device_wipe_pending`), and a command of it that succeeds answers 204 without a body.",
        },
    })
}

/// Adds to one operation what every operation of its kind has.
fn complete(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let flag = |operation: &Map<String, Value>, name: &str| operation.get(name).is_some_and(|value| *value != Value::Bool(false));
    let changes = matches!(method, "post" | "patch");
    if changes && !is_auth(path) {
        add_parameter(
            operation,
            json!({
                "name": "Idempotency-Key", "in": "header", "required": true,
                "description": "Names this command; repeating the request with the same key and body gives the first answer again.",
                "schema": {"type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[A-Za-z0-9_.:-]+$"},
                "example": "0192f3c4-8a51-7c3e-9d0b-3f2a6c1e5b77",
            }),
        );
    }
    if flag(operation, "x-step") || flag(operation, "x-from-tablet") {
        add_parameter(
            operation,
            json!({
                "name": "Device-Seq", "in": "header", "required": false,
                "description": "A tablet's own number for this command, in the order its user gave them.",
                "schema": {"type": "string", "pattern": "^[0-9]{1,18}$"}, "example": "17",
            }),
        );
        add_parameter(
            operation,
            json!({
                "name": "Device-Try", "in": "header", "required": false,
                "description": "How often the tablet's user has asked for this command. A refusal is kept under the key and answers every copy of the same try.",
                "schema": {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"}, "example": "1",
            }),
        );
        add_parameter(
            operation,
            json!({
                "name": "Device-Time", "in": "header", "required": false,
                "description": "The tablet's clock when it sends. `occurredAt` is corrected by how wrong that is, and never trusted beyond it.",
                "schema": {"type": "string", "format": "date-time"}, "example": "2026-11-24T08:10:00Z",
            }),
        );
    }
    let versioned = flag(operation, "x-if-match");
    if versioned {
        add_parameter(
            operation,
            json!({
                "name": "If-Match", "in": "header", "required": true,
                "description": "The version this change is based on, as the record's `ETag` gave it.",
                "schema": {"type": "string", "pattern": "^\"[0-9]{1,18}\"$"},
                "example": "\"7\"",
            }),
        );
    }
    let public = flag(operation, "x-public");
    operation.insert("security".to_owned(), if public { json!([]) } else { json!([{"session": []}, {"bearer": []}]) });
    let tagged = versioned || (method == "get" && flag(operation, "x-etag"));
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let Some(responses) = responses.as_object_mut() else { return };
    for (status, about) in [("4XX", "The request is refused; `code` says why."), ("5XX", "The server could not answer.")] {
        let problem = json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
        responses.entry(status).or_insert_with(|| json!({"description": about, "content": problem}));
    }
    if tagged {
        for status in ["200", "201"] {
            if let Some(response) = responses.get_mut(status).and_then(Value::as_object_mut) {
                let headers = response.entry("headers").or_insert_with(|| json!({}));
                if let Some(headers) = headers.as_object_mut() {
                    let etag = json!({"description": "The record's version, for `If-Match`.", "schema": {"type": "string"}});
                    headers.insert("ETag".to_owned(), etag);
                }
            }
        }
    }
}

/// Signing in has no account yet that a key could belong to.
fn is_auth(path: &str) -> bool {
    path.contains("/auth/")
}

fn add_parameter(operation: &mut Map<String, Value>, parameter: Value) {
    let list = operation.entry("parameters").or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.retain(|old| old.get("name") != parameter.get("name"));
        list.push(parameter);
    }
}

fn operations_mut(document: &mut Value) -> impl Iterator<Item = (&str, &str, &mut Map<String, Value>)> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object_mut().into_iter().flatten().filter(|(method, _)| METHODS.contains(&method.as_str()));
        methods.filter_map(move |(method, operation)| Some((path.as_str(), method.as_str(), operation.as_object_mut()?)))
    })
}

/// Every operation with its path and method.
pub fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten().filter(|(method, _)| METHODS.contains(&method.as_str()));
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

/// Sorts every object's keys, whatever map type serde_json was built with.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(sorted).collect()),
        other => other,
    }
}

/// Everything that is wrong with the document; an empty list is the only good one.
pub fn faults(document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids = std::collections::HashSet::new();
    for (path, method, operation) in operations(document) {
        let place = format!("{} {path}", method.to_uppercase());
        let mut fault = |text: &str| faults.push(format!("{place}: {text}"));
        match operation.get("operationId").and_then(Value::as_str) {
            Some(id) if ids.insert(id.to_owned()) => {}
            Some(id) => fault(&format!("operation id {id} is taken")),
            None => fault("no operation id"),
        }
        match operation.get("tags").and_then(Value::as_array).map(Vec::as_slice) {
            Some([tag]) if TAGS.iter().any(|(name, _)| Some(*name) == tag.as_str()) => {}
            Some([tag]) => fault(&format!("tag {tag} is not described in server/src/contract.rs")),
            _ => fault("must carry exactly one tag"),
        }
        let says = |key| operation.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
        if !says("description") && !says("summary") {
            fault("no description: the doc comment of the handler is missing");
        }
        match (operation.get("x-permission"), operation.get("x-public")) {
            (Some(_), None) | (None, Some(_)) => {}
            _ => fault("needs either x-permission or x-public"),
        }
    }
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    for (path, _) in paths.filter(|(_, item)| item.get("parameters").is_some()) {
        faults.push(format!("{path}: parameters belong to the operation, not to the path"));
    }
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    if schemas.is_some_and(|schemas| schemas.contains_key("Case")) {
        faults.push("a schema called Case breaks generated clients: call it CaseFile".to_owned());
    }
    walk(document, "", &mut |pointer, value| unportable(document, pointer, value, &mut faults));
    faults
}

/// What some generator, somewhere, does not take.
fn unportable(document: &Value, pointer: &str, value: &Value, faults: &mut Vec<String>) {
    let Some(object) = value.as_object() else { return };
    if let Some(target) = object.get("$ref").and_then(Value::as_str)
        && target.strip_prefix('#').and_then(|path| document.pointer(path)).is_none()
    {
        faults.push(format!("{pointer}: {target} does not exist"));
    }
    for key in ["oneOf", "anyOf"] {
        let list = object.get(key).and_then(Value::as_array).into_iter().flatten();
        if list.into_iter().any(|item| item.get("type") == Some(&json!("null"))) {
            faults.push(format!("{pointer}: {key} with null; leave the field out instead (schema(nullable = false))"));
        }
    }
    if let Some(types) = object.get("type").and_then(Value::as_array)
        && types.iter().any(|name| *name == "null")
        && types.iter().any(|name| *name == "object" || *name == "array")
    {
        faults.push(format!("{pointer}: only scalars may be null"));
    }
    if object.contains_key("multipart/form-data") {
        faults.push(format!("{pointer}: uploads are raw PUT bodies, not multipart"));
    }
    if pointer.ends_with("/responses") && object.contains_key("default") {
        faults.push(format!("{pointer}: errors are declared as 4XX and 5XX, not as default"));
    }
}

fn walk(value: &Value, pointer: &str, visit: &mut impl FnMut(&str, &Value)) {
    visit(pointer, value);
    match value {
        Value::Object(map) => {
            map.iter().filter(|(key, _)| !matches!(key.as_str(), "example" | "examples")).for_each(|(key, child)| {
                walk(child, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), visit);
            });
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(n, child)| walk(child, &format!("{pointer}/{n}"), visit)),
        _ => {}
    }
}
