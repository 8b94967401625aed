//! What a tag looks like: a slot or a seed color in, everything that is painted out.
//!
//! A theme file lists 24 colors: twelve hues 30° apart in OKLCH, each in two lightnesses. Their order makes neighbours
//! in a new codebook far apart, and the first eight can be told apart by people with protan, deutan or tritan vision;
//! the tests below hold the colors to that, as they are painted, under simulation. Later slots repeat the colors with
//! another pattern of the under-line.

use egui::Color32;
use serde::Deserialize;

use super::color::{blended, contrast};
use super::oklch::{Oklch, oklch_from_rgb};
use super::tokens::Theme;

/// How many colors there are before patterns begin.
pub const N_TAG_COLORS: u8 = 24;

/// How many slots differ by color or pattern; later ones begin again.
pub const N_SLOTS: u8 = 96;

/// Contrast of a tag's short name with what it stands on.
const LABEL_CONTRAST: f32 = 4.5;

/// Contrast of an under-line with the page.
const LINE_CONTRAST: f32 = 3.0;

/// How an under-line is drawn. Dashes are missing on purpose: they belong to suggestions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pattern {
    /// One line.
    #[default]
    Solid,
    /// Round dots.
    Dotted,
    /// Two thin lines.
    Double,
    /// A wave.
    Wavy,
}

impl Pattern {
    /// All patterns, in the order in which slots use them.
    pub const ALL: [Self; 4] = [Self::Solid, Self::Dotted, Self::Double, Self::Wavy];

    /// The pattern's name, for screen readers and tooltips.
    pub fn name(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dotted => "dotted",
            Self::Double => "double",
            Self::Wavy => "wavy",
        }
    }
}

/// All that is painted for one tag, in one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TagColors {
    /// The tint behind the words: translucent, so that several can lie on each other.
    pub fill: Color32,
    /// The tint while the pointer is over the span.
    pub fill_hover: Color32,
    /// The under-line, the ring of a focused span, the edge of a suggestion: contrast 3 with the page at least.
    pub line: Color32,
    /// The short name above a span, and text on a chip: contrast 4.5 at least on page, panel and popover, tinted or not.
    pub label: Color32,
    /// The disc on a chip and the bars of a chart.
    pub swatch: Color32,
    /// How the under-line is drawn.
    pub pattern: Pattern,
}

/// One color of a theme file.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct TagToken {
    /// Lightness, 0 to 1.
    pub l: f32,
    /// Chroma; what the screen cannot show is cut.
    pub c: f32,
    /// Hue in degrees.
    pub h: f32,
}

impl Theme {
    /// What a tag of this hue slot looks like. Slots past the last begin again.
    pub fn tag_slot(&self, slot: u8) -> TagColors {
        let slot = slot % N_SLOTS;
        let color = usize::from(slot % N_TAG_COLORS);
        let pattern = usize::from(slot / N_TAG_COLORS);
        TagColors {
            pattern: Pattern::ALL.get(pattern).copied().unwrap_or_default(),
            ..self.tags.get(color).copied().unwrap_or(self.untagged())
        }
    }

    /// What a tag with a person's own color looks like: the hue and the chroma stay, the lightness fits the theme.
    pub fn tag_seed(&self, rgb: [u8; 3]) -> TagColors {
        let seed = oklch_from_rgb(rgb);
        let (darkest, lightest) = if self.dark { (0.58, 0.88) } else { (0.40, 0.66) };
        self.tag_colors(Oklch {
            lightness: seed.lightness.clamp(darkest, lightest),
            chroma: seed.chroma.min(0.17),
            ..seed
        })
    }

    /// The neutral look of what has no tag: a pending selection, "other" in a chart, a deleted tag.
    pub fn untagged(&self) -> TagColors {
        let line = self.line_strong;
        TagColors {
            fill: line.gamma_multiply(self.tag_fill_alpha),
            fill_hover: line.gamma_multiply(self.tag_fill_alpha * 1.4),
            line,
            label: self.text_soft,
            swatch: line,
            pattern: Pattern::Solid,
        }
    }

    /// Derives everything from one color, moving its lightness only where contrast asks for it.
    pub(super) fn tag_colors(&self, color: Oklch) -> TagColors {
        let pages = [self.canvas, self.surface, self.raised];
        let line_color =
            self.moved_until(color, |line| pages.iter().all(|page| contrast(line, *page) >= LINE_CONTRAST));
        let line = line_color.to_color();
        let tint = self.tint(color).to_color();
        let fill = tint.gamma_multiply(self.tag_fill_alpha);
        let fill_hover = tint.gamma_multiply(self.tag_fill_alpha * 1.4);
        let label = self.moved_until(line_color, |label| {
            pages.iter().all(|page| {
                contrast(label, *page) >= LABEL_CONTRAST
                    && contrast(label, blended(*page, fill)) >= LABEL_CONTRAST
                    && contrast(label, blended(*page, fill_hover)) >= LABEL_CONTRAST
            })
        });
        TagColors { fill, fill_hover, line, label: label.to_color(), swatch: line, pattern: Pattern::Solid }
    }

    /// The hue in a middle lightness: tints of very dark or very light colors would all look gray.
    fn tint(&self, color: Oklch) -> Oklch {
        let (darkest, lightest) = if self.dark { (0.60, 0.76) } else { (0.54, 0.66) };
        let least = if color.chroma > 0.05 { 0.13 } else { 0.0 };
        Oklch { lightness: color.lightness.clamp(darkest, lightest), chroma: color.chroma.max(least), ..color }
    }

    /// Darkens (light theme) or lightens (dark theme) a color step by step until it fits.
    fn moved_until(&self, color: Oklch, fits: impl Fn(Color32) -> bool) -> Oklch {
        let step = if self.dark { 0.01 } else { -0.01 };
        (0_u8..100)
            .map(|n| color.with_lightness((color.lightness + step * f32::from(n)).clamp(0.0, 1.0)))
            .find(|moved| fits(moved.to_color()))
            .unwrap_or(color)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::vision::Vision;
    use super::*;

    /// The least distance between two of the first eight lines, for any eyes. About 2 can just be told side by side;
    /// four times that is what lines on different rows need.
    const TOLD_APART: f32 = 8.5;

    fn least_distance(theme: &Theme, slots: std::ops::Range<u8>, vision: Vision) -> (f32, u8, u8) {
        let mut least = (f32::INFINITY, 0, 0);
        for a in slots.clone() {
            for b in a + 1..slots.end {
                let apart = vision.distance(theme.tag_slot(a).line, theme.tag_slot(b).line);
                if apart < least.0 {
                    least = (apart, a, b);
                }
            }
        }
        least
    }

    #[test]
    fn the_first_eight_are_told_apart_by_everyone_in_both_themes() {
        for theme in [Theme::light(), Theme::dark()] {
            for vision in Vision::ALL {
                let (apart, a, b) = least_distance(&theme, 0..8, vision);
                assert!(
                    apart >= TOLD_APART,
                    "dark: {}, {vision:?}: slots {a} and {b} are {apart:.2} apart",
                    theme.dark
                );
            }
        }
    }

    #[test]
    fn all_colors_differ_for_most_people() {
        for theme in [Theme::light(), Theme::dark()] {
            let (apart, a, b) = least_distance(&theme, 0..N_TAG_COLORS, Vision::Normal);
            assert!(apart >= 5.5, "dark: {}: slots {a} and {b} are {apart:.2} apart", theme.dark);
        }
    }

    #[test]
    fn neighbours_in_a_new_codebook_are_far_apart() {
        for theme in [Theme::light(), Theme::dark()] {
            for slot in 0..11 {
                let apart = Vision::Normal.distance(theme.tag_slot(slot).line, theme.tag_slot(slot + 1).line);
                assert!(apart >= 14.0, "dark: {}: slot {slot} is {apart:.2} from the next", theme.dark);
            }
        }
    }

    #[test]
    fn every_slot_is_a_color_and_pattern_of_its_own() {
        for theme in [Theme::light(), Theme::dark()] {
            let looks: BTreeSet<_> = (0..N_SLOTS)
                .map(|slot| theme.tag_slot(slot))
                .map(|colors| (colors.line.to_array(), colors.pattern))
                .collect();
            assert_eq!(looks.len(), usize::from(N_SLOTS));
        }
    }

    #[test]
    fn both_themes_name_the_same_hues_thirty_degrees_apart() {
        let (light, dark) = (Theme::light(), Theme::dark());
        assert_eq!(light.tag_tokens.len(), usize::from(N_TAG_COLORS));
        assert_eq!(dark.tag_tokens.len(), usize::from(N_TAG_COLORS));
        for (a, b) in light.tag_tokens.iter().zip(&dark.tag_tokens) {
            assert!((a.h - b.h).abs() < f32::EPSILON);
        }
        let hues: BTreeSet<u32> = light.tag_tokens.iter().map(|token| token.h as u32).collect();
        let hues: Vec<u32> = hues.into_iter().collect();
        assert_eq!(hues.len(), 12);
        assert!(hues.windows(2).all(|pair| { pair.last().zip(pair.first()).is_some_and(|(b, a)| b - a == 30) }));
    }

    #[test]
    fn theme_files_need_no_correction() {
        for theme in [Theme::light(), Theme::dark()] {
            for token in &theme.tag_tokens {
                let asked = Oklch { lightness: token.l, chroma: token.c, hue: token.h };
                assert_eq!(theme.tag_colors(asked).line, asked.to_color(), "{token:?}");
            }
        }
    }

    #[track_caller]
    #[test]
    fn text_stays_legible_where_two_tints_or_a_hit_lie_under_it() {
        for theme in [Theme::light(), Theme::dark()] {
            let tags: Vec<TagColors> = (0..N_SLOTS).map(|slot| theme.tag_slot(slot)).collect();
            for (n, lower) in tags.iter().enumerate() {
                for (m, upper) in tags.iter().enumerate() {
                    let once = blended(theme.canvas, lower.fill_hover);
                    let twice = blended(once, upper.fill);
                    for (what, ground) in [("tints", twice), ("a hit", blended(twice, theme.hit))] {
                        let found = contrast(theme.text, ground);
                        assert!(found >= 4.5, "dark: {}, {what} on slots {n} and {m}: {found:.2}", theme.dark);
                    }
                }
            }
        }
    }

    fn check_contrasts(theme: &Theme, colors: TagColors, what: &str) {
        for page in [theme.canvas, theme.surface, theme.raised] {
            let tinted = blended(page, colors.fill_hover);
            for (part, found, least) in [
                ("line", contrast(colors.line, page), 3.0),
                ("label", contrast(colors.label, page), 4.5),
                ("label on tint", contrast(colors.label, tinted), 4.5),
                ("text on tint", contrast(theme.text, tinted), 4.5),
            ] {
                assert!(found >= least, "dark: {}, {what}: {part} has {found:.2}", theme.dark);
            }
        }
    }

    #[test]
    fn names_and_lines_can_be_seen_in_every_slot_and_for_any_seed() {
        for theme in [Theme::light(), Theme::dark()] {
            for slot in 0..N_SLOTS {
                check_contrasts(&theme, theme.tag_slot(slot), &format!("slot {slot}"));
            }
            for seed in [[0, 0, 0], [255, 255, 255], [255, 255, 0], [0, 0, 255], [1, 254, 3], [128, 128, 128]] {
                check_contrasts(&theme, theme.tag_seed(seed), &format!("seed {seed:?}"));
            }
        }
    }

    #[test]
    fn a_seed_keeps_its_hue() {
        for theme in [Theme::light(), Theme::dark()] {
            let line = theme.tag_seed([200, 60, 40]).line;
            let hue = oklch_from_rgb([line.r(), line.g(), line.b()]).hue;
            assert!((hue - oklch_from_rgb([200, 60, 40]).hue).abs() < 2.0);
        }
    }

    #[test]
    fn slots_past_the_last_begin_again() {
        let theme = Theme::light();
        assert_eq!(theme.tag_slot(N_SLOTS), theme.tag_slot(0));
        assert_eq!(theme.tag_slot(255), theme.tag_slot(255 % N_SLOTS));
    }
}
