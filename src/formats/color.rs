//! Colors as files write them.

use color::{Srgb, parse_color};

/// Red, green and blue of a color in any notation of CSS: `#f80`, `#ff8800`, `rgb(255 136 0)`, `darkorange`. What cannot be
/// seen at all is none.
pub(super) fn rgb(words: &str) -> Option<[u8; 3]> {
    let color = parse_color(words).ok()?.to_alpha_color::<Srgb>().to_rgba8();
    (color.a > 0).then_some([color.r, color.g, color.b])
}

/// A color as `#rrggbb`.
pub(super) fn hexadecimal([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colors_are_read_in_all_notations() {
        assert_eq!(rgb(" #FF8000 "), Some([255, 128, 0]));
        assert_eq!(rgb("#f80"), Some([255, 136, 0]));
        assert_eq!(rgb("LightGreen"), Some([144, 238, 144]));
        assert_eq!(rgb("rgba(10, 20, 30, 0.5)"), Some([10, 20, 30]));
        for not in ["", "#", "#ff800", "#gg0000", "transparent", "ff8000", "darken", "rgb(1,2", "\u{0}", "-", "👍"] {
            assert_eq!(rgb(not), None, "{not}");
        }
        assert_eq!(hexadecimal([255, 128, 0]), "#ff8000");
    }

    proptest! {
        #[test]
        fn whatever_is_written_as_a_color_does_no_harm(words in "(#|rgb\\(|hsl\\(|)(\\PC|[0-9a-f ,%)/.e-]){0,12}") {
            let _ = rgb(&words);
        }

        #[test]
        fn a_color_comes_back(color in any::<[u8; 3]>()) {
            prop_assert_eq!(rgb(&hexadecimal(color)), Some(color));
        }
    }
}
