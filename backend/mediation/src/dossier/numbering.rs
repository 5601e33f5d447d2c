//! Case and agreement numbers; the next sequence number comes from the committee's gapless series in the database.

/// The case number: `（2026）{short}婚人调字第{NNNN}号`.
pub fn case_number(year: i32, short_name: &str, sequence: u32) -> String {
    format!("（{year}）{short_name}婚人调字第{sequence:04}号")
}

/// The number of the n-th agreement of a case.
pub fn agreement_number(case_number: &str, version_no: i32) -> String {
    format!("{case_number}-{version_no}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_padded_to_four_and_grow_beyond() {
        assert_eq!(case_number(2026, "安宁", 7), "（2026）安宁婚人调字第0007号");
        assert_eq!(case_number(2026, "安宁", 12_345), "（2026）安宁婚人调字第12345号");
    }

    #[test]
    fn an_agreement_carries_the_number_of_its_case() {
        assert_eq!(agreement_number(&case_number(2026, "安宁", 7), 2), "（2026）安宁婚人调字第0007号-2");
    }
}
