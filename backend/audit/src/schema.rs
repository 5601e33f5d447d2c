//! Tables of this context.

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    audit_facts (office_id, seq) {
        office_id -> Guid,
        seq -> BigInt,
        at -> Moment,
        actor_id -> Guid,
        actor_name -> Text,
        roles -> Text,
        session -> Text,
        ip -> Text,
        action -> Text,
        object_type -> Text,
        object_id -> Guid,
        decision -> Text,
        occurred_at -> Nullable<Moment>,
        detail -> Text,
        request_id -> Text,
        prev_hash -> Binary,
        hash -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    audit_heads (office_id) {
        office_id -> Guid,
        seq -> BigInt,
        hash -> Binary,
    }
}
