//! The bar over the article in the review: which part is shown, how much is open, and what can be done with all of it.

use super::{ViewCx, counted};
use crate::app::action::Actions;
use crate::app::reviewing::{Part, Review};
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{QuietButton, Words, quiet_button_ui, segmented_ui, words_ui};
use egui::{Align, Layout, Ui};

/// Draws the bar.
pub fn review_bar_ui(ui: &mut Ui, cx: &ViewCx<'_>, part: &mut Part, actions: &mut Actions) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if *part == Part::Decide {
            let names = cx.desk.workspace.project().workflow.names_are_shown;
            let label = if names { "Hide names" } else { "Show names" };
            verb_ui(ui, cx, Verb::ShowNames, if names { icons::EYE_SLASH } else { icons::EYE }, label, actions);
            verb_ui(ui, cx, Verb::TakeUnanimous, icons::CHECK_CIRCLE, "Take what all agree on", actions);
        }
        if *part == Part::Agreement {
            verb_ui(ui, cx, Verb::SaveAgreement, icons::EXPORT, "Save the report…", actions);
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
    let lanes = comparison.annotators.len().min(9);
    let says = format!(
        "{} open, {} solved{stale}. Digits 1–{lanes} take a version",
        counted(n_open, "item"),
        n.saturating_sub(n_open)
    );
    words_ui(ui, &Words::line(&says).soft(cx.theme));
}

fn verb_ui(ui: &mut Ui, cx: &ViewCx<'_>, verb: Verb, icon: &str, label: &str, actions: &mut Actions) {
    let key = cx.cap(verb);
    let button = QuietButton { icon: (icon, cx.theme.text_soft), label, help: verb.help(), key: key.as_deref() };
    if quiet_button_ui(ui, &button).clicked() {
        actions.verb(verb);
    }
}
