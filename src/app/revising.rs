//! What would become of a document's spans with another text: read, compared and planned beside the window, the newest
//! question last.

use super::inquiry::{Answered, Inquiry, Question};
use super::jobs::Progress;
use super::views::capitalized;
use crate::edit::{Change, Command, Edit, Mint, Reanchored, Revised, Transaction, revised};
use crate::formats::{Losses, ReadCx, ReadOptions, exchange};
use crate::model::{AnnotationSet, Document, DocumentId, Project, SetKey, Source, Timestamp};
use crate::store::Disk;
use crate::text::{Fate, Revision, Text, TextRange};
use crate::workspace::find;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the words of another text come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewText {
    /// All of it from a file.
    File(PathBuf),
    /// A part is typed anew.
    Typed {
        /// The part.
        part: TextRange,
        /// What was typed in its place.
        typed: String,
    },
}

/// What a document is to become.
#[derive(Clone)]
pub struct Asked {
    /// The project as it is.
    pub project: Project,
    /// Which document.
    pub document: DocumentId,
    /// Its other text.
    pub new: NewText,
}

/// A plan of what becomes of a document.
#[derive(Clone, Debug)]
pub struct RevisionPlan {
    /// The text as it is, and as it would be.
    pub revision: Arc<Revision>,
    /// The step.
    pub step: Transaction,
    /// How many spans would come how far.
    pub report: Reanchored,
    /// The spans that a person looks at: those lost first, then the uncertain, then those with other words, then, where
    /// the text is from a file, those that only move.
    pub spans: Arc<Vec<Revised>>,
    /// How many relations would lose an end.
    pub n_relations: usize,
    /// How many parts that were left out would not be found again.
    pub n_parts: usize,
    /// What did not come through as the file has it.
    pub losses: Vec<String>,
    document: Arc<Document>,
    sets: Vec<(SetKey, Arc<AnnotationSet>)>,
}

impl RevisionPlan {
    /// Whether nothing that it is about has changed since.
    pub fn is_current(&self, project: &Project) -> bool {
        let is_same = |document: &Arc<Document>| Arc::ptr_eq(document, &self.document);
        let mut sets = project.sets_of(&self.document.id);
        let same_sets = self.sets.iter().all(|(key, set)| {
            sets.next().is_some_and(|(other_key, other)| other_key == key && Arc::ptr_eq(other, set))
        });
        project.document(&self.document.id).is_some_and(is_same) && same_sets && sets.next().is_none()
    }
}

/// A plan, or why there is none.
pub type Answer = Answered<Asked>;

/// The questions what another text would do.
pub type Revising = Inquiry<Asked>;

impl Question for Asked {
    type Answer = RevisionPlan;
    const DOING: &'static str = "Planning";

    fn answer(&self, progress: &Progress) -> Answer {
        planned(self, progress)
    }
}

fn planned(asked: &Asked, progress: &Progress) -> Answer {
    let document = asked.project.document(&asked.document).ok_or("The article is not there any more")?;
    let (revision, source, losses) = match &asked.new {
        NewText::File(path) => {
            progress.say("Reading the file");
            let (text, source, losses) = read(path)?;
            checked(progress)?;
            if text.is_empty() {
                return Err("The file is empty: there is no text in it".to_owned());
            }
            if text == document.text {
                return Err("The file has the same text already: there is nothing to replace".to_owned());
            }
            progress.say("Comparing the two texts");
            (Revision::between(&document.text, &text), source, losses)
        }
        NewText::Typed { part, typed } => {
            let said = |error: &dyn std::fmt::Display| capitalized(&error.to_string());
            let (part, words) = document.text.retyped(*part, typed).map_err(|error| said(&error))?;
            let revision = Revision::correcting(&document.text, part, &words).map_err(|error| said(&error))?;
            (revision, None, Vec::new())
        }
    };
    checked(progress)?;
    progress.say("Looking where the spans go");
    plan(asked, document, Arc::new(revision), source, losses, progress)
}

fn plan(
    asked: &Asked,
    document: &Arc<Document>,
    revision: Arc<Revision>,
    source: Option<Source>,
    losses: Vec<String>,
    progress: &Progress,
) -> Answer {
    let (mut report, mut spans) = (Reanchored::default(), Vec::new());
    let lists_moved = matches!(asked.new, NewText::File(_));
    for revised in revised(&asked.project, &asked.document, &revision) {
        report.count(revised.fate);
        let is_listed = match revised.fate {
            Fate::Lost | Fate::Uncertain => true,
            Fate::Moved => lists_moved || has_other_words(&revised, &revision),
            Fate::Kept => false,
        };
        if is_listed {
            spans.push(revised);
        }
        checked(progress)?;
    }
    let rank = |revised: &Revised| match revised.fate {
        Fate::Lost => 0,
        Fate::Uncertain => 1,
        Fate::Moved | Fate::Kept => 2,
    };
    spans.sort_by_key(rank);
    // Nobody's id and time: the step gets its own when it is done.
    let mut mint = Mint::new(0, Timestamp::default());
    let command = Command::Revise {
        document: document.id.clone(),
        revision: Arc::clone(&revision),
        source: source.map(Box::new),
    };
    let step = command.plan(&asked.project, &mut mint).map_err(|error| capitalized(&error.to_string()))?;
    let is_lost_relation = |edit: &&Edit| matches!(edit, Edit::Relation(_, Change { after: None, .. }));
    Ok(RevisionPlan {
        n_relations: step.edits.iter().filter(is_lost_relation).count(),
        n_parts: document.excluded.iter().filter(|part| revision.place(*part).at.is_none()).count(),
        revision,
        step,
        report,
        spans: Arc::new(spans),
        losses,
        document: Arc::clone(document),
        sets: asked.project.sets_of(&document.id).map(|(key, set)| (key.clone(), Arc::clone(set))).collect(),
    })
}

/// A job that nobody waits for ends early.
fn checked(progress: &Progress) -> Result<(), String> {
    if progress.is_stopped() { Err("Stopped".to_owned()) } else { Ok(()) }
}

fn has_other_words(revised: &Revised, revision: &Revision) -> bool {
    let Some(at) = &revised.at else { return true };
    let words = |text: &Text, range: TextRange| text.slice(range).to_owned();
    let pairs = revised.span.at.iter().zip(at.iter());
    let mut same =
        pairs.map(|(was, is)| was.len() == is.len() && words(revision.before(), was) == words(revision.after(), is));
    !same.all(|same| same)
}

/// The text in a file, read as articles are that come into the project.
fn read(path: &Path) -> Result<(Text, Option<Source>, Vec<String>), String> {
    let found = find(&Disk::default(), &[path.to_owned()], None, None);
    let (mut documents, mut losses) = (Vec::new(), Losses::default());
    let mut why = found.refused().first().map(|refused| format!("{}. {}", capitalized(&refused.why), refused.hint));
    for group in found.groups() {
        let options = ReadOptions::default();
        let mut sink = |document: exchange::Document| {
            documents.push(document);
            Ok(())
        };
        let mut cx = ReadCx::new(&options, &mut losses, found.texts(), &mut sink);
        if let Err(error) = group.format.read(&group.files, &mut cx) {
            why = Some(format!("{}. {}", capitalized(&error.to_string()), error.hint()));
        }
    }
    let Some(document) = documents.into_iter().next() else {
        return Err(why.unwrap_or_else(|| "There is no text in the file".to_owned()));
    };
    let losses = losses.iter().map(|loss| format!("{}: {}", capitalized(loss.kind.meaning()), loss.example));
    Ok((document.text, document.source, losses.collect()))
}
