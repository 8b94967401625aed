//! What every format can be asked, and what it is given to work with.

use super::{Carries, FORMATS, FormatError, Losses, Selection};
use crate::edit::{Import, Mint};
use crate::model::{Annotator, AnnotatorId, Codebook, Project};
use crate::text::{Encoding, Unit};

/// A file as it came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InputFile {
    /// Its path as a person named it; messages end with it.
    pub name: String,
    /// All its bytes.
    pub bytes: Vec<u8>,
}

impl InputFile {
    /// Its name without the folders it lies in.
    pub fn file_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or_default()
    }
}

/// A file as it goes out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutputFile {
    /// Its path below the folder that is written, parts separated by `/`.
    pub name: String,
    /// All its bytes.
    pub bytes: Vec<u8>,
}

/// What reading needs to know.
pub struct ReadCx<'a> {
    /// The tags that are there.
    pub codebook: &'a Codebook,
    /// Where ids and times come from that a file does not give.
    pub mint: &'a mut Mint,
    /// The person who imports: sets without an owner are theirs.
    pub me: &'a Annotator,
    /// Whose all sets are, whatever the file says.
    pub owner: Option<&'a AnnotatorId>,
    /// The encoding of the files; found out without one.
    pub encoding: Option<&'static Encoding>,
}

/// What writing needs to know.
#[derive(Clone, Copy, Debug)]
pub struct WriteCx<'a> {
    /// What is written.
    pub project: &'a Project,
    /// How much of it.
    pub selection: &'a Selection,
    /// What offsets count, where the format leaves it open; the format's own unit without one.
    pub unit: Option<Unit>,
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

    /// The largest file of it that is read, in bytes.
    fn max_bytes(&self) -> u64;

    /// Whether it is read.
    fn is_read(&self) -> bool {
        true
    }

    /// Whether it is written.
    fn is_written(&self) -> bool {
        false
    }

    /// How sure it is that a file is one of its own, from its name and how it begins.
    fn sniff(&self, name: &str, head: &[u8]) -> Confidence;

    /// Reads the files of one input, whole or not at all.
    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>, losses: &mut Losses) -> Result<Import, FormatError>;

    /// Writes what is selected of a project. The result is not checked yet: see [`super::verify`].
    fn write(&self, _cx: &WriteCx<'_>, _losses: &mut Losses) -> Result<Vec<OutputFile>, FormatError> {
        Err(FormatError::OneWay { format: self.id(), what: "written" })
    }
}

/// The format with an id.
pub fn named(id: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.id() == id)
}

/// The format that is surest of a file, from its name and how it begins; the earlier in menu order of two equally sure.
pub fn best_for(name: &str, head: &[u8]) -> Option<&'static dyn Format> {
    let readers = FORMATS.iter().copied().filter(|format| format.is_read());
    let sure = readers.map(|format| (format.sniff(name, head), format)).filter(|(sure, _)| *sure > Confidence::No);
    sure.rev().max_by_key(|(sure, _)| *sure).map(|(_, format)| format)
}

/// The ending of a file's name, in small letters.
pub(super) fn ending(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}
