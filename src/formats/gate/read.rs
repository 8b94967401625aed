//! From GATE XML to documents.

use super::features::{ATTRIBUTES, LAYER, TAG, WHOLE, features};
use crate::formats::exchange::{Document, DocumentTag, Label, Person, Relation, Set, Span, Values};
use crate::formats::xml_characters::{decoded, parsed};
use crate::formats::{FormatError, InputFile, LossKind, ReadCx};
use crate::model::{Source, Value};
use crate::text::{Offset, Text, TextRange, Unit};
use roxmltree::Node;
use smol_str::SmolStr;
use std::collections::{HashMap, HashSet};

/// Reads a file.
pub(super) fn document(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let decoded = decoded(file, cx)?;
    let tree = parsed(decoded.text.as_str(), &file.name)?;
    let document = Reading { tree: &tree, file: &file.name }.read(cx)?;
    cx.document(Document {
        id: Some(file.stem().into()),
        source: document.source.clone().or(Some(file.source(&decoded))),
        ..document
    })
}

/// A file while it is read.
struct Reading<'a> {
    tree: &'a roxmltree::Document<'a>,
    file: &'a str,
}

/// Where each annotation went: its set, and its place in that.
type Places = HashMap<SmolStr, (usize, usize)>;

impl<'a> Reading<'a> {
    fn read(&self, cx: &mut ReadCx<'_>) -> Result<Document, FormatError> {
        let root = self.tree.root_element();
        let children = |name: &'static str| root.descendants().filter(move |node| node.tag_name().name() == name);
        if root.tag_name().name() != "GateDocument" {
            return Err(self.malformed(
                root,
                format!("the file begins with {}, and not with GateDocument", root.tag_name().name()),
            ));
        }
        let Some(content) = children("TextWithNodes").next() else {
            return Err(self.malformed(root, "there is no TextWithNodes in it"));
        };
        let (text, nodes) = self.text(content, cx)?;
        let mut document = Document::new(text);
        for node in children("GateDocumentFeatures") {
            about(features(node), &mut document);
        }
        let mut sets: Vec<Set> = std::mem::take(&mut document.sets);
        let (mut places, mut ids) = (Places::new(), HashSet::new());
        for node in children("AnnotationSet") {
            let at = set_of(node.attribute("Name"), &mut sets);
            for annotation in node.children().filter(|child| child.tag_name().name() == "Annotation") {
                let id = annotation.attribute("Id").unwrap_or_default();
                if !id.is_empty() && !ids.insert(id) {
                    return Err(self.malformed(annotation, format!("there are two annotations with the id {id}")));
                }
                self.add(annotation, &document.text, &nodes, (at, &mut sets, &mut places), cx);
            }
        }
        for relation in children("Relation") {
            self.add_relation(relation, &mut sets, &places, cx);
        }
        Ok(Document { sets, ..document })
    }

    /// The text, and where its nodes stand. A node is called by its offset; where it stands counts, as parsers of XML
    /// make one character of CR LF.
    fn text(
        &self,
        content: Node<'a, 'a>,
        cx: &mut ReadCx<'_>,
    ) -> Result<(Text, HashMap<&'a str, Offset>), FormatError> {
        let (mut text, mut nodes) = (String::new(), HashMap::new());
        for child in content.children() {
            if child.is_text() {
                text.push_str(child.text().unwrap_or_default());
            } else if child.tag_name().name() == "Node" {
                let id = child.attribute("id").ok_or_else(|| self.malformed(child, "a node has no id"))?;
                nodes.insert(id, Offset::new(u32::try_from(text.len()).unwrap_or(u32::MAX)));
            }
        }
        let text = Text::new(text).map_err(|why| FormatError::TooLong { why, file: self.file.to_owned() })?;
        let is_off = |(id, at): &(&&str, &Offset)| **id != text.count(**at, Unit::Utf16).to_string();
        let mut off: Vec<(&&str, &Offset)> = nodes.iter().filter(is_off).collect();
        off.sort_by_key(|(_, at)| **at);
        if let Some((id, at)) = off.first() {
            let stands = text.count(**at, Unit::Utf16);
            cx.losses.add(LossKind::Unit, || {
                format!("{}: node {id} stands at {stands}, and spans begin and end where nodes stand", self.file)
            });
        }
        Ok((text, nodes))
    }

    fn add(
        &self,
        node: Node<'a, 'a>,
        text: &Text,
        nodes: &HashMap<&str, Offset>,
        (at, sets, places): (usize, &mut Vec<Set>, &mut Places),
        cx: &mut ReadCx<'_>,
    ) {
        let Some(set) = sets.get_mut(at) else { return };
        let tag = node.attribute("Type").unwrap_or_default();
        let mut values: Vec<(SmolStr, Value)> = features(node);
        let mut taken = |name: &str| {
            let at = values.iter().position(|(its, _)| its == name)?;
            Some(word(&values.remove(at).1))
        };
        let (whole, layer) = (taken(WHOLE), taken(LAYER));
        let label = Label { layer, tag: tag.into() };
        let attributes = values.into_iter().collect();
        match whole.as_deref() {
            Some(TAG) => {
                let mut given = DocumentTag::new(label);
                given.beside.attributes = attributes;
                set.tags.push(given);
                return;
            }
            Some(ATTRIBUTES) => {
                set.attributes.extend(attributes);
                return;
            }
            _ => {}
        }
        let end = |name: &str| {
            let id = node.attribute(name).unwrap_or_default();
            nodes.get(id).copied().ok_or_else(|| format!("there is no node {id:?}"))
        };
        let range = end("StartNode").and_then(|start| Ok((start, end("EndNode")?)));
        let range = range.and_then(|(start, end)| TextRange::new(start, end).map_err(|error| error.to_string()));
        let range = range.and_then(|range| text.check(range).map(|()| range).map_err(|error| error.to_string()));
        match range {
            Ok(range) => {
                let mut span = Span::new(range, label);
                span.beside.attributes = attributes;
                if let Some(id) = node.attribute("Id") {
                    places.insert(id.into(), (at, set.spans.len()));
                }
                set.spans.push(span);
            }
            Err(why) => cx.losses.add(LossKind::Span, || format!("{}: {tag}: {why}", self.place(node))),
        }
    }

    /// A relation between annotations of one set; of more than two, between the first and each other.
    fn add_relation(&self, node: Node<'a, 'a>, sets: &mut [Set], places: &Places, cx: &mut ReadCx<'_>) {
        let tag = node.attribute("Type").unwrap_or_default();
        let members = node.attribute("Members").unwrap_or_default().split(';').map(str::trim);
        let members: Vec<Option<(usize, usize)>> = members.map(|id| places.get(id).copied()).collect();
        if members.len() > 2 {
            let n = members.len();
            cx.losses.add(LossKind::Pairs, || format!("{}: {tag} has {n} members", self.place(node)));
        }
        let first = members.first().copied().flatten();
        let mut values = features(node);
        let layer = values.iter().position(|(name, _)| name == LAYER).map(|at| word(&values.remove(at).1));
        let attributes: Values = values.into_iter().collect();
        for other in members.iter().skip(1) {
            let ends = first.zip(*other).filter(|((a, _), (b, _))| a == b);
            let found = ends.and_then(|((at, from), (_, to))| Some((from, to, sets.get_mut(at)?)));
            let Some((from, to, set)) = found else {
                cx.losses.add(LossKind::Relation, || {
                    format!("{}: {tag}: its members are not annotations of one set", self.place(node))
                });
                continue;
            };
            let mut relation = Relation::new(from, to, Label { layer: layer.clone(), tag: tag.into() });
            relation.beside.attributes = attributes.clone();
            set.relations.push(relation);
        }
        if members.len() < 2 {
            cx.losses.add(LossKind::Relation, || format!("{}: {tag}: it has no two members", self.place(node)));
        }
    }

    fn place(&self, node: Node<'_, '_>) -> String {
        format!("{}:{}", self.file, self.tree.text_pos_at(node.range().start).row)
    }

    fn malformed(&self, node: Node<'_, '_>, why: impl Into<String>) -> FormatError {
        let place = self.tree.text_pos_at(node.range().start);
        FormatError::malformed(why, self.file, place.row as usize, place.col as usize)
    }
}

/// The set of an annotator, by the name of a set of annotations; of nobody in particular for the one without a name.
fn set_of(name: Option<&str>, sets: &mut Vec<Set>) -> usize {
    let name = name.filter(|name| !name.is_empty());
    let is_it = |set: &Set| set.annotator.as_ref().map(|person| person.id.as_str()) == name;
    sets.iter().position(is_it).unwrap_or_else(|| {
        sets.push(Set::of(name.map(Person::named)));
        sets.len() - 1
    })
}

/// What is known of a document. The feature `label` is a tag of it, as nobody in particular gave it.
fn about(features: Vec<(SmolStr, Value)>, document: &mut Document) {
    for (name, value) in features {
        let word = String::from(word(&value));
        match name.as_str() {
            "title" => document.title = Some(word),
            "language" => document.language = Some(word),
            "date" => document.date = Some(word),
            "outlet" => document.outlet = Some(word),
            "source" => document.source = Some(Source { file: word, ..Source::default() }),
            "label" => {
                let at = set_of(None, &mut document.sets);
                if let Some(set) = document.sets.get_mut(at) {
                    set.tags.push(DocumentTag::new(Label::new(word)));
                }
            }
            name => drop(document.meta.insert(name.strip_prefix("meta.").unwrap_or(name).to_owned(), word)),
        }
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
