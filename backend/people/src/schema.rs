//! Tables of this context: reference data, the same for every office.

diesel::table! {
    divisions (code) {
        code -> Text,
        name -> Text,
        level -> Text,
        parent_code -> Nullable<Text>,
    }
}

diesel::table! {
    holidays (day) {
        day -> Date,
        kind -> Text,
        festival -> Text,
    }
}
