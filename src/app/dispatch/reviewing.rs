//! Deciding between what annotators say: stepping from item to item, taking, rejecting, opening again.

use super::TOAST_UNDO;
use crate::app::desk::{Desk, Room, VERSIONS};
use crate::app::overlay::{Overlay, PathPurpose};
use crate::app::reader::{Edge, Selection, SpanRef};
use crate::app::reviewing::Part;
use crate::app::verb::Verb;
use crate::app::views::review_work::returning;
use crate::app::views::{capitalized, counted};
use crate::app::widgets::{Toast, ToastAction, ToastKind};
use crate::app::window::{Session, Window};
use crate::edit::{Command, Decision, EditError, Statement};
use crate::model::{AnnotatorId, DocumentId, LayerKind, NoteTarget, Role, SetKey, SetState, Verdict, Workflow};
use crate::report::agreement_report;
use crate::review::{Comparison, Item};
use crate::store;
use crate::workspace::RunError;
use egui::Context;
use std::path::Path;
use std::sync::Arc;

/// Messages about the item that is looked at replace each other.
const DECIDED: &str = "item of the review";

impl Window {
    pub(super) fn review_verb(&mut self, cx: &Context, verb: Verb) {
        // By its name it can be asked for from anywhere.
        self.go(Room::Review);
        match verb {
            Verb::NextDisagreement | Verb::SkipDisagreement => self.step_disagreement(true),
            Verb::PreviousDisagreement => self.step_disagreement(false),
            Verb::RejectAll => self.reject_item(),
            Verb::EditBeforeTaking => self.edit_item(),
            Verb::CommentToAnnotator => self.comment_on_item(),
            Verb::DecisionAsExample => self.decision_as_example(),
            Verb::TakeUnanimous => self.take_alike(verb, |item| item.differences.is_none()),
            Verb::TakeMajority => {
                self.take_alike(verb, |item| 2 * item.majority().1 > item.versions.len());
            }
            Verb::ReopenItem => self.reopen_item(),
            Verb::SideBySide => self.preferences.side_by_side = !self.preferences.side_by_side,
            Verb::ShowNames => self.show_names(),
            Verb::ReckonGamma => {
                let Session::Open(desk) = &mut self.session else { return };
                desk.review.part = Part::Agreement;
                let (wake, project) = (cx.clone(), desk.workspace.snapshot());
                desk.review.draw_gamma(project, move || wake.request_repaint());
            }
            Verb::WhatIf => {
                let Session::Open(desk) = &mut self.session else { return };
                desk.review.part = Part::Agreement;
                let (wake, project) = (cx.clone(), desk.workspace.snapshot());
                desk.review.suppose(project, move || wake.request_repaint());
            }
            Verb::SaveAgreement => {
                if let Session::Open(desk) = &mut self.session {
                    desk.review.part = Part::Agreement;
                }
                self.ask_for_path(cx, PathPurpose::AgreementReport);
            }
            Verb::FinishGold => self.finish_gold(cx),
            _ => {}
        }
    }

    /// Takes what the annotator of a lane says.
    pub(super) fn take_version(&mut self, at: usize) {
        let Some((comparison, item)) = self.item() else { return self.ask_for_an_item() };
        let Some(decision) = item.take(&comparison.annotators, at) else {
            let n = comparison.annotators.len();
            return self.say(ToastKind::Info, format!("There are {} here", counted(n, "version")));
        };
        // Who says nothing is taken at their word: what the others say is rejected.
        if self.settle(vec![decision]) {
            self.step_on();
        }
    }

    fn reject_item(&mut self) {
        let Some((_, item)) = self.item() else { return self.ask_for_an_item() };
        if self.settle(vec![item.reject()]) {
            self.step_on();
        }
    }

    fn reopen_item(&mut self) {
        let Some((_, item)) = self.item() else { return self.ask_for_an_item() };
        self.settle(vec![item.reopen()]);
    }

    /// Takes the version that most have, if none is taken yet, and takes hold of its end.
    fn edit_item(&mut self) {
        let Some((comparison, item)) = self.item() else { return self.ask_for_an_item() };
        if item.kind != LayerKind::Span {
            return self.say(ToastKind::Info, "Only what stands in the text has edges".to_owned());
        }
        let is_in_gold = |desk: &Desk| gold_span(desk, &item).is_some();
        let Session::Open(desk) = &self.session else { return };
        if !is_in_gold(desk) {
            let saying = |at: &usize| item.versions.get(*at).is_some_and(|version| !version.says.is_empty());
            let (most, _) = item.majority();
            let first = [most].into_iter().chain(0..item.versions.len()).find(saying);
            let decision = first.and_then(|at| item.take(&comparison.annotators, at));
            if !decision.is_some_and(|decision| self.settle(vec![decision])) {
                return;
            }
        }
        let Session::Open(desk) = &mut self.session else { return };
        if let Some(span) = gold_span(desk, &item) {
            desk.let_go();
            desk.page.focus = vec![span];
            super::labeling::hold(desk, Edge::End);
        }
    }

    pub(super) fn comment_on_item(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        if desk.workspace.annotator().is_none() {
            return self.ask_who();
        }
        let Some((comparison, item)) = self.item() else { return self.ask_for_an_item() };
        let Session::Open(desk) = &self.session else { return };
        // About the version that is focused, else about the first that says something.
        let focused = desk.page.focus.iter().find_map(|span| span.layer.checked_sub(VERSIONS));
        let saying = |at: &usize| item.versions.get(*at).is_some_and(|version| !version.records.is_empty());
        let at = focused.into_iter().chain(0..item.versions.len()).find(saying);
        let said = at.and_then(|at| Some((comparison.annotators.get(at)?, item.versions.get(at)?.records.first()?)));
        let (on, of) = match said {
            Some((annotator, record)) if item.kind == LayerKind::Relation => {
                (NoteTarget::Relation(*record), Some(annotator.clone()))
            }
            Some((annotator, record)) => (NoteTarget::Span(*record), Some(annotator.clone())),
            None => {
                let who =
                    (0..item.versions.len()).find(|at| item.versions.get(*at).is_some_and(|it| !it.says.is_empty()));
                (NoteTarget::Document, who.and_then(|at| comparison.annotators.get(at)).cloned())
            }
        };
        self.overlay = Some(Overlay::Note { on, of, note: None, body: String::new(), verdict: None });
    }

    fn decision_as_example(&mut self) {
        let Some((_, item)) = self.item() else { return self.ask_for_an_item() };
        let Session::Open(desk) = &mut self.session else { return };
        let Some(span) = gold_span(desk, &item) else {
            return self.say(ToastKind::Info, "Decide about it first: a decision becomes the example".to_owned());
        };
        desk.page.focus = vec![span];
        self.guiding_verb(Verb::UseAsExample);
    }

    /// Takes all open items of a kind, once it has said how many there are.
    fn take_alike(&mut self, verb: Verb, is_it: impl Fn(&Item) -> bool) {
        let Some(comparison) = self.comparison() else { return self.ask_for_an_item() };
        let items: Vec<&Item> = comparison.items.iter().filter(|item| !item.is_decided && is_it(item)).collect();
        let what = if verb == Verb::TakeUnanimous { "everybody agrees on" } else { "most agree on" };
        if items.is_empty() {
            return self.say(ToastKind::Info, format!("There is nothing open here that {what}"));
        }
        let Session::Open(desk) = &mut self.session else { return };
        let asked = (verb, items.len());
        if desk.page.asked_bulk.replace(asked) != Some(asked) {
            let key = self.keymap.cap(verb).unwrap_or_else(|| verb.name().to_owned());
            let message = format!("{} that {what}. {key} again takes all", counted(items.len(), "open item"));
            return self.toasts.push_about(DECIDED, Toast { kind: ToastKind::Info, message, action: None });
        }
        desk.page.asked_bulk = None;
        // Relations need their ends: what stands in the text comes first.
        let (first, second): (Vec<&Item>, Vec<&Item>) =
            items.into_iter().partition(|item| item.kind != LayerKind::Relation);
        let take = |item: &Item| item.take(&comparison.annotators, item.majority().0);
        let decisions: Vec<Decision> = first.into_iter().chain(second).filter_map(take).collect();
        let n = decisions.len();
        if self.settle(decisions) {
            let key = self.keymap.cap(Verb::Undo);
            let action = Some(ToastAction { id: TOAST_UNDO, label: "Undo".to_owned(), key, is_lasting: false });
            let message = format!("{} taken", counted(n, "item"));
            self.toasts.push_about(DECIDED, Toast { kind: ToastKind::Info, message, action });
            let next = self.comparison().and_then(|comparison| match &self.session {
                Session::Open(desk) => next_item(desk, &comparison, true),
                Session::Welcome => None,
            });
            next.into_iter().for_each(|next| self.go_to_item(next));
        }
    }

    /// Goes on from an item that has just been decided about. What is compared does not know that yet.
    fn step_on(&mut self) {
        let Some(comparison) = self.comparison() else { return };
        let Session::Open(desk) = &self.session else { return };
        if let Some(next) = next_item(desk, &comparison, true) {
            return self.go_to_item(next);
        }
        let here = desk.review.at(&comparison);
        let is_open = |(at, item): (usize, &Item)| !item.is_decided && Some(at) != here;
        let n_open = comparison.items.iter().enumerate().filter(|it| is_open(*it)).count();
        let message = match n_open {
            0 => "Everything here is decided".to_owned(),
            n => format!("Nothing else to look at here; {} not decided", counted(n, "item")),
        };
        self.toasts.push_about(DECIDED, Toast { kind: ToastKind::Info, message, action: None });
    }

    /// Goes to the next item that is looked for, round the end.
    fn step_disagreement(&mut self, forward: bool) {
        let Some(comparison) = self.comparison() else { return self.ask_for_an_item() };
        let Session::Open(desk) = &mut self.session else { return };
        desk.page.asked_bulk = None;
        match next_item(desk, &comparison, forward) {
            Some(next) => self.go_to_item(next),
            None => {
                let n_open = comparison.n_open();
                let message = if n_open == 0 {
                    "Everything here is decided".to_owned()
                } else {
                    format!("Nothing else to look at here; {} not decided", counted(n_open, "item"))
                };
                self.toasts.push_about(DECIDED, Toast { kind: ToastKind::Info, message, action: None });
            }
        }
    }

    /// Looks at an item and brings it into view.
    pub(super) fn go_to_item(&mut self, at: usize) {
        let Some(comparison) = self.comparison() else { return };
        let Session::Open(desk) = &mut self.session else { return };
        let Some(item) = comparison.items.get(at) else { return };
        desk.review.look_at(&comparison, at);
        desk.let_go();
        desk.page.selection = Some(Selection::caret(item.at.start()));
        if item.kind != LayerKind::Document
            && let Some(reader) = &mut desk.page.reader
        {
            reader.scroll_to(item.at);
        }
    }

    /// Finishes the gold set and opens the next article that waits; with open items only when it is asked again.
    pub(super) fn finish_gold(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(key) = desk.own_key() else { return };
        if desk.review.is_stale() {
            return self.say(ToastKind::Info, "Still comparing; a moment, and again".to_owned());
        }
        let Session::Open(desk) = &mut self.session else { return };
        let n_open = desk.review.comparison(&key.document).map_or(0, |comparison| comparison.n_open());
        let asked = (Verb::FinishGold, n_open);
        if n_open > 0 && desk.page.asked_bulk.replace(asked) != Some(asked) {
            let cap = self.keymap.cap(Verb::FinishGold).unwrap_or_default();
            let message = format!("{} not decided. {cap} again finishes the article as it is", counted(n_open, "item"));
            return self.toasts.push_about(DECIDED, Toast { kind: ToastKind::Warning, message, action: None });
        }
        let next = desk.review.queue().iter().find(|row| row.document != key.document && !row.state.is_finished());
        let next = next.map(|row| row.document.clone());
        let is_done = desk.own_set().is_some_and(|set| set.head.state.is_finished());
        let is_blank = desk.own_set().is_none_or(|set| set.spans.is_empty() && set.document_tags.is_empty());
        let state = if is_blank { SetState::Nothing } else { SetState::Finished };
        if !self.may_decide() || !is_done && !self.run(&Command::SetState { set: key, state }) {
            return;
        }
        match next {
            Some(next) => self.open_document(cx, &next),
            None => self.say(ToastKind::Info, "Every article of the queue is finished".to_owned()),
        }
    }

    /// Opens the next article of the queue, or the one before.
    pub(super) fn step_queue(&mut self, cx: &Context, forward: bool) {
        let Session::Open(desk) = &self.session else { return };
        let queue = desk.review.queue();
        let at = queue.iter().position(|row| Some(&row.document) == desk.page.document.as_ref());
        let next = match (at, forward) {
            (None, _) => queue.first(),
            (Some(at), true) => queue.get(at + 1),
            (Some(at), false) => at.checked_sub(1).and_then(|at| queue.get(at)),
        };
        if let Some(next) = next.map(|row| row.document.clone()) {
            self.open_document(cx, &next);
        }
    }

    fn show_names(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let workflow = &desk.workspace.project().workflow;
        let role = desk.role();
        if role != Role::Lead {
            return self.say(ToastKind::Info, "Only who leads the project can show or hide names".to_owned());
        }
        let names_are_shown = !workflow.names_are_shown;
        self.run(&Command::SetWorkflow(Workflow { names_are_shown, ..Workflow::clone(workflow) }));
    }

    /// Opens a document with somebody's spans beside one's own.
    pub(super) fn look_at_work(&mut self, cx: &Context, document: &DocumentId, annotator: AnnotatorId) {
        self.go(Room::Label);
        self.open_document(cx, document);
        let Session::Open(desk) = &self.session else { return };
        let is_own = desk.workspace.annotator() == Some(&annotator);
        self.show_others(Some(annotator).filter(|_| !is_own));
    }

    /// Accepts somebody's work, or asks what it is returned with.
    pub(super) fn judge(&mut self, cx: &Context, set: SetKey, verdict: Verdict) {
        let Session::Open(desk) = &self.session else { return };
        let Some(me) = desk.workspace.annotator().cloned() else { return self.ask_who() };
        if !self.may_decide() {
            return;
        }
        if verdict == Verdict::Returned {
            self.open_document(cx, &set.document);
            self.overlay = Some(returning(&set.annotator));
            return;
        }
        let (on, of, body) = (NoteTarget::Document, Some(set.annotator), String::new());
        let own = SetKey { document: set.document, annotator: me };
        self.run(&Command::AddNote { set: own, on, of, body, verdict: Some(verdict) });
    }

    /// Writes the figures of agreement as the ending of a file says.
    pub(super) fn save_agreement(&mut self, path: &Path) {
        self.overlay = None;
        let Session::Open(desk) = &self.session else { return };
        let (agreed, review) = (desk.review.agreed(), &desk.review);
        let n = desk.review.queue().iter().filter(|row| row.n_annotators >= 2).count();
        let basis = format!("{} that two people or more are done with", counted(n, "article"));
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let name = &desk.workspace.project().name;
        let Some(report) = agreement_report(ending, name, &basis, &agreed.lines(review.reckoned())) else {
            return self.say(ToastKind::Warning, "Name a file that ends in .html, .csv or .json".to_owned());
        };
        match store::write_file(path, &report) {
            Ok(()) => self.say(ToastKind::Info, format!("The report was written to {}", path.display())),
            Err(error) => self.say(ToastKind::Error, capitalized(&error.to_string())),
        }
    }

    /// Decides, if this person may.
    fn settle(&mut self, decisions: Vec<Decision>) -> bool {
        let Session::Open(desk) = &self.session else { return false };
        let Some(set) = desk.own_key() else { return false };
        if !self.may_decide() {
            return false;
        }
        let Session::Open(desk) = &mut self.session else { return false };
        match desk.workspace.run(&Command::Decide { set, decisions }) {
            // What is so already needs no step.
            Ok(_) | Err(RunError::Edit(EditError::Nothing)) => true,
            Err(error) => {
                let hint = error.hint().map(|hint| format!(". {hint}")).unwrap_or_default();
                self.say(ToastKind::Warning, format!("{}{hint}", capitalized(&error.to_string())));
                false
            }
        }
    }

    pub(super) fn may_decide(&mut self) -> bool {
        let Session::Open(desk) = &self.session else { return false };
        let role = desk.role();
        if role == Role::Annotator {
            self.say(ToastKind::Info, "Only reviewers decide in this project; its lead says who is one".to_owned());
        }
        role != Role::Annotator
    }

    fn comparison(&self) -> Option<Arc<Comparison>> {
        let Session::Open(desk) = &self.session else { return None };
        if desk.room != Room::Review {
            return None;
        }
        desk.review.comparison(desk.page.document.as_ref()?).cloned()
    }

    /// The item that is looked at.
    fn item(&self) -> Option<(Arc<Comparison>, Item)> {
        let comparison = self.comparison()?;
        let Session::Open(desk) = &self.session else { return None };
        let item = comparison.items.get(desk.review.at(&comparison)?)?.clone();
        Some((comparison, item))
    }

    fn ask_for_an_item(&mut self) {
        let key = self.keymap.cap(Verb::NextDisagreement).unwrap_or_default();
        self.say(ToastKind::Info, format!("Go to a disagreement first, with {key} or a click"));
    }
}

/// The next item that is looked for, after the one that is looked at or before it, round the end.
fn next_item(desk: &Desk, comparison: &Comparison, forward: bool) -> Option<usize> {
    let here = desk.review.at(comparison);
    let is_wanted = |at: &usize| Some(*at) != here && desk.review.is_wanted(*at);
    let n = comparison.items.len();
    let order: Vec<usize> = match (here, forward) {
        (Some(here), true) => (here + 1..n).chain(0..here).collect(),
        (Some(here), false) => (0..here).rev().chain((here + 1..n).rev()).collect(),
        (None, true) => (0..n).collect(),
        (None, false) => (0..n).rev().collect(),
    };
    order.into_iter().find(is_wanted)
}

/// The span of gold that stands for an item: what was taken over of it, or that edited since.
pub fn gold_span(desk: &Desk, item: &Item) -> Option<SpanRef> {
    let set = desk.own_set()?;
    let said = item.versions.iter().flat_map(|version| &version.says);
    let mut found = said.filter_map(|(statement, _)| match statement {
        Statement::Span(place) => {
            let mut there = set.spans.starting_at(place.at.hull().start());
            there.find(|span| span.at == place.at && span.tag == place.tag)
        }
        Statement::Relation { .. } | Statement::Document(_) | Statement::Value(..) => None,
    });
    let edited = || item.edited.iter().find_map(|id| set.spans.find(*id));
    found.next().or_else(edited).map(|span| SpanRef::new(0, span))
}
