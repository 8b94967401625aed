//! From documents to GATE XML.

use super::features::{ATTRIBUTES, LAYER, TAG, WHOLE, written};
use crate::formats::exchange::{Beside, Document, Label, Set};
use crate::formats::output::{Open, Stems};
use crate::formats::xml_characters::{attribute, content};
use crate::formats::{FormatError, Output, WriteCx, Writer};
use crate::model::Value;
use crate::text::{Offset, TextRange, Unit};
use std::collections::BTreeSet;

/// Names that features of the document have for what is known of it.
const KNOWN: &[&str] = &["title", "language", "date", "outlet", "source", "label"];

/// Writes each document into a file.
pub(super) struct Files<'a> {
    out: &'a mut dyn Output,
    stems: Stems,
}

impl<'a> Files<'a> {
    pub(super) fn new(out: &'a mut dyn Output, _cx: &'a WriteCx<'a>) -> Self {
        Self { out, stems: Stems::default() }
    }
}

impl Writer for Files<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let mut file = Open::new(self.out, format!("{}.xml", self.stems.of(document)))?;
        file.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<GateDocument version=\"3\">\n<GateDocumentFeatures>\n")?;
        put_about(document, &mut file)?;
        file.put("</GateDocumentFeatures>\n")?;
        put_text(document, &mut file)?;
        let mut ids = 0;
        for set in &document.sets {
            put_set(set, document, &mut ids, &mut file)?;
        }
        if !document.sets.iter().any(|set| set.annotator.is_none()) {
            // GATE expects the set without a name to be there.
            file.put("<AnnotationSet>\n</AnnotationSet>\n")?;
        }
        file.put("</GateDocument>\n")?;
        file.close()
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        Ok(())
    }
}

fn put_about(document: &Document, file: &mut Open) -> Result<(), FormatError> {
    let source = document.source.as_ref().map(|source| source.file.as_str());
    let known = [
        ("title", document.title.as_deref()),
        ("language", document.language.as_deref()),
        ("date", document.date.as_deref()),
        ("outlet", document.outlet.as_deref()),
        ("source", source),
    ];
    for (name, value) in known.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        file.put(written(name, &Value::Text(value.into())))?;
    }
    for (key, value) in &document.meta {
        let is_taken = KNOWN.contains(&key.as_str()) || key.starts_with("meta.");
        let name = if is_taken { format!("meta.{key}") } else { key.clone() };
        file.put(written(&name, &Value::Text(value.as_str().into())))?;
    }
    Ok(())
}

/// The text, with a node wherever a span begins or ends.
fn put_text(document: &Document, file: &mut Open) -> Result<(), FormatError> {
    let spans = document.sets.iter().flat_map(|set| &set.spans).map(|span| span.at.hull());
    let mut places: BTreeSet<Offset> = spans.flat_map(|at| [at.start(), at.end()]).collect();
    // What is about the whole document stands between the first place and the last.
    places.extend([Offset::ZERO, document.text.end()]);
    file.put("<TextWithNodes>")?;
    let mut before = Offset::ZERO;
    for place in places {
        let words = document.text.slice(TextRange::between(before, place));
        file.put(format!("{}<Node id=\"{}\"/>", content(words), document.text.count(place, Unit::Utf16)))?;
        before = place;
    }
    file.put("</TextWithNodes>\n")
}

fn put_set(set: &Set, document: &Document, next: &mut usize, file: &mut Open) -> Result<(), FormatError> {
    let name = set.annotator.as_ref().map(|person| format!(" Name=\"{}\"", attribute(&person.id))).unwrap_or_default();
    file.put(format!("<AnnotationSet{name}>\n"))?;
    let first = *next;
    for span in &set.spans {
        put_annotation(&span.label.tag, span.at.hull(), &features(&span.label, &span.beside), document, next, file)?;
    }
    let whole = document.text.whole();
    for given in &set.tags {
        let mark = written(WHOLE, &Value::Text(TAG.into()));
        put_annotation(
            &given.label.tag,
            whole,
            &(mark + &features(&given.label, &given.beside)),
            document,
            next,
            file,
        )?;
    }
    if !set.attributes.is_empty() {
        let mark = written(WHOLE, &Value::Text(ATTRIBUTES.into()));
        let values: String = set.attributes.iter().map(|(name, value)| written(name, value)).collect();
        put_annotation("Document", whole, &(mark + &values), document, next, file)?;
    }
    file.put("</AnnotationSet>\n")?;
    if set.relations.is_empty() {
        return Ok(());
    }
    file.put(format!("<RelationSet{name}>\n"))?;
    for relation in &set.relations {
        let (from, to) = (first + relation.from, first + relation.to);
        let tag = attribute(&relation.label.tag);
        file.put(format!("<Relation Id=\"{next}\" Type=\"{tag}\" Members=\"{from};{to}\">\n"))?;
        file.put(features(&relation.label, &relation.beside))?;
        file.put("</Relation>\n")?;
        *next += 1;
    }
    file.put("</RelationSet>\n")
}

fn put_annotation(
    tag: &str,
    at: TextRange,
    features: &str,
    document: &Document,
    next: &mut usize,
    file: &mut Open,
) -> Result<(), FormatError> {
    let count = |at: Offset| document.text.count(at, Unit::Utf16);
    let (start, end, tag) = (count(at.start()), count(at.end()), attribute(tag));
    file.put(format!(
        "<Annotation Id=\"{next}\" Type=\"{tag}\" StartNode=\"{start}\" EndNode=\"{end}\">\n{features}</Annotation>\n"
    ))?;
    *next += 1;
    Ok(())
}

fn features(label: &Label, beside: &Beside) -> String {
    let layer = label.layer.as_ref().map(|layer| written(LAYER, &Value::Text(layer.clone())));
    let values = beside.attributes.iter().map(|(name, value)| written(name, value));
    layer.into_iter().chain(values).collect()
}
