//! Plans that change the codebook and all annotations with it: one step, over everybody's sets, written down with what
//! becomes of annotations made before.

use super::command::{Plan, tag};
use super::mapping::Mapper;
use super::{Change, Edit, EditError, Fate, Mint, NewTag, revisions, tags};
use crate::model::{
    Attribute, AttributeId, Becomes, Clause, Codebook, CodebookRevision, Mapping, Project, Rule, Tag, TagId, Value,
    Which,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The tag that annotations get.
#[derive(Clone, Debug)]
pub enum Recoded {
    /// One of the codebook.
    Known(TagId),
    /// One that is made for them.
    New(Box<NewTag>),
}

/// Gives some annotations of a tag another tag, or the same with other values. The tag itself stays.
pub(super) fn recode(
    project: &Project,
    mint: &mut Mint,
    from: &TagId,
    which: &Which,
    to: &Recoded,
    values: &BTreeMap<AttributeId, Option<Value>>,
) -> Plan {
    let old = tag(project, from)?;
    let mut edits = Vec::new();
    let mut with_new = project.clone();
    let to = match to {
        Recoded::Known(id) => id.clone(),
        Recoded::New(new) => {
            let new = NewTag { layer: Some(old.layer.clone()), ..NewTag::clone(new) };
            let (_, made) = tags::add(project, &new)?;
            made.iter().try_for_each(|edit| edit.apply(&mut with_new))?;
            edits = made;
            with_new.codebook.order.last().cloned().ok_or(EditError::Gone("the new tag"))?
        }
    };
    let new = tag(&with_new, &to)?;
    check_kinds(&with_new.codebook, old, new)?;
    let mapping = Mapping { from: from.clone(), which: which.clone(), to: Becomes::Tagged(to.clone(), values.clone()) };
    let changes = annotation_edits(project, &mapping)?;
    if changes.is_empty() {
        return Err(EditError::Nothing);
    }
    let n = changes.len();
    let title = if to == *from {
        format!("Change what is said of {n} {} annotations", old.name)
    } else {
        format!("Retag {n} {} as {}", old.name, new.name)
    };
    edits.extend(changes);
    let said = CodebookRevision { title: title.clone(), mappings: vec![mapping], ..revisions::blank(mint) };
    edits.push(revisions::revision(project, mint, said));
    Ok((title, edits))
}

/// Removes a tag. What was marked as it goes, gets another tag, or becomes a value of another tag's attribute; old files
/// are read so from then on.
pub(super) fn remove(project: &Project, mint: &mut Mint, id: &TagId, fate: &Fate) -> Plan {
    let codebook = &project.codebook;
    let old = codebook.tags.get(id).ok_or_else(|| EditError::NoTag(id.clone()))?;
    let instead = match fate {
        Fate::Remove => None,
        Fate::Retag(other) => Some((other, BTreeMap::new())),
        Fate::Value { tag, attribute, value } => {
            check_value(codebook, attribute, value)?;
            Some((tag, BTreeMap::from([(attribute.clone(), Some(value.clone()))])))
        }
    };
    if let Some((other, _)) = &instead {
        if *other == id {
            return Err(EditError::Nothing);
        }
        check_kinds(codebook, old, tag(project, other)?)?;
    }
    let to = match &instead {
        Some((other, values)) => Becomes::Tagged((*other).clone(), values.clone()),
        None => Becomes::Nothing,
    };
    let mapping = Mapping { from: id.clone(), which: Which::All, to };
    let mut edits = annotation_edits(project, &mapping)?;
    let title = match (&instead, edits.is_empty()) {
        (_, true) => format!("Remove the tag {}", old.name),
        (Some((other, values)), false) if values.is_empty() => {
            format!("Remove the tag {}, its annotations become {}", old.name, codebook.path(other))
        }
        (Some((other, values)), false) => {
            let words = values.iter().filter_map(|(id, value)| {
                let attribute = codebook.attribute(id)?;
                Some(format!("{} {}", attribute.name, attribute.words(value.as_ref()?)))
            });
            let words: Vec<String> = words.collect();
            format!("Turn the tag {} into {} with {}", old.name, codebook.path(other), words.join(", "))
        }
        (None, false) => format!("Remove the tag {} and its annotations", old.name),
    };
    edits.extend(codebook_edits(codebook, old, instead.as_ref().map(|(other, _)| *other)));
    let said = CodebookRevision { title: title.clone(), mappings: vec![mapping], ..revisions::blank(mint) };
    edits.push(revisions::revision(project, mint, said));
    Ok((title, edits))
}

/// What a mapping changes, in all sets.
fn annotation_edits(project: &Project, mapping: &Mapping) -> Result<Vec<Edit>, EditError> {
    let mapper = Mapper::new(mapping)?;
    let mut edits = Vec::new();
    for (key, set) in &project.sets {
        if let Some(document) = project.document(&key.document) {
            edits.extend(mapper.edits(key, set, &document.text));
        }
    }
    Ok(edits)
}

/// What else of the codebook speaks of a tag that goes: its children, conditions, permitted ends. What it was called is
/// another name of the tag that stands for it, which gets its examples.
fn codebook_edits(codebook: &Codebook, old: &Arc<Tag>, instead: Option<&TagId>) -> Vec<Edit> {
    let id = &old.id;
    let mut edits = Vec::new();
    for tag in codebook.in_order().filter(|tag| tag.id != *id) {
        let mut after = tag.clone();
        if tag.parent.as_ref() == Some(id) {
            after.parent = old.parent.clone().filter(|up| *up != tag.id);
        }
        for ends in [&mut after.ends.from, &mut after.ends.to] {
            replace(ends, id, instead);
        }
        if instead == Some(&tag.id) {
            let names = std::iter::once(old.name.as_str()).chain(old.label.as_deref());
            for name in names.chain(old.aliases.iter().map(String::as_str)).filter(|name| *name != tag.name) {
                if !after.aliases.iter().any(|alias| alias == name) {
                    after.aliases.push(name.to_owned());
                }
            }
            // What showed the old tag shows this one; what that was not for, this one may be.
            let shown = old.examples.iter().filter(|it| it.is_positive && !tag.examples.contains(it));
            after.examples.extend(shown.cloned());
        }
        if after != *tag {
            edits.push(Edit::Tag(tag.id.clone(), Change::replace(Arc::new(tag.clone()), Arc::new(after))));
        }
    }
    let attributes: Vec<Attribute> = codebook.attributes.iter().map(|it| without_tag(it, id, instead)).collect();
    if attributes != codebook.attributes {
        edits.push(Edit::Attributes(Change::replace(codebook.attributes.clone(), attributes)));
    }
    for rule in codebook.rules.values().filter(|rule| rule.tag == *id) {
        let after = instead.map(|tag| Arc::new(Rule { tag: tag.clone(), ..Rule::clone(rule) }));
        edits.push(Edit::Rule(rule.id, Change { before: Some(Arc::clone(rule)), after }));
    }
    let order = codebook.order.iter().filter(|other| *other != id).cloned().collect();
    edits.push(Edit::TagOrder(Change::replace(codebook.order.clone(), order)));
    edits.push(Edit::Tag(id.clone(), Change::remove(Arc::clone(old))));
    edits
}

fn without_tag(attribute: &Attribute, id: &TagId, instead: Option<&TagId>) -> Attribute {
    let mut after = attribute.clone();
    for clause in &mut after.when {
        if let Clause::Tagged(tags) = clause {
            replace(tags, id, instead);
        }
    }
    after
}

fn replace(tags: &mut BTreeSet<TagId>, id: &TagId, instead: Option<&TagId>) {
    if tags.remove(id) {
        tags.extend(instead.cloned());
    }
}

fn check_kinds(codebook: &Codebook, old: &Tag, new: &Tag) -> Result<(), EditError> {
    let (is, wanted) = (codebook.kind_of(new), codebook.kind_of(old));
    if is == wanted { Ok(()) } else { Err(EditError::OtherKind { tag: new.name.clone(), is, wanted }) }
}

fn check_value(codebook: &Codebook, id: &AttributeId, value: &Value) -> Result<(), EditError> {
    let attribute = codebook.attribute(id).ok_or_else(|| EditError::NoAttribute(id.clone()))?;
    if attribute.kind.takes(value) {
        Ok(())
    } else {
        Err(EditError::NotAValue { attribute: attribute.name.clone(), value: attribute.words(value) })
    }
}
