//! Tables of this context.

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    device_feeds (office_id, device_id) {
        office_id -> Guid,
        device_id -> Guid,
        life -> BigInt,
        serial -> BigInt,
        acknowledged -> BigInt,
        office_hash -> Nullable<Binary>,
        office_serial -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    device_holdings (office_id, device_id, kind, record_id) {
        office_id -> Guid,
        device_id -> Guid,
        kind -> Text,
        record_id -> Guid,
        version -> BigInt,
        serial -> BigInt,
        withdrawn -> Nullable<Text>,
    }
}
