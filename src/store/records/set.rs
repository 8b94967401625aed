//! `annotations/ana/letter-7q2m.ron`: all that Ana says about a document, one record a line, in reading order.

use super::is_default;
use crate::model::{
    AnnotationSet, Fragments, Note, NoteTarget, Origin, RecordId, SetHead, SetState, Span, TagId, Timestamp,
};
use crate::store::FORMAT;
use crate::store::plain::Plain;
use crate::store::ron_parts::HasList;
use crate::store::ron_text::{Refused, Versioned};
use crate::text::{Digest, Offset, RangeError, Text, TextRange, quote};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::{HashMap, HashSet};

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
    spans: Vec<SpanRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    notes: Vec<NoteRecord>,
}

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
    origin: OriginRecord,
    made: Plain<Timestamp>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum OriginRecord {
    #[default]
    Hand,
    Imported(Plain<SmolStr>),
    Suggested(Plain<SmolStr>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteRecord {
    id: Plain<RecordId>,
    on: On,
    body: String,
    made: Plain<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum On {
    Document,
    Span(Plain<RecordId>),
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
    /// What the file of a set says; `text` is that of its document.
    pub fn from_set(set: &AnnotationSet, text: &Text) -> Self {
        let state = match set.head.state {
            SetState::New => State::New,
            SetState::InProgress => State::InProgress,
            SetState::Finished => State::Finished,
        };
        Self {
            format: FORMAT,
            text: Plain(set.head.text),
            offsets: Offsets::Utf8,
            state,
            spans: set.spans.iter().map(|span| span_record(span, text)).collect(),
            notes: notes_in_order(set).into_iter().map(note_record).collect(),
        }
    }

    /// The text that its offsets count in.
    pub fn text(&self) -> Digest {
        self.text.0
    }

    /// The set whose file says this, in whatever text, with what each span covered there, in reading order.
    pub fn into_quoted(self) -> Result<(AnnotationSet, Vec<String>), Refused> {
        let mut quotes: HashMap<RecordId, String> =
            self.spans.iter().map(|record| (record.id.0, record.quote.clone())).collect();
        let set = self.into_set_if(|_| Ok(()))?;
        let quotes = set.spans.iter().map(|span| quotes.remove(&span.id).unwrap_or_default()).collect();
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
        for record in self.notes {
            let note = note_of(record);
            let id = note.id;
            if set.notes.insert(id, note).is_some() {
                return Err(Refused::record(id, format!("there are two notes with the id {id}")));
            }
        }
        Ok(set)
    }
}

fn span_record(span: &Span, text: &Text) -> SpanRecord {
    let covered = if span.at.n_ranges() == 1 {
        quote(text.slice(span.hull()))
    } else {
        let pieces: Vec<String> = span.at.iter().map(|range| quote(text.slice(range))).collect();
        quote(&pieces.join(" … "))
    };
    let origin = match &span.origin {
        Origin::Hand => OriginRecord::Hand,
        Origin::Imported(format) => OriginRecord::Imported(Plain(format.clone())),
        Origin::Suggested(by) => OriginRecord::Suggested(Plain(by.clone())),
    };
    SpanRecord {
        id: Plain(span.id),
        at: span.at.iter().map(|range| (range.start().get(), range.end().get())).collect(),
        tag: Plain(span.tag.clone()),
        quote: covered,
        origin,
        made: Plain(span.made),
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
    let origin = match record.origin {
        OriginRecord::Hand => Origin::Hand,
        OriginRecord::Imported(format) => Origin::Imported(format.0),
        OriginRecord::Suggested(by) => Origin::Suggested(by.0),
    };
    Ok(Span { id, at, tag: record.tag.0, origin, made: record.made.0 })
}

/// Notes on the document first, then those on spans in reading order; ties by id.
fn notes_in_order(set: &AnnotationSet) -> Vec<&Note> {
    let mut notes: Vec<&Note> = set.notes.values().collect();
    if notes.iter().any(|note| note.on != NoteTarget::Document) {
        let places: HashMap<RecordId, usize> = set.spans.iter().enumerate().map(|(at, span)| (span.id, at)).collect();
        notes.sort_by_key(|note| {
            let place = match note.on {
                NoteTarget::Document => None,
                NoteTarget::Span(id) => Some(places.get(&id).copied().unwrap_or(usize::MAX)),
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
    };
    NoteRecord { id: Plain(note.id), on, body: note.body.clone(), made: Plain(note.made) }
}

fn note_of(record: NoteRecord) -> Note {
    let on = match record.on {
        On::Document => NoteTarget::Document,
        On::Span(id) => NoteTarget::Span(id.0),
    };
    Note { id: record.id.0, on, body: record.body, made: record.made.0 }
}
