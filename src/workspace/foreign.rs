//! What others changed becomes part of the open project: as a transaction, but not one that can be undone here.

use super::base::Filed;
use super::shared::Foreign;
use super::{Event, Workspace};
use crate::edit::{Transaction, reading_of};
use crate::model::DocumentId;
use crate::review::Precedence;
use crate::store::{FileKey, Kind, copy_part, diff_parts, is_same_part, merge_parts};
use std::collections::{BTreeMap, BTreeSet};

impl Workspace {
    /// Takes in a report of foreign changes. What was edited here since the report was made is merged with it, and all is
    /// shown as the codebook has it then.
    pub(super) fn integrate(&mut self, foreign: Foreign) {
        let Foreign { no, mut keys, from, to, before, after, marked, mut conflicts } = foreign;
        let marked_since = self.threads.as_ref().map(|it| it.shared.lock().marked.clone()).unwrap_or_default();
        // Of what was marked, some may be in the files by now, and was not before.
        let all_marked = marked.then(&marked_since);
        let mut all = [from, self.project.clone(), to.clone()];
        let mut told = BTreeMap::new();
        for key in keys.iter().filter(|key| matches!(key, FileKey::Set(_))) {
            let [from, ours, _] = &all;
            let mut filed =
                [before.as_filed(key, from, &marked), before.as_filed(key, ours, &all_marked), after.filed(key)];
            let codebooks = [&*to.codebook, &*self.project.codebook];
            told.insert(key.clone(), Filed::level(&mut filed, key, codebooks));
            all.iter_mut().zip(&filed).for_each(|(project, filed)| copy_part(key, &filed.project, project));
        }
        let [from, ours, theirs] = &all;
        let mut merged = merge_parts(Precedence::Ours, &keys, from, ours, theirs);
        if reading_of(&merged.value.codebook) != reading_of(&self.project.codebook) {
            let sets = self.project.sets.keys().cloned().map(FileKey::Set);
            for key in sets.filter(|key| !keys.contains(key)) {
                let filed = after.as_filed(&key, &self.project, &marked_since);
                copy_part(&key, &filed.project, &mut merged.value);
                told.insert(key, filed.told);
            }
        }
        for (key, told) in &told {
            merged.value = Filed { project: merged.value, told: told.clone() }.shown(key);
        }
        keys.extend(told.into_keys());
        let edits = diff_parts(&keys, &self.project, &merged.value);
        conflicts.extend(merged.conflicts);
        let n_records = edits.len();
        if !edits.is_empty() {
            let title = "Changed elsewhere".to_owned();
            let transaction = Transaction { title, by: None, made: (self.clock)(), edits };
            let before = std::mem::replace(&mut self.project, merged.value);
            self.did(Kind::Foreign, before, transaction);
        }
        let differs = |key: &&FileKey| !is_same_part(key, &self.project, &to);
        let unwritten: BTreeSet<FileKey> = keys.iter().filter(differs).cloned().collect();
        if let Some(threads) = &self.threads {
            threads.shared.lock().integrated = no;
        }
        self.share(&unwritten, None);
        let documents: BTreeSet<DocumentId> = keys.iter().filter_map(FileKey::document).cloned().collect();
        if n_records > 0 || !conflicts.is_empty() {
            self.events.push(Event::Foreign { n_records, documents, conflicts });
        }
    }
}
