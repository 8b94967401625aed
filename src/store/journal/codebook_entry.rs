//! What the journal's records say of the codebook.

use super::set_entry::range_of;
use super::value_entry::ValueEntry;
use crate::model::{
    AnnotatorId, Attribute, AttributeId, AttributeKind, Becomes, Choice, Clause, CodebookRevision, Direction,
    DocumentId, Ends, Example, ExampleSource, Layer, LayerId, LayerKind, Mapping, Number, Overlap, RecordId, Rule,
    Seeks, SetKey, Tag, TagColor, TagId, Timestamp, Which,
};
use crate::store::plain::Plain;
use crate::text::Granularity;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerEntry {
    id: Plain<LayerId>,
    name: String,
    kind: u8,
    overlap: u8,
    granularity: u8,
    crosses_paragraphs: bool,
    zero_width: bool,
    required: bool,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagEntry {
    id: Plain<TagId>,
    layer: Plain<LayerId>,
    name: String,
    parent: Option<Plain<TagId>>,
    key: Option<char>,
    slot: Option<u8>,
    seed: [u8; 3],
    short: Option<String>,
    aliases: Vec<String>,
    guide: String,
    use_when: String,
    not_when: String,
    examples: Vec<ExampleEntry>,
    direction: u8,
    from: Vec<Plain<TagId>>,
    to: Vec<Plain<TagId>>,
    revised: Option<i64>,
}

/// A tag with what files of other tools call it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabeledTagEntry {
    tag: TagEntry,
    label: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ExampleEntry {
    text: String,
    is_positive: bool,
    why: String,
    source: Option<(Plain<DocumentId>, u32, u32)>,
}

pub fn layer_entry(layer: &Layer) -> LayerEntry {
    let overlap = match layer.overlap {
        Overlap::Any => 0,
        Overlap::Nested => 1,
        Overlap::None => 2,
    };
    let kind = match layer.kind {
        LayerKind::Span => 0,
        LayerKind::Relation => 1,
        LayerKind::Document => 2,
    };
    let granularity = match layer.granularity {
        Granularity::Grapheme => 0,
        Granularity::Word => 1,
        Granularity::Sentence => 2,
        Granularity::Paragraph => 3,
    };
    LayerEntry {
        id: Plain(layer.id.clone()),
        name: layer.name.clone(),
        kind,
        overlap,
        granularity,
        crosses_paragraphs: layer.crosses_paragraphs,
        zero_width: layer.zero_width,
        required: layer.required,
    }
}

pub fn layer_of(entry: LayerEntry) -> Layer {
    let overlap = match entry.overlap {
        1 => Overlap::Nested,
        2 => Overlap::None,
        _ => Overlap::Any,
    };
    let kind = match entry.kind {
        1 => LayerKind::Relation,
        2 => LayerKind::Document,
        _ => LayerKind::Span,
    };
    let granularity = match entry.granularity {
        1 => Granularity::Word,
        2 => Granularity::Sentence,
        3 => Granularity::Paragraph,
        _ => Granularity::Grapheme,
    };
    Layer {
        id: entry.id.0,
        name: entry.name,
        kind,
        overlap,
        granularity,
        crosses_paragraphs: entry.crosses_paragraphs,
        zero_width: entry.zero_width,
        required: entry.required,
    }
}

pub fn tag_entry(tag: &Tag) -> TagEntry {
    let (slot, seed) = match tag.color {
        TagColor::Slot(slot) => (Some(slot), [0; 3]),
        TagColor::Seed(seed) => (None, seed),
    };
    TagEntry {
        id: Plain(tag.id.clone()),
        layer: Plain(tag.layer.clone()),
        name: tag.name.clone(),
        parent: tag.parent.clone().map(Plain),
        key: tag.key,
        slot,
        seed,
        short: tag.short.as_ref().map(ToString::to_string),
        aliases: tag.aliases.clone(),
        guide: tag.guide.clone(),
        use_when: tag.use_when.clone(),
        not_when: tag.not_when.clone(),
        examples: tag.examples.iter().map(example_entry).collect(),
        direction: match tag.ends.direction {
            Direction::Directed => 0,
            Direction::Symmetric => 1,
            Direction::Chain => 2,
        },
        from: tag.ends.from.iter().cloned().map(Plain).collect(),
        to: tag.ends.to.iter().cloned().map(Plain).collect(),
        revised: tag.revised.map(Timestamp::seconds),
    }
}

fn example_entry(example: &Example) -> ExampleEntry {
    let source = example.source.as_ref();
    let source = source.map(|it| (Plain(it.document.clone()), it.range.start().get(), it.range.end().get()));
    ExampleEntry { text: example.text.clone(), is_positive: example.is_positive, why: example.why.clone(), source }
}

fn example_of(entry: ExampleEntry) -> Option<Example> {
    let source = match entry.source {
        Some((document, start, end)) => Some(ExampleSource { document: document.0, range: range_of((start, end))? }),
        None => None,
    };
    Some(Example { text: entry.text, is_positive: entry.is_positive, why: entry.why, source })
}

pub fn labeled_tag_entry(tag: &Tag) -> LabeledTagEntry {
    LabeledTagEntry { tag: tag_entry(tag), label: tag.label.as_ref().map(ToString::to_string) }
}

pub fn labeled_tag_of(entry: LabeledTagEntry) -> Option<Tag> {
    Some(Tag { label: entry.label.map(Into::into), ..tag_of(entry.tag)? })
}

pub fn tag_of(entry: TagEntry) -> Option<Tag> {
    let direction = match entry.direction {
        1 => Direction::Symmetric,
        2 => Direction::Chain,
        _ => Direction::Directed,
    };
    let tags = |ids: Vec<Plain<TagId>>| ids.into_iter().map(|id| id.0).collect();
    Some(Tag {
        use_when: entry.use_when,
        not_when: entry.not_when,
        examples: entry.examples.into_iter().map(example_of).collect::<Option<_>>()?,
        ends: Ends { direction, from: tags(entry.from), to: tags(entry.to) },
        revised: entry.revised.map(Timestamp::new),
        id: entry.id.0,
        layer: entry.layer.0,
        name: entry.name,
        label: None,
        parent: entry.parent.map(|parent| parent.0),
        key: entry.key,
        color: entry.slot.map_or(TagColor::Seed(entry.seed), TagColor::Slot),
        short: entry.short.map(Into::into),
        aliases: entry.aliases,
        guide: entry.guide,
    })
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeEntry {
    id: Plain<AttributeId>,
    name: String,
    layer: Option<Plain<LayerId>>,
    kind: KindEntry,
    required: bool,
    default: Option<ValueEntry>,
    when: Vec<ClauseEntry>,
    guide: String,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum KindEntry {
    Choice(Vec<(String, String)>),
    Choices(Vec<(String, String)>),
    YesNo,
    Number(Option<ValueEntry>, Option<ValueEntry>),
    Text,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum ClauseEntry {
    Tagged(Vec<Plain<TagId>>),
    Has(Plain<AttributeId>, Vec<ValueEntry>),
}

pub fn attribute_entry(attribute: &Attribute) -> AttributeEntry {
    let names = |choices: &[Choice]| choices.iter().map(|it| (it.id.to_string(), it.name.clone())).collect();
    let bound = |number: Option<Number>| number.map(|number| ValueEntry::from_value(&number.into()));
    AttributeEntry {
        id: Plain(attribute.id.clone()),
        name: attribute.name.clone(),
        layer: attribute.layer.clone().map(Plain),
        kind: match &attribute.kind {
            AttributeKind::Choice(choices) => KindEntry::Choice(names(choices)),
            AttributeKind::Choices(choices) => KindEntry::Choices(names(choices)),
            AttributeKind::YesNo => KindEntry::YesNo,
            AttributeKind::Number { least, most } => KindEntry::Number(bound(*least), bound(*most)),
            AttributeKind::Text => KindEntry::Text,
        },
        required: attribute.required,
        default: attribute.default.as_ref().map(ValueEntry::from_value),
        when: attribute.when.iter().map(clause_entry).collect(),
        guide: attribute.guide.clone(),
    }
}

pub fn attribute_of(entry: AttributeEntry) -> Option<Attribute> {
    let choices =
        |names: Vec<(String, String)>| names.into_iter().map(|(id, name)| Choice { id: id.into(), name }).collect();
    Some(Attribute {
        id: entry.id.0,
        name: entry.name,
        layer: entry.layer.map(|layer| layer.0),
        kind: match entry.kind {
            KindEntry::Choice(names) => AttributeKind::Choice(choices(names)),
            KindEntry::Choices(names) => AttributeKind::Choices(choices(names)),
            KindEntry::YesNo => AttributeKind::YesNo,
            KindEntry::Number(least, most) => {
                let bound = |entry: Option<ValueEntry>| entry.and_then(ValueEntry::into_number);
                AttributeKind::Number { least: bound(least), most: bound(most) }
            }
            KindEntry::Text => AttributeKind::Text,
        },
        required: entry.required,
        default: entry.default.and_then(ValueEntry::into_value),
        when: entry.when.into_iter().map(clause_of).collect::<Option<_>>()?,
        guide: entry.guide,
    })
}

fn clause_entry(clause: &Clause) -> ClauseEntry {
    match clause {
        Clause::Tagged(tags) => ClauseEntry::Tagged(tags.iter().cloned().map(Plain).collect()),
        Clause::Has(id, values) => {
            ClauseEntry::Has(Plain(id.clone()), values.iter().map(ValueEntry::from_value).collect())
        }
    }
}

fn clause_of(entry: ClauseEntry) -> Option<Clause> {
    Some(match entry {
        ClauseEntry::Tagged(tags) => Clause::Tagged(tags.into_iter().map(|tag| tag.0).collect()),
        ClauseEntry::Has(id, values) => {
            Clause::Has(id.0, values.into_iter().map(ValueEntry::into_value).collect::<Option<_>>()?)
        }
    })
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionEntry {
    made: i64,
    by: Option<Plain<AnnotatorId>>,
    title: String,
    mappings: Vec<MappingEntry>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct MappingEntry {
    from: Plain<TagId>,
    which: WhichEntry,
    to: BecomesEntry,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum WhichEntry {
    All,
    Matching(String),
    With(Plain<AttributeId>, ValueEntry),
    Picked(Vec<(Plain<DocumentId>, Plain<AnnotatorId>, Plain<RecordId>)>),
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum BecomesEntry {
    Nothing,
    Tagged(Plain<TagId>, Vec<(Plain<AttributeId>, Option<ValueEntry>)>),
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleEntry {
    name: String,
    tag: Plain<TagId>,
    words: Vec<String>,
    expression: Option<String>,
    fold: bool,
    whole_words: bool,
}

pub fn rule_entry(rule: &Rule) -> RuleEntry {
    let (words, expression) = match &rule.seeks {
        Seeks::Words(words) => (words.iter().map(ToString::to_string).collect(), None),
        Seeks::Expression(pattern) => (Vec::new(), Some(pattern.clone())),
    };
    let tag = Plain(rule.tag.clone());
    RuleEntry { name: rule.name.clone(), tag, words, expression, fold: rule.fold, whole_words: rule.whole_words }
}

pub fn rule_of(id: RecordId, entry: RuleEntry) -> Rule {
    let RuleEntry { name, tag, words, expression, fold, whole_words } = entry;
    let words = || Seeks::Words(words.into_iter().map(Into::into).collect());
    Rule { id, name, tag: tag.0, seeks: expression.map_or_else(words, Seeks::Expression), fold, whole_words }
}

pub fn revision_entry(revision: &CodebookRevision) -> RevisionEntry {
    RevisionEntry {
        made: revision.made.seconds(),
        by: revision.by.clone().map(Plain),
        title: revision.title.clone(),
        mappings: revision.mappings.iter().map(mapping_entry).collect(),
    }
}

pub fn revision_of(id: RecordId, entry: RevisionEntry) -> Option<CodebookRevision> {
    Some(CodebookRevision {
        id,
        made: Timestamp::new(entry.made),
        by: entry.by.map(|by| by.0),
        title: entry.title,
        mappings: entry.mappings.into_iter().map(mapping_of).collect::<Option<_>>()?,
    })
}

fn mapping_entry(mapping: &Mapping) -> MappingEntry {
    let which = match &mapping.which {
        Which::All => WhichEntry::All,
        Which::Matching(pattern) => WhichEntry::Matching(pattern.clone()),
        Which::With(id, value) => WhichEntry::With(Plain(id.clone()), ValueEntry::from_value(value)),
        Which::Picked(picked) => {
            let names = |(key, id): &(SetKey, RecordId)| {
                (Plain(key.document.clone()), Plain(key.annotator.clone()), Plain(*id))
            };
            WhichEntry::Picked(picked.iter().map(names).collect())
        }
    };
    let to = match &mapping.to {
        Becomes::Nothing => BecomesEntry::Nothing,
        Becomes::Tagged(tag, values) => {
            let values =
                values.iter().map(|(id, value)| (Plain(id.clone()), value.as_ref().map(ValueEntry::from_value)));
            BecomesEntry::Tagged(Plain(tag.clone()), values.collect())
        }
    };
    MappingEntry { from: Plain(mapping.from.clone()), which, to }
}

fn mapping_of(entry: MappingEntry) -> Option<Mapping> {
    let which = match entry.which {
        WhichEntry::All => Which::All,
        WhichEntry::Matching(pattern) => Which::Matching(pattern),
        WhichEntry::With(id, value) => Which::With(id.0, value.into_value()?),
        WhichEntry::Picked(picked) => {
            let key = |document: Plain<DocumentId>, annotator: Plain<AnnotatorId>| SetKey {
                document: document.0,
                annotator: annotator.0,
            };
            Which::Picked(
                picked.into_iter().map(|(document, annotator, id)| (key(document, annotator), id.0)).collect(),
            )
        }
    };
    let to = match entry.to {
        BecomesEntry::Nothing => Becomes::Nothing,
        BecomesEntry::Tagged(tag, values) => {
            let value = |(id, value): (Plain<AttributeId>, Option<ValueEntry>)| match value {
                Some(value) => Some((id.0, Some(value.into_value()?))),
                None => Some((id.0, None)),
            };
            Becomes::Tagged(tag.0, values.into_iter().map(value).collect::<Option<_>>()?)
        }
    };
    Some(Mapping { from: entry.from.0, which, to })
}
