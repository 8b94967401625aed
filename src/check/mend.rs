//! The one fix for all that is wrong with a tag, so that no fault stands in the way of mending another.

use crate::edit::{Command, key_of};
use crate::model::{Codebook, LayerId, Tag, TagId};
use std::collections::{BTreeSet, HashMap};

/// A codebook's tags by what two of them must not share. Found in time with their number, which a stranger may choose.
pub(super) struct Tags<'a> {
    codebook: &'a Codebook,
    by_name: HashMap<Place<'a>, Vec<&'a Tag>>,
    by_key: HashMap<char, Vec<&'a Tag>>,
    circles: BTreeSet<&'a TagId>,
}

/// A tag's name at its place in the hierarchy, whatever the case.
type Place<'a> = (Option<&'a TagId>, String);

impl<'a> Tags<'a> {
    pub(super) fn of(codebook: &'a Codebook) -> Self {
        let mut by_name: HashMap<Place<'a>, Vec<&'a Tag>> = HashMap::new();
        let mut by_key: HashMap<char, Vec<&'a Tag>> = HashMap::new();
        for tag in codebook.in_order() {
            by_name.entry(place(tag)).or_default().push(tag);
            if let Some(key) = tag.key {
                by_key.entry(key).or_default().push(tag);
            }
        }
        Self { codebook, by_name, by_key, circles: codebook.in_circles() }
    }

    /// The command that gives a tag a name, key, parent and layer that the codebook allows, keeping those that
    /// it allows already. Nothing while a later tag, which is to give way, stands in its way.
    pub(super) fn mend(&self, tag: &Tag) -> Option<Command> {
        let mut mended = tag.clone();
        if has_no_name(&tag.name) {
            mended.name = tag.id.to_string();
        } else if self.earlier_with_name(tag).is_some() {
            mended.name = format!("{} ({})", tag.name.trim(), tag.id);
        }
        if tag.key.is_some_and(|key| !is_key(key)) || self.earlier_with_key(tag).is_some() {
            mended.key = None;
        }
        if self.is_orphan(tag) || self.is_in_circle(tag) {
            mended.parent = None;
        }
        if self.codebook.layer(&tag.layer).is_none()
            && let Some(layer) = first_layer(self.codebook)
        {
            mended.layer = layer;
        }
        let is_own = |tags: Option<&Vec<&Tag>>| tags.is_none_or(|tags| tags.iter().all(|other| other.id == tag.id));
        let has_name = is_own(self.by_name.get(&place(&mended)));
        let has_key = mended.key.is_none_or(|key| is_own(self.by_key.get(&key)));
        (mended != *tag && has_name && has_key).then(|| Command::EditTag(Box::new(mended)))
    }

    /// The tag before this one that has its key.
    pub(super) fn earlier_with_key(&self, tag: &Tag) -> Option<&'a Tag> {
        first_other(self.by_key.get(&tag.key?), tag)
    }

    /// The tag before this one that has its name at the same place of the hierarchy, whatever the case.
    pub(super) fn earlier_with_name(&self, tag: &Tag) -> Option<&'a Tag> {
        first_other(self.by_name.get(&place(tag)), tag)
    }

    /// Whether the codebook lacks the tag that this one stands under.
    pub(super) fn is_orphan(&self, tag: &Tag) -> bool {
        tag.parent.as_ref().is_some_and(|parent| self.codebook.tag(parent).is_none())
    }

    /// Whether a tag stands under itself, directly or by others.
    pub(super) fn is_in_circle(&self, tag: &Tag) -> bool {
        self.circles.contains(&tag.id)
    }
}

/// The first of some tags, which stand in order, unless it is this one.
fn first_other<'a>(tags: Option<&Vec<&'a Tag>>, tag: &Tag) -> Option<&'a Tag> {
    tags?.first().copied().filter(|first| first.id != tag.id)
}

fn place(tag: &Tag) -> Place<'_> {
    (tag.parent.as_ref(), tag.name.trim().to_lowercase())
}

/// Whether a name has no characters that can be seen.
pub(super) fn has_no_name(name: &str) -> bool {
    name.trim().is_empty()
}

/// Whether a character can be a tag's key as it is written.
pub(super) fn is_key(key: char) -> bool {
    key_of(key) == Ok(key)
}

/// The layer that a tag without one belongs to.
pub(super) fn first_layer(codebook: &Codebook) -> Option<LayerId> {
    codebook.layers.first().map(|layer| layer.id.clone())
}
