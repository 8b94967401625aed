//! Spans of several people from one file of JSON, by numbers: documents, annotators, spans, and who worked on what.

use super::error::CliError;
use crate::agreement::{Study, StudyDocument, Unit};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What such a file looks like.
const SHAPE: &str = "Such a file has {\"documents\": [{\"name\", \"text\"}], \"annotators\": [\"ana\", …], \"spans\": \
                     [{\"doc\", \"annotator\", \"start\", \"end\", \"label\"}]}, and perhaps \"assignments\": \
                     {\"doc\": [\"ana\", …]}; offsets count code points, the end is not included";

#[derive(Deserialize)]
struct File {
    documents: Vec<Named>,
    annotators: Vec<String>,
    spans: Vec<Span>,
    /// Who worked on which document; without it everybody on all.
    assignments: Option<BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    text: String,
}

#[derive(Deserialize)]
struct Span {
    doc: String,
    annotator: String,
    start: u32,
    end: u32,
    label: String,
}

/// A study with what its numbers mean.
pub(super) struct NamedStudy {
    pub study: Study,
    pub annotators: Vec<String>,
    pub tags: Vec<String>,
    pub documents: Vec<String>,
}

/// Reads the bytes of such a file, or says what is wrong with it and where.
pub(super) fn read(bytes: &[u8], path: &Path) -> Result<NamedStudy, CliError> {
    let wrong = |why: String| CliError::asked(format!("{why}: {}", path.display()), SHAPE);
    let file: File = serde_json::from_slice(bytes).map_err(|error| wrong(error.to_string()))?;
    study_of(file).map_err(wrong)
}

fn study_of(file: File) -> Result<NamedStudy, String> {
    let annotators = numbered(file.annotators.iter(), "annotator")?;
    let documents = numbered(file.documents.iter().map(|document| &document.name), "document")?;
    let tags: BTreeSet<String> = file.spans.iter().map(|span| span.label.clone()).collect();
    let tags: Vec<String> = tags.into_iter().collect();
    let mut sets: Vec<Vec<Option<BTreeSet<Unit>>>> =
        vec![vec![Some(BTreeSet::new()); annotators.len()]; documents.len()];
    if let Some(assignments) = &file.assignments {
        for (name, assigned) in assignments {
            place(&documents, name, "document", "the assignments")?;
            assigned.iter().try_for_each(|who| place(&annotators, who, "annotator", "the assignments").map(drop))?;
        }
        for (document, sets) in file.documents.iter().zip(&mut sets) {
            let assigned = assignments.get(&document.name);
            for (annotator, set) in file.annotators.iter().zip(sets) {
                *set = set.take().filter(|_| assigned.is_some_and(|assigned| assigned.contains(annotator)));
            }
        }
    }
    let lengths: Vec<usize> = file.documents.iter().map(|document| document.text.chars().count()).collect();
    for (n, span) in file.spans.iter().enumerate() {
        let here = format!("span {}", n + 1);
        let document = place(&documents, &span.doc, "document", &here)?;
        let annotator = place(&annotators, &span.annotator, "annotator", &here)?;
        let length = lengths.get(document).copied().unwrap_or_default();
        if span.start > span.end || span.end as usize > length {
            return Err(format!(
                "{here} is from {} to {}, and {:?} has {length} characters",
                span.start, span.end, span.doc
            ));
        }
        let tag = tags.binary_search(&span.label).unwrap_or_default() as u32;
        let set = sets.get_mut(document).and_then(|sets| sets.get_mut(annotator)).and_then(Option::as_mut);
        let set =
            set.ok_or_else(|| format!("{here} is by {:?}, who did not work on {:?}", span.annotator, span.doc))?;
        set.insert(Unit { start: span.start, end: span.end, tag });
    }
    let texts = file.documents.iter().zip(sets);
    let study = Study {
        n_annotators: annotators.len(),
        documents: texts.map(|(document, sets)| StudyDocument::new(&document.text, sets)).collect(),
    };
    let documents = file.documents.into_iter().map(|document| document.name).collect();
    Ok(NamedStudy { study, annotators: file.annotators, tags, documents })
}

/// The number of each name, each of which must stand once.
fn numbered<'f>(names: impl Iterator<Item = &'f String>, what: &str) -> Result<BTreeMap<String, usize>, String> {
    let mut numbers = BTreeMap::new();
    for (at, name) in names.enumerate() {
        if numbers.insert(name.clone(), at).is_some() {
            return Err(format!("there are two {what}s called {name:?}"));
        }
    }
    Ok(numbers)
}

fn place(numbers: &BTreeMap<String, usize>, name: &str, what: &str, here: &str) -> Result<usize, String> {
    numbers.get(name).copied().ok_or_else(|| format!("{here}: there is no {what} {name:?}"))
}
