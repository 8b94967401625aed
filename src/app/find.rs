//! What is being looked for in the open article: the words, the hits as they come, and which one is the current.

use super::reader::Selection;
use super::search::{Hits, Search};
use crate::query::{Mistake, Pattern};
use crate::text::{Offset, Text, TextRange};
use std::sync::Arc;

/// What is being looked for in the open article, and what was found.
#[derive(Default)]
pub struct FindState {
    /// What is typed.
    pub text: String,
    /// Whether the field wants the keyboard, with all that is in it selected.
    pub wants_focus: bool,
    /// Whether the current hit should be brought into view once it is found.
    pub wants_view: bool,
    /// What the hits are of.
    sought: Option<Pattern>,
    search: Option<Search>,
    hits: Hits,
    /// Whether the hits are still those of an earlier search.
    is_outdated: bool,
    current: Option<usize>,
    /// The current hit is the first that begins here or later.
    from: Offset,
    /// The caret or selection as it was when it was last looked at.
    selection: Option<Selection>,
    /// A step that waits for its hit.
    step: Option<Step>,
    /// Whether the current hit has been gone to.
    is_there: bool,
}

#[derive(Clone, Copy)]
struct Step {
    forward: bool,
    /// What it goes on from, where that is not the current hit.
    from: Option<TextRange>,
}

/// A hit that is gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Where it is.
    pub hit: TextRange,
    /// Whether a person stepped there, and did not only go on typing.
    pub by_step: bool,
}

impl FindState {
    /// Looks for `text`, from the selection on.
    pub fn new(text: String, selection: Option<Selection>) -> Self {
        let from = selection.map(|selection| selection.range().start()).unwrap_or_default();
        Self { text, from, selection, ..Self::default() }
    }

    /// The hits so far: in order, and apart from each other.
    pub fn hits(&self) -> &Arc<Vec<TextRange>> {
        &self.hits.ranges
    }

    /// Whether the whole article has been looked through for what is sought now.
    pub fn is_whole(&self) -> bool {
        self.hits.is_whole && !self.is_outdated
    }

    /// What is wrong with the expression.
    pub fn mistake(&self) -> Option<&Mistake> {
        self.hits.mistake.as_ref()
    }

    /// The current hit, by its place among the hits.
    pub fn current(&self) -> Option<usize> {
        self.current
    }

    /// The current hit, once it has been gone to and as long as the caret has not been put elsewhere since.
    pub fn hit_gone_to(&self, selection: Option<Selection>) -> Option<TextRange> {
        let is_here = self.is_there && self.selection == selection;
        self.hits.ranges.get(self.current?).copied().filter(|_| is_here)
    }

    /// Begins to look when it is about something else than before. The hits of before stay until the first new ones come.
    pub fn look(
        &mut self,
        text: &Text,
        pattern: Pattern,
        selection: Option<Selection>,
        wake: impl Fn() + Send + 'static,
    ) {
        if self.sought.as_ref() == Some(&pattern) {
            return;
        }
        self.notice(selection);
        self.is_there = false;
        self.step = None;
        if pattern.text.is_empty() {
            self.search = None;
            self.take(Hits { is_whole: true, ..Hits::default() });
        } else {
            self.search = Some(Search::start(text.clone(), pattern.clone(), wake));
            self.is_outdated = true;
        }
        self.sought = Some(pattern);
    }

    /// Goes to the next hit or the one before, round the ends; from the caret, when that has been moved. [`Self::poll`]
    /// says when it is there.
    pub fn step(&mut self, forward: bool, selection: Option<Selection>) {
        let current = self.current.and_then(|current| self.hits.ranges.get(current)).copied();
        // What was just tagged has left the caret at its end: steps go on from the hit.
        let is_elsewhere =
            |range: &TextRange| !current.is_some_and(|hit| hit.touches(range.start()) && hit.touches(range.end()));
        let moved = selection.filter(|_| self.selection != selection).map(Selection::range).filter(is_elsewhere);
        self.notice(selection);
        self.step = Some(Step { forward, from: moved });
    }

    /// Says that the selection was changed because of a hit, so that steps go on from that.
    pub fn selected(&mut self, selection: Selection) {
        self.selection = Some(selection);
    }

    /// Takes what was found since the last frame. Returns the hit to go to, when there is one now.
    pub fn poll(&mut self) -> Option<Arrival> {
        if let Some(hits) = self.search.as_ref().and_then(Search::poll) {
            self.take(hits);
        }
        if self.is_outdated {
            return None;
        }
        let to = match self.step {
            Some(step) => self.stepped(step),
            None => self.current.filter(|_| self.wants_view),
        };
        let Some(to) = to else {
            if self.is_whole() {
                (self.step, self.wants_view) = (None, false);
            }
            return None;
        };
        let hit = self.hits.ranges.get(to).copied()?;
        let by_step = self.step.take().is_some();
        if by_step {
            self.from = hit.start();
        }
        (self.current, self.wants_view, self.is_there) = (Some(to), false, true);
        Some(Arrival { hit, by_step })
    }

    /// Hits of one search grow at their end alone, so that the current one keeps its place.
    fn take(&mut self, hits: Hits) {
        if self.is_outdated {
            self.current = None;
        }
        (self.hits, self.is_outdated) = (hits, false);
        if self.current.is_none() {
            self.current = self.first_from(self.from);
        }
    }

    /// The first hit that begins at a place or later; round the end, when that is known.
    fn first_from(&self, at: Offset) -> Option<usize> {
        let ranges = &self.hits.ranges;
        let next = ranges.partition_point(|hit| hit.start() < at);
        if next < ranges.len() { Some(next) } else { (self.is_whole() && !ranges.is_empty()).then_some(0) }
    }

    /// The last hit that ends at a place or before; round the start, when the end is known.
    fn last_upto(&self, at: Offset) -> Option<usize> {
        let ranges = &self.hits.ranges;
        let n_before = ranges.partition_point(|hit| hit.end() <= at);
        match n_before.checked_sub(1) {
            Some(last) if self.is_whole() || n_before < ranges.len() => Some(last),
            _ => ranges.len().checked_sub(1).filter(|_| self.is_whole()),
        }
    }

    /// Where a step leads, if that is known yet.
    fn stepped(&self, step: Step) -> Option<usize> {
        let here = self.current.and_then(|current| self.hits.ranges.get(current)).copied();
        match (step.from.or(here), step.forward) {
            (Some(from), true) => self.first_from(from.end()),
            (Some(from), false) => self.last_upto(from.start()),
            (None, _) => None,
        }
    }

    /// Where the caret has been put is where looking goes on from.
    fn notice(&mut self, selection: Option<Selection>) {
        if let Some(moved) = selection.filter(|_| self.selection != selection) {
            self.from = moved.range().start();
            self.is_there = false;
        }
        self.selection = selection;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn caret(at: u32) -> Option<Selection> {
        Some(Selection::caret(Offset::new(at)))
    }

    fn pattern(text: &str) -> Pattern {
        Pattern { text: text.to_owned(), fold: true, ..Pattern::default() }
    }

    /// Looks, waits for the whole, and returns where the last arrival was.
    #[track_caller]
    fn look(find: &mut FindState, text: &Text, typed: &str, at: Option<Selection>) -> Option<u32> {
        find.wants_view = true;
        find.look(text, pattern(typed), at, || ());
        let until = Instant::now() + Duration::from_secs(20);
        let mut there = None;
        loop {
            there = find.poll().map(|arrival| arrival.hit.start().get()).or(there);
            if find.is_whole() {
                return there;
            }
            assert!(Instant::now() < until, "the search does not end");
            std::thread::yield_now();
        }
    }

    #[track_caller]
    fn check_step(find: &mut FindState, forward: bool, at: Option<Selection>, expected: u32) {
        find.step(forward, at);
        assert_eq!(find.poll().map(|arrival| arrival.hit.start().get()), Some(expected));
    }

    #[test]
    fn the_first_hit_is_the_one_at_the_caret_or_after_it() {
        let text = Text::new("a b a b a".to_owned()).unwrap();
        for (at, expected) in [(0, 0), (1, 4), (4, 4), (9, 0)] {
            let mut find = FindState::new(String::new(), caret(at));
            assert_eq!(look(&mut find, &text, "a", caret(at)), Some(expected), "from {at}");
        }
    }

    #[test]
    fn steps_go_round_the_ends() {
        let text = Text::new("a b a b a".to_owned()).unwrap();
        let mut find = FindState::new(String::new(), caret(3));
        look(&mut find, &text, "a", caret(3));
        assert_eq!((find.current(), find.hits().len()), (Some(1), 3));
        check_step(&mut find, true, caret(3), 8);
        check_step(&mut find, true, caret(3), 0);
        check_step(&mut find, false, caret(3), 8);
        check_step(&mut find, false, caret(3), 4);
    }

    #[test]
    fn what_is_typed_on_or_taken_back_is_looked_for_from_where_it_was_begun() {
        let text = Text::new("truck, cat, truce, truck".to_owned()).unwrap();
        let mut find = FindState::new(String::new(), caret(1));
        assert_eq!(look(&mut find, &text, "tru", caret(1)), Some(12));
        assert_eq!(look(&mut find, &text, "truck", caret(1)), Some(19));
        assert_eq!(look(&mut find, &text, "tru", caret(1)), Some(12), "back where it was");
        check_step(&mut find, true, caret(1), 19);
        assert_eq!(look(&mut find, &text, "truc", caret(1)), Some(19), "a hit that was gone to stays");
        assert_eq!(look(&mut find, &text, "trucks", caret(1)), None);
        assert_eq!((find.current(), find.hits().len()), (None, 0));
        assert_eq!(look(&mut find, &text, "cat", caret(1)), Some(7), "round the end");
    }

    #[test]
    fn a_moved_caret_is_where_steps_go_on_from() {
        let text = Text::new("a b a b a".to_owned()).unwrap();
        let mut find = FindState::new(String::new(), caret(0));
        look(&mut find, &text, "a", caret(0));
        check_step(&mut find, true, caret(7), 8);
        check_step(&mut find, false, caret(2), 0);
        let hit = Selection::of(TextRange::between(Offset::new(4), Offset::new(5)));
        check_step(&mut find, true, Some(hit), 8);
        check_step(&mut find, false, Some(hit), 4);
    }

    #[test]
    fn only_a_hit_that_was_gone_to_is_taken_along() {
        let text = Text::new("a b a".to_owned()).unwrap();
        let mut find = FindState::new(String::new(), caret(1));
        find.look(&text, pattern("a"), caret(1), || ());
        while !find.is_whole() {
            assert_eq!(find.poll(), None, "nobody asked to go there");
        }
        assert_eq!((find.current(), find.hit_gone_to(caret(1))), (Some(1), None));
        check_step(&mut find, true, caret(1), 0);
        assert_eq!(find.hit_gone_to(caret(1)).map(|hit| hit.start().get()), Some(0));
        assert_eq!(find.hit_gone_to(caret(2)), None, "the caret has been put elsewhere since");
    }
}
