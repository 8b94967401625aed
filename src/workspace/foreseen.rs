//! What an export would hold and what it would lose, found out without writing it.

use super::export::{ExportError, ExportPlan, ExportStage, GoOn, Parts, agreeing, annotators_of};
use crate::formats::exchange::Document;
use crate::formats::{FormatError, Losses, Naming, Selection, WriteCx, outgoing, without_left_out};
use crate::model::Project;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What would be written.
#[derive(Debug, Default)]
pub struct Foreseen {
    /// How many documents.
    pub n_documents: usize,
    /// How many spans.
    pub n_spans: usize,
    /// What the format cannot carry.
    pub losses: Losses,
    /// How often each tag stands there, by its id, before any is dropped or called something else.
    pub tags: BTreeMap<SmolStr, usize>,
    /// The parts, each with how many documents go there; none where nothing is split.
    pub parts: Vec<(String, usize)>,
    /// How many groups of documents stay together in one part.
    pub n_groups: usize,
    /// Why the format refuses, if it does.
    pub refusal: Option<FormatError>,
}

/// What an export would hold and lose, without writing it.
pub fn foreseen(project: &Project, plan: &ExportPlan, go_on: &mut GoOn<'_>) -> Result<Foreseen, ExportError> {
    let mut seen = Foreseen::default();
    let part;
    let project = if plan.drop_left_out {
        part = without_left_out(project, &plan.selection, &mut seen.losses);
        &part
    } else {
        project
    };
    let documents = agreeing(project, plan, &mut seen.losses, go_on)?;
    let naming = Naming::new(&project.codebook, &plan.tag_map);
    if plan.split.is_some() && !documents.is_empty() {
        let parts = Parts::of(project, plan, &naming, documents.clone(), go_on)?;
        seen.parts = parts.all.into_iter().map(|part| (part.name, part.documents.len())).collect();
        seen.n_groups = parts.n_groups;
    }
    let annotators = annotators_of(project, &plan.selection);
    let cx = WriteCx { codebook: &project.codebook, annotators: &annotators, options: &plan.options };
    let selection = Selection { documents: Some(documents.into_iter().collect()), ..plan.selection.clone() };
    let mut left_behind = Losses::default();
    for document in outgoing(project, &selection, &mut left_behind) {
        if !go_on(ExportStage::Writing, seen.n_documents) {
            return Err(ExportError::Stopped);
        }
        seen.n_documents += 1;
        seen.count_tags(&document);
        let document = naming.apply(document, &mut seen.losses);
        // What is refused is still counted, so that what is the matter can be dropped.
        if seen.refusal.is_none() {
            match plan.format.fit(document, &cx, &mut seen.losses) {
                Ok(fitted) => {
                    let sets = fitted.iter().flat_map(|document| &document.sets);
                    seen.n_spans += sets.map(|set| set.spans.len()).sum::<usize>();
                }
                Err(why) => seen.refusal = Some(why),
            }
        }
    }
    seen.losses.append(left_behind);
    Ok(seen)
}

impl Foreseen {
    fn count_tags(&mut self, document: &Document) {
        for set in &document.sets {
            for (_, label) in set.labels() {
                *self.tags.entry(label.tag.clone()).or_default() += 1;
            }
        }
    }
}
