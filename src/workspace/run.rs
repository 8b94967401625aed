//! Doing, undoing and redoing.

use super::marked::{Record, record_of};
use super::shared::Dirty;
use super::steps::Numbered;
use super::{Applied, LARGE, RunError, Undone, WayBack, Workspace};
use crate::edit::{Change, Command, Edit, EditError, Stale, Transaction, reading_of};
use crate::model::{Annotator, AnnotatorKind, DocumentId, Project};
use crate::review::diff_sets;
use crate::store::{FileKey, Kind, Person, Step, StoreError, has_part, touched};
use crate::text::{Digest, Text};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Instant;

impl Workspace {
    /// Does a command, or says why not. When it returns, the edit is in memory and on its way to the disk.
    pub fn run(&mut self, command: &Command) -> Result<Arc<Transaction>, RunError> {
        self.check_writable()?;
        self.mint.now = (self.clock)();
        let mut transaction = command.plan(&self.project, &mut self.mint)?;
        self.introduce(&mut transaction);
        self.take_step(transaction)
    }

    /// Does a step that was planned on a snapshot, beside the window, if what it is about is still as it was then.
    pub fn run_planned(&mut self, planned: &Transaction) -> Result<Arc<Transaction>, RunError> {
        self.check_writable()?;
        let mut transaction = self.again(planned);
        self.introduce(&mut transaction);
        self.take_step(transaction)
    }

    /// Does a planned step, whole or not at all.
    pub(super) fn take_step(&mut self, step: Transaction) -> Result<Arc<Transaction>, RunError> {
        self.check_damage(&step.edits)?;
        let before = self.project.clone();
        step.apply(&mut self.project)?;
        Ok(self.did(Kind::Do, before, step))
    }

    /// A step of edits that are no command's, but the difference between two states of the project.
    pub(super) fn step_of(&self, title: String, edits: Vec<Edit>) -> Transaction {
        Transaction { title, by: self.mint.by.clone(), made: (self.clock)(), edits }
    }

    /// Takes the last step back: of its records, those that are still as the step left them. `None` when there is no step.
    pub fn undo(&mut self) -> Result<Option<Undone>, RunError> {
        self.check_writable()?;
        let Some((of, step)) = self.step_to_undo()? else { return Ok(None) };
        let before = self.project.clone();
        let (applied, refused) = self.apply_what_fits(&self.again(&step.inverted()))?;
        let transaction = self.did(Kind::Undo(of), before, applied);
        self.name_next();
        Ok(Some(Undone { transaction, refused }))
    }

    /// Does the last step taken back again, as far as its records are as they were. `None` when there is no step.
    pub fn redo(&mut self) -> Result<Option<Undone>, RunError> {
        self.check_writable()?;
        let Some((of, step)) = self.step_to_redo()? else { return Ok(None) };
        let before = self.project.clone();
        let (applied, refused) = self.apply_what_fits(&self.again(&step))?;
        let transaction = self.did(Kind::Redo(of), before, applied);
        self.name_next();
        Ok(Some(Undone { transaction, refused }))
    }

    /// The step that undo takes back, with the number it was done under; read from the journal where it is not in memory.
    pub fn step_to_undo(&mut self) -> Result<Option<Numbered>, StoreError> {
        self.steps.next_undo(|| texts_of(&self.project))
    }

    /// The step that redo does again, like [`Workspace::step_to_undo`].
    pub fn step_to_redo(&mut self) -> Result<Option<Numbered>, StoreError> {
        self.steps.next_redo(|| texts_of(&self.project))
    }

    /// Removes documents for good: from the project, from what can be undone, and, once their files are gone,
    /// from the journals. [`super::Event::Purged`] says when that is done.
    pub fn purge(&mut self, documents: &[DocumentId]) -> Result<(), RunError> {
        self.check_writable()?;
        let purged: BTreeSet<DocumentId> = documents.iter().cloned().collect();
        let there: Vec<DocumentId> =
            purged.iter().filter(|id| self.project.documents.contains_key(*id)).cloned().collect();
        let mut removal = None;
        if !there.is_empty() {
            let transaction = Command::RemoveDocuments(there).plan(&self.project, &mut self.mint)?;
            self.check_damage(&transaction.edits)?;
            let before = self.project.clone();
            transaction.apply(&mut self.project)?;
            removal = Some((before, Arc::new(transaction)));
        }
        self.steps.purge(&purged);
        if let Some(threads) = &self.threads {
            threads.shared.lock().purging.extend(purged);
        }
        match removal {
            // The journal gets no record of it, which would hold what must go.
            Some((before, removal)) => self.changed(None, before, removal),
            None => self.share(&BTreeSet::from([FileKey::Project]), None),
        }
        self.flush();
        self.name_next();
        Ok(())
    }

    /// A step as it is done here and now.
    fn again(&self, step: &Transaction) -> Transaction {
        Transaction { by: self.mint.by.clone(), made: (self.clock)(), ..step.clone() }
    }

    /// Goes back to a moment of the history: everything that was done here since is taken back, as far as it still is as
    /// it was left. One step, which can be undone.
    pub fn go_back(&mut self, way: WayBack) -> Result<Undone, RunError> {
        self.check_writable()?;
        let step = self.step_of(format!("Go back to “{}”", way.title), way.edits);
        let before = self.project.clone();
        let (applied, refused) = self.apply_what_fits(&step)?;
        if applied.is_empty() && refused.is_empty() {
            return Err(EditError::Nothing.into());
        }
        let transaction = self.did(Kind::Do, before, applied);
        Ok(Undone { transaction, refused })
    }

    /// Knows what the next steps to undo and to redo are called, for views that name them.
    pub(super) fn name_next(&mut self) {
        if let Err(error) = self.steps.name_next(|| texts_of(&self.project)) {
            tracing::warn!("{error}");
        }
    }

    pub(super) fn check_writable(&self) -> Result<(), RunError> {
        self.read_only.as_ref().map_or(Ok(()), |error| Err(RunError::ReadOnly(error.clone())))
    }

    /// Refuses edits of what stands in files that cannot be read, and the removal of what such files need.
    pub(super) fn check_damage(&self, edits: &[Edit]) -> Result<(), RunError> {
        if self.damage.is_empty() {
            return Ok(());
        }
        let keys = touched(edits);
        let removed: BTreeSet<&DocumentId> = edits.iter().filter_map(removed_document).collect();
        // A file that broke while it was open may still be edited: the window has all of it, and the journal the edits.
        let is_unseen = |key: &FileKey| keys.contains(key) && !has_part(key, &self.project);
        let is_needed = |key: &FileKey| key.document().is_some_and(|id| removed.contains(id));
        let is_hit = |key: &FileKey| is_unseen(key) || is_needed(key);
        let hit = self.damage.values().find(|damage| damage.key.as_ref().is_some_and(is_hit));
        hit.map_or(Ok(()), |damage| Err(RunError::Damaged(damage.error.clone())))
    }

    /// Who acts for the first time here gets a file in the same step.
    fn introduce(&self, transaction: &mut Transaction) {
        let Some(Person { id, name }) = &self.person else { return };
        let annotator = Annotator { id: id.clone(), name: name.clone(), kind: AnnotatorKind::Human };
        let is_there = self.project.annotators.contains_key(&annotator.id);
        let acts = |edit: &Edit| edit.set().is_some_and(|key| key.annotator == annotator.id);
        let is_introduced = |edit: &Edit| matches!(edit, Edit::Annotator(id, _) if *id == annotator.id);
        if !is_there && transaction.edits.iter().any(acts) && !transaction.edits.iter().any(is_introduced) {
            let edit = Edit::Annotator(annotator.id.clone(), Change::add(Arc::new(annotator)));
            transaction.edits.insert(0, edit);
        }
    }

    /// Applies the edits whose records are as expected, but never so that annotations lose their document.
    fn apply_what_fits(&mut self, transaction: &Transaction) -> Result<(Transaction, Vec<Stale>), RunError> {
        self.check_damage(&transaction.edits)?;
        let mut next = self.project.clone();
        let (mut applied, mut left) = transaction.apply_matching(&mut next);
        let orphaned: BTreeSet<DocumentId> = applied
            .edits
            .iter()
            .filter_map(removed_document)
            .filter(|id| next.sets_of(id).next().is_some())
            .cloned()
            .collect();
        if !orphaned.is_empty() {
            let mut without = transaction.clone();
            without.edits.retain(|edit| !removed_document(edit).is_some_and(|id| orphaned.contains(id)));
            next = self.project.clone();
            (applied, left) = without.apply_matching(&mut next);
            left.extend(orphaned.iter().map(|id| annotated(&self.project, id)));
        }
        if let Some(edit) = mended_order(&next) {
            edit.apply(&mut next).map_err(EditError::from)?;
            applied.edits.push(edit);
        }
        for edit in self.shown_otherwise(&next) {
            // One that does not fit any more is about what the step itself has changed.
            if edit.apply(&mut next).is_ok() {
                applied.edits.push(edit);
            }
        }
        self.project = next;
        Ok((applied, left))
    }

    /// What else a change of the codebook shows otherwise: when a refactoring is taken back or done again, also what others
    /// marked after it, which the step knows nothing of.
    fn shown_otherwise(&self, next: &Project) -> Vec<Edit> {
        if reading_of(&self.project.codebook) == reading_of(&next.codebook) {
            return Vec::new();
        }
        let Some(threads) = &self.threads else { return Vec::new() };
        let (base, marked) = {
            let state = threads.shared.lock();
            (state.base.clone(), state.marked.clone())
        };
        let mut edits = Vec::new();
        for key in self.project.sets.keys().chain(base.project.sets.keys()).collect::<BTreeSet<_>>() {
            let file = FileKey::Set(key.clone());
            let mut filed = base.as_filed(&file, &self.project, &marked);
            filed.project.codebook = Arc::clone(&next.codebook);
            let wanted = filed.shown(&file);
            let (was, is) = (self.project.set(key), next.set(key));
            // What the step changed is as it says.
            let of_step: Vec<Edit> = diff_sets(key, was.map(|set| &**set), is.map(|set| &**set));
            let of_step: BTreeSet<Record> = of_step.iter().filter_map(record_of).collect();
            let more = diff_sets(key, is.map(|set| &**set), wanted.set(key).map(|set| &**set));
            edits.extend(more.into_iter().filter(|edit| record_of(edit).is_some_and(|it| !of_step.contains(&it))));
        }
        edits
    }

    /// Writes a step down that was applied, and tells everybody who must know. Returns it as the journal has it.
    pub(super) fn did(&mut self, kind: Kind, before: Project, applied: Transaction) -> Arc<Transaction> {
        let applied = Arc::new(applied);
        let journaled = match kind {
            Kind::Undo(_) => Arc::new(applied.inverted()),
            _ => Arc::clone(&applied),
        };
        self.seq += 1;
        if let Some(threads) = &self.threads {
            threads.journal.append(Step { seq: self.seq, kind, transaction: Arc::clone(&journaled) });
            self.steps.record(self.seq, kind, &journaled, threads.journal.durable());
        }
        self.changed(Some(kind), before, applied);
        journaled
    }

    /// Tells everybody who must know what was applied, and as what it is in the journal.
    fn changed(&mut self, kind: Option<Kind>, before: Project, step: Arc<Transaction>) {
        self.revision += 1;
        self.share(&touched(&step.edits), kind.map(|kind| (kind, &*step)));
        self.applied.push(Applied { before, transaction: step, after: self.project.clone() });
    }

    /// Puts the new state on the saver's desk, with the files that lack something of it and the step that made it.
    pub(super) fn share(&self, keys: &BTreeSet<FileKey>, step: Option<(Kind, &Transaction)>) {
        let Some(threads) = &self.threads else { return };
        let now = Instant::now();
        let mut state = threads.shared.lock();
        state.project = self.project.clone();
        state.seq = self.seq;
        if let Some((kind, step)) = step {
            state.marked.step(self.seq, kind, step, &self.project.codebook);
        }
        for key in keys {
            let (first, since) = state.dirty.get(key).map_or((self.seq, now), |dirty| (dirty.first, dirty.since));
            let idle = if self.is_large(key) { self.pace.idle_large } else { self.pace.idle };
            let due = (now + idle).min(since + self.pace.longest.max(idle));
            state.dirty.insert(key.clone(), Dirty { first, seq: self.seq, since, due });
        }
        drop(state);
        threads.shared.notify();
    }

    fn is_large(&self, key: &FileKey) -> bool {
        match key {
            FileKey::Set(key) => self.project.set(key).is_some_and(|set| set.spans.len() > LARGE),
            _ => false,
        }
    }
}

/// The project's texts, by their digests.
pub(super) fn texts_of(project: &Project) -> HashMap<Digest, Text> {
    project.documents.values().map(|document| (document.text.digest(), document.text.clone())).collect()
}

fn removed_document(edit: &Edit) -> Option<&DocumentId> {
    match edit {
        Edit::Document(id, change) if change.after.is_none() => Some(id),
        _ => None,
    }
}

fn annotated(project: &Project, id: &DocumentId) -> Stale {
    let title = project.document(id).map_or(id.as_str(), |document| &document.title);
    Stale { what: format!("“{title}”, which has annotations by others,") }
}

/// The edit that makes the order of tags have every tag once, if it does not.
fn mended_order(project: &Project) -> Option<Edit> {
    let codebook = &project.codebook;
    let mut seen = BTreeSet::new();
    let mut order: Vec<_> =
        codebook.order.iter().filter(|id| codebook.tags.contains_key(*id) && seen.insert(*id)).cloned().collect();
    order.extend(codebook.tags.keys().filter(|id| !codebook.order.contains(id)).cloned());
    (order != codebook.order).then(|| Edit::TagOrder(Change::replace(codebook.order.clone(), order)))
}
