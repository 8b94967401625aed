//! What files say of tags and attributes themselves, for those that the codebook lacked; what it had stays as it is.

use super::{Vocabulary, readable};
use crate::formats::exchange::{self, AttributeDefinition, Label, TagDefinition};
use crate::formats::{LossKind, Losses};
use crate::model::{Attribute, Clause, Ends, Layer, LayerId, LayerKind, Tag, TagColor, TagId};
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How deep tags stand within each other at most; people stop at five.
const DEPTH: usize = 100;

impl Vocabulary {
    /// Takes a codebook of the files. One that was taken already, as files that lie together share it, says nothing new.
    pub(in crate::formats) fn define(&mut self, codebook: exchange::Codebook, losses: &mut Losses) {
        if self.codebooks.contains(&codebook) {
            return;
        }
        losses.append(codebook.losses.clone());
        let mut ids: Vec<Option<TagId>> = Vec::with_capacity(codebook.tags.len());
        for tag in &codebook.tags {
            let parent = tag.parent.and_then(|at| ids.get(at).cloned().flatten());
            ids.push(self.define_tag(tag, parent, losses));
        }
        for (tag, id) in codebook.tags.iter().zip(ids) {
            if let Some(id) = id.filter(|id| tag.kind == LayerKind::Relation && self.undefined.remove(id)) {
                let ends = Ends { direction: tag.direction, from: self.spans(&tag.from), to: self.spans(&tag.to) };
                self.change(&id, |there| Tag { ends, ..there.clone() });
            }
        }
        self.codebooks.push(codebook);
    }

    /// The tag, as it is defined if it is new.
    fn define_tag(&mut self, tag: &TagDefinition, parent: Option<TagId>, losses: &mut Losses) -> Option<TagId> {
        let color = tag.color.map(TagColor::of_rgb);
        let there = if tag.is_guess { self.of_any_kind(tag) } else { self.met(tag.kind, &tag.label) };
        let id = match there {
            Some((id, is_turned)) => {
                if is_turned {
                    self.undefined.insert(id.clone());
                }
                id
            }
            None => {
                let above = parent.as_ref().filter(|_| tag.label.layer.is_none());
                let above = above.and_then(|parent| self.codebook.layer_of(parent));
                let kind = above.filter(|_| tag.is_guess).map_or(tag.kind, |above| above.kind);
                let layer = above.filter(|above| above.kind == kind).map(|above| above.id.clone());
                let id = self.make(kind, &tag.label, layer, color)?;
                if tag.is_guess {
                    self.guessed.insert(id.clone());
                }
                id
            }
        };
        if !tag.is_guess {
            self.tags.insert((tag.kind, tag.label.clone()), id.clone());
        }
        if !self.undefined.contains(&id) {
            return Some(id);
        }
        if tag.kind != LayerKind::Relation {
            self.undefined.remove(&id);
        }
        let parent = parent.and_then(|parent| self.parent_for(&id, parent, &tag.label, losses));
        let name = tag.name.as_deref().and_then(readable);
        self.change(&id, |there| {
            let mut aliases = there.aliases.clone();
            if name.is_some() && id.as_str() != tag.label.tag {
                aliases.extend(readable(&tag.label.tag));
            }
            let named = Tag { name: name.unwrap_or_else(|| there.name.clone()), ..there.clone() };
            Tag {
                short: tag.short.clone().filter(|short| *short != named.short_name()),
                color: color.unwrap_or(there.color),
                guide: tag.guide.trim().to_owned(),
                use_when: tag.use_when.trim().to_owned(),
                not_when: tag.not_when.trim().to_owned(),
                parent,
                aliases,
                ..named
            }
        });
        Some(id)
    }

    /// The tag that one is of which only a guess says what it marks: of that kind, else of another.
    fn of_any_kind(&self, tag: &TagDefinition) -> Option<(TagId, bool)> {
        let kinds = std::iter::once(tag.kind).chain([LayerKind::Span, LayerKind::Document]);
        kinds.filter_map(|kind| self.known(kind, &tag.label)).next().map(|known| (known.id.clone(), false))
    }

    /// The tag that a new one stands under: of the same layer, not under the new one itself, and not too deep.
    fn parent_for(&self, id: &TagId, parent: TagId, label: &Label, losses: &mut Losses) -> Option<TagId> {
        let [layer, above] = [id, &parent].map(|id| self.codebook.tag(id).map(|tag| &tag.layer));
        let way: Vec<&TagId> = self.codebook.ancestors(&parent).take(DEPTH).map(|tag| &tag.id).collect();
        if layer != above || way.contains(&id) {
            losses.add(LossKind::Codebook, || format!("that “{}” stands under {parent}", label.tag));
            return None;
        }
        if way.len() < DEPTH {
            return Some(parent);
        }
        losses.add(LossKind::Codebook, || format!("“{}” stands more than {DEPTH} tags deep", label.tag));
        way.get(1).map(|above| (*above).clone())
    }

    /// The tags of spans by the names that annotations have for them.
    fn spans(&self, names: &BTreeSet<SmolStr>) -> BTreeSet<TagId> {
        let tag = |name: &SmolStr| self.tags.get(&(LayerKind::Span, Label::new(name.clone()))).cloned();
        names.iter().filter_map(tag).collect()
    }

    fn change(&mut self, id: &TagId, changed: impl FnOnce(&Tag) -> Tag) {
        if let Some(tag) = self.codebook.tags.get_mut(id) {
            *tag = Arc::new(changed(tag));
        }
    }

    /// How files define an attribute that was met in a layer, or on documents, by this name.
    pub(super) fn definition(&self, layer: Option<&LayerId>, name: &str) -> Option<&AttributeDefinition> {
        let layer = layer.and_then(|layer| self.codebook.layer(layer));
        let is_in = |it: &AttributeDefinition| match (&it.layer, layer) {
            (Some(named), Some(layer)) => is_called(layer, named),
            _ => true,
        };
        let mut all = self.codebooks.iter().flat_map(|codebook| &codebook.attributes);
        all.find(|it| it.of == layer.map(|layer| layer.kind) && it.name == name && is_in(it))
    }

    /// A new attribute as files define it.
    pub(super) fn defined(&self, attribute: Attribute, definition: &AttributeDefinition) -> Attribute {
        let tags = self.spans(&definition.tags);
        Attribute {
            name: definition.shown.as_deref().and_then(readable).unwrap_or(attribute.name),
            when: if tags.is_empty() { Vec::new() } else { vec![Clause::Tagged(tags)] },
            guide: definition.guide.trim().to_owned(),
            ..attribute
        }
    }

    /// Makes the attributes that files define and no annotation has, in the layer that they are for.
    pub(in crate::formats) fn complete(&mut self) {
        let all: Vec<AttributeDefinition> =
            self.codebooks.iter().flat_map(|codebook| codebook.attributes.iter().cloned()).collect();
        for definition in all {
            let layer = match (definition.of, &definition.layer) {
                (None, _) => None,
                (Some(kind), Some(name)) => match self.layer_named(kind, name) {
                    Some(layer) => Some(layer.id.clone()),
                    None => continue,
                },
                (Some(kind), None) => match self.layer_of_tags(kind, &definition) {
                    Some(layer) => Some(layer),
                    None => continue,
                },
            };
            let is_met = self.attributes.keys().any(|(met, name)| {
                *name == definition.name && self.definition(met.as_ref(), name).is_some_and(|it| *it == definition)
            });
            if !is_met && let Some(id) = self.attribute(layer.as_ref(), &definition.name) {
                self.attributes.insert((layer, definition.name), id);
            }
        }
    }

    /// The layer of the tags that an attribute is for, else the first of its kind.
    fn layer_of_tags(&self, kind: LayerKind, definition: &AttributeDefinition) -> Option<LayerId> {
        let of_tag = self.spans(&definition.tags).into_iter().next().filter(|_| kind == LayerKind::Span);
        let layer = of_tag.and_then(|tag| self.codebook.layer_of(&tag)).or_else(|| self.codebook.first_layer(kind));
        layer.map(|layer| layer.id.clone())
    }
}

fn is_called(layer: &Layer, name: &str) -> bool {
    layer.id.as_str() == name || layer.name.to_lowercase() == name.to_lowercase()
}
