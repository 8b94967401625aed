//! From the names that files have for layers, tags and attributes to those of the codebook; what it lacks is made.

use super::exchange::Label;
use crate::edit::{default_layer, slug};
use crate::model::{
    Attribute, AttributeId, AttributeKind, Choice, Codebook, Layer, LayerId, LayerKind, Number, Tag, TagColor, TagId,
    Value,
};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The most values of an attribute that is new for them to be offered as choices.
const CHOICES: usize = 20;

/// The longest of them, in characters.
const CHOICE: usize = 40;

/// The codebook that grows with what is read.
#[derive(Clone, Debug)]
pub(super) struct Vocabulary {
    codebook: Codebook,
    tags: HashMap<(LayerKind, Label), TagId>,
    new_tags: Vec<TagId>,
    new_layers: Vec<LayerId>,
    attributes: HashMap<(Option<LayerId>, SmolStr), AttributeId>,
    seen: BTreeMap<AttributeId, Seen>,
}

/// The values that a new attribute was seen with.
#[derive(Clone, Debug, Default)]
struct Seen {
    texts: BTreeMap<SmolStr, usize>,
    has_sets: bool,
    has_numbers: bool,
    has_flags: bool,
}

impl Vocabulary {
    /// Nothing read yet.
    pub(super) fn new(codebook: &Codebook) -> Self {
        Self {
            codebook: codebook.clone(),
            tags: HashMap::new(),
            new_tags: Vec::new(),
            new_layers: Vec::new(),
            attributes: HashMap::new(),
            seen: BTreeMap::new(),
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

    /// The tag of some kind that a file means by a name: the one with that id, else the only one with that name, else a new
    /// one. There is none only where no layer can be named, which does not happen.
    pub(super) fn tag(&mut self, kind: LayerKind, label: &Label) -> Option<TagId> {
        let asked = (kind, label.clone());
        if let Some(id) = self.tags.get(&asked) {
            return Some(id.clone());
        }
        let id = match self.known(kind, label) {
            Some(tag) => tag.id.clone(),
            None => self.make(kind, label)?,
        };
        self.tags.insert(asked, id.clone());
        Some(id)
    }

    /// Where a layer is named, a tag of that name in it comes before others.
    fn known(&self, kind: LayerKind, label: &Label) -> Option<&Tag> {
        let layer = label.layer.as_deref().and_then(|name| self.layer_named(kind, name));
        let within = layer.and_then(|layer| {
            let folded = label.tag.to_lowercase();
            let is_it = |tag: &&Tag| tag.id.as_str() == label.tag || tag.name.to_lowercase() == folded;
            self.codebook.in_order().filter(|tag| tag.layer == layer.id).find(is_it)
        });
        within.or_else(|| {
            let tag = self.codebook.named(&label.tag).filter(|tag| self.codebook.kind_of(tag) == kind)?;
            // One that was made for another layer of the same files is not this one.
            let is_others = label.layer.is_some() && self.new_tags.contains(&tag.id);
            (!is_others).then_some(tag)
        })
    }

    fn layer_named(&self, kind: LayerKind, name: &str) -> Option<&Layer> {
        let folded = name.to_lowercase();
        let is_it = |layer: &&Layer| layer.id.as_str() == name || layer.name.to_lowercase() == folded;
        self.codebook.layers.iter().filter(|layer| layer.kind == kind).find(is_it)
    }

    fn make(&mut self, kind: LayerKind, label: &Label) -> Option<TagId> {
        let name = &*label.tag;
        let stem = slug(name, "tag");
        let as_it_is = TagId::new(name).ok();
        let slugged = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
        let mut ids = as_it_is.into_iter().chain(slugged.filter_map(|id| TagId::new(&id).ok()));
        let id = ids.find(|id| self.codebook.tag(id).is_none())?;
        let layer = self.layer_for(kind, label.layer.as_deref())?;
        let name = readable(name).unwrap_or(stem);
        let tag = Tag { color: TagColor::Slot(self.codebook.free_slot()), ..Tag::new(id.clone(), layer, name) };
        self.codebook.order.push(id.clone());
        self.codebook.tags.insert(id.clone(), Arc::new(tag));
        self.new_tags.push(id.clone());
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
        let is_it = |it: &&Attribute| it.id.as_str() == name || it.name.to_lowercase() == folded;
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
        self.codebook.attributes.push(attribute);
        self.seen.insert(id.clone(), Seen::default());
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

impl Seen {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.add_text(text),
            Value::Set(ids) => {
                self.has_sets = true;
                ids.iter().for_each(|id| self.add_text(id));
            }
            Value::YesNo(yes) => {
                self.has_flags = true;
                self.add_text(&SmolStr::from(yes.to_string()));
            }
            Value::Number(number) => {
                self.has_numbers = true;
                self.add_text(&SmolStr::from(number.to_string()));
            }
        }
    }

    fn add_text(&mut self, text: &SmolStr) {
        // More than can be choices need not be remembered.
        if self.texts.len() <= CHOICES || self.texts.contains_key(text) {
            *self.texts.entry(text.clone()).or_default() += 1;
        }
    }

    fn is_mixed(&self) -> bool {
        let words = self.texts.keys().any(|text| text.parse::<f64>().is_err() && text != "true" && text != "false");
        [self.has_sets, self.has_numbers, self.has_flags, words && !self.has_sets]
            .into_iter()
            .filter(|has| *has)
            .count()
            > 1
    }

    fn kind(&self) -> AttributeKind {
        let n: usize = self.texts.values().sum();
        let are_short = self.texts.keys().all(|text| text.chars().count() <= CHOICE && !text.contains(['\n', '\r']));
        let is_repeated = self.texts.len() < n || self.texts.len() <= 5;
        let are_choices = self.texts.len() <= CHOICES && are_short && is_repeated;
        let choices = || self.texts.keys().map(|text| Choice { id: text.clone(), name: text.to_string() }).collect();
        match (self.has_sets, self.has_numbers, self.has_flags) {
            (true, ..) => AttributeKind::Choices(choices()),
            (_, true, false) if !self.is_mixed() => AttributeKind::Number { least: None, most: None },
            (_, false, true) if !self.is_mixed() => AttributeKind::YesNo,
            _ if are_choices => AttributeKind::Choice(choices()),
            _ => AttributeKind::Text,
        }
    }
}

/// A value as an attribute of a kind has it, if it can; else as it is.
fn as_kind(kind: &AttributeKind, value: &Value) -> Value {
    let word = match value {
        Value::Text(text) => Some(text.clone()),
        Value::YesNo(yes) => Some(yes.to_string().into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Set(ids) => ids.iter().next().filter(|_| ids.len() == 1).cloned(),
    };
    let choice = |word: &str| {
        let folded = word.to_lowercase();
        let named = || kind.choices().iter().find(|choice| choice.name.to_lowercase() == folded);
        kind.choice(word).or_else(named).map(|choice| choice.id.clone())
    };
    let converted = match (kind, &word) {
        (AttributeKind::Choice(_), Some(word)) => choice(word).map(Value::Text),
        (AttributeKind::Choices(_), Some(word)) => choice(word).map(|id| Value::Set(BTreeSet::from([id]))),
        (AttributeKind::Choices(_), None) => match value {
            Value::Set(ids) => ids.iter().map(|id| choice(id)).collect::<Option<BTreeSet<_>>>().map(Value::Set),
            _ => None,
        },
        (AttributeKind::YesNo, Some(word)) => match word.to_lowercase().as_str() {
            "true" | "yes" | "1" => Some(Value::YesNo(true)),
            "false" | "no" | "0" => Some(Value::YesNo(false)),
            _ => None,
        },
        (AttributeKind::Number { .. }, Some(word)) => word.trim().parse().ok().and_then(Number::new).map(Value::Number),
        (AttributeKind::Text, Some(word)) => Some(Value::Text(word.clone())),
        _ => None,
    };
    converted.filter(|value| kind.takes(value)).unwrap_or_else(|| value.clone())
}

/// A name as people can read it; nothing when there is nothing to read.
fn readable(name: &str) -> Option<String> {
    let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
    let plain = plain.trim();
    (!plain.is_empty()).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(values: &[Value]) -> AttributeKind {
        let mut vocabulary = Vocabulary::new(&Codebook::default());
        for value in values {
            vocabulary.value(None, "sure", value);
        }
        vocabulary.new_attributes().remove(0).kind
    }

    fn choices(ids: &[&str]) -> Vec<Choice> {
        ids.iter().map(|id| Choice { id: (*id).into(), name: (*id).to_owned() }).collect()
    }

    #[test]
    fn a_new_attribute_takes_all_values_that_it_was_seen_with() {
        let text = |text: &str| Value::Text(text.into());
        let number = |n: f64| Value::Number(Number::new(n).unwrap());
        assert_eq!(kind_of(&[Value::YesNo(true), Value::YesNo(false)]), AttributeKind::YesNo);
        assert_eq!(kind_of(&[number(1.0), number(2.5)]), AttributeKind::Number { least: None, most: None });
        assert_eq!(kind_of(&[text("a"), text("b"), text("a")]), AttributeKind::Choice(choices(&["a", "b"])));
        assert_eq!(kind_of(&[text("two\nlines")]), AttributeKind::Text);
        let many: Vec<Value> = (0..6).map(|n| text(&format!("word {n}"))).collect();
        assert_eq!(kind_of(&many), AttributeKind::Text);
        assert_eq!(kind_of(&[Value::YesNo(true), text("maybe")]), AttributeKind::Choice(choices(&["maybe", "true"])));
        let set = Value::Set(BTreeSet::from(["a".into(), "c".into()]));
        assert_eq!(kind_of(&[set, text("b")]), AttributeKind::Choices(choices(&["a", "b", "c"])));
    }

    #[test]
    fn values_come_as_the_codebook_has_them() {
        let check = |kind: AttributeKind, value: &str, expected: Value| {
            assert_eq!(as_kind(&kind, &Value::Text(value.into())), expected);
        };
        let sure = || vec![Choice { id: "sure".into(), name: "Quite sure".to_owned() }];
        check(AttributeKind::Choice(sure()), "quite SURE", Value::Text("sure".into()));
        check(AttributeKind::Choice(sure()), "unsure", Value::Text("unsure".into()));
        check(AttributeKind::Choices(sure()), "sure", Value::Set(BTreeSet::from(["sure".into()])));
        check(AttributeKind::YesNo, "Yes", Value::YesNo(true));
        check(AttributeKind::Number { least: None, most: None }, " 2.5", Value::Number(Number::new(2.5).unwrap()));
        assert_eq!(as_kind(&AttributeKind::Text, &Value::YesNo(true)), Value::Text("true".into()));
    }
}
