//! From the names that a file has for tags to the codebook's tags; those it lacks are made.

use crate::edit::slug;
use crate::model::{Codebook, LayerId, Tag, TagColor, TagId};
use std::collections::HashMap;
use std::sync::Arc;

/// The tags of one input, found or made.
pub(super) struct TagNames {
    /// The codebook with what was made.
    codebook: Codebook,
    found: HashMap<String, TagId>,
    new: Vec<Tag>,
}

impl TagNames {
    /// Nothing asked for yet.
    pub(super) fn new(codebook: &Codebook) -> Self {
        Self { codebook: codebook.clone(), found: HashMap::new(), new: Vec::new() }
    }

    /// The tag that a file means by a name: the one with that id, else the only one with that name, else a new one.
    /// There is none only where the codebook has no layer and none can be named, which does not happen.
    pub(super) fn id(&mut self, name: &str) -> Option<TagId> {
        if let Some(id) = self.found.get(name) {
            return Some(id.clone());
        }
        let id = match self.codebook.named(name) {
            Some(tag) => tag.id.clone(),
            None => self.make(name)?,
        };
        self.found.insert(name.to_owned(), id.clone());
        Some(id)
    }

    /// The tags that were made, in the order in which they were asked for.
    pub(super) fn into_new(self) -> Vec<Tag> {
        self.new
    }

    fn make(&mut self, name: &str) -> Option<TagId> {
        let stem = slug(name, "tag");
        let as_it_is = TagId::new(name).ok();
        let slugged = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
        let mut ids = as_it_is.into_iter().chain(slugged.filter_map(|id| TagId::new(&id).ok()));
        let id = ids.find(|id| self.codebook.tag(id).is_none())?;
        let layer = match self.codebook.layers.first() {
            Some(layer) => layer.id.clone(),
            None => LayerId::new("entity").ok()?,
        };
        let readable: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
        let tag = Tag {
            id: id.clone(),
            layer,
            name: if readable.trim().is_empty() { stem } else { readable.trim().to_owned() },
            parent: None,
            key: None,
            color: TagColor::Slot(self.codebook.free_slot()),
            short: None,
            aliases: Vec::new(),
            guide: String::new(),
        };
        self.codebook.order.push(id.clone());
        self.codebook.tags.insert(id.clone(), Arc::new(tag.clone()));
        self.new.push(tag);
        Some(id)
    }
}
