//! The pen's way over the tablet: what a drawn signature is made of.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

/// A drawn signature (手写签名轨迹): lines of points `[x, y, milliseconds, pressure]` in a box of `width` × `height`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Strokes {
    #[validate(range(min = 1.0, max = 4000.0))]
    #[schema(minimum = 1, maximum = 4000)]
    pub width: f64,
    #[validate(range(min = 1.0, max = 4000.0))]
    #[schema(minimum = 1, maximum = 4000)]
    pub height: f64,
    #[validate(length(min = 1, max = 400), custom(function = "drawn"))]
    #[schema(min_items = 1, max_items = 400)]
    pub lines: Vec<Vec<Vec<f64>>>,
}

/// A signature is a line somebody drew: at least five points, each with place and time.
fn drawn(lines: &[Vec<Vec<f64>>]) -> Result<(), ValidationError> {
    let points = lines.iter().map(Vec::len).sum::<usize>();
    let sound = lines.iter().flatten().all(|point| (3..=4).contains(&point.len()) && point.iter().all(|n| n.is_finite()));
    if sound && (5..=20_000).contains(&points) { Ok(()) } else { Err(ValidationError::new("not_drawn")) }
}
