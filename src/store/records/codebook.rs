//! `project.ron`, and a codebook in a file of its own: layers and tags, one a line, in the order that people gave them.

use super::is_default;
use crate::edit::key_of;
use crate::model::{Codebook, Layer, LayerId, Overlap, RecordId, Tag, TagColor, TagId};
use crate::store::FORMAT;
use crate::store::plain::Plain;
use crate::store::ron_text::{Refused, Versioned};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// The one record of `project.ron`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectRecord {
    format: u32,
    /// The project's id.
    pub id: Plain<RecordId>,
    /// The project's name.
    pub name: String,
    layers: Vec<LayerRecord>,
    tags: Vec<TagRecord>,
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
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    #[default]
    Span,
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
    pub fn new(id: RecordId, name: &str, codebook: &Codebook) -> Self {
        let (layers, tags) = records_of(codebook);
        Self { format: FORMAT, id: Plain(id), name: name.to_owned(), layers, tags }
    }

    /// Its codebook.
    pub fn into_codebook(self) -> Result<Codebook, Refused> {
        codebook_of(self.layers, self.tags)
    }
}

impl CodebookRecord {
    /// What a codebook's own file says.
    pub fn new(name: &str, codebook: &Codebook) -> Self {
        let (layers, tags) = records_of(codebook);
        Self { format: FORMAT, name: name.to_owned(), layers, tags }
    }

    /// The codebook.
    pub fn into_codebook(self) -> Result<Codebook, Refused> {
        codebook_of(self.layers, self.tags)
    }
}

fn records_of(codebook: &Codebook) -> (Vec<LayerRecord>, Vec<TagRecord>) {
    let ordered: BTreeSet<&TagId> = codebook.order.iter().collect();
    let unordered = codebook.tags.values().map(|tag| &**tag).filter(|tag| !ordered.contains(&tag.id));
    let tags = codebook.in_order().chain(unordered).map(tag_record).collect();
    (codebook.layers.iter().map(layer_record).collect(), tags)
}

fn layer_record(layer: &Layer) -> LayerRecord {
    let overlap = match layer.overlap {
        Overlap::Any => OverlapRecord::Any,
        Overlap::Nested => OverlapRecord::Nested,
        Overlap::None => OverlapRecord::None,
    };
    let name = (layer.name != layer.id.as_str()).then(|| layer.name.clone());
    LayerRecord { id: Plain(layer.id.clone()), name, kind: Kind::Span, overlap }
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
        parent: tag.parent.clone().map(Plain),
        key: tag.key.map(String::from),
        hue,
        color,
        short: tag.short.clone().map(Plain),
        aliases: tag.aliases.clone(),
        guide: tag.guide.clone(),
    }
}

/// A codebook whose ids and keys stand once, whose tags have a layer, and whose parents run in no circle.
fn codebook_of(layers: Vec<LayerRecord>, tags: Vec<TagRecord>) -> Result<Codebook, Refused> {
    let layers: Vec<Layer> = layers.into_iter().map(layer_of).collect();
    let mut layer_ids = BTreeSet::new();
    if let Some(twice) = layers.iter().find(|layer| !layer_ids.insert(&layer.id)) {
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
    let codebook = Codebook::new(layers, made);
    let circles = codebook.in_circles();
    if let Some(tag) = codebook.in_order().find(|tag| circles.contains(&tag.id)) {
        return Err(Refused::record(&tag.id, format!("the tag {} stands under itself", tag.id)));
    }
    Ok(codebook)
}

fn layer_of(record: LayerRecord) -> Layer {
    let overlap = match record.overlap {
        OverlapRecord::Any => Overlap::Any,
        OverlapRecord::Nested => Overlap::Nested,
        OverlapRecord::None => Overlap::None,
    };
    let id = record.id.0;
    Layer { name: record.name.unwrap_or_else(|| id.to_string()), id, overlap }
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
    Ok(Tag {
        id,
        layer: record.layer.0,
        name: record.name,
        parent: record.parent.map(|parent| parent.0),
        key,
        color,
        short: record.short.map(|short| short.0),
        aliases: record.aliases,
        guide: record.guide,
    })
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
