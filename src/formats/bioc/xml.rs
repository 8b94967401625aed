//! Documents of XML collections, each handed on as soon as it is read.

use super::document::{OfCollection, Place, take};
use super::record::{Annotation, Infons, Location, Node, Passage, Record, Relation, Word};
use crate::formats::xml_characters::{FILE, declared_encoding, line_and_column};
use crate::formats::{FormatError, InputFile, ReadCx};
use crate::text::Text;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::io::{BufRead, BufReader, Cursor};

/// The most elements within each other; real files have about eight.
const DEPTH: usize = 100;

/// An element of a document, with all that is in it.
#[derive(Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn attribute(&self, name: &str) -> String {
        self.attributes.iter().find(|(its, _)| its == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> + 'a {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn words(&self, name: &str) -> Option<String> {
        self.all(name).next().map(|child| child.text.clone())
    }
}

/// Reads a file.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let declared = declared_encoding(&file.head(200)?);
    let encoding = cx.options.encoding.or(declared).filter(|encoding| encoding.name() != "UTF-8");
    let is_wide = file.head(2)?.first().is_some_and(|byte| *byte >= 0xFE);
    if encoding.is_some() || is_wide {
        let decoded = file.text(FILE, encoding)?;
        cx.losses.add_replaced(&decoded, &file.name);
        let content = decoded.text.as_str();
        let reader = Reader::from_reader(Cursor::new(content.as_bytes()));
        return Reading { file, decoded: Some(content), depth: 0, said: OfCollection::default() }.read(reader, cx);
    }
    let content = BufReader::with_capacity(1 << 16, file.open()?);
    Reading { file, decoded: None, depth: 0, said: OfCollection::default() }.read(Reader::from_reader(content), cx)
}

struct Reading<'a> {
    file: &'a InputFile,
    /// The whole content, where the file is in another encoding than the parser reads.
    decoded: Option<&'a str>,
    depth: usize,
    /// What the collection says of itself.
    said: OfCollection,
}

impl Reading<'_> {
    fn read<R: BufRead>(mut self, mut reader: Reader<R>, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let mut open: Vec<Element> = Vec::new();
        let (mut bytes, mut n, mut started) = (Vec::new(), 0, 0);
        loop {
            bytes.clear();
            let before = reader.buffer_position();
            let event = reader
                .read_event_into(&mut bytes)
                .map_err(|error| self.malformed(error.to_string(), reader.error_position()))?;
            let malformed = |why: String| self.malformed(why, before);
            match event {
                Event::Start(tag) => {
                    let element = element(&tag).map_err(malformed)?;
                    if self.depth == 0 && element.name != "collection" {
                        return Err(malformed(format!(
                            "the file begins with {}, and not with collection",
                            element.name
                        )));
                    }
                    if self.depth >= DEPTH {
                        return Err(malformed(format!("there are over {DEPTH} elements within each other")));
                    }
                    self.depth += 1;
                    if self.depth > 1 {
                        if open.is_empty() {
                            started = before;
                        }
                        open.push(element);
                    }
                }
                Event::Empty(tag) => {
                    let element = element(&tag).map_err(malformed)?;
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(element);
                    }
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    let Some(done) = open.pop() else { continue };
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(done);
                        continue;
                    }
                    if done.name != "document" {
                        let name = done.attribute("key");
                        self.said.add(if name.is_empty() { done.name } else { name }, done.text);
                        continue;
                    }
                    n += 1;
                    let record = record(&done).map_err(|why| self.malformed(why, started))?;
                    let line = || self.line_and_column(started).0;
                    take(record, &Place { file: self.file, line: &line, number: n }, cx)?;
                }
                Event::Text(text) => {
                    let text = text.decode().map_err(|error| malformed(error.to_string()))?;
                    push(&mut open, &with_plain_line_ends(&text));
                }
                Event::CData(text) => {
                    let text = text.decode().map_err(|error| malformed(error.to_string()))?;
                    push(&mut open, &with_plain_line_ends(&text));
                }
                Event::GeneralRef(name) => push(&mut open, &meant(&name).map_err(malformed)?.to_string()),
                Event::Eof => break,
                Event::Decl(_) | Event::DocType(_) | Event::PI(_) | Event::Comment(_) => {}
            }
            if open.iter().map(|element| element.text.len()).sum::<usize>() > Text::MAX_BYTES {
                return Err(
                    self.malformed("the text is longer than the longest that can be labeled".to_owned(), before)
                );
            }
        }
        if self.depth > 0 {
            return Err(self.malformed("the file ends within an element".to_owned(), reader.buffer_position()));
        }
        self.said.count(self.file, cx.losses);
        Ok(())
    }

    fn malformed(&self, why: String, at: u64) -> FormatError {
        let (line, column) = self.line_and_column(at);
        FormatError::malformed(why, &self.file.name, line, column)
    }

    /// The line and column of a byte.
    fn line_and_column(&self, at: u64) -> (usize, usize) {
        if let Some(content) = self.decoded {
            return line_and_column(content, usize::try_from(at).unwrap_or(usize::MAX));
        }
        self.file.line_and_column(at)
    }
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Line ends as a parser of XML has to hand them on.
fn with_plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// What `&amp;` or `&#10;` means. Nothing else is known, and nothing is looked up.
fn meant(name: &BytesRef<'_>) -> Result<char, String> {
    if let Some(c) = name.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(c);
    }
    let name = name.decode().map_err(|error| error.to_string())?;
    match &*name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        name => Err(format!("nobody says what &{name}; means")),
    }
}

fn element(tag: &BytesStart<'_>) -> Result<Element, String> {
    let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let raw = str::from_utf8(&attribute.value).map_err(|error| error.to_string())?;
        let plain = raw.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
        let value = quick_xml::escape::unescape(&plain).map_err(|error| error.to_string())?;
        attributes
            .push((String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned(), value.into_owned()));
    }
    Ok(Element { name, attributes, ..Element::default() })
}

fn record(element: &Element) -> Result<Record, String> {
    Ok(Record {
        id: Word(element.words("id").unwrap_or_default()),
        infons: infons(element),
        passages: passages(element, "passage")?,
        annotations: annotations(element)?,
        relations: relations(element),
    })
}

fn passages(element: &Element, name: &str) -> Result<Vec<Passage>, String> {
    let passage = |element: &Element| {
        let offset = element.words("offset").unwrap_or_default();
        Ok(Passage {
            offset: number(&offset, "offset")?,
            text: element.words("text"),
            infons: infons(element),
            sentences: passages(element, "sentence")?,
            annotations: annotations(element)?,
            relations: relations(element),
        })
    };
    element.all(name).map(passage).collect()
}

fn annotations(element: &Element) -> Result<Vec<Annotation>, String> {
    let location = |element: &Element| {
        let offset = number(&element.attribute("offset"), "offset")?;
        Ok(Location { offset, length: number(&element.attribute("length"), "length")? })
    };
    let annotation = |element: &Element| {
        Ok(Annotation {
            id: Word(element.attribute("id")),
            infons: infons(element),
            locations: element.all("location").map(location).collect::<Result<_, String>>()?,
            text: element.words("text"),
        })
    };
    element.all("annotation").map(annotation).collect()
}

fn relations(element: &Element) -> Vec<Relation> {
    let node = |node: &Element| Node { refid: Word(node.attribute("refid")), role: Word(node.attribute("role")) };
    let relation = |element: &Element| Relation {
        id: Word(element.attribute("id")),
        infons: infons(element),
        nodes: element.all("node").map(node).collect(),
    };
    element.all("relation").map(relation).collect()
}

fn infons(element: &Element) -> Infons {
    Infons(element.all("infon").map(|infon| (infon.attribute("key"), infon.text.clone())).collect())
}

fn number(word: &str, what: &str) -> Result<i64, String> {
    word.trim().parse().map_err(|_| format!("an {what} is {word:?}, and no number"))
}
