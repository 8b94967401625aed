//! Three states of a codebook become one, tag by tag and field by field.
//!
//! The result is a sound codebook: each key once, no tag under itself, every tag in a layer and in the order.

use super::conflicts::id_of;
use super::field_words::{attribute_fields, layer_fields, rule_fields, tag_fields};
use super::fields::{Merged, Precedence, Settled, field, list, named, order, prose, three};
use crate::model::{Attribute, AttributeId, Codebook, CodebookRevision, Layer, LayerId, RecordId, Rule, Tag, TagId};
use imbl::OrdMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Merges a codebook. A conflict that has to be decided stands among its revisions.
pub fn merge_codebooks(
    precedence: Precedence,
    base: &Codebook,
    ours: &Codebook,
    theirs: &Codebook,
) -> Merged<Codebook> {
    if ours == theirs || base == theirs {
        return Merged::clean(ours.clone());
    }
    if base == ours {
        return Merged::clean(theirs.clone());
    }
    let sides = Sides { precedence, base, ours, theirs };
    let mut conflicts = Vec::new();
    let mut tags = BTreeMap::new();
    let ids: BTreeSet<&TagId> = ours.tags.keys().chain(theirs.tags.keys()).collect();
    for id in ids {
        tags.extend(sides.tag(id, &mut conflicts).map(|tag| (id.clone(), tag)));
    }
    // What decides between two tags that cannot both be as they are: how it was here, or how it was before.
    let anchor = match precedence {
        Precedence::Ours => ours,
        Precedence::Neither => base,
    };
    mend_parents(&mut tags, anchor);
    give_each_key_once(&mut tags, anchor, &mut conflicts);
    let layers = sides.layers(&tags, &mut conflicts);
    let order = order(precedence, &base.order, &ours.order, &theirs.order, |id| tags.contains_key(id));
    let tags = tags.into_iter().map(|(id, tag)| (id, Arc::new(tag))).collect();
    let attributes = sides.attributes(&mut conflicts);
    let rules = sides.rules(&tags, &mut conflicts);
    let revisions = sides.revisions(&mut conflicts);
    Merged { value: Codebook { layers, tags, order, attributes, rules, revisions }, conflicts }
}

/// The codebook that both come from, and what each made of it.
struct Sides<'a> {
    precedence: Precedence,
    base: &'a Codebook,
    ours: &'a Codebook,
    theirs: &'a Codebook,
}

impl Sides<'_> {
    fn tag(&self, id: &TagId, conflicts: &mut Vec<String>) -> Option<Tag> {
        let (precedence, base) = (self.precedence, self.base.tag(id));
        let (ours, theirs) = match (self.ours.tag(id), self.theirs.tag(id)) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (only, None) | (None, only) => return only.filter(|_| base != only).cloned(),
        };
        let mut disputed = Vec::new();
        macro_rules! merged {
            ($field:ident, $name:literal) => {
                field(precedence, base.map(|it| &it.$field), &ours.$field, &theirs.$field, $name, &mut disputed)
            };
        }
        macro_rules! merged_prose {
            ($field:ident) => {
                prose(precedence, base.map(|it| it.$field.as_str()), &ours.$field, &theirs.$field)
            };
        }
        macro_rules! merged_list {
            ($field:ident) => {
                list(precedence, base.map_or(&[], |it| it.$field.as_slice()), &ours.$field, &theirs.$field)
            };
        }
        let tag = Tag {
            id: id.clone(),
            layer: merged!(layer, "layer"),
            name: merged!(name, "name"),
            label: merged!(label, "label"),
            parent: merged!(parent, "place"),
            key: merged!(key, "key"),
            color: merged!(color, "color"),
            short: merged!(short, "short name"),
            aliases: merged_list!(aliases),
            guide: merged_prose!(guide),
            use_when: merged_prose!(use_when),
            not_when: merged_prose!(not_when),
            examples: merged_list!(examples),
            ends: merged!(ends, "permitted ends"),
            revised: ours.revised.max(theirs.revised),
        };
        let (name, facts) = (format!("the tag {}", tag.name), [ours, theirs].map(tag_fields));
        conflicts.extend(named(&disputed, &name, &tag_fields(&tag), &facts));
        Some(tag)
    }

    fn layers(&self, tags: &BTreeMap<TagId, Tag>, conflicts: &mut Vec<String>) -> Vec<Layer> {
        let Self { precedence, base, ours, theirs } = *self;
        let used: BTreeSet<&LayerId> = tags.values().map(|tag| &tag.layer).collect();
        let [base_ids, our_ids, their_ids] = [base, ours, theirs]
            .map(|codebook| codebook.layers.iter().map(|layer| layer.id.clone()).collect::<Vec<LayerId>>());
        let is_kept = |id: &LayerId| match (ours.layer(id), theirs.layer(id)) {
            (Some(_), Some(_)) => true,
            (only, None) | (None, only) => used.contains(id) || only != base.layer(id),
        };
        let order = order(precedence, &base_ids, &our_ids, &their_ids, is_kept);
        order.iter().filter_map(|id| self.layer(id, conflicts)).collect()
    }

    fn layer(&self, id: &LayerId, conflicts: &mut Vec<String>) -> Option<Layer> {
        let (precedence, base) = (self.precedence, self.base.layer(id));
        let (ours, theirs) = match (self.ours.layer(id), self.theirs.layer(id)) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (only, None) | (None, only) => return only.cloned(),
        };
        let mut disputed = Vec::new();
        macro_rules! merged {
            ($field:ident, $name:literal) => {
                field(precedence, base.map(|it| &it.$field), &ours.$field, &theirs.$field, $name, &mut disputed)
            };
        }
        let layer = Layer {
            id: id.clone(),
            name: merged!(name, "name"),
            kind: merged!(kind, "kind"),
            overlap: merged!(overlap, "overlap"),
            granularity: merged!(granularity, "unit"),
            crosses_paragraphs: merged!(crosses_paragraphs, "crossing of paragraphs"),
            zero_width: merged!(zero_width, "marking of places"),
            required: merged!(required, "necessity"),
        };
        let (name, facts) = (format!("the layer {}", layer.name), [ours, theirs].map(layer_fields));
        conflicts.extend(named(&disputed, &name, &layer_fields(&layer), &facts));
        Some(layer)
    }

    /// The attributes of both sides, in one order. One that depends on itself only because of both is kept: it is not asked
    /// for, which the checks tell.
    fn attributes(&self, conflicts: &mut Vec<String>) -> Vec<Attribute> {
        let Self { precedence, base, ours, theirs } = *self;
        let [base_ids, our_ids, their_ids] = [base, ours, theirs]
            .map(|codebook| codebook.attributes.iter().map(|it| it.id.clone()).collect::<Vec<AttributeId>>());
        let ids: BTreeSet<&AttributeId> = our_ids.iter().chain(&their_ids).collect();
        let merged: BTreeMap<&AttributeId, Attribute> =
            ids.into_iter().filter_map(|id| Some((id, self.attribute(id, conflicts)?))).collect();
        let order = order(precedence, &base_ids, &our_ids, &their_ids, |id| merged.contains_key(id));
        order.iter().filter_map(|id| merged.get(id).cloned()).collect()
    }

    fn attribute(&self, id: &AttributeId, conflicts: &mut Vec<String>) -> Option<Attribute> {
        let (precedence, base) = (self.precedence, self.base.attribute(id));
        let (ours, theirs) = match (self.ours.attribute(id), self.theirs.attribute(id)) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (only, None) | (None, only) => return only.filter(|_| base != only).cloned(),
        };
        let mut disputed = Vec::new();
        macro_rules! merged {
            ($field:ident, $name:literal) => {
                field(precedence, base.map(|it| &it.$field), &ours.$field, &theirs.$field, $name, &mut disputed)
            };
        }
        let mut attribute = Attribute {
            id: id.clone(),
            name: merged!(name, "name"),
            layer: merged!(layer, "layer"),
            kind: merged!(kind, "values"),
            required: merged!(required, "necessity"),
            default: merged!(default, "default"),
            when: merged!(when, "condition"),
            guide: prose(precedence, base.map(|it| it.guide.as_str()), &ours.guide, &theirs.guide),
        };
        let (name, facts) = (format!("the attribute {}", attribute.name), [ours, theirs].map(attribute_fields));
        conflicts.extend(named(&disputed, &name, &attribute_fields(&attribute), &facts));
        let kind = &attribute.kind;
        attribute.default = attribute.default.filter(|value| kind.takes(value));
        Some(attribute)
    }

    /// Rules whole, as each is one thought; those of a tag that is gone go with it.
    fn rules(&self, tags: &BTreeMap<TagId, Arc<Tag>>, conflicts: &mut Vec<String>) -> OrdMap<RecordId, Arc<Rule>> {
        let ids: BTreeSet<&RecordId> = self.ours.rules.keys().chain(self.theirs.rules.keys()).collect();
        let rules = ids.into_iter().filter_map(|id| Some((*id, self.rule(id, conflicts)?)));
        rules.filter(|(_, rule)| tags.contains_key(&rule.tag)).collect()
    }

    fn rule(&self, id: &RecordId, conflicts: &mut Vec<String>) -> Option<Arc<Rule>> {
        let base = self.base.rules.get(id);
        let (ours, theirs) = match (self.ours.rules.get(id), self.theirs.rules.get(id)) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (only, None) | (None, only) => return only.filter(|only| base != Some(*only)).cloned(),
        };
        if let Settled::Clean(rule) = three(base, ours, theirs) {
            return Some(Arc::clone(rule));
        }
        let kept = self.precedence.first(ours, theirs);
        let facts = [ours, theirs].map(|rule| rule_fields(rule));
        let [our_facts, their_facts] = &facts;
        let differ = our_facts.iter().zip(their_facts).filter(|(our, their)| our != their);
        let disputed: Vec<&str> = differ.map(|((name, _), _)| *name).collect();
        let name = format!("the rule “{}”", kept.name);
        conflicts.extend(named(&disputed, &name, &rule_fields(kept), &facts));
        Some(Arc::clone(kept))
    }

    /// The revisions of both sides but those that one took back, and what is to be decided. Conflicts that one side has from
    /// an earlier merge are told no more.
    fn revisions(&self, conflicts: &mut Vec<String>) -> OrdMap<RecordId, Arc<CodebookRevision>> {
        let Self { precedence, base, ours, theirs } = *self;
        let (ours, theirs) = (&ours.revisions, &theirs.revisions);
        let both = ours.clone().union_with(theirs.clone(), |ours, theirs| {
            Arc::clone(precedence.in_order(&ours, &theirs, |revision| revision.made).0)
        });
        let taken_back =
            |id: &RecordId| base.revisions.contains_key(id) && !(ours.contains_key(id) && theirs.contains_key(id));
        let mut revisions: OrdMap<_, _> = both.into_iter().filter(|(id, _)| !taken_back(id)).collect();
        if precedence == Precedence::Ours {
            return revisions;
        }
        let mut made = revisions.values().map(|revision| revision.made).max().unwrap_or_default();
        conflicts.retain(|sentence| {
            let id = id_of("", sentence);
            let is_new = !ours.contains_key(&id) && !theirs.contains_key(&id);
            if is_new {
                made = made.next();
                let title = format!("To be decided: {sentence}");
                revisions.insert(id, Arc::new(CodebookRevision { id, made, by: None, title, mappings: Vec::new() }));
            }
            is_new
        });
        revisions
    }
}

/// Parents that are gone are let go, and circles are opened at a tag that is not where the anchor has it.
fn mend_parents(tags: &mut BTreeMap<TagId, Tag>, anchor: &Codebook) {
    let ids: Vec<TagId> = tags.keys().cloned().collect();
    for id in &ids {
        let parent = tags.get(id).and_then(|tag| tag.parent.clone());
        if parent.is_some_and(|parent| !tags.contains_key(&parent)) {
            set_parent(tags, id, None);
        }
    }
    let is_anchored = |tags: &BTreeMap<TagId, Tag>, id: &TagId| {
        anchor.tag(id).is_some_and(|known| tags.get(id).is_some_and(|tag| tag.parent == known.parent))
    };
    for id in &ids {
        if !is_anchored(tags, id) && is_in_circle(tags, id) {
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

/// A key that two tags have now stays with the one that the anchor gives it to, else with the first by id.
fn give_each_key_once(tags: &mut BTreeMap<TagId, Tag>, anchor: &Codebook, conflicts: &mut Vec<String>) {
    let mut owners: BTreeMap<char, TagId> = BTreeMap::new();
    let is_anchored = |tag: &Tag| anchor.tag(&tag.id).is_some_and(|known| known.key == tag.key);
    for anchored_first in [true, false] {
        for tag in tags.values_mut().filter(|tag| is_anchored(tag) == anchored_first) {
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
