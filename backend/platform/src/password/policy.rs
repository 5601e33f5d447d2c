//! What may be a password.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The fewest characters a password has.
pub const MIN_LENGTH: usize = 12;

/// The most; long passphrases are welcome, megabytes are not.
const MAX_LENGTH: usize = 256;

/// What must be left of a password once everything guessable is struck out.
const MIN_OWN: usize = 8;

/// Which rules an installation follows: the two standards contradict each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordProfile {
    /// OWASP ASVS 5.0: length and lists, no rule of composition.
    #[default]
    Asvs,
    /// Multi-level protection (等级保护, GB/T 22239): in addition three of four classes of characters.
    Mlps,
}

/// Why a text may not be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordProblem {
    /// Fewer than [`MIN_LENGTH`] characters.
    TooShort,
    /// More than 256 characters.
    TooLong,
    /// On the list of common passwords, or a few characters over and over.
    Common,
    /// Little more than a word of this trade, this place, a year or the person's own data.
    ContextWord,
    /// Fewer than three classes of characters (profile [`PasswordProfile::Mlps`] only).
    Composition,
}

impl PasswordProblem {
    /// The stable code of the problem.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::Common => "password_common",
            Self::ContextWord => "password_context_word",
            Self::Composition => "password_composition",
        }
    }
}

static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Words everybody here would try first; longer ones before those they contain.
const CONTEXT_WORDS: [&str; 22] = [
    "妇女联合会",
    "妇联",
    "妇女",
    "家和",
    "调解",
    "fulianhui",
    "fulian",
    "funvlianhe",
    "funv",
    "funü",
    "tiaojie",
    "jiahe",
    "jiating",
    "womensfederation",
    "mediation",
    "administrator",
    "password",
    "passw0rd",
    "admin",
    "qwerty",
    "woaini",
    "welcome",
];

/// Tells whether `password` may be used. `own` are words tied to the person or the place (login name, name in
/// pinyin, telephone number, county); of each, what is at least four characters long counts.
pub fn check(password: &str, profile: PasswordProfile, own: &[&str]) -> Result<(), PasswordProblem> {
    let password: String = password.nfkc().collect();
    let length = password.chars().count();
    if length < MIN_LENGTH {
        return Err(PasswordProblem::TooShort);
    }
    if length > MAX_LENGTH {
        return Err(PasswordProblem::TooLong);
    }
    let folded = password.to_lowercase();
    let distinct: HashSet<char> = folded.chars().collect();
    if COMMON.contains(folded.as_str()) || distinct.len() < 5 {
        return Err(PasswordProblem::Common);
    }
    if !has_enough_of_its_own(&folded, own) {
        return Err(PasswordProblem::ContextWord);
    }
    if profile == PasswordProfile::Mlps && classes(&password) < 3 {
        return Err(PasswordProblem::Composition);
    }
    Ok(())
}

/// Strikes out context words, years and runs such as 12345 and counts what remains; a password that has no such
/// part passes whatever it is made of.
fn has_enough_of_its_own(folded: &str, own: &[&str]) -> bool {
    let mut own: Vec<String> = own.iter().map(|word| word.nfkc().collect::<String>().to_lowercase()).collect();
    // the birthday within an identity number, the last figures of a telephone number
    let parts: Vec<String> = own
        .iter()
        .filter(|word| word.is_ascii() && word.len() >= 11)
        .flat_map(|word| [word.get(word.len() - 8..), word.get(word.len() - 6..), word.get(6..14)])
        .flatten()
        .map(str::to_owned)
        .collect();
    own.extend(parts);
    own.retain(|word| word.chars().count() >= 4);
    own.sort_by_key(|word| std::cmp::Reverse(word.len()));

    let mut rest = folded.to_owned();
    for word in own.iter().map(String::as_str).chain(CONTEXT_WORDS) {
        rest = rest.replace(word, "\n");
    }
    let rest = without_years_and_runs(&rest);
    rest == folded || rest.chars().filter(|c| *c != '\n').count() >= MIN_OWN
}

/// Replaces 1949–2099 and four or more neighbours in the order of the code (1234, abcd, 4321) by a line feed.
fn without_years_and_runs(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = chars.as_slice();
    while let [first, tail @ ..] = rest {
        let guessable = run_length(rest).max(year_length(rest));
        if guessable >= 4 {
            out.push('\n');
            rest = rest.get(guessable..).unwrap_or_default();
        } else {
            out.push(*first);
            rest = tail;
        }
    }
    out
}

fn run_length(chars: &[char]) -> usize {
    let steps = |step: i64| {
        chars.windows(2).take_while(|pair| matches!(pair, [a, b] if i64::from(u32::from(*b)) - i64::from(u32::from(*a)) == step)).count()
    };
    1 + [1, -1, 0].map(steps).into_iter().max().unwrap_or(0)
}

fn year_length(chars: &[char]) -> usize {
    let year: String = chars.iter().take(4).collect();
    let is_year = year.bytes().all(|b| b.is_ascii_digit()) && ("1949".."2100").contains(&year.as_str());
    if is_year { 4 } else { 0 }
}

fn classes(password: &str) -> usize {
    let has = |class: fn(char) -> bool| usize::from(password.chars().any(class));
    has(|c| c.is_ascii_digit())
        + has(|c| c.is_lowercase())
        + has(|c| c.is_uppercase())
        + has(|c| !c.is_ascii_digit() && !c.is_lowercase() && !c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use PasswordProblem::{Common, Composition, ContextWord, TooLong, TooShort};

    fn asvs(password: &str) -> Result<(), PasswordProblem> {
        check(password, PasswordProfile::Asvs, &[])
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(asvs("kuxo-vemira"), Err(TooShort));
        assert_eq!(asvs("kuxo-vemiras"), Ok(()));
        assert_eq!(asvs("春眠不觉晓处处闻啼鸟夜来"), Ok(()));
        assert_eq!(asvs("春眠不觉晓处处闻啼鸟"), Err(TooShort));
        assert_eq!(asvs(&"kuxo-vemiras ".repeat(19)), Ok(()));
        assert_eq!(asvs(&"kuxo-vemiras ".repeat(20)), Err(TooLong));
    }

    #[test]
    fn common_ones_are_refused_in_any_case() {
        for password in ["1qaz2wsx3edc", "1QAZ2WSX3EDC", "woaini1314520", "aaaaaaaaaaaa", "121212121212", "Password@123"] {
            assert_eq!(asvs(password), Err(Common), "{password}");
        }
        assert!(COMMON.len() > 200);
        assert!(COMMON.iter().all(|word| word.chars().count() >= MIN_LENGTH && word.to_lowercase() == **word));
    }

    #[test]
    fn context_words_do_not_count() {
        for password in ["jiahe2026funv", "妇联妇联妇联2026年好的", "FuNv@20261124x", "Admin12345678!", "jiahe-fulian-1", "tiaojie9876543"]
        {
            assert_eq!(asvs(password), Err(ContextWord), "{password}");
        }
        for password in ["jiahe-velum-orchid", "2026-ravine-cobalt", "绿水青山jiahe春暖花开真好"] {
            assert_eq!(asvs(password), Ok(()), "{password}");
        }
    }

    #[test]
    fn own_data_does_not_count() {
        let own = ["13812345678", "99990019900101001X", "wangxiaomei", "Pei"];
        for password in ["13812345678aB!", "wangxiaomei-88", "xx19900101yyzz", "WangXiaoMei2026", "12345678qpzmv"] {
            assert_eq!(check(password, PasswordProfile::Asvs, &own), Err(ContextWord), "{password}");
        }
        assert_eq!(check("pei-cobalt-ravine", PasswordProfile::Asvs, &own), Ok(()), "too short to matter");
    }

    #[test]
    fn the_national_profile_wants_three_classes() {
        let mlps = |password| check(password, PasswordProfile::Mlps, &[]);
        assert_eq!(mlps("cobaltravinequx"), Err(Composition));
        assert_eq!(mlps("cobalt-ravinequx"), Err(Composition));
        assert_eq!(mlps("cobalt-ravine-7"), Ok(()));
        assert_eq!(mlps("Cobalt-ravinequx"), Ok(()));
    }
}
