//! From lines to documents and sets.

use super::record::{BesideField, Line, Name, NoteField, RelationField, SetField, SpanField, TagField};
use super::unknown::count_unknown;
use crate::formats::exchange::{
    Beside, Document, DocumentTag, Kind, Label, Note, Person, Relation, Set, Span, Target, Values,
};
use crate::formats::json::{Place, plain, value_of};
use crate::formats::units::{Claim, placed};
use crate::formats::{
    FormatError, InputFile, LossKind, Losses, ReadCx, kind_named, origin_named, state_named, unit_named, verdict_named,
};
use crate::model::{Confidence, DocumentId, Fragments, RecordId, SetState, Timestamp};
use crate::text::{Regions, Text, Unit, quote};
use serde_json::{Map, Value};
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The longest line: the longest text, every character of it escaped, and as much again beside it.
const LINE: u64 = 12 * Text::MAX_BYTES as u64;

/// Reads a file of lines, a document each.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let (encoding, mut losses) = (cx.options.encoding, Losses::default());
    let read = file.lines(LINE, encoding, &mut losses, |line, source, losses| {
        if source.trim().is_empty() {
            return Ok(());
        }
        let place = Place { file: &file.name, line, source };
        match (Reader { losses }).line(&place) {
            Ok(document) => cx.document(document),
            Err(error) => cx.refuse(error),
        }
    });
    cx.losses.append(losses);
    read
}

/// What it takes to read a line.
struct Reader<'l> {
    losses: &'l mut Losses,
}

/// The records of one set by the names that the file has for them.
#[derive(Default)]
struct Records {
    spans: HashMap<String, usize>,
    relations: HashMap<String, usize>,
    notes: HashMap<String, usize>,
    /// The names that records have.
    used: HashSet<String>,
}

impl Reader<'_> {
    fn line(&mut self, place: &Place<'_>) -> Result<Document, FormatError> {
        let value: Value = serde_json::from_str(place.source).map_err(|error| place.json(&error))?;
        let Value::Object(fields) = &value else { return Err(place.malformed("a line must be one JSON object")) };
        let line: Line = serde_json::from_str(place.source).map_err(|error| place.json(&error))?;
        let extra = count_unknown(fields, place, self.losses);
        let stated = match &line.unit {
            None => Default::default(),
            Some(word) => unit_named(word).ok_or_else(|| place.malformed(format!("{word:?} is no unit of offsets")))?,
        };
        let sets = line.sets.as_deref().unwrap_or_default();
        let text =
            Text::new(line.text.clone()).map_err(|why| FormatError::TooLong { why, file: place.file.to_owned() })?;
        let claims: Vec<Claim> = all_spans(sets).map(|span| claim(span, place)).collect::<Result<_, _>>()?;
        let found = placed(&text, &claims, stated);
        if let Some(how) = found.otherwise(stated) {
            self.losses.add(LossKind::Unit, || format!("{place}: {how}"));
        }
        let mut places = found.places.into_iter();
        check_owners(sets, place)?;
        let sets = sets.iter().map(|set| self.set(set, &mut places, place)).collect::<Result<_, _>>()?;
        let excluded = self.excluded(line.excluded.as_deref().unwrap_or_default(), &text, found.unit, place);
        Ok(Document { excluded, sets, ..self.document(line, text, fields, extra, place) })
    }

    fn excluded(&mut self, parts: &[(i64, i64)], text: &Text, unit: Unit, place: &Place<'_>) -> Regions {
        let mut part = |&(start, end): &(i64, i64)| {
            let ends = usize::try_from(start).ok().zip(usize::try_from(end).ok());
            let range = ends.and_then(|(start, end)| text.range(start, end, unit).ok());
            if range.is_none() {
                self.losses.add(LossKind::Field, || format!("{place}: the text has no part {start}–{end} to exclude"));
            }
            range
        };
        parts.iter().filter_map(&mut part).collect()
    }

    fn document(
        &mut self,
        line: Line,
        text: Text,
        fields: &Map<String, Value>,
        extra: BTreeMap<String, String>,
        place: &Place<'_>,
    ) -> Document {
        let id = line.id.map(Name::into_text).filter(|name| {
            let is_id = DocumentId::new(name).is_ok();
            if !is_id {
                self.losses.add(LossKind::Id, || format!("{place}: {name:?} cannot be the id of a document"));
            }
            is_id
        });
        let mut meta: BTreeMap<String, String> =
            line.meta.unwrap_or_default().into_iter().map(|(key, value)| (key, plain(value))).collect();
        for (key, value) in extra {
            meta.entry(key).or_insert(value);
        }
        let mut lifted = |given: Option<String>, key: &str| {
            given.or_else(|| if fields.contains_key(key) { None } else { meta.remove(key) })
        };
        let (date, outlet) = (lifted(line.date, "date"), lifted(line.outlet, "outlet"));
        let source = line.source.map(|source| {
            if source.has_bad_digest() {
                self.losses.add(LossKind::Field, || format!("{place}: the sha256 of the source is none"));
            }
            source.into_source()
        });
        let title = line.title.filter(|title| !title.trim().is_empty());
        let id = id.map(SmolStr::from);
        Document { id, title, language: line.language, date, outlet, source, meta, ..Document::new(text) }
    }

    fn set(
        &mut self,
        field: &SetField,
        places: &mut impl Iterator<Item = Result<Fragments, String>>,
        place: &Place<'_>,
    ) -> Result<Set, FormatError> {
        let state = match &field.state {
            Some(word) => {
                Some(state_named(word).ok_or_else(|| place.malformed(format!("{word:?} is no state of a set")))?)
            }
            None => (!field.is_blank()).then_some(SetState::InProgress),
        };
        let mut set = Set { state, ..Set::of(person(field, place)?) };
        let mut records = Records::default();
        for (span, at) in field.spans.iter().flatten().zip(places) {
            self.span(span, at, &mut set, &mut records, place);
        }
        for relation in field.relations.iter().flatten() {
            self.relation(relation, &mut set, &mut records, place);
        }
        let notes = field.notes.as_deref().unwrap_or_default();
        let named = notes.iter().enumerate().filter_map(|(at, note)| Some((note.id.as_ref()?.to_text(), at)));
        records.notes = named.collect();
        for note in notes {
            let note = self.note(note, &mut records, place);
            set.notes.push(note);
        }
        set.tags = field.tags.iter().flatten().map(|tag| self.document_tag(tag, place)).collect();
        set.attributes = self.values(field.attributes.as_ref(), place);
        Ok(set)
    }

    fn span(
        &mut self,
        field: &SpanField,
        at: Result<Fragments, String>,
        set: &mut Set,
        records: &mut Records,
        place: &Place<'_>,
    ) {
        let at = at.and_then(|at| {
            if field.agrees() { Ok(at) } else { Err("start and end are not those of its fragments".to_owned()) }
        });
        let at = match at {
            Ok(at) => at,
            Err(why) => {
                return self.losses.add(LossKind::Span, || format!("{place}: {}: {why}", field.shown()));
            }
        };
        if let Some(name) = &field.id {
            records.spans.entry(name.to_text()).or_insert(set.spans.len());
        }
        let id = self.record_id(field.id.as_ref(), records, place);
        let beside = self.beside(&field.beside, place);
        set.spans.push(Span { id, at, label: Label::new(field.tag.as_str()), beside });
    }

    fn relation(&mut self, field: &RelationField, set: &mut Set, records: &mut Records, place: &Place<'_>) {
        let [from, to] = [&field.from, &field.to].map(|end| records.spans.get(&end.to_text()).copied());
        let Some((from, to)) = from.zip(to) else {
            let ends = format!("{} from {} to {}", field.tag, field.from.to_text(), field.to.to_text());
            let why = "one of its spans is not there";
            return self.losses.add(LossKind::Relation, || format!("{place}: {ends}: {why}"));
        };
        if let Some(name) = &field.id {
            records.relations.entry(name.to_text()).or_insert(set.relations.len());
        }
        let id = self.record_id(field.id.as_ref(), records, place);
        let beside = self.beside(&field.beside, place);
        set.relations.push(Relation { id, from, to, label: Label::new(field.tag.as_str()), beside });
    }

    fn document_tag(&mut self, field: &TagField, place: &Place<'_>) -> DocumentTag {
        let nothing = BesideField::default();
        let (name, beside) = match field {
            TagField::Name(name) => (name, &nothing),
            TagField::Record { tag, beside } => (tag, beside),
        };
        DocumentTag { label: Label::new(name.as_str()), beside: self.beside(beside, place) }
    }

    fn beside(&mut self, field: &BesideField, place: &Place<'_>) -> Beside {
        let origin = field.origin.as_ref().and_then(|word| {
            let origin = origin_named(word);
            if origin.is_none() {
                self.losses.add(LossKind::Field, || format!("{place}: {word:?} is no origin of an annotation"));
            }
            origin
        });
        let confidence = field.confidence.as_ref().filter(|value| !value.is_null()).and_then(|value| {
            let percent = value.as_u64().and_then(|percent| u8::try_from(percent).ok()).and_then(Confidence::new);
            if percent.is_none() {
                self.losses.add(LossKind::Field, || format!("{place}: {value} is no confidence in percent"));
            }
            percent
        });
        let attributes = self.values(field.attributes.as_ref(), place);
        let made = self.time(field.made.as_deref(), place);
        Beside { attributes, confidence, flagged: field.flagged.unwrap_or_default(), origin, made }
    }

    fn values(&mut self, fields: Option<&Map<String, Value>>, place: &Place<'_>) -> Values {
        let mut values = Values::new();
        for (name, json) in fields.into_iter().flatten() {
            match value_of(json) {
                Some(value) => drop(values.insert(name.into(), value)),
                None => self.losses.add(LossKind::Attribute, || format!("{place}: {name}: {json}")),
            }
        }
        values
    }

    fn note(&mut self, field: &NoteField, records: &mut Records, place: &Place<'_>) -> Note {
        let on = match field.on.as_ref().map(Name::to_text).filter(|name| name != "document") {
            None => Target::Document,
            Some(name) => target(&name, field, records).unwrap_or_else(|| {
                self.losses.add(LossKind::NoteMoved, || format!("{place}: on {name}: “{}”", quote(&field.body)));
                Target::Document
            }),
        };
        let id = self.record_id(field.id.as_ref(), records, place);
        let verdict = field.verdict.as_ref().and_then(|word| {
            let verdict = verdict_named(word);
            if verdict.is_none() {
                self.losses.add(LossKind::Field, || format!("{place}: {word:?} is no verdict of a note"));
            }
            verdict
        });
        let made = self.time(field.made.as_deref(), place);
        Note { id, of: field.of.as_ref().map(SmolStr::from), verdict, made, ..Note::new(on, field.body.clone()) }
    }

    /// What the file calls a record, unless that is another's name. It need be no id of ours: what other records refer to
    /// has been found by it, and what it is written to may have such ids.
    fn record_id(&mut self, name: Option<&Name>, records: &mut Records, place: &Place<'_>) -> Option<SmolStr> {
        let name = name?.to_text();
        if records.used.insert(name.clone()) {
            return Some(name.into());
        }
        self.losses.add(LossKind::Id, || format!("{place}: {name:?} is the id of another record already"));
        None
    }

    fn time(&mut self, word: Option<&str>, place: &Place<'_>) -> Option<Timestamp> {
        let word = word?;
        let time: Option<Timestamp> = word.parse().ok();
        if time.is_none() || word.contains('.') {
            self.losses.add(LossKind::Time, || format!("{place}: {word:?}"));
        }
        time
    }
}

/// Nobody has two sets about one document.
fn check_owners(sets: &[SetField], place: &Place<'_>) -> Result<(), FormatError> {
    let mut owners = HashSet::new();
    let second = sets.iter().filter(|set| !set.is_blank()).find(|set| !owners.insert(&set.annotator));
    let Some(second) = second else { return Ok(()) };
    let owner = second.annotator.as_deref().unwrap_or("nobody in particular");
    Err(place.malformed(format!("{owner} cannot have two sets about one document")))
}

/// Whose a set is, if the file says.
fn person(set: &SetField, place: &Place<'_>) -> Result<Option<Person>, FormatError> {
    let Some(word) = &set.annotator else { return Ok(None) };
    let kind = match &set.kind {
        Some(kind) => {
            Some(kind_named(kind).ok_or_else(|| place.malformed(format!("{kind:?} is no kind of annotator")))?)
        }
        None => None,
    };
    Ok(Some(Person { id: word.into(), name: set.name.clone(), kind }))
}

/// What a note is on: a span, a relation or a note by the name that the file has for it.
fn target(name: &str, note: &NoteField, records: &Records) -> Option<Target> {
    if note.of.is_some() {
        // Of what stands in another's set nobody could tell what kind it is.
        return name.parse::<RecordId>().ok().map(|id| Target::Elsewhere(Kind::Note, id.as_str().into()));
    }
    let span = records.spans.get(name).map(|at| Target::Span(*at));
    let relation = || records.relations.get(name).map(|at| Target::Relation(*at));
    let other = || records.notes.get(name).map(|at| Target::Note(*at));
    let gone = || {
        let id = name.parse::<RecordId>().ok().filter(|_| note.verdict.is_some())?;
        Some(Target::Elsewhere(Kind::Note, id.as_str().into()))
    };
    span.or_else(relation).or_else(other).or_else(gone)
}

fn all_spans(sets: &[SetField]) -> impl Iterator<Item = &SpanField> {
    sets.iter().flat_map(|set| set.spans.as_deref().unwrap_or_default())
}

fn claim(span: &SpanField, place: &Place<'_>) -> Result<Claim, FormatError> {
    let pieces = span.pieces().ok_or_else(|| place.malformed(format!("{} has no start and end", span.shown())))?;
    Ok(Claim { pieces, quote: span.text.clone() })
}
