//! Tables of this context, and of `identity` those columns it may read: names of accounts and organisations.

use diesel::allow_tables_to_appear_in_same_query;

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    cases (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        version -> BigInt,
        state -> Text,
        station_id -> Guid,
        committee_id -> Guid,
        number -> Nullable<Text>,
        category -> Text,
        source -> Text,
        mode -> Text,
        difficulty -> Text,
        sealed -> Bool,
        minor -> Bool,
        applicants -> Text,
        respondents -> Text,
        requested_at -> Moment,
        occurred_at -> Nullable<Moment>,
        accepted_on -> Nullable<Date>,
        effective_on -> Nullable<Date>,
        amount_fen -> BigInt,
        outcome -> Nullable<Text>,
        closed_on -> Nullable<Date>,
        archived_on -> Nullable<Date>,
        retention -> Nullable<Text>,
        filed_by -> Guid,
        next_due_on -> Date,
        updated_at -> Moment,
        body -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    parties (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        case_id -> Guid,
        position -> Integer,
        role -> Text,
        name -> Text,
        id_token -> Nullable<Binary>,
        body -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    ties (office_id, account_id, case_id, kind, since) {
        office_id -> Guid,
        account_id -> Guid,
        case_id -> Guid,
        kind -> Text,
        since -> Moment,
        until -> Nullable<Moment>,
        minor_until -> Nullable<Moment>,
        body -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    papers (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        case_id -> Guid,
        kind -> Text,
        serial -> Integer,
        status -> Text,
        on_date -> Date,
        party_id -> Nullable<Guid>,
        made_by -> Guid,
        made_at -> Moment,
        body -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    marks (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        case_id -> Guid,
        paper_id -> Guid,
        text_hash -> Binary,
        marked_at -> Moment,
        voided_at -> Nullable<Moment>,
        body -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    performance_items (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        case_id -> Guid,
        position -> Integer,
        due_on -> Nullable<Date>,
        amount_fen -> BigInt,
        status -> Text,
        body -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    timers (office_id, case_id, code, position) {
        office_id -> Guid,
        case_id -> Guid,
        code -> Text,
        position -> Integer,
        due_on -> Date,
        role -> Text,
        account_id -> Nullable<Guid>,
        station_id -> Guid,
        basis -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    case_terms (office_id, term, case_id) {
        office_id -> Guid,
        term -> Text,
        case_id -> Guid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    number_counters (office_id, committee_id, year) {
        office_id -> Guid,
        committee_id -> Guid,
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::{Guid, Moment};
    case_numbers (office_id, committee_id, year, seq) {
        office_id -> Guid,
        committee_id -> Guid,
        year -> Integer,
        seq -> Integer,
        case_id -> Guid,
        issued_at -> Moment,
        voided_at -> Nullable<Moment>,
        void_reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    appointments (office_id, id) {
        office_id -> Guid,
        id -> Guid,
        account_id -> Guid,
        committee_id -> Guid,
        kind -> Text,
        letter_no -> Text,
        valid_from -> Date,
        valid_until -> Date,
        suspended -> Bool,
        birth_date -> Date,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use platform::db::types::Guid;
    mediation_settings (office_id, key, valid_from) {
        office_id -> Guid,
        key -> Text,
        valid_from -> Date,
        value -> Text,
        source -> Text,
    }
}

allow_tables_to_appear_in_same_query!(cases, ties, parties, papers, case_terms, timers);
