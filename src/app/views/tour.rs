//! The tour: four steps from text to tag, which can be left at any point and found again in the command palette.

use crate::app::action::{Action, Actions};
use crate::app::overlay::Overlay;
use crate::app::theme::{Theme, semibold, size};
use crate::app::widgets::{Button, ButtonKind, Words, button_ui, popover_frame, soft_ui, words_ui};
use egui::{Align2, Area, Context, Id, Order, vec2};

/// What each step says.
const STEPS: [(&str, &str); 4] = [
    (
        "Select words",
        "Double-click a word, or drag over a phrase. Selections take whole words; hold Alt for exact characters. Three clicks take the sentence, four the paragraph.",
    ),
    (
        "Tag them",
        "Press a tag's key, such as 1, or choose from the palette beside the selection: type a part of its name and press Enter. Press a tag's key with nothing selected to tag every following selection at once.",
    ),
    (
        "Change your mind",
        "Click a span, or walk with Tab. A tag key retags it, Del removes it, its edges can be dragged. Ctrl+Z takes anything back, without end, even after a restart.",
    ),
    (
        "Go on",
        "Everything is saved by itself. Ctrl+Enter finishes the article and opens the next. Ctrl+P finds any command, and ? shows the keys that work here.",
    ),
];

/// Draws the card of a step at the bottom of the article.
pub fn tour_ui(cx: &Context, step: usize, bottom: f32, actions: &mut Actions) {
    let Some((title, body)) = STEPS.get(step) else { return };
    let theme = Theme::of(cx);
    // Messages stand below the card.
    let offset = vec2(0.0, -bottom - 72.0);
    Area::new(Id::unique("tour")).order(Order::Foreground).anchor(Align2::CENTER_BOTTOM, offset).show(cx, |ui| {
        popover_frame(&theme, cx).inner_margin(size::SPACE_L).show(ui, |ui| {
            ui.set_width(440.0_f32.min(cx.content_rect().width() - 2.0 * size::SPACE_XL));
            let count = format!("{} of {}", step + 1, STEPS.len());
            soft_ui(ui, &count);
            words_ui(ui, &Words::line(title).font(semibold(size::TEXT_TITLE)));
            ui.add_space(size::SPACE_XS);
            words_ui(ui, &Words::lines(body));
            ui.add_space(size::SPACE_M);
            ui.horizontal(|ui| {
                let is_last = step + 1 == STEPS.len();
                let next = Button {
                    label: if is_last { "Start" } else { "Next" },
                    kind: ButtonKind::Primary,
                    ..Button::default()
                };
                if button_ui(ui, &next).clicked() {
                    actions.push(if is_last {
                        Action::CloseOverlay
                    } else {
                        Action::ShowOverlay(Box::new(Overlay::Tour(step + 1)))
                    });
                }
                let leave = Button { label: "Leave the tour", kind: ButtonKind::Quiet, ..Button::default() };
                if !is_last && button_ui(ui, &leave).clicked() {
                    actions.push(Action::CloseOverlay);
                }
            });
        });
    });
}
