//! The bar at the bottom: whether everything is saved, what the next key would do, how much is marked.

use super::{ViewCx, counted, verb_icon_ui};
use crate::app::action::Actions;
use crate::app::desk::Room;
use crate::app::theme::{icons, regular, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    QuietButton, TagChip, Words, on_hover_words, paint_icon, quiet_button_ui, tag_chip_ui, words_ui,
};
use crate::store::Damage;
use crate::workspace::SaveState;
use egui::{Align, Color32, Layout, Response, Sense, Ui, vec2};

/// Draws the bar.
pub fn status_bar_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    ui.horizontal_centered(|ui| {
        saved_ui(ui, cx);
        if let Some(set) = cx.desk.own_set().filter(|set| !set.spans.is_empty()) {
            soft(ui, cx, &format!("{} in this article", counted(set.spans.len(), "span")));
        }
        problems_ui(ui, cx, actions);
        let n_hidden = cx.desk.veil.n_hidden(&cx.desk.workspace.project().codebook);
        if n_hidden > 0 {
            let label = format!("{} hidden", counted(n_hidden, "tag"));
            verb_ui(ui, cx, (icons::EYE_SLASH, cx.theme.text_soft), &label, Verb::ShowAllTags, actions);
        }
        if let Some(tag) = cx.desk.armed.as_ref().and_then(|id| cx.desk.workspace.project().codebook.tag(id)) {
            soft(ui, cx, "Every selection becomes");
            let chip = TagChip { name: &tag.name, colors: cx.colors(tag), selected: true, removable: true };
            if tag_chip_ui(ui, &chip).clicked() {
                actions.push(crate::app::action::Action::Arm(None));
            }
        }
        if cx.desk.exact {
            soft(ui, cx, "Exact characters");
        }
        if cx.desk.page.point.is_some() {
            soft(ui, cx, "The next tag key marks this place, where its layer has places");
        }
        if cx.desk.page.linking.is_some() {
            soft(ui, cx, "Click the span to link to, or go there with Tab and press Enter; Esc stops");
        }
        if cx.desk.page.held.is_some() {
            soft(ui, cx, "Left and Right move the edge, Enter keeps it, Esc restores it");
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            verb_icon_ui(ui, cx, Verb::Keys, icons::HELP, "Keys that work here", actions);
            if let Some(why) = cx.desk.workspace.read_only() {
                warning_ui(ui, cx, &format!("Read-only: {why}"));
            }
            let n_copies = cx.desk.workspace.copies().len();
            if n_copies > 0 {
                let label =
                    if n_copies == 1 { "1 conflict copy".to_owned() } else { format!("{n_copies} conflict copies") };
                verb_ui(ui, cx, (icons::GIT_MERGE, cx.theme.warning), &label, Verb::MergeCopies, actions);
            }
            let n_texts = cx.desk.workspace.changed_texts().len();
            if n_texts > 0 {
                let label = format!("Take in {}", counted(n_texts, "changed text"));
                verb_ui(ui, cx, (icons::FILE_TEXT, cx.theme.warning), &label, Verb::TakeInTexts, actions);
            }
            let n_damaged = cx.desk.workspace.damage().len();
            if n_damaged > 0 {
                let messages: Vec<String> = cx.desk.workspace.damage().values().take(12).map(Damage::message).collect();
                let response = warning_ui(ui, cx, &format!("{} could not be read", counted(n_damaged, "file")));
                on_hover_words(response, &messages.join("\n"));
            }
        });
    });
}

/// How many open items there are; a click goes to the next.
fn problems_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let n = cx.desk.problems.found().len();
    if n > 0 && cx.desk.room == Room::Label {
        let stale = if cx.desk.problems.is_stale() { "…" } else { "" };
        let label = format!("{}{stale}", counted(n, "open item"));
        verb_ui(ui, cx, (icons::WARNING, cx.theme.warning), &label, Verb::NextItem, actions);
    }
}

/// A few words that do something when they are clicked.
fn verb_ui(ui: &mut Ui, cx: &ViewCx<'_>, icon: (&str, Color32), label: &str, verb: Verb, actions: &mut Actions) {
    let key = cx.cap(verb);
    let button = QuietButton { icon, label, help: verb.name(), key: key.as_deref() };
    if quiet_button_ui(ui, &button).clicked() {
        actions.verb(verb);
    }
}

fn saved_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let (glyph, color, text, hint): (&str, Color32, String, String) = match cx.desk.workspace.save_state() {
        SaveState::Saved => {
            (icons::CHECK_CIRCLE, cx.theme.success, "Saved".to_owned(), "Every change is on disk".to_owned())
        }
        SaveState::Writing => (icons::SAVE, cx.theme.text_soft, "Saving…".to_owned(), String::new()),
        SaveState::Failed { why, hint } => (icons::WARNING, cx.theme.danger, format!("Not saved: {why}"), hint),
    };
    let (place, _) = ui.allocate_exact_size(vec2(14.0, size::ICON), Sense::hover());
    paint_icon(ui.painter(), place.center(), glyph, 14.0, color);
    let response = words_ui(ui, &Words::line(&text).font(regular(size::TEXT_SECONDARY)));
    if !hint.is_empty() {
        on_hover_words(response, &hint);
    }
}

fn warning_ui(ui: &mut Ui, cx: &ViewCx<'_>, text: &str) -> Response {
    words_ui(ui, &Words::line(text).font(regular(size::TEXT_SECONDARY)).color(cx.theme.warning))
}

fn soft(ui: &mut Ui, cx: &ViewCx<'_>, text: &str) {
    ui.add_space(size::SPACE_XS);
    words_ui(ui, &Words::line(text).soft(cx.theme));
}
