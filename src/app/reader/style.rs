//! What the caller decides about looks: colors, faces, sizes. The reader names no color of its own.

use crate::app::theme::{ArticleFace, TagColors, Theme};
use egui::Color32;
use serde::{Deserialize, Serialize};
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
    /// The ring around the article when it has the keyboard and nothing else shows that.
    pub focus: Color32,
    /// Hairlines, and the ground of the overview strip.
    pub line: Color32,
    /// The ground of a find hit.
    pub hit: Color32,
    /// What wants a look.
    pub warning: Color32,
}

impl From<&Theme> for ReaderStyle {
    fn from(theme: &Theme) -> Self {
        Self {
            dark: theme.dark,
            canvas: theme.canvas,
            raised: theme.raised,
            text: theme.text,
            text_soft: theme.text_soft,
            accent: theme.accent,
            selection: theme.line_strong,
            focus: theme.focus,
            line: theme.line,
            hit: theme.hit,
            warning: theme.warning,
        }
    }
}

/// A person's own choices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReaderSettings {
    /// The article's face.
    pub face: ArticleFace,
    /// The size of the text in points.
    pub size_px: f32,
    /// The distance between lines, in that size.
    pub line_height: f32,
    /// How many characters a line has room for.
    pub measure: f32,
    /// What is counted in the margin.
    pub numbers: Numbers,
    /// Draws other annotators' spans weaker still.
    pub dim_others: bool,
}

impl Default for ReaderSettings {
    fn default() -> Self {
        Self {
            face: ArticleFace::Literata,
            size_px: 18.0,
            line_height: 1.8,
            measure: 70.0,
            numbers: Numbers::None,
            dim_others: false,
        }
    }
}

/// What is counted in the margin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Numbers {
    /// Nothing.
    #[default]
    None,
    /// The lines of the file, as editors count them: blank ones too.
    Lines,
    /// Paragraphs: lines of the file that are not blank.
    Paragraphs,
}

impl Numbers {
    /// All choices, in the order of the settings.
    pub const ALL: [Self; 3] = [Self::None, Self::Lines, Self::Paragraphs];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Lines => "Lines",
            Self::Paragraphs => "Paragraphs",
        }
    }

    /// The next choice, round the end.
    pub const fn next(self) -> Self {
        match self {
            Self::None => Self::Lines,
            Self::Lines => Self::Paragraphs,
            Self::Paragraphs => Self::None,
        }
    }
}

/// How much a tag asks to be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Tint, under-line with its pattern, color of the name.
    pub colors: TagColors,
    /// The short name, as it stands above a span.
    pub short: SmolStr,
    /// The full name.
    pub name: SmolStr,
    /// How much it asks to be seen.
    pub emphasis: Emphasis,
    /// Whether its relations go from one span to the other, and not both ways.
    pub directed: bool,
}

impl TagLook {
    /// A tag that asks to be seen as usual.
    pub fn new(colors: TagColors, short: &str, name: &str) -> Self {
        Self {
            colors,
            short: SmolStr::new(short),
            name: SmolStr::new(name),
            emphasis: Emphasis::Normal,
            directed: false,
        }
    }
}
