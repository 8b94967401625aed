//! Texts that somebody changed outside: taken in as a step, with all spans, if it is the same text in the main.

use super::{Event, Workspace};
use crate::edit::{Command, Reanchored, reanchor};
use crate::model::{Document, DocumentId, Project};
use crate::store::Damage;
use crate::text::{Revision, Text};
use std::sync::Arc;

/// A document whose text somebody changed.
#[derive(Clone, Debug)]
pub struct ChangedText {
    /// Which.
    pub document: DocumentId,
    /// The text as the project has it, and as the file has it.
    pub revision: Arc<Revision>,
    /// How the spans of all sets would come.
    pub report: Reanchored,
    /// What is wrong with the file until the project has its text.
    pub damage: Damage,
}

impl ChangedText {
    /// Compares the texts, and looks where the spans would go. Takes seconds for long texts.
    pub(super) fn compared(project: &Project, document: &Document, text: &Text, damage: Damage) -> Self {
        let revision = Revision::between(&document.text, text);
        let mut report = Reanchored::default();
        for (_, set) in project.sets_of(&document.id) {
            report += reanchor(set, &revision).1;
        }
        Self { document: document.id.clone(), revision: Arc::new(revision), report, damage }
    }

    /// Whether it is taken in without asking: most spans are found for sure, and there is still a text.
    fn is_plain(&self) -> bool {
        self.report.is_same_text() && !self.revision.after().is_empty()
    }
}

impl Workspace {
    /// Takes in a text that somebody changed, or keeps it for a person to decide.
    pub(super) fn found_text(&mut self, changed: ChangedText) {
        self.changed_texts.retain(|other| other.document != changed.document);
        if !changed.is_plain() || !self.revise(&changed) {
            let event = Event::Damaged(changed.damage.clone());
            self.note_damage(&event);
            self.events.push(event);
            self.changed_texts.push(changed);
        }
    }

    /// Texts that somebody changed so much that a person should decide.
    pub fn changed_texts(&self) -> &[ChangedText] {
        &self.changed_texts
    }

    /// Takes in all texts that somebody changed, whatever becomes of their spans. Returns how many were.
    pub fn take_in_changed_texts(&mut self) -> usize {
        let changed = std::mem::take(&mut self.changed_texts);
        let n_changed = changed.len();
        self.changed_texts = changed.into_iter().filter(|changed| !self.revise(changed)).collect();
        n_changed - self.changed_texts.len()
    }

    fn revise(&mut self, changed: &ChangedText) -> bool {
        let (document, revision) = (changed.document.clone(), Arc::clone(&changed.revision));
        let is_done = self.run(&Command::Revise { document: document.clone(), revision, source: None }).is_ok();
        if is_done {
            if let Some(threads) = &self.threads {
                threads.shared.lock().accepted.insert(changed.revision.after().digest());
            }
            self.damage.remove(&changed.damage.path);
            self.events.push(Event::Revised { document, report: changed.report });
        }
        is_done
    }
}
