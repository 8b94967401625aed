//! From the names that files have for layers, tags and attributes to those of the codebook; what it lacks is made, as the
//! files define it where they do.

mod define;
mod values;

use self::values::{Seen, as_kind};
use super::exchange::{self, Label};
use crate::edit::{default_layer, slug};
use crate::model::{
    Attribute, AttributeId, AttributeKind, Codebook, Layer, LayerId, LayerKind, Tag, TagColor, TagId, Value,
};
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The codebook that grows with what is read.
#[derive(Clone, Debug)]
pub(super) struct Vocabulary {
    /// The codebook as it was before anything was read.
    before: Codebook,
    codebook: Codebook,
    tags: HashMap<(LayerKind, Label), TagId>,
    new_tags: Vec<TagId>,
    /// Those of the new tags of which no file has said yet what they are.
    undefined: HashSet<TagId>,
    /// Those of the new tags of which it is a guess what they mark.
    guessed: HashSet<TagId>,
    new_layers: Vec<LayerId>,
    attributes: HashMap<(Option<LayerId>, SmolStr), AttributeId>,
    seen: BTreeMap<AttributeId, Seen>,
    /// What the files say of tags and attributes themselves.
    codebooks: Vec<exchange::Codebook>,
}

impl Vocabulary {
    /// Nothing read yet.
    pub(super) fn new(codebook: &Codebook) -> Self {
        Self {
            before: codebook.clone(),
            codebook: codebook.clone(),
            tags: HashMap::new(),
            new_tags: Vec::new(),
            undefined: HashSet::new(),
            guessed: HashSet::new(),
            new_layers: Vec::new(),
            attributes: HashMap::new(),
            seen: BTreeMap::new(),
            codebooks: Vec::new(),
        }
    }

    /// The codebook with all that was made.
    pub(super) fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// The layers and tags that were made, in the order in which they were asked for.
    pub(super) fn new_tags(&self) -> impl Iterator<Item = &Tag> {
        self.new_tags.iter().filter_map(|id| self.codebook.tag(id))
    }

    /// The layers that were made.
    pub(super) fn new_layers(&self) -> impl Iterator<Item = &Layer> {
        self.new_layers.iter().filter_map(|id| self.codebook.layer(id))
    }

    /// The attributes that were made, of a kind that takes all values they were seen with.
    pub(super) fn new_attributes(&self) -> Vec<Attribute> {
        let made =
            self.codebook.attributes.iter().filter_map(|attribute| Some((attribute, self.seen.get(&attribute.id)?)));
        made.map(|(attribute, seen)| Attribute { kind: seen.kind(), ..attribute.clone() }).collect()
    }

    /// The attributes that were made and could not have as their id what files call them, by that name.
    pub(super) fn renamed_attributes(&self) -> BTreeMap<&str, &AttributeId> {
        let asked = self.attributes.iter().map(|((_, name), id)| (name.as_str(), id));
        asked.filter(|(name, id)| id.as_str() != *name && self.seen.contains_key(*id)).collect()
    }

    /// The tag of some kind that a file means by a name: the one that is called so, else one that was there before with that
    /// id or name, whatever its case, else a new one. There is none only where no layer can be named, which does not happen.
    pub(super) fn tag(&mut self, kind: LayerKind, label: &Label) -> Option<TagId> {
        let asked = (kind, label.clone());
        if let Some(id) = self.tags.get(&asked) {
            return Some(id.clone());
        }
        let id = match self.met(kind, label) {
            Some((id, _)) => id,
            None => self.make(kind, label, None, None)?,
        };
        self.tags.insert(asked, id.clone());
        Some(id)
    }

    /// The tag of a kind that is there already, and whether it was taken for one of another kind until now.
    fn met(&mut self, kind: LayerKind, label: &Label) -> Option<(TagId, bool)> {
        if let Some(id) = self.known(kind, label).map(|tag| tag.id.clone()) {
            self.guessed.remove(&id);
            return Some((id, false));
        }
        let guess = self.new_tags().find(|tag| tag.called() == label.tag && self.guessed.contains(&tag.id));
        let id = guess.filter(|_| label.layer.is_none()).map(|tag| tag.id.clone())?;
        self.turn(&id, kind)?;
        Some((id, true))
    }

    /// Makes a tag, and those under it, to one of another kind than was guessed.
    fn turn(&mut self, id: &TagId, kind: LayerKind) -> Option<()> {
        let layer = self.layer_for(kind, None)?;
        let is_turned = |tag: &&Tag| self.guessed.contains(&tag.id) && self.codebook.is_within(&tag.id, id);
        let turned: HashSet<TagId> = self.codebook.in_order().filter(is_turned).map(|tag| tag.id.clone()).collect();
        for tag in self.codebook.tags.values_mut() {
            let is_turned = turned.contains(&tag.id);
            let is_parted = tag.id == *id || (!is_turned && tag.parent.as_ref().is_some_and(|up| turned.contains(up)));
            if is_turned || is_parted {
                let parent = tag.parent.clone().filter(|_| !is_parted);
                let layer = if is_turned { layer.clone() } else { tag.layer.clone() };
                *tag = Arc::new(Tag { layer, parent, ..Tag::clone(tag) });
            }
        }
        self.tags.retain(|_, known| !turned.contains(known));
        self.guessed.remove(id);
        Some(())
    }

    /// Where a layer is named, a tag of that name in it comes before others.
    fn known(&self, kind: LayerKind, label: &Label) -> Option<&Tag> {
        let layer = label.layer.as_deref().and_then(|name| self.layer_named(kind, name));
        let within = layer.and_then(|layer| self.known_in(layer, &label.tag));
        within.or_else(|| self.before.meant(kind, &label.tag)).or_else(|| {
            // One that was made for another layer of the same files is not this one.
            let is_it = |tag: &&Tag| tag.called() == label.tag && self.codebook.kind_of(tag) == kind;
            self.new_tags().find(is_it).filter(|_| label.layer.is_none())
        })
    }

    /// New tags are told apart exactly, those that were there before are found whatever the case.
    fn known_in(&self, layer: &Layer, name: &str) -> Option<&Tag> {
        let there = || self.codebook.in_order().filter(|tag| tag.layer == layer.id);
        let folded = name.to_lowercase();
        let is_named = |tag: &&Tag| tag.id.as_str() == name || tag.name.to_lowercase() == folded;
        let called = there().find(|tag| tag.called() == name);
        called.or_else(|| there().filter(|tag| self.before.tag(&tag.id).is_some()).find(is_named))
    }

    fn layer_named(&self, kind: LayerKind, name: &str) -> Option<&Layer> {
        let folded = name.to_lowercase();
        let is_it = |layer: &&Layer| layer.id.as_str() == name || layer.name.to_lowercase() == folded;
        self.codebook.layers.iter().filter(|layer| layer.kind == kind).find(is_it)
    }

    /// A new tag: in a layer, else in that which the file names, else the first of its kind; of a color, else the first free.
    fn make(
        &mut self,
        kind: LayerKind,
        label: &Label,
        layer: Option<LayerId>,
        color: Option<TagColor>,
    ) -> Option<TagId> {
        let name = &*label.tag;
        let stem = slug(name, "tag");
        let as_it_is = TagId::new(name).ok();
        let slugged = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
        let mut ids = as_it_is.into_iter().chain(slugged.filter_map(|id| TagId::new(&id).ok()));
        let id = ids.find(|id| self.codebook.tag(id).is_none())?;
        let layer = match layer {
            Some(layer) => layer,
            None => self.layer_for(kind, label.layer.as_deref())?,
        };
        let label = (id.as_str() != name && !name.trim().is_empty()).then(|| label.tag.clone());
        let name = readable(name).unwrap_or(stem);
        let color = color.unwrap_or_else(|| TagColor::Slot(self.codebook.free_slot()));
        let tag = Tag { label, color, key: self.codebook.free_key(), ..Tag::new(id.clone(), layer, name) };
        self.codebook.order.push(id.clone());
        self.codebook.tags.insert(id.clone(), Arc::new(tag));
        self.new_tags.push(id.clone());
        self.undefined.insert(id.clone());
        Some(id)
    }

    /// The layer that a new tag goes into: the one that the file names, else the first of its kind.
    fn layer_for(&mut self, kind: LayerKind, name: Option<&str>) -> Option<LayerId> {
        let there = match name {
            Some(name) => self.layer_named(kind, name),
            None => self.codebook.first_layer(kind),
        };
        if let Some(layer) = there {
            return Some(layer.id.clone());
        }
        let layer = match name {
            Some(name) => {
                let stem = slug(name, "layer");
                let as_it_is = LayerId::new(name).ok();
                let slugged = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
                let mut ids = as_it_is.into_iter().chain(slugged.filter_map(|id| LayerId::new(&id).ok()));
                let id = ids.find(|id| self.codebook.layer(id).is_none())?;
                Layer { kind, ..Layer::new(id, readable(name).unwrap_or(stem)) }
            }
            None => default_layer(&self.codebook, kind)?,
        };
        let id = layer.id.clone();
        self.codebook.layers.push(layer);
        self.new_layers.push(id.clone());
        Some(id)
    }

    /// The attribute that a file means by a name, of a layer or of documents, and the value as the codebook has it. There is
    /// none for a value that says nothing.
    pub(super) fn value(&mut self, layer: Option<&LayerId>, name: &str, value: &Value) -> Option<(AttributeId, Value)> {
        if matches!(value, Value::Text(text) if text.is_empty()) || matches!(value, Value::Set(ids) if ids.is_empty()) {
            return None;
        }
        let asked = (layer.cloned(), SmolStr::from(name));
        let id = match self.attributes.get(&asked) {
            Some(id) => id.clone(),
            None => {
                let id = self.attribute(layer, name)?;
                self.attributes.insert(asked, id.clone());
                id
            }
        };
        if let Some(seen) = self.seen.get_mut(&id) {
            seen.add(value);
            return Some((id, value.clone()));
        }
        let attribute = self.codebook.attribute(&id)?;
        let value = as_kind(&attribute.kind, value);
        Some((id, value))
    }

    fn attribute(&mut self, layer: Option<&LayerId>, name: &str) -> Option<AttributeId> {
        let folded = name.to_lowercase();
        // New ones are told apart exactly.
        let is_alike = |it: &Attribute| it.name.to_lowercase() == folded && !self.seen.contains_key(&it.id);
        let is_it = |it: &&Attribute| it.id.as_str() == name || it.name == name || is_alike(it);
        let mut here = self.codebook.attributes.iter().filter(|it| it.layer.as_ref() == layer);
        if let Some(attribute) = here.find(is_it) {
            return Some(attribute.id.clone());
        }
        // One of another layer is meant where the name is its id, unless it was made for that layer just now.
        let own = self.codebook.attributes.iter().find(|it| it.id.as_str() == name && !self.seen.contains_key(&it.id));
        if let Some(attribute) = own {
            return Some(attribute.id.clone());
        }
        let stem = slug(name, "attribute");
        let as_it_is = AttributeId::new(name).ok();
        let slugged = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
        let mut ids = as_it_is.into_iter().chain(slugged.filter_map(|id| AttributeId::new(&id).ok()));
        let id = ids.find(|id| self.codebook.attribute(id).is_none())?;
        let attribute = Attribute {
            name: readable(name).unwrap_or(stem),
            ..Attribute::new(id.clone(), layer.cloned(), AttributeKind::Text)
        };
        let definition = self.definition(layer, name);
        let seen = definition.map_or_else(Seen::default, |it| Seen::of(it.kind.clone()));
        let attribute = match definition {
            Some(definition) => self.defined(attribute, definition),
            None => attribute,
        };
        self.codebook.attributes.push(attribute);
        self.seen.insert(id.clone(), seen);
        Some(id)
    }

    /// A value as a new attribute has it at last, when all its values are known.
    pub(super) fn settled(&self, id: &AttributeId, value: Value) -> Value {
        match self.seen.get(id) {
            Some(seen) => as_kind(&seen.kind(), &value),
            None => value,
        }
    }

    /// Whether values of a new attribute are of several kinds, so that some must be settled.
    pub(super) fn is_mixed(&self) -> bool {
        self.seen.values().any(Seen::is_mixed)
    }
}

/// A name as people can read it; nothing when there is nothing to read.
fn readable(name: &str) -> Option<String> {
    let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
    let plain = plain.trim();
    (!plain.is_empty()).then(|| plain.to_owned())
}
