//! Files and folders on their way into a project: found, told apart, read; each taken whole or refused with a reason.

use crate::edit::Import;
use crate::formats::{Batch, FORMATS, Format, InputFile, Losses, PlainText, best_for};
use crate::model::Tag;
use crate::store::{Disk, bytes_of_file, files_below, head_of};
use std::path::{Path, PathBuf};

/// How much of a file is looked at to tell its format.
const HEAD: u64 = 64 * 1024;

/// An input that was not taken. Nothing of it is in the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What was named.
    pub path: String,
    /// Why it was not taken.
    pub why: String,
    /// What a person can do next.
    pub hint: &'static str,
}

/// All inputs read so far, on their way to be one step.
pub struct Intake {
    disk: Disk,
    batch: Batch,
    format: Option<&'static dyn Format>,
    refused: Vec<Refused>,
}

/// What an intake gave.
#[derive(Debug)]
pub struct Taken {
    /// What comes into the project, for [`crate::edit::Command::Import`].
    pub import: Import,
    /// How many spans are in it.
    pub n_spans: usize,
    /// What did not come through as it was.
    pub losses: Losses,
    /// What was not taken.
    pub refused: Vec<Refused>,
}

/// The files that some paths mean, each once: folders stand for the files below them that some format reads by name.
pub fn inputs(disk: &Disk, paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Refused>) {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut refused = Vec::new();
    for path in paths {
        if !disk.is_folder(path) {
            found.push(path.clone());
            continue;
        }
        match files_below(disk, path, &has_known_ending) {
            Ok(files) if files.is_empty() => refused.push(Refused {
                path: path.display().to_string(),
                why: format!("there is no file in it that can be read: {}", path.display()),
                hint: "Name the files themselves, if their names end in something else",
            }),
            Ok(files) => found.extend(files),
            Err(error) => {
                let hint = error.hint();
                refused.push(Refused { path: path.display().to_string(), why: error.to_string(), hint });
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| seen.insert(path.clone()));
    (found, refused)
}

impl Intake {
    /// Nothing yet. Without a format, each file's own is found by its name and how it begins.
    pub fn new(disk: Disk, batch: Batch, format: Option<&'static dyn Format>) -> Self {
        Self { disk, batch, format, refused: Vec::new() }
    }

    /// Takes what is in a file, or remembers why not.
    pub fn take_file(&mut self, path: &Path) {
        let name = path.display().to_string();
        let bytes = head_of(&self.disk, path, HEAD).and_then(|head| {
            let format = self.format_of(&name, &head);
            bytes_of_file(&self.disk, path, format.max_bytes())
        });
        match bytes {
            Ok(bytes) => self.take_bytes(name, bytes),
            Err(error) => {
                let hint = error.hint();
                self.refused.push(Refused { path: name, why: error.to_string(), hint });
            }
        }
    }

    /// Takes bytes that came from somewhere else under a name, or remembers why not.
    pub fn take_bytes(&mut self, name: String, bytes: Vec<u8>) {
        let head = bytes.get(..usize::try_from(HEAD).unwrap_or_default()).unwrap_or(&bytes);
        let format = self.format_of(&name, head);
        let files = [InputFile { name, bytes }];
        if let Err(error) = self.batch.read(format, &files) {
            let [InputFile { name, .. }] = files;
            self.refused.push(Refused { path: name, why: error.to_string(), hint: error.hint() });
        }
    }

    /// Remembers what was refused before it came here.
    pub fn refuse(&mut self, refused: impl IntoIterator<Item = Refused>) {
        self.refused.extend(refused);
    }

    /// The documents so far.
    pub fn n_documents(&self) -> usize {
        self.batch.n_documents()
    }

    /// The tags so far that the project's codebook lacks.
    pub fn new_tags(&self) -> &[Tag] {
        self.batch.new_tags()
    }

    /// Everything that was taken, and what was not.
    pub fn finish(self) -> Taken {
        let n_spans = self.batch.n_spans();
        let (import, losses) = self.batch.finish();
        Taken { import, n_spans, losses, refused: self.refused }
    }

    /// The format asked for, else the surest; plain text says best why something is no text.
    fn format_of(&self, name: &str, head: &[u8]) -> &'static dyn Format {
        self.format.or_else(|| best_for(name, head)).unwrap_or(&PlainText)
    }
}

fn has_known_ending(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    FORMATS.iter().any(|format| format.is_read() && format.endings().contains(&ending.as_str()))
}
