//! What is written in any format of JSON, tokens or tables reads back the same: a law over drawn texts and spans.

use super::written_as;
use crate::notation::{self, project, set_of};
use glossator::formats::{
    Doccano, Format, HuggingFace, LabelStudio, Prodigy, Selection, Spacy, WebAnnotation, WriteOptions,
};
use glossator::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, Overlap, Project, SetHead, SetState, Span, TagId, Timestamp,
};
use glossator::text::{TextRange, Unit};
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// A set with spans over so many characters from so many on.
fn drawn_set(project: &mut Project, annotator: &str, drawn: &[(usize, usize, usize)]) {
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
    fn what_is_written_reads_back_the_same(
        content in "([a-c .]|  |\n|\r\n|\t|\"|\\\\|👍|👩\u{200d}👧|é|漢|e\u{301}|ש|\u{2028}|\u{85}|\u{feff}|\u{7f}|\u{1}){0,40}",
        ana in prop::collection::vec((0usize..40, 0usize..9, 0usize..2), 0..12),
        ben in prop::collection::vec((0usize..40, 0usize..9, 0usize..2), 0..4),
        unit in prop::sample::select(vec![None, Some(Unit::Utf16)]),
    ) {
        let mut project = project("x", Overlap::Any);
        let mut document = notation::document(notation::letter(), &content);
        document.title = "A title".to_owned();
        project.documents.insert(document.id.clone(), Arc::new(document));
        drawn_set(&mut project, "ana", &ana);
        drawn_set(&mut project, "ben", &ben);
        let formats: [&'static dyn Format; 6] =
            [&LabelStudio, &Doccano, &Spacy, &HuggingFace, &Prodigy, &WebAnnotation];
        for format in formats {
            let options = WriteOptions { unit, ..WriteOptions::default() };
            let written = written_as(format, &project, &Selection::default(), &options);
            prop_assert!(written.is_ok(), "{}: {:?}", format.id(), written.err());
        }
    }
}
