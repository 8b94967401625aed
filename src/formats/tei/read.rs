//! From TEI to documents.

use super::marks::{beside, in_line, stated};
use super::text::{Laid, laid};
use crate::formats::exchange::{Document, Label, Set, Span};
use crate::formats::xml_characters::{decoded, parsed};
use crate::formats::{FormatError, InputFile, LossKind, ReadCx};
use crate::text::TextRange;
use roxmltree::Node;
use std::collections::HashMap;

/// Reads the texts of a file: one, or those of a corpus.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let decoded = decoded(file, cx)?;
    let tree = parsed(decoded.text.as_str(), &file.name)?;
    let is_text = |node: &Node<'_, '_>| is_named(node, "TEI");
    let texts: Vec<Node<'_, '_>> = tree.root().descendants().filter(is_text).collect();
    for (n, text) in texts.iter().enumerate() {
        let document = document(*text, file, cx)?;
        let id = if texts.len() == 1 { file.stem().to_owned() } else { format!("{}-{}", file.stem(), n + 1) };
        cx.document(Document { id: Some(id.into()), source: Some(file.source(&decoded)), ..document })?;
    }
    if texts.is_empty() {
        return Err(FormatError::malformed("there is no TEI element in it", &file.name, 0, 0));
    }
    Ok(())
}

fn document(tei: Node<'_, '_>, file: &InputFile, cx: &mut ReadCx<'_>) -> Result<Document, FormatError> {
    let body = tei.children().find(|child| is_named(child, "text")).ok_or_else(|| {
        let line = tei.document().text_pos_at(tei.range().start).row as usize;
        FormatError::malformed("the TEI element has no text", &file.name, line, 0)
    })?;
    let Laid { text, places, n_beside } = laid(body, &file.name)?;
    if n_beside > 0 {
        cx.losses.add_many(LossKind::Field, n_beside, || format!("{}: notes and other readings", file.name));
    }
    let mut set = Set::default();
    for node in body.descendants().filter(Node::is_element) {
        if let Some((label, place)) = in_line(node).zip(places.get(&node.id())) {
            mark(*place, label, node, file, &mut set, cx);
        }
    }
    let by_id: HashMap<&str, TextRange> =
        body.descendants().filter_map(|node| Some((id_of(node)?, *places.get(&node.id())?))).collect();
    for node in tei.descendants().filter(|node| is_pointing(*node)) {
        match pointed(node, &by_id) {
            Some(place) => mark(place, label_of(node), node, file, &mut set, cx),
            None => cx
                .losses
                .add(LossKind::Span, || format!("{}: {} points to no part of the text", file.name, shown(node))),
        }
    }
    let mut document = Document::new(text);
    about(tei, &mut document);
    if !set.is_blank() {
        document.sets.push(set);
    }
    Ok(document)
}

fn mark(at: TextRange, label: Label, node: Node<'_, '_>, file: &InputFile, set: &mut Set, cx: &mut ReadCx<'_>) {
    if at.is_empty() {
        return cx.losses.add(LossKind::Span, || format!("{}: {} has no words", file.name, shown(node)));
    }
    set.spans.push(Span { beside: beside(node), ..Span::new(at, label) });
}

/// Whether an element says something about words elsewhere.
fn is_pointing(node: Node<'_, '_>) -> bool {
    let name = node.tag_name().name();
    (name == "span" && (node.has_attribute("from") || node.has_attribute("target")))
        || (name == "annotation" && node.has_attribute("target"))
}

/// From the first to the last of the parts that an element points to.
fn pointed(node: Node<'_, '_>, by_id: &HashMap<&str, TextRange>) -> Option<TextRange> {
    let pointers = ["from", "to", "target"].into_iter().filter_map(|name| node.attribute(name));
    let mut places = pointers.flat_map(str::split_whitespace).map(|to| by_id.get(to.strip_prefix('#')?).copied());
    let first = places.next()??;
    places.try_fold(first, |all, place| {
        let place = place?;
        Some(TextRange::between(all.start().min(place.start()), all.end().max(place.end())))
    })
}

/// What an element that points says: by its type or category, by that of its group, or in words.
fn label_of(node: Node<'_, '_>) -> Label {
    let of_group = || stated(node.parent_element()?);
    let words = || {
        let words: String = node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then(|| Label::new(words))
    };
    stated(node).or_else(words).or_else(of_group).unwrap_or_else(|| Label::new(node.tag_name().name()))
}

/// Title, date, publisher and language.
fn about(tei: Node<'_, '_>, document: &mut Document) {
    let header = tei.children().find(|child| is_named(child, "teiHeader"));
    let inside = |names: &[&str]| {
        let begin = header?;
        let found = names.iter().try_fold(begin, |node, name| node.descendants().find(|it| is_named(it, name)));
        found.filter(|node| *node != begin)
    };
    let words = |node: Node<'_, '_>| {
        let words: String = node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect();
        Some(words.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
    };
    document.title = inside(&["titleStmt", "title"]).and_then(words);
    let date = inside(&["publicationStmt", "date"]);
    document.date = date.and_then(|node| node.attribute("when").map(str::to_owned).or_else(|| words(node)));
    document.outlet = inside(&["publicationStmt", "publisher"]).and_then(words);
    let text = tei.children().find(|child| is_named(child, "text"));
    let language = [text, Some(tei)].into_iter().flatten().find_map(|node| node.attribute((XML, "lang")));
    document.language = language.map(str::to_owned);
}

/// The namespace of `xml:id` and `xml:lang`.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

fn id_of<'x>(node: Node<'x, 'x>) -> Option<&'x str> {
    node.attribute((XML, "id"))
}

fn shown(node: Node<'_, '_>) -> String {
    let line = node.document().text_pos_at(node.range().start).row;
    format!("{} in line {line}", node.tag_name().name())
}

/// Whether it is an element with a name, in whatever namespace.
fn is_named(node: &Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}
