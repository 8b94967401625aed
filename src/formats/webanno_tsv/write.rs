//! From documents to token lines.
//!
//! A span is the tokens that it covers, and a part of a token where it begins or ends within one, or in white space.
//! Sentences reach up to the next, so that all white space between them is in their text.

use super::cells::{NO_VALUE, NOTHING, escaped, text_escaped};
use super::header::SET;
use crate::formats::cas::{self, ANNOTATION, Declared, Feature, Mark};
use crate::formats::exchange::Document;
use crate::formats::output::{Open, Stems};
use crate::formats::tokens::sentences_of_whole_tokens;
use crate::formats::{FormatError, Output, WriteCx, Writer};
use crate::model::Value;
use crate::text::{Offset, Text, TextRange, Unit};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Writes each document into a file.
pub(super) struct Files<'a> {
    out: &'a mut dyn Output,
    cx: &'a WriteCx<'a>,
    stems: Stems,
}

impl<'a> Files<'a> {
    pub(super) fn new(out: &'a mut dyn Output, cx: &'a WriteCx<'a>) -> Self {
        Self { out, cx, stems: Stems::default() }
    }
}

impl Writer for Files<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let marks = cas::said(document, &mut Declared::default(), self.cx);
        let tokens = Tokens::of(document);
        let table = Table::of(&marks, &tokens);
        let mut file = Open::new(self.out, format!("{}.tsv", self.stems.of(document)))?;
        table.put(&document.text, &mut file)?;
        file.close()
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        Ok(())
    }
}

/// The tokens of a document, with where they are in UTF-16 units.
struct Tokens {
    sentences: Vec<Vec<TextRange>>,
    at: Vec<(i64, i64)>,
}

impl Tokens {
    fn of(document: &Document) -> Self {
        let spans = document.sets.iter().flat_map(|set| &set.spans).map(|span| span.at.hull());
        let wide: Vec<TextRange> = spans.filter(|at| !at.is_empty()).collect();
        let sentences = sentences_of_whole_tokens(&document.text, &wide);
        let count = |at: Offset| document.text.count(at, Unit::Utf16) as i64;
        let at = sentences.iter().flatten().map(|token| (count(token.start()), count(token.end()))).collect();
        Self { sentences, at }
    }

    /// The lines that an annotation stands in.
    fn places(&self, (begin, end): (i64, i64)) -> Vec<Place> {
        let first = self.at.partition_point(|(_, token_end)| *token_end <= begin);
        let after = self.at.partition_point(|(token_begin, _)| *token_begin < end);
        if begin == end || first >= after {
            // Between two tokens it is told with the one before.
            let token = self.at.partition_point(|(token_begin, _)| *token_begin <= begin).saturating_sub(1);
            return vec![Place { token, part: Some((begin, end)) }];
        }
        (first..after)
            .map(|token| {
                let (token_begin, token_end) = self.at.get(token).copied().unwrap_or_default();
                let part = (
                    if token == first { begin } else { token_begin },
                    if token + 1 == after { end } else { token_end },
                );
                Place { token, part: (part != (token_begin, token_end)).then_some(part) }
            })
            .collect()
    }
}

/// A token, or a part of one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct Place {
    token: usize,
    part: Option<(i64, i64)>,
}

/// All that a file says, by place.
struct Table<'a> {
    marks: &'a [Mark],
    tokens: &'a Tokens,
    /// The layers of spans, and which of them stands where.
    spans: BTreeMap<&'a str, Layer<'a>>,
    relations: BTreeMap<&'a str, Layer<'a>>,
    names: BTreeMap<Place, String>,
    /// The first place of each span, and the number that tells it from others.
    first: HashMap<i64, Place>,
    numbers: HashMap<i64, u64>,
}

/// A layer: the features that are used in it, and what stands where.
#[derive(Default)]
struct Layer<'a> {
    features: BTreeSet<SmolStr>,
    at: BTreeMap<Place, Vec<&'a Mark>>,
    /// The type of what relations lead from and to.
    base: Option<&'a str>,
}

impl<'a> Table<'a> {
    fn of(marks: &'a [Mark], tokens: &'a Tokens) -> Self {
        let mut table = Self {
            marks,
            tokens,
            spans: BTreeMap::new(),
            relations: BTreeMap::new(),
            names: BTreeMap::new(),
            first: HashMap::new(),
            numbers: HashMap::new(),
        };
        table.add_spans();
        table.add_relations();
        table.name_places();
        table.number();
        table
    }

    fn add_spans(&mut self) {
        for mark in self.marks.iter().filter(|mark| mark.target("Dependent").is_none()) {
            let Some(at) = mark.at else { continue };
            let places = self.tokens.places(at);
            let layer = self.spans.entry(&mark.type_name).or_default();
            layer.features.extend(columns(mark).map(|(name, _)| name));
            self.first.extend(places.first().map(|first| (mark.id, *first)));
            for place in places {
                layer.at.entry(place).or_default().push(mark);
            }
        }
    }

    fn add_relations(&mut self) {
        let by_id: HashMap<i64, &Mark> = self.marks.iter().map(|mark| (mark.id, mark)).collect();
        for mark in self.marks {
            let Some((from, to)) = mark.target("Governor").zip(mark.target("Dependent")) else { continue };
            let Some(place) = self.first.get(&to) else { continue };
            let layer = self.relations.entry(&mark.type_name).or_default();
            layer.features.extend(columns(mark).map(|(name, _)| name));
            layer.at.entry(*place).or_default().push(mark);
            for end in [from, to].iter().filter_map(|id| by_id.get(id)) {
                let base = layer.base.get_or_insert(&end.type_name);
                // Ends of several layers are told by their numbers alone.
                if *base != end.type_name {
                    *base = ANNOTATION;
                }
            }
        }
    }

    /// Names all places in order: `1-2` the second token of the first sentence, `1-2.1` the first part of that.
    fn name_places(&mut self) {
        let mut places: BTreeSet<Place> = self.spans.values().flat_map(|layer| layer.at.keys().copied()).collect();
        places.extend((0..self.tokens.at.len()).map(|token| Place { token, part: None }));
        let mut names: Vec<String> = Vec::with_capacity(self.tokens.at.len());
        for (sentence, tokens) in self.tokens.sentences.iter().enumerate() {
            names.extend((0..tokens.len()).map(|token| format!("{}-{}", sentence + 1, token + 1)));
        }
        let mut n_parts: HashMap<usize, usize> = HashMap::new();
        for place in places {
            let token = names.get(place.token).cloned().unwrap_or_default();
            let name = match place.part {
                None => token,
                Some(_) => {
                    let n = n_parts.entry(place.token).or_default();
                    *n += 1;
                    format!("{token}.{n}")
                }
            };
            self.names.insert(place, name);
        }
    }

    /// Numbers the spans that would else be taken for one another: over several places, or several of a layer at one.
    fn number(&mut self) {
        let mut n_places: HashMap<i64, usize> = HashMap::new();
        let mut ambiguous: BTreeSet<i64> = BTreeSet::new();
        for marks in self.spans.values().flat_map(|layer| layer.at.values()) {
            for mark in marks {
                *n_places.entry(mark.id).or_default() += 1;
                if marks.len() > 1 || n_places.get(&mark.id).is_some_and(|n| *n > 1) {
                    ambiguous.insert(mark.id);
                }
            }
        }
        for layer in self.relations.values().filter(|layer| layer.base == Some(ANNOTATION)) {
            let ends = layer.at.values().flatten().flat_map(|mark| [mark.target("Governor"), mark.target("Dependent")]);
            ambiguous.extend(ends.flatten());
        }
        self.numbers = ambiguous.into_iter().zip(1..).collect();
    }

    fn put(&self, text: &Text, file: &mut Open) -> Result<(), FormatError> {
        self.put_header(file)?;
        let mut places = self.names.iter().peekable();
        let mut n_tokens = 0;
        for (n, sentence) in self.tokens.sentences.iter().enumerate() {
            let start = sentence.first().map_or(Offset::ZERO, |first| first.start());
            let next = self.tokens.sentences.get(n + 1).and_then(|next| next.first());
            let end = next.map_or(text.end(), |next| next.start());
            put_text(text.slice(TextRange::between(start, end)), file)?;
            n_tokens += sentence.len();
            while let Some((place, name)) = places.next_if(|(place, _)| place.token < n_tokens) {
                self.put_place(*place, name, text, file)?;
            }
        }
        if self.tokens.sentences.is_empty() && !text.is_empty() {
            put_text(text.as_str(), file)?;
        }
        Ok(())
    }

    fn put_header(&self, file: &mut Open) -> Result<(), FormatError> {
        file.put("#FORMAT=WebAnno TSV 3.3\n")?;
        for (name, layer) in &self.spans {
            file.put(format!("#T_SP={name}|{}\n", joined(&layer.features, "|")))?;
        }
        for (name, layer) in &self.relations {
            let base = layer.base.unwrap_or(ANNOTATION);
            file.put(format!("#T_RL={name}|{}|BT_{base}\n", joined(&layer.features, "|")))?;
        }
        file.put("\n")
    }

    fn put_place(&self, place: Place, name: &str, text: &Text, file: &mut Open) -> Result<(), FormatError> {
        let (begin, end) = place.part.or_else(|| self.tokens.at.get(place.token).copied()).unwrap_or_default();
        let offset = |n: i64| text.offset(usize::try_from(n).unwrap_or_default(), Unit::Utf16).unwrap_or_default();
        let words = text.slice(TextRange::between(offset(begin), offset(end)));
        // The words of a part are for people alone; white space in them would break the line.
        let words: String = words.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }).collect();
        file.put(format!("{name}\t{begin}-{end}\t{words}\t"))?;
        for layer in self.spans.values() {
            let marks = layer.at.get(&place).map(Vec::as_slice).unwrap_or_default();
            for feature in &layer.features {
                let items: Vec<String> = marks.iter().map(|mark| self.item(mark, feature)).collect();
                file.put(cell(&items))?;
            }
        }
        for layer in self.relations.values() {
            let marks = layer.at.get(&place).map(Vec::as_slice).unwrap_or_default();
            for feature in &layer.features {
                let items: Vec<String> = marks.iter().map(|mark| self.item(mark, feature)).collect();
                file.put(cell(&items))?;
            }
            let items: Vec<String> = marks.iter().map(|mark| self.source(mark)).collect();
            file.put(cell(&items))?;
        }
        file.put("\n")
    }

    /// A value of an annotation, with its number.
    fn item(&self, mark: &Mark, feature: &str) -> String {
        let value = columns(mark).find(|(name, _)| name == feature);
        let value = value.map_or_else(|| NO_VALUE.to_owned(), |(_, value)| escaped(&value));
        match self.numbers.get(&mark.id) {
            Some(number) => format!("{value}[{number}]"),
            None => value,
        }
    }

    /// Where a relation comes from.
    fn source(&self, mark: &Mark) -> String {
        let number = |end: &str| mark.target(end).and_then(|id| self.numbers.get(&id)).copied().unwrap_or_default();
        let place = mark.target("Governor").and_then(|id| self.first.get(&id));
        let name = place.and_then(|place| self.names.get(place)).map_or("", String::as_str);
        match (number("Governor"), number("Dependent")) {
            (0, 0) => name.to_owned(),
            (source, target) => format!("{name}[{source}_{target}]"),
        }
    }
}

/// The columns of an annotation with their values.
fn columns(mark: &Mark) -> impl Iterator<Item = (SmolStr, String)> + '_ {
    mark.features.iter().filter_map(|(name, feature)| match feature {
        Feature::Value(Value::Text(text)) => Some((name.clone(), text.to_string())),
        Feature::Value(Value::YesNo(yes)) => Some((name.clone(), yes.to_string())),
        Feature::Value(Value::Number(number)) => Some((name.clone(), number.to_string())),
        Feature::Value(Value::Set(words)) => {
            let words: Vec<String> = words.iter().map(|word| word.replace('%', "%25").replace(',', "%2C")).collect();
            Some((format!("{name}{SET}").into(), words.join(",")))
        }
        Feature::To(_) | Feature::All(_) => None,
    })
}

fn cell(items: &[String]) -> String {
    if items.is_empty() { format!("{NOTHING}\t") } else { format!("{}\t", items.join("|")) }
}

fn joined(names: &BTreeSet<SmolStr>, between: &str) -> String {
    names.iter().map(SmolStr::as_str).collect::<Vec<_>>().join(between)
}

/// An empty line, and the text of a sentence, a line for each of its own.
fn put_text(text: &str, file: &mut Open) -> Result<(), FormatError> {
    file.put("\n")?;
    text.split('\n').try_for_each(|line| file.put(format!("#Text={}\n", text_escaped(line))))
}
