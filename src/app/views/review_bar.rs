//! The bar over the article in the review: which part is shown, how much is open, and what can be done with all of it.

use super::{ViewCx, capitalized, counted};
use crate::app::action::Actions;
use crate::app::reviewing::{Part, Review};
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    IconButton, QuietButton, Words, icon_button_ui, on_hover_words, quiet_button_ui, segmented_ui, soft_ui, words_ui,
};
use egui::{Align, Layout, Response, Ui};

/// Below this width, in points, what can be done with all of it is icons.
const CLOSE: f32 = 860.0;
/// Below these widths that are left, agreement is not shown, and what digits do.
const AGREEMENT: f32 = 120.0;
const DIGITS: f32 = 136.0;

/// Draws the bar.
pub fn review_bar_ui(ui: &mut Ui, cx: &ViewCx<'_>, part: &mut Part, is_side_by_side: bool, actions: &mut Actions) {
    let is_close = ui.available_width() < CLOSE;
    let verb_ui = |ui: &mut Ui, verb, icon, label, actions: &mut Actions| {
        if verb_ui(ui, cx, verb, icon, label, is_close).clicked() {
            actions.verb(verb);
        }
    };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if *part == Part::Decide {
            let names = cx.desk.workspace.project().workflow.names_are_shown;
            let label = if names { "Hide names" } else { "Show names" };
            verb_ui(ui, Verb::ShowNames, if names { icons::EYE_SLASH } else { icons::EYE }, label, actions);
            let (icon, label) =
                if is_side_by_side { (icons::ROWS, "In one text") } else { (icons::COLUMNS, "In columns") };
            verb_ui(ui, Verb::SideBySide, icon, label, actions);
            verb_ui(ui, Verb::TakeUnanimous, icons::CHECK_CIRCLE, "Take what all agree on", actions);
        }
        if *part == Part::Agreement {
            verb_ui(ui, Verb::SaveAgreement, icons::EXPORT, "Save the report…", actions);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| left_ui(ui, cx, part));
    });
}

/// Which part is shown, and how far deciding is.
fn left_ui(ui: &mut Ui, cx: &ViewCx<'_>, part: &mut Part) {
    let mut at = Part::ALL.iter().position(|it| it == part).unwrap_or_default();
    if segmented_ui(ui, "Part of the review", &["Decide", "Agreement", "Work"], &mut at).changed() {
        *part = Part::ALL.get(at).copied().unwrap_or_default();
    }
    if *part == Part::Decide {
        ui.add_space(size::SPACE_M);
        progress_ui(ui, cx, &cx.desk.review);
    }
}

/// How much of the open article is decided; digits mean versions here.
fn progress_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &Review) {
    let comparison = cx.desk.page.document.as_ref().and_then(|document| review.comparison(document));
    let Some(comparison) = comparison.filter(|it| it.annotators.len() >= 2) else { return };
    let (n, n_open) = (comparison.items.len(), comparison.n_open());
    let stale = if review.is_stale() { "…" } else { "" };
    let says = format!("{} open, {} solved{stale}", counted(n_open, "item"), n.saturating_sub(n_open));
    words_ui(ui, &Words::line(&says).soft(cx.theme));
    if ui.available_width() > AGREEMENT {
        ui.add_space(size::SPACE_S);
        agreement_ui(ui, review);
    }
    if ui.available_width() > DIGITS {
        ui.add_space(size::SPACE_S);
        soft_ui(ui, "Digits take a version");
    }
}

/// How far people agree now, in the whole project.
fn agreement_ui(ui: &mut Ui, review: &Review) {
    let agreed = review.agreed();
    let Some(figure) = agreed.headline.first() else { return };
    let Ok(value) = figure.value else { return };
    let measure = figure.key.measure;
    let response = words_ui(ui, &Words::line(&format!("Agreement {value:.3}")));
    on_hover_words(response, &format!("{}: {}", capitalized(&measure.title()), measure.meaning()));
}

fn verb_ui(ui: &mut Ui, cx: &ViewCx<'_>, verb: Verb, icon: &str, label: &str, is_close: bool) -> Response {
    let key = cx.cap(verb);
    let key = key.as_deref();
    if is_close {
        return icon_button_ui(ui, &IconButton { icon, label, key, ..IconButton::default() });
    }
    quiet_button_ui(ui, &QuietButton { icon: (icon, cx.theme.text_soft), label, help: verb.help(), key })
}
