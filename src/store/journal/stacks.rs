//! Which steps can be undone and redone, by their numbers alone: what the steps did stays on the disk until it is asked for.

use super::Kind;
use serde::{Deserialize, Serialize};

/// A step that can be undone or redone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The number that the step got when it was first done.
    pub of: u64,
    /// The number of the record that says what it does now: undoing or redoing may have left out what had changed since.
    pub at: u64,
}

/// The most steps of one run: a number that somebody made up must not fill the memory.
const MOST: u64 = 1 << 20;

/// All steps that can be undone and redone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stacks {
    done: Vec<Slot>,
    undone: Vec<Slot>,
    last: u64,
}

/// Slots whose numbers follow each other: the first one, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    of: u64,
    at: u64,
    n: u64,
}

impl Stacks {
    /// Takes a step into account, once. Of an empty one nothing was left to undo or redo: it is out of the history.
    pub fn take(&mut self, seq: u64, kind: Kind, is_empty: bool) {
        if seq <= self.last {
            return;
        }
        self.last = seq;
        match kind {
            Kind::Do => {
                self.undone.clear();
                self.done.push(Slot { of: seq, at: seq });
            }
            Kind::Undo(of) => {
                remove(&mut self.done, of);
                self.undone.extend((!is_empty).then_some(Slot { of, at: seq }));
            }
            Kind::Redo(of) => {
                remove(&mut self.undone, of);
                self.done.extend((!is_empty).then_some(Slot { of, at: seq }));
            }
            Kind::Foreign | Kind::Recovered => {}
        }
    }

    /// The step that undo takes back.
    pub fn next_undo(&self) -> Option<Slot> {
        self.done.last().copied()
    }

    /// The step that redo does again.
    pub fn next_redo(&self) -> Option<Slot> {
        self.undone.last().copied()
    }

    /// Drops the step that undo would take back: the journal does not have it any more.
    pub fn drop_undo(&mut self) {
        self.done.pop();
    }

    /// Drops the step that redo would do again.
    pub fn drop_redo(&mut self) {
        self.undone.pop();
    }

    /// How many steps can be undone.
    pub fn n_done(&self) -> usize {
        self.done.len()
    }

    /// Forgets every step that `is_gone` says of.
    pub fn forget(&mut self, is_gone: impl Fn(Slot) -> bool) {
        self.done.retain(|slot| !is_gone(*slot));
        self.undone.retain(|slot| !is_gone(*slot));
    }

    /// The steps that can be undone and those that can be redone, in few numbers.
    pub fn runs(&self) -> (Vec<Run>, Vec<Run>) {
        (runs_of(&self.done), runs_of(&self.undone))
    }

    /// The stacks that runs stand for, after the step of a number.
    pub fn from_runs(done: &[Run], undone: &[Run], last: u64) -> Self {
        Self { done: slots_of(done, last), undone: slots_of(undone, last), last }
    }
}

fn remove(slots: &mut Vec<Slot>, of: u64) {
    if let Some(at) = slots.iter().rposition(|slot| slot.of == of) {
        slots.remove(at);
    }
}

fn runs_of(slots: &[Slot]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for slot in slots {
        match runs.last_mut() {
            Some(run) if run.of + run.n == slot.of && run.at + run.n == slot.at => run.n += 1,
            _ => runs.push(Run { of: slot.of, at: slot.at, n: 1 }),
        }
    }
    runs
}

/// The slots of runs. Numbers beyond the last step make no sense, and are left out.
fn slots_of(runs: &[Run], last: u64) -> Vec<Slot> {
    let slots = runs.iter().flat_map(|run| {
        let n = run.n.min(last.saturating_sub(run.of.max(run.at)).saturating_add(1)).min(MOST);
        (0..n).map(move |n| Slot { of: run.of + n, at: run.at + n })
    });
    slots.filter(|slot| slot.of.max(slot.at) <= last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stacks(kinds: &[Kind]) -> Stacks {
        let mut stacks = Stacks::default();
        for (n, kind) in (1..).zip(kinds) {
            stacks.take(n, *kind, false);
        }
        stacks
    }

    #[test]
    fn a_new_step_ends_what_can_be_redone() {
        let mut stacks = stacks(&[Kind::Do, Kind::Do, Kind::Foreign, Kind::Undo(2)]);
        assert_eq!(stacks.next_undo(), Some(Slot { of: 1, at: 1 }));
        assert_eq!(stacks.next_redo(), Some(Slot { of: 2, at: 4 }));
        stacks.take(5, Kind::Redo(2), false);
        assert_eq!((stacks.next_undo(), stacks.next_redo()), (Some(Slot { of: 2, at: 5 }), None));
        stacks.take(6, Kind::Undo(2), true);
        assert_eq!((stacks.next_undo(), stacks.next_redo()), (Some(Slot { of: 1, at: 1 }), None));
        stacks.take(6, Kind::Do, false);
        assert_eq!(stacks.n_done(), 1, "a step is taken once");
    }

    #[test]
    fn a_year_of_steps_is_a_few_numbers() {
        let stacks = stacks(&[Kind::Do; 1000]);
        assert_eq!(stacks.runs().0, [Run { of: 1, at: 1, n: 1000 }]);
        let hostile = [Run { of: 5, at: 5, n: u64::MAX }, Run { of: u64::MAX, at: 1, n: 3 }];
        assert_eq!(Stacks::from_runs(&hostile, &[], 6).n_done(), 2);
    }

    proptest! {
        #[test]
        fn runs_stand_for_the_same_stacks(steps in prop::collection::vec((0u8..4, any::<bool>()), 0..60)) {
            let mut stacks = Stacks::default();
            for (n, (kind, is_empty)) in (1..).zip(steps) {
                let kind = match (kind, stacks.next_undo(), stacks.next_redo()) {
                    (0, Some(slot), _) => Kind::Undo(slot.of),
                    (1, _, Some(slot)) => Kind::Redo(slot.of),
                    (2, ..) => Kind::Foreign,
                    _ => Kind::Do,
                };
                stacks.take(n, kind, is_empty);
                let (done, undone) = stacks.runs();
                prop_assert_eq!(&Stacks::from_runs(&done, &undone, n), &stacks);
            }
        }
    }
}
