//! Documents: opening, finishing, archiving, deleting, finding in them.

use crate::app::action::Action;
use crate::app::desk::{Desk, Page, Room};
use crate::app::find::FindState;
use crate::app::overlay::{Overlay, PathPurpose};
use crate::app::reader::{Place, Reader, Selection, SpanRef};
use crate::app::verb::Verb;
use crate::app::views::capitalized;
use crate::app::views::document_dialogs;
use crate::app::views::filter::FilterDraft;
use crate::app::views::query_field::QueryText;
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::edit::Command;
use crate::model::{AnnotatorId, DocumentId, RecordId, SetKey, SetState, SpanKey};
use egui::Context;

impl Window {
    pub(super) fn document_verb(&mut self, cx: &Context, verb: Verb) {
        let Session::Open(desk) = &mut self.session else { return };
        match verb {
            Verb::FilterList => {
                desk.list.wants_focus = true;
                self.preferences.left_folded = false;
                return;
            }
            Verb::FilterByQuery => {
                let query = QueryText { wants_focus: true, ..desk.filtering.query.clone() };
                let draft = FilterDraft { query, ..FilterDraft::default() };
                return self.toggle(Overlay::Filter(Box::new(draft)));
            }
            Verb::NextDocument | Verb::PreviousDocument if desk.room == Room::Review => {
                return self.step_queue(cx, verb == Verb::NextDocument);
            }
            Verb::NextDocument => return self.step_document(cx, true),
            Verb::PreviousDocument => return self.step_document(cx, false),
            _ => {}
        }
        let Some(document) = desk.document().cloned() else { return };
        let id = document.id.clone();
        match verb {
            Verb::ArticleSpans => self.list_all_spans(cx),
            Verb::Find => self.open_find(),
            Verb::FindNext | Verb::FindPrevious => self.step_hit(cx, verb == Verb::FindNext),
            Verb::FindCase | Verb::FindWholeWord | Verb::FindRegex => self.change_finding(verb),
            Verb::GoToParagraph => self.toggle(Overlay::GoTo { typed: String::new(), problem: None }),
            Verb::Finish => self.finish(cx, &id, SetState::Finished),
            Verb::StateNew => drop(self.set_state(&id, SetState::New)),
            Verb::StateInProgress => drop(self.set_state(&id, SetState::InProgress)),
            Verb::StateNothing => self.finish(cx, &id, SetState::Nothing),
            Verb::StateFinished if desk.room == Room::Review => self.finish_gold(cx),
            Verb::StateFinished => drop(self.set_state(&id, SetState::Finished)),
            Verb::DocumentDetails => self.overlay = Some(document_dialogs::details(&document)),
            Verb::ReplaceText => self.ask_for_path(cx, PathPurpose::ReplaceText),
            Verb::Archive => self.archive(cx, &id, !document.archived),
            Verb::Delete => self.delete(cx, &id),
            Verb::Purge => self.overlay = Some(Overlay::Purge(vec![id])),
            _ => {}
        }
    }

    /// Opens a document where it was left.
    pub fn open_document(&mut self, cx: &Context, id: &DocumentId) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(document) = desk.workspace.project().document(id).cloned() else { return };
        if !desk.room.has_article() {
            desk.room = Room::Label;
        }
        if desk.page.document.as_ref() == Some(id) {
            return;
        }
        self.keep_place();
        let Session::Open(desk) = &mut self.session else { return };
        desk.workspace.flush();
        let mut reader = Reader::new(document.text.clone());
        let visit = self.preferences.visit_mut(desk.workspace.project().id);
        if let Some(place) = visit.place(id) {
            reader.restore(place);
        }
        visit.open = Some(id.to_string());
        // The caret shows at once where the keyboard is.
        let selection = Some(Selection::caret(reader.place().offset));
        // What is being looked for is looked for there as well.
        let find = desk.page.find.take().map(|find| FindState::new(find.text, selection));
        desk.page = Page { document: Some(id.clone()), reader: Some(reader), selection, find, ..Page::default() };
        desk.figures.look_at(Some(id.clone()));
        desk.list.reveal = true;
        cx.request_repaint();
    }

    /// Shows the open document anew when its text has become another one, at about the same place.
    pub fn follow_text(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        let (Some(document), Some(shown)) = (desk.document().cloned(), &desk.page.reader) else { return };
        if shown.text().same(&document.text) {
            return;
        }
        let place = shown.place();
        let offset = document.text.floor(place.offset.get() as usize);
        let mut reader = Reader::new(document.text.clone());
        reader.restore(Place { offset, ..place });
        let selection = Some(Selection::caret(offset));
        let find = desk.page.find.take().map(|find| FindState::new(find.text, selection));
        let id = Some(document.id.clone());
        desk.page = Page { document: id, reader: Some(reader), selection, find, ..Page::default() };
    }

    /// Remembers how far the open document is scrolled.
    pub fn keep_place(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let (Some(document), Some(reader)) = (&desk.page.document, &desk.page.reader) else { return };
        self.preferences.visit_mut(desk.workspace.project().id).keep_place(document, reader.place());
    }

    /// Opens a document and shows a span of it, one's own or somebody else's.
    pub(super) fn show_span(&mut self, cx: &Context, set: &SetKey, span: SpanKey) {
        self.open_document(cx, &set.document);
        let Session::Open(desk) = &mut self.session else { return };
        let is_own = desk.workspace.annotator() == Some(&set.annotator);
        if !is_own {
            desk.others = Some(set.annotator.clone());
        }
        let layer = usize::from(!is_own);
        let found = desk.layer_set(layer).and_then(|set| set.spans.get(span)).cloned();
        let Some(span) = found else { return };
        desk.let_go();
        desk.page.focus = vec![SpanRef::new(layer, &span)];
        desk.page.selection = Some(Selection::caret(span.hull().start()));
        if let Some(reader) = &mut desk.page.reader {
            reader.scroll_to(span.hull());
        }
    }

    /// Opens a document and shows a relation of it, at one of its ends.
    pub(super) fn show_relation(&mut self, cx: &Context, set: &SetKey, span: SpanKey, relation: RecordId) {
        self.show_span(cx, set, span);
        let Session::Open(desk) = &mut self.session else { return };
        if let Some(at) = desk.page.focus.first() {
            desk.page.relation = Some((at.layer, relation));
        }
    }

    /// The next document in the list, or the one before.
    fn step_document(&mut self, cx: &Context, forward: bool) {
        let Session::Open(desk) = &self.session else { return };
        if let Some(id) = neighbor(desk, forward, |_| true) {
            self.open_document(cx, &id);
        }
    }

    /// Marks a document as finished, or as one with nothing to mark, and opens the next that is not.
    fn finish(&mut self, cx: &Context, id: &DocumentId, state: SetState) {
        let Session::Open(desk) = &self.session else { return };
        if desk.room == Room::Review {
            return self.finish_gold(cx);
        }
        let next = neighbor(desk, true, |state| !state.is_finished());
        let is = desk.own_set().map_or(SetState::New, |set| set.head.state);
        let is_done = is == state || is.is_finished() && state == SetState::Finished;
        if !is_done && !self.set_state(id, state) {
            return;
        }
        match next {
            Some(next) => self.open_document(cx, &next),
            None => self.say(ToastKind::Info, "Every article of the list is finished".to_owned()),
        }
    }

    /// Says how far one is with a document. False when that could not be said yet.
    pub(super) fn set_state(&mut self, document: &DocumentId, state: SetState) -> bool {
        let Session::Open(desk) = &self.session else { return false };
        let Some(annotator) = desk.working_on() else {
            self.once_seated = Some(Action::SetState(document.clone(), state));
            self.ask_who();
            return false;
        };
        self.run(&Command::SetState { set: SetKey { document: document.clone(), annotator }, state })
    }

    fn archive(&mut self, cx: &Context, id: &DocumentId, archived: bool) {
        let next = self.after_leaving(id);
        if self.run(&Command::Archive { documents: vec![id.clone()], archived }) {
            self.say_last();
            self.go_on_with(cx, next.filter(|_| archived));
        }
    }

    fn delete(&mut self, cx: &Context, id: &DocumentId) {
        let next = self.after_leaving(id);
        if self.run(&Command::RemoveDocuments(vec![id.clone()])) {
            self.say_last();
            self.go_on_with(cx, next);
        }
    }

    /// Deletes documents for good.
    pub(super) fn purge(&mut self, cx: &Context, documents: Vec<DocumentId>) {
        self.overlay = None;
        let next = documents.first().and_then(|id| self.after_leaving(id));
        let Session::Open(desk) = &mut self.session else { return };
        match desk.workspace.purge(&documents) {
            Ok(()) => {
                self.say(ToastKind::Info, "Purged: it is in no file, journal or backup of this computer".to_owned());
                self.go_on_with(cx, next);
            }
            Err(error) => self.say(ToastKind::Error, capitalized(&error.to_string())),
        }
    }

    /// The document to open once this one is gone, if this one is open.
    fn after_leaving(&self, id: &DocumentId) -> Option<DocumentId> {
        let Session::Open(desk) = &self.session else { return None };
        if desk.page.document.as_ref() != Some(id) {
            return None;
        }
        neighbor(desk, true, |_| true).or_else(|| neighbor(desk, false, |_| true))
    }

    fn go_on_with(&mut self, cx: &Context, next: Option<DocumentId>) {
        if let Some(next) = next {
            self.open_document(cx, &next);
        }
        self.close_missing_page();
    }

    /// Leaves the page when its document is no longer in the project.
    pub fn close_missing_page(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.page.document.is_some() && desk.document().is_none() {
            desk.page = Page::default();
            desk.figures.look_at(None);
        }
    }

    fn say_last(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        if let Some(title) = desk.workspace.next_undo().map(str::to_owned) {
            self.say_undoable(title);
        }
    }

    pub(super) fn show_others(&mut self, annotator: Option<AnnotatorId>) {
        let Session::Open(desk) = &mut self.session else { return };
        desk.page.focus.retain(|span| span.layer == 0);
        desk.others = annotator;
    }
}

/// The nearest document of the list, after the open one or before it, whose state is wanted.
fn neighbor(desk: &Desk, forward: bool, wanted: impl Fn(SetState) -> bool) -> Option<DocumentId> {
    let rows = desk.list.rows();
    let at = desk.page.document.as_ref().and_then(|id| desk.list.position(id));
    let is_other = |row: &&crate::query::DocumentRow| Some(&row.id) != desk.page.document.as_ref() && wanted(row.state);
    let found = match (at, forward) {
        (None, _) => rows.iter().find(is_other),
        (Some(at), true) => rows.iter().skip(at + 1).find(is_other),
        (Some(at), false) => rows.iter().take(at).rev().find(is_other),
    };
    found.map(|row| row.id.clone())
}
