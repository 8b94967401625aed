//! Files and folders on their way into a project: found, told apart, read; each taken whole or refused with a reason.

use super::sent::Sent;
use crate::edit::Import;
use crate::formats::{
    Batch, Content, FORMATS, Format, FormatError, Grouped, Header, InputFile, Losses, ReadOptions, ReadSeek, Texts,
    grouped, has_good_part, is_worth_reading,
};
use crate::model::{Codebook, LayerKind, Tag};
use crate::store::{Disk, StoreError, files_below, head_of};
use crate::text::{Text, decode};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest file beside a table or a list of annotations that is looked at for the text that those are about.
const TEXT: u64 = 2 * Text::MAX_BYTES as u64;

/// An input that was not taken. Nothing of it is in the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What was named.
    pub path: String,
    /// Why it was not taken.
    pub why: String,
    /// What a person can do next.
    pub hint: &'static str,
    /// Whether something of it can be taken although a part cannot be read.
    pub has_good_part: bool,
}

/// Files that were found, sorted into inputs.
pub struct Found {
    groups: Vec<Grouped>,
    /// What was sent of projects of our own.
    sent: Vec<Sent>,
    beside: Beside,
    refused: Vec<Refused>,
}

/// All inputs read so far, on their way to be one step.
pub struct Intake {
    batch: Batch,
    refused: Vec<Refused>,
}

/// How far an intake is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// The inputs that are done.
    pub n_inputs: usize,
    /// The documents that were read, those of the present input as well.
    pub n_documents: usize,
}

/// What an intake gave.
#[derive(Debug)]
pub struct Taken {
    /// What comes into the project, for [`crate::edit::Command::Import`].
    pub import: Import,
    /// How many documents something comes of: new ones, and those that get annotations.
    pub n_documents: usize,
    /// How many spans are in it.
    pub n_spans: usize,
    /// How many relations are in it.
    pub n_relations: usize,
    /// How many of the spans no file says whose they are.
    pub n_unnamed: usize,
    /// Whether what files say of tags and attributes themselves is in it.
    pub has_codebook: bool,
    /// What did not come through as it was.
    pub losses: Losses,
    /// What was not taken.
    pub refused: Vec<Refused>,
    /// What the columns of tables were taken for.
    pub header: Header,
}

/// A file on disk.
struct OnDisk {
    disk: Disk,
    path: PathBuf,
}

impl Content for OnDisk {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(self.disk.open_read(&self.path)?))
    }

    fn n_bytes(&self) -> io::Result<u64> {
        Ok(self.disk.stamp(&self.path)?.bytes)
    }
}

/// The files by their paths and by the last parts of these, for files that speak of texts beside them.
struct Beside {
    disk: Disk,
    by_path: HashMap<String, InputFile>,
    files: HashMap<String, Option<InputFile>>,
    folders: BTreeSet<PathBuf>,
}

impl Beside {
    fn of(disk: &Disk, groups: &[Grouped]) -> Self {
        let mut files: HashMap<String, Option<InputFile>> = HashMap::new();
        let mut by_path = HashMap::new();
        for file in groups.iter().flat_map(|group| &group.files) {
            by_path.insert(file.name.clone(), file.clone());
            // Of two files with one name nobody could tell which is meant.
            let same = |other: &mut Option<InputFile>| {
                if other.as_ref().is_some_and(|other| other.name != file.name) {
                    *other = None;
                }
            };
            files.entry(file.file_name().to_owned()).and_modify(same).or_insert_with(|| Some(file.clone()));
        }
        let folders =
            groups.iter().filter_map(|group| PathBuf::from(&group.files.first()?.name).parent().map(Path::to_owned));
        Self { disk: disk.clone(), by_path, files, folders: folders.collect() }
    }

    /// The file that another one means, by its name alone: a path that leads elsewhere is nobody's. The one beside it comes
    /// first.
    fn file(&self, name: &str, by: &str) -> Option<InputFile> {
        let is_name = !name.contains(['/', '\\']) && !name.starts_with('.');
        let beside = Path::new(by).with_file_name(name);
        if is_name && let Some(file) = self.by_path.get(&*beside.to_string_lossy()) {
            return Some(file.clone());
        }
        if is_name && self.disk.stamp(&beside).is_ok() {
            return Some(on_disk(&self.disk, beside));
        }
        if let Some(file) = self.files.get(name) {
            return file.clone();
        }
        if !is_name {
            return None;
        }
        let mut there =
            self.folders.iter().map(|folder| folder.join(name)).filter(|path| self.disk.stamp(path).is_ok());
        let path = there.next().filter(|_| there.next().is_none())?;
        Some(on_disk(&self.disk, path))
    }
}

impl Texts for Beside {
    fn named(&self, name: &str, by: &str) -> Option<Text> {
        let file = self.file(name, by).or_else(|| self.file(&format!("{name}.txt"), by))?;
        let bytes = file.bytes(TEXT).ok()?;
        decode(&bytes, None).ok().map(|decoded| decoded.text)
    }
}

/// The files that some paths mean, each once: folders stand for the files below them that some format reads by name,
/// and archives for the files in them. `input` is what came in on standard input.
pub fn find(disk: &Disk, paths: &[PathBuf], input: Option<Vec<u8>>, format: Option<&'static dyn Format>) -> Found {
    let mut files: Vec<PathBuf> = Vec::new();
    let (mut sent, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        if format.is_none() {
            match Sent::at(disk, path) {
                Ok(None) => {}
                Ok(Some(found)) => {
                    sent.push(found);
                    continue;
                }
                Err(error) => {
                    refused.push(refused_by_store(path.display().to_string(), &error));
                    continue;
                }
            }
        }
        if !disk.is_folder(path) {
            files.push(path.clone());
            continue;
        }
        match files_below(disk, path, &is_worth_reading) {
            Ok(below) if below.is_empty() => refused.push(Refused {
                path: path.display().to_string(),
                why: format!("there is no file in it that can be read: {}", path.display()),
                hint: "Name the files themselves, if their names end in something else",
                has_good_part: false,
            }),
            Ok(below) => files.extend(below),
            Err(error) => refused.push(refused_by_store(path.display().to_string(), &error)),
        }
    }
    let mut seen = HashSet::new();
    files.retain(|path| seen.insert(path.clone()));
    let mut inputs = Vec::with_capacity(files.len());
    for path in files {
        let name = path.display().to_string();
        if let Err(error) = head_of(disk, &path, 0) {
            refused.push(refused_by_store(name, &error));
            continue;
        }
        let file = on_disk(disk, path.clone());
        match if format.is_none() { Sent::packed(disk, &path, &file) } else { Ok(None) } {
            Ok(Some(packed)) => sent.push(packed),
            Ok(None) => inputs.push(file),
            Err(error) => refused.push(refused_by_store(name, &error)),
        }
    }
    inputs.extend(input.map(|bytes| InputFile::of_bytes("-", bytes)));
    let named: HashSet<String> = inputs.iter().map(|file| file.name.clone()).collect();
    inputs.extend(companions(disk, &inputs, &named));
    let (mut groups, unreadable) = grouped(inputs, format);
    // What was not asked for comes in with what it belongs to, or not at all.
    groups.retain(|group| group.files.first().is_some_and(|file| is_named(&file.name, &named)));
    refused.extend(unreadable.into_iter().map(|(path, error)| refused_by_format(path, &error)));
    Found { beside: Beside::of(disk, &groups), groups, sent, refused }
}

/// Whether a file was named, or an archive that it lies in.
fn is_named(name: &str, named: &HashSet<String>) -> bool {
    named.contains(name)
        || name.match_indices('/').filter_map(|(at, _)| name.get(..at)).any(|above| named.contains(above))
}

fn on_disk(disk: &Disk, path: PathBuf) -> InputFile {
    InputFile::new(path.display().to_string(), Arc::new(OnDisk { disk: disk.clone(), path }))
}

/// Files on disk that belong to some that were named, and were not named themselves.
fn companions(disk: &Disk, files: &[InputFile], named: &HashSet<String>) -> Vec<InputFile> {
    let mut seen = HashSet::new();
    let of = |file: &InputFile| {
        let ending = file.ending();
        let formats = FORMATS.iter().filter(move |format| format.endings().contains(&ending.as_str()));
        let name = file.name.clone();
        formats.flat_map(move |format| format.companions(&name)).collect::<Vec<_>>()
    };
    let names = files.iter().flat_map(of).filter(|name| !named.contains(name));
    let mut fresh = names.filter(|name| seen.insert(name.clone())).map(PathBuf::from).collect::<Vec<_>>();
    fresh.retain(|path| disk.stamp(path).is_ok());
    fresh.into_iter().map(|path| on_disk(disk, path)).collect()
}

impl Found {
    /// How many inputs there are.
    pub fn len(&self) -> usize {
        self.groups.len() + self.sent.len()
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.sent.is_empty()
    }

    /// What was sent of projects of our own among them.
    pub fn sent(&self) -> &[Sent] {
        &self.sent
    }

    /// The inputs.
    pub fn groups(&self) -> &[Grouped] {
        &self.groups
    }

    /// What was refused when it was looked at.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// Texts by the names of the files that they are in.
    pub fn texts(&self) -> &dyn Texts {
        &self.beside
    }
}

impl Intake {
    /// Nothing yet.
    pub fn new(batch: Batch) -> Self {
        Self { batch, refused: Vec::new() }
    }

    /// Takes all that was found, or as far as `go_on` lets it, which hears how far it is.
    pub fn take(&mut self, found: &Found, mut go_on: impl FnMut(Reached) -> bool) -> bool {
        self.refused.extend(found.refused.iter().cloned());
        let mut reached = Reached::default();
        for group in &found.groups {
            let n_before = reached.n_documents;
            let mut documents = |n| {
                reached.n_documents = n_before + n;
                go_on(reached)
            };
            if !documents(0) || !self.take_one(group, &found.beside, &mut documents) {
                return false;
            }
            reached.n_inputs += 1;
        }
        for sent in &found.sent {
            let n_before = reached.n_documents;
            let mut documents = |n| {
                reached.n_documents = n_before + n;
                go_on(reached)
            };
            if !documents(0) || !self.take_sent(sent, &found.beside.disk, &mut documents) {
                return false;
            }
            reached.n_inputs += 1;
        }
        true
    }

    /// Takes what somebody sent; false where it was stopped. What of it cannot be read is told, and the rest taken.
    fn take_sent(&mut self, sent: &Sent, disk: &Disk, go_on: &mut dyn FnMut(usize) -> bool) -> bool {
        let (read, refused) = sent.read(disk, self.batch.project(), self.batch.owner());
        self.refused.extend(refused);
        read.is_none_or(|project| self.batch.take_project(&project, go_on))
    }

    /// Takes an input; false where it was stopped.
    fn take_one(&mut self, group: &Grouped, beside: &Beside, go_on: &mut dyn FnMut(usize) -> bool) -> bool {
        let n_refused = self.batch.refused().len();
        match self.batch.read_while(group, beside, go_on) {
            Err(FormatError::Stopped) => return false,
            Err(error) => self.refused.push(Refused::whole(group, &error, self.batch.options(), beside)),
            Ok(()) => {}
        }
        let parts = self.batch.refused().iter().skip(n_refused);
        self.refused.extend(parts.map(|error| Refused::of(group, error)));
        true
    }

    /// The documents so far.
    pub fn n_documents(&self) -> usize {
        self.batch.n_taken()
    }

    /// The codebook with all that came along so far.
    pub fn codebook(&self) -> &Codebook {
        self.batch.codebook()
    }

    /// The tags so far that the project's codebook lacks.
    pub fn new_tags(&self) -> impl Iterator<Item = &Tag> {
        self.batch.new_tags()
    }

    /// The tags of the files, as they call them, and how often each stands there.
    pub fn labels(&self) -> impl Iterator<Item = (LayerKind, &str, usize)> {
        self.batch.labels()
    }

    /// Everything that was taken, and what was not.
    pub fn finish(self) -> Taken {
        let (n_documents, n_spans, n_relations) =
            (self.batch.n_taken(), self.batch.n_spans(), self.batch.n_relations());
        let n_unnamed = self.batch.n_unnamed();
        let (header, has_codebook) = (self.batch.header().clone(), self.batch.n_codebooks() > 0);
        let (import, losses) = self.batch.finish();
        Taken {
            import,
            n_documents,
            n_spans,
            n_relations,
            n_unnamed,
            has_codebook,
            losses,
            refused: self.refused,
            header,
        }
    }
}

impl Refused {
    /// A part of an input.
    pub(super) fn of(group: &Grouped, error: &FormatError) -> Self {
        refused_by_format(group.files.first().map(|file| file.name.clone()).unwrap_or_default(), error)
    }

    /// An input of which nothing was taken.
    pub(super) fn whole(group: &Grouped, error: &FormatError, options: &ReadOptions, texts: &dyn Texts) -> Self {
        let is_part = matches!(error, FormatError::Malformed { .. }) && !options.keep_good;
        let has_good_part = is_part && has_good_part(group.format, &group.files, options, texts);
        Self { has_good_part, ..Self::of(group, error) }
    }
}

fn refused_by_format(path: String, error: &FormatError) -> Refused {
    Refused { path, why: error.to_string(), hint: error.hint(), has_good_part: false }
}

pub(super) fn refused_by_store(path: String, error: &StoreError) -> Refused {
    let is_missing = error.is_not_found();
    let hint = if is_missing { "Check the path" } else { error.hint() };
    Refused { path, why: error.to_string(), hint, has_good_part: false }
}
