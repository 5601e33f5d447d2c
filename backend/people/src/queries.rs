//! Reading divisions and holidays.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use platform::calendar::{Calendar, DayKind};
use platform::db::Conn;
use platform::problem::AppError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::lists::DivisionLevel;
use crate::schema::{divisions, holidays};

/// One administrative division (行政区划).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Division)]
pub struct DivisionView {
    #[schema(example = "999900001000")]
    pub code: String,
    #[schema(example = "栖霞街道")]
    pub name: String,
    pub level: DivisionLevel,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "999900000000")]
    pub parent_code: Option<String>,
}

/// A day that does not follow the plain week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, ToSchema)]
#[schema(as = Holiday)]
pub struct HolidayView {
    #[schema(example = "2026-10-01")]
    pub date: NaiveDate,
    pub kind: DayKind,
    #[schema(example = "国庆节")]
    pub festival: String,
}

/// The divisions directly below `parent`, or those that have none above them, by code.
pub fn divisions_below(conn: &mut Conn<'_>, parent: Option<&str>) -> Result<Vec<DivisionView>, AppError> {
    let all =
        divisions::table.select((divisions::code, divisions::name, divisions::level, divisions::parent_code)).order(divisions::code.asc());
    Ok(match parent {
        Some(code) => all.filter(divisions::parent_code.eq(code)).load(conn.db())?,
        None => all.filter(divisions::parent_code.is_null()).load(conn.db())?,
    })
}

/// The names from the top down to `code`, as an address begins; nothing when the code is not known.
pub fn path_names(conn: &mut Conn<'_>, code: &str) -> Result<Vec<String>, AppError> {
    let mut names = Vec::new();
    let mut next = Some(code.to_owned());
    while let Some(code) = next {
        let row: Option<(String, Option<String>)> =
            divisions::table.find(&code).select((divisions::name, divisions::parent_code)).first(conn.db()).optional()?;
        let Some((name, parent)) = row else { return Ok(Vec::new()) };
        names.push(name);
        next = parent;
    }
    names.reverse();
    Ok(names)
}

/// True when the code names a division.
pub fn division_exists(conn: &mut Conn<'_>, code: &str) -> Result<bool, AppError> {
    Ok(divisions::table.find(code).select(divisions::code).first::<String>(conn.db()).optional()?.is_some())
}

/// The published days of one year, in order.
pub fn holidays_of(conn: &mut Conn<'_>, year: i32) -> Result<Vec<HolidayView>, AppError> {
    Ok(days(conn)?.into_iter().filter(|day| day.date.year() == year).collect())
}

pub fn days(conn: &mut Conn<'_>) -> Result<Vec<HolidayView>, AppError> {
    Ok(holidays::table.order(holidays::day.asc()).select((holidays::day, holidays::kind, holidays::festival)).load(conn.db())?)
}

/// The working-day calendar of all years that were imported.
pub fn calendar(conn: &mut Conn<'_>) -> Result<Arc<Calendar>, AppError> {
    // the same for every office
    conn.remembered([0; 16], |conn| Ok(Calendar::new(days(conn)?.into_iter().map(|day| (day.date, day.kind)))))
}
