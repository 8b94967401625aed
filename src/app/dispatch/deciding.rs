//! Deciding about what rules propose: accepting, rejecting, passing by, and going on.

use super::TOAST_FIX;
use crate::app::desk::{Desk, SUGGESTED};
use crate::app::reader::{Selection, SpanRef};
use crate::app::suggestions::Suggestions;
use crate::app::verb::Verb;
use crate::app::views::counted;
use crate::app::widgets::{Toast, ToastAction, ToastKind};
use crate::app::window::{Session, Window};
use crate::edit::{Command, Proposal};
use crate::model::{Span, TagId};

/// One message at a time says what is proposed.
const PROPOSED: &str = "open item";

impl Window {
    /// Whether a proposal is focused, so that keys decide about it.
    pub fn is_deciding(&self) -> bool {
        matches!(&self.session, Session::Open(desk) if desk.suggested().is_some())
    }

    pub(super) fn deciding_verb(&mut self, verb: Verb) {
        match verb {
            Verb::RejectProposal => self.reject(),
            Verb::SkipProposal if self.is_deciding() => self.go_on(None),
            Verb::AcceptAlike => self.accept_alike(),
            Verb::ProposeAgain => self.propose_again(),
            _ => {}
        }
    }

    /// Accepts the focused proposal, as another tag if one is named, and goes on to the next one.
    pub(super) fn accept(&mut self, instead: Option<&TagId>) {
        let Some((span, proposal)) = self.proposed() else { return self.ask_for_a_proposal() };
        let tag = instead.unwrap_or(&proposal.tag).clone();
        self.decide_on(&span, |set| Command::Accept { set, proposals: vec![Proposal { tag, ..proposal }] });
    }

    /// Rejects the focused proposal for good.
    fn reject(&mut self) {
        let Some((span, proposal)) = self.proposed() else { return self.ask_for_a_proposal() };
        self.decide_on(&span, |set| Command::Reject { set, proposals: vec![proposal] });
    }

    fn decide_on(&mut self, span: &Span, command: impl FnOnce(crate::model::SetKey) -> Command) {
        let Session::Open(desk) = &self.session else { return };
        let Some(set) = desk.own_key() else { return self.ask_who() };
        if self.run(&command(set)) {
            let title = match &self.session {
                Session::Open(desk) => desk.workspace.next_undo().map(str::to_owned),
                _ => None,
            };
            title.into_iter().for_each(|title| self.say_undoable(title));
            self.go_on(Some(span));
        }
    }

    /// Accepts all proposals of the same words as the same tag, once it has been said how many they are.
    fn accept_alike(&mut self) {
        let Some((span, proposal)) = self.proposed() else { return self.ask_for_a_proposal() };
        let Session::Open(desk) = &mut self.session else { return };
        let Some(text) = desk.document().map(|document| document.text.clone()) else { return };
        let words = text.slice(proposal.at);
        let spans = desk.suggestions.shown().into_iter().flat_map(|set| set.spans.iter());
        let alike: Vec<Proposal> = spans
            .map(Suggestions::proposal)
            .filter(|it| it.tag == proposal.tag && text.slice(it.at) == words)
            .collect();
        let asked = desk.page.asked_alike.replace(span.id);
        if asked != Some(span.id) {
            let codebook = &desk.workspace.project().codebook;
            let key = self.keymap.cap(Verb::AcceptAlike).unwrap_or_default();
            let (n, name) = (alike.len(), codebook.path(&proposal.tag));
            let places = if n == 1 { "place".to_owned() } else { "places".to_owned() };
            let message = format!("“{words}” is proposed as {name} at {n} {places}. {key} again accepts all");
            return self.toasts.push_about(PROPOSED, Toast { kind: ToastKind::Info, message, action: None });
        }
        desk.page.asked_alike = None;
        let Some(set) = desk.own_key() else { return self.ask_who() };
        let tag = proposal.tag.clone();
        let accepted: Vec<_> = alike.iter().map(|it| it.at).collect();
        if self.run(&Command::Accept { set, proposals: alike }) {
            if let Session::Open(desk) = &mut self.session {
                let title = desk.workspace.next_undo().map(str::to_owned);
                desk.suggestions.decided(|span| span.tag == tag && accepted.contains(&span.hull()));
                title.into_iter().for_each(|title| self.say_undoable(title));
            }
            self.go_on(Some(&span));
        }
    }

    /// Forgets what was rejected in the open article.
    fn propose_again(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let Some(set) = desk.own_key() else { return self.ask_who() };
        let n = desk.own_set().map_or(0, |set| set.rejections.len());
        if n == 0 {
            return self.say(ToastKind::Info, "Nothing was rejected in this article".to_owned());
        }
        if self.run(&Command::Reconsider { set, tag: None }) {
            self.say_undoable(format!("{} may be proposed again", counted(n, "rejected place")));
        }
    }

    /// Goes to the next proposal, round the end; `decided` is one that has just been decided about.
    fn go_on(&mut self, decided: Option<&Span>) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(here) = desk.suggested().cloned().or_else(|| decided.cloned()) else {
            return self.ask_for_a_proposal();
        };
        let next = desk.suggestions.shown().and_then(|set| {
            let after = set.spans.after(here.key());
            after.or_else(|| set.spans.iter().next()).filter(|span| span.id != here.id).cloned()
        });
        if let Some(decided) = decided {
            let id = decided.id;
            desk.suggestions.decided(|span| span.id == id);
        }
        match next {
            Some(next) => self.go_to_proposal(&next),
            None => {
                desk.let_go();
                desk.page.selection = Some(Selection::caret(here.hull().start()));
                let message = if decided.is_some() {
                    "No more proposals in this article"
                } else {
                    "No other proposal in this article"
                };
                self.toasts
                    .push_about(PROPOSED, Toast { kind: ToastKind::Info, message: message.to_owned(), action: None });
            }
        }
    }

    /// Focuses a proposal and says what it is.
    pub(super) fn go_to_proposal(&mut self, span: &Span) {
        let Session::Open(desk) = &mut self.session else { return };
        desk.let_go();
        desk.page.asked_alike = None;
        desk.page.selection = Some(Selection::caret(span.hull().start()));
        desk.page.focus = vec![SpanRef::new(SUGGESTED, span)];
        if let Some(reader) = &mut desk.page.reader {
            reader.scroll_to(span.hull());
        }
        let message = said(desk, span);
        let key = self.keymap.cap(Verb::FixItem);
        let action = Some(ToastAction { id: TOAST_FIX, label: "Accept".to_owned(), key, is_lasting: true });
        self.toasts.push_about(PROPOSED, Toast { kind: ToastKind::Info, message, action });
    }

    fn proposed(&self) -> Option<(Span, Proposal)> {
        let Session::Open(desk) = &self.session else { return None };
        let span = desk.suggested()?;
        Some((span.clone(), Suggestions::proposal(span)))
    }

    fn ask_for_a_proposal(&mut self) {
        self.say(ToastKind::Info, "Go to a proposal first, with N or a click".to_owned());
    }
}

/// What is proposed, and by what, in a sentence without a full stop.
fn said(desk: &Desk, span: &Span) -> String {
    let words = desk.document().map(|document| document.text.slice(span.hull()).to_owned()).unwrap_or_default();
    let name = desk.workspace.project().codebook.path(&span.tag);
    let Proposal { by, .. } = Suggestions::proposal(span);
    let n = desk.suggestions.shown().map_or(0, |set| set.spans.len());
    let number = desk.suggestions.shown().map_or(0, |set| set.spans.rank(span.key()) + 1);
    format!("{number} of {n} proposals: “{words}” as {name}, by the rule “{by}”")
}
