//! Laws over drawn projects. Whatever a project says comes back from every format, but for what the format was said to lose:
//! this looks at projects alone and trusts no check of the formats themselves. And whatever characters a text has, what is
//! written in a format of JSON, tokens or tables reads back as it was, by the formats' own check.

use super::{empty, lines, read_files, written_as};
use crate::jsonl_law::{drawn_set, with_layers};
use crate::notation::{self, project, set_of};
use glossator::formats::{
    Doccano, FORMATS, Format, HuggingFace, InputFile, LabelStudio, LossKind, Losses, OverlapPolicy, Prodigy, Selection,
    Spacy, WebAnnotation, WriteOptions,
};
use glossator::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, LayerKind, Overlap, Project, SetHead, SetState, Span, TagId,
    Timestamp,
};
use glossator::text::{Text, TextRange, Unit};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What was marked, by texts without white space: each tag with its words, and how often.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    documents: usize,
    spans: BTreeMap<(String, String, String), usize>,
    relations: usize,
    document_tags: usize,
    values: usize,
    document_values: usize,
    notes: usize,
}

fn squeezed(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

fn counts(project: &Project) -> Counts {
    let mut counts = Counts { documents: project.documents.len(), ..Counts::default() };
    for (key, set) in &project.sets {
        let text: &Text = &project.document(&key.document).unwrap().text;
        for span in set.spans.iter() {
            let words = if span.at.n_ranges() > 1 { String::new() } else { squeezed(text.slice(span.hull())) };
            *counts.spans.entry((squeezed(text.as_str()), span.tag.to_string(), words)).or_default() += 1;
            counts.values += span.details.said().attributes.len();
        }
        counts.relations += set.relations.len();
        counts.values += set.relations.values().map(|it| it.details.said().attributes.len()).sum::<usize>();
        counts.document_tags += set.document_tags.len();
        counts.document_values += set.attributes.len();
        counts.notes += set.notes.len();
    }
    counts
}

/// What is in `all` and not in `some`, and the other way round.
fn differences(all: &Counts, some: &Counts) -> (usize, usize) {
    let less = |one: &Counts, other: &Counts| -> usize {
        let left = one.spans.iter().map(|(key, n)| n.saturating_sub(other.spans.get(key).copied().unwrap_or(0)));
        left.sum()
    };
    (less(all, some), less(some, all))
}

const SPANS: &[LossKind] =
    &[LossKind::Span, LossKind::SameSpan, LossKind::Overlap, LossKind::ZeroWidth, LossKind::Fragments, LossKind::Edges];

fn lost(losses: &Losses, kinds: &[LossKind]) -> usize {
    kinds.iter().map(|kind| losses.count(*kind)).sum()
}

fn check(format: &'static dyn Format, project: &Project, options: &WriteOptions) -> Result<(), TestCaseError> {
    let (files, losses) = written_as(format, project, &Selection::default(), options)
        .map_err(|error| TestCaseError::fail(format!("{}: {error}", format.id())))?;
    let mut into = empty();
    into.codebook = Arc::clone(&project.codebook);
    let files = files.into_iter().map(|file| InputFile::of_bytes(file.name, file.bytes)).collect();
    let (back, read_losses) =
        read_files(&into, format, files).map_err(|error| TestCaseError::fail(format!("{}: {error}", format.id())))?;
    let (then, now) = (counts(project), counts(&back));
    let told = lines(&losses);
    let context = format!("{}:\n{told}read: {}\n{then:?}\n{now:?}", format.id(), lines(&read_losses));
    let (missing, new) = differences(&then, &now);
    // A span in one piece in place of several, or without a line's end, is a new one in place of another.
    let changed = lost(&losses, &[LossKind::Fragments, LossKind::Edges]);
    prop_assert!(new <= changed, "{new} spans are new: {context}");
    prop_assert!(missing <= lost(&losses, SPANS), "{missing} spans are missing: {context}");
    let n_dropped = lost(&losses, SPANS) - changed;
    let (n_then, n_now): (usize, usize) = (then.spans.values().sum(), now.spans.values().sum());
    prop_assert_eq!(n_then - n_now, n_dropped, "{}", context);
    prop_assert_eq!(then.relations - now.relations, losses.count(LossKind::Relation), "{}", context);
    prop_assert_eq!(then.document_tags - now.document_tags, losses.count(LossKind::DocumentTag), "{}", context);
    prop_assert!(
        then.values + then.document_values - now.values - now.document_values <= values_lost(&losses, &then),
        "{context}"
    );
    prop_assert_eq!(then.notes - now.notes, losses.count(LossKind::Note), "{}", context);
    Ok(())
}

/// Attributes go by themselves, and with spans, relations and tags that go.
fn values_lost(losses: &Losses, then: &Counts) -> usize {
    let go = lost(losses, SPANS) + losses.count(LossKind::Relation) + losses.count(LossKind::DocumentTag);
    losses.count(LossKind::Attribute) + if go > 0 { then.values + then.document_values } else { 0 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_is_said_comes_back_or_is_told(
        content in "([a-c ]|\n|\r\n|\t|\"|\\\\|👍|é|漢|e\u{301}|\u{2028}|ש|<|&|\\||_){1,60}",
        ana in prop::collection::vec((0usize..60, 0usize..9, 0usize..4, 0usize..5, 0usize..3, 0u8..3), 0..12),
        ben in prop::collection::vec((0usize..60, 0usize..9, 0usize..4, 0usize..5, 0usize..3, 0u8..3), 0..4),
        notes in prop::collection::vec("[a-z \n\t]{0,20}", 0..4),
        overlap in prop::sample::select(vec![OverlapPolicy::Longest, OverlapPolicy::First, OverlapPolicy::Layers]),
    ) {
        let mut project = project("x", Overlap::Any);
        with_layers(&mut project);
        let document = notation::document(notation::letter(), &content);
        project.documents.insert(document.id.clone(), Arc::new(document));
        drawn_set(&mut project, "ana", &ana, &notes, SetState::Finished);
        drawn_set(&mut project, "ben", &ben, &[], SetState::InProgress);
        let options = WriteOptions { overlap, name: "A project".to_owned(), ..WriteOptions::default() };
        for format in FORMATS.iter().filter(|format| format.is_written()) {
            check(*format, &project, &options)?;
        }
        prop_assert!(project.codebook.of_kind(LayerKind::Relation).count() > 0);
    }
}

/// A set with spans over so many characters from so many on.
fn bare_set(project: &mut Project, annotator: &str, drawn: &[(usize, usize, usize)]) {
    let text = project.document(&notation::letter()).unwrap().text.clone();
    let n = text.as_str().chars().count();
    let at = |character: usize| text.offset(character.min(n), Unit::CodePoint).unwrap();
    let mut set = AnnotationSet::new(SetHead { text: text.digest(), state: SetState::InProgress });
    let mut seen = HashSet::new();
    for (count, &(start, len, tag)) in drawn.iter().enumerate() {
        let range = TextRange::between(at(start), at(start + len));
        if seen.insert((range, tag % 2)) {
            let id = format!("span{count:04}").parse().unwrap();
            let tag = TagId::new(["person", "place"][tag % 2]).unwrap();
            set.spans.insert(Span::new(id, range, tag, Timestamp::new(5)));
        }
    }
    project.sets.insert(set_of(annotator), Arc::new(set));
    let id = AnnotatorId::new(annotator).unwrap();
    let known = Annotator { id: id.clone(), name: annotator.to_owned(), kind: AnnotatorKind::Human };
    project.annotators.insert(id, Arc::new(known));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_characters_there_are_what_is_written_reads_back_the_same(
        content in "([a-c .]|  |\n|\r\n|\t|\"|\\\\|👍|👩\u{200d}👧|é|漢|e\u{301}|ש|\u{2028}|\u{85}|\u{feff}|\u{7f}|\u{1}){0,40}",
        ana in prop::collection::vec((0usize..40, 0usize..9, 0usize..2), 0..12),
        ben in prop::collection::vec((0usize..40, 0usize..9, 0usize..2), 0..4),
        unit in prop::sample::select(vec![None, Some(Unit::Utf16)]),
    ) {
        let mut project = project("x", Overlap::Any);
        let mut document = notation::document(notation::letter(), &content);
        document.title = "A title".to_owned();
        project.documents.insert(document.id.clone(), Arc::new(document));
        bare_set(&mut project, "ana", &ana);
        bare_set(&mut project, "ben", &ben);
        let formats: [&'static dyn Format; 6] =
            [&LabelStudio, &Doccano, &Spacy, &HuggingFace, &Prodigy, &WebAnnotation];
        for format in formats {
            let options = WriteOptions { unit, ..WriteOptions::default() };
            let written = written_as(format, &project, &Selection::default(), &options);
            prop_assert!(written.is_ok(), "{}: {:?}", format.id(), written.err());
        }
    }
}
