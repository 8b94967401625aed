//! What the entries of a codebook say in their fields, in words: names and what is known under each.

use crate::model::{
    Attribute, AttributeKind, Clause, Codebook, Direction, Layer, LayerKind, Number, Overlap, Tag, TagId,
};
use crate::text::Granularity;
use std::collections::BTreeSet;

/// A name and what is known under it.
pub type Fact = (&'static str, String);

/// The rules of a layer.
pub fn layer_facts(layer: &Layer) -> Vec<Fact> {
    let mut facts: Vec<(&str, &str)> = Vec::new();
    match layer.kind {
        LayerKind::Span => {
            let unit = match layer.granularity {
                Granularity::Grapheme => "any characters",
                Granularity::Word => "whole words",
                Granularity::Sentence => "whole sentences",
                Granularity::Paragraph => "whole paragraphs",
            };
            let overlap = match layer.overlap {
                Overlap::Any => "as they like",
                Overlap::Nested => "one inside the other, or apart",
                Overlap::None => "apart",
            };
            facts.extend([("Marks", "spans"), ("Spans are", unit), ("They lie", overlap)]);
            facts.push(("Paragraphs", if layer.crosses_paragraphs { "may be crossed" } else { "are not crossed" }));
            facts.push(("Places", if layer.zero_width { "can be marked" } else { "cannot be marked" }));
        }
        LayerKind::Relation => facts.push(("Marks", "relations between spans")),
        LayerKind::Document => {
            facts.push(("Marks", "articles as a whole"));
            let how_many = if layer.overlap == Overlap::None { "one at most" } else { "any number" };
            facts.push(("An article has", how_many));
        }
    }
    facts.push(("Needed", if layer.required { "at least one in each finished article" } else { "none" }));
    facts.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}

/// How a tag is applied and found, and what it may link.
pub fn tag_facts(codebook: &Codebook, tag: &Tag) -> Vec<Fact> {
    let mut facts = vec![
        ("Key", tag.key.map_or("none".to_owned(), |key| key.to_string())),
        ("Short name", tag.short_name().to_string()),
        ("Other names", if tag.aliases.is_empty() { "none".to_owned() } else { tag.aliases.join(", ") }),
    ];
    if let Some(label) = &tag.label {
        facts.push(("In files of other tools", label.to_string()));
    }
    if codebook.kind_of(tag) == LayerKind::Relation {
        let names = |ends: &BTreeSet<TagId>| {
            if ends.is_empty() { "any span".to_owned() } else { names_of(codebook, ends) }
        };
        let direction = match tag.ends.direction {
            Direction::Directed => "one way",
            Direction::Symmetric => "both ways",
            Direction::Chain => "a chain",
        };
        facts.push(("Direction", direction.to_owned()));
        facts.push(("From", names(&tag.ends.from)));
        facts.push(("To", names(&tag.ends.to)));
    }
    facts
}

/// What an attribute is said of, and the values that it takes.
pub fn attribute_facts(codebook: &Codebook, attribute: &Attribute) -> Vec<Fact> {
    let layer = attribute.layer.as_ref().and_then(|id| codebook.layer(id));
    let values = match attribute.kind {
        AttributeKind::Choice(_) => "one of",
        AttributeKind::Choices(_) => "several of",
        AttributeKind::YesNo => "yes or no",
        AttributeKind::Number { .. } => "number",
        AttributeKind::Text => "text",
    };
    let mut facts = vec![
        ("Said of", layer.map_or("the article as a whole".to_owned(), |layer| layer.name.clone())),
        ("Values", values.to_owned()),
    ];
    let choices: Vec<&str> = attribute.kind.choices().iter().map(|choice| choice.name.as_str()).collect();
    if !choices.is_empty() {
        facts.push(("Choices", choices.join(", ")));
    }
    if let AttributeKind::Number { least, most } = attribute.kind {
        let bound = |number: Option<Number>| number.map_or("any".to_owned(), |number| number.to_string());
        facts.push(("Bounds", format!("{} to {}", bound(least), bound(most))));
    }
    facts.push(("Asked for", condition(codebook, attribute)));
    if let Some(default) = &attribute.default {
        facts.push(("Unless said otherwise", attribute.words(default)));
    }
    facts.push(("Needed", if attribute.required { "yes" } else { "no" }.to_owned()));
    facts
}

/// When an attribute is asked for.
fn condition(codebook: &Codebook, attribute: &Attribute) -> String {
    let clause = |clause: &Clause| match clause {
        Clause::Tagged(tags) => format!("of {}", names_of(codebook, tags)),
        Clause::Has(id, values) => {
            let other = codebook.attribute(id);
            let name = other.map_or(id.as_str(), |other| &other.name);
            let words = values.iter().filter_map(|value| other.map(|other| other.words(value)));
            let words: Vec<String> = words.collect();
            if words.is_empty() { format!("if {name} is said") } else { format!("if {name} is {}", words.join(" or ")) }
        }
    };
    let clauses: Vec<String> = attribute.when.iter().map(clause).collect();
    if clauses.is_empty() { "always".to_owned() } else { clauses.join(", ") }
}

fn names_of(codebook: &Codebook, tags: &BTreeSet<TagId>) -> String {
    let names: Vec<&str> = tags.iter().map(|id| codebook.tag(id).map_or(id.as_str(), |tag| &tag.name)).collect();
    names.join(", ")
}
