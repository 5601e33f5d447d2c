//! Portable column types, declared once: identifier, instant, and text enums.

#[cfg(feature = "server")]
mod engines;

use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::SqlType;
use serde::{Deserialize, Serialize};

/// Identifier column: `uuid` on PostgreSQL, 16-byte `BLOB` on SQLite.
#[derive(Debug, Clone, Copy, Default, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(name = "uuid"))]
#[diesel(sqlite_type(name = "Binary"))]
pub struct Guid;

/// Instant column: `timestamptz` on PostgreSQL, microseconds since 1970 as `INTEGER` on SQLite.
#[derive(Debug, Clone, Copy, Default, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(name = "timestamptz"))]
#[diesel(sqlite_type(name = "Long"))]
pub struct Moment;

/// A point in time as the database keeps it: UTC, microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow, Serialize, Deserialize, utoipa::ToSchema)]
#[diesel(sql_type = Moment)]
#[serde(transparent)]
#[schema(value_type = String, format = "date-time")]
pub struct Instant(pub DateTime<Utc>);

impl From<DateTime<Utc>> for Instant {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at)
    }
}

/// Declares an enum that is stored as text, travels as `UPPER_SNAKE`, and appears as a string enum in the document.
///
/// `text_enum!(/// doc. State { Applied = "APPLIED", Accepted = "ACCEPTED" });`
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$var_meta:meta])* $var:ident = $text:tt),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            ::diesel::expression::AsExpression, ::diesel::deserialize::FromSqlRow,
            ::serde::Serialize, ::serde::Deserialize, ::utoipa::ToSchema,
        )]
        #[diesel(sql_type = ::diesel::sql_types::Text)]
        pub enum $name { $($(#[$var_meta])* #[serde(rename = $text)] $var),+ }

        impl $name {
            /// Every value, in the order of the specification.
            pub const ALL: &'static [Self] = &[$(Self::$var),+];

            /// The value as it is stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$var => $text),+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($text => Ok(Self::$var),)+
                    other => Err(format!(concat!("unknown ", stringify!($name), ": {}"), other)),
                }
            }
        }

        impl<DB> ::diesel::serialize::ToSql<::diesel::sql_types::Text, DB> for $name
        where
            DB: ::diesel::backend::Backend,
            str: ::diesel::serialize::ToSql<::diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut ::diesel::serialize::Output<'b, '_, DB>) -> ::diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }

        impl<DB> ::diesel::deserialize::FromSql<::diesel::sql_types::Text, DB> for $name
        where
            DB: ::diesel::backend::Backend,
            String: ::diesel::deserialize::FromSql<::diesel::sql_types::Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> ::diesel::deserialize::Result<Self> {
                <String as ::diesel::deserialize::FromSql<::diesel::sql_types::Text, DB>>::from_sql(value)?
                    .parse()
                    .map_err(|unknown: String| unknown.into())
            }
        }
    };
}
