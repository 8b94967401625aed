//! Out of a project into files of other tools, and from files to files: written beside their places, read back, compared,
//! and put there only then.

use super::intake::{Found, Refused};
use crate::formats::{
    Exporter, Format, FormatError, Losses, ReadCx, ReadOptions, Selection, Survey, TagMap, WriteCx,
    WriteOptions, grouped, outgoing, without_left_out,
};
use crate::model::{Annotator, Codebook, Project};
use crate::store::{Staged, StoreError};
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
}

/// What was written.
#[derive(Debug)]
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

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The format refuses.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A file cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It was stopped.
    #[error("the export was stopped, and nothing was written")]
    Stopped,
    /// There is nothing to write.
    #[error("there is no document to write")]
    Nothing,
}

impl ExportError {
    /// What a person can do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Format(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Stopped => "Export again",
            Self::Nothing => "Choose other documents, annotators or states",
        }
    }
}

/// Writes what is selected of a project. `go_on` hears how many documents are done, and can stop it.
pub fn export(
    project: &Project,
    plan: &ExportPlan,
    out: &Path,
    mut go_on: impl FnMut(usize) -> bool,
) -> Result<Exported, ExportError> {
    let mut losses = Losses::default();
    let part;
    let project = if plan.drop_left_out {
        part = without_left_out(project, &plan.selection, &mut losses);
        &part
    } else {
        project
    };
    let annotators = annotators_of(project, &plan.selection);
    let cx = WriteCx { codebook: &project.codebook, annotators: &annotators, options: &plan.options };
    let mut left_behind = Losses::default();
    let mut mapped = Losses::default();
    let mut staged = Staged::beside(out)?;
    let mut n_documents = 0;
    let mut exporter = Exporter::new(plan.format, &cx, &mut staged)?;
    for document in outgoing(project, &plan.selection, &mut left_behind) {
        if !go_on(n_documents) {
            return Err(ExportError::Stopped);
        }
        exporter.document(plan.tag_map.apply(document, &mut mapped))?;
        n_documents += 1;
    }
    let (written, lost) = exporter.finish()?;
    if n_documents == 0 {
        return Err(ExportError::Nothing);
    }
    let (groups, _) = grouped(staged.files(), Some(plan.format));
    written.check(plan.format, groups.into_iter().map(|group| group.files), &cx)?;
    losses.append(left_behind);
    losses.append(mapped);
    losses.append(lost);
    let is_refused = plan.fail_on_loss && !losses.is_empty();
    let files = if is_refused { Vec::new() } else { staged.commit()? };
    Ok(Exported { n_documents, n_spans: written.n_spans(), files, losses, refused: Vec::new() })
}

/// Writes what is in files in another format. The files are read twice: to see what is in them, and to write it.
pub fn convert(
    found: &Found,
    options: &ReadOptions,
    plan: &ExportPlan,
    out: &Path,
    mut go_on: impl FnMut(usize) -> bool,
) -> Result<Exported, ExportError> {
    let mut survey = Survey::new(&Codebook::default());
    let mut refused: Vec<Refused> = found.refused().to_vec();
    let mut good = vec![true; found.len()];
    let mut losses = Losses::default();
    for (group, good) in found.groups().iter().zip(&mut good) {
        let mut sink = |document| {
            let document = plan.tag_map.apply(group.hint.applied(document), &mut Losses::default());
            survey.add(&document);
            Ok(())
        };
        let mut cx = ReadCx::new(options, &mut losses, found.texts(), &mut sink);
        let read = group.format.read(&group.files, &mut cx);
        refused.extend(cx.into_refused().iter().map(|error| Refused::of(group, error)));
        if let Err(error) = read {
            refused.push(Refused::of(group, &error));
            *good = false;
        }
    }
    let (codebook, annotators) = (survey.codebook(), survey.annotators());
    let cx = WriteCx { codebook: &codebook, annotators: &annotators, options: &plan.options };
    let mut staged = Staged::beside(out)?;
    let mut exporter = Exporter::new(plan.format, &cx, &mut staged)?;
    let mut n_documents = 0;
    for (group, _) in found.groups().iter().zip(&good).filter(|(_, good)| **good) {
        let mut sink = |document| {
            n_documents += 1;
            if !go_on(n_documents) {
                return Err(FormatError::Stopped);
            }
            exporter.document(plan.tag_map.apply(group.hint.applied(document), &mut losses))
        };
        let mut seen = Losses::default();
        let mut read = ReadCx::new(options, &mut seen, found.texts(), &mut sink);
        group.format.read(&group.files, &mut read)?;
    }
    let (written, lost) = exporter.finish()?;
    if n_documents == 0 {
        let all: Vec<String> = refused.iter().map(|refused| refused.why.clone()).collect();
        return Err(all.into_iter().next().map_or(ExportError::Nothing, |why| ExportError::Format(FormatError::Refused { why })));
    }
    let (groups, _) = grouped(staged.files(), Some(plan.format));
    written.check(plan.format, groups.into_iter().map(|group| group.files), &cx)?;
    losses.append(lost);
    let is_refused = plan.fail_on_loss && !losses.is_empty();
    let files = if is_refused { Vec::new() } else { staged.commit()? };
    Ok(Exported { n_documents, n_spans: written.n_spans(), files, losses, refused })
}

/// The annotators that say something in what is selected, by their ids.
fn annotators_of(project: &Project, selection: &Selection) -> Vec<Annotator> {
    let mut seen = std::collections::BTreeSet::new();
    for document in selection.documents(project) {
        let keys = selection.sets(project, document);
        let keys = keys.filter(|key| project.set(key).is_some_and(|set| !set.is_blank()));
        seen.extend(keys.map(|key| key.annotator.clone()));
    }
    seen.iter().filter_map(|id| project.annotators.get(id)).map(|annotator| Annotator::clone(annotator)).collect()
}
