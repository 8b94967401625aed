//! From documents to an XML collection: each document one passage.

use super::document::{ATTRIBUTES, KEY, KNOWN, OF, SET, TAKEN};
use crate::formats::exchange::{Beside, Document, Label, Set, Values};
use crate::formats::output::Open;
use crate::formats::xml_characters::{attribute, content};
use crate::formats::{FormatError, Output, WriteCx, Writer, covered};
use crate::model::{Fragments, Value};
use crate::text::Unit;

/// Writes all documents into one file.
pub(super) struct Collection {
    file: Open,
    unit: Unit,
}

impl Collection {
    pub(super) fn new(out: &mut dyn Output, cx: &WriteCx<'_>) -> Result<Self, FormatError> {
        let mut file = Open::new(out, "collection.xml")?;
        let date = cx.options.now.to_string();
        file.put(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE collection SYSTEM \"BioC.dtd\">\n<collection>\n  <source>{}</source>\n  <date>{}</date>\n  <key>{KEY}</key>\n",
            content(&cx.options.name),
            date.chars().take(10).collect::<String>()
        ))?;
        Ok(Self { file, unit: cx.options.unit.unwrap_or(Unit::CodePoint) })
    }
}

impl Writer for Collection {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let id = document.id.as_deref().unwrap_or_else(|| document.name());
        self.file.put(format!("  <document>\n    <id>{}</id>\n", content(id)))?;
        self.put_about(document)?;
        self.file.put("    <passage>\n      <offset>0</offset>\n      <text>")?;
        self.file.put(content(document.text.as_str()))?;
        self.file.put("</text>\n")?;
        let mut firsts = Vec::with_capacity(document.sets.len());
        let mut n_spans = 0;
        for set in &document.sets {
            firsts.push(n_spans);
            n_spans += set.spans.len();
        }
        for (set, first) in document.sets.iter().zip(&firsts) {
            self.put_spans(set, *first, document)?;
        }
        let mut n_relations = 0;
        for (set, first) in document.sets.iter().zip(&firsts) {
            self.put_relations(set, *first, &mut n_relations)?;
        }
        self.file.put("    </passage>\n")?;
        let mut n_whole = 0;
        for set in &document.sets {
            self.put_whole(set, &mut n_whole)?;
        }
        self.file.put("  </document>\n")
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        self.file.put("</collection>\n")?;
        self.file.close()
    }
}

impl Collection {
    fn put_about(&mut self, document: &Document) -> Result<(), FormatError> {
        let source = document.source.as_ref().map(|source| source.file.as_str());
        let values = [
            document.title.as_deref(),
            document.language.as_deref(),
            document.date.as_deref(),
            document.outlet.as_deref(),
            source,
        ];
        for (name, value) in KNOWN.iter().zip(values).filter_map(|(name, value)| Some((name, value?))) {
            self.file.put(infon(4, name, value))?;
        }
        for (key, value) in &document.meta {
            self.file.put(infon(4, &free(key, KNOWN), value))?;
        }
        Ok(())
    }

    fn put_spans(&mut self, set: &Set, first: usize, document: &Document) -> Result<(), FormatError> {
        for (n, span) in set.spans.iter().enumerate() {
            self.file.put(format!("      <annotation id=\"T{}\">\n", first + n))?;
            self.file.put(infons(8, set, &span.label, &span.beside))?;
            for piece in span.at.iter() {
                let offset = document.text.count(piece.start(), self.unit);
                let length = document.text.n_units(piece, self.unit);
                self.file.put(format!("        <location offset=\"{offset}\" length=\"{length}\"/>\n"))?;
            }
            self.file
                .put(format!("        <text>{}</text>\n      </annotation>\n", content(&words(document, &span.at))))?;
        }
        Ok(())
    }

    fn put_relations(&mut self, set: &Set, first: usize, n: &mut usize) -> Result<(), FormatError> {
        for relation in &set.relations {
            let (from, to) = (first + relation.from, first + relation.to);
            self.file.put(format!("      <relation id=\"R{n}\">\n"))?;
            self.file.put(infons(8, set, &relation.label, &relation.beside))?;
            self.file.put(format!(
                "        <node refid=\"T{from}\" role=\"from\"/>\n        <node refid=\"T{to}\" role=\"to\"/>\n      </relation>\n"
            ))?;
            *n += 1;
        }
        Ok(())
    }

    /// What is said of the document as a whole: annotations of the document itself, without a location.
    fn put_whole(&mut self, set: &Set, n: &mut usize) -> Result<(), FormatError> {
        for given in &set.tags {
            self.file.put(format!("    <annotation id=\"D{n}\">\n"))?;
            self.file.put(infons(6, set, &given.label, &given.beside))?;
            self.file.put("      <text></text>\n    </annotation>\n")?;
            *n += 1;
        }
        if !set.attributes.is_empty() {
            self.file.put(format!("    <annotation id=\"D{n}\">\n"))?;
            self.file.put(infon(6, OF, ATTRIBUTES))?;
            self.file.put(annotator(6, set))?;
            self.file.put(attributes(6, &set.attributes))?;
            self.file.put("      <text></text>\n    </annotation>\n")?;
            *n += 1;
        }
        Ok(())
    }
}

/// What a span covers, its pieces joined by a space.
fn words(document: &Document, at: &Fragments) -> String {
    if at.n_ranges() == 1 {
        return covered(&document.text, at);
    }
    at.iter().map(|piece| document.text.slice(piece)).collect::<Vec<_>>().join(" ")
}

fn infons(depth: usize, set: &Set, label: &Label, beside: &Beside) -> String {
    let layer = label.layer.as_ref().map(|layer| infon(depth, "layer", layer)).unwrap_or_default();
    infon(depth, "type", &label.tag) + &layer + &annotator(depth, set) + &attributes(depth, &beside.attributes)
}

fn annotator(depth: usize, set: &Set) -> String {
    set.annotator.as_ref().map(|person| infon(depth, "annotator", &person.id)).unwrap_or_default()
}

fn attributes(depth: usize, values: &Values) -> String {
    let one = |(name, value): (&smol_str::SmolStr, &Value)| {
        let name = free(name, TAKEN);
        match value {
            Value::Text(text) => infon(depth, &name, text),
            Value::YesNo(yes) => infon(depth, &name, &yes.to_string()),
            Value::Number(number) => infon(depth, &name, &number.to_string()),
            Value::Set(words) => {
                let words: Vec<String> =
                    words.iter().map(|word| word.replace('%', "%25").replace(',', "%2C")).collect();
                infon(depth, &format!("{name}{SET}"), &words.join(","))
            }
        }
    };
    values.iter().map(one).collect()
}

/// A name that means nothing else: with a sign before it where it would.
fn free(name: &str, taken: &[&str]) -> String {
    if taken.contains(&name) || name.starts_with('=') { format!("={name}") } else { name.to_owned() }
}

fn infon(depth: usize, key: &str, value: &str) -> String {
    format!("{}<infon key=\"{}\">{}</infon>\n", " ".repeat(depth), attribute(key), content(value))
}
