//! What the journal's records say of sets.

use super::value_entry::ValueEntry;
use crate::model::{
    AnnotatorId, AttributeId, Confidence, Details, DocumentTag, Fragments, Note, NoteTarget, Origin, RecordId,
    Rejection, Relation, Said, SetHead, SetState, Span, TagId, Timestamp, Value, Verdict,
};
use crate::store::plain::Plain;
use crate::text::{Digest, Offset, TextRange};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadEntry {
    text: [u8; 32],
    state: u8,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanEntry {
    id: Plain<RecordId>,
    at: Vec<(u32, u32)>,
    tag: Plain<TagId>,
    details: DetailsEntry,
    origin: OriginEntry,
    made: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationEntry {
    id: Plain<RecordId>,
    from: Plain<RecordId>,
    to: Plain<RecordId>,
    tag: Plain<TagId>,
    details: DetailsEntry,
    origin: OriginEntry,
    made: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectionEntry {
    id: Plain<RecordId>,
    at: (u32, u32),
    tag: Plain<TagId>,
    made: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentTagEntry {
    tag: Plain<TagId>,
    details: DetailsEntry,
    origin: OriginEntry,
    made: i64,
}

/// Nothing where nothing is said.
type DetailsEntry = Option<SaidEntry>;

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SaidEntry {
    attributes: Vec<(Plain<AttributeId>, ValueEntry)>,
    confidence: Option<u8>,
    flagged: bool,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum OriginEntry {
    Hand,
    Imported(String),
    Suggested(String),
    Taken(Vec<Plain<AnnotatorId>>),
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteEntry {
    id: Plain<RecordId>,
    on: OnEntry,
    of: Option<Plain<AnnotatorId>>,
    body: String,
    verdict: Option<VerdictEntry>,
    made: i64,
}

/// What a note says of its thread. The first two are written as no and yes were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum VerdictEntry {
    Reopened,
    Resolved,
    Returned,
    Accepted,
    Conflict,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum OnEntry {
    Document,
    Span(Plain<RecordId>),
    Relation(Plain<RecordId>),
    Note(Plain<RecordId>),
}

pub fn head_entry(head: &SetHead) -> HeadEntry {
    let state = match head.state {
        SetState::New => 0,
        SetState::InProgress => 1,
        SetState::Finished => 2,
        SetState::Nothing => 3,
    };
    HeadEntry { text: head.text.bytes(), state }
}

pub fn head_of(entry: &HeadEntry) -> SetHead {
    let state = match entry.state {
        1 => SetState::InProgress,
        2 => SetState::Finished,
        3 => SetState::Nothing,
        _ => SetState::New,
    };
    SetHead { text: Digest::from(entry.text), state }
}

fn origin_entry(origin: &Origin) -> OriginEntry {
    match origin {
        Origin::Hand => OriginEntry::Hand,
        Origin::Imported(format) => OriginEntry::Imported(format.to_string()),
        Origin::Suggested(by) => OriginEntry::Suggested(by.to_string()),
        Origin::Taken(from) => OriginEntry::Taken(from.iter().cloned().map(Plain).collect()),
    }
}

fn origin_of(entry: OriginEntry) -> Origin {
    match entry {
        OriginEntry::Hand => Origin::Hand,
        OriginEntry::Imported(format) => Origin::Imported(format.into()),
        OriginEntry::Suggested(by) => Origin::Suggested(by.into()),
        OriginEntry::Taken(from) => Origin::Taken(from.into_iter().map(|id| id.0).collect()),
    }
}

fn details_entry(details: &Details) -> DetailsEntry {
    let said = details.said();
    let value = |(id, value): (&AttributeId, &Value)| (Plain(id.clone()), ValueEntry::from_value(value));
    (!details.is_blank()).then(|| SaidEntry {
        attributes: said.attributes.iter().map(value).collect(),
        confidence: said.confidence.map(Confidence::percent),
        flagged: said.flagged,
    })
}

fn details_of(entry: DetailsEntry) -> Option<Details> {
    let Some(entry) = entry else { return Some(Details::default()) };
    let value = |(id, value): (Plain<AttributeId>, ValueEntry)| Some((id.0, value.into_value()?));
    let said = Said {
        attributes: entry.attributes.into_iter().map(value).collect::<Option<_>>()?,
        confidence: entry.confidence.and_then(Confidence::new),
        flagged: entry.flagged,
    };
    Some(said.into())
}

pub fn range_of((start, end): (u32, u32)) -> Option<TextRange> {
    TextRange::new(Offset::new(start), Offset::new(end)).ok()
}

pub fn span_entry(span: &Span) -> SpanEntry {
    SpanEntry {
        id: Plain(span.id),
        at: span.at.iter().map(|range| (range.start().get(), range.end().get())).collect(),
        tag: Plain(span.tag.clone()),
        details: details_entry(&span.details),
        origin: origin_entry(&span.origin),
        made: span.made.seconds(),
    }
}

pub fn span_of(entry: SpanEntry) -> Option<Span> {
    let ranges: Vec<TextRange> = entry.at.into_iter().map(range_of).collect::<Option<_>>()?;
    Some(Span {
        id: entry.id.0,
        at: Fragments::new(&ranges).ok()?,
        tag: entry.tag.0,
        details: details_of(entry.details)?,
        origin: origin_of(entry.origin),
        made: Timestamp::new(entry.made),
    })
}

pub fn relation_entry(relation: &Relation) -> RelationEntry {
    RelationEntry {
        id: Plain(relation.id),
        from: Plain(relation.from),
        to: Plain(relation.to),
        tag: Plain(relation.tag.clone()),
        details: details_entry(&relation.details),
        origin: origin_entry(&relation.origin),
        made: relation.made.seconds(),
    }
}

pub fn relation_of(entry: RelationEntry) -> Option<Relation> {
    Some(Relation {
        id: entry.id.0,
        from: entry.from.0,
        to: entry.to.0,
        tag: entry.tag.0,
        details: details_of(entry.details)?,
        origin: origin_of(entry.origin),
        made: Timestamp::new(entry.made),
    })
}

pub fn rejection_entry(rejection: &Rejection) -> RejectionEntry {
    RejectionEntry {
        id: Plain(rejection.id),
        at: (rejection.at.start().get(), rejection.at.end().get()),
        tag: Plain(rejection.tag.clone()),
        made: rejection.made.seconds(),
    }
}

pub fn rejection_of(entry: RejectionEntry) -> Option<Rejection> {
    Some(Rejection { id: entry.id.0, at: range_of(entry.at)?, tag: entry.tag.0, made: Timestamp::new(entry.made) })
}

pub fn document_tag_entry(given: &DocumentTag) -> DocumentTagEntry {
    DocumentTagEntry {
        tag: Plain(given.tag.clone()),
        details: details_entry(&given.details),
        origin: origin_entry(&given.origin),
        made: given.made.seconds(),
    }
}

pub fn document_tag_of(entry: DocumentTagEntry) -> Option<DocumentTag> {
    Some(DocumentTag {
        tag: entry.tag.0,
        details: details_of(entry.details)?,
        origin: origin_of(entry.origin),
        made: Timestamp::new(entry.made),
    })
}

pub fn note_entry(note: &Note) -> NoteEntry {
    let on = match note.on {
        NoteTarget::Document => OnEntry::Document,
        NoteTarget::Span(id) => OnEntry::Span(Plain(id)),
        NoteTarget::Relation(id) => OnEntry::Relation(Plain(id)),
        NoteTarget::Note(id) => OnEntry::Note(Plain(id)),
    };
    NoteEntry {
        id: Plain(note.id),
        on,
        of: note.of.clone().map(Plain),
        body: note.body.clone(),
        verdict: note.verdict.map(verdict_entry),
        made: note.made.seconds(),
    }
}

fn verdict_entry(verdict: Verdict) -> VerdictEntry {
    match verdict {
        Verdict::Reopened => VerdictEntry::Reopened,
        Verdict::Resolved => VerdictEntry::Resolved,
        Verdict::Returned => VerdictEntry::Returned,
        Verdict::Accepted => VerdictEntry::Accepted,
        Verdict::Conflict => VerdictEntry::Conflict,
    }
}

fn verdict_of(entry: VerdictEntry) -> Verdict {
    match entry {
        VerdictEntry::Reopened => Verdict::Reopened,
        VerdictEntry::Resolved => Verdict::Resolved,
        VerdictEntry::Returned => Verdict::Returned,
        VerdictEntry::Accepted => Verdict::Accepted,
        VerdictEntry::Conflict => Verdict::Conflict,
    }
}

pub fn note_of(entry: NoteEntry) -> Note {
    let on = match entry.on {
        OnEntry::Document => NoteTarget::Document,
        OnEntry::Span(id) => NoteTarget::Span(id.0),
        OnEntry::Relation(id) => NoteTarget::Relation(id.0),
        OnEntry::Note(id) => NoteTarget::Note(id.0),
    };
    let verdict = entry.verdict.map(verdict_of);
    let of = entry.of.map(|of| of.0);
    Note { id: entry.id.0, on, of, body: entry.body, verdict, made: Timestamp::new(entry.made) }
}
