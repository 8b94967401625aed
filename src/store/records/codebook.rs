//! `project.ron`, and a codebook in a file of its own: layers and tags, one a line, in the order that people gave them.

use super::attribute::AttributeRecord;
use super::revision::RevisionRecord;
use super::rule::RuleRecord;
use super::workflow::WorkflowRecord;
use super::{is_default, is_yes, yes};
use crate::edit::key_of;
use crate::model::{
    Attribute, Codebook, Direction, DocumentId, Ends, Example, ExampleSource, Layer, LayerId, LayerKind, Overlap,
    Project, RecordId, Tag, TagColor, TagId, Timestamp,
};
use crate::store::FORMAT;
use crate::store::plain::Plain;
use crate::store::ron_text::{Refused, Versioned};
use crate::text::{Granularity, Offset, TextRange};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The one record of `project.ron`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectRecord {
    format: u32,
    id: Plain<RecordId>,
    name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    workflow: WorkflowRecord,
    #[serde(default, skip_serializing_if = "is_default")]
    filters: BTreeMap<String, String>,
    layers: Vec<LayerRecord>,
    tags: Vec<TagRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    attributes: Vec<AttributeRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    rules: Vec<RuleRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    revisions: Vec<RevisionRecord>,
}

/// The one record of a codebook's own file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodebookRecord {
    format: u32,
    /// What people call the codebook.
    pub name: String,
    layers: Vec<LayerRecord>,
    tags: Vec<TagRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    attributes: Vec<AttributeRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    rules: Vec<RuleRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    revisions: Vec<RevisionRecord>,
}

/// A layer on its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerRecord {
    id: Plain<LayerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default)]
    kind: Kind,
    #[serde(default, skip_serializing_if = "is_default")]
    overlap: OverlapRecord,
    #[serde(default, skip_serializing_if = "is_default")]
    granularity: GranularityRecord,
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    crosses_paragraphs: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    zero_width: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    required: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    #[default]
    Span,
    Relation,
    Document,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum GranularityRecord {
    #[default]
    Character,
    Word,
    Sentence,
    Paragraph,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum DirectionRecord {
    #[default]
    Directed,
    Symmetric,
    Chain,
}

/// A passage that shows what a tag is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleRecord {
    text: String,
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    positive: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    why: String,
    /// Where it was found: the document, and the range in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<(Plain<DocumentId>, u32, u32)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum OverlapRecord {
    #[default]
    Any,
    Nested,
    None,
}

/// A tag on its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagRecord {
    id: Plain<TagId>,
    layer: Plain<LayerId>,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<Plain<SmolStr>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<Plain<TagId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hue: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    color: Option<Plain<Seed>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    short: Option<Plain<SmolStr>>,
    #[serde(default, skip_serializing_if = "is_default")]
    aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    guide: String,
    #[serde(default, skip_serializing_if = "is_default")]
    use_when: String,
    #[serde(default, skip_serializing_if = "is_default")]
    not_when: String,
    #[serde(default, skip_serializing_if = "is_default")]
    examples: Vec<ExampleRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    direction: DirectionRecord,
    #[serde(default, skip_serializing_if = "is_default")]
    from: BTreeSet<Plain<TagId>>,
    #[serde(default, skip_serializing_if = "is_default")]
    to: BTreeSet<Plain<TagId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revised: Option<Plain<Timestamp>>,
}

/// `#a0c4ff`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seed([u8; 3]);

impl std::fmt::Display for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl std::str::FromStr for Seed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("{text:?} is not a color such as #a0c4ff");
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(refused)?;
        let number = u32::from_str_radix(digits, 16).map_err(|_| refused())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl Versioned for ProjectRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

impl Versioned for CodebookRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

impl ProjectRecord {
    /// What `project.ron` says of a project.
    pub fn from_project(project: &Project) -> Self {
        let Lists { layers, tags, attributes, rules, revisions } = lists_of(&project.codebook);
        Self {
            format: FORMAT,
            id: Plain(project.id),
            name: project.name.clone(),
            workflow: WorkflowRecord::from_workflow(&project.workflow),
            filters: project.filters.iter().map(|(name, query)| (name.clone(), query.clone())).collect(),
            layers,
            tags,
            attributes,
            rules,
            revisions,
        }
    }

    /// The project, without all that stands in other files.
    pub fn into_project(self) -> Result<Project, Refused> {
        let Self { id, name, workflow, filters, layers, tags, attributes, rules, revisions, .. } = self;
        let codebook = codebook_of(Lists { layers, tags, attributes, rules, revisions })?;
        let workflow = Arc::new(workflow.into_workflow());
        let filters = filters.into_iter().collect();
        Ok(Project { workflow, filters, ..Project::new(id.0, name, codebook) })
    }
}

impl CodebookRecord {
    /// What a codebook's own file says.
    pub fn new(name: &str, codebook: &Codebook) -> Self {
        let Lists { layers, tags, attributes, rules, revisions } = lists_of(codebook);
        Self { format: FORMAT, name: name.to_owned(), layers, tags, attributes, rules, revisions }
    }

    /// The codebook.
    pub fn into_codebook(self) -> Result<Codebook, Refused> {
        let Self { layers, tags, attributes, rules, revisions, .. } = self;
        codebook_of(Lists { layers, tags, attributes, rules, revisions })
    }
}

/// What both files have in common.
struct Lists {
    layers: Vec<LayerRecord>,
    tags: Vec<TagRecord>,
    attributes: Vec<AttributeRecord>,
    rules: Vec<RuleRecord>,
    revisions: Vec<RevisionRecord>,
}

fn lists_of(codebook: &Codebook) -> Lists {
    let ordered: BTreeSet<&TagId> = codebook.order.iter().collect();
    let unordered = codebook.tags.values().map(|tag| &**tag).filter(|tag| !ordered.contains(&tag.id));
    Lists {
        layers: codebook.layers.iter().map(layer_record).collect(),
        tags: codebook.in_order().chain(unordered).map(tag_record).collect(),
        attributes: codebook.attributes.iter().map(AttributeRecord::from_attribute).collect(),
        rules: codebook.rules.values().map(|rule| RuleRecord::from_rule(rule)).collect(),
        revisions: codebook.history().into_iter().map(|revision| RevisionRecord::from_revision(revision)).collect(),
    }
}

fn layer_record(layer: &Layer) -> LayerRecord {
    let overlap = match layer.overlap {
        Overlap::Any => OverlapRecord::Any,
        Overlap::Nested => OverlapRecord::Nested,
        Overlap::None => OverlapRecord::None,
    };
    let name = (layer.name != layer.id.as_str()).then(|| layer.name.clone());
    let kind = match layer.kind {
        LayerKind::Span => Kind::Span,
        LayerKind::Relation => Kind::Relation,
        LayerKind::Document => Kind::Document,
    };
    let granularity = match layer.granularity {
        Granularity::Grapheme => GranularityRecord::Character,
        Granularity::Word => GranularityRecord::Word,
        Granularity::Sentence => GranularityRecord::Sentence,
        Granularity::Paragraph => GranularityRecord::Paragraph,
    };
    LayerRecord {
        id: Plain(layer.id.clone()),
        name,
        kind,
        overlap,
        granularity,
        crosses_paragraphs: layer.crosses_paragraphs,
        zero_width: layer.zero_width,
        required: layer.required,
    }
}

fn tag_record(tag: &Tag) -> TagRecord {
    let (hue, color) = match tag.color {
        TagColor::Slot(slot) => (Some(slot), None),
        TagColor::Seed(seed) => (None, Some(Plain(Seed(seed)))),
    };
    TagRecord {
        id: Plain(tag.id.clone()),
        layer: Plain(tag.layer.clone()),
        name: tag.name.clone(),
        label: tag.label.clone().map(Plain),
        parent: tag.parent.clone().map(Plain),
        key: tag.key.map(String::from),
        hue,
        color,
        short: tag.short.clone().map(Plain),
        aliases: tag.aliases.clone(),
        guide: tag.guide.clone(),
        use_when: tag.use_when.clone(),
        not_when: tag.not_when.clone(),
        examples: tag.examples.iter().map(example_record).collect(),
        direction: match tag.ends.direction {
            Direction::Directed => DirectionRecord::Directed,
            Direction::Symmetric => DirectionRecord::Symmetric,
            Direction::Chain => DirectionRecord::Chain,
        },
        from: tag.ends.from.iter().cloned().map(Plain).collect(),
        to: tag.ends.to.iter().cloned().map(Plain).collect(),
        revised: tag.revised.map(Plain),
    }
}

fn example_record(example: &Example) -> ExampleRecord {
    let source = example.source.as_ref().map(|source| {
        let range = source.range;
        (Plain(source.document.clone()), range.start().get(), range.end().get())
    });
    ExampleRecord { text: example.text.clone(), positive: example.is_positive, why: example.why.clone(), source }
}

/// A codebook whose ids and keys stand once, whose tags have a layer, and whose parents run in no circle.
fn codebook_of(lists: Lists) -> Result<Codebook, Refused> {
    let Lists { layers, tags, attributes, rules, revisions } = lists;
    let layers: Vec<Layer> = layers.into_iter().map(layer_of).collect();
    let mut layer_ids: BTreeSet<LayerId> = BTreeSet::new();
    if let Some(twice) = layers.iter().find(|layer| !layer_ids.insert(layer.id.clone())) {
        return Err(Refused::record(&twice.id, format!("there are two layers with the id {}", twice.id)));
    }
    let mut free_slots = free_slots(&tags).into_iter();
    let mut keys: BTreeMap<char, TagId> = BTreeMap::new();
    let mut made: Vec<Tag> = Vec::with_capacity(tags.len());
    let mut tag_ids = BTreeSet::new();
    for record in tags {
        let id = record.id.0.clone();
        if !tag_ids.insert(id.clone()) {
            return Err(Refused::record(&id, format!("there are two tags with the id {id}")));
        }
        if !layer_ids.contains(&record.layer.0) {
            let why = format!("the tag {id} is in the layer {}, which is not there", record.layer.0);
            return Err(Refused::record(&id, why));
        }
        let tag = tag_of(record, &mut free_slots)?;
        if let Some(other) = tag.key.and_then(|key| keys.insert(key, id.clone())) {
            let key = tag.key.unwrap_or_default();
            return Err(Refused::record(&id, format!("the tags {other} and {id} have the same key {key}")));
        }
        made.push(tag);
    }
    let attributes = attributes_of(attributes, &layer_ids)?;
    let mut codebook = Codebook { attributes, ..Codebook::new(layers, made) };
    for rule in rules {
        let id = rule.id.0;
        let rule = rule.into_rule().map_err(|why| Refused::record(id, why))?;
        if !tag_ids.contains(&rule.tag) {
            let why = format!("the rule {id} proposes the tag {}, which is not there", rule.tag);
            return Err(Refused::record(id, why));
        }
        if codebook.rules.insert(id, Arc::new(rule)).is_some() {
            return Err(Refused::record(id, format!("there are two rules with the id {id}")));
        }
    }
    for revision in revisions {
        let id = revision.id.0;
        if codebook.revisions.insert(id, Arc::new(revision.into_revision())).is_some() {
            return Err(Refused::record(id, format!("there are two revisions with the id {id}")));
        }
    }
    let circles = codebook.in_circles();
    if let Some(tag) = codebook.in_order().find(|tag| circles.contains(&tag.id)) {
        return Err(Refused::record(&tag.id, format!("the tag {} stands under itself", tag.id)));
    }
    Ok(codebook)
}

/// Attributes whose ids stand once, and whose layers are there.
fn attributes_of(records: Vec<AttributeRecord>, layers: &BTreeSet<LayerId>) -> Result<Vec<Attribute>, Refused> {
    let mut ids = BTreeSet::new();
    let mut attributes = Vec::with_capacity(records.len());
    for record in records {
        let id = record.id().clone();
        if !ids.insert(id.clone()) {
            return Err(Refused::record(&id, format!("there are two attributes with the id {id}")));
        }
        if let Some(layer) = record.layer().filter(|layer| !layers.contains(*layer)) {
            return Err(Refused::record(
                &id,
                format!("the attribute {id} belongs to the layer {layer}, which is not there"),
            ));
        }
        attributes.push(record.into_attribute()?);
    }
    Ok(attributes)
}

fn layer_of(record: LayerRecord) -> Layer {
    let overlap = match record.overlap {
        OverlapRecord::Any => Overlap::Any,
        OverlapRecord::Nested => Overlap::Nested,
        OverlapRecord::None => Overlap::None,
    };
    let id = record.id.0;
    Layer {
        name: record.name.unwrap_or_else(|| id.to_string()),
        id,
        kind: match record.kind {
            Kind::Span => LayerKind::Span,
            Kind::Relation => LayerKind::Relation,
            Kind::Document => LayerKind::Document,
        },
        overlap,
        granularity: match record.granularity {
            GranularityRecord::Character => Granularity::Grapheme,
            GranularityRecord::Word => Granularity::Word,
            GranularityRecord::Sentence => Granularity::Sentence,
            GranularityRecord::Paragraph => Granularity::Paragraph,
        },
        crosses_paragraphs: record.crosses_paragraphs,
        zero_width: record.zero_width,
        required: record.required,
    }
}

fn tag_of(record: TagRecord, free_slots: &mut impl Iterator<Item = u8>) -> Result<Tag, Refused> {
    let id = record.id.0;
    let key = record.key.map(|key| checked_key(&id, &key)).transpose()?;
    let color = match (record.hue, record.color) {
        (Some(_), Some(_)) => return Err(Refused::record(&id, format!("the tag {id} has both a hue and a color"))),
        (None, Some(seed)) => TagColor::Seed(seed.0.0),
        (Some(slot), None) => TagColor::Slot(slot),
        (None, None) => TagColor::Slot(free_slots.next().unwrap_or_default()),
    };
    let direction = match record.direction {
        DirectionRecord::Directed => Direction::Directed,
        DirectionRecord::Symmetric => Direction::Symmetric,
        DirectionRecord::Chain => Direction::Chain,
    };
    let tags = |ids: BTreeSet<Plain<TagId>>| ids.into_iter().map(|id| id.0).collect();
    let example = |record| example_of(&id, record);
    Ok(Tag {
        examples: record.examples.into_iter().map(example).collect::<Result<_, _>>()?,
        ends: Ends { direction, from: tags(record.from), to: tags(record.to) },
        use_when: record.use_when,
        not_when: record.not_when,
        revised: record.revised.map(|revised| revised.0),
        id,
        layer: record.layer.0,
        name: record.name,
        label: record.label.map(|label| label.0),
        parent: record.parent.map(|parent| parent.0),
        key,
        color,
        short: record.short.map(|short| short.0),
        aliases: record.aliases,
        guide: record.guide,
    })
}

fn example_of(tag: &TagId, record: ExampleRecord) -> Result<Example, Refused> {
    let source = record.source.map(|(document, start, end)| {
        let range = TextRange::new(Offset::new(start), Offset::new(end));
        let range =
            range.map_err(|error| Refused::record(tag, format!("an example of the tag {tag} cannot be: {error}")))?;
        Ok(ExampleSource { document: document.0, range })
    });
    Ok(Example { text: record.text, is_positive: record.positive, why: record.why, source: source.transpose()? })
}

fn checked_key(id: &TagId, key: &str) -> Result<char, Refused> {
    let mut characters = key.chars();
    let only = characters.next().filter(|_| characters.next().is_none());
    let only =
        only.ok_or_else(|| Refused::record(id, format!("the key {key:?} of the tag {id} is not one character")))?;
    match key_of(only) {
        Ok(checked) if checked == only => Ok(only),
        Ok(checked) => Err(Refused::record(id, format!("the key {only} of the tag {id} must be written {checked}"))),
        Err(error) => Err(Refused::record(id, format!("the tag {id} cannot have its key: {error}"))),
    }
}

/// The slots of the palette that no tag asks for.
fn free_slots(tags: &[TagRecord]) -> Vec<u8> {
    let asked: BTreeSet<u8> = tags.iter().filter_map(|tag| tag.hue).collect();
    (0..=u8::MAX).filter(|slot| !asked.contains(slot)).collect()
}
