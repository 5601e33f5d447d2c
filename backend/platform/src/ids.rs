//! Identifiers: UUIDv7, made by the client of record (a tablet may name its own records).

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::types::Guid;

/// An identifier of any record; the typed ones of [`id_type!`](crate::id_type) wrap it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = Guid)]
#[serde(transparent)]
pub struct Id(pub Uuid);

impl Id {
    /// A new, time-ordered identifier.
    #[expect(clippy::disallowed_methods, reason = "the one place that makes identifiers")]
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }

    /// The identifier's sixteen bytes, as the row key that encryption binds to.
    pub fn bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl Default for Id {
    fn default() -> Self {
        Self::new()
    }
}

/// Declares a typed identifier: `id_type!(/// doc. CaseId);`
#[macro_export]
macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            ::diesel::expression::AsExpression, ::diesel::deserialize::FromSqlRow,
            ::serde::Serialize, ::serde::Deserialize, ::utoipa::ToSchema,
        )]
        #[diesel(sql_type = $crate::db::types::Guid)]
        #[serde(transparent)]
        #[schema(value_type = String, format = "uuid")]
        pub struct $name(pub $crate::ids::Id);

        impl $name {
            /// A new, time-ordered identifier.
            #[expect(clippy::new_without_default, reason = "an identifier has no default: it names one thing")]
            pub fn new() -> Self {
                Self($crate::ids::Id::new())
            }

            /// The sixteen bytes, as the row key that encryption binds to.
            pub fn bytes(&self) -> &[u8; 16] {
                self.0.bytes()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0.0, f)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self($crate::ids::Id(text.parse()?)))
            }
        }

        impl<DB> ::diesel::serialize::ToSql<$crate::db::types::Guid, DB> for $name
        where
            DB: ::diesel::backend::Backend,
            $crate::ids::Id: ::diesel::serialize::ToSql<$crate::db::types::Guid, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut ::diesel::serialize::Output<'b, '_, DB>) -> ::diesel::serialize::Result {
                self.0.to_sql(out)
            }
        }

        impl<DB> ::diesel::deserialize::FromSql<$crate::db::types::Guid, DB> for $name
        where
            DB: ::diesel::backend::Backend,
            $crate::ids::Id: ::diesel::deserialize::FromSql<$crate::db::types::Guid, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> ::diesel::deserialize::Result<Self> {
                <$crate::ids::Id as ::diesel::deserialize::FromSql<$crate::db::types::Guid, DB>>::from_sql(value).map(Self)
            }
        }
    };
}

id_type!(
    /// The county federation (县妇联) that owns a row: the tenant key of every business table.
    OfficeId
);
id_type!(
    /// One organisation of the federation's tree: street, station, committee, lawyer room, partner.
    OrgId
);
id_type!(
    /// A person's account, or an integration client acting in its place.
    AccountId
);
id_type!(
    /// A tablet that is, or asks to be, enrolled for one person.
    DeviceId
);
id_type!(
    /// A mediation case file.
    CaseId
);
id_type!(
    /// A party of one case file.
    PartyId
);
id_type!(
    /// A paper (文书): one sheet or set of sheets of the volume.
    PaperId
);
id_type!(
    /// A mark (签名、指印、印章) on a paper.
    MarkId
);

impl ToSql<Guid, diesel::pg::Pg> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        <Uuid as ToSql<diesel::sql_types::Uuid, diesel::pg::Pg>>::to_sql(&self.0, out)
    }
}

impl ToSql<Guid, diesel::sqlite::Sqlite> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::sqlite::Sqlite>) -> serialize::Result {
        out.set_value(self.bytes().as_slice());
        Ok(serialize::IsNull::No)
    }
}

impl FromSql<Guid, diesel::pg::Pg> for Id {
    fn from_sql(value: <diesel::pg::Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        <Uuid as FromSql<diesel::sql_types::Uuid, diesel::pg::Pg>>::from_sql(value).map(Self)
    }
}

impl FromSql<Guid, diesel::sqlite::Sqlite> for Id {
    fn from_sql(mut value: <diesel::sqlite::Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.read_blob())?))
    }
}
