//! Codebooks as files have them: what tags are called, where they stand, how they look and what they mean, and what can be
//! said beside them.

use super::Label;
use crate::formats::{LossKind, Losses};
use crate::model::{AttributeKind, Direction, LayerKind};
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashMap};

/// What files say of the tags and attributes that their annotations have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codebook {
    /// The tags, each behind the one that it stands under.
    pub tags: Vec<TagDefinition>,
    /// The attributes.
    pub attributes: Vec<AttributeDefinition>,
    /// What of it could not be taken as the file has it.
    pub losses: Losses,
}

/// What is said of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagDefinition {
    /// What it marks.
    pub kind: LayerKind,
    /// Whether that is a guess, as nothing in the files is marked as it.
    pub is_guess: bool,
    /// What annotations in the same files call it.
    pub label: Label,
    /// What people call it, if that is another name.
    pub name: Option<String>,
    /// A short name for tight places.
    pub short: Option<SmolStr>,
    /// The tag that it stands under, by its place among those before it.
    pub parent: Option<usize>,
    /// Red, green and blue of its color.
    pub color: Option<[u8; 3]>,
    /// What it means.
    pub guide: String,
    /// When to use it.
    pub use_when: String,
    /// When not to.
    pub not_when: String,
    /// Which way it goes, if it is a tag of relations.
    pub direction: Direction,
    /// The tags that the first span of such a relation may have, as annotations call them; any when empty.
    pub from: BTreeSet<SmolStr>,
    /// The same of its second.
    pub to: BTreeSet<SmolStr>,
}

/// What is said of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeDefinition {
    /// What has it: annotations of a kind; without one, documents as a whole.
    pub of: Option<LayerKind>,
    /// The layer whose annotations have it, where the file has layers.
    pub layer: Option<SmolStr>,
    /// What annotations in the same files call it.
    pub name: SmolStr,
    /// What people call it, if that is another name.
    pub shown: Option<String>,
    /// The values that it takes.
    pub kind: AttributeKind,
    /// The tags whose annotations have it, as those call them; all when empty.
    pub tags: BTreeSet<SmolStr>,
    /// What guides people in it.
    pub guide: String,
}

impl Codebook {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.attributes.is_empty() && self.losses.is_empty()
    }

    /// The same with tags under other names, or without them. What stood under a tag that is left out stands under the one
    /// above that.
    pub fn renamed(self, becomes: impl Fn(&Label) -> Option<Label>) -> Self {
        let one = |name: &SmolStr| becomes(&Label::new(name.clone())).map(|label| label.tag);
        let all = |names: &BTreeSet<SmolStr>| names.iter().filter_map(one).collect::<BTreeSet<_>>();
        let mut new_place: Vec<Option<usize>> = Vec::with_capacity(self.tags.len());
        let mut tags = Vec::with_capacity(self.tags.len());
        for tag in self.tags {
            let parent = tag.parent.and_then(|at| new_place.get(at).copied().flatten());
            match becomes(&tag.label) {
                Some(label) => {
                    new_place.push(Some(tags.len()));
                    let name = tag.name.filter(|_| label == tag.label);
                    let (from, to) = (all(&tag.from), all(&tag.to));
                    tags.push(TagDefinition { name, label, parent, from, to, ..tag });
                }
                None => new_place.push(parent),
            }
        }
        let attributes = self.attributes.into_iter();
        let attributes = attributes.map(|it| AttributeDefinition { tags: all(&it.tags), ..it }).collect();
        Self { tags, attributes, losses: self.losses }
    }
}

/// A codebook that is being read.
#[derive(Debug, Default)]
pub(in crate::formats) struct Drafted {
    pub(in crate::formats) codebook: Codebook,
    places: HashMap<(LayerKind, Label), usize>,
}

impl Drafted {
    /// Adds a tag, and says where it stands. One that is there already stays as it is, and the second is counted.
    pub(in crate::formats) fn add(&mut self, tag: TagDefinition, place: impl FnOnce() -> String) -> usize {
        let key = (tag.kind, tag.label.clone());
        if let Some(&at) = self.places.get(&key) {
            self.codebook.losses.add(LossKind::Codebook, || format!("{}: a second “{}”", place(), tag.label.tag));
            return at;
        }
        let at = self.codebook.tags.len();
        self.places.insert(key, at);
        self.codebook.tags.push(tag);
        at
    }
}

impl TagDefinition {
    /// A tag of which nothing is said but its name.
    pub fn new(kind: LayerKind, label: Label) -> Self {
        Self {
            kind,
            is_guess: false,
            label,
            name: None,
            short: None,
            parent: None,
            color: None,
            guide: String::new(),
            use_when: String::new(),
            not_when: String::new(),
            direction: Direction::Directed,
            from: BTreeSet::new(),
            to: BTreeSet::new(),
        }
    }
}

impl AttributeDefinition {
    /// An attribute of which nothing is said but its name and what it takes.
    pub fn new(of: Option<LayerKind>, name: impl Into<SmolStr>, kind: AttributeKind) -> Self {
        let (name, guide) = (name.into(), String::new());
        Self { of, layer: None, name, shown: None, kind, tags: BTreeSet::new(), guide }
    }
}
