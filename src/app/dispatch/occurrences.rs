//! The same words again: tagged one after the other, or all at once from a list.

use super::finding::selected_words;
use crate::app::action::Action;
use crate::app::desk::Desk;
use crate::app::drafts::TaggingAll;
use crate::app::overlay::Overlay;
use crate::app::reader::SpanRef;
use crate::app::searching::tagging;
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::edit::{Command, check_mark};
use crate::model::{SetKey, TagId};
use crate::query::{Bounds, Pattern};
use crate::text::TextRange;

impl Window {
    /// Tags the next place of the focused span's words, round the end of the article, and goes there.
    pub(super) fn tag_next(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some((words, tag, from)) = like_focused(desk) else {
            return self.say(ToastKind::Info, "Focus one of your spans first: click it, or press Tab".to_owned());
        };
        let Some(set) = desk.own_key() else { return };
        let Some(range) = next_place(desk, &set, &words, &tag, from) else {
            return self.say(ToastKind::Info, "No other place of these words is left to tag".to_owned());
        };
        if self.run(&Command::AddSpan { set, at: range.into(), tag: tag.clone() }) {
            self.focus_new(range, &tag);
        }
    }

    fn focus_new(&mut self, range: TextRange, tag: &TagId) {
        let Session::Open(desk) = &mut self.session else { return };
        let made = desk.own_set().and_then(|set| {
            let mut there = set.spans.starting_at(range.start());
            there.find(|span| span.tag == *tag && span.hull() == range).map(|span| SpanRef::new(0, span))
        });
        if let Some(made) = made {
            self.go_to_span(made);
        }
    }

    /// Gives the lines of the search that are meant a tag.
    pub(super) fn tag_lines(&mut self, tag: TagId) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.workspace.annotator().is_none() {
            self.once_seated = Some(Action::TagLines(tag));
            return self.ask_who();
        }
        let command = tagging(desk, &desk.search.meant(), &tag);
        self.run(&command);
    }

    /// Opens the list of all places of the selected words, or of those of the focused span.
    pub(super) fn open_tag_all(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.workspace.annotator().is_none() {
            return self.ask_who();
        }
        let of_span = like_focused(desk);
        let (words, tag) = match (selected_words(desk), of_span) {
            (Some(words), _) => (words, desk.armed.clone().or_else(|| desk.recent.first().cloned())),
            (None, Some((words, tag, _))) => (words, Some(tag)),
            (None, None) => (desk.sought.clone(), desk.recent.first().cloned()),
        };
        self.overlay = Some(Overlay::TagAll(Box::new(TaggingAll::of(words, tag))));
    }
}

/// The words and the tag of the span of one's own that is focused, and where it stands.
fn like_focused(desk: &Desk) -> Option<(String, TagId, TextRange)> {
    let at = *desk.focused_own().first()?;
    let span = desk.own_set()?.spans.get(at.key())?;
    let words = desk.document()?.text.slice(span.hull());
    (!words.is_empty()).then(|| (words.to_owned(), span.tag.clone(), span.hull()))
}

/// The next place of some words that can be marked, round the end of the text.
fn next_place(desk: &Desk, set: &SetKey, words: &str, tag: &TagId, from: TextRange) -> Option<TextRange> {
    let text = &desk.document()?.text;
    let pattern = Pattern { text: words.to_owned(), bounds: Bounds::Words, ..Pattern::default() };
    let finder = pattern.compile().ok()?;
    let project = desk.workspace.project();
    let is_free = |range: &TextRange| {
        let mut over = project.set(set).into_iter().flat_map(|set| set.spans.overlapping(*range));
        over.all(|span| span.tag != *tag) && check_mark(project, set, *range, tag).is_ok()
    };
    let mut before = None;
    for hit in finder.hits(text).filter(|hit| *hit != from) {
        if hit.start() > from.start() && is_free(&hit) {
            return Some(hit);
        }
        if before.is_none() && hit.start() < from.start() && is_free(&hit) {
            before = Some(hit);
        }
    }
    before
}
