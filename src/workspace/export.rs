//! Out of a project into files of other tools, and from files to files: written beside their places, read back, compared,
//! and put there only then.

use super::intake::{Found, Refused};
use crate::corpus::{Card, CardInput, Grouping, Shares, Unit, distance, groups, split};
use crate::formats::{
    Below, Exporter, Format, FormatError, LossKind, Losses, Naming, Output, ReadCx, ReadOptions, Selection, Survey,
    TagMap, WriteCx, WriteOptions, Written, grouped, outgoing, without_left_out,
};
use crate::model::{Annotator, Codebook, DocumentId, Project, SetKey};
use crate::review::mean_strict_f1;
use crate::store::{Staged, StoreError};
use std::collections::BTreeSet;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What is to be written, and how.
#[derive(Clone)]
pub struct ExportPlan {
    /// The format.
    pub format: &'static dyn Format,
    /// How much of the project.
    pub selection: Selection,
    /// What the format is asked for.
    pub options: WriteOptions,
    /// What tags are called.
    pub tag_map: TagMap,
    /// Whether spans in parts that are left out of the labeling are dropped.
    pub drop_left_out: bool,
    /// Whether nothing is written if the format cannot hold everything.
    pub fail_on_loss: bool,
    /// How far annotators must agree on a document, as their mean pairwise strict F1.
    pub min_agreement: Option<f64>,
    /// Which parts the documents go to.
    pub split: Option<SplitPlan>,
    /// Whether a card is written beside the files.
    pub has_card: bool,
}

/// How documents are split into parts.
#[derive(Clone, Debug)]
pub struct SplitPlan {
    /// The parts.
    pub shares: Shares,
    /// What ties are broken by.
    pub seed: u64,
    /// What keeps documents together.
    pub grouping: Grouping,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Exported {
    /// How many documents.
    pub n_documents: usize,
    /// How many spans.
    pub n_spans: usize,
    /// The files; none if losses were refused.
    pub files: Vec<PathBuf>,
    /// What the format could not carry.
    pub losses: Losses,
    /// What could not be read, when files became files.
    pub refused: Vec<Refused>,
}

/// What an export is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportStage {
    /// Which documents annotators agree on.
    Choosing,
    /// Which documents stay together in one part.
    Splitting,
    /// Documents go out one after the other.
    Writing,
    /// They come back to be compared.
    ReadingBack,
}

/// What hears how far an export is: how many documents are through the stage. When it says no, the export stops.
pub type GoOn<'a> = dyn FnMut(ExportStage, usize) -> bool + 'a;

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The format refuses.
    #[error(transparent)]
    Format(FormatError),
    /// A file cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It was stopped.
    #[error("the export was stopped, and nothing was written")]
    Stopped,
    /// There is nothing to write.
    #[error("there is no document to write")]
    Nothing,
    /// Nothing could be read, for this reason first.
    #[error("{}", .0.why)]
    Unread(Refused),
}

impl From<FormatError> for ExportError {
    fn from(error: FormatError) -> Self {
        match error {
            FormatError::Stopped => Self::Stopped,
            other => Self::Format(other),
        }
    }
}

impl ExportError {
    /// What a person can do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Format(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Stopped => "Export again",
            Self::Nothing => "Choose other documents, annotators or states",
            Self::Unread(refused) => refused.hint,
        }
    }
}

/// Writes what is selected of a project.
pub fn export(project: &Project, plan: &ExportPlan, out: &Path, go_on: &mut GoOn<'_>) -> Result<Exported, ExportError> {
    let mut losses = Losses::default();
    let part;
    let project = if plan.drop_left_out {
        part = without_left_out(project, &plan.selection, &mut losses);
        &part
    } else {
        project
    };
    let documents = agreeing(project, plan, &mut losses, go_on)?;
    if documents.is_empty() {
        return Err(ExportError::Nothing);
    }
    let naming = Naming::new(&project.codebook, &plan.tag_map);
    let parts = Parts::of(project, plan, &naming, documents, go_on)?;
    let annotators = annotators_of(project, &plan.selection);
    let mut staged = Staged::beside(out)?;
    let (mut n_documents, mut n_spans) = (0, 0);
    let mut passes: Vec<Pass> = Vec::new();
    for part in &parts.all {
        let name = Some(part.name.clone()).filter(|name| !name.is_empty());
        let folder = if plan.format.names_parts() { "" } else { part.name.as_str() };
        let options = WriteOptions { part: name, ..plan.options.clone() };
        let cx = WriteCx { codebook: &project.codebook, annotators: &annotators, options: &options };
        let selection =
            Selection { documents: Some(part.documents.iter().cloned().collect()), ..plan.selection.clone() };
        let first = staged.files().len();
        let mut below = Below::new(&mut staged, folder);
        let mut exporter = Exporter::new(plan.format, &cx, &mut below)?;
        let mut left_behind = Losses::default();
        for document in outgoing(project, &selection, &mut left_behind) {
            if !go_on(ExportStage::Writing, n_documents) {
                return Err(ExportError::Stopped);
            }
            exporter.document(naming.apply(document, &mut losses))?;
            n_documents += 1;
        }
        let (written, lost) = exporter.finish()?;
        losses.append(left_behind);
        losses.append(lost);
        n_spans += written.n_spans();
        passes.push(Pass { written, options, files: first..staged.files().len() });
    }
    let mut n_back = 0;
    for pass in &passes {
        let mut compare = |n| go_on(ExportStage::ReadingBack, n_back + n);
        let files = staged.files().into_iter().skip(pass.files.start).take(pass.files.len()).collect();
        let cx = WriteCx { codebook: &project.codebook, annotators: &annotators, options: &pass.options };
        let (inputs, _) = grouped(files, Some(plan.format));
        pass.written.check(plan.format, inputs.into_iter().map(|input| input.files), &cx, &mut compare)?;
        n_back += pass.written.n_documents();
    }
    let is_refused = plan.fail_on_loss && !losses.is_empty();
    if plan.has_card && !is_refused {
        write_card(project, plan, &naming, &parts, &losses, &mut staged)?;
    }
    let files = if is_refused { Vec::new() } else { staged.commit()? };
    Ok(Exported { n_documents, n_spans, files, losses, refused: Vec::new() })
}

/// What one writer wrote, and with what it is compared.
struct Pass {
    written: Written,
    options: WriteOptions,
    files: Range<usize>,
}

/// The parts of a corpus; one without a name where it is not split.
pub(super) struct Parts {
    pub(super) all: Vec<Part>,
    /// How many groups of documents stay together.
    pub(super) n_groups: usize,
    distance: Option<f64>,
}

pub(super) struct Part {
    pub(super) name: String,
    pub(super) documents: Vec<DocumentId>,
}

impl Parts {
    pub(super) fn of(
        project: &Project,
        plan: &ExportPlan,
        naming: &Naming,
        documents: Vec<DocumentId>,
        go_on: &mut GoOn<'_>,
    ) -> Result<Self, ExportError> {
        let Some(how) = &plan.split else {
            return Ok(Self { all: vec![Part { name: String::new(), documents }], n_groups: 0, distance: None });
        };
        let mut go_on = |n| go_on(ExportStage::Splitting, n);
        let groups = groups(project, &documents, &how.grouping, &mut go_on).ok_or(ExportError::Stopped)?;
        let tags = plan.selection.span_tags(&project.codebook, naming);
        let units: Vec<Unit> = groups
            .iter()
            .map(|group| {
                let documents = group.iter().filter_map(|at| documents.get(*at));
                unit_of(project, plan, naming, documents, &tags)
            })
            .collect();
        let split = split(&units, &how.shares, how.seed);
        let distance = distance(&units, &split, how.shares.n_parts());
        let mut all: Vec<Part> =
            how.shares.iter().map(|share| Part { name: share.name.clone(), documents: Vec::new() }).collect();
        for (group, part) in groups.iter().zip(&split.part_of) {
            if let Some(part) = all.get_mut(*part) {
                part.documents.extend(group.iter().filter_map(|at| documents.get(*at)).cloned());
            }
        }
        all.iter_mut().for_each(|part| part.documents.sort());
        Ok(Self { all, n_groups: groups.iter().filter(|group| group.len() > 1).count(), distance })
    }
}

/// A group of documents by how many of them have each tag.
fn unit_of<'a>(
    project: &Project,
    plan: &ExportPlan,
    naming: &Naming,
    documents: impl Iterator<Item = &'a DocumentId>,
    tags: &[&str],
) -> Unit {
    let (mut n_documents, mut counts) = (0, vec![0; tags.len()]);
    for id in documents {
        n_documents += 1;
        let sets = plan.selection.sets(project, id).filter_map(|key| project.set(key));
        let there: BTreeSet<&str> =
            sets.flat_map(|set| set.spans.iter().filter_map(|span| naming.name_of(&span.tag))).collect();
        for (count, tag) in counts.iter_mut().zip(tags) {
            *count += usize::from(there.contains(tag));
        }
    }
    Unit { n_documents, tags: counts }
}

/// The selected documents whose annotators agree as far as was asked for.
pub(super) fn agreeing(
    project: &Project,
    plan: &ExportPlan,
    losses: &mut Losses,
    go_on: &mut GoOn<'_>,
) -> Result<Vec<DocumentId>, ExportError> {
    let all = plan.selection.documents(project).cloned();
    let Some(least) = plan.min_agreement else { return Ok(all.collect()) };
    let mut agreed = Vec::new();
    for (n, id) in all.enumerate() {
        if !go_on(ExportStage::Choosing, n) {
            return Err(ExportError::Stopped);
        }
        let agreement = agreement(project, &plan.selection, &id);
        if agreement.is_some_and(|agreement| agreement >= least) {
            agreed.push(id);
            continue;
        }
        let title = project.document(&id).map_or_else(|| id.to_string(), |document| document.title.clone());
        losses.add(LossKind::Agreement, || match agreement {
            Some(agreement) => format!("“{title}”: {agreement:.3}"),
            None => format!("“{title}”: it does not have spans of two annotators"),
        });
    }
    Ok(agreed)
}

fn agreement(project: &Project, selection: &Selection, id: &DocumentId) -> Option<f64> {
    let is_there = |key: &&SetKey| project.set(key).is_some_and(|set| !set.is_blank());
    let keys: Vec<&SetKey> = selection.sets(project, id).filter(is_there).collect();
    mean_strict_f1(project, &keys)
}

fn write_card(
    project: &Project,
    plan: &ExportPlan,
    naming: &Naming,
    parts: &Parts,
    losses: &Losses,
    staged: &mut Staged,
) -> Result<(), ExportError> {
    let listed: Vec<(String, Vec<DocumentId>)> =
        parts.all.iter().map(|part| (part.name.clone(), part.documents.clone())).collect();
    let ids = parts.all.iter().flat_map(|part| &part.documents);
    let values: Vec<f64> = ids.filter_map(|id| agreement(project, &plan.selection, id)).collect();
    let agreement = (!values.is_empty()).then(|| (values.iter().sum::<f64>() / values.len() as f64, values.len()));
    let card = Card::of(&CardInput {
        project,
        selection: &plan.selection,
        naming,
        parts: &listed,
        split: plan.split.as_ref().map(|how| (&how.shares, how.seed)),
        distance: parts.distance,
        n_groups: parts.n_groups,
        agreement,
        format: plan.format.id(),
        losses,
        fingerprint: staged.digest()?,
    });
    let failed = |error: std::io::Error| StoreError::io("write", Path::new("README.md"), &error);
    let mut file = staged.create("README.md").map_err(failed)?;
    file.write_all(card.as_str().as_bytes()).and_then(|()| file.flush()).map_err(failed)?;
    Ok(())
}

/// Writes what is in files in another format. The files are read twice: to see what is in them, and to write it.
pub fn convert(
    found: &Found,
    options: &ReadOptions,
    plan: &ExportPlan,
    out: &Path,
    go_on: &mut GoOn<'_>,
) -> Result<Exported, ExportError> {
    let mut refused: Vec<Refused> = found.refused().to_vec();
    let mut good = vec![true; found.len()];
    let (mut survey, mut losses) = surveyed(found, options, plan, &mut good, &mut refused);
    if good.contains(&false) {
        // Nothing of a file that is refused in the end is to be seen in what is written.
        (survey, losses) = surveyed(found, options, plan, &mut good, &mut Vec::new());
    }
    let (codebook, annotators) = (survey.codebook(), survey.annotators());
    let cx = WriteCx { codebook: &codebook, annotators: &annotators, options: &plan.options };
    let mut staged = Staged::beside(out)?;
    let mut exporter = Exporter::new(plan.format, &cx, &mut staged)?;
    let mut n_documents = 0;
    for (group, _) in found.groups().iter().zip(&good).filter(|(_, good)| **good) {
        let mut sink = |document| {
            n_documents += 1;
            if !go_on(ExportStage::Writing, n_documents) {
                return Err(FormatError::Stopped);
            }
            exporter.document(plan.tag_map.apply(group.hint.applied(document), &mut losses))
        };
        let mut seen = Losses::default();
        let mut read = ReadCx::new(options, &mut seen, found.texts(), &mut sink);
        read.read(group.format, &group.files)?;
    }
    let (written, lost) = exporter.finish()?;
    if n_documents == 0 {
        return Err(refused.into_iter().next().map_or(ExportError::Nothing, ExportError::Unread));
    }
    let (groups, _) = grouped(staged.files(), Some(plan.format));
    let mut compare = |n| go_on(ExportStage::ReadingBack, n);
    written.check(plan.format, groups.into_iter().map(|group| group.files), &cx, &mut compare)?;
    losses.append(lost);
    let is_refused = plan.fail_on_loss && !losses.is_empty();
    let files = if is_refused { Vec::new() } else { staged.commit()? };
    Ok(Exported { n_documents, n_spans: written.n_spans(), files, losses, refused })
}

/// What is in the files that are good; those that turn out to be none are marked.
fn surveyed(
    found: &Found,
    options: &ReadOptions,
    plan: &ExportPlan,
    good: &mut [bool],
    refused: &mut Vec<Refused>,
) -> (Survey, Losses) {
    let (mut survey, mut losses) = (Survey::new(&Codebook::default()), Losses::default());
    for (group, good) in found.groups().iter().zip(good).filter(|(_, good)| **good) {
        let mut sink = |document| {
            let document = plan.tag_map.apply(group.hint.applied(document), &mut Losses::default());
            survey.add(&document);
            Ok(())
        };
        let mut cx = ReadCx::new(options, &mut losses, found.texts(), &mut sink);
        let read = cx.read(group.format, &group.files);
        let codebooks = cx.take_codebooks();
        refused.extend(cx.into_refused().iter().map(|error| Refused::of(group, error)));
        if let Err(error) = read {
            refused.push(Refused::whole(group, &error, options, found.texts()));
            *good = false;
        }
        for codebook in codebooks {
            survey.define(plan.tag_map.apply_to_codebook(codebook), &mut losses);
        }
    }
    (survey, losses)
}

/// The annotators that say something in what is selected, by their ids.
pub(super) fn annotators_of(project: &Project, selection: &Selection) -> Vec<Annotator> {
    let mut seen = BTreeSet::new();
    for document in selection.documents(project) {
        let keys = selection.sets(project, document);
        let keys = keys.filter(|key| project.set(key).is_some_and(|set| !set.is_blank()));
        seen.extend(keys.map(|key| key.annotator.clone()));
    }
    seen.iter().filter_map(|id| project.annotators.get(id)).map(|annotator| Annotator::clone(annotator)).collect()
}
