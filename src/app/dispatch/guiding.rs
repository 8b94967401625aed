//! The codebook as a document: examples, what still holds, and the page that it is printed as.

use crate::app::desk::Room;
use crate::app::drafts::ExampleDraft;
use crate::app::overlay::Overlay;
use crate::app::reader::{Selection, SpanRef};
use crate::app::verb::Verb;
use crate::app::views::capitalized;
use crate::app::views::codebook::Entry;
use crate::app::views::statistics::Stepping;
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::edit::{Change, Command, example_at};
use crate::model::{DocumentId, LayerKind, SetKey, SpanKey, TagId};
use crate::report::codebook_page;
use crate::store;
use crate::text::TextRange;
use egui::Context;
use std::path::Path;

impl Window {
    pub(super) fn guiding_verb(&mut self, verb: Verb) {
        match verb {
            Verb::UseAsExample => self.use_as_example(),
            Verb::UseAsCounterexample => self.use_as_counterexample(),
            _ => self.say_still_right(),
        }
    }

    /// Takes the focused span into the examples of its tag.
    fn use_as_example(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let (Some(document), Some(span)) = (desk.page.document.clone(), desk.focused()) else {
            return self.say(ToastKind::Info, "Focus the span that shows its tag first".to_owned());
        };
        let (tag, range) = (span.tag.clone(), span.hull());
        match example_at(desk.workspace.project(), &document, range, true) {
            Ok(example) => {
                let change = Box::new(Change::add(example));
                if self.run(&Command::Exemplify { tag, change }) {
                    self.say_last_step();
                }
            }
            Err(error) => self.say(ToastKind::Warning, capitalized(&error.to_string())),
        }
    }

    /// Asks for which tag the focused span, or what is selected, is no example.
    fn use_as_counterexample(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let codebook = &desk.workspace.project().codebook;
        let focused = desk.focused();
        let range = focused.map(|span| span.hull()).or_else(|| desk.selected());
        let (Some(document), Some(range)) = (desk.page.document.clone(), range) else {
            let first = "Focus a span, or select words, that show what a tag is not for";
            return self.say(ToastKind::Info, first.to_owned());
        };
        // What it is easily taken for is another tag than it has: the one in hand, or the one used before.
        let is_other = |tag: &&TagId| focused.is_none_or(|span| span.tag != **tag) && codebook.tag(tag).is_some();
        let likely = desk.armed.iter().chain(&desk.recent).find(is_other).cloned();
        let layer = focused.and_then(|span| codebook.layer_of(&span.tag)).map(|layer| &layer.id);
        let mut of_spans: Vec<_> = codebook.of_kind(LayerKind::Span).filter(|tag| is_other(&&tag.id)).collect();
        of_spans.sort_by_key(|tag| Some(&tag.layer) != layer);
        let first = || of_spans.first().map(|tag| tag.id.clone()).or_else(|| focused.map(|span| span.tag.clone()));
        let Some(tag) = likely.or_else(first) else {
            return self.say(ToastKind::Info, "The codebook has no tags yet".to_owned());
        };
        match example_at(desk.workspace.project(), &document, range, false) {
            Ok(example) => {
                let draft = ExampleDraft { was: None, ..ExampleDraft::of(tag, example) };
                self.overlay = Some(Overlay::Example(Box::new(draft)));
            }
            Err(error) => self.say(ToastKind::Warning, capitalized(&error.to_string())),
        }
    }

    /// Says that the focused spans are right by what their tags mean today.
    fn say_still_right(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let spans: Vec<SpanKey> = desk.focused_own().iter().map(SpanRef::key).collect();
        let (Some(set), false) = (desk.own_key(), spans.is_empty()) else {
            return self.say(ToastKind::Info, "Focus a span of yours first".to_owned());
        };
        let codebook = &desk.workspace.project().codebook;
        let is_older = |key: &SpanKey| {
            let span = desk.own_set().and_then(|set| set.spans.get(*key));
            let tag = span.and_then(|span| codebook.tag(&span.tag));
            span.zip(tag.and_then(|tag| tag.revised)).is_some_and(|(span, revised)| span.made < revised)
        };
        if !spans.iter().any(is_older) {
            let today = "What these spans are tagged as means what it did when they were marked";
            return self.say(ToastKind::Info, today.to_owned());
        }
        if self.run(&Command::Affirm([(set, spans)].into())) {
            self.say_last_step();
        }
    }

    /// Names the step that was just done, with the way back.
    fn say_last_step(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        if let Some(title) = desk.workspace.next_undo().map(str::to_owned) {
            self.say_undoable(title);
        }
    }

    /// Opens a document and selects a passage of it.
    pub(super) fn show_passage(&mut self, cx: &Context, document: &DocumentId, range: TextRange) {
        self.open_document(cx, document);
        let Session::Open(desk) = &mut self.session else { return };
        let Some(text) = desk.document().map(|document| document.text.clone()) else { return };
        desk.let_go();
        if text.check(range).is_err() {
            return self.say(ToastKind::Info, "The article has changed, and the passage is not there".to_owned());
        }
        let layers = [0, 1].into_iter();
        let focused = layers.filter_map(|layer| {
            let set = desk.layer_set(layer)?;
            let span = set.spans.starting_at(range.start()).find(|span| span.hull() == range)?;
            Some(SpanRef::new(layer, span))
        });
        // A span that stands there is focused: it can be looked at and retagged at once.
        let span = focused.take(1).collect::<Vec<_>>();
        desk.page.selection =
            Some(if span.is_empty() { Selection::of(range) } else { Selection::caret(range.start()) });
        desk.page.focus = span;
        if let Some(reader) = &mut desk.page.reader {
            reader.scroll_to(range);
        }
    }

    /// Shows a tag's page in the codebook.
    pub(super) fn show_tag(&mut self, tag: TagId) {
        self.go(Room::Codebook);
        if let Session::Open(desk) = &mut self.session {
            desk.codebook.chosen = Some(Entry::Tag(tag));
        }
    }

    /// Steps through spans that were made before what their tag means was changed.
    pub(super) fn step_through(&mut self, cx: &Context, tag: TagId, spans: Vec<(SetKey, SpanKey)>, at: usize) {
        let Some((set, span)) = spans.get(at).cloned() else { return };
        if let Session::Open(desk) = &mut self.session {
            desk.statistics.stepping = Some(Stepping::made_before(tag, spans, at));
        }
        self.show_span(cx, &set, span);
    }

    pub(super) fn fold_guidance(&mut self) {
        self.preferences.guidance_folded = !self.preferences.guidance_folded;
        if let Session::Open(desk) = &mut self.session {
            desk.guidance_folded = self.preferences.guidance_folded;
        }
    }

    pub(super) fn save_codebook_page(&mut self, path: &Path) {
        self.overlay = None;
        let Session::Open(desk) = &self.session else { return };
        let page = codebook_page(desk.workspace.project());
        match store::write_file(path, page.as_bytes()) {
            Ok(()) => self.say(ToastKind::Info, format!("The codebook was written to {}", path.display())),
            Err(error) => self.say(ToastKind::Error, capitalized(&error.to_string())),
        }
    }
}
