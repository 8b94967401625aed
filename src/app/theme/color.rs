//! Colors as text, and how far two of them differ in lightness.

use egui::Color32;
use serde::de::{Deserialize, Deserializer, Error};

/// The contrast ratio of two opaque colors, 1 to 21, by WCAG 2.2 ("contrast ratio", "relative luminance").
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// `over` laid on the opaque color `under`, as the screen shows it.
pub(super) fn blended(under: Color32, over: Color32) -> Color32 {
    under.blend(over)
}

/// Reads `#rgb`, `#rrggbb` or the same without the number sign; for a person's own seed color.
pub fn rgb_from_hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.trim().trim_start_matches('#');
    let nibbles: Vec<u8> =
        digits.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect::<Option<_>>()?;
    match nibbles.as_slice() {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [r, s, g, t, b, u] => Some([r * 16 + s, g * 16 + t, b * 16 + u]),
        _ => None,
    }
}

/// The color as `#rrggbb`, without its alpha.
pub fn hex_from_color(color: Color32) -> String {
    format!("#{:02x}{:02x}{:02x}", color.r(), color.g(), color.b())
}

/// A token in a theme file: `#RRGGBB`, or `#RRGGBBAA` where it is translucent.
pub(super) fn color_from_token<'de, D: Deserializer<'de>>(input: D) -> Result<Color32, D::Error> {
    let text = String::deserialize(input)?;
    Color32::from_hex(&text).map_err(|_| D::Error::custom(format!("`{text}` is not a color such as #22211f")))
}

fn luminance(color: Color32) -> f32 {
    let [r, g, b] = [color.r(), color.g(), color.b()].map(linear_from_byte);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// One sRGB component as linear light (IEC 61966-2-1).
pub(super) fn linear_from_byte(byte: u8) -> f32 {
    let value = f32::from(byte) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// Linear light as one sRGB component, out of range values clipped.
pub(super) fn byte_from_linear(value: f32) -> u8 {
    let value = value.clamp(0.0, 1.0);
    let encoded = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
    (encoded * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_has_the_largest_contrast() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-3);
        assert!((contrast(Color32::WHITE, Color32::WHITE) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn hex_is_read_long_and_short_and_refused_otherwise() {
        assert_eq!(rgb_from_hex("#1f8a70"), Some([0x1f, 0x8a, 0x70]));
        assert_eq!(rgb_from_hex(" 1F8A70 "), Some([0x1f, 0x8a, 0x70]));
        assert_eq!(rgb_from_hex("#fa0"), Some([0xff, 0xaa, 0x00]));
        assert_eq!(rgb_from_hex("#12345"), None);
        assert_eq!(rgb_from_hex("ünïcod"), None);
        assert_eq!(rgb_from_hex(""), None);
    }

    #[test]
    fn every_byte_survives_linear_light() {
        for byte in 0..=255 {
            assert_eq!(byte_from_linear(linear_from_byte(byte)), byte);
        }
    }
}
