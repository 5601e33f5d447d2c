//! The widths of columns, reckoned once for both renderers.

use crate::form::Cell;

/// The width of the text area in characters of the body size; what the clamps below are measured against.
const LINE: f64 = 36.0;
/// The same in the smaller characters of a table.
const TABLE_LINE: f64 = 42.0;
/// A label column is as wide as its longest label, within these bounds, plus the padding.
const LABEL: (f64, f64) = (2.0, 6.0);
/// A value column weighs as much as its longest value, within these bounds.
const VALUE: (f64, f64) = (2.5, 14.0);
/// A table column whose content is no longer than this is never squeezed.
const NARROW: f64 = 5.0;
/// The padding of a cell in characters.
const PADDING: f64 = 1.2;

/// Reckons the columns of a grid as fractions of the line that sum to one.
pub(crate) fn of_grid(rows: &[Vec<Cell>]) -> Vec<f64> {
    let count = rows.iter().map(|row| row.iter().map(|cell| cell.span.max(1)).sum()).max().unwrap_or(0);
    let mut labels = vec![0.0_f64; count];
    let mut values = vec![0.0_f64; count];
    for row in rows {
        let mut column = 0;
        for cell in row {
            let span = cell.span.max(1);
            let kind = if cell.label { &mut labels } else { &mut values };
            if let (1, Some(width)) = (span, kind.get_mut(column)) {
                *width = width.max(breadth(&cell.text));
            }
            column += span;
        }
    }
    let fixed = |label: f64| label.clamp(LABEL.0, LABEL.1) + PADDING;
    let is_label = |label: f64, value: f64| label > 0.0 && value == 0.0;
    let columns: Vec<(f64, f64)> = labels.into_iter().zip(values).collect();
    let taken: f64 = columns.iter().filter(|it| is_label(it.0, it.1)).map(|it| fixed(it.0)).sum();
    let weights: f64 = columns.iter().filter(|it| !is_label(it.0, it.1)).map(|it| weight(it.1.max(it.0))).sum();
    let room = (LINE - taken).max(LINE / 4.0);
    let widths: Vec<f64> = columns
        .iter()
        .map(|&(label, value)| if is_label(label, value) { fixed(label) } else { room * weight(value.max(label)) / weights })
        .collect();
    fractions(&widths)
}

/// Reckons the columns of a table as fractions of the line: the given widths, or widths that follow the content.
pub(crate) fn of_table(head: &[String], rows: &[Vec<String>], widths: &[f64]) -> Vec<f64> {
    if widths.len() == head.len() && widths.iter().all(|it| it.is_finite() && *it > 0.0) {
        return fractions(widths);
    }
    let longest: Vec<f64> = head
        .iter()
        .enumerate()
        .map(|(column, title)| {
            let inside = rows.iter().filter_map(|row| row.get(column)).map(|text| breadth(text));
            inside.fold(title_breadth(title), f64::max)
        })
        .collect();
    let narrow = |breadth: f64| breadth <= NARROW;
    let taken: f64 = longest.iter().filter(|it| narrow(**it)).map(|it| it + PADDING).sum();
    let weights: f64 = longest.iter().filter(|it| !narrow(**it)).map(|it| weight(*it)).sum();
    let room = (TABLE_LINE - taken).max(TABLE_LINE / 4.0);
    let share = |it: f64| if narrow(it) { it + PADDING } else { room * weight(it) / weights };
    fractions(&longest.into_iter().map(share).collect::<Vec<_>>())
}

/// The width a column title asks for: a long one may take two lines.
fn title_breadth(title: &str) -> f64 {
    let whole = breadth(title);
    if whole > 3.0 { (whole / 2.0).ceil().max(2.0) } else { whole }
}

/// Gives every row exactly as many cells as the table has columns.
pub(crate) fn fit(columns: usize, rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let padded = |row: &Vec<String>| row.iter().cloned().chain(std::iter::repeat_with(String::new)).take(columns).collect();
    rows.iter().map(padded).collect()
}

/// The weight of a value column.
fn weight(breadth: f64) -> f64 {
    breadth.clamp(VALUE.0, VALUE.1)
}

/// Measures a text in full-width characters; of several lines, the longest.
fn breadth(text: &str) -> f64 {
    let line = |line: &str| line.chars().map(|it| if it.is_ascii() { 0.55 } else { 1.0 }).sum::<f64>();
    text.lines().map(line).fold(0.0, f64::max)
}

/// Scales widths so that they sum to one.
fn fractions(widths: &[f64]) -> Vec<f64> {
    let sum: f64 = widths.iter().sum();
    if sum > 0.0 { widths.iter().map(|width| width / sum).collect() } else { widths.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{label, value};

    #[test]
    fn the_columns_of_a_grid_fill_the_line() {
        let rows = vec![
            vec![label("姓名"), value("王祎玥"), label("性别"), value("女")],
            vec![label("单位或住址"), value("云岭县青石镇").across(3)],
        ];
        let widths = of_grid(&rows);
        assert_eq!(widths.len(), 4);
        assert!((widths.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(widths[1] > widths[3], "a name needs more room than a sex");
    }

    #[test]
    fn given_widths_of_a_table_win() {
        let head = ["序号".to_owned(), "名称".to_owned()];
        assert_eq!(of_table(&head, &[], &[1.0, 3.0]), [0.25, 0.75]);
    }
}
