//! Numbers that identify a person or an organisation: checking, reading and masking.

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

/// Why a text is not a resident identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IdProblem {
    /// Not 18 characters long.
    Length,
    /// Something else than figures (and an X at the end), or a region that begins with 0.
    Character,
    /// The eight figures of the birth date are no date, lie before 1850 or after today.
    BirthDate,
    /// The last character does not follow from the others: a slip of the pen.
    CheckDigit,
}

impl IdProblem {
    /// The stable code of the problem.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Length => "id_length",
            Self::Character => "id_character",
            Self::BirthDate => "id_birth_date",
            Self::CheckDigit => "id_check_digit",
        }
    }
}

impl fmt::Display for IdProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "身份证号码应为18位",
            Self::Character => "身份证号码只能由数字组成，末位可以是X",
            Self::BirthDate => "身份证号码中的出生日期无效",
            Self::CheckDigit => "身份证号码校验位不符",
        })
    }
}

impl std::error::Error for IdProblem {}

crate::text_enum!(
    /// Sex as entered in the population register (性别).
    Sex {
        /// 男
        Male = "MALE",
        /// 女
        Female = "FEMALE",
    }
);

/// A valid resident identity number (公民身份号码, GB 11643-1999).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ResidentId {
    number: String,
    birth_date: NaiveDate,
    sex: Sex,
}

/// No living person is older; an earlier year is a slip.
const EARLIEST_YEAR: i32 = 1850;

impl ResidentId {
    /// Reads a number as people write it: full-width figures, blanks and a small x are accepted.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, IdProblem> {
        let number: String = text.nfkc().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        if number.chars().count() != 18 {
            return Err(IdProblem::Length);
        }
        let figures: Vec<u32> = number.chars().take(17).map_while(|c| c.to_digit(10)).collect();
        let last = number.chars().last().filter(|c| c.is_ascii_digit() || *c == 'X');
        let (17, Some(last), false) = (figures.len(), last, figures.first() == Some(&0)) else {
            return Err(IdProblem::Character);
        };
        let read = |from: usize, len: usize| figures.iter().skip(from).take(len).fold(0, |n, figure| n * 10 + figure);
        let year = i32::try_from(read(6, 4)).unwrap_or(0);
        let birth_date = NaiveDate::from_ymd_opt(year, read(10, 2), read(12, 2))
            .filter(|date| year >= EARLIEST_YEAR && *date <= today)
            .ok_or(IdProblem::BirthDate)?;
        if resident_check_character(&figures) != last {
            return Err(IdProblem::CheckDigit);
        }
        let sex = if read(16, 1) % 2 == 1 { Sex::Male } else { Sex::Female };
        Ok(Self { number, birth_date, sex })
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// The date of birth the number was given for.
    #[must_use]
    pub fn birth_date(&self) -> NaiveDate {
        self.birth_date
    }

    /// The sex, from the parity of the sequence number.
    #[must_use]
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// The six figures of the place where the number was first given (地址码).
    #[must_use]
    pub fn region(&self) -> &str {
        self.number.get(..6).unwrap_or_default()
    }

    /// The number with all but the first and the last character hidden: in one county the region and the birthday
    /// are known to everybody, so showing them would show the person.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_id(&self.number)
    }
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResidentId(masked)")
    }
}

/// Hides an identity document's number but for its first and last character: `3****************X`.
#[must_use]
pub fn mask_id(number: &str) -> String {
    let len = number.chars().count();
    number.chars().enumerate().map(|(at, c)| if len > 2 && (at == 0 || at + 1 == len) { c } else { '*' }).collect()
}

/// ISO 7064 MOD 11-2 over the first 17 figures.
fn resident_check_character(figures: &[u32]) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = figures.iter().zip(WEIGHTS).map(|(figure, weight)| figure * weight).sum();
    match (12 - sum % 11) % 11 {
        10 => 'X',
        figure => char::from_digit(figure, 10).unwrap_or('X'),
    }
}

/// The unified social credit code (统一社会信用代码, GB 32100-2015) in `text`, upper-case, or `None` when it is not
/// valid.
#[must_use]
pub fn parse_social_credit_code(text: &str) -> Option<String> {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let code: String = text.nfkc().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    let values: Vec<usize> = code.chars().map_while(|c| ALPHABET.find(c)).collect();
    let (check, body) = values.split_last()?;
    if code.chars().count() != 18 || body.len() != 17 {
        return None;
    }
    // the weights are the powers of 3 modulo 31
    let (sum, _) = body.iter().fold((0, 1), |(sum, weight), value| ((sum + value * weight) % 31, weight * 3 % 31));
    ((31 - sum) % 31 == *check).then_some(code)
}

/// A telephone number reduced to its figures, or `None` when it is none: a mobile number (手机号码), a fixed line
/// with its area code, or a short service number such as 12338.
#[must_use]
pub fn normalise_phone(text: &str) -> Option<String> {
    let figures: String = text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')' | '‐' | '–' | '—')).collect();
    let national = figures.strip_prefix("+86").or_else(|| figures.strip_prefix("0086"));
    let international = national.is_some();
    let number = match national {
        Some(rest) => rest,
        None if figures.len() == 13 => figures.strip_prefix("86").unwrap_or(&figures),
        None => &figures,
    };
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if is_mobile(number) {
        return Some(number.to_owned());
    }
    // abroad the zero of the area code is not dialled
    let number = if international && !number.starts_with('0') { format!("0{number}") } else { number.to_owned() };
    let valid = match number.as_bytes() {
        [b'0', b'1' | b'2', ..] => matches!(number.len(), 10 | 11),
        [b'0', b'3'..=b'9', ..] => matches!(number.len(), 11 | 12),
        [b'4' | b'8', b'0', b'0', ..] => number.len() == 10,
        [b'1', ..] => matches!(number.len(), 3 | 5),
        [b'2'..=b'9', ..] => matches!(number.len(), 5 | 7 | 8),
        _ => false,
    };
    valid.then_some(number)
}

/// Whether `number` (already normalised) is a mobile number of the mainland.
#[must_use]
pub fn is_mobile(number: &str) -> bool {
    matches!(number.as_bytes(), [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 && rest.iter().all(u8::is_ascii_digit))
}

/// Hides the middle of a telephone number: `138****5678`; of a shorter one only the end stays.
#[must_use]
pub fn mask_phone(number: &str) -> String {
    let len = number.chars().count();
    let (head, tail) = if len >= 11 { (3, 4) } else { (0, 2.min(len / 3)) };
    mask_between(number, head, tail)
}

/// Hides a telephone number of a sealed case: `*********78`.
#[must_use]
pub fn mask_phone_sealed(number: &str) -> String {
    mask_between(number, 0, 2.min(number.chars().count() / 3))
}

fn mask_between(text: &str, head: usize, tail: usize) -> String {
    let len = text.chars().count();
    text.chars().enumerate().map(|(at, c)| if at < head || at + tail >= len { c } else { '*' }).collect()
}

/// A person's name reduced to its first character: `张**`, whatever its length.
#[must_use]
pub fn mask_name(name: &str) -> String {
    name.trim().chars().next().map_or_else(String::new, |first| format!("{first}**"))
}

/// Full years of age (周岁) on `date`; 0 before birth. Who was born on 29 February turns a year older on 1 March
/// of a common year.
#[must_use]
pub fn age_at(birth: NaiveDate, date: NaiveDate) -> u32 {
    date.years_since(birth).unwrap_or(0)
}

#[cfg(test)]
mod tests;
