//! The history of a project on this computer: every step that its journals tell of, in the order of time.

use crate::edit::{Change, Edit, Record, net};
use crate::model::{AnnotatorId, Document, DocumentId, NoteTarget, Project, RecordId, Timestamp};
use crate::store::{Disk, Journal, Kind, Past, Step, StoreError, pasts};
use crate::text::Text;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// One step of the history.
#[derive(Clone, Debug)]
pub struct Moment {
    /// What it did, as a title.
    pub title: String,
    /// What it was.
    pub kind: Kind,
    /// Who did it; nothing when it came from elsewhere and is about several people's work, or nobody's.
    pub by: Option<AnnotatorId>,
    /// When, by the clock of then.
    pub made: Timestamp,
    /// The documents it is about.
    pub documents: BTreeSet<DocumentId>,
    /// What it did, as it was applied; where a text changed, what wants a look comes first.
    pub edits: Vec<Edit>,
    /// The spans that are not sure to be where they were before the text changed.
    pub uncertain: HashSet<RecordId>,
}

/// All steps, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct History {
    moments: Vec<Moment>,
    /// The texts of each document before and after the moments at which these changed.
    texts: HashMap<DocumentId, Vec<(usize, Change<Text>)>>,
}

/// What goes back to a moment.
#[derive(Clone, Debug)]
pub struct WayBack {
    pub(super) title: String,
    pub(super) edits: Vec<Edit>,
}

/// From where a history is read, on a thread of its own.
pub struct HistorySource {
    pub(super) disk: Disk,
    pub(super) journals: PathBuf,
    pub(super) journal: Arc<Journal>,
    pub(super) upto: u64,
    pub(super) project: Project,
}

/// How long reading waits for the last steps to be on the disk.
const PATIENCE: Duration = Duration::from_secs(5);

impl HistorySource {
    /// Reads all journals of the project.
    pub fn read(&self) -> Result<History, StoreError> {
        let started = Instant::now();
        while self.journal.durable() < self.upto {
            if started.elapsed() > PATIENCE {
                return Err(StoreError::Busy(self.journals.clone()));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let texts = super::run::texts_of(&self.project);
        let read = |past: Past| past.all(texts.clone());
        let journals = pasts(&self.disk, &self.journals)?.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(History::of(journals))
    }
}

impl History {
    /// The history that journals tell of together.
    fn of(journals: Vec<Vec<Step>>) -> Self {
        let mut queues: Vec<VecDeque<Step>> = without_echoes(journals).into_iter().map(VecDeque::from).collect();
        let mut history = Self::default();
        // Within a journal the order is that of its steps, whatever the clock said.
        let first = |queue: &VecDeque<Step>| queue.front().map(|step| step.transaction.made);
        while let Some((_, next)) =
            (0..).zip(&queues).filter_map(|(at, queue): (usize, _)| Some((first(queue)?, at))).min()
        {
            let step = queues.get_mut(next).and_then(VecDeque::pop_front);
            history.moments.extend(step.map(|step| Moment::of(&step)));
        }
        for (place, moment) in history.moments.iter().enumerate() {
            for edit in &moment.edits {
                if let Edit::Document(id, change) = edit {
                    let text = |document: &Arc<Document>| document.text.clone();
                    let (before, after) = (change.before.as_ref().map(text), change.after.as_ref().map(text));
                    if before != after {
                        history.texts.entry(id.clone()).or_default().push((place, Change { before, after }));
                    }
                }
            }
        }
        history
    }

    /// The steps, the oldest first.
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// The text that a document had after a moment, if the history tells of it: where it does not, it has it now.
    pub fn text_after(&self, document: &DocumentId, moment: usize) -> Option<&Text> {
        self.text_when(document, |place| place <= moment)
    }

    /// The same before the moment.
    pub fn text_before(&self, document: &DocumentId, moment: usize) -> Option<&Text> {
        self.text_when(document, |place| place < moment)
    }

    fn text_when(&self, document: &DocumentId, is_past: impl Fn(usize) -> bool) -> Option<&Text> {
        let changes = self.texts.get(document)?;
        let next = changes.partition_point(|(place, _)| is_past(*place));
        let last = next.checked_sub(1).and_then(|last| changes.get(last));
        match (last, changes.get(next)) {
            // What is said of a document as it goes is said of its text before.
            (Some((_, change)), _) => change.after.as_ref().or(change.before.as_ref()),
            (None, Some((_, change))) => change.before.as_ref(),
            (None, None) => None,
        }
    }

    /// What takes back everything that was done here after a moment. What came from elsewhere stays. Takes time with the
    /// steps since.
    pub fn way_back(&self, to: usize) -> WayBack {
        let title = self.moments.get(to).map(|moment| moment.title.clone()).unwrap_or_default();
        let since = self.moments.iter().skip(to.saturating_add(1)).filter(|moment| moment.kind.is_own());
        let inverted: Vec<Edit> =
            since.rev().flat_map(|moment| moment.edits.iter().rev().map(Edit::inverted)).collect();
        WayBack { title, edits: net(&inverted) }
    }
}

impl Moment {
    fn of(step: &Step) -> Self {
        let transaction = &step.transaction;
        let title = match step.kind {
            Kind::Undo(_) => format!("Undo: {}", transaction.title),
            Kind::Redo(_) => format!("Redo: {}", transaction.title),
            Kind::Do | Kind::Foreign | Kind::Recovered => transaction.title.clone(),
        };
        let applied = step.applied();
        // Where a text changes, each of its spans goes and comes again.
        let moves_text = |edit: &Edit| match edit {
            Edit::Document(_, Change { before: Some(before), after: Some(after) }) => before.text != after.text,
            _ => false,
        };
        let (mut edits, mut uncertain) = (applied, HashSet::new());
        if edits.iter().any(moves_text) {
            edits = net(&edits);
            uncertain.extend(edits.iter().filter_map(noted));
            edits.sort_by_key(|edit| concern(edit, &uncertain));
        }
        let mut owners: Vec<&AnnotatorId> = edits.iter().filter_map(Edit::set).map(|key| &key.annotator).collect();
        owners.dedup();
        let owner = if let [only] = owners.as_slice() { Some((*only).clone()) } else { None };
        Self {
            title,
            kind: step.kind,
            by: transaction.by.clone().or(owner),
            made: transaction.made,
            documents: edits.iter().filter_map(Edit::document).cloned().collect(),
            edits,
            uncertain,
        }
    }
}

/// The span that a new note is on.
fn noted(edit: &Edit) -> Option<RecordId> {
    let Edit::Note(_, Change { before: None, after: Some(note) }) = edit else { return None };
    if let NoteTarget::Span(id) = note.on { Some(id) } else { None }
}

/// How far down a change stands in the report of a changed text: what wants a look first, what went along last.
fn concern(edit: &Edit, uncertain: &HashSet<RecordId>) -> u8 {
    match edit {
        Edit::Document(..) => 0,
        Edit::Span(_, Change { after: None, .. }) => 1,
        Edit::Span(_, Change { after: Some(span), .. }) if uncertain.contains(&span.id) => 2,
        Edit::Span(..) => 3,
        Edit::Note(..) => 4,
        _ => 5,
    }
}

/// Leaves out what a journal tells as having come from elsewhere and another one as having been done.
fn without_echoes(mut journals: Vec<Vec<Step>>) -> Vec<Vec<Step>> {
    if journals.len() < 2 {
        return journals;
    }
    let mut done: HashMap<Record, Vec<(usize, Edit)>> = HashMap::new();
    for (n, steps) in journals.iter().enumerate() {
        for edit in steps.iter().filter(|step| step.kind.is_own()).flat_map(Step::applied) {
            done.entry(edit.record()).or_default().push((n, edit));
        }
    }
    for (n, steps) in journals.iter_mut().enumerate() {
        let is_echo = |edit: &Edit| {
            let others = done.get(&edit.record()).into_iter().flatten().filter(|(journal, _)| *journal != n);
            others.map(|(_, other)| other).any(|other| other == edit)
        };
        steps.retain(|step| step.kind.is_own() || !step.applied().iter().all(is_echo));
    }
    journals
}
