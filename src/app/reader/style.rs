//! What the caller decides about looks: colors, faces, sizes. The reader names no color of its own.

use egui::Color32;
use smol_str::SmolStr;

/// The colors of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReaderStyle {
    /// Whether text is light on dark ground.
    pub dark: bool,
    /// The ground.
    pub canvas: Color32,
    /// What floats over it: the chip of an armed tag.
    pub raised: Color32,
    /// Text.
    pub text: Color32,
    /// Text that stands back: signs for invisible characters, an empty page's sentence, others' names.
    pub text_soft: Color32,
    /// The caret.
    pub accent: Color32,
    /// The outline of the pending selection.
    pub selection: Color32,
    /// The ring around the article when the keyboard is in it.
    pub focus: Color32,
    /// Hairlines.
    pub line: Color32,
    /// The ground of a find hit.
    pub hit: Color32,
    /// A problem in the overview strip.
    pub warning: Color32,
}

/// A person's own choices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReaderSettings {
    /// The family of the article's face.
    pub family: &'static str,
    /// The weight of the headline, which that family should have.
    pub headline_weight: f32,
    /// The size of the text in points.
    pub size_px: f32,
    /// The distance between lines, in that size.
    pub line_height: f32,
    /// How many characters a line has room for.
    pub measure: f32,
    /// Draws other annotators' spans weaker still.
    pub dim_others: bool,
}

impl Default for ReaderSettings {
    fn default() -> Self {
        Self {
            family: "Literata",
            headline_weight: 600.0,
            size_px: 18.0,
            line_height: 1.8,
            measure: 70.0,
            dim_others: false,
        }
    }
}

/// How the line under a span is drawn, so that tags differ without color. Dashes belong to suggestions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pattern {
    /// One line.
    #[default]
    Solid,
    /// Dots.
    Dotted,
    /// Two thin lines.
    Double,
    /// A wave.
    Wavy,
}

/// How much a tag asks to be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// As usual.
    #[default]
    Normal,
    /// Faintly.
    Dimmed,
    /// Not at all.
    Hidden,
}

/// How one tag looks and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct TagLook {
    /// The tint behind the words: translucent.
    pub fill: Color32,
    /// The same with the pointer over it.
    pub fill_hover: Color32,
    /// The under-line, and the ring when focused.
    pub line: Color32,
    /// The short name.
    pub label: Color32,
    /// How the under-line is drawn.
    pub pattern: Pattern,
    /// The short name, as it stands above a span.
    pub short: SmolStr,
    /// The full name.
    pub name: SmolStr,
    /// How much it asks to be seen.
    pub emphasis: Emphasis,
}
