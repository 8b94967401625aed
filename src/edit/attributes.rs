//! Plans for the codebook's layers and attributes.

use super::command::{Plan, checked_name};
use super::{Change, Edit, EditError, slug};
use crate::model::{Attribute, AttributeId, AttributeKind, Codebook, Layer, LayerId, Project};
use std::collections::BTreeSet;

/// Adds a layer. Its id is made from its name.
pub(super) fn add_layer(project: &Project, new: &Layer) -> Plan {
    let codebook = &project.codebook;
    let name = checked_name(&new.name)?.to_owned();
    let stem = slug(&name, "layer");
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let mut ids = std::iter::once(stem.clone()).chain(numbered).filter_map(|id| LayerId::new(&id).ok());
    let id = ids.find(|id| codebook.layer(id).is_none()).ok_or(EditError::NoName)?;
    let layer = Layer { id, name, ..new.clone() };
    check_layer(codebook, &layer)?;
    let after = codebook.layers.iter().cloned().chain([layer.clone()]).collect();
    Ok((format!("Add the layer {}", layer.name), vec![layers(codebook, after)]))
}

pub(super) fn edit_layer(project: &Project, new: &Layer) -> Plan {
    let codebook = &project.codebook;
    let before = codebook.layer(&new.id).ok_or_else(|| EditError::NoLayer(new.id.clone()))?;
    let layer = Layer { name: checked_name(&new.name)?.to_owned(), ..new.clone() };
    if *before == layer {
        return Err(EditError::Nothing);
    }
    check_layer(codebook, &layer)?;
    if before.kind != layer.kind && codebook.in_order().any(|tag| tag.layer == layer.id) {
        return Err(EditError::LayerInUse(before.name.clone()));
    }
    let title = format!("Change the layer {}", layer.name);
    let after = codebook.layers.iter().map(|it| if it.id == layer.id { layer.clone() } else { it.clone() }).collect();
    Ok((title, vec![layers(codebook, after)]))
}

/// Removes a layer that no tag or attribute belongs to.
pub(super) fn remove_layer(project: &Project, id: &LayerId) -> Plan {
    let codebook = &project.codebook;
    let old = codebook.layer(id).ok_or_else(|| EditError::NoLayer(id.clone()))?;
    let is_used = codebook.in_order().any(|tag| tag.layer == *id)
        || codebook.attributes.iter().any(|attribute| attribute.layer.as_ref() == Some(id));
    if is_used {
        return Err(EditError::LayerInUse(old.name.clone()));
    }
    let after = codebook.layers.iter().filter(|layer| layer.id != *id).cloned().collect();
    Ok((format!("Remove the layer {}", old.name), vec![layers(codebook, after)]))
}

fn check_layer(codebook: &Codebook, layer: &Layer) -> Result<(), EditError> {
    let folded = layer.name.to_lowercase();
    let is_taken = codebook.layers.iter().any(|other| other.id != layer.id && other.name.to_lowercase() == folded);
    if is_taken { Err(EditError::LayerTaken(layer.name.clone())) } else { Ok(()) }
}

fn layers(codebook: &Codebook, after: Vec<Layer>) -> Edit {
    Edit::Layers(Change::replace(codebook.layers.clone(), after))
}

/// Adds an attribute. Its id is made from its name.
pub(super) fn add(project: &Project, new: &Attribute) -> Plan {
    let codebook = &project.codebook;
    let name = checked_name(&new.name)?.to_owned();
    let stem = slug(&name, "attribute");
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let mut ids = std::iter::once(stem.clone()).chain(numbered).filter_map(|id| AttributeId::new(&id).ok());
    let id = ids.find(|id| codebook.attribute(id).is_none()).ok_or(EditError::NoName)?;
    let attribute = Attribute { id, name, ..new.clone() };
    let after: Vec<Attribute> = codebook.attributes.iter().cloned().chain([attribute.clone()]).collect();
    check(codebook, &attribute, &after)?;
    Ok((format!("Add the attribute {}", attribute.name), vec![all(codebook, after)]))
}

pub(super) fn edit(project: &Project, new: &Attribute) -> Plan {
    let codebook = &project.codebook;
    let before = codebook.attribute(&new.id).ok_or_else(|| EditError::NoAttribute(new.id.clone()))?;
    let attribute = Attribute { name: checked_name(&new.name)?.to_owned(), ..new.clone() };
    if *before == attribute {
        return Err(EditError::Nothing);
    }
    let replaced = |it: &Attribute| if it.id == attribute.id { attribute.clone() } else { it.clone() };
    let after: Vec<Attribute> = codebook.attributes.iter().map(replaced).collect();
    check(codebook, &attribute, &after)?;
    Ok((format!("Change the attribute {}", attribute.name), vec![all(codebook, after)]))
}

/// Removes an attribute from the codebook. What annotations say of it stays in them, and is not asked for any more.
pub(super) fn remove(project: &Project, id: &AttributeId) -> Plan {
    let codebook = &project.codebook;
    let old = codebook.attribute(id).ok_or_else(|| EditError::NoAttribute(id.clone()))?;
    let after = codebook.attributes.iter().filter(|attribute| attribute.id != *id).cloned().collect();
    Ok((format!("Remove the attribute {}", old.name), vec![all(codebook, after)]))
}

/// Puts an attribute before another one, or at the end.
pub(super) fn move_to(project: &Project, id: &AttributeId, before: Option<&AttributeId>) -> Plan {
    let codebook = &project.codebook;
    let moved = codebook.attribute(id).ok_or_else(|| EditError::NoAttribute(id.clone()))?;
    let mut after: Vec<Attribute> = codebook.attributes.iter().filter(|it| it.id != *id).cloned().collect();
    let at = before.and_then(|before| after.iter().position(|other| other.id == *before)).unwrap_or(after.len());
    after.insert(at, moved.clone());
    if after == codebook.attributes {
        return Err(EditError::Nothing);
    }
    Ok((format!("Move the attribute {}", moved.name), vec![all(codebook, after)]))
}

fn all(codebook: &Codebook, after: Vec<Attribute>) -> Edit {
    Edit::Attributes(Change::replace(codebook.attributes.clone(), after))
}

/// The rules that every attribute keeps, among all as they would be.
fn check(codebook: &Codebook, attribute: &Attribute, all: &[Attribute]) -> Result<(), EditError> {
    let name = || attribute.name.clone();
    let folded = attribute.name.to_lowercase();
    let is_twin = |other: &&Attribute| other.id != attribute.id && other.layer == attribute.layer;
    if all.iter().filter(is_twin).any(|other| other.name.to_lowercase() == folded) {
        return Err(EditError::AttributeTaken(name()));
    }
    if let Some(layer) = attribute.layer.as_ref().filter(|layer| codebook.layer(layer).is_none()) {
        return Err(EditError::NoLayer(layer.clone()));
    }
    if let AttributeKind::Choice(choices) | AttributeKind::Choices(choices) = &attribute.kind {
        let mut known = BTreeSet::new();
        if choices.is_empty() || choices.iter().any(|choice| choice.name.trim().is_empty()) {
            return Err(EditError::NoChoices(name()));
        }
        if let Some(twice) = choices.iter().find(|choice| !known.insert(choice.name.trim().to_lowercase())) {
            return Err(EditError::ChoiceTwice { attribute: name(), choice: twice.name.clone() });
        }
    }
    if let AttributeKind::Number { least: Some(least), most: Some(most) } = attribute.kind
        && least > most
    {
        return Err(EditError::NoNumbers(name()));
    }
    if let Some(default) = attribute.default.as_ref().filter(|default| !attribute.kind.takes(default)) {
        return Err(EditError::NotAValue { attribute: name(), value: attribute.words(default) });
    }
    if let Some(gone) = attribute.depends_on().find(|id| !all.iter().any(|other| other.id == **id)) {
        return Err(EditError::NoAttribute(gone.clone()));
    }
    let would_be = Codebook { attributes: all.to_vec(), ..codebook.clone() };
    if would_be.circular_attributes().contains(&attribute.id) {
        return Err(EditError::CircularCondition(name()));
    }
    Ok(())
}
