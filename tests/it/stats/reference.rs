//! The same figures, counted slowly: every character of every span is looked at one by one.

use glossator::model::{AnnotatorId, Document, DocumentId, Project, TagId};
use glossator::stats::{Documents, Scope, Tally};
use glossator::text::TextRange;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All that is known of one tag.
#[derive(Default)]
struct Known {
    lengths: Vec<usize>,
    documents: BTreeSet<DocumentId>,
    /// Each covered character, as its document and which one it is.
    covered: BTreeSet<(DocumentId, usize)>,
    annotators: BTreeMap<AnnotatorId, usize>,
    strings: BTreeMap<String, usize>,
}

pub fn tag_id(id: &str) -> TagId {
    TagId::new(id).unwrap()
}

pub fn document_id(id: &str) -> DocumentId {
    DocumentId::new(id).unwrap()
}

/// A choice of documents: `one` or `some`.
pub fn documents(kind: &str, ids: &[&str]) -> Documents {
    match kind {
        "one" => Documents::One(document_id(ids[0])),
        _ => Documents::Some(Arc::new(ids.iter().map(|id| document_id(id)).collect())),
    }
}

pub fn archive(project: &mut Project, id: &str) {
    Arc::make_mut(project.documents.get_mut(&document_id(id)).unwrap()).archived = true;
}

/// Compares every figure of a tally with those counted here.
pub fn check_all(tally: &Tally, project: &Project, scope: &Scope) {
    let chosen: Vec<_> = project.documents.values().filter(|document| is_chosen(scope, document)).collect();
    let counts = |document: &Document, at: usize| {
        let is_in = |part: TextRange| part.bytes().contains(&at);
        scope.with_left_out || !document.excluded.iter().any(is_in)
    };
    let n_of =
        |document: &Document| document.text.as_str().char_indices().filter(|(at, _)| counts(document, *at)).count();
    let n_characters: usize = chosen.iter().map(|document| n_of(document)).sum();
    assert_eq!((tally.n_documents(), tally.n_characters()), (chosen.len(), n_characters));

    let mut tags: BTreeMap<TagId, Known> = BTreeMap::new();
    let mut annotators: BTreeMap<AnnotatorId, (usize, BTreeSet<DocumentId>)> = BTreeMap::new();
    for (key, set) in &project.sets {
        let is_theirs = scope.annotators.as_ref().is_none_or(|ids| ids.contains(&key.annotator));
        let Some(document) = chosen.iter().find(|document| document.id == key.document) else { continue };
        for span in set.spans.iter().filter(|_| is_theirs) {
            let known = tags.entry(span.tag.clone()).or_default();
            let (n_spans, documents) = annotators.entry(key.annotator.clone()).or_default();
            *n_spans += 1;
            documents.insert(key.document.clone());
            known.documents.insert(key.document.clone());
            *known.annotators.entry(key.annotator.clone()).or_default() += 1;
            let content = document.text.as_str();
            let mut pieces = Vec::new();
            let mut length = 0;
            for range in span.at.iter().filter(|range| document.text.check(*range).is_ok() && !range.is_empty()) {
                pieces.push(&content[range.bytes()]);
                for (n, (at, _)) in content.char_indices().enumerate() {
                    if range.bytes().contains(&at) {
                        length += 1;
                        if counts(document, at) {
                            known.covered.insert((key.document.clone(), n));
                        }
                    }
                }
            }
            known.lengths.push(length);
            if !pieces.is_empty() {
                *known.strings.entry(pieces.join(" … ")).or_default() += 1;
            }
        }
    }

    let n_spans: usize = tags.values().map(|known| known.lengths.len()).sum();
    assert_eq!(tally.n_spans(), n_spans);
    assert_eq!(tally.tags().collect::<Vec<_>>(), tags.keys().collect::<Vec<_>>());
    for (id, known) in &tags {
        check_tag(tally, id, known, n_characters);
    }
    let counted: Vec<(&AnnotatorId, usize, usize)> = tally.annotators().collect();
    let expected: Vec<_> = annotators.iter().map(|(id, (n_spans, places))| (id, *n_spans, places.len())).collect();
    assert_eq!(counted, expected);
}

fn check_tag(tally: &Tally, id: &TagId, known: &Known, n_characters: usize) {
    let figures = tally.figures(id);
    assert_eq!(figures.n_spans, known.lengths.len());
    assert_eq!(figures.n_documents, known.documents.len());
    assert_eq!(figures.n_characters, known.covered.len(), "covered by {id}");
    assert_eq!(figures.n_strings, known.strings.len());
    let share = (n_characters > 0).then(|| known.covered.len() as f64 / n_characters as f64);
    assert_eq!(figures.share, share);
    let sum: usize = known.lengths.iter().sum();
    assert_eq!(figures.mean_length, Some(sum as f64 / known.lengths.len() as f64));
    for (annotator, count) in &known.annotators {
        assert_eq!(tally.spans_by(annotator, id), *count);
    }
    let mut ranked: Vec<(&str, usize)> =
        known.strings.iter().map(|(string, count)| (string.as_str(), *count)).collect();
    ranked.sort_by_key(|(string, count)| (Reverse(*count), *string));
    assert_eq!(tally.strings_of(id).collect::<Vec<_>>(), ranked);
}

fn is_chosen(scope: &Scope, document: &Document) -> bool {
    match &scope.documents {
        Documents::All => !document.archived,
        Documents::One(id) => document.id == *id,
        Documents::Some(ids) => ids.contains(&document.id),
    }
}
