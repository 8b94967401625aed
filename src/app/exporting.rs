//! What an export would hold and what it would lose, looked at before anything is written; and the export itself.

use super::inquiry::{Inquiry, Question};
use super::jobs::Progress;
use crate::corpus::{Grouping, Shares};
use crate::formats::{Losses, OverlapPolicy, Selection, TagMap, TagScheme, WriteOptions, named};
use crate::model::{AnnotatorId, Project, SetState};
use crate::text::Unit;
use crate::workspace::{ExportPlan, Exported, Options, SplitPlan, export, foreseen};
use std::path::Path;

/// What a person chooses about an export.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportChoices {
    /// The format by its id.
    pub format: &'static str,
    /// Only what this annotator says; all without one.
    pub annotator: Option<AnnotatorId>,
    /// Only sets that are finished.
    pub finished_only: bool,
    /// What offsets count; the format's own unit without one.
    pub unit: Option<Unit>,
    /// What becomes of spans that overlap, where a token has one tag.
    pub overlap: OverlapPolicy,
    /// How tags of tokens are written.
    pub scheme: TagScheme,
    /// Whether the documents are split into parts.
    pub is_split: bool,
    /// The parts, as written.
    pub shares: String,
    /// What ties are broken by, as written.
    pub seed: String,
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
            finished_only: false,
            unit: None,
            overlap: OverlapPolicy::default(),
            scheme: TagScheme::default(),
            is_split: false,
            shares: "train=80,dev=10,test=10".to_owned(),
            seed: "0".to_owned(),
            drop_left_out: false,
            fail_on_loss: false,
        }
    }
}

impl ExportChoices {
    /// What is to be written, or why that cannot be.
    pub fn plan(&self, project: &Project) -> Result<ExportPlan, String> {
        let format = named(self.format).ok_or("There is no such format")?;
        let split = if self.is_split {
            let shares: Shares = self.shares.parse().map_err(|error: crate::corpus::SplitError| error.to_string())?;
            let seed =
                self.seed.trim().parse().map_err(|_| format!("{:?} is no whole number to split by", self.seed))?;
            Some(SplitPlan { shares, seed, grouping: Grouping::default() })
        } else {
            None
        };
        let documents = project.documents.values().filter(|document| !document.archived);
        let selection = Selection {
            documents: Some(documents.map(|document| document.id.clone()).collect()),
            annotators: self.annotator.clone().map(|annotator| [annotator].into()),
            states: self.finished_only.then(|| [SetState::Finished, SetState::Nothing].into()),
            ..Selection::default()
        };
        let options = WriteOptions {
            unit: self.unit,
            overlap: self.overlap,
            scheme: self.scheme,
            bom: false,
            guard_formulas: false,
            name: project.name.clone(),
            now: (Options::default().clock)(),
            part: None,
        };
        Ok(ExportPlan {
            format,
            selection,
            options,
            tag_map: TagMap::default(),
            drop_left_out: self.drop_left_out,
            fail_on_loss: self.fail_on_loss,
            min_agreement: None,
            has_card: split.is_some(),
            split,
        })
    }
}

/// The question what an export would hold.
pub struct ExportQuestion {
    /// The project as it is.
    pub project: Project,
    /// What was chosen.
    pub choices: ExportChoices,
}

/// The questions what an export would hold.
pub type Exporting = Inquiry<ExportQuestion>;

/// What would be written.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// How many documents.
    pub n_documents: usize,
    /// How many spans.
    pub n_spans: usize,
    /// What the format cannot carry.
    pub losses: Losses,
}

impl Question for ExportQuestion {
    type Answer = Foreseen;
    const DOING: &'static str = "Looking what would be written";

    fn answer(&self, progress: &Progress) -> Result<Foreseen, String> {
        let plan = self.choices.plan(&self.project)?;
        let n_all = self.project.documents.len();
        let seen = foreseen(&self.project, &plan, |n| {
            progress.report(n, n_all);
            !progress.is_stopped()
        });
        let seen = seen.map_err(|error| super::views::capitalized(&error.to_string()))?;
        Ok(Foreseen { n_documents: seen.n_documents, n_spans: seen.n_spans, losses: seen.losses })
    }
}

/// Writes an export; what was written, or why nothing was, as a sentence for people.
pub fn write(project: &Project, choices: &ExportChoices, out: &Path, progress: &Progress) -> Result<Exported, String> {
    let plan = choices.plan(project)?;
    let n_all = project.documents.len();
    let exported = export(project, &plan, out, |n| {
        progress.report(n, n_all);
        !progress.is_stopped()
    });
    exported.map_err(|error| format!("{}. {}", super::views::capitalized(&error.to_string()), error.hint()))
}
