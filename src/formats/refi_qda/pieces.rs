//! A project file piece by piece: what is listed in it, one after the other, without the rest in memory.

use crate::formats::xml_characters::{check_depth, declared_encoding};
use crate::formats::{FormatError, InputFile};
use crate::text::decode;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use roxmltree::{Document as Tree, Node, ParsingOptions};
use std::io::{BufRead, BufReader, Cursor};

/// Lists that grow with what is labeled. What they have is handed on, and all else is in the head.
const LISTS: [&str; 6] = ["Sources", "Notes", "Links", "Cases", "Sets", "Graphs"];

/// The largest piece: a source with all that is selected in it, or the head.
const PIECE: usize = 256_000_000;

/// The largest file in another encoding than UTF-8, which is decoded as a whole.
const DECODED: u64 = 128_000_000;

/// Something that is listed.
pub(super) struct Piece<'p> {
    /// The name of the list.
    pub(super) list: &'p str,
    /// As it stands in the file.
    pub(super) xml: &'p str,
    walk: &'p Walk<'p>,
}

/// A part of the file that is XML by itself.
pub(super) struct Alone {
    xml: String,
    file: String,
    /// The line of the file in which it begins, and how many stand before it here.
    line: usize,
    n_before: usize,
}

impl Piece<'_> {
    /// The piece by itself, in lists as those around it.
    pub(super) fn alone(&self) -> Alone {
        self.walk.frame.around(&[(self.list, self.xml)], self.walk.file, self.walk.begun)
    }
}

/// What stands around everything.
#[derive(Clone, Default)]
pub(super) struct Frame {
    /// The first tag of the file.
    start: String,
    /// Its name.
    name: String,
}

impl Frame {
    /// Lists with what is in each, in a file with the same first tag.
    pub(super) fn around(&self, lists: &[(&str, &str)], file: &InputFile, line: usize) -> Alone {
        let prefix = self.name.split_once(':').map(|(prefix, _)| format!("{prefix}:")).unwrap_or_default();
        let mut xml = self.start.clone();
        let mut n_before = 0;
        for (list, content) in lists {
            xml.push_str(&format!("<{prefix}{list}>"));
            n_before = xml.matches('\n').count();
            xml.push_str(&format!("{content}</{prefix}{list}>"));
        }
        xml.push_str(&format!("</{}>", self.name));
        Alone { xml, file: file.name.clone(), line, n_before }
    }
}

impl Alone {
    /// Its tree. DTDs are refused, so that no entity can grow.
    pub(super) fn tree(&self) -> Result<Tree<'_>, FormatError> {
        check_depth(&self.xml, &self.file)?;
        let options = ParsingOptions { allow_dtd: false, nodes_limit: 20_000_000, ..ParsingOptions::default() };
        Tree::parse_with_options(&self.xml, options).map_err(|error| {
            let (message, at) = (error.to_string(), error.pos());
            let why = message.rsplit_once(" at ").map_or(message.as_str(), |(why, _)| why);
            FormatError::malformed(why, &self.file, self.line_at(at.row), at.col as usize)
        })
    }

    /// The line of the file in which an element begins.
    pub(super) fn line_of(&self, node: Node<'_, '_>) -> usize {
        self.line_at(node.document().text_pos_at(node.range().start).row)
    }

    fn line_at(&self, row: u32) -> usize {
        (self.line + row as usize).saturating_sub(self.n_before + 1)
    }
}

/// Goes through a file and hands on what its lists have. Comes back with all that is in no list.
pub(super) fn pieces(
    file: &InputFile,
    each: &mut dyn FnMut(Piece<'_>) -> Result<(), FormatError>,
) -> Result<(Frame, Alone), FormatError> {
    let declared = declared_encoding(&file.head(200)?).filter(|encoding| encoding.name() != "UTF-8");
    let is_wide = file.head(2)?.first().is_some_and(|byte| *byte >= 0xFE);
    if declared.is_none() && !is_wide {
        return Walk::new(file).go(Reader::from_reader(BufReader::with_capacity(1 << 16, file.open()?)), each);
    }
    let decoded =
        decode(&file.bytes(DECODED)?, declared).map_err(|why| FormatError::NotText { why, file: file.name.clone() })?;
    Walk::new(file).go(Reader::from_reader(Cursor::new(decoded.text.as_str().as_bytes())), each)
}

/// Where the reading of a file stands.
struct Walk<'f> {
    file: &'f InputFile,
    frame: Frame,
    /// All that is in no list.
    head: Vec<u8>,
    depth: usize,
    /// The list that is read, and what of it is read.
    list: Option<&'static str>,
    piece: Vec<u8>,
    /// The line that is read, and the one in which the piece began.
    line: usize,
    begun: usize,
}

impl<'f> Walk<'f> {
    fn new(file: &'f InputFile) -> Self {
        Self {
            file,
            frame: Frame::default(),
            head: Vec::new(),
            depth: 0,
            list: None,
            piece: Vec::new(),
            line: 1,
            begun: 1,
        }
    }

    fn go<R: BufRead>(
        mut self,
        mut reader: Reader<R>,
        each: &mut dyn FnMut(Piece<'_>) -> Result<(), FormatError>,
    ) -> Result<(Frame, Alone), FormatError> {
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let before = reader.buffer_position();
            let event = reader.read_event_into(&mut bytes);
            let event = event.map_err(|error| self.malformed(&error.to_string(), reader.error_position()))?;
            match &event {
                Event::DocType(_) => {
                    return Err(self.malformed("a document type is declared, and none is read", before));
                }
                Event::Eof => break,
                _ => {}
            }
            let is_whole = self.take(&event);
            if self.piece.len().max(self.head.len()) > PIECE {
                let why = format!("what begins in line {} has over {} MB", self.begun, PIECE / 1_000_000);
                return Err(self.malformed(&why, before));
            }
            if is_whole && let Some(list) = self.list {
                let xml = std::mem::take(&mut self.piece);
                let xml = String::from_utf8(xml).map_err(|_| self.malformed("it is no UTF-8", before))?;
                each(Piece { list, xml: &xml, walk: &self })?;
            }
        }
        if self.depth > 0 || self.frame.start.is_empty() {
            return Err(self.malformed("the file ends before its first element does", reader.buffer_position()));
        }
        let xml = String::from_utf8(std::mem::take(&mut self.head)).map_err(|_| self.malformed("it is no UTF-8", 0))?;
        Ok((self.frame, Alone { xml, file: self.file.name.clone(), line: 1, n_before: 0 }))
    }

    /// Takes an event to where it belongs. Whether a piece is whole then.
    fn take(&mut self, event: &Event<'_>) -> bool {
        let was_listed = self.list.is_some() && self.depth > 1;
        match event {
            Event::Start(tag) => {
                match self.depth {
                    0 => self.begin(tag),
                    1 => self.list = listed(tag),
                    2 if was_listed => self.begun = self.line,
                    _ => {}
                }
                self.depth += 1;
            }
            Event::Empty(_) if self.depth == 2 && was_listed => self.begun = self.line,
            Event::Empty(tag) if self.depth == 0 => self.begin(tag),
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        // The tags of the list itself stand in the head.
        let is_listed = was_listed && (self.depth > 1 || !matches!(event, Event::End(_)));
        let into = if is_listed { &mut self.piece } else { &mut self.head };
        let n_before = into.len();
        // Writing into memory does not fail.
        let _ = Writer::new(&mut *into).write_event(event.borrow());
        self.line += memchr::memchr_iter(b'\n', into.get(n_before..).unwrap_or_default()).count();
        if self.depth == 1 && was_listed {
            self.list = None;
        }
        let is_whole = is_listed && self.depth == 2 && matches!(event, Event::End(_) | Event::Empty(_));
        if is_listed && self.depth == 2 && !is_whole {
            // White space and comments between what is listed.
            self.piece.clear();
        }
        is_whole
    }

    fn begin(&mut self, tag: &BytesStart<'_>) {
        self.frame.name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
        self.frame.start = format!("<{}>", String::from_utf8_lossy(tag));
    }

    fn malformed(&self, why: &str, at: u64) -> FormatError {
        let (line, column) = self.file.line_and_column(at);
        FormatError::malformed(why, &self.file.name, line, column)
    }
}

fn listed(tag: &BytesStart<'_>) -> Option<&'static str> {
    let name = tag.local_name();
    LISTS.into_iter().find(|list| list.as_bytes() == name.as_ref())
}
