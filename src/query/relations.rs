//! The relations of many documents: who said what about whom.

use super::fold::fold_into;
use crate::model::{AnnotationSet, AnnotatorId, Document, DocumentId, Project, RecordId, SetKey, SpanKey, TagId};
use crate::text::{Text, quote};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A relation, and where its ends stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationRow {
    /// In whose set of which document.
    pub set: SetKey,
    /// The relation.
    pub relation: RecordId,
    /// The span that it goes out from, unless that is gone.
    pub from: Option<SpanKey>,
    /// The span that it leads to, unless that is gone.
    pub to: Option<SpanKey>,
}

/// Which relations are asked for. The default asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationFilter {
    /// Only those with this tag.
    pub tag: Option<TagId>,
    /// Only those that this annotator made.
    pub annotator: Option<AnnotatorId>,
}

/// How relations are ordered. Ties are in the order of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RelationOrder {
    /// By the title of the document, whatever the case, and its id; there by where the first end stands, then the other;
    /// those that lost an end last; then by annotator.
    #[default]
    Place,
    /// By the words that they go out from, whatever the case; those without last.
    From,
    /// By the words that they lead to, likewise.
    To,
}

/// The relations of some documents, document by document in the order of their titles, those of each in the order of
/// places. Takes time with the relations, and with all spans of the sets that have such.
pub fn relations<'a>(
    project: &'a Project,
    documents: impl Iterator<Item = &'a Arc<Document>>,
    filter: &'a RelationFilter,
) -> impl Iterator<Item = Vec<RelationRow>> + 'a {
    let mut documents: Vec<&Arc<Document>> = documents.collect();
    documents.sort_by_cached_key(|document| (folded(&document.title), document.id.clone()));
    documents.into_iter().map(|document| relations_of(project, &document.id, filter))
}

fn relations_of(project: &Project, document: &DocumentId, filter: &RelationFilter) -> Vec<RelationRow> {
    let sets = project.sets_of(document);
    let asked = sets.filter(|(key, _)| filter.annotator.as_ref().is_none_or(|id| *id == key.annotator));
    let mut rows: Vec<RelationRow> = asked.flat_map(|(key, set)| rows_of(key, set, filter)).collect();
    let place = |end: Option<SpanKey>| end.map_or((true, None), |(at, _)| (false, Some(at)));
    rows.sort_by_cached_key(|row| (place(row.from), place(row.to), row.set.annotator.clone(), row.relation));
    rows
}

fn rows_of(key: &SetKey, set: &AnnotationSet, filter: &RelationFilter) -> Vec<RelationRow> {
    let is_asked = |tag: &TagId| filter.tag.as_ref().is_none_or(|asked| asked == tag);
    let relations: Vec<_> = set.relations.values().filter(|relation| is_asked(&relation.tag)).collect();
    if relations.is_empty() {
        return Vec::new();
    }
    // One walk over the spans finds the ends of all.
    let linked: HashSet<RecordId> = relations.iter().flat_map(|relation| [relation.from, relation.to]).collect();
    let spans = set.spans.iter().filter(|span| linked.contains(&span.id));
    let places: HashMap<RecordId, SpanKey> = spans.map(|span| (span.id, span.key())).collect();
    let end = |id: RecordId| places.get(&id).copied();
    let row = |relation: &crate::model::Relation| RelationRow {
        set: key.clone(),
        relation: relation.id,
        from: end(relation.from),
        to: end(relation.to),
    };
    relations.into_iter().map(row).collect()
}

/// Orders rows that are in the order of places.
pub fn order_relations(project: &Project, rows: &mut [RelationRow], order: RelationOrder) {
    let end: fn(&RelationRow) -> Option<SpanKey> = match order {
        RelationOrder::Place => return,
        RelationOrder::From => |row| row.from,
        RelationOrder::To => |row| row.to,
    };
    rows.sort_by_cached_key(|row| {
        let words = end_words(project, &row.set, end(row));
        (words.is_none(), words.map(|words| folded(words.trim_start_matches(|c: char| !c.is_alphanumeric()))))
    });
}

/// The words of an end of a relation, shortened; nothing where the span is not there any more.
pub fn end_words(project: &Project, set: &SetKey, end: Option<SpanKey>) -> Option<String> {
    let span = project.set(set)?.spans.get(end?)?;
    let text: &Text = &project.document(&set.document)?.text;
    let pieces: Vec<String> = span.at.iter().map(|range| quote(text.slice(range))).collect();
    Some(quote(&pieces.join(" … ")))
}

fn folded(text: &str) -> String {
    let mut folded = String::new();
    fold_into(text, &mut folded);
    folded
}
