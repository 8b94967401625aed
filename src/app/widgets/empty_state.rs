//! What stands where nothing is yet: one sentence that teaches, one action.

use egui::{Align, Layout, RichText, Ui, vec2};

use super::button::{Button, ButtonKind, button_ui};
use super::paint::paint_icon;
use crate::app::theme::{Theme, size};

/// How wide the sentence is at most, in points.
const WIDEST: f32 = 400.0;

/// What an empty place shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct EmptyState<'a> {
    /// A large quiet icon, or empty for none.
    pub icon: &'a str,
    /// One sentence that says what to do.
    pub sentence: &'a str,
    /// The verb on the button, if there is one.
    pub action: Option<&'a str>,
    /// The action's key.
    pub key: Option<&'a str>,
}

/// Draws it in the middle of the width, a third down. True when the button was clicked.
pub fn empty_state_ui(ui: &mut Ui, state: &EmptyState<'_>) -> bool {
    let theme = Theme::of(ui);
    let height = ui.available_height();
    ui.vertical_centered(|ui| {
        if height.is_finite() {
            ui.add_space((height / 3.0 - 60.0).clamp(size::SPACE_M, 240.0).round());
        }
        if !state.icon.is_empty() {
            let (rect, _) = ui.allocate_exact_size(vec2(32.0, 32.0), egui::Sense::hover());
            paint_icon(ui.painter(), rect.center(), state.icon, 28.0, theme.line_strong);
            ui.add_space(size::SPACE_S);
        }
        let room = vec2(ui.available_width().min(WIDEST), 0.0);
        ui.allocate_ui_with_layout(room, Layout::top_down(Align::Center), |ui| {
            ui.label(RichText::new(state.sentence).color(theme.text_soft));
        });
        state.action.is_some_and(|label| {
            ui.add_space(size::SPACE_S);
            let kind = ButtonKind::Plain;
            button_ui(ui, &Button { label, key: state.key, kind, icon: None }).clicked()
        })
    })
    .inner
}
