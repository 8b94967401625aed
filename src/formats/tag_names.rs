//! From the names that a file has for tags to the codebook's tags; those it lacks are made.

use crate::edit::{default_layer, slug};
use crate::model::{Codebook, Layer, LayerKind, Tag, TagColor, TagId};
use std::collections::HashMap;
use std::sync::Arc;

/// The tags of one input, found or made.
pub(super) struct TagNames {
    /// The codebook with what was made.
    codebook: Codebook,
    found: HashMap<(LayerKind, String), TagId>,
    new_layers: Vec<Layer>,
    new: Vec<Tag>,
}

impl TagNames {
    /// Nothing asked for yet.
    pub(super) fn new(codebook: &Codebook) -> Self {
        Self { codebook: codebook.clone(), found: HashMap::new(), new_layers: Vec::new(), new: Vec::new() }
    }

    /// The tag of some kind that a file means by a name: the one with that id, else the only one with that name, else a new
    /// one. There is none only where no layer can be named, which does not happen.
    pub(super) fn id(&mut self, kind: LayerKind, name: &str) -> Option<TagId> {
        let asked = (kind, name.to_owned());
        if let Some(id) = self.found.get(&asked) {
            return Some(id.clone());
        }
        let id = match self.codebook.named(name).filter(|tag| self.codebook.kind_of(tag) == kind) {
            Some(tag) => tag.id.clone(),
            None => self.make(kind, name)?,
        };
        self.found.insert(asked, id.clone());
        Some(id)
    }

    /// The layers and tags that were made, in the order in which they were asked for.
    pub(super) fn into_new(self) -> (Vec<Layer>, Vec<Tag>) {
        (self.new_layers, self.new)
    }

    fn make(&mut self, kind: LayerKind, name: &str) -> Option<TagId> {
        let stem = slug(name, "tag");
        let as_it_is = TagId::new(name).ok();
        let slugged = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
        let mut ids = as_it_is.into_iter().chain(slugged.filter_map(|id| TagId::new(&id).ok()));
        let id = ids.find(|id| self.codebook.tag(id).is_none())?;
        let layer = match self.codebook.first_layer(kind) {
            Some(layer) => layer.id.clone(),
            None => {
                let layer = default_layer(&self.codebook, kind)?;
                self.codebook.layers.push(layer.clone());
                self.new_layers.push(layer.clone());
                layer.id
            }
        };
        let readable: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
        let readable = if readable.trim().is_empty() { stem } else { readable.trim().to_owned() };
        let color = TagColor::Slot(self.codebook.free_slot());
        let tag = Tag { color, ..Tag::new(id.clone(), layer, readable) };
        self.codebook.order.push(id.clone());
        self.codebook.tags.insert(id.clone(), Arc::new(tag.clone()));
        self.new.push(tag);
        Some(id)
    }
}
