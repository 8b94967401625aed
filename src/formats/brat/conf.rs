//! `annotation.conf` and `visual.conf`: which types there are, what they are called and what color they have.

use super::write::type_name;
use crate::model::{Attribute, AttributeKind, Codebook, Direction, LayerKind, Tag, TagId};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Which types there are.
pub(super) fn annotation(codebook: &Codebook) -> String {
    let mut out = String::from("[entities]\n\n");
    for (tag, depth) in codebook.tree() {
        if codebook.kind_of(tag) == LayerKind::Span {
            let _ = writeln!(out, "{}{}", "\t".repeat(depth), type_name(tag.id.as_str()));
        }
    }
    out.push_str("\n[relations]\n\n");
    for tag in codebook.of_kind(LayerKind::Relation) {
        let _ = writeln!(out, "{}\t{}", type_name(tag.id.as_str()), ends(tag));
    }
    out.push_str("\n[events]\n\n[attributes]\n\n");
    for attribute in &codebook.attributes {
        if let Some(arguments) = arguments(attribute, codebook) {
            let _ = writeln!(out, "{}\t{arguments}", type_name(attribute.id.as_str()));
        }
    }
    out
}

/// What types are called, and their colors.
pub(super) fn visual(codebook: &Codebook) -> String {
    let mut out = String::from("[labels]\n\n");
    for tag in codebook.in_order() {
        let name = plain(&tag.name);
        let _ = writeln!(out, "{} | {name} | {}", type_name(tag.id.as_str()), plain(&tag.short_name()));
    }
    out.push_str("\n[drawing]\n\n");
    for tag in codebook.of_kind(LayerKind::Span) {
        let [red, green, blue] = tag.color.rgb();
        let _ = writeln!(out, "{}\tbgColor:#{red:02x}{green:02x}{blue:02x}", type_name(tag.id.as_str()));
    }
    out
}

fn ends(tag: &Tag) -> String {
    let any = |tags: &BTreeSet<TagId>| match tags.is_empty() {
        true => "<ENTITY>".to_owned(),
        false => tags.iter().map(|tag| type_name(tag.as_str())).collect::<Vec<_>>().join("|"),
    };
    let symmetric = if tag.ends.direction == Direction::Directed { "" } else { ", <REL-TYPE>:symmetric" };
    format!("Arg1:{}, Arg2:{}{symmetric}", any(&tag.ends.from), any(&tag.ends.to))
}

/// What has an attribute, and its values; nothing for one that brat writes as notes, or that documents have.
fn arguments(attribute: &Attribute, codebook: &Codebook) -> Option<String> {
    let of = match codebook.layer(attribute.layer.as_ref()?)?.kind {
        LayerKind::Span => "<ENTITY>",
        LayerKind::Relation => "<RELATION>",
        LayerKind::Document => return None,
    };
    match &attribute.kind {
        AttributeKind::YesNo => Some(format!("Arg:{of}")),
        AttributeKind::Choice(choices) | AttributeKind::Choices(choices) => {
            let values: Vec<String> = choices.iter().map(|choice| type_name(&choice.id)).collect();
            Some(format!("Arg:{of}, Value:{}", values.join("|")))
        }
        AttributeKind::Number { .. } | AttributeKind::Text => None,
    }
}

/// A name without what separates names.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c == '|' || c == '\t' || c.is_control() { ' ' } else { c }).collect()
}
