//! A field for a query: what it could go on with, and what is wrong in it.

use super::{ViewCx, capitalized};
use crate::app::theme::{regular, size};
use crate::app::widgets::{Button, ButtonKind, SearchField, Stress, Words, button_ui, search_field_ui, words_ui};
use crate::query::{SearchMistake, completions};
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{EventFilter, Id, Key, Modifiers, Response, Ui};

/// A query as it is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryText {
    /// The query.
    pub text: String,
    /// Whether its field should get the keyboard.
    pub wants_focus: bool,
    /// Whether somebody writes in it.
    pub is_typing: bool,
}

/// Draws the field. [`query_completions_ui`] is drawn below it, with the id of its response.
pub fn query_field_ui(ui: &mut Ui, field: &SearchField<'_>, query: &mut QueryText) -> Response {
    let response = search_field_ui(ui, field, &mut query.text);
    if std::mem::take(&mut query.wants_focus) {
        response.request_focus();
        caret_to_end(ui, response.id, &query.text);
    }
    // What is offered must still be there when the press on it ends.
    let is_pressed = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    query.is_typing = response.has_focus() || is_pressed && query.is_typing;
    // What lies below has the keyboard then.
    if response.lost_focus() {
        ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    }
    response
}

fn caret_to_end(ui: &Ui, id: Id, text: &str) {
    let mut edit = TextEditState::load(ui, id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    edit.cursor.set_char_range(Some(CCursorRange::one(end)));
    edit.store(ui, id);
}

/// Draws what the query could go on with, while it is being written; whether there is anything. Tab takes the first.
pub fn query_completions_ui(ui: &mut Ui, cx: &ViewCx<'_>, query: &mut QueryText, field: Id) -> bool {
    // One part to what surrounds it, whether something is offered or not, so that a field below keeps the keyboard.
    ui.scope(|ui| query.is_typing && offered_ui(ui, cx, query, field)).inner
}

fn offered_ui(ui: &mut Ui, cx: &ViewCx<'_>, query: &mut QueryText, field: Id) -> bool {
    let all = completions(&query.text, cx.desk.workspace.project());
    if !all.is_empty() {
        let kept = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(field, kept));
    }
    let takes = ui.memory(|memory| memory.has_focus(field))
        && ui.input_mut(|input| !input.modifiers.shift && input.consume_key(Modifiers::NONE, Key::Tab));
    if all.is_empty() {
        return false;
    }
    let mut taken = all.first().filter(|_| takes);
    ui.horizontal_wrapped(|ui| {
        for completion in &all {
            let button = Button { label: &completion.word, kind: ButtonKind::Quiet, ..Button::default() };
            if button_ui(ui, &button).clicked() {
                taken = Some(completion);
            }
        }
    });
    if let Some(completion) = taken {
        (query.text, query.wants_focus) = (completion.query.clone(), true);
    }
    true
}

/// Draws what is wrong, and where: the word that it is about stands out.
pub fn query_mistake_ui(ui: &mut Ui, cx: &ViewCx<'_>, query: &str, mistake: &SearchMistake) {
    let told = format!("{}. {}.", capitalized(&mistake.to_string()), mistake.hint);
    words_ui(ui, &Words::sentence(&told).color(cx.theme.warning));
    let query = query.trim();
    let (before, after) = query.split_at(query.chars().take(mistake.at.saturating_sub(1)).map(char::len_utf8).sum());
    let (word, rest) = after.split_at(after.find(char::is_whitespace).unwrap_or(after.len()));
    // Before white space and at the end something is missing.
    let word = if word.is_empty() { "…" } else { word };
    let shown = format!("{before}{word}{rest}");
    let range = before.len()..before.len() + word.len();
    let stress = Stress { range, is_strong: true, is_slanted: false, is_code: false };
    let line = Words::line(&shown).font(regular(size::TEXT)).color(cx.theme.text_soft);
    words_ui(ui, &Words { stresses: &[stress], ..line });
}
