//! Amounts of money: whole fen, never a floating-point number.

use std::fmt;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount in fen (分), the hundredth part of a yuan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(transparent)]
#[diesel(sql_type = BigInt)]
pub struct Fen(pub i64);

impl Fen {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The sum, or `None` when it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` when it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum of all amounts, or `None` when it does not fit.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// The amount in the figures of Chinese financial papers (人民币大写), such as 壹仟贰佰叁拾肆元伍角整.
    ///
    /// Follows the rules of the People's Bank for filling in bills: zeroes inside a number are written as one 零, 整
    /// closes an amount that has no fen. The optional 零 (for a zero at the place of 万 or 元) is left out.
    #[must_use]
    pub fn zh_upper(self) -> String {
        let fen = self.0.unsigned_abs();
        let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
        let mut out = String::new();
        if self.0 < 0 {
            out.push('负');
        }
        if yuan > 0 {
            push_integer(&mut out, yuan);
            out.push('元');
        } else if jiao == 0 && fen == 0 {
            out.push_str("零元");
        }
        if jiao > 0 {
            out.push(digit(jiao));
            out.push('角');
        } else if yuan > 0 && fen > 0 {
            out.push('零');
        }
        if fen > 0 {
            out.push(digit(fen));
            out.push('分');
        } else {
            out.push('整');
        }
        out
    }
}

/// The financial form of one decimal digit.
fn digit(value: u64) -> char {
    match value {
        1 => '壹',
        2 => '贰',
        3 => '叁',
        4 => '肆',
        5 => '伍',
        6 => '陆',
        7 => '柒',
        8 => '捌',
        9 => '玖',
        _ => '零',
    }
}

/// Writes a positive integer, splitting at the largest unit it reaches.
fn push_integer(out: &mut String, value: u64) {
    const UNITS: [(u64, char); 5] = [(100_000_000, '亿'), (10_000, '万'), (1_000, '仟'), (100, '佰'), (10, '拾')];
    match UNITS.iter().find(|(size, _)| value >= *size) {
        Some((size, unit)) => {
            push_integer(out, value / size);
            out.push(*unit);
            let rest = value % size;
            if rest > 0 {
                // the place right below the unit is empty
                if rest < size / 10 {
                    out.push('零');
                }
                push_integer(out, rest);
            }
        }
        None => out.push(digit(value)),
    }
}

impl fmt::Display for Fen {
    /// Yuan with thousands separators and two decimals: `1,234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        let yuan = (fen / 100).to_string();
        let mut text = String::with_capacity(yuan.len() * 2);
        if self.0 < 0 {
            text.push('-');
        }
        for (at, figure) in yuan.chars().enumerate() {
            if at > 0 && (yuan.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(figure);
        }
        f.pad(&format!("{text}.{:02}", fen % 100))
    }
}

impl<DB> ToSql<BigInt, DB> for Fen
where
    DB: Backend,
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB> FromSql<BigInt, DB> for Fen
where
    DB: Backend,
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_yuan_with_separators() {
        let cases = [
            (0, "0.00"),
            (5, "0.05"),
            (123_450, "1,234.50"),
            (100_000_000, "1,000,000.00"),
            (99_999, "999.99"),
            (-123_456_789, "-1,234,567.89"),
            (i64::MAX, "92,233,720,368,547,758.07"),
            (i64::MIN, "-92,233,720,368,547,758.08"),
        ];
        for (fen, text) in cases {
            assert_eq!(Fen(fen).to_string(), text);
        }
        assert_eq!(format!("{:>10}", Fen(123_450)), "  1,234.50");
    }

    #[test]
    fn writes_amounts_as_bills_do() {
        let cases = [
            (0, "零元整"),
            (5, "伍分"),
            (50, "伍角整"),
            (55, "伍角伍分"),
            (1_000, "壹拾元整"),
            (1_005, "壹拾元零伍分"),
            (123_450, "壹仟贰佰叁拾肆元伍角整"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (168_032, "壹仟陆佰捌拾元叁角贰分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (32_504, "叁佰贰拾伍元零肆分"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
            (10_000_100, "壹拾万零壹元整"),
            (10_010_000, "壹拾万零壹佰元整"),
            (10_000_100_000, "壹亿零壹仟元整"),
            (10_010_000_000, "壹亿零壹拾万元整"),
            (11_000_000_000, "壹亿壹仟万元整"),
            (10_000_000_000, "壹亿元整"),
            (123_450_000_000_000, "壹万贰仟叁佰肆拾伍亿元整"),
            (-123_450, "负壹仟贰佰叁拾肆元伍角整"),
            (i64::MAX, "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分"),
        ];
        for (fen, text) in cases {
            assert_eq!(Fen(fen).zh_upper(), text, "{fen}");
        }
    }

    /// Reads the figures back, so that every amount in the range is proved to be written unambiguously.
    fn read(text: &str) -> u64 {
        let (mut total, mut myriad, mut section, mut figure) = (0, 0, 0, 0);
        for c in text.chars() {
            match c {
                '亿' => (total, myriad, section, figure) = ((total + myriad + section + figure) * 100_000_000, 0, 0, 0),
                '万' => (myriad, section, figure) = ((section + figure) * 10_000, 0, 0),
                '仟' => (section, figure) = (section + figure * 1_000, 0),
                '佰' => (section, figure) = (section + figure * 100, 0),
                '拾' => (section, figure) = (section + figure * 10, 0),
                '元' => (total, myriad, section, figure) = ((total + myriad + section + figure) * 100, 0, 0, 0),
                '角' => (section, figure) = (section + figure * 10, 0),
                '零' | '整' => {}
                '分' => {}
                _ => figure = (0..10).find(|n| digit(*n) == c).unwrap(),
            }
        }
        total + myriad + section + figure
    }

    #[test]
    fn every_amount_reads_back() {
        let steps = (0..200_000).chain((0..9_000).map(|n| n * 7_919)).chain((1..16).map(|n| 10_i64.pow(n) + 1));
        for fen in steps {
            let text = Fen(fen).zh_upper();
            assert_eq!(read(&text), fen.unsigned_abs(), "{text}");
            assert!(!text.contains("零零") && !text.contains("零元零"), "{text}");
        }
    }

    #[test]
    fn sums_are_checked() {
        assert_eq!(Fen(1).checked_add(Fen(2)), Some(Fen(3)));
        assert_eq!(Fen(i64::MAX).checked_add(Fen(1)), None);
        assert_eq!(Fen(i64::MIN).checked_sub(Fen(1)), None);
        assert_eq!(Fen::checked_sum([Fen(1), Fen(2), Fen(3)]), Some(Fen(6)));
        assert_eq!(Fen::checked_sum([Fen(i64::MAX), Fen(2)]), None);
    }

    #[test]
    fn is_a_plain_integer_outside() {
        assert_eq!(serde_json::to_string(&Fen(123)).unwrap(), "123");
        assert_eq!(serde_json::from_str::<Fen>("-5").unwrap(), Fen(-5));
        assert!(serde_json::from_str::<Fen>("1.5").is_err());
        let schema = serde_json::to_value(<Fen as utoipa::PartialSchema>::schema()).unwrap();
        assert_eq!((&schema["type"], &schema["format"]), (&"integer".into(), &"int64".into()));
    }
}
