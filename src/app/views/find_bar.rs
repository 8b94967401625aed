//! The bar above the article that finds words in it.

use super::{ViewCx, thousands};
use crate::app::action::Actions;
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{IconButton, SearchField, icon_button_ui, search_field_ui, soft_ui, typed_preview_ui};
use crate::text::{Offset, Text, TextRange};
use egui::{Key, Modifiers, Ui, vec2};

/// What is being looked for in the open article, and what was found.
#[derive(Clone, Debug, Default)]
pub struct FindState {
    /// What is typed.
    pub text: String,
    /// Where it stands, in order.
    pub hits: Vec<TextRange>,
    /// Which hit is the current one.
    pub current: usize,
    /// What the hits were found for.
    found_for: String,
    /// Whether the field wants the keyboard.
    pub wants_focus: bool,
}

/// The most hits that are kept; the bar says when there are more.
const HITS: usize = 10_000;

impl FindState {
    /// Finds again when what is typed has changed. Capitals and small letters are the same.
    pub fn refresh(&mut self, text: &Text, from: Offset) {
        if self.found_for == self.text {
            return;
        }
        self.found_for.clone_from(&self.text);
        self.hits = hits(text, &self.text);
        self.current = self.hits.partition_point(|hit| hit.start() < from);
        if self.current == self.hits.len() {
            self.current = 0;
        }
    }

    /// The current hit.
    pub fn hit(&self) -> Option<TextRange> {
        self.hits.get(self.current).copied()
    }

    /// Goes to the next hit or the one before, round the ends.
    pub fn step(&mut self, forward: bool) {
        let n = self.hits.len();
        if n > 0 {
            self.current = if forward { (self.current + 1) % n } else { (self.current + n - 1) % n };
        }
    }
}

/// Where `typed` stands in a text, whatever the case.
fn hits(text: &Text, typed: &str) -> Vec<TextRange> {
    if typed.is_empty() {
        return Vec::new();
    }
    let Ok(pattern) = regex::RegexBuilder::new(&regex::escape(typed)).case_insensitive(true).build() else {
        return Vec::new();
    };
    let ranges = pattern.find_iter(text.as_str());
    let offset = |at: usize| Offset::new(u32::try_from(at).unwrap_or(u32::MAX));
    ranges.take(HITS).map(|hit| TextRange::between(offset(hit.start()), offset(hit.end()))).collect()
}

/// Draws the bar. True when the current hit should be brought into view.
pub fn find_bar_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    find: &mut FindState,
    text: &Text,
    from: Offset,
    actions: &mut Actions,
) -> bool {
    let mut moved = false;
    ui.horizontal(|ui| {
        ui.allocate_ui(vec2((ui.available_width() - 200.0).clamp(120.0, 360.0), size::CONTROL), |ui| {
            let field =
                SearchField { label: "Find in the article", hint: "Find in the article", key: None, icon: None };
            let response = search_field_ui(ui, &field, &mut find.text);
            if std::mem::take(&mut find.wants_focus) {
                response.request_focus();
            }
            let (next, previous) = ui.input_mut(|input| {
                let previous = input.consume_key(Modifiers::SHIFT, Key::Enter);
                (input.consume_key(Modifiers::NONE, Key::Enter), previous)
            });
            if (next || previous) && (response.has_focus() || response.lost_focus()) {
                find.step(next);
                response.request_focus();
                moved = true;
            }
            moved |= response.changed();
        });
        find.refresh(text, from);
        let count = match find.hits.len() {
            _ if find.text.is_empty() => String::new(),
            0 => "Nothing found".to_owned(),
            n => format!(
                "{} of {}{}",
                thousands(find.current + 1),
                thousands(n),
                if n == HITS { " or more" } else { "" }
            ),
        };
        for (verb, icon) in [(Verb::FindPrevious, icons::CARET_UP), (Verb::FindNext, icons::CARET_DOWN)] {
            let key = cx.cap(verb);
            if icon_button_ui(
                ui,
                &IconButton { icon, label: verb.name(), key: key.as_deref(), ..IconButton::default() },
            )
            .clicked()
            {
                actions.verb(verb);
            }
        }
        soft_ui(ui, &count);
        let close =
            IconButton { icon: icons::CLOSE, label: "Close the search", key: Some("Esc"), ..IconButton::default() };
        if icon_button_ui(ui, &close).clicked() {
            actions.verb(Verb::Back);
        }
    });
    typed_preview_ui(ui, &find.text);
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_found_whatever_the_case_and_in_every_script() {
        let text = Text::new("Ceasefire? A CEASEFIRE. وقف إطلاق النار، وقف (a.b)".to_owned()).unwrap();
        let found = |typed| hits(&text, typed).into_iter().map(|hit| text.slice(hit).to_owned()).collect::<Vec<_>>();
        assert_eq!(found("ceasefire"), ["Ceasefire", "CEASEFIRE"]);
        assert_eq!(found("وقف"), ["وقف", "وقف"]);
        assert_eq!(found("(a.b)"), ["(a.b)"]);
        assert_eq!(found(""), [""; 0]);
    }

    #[test]
    fn steps_go_round_the_ends() {
        let text = Text::new("a b a b a".to_owned()).unwrap();
        let mut find = FindState { text: "a".to_owned(), ..FindState::default() };
        find.refresh(&text, Offset::new(3));
        assert_eq!(find.hit().map(|hit| hit.start().get()), Some(4));
        find.step(true);
        find.step(true);
        assert_eq!(find.current, 0);
        find.step(false);
        assert_eq!(find.current, 2);
    }
}
