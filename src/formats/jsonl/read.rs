//! From lines to documents and sets.

use super::place::Place;
use super::record::{Line, Name, NoteField, SetField, SpanField};
use super::unknown::count_unknown;
use crate::edit::{Import, ImportedSet, NewDocument, slug};
use crate::formats::tag_names::TagNames;
use crate::formats::units::{Claim, placed};
use crate::formats::{
    FormatError, InputFile, LossKind, Losses, ReadCx, kind_named, origin_named, state_named, unit_name, unit_named,
};
use crate::model::{
    Annotator, AnnotatorId, AnnotatorKind, DocumentId, Fragments, Note, NoteTarget, Origin, RecordId, SetState, Span,
    Timestamp,
};
use crate::text::{NotText, Text, decode, quote};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Reads files of lines.
pub(super) fn import(files: &[InputFile], cx: &mut ReadCx<'_>, losses: &mut Losses) -> Result<Import, FormatError> {
    let mut reader = Reader { tags: TagNames::new(cx.codebook), import: Import::default(), cx, losses };
    for file in files {
        let content = content_of(file, reader.cx, reader.losses)?;
        let n_before = reader.import.documents.len();
        for (source, line) in content.split('\n').zip(1..) {
            if !source.trim().is_empty() {
                reader.line(&Place { file: &file.name, line, source })?;
            }
        }
        if reader.import.documents.len() == n_before {
            return Err(FormatError::malformed("there is no document in it", &file.name, 0, 0));
        }
    }
    Ok(Import { tags: reader.tags.into_new(), ..reader.import })
}

/// JSON is UTF-8; what some programs write in other encodings is taken too.
fn content_of<'a>(file: &'a InputFile, cx: &ReadCx<'_>, losses: &mut Losses) -> Result<Cow<'a, str>, FormatError> {
    let bytes = file.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&file.bytes);
    if cx.encoding.is_none_or(|encoding| encoding.name() == "UTF-8")
        && let Ok(content) = str::from_utf8(bytes)
    {
        return Ok(Cow::Borrowed(content));
    }
    match decode(&file.bytes, cx.encoding) {
        Ok(decoded) => {
            losses.add_replaced(&decoded, &file.name);
            Ok(Cow::Owned(decoded.text.as_str().to_owned()))
        }
        Err(NotText::TooLong(why)) => Err(FormatError::TooLong { why, file: file.name.clone() }),
        Err(why) => Err(FormatError::NotText { why, file: file.name.clone() }),
    }
}

/// What has been read, and what it takes to read on.
struct Reader<'r, 'c> {
    cx: &'r mut ReadCx<'c>,
    losses: &'r mut Losses,
    tags: TagNames,
    import: Import,
}

/// The records of one set while they are read.
struct Records {
    /// Ids that spans and notes have or will have.
    taken: HashSet<RecordId>,
    /// The spans' ids by the names that the file has for them.
    spans: HashMap<String, RecordId>,
}

impl Reader<'_, '_> {
    fn line(&mut self, place: &Place<'_>) -> Result<(), FormatError> {
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
        if found.unit != stated {
            let (said, is) = (unit_name(stated), unit_name(found.unit));
            self.losses.add(LossKind::Unit, || format!("{place}: offsets are in {is} and not in {said}"));
        }
        let mut places = found.places.into_iter();
        self.check_owners(sets, place)?;
        for set in sets {
            self.set(set, &mut places, place)?;
        }
        let document = self.document(line, text, fields, extra, place);
        self.import.documents.push(document);
        Ok(())
    }

    fn document(
        &mut self,
        line: Line,
        text: Text,
        fields: &Map<String, Value>,
        extra: BTreeMap<String, String>,
        place: &Place<'_>,
    ) -> NewDocument {
        let id = line.id.map(Name::into_text).and_then(|name| {
            let id = DocumentId::new(&name).ok();
            if id.is_none() {
                self.losses.add(LossKind::Id, || format!("{place}: {name:?} cannot be the id of a document"));
            }
            id
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
        let untitled = NewDocument::of_text(text);
        let title = line.title.filter(|title| !title.trim().is_empty()).unwrap_or(untitled.title.clone());
        NewDocument { title, language: line.language, date, outlet, source, meta, id, ..untitled }
    }

    /// Nobody has two sets about one document.
    fn check_owners(&self, sets: &[SetField], place: &Place<'_>) -> Result<(), FormatError> {
        let mut owners = HashSet::new();
        for set in sets.iter().filter(|set| !set.is_blank()) {
            let owner = match self.cx.owner {
                Some(owner) => owner.to_string(),
                None => set.annotator.clone().unwrap_or_else(|| self.cx.me.id.to_string()),
            };
            if !owners.insert(owner.clone()) {
                return Err(place.malformed(format!("{owner} cannot have two sets about one document")));
            }
        }
        Ok(())
    }

    fn set(
        &mut self,
        set: &SetField,
        places: &mut impl Iterator<Item = Result<Fragments, String>>,
        place: &Place<'_>,
    ) -> Result<(), FormatError> {
        let state = match &set.state {
            Some(word) => state_named(word).ok_or_else(|| place.malformed(format!("{word:?} is no state of a set")))?,
            None if set.is_blank() => SetState::New,
            None => SetState::InProgress,
        };
        let annotator = self.annotator(set, place)?;
        let spans = set.spans.as_deref().unwrap_or_default();
        let notes = set.notes.as_deref().unwrap_or_default();
        let given = spans.iter().map(|span| &span.id).chain(notes.iter().map(|note| &note.id));
        let taken = given.filter_map(|id| id.as_ref()?.record_id()).collect();
        let mut records = Records { taken, spans: HashMap::new() };
        let mut used = HashSet::new();
        let spans =
            spans.iter().zip(places).filter_map(|(span, at)| self.span(span, at, &mut records, &mut used, place));
        let spans: Vec<Span> = spans.collect();
        let mut used = HashSet::new();
        let notes = notes.iter().map(|note| self.note(note, &mut records, &mut used, place)).collect();
        let count = |values: &Option<Vec<Value>>| values.as_ref().map_or(0, Vec::len);
        let whose = || format!("{place}, {}", annotator.id);
        self.losses.add_many(LossKind::Relation, count(&set.relations), whose);
        self.losses.add_many(LossKind::DocumentTag, count(&set.tags), whose);
        let document = self.import.documents.len();
        self.import.sets.push(ImportedSet { document, annotator: annotator.id.clone(), state, spans, notes });
        if !self.import.annotators.iter().any(|other| other.id == annotator.id) {
            self.import.annotators.push(annotator);
        }
        Ok(())
    }

    /// Whose set it is: who was asked for, who the file says, else the person who imports.
    fn annotator(&mut self, set: &SetField, place: &Place<'_>) -> Result<Annotator, FormatError> {
        if let Some(owner) = self.cx.owner {
            let is_me = *owner == self.cx.me.id;
            let made = || Annotator { id: owner.clone(), name: owner.to_string(), kind: kind_of(owner) };
            return Ok(if is_me { self.cx.me.clone() } else { made() });
        }
        let Some(word) = &set.annotator else { return Ok(self.cx.me.clone()) };
        let id = match AnnotatorId::new(word) {
            Ok(id) => id,
            Err(why) => {
                self.losses.add(LossKind::Id, || format!("{place}: {why}"));
                AnnotatorId::new(&slug(word, "annotator")).map_err(|error| place.malformed(error.to_string()))?
            }
        };
        let kind = match &set.kind {
            Some(kind) => {
                kind_named(kind).ok_or_else(|| place.malformed(format!("{kind:?} is no kind of annotator")))?
            }
            None => kind_of(&id),
        };
        let name = set.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(word);
        Ok(Annotator { id, name: name.to_owned(), kind })
    }

    fn span(
        &mut self,
        span: &SpanField,
        at: Result<Fragments, String>,
        records: &mut Records,
        used: &mut HashSet<RecordId>,
        place: &Place<'_>,
    ) -> Option<Span> {
        let at = at.and_then(|at| {
            if span.agrees() { Ok(at) } else { Err("start and end are not those of its fragments".to_owned()) }
        });
        let tag = self.tags.id(&span.tag).ok_or_else(|| "its tag cannot be made".to_owned());
        let (at, tag) = match at.and_then(|at| Ok((at, tag?))) {
            Ok(both) => both,
            Err(why) => {
                self.losses.add(LossKind::Span, || format!("{place}: {}: {why}", span.shown()));
                return None;
            }
        };
        let id = self.record_id(span.id.as_ref(), records, used, place);
        if let Some(name) = &span.id {
            records.spans.entry(name.to_text()).or_insert(id);
        }
        let n_attributes = span.attributes.as_ref().map_or(0, Map::len);
        self.losses.add_many(LossKind::Attribute, n_attributes, || format!("{place}: {}", span.shown()));
        let imported = Origin::Imported("jsonl".into());
        let origin = match &span.origin {
            None => imported,
            Some(word) => origin_named(word).unwrap_or_else(|| {
                self.losses.add(LossKind::Field, || format!("{place}: {word:?} is no origin of a span"));
                imported
            }),
        };
        Some(Span { id, at, tag, origin, made: self.time(span.made.as_deref(), place) })
    }

    fn note(
        &mut self,
        note: &NoteField,
        records: &mut Records,
        used: &mut HashSet<RecordId>,
        place: &Place<'_>,
    ) -> Note {
        let on = match note.on.as_ref().map(Name::to_text).filter(|name| name != "document") {
            None => NoteTarget::Document,
            Some(name) => match records.spans.get(&name) {
                Some(&id) => NoteTarget::Span(id),
                None => {
                    self.losses.add(LossKind::Note, || format!("{place}: on {name}: “{}”", quote(&note.body)));
                    NoteTarget::Document
                }
            },
        };
        let id = self.record_id(note.id.as_ref(), records, used, place);
        Note { id, on, body: note.body.clone(), made: self.time(note.made.as_deref(), place) }
    }

    /// The id that the file gives, if it can be one and is not used yet; else a new one.
    fn record_id(
        &mut self,
        name: Option<&Name>,
        records: &mut Records,
        used: &mut HashSet<RecordId>,
        place: &Place<'_>,
    ) -> RecordId {
        if let Some(id) = name.and_then(Name::record_id).filter(|id| used.insert(*id)) {
            return id;
        }
        if let Some(name) = name {
            let name = name.to_text();
            self.losses.add(LossKind::Id, || format!("{place}: {name:?} cannot be the id of a record, or is taken"));
        }
        let id = self.cx.mint.record_id(|id| records.taken.contains(&id));
        records.taken.insert(id);
        id
    }

    fn time(&mut self, word: Option<&str>, place: &Place<'_>) -> Timestamp {
        let Some(word) = word else { return self.cx.mint.now };
        let time: Option<Timestamp> = word.parse().ok();
        if time.is_none() || word.contains('.') {
            self.losses.add(LossKind::Time, || format!("{place}: {word:?}"));
        }
        time.unwrap_or(self.cx.mint.now)
    }
}

fn all_spans(sets: &[SetField]) -> impl Iterator<Item = &SpanField> {
    sets.iter().flat_map(|set| set.spans.as_deref().unwrap_or_default())
}

fn claim(span: &SpanField, place: &Place<'_>) -> Result<Claim, FormatError> {
    let pieces = span.pieces().ok_or_else(|| place.malformed(format!("{} has no start and end", span.shown())))?;
    Ok(Claim { pieces, quote: span.text.clone() })
}

fn kind_of(id: &AnnotatorId) -> AnnotatorKind {
    if id.as_str() == "gold" { AnnotatorKind::Gold } else { AnnotatorKind::Human }
}

/// A value of the metadata as text.
pub(super) fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
