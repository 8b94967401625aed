//! What the tags of a project are called in files of other tools: as somebody asks for, else as such files called them, else
//! by their ids.

use super::exchange::{Document, Label};
use super::tag_map::relabeled;
use super::{Losses, TagMap};
use crate::model::{Codebook, Tag, TagId};
use std::collections::HashMap;

/// What each tag of a codebook is called; nothing where it is dropped.
#[derive(Clone, Debug)]
pub struct Naming {
    labels: HashMap<TagId, Option<Label>>,
    /// What is asked for tags that the codebook lacks.
    tag_map: TagMap,
}

impl Naming {
    /// The names for a codebook, with the layers of those that another layer has as well. A map may speak of a tag by its
    /// id, or by what files call it.
    pub fn new(codebook: &Codebook, tag_map: &TagMap) -> Self {
        let label = |tag: &Tag| match tag_map.asked(tag.id.as_str()).or_else(|| tag_map.asked(tag.called())) {
            Some(becomes) => becomes.map(Label::new),
            None if codebook.is_called_alike(tag) => Some(Label::within(tag.layer.as_str(), tag.called())),
            None => Some(Label::new(tag.called())),
        };
        let labels = codebook.in_order().map(|tag| (tag.id.clone(), label(tag))).collect();
        Self { labels, tag_map: tag_map.clone() }
    }

    /// What a tag is called; its id where the codebook lacks it, and nothing if it is dropped.
    pub fn name_of<'a>(&'a self, tag: &'a TagId) -> Option<&'a str> {
        match self.labels.get(tag) {
            Some(label) => label.as_ref().map(|label| label.tag.as_str()),
            None => self.tag_map.asked(tag.as_str()).unwrap_or(Some(tag.as_str())),
        }
    }

    /// A document of the project as it goes out. What is dropped is counted.
    pub fn apply(&self, document: Document, losses: &mut Losses) -> Document {
        relabeled(document, losses, |label| {
            let known = TagId::new(&label.tag).ok().and_then(|id| self.labels.get(&id));
            match (known, self.tag_map.asked(&label.tag)) {
                (Some(known), _) => known.clone(),
                (None, Some(becomes)) => becomes.map(Label::new),
                (None, None) => Some(label.clone()),
            }
        })
    }
}
