//! The same document in OpenAPI 3.0, for generators that do not read 3.1 yet.

use serde_json::{Map, Value, json};

/// Rewrites a 3.1 document of the portable subset.
pub fn downgrade(document: &Value) -> Value {
    let mut old = schema_words(document);
    if let Some(root) = old.as_object_mut() {
        root.insert("openapi".to_owned(), json!("3.0.3"));
        root.remove("webhooks");
        root.remove("jsonSchemaDialect");
    }
    if let Some(license) = old.pointer_mut("/info/license").and_then(Value::as_object_mut) {
        license.remove("identifier");
    }
    if let Some(info) = old.pointer_mut("/info").and_then(Value::as_object_mut) {
        info.remove("summary");
    }
    old
}

fn schema_words(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut out: Map<String, Value> = map
                .iter()
                // an example is data, not a schema
                .map(|(key, child)| (key.clone(), if key == "example" { child.clone() } else { schema_words(child) }))
                .collect();
            nullable(&mut out);
            exclusive(&mut out, "exclusiveMinimum", "minimum");
            exclusive(&mut out, "exclusiveMaximum", "maximum");
            constant(&mut out);
            example(&mut out);
            out.remove("propertyNames");
            lonely_reference(out)
        }
        Value::Array(list) => Value::Array(list.iter().map(schema_words).collect()),
        other => other.clone(),
    }
}

/// `type: [string, null]` is `type: string, nullable: true`.
fn nullable(schema: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = schema.get("type") else { return };
    let null = types.iter().any(|name| name == "null");
    let mut rest = types.iter().filter(|name| *name != "null").cloned();
    match (rest.next(), rest.next()) {
        (Some(only), None) => schema.insert("type".to_owned(), only),
        _ => schema.remove("type"),
    };
    if null {
        schema.insert("nullable".to_owned(), json!(true));
    }
}

/// A bound that is itself excluded is a number in 3.1 and a flag beside the bound in 3.0.
fn exclusive(schema: &mut Map<String, Value>, flag: &str, bound: &str) {
    if let Some(limit @ Value::Number(_)) = schema.get(flag).cloned() {
        schema.insert(bound.to_owned(), limit);
        schema.insert(flag.to_owned(), json!(true));
    }
}

fn constant(schema: &mut Map<String, Value>) {
    // a property may be called const; the keyword's value is never a schema
    if schema.get("const").is_some_and(|value| !value.is_object())
        && let Some(value) = schema.remove("const")
    {
        schema.insert("enum".to_owned(), json!([value]));
    }
}

fn example(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(list)) = schema.get("examples") {
        let first = list.first().cloned();
        schema.remove("examples");
        if let Some(first) = first {
            schema.entry("example").or_insert(first);
        }
    }
}

/// In 3.0 nothing may stand beside `$ref`.
fn lonely_reference(mut schema: Map<String, Value>) -> Value {
    let has_target = schema.get("$ref").is_some_and(Value::is_string);
    if !has_target || schema.len() == 1 {
        return Value::Object(schema);
    }
    if let Some(target) = schema.remove("$ref") {
        schema.insert("allOf".to_owned(), json!([{"$ref": target}]));
    }
    Value::Object(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_3_1_become_those_of_3_0() {
        let new = json!({
            "openapi": "3.1.0",
            "info": {"license": {"name": "x", "identifier": "x"}},
            "components": {"schemas": {"A": {
                "type": ["string", "null"], "exclusiveMinimum": 0, "examples": ["a", "b"],
                "properties": {"kind": {"const": "A"}, "b": {"$ref": "#/components/schemas/B", "description": "why"}},
            }}},
        });
        let old = downgrade(&new);
        assert_eq!(old["openapi"], "3.0.3");
        assert_eq!(old["info"]["license"], json!({"name": "x"}));
        assert_eq!(
            old["components"]["schemas"]["A"],
            json!({
                "type": "string", "nullable": true, "minimum": 0, "exclusiveMinimum": true, "example": "a",
                "properties": {"kind": {"enum": ["A"]}, "b": {"allOf": [{"$ref": "#/components/schemas/B"}], "description": "why"}},
            })
        );
    }
}
