//! From annotations to documents: those about one text together, and in it those of one creator.

use super::annotation::{About, Annotation, list};
use super::selector::Where;
use super::sources::{beside, is_named, known};
use crate::formats::exchange::{Beside, Document, DocumentTag, Label, Note, Relation, Set, Span, Target};
use crate::formats::json::records;
use crate::formats::units::{Claim, placed};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx, unit_name};
use crate::model::Fragments;
use crate::text::{Text, Unit};
use serde_json::Value;
use std::collections::HashMap;

/// Reads all annotations of a file, and passes on a document for each text that they are about.
pub(super) fn documents(file: &InputFile, texts: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let annotations = annotations(file, cx)?;
    let mut gathered = Gathered::new(file, texts);
    if let Some(text) = texts.first() {
        gathered.documents.push((None, beside(text)?));
    }
    let ids: HashMap<&str, &Annotation> = annotations.iter().filter_map(|it| Some((it.id.as_deref()?, it))).collect();
    // Annotations of texts first, as others are about them.
    let is_on_other = |it: &&Annotation| match &it.about {
        Some(About::Others(_)) => true,
        Some(About::Whole(address)) => ids.contains_key(address.as_str()),
        _ => false,
    };
    let (others, of_texts): (Vec<&Annotation>, Vec<&Annotation>) = annotations.iter().partition(is_on_other);
    gathered.take(&of_texts, cx)?;
    for annotation in others {
        gathered.on_other(annotation, cx.losses);
    }
    gathered.documents.into_iter().try_for_each(|(_, document)| cx.document(document))
}

/// The annotations of a file: of a list, of a page, or of the first page of a collection.
fn annotations(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<Vec<Annotation>, FormatError> {
    let mut annotations = Vec::new();
    records(file, cx, |record, _| {
        let Value::Object(fields) = &record.value else {
            return Err(record.place.malformed("an annotation must be an object"));
        };
        let first = fields.get("first").filter(|first| first.is_object());
        match first.and_then(|page| page.get("items")).or_else(|| fields.get("items")) {
            Some(items) => {
                let items = list(Some(items)).into_iter().filter_map(Value::as_object);
                annotations.extend(items.map(|item| Annotation::of(item, record.place.line)));
            }
            None if fields.contains_key("target") => annotations.push(Annotation::of(fields, record.place.line)),
            None => return Err(record.place.malformed("an annotation has no “target”")),
        }
        Ok(Vec::new())
    })?;
    Ok(annotations)
}

/// Documents by the addresses of their texts.
struct Gathered<'f> {
    file: &'f InputFile,
    texts: &'f [InputFile],
    documents: Vec<(Option<String>, Document)>,
    /// Where the spans of annotations are: document, set, and place in it.
    spans: HashMap<String, (usize, usize, usize)>,
}

impl<'f> Gathered<'f> {
    fn new(file: &'f InputFile, texts: &'f [InputFile]) -> Self {
        Self { file, texts, documents: Vec::new(), spans: HashMap::new() }
    }

    /// Takes annotations of texts, all those of one text together, as they count in one unit.
    fn take(&mut self, annotations: &[&Annotation], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let mut by_source: Vec<(Option<&str>, Vec<&Annotation>)> = Vec::new();
        for annotation in annotations {
            let source = match &annotation.about {
                Some(About::Places(source, _)) => source.as_deref(),
                Some(About::Whole(source)) => Some(source.as_str()),
                _ => {
                    let (file, line) = (&self.file.name, annotation.line);
                    cx.losses.add(LossKind::Span, || format!("{file}:{line}: an annotation of nothing"));
                    continue;
                }
            };
            let source = source.map(|source| source.split('#').next().unwrap_or_default());
            match by_source.iter_mut().find(|(other, _)| *other == source) {
                Some((_, all)) => all.push(annotation),
                None => by_source.push((source, vec![annotation])),
            }
        }
        for (source, annotations) in by_source {
            match self.document(source, cx) {
                Ok(at) => self.fill(at, &annotations, cx.losses),
                Err(error) => cx.refuse(error)?,
            }
        }
        Ok(())
    }

    /// Which document an address means; the text beside the file where there is one and the address names no other.
    fn document(&mut self, source: Option<&str>, cx: &ReadCx<'_>) -> Result<usize, FormatError> {
        let is_beside = self.texts.first().is_some_and(|text| source.is_none_or(|source| is_named(text, source)));
        if is_beside {
            return Ok(0);
        }
        if let Some(at) = self.documents.iter().position(|(other, _)| other.is_some() && other.as_deref() == source) {
            return Ok(at);
        }
        self.documents.push((source.map(str::to_owned), known(self.file, source, cx)?));
        Ok(self.documents.len() - 1)
    }

    fn fill(&mut self, at: usize, annotations: &[&Annotation], losses: &mut Losses) {
        let Some((_, document)) = self.documents.get_mut(at) else { return };
        let text = document.text.clone();
        let mut found = places(&text, annotations, &self.file.name, losses).into_iter();
        for annotation in annotations {
            let set_at = set_at(document, annotation);
            let Some(set) = document.sets.get_mut(set_at) else { continue };
            if let Some(About::Places(..)) = annotation.about {
                match found.next() {
                    Some(Ok(place)) => {
                        let first = set.spans.len();
                        add_spans(set, place, annotation);
                        if let Some(id) = &annotation.id {
                            if self.spans.contains_key(id) {
                                let (file, line) = (&self.file.name, annotation.line);
                                losses.add(LossKind::Id, || format!("{file}:{line}: there are two annotations {id}"));
                            }
                            self.spans.entry(id.clone()).or_insert((at, set_at, first));
                        }
                    }
                    Some(Err(why)) => {
                        let (file, line, labels) = (&self.file.name, annotation.line, annotation.labels.join(", "));
                        losses.add(LossKind::Span, || format!("{file}:{line}: {labels}: {why}"));
                    }
                    None => {}
                }
            } else {
                add_to_document(set, annotation);
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
        let ends: Vec<Option<(usize, usize, usize)>> = ids.iter().map(|id| self.spans.get(*id).copied()).collect();
        match ends.as_slice() {
            [Some(from), Some(to)] if (from.0, from.1) == (to.0, to.1) => {
                let set = self.documents.get_mut(from.0).and_then(|(_, document)| document.sets.get_mut(from.1));
                let Some(set) = set else { return };
                let label = annotation.labels.first().map_or("link", String::as_str);
                let beside = beside_of(annotation);
                set.relations.push(Relation { beside, ..Relation::new(from.2, to.2, Label::new(label)) });
                let on = Target::Relation(set.relations.len() - 1);
                add_notes(set, &on, annotation);
            }
            [Some((document, set, span))] => {
                let set = self.documents.get_mut(*document).and_then(|(_, document)| document.sets.get_mut(*set));
                let Some(set) = set else { return };
                add_notes(set, &Target::Span(*span), annotation);
            }
            _ => {
                let (file, line) = (&self.file.name, annotation.line);
                let why = "its ends are not two annotations of one creator about one text";
                losses
                    .add(LossKind::Relation, || format!("{file}:{line}: a link between {}: {why}", ids.join(" and ")));
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
