//! From lines to documents and sets.

use super::place::Place;
use super::record::{BesideField, Line, Name, NoteField, RelationField, SetField, SpanField, TagField};
use super::unknown::count_unknown;
use crate::edit::{Import, ImportedSet, NewDocument, slug};
use crate::formats::tag_names::TagNames;
use crate::formats::units::{Claim, placed};
use crate::formats::{
    FormatError, InputFile, LossKind, Losses, ReadCx, kind_named, origin_named, state_named, unit_name, unit_named,
    verdict_named,
};
use crate::model::{
    self, Annotator, AnnotatorId, AnnotatorKind, AttributeId, Confidence, Details, DocumentId, DocumentTag, Fragments,
    LayerKind, Note, NoteTarget, Number, Origin, RecordId, Relation, Said, SetState, Span, Timestamp,
};
use crate::text::{NotText, Regions, Text, Unit, decode, quote};
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
    let (layers, tags) = reader.tags.into_new();
    Ok(Import { layers, tags, ..reader.import })
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
    /// The relations' ids by the names that the file has for them.
    relations: HashMap<String, RecordId>,
}

/// What stands beside a tag.
struct Beside {
    details: Details,
    origin: Origin,
    made: Timestamp,
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
        let excluded = self.excluded(line.excluded.as_deref().unwrap_or_default(), &text, found.unit, place);
        let document = NewDocument { excluded, ..self.document(line, text, fields, extra, place) };
        self.import.documents.push(document);
        Ok(())
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
        let relations = set.relations.as_deref().unwrap_or_default();
        let given = spans.iter().map(|span| &span.id).chain(notes.iter().map(|note| &note.id));
        let given = given.chain(relations.iter().map(|relation| &relation.id));
        let taken = given.filter_map(|id| id.as_ref()?.record_id()).collect();
        let mut records = Records { taken, spans: HashMap::new(), relations: HashMap::new() };
        let mut used = HashSet::new();
        let spans =
            spans.iter().zip(places).filter_map(|(span, at)| self.span(span, at, &mut records, &mut used, place));
        let spans: Vec<Span> = spans.collect();
        let mut used = HashSet::new();
        let relations =
            relations.iter().filter_map(|relation| self.relation(relation, &mut records, &mut used, place)).collect();
        let mut used = HashSet::new();
        let notes = notes.iter().map(|note| self.note(note, &mut records, &mut used, place)).collect();
        let tags = set.tags.as_deref().unwrap_or_default();
        let document_tags = tags.iter().filter_map(|tag| self.document_tag(tag, place)).collect();
        let attributes = self.values(set.attributes.as_ref(), place);
        let empty = ImportedSet::new(self.import.documents.len(), annotator.id.clone(), state);
        self.import.sets.push(ImportedSet { spans, relations, document_tags, attributes, notes, ..empty });
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
        let tag = self.tags.id(LayerKind::Span, &span.tag).ok_or_else(|| "its tag cannot be made".to_owned());
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
        let Beside { details, origin, made } = self.beside(&span.beside, place);
        Some(Span { details, origin, ..Span::new(id, at, tag, made) })
    }

    fn relation(
        &mut self,
        relation: &RelationField,
        records: &mut Records,
        used: &mut HashSet<RecordId>,
        place: &Place<'_>,
    ) -> Option<Relation> {
        let [from, to] = [&relation.from, &relation.to].map(|end| records.spans.get(&end.to_text()).copied());
        let ends = from.zip(to).ok_or("one of its spans is not there");
        let tag = self.tags.id(LayerKind::Relation, &relation.tag).ok_or("its tag cannot be made");
        let ((from, to), tag) = match ends.and_then(|ends| Ok((ends, tag?))) {
            Ok(both) => both,
            Err(why) => {
                let ends = format!("{} from {} to {}", relation.tag, relation.from.to_text(), relation.to.to_text());
                self.losses.add(LossKind::Relation, || format!("{place}: {ends}: {why}"));
                return None;
            }
        };
        let id = self.record_id(relation.id.as_ref(), records, used, place);
        if let Some(name) = &relation.id {
            records.relations.entry(name.to_text()).or_insert(id);
        }
        let Beside { details, origin, made } = self.beside(&relation.beside, place);
        Some(Relation { details, origin, ..Relation::new(id, from, to, tag, made) })
    }

    fn document_tag(&mut self, field: &TagField, place: &Place<'_>) -> Option<DocumentTag> {
        let nothing = BesideField::default();
        let (name, beside) = match field {
            TagField::Name(name) => (name, &nothing),
            TagField::Record { tag, beside } => (tag, beside),
        };
        let Some(tag) = self.tags.id(LayerKind::Document, name) else {
            self.losses.add(LossKind::DocumentTag, || format!("{place}: {name:?} cannot be made a tag"));
            return None;
        };
        let Beside { details, origin, made } = self.beside(beside, place);
        Some(DocumentTag { details, origin, ..DocumentTag::new(tag, made) })
    }

    fn beside(&mut self, field: &BesideField, place: &Place<'_>) -> Beside {
        let imported = Origin::Imported("jsonl".into());
        let origin = match &field.origin {
            None => imported,
            Some(word) => origin_named(word).unwrap_or_else(|| {
                self.losses.add(LossKind::Field, || format!("{place}: {word:?} is no origin of an annotation"));
                imported
            }),
        };
        let confidence = field.confidence.as_ref().filter(|value| !value.is_null()).and_then(|value| {
            let percent = value.as_u64().and_then(|percent| u8::try_from(percent).ok()).and_then(Confidence::new);
            if percent.is_none() {
                self.losses.add(LossKind::Field, || format!("{place}: {value} is no confidence in percent"));
            }
            percent
        });
        let attributes = self.values(field.attributes.as_ref(), place);
        let said = Said { attributes, confidence, flagged: field.flagged.unwrap_or_default() };
        Beside { details: said.into(), origin, made: self.time(field.made.as_deref(), place) }
    }

    fn values(
        &mut self,
        fields: Option<&Map<String, Value>>,
        place: &Place<'_>,
    ) -> BTreeMap<AttributeId, model::Value> {
        let mut values = BTreeMap::new();
        for (name, json) in fields.into_iter().flatten() {
            match AttributeId::new(name).ok().zip(value_of(json)) {
                Some((id, value)) => drop(values.insert(id, value)),
                None => self.losses.add(LossKind::Attribute, || format!("{place}: {name}: {json}")),
            }
        }
        values
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
            Some(name) => match self.target(&name, note, records) {
                Some(target) => target,
                None => {
                    self.losses.add(LossKind::Note, || format!("{place}: on {name}: “{}”", quote(&note.body)));
                    NoteTarget::Document
                }
            },
        };
        let id = self.record_id(note.id.as_ref(), records, used, place);
        let of = note.of.as_ref().and_then(|of| AnnotatorId::new(of).ok());
        let verdict = note.verdict.as_ref().and_then(|word| {
            let verdict = verdict_named(word);
            if verdict.is_none() {
                self.losses.add(LossKind::Field, || format!("{place}: {word:?} is no verdict of a note"));
            }
            verdict
        });
        let made = self.time(note.made.as_deref(), place);
        Note { of, verdict, ..Note::new(id, on, note.body.clone(), made) }
    }

    /// What a note is on: a span, a relation or a note by the name that the file has for it.
    fn target(&self, name: &str, note: &NoteField, records: &Records) -> Option<NoteTarget> {
        let span = records.spans.get(name).map(|id| NoteTarget::Span(*id));
        let relation = || records.relations.get(name).map(|id| NoteTarget::Relation(*id));
        // What is not in this set is a note of this or another's: of spans elsewhere nobody could tell.
        let other = || name.parse().ok().filter(|_| note.of.is_some() || note.verdict.is_some()).map(NoteTarget::Note);
        span.or_else(relation).or_else(other)
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

/// A value of an attribute, if JSON's is one.
fn value_of(json: &Value) -> Option<model::Value> {
    match json {
        Value::String(text) => Some(model::Value::Text(text.into())),
        Value::Bool(yes) => Some(model::Value::YesNo(*yes)),
        Value::Number(number) => Number::new(number.as_f64()?).map(model::Value::Number),
        Value::Array(ids) => {
            let ids: Option<_> = ids.iter().map(|id| id.as_str().map(Into::into)).collect();
            ids.map(model::Value::Set)
        }
        Value::Null | Value::Object(_) => None,
    }
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
