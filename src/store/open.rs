//! From a folder to a project. What cannot be read is named and left alone; the rest opens.

use super::convert::{ReadSet, SetCx, annotator_from_bytes, document_from_bytes, project_from_bytes, set_from_bytes};
use super::copies::{ConflictCopy, original_name};
use super::disk::{Disk, FolderEntry};
use super::layout::{ANNOTATIONS, ANNOTATORS, DOCUMENTS};
use super::replace::{FileState, Folder};
use super::{FileKey, StoreError};
use crate::model::{AnnotationSet, Annotator, Codebook, Document, DocumentId, Project, RecordId, SetKey};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Tells how far long work is, and lets a person stop it. Clones are the same.
#[derive(Clone, Default)]
pub struct Progress {
    report: Option<Arc<dyn Fn(usize, usize) + Send + Sync>>,
    stopped: Arc<AtomicBool>,
}

impl Progress {
    /// Calls `report` with how many files are done of how many, from any thread.
    pub fn new(report: impl Fn(usize, usize) + Send + Sync + 'static) -> Self {
        Self { report: Some(Arc::new(report)), stopped: Arc::default() }
    }

    /// Asks the work to stop.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(super) fn tell(&self, done: usize, total: usize) {
        if let Some(report) = &self.report {
            report(done, total);
        }
    }
}

/// A file that could not be read. It is never overwritten or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What it would have been, if its name says so.
    pub key: Option<FileKey>,
    /// Where it is.
    pub path: PathBuf,
    /// What is wrong with it.
    pub error: StoreError,
}

impl Damage {
    /// What is wrong, in a sentence that ends with the path.
    pub fn message(&self) -> String {
        self.error.to_string()
    }

    /// What a person can do next.
    pub fn hint(&self) -> &'static str {
        self.error.hint()
    }
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

/// Sets as they were marked, each with the revisions of the codebook that were applied to it when it was written.
pub type MarkedSets = BTreeMap<SetKey, (Arc<AnnotationSet>, BTreeSet<RecordId>)>;

/// A project as its folder has it.
pub struct Opened {
    /// All that could be read.
    pub project: Project,
    /// Where it is.
    pub folder: Folder,
    /// What could not be read, by path.
    pub damage: Vec<Damage>,
    /// The files that were read, as they were.
    pub files: BTreeMap<FileKey, FileState>,
    /// Sets that the codebook shows otherwise than they were marked, or of which some was applied to them already.
    pub marked: MarkedSets,
    /// What sync programs left beside its files.
    pub copies: Vec<ConflictCopy>,
}

impl Opened {
    /// Takes a set in.
    pub(super) fn take_set(&mut self, key: SetKey, read: ReadSet) {
        if !read.told.is_empty() || !Arc::ptr_eq(&read.marked, &read.shown) {
            self.marked.insert(key.clone(), (read.marked, read.told));
        }
        self.project.sets.insert(key, read.shown);
    }

    /// Why nothing may be changed, if so: the codebook could not be read.
    pub fn read_only(&self) -> Option<&StoreError> {
        self.damage.iter().find(|damage| damage.key == Some(FileKey::Project)).map(|damage| &damage.error)
    }
}

/// Opens the project in a folder.
pub fn open(path: &Path, progress: &Progress) -> Result<Opened, StoreError> {
    open_on(&Disk::default(), path, progress)
}

/// Opens the project in a folder of a certain file system.
pub fn open_on(disk: &Disk, path: &Path, progress: &Progress) -> Result<Opened, StoreError> {
    let root = disk.canonical(path).map_err(|error| StoreError::io("open", path, &error))?;
    let folder = Folder::new(root, disk.clone());
    let Some((bytes, state)) = folder.read(&FileKey::Project)? else {
        return Err(StoreError::NotAProject(folder.root().to_owned()));
    };
    let mut reading = Reading { folder: &folder, progress, done: AtomicUsize::new(0), total: 0 };
    let mut damage = Vec::new();
    let mut files = BTreeMap::new();
    let mut project = match project_from_bytes(&bytes, &folder.path(&FileKey::Project)) {
        Ok(project) => {
            files.insert(FileKey::Project, state);
            project
        }
        Err(error) => {
            damage.push(reading.damaged(FileKey::Project, error));
            unreadable_project(&folder)
        }
    };
    let Listing { keys, damage: unnamed, copies } = find_files(&folder)?;
    damage.extend(unnamed);
    reading.total = keys.len();

    let annotators: Vec<_> = keys.par_iter().filter_map(|key| reading.annotator(key)).collect();
    for (key, read) in annotators {
        match read {
            Ok((annotator, state)) => {
                files.insert(key, state);
                project.annotators.insert(annotator.id.clone(), Arc::new(annotator));
            }
            Err(error) => damage.push(reading.damaged(key, error)),
        }
    }
    let documents: Vec<_> = documents_of(&keys).into_par_iter().map(|id| (id.clone(), reading.document(id))).collect();
    for (id, read) in documents {
        match read {
            Ok((document, record, text)) => {
                files.insert(FileKey::Document(id.clone()), record);
                files.insert(FileKey::Text(id.clone()), text);
                project.documents.insert(id, Arc::new(document));
            }
            Err(error) => damage.push(reading.damaged_document(&id, error)),
        }
    }
    let sets: Vec<_> = keys.par_iter().filter_map(|key| reading.set(key, &project)).collect();
    let marked = BTreeMap::new();
    let mut opened = Opened { project, folder: folder.clone(), damage, files, marked, copies };
    for (key, read) in sets {
        match read {
            Ok((read, state)) => {
                opened.files.insert(FileKey::Set(key.clone()), state);
                opened.take_set(key, read);
            }
            Err(error) => opened.damage.push(reading.damaged(FileKey::Set(key), error)),
        }
    }
    if progress.is_stopped() {
        return Err(StoreError::Cancelled(folder.root().to_owned()));
    }
    opened.damage.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(opened)
}

/// The files of a project by their names, without reading any.
#[derive(Default)]
pub struct Listing {
    /// Its files.
    pub keys: BTreeSet<FileKey>,
    /// Names that cannot be those of its files.
    pub damage: Vec<Damage>,
    /// What sync programs left beside its files.
    pub copies: Vec<ConflictCopy>,
}

/// Lists the files of a project.
pub fn find_files(folder: &Folder) -> Result<Listing, StoreError> {
    let mut listing = Listing::default();
    for inside in ["", ANNOTATORS, DOCUMENTS] {
        listing.add(folder, Path::new(inside))?;
    }
    // It stands where it must, or the folder is no project; whether it can be read is another matter.
    listing.keys.remove(&FileKey::Project);
    for entry in listing.entries(folder, Path::new(ANNOTATIONS))? {
        let inside = Path::new(ANNOTATIONS).join(&entry.name);
        let is_folder = entry.is_folder || folder.disk().is_folder(&folder.root().join(&inside));
        if is_folder && !entry.name.starts_with('.') {
            listing.add(folder, &inside)?;
        }
    }
    listing.copies.sort();
    Ok(listing)
}

impl Listing {
    /// What is in one of the project's folders. In one that is a link there is nothing of the project.
    fn entries(&mut self, folder: &Folder, inside: &Path) -> Result<Vec<FolderEntry>, StoreError> {
        let path = folder.root().join(inside);
        if path != folder.root() && folder.disk().is_link(&path) {
            let error = StoreError::WrongKind { expected: "a folder but a link", path: path.clone() };
            self.damage.push(Damage { key: None, path, error });
            return Ok(Vec::new());
        }
        folder.disk().list(&path).map_err(|error| StoreError::io("read", &path, &error))
    }

    /// Adds the project's files in one of its folders.
    fn add(&mut self, folder: &Folder, inside: &Path) -> Result<(), StoreError> {
        let path = folder.root().join(inside);
        let mut names: BTreeSet<String> = BTreeSet::new();
        for entry in self.entries(folder, inside)? {
            // A folder where a file should be is read as one, and so is named.
            let is_in_place = || matches!(FileKey::from_path(&inside.join(&entry.name)), Ok(Some(_)));
            names.extend((!entry.is_folder || is_in_place()).then_some(entry.name));
        }
        for name in &names {
            let original = original_name(name).filter(|original| names.contains(original));
            let of = original.and_then(|original| FileKey::from_path(&inside.join(original)).ok().flatten());
            if let Some(of) = of {
                self.copies.push(ConflictCopy { of, path: path.join(name) });
                continue;
            }
            match FileKey::from_path(&inside.join(name)) {
                Ok(key) => self.keys.extend(key),
                Err(why) => {
                    let path = path.join(name);
                    let error = StoreError::BadName { why: why.to_string(), path: path.clone() };
                    self.damage.push(Damage { key: None, path, error });
                }
            }
        }
        Ok(())
    }
}

/// A project that is only looked at, as its codebook cannot be read.
fn unreadable_project(folder: &Folder) -> Project {
    let name = folder.root().file_name().map(|name| name.to_string_lossy().into_owned());
    Project::new(RecordId::drawn(|| 0), name.unwrap_or_default(), Codebook::default())
}

/// Whether a project is one whose codebook could not be read.
pub fn is_unreadable(project: &Project) -> bool {
    project.id == RecordId::drawn(|| 0)
}

/// The documents that a record or a text is there for.
fn documents_of(keys: &BTreeSet<FileKey>) -> BTreeSet<&DocumentId> {
    let of_document = |key: &FileKey| matches!(key, FileKey::Text(_) | FileKey::Document(_));
    keys.iter().filter(|key| of_document(key)).filter_map(FileKey::document).collect()
}

struct Reading<'a> {
    folder: &'a Folder,
    progress: &'a Progress,
    done: AtomicUsize,
    total: usize,
}

/// What reading a file gave: its key, and a value with the state of the file.
type Read<K, T> = (K, Result<(T, FileState), StoreError>);

impl Reading<'_> {
    fn annotator(&self, key: &FileKey) -> Option<Read<FileKey, Annotator>> {
        let FileKey::Annotator(id) = key else { return None };
        let read = self.file(key).and_then(|(bytes, state)| {
            let annotator = annotator_from_bytes(id, &bytes, &self.folder.path(key))?;
            Ok((annotator, state))
        });
        Some((key.clone(), read))
    }

    fn document(&self, id: &DocumentId) -> Result<(Document, FileState, FileState), StoreError> {
        read_document(self.folder, id, |key| self.file(key))
    }

    fn set(&self, key: &FileKey, project: &Project) -> Option<Read<SetKey, ReadSet>> {
        let FileKey::Set(set) = key else { return None };
        let read = self.file(key).and_then(|(bytes, state)| {
            let path = self.folder.path(key);
            let document = project.document(&set.document).ok_or_else(|| StoreError::Orphan {
                missing: format!("the document {}", set.document),
                path: path.clone(),
            })?;
            let cx = SetCx { key: set, document, codebook: &project.codebook };
            Ok((set_from_bytes(&bytes, cx, &path)?, state))
        });
        Some((set.clone(), read))
    }

    fn file(&self, key: &FileKey) -> Result<(Vec<u8>, FileState), StoreError> {
        let path = self.folder.path(key);
        if self.progress.is_stopped() {
            return Err(StoreError::Cancelled(path));
        }
        let read = self.folder.read(key)?;
        self.progress.tell(self.done.fetch_add(1, Ordering::Relaxed) + 1, self.total);
        read.ok_or_else(|| StoreError::io("read", &path, &std::io::ErrorKind::NotFound.into()))
    }

    fn damaged_document(&self, id: &DocumentId, error: StoreError) -> Damage {
        let text = FileKey::Text(id.clone());
        let is_text = error.path() == Some(&self.folder.path(&text));
        self.damaged(if is_text { text } else { FileKey::Document(id.clone()) }, error)
    }

    fn damaged(&self, key: FileKey, error: StoreError) -> Damage {
        Damage { path: self.folder.path(&key), key: Some(key), error }
    }
}

/// A document from its two files, read by `file`.
pub fn read_document(
    folder: &Folder,
    id: &DocumentId,
    file: impl Fn(&FileKey) -> Result<(Vec<u8>, FileState), StoreError>,
) -> Result<(Document, FileState, FileState), StoreError> {
    let (record_key, text_key) = (FileKey::Document(id.clone()), FileKey::Text(id.clone()));
    let (record, record_state) = file(&record_key)?;
    let (text, text_state) = file(&text_key)?;
    let (record_path, text_path) = (folder.path(&record_key), folder.path(&text_key));
    let document = document_from_bytes(id, (&record, &record_path), (text, &text_path))?;
    Ok((document, record_state, text_state))
}
