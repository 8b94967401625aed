//! Finding one's way in the open article: words, open items, paragraphs, and which tags are seen.

use super::TOAST_FIX;
use crate::app::desk::{Desk, OpenItem, Room};
use crate::app::find::FindState;
use crate::app::reader::{Emphasis, Selection, SpanRef};
use crate::app::verb::Verb;
use crate::app::views::{capitalized, thousands};
use crate::app::widgets::{Toast, ToastAction, ToastKind};
use crate::app::window::{Session, Window};
use crate::edit::Command;
use crate::model::{RecordId, Span, TagId};
use crate::query;
use crate::text::{Offset, TextRange};
use egui::Context;

/// The longest selection that is looked for, in characters.
const LONGEST: usize = 200;
/// One message at a time says which item was gone to.
const ITEM: &str = "open item";

impl Window {
    /// Opens the bar, with what is selected in its field, or what was looked for last.
    pub(super) fn open_find(&mut self) {
        let how = self.preferences.finding;
        let Session::Open(desk) = &mut self.session else { return };
        desk.room = Room::Label;
        let selected = selected_words(desk).map(|words| if how.regex { query::escaped(&words) } else { words });
        let selection = desk.page.selection;
        let last = desk.sought.clone();
        let find = desk.page.find.get_or_insert_with(|| FindState::new(last, selection));
        if let Some(words) = selected {
            find.text = words;
        }
        find.wants_focus = true;
    }

    /// Goes to the next hit or the one before. With the bar closed, looks for the last words again.
    pub(super) fn step_hit(&mut self, cx: &Context, forward: bool) {
        let how = self.preferences.finding;
        let Session::Open(desk) = &mut self.session else { return };
        desk.room = Room::Label;
        let selection = desk.page.selection;
        if let Some(find) = &mut desk.page.find {
            find.step(forward, selection);
        } else if desk.sought.is_empty() {
            return self.open_find();
        } else if let Some(document) = desk.document().cloned() {
            let mut find = FindState::new(desk.sought.clone(), None);
            let wake = cx.clone();
            find.look(&document.text, how.pattern(&desk.sought), None, move || wake.request_repaint());
            find.step(forward, selection);
            desk.page.find = Some(find);
        }
        self.follow_find();
    }

    /// Changes how words are looked for.
    pub(super) fn change_finding(&mut self, verb: Verb) {
        let finding = &mut self.preferences.finding;
        match verb {
            Verb::FindCase => finding.match_case = !finding.match_case,
            Verb::FindWholeWord => finding.whole_word = !finding.whole_word,
            _ => finding.regex = !finding.regex,
        }
        let Session::Open(desk) = &mut self.session else { return };
        match &mut desk.page.find {
            Some(find) => find.wants_view = true,
            None => self.open_find(),
        }
    }

    /// Takes what was found since the last frame, and goes to the hit that was asked for.
    pub fn follow_find(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(arrival) = desk.page.find.as_mut().and_then(FindState::poll) else { return };
        if arrival.by_step {
            select_hit(desk, arrival.hit);
        }
        if let Some(reader) = &mut desk.page.reader {
            reader.scroll_to(arrival.hit);
        }
    }

    /// Closes the bar. The hit that was gone to stays selected, so that a key can tag it.
    pub(super) fn close_find(&mut self) -> bool {
        let Session::Open(desk) = &mut self.session else { return false };
        let selection = desk.page.selection;
        let Some(hit) = desk.page.find.as_ref().map(|find| find.hit_gone_to(selection)) else { return false };
        if let Some(hit) = hit {
            select_hit(desk, hit);
        }
        desk.sought = desk.page.find.take().map(|find| find.text).unwrap_or_default();
        true
    }

    /// Puts the caret at a place and brings it into view.
    pub(super) fn go_to(&mut self, at: Offset) {
        self.overlay = None;
        let Session::Open(desk) = &mut self.session else { return };
        desk.room = Room::Label;
        desk.let_go();
        desk.page.selection = Some(Selection::caret(at));
        if let Some(reader) = &mut desk.page.reader {
            reader.scroll_to(TextRange::empty_at(at));
        }
    }

    /// Goes to the next open item or the one before, round the ends, and says what it is.
    pub(super) fn step_item(&mut self, forward: bool) {
        let Session::Open(desk) = &mut self.session else { return };
        let next = next_item(desk, forward);
        if let Some(proposal) = next_proposal(desk, forward, next).cloned() {
            return self.go_to_proposal(&proposal);
        }
        let items = desk.problems.found();
        let n = items.len();
        let Some(next) = next else {
            let is_stale = desk.problems.is_stale() || desk.suggestions.is_stale();
            let nothing = if is_stale { "Still looking for open items" } else { "No open items in this article" };
            return self.say(ToastKind::Info, nothing.to_owned());
        };
        let Some(problem) = items.nth(next).cloned() else { return };
        if let Some(range) = problem.at() {
            go_to_problem(desk, range);
        }
        let message = format!("{} of {}: {}", thousands(next + 1), thousands(n), problem.message());
        desk.page.item = Some(OpenItem { problem, selection: desk.page.selection });
        let has_fix = problem_fix(desk).is_some();
        let action = has_fix.then(|| ToastAction {
            id: TOAST_FIX,
            label: "Fix".to_owned(),
            key: self.keymap.cap(Verb::FixItem),
            is_lasting: true,
        });
        let toast = Toast { kind: ToastKind::Warning, message: capitalized(&message), action };
        self.toasts.push_about(ITEM, toast);
    }

    /// Sets the open item right that was gone to last.
    pub(super) fn fix_item(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        if desk.page.item.is_none() {
            return self.say(ToastKind::Info, "Go to an open item first, with N".to_owned());
        }
        match problem_fix(desk) {
            Some(fix) => {
                if self.run(&fix)
                    && let Session::Open(desk) = &self.session
                    && let Some(title) = desk.workspace.next_undo().map(str::to_owned)
                {
                    self.say_undoable(title);
                }
            }
            None => self.say(ToastKind::Info, "No single step sets this right".to_owned()),
        }
    }

    /// Hides, dims or singles out the focused span's tag.
    pub(super) fn veil_focused(&mut self, verb: Verb) {
        let Session::Open(desk) = &self.session else { return };
        let Some(tag) = desk.focused().map(|span| span.tag.clone()) else {
            return self.say(ToastKind::Info, "Focus a span first, with Tab or a click".to_owned());
        };
        if desk.workspace.project().codebook.tag(&tag).is_none() {
            let message = format!("{tag} is not in the codebook, so that it cannot be hidden or dimmed");
            return self.say(ToastKind::Info, message);
        }
        match verb {
            Verb::HideTag => self.emphasize(&tag, Emphasis::Hidden),
            Verb::DimTag => self.emphasize(&tag, Emphasis::Dimmed),
            _ => self.show_only(&tag),
        }
    }

    /// Says how much a tag asks to be seen.
    pub(super) fn emphasize(&mut self, tag: &TagId, emphasis: Emphasis) {
        let Session::Open(desk) = &mut self.session else { return };
        desk.veil.set(&desk.workspace.project().codebook, tag, emphasis);
        self.after_veiling();
    }

    /// Hides every other tag.
    pub(super) fn show_only(&mut self, tag: &TagId) {
        let Session::Open(desk) = &mut self.session else { return };
        desk.veil.only(&desk.workspace.project().codebook, tag);
        self.after_veiling();
    }

    pub(super) fn show_all_tags(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        desk.veil.lift();
        self.after_veiling();
    }

    /// What is hidden cannot be focused. Which tags are seen is remembered.
    fn after_veiling(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        let shown: Vec<SpanRef> = desk.page.focus.iter().copied().filter(|span| !desk.is_hidden(*span)).collect();
        if shown.len() < desk.page.focus.len() {
            desk.let_go();
            desk.page.focus = shown;
        }
        let kept = desk.veil.kept();
        self.preferences.visit_mut(desk.workspace.project().id).veil = kept;
    }
}

/// What is selected, where it can stand in the field.
pub(super) fn selected_words(desk: &Desk) -> Option<String> {
    let range = desk.selected().filter(|range| range.len() as usize <= 4 * LONGEST)?;
    let words = desk.document()?.text.slice(range);
    let fits = words.chars().count() <= LONGEST && !words.contains(['\n', '\r']);
    fits.then(|| words.to_owned())
}

fn select_hit(desk: &mut Desk, hit: TextRange) {
    let selection = Selection::of(hit);
    desk.let_go();
    desk.page.selection = Some(selection);
    if let Some(find) = &mut desk.page.find {
        find.selected(selection);
    }
}

/// What would set the item right that was gone to last.
fn problem_fix(desk: &Desk) -> Option<Command> {
    desk.page.item.as_ref()?.problem.fix(desk.workspace.project())
}

/// The item after the one gone to last, as long as the caret is still there; else the next from the caret.
fn next_item(desk: &Desk, forward: bool) -> Option<usize> {
    let items = desk.problems.found();
    let n = items.len();
    let last = desk.page.item.as_ref().filter(|item| item.selection == desk.page.selection);
    let here = last.and_then(|item| items.number_of(&item.problem));
    let caret = desk.page.selection.map(|selection| selection.range().start()).unwrap_or_default();
    // A problem where the focused proposal begins comes before that.
    let is_past = |range: TextRange| range.start() < caret || (range.start() == caret && desk.suggested().is_some());
    let before = || items.n_before(|at| at.is_none_or(is_past));
    match (here, forward) {
        _ if n == 0 => None,
        (Some(here), true) => Some((here + 1) % n),
        (Some(here), false) => Some((here + n - 1) % n),
        (None, true) => Some(before() % n),
        (None, false) => Some((before() + n - 1) % n),
    }
}

/// The next proposal, where it comes before the next problem. Where both begin together the problem comes first.
fn next_proposal(desk: &Desk, forward: bool, problem: Option<usize>) -> Option<&Span> {
    let spans = &desk.suggestions.shown()?.spans;
    let caret = desk.page.selection.map(|selection| selection.range().start()).unwrap_or_default();
    let focused = desk.suggested();
    // The smallest key of all that begin at the caret.
    let key = focused.map_or_else(|| (caret, RecordId::drawn(|| 0)), Span::key);
    let next = match forward {
        true => spans.after(key).or_else(|| spans.iter().next()),
        false => spans.before(key).or_else(|| spans.iter().next_back()),
    }?;
    let Some(problem) = problem.and_then(|n| desk.problems.found().nth(n)) else { return Some(next) };
    let is_item = desk.page.item.as_ref().is_some_and(|item| item.selection == desk.page.selection);
    let here = (key.0, if focused.is_some() { 2 } else { i32::from(is_item) });
    let proposed = (next.hull().start(), 2);
    let wanting = (problem.at().map(TextRange::start).unwrap_or_default(), 1);
    // What lies behind comes once round the text.
    match forward {
        true => ((proposed <= here, proposed) < (wanting <= here, wanting)).then_some(next),
        false => ((proposed < here, proposed) > (wanting < here, wanting)).then_some(next),
    }
}

/// Puts the caret where a problem is, and focuses the span that it is about.
fn go_to_problem(desk: &mut Desk, range: TextRange) {
    desk.let_go();
    desk.page.selection = Some(Selection::caret(range.start()));
    let span = (0..=1).find_map(|layer| {
        let mut there = desk.layer_set(layer)?.spans.overlapping(range);
        there.find(|span| span.hull() == range).map(|span| SpanRef::new(layer, span))
    });
    desk.page.focus = span.into_iter().filter(|span| !desk.is_hidden(*span)).collect();
    if let Some(reader) = &mut desk.page.reader {
        reader.scroll_to(range);
    }
}
