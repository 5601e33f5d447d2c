//! Holds an answer against the contract: a declared status, its media type, a body of its schema and nothing more.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

use super::clients::Reply;

const PLACE: &str = "https://jiahe.test/openapi.json";

/// The contract, ready to judge.
struct Contract {
    document: Value,
    addresses: Vec<(ResourceDef, String)>,
    compiler: Compiler,
    schemas: Schemas,
    compiled: HashMap<String, SchemaIndex>,
}

thread_local! {
    static CONTRACT: RefCell<Contract> = RefCell::new(Contract::new());
}

/// Says what is wrong with an answer.
pub fn check(method: &Method, target: &str, reply: &Reply) -> Result<(), String> {
    CONTRACT.with_borrow_mut(|contract| contract.check(method, target, reply))
}

impl Contract {
    fn new() -> Self {
        let document = server::contract::document();
        let addresses = document["paths"].as_object().unwrap().keys();
        let mut compiler = Compiler::new();
        compiler.enable_format_assertions();
        compiler.add_resource(PLACE, closed(&document)).unwrap();
        Self {
            addresses: addresses.map(|path| (ResourceDef::new(path.as_str()), path.clone())).collect(),
            document,
            compiler,
            schemas: Schemas::new(),
            compiled: HashMap::new(),
        }
    }

    fn check(&mut self, method: &Method, target: &str, reply: &Reply) -> Result<(), String> {
        let path = target.split('?').next().unwrap_or_default();
        let media_type = reply.header("content-type").split(';').next().unwrap_or_default().trim().to_owned();
        let declared = self
            .addresses
            .iter()
            .find(|(pattern, _)| pattern.is_match(path))
            .and_then(|(_, path)| Some((path, self.document["paths"][path].get(method.as_str().to_lowercase())?)));
        let Some((path, operation)) = declared else {
            // not an operation: a refusal is still a problem document
            return if reply.status >= 400 && media_type == "application/problem+json" {
                self.validate("/components/schemas/Problem", &reply.json)
            } else if path.starts_with("/api/v1") {
                Err("no such operation".to_owned())
            } else {
                Ok(())
            };
        };
        let responses = &operation["responses"];
        let family = format!("{}XX", reply.status / 100);
        let status = [reply.status.to_string(), family].into_iter().find(|status| responses.get(status).is_some());
        let Some(status) = status else { return Err("the status is not declared".to_owned()) };
        let place = format!("/paths/{}/{}/responses/{status}", escape(path), method.as_str().to_lowercase());
        for (name, _) in responses[&status]["headers"].as_object().into_iter().flatten() {
            if !reply.headers.contains_key(name.as_str()) && name == "ETag" {
                return Err(format!("the header {name} is missing"));
            }
        }
        let content = responses[&status]["content"].as_object();
        match content {
            None if reply.bytes.is_empty() => Ok(()),
            None => Err("a body where none is declared".to_owned()),
            Some(content) if !content.contains_key(&media_type) => Err(format!("media type {media_type} is not declared")),
            Some(_) if media_type.ends_with("json") => {
                self.validate(&format!("{place}/content/{}/schema", escape(&media_type)), &reply.json)
            }
            Some(_) => Ok(()),
        }
    }

    fn validate(&mut self, pointer: &str, body: &Value) -> Result<(), String> {
        let schema = match self.compiled.get(pointer) {
            Some(schema) => *schema,
            None => {
                let place = format!("{PLACE}#{}", pointer.replace('{', "%7B").replace('}', "%7D"));
                let schema = self.compiler.compile(&place, &mut self.schemas).map_err(|error| format!("{error:#}"))?;
                self.compiled.insert(pointer.to_owned(), schema);
                schema
            }
        };
        self.schemas.validate(body, schema).map_err(|error| error.to_string())
    }
}

fn escape(text: &str) -> String {
    text.replace('~', "~0").replace('/', "~1")
}

/// The document with every object closed, so that a field nobody declared is found; parts of an `allOf` stay open.
fn closed(document: &Value) -> Value {
    let mut open = HashSet::new();
    note_parts(document, &mut open);
    let mut document = document.clone();
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        for (name, schema) in schemas.iter_mut().filter(|(name, _)| !open.contains(*name)) {
            close(schema);
            assert!(!name.is_empty());
        }
    }
    document
}

fn note_parts(value: &Value, open: &mut HashSet<String>) {
    match value {
        Value::Object(map) => {
            let parts = map.get("allOf").and_then(Value::as_array).into_iter().flatten();
            open.extend(parts.filter_map(|part| part["$ref"].as_str()?.rsplit('/').next().map(str::to_owned)));
            map.values().for_each(|child| note_parts(child, open));
        }
        Value::Array(list) => list.iter().for_each(|child| note_parts(child, open)),
        _ => {}
    }
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("properties").is_some_and(Value::is_object) && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
            map.iter_mut().filter(|(key, _)| *key != "allOf" && *key != "example").for_each(|(_, child)| close(child));
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}
