//! What people rate in a project, beside marking passages: documents by their tags and attributes, and the attributes of
//! passages that several marked alike.

use super::study::Done;
use crate::agreement::{Level, Ratings};
use crate::model::{
    AnnotationSet, AnnotatorId, Attribute, AttributeId, AttributeKind, Codebook, DocumentId, Fragments, Layer, LayerId,
    LayerKind, Overlap, Project, Tag, TagId, Value,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Something that people rate, with what they gave.
#[derive(Clone, PartialEq, Debug)]
pub struct ProjectRatings {
    /// What they rate.
    pub of: Rated,
    /// What people call that.
    pub name: String,
    /// Who rates it, in the order of the columns.
    pub raters: Vec<AnnotatorId>,
    /// The ratings, items by raters.
    pub ratings: Ratings,
    /// The document of each item, by numbers.
    pub documents: Vec<usize>,
}

/// What is rated.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rated {
    /// Which of the tags of a layer a document has: an item for each document. Where it has none, that is a category of its
    /// own.
    Layer(LayerId),
    /// Whether a document has a tag, where it may have several of a layer.
    Tag(TagId),
    /// An attribute: of each document, or of each passage that two people or more marked alike, as the same tag.
    Attribute(AttributeId),
}

impl fmt::Display for Rated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Layer(id) => write!(f, "layer:{id}"),
            Self::Tag(id) => write!(f, "tag:{id}"),
            Self::Attribute(id) => write!(f, "attribute:{id}"),
        }
    }
}

/// One rating for each annotator, of one item, and the document that it is in.
type Item = (usize, Vec<Option<String>>);

/// All that two people or more rated in documents that they are done with, in the order of the codebook.
pub fn ratings_of(project: &Project) -> Vec<ProjectRatings> {
    let ids: BTreeSet<&DocumentId> = project.sets.keys().map(|key| &key.document).collect();
    let done: Vec<Done<'_>> = ids.into_iter().filter_map(|id| Done::of(project, id)).collect();
    let raters: BTreeSet<&AnnotatorId> = done.iter().flat_map(|done| done.sets.iter().map(|(id, _)| *id)).collect();
    let raters: Vec<AnnotatorId> = raters.into_iter().cloned().collect();
    let codebook = &*project.codebook;
    let mut all = Vec::new();
    let mut add = |of: Rated, name: &str, level: Level, items: Vec<Item>| {
        let (documents, rows): (Vec<usize>, Vec<Vec<Option<String>>>) = items.into_iter().unzip();
        if rows.iter().any(|row| row.iter().flatten().count() >= 2)
            && let Ok(ratings) = Ratings::new(level, &rows)
        {
            all.push(ProjectRatings { of, name: name.to_owned(), raters: raters.clone(), ratings, documents });
        }
    };
    for layer in codebook.layers.iter().filter(|layer| layer.kind == LayerKind::Document) {
        let tags: Vec<&Tag> = codebook.in_order().filter(|tag| tag.layer == layer.id).collect();
        if !done.iter().flat_map(|done| &done.sets).any(|(_, set)| tags.iter().any(|tag| has(set, &tag.id))) {
            continue;
        }
        if layer.overlap == Overlap::None {
            let items = of_documents(&done, &raters, |set| one_of(set, &tags, layer));
            add(Rated::Layer(layer.id.clone()), &layer.name, Level::Nominal, items);
        } else {
            for tag in tags {
                let items = of_documents(&done, &raters, |set| Some(yes_or_no(has(set, &tag.id))));
                add(Rated::Tag(tag.id.clone()), &tag.name, Level::Nominal, items);
            }
        }
    }
    for attribute in &codebook.attributes {
        let Some(level) = level(attribute) else { continue };
        let items = match &attribute.layer {
            None => of_documents(&done, &raters, |set| of_document(set, codebook, attribute)),
            Some(layer) => of_passages(&done, &raters, codebook, attribute, layer),
        };
        add(Rated::Attribute(attribute.id.clone()), &attribute.name, level, items);
    }
    all
}

/// What the values of an attribute mean; nothing where they are words of anybody's own.
const fn level(attribute: &Attribute) -> Option<Level> {
    match attribute.kind {
        AttributeKind::Choice(_) | AttributeKind::Choices(_) | AttributeKind::YesNo => Some(Level::Nominal),
        AttributeKind::Number { .. } => Some(Level::Interval),
        AttributeKind::Text => None,
    }
}

/// An item for each document.
fn of_documents(
    done: &[Done<'_>],
    raters: &[AnnotatorId],
    rating: impl Fn(&AnnotationSet) -> Option<String>,
) -> Vec<Item> {
    let item = |done: &Done<'_>| raters.iter().map(|rater| rating(done.set(rater)?)).collect();
    done.iter().map(item).enumerate().collect()
}

/// An item for each passage that somebody marked as something, rated by those who did.
fn of_passages(
    done: &[Done<'_>],
    raters: &[AnnotatorId],
    codebook: &Codebook,
    attribute: &Attribute,
    layer: &LayerId,
) -> Vec<Item> {
    let mut items = Vec::new();
    for (document, done) in done.iter().enumerate() {
        let mut passages: BTreeMap<(&Fragments, &TagId), Vec<Option<String>>> = BTreeMap::new();
        for (at, rater) in raters.iter().enumerate() {
            for span in done.set(rater).into_iter().flat_map(|set| set.spans.iter()) {
                let is_of_layer = codebook.tag(&span.tag).is_some_and(|tag| tag.layer == *layer);
                if is_of_layer && codebook.asked_of(&span.tag, &span.details).iter().any(|it| it.id == attribute.id) {
                    let item = passages.entry((&span.at, &span.tag)).or_insert_with(|| vec![None; raters.len()]);
                    let value = span.details.get(&attribute.id).or(attribute.default.as_ref()).map(written);
                    item.iter_mut().skip(at).take(1).for_each(|rating| rating.clone_from(&value));
                }
            }
        }
        items.extend(passages.into_values().map(|row| (document, row)));
    }
    items
}

fn of_document(set: &AnnotationSet, codebook: &Codebook, attribute: &Attribute) -> Option<String> {
    let asked = codebook.asked(None, |id| set.attributes.get(id));
    asked.iter().find(|it| it.id == attribute.id)?;
    set.attributes.get(&attribute.id).or(attribute.default.as_ref()).map(written)
}

/// The tag of a layer of which a document has one. To give none is a rating too, unless one must be given.
fn one_of(set: &AnnotationSet, tags: &[&Tag], layer: &Layer) -> Option<String> {
    let given = tags.iter().find(|tag| has(set, &tag.id)).map(|tag| tag.id.to_string());
    given.or_else(|| (!layer.required).then(String::new))
}

fn has(set: &AnnotationSet, tag: &TagId) -> bool {
    set.document_tags.contains_key(tag)
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(id) => id.to_string(),
        Value::Set(ids) => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        Value::YesNo(yes) => yes_or_no(*yes),
        Value::Number(number) => number.to_string(),
    }
}
