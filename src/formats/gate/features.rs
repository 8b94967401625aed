//! Features: names with values of Java's classes.

use crate::formats::xml_characters::content;
use crate::model::{Number, Value};
use roxmltree::Node;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// What marks an annotation that is about the document as a whole.
pub(super) const WHOLE: &str = "glossator.of";
/// Its value on a tag of the document.
pub(super) const TAG: &str = "document";
/// Its value on attributes of the document.
pub(super) const ATTRIBUTES: &str = "document attributes";
/// The layer of a tag, where the file that it came from named one.
pub(super) const LAYER: &str = "glossator.layer";

/// The features of an element.
pub(super) fn features(node: Node<'_, '_>) -> Vec<(SmolStr, Value)> {
    let features = node.children().filter(|child| child.tag_name().name() == "Feature");
    features.filter_map(feature).collect()
}

fn feature(node: Node<'_, '_>) -> Option<(SmolStr, Value)> {
    let child = |name: &str| node.children().find(|child| child.tag_name().name() == name);
    let name = child("Name")?.text().unwrap_or_default();
    let value = child("Value")?;
    Some((name.into(), value_of(value)))
}

fn value_of(node: Node<'_, '_>) -> Value {
    let word = node.text().unwrap_or_default();
    let class = node.attribute("className").unwrap_or_default();
    let text = || Value::Text(word.into());
    match class.strip_prefix("java.lang.").or(class.strip_prefix("java.util.")).unwrap_or(class) {
        "Boolean" => Value::YesNo(word.trim() == "true"),
        "Byte" | "Short" | "Integer" | "Long" | "Float" | "Double" => {
            word.trim().parse().ok().and_then(Number::new).map_or_else(text, Value::Number)
        }
        "ArrayList" | "LinkedList" | "HashSet" | "LinkedHashSet" | "TreeSet" | "List" | "Set" => {
            Value::Set(words(word))
        }
        // What is of another class is kept as the file has it.
        _ => text(),
    }
}

fn words(list: &str) -> BTreeSet<SmolStr> {
    let word = |word: &str| SmolStr::from(word.replace("%3B", ";").replace("%25", "%"));
    if list.is_empty() { [].into() } else { list.split(';').map(word).collect() }
}

/// A feature as it is written.
pub(super) fn written(name: &str, value: &Value) -> String {
    let (class, word) = match value {
        Value::Text(text) => ("java.lang.String\"", text.to_string()),
        Value::YesNo(yes) => ("java.lang.Boolean\"", yes.to_string()),
        Value::Number(number) => ("java.lang.Double\"", number.to_string()),
        Value::Set(words) => {
            let words: Vec<String> = words.iter().map(|word| word.replace('%', "%25").replace(';', "%3B")).collect();
            ("java.util.ArrayList\" itemClassName=\"java.lang.String\"", words.join(";"))
        }
    };
    format!(
        "<Feature>\n  <Name className=\"java.lang.String\">{}</Name>\n  <Value className=\"{class}>{}</Value>\n</Feature>\n",
        content(name),
        content(&word)
    )
}
