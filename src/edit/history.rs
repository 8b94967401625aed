//! Undo and redo: what was done, and what was taken back.

use super::Transaction;
use std::sync::Arc;

/// All steps that can be undone or redone, without end.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Arc<Transaction>>,
    undone: Vec<Arc<Transaction>>,
}

impl History {
    /// Remembers a new step. What was taken back before it cannot be redone any more.
    pub fn record(&mut self, transaction: Arc<Transaction>) {
        self.undone.clear();
        self.done.push(transaction);
    }

    /// The step that undo would take back.
    pub fn next_undo(&self) -> Option<&Arc<Transaction>> {
        self.done.last()
    }

    /// The step that redo would do again.
    pub fn next_redo(&self) -> Option<&Arc<Transaction>> {
        self.undone.last()
    }

    /// Moves the last step to what can be redone, as what was really taken back.
    pub fn undone(&mut self, taken_back: Arc<Transaction>) {
        self.done.pop();
        self.undone.push(taken_back);
    }

    /// Moves the last step taken back to what can be undone, as what was really done again.
    pub fn redone(&mut self, done_again: Arc<Transaction>) {
        self.undone.pop();
        self.done.push(done_again);
    }

    /// Drops the step that undo would take back: nothing of it is there any more.
    pub fn drop_undo(&mut self) {
        self.done.pop();
    }

    /// Drops the step that redo would do again: nothing of it fits any more.
    pub fn drop_redo(&mut self) {
        self.undone.pop();
    }

    /// Everything that can be redone, the one that comes last first.
    pub fn taken_back(&self) -> &[Arc<Transaction>] {
        &self.undone
    }

    /// Everything that can be undone, the oldest first.
    pub fn done(&self) -> &[Arc<Transaction>] {
        &self.done
    }

    /// Forgets every step that `is_gone` says of: for a text that must go for good.
    pub fn forget(&mut self, is_gone: impl Fn(&Transaction) -> bool) {
        self.done.retain(|step| !is_gone(step));
        self.undone.retain(|step| !is_gone(step));
    }
}
