//! Three states of a codebook become one, tag by tag and field by field.
//!
//! The result is a sound codebook: each key once, no tag under itself, every tag in a layer and in the order.

use super::fields::{Merged, Settled, field, list, prose, three};
use super::merge::named;
use crate::model::{Attribute, AttributeId, Codebook, Layer, LayerId, RecordId, Rule, Tag, TagId};
use imbl::OrdMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Merges a codebook.
pub fn merge_codebooks(base: &Codebook, ours: &Codebook, theirs: &Codebook) -> Merged<Codebook> {
    if ours == theirs || base == theirs {
        return Merged::clean(ours.clone());
    }
    if base == ours {
        return Merged::clean(theirs.clone());
    }
    let mut conflicts = Vec::new();
    let mut tags = BTreeMap::new();
    let ids: BTreeSet<&TagId> = ours.tags.keys().chain(theirs.tags.keys()).collect();
    for id in ids {
        tags.extend(
            merged_tag(base.tag(id), ours.tag(id), theirs.tag(id), &mut conflicts).map(|tag| (id.clone(), tag)),
        );
    }
    mend_parents(&mut tags, ours);
    give_each_key_once(&mut tags, ours, &mut conflicts);
    let layers = merged_layers(&tags, base, ours, theirs, &mut conflicts);
    let order = merged_order(&base.order, &ours.order, &theirs.order, |id| tags.contains_key(id));
    let tags = tags.into_iter().map(|(id, tag)| (id, Arc::new(tag))).collect();
    let attributes = merged_attributes(base, ours, theirs, &mut conflicts);
    let rules = merged_rules(&tags, base, ours, theirs, &mut conflicts);
    let revisions = ours.revisions.clone().union(theirs.revisions.clone());
    let taken_back = |id: &RecordId| {
        base.revisions.contains_key(id) && !(ours.revisions.contains_key(id) && theirs.revisions.contains_key(id))
    };
    let revisions = revisions.into_iter().filter(|(id, _)| !taken_back(id)).collect();
    Merged { value: Codebook { layers, tags, order, attributes, rules, revisions }, conflicts }
}

/// Rules whole, as each is one thought; those of a tag that is gone go with it.
fn merged_rules(
    tags: &BTreeMap<TagId, Arc<Tag>>,
    base: &Codebook,
    ours: &Codebook,
    theirs: &Codebook,
    conflicts: &mut Vec<String>,
) -> OrdMap<RecordId, Arc<Rule>> {
    let ids: BTreeSet<&RecordId> = ours.rules.keys().chain(theirs.rules.keys()).collect();
    let mut merged = OrdMap::new();
    for id in ids {
        let before = base.rules.get(id);
        let rule = match (ours.rules.get(id), theirs.rules.get(id)) {
            (Some(ours), Some(theirs)) => match three(before, ours, theirs) {
                Settled::Clean(rule) => Some(rule),
                Settled::Conflict => {
                    conflicts
                        .push(format!("the rule “{}” was changed on both sides: this window’s is kept", ours.name));
                    Some(ours)
                }
            },
            (only, None) | (None, only) => only.filter(|only| before != Some(*only)),
        };
        if let Some(rule) = rule.filter(|rule| tags.contains_key(&rule.tag)) {
            merged.insert(*id, Arc::clone(rule));
        }
    }
    merged
}

fn merged_tag(
    base: Option<&Tag>,
    ours: Option<&Tag>,
    theirs: Option<&Tag>,
    conflicts: &mut Vec<String>,
) -> Option<Tag> {
    let (ours, theirs) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (only, None) | (None, only) => return only.filter(|_| base != only).cloned(),
    };
    let mut disputed = Vec::new();
    macro_rules! merged {
        ($field:ident, $name:literal) => {
            field(base.map(|it| &it.$field), &ours.$field, &theirs.$field, $name, &mut disputed)
        };
    }
    let tag = Tag {
        id: ours.id.clone(),
        layer: merged!(layer, "layer"),
        name: merged!(name, "name"),
        label: merged!(label, "label"),
        parent: merged!(parent, "place"),
        key: merged!(key, "key"),
        color: merged!(color, "color"),
        short: merged!(short, "short name"),
        aliases: list(base.map_or(&[], |it| it.aliases.as_slice()), &ours.aliases, &theirs.aliases),
        guide: prose(base.map(|it| it.guide.as_str()), &ours.guide, &theirs.guide),
        use_when: prose(base.map(|it| it.use_when.as_str()), &ours.use_when, &theirs.use_when),
        not_when: prose(base.map(|it| it.not_when.as_str()), &ours.not_when, &theirs.not_when),
        examples: list(base.map_or(&[], |it| it.examples.as_slice()), &ours.examples, &theirs.examples),
        ends: merged!(ends, "permitted ends"),
        revised: ours.revised.max(theirs.revised),
    };
    conflicts.extend(named(&disputed, &format!("the tag {}", tag.name)));
    Some(tag)
}

/// Parents that are gone are let go, and circles are opened where theirs closed them.
fn mend_parents(tags: &mut BTreeMap<TagId, Tag>, ours: &Codebook) {
    let ids: Vec<TagId> = tags.keys().cloned().collect();
    for id in &ids {
        let parent = tags.get(id).and_then(|tag| tag.parent.clone());
        if parent.is_some_and(|parent| !tags.contains_key(&parent)) {
            set_parent(tags, id, None);
        }
    }
    let as_ours = |tags: &BTreeMap<TagId, Tag>, id: &TagId| {
        ours.tag(id).is_some_and(|our| tags.get(id).is_some_and(|tag| tag.parent == our.parent))
    };
    for id in &ids {
        if !as_ours(tags, id) && is_in_circle(tags, id) {
            set_parent(tags, id, None);
        }
    }
}

fn set_parent(tags: &mut BTreeMap<TagId, Tag>, id: &TagId, parent: Option<TagId>) {
    if let Some(tag) = tags.get_mut(id) {
        tag.parent = parent;
    }
}

fn is_in_circle(tags: &BTreeMap<TagId, Tag>, id: &TagId) -> bool {
    let parent = |id: &TagId| tags.get(id).and_then(|tag| tag.parent.clone());
    let mut up = std::iter::successors(parent(id), parent).take(tags.len());
    up.any(|above| above == *id)
}

/// A key that two tags have now stays with the one that had it on our side.
fn give_each_key_once(tags: &mut BTreeMap<TagId, Tag>, ours: &Codebook, conflicts: &mut Vec<String>) {
    let mut owners: BTreeMap<char, TagId> = BTreeMap::new();
    let is_ours = |tag: &Tag| ours.tag(&tag.id).is_some_and(|our| our.key == tag.key);
    for ours_first in [true, false] {
        for tag in tags.values_mut().filter(|tag| is_ours(tag) == ours_first) {
            let Some(key) = tag.key else { continue };
            if let Some(owner) = owners.get(&key) {
                conflicts.push(format!("the key {key} was given to {owner} and to {}: {owner} has it", tag.id));
                tag.key = None;
            } else {
                owners.insert(key, tag.id.clone());
            }
        }
    }
}

fn merged_layers(
    tags: &BTreeMap<TagId, Tag>,
    base: &Codebook,
    ours: &Codebook,
    theirs: &Codebook,
    conflicts: &mut Vec<String>,
) -> Vec<Layer> {
    let used: BTreeSet<&LayerId> = tags.values().map(|tag| &tag.layer).collect();
    let ids = |codebook: &Codebook| -> Vec<LayerId> { codebook.layers.iter().map(|layer| layer.id.clone()).collect() };
    let (base_ids, our_ids, their_ids) = (ids(base), ids(ours), ids(theirs));
    let is_kept = |id: &LayerId| {
        let before = base.layer(id);
        match (ours.layer(id), theirs.layer(id)) {
            (Some(_), Some(_)) => true,
            (only, None) | (None, only) => used.contains(id) || only != before,
        }
    };
    let order = merged_order(&base_ids, &our_ids, &their_ids, is_kept);
    let mut layers = Vec::new();
    for id in &order {
        let before = base.layer(id);
        layers.extend(match (ours.layer(id), theirs.layer(id)) {
            (Some(ours), Some(theirs)) => match three(before, ours, theirs) {
                Settled::Clean(layer) => Some(layer.clone()),
                Settled::Conflict => {
                    conflicts.extend(named(&["rule"], &format!("the layer {}", ours.name)));
                    Some(ours.clone())
                }
            },
            (only, None) | (None, only) => only.cloned(),
        });
    }
    layers
}

/// The attributes of both sides, in one order. One that depends on itself only because of both is kept: it is not asked
/// for, which the checks tell.
fn merged_attributes(
    base: &Codebook,
    ours: &Codebook,
    theirs: &Codebook,
    conflicts: &mut Vec<String>,
) -> Vec<Attribute> {
    let ids =
        |codebook: &Codebook| -> Vec<AttributeId> { codebook.attributes.iter().map(|it| it.id.clone()).collect() };
    let (base_ids, our_ids, their_ids) = (ids(base), ids(ours), ids(theirs));
    let merged: BTreeMap<AttributeId, Attribute> = our_ids
        .iter()
        .chain(&their_ids)
        .filter_map(|id| {
            let merged = match (ours.attribute(id), theirs.attribute(id)) {
                (Some(our), Some(their)) => Some(merged_attribute(base.attribute(id), our, their, conflicts)),
                (only, None) | (None, only) => only.filter(|_| base.attribute(id) != only).cloned(),
            };
            merged.map(|merged| (id.clone(), merged))
        })
        .collect();
    let order = merged_order(&base_ids, &our_ids, &their_ids, |id| merged.contains_key(id));
    order.iter().filter_map(|id| merged.get(id).cloned()).collect()
}

fn merged_attribute(
    base: Option<&Attribute>,
    ours: &Attribute,
    theirs: &Attribute,
    conflicts: &mut Vec<String>,
) -> Attribute {
    if ours == theirs {
        return ours.clone();
    }
    let mut disputed = Vec::new();
    macro_rules! merged {
        ($field:ident, $name:literal) => {
            field(base.map(|it| &it.$field), &ours.$field, &theirs.$field, $name, &mut disputed)
        };
    }
    let mut attribute = Attribute {
        id: ours.id.clone(),
        name: merged!(name, "name"),
        layer: merged!(layer, "layer"),
        kind: merged!(kind, "values"),
        required: merged!(required, "necessity"),
        default: merged!(default, "default"),
        when: merged!(when, "condition"),
        guide: prose(base.map(|it| it.guide.as_str()), &ours.guide, &theirs.guide),
    };
    let kind = &attribute.kind;
    attribute.default = attribute.default.filter(|value| kind.takes(value));
    conflicts.extend(named(&disputed, &format!("the attribute {}", attribute.name)));
    attribute
}

/// One order from three: of the side that moved things, with what the other added after its neighbor there.
fn merged_order<T: PartialEq + Clone>(base: &[T], ours: &[T], theirs: &[T], is_kept: impl Fn(&T) -> bool) -> Vec<T> {
    let common = |list: &[T]| -> Vec<T> {
        list.iter().filter(|id| base.contains(id) && ours.contains(id) && theirs.contains(id)).cloned().collect()
    };
    let we_moved = common(ours) != common(base);
    let (skeleton, other) = if we_moved { (ours, theirs) } else { (theirs, ours) };
    let mut order: Vec<T> = skeleton.iter().filter(|id| is_kept(id)).cloned().collect();
    let mut previous: Option<&T> = None;
    for id in other.iter().filter(|id| is_kept(id)) {
        if !order.contains(id) {
            let at = previous.and_then(|previous| order.iter().position(|other| other == previous));
            order.insert(at.map_or(0, |at| at + 1), id.clone());
        }
        previous = Some(id);
    }
    order
}
