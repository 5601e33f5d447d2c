//! Text as people type it: normal forms, and the terms under which a person's name is found.
//!
//! A name is stored as a set of terms in an index of its own; a search asks for terms that must all be there, some
//! of them as prefixes. Both sides are made here, so that they agree.

mod surnames;

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form in which texts are compared: NFKC (full-width figures become plain ones), lower case, no blanks around
/// and single ones within.
#[must_use]
pub fn normalise(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the text holds a NUL, which SQLite stores and PostgreSQL refuses.
#[must_use]
pub fn contains_nul(text: &str) -> bool {
    text.contains('\0')
}

/// Whether `c` is a Chinese character, rare ones (生僻字) of all extensions included.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}

/// The dots between the parts of a name, as every keyboard writes them.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '·' | '•' | '‧' | '・' | '∙' | '⋅' | '●' | '.' | ',' | '、' | '-' | '\'' | '’' | '＇' | '_')
}

/// A name without blanks and dots between Chinese characters; what [`Query::verify`] is looked for in.
#[must_use]
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for part in parts(name) {
        let (Part::Han(text) | Part::Latin(text)) = part;
        let latin = |c: Option<char>| c.is_some_and(|c| !is_han(c));
        if latin(key.chars().last()) && latin(text.chars().next()) {
            key.push(' ');
        }
        key.push_str(&text);
    }
    key
}

/// A run of characters of one script.
enum Part {
    Han(String),
    Latin(String),
}

/// Splits at separators and where the script changes; letters lose their accents.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut start_anew = true;
    for c in without_accents(&normalise(text)).chars() {
        if is_separator(c) {
            start_anew = true;
            continue;
        }
        match (parts.last_mut(), is_han(c)) {
            (Some(Part::Han(run)), true) if !start_anew => run.push(c),
            (Some(Part::Latin(run)), false) if !start_anew => run.push(c),
            (_, true) => parts.push(Part::Han(c.into())),
            (_, false) => parts.push(Part::Latin(c.into())),
        }
        start_anew = false;
    }
    parts
}

/// Letters without marks; the ü of 吕 and 女 becomes v, as it is typed.
fn without_accents(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' if out.ends_with(['l', 'n']) => out.push('v'),
            _ if is_han(c) => out.push(c),
            'đ' => out.push('d'),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            _ => out.extend(c.nfkd().filter(|c| !is_combining_mark(*c))),
        }
    }
    out
}

/// The terms under which a person's name is found, without duplicates, in no order of importance.
///
/// Chinese: every character, every pair of neighbours, the whole name; in pinyin the name from each syllable on
/// (wangxiaomei, xiaomei, mei) and its initials (wxm). Other scripts: the name from each word on, and its initials.
#[must_use]
pub fn name_terms(name: &str) -> Vec<String> {
    let parts = parts(name);
    let mut terms = Terms::default();
    let han: Vec<Vec<char>> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Han(text) => Some(text.chars().collect()),
            Part::Latin(_) => None,
        })
        .collect();
    let latin: Vec<&str> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Latin(text) => Some(text.as_str()),
            Part::Han(_) => None,
        })
        .collect();

    let whole: Vec<char> = han.concat();
    for width in [1, 2] {
        whole.windows(width).for_each(|gram| terms.add(gram.iter().collect()));
    }
    terms.add(whole.iter().collect());
    for reading in readings(&whole) {
        terms.add_reading(&reading);
    }
    if let [_, rest @ ..] = han.as_slice() {
        // the parts of a dotted name are asked for one by one: 买买提 is found by mmt
        for part in rest {
            terms.add(initials(&syllables(part)));
        }
    }
    terms.add_reading(&latin.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    terms.0
}

/// Terms in the order they came up; few enough that a scan is quicker than a set.
#[derive(Default)]
struct Terms(Vec<String>);

impl Terms {
    fn add(&mut self, term: String) {
        if !term.is_empty() && !self.0.contains(&term) {
            self.0.push(term);
        }
    }

    /// The reading from each syllable on, and the initials.
    fn add_reading(&mut self, syllables: &[String]) {
        for from in 0..syllables.len() {
            let tail = syllables.get(from..).unwrap_or_default().concat();
            if tail.contains('v') {
                // 吕 is LYU in a passport
                self.add(tail.replace("lv", "lyu").replace("nv", "nyu"));
            }
            self.add(tail);
        }
        self.add(initials(syllables));
    }
}

fn initials(syllables: &[String]) -> String {
    syllables.iter().filter_map(|syllable| syllable.chars().next()).collect()
}

/// The usual reading of each character; one without any is passed over.
fn syllables(chars: &[char]) -> Vec<String> {
    chars.iter().filter_map(|c| c.to_pinyin()).map(|reading| without_accents(reading.plain())).collect()
}

/// All readings of a Chinese name: the surname as surnames are read, the rest as usual.
fn readings(name: &[char]) -> Vec<Vec<String>> {
    let Some(surname) = surnames::of(name) else {
        return vec![syllables(name)];
    };
    let given = syllables(name.get(surname.len..).unwrap_or_default());
    let owned = |reading: Vec<&str>| reading.into_iter().map(str::to_owned).chain(given.iter().cloned()).collect();
    surname.readings.into_iter().map(owned).collect()
}

/// One term a name must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The term, or how it begins.
    pub value: String,
    /// Whether the beginning is enough.
    pub prefix: bool,
}

/// A search for names: all terms must be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The terms; none when nothing was typed.
    pub terms: Vec<Term>,
    /// What [`name_key`] of the name must contain, because the pairs alone could come from different places.
    pub verify: Option<String>,
}

/// Turns what was typed into a search: one Chinese character by itself, more of them as pairs, letters as the
/// beginning of a reading, of initials or of a word.
#[must_use]
pub fn query_terms(q: &str) -> Query {
    let mut query = Query::default();
    let mut han = Vec::new();
    for part in parts(q) {
        match part {
            Part::Han(text) => han.extend(text.chars()),
            Part::Latin(value) => query.push(value, true),
        }
    }
    han.windows(if han.len() == 1 { 1 } else { 2 }).for_each(|gram| query.push(gram.iter().collect(), false));
    query.verify = (han.len() > 1).then(|| han.iter().collect());
    query
}

impl Query {
    fn push(&mut self, value: String, prefix: bool) {
        let term = Term { value, prefix };
        if !self.terms.contains(&term) {
            self.terms.push(term);
        }
    }

    /// Whether nothing searchable was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

#[cfg(test)]
mod tests;
