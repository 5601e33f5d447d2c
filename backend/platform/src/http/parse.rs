//! Reads a JSON body strictly: shape, fields, rules; every failure with a JSON pointer.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_path_to_error::Segment;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use crate::problem::{AppError, FieldError};

const MAX_DEPTH: usize = 64;
const MAX_ITEMS: usize = 10_000;
const MAX_TEXT: usize = 65_536;

/// Parses and validates a body; pure, so that the fuzz target and the tests can call it.
pub fn parse<T: DeserializeOwned + Validate>(body: &[u8]) -> Result<T, AppError> {
    check_shape(body)?;
    let mut de = serde_json::Deserializer::from_slice(body);
    let value: T = serde_path_to_error::deserialize(&mut de).map_err(|error| {
        let pointer = pointer_of(error.path());
        let inner = error.into_inner();
        if inner.is_data() { AppError::Invalid(vec![data_error(pointer, &inner)]) } else { AppError::Malformed(inner.to_string()) }
    })?;
    de.end().map_err(|e| AppError::Malformed(e.to_string()))?;
    value.validate().map_err(|errors| {
        let mut out = Vec::new();
        flatten(&errors, "", &mut out);
        out.sort_by(|a, b| a.pointer.cmp(&b.pointer));
        AppError::Invalid(out)
    })?;
    Ok(value)
}

/// One pass over the bytes for what serde lets through: depth, size, duplicate keys, U+0000.
fn check_shape(body: &[u8]) -> Result<(), AppError> {
    let mut de = serde_json::Deserializer::from_slice(body);
    let mut found = None;
    let seed = Shape { depth: 0, pointer: String::new(), found: &mut found };
    match seed.deserialize(&mut de).and_then(|()| de.end()) {
        Ok(()) => Ok(()),
        Err(_) if found.is_some() => {
            let (pointer, code) = found.unwrap_or_default();
            Err(AppError::field(pointer, code))
        }
        Err(error) => Err(AppError::Malformed(error.to_string())),
    }
}

struct Shape<'a> {
    depth: usize,
    pointer: String,
    found: &'a mut Option<(String, &'static str)>,
}

impl Shape<'_> {
    fn stop<E: serde::de::Error>(&mut self, code: &'static str) -> E {
        *self.found = Some((self.pointer.clone(), code));
        E::custom(code)
    }

    fn text<E: serde::de::Error>(&mut self, text: &str) -> Result<(), E> {
        if text.contains('\0') {
            return Err(self.stop("nul"));
        }
        if text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT {
            return Err(self.stop("too_long"));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Shape<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, de: D) -> Result<(), D::Error> {
        de.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Shape<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: serde::de::Error>(mut self, text: &str) -> Result<(), E> {
        self.text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        if self.depth >= MAX_DEPTH {
            return Err(self.stop("too_deep"));
        }
        let mut index = 0;
        loop {
            let child = Shape { depth: self.depth + 1, pointer: format!("{}/{index}", self.pointer), found: &mut *self.found };
            if seq.next_element_seed(child)?.is_none() {
                return Ok(());
            }
            index += 1;
            if index > MAX_ITEMS {
                return Err(self.stop("too_many"));
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        if self.depth >= MAX_DEPTH {
            return Err(self.stop("too_deep"));
        }
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            self.text::<A::Error>(&key)?;
            let pointer = format!("{}/{}", self.pointer, escape(&key));
            if !seen.insert(key) {
                *self.found = Some((pointer, "duplicate_key"));
                return Err(A::Error::custom("duplicate key"));
            }
            map.next_value_seed(Shape { depth: self.depth + 1, pointer, found: &mut *self.found })?;
        }
        Ok(())
    }
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn data_error(pointer: String, error: &serde_json::Error) -> FieldError {
    let text = error.to_string();
    let named = text.split('`').nth(1).unwrap_or_default();
    let child = |name: &str| format!("{pointer}/{}", escape(name));
    if text.starts_with("unknown field") {
        // serde's path already ends in the unknown key
        FieldError::new(if pointer.ends_with(&escape(named)) { pointer } else { child(named) }, "unknown_field")
    } else if text.starts_with("missing field") {
        FieldError::new(child(named), "required")
    } else if text.starts_with("unknown variant") {
        FieldError::new(pointer, "unknown_variant")
    } else {
        FieldError::new(pointer, "type")
    }
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", escape(key)),
            Segment::Enum { variant } => format!("/{}", escape(variant)),
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// Turns the validator's tree into pointers; field names become camelCase as on the wire, rejected values are dropped.
fn flatten(errors: &ValidationErrors, at: &str, out: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors() {
        let here = if field == "__all__" { at.to_owned() } else { format!("{at}/{}", camel(field)) };
        match kind {
            ValidationErrorsKind::Struct(inner) => flatten(inner, &here, out),
            ValidationErrorsKind::List(list) => list.iter().for_each(|(index, inner)| flatten(inner, &format!("{here}/{index}"), out)),
            ValidationErrorsKind::Field(list) => out.extend(list.iter().map(|error| {
                let mut field = FieldError::new(here.clone(), &error.code);
                field.params =
                    error.params.iter().filter(|(key, _)| *key != "value").map(|(key, value)| (key.to_string(), value.clone())).collect();
                field
            })),
        }
    }
}

fn camel(snake: &str) -> String {
    let mut out = String::with_capacity(snake.len());
    let mut upper = false;
    for c in snake.chars() {
        if c == '_' {
            upper = true;
        } else if upper {
            out.extend(c.to_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize, Validate)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Sample {
        #[validate(length(min = 1, max = 5))]
        full_name: String,
        #[serde(default)]
        #[validate(nested)]
        parts: Vec<Part>,
    }

    #[derive(Debug, serde::Deserialize, serde::Serialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Part {
        #[validate(range(min = 1))]
        n: i32,
    }

    fn fields(body: &str) -> Vec<(String, String)> {
        match parse::<Sample>(body.as_bytes()) {
            Err(AppError::Invalid(errors)) => errors.into_iter().map(|e| (e.pointer, e.code)).collect(),
            other => panic!("expected field errors, got {other:?}"),
        }
    }

    #[test]
    fn every_broken_rule_is_named_with_its_pointer() {
        let found = fields(r#"{"fullName":"","parts":[{"n":1},{"n":0}]}"#);
        assert_eq!(found, [("/fullName".into(), "length".into()), ("/parts/1/n".into(), "range".into())]);
    }

    #[test]
    fn unknown_missing_and_mistyped_fields_have_their_own_codes() {
        assert_eq!(fields(r#"{"fullName":"a","x":1}"#), [("/x".into(), "unknown_field".into())]);
        assert_eq!(fields("{}"), [("/fullName".into(), "required".into())]);
        assert_eq!(fields(r#"{"fullName":7}"#), [("/fullName".into(), "type".into())]);
    }

    #[test]
    fn a_nul_character_and_a_duplicate_key_are_refused() {
        assert_eq!(fields(r#"{"fullName":"a\u0000b"}"#), [("/fullName".into(), "nul".into())]);
        assert_eq!(fields(r#"{"fullName":"a","fullName":"b"}"#), [("/fullName".into(), "duplicate_key".into())]);
    }

    #[test]
    fn deep_nesting_and_broken_json_never_reach_the_rules() {
        let deep = format!("{{\"fullName\":{}1{}}}", "[".repeat(70), "]".repeat(70));
        assert_eq!(fields(&deep).first().map(|f| f.1.clone()), Some("too_deep".into()));
        for broken in ["", "{", "{\"fullName\":\"\\ud800\"}", "\u{feff}{}", "{\"fullName\":1e400}", "{\"fullName\":\"a\"} x", "NaN"] {
            assert!(parse::<Sample>(broken.as_bytes()).is_err(), "{broken:?}");
        }
        assert!(parse::<Sample>(b"{\"fullName\":\"\xff\"}").is_err());
    }
}
