//! What can be undone and redone: the latest steps in memory, older ones read from the journal when they are asked for.

use crate::edit::{Edit, Transaction};
use crate::model::DocumentId;
use crate::store::{Kind, Past, Slot, Stacks, Step, StoreError};
use crate::text::{Digest, Text};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What can be undone and redone.
pub struct Steps {
    stacks: Stacks,
    /// Transactions by the number of their record.
    loaded: BTreeMap<u64, Arc<Transaction>>,
    /// What others are called, by the same number.
    titles: BTreeMap<u64, String>,
    /// Documents that went for good: their steps are forgotten, also while the journal still has them.
    purged: BTreeSet<DocumentId>,
    past: Option<Past>,
}

/// A step with the number it was first done under.
pub type Numbered = (u64, Arc<Transaction>);
/// Texts by their digests.
type Texts = HashMap<Digest, Text>;

/// How many steps stay in memory.
const KEPT: usize = 10_000;

impl Steps {
    /// Nothing to undo.
    pub fn none() -> Self {
        Self {
            stacks: Stacks::default(),
            loaded: BTreeMap::new(),
            titles: BTreeMap::new(),
            purged: BTreeSet::new(),
            past: None,
        }
    }

    /// What a journal says can be undone, with its newest steps.
    pub fn from_journal(stacks: Stacks, newest: &[Step], past: Past) -> Self {
        let mut steps = Self {
            stacks,
            loaded: BTreeMap::new(),
            titles: BTreeMap::new(),
            purged: BTreeSet::new(),
            past: Some(past),
        };
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

    /// Learns what the next steps to undo and to redo are called, without reading what they did. `texts` gives those of the project.
    pub fn name_next(&mut self, texts: impl Fn() -> Texts) -> Result<(), StoreError> {
        while let Some(slot) = self.stacks.next_undo()
            && !self.has_name(slot, &texts)?
        {
            self.stacks.drop_undo();
        }
        while let Some(slot) = self.stacks.next_redo()
            && !self.has_name(slot, &texts)?
        {
            self.stacks.drop_redo();
        }
        Ok(())
    }

    /// What the step that undo takes back is called, once that is known.
    pub fn undo_title(&self) -> Option<&str> {
        self.title_at(self.stacks.next_undo()?)
    }

    /// What the step that redo does again is called, once that is known.
    pub fn redo_title(&self) -> Option<&str> {
        self.title_at(self.stacks.next_redo()?)
    }

    fn title_at(&self, slot: Slot) -> Option<&str> {
        let loaded = self.loaded.get(&slot.at).map(|step| step.title.as_str());
        loaded.or_else(|| self.titles.get(&slot.at).map(String::as_str))
    }

    /// Whether a step is there, and was not purged.
    fn has_name(&mut self, slot: Slot, texts: impl Fn() -> Texts) -> Result<bool, StoreError> {
        if !self.purged.is_empty() {
            // What a step changed tells whether it is to be forgotten.
            return Ok(self.at(slot, texts)?.is_some());
        }
        if let (None, Some(past)) = (self.title_at(slot), &self.past) {
            self.titles.append(&mut past.titles_around(slot.at)?);
        }
        Ok(self.title_at(slot).is_some())
    }

    /// Forgets every step that changed one of these documents.
    pub fn purge(&mut self, documents: &BTreeSet<DocumentId>) {
        self.purged.extend(documents.iter().cloned());
        let is_gone = |step: &Transaction| names_one(step, documents);
        let gone: Vec<u64> = self.loaded.iter().filter(|(_, step)| is_gone(step)).map(|(seq, _)| *seq).collect();
        self.stacks.forget(|slot| gone.contains(&slot.at));
        self.loaded.retain(|seq, _| !gone.contains(seq));
        self.titles.clear();
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
        let is_kept = |step: &&Step| step.kind.is_own() && !names_one(&step.transaction, &self.purged);
        let own = steps.iter().filter(is_kept);
        self.loaded.extend(own.map(|step| (step.seq, Arc::clone(&step.transaction))));
    }
}

/// Whether a step changed one of some documents, or what somebody says of it.
fn names_one(step: &Transaction, documents: &BTreeSet<DocumentId>) -> bool {
    step.edits.iter().filter_map(Edit::document).any(|document| documents.contains(document))
}
