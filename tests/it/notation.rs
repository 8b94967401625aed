//! The one notation of the tests: text in, text out.
//!
//! `[person|Ada] wrote` is a span, `[a|x [b|y]]` a nested one, `[1:a|x [2:b|y]1 z]2` are two that cross, and
//! `[1:a|x]1 y [+1|z]1` is one in two fragments; `«…»` is the selection, and `@ana` before a text says whose set it is.
//! `[claim stance=for ! 80%|x]` has an attribute, a flag and a confidence. Behind the text stand relations,
//! `{1 -says-> 2}`, tags of the document, `{#politics}`, and its attributes, `{language=en}`.

use glossator::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, AttributeId, Codebook, Confidence, Details, Document,
    DocumentId, DocumentTag, Fragments, Layer, LayerId, LayerKind, Number, Overlap, Project, RecordId, Relation, Said,
    SetHead, SetKey, SetState, Span, SpanKey, Tag, TagId, Timestamp, Value,
};
use glossator::text::{Offset, Text, TextRange};
use std::sync::Arc;

/// A span of a notation.
#[derive(Debug, Default)]
pub struct ParsedSpan {
    /// The number that it goes by, if it has one.
    pub label: Option<String>,
    /// Its tag.
    pub tag: String,
    /// What stands beside the tag.
    pub details: Details,
    /// Its fragments, in bytes.
    pub at: Vec<(u32, u32)>,
}

/// What a notation says.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The text without marks.
    pub text: String,
    /// The spans, in the order in which they open.
    pub spans: Vec<ParsedSpan>,
    /// The selection.
    pub selection: Option<(u32, u32)>,
    /// Relations: from, tag with what stands beside it, to.
    pub relations: Vec<(String, String, Details, String)>,
    /// Tags of the document.
    pub document_tags: Vec<(String, Details)>,
    /// Attributes of the document.
    pub attributes: Vec<(AttributeId, Value)>,
}

/// Reads the notation.
#[track_caller]
pub fn parse(notation: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let mut body = notation;
    while let Some((rest, last)) = body.strip_suffix('}').and_then(|rest| rest.rsplit_once(" {")) {
        parse_beyond(last, &mut parsed);
        body = rest;
    }
    let mut open: Vec<(Option<String>, usize)> = Vec::new();
    let mut select_from = 0;
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        let here = parsed.text.len() as u32;
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => {
                let (head, tail) = rest.split_once('|').expect("a | after [");
                rest = tail;
                let (label, tag) = match (head.strip_prefix('+'), head.split_once(':')) {
                    (Some(label), _) => (Some(label.to_owned()), None),
                    (None, Some((label, tag))) => (Some(label.to_owned()), Some(tag)),
                    (None, None) => (None, Some(head)),
                };
                let at = match tag {
                    Some(tag) => {
                        let (tag, details) = parse_details(tag);
                        parsed.spans.push(ParsedSpan { label: label.clone(), tag, details, at: Vec::new() });
                        parsed.spans.len() - 1
                    }
                    None => parsed.spans.iter().rposition(|span| span.label == label).expect("a span before [+"),
                };
                parsed.spans[at].at.push((here, here));
                open.push((label, at));
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
                parsed.spans[span].at.last_mut().unwrap().1 = here;
            }
            '«' => select_from = here,
            '»' => parsed.selection = Some((select_from, here)),
            c => parsed.text.push(c),
        }
    }
    assert!(open.is_empty(), "a [ without ]");
    parsed.relations.reverse();
    parsed
}

/// What stands behind the text.
#[track_caller]
fn parse_beyond(said: &str, parsed: &mut Parsed) {
    if let Some(tag) = said.strip_prefix('#') {
        parsed.document_tags.push(parse_details(tag));
    } else if let Some((from, rest)) = said.split_once(" -") {
        let (tag, to) = rest.split_once("-> ").expect("-> in a relation");
        let (tag, details) = parse_details(tag);
        parsed.relations.push((from.to_owned(), tag, details, to.to_owned()));
    } else {
        let (name, value) = said.split_once('=').expect("an attribute of the document");
        parsed.attributes.push((AttributeId::new(name).unwrap(), value_of(value)));
    }
}

/// A tag with what stands beside it.
fn parse_details(said: &str) -> (String, Details) {
    let mut words = said.split(' ');
    let tag = words.next().unwrap_or_default().to_owned();
    let mut said = Said::default();
    for word in words {
        if word == "!" {
            said.flagged = true;
        } else if let Some(percent) = word.strip_suffix('%') {
            said.confidence = Confidence::new(percent.parse().unwrap());
        } else {
            let (name, value) = word.split_once('=').expect("= in an attribute");
            said.attributes.insert(AttributeId::new(name).unwrap(), value_of(value));
        }
    }
    (tag, said.into())
}

/// `yes`, `no`, a number, `a+b` for several choices, or a text.
fn value_of(value: &str) -> Value {
    match value {
        "yes" => Value::YesNo(true),
        "no" => Value::YesNo(false),
        _ if value.contains('+') => Value::Set(value.split('+').filter(|id| !id.is_empty()).map(Into::into).collect()),
        _ => match value.parse().ok().and_then(Number::new) {
            Some(number) => Value::Number(number),
            None => Value::Text(value.into()),
        },
    }
}

fn written_value(value: &Value) -> String {
    match value {
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Set(ids) => {
            let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
            if ids.len() == 1 { format!("{}+", ids[0]) } else { ids.join("+") }
        }
    }
}

fn written_details(tag: &TagId, details: &Details) -> String {
    let said = details.said();
    let mut out = tag.to_string();
    for (id, value) in &said.attributes {
        out.push_str(&format!(" {id}={}", written_value(value)));
    }
    if said.flagged {
        out.push_str(" !");
    }
    if let Some(confidence) = said.confidence {
        out.push_str(&format!(" {}%", confidence.percent()));
    }
    out
}

/// Writes a set in the notation; spans that cross, are linked or have several fragments get numbers.
pub fn written(text: &Text, set: Option<&AnnotationSet>) -> String {
    let mut spans: Vec<&Span> = set.map(|set| set.spans.iter().collect()).unwrap_or_default();
    spans.sort_by_key(|span| (span.hull().start(), std::cmp::Reverse(span.hull().end()), span.tag.clone()));
    let crosses = |a: &Span| spans.iter().any(|b| a.hull().crosses(b.hull()));
    let is_linked = |a: &Span| set.is_some_and(|set| set.relations_on(a.id).next().is_some());
    let labels: Vec<Option<usize>> = {
        let mut n = 0;
        let mut next = || {
            n += 1;
            n
        };
        let needs = |span: &&Span| crosses(span) || is_linked(span) || span.at.n_ranges() > 1;
        spans.iter().map(|span| needs(span).then(&mut next)).collect()
    };
    let pieces: Vec<(TextRange, &Span, Option<usize>)> = spans
        .iter()
        .zip(&labels)
        .flat_map(|(span, label)| span.at.iter().map(|range| (range, *span, *label)))
        .collect();
    let mut out = String::new();
    for (at, c) in text.as_str().char_indices().chain([(text.len(), '\0')]) {
        let here = Offset::new(at as u32);
        for (range, _, label) in pieces.iter().rev().filter(|(range, ..)| range.end() == here && !range.is_empty()) {
            let _ = range;
            out.push(']');
            out.push_str(&label.map(|label| label.to_string()).unwrap_or_default());
        }
        for (range, span, label) in pieces.iter().filter(|(range, ..)| range.start() == here) {
            let name = label.map(|label| format!("{label}:")).unwrap_or_default();
            let said = written_details(&span.tag, &span.details);
            let is_first = range.start() == span.hull().start();
            let more = label.map(|label| format!("[+{label}|")).filter(|_| !is_first);
            out.push_str(&more.unwrap_or_else(|| format!("[{name}{said}|")));
            if range.is_empty() {
                out.push(']');
                out.push_str(&label.map(|label| label.to_string()).unwrap_or_default());
            }
        }
        if at < text.len() {
            out.push(c);
        }
    }
    let Some(set) = set else { return out };
    let label = |id: RecordId| {
        let at = spans.iter().position(|span| span.id == id);
        at.and_then(|at| labels[at]).map_or("?".to_owned(), |label| label.to_string())
    };
    let mut relations: Vec<String> = set
        .relations
        .values()
        .map(|it| format!(" {{{} -{}-> {}}}", label(it.from), written_details(&it.tag, &it.details), label(it.to)))
        .collect();
    relations.sort();
    out.push_str(&relations.concat());
    for given in set.document_tags.values() {
        out.push_str(&format!(" {{#{}}}", written_details(&given.tag, &given.details)));
    }
    for (id, value) in &set.attributes {
        out.push_str(&format!(" {{{id}={}}}", written_value(value)));
    }
    out
}

/// Ids of spans, in order, such as `span0012`.
fn span_id(n: usize) -> String {
    format!("span{:04}", n % 10_000).replacen("span", ["span", "spbn", "spcn"][n / 10_000], 1)
}

/// The set that a notation says, with spans, relations and tags of the document.
pub fn set_from(parsed: &Parsed, head: SetHead) -> AnnotationSet {
    let made = Timestamp::new(1_770_000_000);
    let mut set = AnnotationSet::new(head);
    for (n, said) in parsed.spans.iter().enumerate() {
        let ranges: Vec<TextRange> =
            said.at.iter().map(|(start, end)| TextRange::between(Offset::new(*start), Offset::new(*end))).collect();
        let id: RecordId = span_id(n).parse().unwrap();
        let tag = TagId::new(&said.tag).unwrap();
        set.spans.insert(Span {
            details: said.details.clone(),
            ..Span::new(id, Fragments::new(&ranges).unwrap(), tag, made)
        });
    }
    let end = |label: &str| -> RecordId {
        let n =
            parsed.spans.iter().position(|span| span.label.as_deref() == Some(label)).expect("a span of that number");
        span_id(n).parse().unwrap()
    };
    for (n, (from, tag, details, to)) in parsed.relations.iter().enumerate() {
        let id: RecordId = format!("link{n:04}").parse().unwrap();
        let relation = Relation::new(id, end(from), end(to), TagId::new(tag).unwrap(), made);
        set.relations.insert(id, Relation { details: details.clone(), ..relation });
    }
    for (tag, details) in &parsed.document_tags {
        let tag = TagId::new(tag).unwrap();
        let given = DocumentTag { details: details.clone(), ..DocumentTag::new(tag.clone(), made) };
        set.document_tags.insert(tag, given);
    }
    set.attributes.extend(parsed.attributes.iter().cloned());
    set
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

/// The same project with a layer of relations (`says`, `knows`) and one of documents (`politics`, `sports`).
#[track_caller]
pub fn whole_project(notation: &str) -> Project {
    let mut project = project(notation, Overlap::Any);
    let codebook = Arc::make_mut(&mut project.codebook);
    for (kind, layer, tags) in
        [(LayerKind::Relation, "tie", ["says", "knows"]), (LayerKind::Document, "topic", ["politics", "sports"])]
    {
        let layer = LayerId::new(layer).unwrap();
        codebook.layers.push(Layer { kind, ..Layer::new(layer.clone(), layer.to_string()) });
        for id in tags {
            let tag = Tag::new(TagId::new(id).unwrap(), layer.clone(), id.to_owned());
            codebook.order.push(tag.id.clone());
            codebook.tags.insert(tag.id.clone(), Arc::new(tag));
        }
    }
    project
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
    let set = set_from(&parsed, head);
    if !set.is_empty() {
        project.sets.insert(set_of("ana"), Arc::new(set));
    }
    project
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
            let set = set_from(&parsed, head);
            let record = Annotator { id: annotator.clone(), name: annotator.to_string(), kind: AnnotatorKind::Human };
            corpus.annotators.insert(annotator.clone(), record.into());
            corpus.sets.insert(SetKey { document: id.clone(), annotator }, set.into());
        }
    }
    corpus
}
