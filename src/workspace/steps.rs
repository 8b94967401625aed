//! What can be undone and redone: the latest steps in memory, older ones read from the journal when they are asked for.

use crate::edit::Transaction;
use crate::store::{Kind, Past, Slot, Stacks, Step, StoreError};
use crate::text::{Digest, Text};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What can be undone and redone.
pub struct Steps {
    stacks: Stacks,
    /// Transactions by the number of their record.
    loaded: BTreeMap<u64, Arc<Transaction>>,
    past: Option<Past>,
}

/// A step with the number it was first done under.
type Numbered = (u64, Arc<Transaction>);
/// Texts by their digests.
type Texts = HashMap<Digest, Text>;

/// How many steps stay in memory.
const KEPT: usize = 10_000;

impl Steps {
    /// Nothing to undo.
    pub fn none() -> Self {
        Self { stacks: Stacks::default(), loaded: BTreeMap::new(), past: None }
    }

    /// What a journal says can be undone, with its newest steps.
    pub fn from_journal(stacks: Stacks, newest: &[Step], past: Past) -> Self {
        let mut steps = Self { stacks, loaded: BTreeMap::new(), past: Some(past) };
        steps.load(newest);
        steps
    }

    /// How many steps can be undone.
    pub fn n_done(&self) -> usize {
        self.stacks.n_done()
    }

    /// Remembers a step. Of those that are on the disk, up to `durable`, only the latest stay in memory.
    pub fn record(&mut self, seq: u64, kind: Kind, transaction: &Arc<Transaction>, durable: u64) {
        self.stacks.take(seq, kind, transaction.is_empty());
        if kind.is_own() {
            self.loaded.insert(seq, Arc::clone(transaction));
        }
        while self.loaded.len() > KEPT && self.loaded.first_key_value().is_some_and(|(&seq, _)| seq <= durable) {
            self.loaded.pop_first();
        }
    }

    /// The step that undo takes back, with the number it was done under. `texts` gives those of the project.
    pub fn next_undo(&mut self, texts: impl Fn() -> Texts) -> Result<Option<Numbered>, StoreError> {
        while let Some(slot) = self.stacks.next_undo() {
            if let Some(transaction) = self.at(slot, &texts)? {
                return Ok(Some((slot.of, transaction)));
            }
            self.stacks.drop_undo();
        }
        Ok(None)
    }

    /// The step that redo does again.
    pub fn next_redo(&mut self, texts: impl Fn() -> Texts) -> Result<Option<Numbered>, StoreError> {
        while let Some(slot) = self.stacks.next_redo() {
            if let Some(transaction) = self.at(slot, &texts)? {
                return Ok(Some((slot.of, transaction)));
            }
            self.stacks.drop_redo();
        }
        Ok(None)
    }

    /// The step that undo takes back, if it is in memory.
    pub fn loaded_undo(&self) -> Option<&Arc<Transaction>> {
        self.loaded.get(&self.stacks.next_undo()?.at)
    }

    /// The step that redo does again, if it is in memory.
    pub fn loaded_redo(&self) -> Option<&Arc<Transaction>> {
        self.loaded.get(&self.stacks.next_redo()?.at)
    }

    /// Forgets every step that `is_gone` says of. Those on the disk are the journal's matter.
    pub fn forget(&mut self, is_gone: impl Fn(&Transaction) -> bool) {
        let gone: Vec<u64> = self.loaded.iter().filter(|(_, step)| is_gone(step)).map(|(seq, _)| *seq).collect();
        self.stacks.forget(|slot| gone.contains(&slot.at));
        self.loaded.retain(|seq, _| !gone.contains(seq));
    }

    /// What the step of a slot does; nothing when it is not there any more, or was purged.
    fn at(&mut self, slot: Slot, texts: impl Fn() -> Texts) -> Result<Option<Arc<Transaction>>, StoreError> {
        if let (None, Some(past)) = (self.loaded.get(&slot.at), &self.past) {
            let steps = past.around(slot.at, texts)?;
            self.load(&steps);
        }
        Ok(self.loaded.get(&slot.at).cloned())
    }

    fn load(&mut self, steps: &[Step]) {
        let own = steps.iter().filter(|step| step.kind.is_own());
        self.loaded.extend(own.map(|step| (step.seq, Arc::clone(&step.transaction))));
    }
}
