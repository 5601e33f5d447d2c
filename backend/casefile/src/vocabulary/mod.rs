//! The closed word lists of the office: every word once, with its wire code and its Chinese and English name.

/// Declares a word list: an enum whose wire and database form is the given code, with its Chinese and English name.
#[macro_export]
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $variant:ident = $code:tt, $zh:literal, $en:literal;)+
    }) => {
        platform::text_enum!($(#[$about])* $name { $($(#[$doc])* $variant = $code),+ });

        impl $name {
            /// The word the office prints.
            pub const fn label_zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }

            /// The English name shown to readers of the English screens.
            pub const fn label_en(self) -> &'static str {
                match self { $(Self::$variant => $en,)+ }
            }
        }
    };
}
pub use crate::words;

pub mod category;
pub mod outcome;
pub mod paper;
pub mod party;
pub mod performance;
pub mod retention;
pub mod role_in_case;
pub mod source;

pub use category::{Category, CategoryGroup, CategoryLeaf};
pub use outcome::Outcome;
pub use paper::{FormCode, MarkKind, MarkRole, Openness, PaperState, SessionResult};
pub use party::{
    Authority, Capacity, IdDocumentKind, IdVerification, Literacy, MaritalStatus, MarriageOfParties, PartyKind, PartyRole, Relation,
    RepresentativeKind, Sex, SpecialGroup,
};
pub use performance::{Difficulty, PerformanceStatus};
pub use retention::Retention;
pub use role_in_case::{AssignmentMode, ConflictKind, EarlierRole, RoleInCase};
pub use source::{ApplicationMode, Source, SourceLevel};
