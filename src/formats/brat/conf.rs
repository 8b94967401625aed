//! `annotation.conf` and `visual.conf`: which types there are, what they are called and what color they have.

use super::write::type_name;
use crate::formats::WriteCx;
use crate::formats::color::hexadecimal;
use crate::model::{Attribute, AttributeKind, Clause, Direction, LayerKind, Tag, TagId};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Which types there are.
pub(super) fn annotation(cx: &WriteCx<'_>) -> String {
    let codebook = cx.codebook;
    let mut out = String::from("[entities]\n\n");
    for (tag, depth) in codebook.tree() {
        if codebook.kind_of(tag) == LayerKind::Span {
            let _ = writeln!(out, "{}{}", "\t".repeat(depth), type_of(tag, cx));
        }
    }
    out.push_str("\n[relations]\n\n");
    for tag in codebook.of_kind(LayerKind::Relation) {
        let _ = writeln!(out, "{}\t{}", type_of(tag, cx), ends(tag, cx));
    }
    out.push_str("\n[events]\n\n[attributes]\n\n");
    for attribute in &codebook.attributes {
        if let Some(arguments) = arguments(attribute, cx) {
            let _ = writeln!(out, "{}\t{arguments}", type_name(attribute.id.as_str()));
        }
    }
    out
}

/// What types are called, and their colors.
pub(super) fn visual(cx: &WriteCx<'_>) -> String {
    let codebook = cx.codebook;
    let mut out = String::from("[labels]\n\n");
    for tag in codebook.in_order() {
        let name = plain(&tag.name);
        let _ = writeln!(out, "{} | {name} | {}", type_of(tag, cx), plain(&tag.short_name()));
    }
    out.push_str("\n[drawing]\n\n");
    for (kind, key) in [(LayerKind::Span, "bgColor"), (LayerKind::Relation, "color")] {
        for tag in codebook.of_kind(kind) {
            let _ = writeln!(out, "{}\t{key}:{}", type_of(tag, cx), hexadecimal(tag.color.rgb()));
        }
    }
    out
}

/// The type that annotations with a tag have.
fn type_of(tag: &Tag, cx: &WriteCx<'_>) -> String {
    type_name(cx.called_alone(tag))
}

fn ends(tag: &Tag, cx: &WriteCx<'_>) -> String {
    let symmetric = match tag.ends.direction {
        Direction::Directed => "",
        Direction::Symmetric => ", <REL-TYPE>:symmetric",
        Direction::Chain => ", <REL-TYPE>:symmetric-transitive",
    };
    format!("Arg1:{}, Arg2:{}{symmetric}", types(&tag.ends.from, cx), types(&tag.ends.to, cx))
}

/// Some types; all of spans where none is named.
fn types(tags: &BTreeSet<TagId>, cx: &WriteCx<'_>) -> String {
    if tags.is_empty() {
        return "<ENTITY>".to_owned();
    }
    let type_of_id = |id: &TagId| cx.codebook.tag(id).map_or_else(|| type_name(id.as_str()), |tag| type_of(tag, cx));
    tags.iter().map(type_of_id).collect::<Vec<_>>().join("|")
}

/// What has an attribute, and its values; nothing for one that brat writes as notes, or that documents have.
fn arguments(attribute: &Attribute, cx: &WriteCx<'_>) -> Option<String> {
    let tags = attribute.when.iter().find_map(|clause| match clause {
        Clause::Tagged(tags) => Some(tags),
        Clause::Has(..) => None,
    });
    let of = match cx.codebook.layer(attribute.layer.as_ref()?)?.kind {
        LayerKind::Span => types(tags.unwrap_or(&BTreeSet::new()), cx),
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
