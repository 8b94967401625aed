//! From annotations to documents: those about one text together, and in it those of one creator.

use super::annotation::{About, Annotation};
use super::selector::Where;
use super::sources::{beside, known};
use super::survey::{Source, Sources};
use crate::formats::exchange::{Beside, Document, DocumentTag, Label, Note, Relation, Set, Span, Target};
use crate::formats::json::paged_records;
use crate::formats::units::{Claim, placed};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx, unit_name};
use crate::model::Fragments;
use crate::text::{Text, Unit};
use serde_json::Value;
use std::collections::HashMap;

/// Reads all annotations of a file, and passes on a document for each text that they are about.
pub(super) fn documents(file: &InputFile, texts: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let text = texts.first();
    let mut sources = Sources::of(file, text, cx.options);
    let read = annotations(file, cx, &mut |annotation, cx| {
        let Some(source) = sources.of_annotation(&annotation) else {
            lost(file, &annotation, cx.losses);
            return Ok(());
        };
        let gathered = sources.annotations.put(&source, annotation);
        gathered.map_or(Ok(()), |all| document(&all, &source, &sources, (file, text), cx))
    });
    for (source, all) in sources.annotations.left() {
        document(&all, &source, &sources, (file, text), cx)?;
    }
    if let Some(text) = text.filter(|_| !sources.is_beside_used) {
        cx.document(beside(text)?)?;
    }
    read
}

type Take<'t> = &'t mut dyn FnMut(Annotation, &mut ReadCx<'_>) -> Result<(), FormatError>;

/// Goes through the annotations of a file: of a list, of a page, or of the first page of a collection.
pub(super) fn annotations(file: &InputFile, cx: &mut ReadCx<'_>, take: Take<'_>) -> Result<(), FormatError> {
    paged_records(file, cx, ("first", "items"), |record, cx| {
        let Value::Object(fields) = &record.value else {
            return Err(record.place.malformed("an annotation must be an object"));
        };
        if !fields.contains_key("target") {
            return Err(record.place.malformed("an annotation has no “target”"));
        }
        take(Annotation::of(fields, record.place.line), cx)?;
        Ok(Vec::new())
    })
}

/// Passes on a document with all annotations of its text, and those of these annotations.
fn document(
    annotations: &[Annotation],
    source: &Source,
    sources: &Sources<'_>,
    (file, text): (&InputFile, Option<&InputFile>),
    cx: &mut ReadCx<'_>,
) -> Result<(), FormatError> {
    let found = match (source, text) {
        (Source::Beside, Some(text)) => beside(text),
        (Source::Named(address), _) => known(file, address.as_deref(), cx),
        (Source::Beside, None) => known(file, None, cx),
    };
    let document = match found {
        Ok(document) => document,
        Err(error) => return cx.refuse(error),
    };
    let mut gathered = Gathered { file, document, spans: HashMap::new() };
    let is_of_text = |annotation: &&Annotation| match &annotation.about {
        Some(About::Whole(address)) => !sources.is_annotation(address),
        about => matches!(about, Some(About::Places(..))),
    };
    // Annotations of texts first, as others are about them.
    let (of_text, of_others): (Vec<&Annotation>, Vec<&Annotation>) = annotations.iter().partition(is_of_text);
    gathered.fill(&of_text, cx.losses);
    for annotation in of_others {
        gathered.on_other(annotation, cx.losses);
    }
    cx.document(gathered.document)
}

fn lost(file: &InputFile, annotation: &Annotation, losses: &mut Losses) {
    let place = format!("{}:{}", file.name, annotation.line);
    match &annotation.about {
        Some(About::Others(ids)) => losses.add(LossKind::Relation, || not_of_one(&place, ids)),
        _ => losses.add(LossKind::Span, || format!("{place}: an annotation of nothing")),
    }
}

fn not_of_one(place: &str, ids: &[impl AsRef<str>]) -> String {
    let ids: Vec<&str> = ids.iter().map(AsRef::as_ref).collect();
    let why = "its ends are not two annotations of one creator about one text";
    format!("{place}: a link between {}: {why}", ids.join(" and "))
}

/// A document being made of annotations.
struct Gathered<'f> {
    file: &'f InputFile,
    document: Document,
    /// Where the spans of annotations are: set, and place in it.
    spans: HashMap<String, (usize, usize)>,
}

impl Gathered<'_> {
    fn fill(&mut self, annotations: &[&Annotation], losses: &mut Losses) {
        let file = &self.file.name;
        let text = self.document.text.clone();
        let mut found = places(&text, annotations, file, losses).into_iter();
        for annotation in annotations {
            let set_at = set_at(&mut self.document, annotation);
            let Some(set) = self.document.sets.get_mut(set_at) else { continue };
            let Some(About::Places(..)) = annotation.about else {
                add_to_document(set, annotation);
                continue;
            };
            match found.next() {
                Some(Ok(place)) => {
                    let first = set.spans.len();
                    add_spans(set, place, annotation);
                    if let Some(id) = &annotation.id {
                        if self.spans.contains_key(id) {
                            let line = annotation.line;
                            losses.add(LossKind::Id, || format!("{file}:{line}: there are two annotations {id}"));
                        }
                        self.spans.entry(id.clone()).or_insert((set_at, first));
                    }
                }
                Some(Err(why)) => {
                    let (line, labels) = (annotation.line, annotation.labels.join(", "));
                    let named = if labels.is_empty() { labels } else { format!("{labels}: ") };
                    losses.add(LossKind::Span, || format!("{file}:{line}: {named}{why}"));
                }
                None => {}
            }
        }
    }

    /// A link between annotations, or something said of one.
    fn on_other(&mut self, annotation: &Annotation, losses: &mut Losses) {
        let ids: Vec<&str> = match &annotation.about {
            Some(About::Others(ids)) => ids.iter().map(String::as_str).collect(),
            Some(About::Whole(id)) => vec![id],
            _ => Vec::new(),
        };
        let ends: Vec<Option<(usize, usize)>> = ids.iter().map(|id| self.spans.get(*id).copied()).collect();
        match ends.as_slice() {
            [Some(from), Some(to)] if from.0 == to.0 => {
                let Some(set) = self.document.sets.get_mut(from.0) else { return };
                let label = annotation.labels.first().map_or("link", String::as_str);
                let beside = beside_of(annotation);
                set.relations.push(Relation { beside, ..Relation::new(from.1, to.1, Label::new(label)) });
                let on = Target::Relation(set.relations.len() - 1);
                add_notes(set, &on, annotation);
            }
            [Some((set, span))] => {
                let Some(set) = self.document.sets.get_mut(*set) else { return };
                add_notes(set, &Target::Span(*span), annotation);
            }
            _ => {
                let place = format!("{}:{}", self.file.name, annotation.line);
                losses.add(LossKind::Relation, || not_of_one(&place, &ids));
            }
        }
    }
}

/// The set of an annotation's creator.
fn set_at(document: &mut Document, annotation: &Annotation) -> usize {
    let same = |set: &Set| set.annotator.as_ref().map(|it| &it.id) == annotation.creator.as_ref().map(|it| &it.id);
    document.sets.iter().position(same).unwrap_or_else(|| {
        document.sets.push(Set::of(annotation.creator.clone()));
        document.sets.len() - 1
    })
}

/// Where the annotations of places lie. The standard counts code points; programs in browsers count UTF-16, which the words
/// beside the numbers show.
fn places(text: &Text, annotations: &[&Annotation], file: &str, losses: &mut Losses) -> Vec<Result<Fragments, String>> {
    let of_places = annotations.iter().filter_map(|annotation| match &annotation.about {
        Some(About::Places(_, places)) => Some(places.as_slice()),
        _ => None,
    });
    let wheres: Vec<&[Where]> = of_places.collect();
    let claims: Vec<Option<Claim>> = wheres.iter().map(|places| claim(places)).collect();
    let by_numbers: Vec<Claim> = claims.iter().flatten().cloned().collect();
    let placed = placed(text, &by_numbers, Unit::CodePoint);
    if placed.unit != Unit::CodePoint {
        let unit = unit_name(placed.unit);
        losses.add(LossKind::Unit, || format!("{file}: offsets are in {unit} and not in codepoint"));
    }
    let mut by_numbers = placed.places.into_iter();
    let place = |(places, claim): (&&[Where], Option<Claim>)| match (claim, places) {
        (Some(_), _) => by_numbers.next().unwrap_or_else(|| Err("it has no place".to_owned())),
        (None, [place]) => match &place.words {
            Some(words) => words.place(text),
            None => Err("no numbers and no words say where it is".to_owned()),
        },
        (None, _) => Err("no numbers say where its pieces are".to_owned()),
    };
    wheres.iter().zip(claims).map(place).collect()
}

/// What an annotation says of its place, if it says all of it by numbers.
fn claim(places: &[Where]) -> Option<Claim> {
    let mut pieces: Vec<((i64, i64), Option<&str>)> = Vec::with_capacity(places.len());
    for place in places {
        pieces.push((place.ends?, place.words.as_ref().map(|words| words.exact.as_str())));
    }
    pieces.sort_by_key(|(ends, _)| *ends);
    let quotes: Option<Vec<&str>> = pieces.iter().map(|(_, quote)| *quote).collect();
    let quote = quotes.map(|quotes| quotes.concat());
    Some(Claim { pieces: pieces.into_iter().map(|(ends, _)| ends).collect(), quote })
}

fn beside_of(annotation: &Annotation) -> Beside {
    Beside { attributes: annotation.attributes.clone(), made: annotation.made, ..Beside::default() }
}

/// A span for each label. Where there is none, what the annotation is for stands in its place.
fn add_spans(set: &mut Set, at: Fragments, annotation: &Annotation) {
    let first = set.spans.len();
    let motivation = std::slice::from_ref(&annotation.motivation);
    let labels = if annotation.labels.is_empty() { motivation } else { annotation.labels.as_slice() };
    for label in labels {
        let id = annotation.id.as_deref().and_then(|id| id.strip_prefix('#')).filter(|_| set.spans.len() == first);
        let span = Span::new(at.clone(), Label::new(label.as_str()));
        set.spans.push(Span { id: id.map(Into::into), beside: beside_of(annotation), ..span });
    }
    add_notes(set, &Target::Span(first), annotation);
}

fn add_to_document(set: &mut Set, annotation: &Annotation) {
    for label in &annotation.labels {
        set.tags.push(DocumentTag { beside: beside_of(annotation), ..DocumentTag::new(Label::new(label.as_str())) });
    }
    if annotation.labels.is_empty() {
        set.attributes.extend(annotation.attributes.clone());
    }
    add_notes(set, &Target::Document, annotation);
}

fn add_notes(set: &mut Set, on: &Target, annotation: &Annotation) {
    let made = annotation.made;
    set.notes.extend(annotation.notes.iter().map(|note| Note { made, ..Note::new(on.clone(), note.as_str()) }));
}
