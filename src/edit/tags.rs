//! Plans for the codebook.

use super::command::{Plan, checked_name};
use super::{Change, Edit, EditError, Mint, NewTag, slug};
use crate::model::{Attribute, Codebook, Layer, LayerId, LayerKind, Project, Rule, Tag, TagColor, TagId};
use std::collections::HashSet;
use std::sync::Arc;

/// Letters that are commands while labeling, so that no tag can have them.
pub const COMMAND_LETTERS: &str = "abdefgmnqsvx";

/// A character as the key of a tag: a digit, or a letter that is no command.
pub fn key_of(c: char) -> Result<char, EditError> {
    let key = c.to_ascii_lowercase();
    if COMMAND_LETTERS.contains(key) {
        Err(EditError::KeyReserved(key))
    } else if key.is_ascii_lowercase() || key.is_ascii_digit() {
        Ok(key)
    } else {
        Err(EditError::NotAKey(c))
    }
}

pub(super) fn add(project: &Project, new: &NewTag) -> Plan {
    let codebook = &project.codebook;
    let name = checked_name(&new.name)?;
    let mut edits = Vec::new();
    let layer = match new.parent.as_ref().and_then(|parent| codebook.tag(parent)) {
        Some(parent) => parent.layer.clone(),
        None => match new.layer.as_ref().and_then(|layer| codebook.layer(layer)) {
            Some(layer) => layer.id.clone(),
            None => first_layer(codebook, &mut edits)?,
        },
    };
    let tag = Tag {
        parent: new.parent.clone(),
        key: new.key,
        color: new.color.unwrap_or_else(|| TagColor::Slot(codebook.free_slot())),
        short: new.short.clone(),
        aliases: new.aliases.clone(),
        guide: new.guide.trim().to_owned(),
        use_when: new.use_when.trim().to_owned(),
        not_when: new.not_when.trim().to_owned(),
        ends: new.ends.clone(),
        ..Tag::new(free_id(codebook, name)?, layer, name.to_owned())
    };
    check(codebook, None, &tag)?;
    let mut order = codebook.order.clone();
    order.push(tag.id.clone());
    let title = format!("Add the tag {name}");
    edits.push(Edit::Tag(tag.id.clone(), Change::add(Arc::new(tag))));
    edits.push(Edit::TagOrder(Change::replace(codebook.order.clone(), order)));
    Ok((title, edits))
}

pub(super) fn edit(project: &Project, mint: &Mint, new: &Tag) -> Plan {
    let codebook = &project.codebook;
    let before = codebook.tags.get(&new.id).ok_or_else(|| EditError::NoTag(new.id.clone()))?;
    let mut tag = Tag { name: checked_name(&new.name)?.to_owned(), ..new.clone() };
    if **before == tag {
        return Err(EditError::Nothing);
    }
    let meaning = |tag: &Tag| (tag.guide.clone(), tag.use_when.clone(), tag.not_when.clone());
    let is_redefined = meaning(before) != meaning(&tag);
    if is_redefined {
        tag.revised = Some(mint.now);
    }
    check(codebook, Some(before), &tag)?;
    let title = if before.name != tag.name {
        // Who knows it by its old name finds it.
        if !tag.aliases.contains(&before.name) {
            tag.aliases.push(before.name.clone());
        }
        format!("Rename {} to {}", before.name, tag.name)
    } else if is_redefined {
        format!("Change the definition of {}", tag.name)
    } else {
        format!("Change the tag {}", tag.name)
    };
    Ok((title, vec![Edit::Tag(tag.id.clone(), Change::replace(Arc::clone(before), Arc::new(tag)))]))
}

pub(super) fn move_to(project: &Project, id: &TagId, parent: Option<&TagId>, before: Option<&TagId>) -> Plan {
    let codebook = &project.codebook;
    let old = codebook.tags.get(id).ok_or_else(|| EditError::NoTag(id.clone()))?;
    let moved = Tag { parent: parent.cloned(), ..Tag::clone(old) };
    check(codebook, Some(old), &moved)?;
    let mut order: Vec<TagId> = codebook.order.iter().filter(|other| *other != id).cloned().collect();
    let at = before.and_then(|before| order.iter().position(|other| other == before)).unwrap_or(order.len());
    order.insert(at, id.clone());
    let mut edits = Vec::new();
    if moved.parent != old.parent {
        edits.push(Edit::Tag(id.clone(), Change::replace(Arc::clone(old), Arc::new(moved))));
    }
    if order != codebook.order {
        edits.push(Edit::TagOrder(Change::replace(codebook.order.clone(), order)));
    }
    Ok((format!("Move the tag {}", old.name), edits))
}

pub(super) fn add_codebook(project: &Project, new: &Codebook) -> Plan {
    let codebook = &project.codebook;
    let mut edits = missing_tags(codebook, &new.layers, new.in_order().cloned())?;
    let n_tags = edits.iter().filter(|edit| matches!(edit, Edit::Tag(..))).count();
    let mut with_new = project.clone();
    edits.iter().try_for_each(|edit| edit.apply(&mut with_new))?;
    let now = &with_new.codebook;
    let has_layer = |it: &&Attribute| it.layer.as_ref().is_none_or(|layer| now.layer(layer).is_some());
    let missing = new.attributes.iter().filter(|it| codebook.attribute(&it.id).is_none()).filter(has_layer);
    let attributes: Vec<Attribute> = codebook.attributes.iter().chain(missing).cloned().collect();
    if attributes != codebook.attributes {
        edits.push(Edit::Attributes(Change::replace(codebook.attributes.clone(), attributes)));
    }
    let is_new = |rule: &&Arc<Rule>| !codebook.rules.contains_key(&rule.id) && now.tag(&rule.tag).is_some();
    edits.extend(new.rules.values().filter(is_new).map(|rule| Edit::Rule(rule.id, Change::add(Arc::clone(rule)))));
    Ok((format!("Add {n_tags} {} from a codebook", if n_tags == 1 { "tag" } else { "tags" }), edits))
}

/// The edits that add the layers and tags that a codebook lacks. A key that is taken is left out.
pub(super) fn missing_tags(
    codebook: &Codebook,
    layers: &[Layer],
    tags: impl IntoIterator<Item = Tag>,
) -> Result<Vec<Edit>, EditError> {
    let mut edits = Vec::new();
    let mut all_layers = codebook.layers.clone();
    all_layers.extend(layers.iter().filter(|layer| codebook.layer(&layer.id).is_none()).cloned());
    if all_layers.is_empty() {
        all_layers.extend(default_layer(codebook, LayerKind::Span));
    }
    let mut order = codebook.order.clone();
    let mut keys: HashSet<char> = codebook.in_order().filter_map(|tag| tag.key).collect();
    let mut known: HashSet<TagId> = codebook.order.iter().cloned().collect();
    for mut tag in tags {
        if !known.insert(tag.id.clone()) {
            continue;
        }
        if !all_layers.iter().any(|layer| layer.id == tag.layer)
            && let Some(first) = all_layers.first()
        {
            tag.layer = first.id.clone();
        }
        tag.key = tag.key.filter(|&key| key_of(key) == Ok(key) && keys.insert(key));
        order.push(tag.id.clone());
        edits.push(Edit::Tag(tag.id.clone(), Change::add(Arc::new(tag))));
    }
    if !edits.is_empty() {
        edits.push(Edit::TagOrder(Change::replace(codebook.order.clone(), order)));
    }
    if all_layers != codebook.layers && !edits.is_empty() {
        edits.insert(0, Edit::Layers(Change::replace(codebook.layers.clone(), all_layers)));
    }
    Ok(edits)
}

/// The rules that every tag of a codebook keeps. A name that a tag shares already, as files have it, may stay.
fn check(codebook: &Codebook, before: Option<&Tag>, tag: &Tag) -> Result<(), EditError> {
    let folded = tag.name.to_lowercase();
    let others = || codebook.in_order().filter(|other| other.id != tag.id);
    let is_named_anew = before.is_none_or(|before| before.name != tag.name || before.parent != tag.parent);
    if is_named_anew && others().any(|other| other.parent == tag.parent && other.name.to_lowercase() == folded) {
        return Err(EditError::NameTaken(tag.name.clone()));
    }
    if let Some(key) = tag.key {
        if key_of(key)? != key {
            return Err(EditError::NotAKey(key));
        }
        if let Some(other) = others().find(|other| other.key == Some(key)) {
            return Err(EditError::KeyTaken { key, tag: other.name.clone() });
        }
    }
    if let Some(parent) = &tag.parent {
        codebook.tag(parent).ok_or_else(|| EditError::NoTag(parent.clone()))?;
        if codebook.is_within(parent, &tag.id) {
            return Err(EditError::Circle(tag.name.clone()));
        }
    }
    Ok(())
}

fn free_id(codebook: &Codebook, name: &str) -> Result<TagId, EditError> {
    let stem = slug(name, "tag");
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let mut ids = std::iter::once(stem.clone()).chain(numbered).filter_map(|id| TagId::new(&id).ok());
    ids.find(|id| codebook.tag(id).is_none() && !codebook.is_mapped_away(id)).ok_or(EditError::NoName)
}

fn first_layer(codebook: &Codebook, edits: &mut Vec<Edit>) -> Result<LayerId, EditError> {
    if let Some(layer) = codebook.first_layer(LayerKind::Span) {
        return Ok(layer.id.clone());
    }
    let layer = default_layer(codebook, LayerKind::Span).ok_or(EditError::NoName)?;
    let id = layer.id.clone();
    let layers = codebook.layers.iter().cloned().chain([layer]).collect();
    edits.push(Edit::Layers(Change::replace(codebook.layers.clone(), layers)));
    Ok(id)
}

/// A layer for tags of a kind, where a codebook has none; nothing when no id is free, which does not happen.
pub fn default_layer(codebook: &Codebook, kind: LayerKind) -> Option<Layer> {
    let (stem, name) = match kind {
        LayerKind::Span => ("entity", "Entities"),
        LayerKind::Relation => ("relation", "Relations"),
        LayerKind::Document => ("topic", "Topics"),
    };
    let ids = std::iter::once(stem.to_owned()).chain((2..100).map(|n| format!("{stem}-{n}")));
    let id = ids.filter_map(|id| LayerId::new(&id).ok()).find(|id| codebook.layer(id).is_none())?;
    Some(Layer { kind, ..Layer::new(id, name.to_owned()) })
}
