//! What every format can be asked, and what it is given to work with.

use super::exchange::{self, Document};
use super::input::file_name;
use super::{Carries, FORMATS, FormatError, Header, InputFile, Losses, Output, fit};
use crate::model::{Annotator, Codebook, LayerId, LayerKind, Tag, Timestamp};
use crate::text::{Encoding, Text, Unit};
use std::collections::BTreeMap;

/// What a person asks for when files are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The encoding of the files; found out without one.
    pub encoding: Option<&'static Encoding>,
    /// What offsets count, where the format leaves it open; found out without one.
    pub unit: Option<Unit>,
    /// Whether offsets count what a reader takes for characters, as in some projects of doccano, whatever the unit says.
    pub graphemes: bool,
    /// Which column of a table is what: `text` to `body`, `meta.outlet` to `source`. Found out for what is not named here.
    pub columns: BTreeMap<String, String>,
    /// Whether what is good of a file comes in although a part of it cannot be read.
    pub keep_good: bool,
}

/// Texts that are there under a name: of the project, or beside the file that is read.
pub trait Texts {
    /// The text that the file `by` means, told by its path: the one beside it, else the only one with that name.
    fn named(&self, name: &str, by: &str) -> Option<Text>;
}

/// No texts.
pub struct NoTexts;

impl Texts for NoTexts {
    fn named(&self, _name: &str, _by: &str) -> Option<Text> {
        None
    }
}

/// What takes documents one by one.
pub type Sink<'a> = &'a mut dyn FnMut(Document) -> Result<(), FormatError>;

/// What reading needs to know, and where it puts what it has read.
pub struct ReadCx<'a> {
    /// What was asked for.
    pub options: &'a ReadOptions,
    /// What does not come through as it is.
    pub losses: &'a mut Losses,
    /// Texts that files speak of and do not hold.
    pub texts: &'a dyn Texts,
    /// What the columns of tables were taken for.
    pub header: Header,
    sink: Sink<'a>,
    codebooks: Vec<exchange::Codebook>,
    refused: Vec<FormatError>,
    n_documents: usize,
    /// Whether where it is put takes no more.
    is_over: bool,
}

impl<'a> ReadCx<'a> {
    /// Reads into `sink`.
    pub fn new(options: &'a ReadOptions, losses: &'a mut Losses, texts: &'a dyn Texts, sink: Sink<'a>) -> Self {
        Self {
            options,
            losses,
            texts,
            header: Header::default(),
            sink,
            codebooks: Vec::new(),
            refused: Vec::new(),
            n_documents: 0,
            is_over: false,
        }
    }

    /// Reads an input. After a part where nothing more can be read, the documents before it are what is good of it.
    pub fn read(&mut self, format: &dyn Format, files: &[InputFile]) -> Result<(), FormatError> {
        match format.read(files, self) {
            Err(error) if self.n_documents > 0 && !self.is_over => self.refuse(error),
            read => read,
        }
    }

    /// Passes a document on.
    pub fn document(&mut self, document: Document) -> Result<(), FormatError> {
        let put = (self.sink)(document);
        self.n_documents += usize::from(put.is_ok());
        self.is_over |= put.is_err();
        put
    }

    /// Hands over what the files say of tags and attributes themselves.
    pub fn codebook(&mut self, codebook: exchange::Codebook) {
        if !codebook.is_empty() {
            self.codebooks.push(codebook);
        }
    }

    /// What was handed over so far.
    pub fn take_codebooks(&mut self) -> Vec<exchange::Codebook> {
        std::mem::take(&mut self.codebooks)
    }

    /// Goes on after a part that cannot be read, if that was asked for.
    pub fn refuse(&mut self, error: FormatError) -> Result<(), FormatError> {
        if !self.options.keep_good {
            return Err(error);
        }
        self.refused.push(error);
        Ok(())
    }

    /// The parts that could not be read.
    pub fn into_refused(self) -> Vec<FormatError> {
        self.refused
    }
}

/// Whether there is a document to be taken of files a part of which cannot be read.
pub fn has_good_part(format: &dyn Format, files: &[InputFile], options: &ReadOptions, texts: &dyn Texts) -> bool {
    let options = ReadOptions { keep_good: true, ..options.clone() };
    let (mut losses, mut is_there) = (Losses::default(), false);
    let mut first = |_| {
        is_there = true;
        Err(FormatError::Stopped)
    };
    // The first is enough, so that reading ends there.
    let _ = ReadCx::new(&options, &mut losses, texts, &mut first).read(format, files);
    is_there
}

/// Which of several spans that overlap are written, where a token has one tag.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OverlapPolicy {
    /// The longest.
    #[default]
    Longest,
    /// The first in reading order.
    First,
    /// All, one file for each layer; within a layer, the longest.
    Layers,
    /// None: the export is refused.
    Error,
}

/// How the tags of tokens say where spans begin and end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TagScheme {
    /// `B-` only between two spans of one tag that touch, as CoNLL-2003 has it.
    Iob1,
    /// `B-` at the first token of every span.
    #[default]
    Iob2,
    /// `B-`, `I-`, `L-`, and `U-` on a span of one token.
    Bilou,
    /// The same with `E-` and `S-`.
    Bioes,
}

/// What a person asks for when files are written.
#[derive(Clone, Debug, Default)]
pub struct WriteOptions {
    /// What offsets count, where the format leaves it open; the format's own unit without one.
    pub unit: Option<Unit>,
    /// What becomes of spans that overlap, in formats where a token has one tag.
    pub overlap: OverlapPolicy,
    /// How tags of tokens are written.
    pub scheme: TagScheme,
    /// Whether a table for spreadsheets begins with a byte order mark, by which Excel knows it for UTF-8.
    pub bom: bool,
    /// Whether an apostrophe stands before words that a spreadsheet would take for a formula and run.
    pub guard_formulas: bool,
    /// What the whole is called.
    pub name: String,
    /// When it is written, where a format says that.
    pub now: Timestamp,
    /// The part of a corpus that is written, such as `train`; the whole without one.
    pub part: Option<String>,
}

/// What writing needs to know.
#[derive(Clone, Copy, Debug)]
pub struct WriteCx<'a> {
    /// The tags, layers and attributes of what is written.
    pub codebook: &'a Codebook,
    /// Whose sets are written, in order.
    pub annotators: &'a [Annotator],
    /// What was asked for.
    pub options: &'a WriteOptions,
}

impl WriteCx<'_> {
    /// What a file is called that holds all documents, without its ending.
    pub fn stem(&self) -> &str {
        self.options.part.as_deref().unwrap_or("documents")
    }

    /// The layer of a tag: as the label says, else as the codebook does.
    pub fn layer_of(&self, kind: LayerKind, label: &exchange::Label) -> Option<LayerId> {
        let named = label.layer.as_deref().and_then(|layer| LayerId::new(layer).ok());
        named.or_else(|| self.codebook.meant(kind, &label.tag).map(|tag| tag.layer.clone()))
    }

    /// What a tag is called where a file has no layers: as such files call it, or by its id where they call another so too.
    pub fn called_alone<'a>(&self, tag: &'a Tag) -> &'a str {
        if self.codebook.is_called_alike(tag) { tag.id.as_str() } else { tag.called() }
    }
}

/// A file before it is read: what tells its format.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Its path.
    pub name: &'a str,
    /// How it begins.
    pub bytes: &'a [u8],
    /// The names of the files in it, if it is an archive.
    pub entries: &'a [String],
}

impl Head<'_> {
    /// Its name without folders, in small letters.
    pub fn file_name(&self) -> String {
        file_name(self.name).to_lowercase()
    }

    /// Whether its name ends in one of these, after a dot.
    pub fn has_ending(&self, endings: &[&str]) -> bool {
        endings.contains(&super::input::ending(self.name).as_str())
    }

    /// Whether its beginning has these bytes somewhere.
    pub fn has(&self, bytes: &[u8]) -> bool {
        memchr::memmem::find(self.bytes, bytes).is_some()
    }

    /// Whether its first element has one of these names, whatever stands before their colon.
    pub fn has_root(&self, names: &[&str]) -> bool {
        self.root().is_some_and(|root| names.contains(&root.rsplit(':').next().unwrap_or_default()))
    }

    /// The name of the first element of an XML file.
    fn root(&self) -> Option<&str> {
        let start = self.start();
        let n_valid = str::from_utf8(start).map_or_else(|error| error.valid_up_to(), str::len);
        let mut rest = str::from_utf8(start.get(..n_valid)?).ok()?;
        loop {
            rest = rest.trim_start().strip_prefix('<')?;
            let skipped = [("!--", "-->"), ("?", "?>"), ("!", ">")];
            match skipped.iter().find(|(begin, _)| rest.starts_with(begin)) {
                Some((_, end)) => rest = rest.split_once(end)?.1,
                None => return rest.split(|c: char| c.is_whitespace() || "/>".contains(c)).next(),
            }
        }
    }

    /// What it is by its name and how it begins, where that cannot be an article.
    pub fn structure(&self) -> Option<&'static str> {
        match self.start().first() {
            Some(b'{' | b'[') if self.has_ending(&["json", "jsonl", "ndjson", "jsonld"]) => Some("JSON"),
            Some(b'<') if self.has_ending(&["xml", "xmi"]) => Some("XML"),
            _ => None,
        }
    }

    /// Its beginning without a byte order mark and white space.
    pub fn start(&self) -> &[u8] {
        self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.bytes).trim_ascii_start()
    }
}

/// How sure a format is that a file is one of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Confidence {
    /// It is not.
    No,
    /// It could be read so, for want of anything better.
    Possible,
    /// It looks like it.
    Likely,
    /// No other format looks so.
    Sure,
}

/// An exchange format.
pub trait Format: Sync {
    /// What it is called on the command line.
    fn id(&self) -> &'static str;

    /// What people call it.
    fn name(&self) -> &'static str;

    /// The endings of its files, in small letters without a dot. The first is that of what is written.
    fn endings(&self) -> &'static [&'static str];

    /// What it has a place for.
    fn carries(&self) -> Carries;

    /// Whether it leaves open what offsets count.
    fn has_free_unit(&self) -> bool {
        false
    }

    /// Whether its reader can be told what offsets count: files of it have been seen to count otherwise, or leave it open.
    fn is_told_unit(&self) -> bool {
        false
    }

    /// Whether its reader can be told that offsets count graphemes.
    fn is_told_graphemes(&self) -> bool {
        false
    }

    /// Whether it is a table that spreadsheets open, which have habits of their own.
    fn is_for_spreadsheets(&self) -> bool {
        false
    }

    /// Whether it is read.
    fn is_read(&self) -> bool {
        true
    }

    /// Whether its files are named after the part of a corpus that is in them; others lie in a folder of that name.
    fn names_parts(&self) -> bool {
        false
    }

    /// Whether it is written.
    fn is_written(&self) -> bool {
        false
    }

    /// How sure it is that a file is one of its own, from its name and how it begins.
    fn sniff(&self, head: &Head<'_>) -> Confidence;

    /// The paths of files that are read together with one and are no documents of their own, where they are there.
    fn companions(&self, _name: &str) -> Vec<String> {
        Vec::new()
    }

    /// The same where they can only be told from the paths of all files that are there, in their order.
    fn companions_among(&self, _name: &str, _all: &[&str]) -> Vec<String> {
        Vec::new()
    }

    /// Reads one input: a file, and its companions after it. Each document is passed on as soon as it is read.
    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError>;

    /// A document as it can be written: what the format cannot carry is taken out and counted, and what needs files of its
    /// own becomes several.
    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        fit::fitted(document, &self.carries(), cx, losses)
    }

    /// Begins to write. What comes to the writer has been fitted.
    fn writer<'a>(&self, _cx: &'a WriteCx<'a>, _out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Err(FormatError::OneWay { format: self.id(), what: "written" })
    }
}

/// Writes documents one after the other.
pub trait Writer {
    /// Writes one that fits.
    fn document(&mut self, document: &Document) -> Result<(), FormatError>;

    /// Writes what comes after the last.
    fn finish(self: Box<Self>) -> Result<(), FormatError>;
}

/// The endings of all files that are read, of sets of our own, and of archives of them.
pub fn endings_read() -> Vec<&'static str> {
    let readers = FORMATS.iter().filter(|format| format.is_read());
    let mut endings: Vec<&str> = readers.flat_map(|format| format.endings()).copied().chain(["ron", "zip"]).collect();
    endings.sort_unstable();
    endings.dedup();
    endings
}

/// The format with an id.
pub fn named(id: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.id() == id)
}

/// The format that is surest of a file, from its name and how it begins; the earlier in menu order of two equally sure.
pub fn best_for(head: &Head<'_>) -> Option<&'static dyn Format> {
    let readers = FORMATS.iter().copied().filter(|format| format.is_read());
    let sure = readers.map(|format| (format.sniff(head), format)).filter(|(sure, _)| *sure > Confidence::No);
    sure.rev().max_by_key(|(sure, _)| *sure).map(|(_, format)| format)
}
