//! What the content of each paper takes and refuses.

use serde_json::{Value, json};
use utoipa::{PartialSchema, ToSchema};

use super::*;
use crate::cases::example::*;
use crate::cases::{CaseFile, Conflict, IdDocument, Mark, Paper, Particulars, Party, PerformanceItem, Representative, Tie};

#[test]
fn a_paper_reads_back_as_it_was_written() {
    for paper in agreed(vec![plain_payment()]).papers {
        let fields = paper.content.to_fields().unwrap();
        assert_eq!(PaperContent::from_fields(paper.form(), fields).unwrap(), paper.content);
        let whole = serde_json::to_value(&paper.content).unwrap();
        assert_eq!(whole["form"], paper.form().as_str());
        assert_eq!(serde_json::from_value::<PaperContent>(whole).unwrap(), paper.content);
    }
}

#[test]
fn an_unknown_field_or_an_explicit_null_record_is_refused() {
    let mut fields = PaperContent::Minutes(minutes()).to_fields().unwrap();
    fields["surprise"] = json!(1);
    assert!(PaperContent::from_fields(FormCode::F10, fields).is_err());
    let mut fields = PaperContent::Minutes(minutes()).to_fields().unwrap();
    fields["recorder"] = Value::Null;
    assert!(PaperContent::from_fields(FormCode::F10, fields).is_err());
}

#[test]
fn an_empty_story_and_an_amount_below_nothing_are_invalid() {
    let mut sheet = agreement(vec![plain_payment()]);
    assert!(sheet.validate().is_ok());
    sheet.facts = String::new();
    assert!(sheet.validate().is_err());
    let mut owed = plain_payment();
    owed.amount_fen = Some(platform::money::Fen(-1));
    assert!(agreement(vec![owed]).validate().is_err());
}

/// Every schema that papers and case files bring into the document.
fn schemas() -> Vec<(String, Value)> {
    let mut named = Vec::new();
    macro_rules! collect {
        ($($name:ident),+ $(,)?) => {
            $(
                named.push((<$name as ToSchema>::name().into_owned(), $name::schema()));
                <$name as ToSchema>::schemas(&mut named);
            )+
        };
    }
    collect!(PaperContent, CaseFile, Paper, Party, Particulars, IdDocument, Representative, Mark, PerformanceItem, Tie, Conflict);
    named.into_iter().map(|(name, schema)| (name, serde_json::to_value(schema).unwrap())).collect()
}

fn is_portable(schema: &Value) -> bool {
    match schema {
        Value::Object(fields) => {
            let has_null = |list: &Value| list.as_array().is_some_and(|list| list.iter().any(|one| one["type"] == "null"));
            !fields.get("oneOf").is_some_and(has_null) && !fields.get("anyOf").is_some_and(has_null) && fields.values().all(is_portable)
        }
        Value::Array(list) => list.iter().all(is_portable),
        _ => true,
    }
}

#[test]
fn the_schemas_keep_to_the_portable_subset() {
    for (name, schema) in schemas() {
        assert_ne!(name, "Case");
        assert!(is_portable(&schema), "{name}: {schema:#}");
    }
}

#[test]
fn one_schema_name_means_one_thing() {
    let mut seen = std::collections::BTreeMap::new();
    for (name, schema) in schemas() {
        assert_eq!(seen.entry(name.clone()).or_insert_with(|| schema.clone()), &schema, "{name}");
    }
}

#[test]
fn a_form_is_told_by_a_single_value() {
    let schema = serde_json::to_value(PaperContent::schema()).unwrap();
    let forms: Vec<&Value> = schema["oneOf"].as_array().unwrap().iter().map(|one| &one["properties"]["form"]["enum"]).collect();
    assert_eq!(forms.len(), FormCode::ALL.len());
    assert_eq!(forms[0], &json!(["F03"]));
}
