//! Reading an export back, and comparing every text, span, quote, relation and value with what was to be written.

use super::exchange::{Document, Set, Span, Target, Values};
use super::format::{NoTexts, ReadCx, ReadOptions, WriteCx};
use super::{Carries, Format, FormatError, InputFile, Losses, Output, Writer, covered};
use crate::model::{Direction, LayerKind, Value};
use crate::text::Text;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Writes documents one after the other, and keeps of each what tells whether it reads back as it was.
pub struct Exporter<'a> {
    format: &'static dyn Format,
    cx: &'a WriteCx<'a>,
    writer: Box<dyn Writer + 'a>,
    written: Written,
    losses: Losses,
}

/// What was written, by a few numbers for each document.
#[derive(Debug, Default)]
pub struct Written {
    prints: Vec<Print>,
    n_spans: usize,
}

/// A document by numbers: equal for equal ones, and in practice for no others.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Print {
    title: String,
    text: u64,
    n_spans: usize,
    spans: u64,
    relations: u64,
    tags: u64,
    notes: u64,
}

impl<'a> Exporter<'a> {
    /// Begins to write in a format.
    pub fn new(format: &'static dyn Format, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Self, FormatError> {
        let writer = format.writer(cx, out)?;
        Ok(Self { format, cx, writer, written: Written::default(), losses: Losses::default() })
    }

    /// Writes one document, or several where its parts need files of their own.
    pub fn document(&mut self, document: Document) -> Result<(), FormatError> {
        for fitted in self.format.fit(document, self.cx, &mut self.losses)? {
            self.writer.document(&fitted)?;
            self.written.n_spans += fitted.sets.iter().map(|set| set.spans.len()).sum::<usize>();
            self.written.prints.push(Print::of(&fitted, &self.format.carries(), self.cx));
        }
        Ok(())
    }

    /// Writes what comes last; what was written, and what was lost.
    pub fn finish(self) -> Result<(Written, Losses), FormatError> {
        self.writer.finish()?;
        Ok((self.written, self.losses))
    }
}

impl Written {
    /// How many documents were written.
    pub fn n_documents(&self) -> usize {
        self.prints.len()
    }

    /// How many spans were written.
    pub fn n_spans(&self) -> usize {
        self.n_spans
    }

    /// Reads the files back, in the order in which they were written: every document must come back with the same text,
    /// and with the same spans over the same words, relations, tags and values. `go_on` hears how many came back, and can
    /// stop it.
    pub fn check(
        &self,
        format: &dyn Format,
        inputs: impl IntoIterator<Item = Vec<InputFile>>,
        cx: &WriteCx<'_>,
        go_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), FormatError> {
        let options = ReadOptions { unit: cx.options.unit, ..ReadOptions::default() };
        let mut missing = Missing::of(&self.prints);
        let mut compare = |back: Document| {
            missing.take(&Print::of(&back, &format.carries(), cx))?;
            if go_on(missing.n_all - missing.n_left) { Ok(()) } else { Err(FormatError::Stopped) }
        };
        for files in inputs {
            let mut losses = Losses::default();
            let mut read = ReadCx::new(&options, &mut losses, &NoTexts, &mut compare);
            format.read(&files, &mut read).map_err(|error| match error {
                FormatError::Unverified { .. } | FormatError::Stopped => error,
                other => unverified(other.to_string()),
            })?;
            if let Some(loss) = losses.iter().find(|loss| loss.kind.is_serious()) {
                return Err(unverified(loss.example));
            }
        }
        missing.is_nothing()
    }
}

/// The documents that have not come back yet, by their texts: files may hold them in another order.
struct Missing<'a> {
    n_all: usize,
    n_left: usize,
    by_text: HashMap<u64, Vec<&'a Print>>,
}

impl<'a> Missing<'a> {
    fn of(prints: &'a [Print]) -> Self {
        let mut by_text: HashMap<u64, Vec<&Print>> = HashMap::new();
        for print in prints.iter().rev() {
            by_text.entry(print.text).or_default().push(print);
        }
        Self { n_all: prints.len(), n_left: prints.len(), by_text }
    }

    fn take(&mut self, back: &Print) -> Result<(), FormatError> {
        let same = self.by_text.get_mut(&back.text).filter(|same| !same.is_empty());
        let Some(same) = same else {
            let text = self.by_text.values().flatten().next().map_or("a document", |print| &print.title);
            return Err(unverified(format!("the text of “{text}” is another")));
        };
        match same.iter().rposition(|print| print.compare(back).is_none()) {
            Some(at) => drop(same.remove(at)),
            None => {
                let differs = same.last().and_then(|print| print.compare(back));
                return Err(unverified(differs.unwrap_or_default()));
            }
        }
        self.n_left -= 1;
        Ok(())
    }

    fn is_nothing(&self) -> Result<(), FormatError> {
        if self.n_left == 0 {
            return Ok(());
        }
        Err(unverified(format!("{} documents came back of {}", self.n_all - self.n_left, self.n_all)))
    }
}

impl Print {
    fn of(document: &Document, carries: &Carries, cx: &WriteCx<'_>) -> Self {
        let mut print = Self {
            title: document.name().to_owned(),
            text: text_print(&document.text, carries.white_space),
            n_spans: 0,
            spans: 0,
            relations: 0,
            tags: 0,
            notes: 0,
        };
        for set in &document.sets {
            print.add(set, document, carries, cx);
        }
        print
    }

    fn add(&mut self, set: &Set, document: &Document, carries: &Carries, cx: &WriteCx<'_>) {
        let text = &document.text;
        let who = set.annotator.as_ref().filter(|_| carries.annotators).map(|person| &person.id);
        let spans: Vec<u64> = set.spans.iter().map(|span| span_print(span, text, carries, cx)).collect();
        let sum = |prints: &mut dyn Iterator<Item = u64>| prints.fold(0, u64::wrapping_add);
        self.n_spans += spans.len();
        self.spans = self.spans.wrapping_add(sum(&mut spans.iter().map(|span| hash(&(who, span)))));
        let related: Vec<u64> = set
            .relations
            .iter()
            .map(|relation| {
                let ends = (spans.get(relation.from), spans.get(relation.to));
                let (from, to) =
                    if is_symmetric(&relation.label.tag, cx) { (ends.0.min(ends.1), ends.0.max(ends.1)) } else { ends };
                hash(&(
                    who,
                    from,
                    to,
                    id_of(LayerKind::Relation, &relation.label.tag, cx),
                    values(&relation.beside.attributes),
                ))
            })
            .collect();
        self.relations = self.relations.wrapping_add(sum(&mut related.iter().copied()));
        let notes = set.notes.iter().map(|note| {
            let on = match &note.on {
                Target::Document => None,
                Target::Span(at) => spans.get(*at).copied(),
                Target::Relation(at) => related.get(*at).copied(),
                Target::Note(at) => set.notes.get(*at).map(|note| hash(&note.body)),
                Target::Elsewhere(_, id) => elsewhere(document, note.of.as_deref(), id, carries, cx),
            };
            hash(&(who, on, &note.body))
        });
        self.notes = self.notes.wrapping_add(sum(&mut { notes }));
        let tags = set.tags.iter().map(|given| {
            hash(&(who, id_of(LayerKind::Document, &given.label.tag, cx), values(&given.beside.attributes)))
        });
        self.tags = self.tags.wrapping_add(sum(&mut { tags }));
        self.tags =
            self.tags.wrapping_add(if set.attributes.is_empty() { 0 } else { hash(&(who, values(&set.attributes))) });
    }

    /// What is otherwise, if something is.
    fn compare(&self, back: &Self) -> Option<String> {
        let title = &self.title;
        if self.n_spans != back.n_spans {
            Some(format!("{} spans came back of {} in “{title}”", back.n_spans, self.n_spans))
        } else if self.spans != back.spans {
            Some(format!("a span came back with another place, tag or attribute in “{title}”"))
        } else if self.relations != back.relations {
            Some(format!("the relations in “{title}” are others"))
        } else if self.tags != back.tags {
            Some(format!("the tags or attributes of “{title}” are others"))
        } else if self.notes != back.notes {
            Some(format!("the notes in “{title}” are others"))
        } else {
            None
        }
    }
}

/// What a note is about that stands in another annotator's set, by what is there under a name.
fn elsewhere(document: &Document, of: Option<&str>, id: &str, carries: &Carries, cx: &WriteCx<'_>) -> Option<u64> {
    let is_theirs = |set: &&Set| set.annotator.as_ref().is_some_and(|person| Some(person.id.as_str()) == of);
    let set = document.sets.iter().find(is_theirs)?;
    let span = set.spans.iter().find(|span| span.id.as_deref() == Some(id));
    let relation = || set.relations.iter().find(|relation| relation.id.as_deref() == Some(id));
    let note = || set.notes.iter().find(|note| note.id.as_deref() == Some(id));
    span.map(|span| span_print(span, &document.text, carries, cx))
        .or_else(|| relation().map(|relation| hash(&id_of(LayerKind::Relation, &relation.label.tag, cx))))
        .or_else(|| note().map(|note| hash(&note.body)))
}

/// A text by a number; of its words alone, where white space may differ.
fn text_print(text: &Text, white_space: bool) -> u64 {
    if white_space {
        return hash(&text.as_str());
    }
    let mut hasher = DefaultHasher::new();
    text.as_str().chars().filter(|c| !c.is_whitespace()).for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}

fn span_print(span: &Span, text: &Text, carries: &Carries, cx: &WriteCx<'_>) -> u64 {
    let tag = id_of(LayerKind::Span, &span.label.tag, cx);
    let values = values(&span.beside.attributes);
    if carries.white_space {
        return hash(&(&span.at, tag, values));
    }
    // Where white space may differ, a place is how many other characters stand before it, and what it covers.
    let before = text.upto(span.at.hull().start()).chars().filter(|c| !c.is_whitespace()).count();
    let words: String = covered(text, &span.at).chars().filter(|c| !c.is_whitespace()).collect();
    hash(&(before, words, tag, values))
}

/// Values as words: a number, a yes or a list is the same in whatever way a file writes it.
fn values(values: &Values) -> Vec<(String, String)> {
    let word = |value: &Value| match value {
        Value::Text(text) => text.to_string(),
        Value::Set(ids) => ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join("\u{1F}"),
        Value::YesNo(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
    };
    values.iter().map(|(key, value)| (key.to_string(), word(value))).collect()
}

/// The tag of a kind that a name means.
fn id_of<'a>(kind: LayerKind, name: &'a str, cx: &'a WriteCx<'_>) -> &'a str {
    cx.codebook.meant(kind, name).map_or(name, |tag| tag.id.as_str())
}

fn is_symmetric(name: &str, cx: &WriteCx<'_>) -> bool {
    cx.codebook.meant(LayerKind::Relation, name).is_some_and(|tag| tag.ends.direction != Direction::Directed)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn unverified(why: String) -> FormatError {
    FormatError::Unverified { why }
}
