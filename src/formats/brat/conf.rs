//! `annotation.conf` and `visual.conf`: which types there are, what they are called and what color they have.

use super::write::type_name;
use crate::formats::color::hexadecimal;
use crate::model::{Attribute, AttributeKind, Clause, Codebook, Direction, LayerKind, Tag, TagId};
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
    for (kind, key) in [(LayerKind::Span, "bgColor"), (LayerKind::Relation, "color")] {
        for tag in codebook.of_kind(kind) {
            let _ = writeln!(out, "{}\t{key}:{}", type_name(tag.id.as_str()), hexadecimal(tag.color.rgb()));
        }
    }
    out
}

fn ends(tag: &Tag) -> String {
    let symmetric = match tag.ends.direction {
        Direction::Directed => "",
        Direction::Symmetric => ", <REL-TYPE>:symmetric",
        Direction::Chain => ", <REL-TYPE>:symmetric-transitive",
    };
    format!("Arg1:{}, Arg2:{}{symmetric}", types(&tag.ends.from), types(&tag.ends.to))
}

/// Some types; all of spans where none is named.
fn types(tags: &BTreeSet<TagId>) -> String {
    if tags.is_empty() {
        return "<ENTITY>".to_owned();
    }
    tags.iter().map(|tag| type_name(tag.as_str())).collect::<Vec<_>>().join("|")
}

/// What has an attribute, and its values; nothing for one that brat writes as notes, or that documents have.
fn arguments(attribute: &Attribute, codebook: &Codebook) -> Option<String> {
    let tags = attribute.when.iter().find_map(|clause| match clause {
        Clause::Tagged(tags) => Some(tags),
        Clause::Has(..) => None,
    });
    let of = match codebook.layer(attribute.layer.as_ref()?)?.kind {
        LayerKind::Span => types(tags.unwrap_or(&BTreeSet::new())),
        LayerKind::Relation => "<RELATION>".to_owned(),
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
