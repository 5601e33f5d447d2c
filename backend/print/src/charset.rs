//! Text on its way to paper: what a keyboard or a clipboard leaves behind is cleaned, what no font has is refused.

use serde_json::Value;

use crate::error::PrintError;
use crate::fonts::Fonts;

/// The longest run without a place to break a line; a longer one would leave its cell.
const LONGEST_RUN: usize = 20;

/// Cleans one text: line ends become `\n`, tabs become spaces, invisible signs go.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\r' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            '\t' | '\u{a0}' | '\u{202f}' => cleaned.push(' '),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
            _ => cleaned.push(character),
        }
    }
    cleaned
}

/// Cleans a text for a file that any font may show, and refuses control characters, which no file may hold.
pub(crate) fn plain(text: &str) -> Result<String, PrintError> {
    let cleaned = clean(text);
    match cleaned.chars().find(|it| it.is_control() && *it != '\n') {
        Some(character) => Err(PrintError::Glyph { character, text: text.to_owned() }),
        None => Ok(cleaned),
    }
}

/// Cleans every text inside `data` and refuses the first character that no font can print.
pub(crate) fn prepare(data: &mut Value, fonts: &Fonts) -> Result<(), PrintError> {
    match data {
        Value::String(text) => {
            let cleaned = clean(text);
            if let Some(character) = cleaned.chars().find(|&it| it != '\n' && !fonts.covers(it)) {
                return Err(PrintError::Glyph { character, text: std::mem::take(text) });
            }
            *text = breakable(&cleaned);
            Ok(())
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| prepare(item, fonts)),
        Value::Object(fields) => fields.values_mut().try_for_each(|field| prepare(field, fonts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// Lets a long run of letters or digits break, so that it stays in its cell.
fn breakable(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut run = 0_usize;
    for character in text.chars() {
        if run == LONGEST_RUN && character.is_ascii_graphic() {
            broken.push('\u{200b}');
            run = 0;
        }
        run = if character.is_ascii_graphic() { run + 1 } else { 0 };
        broken.push(character);
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_clipboard_leaves_behind_is_cleaned() {
        assert_eq!(clean("甲方：\r\n\t王\u{200b}祎玥\u{feff}"), "甲方：\n 王祎玥");
    }

    #[test]
    fn a_run_without_an_end_may_break() {
        assert_eq!(breakable(&"x".repeat(30)).chars().filter(|&it| it == '\u{200b}').count(), 1);
    }
}
