//! The one table of this package.

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    attachments (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        holder_kind -> Text,
        holder_id -> Guid,
        state -> Text,
        media_type -> Text,
        size -> BigInt,
        uploaded_by -> Guid,
        created_at -> Moment,
        ready_at -> Nullable<Moment>,
        body -> Binary,
    }
}
