//! What is said about a document that is read, put into the set of whoever says it.

use super::Batch;
use super::homes::Place;
use super::words::Respacing;
use crate::edit::{Home, ImportedSet, Mint, Reanchored, placed, slug};
use crate::formats::exchange::{self, Beside, Document, Person, Set, Target, Values};
use crate::formats::{LossKind, covered, fit};
use crate::model::{
    self, Annotator, AnnotatorId, AnnotatorKind, AttributeId, DocumentTag, Fragments, LayerId, LayerKind, Note,
    NoteTarget, Origin, RecordId, Relation, Said, SetKey, SetState, Span, TagId, Timestamp, Value,
};
use crate::text::{Fate, quote};
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

impl Batch {
    pub(super) fn take_set(
        &mut self,
        document: &Document,
        set: &Set,
        home: &Home,
        (place, report): (&Place, &mut Reanchored),
        format: &'static str,
    ) {
        let annotator = self.annotator(set.annotator.as_ref());
        if self.owner.is_none() && set.annotator.is_none() {
            self.n_unnamed += set.spans.len();
        }
        if !self.import.annotators.iter().any(|other| other.id == annotator.id) {
            self.import.annotators.push(annotator.clone());
        }
        if set.is_blank() {
            return;
        }
        let state = set.state.unwrap_or(SetState::InProgress);
        let mut set = set.clone();
        self.place_spans(document, &mut set, place, report);
        let set_at = (home.clone(), annotator.id.clone());
        let at = match self.set_at.get(&set_at) {
            Some(at) => *at,
            None => {
                let at = self.import.sets.len();
                self.import.sets.push(ImportedSet::new(home.clone(), annotator.id.clone(), state));
                self.set_at.insert(set_at, at);
                at
            }
        };
        let Some(mut into) = self.import.sets.get_mut(at).map(|into| {
            let empty = ImportedSet::new(home.clone(), into.annotator.clone(), into.state);
            std::mem::replace(into, empty)
        }) else {
            return;
        };
        into.state = into.state.max(state);
        self.fill(&mut into, &set, document, home, format);
        if let Some(place) = self.import.sets.get_mut(at) {
            *place = into;
        }
    }

    /// Takes the spans of a set to the text that they are to stand in. Those that have no place there are counted; those
    /// whose place is not certain are marked for another look.
    fn place_spans(&mut self, document: &Document, set: &mut Set, place: &Place, report: &mut Reanchored) {
        let at: Vec<Option<Fragments>> = match place {
            Place::Same => return,
            Place::Respaced(text) => {
                let spaces = Respacing::new(&document.text, text);
                set.spans.iter().map(|span| spaces.place(&span.at)).collect()
            }
            Place::Revised(revision) => {
                let place = |span: &mut exchange::Span| {
                    let (fate, at) = placed(&span.at, revision);
                    report.count(fate);
                    span.beside.flagged |= fate == Fate::Uncertain;
                    at
                };
                set.spans.iter_mut().map(place).collect()
            }
        };
        fit::drop_spans(set, LossKind::Span, document, &mut self.losses, |n, _| at.get(n).is_some_and(Option::is_some));
        for (span, at) in set.spans.iter_mut().zip(at.into_iter().flatten()) {
            span.at = at;
        }
    }

    /// Puts the records of a set into an imported one.
    fn fill(&mut self, into: &mut ImportedSet, set: &Set, document: &Document, home: &Home, format: &'static str) {
        let mut ids: HashSet<RecordId> = into.spans.iter().map(|span| span.id).collect();
        ids.extend(into.relations.iter().map(|relation| relation.id));
        ids.extend(into.notes.iter().map(|note| note.id));
        let mut places: HashMap<(Fragments, TagId), RecordId> =
            into.spans.iter().map(|span| ((span.at.clone(), span.tag.clone()), span.id)).collect();
        if let Some(there) = self.set_there(home, &into.annotator) {
            places.extend(there.spans.iter().map(|span| ((span.at.clone(), span.tag.clone()), span.id)));
        }
        // Ids that the file gives come before those that are made.
        let given = set.spans.iter().map(|span| &span.id).chain(set.relations.iter().map(|relation| &relation.id));
        let given: HashSet<RecordId> =
            given.chain(set.notes.iter().map(|note| &note.id)).filter_map(|id| id.as_ref()?.parse().ok()).collect();
        let mut id_for = |name: Option<&SmolStr>, mint: &mut Mint| {
            let own = name.and_then(|name| name.parse().ok()).filter(|id| !ids.contains(id));
            let id = own.unwrap_or_else(|| mint.record_id(|id| ids.contains(&id) || given.contains(&id)));
            ids.insert(id);
            id
        };
        let mut span_ids: Vec<Option<RecordId>> = Vec::with_capacity(set.spans.len());
        for span in &set.spans {
            let Some(tag) = self.vocabulary.tag(LayerKind::Span, &span.label) else {
                span_ids.push(None);
                continue;
            };
            if let Some(&same) = places.get(&(span.at.clone(), tag.clone())) {
                let text = self.text_at(home).unwrap_or(&document.text).clone();
                self.losses.add(LossKind::SameSpan, || {
                    let words = quote(&covered(&text, &span.at));
                    format!("“{words}” as {tag} in “{}”", document.name())
                });
                span_ids.push(Some(same));
                continue;
            }
            let id = id_for(span.id.as_ref(), &mut self.mint);
            places.insert((span.at.clone(), tag.clone()), id);
            span_ids.push(Some(id));
            let (details, origin, made) = self.beside(&tag, &span.beside, document, format);
            into.spans.push(Span { details, origin, ..Span::new(id, span.at.clone(), tag, made) });
        }
        let mut relation_ids: Vec<Option<RecordId>> = Vec::with_capacity(set.relations.len());
        for relation in &set.relations {
            let end = |at: usize| span_ids.get(at).copied().flatten();
            let ends = end(relation.from).zip(end(relation.to));
            let tag = self.vocabulary.tag(LayerKind::Relation, &relation.label);
            let Some(((from, to), tag)) = ends.zip(tag) else {
                self.losses.add(LossKind::Relation, || format!("{} in “{}”", relation.label.tag, document.name()));
                relation_ids.push(None);
                continue;
            };
            let same = self.set_there(home, &into.annotator).and_then(|there| {
                let is_it = |other: &&Relation| (other.from, other.to, &other.tag) == (from, to, &tag);
                there.relations.values().find(is_it).map(|other| other.id)
            });
            if same.is_some() {
                relation_ids.push(same);
                continue;
            }
            let id = id_for(relation.id.as_ref(), &mut self.mint);
            relation_ids.push(Some(id));
            let (details, origin, made) = self.beside(&tag, &relation.beside, document, format);
            into.relations.push(Relation { details, origin, ..Relation::new(id, from, to, tag, made) });
        }
        for given in &set.tags {
            let Some(tag) = self.vocabulary.tag(LayerKind::Document, &given.label) else { continue };
            let (details, origin, made) = self.beside(&tag, &given.beside, document, format);
            into.document_tags.push(DocumentTag { details, origin, ..DocumentTag::new(tag, made) });
        }
        let values = self.values(None, &set.attributes, document);
        into.attributes.extend(values);
        let note_ids: Vec<RecordId> = set.notes.iter().map(|note| id_for(note.id.as_ref(), &mut self.mint)).collect();
        for (note, id) in set.notes.iter().zip(&note_ids) {
            let on = match &note.on {
                Target::Document => Some(NoteTarget::Document),
                Target::Span(at) => span_ids.get(*at).copied().flatten().map(NoteTarget::Span),
                Target::Relation(at) => relation_ids.get(*at).copied().flatten().map(NoteTarget::Relation),
                Target::Note(at) => note_ids.get(*at).copied().map(NoteTarget::Note),
                Target::Elsewhere(kind, name) => name.parse().ok().map(|id| match kind {
                    exchange::Kind::Span => NoteTarget::Span(id),
                    exchange::Kind::Relation => NoteTarget::Relation(id),
                    exchange::Kind::Note => NoteTarget::Note(id),
                }),
            };
            if on.is_none() {
                self.losses.add(LossKind::NoteMoved, || format!("“{}” in “{}”", quote(&note.body), document.name()));
            }
            let of = note.of.as_deref().and_then(|of| AnnotatorId::new(of).ok());
            let made = note.made.unwrap_or(self.mint.now);
            let on = on.unwrap_or(NoteTarget::Document);
            into.notes.push(Note { of, verdict: note.verdict, ..Note::new(*id, on, note.body.clone(), made) });
        }
    }

    fn set_there(&self, home: &Home, annotator: &AnnotatorId) -> Option<&model::AnnotationSet> {
        let Home::There(document) = home else { return None };
        self.project.set(&SetKey { document: document.clone(), annotator: annotator.clone() }).map(Arc::as_ref)
    }

    /// Whose a set is: who was asked for, who the file says, else the person who imports.
    fn annotator(&mut self, person: Option<&Person>) -> Annotator {
        if let Some(owner) = &self.owner {
            return if owner.id == self.me.id { self.me.clone() } else { owner.clone() };
        }
        let Some(person) = person else { return self.me.clone() };
        let id = match AnnotatorId::new(&person.id) {
            Ok(id) => id,
            Err(why) => {
                self.losses.add(LossKind::Id, || why.to_string());
                match AnnotatorId::new(&slug(&person.id, "annotator")) {
                    Ok(id) => id,
                    Err(_) => return self.me.clone(),
                }
            }
        };
        let name = person.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(&person.id);
        Annotator { name: name.to_owned(), kind: person.kind.unwrap_or_else(|| kind_of(&id)), id }
    }

    fn beside(
        &mut self,
        tag: &TagId,
        beside: &Beside,
        document: &Document,
        format: &'static str,
    ) -> (model::Details, Origin, Timestamp) {
        let layer = self.vocabulary.codebook().tag(tag).map(|tag| tag.layer.clone());
        let attributes = self.values(layer.as_ref(), &beside.attributes, document);
        let said = Said { attributes, confidence: beside.confidence, flagged: beside.flagged };
        let origin = beside.origin.clone().unwrap_or_else(|| Origin::Imported(format.into()));
        (said.into(), origin, beside.made.unwrap_or(self.mint.now))
    }

    fn values(
        &mut self,
        layer: Option<&LayerId>,
        values: &Values,
        document: &Document,
    ) -> BTreeMap<AttributeId, Value> {
        let mut known = BTreeMap::new();
        for (name, value) in values {
            match self.vocabulary.value(layer, name, value) {
                Some((id, value)) => drop(known.insert(id, value)),
                None => self.losses.add(LossKind::Attribute, || format!("{name} in “{}”", document.name())),
            }
        }
        known
    }
}

fn kind_of(id: &AnnotatorId) -> AnnotatorKind {
    if id.as_str() == "gold" { AnnotatorKind::Gold } else { AnnotatorKind::Human }
}
