//! The views: one file per panel, popover or dialog. They draw, and ask by action; they change nothing.

use super::action::Actions;
use super::desk::Desk;
use super::keys::Keymap;
use super::theme::{TagColors, Theme};
use super::verb::Verb;
use super::widgets::{IconButton, icon_button_ui, isolated};
use crate::model::{Tag, TagColor};
use crate::query::context;
use crate::text::{Text, TextRange, quote};
use egui::{InputState, Key, Modifiers, ScrollArea, Ui};
use std::sync::Arc;

pub mod top_bar;
pub mod status_bar;
pub mod article_list;
pub mod article;
pub mod find_bar;
pub mod frame_figures;
pub mod go_to;
pub mod tag_palette;
pub mod tags_panel;
pub mod values;
pub mod said;
pub mod threads;
pub mod relations;
pub mod relation_list;
pub mod document_labels;
pub mod guidance;
pub mod inspector;
pub mod span_list;
pub mod statistics;
pub mod codebook;
pub mod tag_page;
pub mod revisions;
pub mod rules;
pub mod search;
pub mod query_field;
pub mod filter;
mod analysis;
pub mod review_bar;
pub mod review_queue;
mod review_columns;
pub mod review_item;
pub mod review_agreement;
pub mod review_work;
pub mod history;
pub mod safety;
pub mod welcome;
pub mod commands;
pub mod keys_help;
pub mod dialogs;
pub mod exchange_lists;
pub mod import_dialog;
pub mod exported;
pub mod export_tags;
pub mod export_corpus;
pub mod export_dialog;
pub mod tag_dialogs;
pub mod layer_dialogs;
pub mod example_dialog;
pub mod changes;
pub mod refactor;
pub mod tag_all;
pub mod revise;
pub mod document_dialogs;
pub mod tour;

/// What every view of an open project may look at.
pub struct ViewCx<'a> {
    /// The open project.
    pub desk: &'a Desk,
    /// The keys.
    pub keymap: &'a Keymap,
    /// The colors.
    pub theme: &'a Arc<Theme>,
}

impl ViewCx<'_> {
    /// The colors of a tag.
    pub fn colors(&self, tag: &Tag) -> TagColors {
        tag_colors(self.theme, tag.color)
    }

    /// The key of a verb, for its control.
    pub fn cap(&self, verb: Verb) -> Option<String> {
        self.keymap.cap(verb)
    }
}

/// A button with an icon that does what a verb does, and has its key.
pub fn verb_icon_ui(ui: &mut Ui, cx: &ViewCx<'_>, verb: Verb, icon: &str, label: &str, actions: &mut Actions) {
    let key = cx.cap(verb);
    let button = IconButton { icon, label, key: key.as_deref(), ..IconButton::default() };
    if icon_button_ui(ui, &button).clicked() {
        actions.verb(verb);
    }
}

/// A tag's color in a theme.
pub fn tag_colors(theme: &Theme, color: TagColor) -> TagColors {
    match color {
        TagColor::Slot(slot) => theme.tag_slot(slot),
        TagColor::Seed(rgb) => theme.tag_seed(rgb),
    }
}

/// A count with its noun: `1 span`, `12 spans`.
pub fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{} {noun}s", thousands(n)) }
}

/// A count of people.
pub fn people_counted(n: usize) -> String {
    if n == 1 { "1 person".to_owned() } else { format!("{} people", thousands(n)) }
}

/// A number with thin spaces between its thousands.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// A range with the words around it, in one line: so many characters on each side.
pub fn in_context(text: &Text, at: TextRange, around: usize) -> String {
    let before: String = text.upto(at.start()).chars().rev().take(around).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text.from(at.end()).chars().take(around).collect();
    let parts = ["…", &before, "[", &quote(text.slice(at)), "]", &after, "…"];
    isolated(&parts.concat().split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What stands before a range, its words, and what stands after them, each on one line: so many graphemes on each side.
pub fn on_one_line(text: &Text, at: TextRange, around: usize) -> [String; 3] {
    let [before, words, after] = context(text, at, around);
    [before, quote(&words), after]
}

/// Scrolls a list of so many rows, each as high as the others, so that one of them stands in the middle of what is seen, as far as
/// the ends allow.
pub fn scrolled_to(area: ScrollArea, chosen: usize, n_rows: usize, row: f32, seen: f32) -> ScrollArea {
    let top = chosen as f32 * row - seen / 2.0;
    area.vertical_scroll_offset(top.clamp(0.0, (n_rows as f32 * row - seen).max(0.0)))
}

/// Where the arrows, the page keys, Home and End lead in a list, from one of its rows.
pub fn stepped(input: &mut InputState, chosen: usize, last: usize, page: usize) -> usize {
    let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
    let mut at = chosen;
    for (key, by) in [(Key::ArrowDown, 1), (Key::PageDown, page), (Key::End, last)] {
        if pressed(key) {
            at = (at + by).min(last);
        }
    }
    for (key, by) in [(Key::ArrowUp, 1), (Key::PageUp, page), (Key::Home, last)] {
        if pressed(key) {
            at = at.saturating_sub(by);
        }
    }
    at
}

/// A message as a sentence begins.
pub fn capitalized(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_their_noun() {
        assert_eq!(counted(1, "span"), "1 span");
        assert_eq!(counted(0, "span"), "0 spans");
        assert_eq!(counted(1_234_567, "span"), "1\u{202f}234\u{202f}567 spans");
    }
}
