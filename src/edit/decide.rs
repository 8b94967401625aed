//! Plans for adjudication: what a reviewer takes over of what annotators say, and what they reject. Both stand in the gold
//! set, which is an ordinary one: what was taken as records that name whom they were taken from, what was rejected as
//! rejections.

use super::command::{Plan, document, tag};
use super::place::{check_kind, check_place, covered};
use super::spans::{begun, removal};
use super::{Change, Edit, EditError, Mint};
use crate::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, AttributeId, Details, DocumentTag, Fragments, GOLD_IDS,
    LayerKind, Origin, Project, RecordId, Rejection, Relation, SetHead, SetKey, SetState, Span, TagId, Value,
};
use crate::text::TextRange;
use std::sync::Arc;

/// Something that annotators say, whoever they are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statement {
    /// A passage is something.
    Span(Place),
    /// A passage is something to another one.
    Relation {
        /// The passage that the relation goes out from.
        from: Place,
        /// The passage that it leads to.
        to: Place,
        /// What it is.
        tag: TagId,
    },
    /// The document is something.
    Document(TagId),
    /// The document has this value of an attribute.
    Value(AttributeId, Value),
}

/// A passage with what it is marked as.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The passage.
    pub at: Fragments,
    /// As what.
    pub tag: TagId,
}

impl Place {
    /// Where a span stands, and as what.
    pub fn of(span: &Span) -> Self {
        Self { at: span.at.clone(), tag: span.tag.clone() }
    }

    /// The span of a set that stands for it: there and as that, else there, else over some of it in the same layer.
    pub fn in_set<'a>(&self, project: &Project, set: &'a AnnotationSet) -> Option<&'a Span> {
        let layer = |tag: &TagId| project.codebook.tag(tag).map(|tag| tag.layer.clone());
        let there = || set.spans.overlapping(self.at.hull()).filter(|span| layer(&span.tag) == layer(&self.tag));
        let same_place = |span: &&Span| span.at == self.at;
        let is_it = |span: &&Span| same_place(span) && span.tag == self.tag;
        there().find(is_it).or_else(|| there().find(same_place)).or_else(|| there().next())
    }
}

impl Statement {
    /// What it is marked as, if it is about a tag.
    pub fn tag(&self) -> Option<&TagId> {
        match self {
            Self::Span(place) => Some(&place.tag),
            Self::Relation { tag, .. } | Self::Document(tag) => Some(tag),
            Self::Value(..) => None,
        }
    }

    /// What a rejection of it names: its tag, or the attribute, of which no value is wanted then.
    pub fn rejected_as(&self) -> Option<TagId> {
        match self {
            Self::Value(attribute, _) => TagId::new(&format!("attribute-{attribute}")).ok(),
            _ => self.tag().cloned(),
        }
    }

    /// What a rejection of it covers: both ends of a relation, and nothing where it is about the document.
    pub fn extent(&self) -> TextRange {
        match self {
            Self::Span(place) => place.at.hull(),
            Self::Relation { from, to, .. } => from.at.hull().hull(to.at.hull()),
            Self::Document(_) | Self::Value(..) => TextRange::default(),
        }
    }

    /// The rejection of it in a set.
    pub fn rejection<'a>(&self, set: &'a AnnotationSet) -> Option<&'a Rejection> {
        let (at, tag) = (self.extent(), self.rejected_as()?);
        set.rejections.values().find(|it| it.at == at && it.tag == tag)
    }

    /// Whether a set says it, or something that covers the same words as the same tag: a rejection could not tell the two
    /// apart, so that whoever takes one has decided about both.
    pub fn is_said(&self, project: &Project, set: &AnnotationSet) -> bool {
        self.in_set(project, set).is_some() || !self.told_alike(project, set).is_empty()
    }

    /// What a set says otherwise over the same words as the same tag: in other pieces, or the other way round; or another value
    /// of an attribute, which has one.
    fn told_alike(&self, project: &Project, set: &AnnotationSet) -> Vec<Record> {
        match self {
            Self::Span(place) => {
                let there = set.spans.starting_at(place.at.hull().start());
                let is_alike = |span: &&Span| span.hull() == place.at.hull() && span.tag == place.tag;
                there.filter(is_alike).filter(|span| span.at != place.at).cloned().map(Record::Span).collect()
            }
            Self::Relation { from, to, tag } => {
                let back = Self::Relation { from: to.clone(), to: from.clone(), tag: tag.clone() };
                back.in_set(project, set).into_iter().collect()
            }
            Self::Document(_) => Vec::new(),
            Self::Value(attribute, value) => {
                let other = set.attributes.get(attribute).filter(|other| *other != value);
                other.map(|other| Record::Value(attribute.clone(), other.clone())).into_iter().collect()
            }
        }
    }

    /// What a set says that is the same.
    fn in_set(&self, project: &Project, set: &AnnotationSet) -> Option<Record> {
        match self {
            Self::Span(place) => {
                let mut there = set.spans.starting_at(place.at.hull().start());
                there.find(|span| span.at == place.at && span.tag == place.tag).cloned().map(Record::Span)
            }
            Self::Relation { from, to, tag } => {
                let (from, to) = (from.in_set(project, set)?.id, to.in_set(project, set)?.id);
                let mut there = set.relations.values();
                there.find(|it| (it.from, it.to, &it.tag) == (from, to, tag)).cloned().map(Record::Relation)
            }
            Self::Document(tag) => set.document_tags.get(tag).cloned().map(Record::Document),
            Self::Value(attribute, value) => {
                let there = set.attributes.get(attribute).filter(|there| *there == value);
                there.map(|there| Record::Value(attribute.clone(), there.clone()))
            }
        }
    }
}

/// The record of a set that says something.
#[derive(PartialEq)]
enum Record {
    Span(Span),
    Relation(Relation),
    Document(DocumentTag),
    Value(AttributeId, Value),
}

/// What is decided about one thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// What is taken over, with what is said beside it.
    pub take: Vec<(Statement, Details)>,
    /// Who says that.
    pub from: Vec<AnnotatorId>,
    /// What is rejected.
    pub reject: Vec<Statement>,
    /// What is neither any more.
    pub reopen: Vec<Statement>,
    /// Spans of the gold set that go first: what had been taken over and then edited.
    pub clear: Vec<RecordId>,
}

/// The annotator of the decisions, where a step is the first to write in their set.
pub(super) fn introduced(project: &Project, edits: &[Edit]) -> Option<Edit> {
    let is_there = |id: &AnnotatorId| {
        let comes = |edit: &Edit| matches!(edit, Edit::Annotator(other, _) if other == id);
        project.annotators.contains_key(id) || edits.iter().any(comes)
    };
    let mut written = edits.iter().filter_map(Edit::set).map(|key| &key.annotator);
    let id = written.find(|id| GOLD_IDS.contains(&id.as_str()) && !is_there(id))?.clone();
    let gold = Annotator { id: id.clone(), name: "Gold".to_owned(), kind: AnnotatorKind::Gold };
    Some(Edit::Annotator(id, Change::add(Arc::new(gold))))
}

pub(super) fn decide(project: &Project, mint: &mut Mint, key: &SetKey, decisions: &[Decision]) -> Plan {
    let text = &document(project, &key.document)?.text;
    let mut planned = Planned { now: project.clone(), edits: Vec::new(), key };
    for edit in begun(project, key, text) {
        planned.push(edit)?;
    }
    let mut why_not = None;
    for decision in decisions {
        // Of many those that cannot be stay open, and hinder none of the others.
        let (now, n_edits) = (planned.now.clone(), planned.edits.len());
        if let Err(error) = planned.settle(mint, decision) {
            planned.now = now;
            planned.edits.truncate(n_edits);
            why_not = Some(error);
        }
    }
    if let Some(error) = why_not.filter(|_| planned.edits.iter().all(|edit| matches!(edit, Edit::Head(..)))) {
        return Err(error);
    }
    let has_records = planned.edits.iter().any(|edit| !matches!(edit, Edit::Head(..)));
    if !has_records {
        return Err(EditError::Nothing);
    }
    Ok((title(project, key, decisions)?, planned.edits))
}

/// What a span that was taken over says no longer once it is edited: that is rejected, so that it is decided about.
pub(super) fn no_longer_taken(project: &Project, mint: &mut Mint, key: &SetKey, before: &Span) -> Option<Edit> {
    let set = project.set(key)?;
    let statement = Statement::Span(Place::of(before));
    if !matches!(before.origin, Origin::Taken(_)) || statement.rejection(set).is_some() {
        return None;
    }
    let id = mint.record_id(|id| set.rejections.contains_key(&id));
    let rejection = Rejection { id, at: statement.extent(), tag: before.tag.clone(), made: mint.now };
    Some(Edit::Rejection(key.clone(), Change::add(rejection)))
}

/// The edits so far, with the project as they leave it.
struct Planned<'a> {
    now: Project,
    edits: Vec<Edit>,
    key: &'a SetKey,
}

impl Planned<'_> {
    fn push(&mut self, edit: Edit) -> Result<(), EditError> {
        edit.apply(&mut self.now)?;
        self.edits.push(edit);
        Ok(())
    }

    fn set(&self) -> Result<Arc<AnnotationSet>, EditError> {
        self.now.set(self.key).cloned().ok_or(EditError::Gone("the set"))
    }

    fn settle(&mut self, mint: &mut Mint, decision: &Decision) -> Result<(), EditError> {
        self.clear(&decision.clear)?;
        if !decision.reopen.is_empty() {
            self.go_on()?;
        }
        for statement in &decision.reopen {
            self.take_out(statement)?;
            self.forget_rejection(statement)?;
        }
        for (statement, _) in &decision.take {
            self.forget_rejection(statement)?;
            self.take_out_alike(statement, decision)?;
        }
        for statement in &decision.reject {
            self.take_out(statement)?;
            self.reject(mint, statement)?;
        }
        let from: Arc<[AnnotatorId]> = decision.from.as_slice().into();
        decision.take.iter().try_for_each(|(statement, details)| self.take(mint, statement, details, &from))
    }

    /// What was finished is not any more.
    fn go_on(&mut self) -> Result<(), EditError> {
        let head = self.set()?.head;
        if !head.state.is_finished() {
            return Ok(());
        }
        let after = SetHead { state: SetState::InProgress, ..head };
        self.push(Edit::Head(self.key.clone(), Change::replace(head, after)))
    }

    fn clear(&mut self, spans: &[RecordId]) -> Result<(), EditError> {
        let set = self.set()?;
        let spans = spans.iter().filter_map(|id| set.spans.find(*id));
        removal(self.key, &set, spans).into_iter().try_for_each(|edit| self.push(edit))
    }

    fn take_out(&mut self, statement: &Statement) -> Result<(), EditError> {
        let set = self.set()?;
        let record = statement.in_set(&self.now, &set);
        record.map_or(Ok(()), |record| self.remove(&set, record))
    }

    /// Takes out what could not be told from a statement that is taken, unless it is taken as well.
    fn take_out_alike(&mut self, statement: &Statement, decision: &Decision) -> Result<(), EditError> {
        let set = self.set()?;
        let taken: Vec<Record> = decision.take.iter().filter_map(|(it, _)| it.in_set(&self.now, &set)).collect();
        let alike = statement.told_alike(&self.now, &set).into_iter().filter(|record| !taken.contains(record));
        alike.collect::<Vec<_>>().into_iter().try_for_each(|record| self.remove(&set, record))
    }

    fn remove(&mut self, set: &AnnotationSet, record: Record) -> Result<(), EditError> {
        let key = || self.key.clone();
        let edits = match record {
            Record::Span(span) => removal(self.key, set, [&span]),
            Record::Relation(relation) => vec![Edit::Relation(key(), Change::remove(relation))],
            Record::Document(given) => vec![Edit::DocumentTag(key(), Change::remove(given))],
            Record::Value(attribute, value) => vec![Edit::Value(key(), attribute, Change::remove(value))],
        };
        edits.into_iter().try_for_each(|edit| self.push(edit))
    }

    fn forget_rejection(&mut self, statement: &Statement) -> Result<(), EditError> {
        match statement.rejection(&*self.set()?) {
            Some(rejection) => self.push(Edit::Rejection(self.key.clone(), Change::remove(rejection.clone()))),
            None => Ok(()),
        }
    }

    fn reject(&mut self, mint: &mut Mint, statement: &Statement) -> Result<(), EditError> {
        let set = self.set()?;
        if statement.rejection(&set).is_some() {
            return Ok(());
        }
        let Some(tag) = statement.rejected_as() else { return Ok(()) };
        let id = mint.record_id(|id| set.rejections.contains_key(&id));
        let rejection = Rejection { id, at: statement.extent(), tag, made: mint.now };
        self.push(Edit::Rejection(self.key.clone(), Change::add(rejection)))
    }

    fn take(
        &mut self,
        mint: &mut Mint,
        statement: &Statement,
        details: &Details,
        from: &Arc<[AnnotatorId]>,
    ) -> Result<(), EditError> {
        let set = self.set()?;
        let key = self.key.clone();
        let Some(tag_id) = statement.tag() else { return self.take_value(statement) };
        let tag = tag(&self.now, tag_id)?;
        let (origin, details, made) = (Origin::Taken(Arc::clone(from)), details.clone(), mint.now);
        let known = statement.in_set(&self.now, &set);
        let edit = match (statement, known) {
            (_, Some(Record::Span(span))) => {
                let after = Span { details, origin, ..span.clone() };
                Edit::Span(key, Change::replace(span, after))
            }
            (_, Some(Record::Relation(relation))) => {
                let after = Relation { details, origin, ..relation.clone() };
                Edit::Relation(key, Change::replace(relation, after))
            }
            (_, Some(Record::Document(given))) => {
                let after = DocumentTag { details, origin, ..given.clone() };
                Edit::DocumentTag(key, Change::replace(given, after))
            }
            (Statement::Span(place), None) => {
                let text = &document(&self.now, &key.document)?.text;
                check_place(&self.now, &key, text, &place.at, tag, None)?;
                let start = place.at.hull().start();
                let id = mint.record_id(|id| set.spans.get((start, id)).is_some());
                let new = Span::new(id, place.at.clone(), place.tag.clone(), made);
                Edit::Span(key, Change::add(Span { details, origin, ..new }))
            }
            (Statement::Relation { from, to, tag: id }, None) => {
                check_kind(&self.now, tag, LayerKind::Relation)?;
                let end = |place: &Place| place.in_set(&self.now, &set).map(|span| span.id).ok_or(EditError::NoEnd);
                let (from, to) = (end(from)?, end(to)?);
                let new_id = mint.record_id(|id| set.relations.contains_key(&id));
                let new = Relation::new(new_id, from, to, id.clone(), made);
                Edit::Relation(key, Change::add(Relation { details, origin, ..new }))
            }
            (_, Some(Record::Value(..))) | (Statement::Value(..), None) => return Ok(()),
            (Statement::Document(id), None) => {
                check_kind(&self.now, tag, LayerKind::Document)?;
                let new = DocumentTag::new(id.clone(), made);
                Edit::DocumentTag(key, Change::add(DocumentTag { details, origin, ..new }))
            }
        };
        self.push(edit)
    }
}

impl Planned<'_> {
    /// Gives the document a value, in the place of another one.
    fn take_value(&mut self, statement: &Statement) -> Result<(), EditError> {
        let (Statement::Value(attribute, value), set) = (statement, self.set()?) else { return Ok(()) };
        if set.attributes.get(attribute) == Some(value) {
            return Ok(());
        }
        let change = Change { before: set.attributes.get(attribute).cloned(), after: Some(value.clone()) };
        self.push(Edit::Value(self.key.clone(), attribute.clone(), change))
    }
}

fn title(project: &Project, key: &SetKey, decisions: &[Decision]) -> Result<String, EditError> {
    let document = document(project, &key.document)?;
    let [one] = decisions else { return Ok(format!("Take {} items that annotators agree on", decisions.len())) };
    let of = |statement: &Statement| {
        let name = statement.tag().map_or_else(String::new, |tag| project.codebook.path(tag));
        match statement {
            Statement::Value(id, value) => {
                let attribute = project.codebook.attribute(id);
                let said = attribute.map_or_else(|| id.to_string(), |it| format!("{} {}", it.name, it.words(value)));
                format!("“{}”: {said}", document.title)
            }
            Statement::Span(place) => format!("“{}” as {name}", covered(&document.text, &place.at)),
            Statement::Relation { from, to, .. } => {
                let [from, to] = [from, to].map(|place| covered(&document.text, &place.at));
                format!("“{from}” {name} “{to}”")
            }
            Statement::Document(_) => format!("“{}” as {name}", document.title),
        }
    };
    let (verb, statement) = match (one.take.first(), one.reject.first(), one.reopen.first()) {
        (Some((statement, _)), ..) => ("Take", statement),
        (None, Some(statement), _) => ("Reject", statement),
        (None, None, Some(statement)) => ("Reopen", statement),
        (None, None, None) => return Err(EditError::Nothing),
    };
    Ok(format!("{verb} {}", of(statement)))
}
