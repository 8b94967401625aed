//! The tokens of a theme: every color by what it is for.

use std::sync::{Arc, LazyLock};

use egui::{Color32, Context};
use serde::Deserialize;

use super::color::color_from_token;
use super::oklch::Oklch;
use super::palette::{TagColors, TagToken};

static LIGHT: LazyLock<Arc<Theme>> =
    LazyLock::new(|| Arc::new(parsed(include_str!("../../../assets/theme/light.ron"))));
static DARK: LazyLock<Arc<Theme>> = LazyLock::new(|| Arc::new(parsed(include_str!("../../../assets/theme/dark.ron"))));

/// The colors of the window in the light or in the dark.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Whether this is the dark theme.
    pub dark: bool,
    /// The page that the article stands on.
    #[serde(deserialize_with = "color_from_token")]
    pub canvas: Color32,
    /// Panels, the bars at the top and the bottom.
    #[serde(deserialize_with = "color_from_token")]
    pub surface: Color32,
    /// What floats: popovers, menus, dialogs, toasts; and buttons.
    #[serde(deserialize_with = "color_from_token")]
    pub raised: Color32,
    /// The inside of a text field.
    #[serde(deserialize_with = "color_from_token")]
    pub field: Color32,
    /// Hairlines that only order the eye.
    #[serde(deserialize_with = "color_from_token")]
    pub line: Color32,
    /// Lines that mean something: an unticked box, a pending selection, a handle. Contrast 3.
    #[serde(deserialize_with = "color_from_token")]
    pub line_strong: Color32,
    /// Text.
    #[serde(deserialize_with = "color_from_token")]
    pub text: Color32,
    /// Secondary text, hints, icons at rest. Still contrast 4.5.
    #[serde(deserialize_with = "color_from_token")]
    pub text_soft: Color32,
    /// The one accent: the main button, links, what is chosen.
    #[serde(deserialize_with = "color_from_token")]
    pub accent: Color32,
    /// Text and icons on the accent.
    #[serde(deserialize_with = "color_from_token")]
    pub on_accent: Color32,
    /// Behind what is chosen: the open document in a list, the armed tag.
    #[serde(deserialize_with = "color_from_token")]
    pub accent_soft: Color32,
    /// Laid over what the pointer is on.
    #[serde(deserialize_with = "color_from_token")]
    pub hover: Color32,
    /// Laid over what is being pressed.
    #[serde(deserialize_with = "color_from_token")]
    pub pressed: Color32,
    /// What cannot be undone, and errors.
    #[serde(deserialize_with = "color_from_token")]
    pub danger: Color32,
    /// Text and icons on the color of danger.
    #[serde(deserialize_with = "color_from_token")]
    pub on_danger: Color32,
    /// What asks for a look.
    #[serde(deserialize_with = "color_from_token")]
    pub warning: Color32,
    /// What is done.
    #[serde(deserialize_with = "color_from_token")]
    pub success: Color32,
    /// Behind selected text.
    #[serde(deserialize_with = "color_from_token")]
    pub selection: Color32,
    /// The ring around what has the keyboard's focus.
    #[serde(deserialize_with = "color_from_token")]
    pub focus: Color32,
    /// A search hit on the page.
    #[serde(deserialize_with = "color_from_token")]
    pub hit: Color32,
    /// The track of a bar, an empty meter.
    #[serde(deserialize_with = "color_from_token")]
    pub track: Color32,
    /// The soft shadow of what floats.
    #[serde(deserialize_with = "color_from_token")]
    pub shadow: Color32,
    /// Laid over the window behind a dialog.
    #[serde(deserialize_with = "color_from_token")]
    pub scrim: Color32,
    /// How strong a tag's tint is, 0 to 1.
    pub tag_fill_alpha: f32,
    #[serde(rename = "tags")]
    pub(super) tag_tokens: Vec<TagToken>,
    #[serde(skip)]
    pub(super) tags: Vec<TagColors>,
}

impl Theme {
    /// The light theme.
    pub fn light() -> Arc<Self> {
        Arc::clone(&LIGHT)
    }

    /// The dark theme.
    pub fn dark() -> Arc<Self> {
        Arc::clone(&DARK)
    }

    /// The theme that egui draws with just now: the system's, or the person's choice. A `&Ui` will do as well.
    pub fn of(cx: &Context) -> Arc<Self> {
        match cx.theme() {
            egui::Theme::Light => Self::light(),
            egui::Theme::Dark => Self::dark(),
        }
    }
}

#[allow(clippy::expect_used, reason = "the two files are part of the program, and the tests read both")]
fn parsed(source: &str) -> Theme {
    let mut theme: Theme = ron::from_str(source).expect("a shipped theme file can be read");
    theme.tags = theme
        .tag_tokens
        .iter()
        .map(|token| theme.tag_colors(Oklch { lightness: token.l, chroma: token.c, hue: token.h }))
        .collect();
    theme
}

#[cfg(test)]
mod tests {
    use super::super::color::{blended, contrast};
    use super::*;

    #[track_caller]
    fn check(what: &str, theme: &Theme, ink: Color32, page: Color32, least: f32) {
        let found = contrast(blended(page, ink), page);
        let name = if theme.dark { "dark" } else { "light" };
        assert!(found >= least, "{what} in the {name} theme has contrast {found:.2}, not {least}");
    }

    #[test]
    fn text_can_be_read_wherever_it_stands() {
        for theme in [Theme::light(), Theme::dark()] {
            for page in [theme.canvas, theme.surface, theme.raised, theme.field, theme.accent_soft] {
                check("text", &theme, theme.text, page, 7.0);
                check("soft text", &theme, theme.text_soft, page, 4.5);
                for over in [theme.hover, theme.pressed] {
                    check("hovered text", &theme, theme.text_soft, blended(page, over), 4.5);
                }
            }
            for page in [theme.canvas, theme.surface, theme.raised] {
                check("accent", &theme, theme.accent, page, 4.5);
                check("danger", &theme, theme.danger, page, 4.5);
                check("warning", &theme, theme.warning, page, 4.5);
                check("success", &theme, theme.success, page, 4.5);
            }
            check("text on accent", &theme, theme.on_accent, theme.accent, 4.5);
            check("text on danger", &theme, theme.on_danger, theme.danger, 4.5);
            check("selected text", &theme, theme.text, theme.selection, 4.5);
            check("found text", &theme, theme.text, blended(theme.canvas, theme.hit), 4.5);
        }
    }

    #[test]
    fn lines_that_mean_something_can_be_seen() {
        for theme in [Theme::light(), Theme::dark()] {
            for page in [theme.canvas, theme.surface, theme.raised, theme.field] {
                check("strong line", &theme, theme.line_strong, page, 3.0);
                check("focus ring", &theme, theme.focus, page, 3.0);
            }
        }
    }

    #[test]
    fn the_theme_follows_egui() {
        let cx = Context::default();
        cx.set_theme(egui::ThemePreference::Dark);
        assert!(Theme::of(&cx).dark);
        cx.set_theme(egui::ThemePreference::Light);
        assert!(!Theme::of(&cx).dark);
    }
}
