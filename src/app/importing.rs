//! Looking at files before they come in: what is in them, what would become of it, and what would not come through.

use super::inquiry::{Inquiry, Question};
use super::jobs::Progress;
use super::views::counted;
use crate::edit::{Command, Home, Mint, Transaction, slug};
use crate::formats::{Batch, ReadOptions, TagMap, named};
use crate::model::{Annotator, AnnotatorId, AnnotatorKind, LayerKind, Project, TagColor, TagId};
use crate::store::Disk;
use crate::text::Unit;
use crate::workspace::{Intake, Options, Taken, find};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// How many documents are named.
const DOCUMENTS: usize = 200;

/// Whose sets are that come in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// Whose the files say; of those that name nobody, whoever imports.
    #[default]
    Named,
    /// An annotator of the project.
    There(AnnotatorId),
    /// Somebody else, by the name that is typed.
    New(String),
}

impl Owner {
    /// Who that is, unless the files say it or there is no name yet.
    fn annotator(&self, project: &Project) -> Option<Annotator> {
        match self {
            Self::Named => None,
            Self::There(id) => project.annotators.get(id).map(|there| Annotator::clone(there)),
            Self::New(name) => {
                let name = name.trim();
                let is_it = |there: &&Arc<Annotator>| there.name == name || there.id.as_str() == name;
                if let Some(there) = project.annotators.values().find(is_it) {
                    return Some(Annotator::clone(there));
                }
                let id = AnnotatorId::new(name).or_else(|_| AnnotatorId::new(&slug(name, "annotator")));
                let made = |id| Annotator { id, name: name.to_owned(), kind: AnnotatorKind::Human };
                id.ok().filter(|_| !name.is_empty()).map(made)
            }
        }
    }
}

/// What a person chooses about files that come in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportChoices {
    /// The files and folders.
    pub paths: Vec<PathBuf>,
    /// The format by its id; found out without one.
    pub format: Option<&'static str>,
    /// Whose all sets are.
    pub owner: Owner,
    /// What tags become that are not to become what they are called.
    pub tags: BTreeMap<String, Option<String>>,
    /// Which column of a table is what.
    pub columns: BTreeMap<String, String>,
    /// Whether the good part of a file comes in although another cannot be read.
    pub keep_good: bool,
}

/// The question what would come in.
pub struct ImportQuestion {
    /// The project as it is.
    pub project: Project,
    /// Who imports.
    pub me: Annotator,
    /// What was chosen.
    pub choices: ImportChoices,
}

/// The questions what would come in.
pub type Importing = Inquiry<ImportQuestion>;

/// A tag of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTag {
    /// What the files call it.
    pub name: String,
    /// What it marks.
    pub kind: LayerKind,
    /// How often.
    pub count: usize,
    /// The codebook's tag that it means, if there is one.
    pub known: Option<TagId>,
    /// The color of what it becomes, and its key, unless it is dropped.
    pub color: Option<TagColor>,
    /// Its key, if it is new and has one.
    pub key: Option<char>,
}

/// A document of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDocument {
    /// Its title.
    pub title: String,
    /// The length of its text, in code points.
    pub n_characters: usize,
    /// How many spans come with it.
    pub n_spans: usize,
    /// Whether it is there already.
    pub is_there: bool,
}

/// What would come in.
#[derive(Debug)]
pub struct ImportPlan {
    /// All of it.
    pub taken: Taken,
    /// The step that brings it in, planned on the project as it was; none where that cannot be done.
    pub step: Option<Transaction>,
    /// The tags, as the files call them.
    pub tags: Vec<FoundTag>,
    /// The first documents.
    pub documents: Vec<FoundDocument>,
    /// The formats, and how many inputs were read as each.
    pub formats: Vec<(&'static str, usize)>,
}

impl ImportPlan {
    /// Whether it is texts and nothing else, all of which come through: then there is nothing to decide.
    pub fn is_plain(&self) -> bool {
        self.taken.header.columns.is_empty()
            && self.tags.is_empty()
            && self.taken.losses.is_empty()
            && self.taken.refused.is_empty()
            && self.taken.n_documents > 0
    }
}

impl Question for ImportQuestion {
    type Answer = ImportPlan;
    const DOING: &'static str = "Reading files";

    fn answer(&self, progress: &Progress) -> Result<ImportPlan, String> {
        let choices = &self.choices;
        let mut tag_map = TagMap::default();
        for (name, becomes) in &choices.tags {
            tag_map.set(name.as_str(), becomes.clone());
        }
        let options =
            ReadOptions { columns: choices.columns.clone(), keep_good: choices.keep_good, ..ReadOptions::default() };
        let mut mint = Mint::new(fastrand::u64(..), (Options::default().clock)());
        let batch =
            Batch::new(&self.project, mint.clone(), self.me.clone()).owned_by(choices.owner.annotator(&self.project));
        let mut intake = Intake::new(batch.reading(options).mapping(tag_map));
        let found = find(&Disk::default(), &choices.paths, None, choices.format.and_then(named));
        let mut formats: BTreeMap<&'static str, usize> = BTreeMap::new();
        for group in found.groups() {
            *formats.entry(group.format.name()).or_default() += 1;
        }
        if !found.sent().is_empty() {
            formats.insert("Glossator", found.sent().len());
        }
        let is_whole = intake.take(&found, |reached| {
            // How much is in one file shows at its end.
            progress.report(reached.n_inputs, if found.len() > 1 { found.len() } else { 0 });
            progress.say(&format!("{} read", counted(reached.n_documents, "document")));
            !progress.is_stopped()
        });
        if !is_whole {
            return Err("Reading was stopped".to_owned());
        }
        let becomes = |kind: LayerKind, name: &str| {
            let becomes = choices.tags.get(name).map_or(Some(name), |becomes| becomes.as_deref());
            intake.codebook().meant(kind, becomes?)
        };
        let tags = intake.labels().map(|(kind, name, count)| FoundTag {
            name: name.to_owned(),
            kind,
            count,
            known: self.project.codebook.meant(kind, name).map(|tag| tag.id.clone()),
            color: becomes(kind, name).map(|tag| tag.color),
            key: becomes(kind, name).filter(|tag| self.project.codebook.tag(&tag.id).is_none()).and_then(|tag| tag.key),
        });
        let mut tags: Vec<FoundTag> = tags.collect();
        // What nothing is marked as comes last.
        tags.sort_by_key(|tag| tag.count == 0);
        let taken = intake.finish();
        let documents = self.documents(&taken);
        let command = Command::Import(Box::new(taken.import.clone()));
        let step = command.plan(&self.project, &mut mint).ok();
        Ok(ImportPlan { documents, taken, step, tags, formats: formats.into_iter().collect() })
    }
}

impl ImportQuestion {
    fn documents(&self, taken: &Taken) -> Vec<FoundDocument> {
        let mut n_spans: BTreeMap<&Home, usize> = BTreeMap::new();
        for set in &taken.import.sets {
            *n_spans.entry(&set.home).or_default() += set.spans.len();
        }
        let row = |title: &str, text: &crate::text::Text, home: &Home| FoundDocument {
            title: title.to_owned(),
            n_characters: text.count(text.end(), Unit::CodePoint),
            n_spans: n_spans.get(home).copied().unwrap_or_default(),
            is_there: matches!(home, Home::There(_)),
        };
        let new = taken.import.documents.iter().enumerate().map(|(at, it)| row(&it.title, &it.text, &Home::New(at)));
        let there = n_spans.keys().filter_map(|home| match home {
            Home::There(id) => self.project.document(id).map(|it| row(&it.title, &it.text, home)),
            Home::New(_) => None,
        });
        there.chain(new).take(DOCUMENTS).collect()
    }
}
