//! What elements of TEI say about the words in them.

use crate::formats::exchange::{Beside, Label, Values};
use crate::model::Value;
use roxmltree::Node;
use smol_str::SmolStr;

/// Elements that name what their words are (TEI P5, 3.6 and 14).
const NAMES: &[&str] = &[
    "persName",
    "orgName",
    "placeName",
    "geogName",
    "country",
    "region",
    "settlement",
    "district",
    "bloc",
    "objectName",
    "eventName",
    "date",
    "time",
    "measure",
    "term",
    "roleName",
    "addName",
];
/// Elements whose type says what their words are.
const TYPED: &[&str] = &["name", "rs", "seg", "span", "annotation", "w", "phr", "cl"];
/// Attributes of TEI that say nothing about the words.
const FORMAL: &[&str] = &[
    "id",
    "type",
    "subtype",
    "ana",
    "from",
    "to",
    "target",
    "n",
    "rend",
    "rendition",
    "style",
    "space",
    "lang",
    "resp",
];

/// What the words of an element in line are, if it says so.
pub(super) fn in_line(node: Node<'_, '_>) -> Option<Label> {
    let name = node.tag_name().name();
    if NAMES.contains(&name) {
        return Some(Label::new(name));
    }
    if !TYPED.contains(&name) {
        return None;
    }
    match stated(node) {
        None => matches!(name, "name" | "rs").then(|| Label::new(name)),
        said => said,
    }
}

/// What an element says by its type, or by a category that it points to.
pub(super) fn stated(node: Node<'_, '_>) -> Option<Label> {
    let said = ["type", "ana"].into_iter().find_map(|name| node.attribute(name));
    let said = said?.split_whitespace().next()?.trim_start_matches('#');
    (!said.is_empty()).then(|| Label::new(said))
}

/// What else an element says: the values of its attributes, such as a reference or a normal form.
pub(super) fn beside(node: Node<'_, '_>) -> Beside {
    let value = |it: &roxmltree::Attribute<'_, '_>| (SmolStr::from(it.name()), Value::Text(it.value().into()));
    let attributes: Values = node.attributes().filter(|it| !FORMAL.contains(&it.name())).map(|it| value(&it)).collect();
    Beside { attributes, ..Beside::default() }
}
