//! The one fix for all that is wrong with a tag, so that no fault stands in the way of mending another.

use crate::edit::{Command, key_of};
use crate::model::{Codebook, LayerId, Tag};

/// The command that gives a tag a name, key, parent and layer that the codebook allows, keeping those that
/// it allows already. Nothing while a later tag, which is to give way, stands in its way.
pub(super) fn mend(codebook: &Codebook, tag: &Tag) -> Option<Command> {
    let mut mended = tag.clone();
    if has_no_name(&tag.name) {
        mended.name = tag.id.to_string();
    } else if earlier_with_name(codebook, tag).is_some() {
        mended.name = format!("{} ({})", tag.name.trim(), tag.id);
    }
    if tag.key.is_some_and(|key| !is_key(key)) || earlier_with_key(codebook, tag).is_some() {
        mended.key = None;
    }
    if is_orphan(codebook, tag) || is_in_circle(codebook, tag) {
        mended.parent = None;
    }
    if codebook.layer(&tag.layer).is_none()
        && let Some(layer) = first_layer(codebook)
    {
        mended.layer = layer;
    }
    let is_free = codebook
        .in_order()
        .filter(|other| other.id != tag.id)
        .all(|other| !has_same_name(other, &mended) && (mended.key.is_none() || other.key != mended.key));
    (mended != *tag && is_free).then(|| Command::EditTag(Box::new(mended)))
}

/// Whether a name has no characters that can be seen.
pub(super) fn has_no_name(name: &str) -> bool {
    name.trim().is_empty()
}

/// Whether a character can be a tag's key as it is written.
pub(super) fn is_key(key: char) -> bool {
    key_of(key) == Ok(key)
}

/// The tag before this one that has its key.
pub(super) fn earlier_with_key<'a>(codebook: &'a Codebook, tag: &Tag) -> Option<&'a Tag> {
    tag.key?;
    before(codebook, tag).find(|other| other.key == tag.key)
}

/// The tag before this one that has its name at the same place of the hierarchy, whatever the case.
pub(super) fn earlier_with_name<'a>(codebook: &'a Codebook, tag: &Tag) -> Option<&'a Tag> {
    before(codebook, tag).find(|other| has_same_name(other, tag))
}

/// Whether the codebook lacks the tag that this one stands under.
pub(super) fn is_orphan(codebook: &Codebook, tag: &Tag) -> bool {
    tag.parent.as_ref().is_some_and(|parent| codebook.tag(parent).is_none())
}

/// Whether a tag stands under itself, directly or by others.
pub(super) fn is_in_circle(codebook: &Codebook, tag: &Tag) -> bool {
    codebook.ancestors(&tag.id).any(|up| up.parent.as_ref() == Some(&tag.id))
}

/// The layer that a tag without one belongs to.
pub(super) fn first_layer(codebook: &Codebook) -> Option<LayerId> {
    codebook.layers.first().map(|layer| layer.id.clone())
}

fn has_same_name(a: &Tag, b: &Tag) -> bool {
    a.parent == b.parent && a.name.trim().to_lowercase() == b.name.trim().to_lowercase()
}

fn before<'a>(codebook: &'a Codebook, tag: &Tag) -> impl Iterator<Item = &'a Tag> {
    codebook.in_order().take_while(move |other| other.id != tag.id)
}
