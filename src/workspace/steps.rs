//! The history with the number of each step, which the journal tells undo and redo by.

use crate::edit::{History, Transaction};
use crate::store::{Kind, Step};
use std::sync::Arc;

/// What can be undone and redone.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    history: History,
    done: Vec<u64>,
    undone: Vec<u64>,
}

impl Steps {
    /// The history that a journal tells of. What is missing in it is left out.
    pub fn from_journal(steps: &[Step]) -> Self {
        let mut done: Vec<(u64, Arc<Transaction>)> = Vec::new();
        let mut undone: Vec<(u64, Arc<Transaction>)> = Vec::new();
        for step in steps {
            let transaction = Arc::clone(&step.transaction);
            match step.kind {
                Kind::Do => {
                    undone.clear();
                    done.push((step.seq, transaction));
                }
                // A step of which nothing was left to take back is out of the history.
                Kind::Undo(of) => {
                    take(&mut done, of);
                    undone.extend((!transaction.is_empty()).then_some((of, transaction)));
                }
                Kind::Redo(of) => {
                    take(&mut undone, of);
                    done.extend((!transaction.is_empty()).then_some((of, transaction)));
                }
                Kind::Foreign => {}
            }
        }
        let mut history = Self::default();
        for (seq, transaction) in done.into_iter().chain(undone.iter().rev().cloned()) {
            history.record(seq, transaction);
        }
        for (_, transaction) in undone {
            history.undo(transaction);
        }
        history
    }

    /// The history as the window shows it.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Remembers a new step.
    pub fn record(&mut self, seq: u64, transaction: Arc<Transaction>) {
        self.undone.clear();
        self.done.push(seq);
        self.history.record(transaction);
    }

    /// The step that undo takes back.
    pub fn next_undo(&self) -> Option<(u64, Arc<Transaction>)> {
        Some((*self.done.last()?, Arc::clone(self.history.next_undo()?)))
    }

    /// The step that redo does again.
    pub fn next_redo(&self) -> Option<(u64, Arc<Transaction>)> {
        Some((*self.undone.last()?, Arc::clone(self.history.next_redo()?)))
    }

    /// Moves the last step to what can be redone, as what was really taken back; out of the history if that is nothing.
    pub fn undo(&mut self, taken_back: Arc<Transaction>) {
        let seq = self.done.pop();
        if taken_back.is_empty() {
            self.history.drop_undo();
        } else {
            self.undone.extend(seq);
            self.history.undone(taken_back);
        }
    }

    /// Moves the last step taken back to what can be undone, as what was really done again.
    pub fn redo(&mut self, done_again: Arc<Transaction>) {
        let seq = self.undone.pop();
        if done_again.is_empty() {
            self.history.drop_redo();
        } else {
            self.done.extend(seq);
            self.history.redone(done_again);
        }
    }

    /// Forgets every step that `is_gone` says of.
    pub fn forget(&mut self, is_gone: impl Fn(&Transaction) -> bool) {
        let kept = |seqs: &[u64], steps: &[Arc<Transaction>]| -> Vec<u64> {
            seqs.iter().zip(steps).filter(|(_, step)| !is_gone(step)).map(|(seq, _)| *seq).collect()
        };
        self.done = kept(&self.done, self.history.done());
        self.undone = kept(&self.undone, self.history.taken_back());
        self.history.forget(is_gone);
    }
}

fn take(steps: &mut Vec<(u64, Arc<Transaction>)>, of: u64) {
    if let Some(at) = steps.iter().rposition(|(seq, _)| *seq == of) {
        steps.remove(at);
    }
}
