//! A signature as it was drawn: fitted to its place on the paper, and as a picture for files that know no vectors.

use crate::error::PrintError;

/// The place a signature is fitted into, in millimetres.
const PLACE: (f64, f64) = (46.0, 15.0);
/// A pen stroke is this wide, in millimetres.
const PEN: f64 = 0.55;
/// How many pixels of the picture make a millimetre (about 300 to the inch).
const RESOLUTION: f64 = 12.0;
/// The ink is never enlarged beyond this share of the pad, so that a dot stays a dot.
const SMALLEST_SHARE: f64 = 0.2;

/// A signature in millimetres, the origin at the upper left of its ink.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ink {
    /// The width of the ink.
    pub(crate) width: f64,
    /// The height of the ink.
    pub(crate) height: f64,
    /// The strokes.
    pub(crate) lines: Vec<Vec<(f64, f64)>>,
}

impl Ink {
    /// Fits strokes drawn on a pad into their place without distorting them. Empty margins of the pad are left out.
    pub(crate) fn fit(width: f64, height: f64, lines: &[Vec<(f64, f64)>]) -> Result<Self, PrintError> {
        let points = || lines.iter().flatten();
        let drawable = width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0;
        if !drawable || points().any(|(x, y)| !x.is_finite() || !y.is_finite()) || points().next().is_none() {
            return Err(PrintError::Strokes);
        }
        let left = points().map(|it| it.0).fold(f64::INFINITY, f64::min);
        let right = points().map(|it| it.0).fold(f64::NEG_INFINITY, f64::max);
        let top = points().map(|it| it.1).fold(f64::INFINITY, f64::min);
        let bottom = points().map(|it| it.1).fold(f64::NEG_INFINITY, f64::max);
        let across = (right - left).max(width * SMALLEST_SHARE);
        let down = (bottom - top).max(height * SMALLEST_SHARE);
        let scale = ((PLACE.0 - PEN) / across).min((PLACE.1 - PEN) / down);
        let round = |millimetres: f64| (millimetres * 100.0).round() / 100.0;
        let point = |&(x, y): &(f64, f64)| (round((x - left) * scale + PEN / 2.0), round((y - top) * scale + PEN / 2.0));
        Ok(Self {
            width: round((right - left) * scale + PEN),
            height: round((bottom - top) * scale + PEN),
            lines: lines.iter().filter(|it| !it.is_empty()).map(|line| line.iter().map(point).collect()).collect(),
        })
    }

    /// Draws the signature as a grey PNG with smooth edges.
    pub(crate) fn picture(&self) -> Result<Picture, PrintError> {
        let (width, height) = (pixels(self.width), pixels(self.height));
        let mut grey = vec![255_u8; width * height];
        for line in &self.lines {
            let starts = line.iter();
            let ends = line.iter().skip(1).chain(line.last());
            for (&start, &end) in starts.zip(ends) {
                segment(&mut grey, width, start, end);
            }
        }
        let size = |it: usize| u32::try_from(it).map_err(|_| PrintError::Strokes);
        let (width, height) = (size(width)?, size(height)?);
        let failed = |error: png::EncodingError| PrintError::Package(error.to_string());
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&grey).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(Picture { bytes, width, height })
    }
}

/// A PNG picture with its size in pixels.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    /// The PNG file.
    pub(crate) bytes: Vec<u8>,
    /// The width in pixels.
    pub(crate) width: u32,
    /// The height in pixels.
    pub(crate) height: u32,
}

/// How many pixels a length needs.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length on paper is small and positive")]
fn pixels(millimetres: f64) -> usize {
    (millimetres * RESOLUTION).ceil().max(1.0) as usize
}

/// Darkens every pixel under the pen on its way from `start` to `end`, given in millimetres.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixel numbers are small and the shade is clamped to a byte"
)]
fn segment(grey: &mut [u8], width: usize, start: (f64, f64), end: (f64, f64)) {
    let scale = |(x, y): (f64, f64)| (x * RESOLUTION, y * RESOLUTION);
    let (from, to) = (scale(start), scale(end));
    let reach = PEN / 2.0 * RESOLUTION;
    let bounds = |a: f64, b: f64| {
        let first = (a.min(b) - reach - 1.0).floor().max(0.0) as usize;
        first..(a.max(b) + reach + 2.0) as usize
    };
    for row in bounds(from.1, to.1) {
        for column in bounds(from.0, to.0).take_while(|it| *it < width) {
            if let Some(pixel) = grey.get_mut(row * width + column) {
                let distance = distance((column as f64 + 0.5, row as f64 + 0.5), from, to);
                let shade = ((distance - reach + 0.5).clamp(0.0, 1.0) * 255.0).round() as u8;
                *pixel = (*pixel).min(shade);
            }
        }
    }
}

/// The distance of a point from a segment.
fn distance(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (((point.0 - from.0) * dx + (point.1 - from.1) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (point.0 - from.0 - along * dx).hypot(point.1 - from.1 - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_place_and_keeps_its_shape() {
        let ink = Ink::fit(600.0, 200.0, &[vec![(100.0, 50.0), (300.0, 150.0)]]).expect("drawable");
        assert!(ink.width <= PLACE.0 && ink.height <= PLACE.1);
        assert!(((ink.width - PEN) / (ink.height - PEN) - 2.0).abs() < 0.01);
    }

    #[test]
    fn a_dot_stays_a_dot() {
        let ink = Ink::fit(600.0, 200.0, &[vec![(100.0, 50.0)]]).expect("drawable");
        assert!(ink.width < 1.0 && ink.height < 1.0);
        assert!(ink.picture().expect("a picture").bytes.starts_with(b"\x89PNG"));
    }

    #[test]
    fn coordinates_that_are_not_numbers_are_refused() {
        assert_eq!(Ink::fit(600.0, 200.0, &[vec![(f64::NAN, 0.0)]]), Err(PrintError::Strokes));
        assert_eq!(Ink::fit(600.0, 200.0, &[]), Err(PrintError::Strokes));
    }
}
