//! What an export would hold and what it would lose, looked at before anything is written; and the export itself.

use super::filtering::Source;
use super::inquiry::{Inquiry, Question};
use super::jobs::Progress;
use super::views::{capitalized, counted};
use super::widgets::isolated;
use crate::corpus::{Grouping, Shares, SplitError};
use crate::formats::{OverlapPolicy, Selection, TagMap, TagScheme, WriteOptions, named};
use crate::model::{AnnotatorId, Project, SetState, TagId};
use crate::text::Unit;
use crate::workspace::{ExportPlan, ExportStage, Exported, Foreseen, Options, SplitPlan, export, foreseen};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What becomes of a tag on its way out that does not stay as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// It is dropped with its spans.
    Dropped,
    /// Another tag of the codebook.
    Tag(TagId),
    /// What a person types.
    Named(String),
}

/// What a person chooses about an export.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportChoices {
    /// The format by its id.
    pub format: &'static str,
    /// Only what this annotator says; all without one.
    pub annotator: Option<AnnotatorId>,
    /// Only what the list lets through, where it is narrowed.
    pub is_filtered: bool,
    /// Only sets that are finished.
    pub finished_only: bool,
    /// Only documents that have these values in these fields; a field without a value is not chosen to its end.
    pub fields: Vec<(String, String)>,
    /// Only documents on which annotators agree so far.
    pub is_agreed: bool,
    /// How far, as written.
    pub agreement: String,
    /// What becomes of tags that do not stay as they are.
    pub tags: BTreeMap<TagId, Becomes>,
    /// What offsets count; the format's own unit without one.
    pub unit: Option<Unit>,
    /// What becomes of spans that overlap, where a token has one tag.
    pub overlap: OverlapPolicy,
    /// How tags of tokens are written.
    pub scheme: TagScheme,
    /// Whether a table begins with a byte order mark.
    pub bom: bool,
    /// Whether words in a table are guarded that a spreadsheet would run.
    pub guard_formulas: bool,
    /// Whether the documents are split into parts.
    pub is_split: bool,
    /// The parts, as written.
    pub shares: String,
    /// What ties are broken by, as written.
    pub seed: String,
    /// What keeps documents in one part.
    pub grouping: Grouping,
    /// Whether a card comes beside the files although nothing is split.
    pub has_card: bool,
    /// Whether spans in parts that are left out are dropped.
    pub drop_left_out: bool,
    /// Whether nothing is written if the format cannot hold everything.
    pub fail_on_loss: bool,
}

impl Default for ExportChoices {
    fn default() -> Self {
        Self {
            format: "jsonl",
            annotator: None,
            is_filtered: true,
            finished_only: false,
            fields: Vec::new(),
            is_agreed: false,
            agreement: "0.8".to_owned(),
            tags: BTreeMap::new(),
            unit: None,
            overlap: OverlapPolicy::default(),
            scheme: TagScheme::default(),
            bom: false,
            guard_formulas: false,
            is_split: false,
            shares: "train=80,dev=10,test=10".to_owned(),
            seed: "0".to_owned(),
            grouping: Grouping::default(),
            has_card: false,
            drop_left_out: false,
            fail_on_loss: false,
        }
    }
}

/// What was written into fields, read.
struct Typed {
    split: Option<SplitPlan>,
    min_agreement: Option<f64>,
    tag_map: TagMap,
}

impl ExportChoices {
    /// The same without what a project does not have, as another one did.
    pub fn within(mut self, project: &Project) -> Self {
        let has_tag = |id: &TagId| project.codebook.tag(id).is_some();
        let documents = || project.documents.values();
        self.annotator = self.annotator.filter(|id| project.annotators.contains_key(id));
        self.tags.retain(|id, becomes| has_tag(id) && !matches!(becomes, Becomes::Tag(other) if !has_tag(other)));
        self.fields.retain(|(name, value)| documents().any(|document| document.field(name) == Some(value)));
        self.grouping.fields.retain(|name| documents().any(|document| document.field(name).is_some()));
        self
    }

    /// Why nothing can be written like this yet.
    pub fn problem(&self, project: &Project) -> Option<String> {
        self.typed(project).err()
    }

    /// What is to be written, or why that cannot be.
    pub fn plan(&self, project: &Project) -> Result<ExportPlan, String> {
        let format = named(self.format).ok_or("There is no such format")?;
        let Typed { split, min_agreement, tag_map } = self.typed(project)?;
        let selection = Selection {
            annotators: self.annotator.clone().map(|annotator| [annotator].into()),
            states: self.finished_only.then(|| [SetState::Finished, SetState::Nothing].into()),
            fields: self.fields.iter().filter(|(_, value)| !value.is_empty()).cloned().collect(),
            ..Selection::default()
        };
        let options = WriteOptions {
            unit: self.unit.filter(|_| format.has_free_unit()),
            overlap: self.overlap,
            scheme: self.scheme,
            bom: self.bom && format.is_for_spreadsheets(),
            guard_formulas: self.guard_formulas && format.is_for_spreadsheets(),
            name: project.name.clone(),
            now: (Options::default().clock)(),
            part: None,
        };
        Ok(ExportPlan {
            format,
            selection,
            options,
            tag_map,
            drop_left_out: self.drop_left_out,
            fail_on_loss: self.fail_on_loss,
            min_agreement,
            has_card: self.has_card || split.is_some(),
            split,
        })
    }

    fn typed(&self, project: &Project) -> Result<Typed, String> {
        let split = if self.is_split {
            let shares: Shares = self.shares.parse().map_err(|error: SplitError| capitalized(&error.to_string()))?;
            let seed =
                self.seed.trim().parse().map_err(|_| format!("{:?} is no whole number to split by", self.seed))?;
            Some(SplitPlan { shares, seed, grouping: self.grouping.clone() })
        } else {
            None
        };
        let agreement = self.agreement.trim().parse().ok().filter(|least| (0.0..=1.0).contains(least));
        if self.is_agreed && agreement.is_none() {
            return Err(format!("{:?} is no number from 0 to 1 to agree by", self.agreement));
        }
        let mut tag_map = TagMap::default();
        for (id, becomes) in &self.tags {
            let name = match becomes {
                Becomes::Dropped => None,
                Becomes::Tag(other) => project.codebook.tag(other).map(|tag| tag.called().to_owned()),
                Becomes::Named(name) => Some(name.trim().to_owned()),
            };
            if name.as_deref() == Some("") {
                let tag = project.codebook.tag(id).map_or(id.as_str(), |tag| &tag.name);
                return Err(format!("Write what {} is to be called", isolated(tag)));
            }
            tag_map.set(id.as_str(), name);
        }
        Ok(Typed { split, min_agreement: agreement.filter(|_| self.is_agreed), tag_map })
    }
}

/// The question what an export would hold.
pub struct ExportQuestion {
    /// What goes out.
    pub source: Source,
    /// What was chosen.
    pub choices: ExportChoices,
}

/// The questions what an export would hold.
pub type Exporting = Inquiry<ExportQuestion>;

/// What would be written, and what there is to choose from.
#[derive(Debug)]
pub struct Outlook {
    /// What would be written.
    pub seen: Foreseen,
    /// The tags that occur in the project, in the order of the codebook.
    pub tags: Vec<OccurringTag>,
    /// The fields that documents have.
    pub fields: Vec<OccurringField>,
}

/// A tag that goes out.
#[derive(Clone, Debug)]
pub struct OccurringTag {
    /// Which.
    pub id: TagId,
    /// How often in what would be written.
    pub count: usize,
}

/// A field of documents.
#[derive(Clone, Debug)]
pub struct OccurringField {
    /// Its name.
    pub name: String,
    /// Its values, each with how many documents have it, the most frequent first; nothing where there are too many to choose
    /// from a list.
    pub values: Option<Vec<(String, usize)>>,
}

/// How many values can be chosen from a list.
const LISTED: usize = 40;

impl Question for ExportQuestion {
    type Answer = Outlook;
    const DOING: &'static str = "Looking what would be written";

    fn answer(&self, progress: &Progress) -> Result<Outlook, String> {
        let project = self.source.part()?;
        let plan = self.choices.plan(&project)?;
        let n_all = project.documents.len();
        let seen = foreseen(&project, &plan, &mut |stage, n| {
            progress.say(doing(stage));
            progress.report(n, n_all);
            !progress.is_stopped()
        });
        let seen = seen.map_err(|error| capitalized(&error.to_string()))?;
        Ok(Outlook { tags: tags(&project, &seen), fields: fields(&project), seen })
    }
}

/// All tags that occur, so that none is gone from the list by what is chosen elsewhere.
fn tags(project: &Project, seen: &Foreseen) -> Vec<OccurringTag> {
    let mut used: BTreeSet<&TagId> = BTreeSet::new();
    for set in project.sets.values() {
        used.extend(set.spans.iter().map(|span| &span.tag));
        used.extend(set.relations.values().map(|relation| &relation.tag));
        used.extend(set.document_tags.keys());
    }
    let count = |id: &TagId| seen.tags.get(id.as_str()).copied().unwrap_or_default();
    let used = project.codebook.in_order().filter(|tag| used.contains(&tag.id));
    used.map(|tag| OccurringTag { id: tag.id.clone(), count: count(&tag.id) }).collect()
}

/// The fields of the documents that can go out: those that all may have, then the others by name.
fn fields(project: &Project) -> Vec<OccurringField> {
    let documents = || project.documents.values().filter(|document| !document.archived);
    let own = ["outlet", "date", "language"];
    let others: BTreeSet<&str> = documents().flat_map(|document| document.meta.keys()).map(String::as_str).collect();
    let names = own.into_iter().chain(others.into_iter().filter(|name| !own.contains(name)));
    let field = |name: &str| {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for value in documents().filter_map(|document| document.field(name)) {
            *counts.entry(value).or_default() += 1;
        }
        let is_listed = counts.len() <= LISTED;
        let mut values: Vec<(String, usize)> = counts.into_iter().map(|(value, n)| (value.clone(), n)).collect();
        values.sort_by_key(|(_, n)| Reverse(*n));
        let is_there = !values.is_empty();
        is_there.then(|| OccurringField { name: name.to_owned(), values: is_listed.then_some(values) })
    };
    names.filter_map(field).collect()
}

/// Writes an export; what was written, or why nothing was, as a sentence for people.
pub fn write(project: &Project, choices: &ExportChoices, out: &Path, progress: &Progress) -> Result<Exported, String> {
    let plan = choices.plan(project)?;
    let n_all = project.documents.len();
    let exported = export(project, &plan, out, &mut |stage, n| {
        progress.say(doing(stage));
        progress.report(n, n_all);
        !progress.is_stopped()
    });
    exported.map_err(|error| format!("{}. {}", capitalized(&error.to_string()), error.hint()))
}

fn doing(stage: ExportStage) -> &'static str {
    match stage {
        ExportStage::Choosing => "Looking who agrees",
        ExportStage::Splitting => "Looking what belongs together",
        ExportStage::Writing => "Going through the documents",
        ExportStage::ReadingBack => "Reading back",
    }
}

/// What was written where, in a sentence.
pub fn written(exported: &Exported) -> String {
    let (documents, spans) = (counted(exported.n_documents, "document"), counted(exported.n_spans, "span"));
    let what = format!("{documents} with {spans} written and read back");
    match exported.files.as_slice() {
        [] => "Nothing was written, as the format cannot hold everything".to_owned(),
        [one] => format!("{what}: {}", isolated(&one.display().to_string())),
        [first, others @ ..] => {
            let is_above_all = |folder: &&Path| others.iter().all(|other| other.starts_with(folder));
            let folder = first.ancestors().skip(1).find(is_above_all).unwrap_or(first);
            let files = counted(exported.files.len(), "file");
            format!("{what}: {files} in {}", isolated(&folder.display().to_string()))
        }
    }
}
