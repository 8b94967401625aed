//! From records to documents: passages put together to a text, and annotations placed in it.

use super::record::{Annotation, Infons, Passage, Record, Relation};
use crate::formats::cas::short;
use crate::formats::exchange::{self, Document, DocumentTag, Label, Person, Set, Span, Values};
use crate::formats::units::{Claim, Placed, placed};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx, unit_name};
use crate::model::{Fragments, Source, Value};
use crate::text::{Text, Unit};
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashMap};

/// The infon that says what an annotation is, where it is about the document as a whole and no tag of it.
pub(super) const OF: &str = "glossator.of";
/// Its value on attributes of the document.
pub(super) const ATTRIBUTES: &str = "document attributes";
/// Infons of a document for what is known of it.
pub(super) const KNOWN: &[&str] = &["title", "language", "date", "outlet", "source"];
/// Infons of an annotation that are no attributes.
pub(super) const TAKEN: &[&str] = &["type", "annotator", "layer", "value", OF];
/// How the name of an infon ends that holds several words.
pub(super) const SET: &str = "[]";

/// Roles that tell no more than which end of a relation is which.
const FIRST: &[&str] = &["from", "source", "arg1", "subject", "governor"];
const SECOND: &[&str] = &["to", "target", "arg2", "object", "dependent"];
/// The key of the collections that we write.
pub(super) const KEY: &str = "glossator.key";

/// What a collection says of itself: names with values. Ours says nothing that anybody has to keep.
#[derive(Default)]
pub(super) struct OfCollection(Vec<(String, String)>);

impl OfCollection {
    pub(super) fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.0.push((name.into(), value));
        }
    }

    /// Counts it as lost.
    pub(super) fn count(&self, file: &InputFile, losses: &mut Losses) {
        if self.0.is_empty() || self.0.iter().any(|(name, value)| name == "key" && value == KEY) {
            return;
        }
        losses.add(LossKind::Field, || {
            let said: Vec<String> = self.0.iter().map(|(name, value)| format!("{name} “{value}”")).collect();
            format!("{}: of the collection: {}", file.name, said.join(", "))
        });
    }
}

/// Where a document stands.
pub(super) struct Place<'a> {
    pub(super) file: &'a InputFile,
    /// Finds the line that it begins in; 0 if that is not known.
    pub(super) line: &'a dyn Fn() -> usize,
    /// The how manieth it is.
    pub(super) number: usize,
}

impl Place<'_> {
    fn name(&self) -> String {
        match (self.line)() {
            0 => format!("{}: document {}", self.file.name, self.number),
            line => format!("{}:{line}", self.file.name),
        }
    }
}

/// Hands a document on.
pub(super) fn take(mut record: Record, place: &Place<'_>, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let stated = cx.options.unit.unwrap_or(Unit::CodePoint);
    let annotations = annotations(&mut record);
    let located: Vec<&Annotation> = annotations.iter().filter(|annotation| !annotation.locations.is_empty()).collect();
    let claims: Vec<Claim> = located.iter().map(|annotation| claim(annotation)).collect();
    let (text, placed) = match placed_text(&record, &claims, stated) {
        Ok(found) => found,
        Err(why) => return cx.refuse(FormatError::malformed(why, &place.file.name, (place.line)(), 0)),
    };
    if placed.unit != stated {
        let (found, stated) = (unit_name(placed.unit), unit_name(stated));
        cx.losses.add(LossKind::Unit, || format!("{}: offsets are in {found} and not in {stated}", place.name()));
    }
    let mut document = Document::new(text);
    about(&mut record, &mut document);
    let source = document
        .source
        .clone()
        .unwrap_or_else(|| Source { file: place.file.file_name().to_owned(), ..Source::default() });
    document.source = Some(source);
    for name in names_beside(&record) {
        cx.losses.add(LossKind::Field, || format!("{}: {name} of a passage", place.name()));
    }
    let mut sets = Sets::default();
    let mut places = placed.places.into_iter();
    for annotation in &annotations {
        let at = if annotation.locations.is_empty() { None } else { places.next() };
        sets.add(annotation, at, place, cx);
    }
    for relation in relations(&mut record) {
        sets.add_relation(&relation, place, cx);
    }
    cx.document(Document { sets: sets.sets, ..document })
}

/// What is said of passages and sentences: a document has no parts to say it of.
fn names_beside(record: &Record) -> impl Iterator<Item = &str> {
    let parts = record.passages.iter().flat_map(|passage| std::iter::once(passage).chain(&passage.sentences));
    parts.flat_map(|part| part.infons.0.iter().map(|(name, _)| name.as_str()))
}

/// All annotations of a document, wherever they hang.
fn annotations(record: &mut Record) -> Vec<Annotation> {
    let mut all = Vec::new();
    for passage in &mut record.passages {
        all.append(&mut passage.annotations);
        for sentence in &mut passage.sentences {
            all.append(&mut sentence.annotations);
        }
    }
    all.append(&mut record.annotations);
    all
}

fn relations(record: &mut Record) -> Vec<Relation> {
    let mut all = Vec::new();
    for passage in &mut record.passages {
        all.append(&mut passage.relations);
        for sentence in &mut passage.sentences {
            all.append(&mut sentence.relations);
        }
    }
    all.append(&mut record.relations);
    all
}

fn claim(annotation: &Annotation) -> Claim {
    let mut pieces: Vec<(i64, i64)> =
        annotation.locations.iter().map(|it| (it.offset, it.offset.saturating_add(it.length))).collect();
    pieces.sort_unstable();
    Claim { pieces, quote: annotation.text.clone().filter(|text| !text.is_empty()) }
}

/// The text and the places in it, in the stated unit if that fits, else in one that does. The unit tells how long the
/// gaps between passages are, too.
fn placed_text(record: &Record, claims: &[Claim], stated: Unit) -> Result<(Text, Placed), String> {
    let in_unit = |unit| {
        let text = Text::new(text_of(record, unit)?).map_err(|why| why.to_string())?;
        let placed = placed(&text, claims, unit);
        Ok((text, placed))
    };
    let fits = |(_, placed): &(Text, Placed)| placed.places.iter().all(Result::is_ok);
    let as_stated: Result<_, String> = in_unit(stated);
    if as_stated.as_ref().is_ok_and(|found| fits(found) && found.1.unit == stated) {
        return as_stated;
    }
    let others = [Unit::CodePoint, Unit::Utf16, Unit::Byte].into_iter().filter(|unit| *unit != stated);
    let other = others
        .map(in_unit)
        .filter_map(Result::ok)
        .find(|found| fits(found) && claims.iter().any(|it| it.quote.is_some()));
    other.map_or(as_stated, Ok)
}

/// The text: what stands in passages or in their sentences, with spaces in the gaps.
fn text_of(record: &Record, unit: Unit) -> Result<String, String> {
    let (mut text, mut n) = (String::new(), 0_i64);
    let pieces = record.passages.iter().flat_map(pieces);
    for (offset, piece) in pieces {
        let gap = usize::try_from(offset - n)
            .map_err(|_| format!("a passage begins at {offset}, and the one before it ends at {n}"))?;
        if gap > Text::MAX_BYTES {
            return Err(format!("a passage begins at {offset}, which is further than the longest text"));
        }
        text.extend(std::iter::repeat_n(' ', gap));
        text.push_str(piece);
        n = offset + n_units(piece, unit);
    }
    Ok(text)
}

fn pieces(passage: &Passage) -> Vec<(i64, &str)> {
    let own = passage.text.as_deref().map(|text| (passage.offset, text));
    let sentences = passage.sentences.iter().filter_map(|it| Some((it.offset, it.text.as_deref()?)));
    match own {
        Some(own) => vec![own],
        None => sentences.collect(),
    }
}

fn n_units(text: &str, unit: Unit) -> i64 {
    let n = match unit {
        Unit::Byte => text.len(),
        Unit::CodePoint => text.chars().count(),
        Unit::Utf16 => text.chars().map(char::len_utf16).sum(),
    };
    n as i64
}

/// What is known of a document.
fn about(record: &mut Record, document: &mut Document) {
    let id = std::mem::take(&mut record.id.0);
    document.id = (!id.is_empty()).then(|| id.into());
    let infons = &mut record.infons;
    document.title = infons.take("title");
    document.language = infons.take("language");
    document.date = infons.take("date");
    document.outlet = infons.take("outlet");
    document.source = infons.take("source").map(|file| Source { file, ..Source::default() });
    let key = |key: &str| key.strip_prefix('=').unwrap_or(key).to_owned();
    document.meta = infons.0.iter().map(|(name, value)| (key(name), value.clone())).collect();
}

/// What each annotator says, and where each annotation went.
#[derive(Default)]
struct Sets {
    sets: Vec<Set>,
    /// The set and the place in it.
    places: HashMap<String, (usize, usize)>,
}

impl Sets {
    fn set_of(&mut self, annotator: Option<&str>) -> usize {
        let is_it = |set: &Set| set.annotator.as_ref().map(|person| person.id.as_str()) == annotator;
        self.sets.iter().position(is_it).unwrap_or_else(|| {
            self.sets.push(Set::of(annotator.map(Person::named)));
            self.sets.len() - 1
        })
    }

    fn add(
        &mut self,
        annotation: &Annotation,
        at: Option<Result<Fragments, String>>,
        place: &Place<'_>,
        cx: &mut ReadCx<'_>,
    ) {
        let mut infons = annotation.infons.clone();
        let annotator = infons.take("annotator");
        let n = self.set_of(annotator.as_deref());
        let of = infons.take(OF);
        let (label, attributes) = label(infons, "annotation");
        let Some(set) = self.sets.get_mut(n) else { return };
        match at {
            Some(Ok(at)) => {
                let id = annotation.id.0.as_str();
                let new = (n, set.spans.len());
                if id.is_empty() || self.places.insert(id.to_owned(), new).is_some_and(|old| old != new) {
                    cx.losses.add(LossKind::Id, || {
                        format!("{}: {id:?} is the id of several annotations, or of none", place.name())
                    });
                }
                let mut span = Span::new(at, label);
                span.beside.attributes = attributes;
                set.spans.push(span);
            }
            Some(Err(why)) => {
                cx.losses
                    .add(LossKind::Span, || format!("{}: {} as {}: {why}", place.name(), annotation.id.0, label.tag));
            }
            None if of.as_deref() == Some(ATTRIBUTES) => set.attributes.extend(attributes),
            None => {
                let mut given = DocumentTag::new(label);
                given.beside.attributes = attributes;
                set.tags.push(given);
            }
        }
    }

    /// A relation between annotations of one annotator; of more than two, between the first and each other.
    fn add_relation(&mut self, relation: &Relation, place: &Place<'_>, cx: &mut ReadCx<'_>) {
        let mut infons = relation.infons.clone();
        infons.take("annotator");
        let (label, attributes) = label(infons, "relation");
        let mut nodes: Vec<_> = relation.nodes.iter().collect();
        // Where roles tell which end is which, they count; else the order.
        nodes.sort_by_key(|node| match node.role.0.to_lowercase().as_str() {
            role if FIRST.contains(&role) => 0,
            role if SECOND.contains(&role) => 2,
            _ => 1,
        });
        let is_name = |role: &&str| !role.is_empty() && ![FIRST, SECOND].concat().contains(&&*role.to_lowercase());
        for role in nodes.iter().map(|node| node.role.0.as_str()).filter(is_name) {
            cx.losses.add(LossKind::Field, || format!("{}: {}: the role {role}", place.name(), relation.id.0));
        }
        if nodes.len() > 2 {
            let n = nodes.len();
            cx.losses
                .add(LossKind::Pairs, || format!("{}: {} as {} has {n} ends", place.name(), relation.id.0, label.tag));
        }
        let ends: Vec<Option<(usize, usize)>> =
            nodes.iter().map(|node| self.places.get(&node.refid.0).copied()).collect();
        let first = ends.first().copied().flatten();
        for other in ends.iter().skip(1) {
            let both = first.zip(*other).filter(|((a, _), (b, _))| a == b);
            let found = both.and_then(|((at, from), (_, to))| Some((from, to, self.sets.get_mut(at)?)));
            let Some((from, to, set)) = found else {
                cx.losses.add(LossKind::Relation, || {
                    format!(
                        "{}: {} as {}: its ends are not there, or of two annotators",
                        place.name(),
                        relation.id.0,
                        label.tag
                    )
                });
                continue;
            };
            let mut made = exchange::Relation::new(from, to, label.clone());
            made.beside.attributes = attributes.clone();
            set.relations.push(made);
        }
        if ends.len() < 2 {
            cx.losses.add(LossKind::Relation, || {
                format!("{}: {} as {}: it has no two ends", place.name(), relation.id.0, label.tag)
            });
        }
    }
}

/// The tag by habit is the infon `type`. INCEpTION has the name of the layer there, and the tag in `value`. Without a type,
/// all that is said is the tag.
fn label(mut infons: Infons, what: &str) -> (Label, Values) {
    let is_layer = infons.get("type").is_some_and(|name| name.contains('.') && !name.contains(' '));
    let layer = infons.take("layer");
    let (layer, tag) = match infons.take("type") {
        Some(name) if is_layer && layer.is_none() && infons.get("value").is_some() => {
            (Some(short(&name).to_owned()), infons.take("value").unwrap_or_default())
        }
        Some(tag) => (layer, tag),
        None => {
            let said: Vec<&str> = infons.0.iter().map(|(_, value)| value.as_str()).collect();
            (layer, if said.is_empty() { what.to_owned() } else { said.join(" | ") })
        }
    };
    let attributes = infons.0.into_iter().map(attribute).collect();
    (Label { layer: layer.map(SmolStr::from), tag: tag.into() }, attributes)
}

fn attribute((key, value): (String, String)) -> (SmolStr, Value) {
    let key = key.strip_prefix('=').unwrap_or(&key);
    match key.strip_suffix(SET) {
        Some(key) => (key.into(), Value::Set(words(&value))),
        None => (key.into(), Value::Text(value.into())),
    }
}

/// Several words: commas between them, and `%2C` where a word has one.
fn words(value: &str) -> BTreeSet<SmolStr> {
    let word = |word: &str| SmolStr::from(word.replace("%2C", ",").replace("%25", "%"));
    if value.is_empty() { [].into() } else { value.split(',').map(word).collect() }
}
