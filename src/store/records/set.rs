//! `annotations/ana/letter-7q2m.ron`: all that Ana says about a document, one record a line, in reading order.

use super::is_default;
use super::value::ValueRecord;
use crate::model::{
    AnnotationSet, AnnotatorId, AttributeId, Confidence, Details, DocumentTag, Fragments, Note, NoteTarget, Origin,
    RecordId, Rejection, Relation, Said, SetHead, SetState, Span, TagId, Timestamp, Verdict,
};
use crate::store::FORMAT;
use crate::store::plain::Plain;
use crate::store::ron_parts::HasList;
use crate::store::ron_text::{Refused, Versioned};
use crate::text::{Digest, Offset, RangeError, Text, TextRange, quote};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The fewest spans that are worth a job for another core.
const SPANS_A_JOB: usize = 4096;

/// The one record of a set's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetRecord {
    format: u32,
    text: Plain<Digest>,
    offsets: Offsets,
    state: State,
    /// Revisions of the codebook whose mappings were applied when this was written, where they are not for all of a tag
    /// that is gone.
    #[serde(default, skip_serializing_if = "is_default")]
    mapped: Vec<Plain<RecordId>>,
    /// Of the document as a whole.
    #[serde(default, skip_serializing_if = "is_default")]
    attributes: Values,
    /// Of the document as a whole.
    #[serde(default, skip_serializing_if = "is_default")]
    tags: Vec<DocumentTagRecord>,
    spans: Vec<SpanRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    relations: Vec<RelationRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    notes: Vec<NoteRecord>,
    /// Proposals that its annotator rejected.
    #[serde(default, skip_serializing_if = "is_default")]
    rejections: Vec<RejectionRecord>,
}

/// The values of attributes.
type Values = BTreeMap<Plain<AttributeId>, ValueRecord>;

/// What offsets count, said in the file so that nobody guesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Offsets {
    Utf8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    New,
    InProgress,
    Finished,
    /// Finished, and there is nothing to mark.
    Nothing,
}

/// A span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpanRecord {
    id: Plain<RecordId>,
    at: Vec<(u32, u32)>,
    tag: Plain<TagId>,
    /// What it covers, for people who read the file; the offsets decide.
    #[serde(default, skip_serializing_if = "is_default")]
    quote: String,
    #[serde(default, skip_serializing_if = "is_default")]
    attributes: Values,
    /// In percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confidence: Option<u8>,
    #[serde(default, skip_serializing_if = "is_default")]
    flagged: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    origin: OriginRecord,
    made: Plain<Timestamp>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum OriginRecord {
    #[default]
    Hand,
    Imported(Plain<SmolStr>),
    Suggested(Plain<SmolStr>),
    Taken(Vec<Plain<AnnotatorId>>),
}

/// A relation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationRecord {
    id: Plain<RecordId>,
    from: Plain<RecordId>,
    to: Plain<RecordId>,
    tag: Plain<TagId>,
    #[serde(default, skip_serializing_if = "is_default")]
    attributes: Values,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confidence: Option<u8>,
    #[serde(default, skip_serializing_if = "is_default")]
    flagged: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    origin: OriginRecord,
    made: Plain<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RejectionRecord {
    id: Plain<RecordId>,
    at: (u32, u32),
    tag: Plain<TagId>,
    #[serde(default, skip_serializing_if = "is_default")]
    quote: String,
    made: Plain<Timestamp>,
}

/// A tag of the document as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentTagRecord {
    tag: Plain<TagId>,
    #[serde(default, skip_serializing_if = "is_default")]
    attributes: Values,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confidence: Option<u8>,
    #[serde(default, skip_serializing_if = "is_default")]
    flagged: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    origin: OriginRecord,
    made: Plain<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteRecord {
    id: Plain<RecordId>,
    on: On,
    /// Whose set that is in, where it is another's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<Plain<AnnotatorId>>,
    #[serde(default, skip_serializing_if = "is_default")]
    body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verdict: Option<VerdictRecord>,
    made: Plain<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum On {
    Document,
    Span(Plain<RecordId>),
    Relation(Plain<RecordId>),
    Note(Plain<RecordId>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum VerdictRecord {
    Resolved,
    Reopened,
    Returned,
    Accepted,
    Conflict,
}

impl Versioned for SetRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

impl HasList for SetRecord {
    type Item = SpanRecord;
    const LIST: &str = "spans";

    fn list_mut(&mut self) -> &mut Vec<SpanRecord> {
        &mut self.spans
    }
}

impl SetRecord {
    /// What the file of a set says; `text` is that of its document, and `mapped` are the revisions of the codebook that it
    /// is not to be mapped by.
    pub fn from_set(set: &AnnotationSet, text: &Text, mapped: &BTreeSet<RecordId>) -> Self {
        Self::from_quoted(set, mapped, &|at| covered(text, at))
    }

    /// The same without the text: `covered` tells what stands at each place.
    pub fn from_quoted(
        set: &AnnotationSet,
        mapped: &BTreeSet<RecordId>,
        covered: &dyn Fn(&Fragments) -> String,
    ) -> Self {
        let state = match set.head.state {
            SetState::New => State::New,
            SetState::InProgress => State::InProgress,
            SetState::Finished => State::Finished,
            SetState::Nothing => State::Nothing,
        };
        Self {
            format: FORMAT,
            text: Plain(set.head.text),
            offsets: Offsets::Utf8,
            state,
            mapped: mapped.iter().copied().map(Plain).collect(),
            attributes: set
                .attributes
                .iter()
                .map(|(id, value)| (Plain(id.clone()), ValueRecord(value.clone())))
                .collect(),
            tags: set.document_tags.values().map(document_tag_record).collect(),
            spans: set.spans.iter().map(|span| span_record(span, covered(&span.at))).collect(),
            relations: relations_in_order(set).into_iter().map(relation_record).collect(),
            notes: notes_in_order(set).into_iter().map(note_record).collect(),
            rejections: rejections_in_order(set)
                .into_iter()
                .map(|it| rejection_record(it, covered(&it.at.into())))
                .collect(),
        }
    }

    /// The revisions of the codebook whose mappings were applied to it.
    pub fn mapped(&self) -> BTreeSet<RecordId> {
        self.mapped.iter().map(|id| id.0).collect()
    }

    /// The text that its offsets count in.
    pub fn text(&self) -> Digest {
        self.text.0
    }

    /// The set whose file says this, in whatever text, and what each place covers there.
    pub fn into_quoted(self) -> Result<(AnnotationSet, HashMap<Fragments, String>), Refused> {
        let spans = self.spans.iter().map(|record| (record.id.0, record.quote.clone()));
        let rejections = self.rejections.iter().map(|record| (record.id.0, record.quote.clone()));
        let [mut spans, mut rejections] = [spans.collect::<HashMap<_, _>>(), rejections.collect()];
        let set = self.into_set_if(|_| Ok(()))?;
        let of_spans = set.spans.iter().filter_map(|span| Some((span.at.clone(), spans.remove(&span.id)?)));
        let of_rejections = set.rejections.values().filter_map(|it| Some((it.at.into(), rejections.remove(&it.id)?)));
        let quotes = of_spans.chain(of_rejections).collect();
        Ok((set, quotes))
    }

    /// The set whose file says this, if all its offsets are places in `text`.
    pub fn into_set(self, text: &Text) -> Result<AnnotationSet, Refused> {
        self.into_set_if(|range| text.check(range))
    }

    fn into_set_if(self, check: impl Fn(TextRange) -> Result<(), RangeError> + Sync) -> Result<AnnotationSet, Refused> {
        let state = match self.state {
            State::New => SetState::New,
            State::InProgress => SetState::InProgress,
            State::Finished => SetState::Finished,
            State::Nothing => SetState::Nothing,
        };
        let mut set = AnnotationSet::new(SetHead { text: self.text.0, state });
        let mut ids = HashSet::with_capacity(self.spans.len());
        let mut spans = Vec::with_capacity(self.spans.len());
        let read: Vec<Result<Span, Refused>> =
            self.spans.into_par_iter().with_min_len(SPANS_A_JOB).map(|record| span_of(record, &check)).collect();
        for span in read {
            let span = span?;
            if !ids.insert(span.id) {
                let id = span.id;
                return Err(Refused::record(id, format!("there are two spans with the id {id}")));
            }
            spans.push(span);
        }
        set.spans = spans.into_iter().collect();
        set.attributes = self.attributes.into_iter().map(|(id, value)| (id.0, value.0)).collect();
        for record in self.tags {
            let given = document_tag_of(record)?;
            let tag = given.tag.clone();
            if set.document_tags.insert(tag.clone(), given).is_some() {
                return Err(Refused::record(&tag, format!("the document is tagged {tag} twice")));
            }
        }
        for record in self.relations {
            let relation = relation_of(record)?;
            let id = relation.id;
            if set.relations.insert(id, relation).is_some() {
                return Err(Refused::record(id, format!("there are two relations with the id {id}")));
            }
        }
        for record in self.notes {
            let note = note_of(record);
            let id = note.id;
            if set.notes.insert(id, note).is_some() {
                return Err(Refused::record(id, format!("there are two notes with the id {id}")));
            }
        }
        for record in self.rejections {
            let rejection = rejection_of(record, &check)?;
            let id = rejection.id;
            if set.rejections.insert(id, rejection).is_some() {
                return Err(Refused::record(id, format!("there are two rejections with the id {id}")));
            }
        }
        Ok(set)
    }
}

/// What some fragments cover, as it stands beside them; nothing for what is no place of the text.
fn covered(text: &Text, at: &Fragments) -> String {
    if at.iter().any(|range| text.check(range).is_err()) {
        return String::new();
    }
    if at.n_ranges() == 1 {
        return quote(text.slice(at.hull()));
    }
    let pieces: Vec<String> = at.iter().map(|range| quote(text.slice(range))).collect();
    quote(&pieces.join(" … "))
}

fn span_record(span: &Span, quote: String) -> SpanRecord {
    let (attributes, confidence, flagged) = details_fields(&span.details);
    SpanRecord {
        id: Plain(span.id),
        at: span.at.iter().map(|range| (range.start().get(), range.end().get())).collect(),
        tag: Plain(span.tag.clone()),
        quote,
        attributes,
        confidence,
        flagged,
        origin: origin_record(&span.origin),
        made: Plain(span.made),
    }
}

fn relation_record(relation: &Relation) -> RelationRecord {
    let (attributes, confidence, flagged) = details_fields(&relation.details);
    RelationRecord {
        id: Plain(relation.id),
        from: Plain(relation.from),
        to: Plain(relation.to),
        tag: Plain(relation.tag.clone()),
        attributes,
        confidence,
        flagged,
        origin: origin_record(&relation.origin),
        made: Plain(relation.made),
    }
}

fn rejection_record(rejection: &Rejection, quote: String) -> RejectionRecord {
    let range = rejection.at;
    RejectionRecord {
        id: Plain(rejection.id),
        at: (range.start().get(), range.end().get()),
        tag: Plain(rejection.tag.clone()),
        quote,
        made: Plain(rejection.made),
    }
}

fn rejection_of(
    record: RejectionRecord,
    check: impl Fn(TextRange) -> Result<(), RangeError>,
) -> Result<Rejection, Refused> {
    let id = record.id.0;
    let refused = |error: RangeError| Refused::record(id, format!("the rejection {id} is at no place: {error}"));
    let (start, end) = record.at;
    let at = TextRange::new(Offset::new(start), Offset::new(end)).map_err(refused)?;
    check(at).map_err(refused)?;
    Ok(Rejection { id, at, tag: record.tag.0, made: record.made.0 })
}

/// Rejections in reading order.
fn rejections_in_order(set: &AnnotationSet) -> Vec<&Rejection> {
    let mut rejections: Vec<&Rejection> = set.rejections.values().collect();
    rejections.sort_by_key(|rejection| (rejection.at, rejection.id));
    rejections
}

fn document_tag_record(given: &DocumentTag) -> DocumentTagRecord {
    let (attributes, confidence, flagged) = details_fields(&given.details);
    DocumentTagRecord {
        tag: Plain(given.tag.clone()),
        attributes,
        confidence,
        flagged,
        origin: origin_record(&given.origin),
        made: Plain(given.made),
    }
}

/// What stands beside a tag, as the fields of a record.
fn details_fields(details: &Details) -> (Values, Option<u8>, bool) {
    let said = details.said();
    let attributes =
        said.attributes.iter().map(|(id, value)| (Plain(id.clone()), ValueRecord(value.clone()))).collect();
    (attributes, said.confidence.map(Confidence::percent), said.flagged)
}

fn details_of(attributes: Values, confidence: Option<u8>, flagged: bool) -> Result<Details, String> {
    let sure = |percent| Confidence::new(percent).ok_or_else(|| format!("a confidence of {percent} percent"));
    let confidence = confidence.map(sure).transpose()?;
    let attributes = attributes.into_iter().map(|(id, value)| (id.0, value.0)).collect();
    Ok(Said { attributes, confidence, flagged }.into())
}

fn origin_record(origin: &Origin) -> OriginRecord {
    match origin {
        Origin::Hand => OriginRecord::Hand,
        Origin::Imported(format) => OriginRecord::Imported(Plain(format.clone())),
        Origin::Suggested(by) => OriginRecord::Suggested(Plain(by.clone())),
        Origin::Taken(from) => OriginRecord::Taken(from.iter().cloned().map(Plain).collect()),
    }
}

fn origin_of(record: OriginRecord) -> Origin {
    match record {
        OriginRecord::Hand => Origin::Hand,
        OriginRecord::Imported(format) => Origin::Imported(format.0),
        OriginRecord::Suggested(by) => Origin::Suggested(by.0),
        OriginRecord::Taken(from) => Origin::Taken(from.into_iter().map(|id| id.0).collect()),
    }
}

fn span_of(record: SpanRecord, check: impl Fn(TextRange) -> Result<(), RangeError>) -> Result<Span, Refused> {
    let id = record.id.0;
    let refused = |why: String| Refused::record(id, format!("the span {id} cannot be: {why}"));
    let mut ranges = Vec::with_capacity(record.at.len());
    for (start, end) in record.at {
        let range = TextRange::new(Offset::new(start), Offset::new(end)).map_err(|error| refused(error.to_string()))?;
        check(range).map_err(|error| refused(error.to_string()))?;
        ranges.push(range);
    }
    let at = Fragments::new(&ranges).map_err(|error| refused(error.to_string()))?;
    let details = details_of(record.attributes, record.confidence, record.flagged).map_err(refused)?;
    Ok(Span { id, at, tag: record.tag.0, details, origin: origin_of(record.origin), made: record.made.0 })
}

fn relation_of(record: RelationRecord) -> Result<Relation, Refused> {
    let id = record.id.0;
    let refused = |why: String| Refused::record(id, format!("the relation {id} cannot be: {why}"));
    Ok(Relation {
        id,
        from: record.from.0,
        to: record.to.0,
        tag: record.tag.0,
        details: details_of(record.attributes, record.confidence, record.flagged).map_err(refused)?,
        origin: origin_of(record.origin),
        made: record.made.0,
    })
}

fn document_tag_of(record: DocumentTagRecord) -> Result<DocumentTag, Refused> {
    let tag = record.tag.0;
    let refused = |why: String| Refused::record(&tag, format!("the document's tag {tag} cannot be: {why}"));
    Ok(DocumentTag {
        details: details_of(record.attributes, record.confidence, record.flagged).map_err(refused)?,
        tag,
        origin: origin_of(record.origin),
        made: record.made.0,
    })
}

/// In the reading order of the spans that they go out from, then of those that they lead to; ties by id.
fn relations_in_order(set: &AnnotationSet) -> Vec<&Relation> {
    let mut relations: Vec<&Relation> = set.relations.values().collect();
    if !relations.is_empty() {
        let places = places(set);
        let place = |id: RecordId| places.get(&id).copied().unwrap_or(usize::MAX);
        relations.sort_by_key(|relation| (place(relation.from), place(relation.to), relation.id));
    }
    relations
}

/// Where each span stands in reading order.
fn places(set: &AnnotationSet) -> HashMap<RecordId, usize> {
    set.spans.iter().enumerate().map(|(at, span)| (span.id, at)).collect()
}

/// Notes on the document first, then those on spans in reading order, on relations, and on other notes; ties by id.
fn notes_in_order(set: &AnnotationSet) -> Vec<&Note> {
    let mut notes: Vec<&Note> = set.notes.values().collect();
    if notes.iter().any(|note| note.on != NoteTarget::Document) {
        let places = places(set);
        notes.sort_by_key(|note| {
            let place = match note.on {
                NoteTarget::Document => (0, 0),
                NoteTarget::Span(id) => (1, places.get(&id).copied().unwrap_or(usize::MAX)),
                NoteTarget::Relation(_) => (2, 0),
                NoteTarget::Note(_) => (3, 0),
            };
            (place, note.id)
        });
    }
    notes
}

fn note_record(note: &Note) -> NoteRecord {
    let on = match note.on {
        NoteTarget::Document => On::Document,
        NoteTarget::Span(id) => On::Span(Plain(id)),
        NoteTarget::Relation(id) => On::Relation(Plain(id)),
        NoteTarget::Note(id) => On::Note(Plain(id)),
    };
    let verdict = note.verdict.map(|verdict| match verdict {
        Verdict::Resolved => VerdictRecord::Resolved,
        Verdict::Reopened => VerdictRecord::Reopened,
        Verdict::Returned => VerdictRecord::Returned,
        Verdict::Accepted => VerdictRecord::Accepted,
        Verdict::Conflict => VerdictRecord::Conflict,
    });
    NoteRecord {
        id: Plain(note.id),
        on,
        of: note.of.clone().map(Plain),
        body: note.body.clone(),
        verdict,
        made: Plain(note.made),
    }
}

fn note_of(record: NoteRecord) -> Note {
    let on = match record.on {
        On::Document => NoteTarget::Document,
        On::Span(id) => NoteTarget::Span(id.0),
        On::Relation(id) => NoteTarget::Relation(id.0),
        On::Note(id) => NoteTarget::Note(id.0),
    };
    let verdict = record.verdict.map(|verdict| match verdict {
        VerdictRecord::Resolved => Verdict::Resolved,
        VerdictRecord::Reopened => Verdict::Reopened,
        VerdictRecord::Returned => Verdict::Returned,
        VerdictRecord::Accepted => Verdict::Accepted,
        VerdictRecord::Conflict => Verdict::Conflict,
    });
    let of = record.of.map(|of| of.0);
    Note { id: record.id.0, on, of, body: record.body, verdict, made: record.made.0 }
}
