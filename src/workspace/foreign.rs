//! What others changed becomes part of the open project: as a transaction, but not one that can be undone here.

use super::shared::Foreign;
use super::{Event, Workspace};
use crate::edit::{Transaction, bring_under};
use crate::model::DocumentId;
use crate::store::{FileKey, Kind, diff_parts, is_same_part, merge_parts};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Workspace {
    /// Takes in a report of foreign changes. What was edited here since the report was made is merged with it, and goes
    /// along when somebody refactored the codebook.
    pub(super) fn integrate(&mut self, foreign: Foreign) {
        let mut ours = self.project.clone();
        let recoded =
            bring_under(&mut ours, &foreign.from.codebook, &foreign.to.codebook).into_iter().map(FileKey::Set);
        let keys: BTreeSet<FileKey> = foreign.keys.iter().cloned().chain(recoded).collect();
        let merged = merge_parts(&keys, &foreign.from, &ours, &foreign.to);
        let edits = diff_parts(&keys, &self.project, &merged.value);
        let mut conflicts = foreign.conflicts;
        conflicts.extend(merged.conflicts);
        let n_records = edits.len();
        if !edits.is_empty() {
            let title = "Changed elsewhere".to_owned();
            let transaction = Arc::new(Transaction { title, by: None, made: (self.clock)(), edits });
            let before = std::mem::replace(&mut self.project, merged.value);
            self.journal(Kind::Foreign, &transaction);
            self.changed(before, transaction);
        }
        let differs = |key: &&FileKey| !is_same_part(key, &self.project, &foreign.to);
        let unwritten: BTreeSet<FileKey> = keys.iter().filter(differs).cloned().collect();
        if let Some(threads) = &self.threads {
            threads.shared.lock().integrated = foreign.no;
        }
        self.share(&unwritten);
        let documents: BTreeSet<DocumentId> = keys.iter().filter_map(FileKey::document).cloned().collect();
        if n_records > 0 || !conflicts.is_empty() {
            self.events.push(Event::Foreign { n_records, documents, conflicts });
        }
    }
}
