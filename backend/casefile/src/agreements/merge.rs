//! Two people write on the same draft: what they changed in different places is kept, what both changed is shown to them.

use platform::columns::Instant;
use platform::http::context::is_chinese;
use platform::problem::{AppError, Divergence};
use serde_json::{Map, Value};

use crate::cases::{Dossier, Paper};
use crate::papers::Agreement;

/// The fields of the sheet as people call them.
const FIELDS: &[(&str, &str, &str)] = &[
    ("facts", "主要事实", "facts"),
    ("issues", "争议事项", "issues"),
    ("responsibility", "责任", "responsibility"),
    ("method", "履行方式", "manner of performance"),
    ("place", "履行地点", "place of performance"),
    ("term", "履行期限", "term of performance"),
    ("copies", "份数", "copies"),
    ("datedOn", "日期", "date"),
    ("acknowledged", "风险提示确认", "acknowledged warnings"),
    ("eldersConsent", "老年人同意", "consent of the elders"),
];

/// The draft with both people's changes, or every field they both changed. Without a base both began with an empty sheet.
pub fn merge(
    dossier: &Dossier,
    draft: &Paper,
    base: Option<&Agreement>,
    mine: &Agreement,
    theirs: &Agreement,
) -> Result<Agreement, AppError> {
    let (base, mine, theirs) = (base.map_or_else(|| Ok(empty()), fields)?, fields(mine)?, fields(theirs)?);
    let edited = draft.edited.filter(|edited| edited.by != dossier.act.by);
    let mut conflicts = Vec::new();
    let mut diverged = |pointer: String, label: String, values: [Option<&Value>; 3]| {
        let [base, mine, theirs] = values.map(|value| value.and_then(written));
        let by_name = edited.and_then(|edited| dossier.account_name(edited.by));
        conflicts.push(Divergence { pointer, label, base, mine, theirs, by_name, at: edited.map(|edited| Instant(edited.at)) });
    };
    let mut merged = mine.clone();
    for (field, zh, en) in FIELDS {
        let values = [base.get(*field), mine.get(*field), theirs.get(*field)];
        match three_way(values) {
            Some(value) => set(&mut merged, field, value),
            None => diverged(format!("/agreement/{field}"), if is_chinese() { zh } else { en }.to_string(), values),
        }
    }
    let of = |sheet: &Map<String, Value>| sheet.get("clauses").and_then(Value::as_array).cloned().unwrap_or_default();
    let (old, own, other) = (of(&base), of(&mine), of(&theirs));
    let mut clauses = Vec::new();
    for (n, id) in order(&own, &other).into_iter().enumerate() {
        let values = [by_id(&old, &id), by_id(&own, &id), by_id(&other, &id)];
        match three_way(values) {
            Some(value) => clauses.extend(value.cloned()),
            None => {
                let label = if is_chinese() { format!("第{}条", n + 1) } else { format!("clause {}", n + 1) };
                diverged(format!("/agreement/clauses/{n}"), label, values);
            }
        }
    }
    merged.insert("clauses".to_owned(), Value::Array(clauses));
    if !conflicts.is_empty() {
        return Err(AppError::Diverged(conflicts));
    }
    serde_json::from_value(Value::Object(merged)).map_err(AppError::internal)
}

/// A sheet on which nobody has written yet.
fn empty() -> Map<String, Value> {
    let lists = ["acknowledged", "eldersConsent"];
    let blank = |field: &str| if lists.contains(&field) { Value::Array(Vec::new()) } else { Value::Null };
    FIELDS.iter().map(|(field, ..)| ((*field).to_owned(), blank(field))).collect()
}

fn fields(sheet: &Agreement) -> Result<Map<String, Value>, AppError> {
    match serde_json::to_value(sheet).map_err(AppError::internal)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(AppError::internal("an agreement is a record")),
    }
}

/// Who alone changed it decides; what both changed differently nobody decides here.
fn three_way([base, mine, theirs]: [Option<&Value>; 3]) -> Option<Option<&Value>> {
    if mine == theirs || theirs == base {
        Some(mine)
    } else if mine == base {
        Some(theirs)
    } else {
        None
    }
}

fn set(sheet: &mut Map<String, Value>, field: &str, value: Option<&Value>) {
    match value {
        Some(value) => drop(sheet.insert(field.to_owned(), value.clone())),
        None => drop(sheet.remove(field)),
    }
}

/// My clauses in my order, then those that only the other has.
fn order(mine: &[Value], theirs: &[Value]) -> Vec<Value> {
    let ids = |clauses: &[Value]| clauses.iter().filter_map(|clause| clause.get("id").cloned()).collect::<Vec<_>>();
    let mut all = ids(mine);
    for id in ids(theirs) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    all
}

fn by_id<'a>(clauses: &'a [Value], id: &Value) -> Option<&'a Value> {
    clauses.iter().find(|clause| clause.get("id") == Some(id))
}

/// A value as two people can compare it: a clause by its text.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Object(clause) => clause.get("text").and_then(Value::as_str).map(str::to_owned).or_else(|| Some(value.to_string())),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
