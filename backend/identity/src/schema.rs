//! Tables of this context.

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    offices (office_id) {
        office_id -> Guid,
        name -> Text,
        short_name -> Text,
        created_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    orgs (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        parent_id -> Nullable<Guid>,
        kind -> Text,
        name -> Text,
        short_name -> Text,
        division_code -> Nullable<Text>,
        station_code -> Nullable<Text>,
        is_sealing_committee -> Bool,
        filing_no -> Nullable<Text>,
        active -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    accounts (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        username -> Text,
        name -> Text,
        status -> Text,
        password_hash -> Text,
        totp_secret -> Binary,
        totp_step -> BigInt,
        failed_count -> Integer,
        locked_until -> Nullable<Moment>,
        created_at -> Moment,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    role_grants (office_id, account_id, role, org_id) {
        office_id -> Guid,
        account_id -> Guid,
        role -> Text,
        org_id -> Guid,
        granted_at -> Moment,
        granted_by -> Guid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    sessions (office_id, token_hash) {
        office_id -> Guid,
        token_hash -> Binary,
        account_id -> Guid,
        created_at -> Moment,
        seen_at -> Moment,
        expires_at -> Moment,
        revoked_at -> Nullable<Moment>,
        ip -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    integration_clients (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        name -> Text,
        secret_hash -> Binary,
        scopes -> Text,
        org_id -> Guid,
        status -> Text,
        created_at -> Moment,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    devices (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        no -> BigInt,
        account_id -> Guid,
        label -> Text,
        serial -> Text,
        public_key -> Binary,
        key_share -> Nullable<Binary>,
        state -> Text,
        family -> BigInt,
        generation -> BigInt,
        rotated_at -> Nullable<Moment>,
        requested_at -> Moment,
        approved_at -> Nullable<Moment>,
        approved_by -> Nullable<Guid>,
        activated_at -> Nullable<Moment>,
        last_seen_at -> Nullable<Moment>,
        skew_ms -> Nullable<BigInt>,
        unsent -> Nullable<BigInt>,
        oldest_unsent_at -> Nullable<Moment>,
        revoked_at -> Nullable<Moment>,
        revoked_by -> Nullable<Guid>,
        revoke_reason -> Nullable<Text>,
        upload_until -> Nullable<Moment>,
        wiped_at -> Nullable<Moment>,
        version -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(accounts, role_grants, orgs, sessions, integration_clients, devices);
