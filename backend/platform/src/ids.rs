//! Identifiers: UUIDv7, made by the client of record (a tablet may name its own records).

use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::columns::Guid;

/// An identifier of any record; the typed ones of [`id_type!`](crate::id_type) wrap it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = Guid)]
#[serde(transparent)]
pub struct Id(pub Uuid);

impl Id {
    /// A new, time-ordered identifier.
    #[cfg(feature = "server")]
    #[expect(clippy::disallowed_methods, reason = "the one place that makes identifiers")]
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }

    /// The identifier's sixteen bytes, as the row key that encryption binds to.
    pub fn bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

#[cfg(feature = "server")]
impl Default for Id {
    fn default() -> Self {
        Self::new()
    }
}

/// Names the records that one command makes: the same command names them alike on the tablet and on the server.
#[derive(Debug, Clone)]
pub struct Names {
    at: DateTime<Utc>,
    command: [u8; 32],
    made: u32,
}

impl Names {
    /// Names under a command's key: whose command it is, its key, and when the people acted.
    pub fn of(by: AccountId, key: &str, at: DateTime<Utc>) -> Self {
        let mut hash = Sha256::new();
        hash.update(by.bytes());
        hash.update(key.as_bytes());
        Self { at, command: hash.finalize().into(), made: 0 }
    }

    /// The next name, ordered by time as every identifier is.
    pub fn make<T: From<Id>>(&mut self) -> T {
        let mut hash = Sha256::new();
        hash.update(self.command);
        hash.update(self.made.to_be_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        // the place within the command comes first, so that what one command makes keeps its order
        let [high, low] = u16::try_from(self.made).unwrap_or(u16::MAX).to_be_bytes();
        self.made = self.made.wrapping_add(1);
        let mut random = [0; 10];
        for (to, from) in random.iter_mut().zip([high, low].into_iter().chain(digest)) {
            *to = from;
        }
        let millis = u64::try_from(self.at.timestamp_millis()).unwrap_or_default();
        Id(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()).into()
    }
}

/// Makes new names of one's own: on the server only. A tablet names what a command makes by [`Names`].
#[cfg(feature = "server")]
#[doc(hidden)]
#[macro_export]
macro_rules! fresh_id {
    ($name:ident) => {
        impl $name {
            /// A new, time-ordered identifier.
            #[expect(clippy::new_without_default, reason = "an identifier has no default: it names one thing")]
            pub fn new() -> Self {
                Self($crate::ids::Id::new())
            }
        }
    };
}

#[cfg(not(feature = "server"))]
#[doc(hidden)]
#[macro_export]
macro_rules! fresh_id {
    ($name:ident) => {};
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
        #[diesel(sql_type = $crate::columns::Guid)]
        #[serde(transparent)]
        #[schema(value_type = String, format = "uuid")]
        pub struct $name(pub $crate::ids::Id);

        $crate::fresh_id!($name);

        impl $name {
            /// The sixteen bytes, as the row key that encryption binds to.
            pub fn bytes(&self) -> &[u8; 16] {
                self.0.bytes()
            }
        }

        impl ::std::convert::From<$crate::ids::Id> for $name {
            fn from(id: $crate::ids::Id) -> Self {
                Self(id)
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

        impl<DB> ::diesel::serialize::ToSql<$crate::columns::Guid, DB> for $name
        where
            DB: ::diesel::backend::Backend,
            $crate::ids::Id: ::diesel::serialize::ToSql<$crate::columns::Guid, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut ::diesel::serialize::Output<'b, '_, DB>) -> ::diesel::serialize::Result {
                self.0.to_sql(out)
            }
        }

        impl<DB> ::diesel::deserialize::FromSql<$crate::columns::Guid, DB> for $name
        where
            DB: ::diesel::backend::Backend,
            $crate::ids::Id: ::diesel::deserialize::FromSql<$crate::columns::Guid, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> ::diesel::deserialize::Result<Self> {
                <$crate::ids::Id as ::diesel::deserialize::FromSql<$crate::columns::Guid, DB>>::from_sql(value).map(Self)
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
id_type!(
    /// A file that somebody brought along (附件).
    FileId
);

#[cfg(test)]
mod tests {
    use super::*;

    fn names(key: &str) -> Names {
        Names::of(AccountId(Id(Uuid::from_u128(7))), key, DateTime::from_timestamp(1_790_000_000, 0).unwrap())
    }

    #[test]
    fn the_same_command_names_the_same_records_in_order() {
        let (mut here, mut there, mut other) = (names("a-key-of-one"), names("a-key-of-one"), names("a-key-of-two"));
        let mut last: Option<PaperId> = None;
        for _ in 0..300 {
            let id: PaperId = here.make();
            assert_eq!(id, there.make::<PaperId>());
            assert_ne!(id, other.make::<PaperId>());
            assert!(last.is_none_or(|last| last < id), "ordered");
            last = Some(id);
        }
    }
}
