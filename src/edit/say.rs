//! Plans for what is said of annotations beside their tags, and of documents as a whole.

use super::command::{Plan, document, tag};
use super::place::check_kind;
use super::{Change, Edit, EditError, Mint, spans};
use crate::model::{
    AnnotationSet, Attribute, AttributeId, Codebook, Confidence, Details, DocumentTag, LayerKind, Overlap, Project,
    RecordId, Relation, Said, SetKey, Span, SpanKey, TagId, Value,
};

/// Something that can carry more than a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A span.
    Span(SpanKey),
    /// A relation.
    Relation(RecordId),
    /// A tag of the document.
    DocumentTag(TagId),
}

/// What is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saying {
    /// The value of an attribute; none takes it away.
    Attribute(AttributeId, Option<Value>),
    /// How sure the annotator is.
    Confidence(Option<Confidence>),
    /// Whether it is marked for another look.
    Flag(bool),
}

pub(super) fn say(project: &Project, key: &SetKey, of: &[Target], what: &Saying) -> Plan {
    let set = project.set(key).ok_or(EditError::Gone("the set"))?;
    check_value(&project.codebook, what)?;
    let mut edits = Vec::new();
    let mut n_asked = 0;
    for target in of {
        let (tag, details) = found(set, target)?;
        if let Saying::Attribute(id, Some(_)) = what
            && !project.codebook.asked_of(tag, details).iter().any(|attribute| attribute.id == *id)
        {
            continue;
        }
        n_asked += 1;
        let after = said(&project.codebook, tag, details, what);
        if after != *details {
            edits.push(with_details(key, set, target, after)?);
        }
    }
    if n_asked == 0
        && let Saying::Attribute(id, _) = what
    {
        return Err(EditError::NotAsked(name_of(&project.codebook, id)));
    }
    Ok((title(project, what, of.len()), edits))
}

pub(super) fn say_of_document(project: &Project, key: &SetKey, id: &AttributeId, value: Option<&Value>) -> Plan {
    let document = document(project, &key.document)?;
    let what = Saying::Attribute(id.clone(), value.cloned());
    let attribute = check_value(&project.codebook, &what)?;
    if attribute.is_some_and(|attribute| attribute.layer.is_some()) {
        return Err(EditError::NotAsked(name_of(&project.codebook, id)));
    }
    let before = project.set(key).and_then(|set| set.attributes.get(id));
    if before == value {
        return Err(EditError::Nothing);
    }
    let mut edits = spans::begun(project, key, &document.text);
    edits.push(Edit::Value(key.clone(), id.clone(), Change { before: before.cloned(), after: value.cloned() }));
    Ok((format!("{} of “{}”", title(project, &what, 0), document.title), edits))
}

/// Tags the document, or takes the tag away. In a layer that lets a document have one tag alone, that goes.
pub(super) fn tag_document(project: &Project, mint: &Mint, key: &SetKey, id: &TagId, given: bool) -> Plan {
    let document = document(project, &key.document)?;
    let set = project.set(key);
    let known = set.and_then(|set| set.document_tags.get(id));
    let name = project.codebook.name_of(id);
    if known.is_some() == given {
        return Err(EditError::Nothing);
    }
    if let Some(known) = known {
        let edit = Edit::DocumentTag(key.clone(), Change::remove(known.clone()));
        return Ok((format!("Take {name} off “{}”", document.title), vec![edit]));
    }
    let tag = tag(project, id)?;
    check_kind(project, tag, LayerKind::Document)?;
    let mut edits = spans::begun(project, key, &document.text);
    if project.codebook.layer(&tag.layer).is_some_and(|layer| layer.overlap == Overlap::None) {
        let is_in_layer =
            |other: &&DocumentTag| project.codebook.tag(&other.tag).is_some_and(|other| other.layer == tag.layer);
        let others = set.into_iter().flat_map(|set| set.document_tags.values()).filter(is_in_layer);
        edits.extend(others.map(|other| Edit::DocumentTag(key.clone(), Change::remove(other.clone()))));
    }
    let details = with_defaults(&project.codebook, id, &Details::default());
    let new = DocumentTag { details, ..DocumentTag::new(id.clone(), mint.now) };
    edits.push(Edit::DocumentTag(key.clone(), Change::add(new)));
    Ok((format!("Tag “{}” as {name}", document.title), edits))
}

/// The same with every attribute that is asked for, has a default and no value yet.
pub(super) fn with_defaults(codebook: &Codebook, tag: &TagId, details: &Details) -> Details {
    let mut details = details.clone();
    loop {
        let lacking = codebook.asked_of(tag, &details).into_iter().find_map(|attribute| {
            let default = attribute.default.as_ref().filter(|_| details.get(&attribute.id).is_none())?;
            Some((attribute.id.clone(), default.clone()))
        });
        match lacking {
            Some((id, default)) => details = details.with(&id, Some(default)),
            None => return details,
        }
    }
}

/// What is said after something else is.
fn said(codebook: &Codebook, tag: &TagId, details: &Details, what: &Saying) -> Details {
    match what {
        Saying::Attribute(id, None) => details.with(id, None),
        // Another attribute may be asked for now.
        Saying::Attribute(id, value) => with_defaults(codebook, tag, &details.with(id, value.clone())),
        Saying::Confidence(confidence) => Said { confidence: *confidence, ..details.said().clone() }.into(),
        Saying::Flag(flagged) => Said { flagged: *flagged, ..details.said().clone() }.into(),
    }
}

/// The attribute that is spoken of, if its value is one that it takes.
fn check_value<'a>(codebook: &'a Codebook, what: &Saying) -> Result<Option<&'a Attribute>, EditError> {
    let Saying::Attribute(id, Some(value)) = what else { return Ok(None) };
    let attribute = codebook.attribute(id).ok_or_else(|| EditError::NoAttribute(id.clone()))?;
    if attribute.kind.takes(value) {
        Ok(Some(attribute))
    } else {
        Err(EditError::NotAValue { attribute: attribute.name.clone(), value: attribute.words(value) })
    }
}

fn found<'a>(set: &'a AnnotationSet, target: &Target) -> Result<(&'a TagId, &'a Details), EditError> {
    match target {
        Target::Span(key) => {
            let span = set.spans.get(*key).ok_or(EditError::Gone("the span"))?;
            Ok((&span.tag, &span.details))
        }
        Target::Relation(id) => {
            let relation = set.relations.get(id).ok_or(EditError::Gone("the relation"))?;
            Ok((&relation.tag, &relation.details))
        }
        Target::DocumentTag(tag) => {
            let given = set.document_tags.get(tag).ok_or(EditError::Gone("the document’s tag"))?;
            Ok((&given.tag, &given.details))
        }
    }
}

fn with_details(key: &SetKey, set: &AnnotationSet, target: &Target, details: Details) -> Result<Edit, EditError> {
    let key = key.clone();
    Ok(match target {
        Target::Span(span) => {
            let before = set.spans.get(*span).ok_or(EditError::Gone("the span"))?.clone();
            let after = Span { details, ..before.clone() };
            Edit::Span(key, Change::replace(before, after))
        }
        Target::Relation(id) => {
            let before = set.relations.get(id).ok_or(EditError::Gone("the relation"))?.clone();
            let after = Relation { details, ..before.clone() };
            Edit::Relation(key, Change::replace(before, after))
        }
        Target::DocumentTag(tag) => {
            let before = set.document_tags.get(tag).ok_or(EditError::Gone("the document’s tag"))?.clone();
            let after = DocumentTag { details, ..before.clone() };
            Edit::DocumentTag(key, Change::replace(before, after))
        }
    })
}

fn title(project: &Project, what: &Saying, n: usize) -> String {
    let many = if n > 1 { format!(" of {n} annotations") } else { String::new() };
    match what {
        Saying::Attribute(id, Some(value)) => {
            let words = project.codebook.attribute(id).map(|attribute| attribute.words(value)).unwrap_or_default();
            format!("{}: {words}{many}", name_of(&project.codebook, id))
        }
        Saying::Attribute(id, None) => format!("Take away {}{many}", name_of(&project.codebook, id)),
        Saying::Confidence(Some(confidence)) => format!("Confidence: {} %{many}", confidence.percent()),
        Saying::Confidence(None) => format!("Take away the confidence{many}"),
        Saying::Flag(true) => {
            if n > 1 {
                format!("Flag {n} annotations")
            } else {
                "Flag".to_owned()
            }
        }
        Saying::Flag(false) => {
            if n > 1 {
                format!("Unflag {n} annotations")
            } else {
                "Unflag".to_owned()
            }
        }
    }
}

fn name_of(codebook: &Codebook, id: &AttributeId) -> String {
    codebook.attribute(id).map_or(id.to_string(), |attribute| attribute.name.clone())
}
