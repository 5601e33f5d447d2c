//! Reads a clause the way the screen needs it: sentence by sentence, without blanks, punctuation or variant characters.

use serde::Serialize;

/// Ends a sentence; a phrase never reaches over it.
const SENTENCE_ENDS: &[char] = &['。', '；', ';', '！', '!', '？', '?', '\n', '\r'];
/// Divides a sentence; dropped, but it widens the gap between two words.
const COMMAS: &[char] = &['，', ',', '：', ':'];
const COMMA_WIDTH: usize = 4;
/// How far before a phrase a shielding word may stand.
const SHIELD_REACH: usize = 8;

/// Traditional and variant characters, each followed by the form the word lists use.
const VARIANTS: &str = "離离報报訴诉養养撫抚贍赡繼继產产産产財财斷断絕绝絶绝關关係系親亲權权棄弃遺遗債债償偿務务證证協协議议簽签\
過过戶户屬属給给歸归與与贈赠費费調调員员錢钱嚴严傷伤對对謝谢認认確确終终結结雙双無无爲为為为會会師师處处單单將将強强實实買买賣卖\
禮礼齡龄滿满歲岁見见視视讓让規规執执轉转銷销毆殴內内鎖锁體体罰罚門门頭头遊游開开眾众衆众網网發发廣广貼贴帳账賬账號号銀银車车裡里\
裏里兒儿孫孙婦妇應应從从後后還还願愿責责賠赔補补辦办請请訂订聲声張张該该負负擔担進进須须舉举資资徵征遷迁傳传業业軟软寫写罵骂\
復复繳缴續续營营園园獨独監监護护撥拨壓压榮荣恥耻敗败脫脱當当隨随許许準准幾几嬸婶個个這这裝装檢检討讨長长遠远輩辈";

/// One link of a phrase: any of these words, at most `gap` characters after the link before.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Link {
    pub gap: usize,
    pub words: &'static [&'static str],
}

/// A turn of phrase: links in order, unless something in the sentence takes the sting out of it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Phrase {
    pub links: &'static [Link],
    /// Words that make the whole sentence harmless.
    pub unless: &'static [&'static str],
    /// Words that make it harmless when they stand close before: a prohibition of the wrong is no wrong.
    pub shields: &'static [&'static str],
    /// Words that make it harmless when they follow at once: 「离婚后」 is a date, not a vow.
    pub not_before: &'static [&'static str],
}

impl Phrase {
    /// A phrase of these links.
    pub const fn of(links: &'static [Link]) -> Self {
        Self { links, unless: &[], shields: &[], not_before: &[] }
    }
    /// Harmless in a sentence with one of these words.
    pub const fn unless(self, unless: &'static [&'static str]) -> Self {
        Self { unless, ..self }
    }
    /// Harmless close after one of these words.
    pub const fn shielded_by(self, shields: &'static [&'static str]) -> Self {
        Self { shields, ..self }
    }
    /// Harmless at once before one of these words.
    pub const fn not_before(self, not_before: &'static [&'static str]) -> Self {
        Self { not_before, ..self }
    }
}

/// The first link of a phrase.
pub const fn any(words: &'static [&'static str]) -> Link {
    Link { gap: 0, words }
}

/// A further link, at most `gap` characters on.
pub const fn then(gap: usize, words: &'static [&'static str]) -> Link {
    Link { gap, words }
}

/// A sentence, squeezed for reading and whole for quoting.
#[derive(Clone, Debug)]
pub struct Sentence<'a> {
    original: &'a str,
    letters: Vec<char>,
    /// Where each letter stands when commas count.
    places: Vec<usize>,
}

/// The sentences of a text.
pub fn sentences(text: &str) -> Vec<Sentence<'_>> {
    text.split(SENTENCE_ENDS).map(Sentence::read).filter(|sentence| !sentence.letters.is_empty()).collect()
}

fn plain(letter: char) -> char {
    let half = match u32::from(letter) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(letter),
        _ => letter,
    };
    let mut pairs = VARIANTS.chars();
    while let (Some(variant), Some(form)) = (pairs.next(), pairs.next()) {
        if variant == half {
            return form;
        }
    }
    half.to_ascii_lowercase()
}

impl<'a> Sentence<'a> {
    fn read(original: &'a str) -> Self {
        let (mut letters, mut places, mut place) = (Vec::new(), Vec::new(), 0);
        for letter in original.chars() {
            if COMMAS.contains(&letter) {
                place += COMMA_WIDTH;
            } else if letter.is_alphanumeric() {
                letters.push(plain(letter));
                places.push(place);
                place += 1;
            }
        }
        Self { original, letters, places }
    }

    /// The sentence as written, shortened for a list.
    pub fn excerpt(&self) -> String {
        let trimmed = self.original.trim();
        let mut text: String = trimmed.chars().take(80).collect();
        if trimmed.chars().count() > 80 {
            text.push('…');
        }
        text
    }

    /// Whether the sentence holds one of these words.
    pub fn has(&self, words: &[&str]) -> bool {
        (0..self.letters.len()).any(|at| words.iter().any(|word| self.word_ends(at, word).is_some()))
    }

    /// Whether the sentence says the phrase, and means it.
    pub fn says(&self, phrase: &Phrase) -> bool {
        if self.has(phrase.unless) {
            return false;
        }
        let Some((first, rest)) = phrase.links.split_first() else { return false };
        self.occurrences(first.words)
            .into_iter()
            .any(|(start, end)| !self.is_shielded(start, phrase.shields) && self.goes_on(end, rest, phrase.not_before))
    }

    /// Whether the remaining links follow after `end`.
    fn goes_on(&self, end: usize, links: &[Link], not_before: &[&str]) -> bool {
        let Some((link, rest)) = links.split_first() else {
            return !not_before.iter().any(|word| self.word_ends(end, word).is_some());
        };
        self.occurrences(link.words)
            .into_iter()
            .filter(|(start, _)| *start >= end && self.distance(end, *start).is_some_and(|distance| distance <= link.gap))
            .any(|(_, next_end)| self.goes_on(next_end, rest, not_before))
    }

    /// Characters between the end of one word and the start of the next, commas counted.
    fn distance(&self, end: usize, start: usize) -> Option<usize> {
        let before = self.places.get(end.checked_sub(1)?)?;
        self.places.get(start)?.checked_sub(before + 1)
    }

    fn is_shielded(&self, start: usize, shields: &[&str]) -> bool {
        self.occurrences(shields)
            .into_iter()
            .any(|(_, end)| end <= start && self.distance(end, start).is_some_and(|distance| distance <= SHIELD_REACH))
    }

    fn occurrences(&self, words: &[&str]) -> Vec<(usize, usize)> {
        (0..self.letters.len()).flat_map(|at| words.iter().filter_map(move |word| Some((at, self.word_ends(at, word)?)))).collect()
    }

    /// Where the word ends, if it begins at `at`.
    fn word_ends(&self, at: usize, word: &str) -> Option<usize> {
        let mut here = at;
        for letter in word.chars() {
            if self.letters.get(here) != Some(&letter) {
                return None;
            }
            here += 1;
        }
        Some(here)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str, phrase: &Phrase) -> bool {
        sentences(text).iter().any(|sentence| sentence.says(phrase))
    }

    const VOW: Phrase = Phrase::of(&[any(&["不得"]), then(3, &["再婚"])]).shielded_by(&["并非"]).not_before(&["后"]);

    #[test]
    fn blanks_punctuation_and_traditional_characters_hide_nothing() {
        for text in ["不得再婚", "不 得 再 婚", "不得“再-婚”", "不、得、再、婚", "不得\u{3000}再婚"] {
            assert!(says(text, &VOW), "{text}");
        }
        const TRADITIONAL: Phrase = Phrase::of(&[any(&["不得离婚"])]);
        const FULL_WIDTH: Phrase = Phrase::of(&[any(&["18周岁"])]);
        assert!(says("雙方不得離婚", &TRADITIONAL));
        assert!(says("满１８周岁", &FULL_WIDTH));
    }

    #[test]
    fn a_phrase_ends_with_its_sentence_and_commas_widen_the_gap() {
        assert!(!says("不得。再婚", &VOW));
        assert!(says("不得轻易再婚", &VOW));
        assert!(!says("不得，再婚", &VOW));
    }

    #[test]
    fn shields_and_followers_take_the_sting_out() {
        assert!(!says("并非不得再婚", &VOW));
        assert!(!says("不得再婚后反悔", &VOW));
    }

    #[test]
    fn every_variant_has_its_plain_form() {
        assert_eq!(VARIANTS.chars().count() % 2, 0);
    }
}
