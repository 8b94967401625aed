//! The controls of what is written: their names, and the labelling configuration that has them.

use super::result::{ATTRIBUTE, DOCUMENT};
use crate::formats::WriteCx;
use crate::formats::color::hexadecimal;
use crate::formats::exchange::Label;
use crate::formats::xml_characters::{attribute, can_hold};
use crate::model::{Attribute, AttributeKind, Codebook, LayerKind, Tag};
use std::fmt::Write;

/// The name of the text.
pub(super) const TEXT: &str = "text";

/// The control for tags that belong to no layer.
pub(super) const LABEL: &str = "label";

/// The control that gives a tag: that of its layer.
pub(super) fn control_of(kind: LayerKind, label: &Label, cx: &WriteCx<'_>) -> String {
    cx.layer_of(kind, label).map_or_else(|| LABEL.to_owned(), |layer| layer.to_string())
}

/// The control that has an attribute of spans.
pub(super) fn attribute_control(name: &str, codebook: &Codebook) -> String {
    let is_taken = name == LABEL || name == TEXT || codebook.layers.iter().any(|layer| layer.id.as_str() == name);
    if is_taken { format!("{ATTRIBUTE}{name}") } else { name.to_owned() }
}

/// The control that has an attribute of the document.
pub(super) fn document_control(name: &str) -> String {
    format!("{DOCUMENT}{name}")
}

/// The labelling configuration for all that a codebook has, which a project in Label Studio needs before the tasks.
pub(super) fn configuration(cx: &WriteCx<'_>) -> String {
    let codebook = cx.codebook;
    let mut xml = String::from("<View>\n");
    for layer in &codebook.layers {
        let tags = codebook.in_order().filter(|tag| tag.layer == layer.id);
        let tags =
            tags.map(|tag| entry(tag, if layer.kind == LayerKind::Span { tag.called() } else { cx.called_alone(tag) }));
        match layer.kind {
            LayerKind::Span => element(&mut xml, "Labels", "Label", layer.id.as_str(), "", tags),
            LayerKind::Relation => relations(&mut xml, tags),
            LayerKind::Document => {
                element(&mut xml, "Choices", "Choice", layer.id.as_str(), " choice=\"multiple\"", tags);
            }
        }
    }
    let _ = writeln!(xml, "  <Text name=\"{TEXT}\" value=\"${TEXT}\"/>");
    for attribute in &codebook.attributes {
        let kind = attribute.layer.as_ref().and_then(|layer| codebook.layer(layer)).map(|layer| layer.kind);
        match kind {
            None => {
                attribute_element(&mut xml, attribute, &document_control(attribute.id.as_str()), "");
                attribute_element(
                    &mut xml,
                    attribute,
                    &attribute_control(attribute.id.as_str(), codebook),
                    " perRegion=\"true\"",
                );
            }
            Some(LayerKind::Span) => attribute_element(
                &mut xml,
                attribute,
                &attribute_control(attribute.id.as_str(), codebook),
                " perRegion=\"true\"",
            ),
            Some(LayerKind::Relation | LayerKind::Document) => {}
        }
    }
    xml.push_str("</View>\n");
    xml
}

fn attribute_element(xml: &mut String, attribute: &Attribute, name: &str, extra: &str) {
    let choices = attribute.kind.choices().iter().map(|choice| value(&choice.id));
    match &attribute.kind {
        AttributeKind::Choice(_) => {
            element(xml, "Choices", "Choice", name, &format!(" choice=\"single\"{extra}"), choices)
        }
        AttributeKind::Choices(_) => {
            element(xml, "Choices", "Choice", name, &format!(" choice=\"multiple\"{extra}"), choices);
        }
        AttributeKind::YesNo => {
            let words = ["true", "false"].into_iter().map(value);
            element(xml, "Choices", "Choice", name, &format!(" choice=\"single\"{extra}"), words);
        }
        AttributeKind::Number { .. } => lone(xml, "Number", name, extra),
        AttributeKind::Text => lone(xml, "TextArea", name, extra),
    }
}

fn lone(xml: &mut String, kind: &str, name: &str, extra: &str) {
    let _ = writeln!(xml, "  <{kind} name=\"{}\" toName=\"{TEXT}\"{extra}/>", escaped(name));
}

/// A control with what can be chosen in it, each as its attributes.
fn element(xml: &mut String, kind: &str, inner: &str, name: &str, extra: &str, choices: impl Iterator<Item = String>) {
    let _ = writeln!(xml, "  <{kind} name=\"{}\" toName=\"{TEXT}\"{extra}>", escaped(name));
    for choice in choices {
        let _ = writeln!(xml, "    <{inner}{choice}/>");
    }
    let _ = writeln!(xml, "  </{kind}>");
}

fn relations(xml: &mut String, tags: impl Iterator<Item = String>) {
    xml.push_str("  <Relations>\n");
    for tag in tags {
        let _ = writeln!(xml, "    <Relation{tag}/>");
    }
    xml.push_str("  </Relations>\n");
}

/// A tag with its color, and what it means where the pointer rests on it.
fn entry(tag: &Tag, called: &str) -> String {
    let mut entry = value(called);
    let _ = write!(entry, " background=\"{}\"", hexadecimal(tag.color.rgb()));
    let guide = tag.guide.trim();
    if !guide.is_empty() {
        let _ = write!(entry, " hint=\"{}\"", escaped(guide));
    }
    entry
}

fn value(id: &str) -> String {
    format!(" value=\"{}\"", escaped(id))
}

/// A value as XML has it between double quotes, without what XML cannot hold.
fn escaped(value: &str) -> String {
    attribute(&value.chars().filter(|c| can_hold(*c)).collect::<String>())
}
