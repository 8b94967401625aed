//! The one notation of the tests: text in, text out.
//!
//! `[person|Ada] wrote` is a span, `[a|x [b|y]]` a nested one, `[1:a|x [2:b|y]1 z]2` are two that cross;
//! `«…»` is the selection, and `@ana` before a text says whose set it is.

use glossator::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, Codebook, Document, DocumentId, Layer, LayerId, Overlap,
    Project, RecordId, SetHead, SetKey, SetState, Span, SpanKey, Tag, TagId, Timestamp,
};
use glossator::text::{Offset, Text, TextRange};
use std::sync::Arc;

/// What a notation says.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The text without marks.
    pub text: String,
    /// Tag, start and end in bytes, in the order in which they open.
    pub spans: Vec<(String, u32, u32)>,
    /// The selection.
    pub selection: Option<(u32, u32)>,
}

/// Reads the notation.
#[track_caller]
pub fn parse(notation: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let mut open: Vec<(Option<String>, usize)> = Vec::new();
    let mut select_from = 0;
    let mut rest = notation;
    while let Some(c) = rest.chars().next() {
        let here = parsed.text.len() as u32;
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => {
                let (head, tail) = rest.split_once('|').expect("a | after [");
                rest = tail;
                let (label, tag) = match head.split_once(':') {
                    Some((label, tag)) => (Some(label.to_owned()), tag),
                    None => (None, head),
                };
                open.push((label, parsed.spans.len()));
                parsed.spans.push((tag.to_owned(), here, here));
            }
            ']' => {
                let label: String = rest.chars().take_while(char::is_ascii_digit).collect();
                let at = match open.iter().rposition(|(l, _)| l.as_deref() == Some(&label)) {
                    Some(at) => {
                        rest = &rest[label.len()..];
                        at
                    }
                    None => open.iter().rposition(|(l, _)| l.is_none()).expect("a [ before ]"),
                };
                let (_, span) = open.remove(at);
                parsed.spans[span].2 = here;
            }
            '«' => select_from = here,
            '»' => parsed.selection = Some((select_from, here)),
            c => parsed.text.push(c),
        }
    }
    assert!(open.is_empty(), "a [ without ]");
    parsed
}

/// Writes a set in the notation; spans that cross get numbers.
pub fn written(text: &Text, set: Option<&AnnotationSet>) -> String {
    let mut spans: Vec<&Span> = set.map(|set| set.spans.iter().collect()).unwrap_or_default();
    spans.sort_by_key(|span| (span.hull().start(), std::cmp::Reverse(span.hull().end()), span.tag.clone()));
    let crosses = |a: &Span| spans.iter().any(|b| a.hull().crosses(b.hull()));
    let labels: Vec<Option<usize>> = {
        let mut n = 0;
        let mut next = || {
            n += 1;
            n
        };
        spans.iter().map(|span| crosses(span).then(&mut next)).collect()
    };
    let mut out = String::new();
    for (at, c) in text.as_str().char_indices().chain([(text.len(), '\0')]) {
        let here = Offset::new(at as u32);
        let ends = spans.iter().zip(&labels).rev().filter(|(span, _)| span.hull().end() == here);
        for (_, label) in ends {
            out.push(']');
            if let Some(label) = label {
                out.push_str(&label.to_string());
            }
        }
        let starts = spans.iter().zip(&labels).filter(|(span, _)| span.hull().start() == here);
        for (span, label) in starts {
            let label = label.map(|label| format!("{label}:")).unwrap_or_default();
            out.push_str(&format!("[{label}{}|", span.tag));
        }
        if at < text.len() {
            out.push(c);
        }
    }
    out
}

/// The id of the document that [`project`] makes.
pub fn letter() -> DocumentId {
    DocumentId::new("letter-7q2m").unwrap()
}

/// The set of an annotator about that document.
pub fn set_of(annotator: &str) -> SetKey {
    SetKey { document: letter(), annotator: AnnotatorId::new(annotator).unwrap() }
}

/// A tag with a key, in the layer `entity`.
pub fn tag(id: &str, key: Option<char>) -> Tag {
    Tag { key, ..Tag::new(TagId::new(id).unwrap(), LayerId::new("entity").unwrap(), id.to_owned()) }
}

/// A document of a text.
pub fn document(id: DocumentId, text: &str) -> Document {
    let title = text.lines().next().unwrap_or_default().chars().take(40).collect();
    Document::new(id, title, Text::new(text.to_owned()).unwrap(), Timestamp::new(1_770_000_000))
}

/// A project of one document, with the tags `person` (1), `place` (2), `title` (3) and `claim`, and what Ana says in it.
#[track_caller]
pub fn project(notation: &str, overlap: Overlap) -> Project {
    let parsed = parse(notation);
    let layer = Layer { overlap, ..Layer::new(LayerId::new("entity").unwrap(), "Entities".to_owned()) };
    let tags = [tag("person", Some('1')), tag("place", Some('2')), tag("title", Some('3')), tag("claim", None)];
    let id = "7q2mk8da".parse().unwrap();
    let mut project = Project::new(id, "Letters".to_owned(), Codebook::new(vec![layer], tags));
    let document = document(letter(), &parsed.text);
    let head = SetHead { text: document.text.digest(), state: SetState::InProgress };
    project.documents.insert(letter(), Arc::new(document));
    if !parsed.spans.is_empty() {
        let mut set = AnnotationSet::new(head);
        for (n, (tag, start, end)) in parsed.spans.iter().enumerate() {
            set.spans.insert(span(n, *start, *end, tag));
        }
        project.sets.insert(set_of("ana"), Arc::new(set));
    }
    project
}

fn span(n: usize, start: u32, end: u32, tag: &str) -> Span {
    let id: RecordId = format!("span{n:04}").parse().unwrap();
    let range = TextRange::between(Offset::new(start), Offset::new(end));
    let made = Timestamp::new(1_770_000_000);
    Span::new(id, range, TagId::new(tag).unwrap(), made)
}

/// The keys of Ana's spans that cover a certain text.
pub fn spans_over(project: &Project, covered: &str) -> Vec<SpanKey> {
    let text = &project.document(&letter()).unwrap().text;
    let set = project.set(&set_of("ana")).unwrap();
    set.spans.iter().filter(|span| text.slice(span.hull()) == covered).map(Span::key).collect()
}

/// A project of several documents with several sets, `("letter", &["@ana [person|Ada] wrote", "@ben Ada wrote"])`:
/// a document's notations say the same text. One that names nobody is a text without a set; one that marks
/// nothing is a set without spans. Everybody has a record; tags and layer are those of [`project`].
#[track_caller]
pub fn corpus(documents: &[(&str, &[&str])]) -> Project {
    let mut corpus = project("", Overlap::Any);
    corpus.documents.remove(&letter());
    for (id, notations) in documents {
        let id = DocumentId::new(id).unwrap();
        for notation in *notations {
            let (annotator, notation) = match notation.strip_prefix('@').and_then(|rest| rest.split_once(' ')) {
                Some((annotator, notation)) => (Some(AnnotatorId::new(annotator).unwrap()), notation),
                None => (None, *notation),
            };
            let parsed = parse(notation);
            let known = corpus.documents.entry(id.clone()).or_insert_with(|| document(id.clone(), &parsed.text).into());
            assert_eq!(known.text.as_str(), parsed.text, "one document, one text");
            let head = SetHead { text: known.text.digest(), state: SetState::InProgress };
            let Some(annotator) = annotator else { continue };
            let mut set = AnnotationSet::new(head);
            for (n, (tag, start, end)) in parsed.spans.iter().enumerate() {
                set.spans.insert(span(n, *start, *end, tag));
            }
            let record = Annotator { id: annotator.clone(), name: annotator.to_string(), kind: AnnotatorKind::Human };
            corpus.annotators.insert(annotator.clone(), record.into());
            corpus.sets.insert(SetKey { document: id.clone(), annotator }, set.into());
        }
    }
    corpus
}
