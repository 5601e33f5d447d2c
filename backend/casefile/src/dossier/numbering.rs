//! Case and agreement numbers; the next sequence number comes from the committee's gapless series in the database.

/// The case number: `（2026）{short}婚人调字第{NNNN}号`.
pub fn case_number(year: i32, short_name: &str, sequence: u32) -> String {
    format!("（{year}）{short_name}婚人调字第{sequence:04}号")
}

/// The search terms of a case number: `#7`, and `#2026-7` for who knows the year.
pub fn number_terms(year: i32, sequence: u32) -> [String; 2] {
    [format!("#{sequence}"), format!("#{year}-{sequence}")]
}

/// What somebody who types a number means: `7`, `0007`, `第0007号`, `2026-7`, or the whole number.
pub fn number_query(text: &str) -> Option<String> {
    let groups: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().ok())
        .collect::<Option<_>>()?;
    match groups.as_slice() {
        [sequence] => Some(format!("#{sequence}")),
        [year, sequence, ..] => Some(format!("#{year}-{sequence}")),
        [] => None,
    }
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
    fn a_number_is_found_by_its_sequence_with_or_without_the_year() {
        let terms = number_terms(2026, 7);
        for typed in ["7", "0007", "第0007号", "2026-7", "（2026）安宁婚人调字第0007号", "（2026）安宁婚人调字第0007号-2"]
        {
            let query = number_query(typed).unwrap();
            assert!(terms.contains(&query), "{typed} became {query}");
        }
        assert_eq!(number_query("张小梅"), None);
        assert_eq!(number_query("99999999999999999999"), None);
    }

    #[test]
    fn an_agreement_carries_the_number_of_its_case() {
        assert_eq!(agreement_number(&case_number(2026, "安宁", 7), 2), "（2026）安宁婚人调字第0007号-2");
    }
}
