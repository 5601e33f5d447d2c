//! Reading the published lists (CSV): every row that cannot be taken is named with its line, and then none is taken.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use platform::calendar::DayKind;
use platform::problem::{AppError, FieldError};
use platform::text_enum;

text_enum!(
    /// The levels of administrative division (行政区划).
    DivisionLevel {
        /// 省.
        Province = "PROVINCE",
        /// 市（州）.
        City = "CITY",
        /// 县（市、区）.
        County = "COUNTY",
        /// 街道（乡、镇）.
        Street = "STREET",
        /// 社区（村）.
        Community = "COMMUNITY",
    }
);

/// One division of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivisionLine {
    pub line: u64,
    pub code: String,
    pub name: String,
    pub level: DivisionLevel,
    pub parent: Option<String>,
}

/// One day of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayLine {
    pub day: NaiveDate,
    pub kind: DayKind,
    pub festival: String,
}

/// What is wrong with a field of a line.
pub(crate) fn wrong(line: u64, column: &str, code: &str) -> FieldError {
    let mut error = FieldError::new(format!("/lines/{line}/{column}"), code);
    error.params.insert("line".to_owned(), line.into());
    error
}

/// A row with its line, or what is wrong with its form.
type Row = (u64, Result<Vec<String>, FieldError>);

/// Reads the rows under a header that must be exactly the one given.
fn rows(text: &str, header: &[&str]) -> Result<Vec<Row>, AppError> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let found = reader.headers().map_err(|error| AppError::Malformed(error.to_string()))?;
    if found.iter().ne(header.iter().copied()) {
        return Err(AppError::Invalid(vec![wrong(1, "header", "type")]));
    }
    let mut out = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let fields: Vec<String> = record.iter().map(str::to_owned).collect();
                let taken = if fields.len() == header.len() { Ok(fields) } else { Err(wrong(line, "columns", "length")) };
                out.push((line, taken));
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                out.push((line, Err(wrong(line, "text", "type"))));
            }
        }
    }
    Ok(out)
}

/// Reads a list of divisions: `code,name,level,parent_code`, twelve figures a code.
pub fn divisions(text: &str) -> Result<Vec<DivisionLine>, AppError> {
    let (mut taken, mut errors, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (line, fields) in rows(text, &["code", "name", "level", "parent_code"])? {
        let fields = match fields {
            Ok(fields) => fields,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let [code, name, level, parent] = fields.as_slice() else { continue };
        let mut bad = |column: &str, code: &str| errors.push(wrong(line, column, code));
        if code.len() != 12 || !code.bytes().all(|b| b.is_ascii_digit()) {
            bad("code", "type");
        } else if !seen.insert(code.clone()) {
            bad("code", "duplicate_key");
        }
        if name.is_empty() {
            bad("name", "blank");
        }
        let level = level.to_uppercase().parse::<DivisionLevel>();
        if level.is_err() {
            bad("level", "unknown_variant");
        }
        if let Ok(level) = level {
            if parent.is_empty() && level > DivisionLevel::County {
                bad("parent_code", "required");
            }
            taken.push(DivisionLine {
                line,
                code: code.clone(),
                name: name.clone(),
                level,
                parent: Some(parent.clone()).filter(|parent| !parent.is_empty()),
            });
        }
    }
    if errors.is_empty() { Ok(taken) } else { Err(AppError::Invalid(errors)) }
}

/// Refuses lines whose parent is neither in the list nor known already, or does not stand above them.
pub fn check_parents(lines: &[DivisionLine], known: &HashMap<String, DivisionLevel>) -> Result<(), AppError> {
    let listed: HashMap<&str, DivisionLevel> = lines.iter().map(|line| (line.code.as_str(), line.level)).collect();
    let errors: Vec<FieldError> = lines
        .iter()
        .filter_map(|line| {
            let parent = line.parent.as_deref()?;
            match listed.get(parent).or_else(|| known.get(parent)) {
                None => Some(wrong(line.line, "parent_code", "unknown_reference")),
                Some(level) if *level >= line.level => Some(wrong(line.line, "parent_code", "order")),
                Some(_) => None,
            }
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid(errors)) }
}

/// Reads a list of days: `date,kind,festival`.
pub fn holidays(text: &str) -> Result<Vec<HolidayLine>, AppError> {
    let (mut taken, mut errors, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (line, fields) in rows(text, &["date", "kind", "festival"])? {
        let fields = match fields {
            Ok(fields) => fields,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let [date, kind, festival] = fields.as_slice() else { continue };
        let mut bad = |column: &str, code: &str| errors.push(wrong(line, column, code));
        let day = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok();
        match day {
            None => bad("date", "type"),
            Some(day) if !seen.insert(day) => bad("date", "duplicate_key"),
            Some(_) => {}
        }
        let kind = kind.parse::<DayKind>().ok();
        if kind.is_none() {
            bad("kind", "unknown_variant");
        }
        if festival.is_empty() {
            bad("festival", "blank");
        }
        if let (Some(day), Some(kind)) = (day, kind) {
            taken.push(HolidayLine { day, kind, festival: festival.clone() });
        }
    }
    if errors.is_empty() { Ok(taken) } else { Err(AppError::Invalid(errors)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers<T: std::fmt::Debug>(result: Result<T, AppError>) -> Vec<String> {
        match result {
            Err(AppError::Invalid(errors)) => errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect(),
            other => panic!("expected field errors, got {other:?}"),
        }
    }

    #[test]
    fn the_lists_that_ship_with_the_product_are_read_whole() {
        let demo = divisions(crate::DEMO_DIVISIONS).unwrap();
        let count = |level| demo.iter().filter(|line| line.level == level).count();
        assert_eq!((count(DivisionLevel::County), count(DivisionLevel::Street), count(DivisionLevel::Community)), (1, 9, 54));
        assert!(demo.iter().all(|line| line.code.starts_with("999900")));
        check_parents(&demo, &HashMap::new()).unwrap();
        let days = holidays(crate::HOLIDAYS).unwrap();
        assert_eq!(days.len(), 143);
    }

    #[test]
    fn every_bad_division_is_named_with_its_line() {
        let text = "code,name,level,parent_code\n999900000000,清源县,county,\n99990000100,栖霞街道,street,999900000000\n\
                    999900002000,,village,999900000000\n999900003000,枫桥街道,street,\n999900000000,清源县,county,\nx,y\n";
        assert_eq!(
            pointers(divisions(text)),
            [
                "/lines/3/code type",
                "/lines/4/name blank",
                "/lines/4/level unknown_variant",
                "/lines/5/parent_code required",
                "/lines/6/code duplicate_key",
                "/lines/7/columns length",
            ]
        );
        assert_eq!(pointers(divisions("name,code\n")), ["/lines/1/header type"]);
    }

    #[test]
    fn a_parent_must_exist_and_stand_above() {
        let line = |line, code: &str, level, parent: &str| DivisionLine {
            line,
            code: code.to_owned(),
            name: "n".to_owned(),
            level,
            parent: Some(parent.to_owned()),
        };
        let known = HashMap::from([("530000000000".to_owned(), DivisionLevel::Province)]);
        let lines = [
            line(2, "530100000000", DivisionLevel::City, "530000000000"),
            line(3, "530181000000", DivisionLevel::County, "530200000000"),
            line(4, "530181001000", DivisionLevel::Street, "530181001000"),
        ];
        assert_eq!(pointers(check_parents(&lines, &known)), ["/lines/3/parent_code unknown_reference", "/lines/4/parent_code order"]);
    }

    #[test]
    fn every_bad_day_is_named_with_its_line() {
        let text = "date,kind,festival\n2026-02-30,HOLIDAY,春节\n2026-02-17,FEAST,\n2026-02-18,HOLIDAY,春节\n2026-02-18,HOLIDAY,春节\n";
        assert_eq!(
            pointers(holidays(text)),
            ["/lines/2/date type", "/lines/3/kind unknown_variant", "/lines/3/festival blank", "/lines/5/date duplicate_key"]
        );
    }
}
