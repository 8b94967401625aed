//! From feature structures to documents.
//!
//! The label of a span is its feature `value`, else all that its features say, else the name of its layer.

use super::types::{DOCUMENT_ATTRIBUTES, META_DATA, TOKEN, is_machinery, layer, short};
use super::{Cas, Feature, Mark, Sofa, plain};
use crate::formats::exchange::{Document, DocumentTag, Label, Relation, Set, Span, Values};
use crate::formats::units::{Claim, placed};
use crate::formats::{FormatError, LossKind, Losses};
use crate::model::{Fragments, Value};
use crate::text::{Text, Unit};
use smol_str::SmolStr;
use std::collections::{HashMap, HashSet};

/// The most members of a list that is made of links from one to the next.
const LIST: usize = 1_000_000;

/// The documents of a file, one for each text; named after their views where there are several.
pub(in crate::formats) fn documents(cas: &Cas, file: &str, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
    if cas.sofas.is_empty() {
        return Err(FormatError::malformed("there is no text in it", file, 0, 0));
    }
    let index = Index::of(cas);
    let mut documents = Vec::with_capacity(cas.sofas.len());
    for sofa in &cas.sofas {
        let text = Text::new(sofa.text.clone().unwrap_or_default())
            .map_err(|why| FormatError::TooLong { why, file: file.to_owned() })?;
        let document = View { cas, index: &index, sofa, text: &text, file }.read(losses);
        let view = (cas.sofas.len() > 1).then(|| sofa.name.as_str().into());
        documents.push(Document { id: view, ..document });
    }
    Ok(documents)
}

/// Feature structures by their ids, and which are pointed to.
struct Index<'a> {
    by_id: HashMap<i64, &'a Mark>,
    targets: HashSet<i64>,
}

impl<'a> Index<'a> {
    fn of(cas: &'a Cas) -> Self {
        let mut targets = HashSet::new();
        for (_, feature) in cas.marks.iter().flat_map(|mark| &mark.features) {
            match feature {
                Feature::To(id) => drop(targets.insert(*id)),
                Feature::All(ids) => targets.extend(ids),
                Feature::Value(_) => {}
            }
        }
        Self { by_id: cas.marks.iter().map(|mark| (mark.id, mark)).collect(), targets }
    }

    fn get(&self, id: i64) -> Option<&'a Mark> {
        self.by_id.get(&id).copied()
    }

    /// A feature with arrays and lists that stand by themselves in the file in its place.
    fn resolved(&self, feature: &Feature) -> Feature {
        let Feature::To(id) = feature else { return feature.clone() };
        let Some(array) = self.get(*id).filter(|mark| mark.type_name.starts_with("uima.cas.")) else {
            return feature.clone();
        };
        if let Some(elements) = array.feature("elements") {
            return elements.clone();
        }
        if array.type_name.ends_with("FSArray") || array.type_name.ends_with("FSList") {
            return Feature::All(self.list(array, |head| if let Feature::To(id) = head { Some(*id) } else { None }));
        }
        let words = self.list(array, |head| if let Feature::Value(value) = head { Some(word(value)) } else { None });
        Feature::Value(Value::Set(words.into_iter().collect()))
    }

    /// The members of a list of which each says where the next is.
    fn list<T>(&self, first: &'a Mark, head: impl Fn(&Feature) -> Option<T>) -> Vec<T> {
        let links = std::iter::successors(Some(first), |link| self.get(link.target("tail")?));
        links.take(LIST).filter_map(|link| head(link.feature("head")?)).collect()
    }
}

/// One text, while it is read.
struct View<'a> {
    cas: &'a Cas,
    index: &'a Index<'a>,
    sofa: &'a Sofa,
    text: &'a Text,
    file: &'a str,
}

/// The spans so far, and where each feature structure went.
#[derive(Default)]
struct Spans {
    spans: Vec<Span>,
    at: HashMap<i64, usize>,
    /// Those that have no place in the text.
    unplaced: HashSet<i64>,
}

impl View<'_> {
    fn read(&self, losses: &mut Losses) -> Document {
        let members = self.members();
        let mut document = Document::new(self.text.clone());
        let mut set = Set::default();
        let mut spans = Spans::default();
        let of_text: Vec<&Mark> = members.iter().copied().filter(|mark| self.is_span(mark)).collect();
        self.add_spans(&of_text, &mut spans, losses);
        for mark in &members {
            if mark.type_name == META_DATA {
                about(mark, &mut document);
            } else if mark.type_name == "uima.tcas.DocumentAnnotation" {
                document.language = document.language.take().or_else(|| language(mark));
            } else if let Some(ends) = self.ends(mark) {
                let (label, attributes) = self.label(mark);
                self.add_relation(mark, ends, (label, attributes), (&mut spans, &mut set), losses);
            } else if mark.type_name == DOCUMENT_ATTRIBUTES {
                set.attributes.extend(self.values(mark));
            } else if self.is_document_tag(mark) {
                let (label, attributes) = self.label(mark);
                let mut given = DocumentTag::new(label);
                given.beside.attributes = attributes;
                set.tags.push(given);
            } else if self.is_span(mark) {
                self.add_links(mark, (&mut spans, &mut set), losses);
            }
        }
        set.spans = spans.spans;
        document.sets.push(set);
        document
    }

    /// What is said of this text, in the order of the file.
    fn members(&self) -> Vec<&Mark> {
        let listed: Option<HashSet<i64>> = self.sofa.members.as_ref().map(|ids| ids.iter().copied().collect());
        let is_here = |mark: &&Mark| match &listed {
            Some(listed) => listed.contains(&mark.id) && mark.sofa.is_none_or(|sofa| sofa == self.sofa.id),
            None => mark.sofa.is_none_or(|sofa| sofa == self.sofa.id),
        };
        self.cas.marks.iter().filter(is_here).collect()
    }

    fn is_span(&self, mark: &Mark) -> bool {
        mark.at.is_some() && !is_machinery(&mark.type_name) && self.ends(mark).is_none()
    }

    fn is_document_tag(&self, mark: &Mark) -> bool {
        mark.at.is_none()
            && !is_machinery(&mark.type_name)
            && !self.index.targets.contains(&mark.id)
            && mark.target("first").is_none()
            && mark.target("target").is_none()
    }

    /// The ends of a relation.
    fn ends(&self, mark: &Mark) -> Option<(i64, i64)> {
        let pair = |from: &str, to: &str| mark.target(from).zip(mark.target(to));
        pair("Governor", "Dependent").or_else(|| pair("source", "target"))
    }

    fn add_spans(&self, marks: &[&Mark], into: &mut Spans, losses: &mut Losses) {
        let claims: Vec<Claim> =
            marks.iter().map(|mark| Claim { pieces: mark.at.into_iter().collect(), quote: None }).collect();
        for (mark, place) in marks.iter().zip(placed(self.text, &claims, Unit::Utf16).places) {
            match place {
                Ok(at) => self.add_span(mark, at, into),
                Err(why) => {
                    into.unplaced.insert(mark.id);
                    losses.add(LossKind::Span, || format!("{}: {}: {why}", self.place(mark), self.label(mark).0.tag))
                }
            }
        }
    }

    fn add_span(&self, mark: &Mark, at: Fragments, into: &mut Spans) {
        let (label, attributes) = self.label(mark);
        let mut span = Span::new(at, label);
        span.beside.attributes = attributes;
        into.at.insert(mark.id, into.spans.len());
        into.spans.push(span);
    }

    /// The span of a feature structure that a relation leads to. A token stands for its part of speech, if it has one;
    /// what is not listed as said of the text becomes a span, as the relation would else have no end.
    fn span_of(&self, id: i64, spans: &mut Spans, losses: &mut Losses) -> Option<usize> {
        if let Some(at) = spans.at.get(&id) {
            return Some(*at);
        }
        let mark = self.index.get(id).filter(|mark| mark.at.is_some() && !spans.unplaced.contains(&id))?;
        if mark.type_name == TOKEN
            && let Some(at) = mark.target("pos").and_then(|id| spans.at.get(&id))
        {
            return Some(*at);
        }
        if mark.sofa.is_some_and(|sofa| sofa != self.sofa.id)
            || (is_machinery(&mark.type_name) && mark.type_name != TOKEN)
        {
            return None;
        }
        self.add_spans(&[mark], spans, losses);
        spans.at.get(&id).copied()
    }

    fn add_relation(
        &self,
        mark: &Mark,
        (from, to): (i64, i64),
        (label, attributes): (Label, Values),
        (spans, set): (&mut Spans, &mut Set),
        losses: &mut Losses,
    ) {
        let ends = (self.span_of(from, spans, losses), self.span_of(to, spans, losses));
        let (Some(from), Some(to)) = ends else {
            losses
                .add(LossKind::Relation, || format!("{}: {}: an end of it is not there", self.place(mark), label.tag));
            return;
        };
        let mut relation = Relation::new(from, to, label);
        relation.beside.attributes = attributes;
        set.relations.push(relation);
    }

    /// The slots of a span that others fill, and the next link of a chain.
    fn add_links(&self, mark: &Mark, (spans, set): (&mut Spans, &mut Set), losses: &mut Losses) {
        for (_, feature) in &mark.features {
            let Feature::All(links) = self.index.resolved(feature) else { continue };
            for link in links.iter().filter_map(|id| self.index.get(*id)) {
                if let Some(to) = link.target("target") {
                    let said = self.link_label(link);
                    self.add_relation(link, (mark.id, to), said, (spans, set), losses);
                } else if link.at.is_some() {
                    let label = Label::new(layer(&mark.type_name));
                    self.add_relation(mark, (mark.id, link.id), (label, Values::new()), (spans, set), losses);
                }
            }
        }
        if let Some(next) = mark.target("next") {
            let name = word_of(mark.feature("referenceRelation")).unwrap_or_else(|| layer(&mark.type_name));
            let label = Label::within(format!("{}Relation", layer(&mark.type_name)), name);
            self.add_relation(mark, (mark.id, next), (label, Values::new()), (spans, set), losses);
        }
    }

    /// The label of a slot: the role of what fills it.
    fn link_label(&self, link: &Mark) -> (Label, Values) {
        match word_of(link.feature("role")) {
            Some(role) => {
                let mut values = self.values(link);
                values.remove("role");
                (Label::within(layer(&link.type_name), role), values)
            }
            None => self.label(link),
        }
    }

    /// The tag of a feature structure, and what it says beside that.
    fn label(&self, mark: &Mark) -> (Label, Values) {
        let mut values = self.values(mark);
        let layer = layer(&mark.type_name);
        if let Some(tag) = self.word(mark, "value") {
            return (Label::within(layer, tag), values);
        }
        // The links of a chain are of some type, and say how they hang together.
        if mark.type_name.ends_with("Link")
            && let Some(tag) = self.word(mark, "referenceType")
        {
            values.remove("referenceType");
            values.remove("referenceRelation");
            return (Label::within(layer, tag), values);
        }
        let words: Vec<SmolStr> = mark.features.iter().filter_map(|(name, _)| self.word(mark, name)).collect();
        match words.as_slice() {
            [] => (Label::within(layer, plain(short(&mark.type_name))), values),
            [one] => (Label::within(layer, one.clone()), Values::new()),
            many => (Label::within(layer, many.join(" | ")), values),
        }
    }

    /// What a feature says in one word, if it does.
    fn word(&self, mark: &Mark, name: &str) -> Option<SmolStr> {
        let feature = self.index.resolved(mark.feature(name)?);
        word_of(Some(&feature))
    }

    /// What a feature structure says in words and numbers beside its `value`. An attribute that is called so is there under
    /// another name.
    fn values(&self, mark: &Mark) -> Values {
        let value = |(name, feature): &(SmolStr, Feature)| match self.index.resolved(feature) {
            Feature::Value(value) if name != "value" => Some((plain(name), value)),
            _ => None,
        };
        mark.features.iter().filter_map(value).collect()
    }

    fn place(&self, mark: &Mark) -> String {
        if mark.line == 0 { format!("{}: {}", self.file, mark.id) } else { format!("{}:{}", self.file, mark.line) }
    }
}

/// What is known of a document.
fn about(mark: &Mark, document: &mut Document) {
    let title = word_of(mark.feature("documentTitle"));
    document.title = title.map(String::from).or_else(|| document.title.take());
    document.language = language(mark).or_else(|| document.language.take());
}

fn language(mark: &Mark) -> Option<String> {
    word_of(mark.feature("language")).filter(|language| language != "x-unspecified").map(String::from)
}

fn word_of(feature: Option<&Feature>) -> Option<SmolStr> {
    match feature {
        Some(Feature::Value(value)) => Some(word(value)).filter(|word| !word.is_empty()),
        _ => None,
    }
}

fn word(value: &Value) -> SmolStr {
    match value {
        Value::Text(text) => text.clone(),
        Value::Set(words) => words.iter().map(SmolStr::as_str).collect::<Vec<_>>().join(", ").into(),
        Value::YesNo(yes) => yes.to_string().into(),
        Value::Number(number) => number.to_string().into(),
    }
}
