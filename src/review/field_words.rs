//! What a record says, field by field and in words: for the sentences that tell where two versions differ.

use crate::model::{
    Annotator, AnnotatorKind, Attribute, AttributeKind, Choice, Clause, Details, Direction, Document, Ends, Example,
    Layer, LayerKind, Overlap, Rule, Seeks, Tag, TagId, Value, Workflow,
};
use crate::text::Granularity;
use std::collections::BTreeSet;

/// The name of a field, and what it says.
pub type FieldWords = (&'static str, String);

/// What stands for a field that says nothing.
const NOTHING: &str = "nothing";

/// What is known of a document, apart from its text and its metadata.
pub fn document_fields(document: &Document) -> Vec<FieldWords> {
    let source = document.source.as_ref();
    let excluded = document.excluded.iter().map(|part| format!("{}–{}", part.start(), part.end()));
    vec![
        ("title", quoted(&document.title)),
        ("language", maybe(document.language.as_ref())),
        ("date", maybe(document.date.as_ref())),
        ("outlet", maybe(document.outlet.as_ref())),
        ("source", maybe(source.map(|source| &source.file))),
        ("people whose work it is", listed(document.assigned.iter().map(ToString::to_string))),
        ("excluded parts", listed(excluded)),
        ("place in the archive", yes(document.archived)),
    ]
}

/// Who somebody is.
pub fn annotator_fields(annotator: &Annotator) -> Vec<FieldWords> {
    let kind = match annotator.kind {
        AnnotatorKind::Human => "a person",
        AnnotatorKind::Machine => "a program",
        AnnotatorKind::Gold => "adjudication",
    };
    vec![("name", quoted(&annotator.name)), ("kind", kind.to_owned())]
}

/// How people work together, but for who does what.
pub fn workflow_fields(workflow: &Workflow) -> Vec<FieldWords> {
    vec![
        ("sealing", yes(workflow.is_sealed)),
        ("names in review", yes(workflow.names_are_shown)),
        ("order of work", workflow.shuffled_by.map_or(NOTHING.to_owned(), |number| number.to_string())),
    ]
}

/// What a tag is and what guides people in it.
pub fn tag_fields(tag: &Tag) -> Vec<FieldWords> {
    let [red, green, blue] = tag.color.rgb();
    vec![
        ("name", quoted(&tag.name)),
        ("layer", tag.layer.to_string()),
        ("label", maybe(tag.label.as_ref())),
        ("place", tag.parent.as_ref().map_or("the top".to_owned(), |parent| format!("under {parent}"))),
        ("key", maybe(tag.key.as_ref())),
        ("color", format!("#{red:02X}{green:02X}{blue:02X}")),
        ("short name", maybe(tag.short.as_ref())),
        ("other names", listed(tag.aliases.iter().map(|name| quoted(name)))),
        ("guidance", quoted(&tag.guide)),
        ("rule for its use", quoted(&tag.use_when)),
        ("rule against its use", quoted(&tag.not_when)),
        ("examples", listed(tag.examples.iter().map(example))),
        ("permitted ends", ends(&tag.ends)),
    ]
}

/// The rules of a layer.
pub fn layer_fields(layer: &Layer) -> Vec<FieldWords> {
    let kind = match layer.kind {
        LayerKind::Span => "spans",
        LayerKind::Relation => "relations",
        LayerKind::Document => "articles",
    };
    let overlap = match layer.overlap {
        Overlap::Any => "any",
        Overlap::Nested => "one inside the other",
        Overlap::None => "none",
    };
    let unit = match layer.granularity {
        Granularity::Grapheme => "characters",
        Granularity::Word => "words",
        Granularity::Sentence => "sentences",
        Granularity::Paragraph => "paragraphs",
    };
    vec![
        ("name", quoted(&layer.name)),
        ("kind", kind.to_owned()),
        ("overlap", overlap.to_owned()),
        ("unit", unit.to_owned()),
        ("crossing of paragraphs", yes(layer.crosses_paragraphs)),
        ("marking of places", yes(layer.zero_width)),
        ("necessity", yes(layer.required)),
    ]
}

/// What an attribute is said of, the values that it takes, and when it is asked for.
pub fn attribute_fields(attribute: &Attribute) -> Vec<FieldWords> {
    let choices = |choices: &[Choice]| listed(choices.iter().map(|choice| quoted(&choice.name)));
    let kind = match &attribute.kind {
        AttributeKind::Choice(of) => format!("one of {}", choices(of)),
        AttributeKind::Choices(of) => format!("several of {}", choices(of)),
        AttributeKind::YesNo => "yes or no".to_owned(),
        AttributeKind::Number { least, most } => {
            let bound = |bound: &Option<_>| maybe_said(bound.as_ref());
            format!("a number from {} to {}", bound(least), bound(most))
        }
        AttributeKind::Text => "a text".to_owned(),
    };
    vec![
        ("name", quoted(&attribute.name)),
        ("layer", attribute.layer.as_ref().map_or("the article".to_owned(), ToString::to_string)),
        ("values", kind),
        ("necessity", yes(attribute.required)),
        ("default", attribute.default.as_ref().map_or(NOTHING.to_owned(), value_said)),
        ("condition", listed(attribute.when.iter().map(clause))),
        ("guidance", quoted(&attribute.guide)),
    ]
}

/// What a rule proposes, and where.
pub fn rule_fields(rule: &Rule) -> Vec<FieldWords> {
    let seeks = match &rule.seeks {
        Seeks::Words(words) => listed(words.iter().map(|word| quoted(word))),
        Seeks::Expression(expression) => quoted(expression),
    };
    vec![
        ("name", quoted(&rule.name)),
        ("tag", rule.tag.to_string()),
        ("words that it looks for", seeks),
        ("indifference to case", yes(rule.fold)),
        ("looking for whole words", yes(rule.whole_words)),
    ]
}

/// What stands beside a tag, but for its attributes.
pub fn details_fields(details: &Details) -> Vec<FieldWords> {
    let said = details.said();
    let sure = said.confidence.map(|confidence| format!("{} %", confidence.percent()));
    vec![("confidence", sure.unwrap_or(NOTHING.to_owned())), ("flag", yes(said.flagged))]
}

/// A value of an attribute, by the ids of choices as they stand in files.
pub fn value_said(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Set(ids) => listed(ids.iter().map(|id| quoted(id))),
        Value::YesNo(is) => yes(*is),
        Value::Number(number) => number.to_string(),
    }
}

/// A text in quotation marks, or that there is none.
pub fn maybe(text: Option<&impl ToString>) -> String {
    text.map_or(NOTHING.to_owned(), |text| quoted(&text.to_string()))
}

fn maybe_said(value: Option<&impl ToString>) -> String {
    value.map_or("any".to_owned(), ToString::to_string)
}

fn quoted(text: &str) -> String {
    if text.is_empty() { NOTHING.to_owned() } else { format!("“{text}”") }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

fn listed(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() { NOTHING.to_owned() } else { items.join(", ") }
}

fn example(example: &Example) -> String {
    let no = if example.is_positive { "" } else { "not " };
    format!("{no}{}", quoted(&example.text))
}

fn ends(ends: &Ends) -> String {
    let of = |tags: &BTreeSet<TagId>| {
        if tags.is_empty() { "any span".to_owned() } else { listed(tags.iter().map(ToString::to_string)) }
    };
    let way = match ends.direction {
        Direction::Directed => "one way",
        Direction::Symmetric => "both ways",
        Direction::Chain => "as a chain",
    };
    format!("{way} from {} to {}", of(&ends.from), of(&ends.to))
}

fn clause(clause: &Clause) -> String {
    match clause {
        Clause::Tagged(tags) => format!("of {}", listed(tags.iter().map(ToString::to_string))),
        Clause::Has(id, values) => format!("if {id} is {}", listed(values.iter().map(value_said))),
    }
}
