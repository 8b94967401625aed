//! A desk for tests of files: a project in a temporary folder, and windows on it.

use crate::notation::{letter, project, set_of, tag};
use glossator::edit::{Command, NewDocument};
use glossator::model::{AnnotatorId, Fragments, Overlap, Project, Span, Timestamp};
use glossator::store::{self, Disk, Gate, Home, Person};
use glossator::text::{Offset, Text, TextRange};
use glossator::workspace::{CopiesMerged, Event, Options, Pace, SaveState, Workspace};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A temporary folder with a project and a home.
pub struct Desk {
    folder: TempDir,
    /// The person's folders.
    pub home: Home,
}

impl Desk {
    /// A desk with the project that a notation says.
    #[track_caller]
    pub fn new(notation: &str) -> Self {
        let desk = Self::empty();
        store::create(&desk.path(), &project(notation, Overlap::Any)).unwrap();
        desk
    }

    /// A desk without a project.
    pub fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        let home = Home::at(&folder.path().join("home"));
        Self { folder, home }
    }

    /// The same, with a gate before every call to the file system.
    pub fn gated(notation: &str, gate: Arc<dyn Gate>) -> Self {
        let Self { folder, home } = Self::new(notation);
        Self { folder, home: home.on(Disk::gated(gate)) }
    }

    /// The project's folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// The path of one of the project's files.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// What stands in one of the project's files.
    #[track_caller]
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap()
    }

    /// Changes one of the project's files, as an editor would.
    #[track_caller]
    pub fn rewrite(&self, name: &str, change: impl Fn(String) -> String) {
        std::fs::write(self.file(name), change(self.read(name))).unwrap();
    }

    /// All files of the project but those that are this machine's own, by their paths.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files_of(&self.path())
    }

    /// A window on the project, for a person.
    #[track_caller]
    pub fn window(&self, annotator: &str, seed: u64) -> Workspace {
        Workspace::open(&self.path(), &self.home, options(annotator, seed)).unwrap()
    }

    /// The project as its files have it.
    #[track_caller]
    pub fn on_disk(&self) -> Project {
        let opened = store::open(&self.path(), &store::Progress::default()).unwrap();
        assert_eq!(opened.damage, []);
        opened.project
    }
}

/// All files below a folder but hidden ones, by their paths.
pub fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).unwrap().map(Result::unwrap) {
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                // A file that is being replaced may be gone by now.
                found.extend(std::fs::read(entry.path()).ok().map(|bytes| (name, bytes)));
            }
        }
    }
    found
}

/// Options with a fixed seed and a clock that stands still; files are written and looked at all the time.
pub fn options(annotator: &str, seed: u64) -> Options {
    let soon = Duration::from_millis(5);
    Options {
        person: Some(person(annotator)),
        seed: Some(seed),
        clock: Arc::new(|| Timestamp::new(1_770_000_100)),
        // Backups are made as in the program, but where a test is about them.
        pace: Pace { first_backup: Pace::default().first_backup, backup: Pace::default().backup, ..Pace::every(soon) },
        // A few steps fill one, so that every test has several.
        journal_file: 2_000,
        ..Options::default()
    }
}

/// Options of a window that writes no file by itself, and looks at none.
pub fn lazy(annotator: &str, seed: u64) -> Options {
    let never = Duration::from_secs(3600);
    let pace = Pace::every(never);
    Options { pace, ..options(annotator, seed) }
}

/// Somebody.
pub fn person(id: &str) -> Person {
    Person { id: AnnotatorId::new(id).unwrap(), name: id.to_uppercase() }
}

/// Marks some bytes of the letter as a tag.
pub fn mark(annotator: &str, start: u32, end: u32, tag_id: &str) -> Command {
    let at: Fragments = TextRange::between(Offset::new(start), Offset::new(end)).into();
    Command::AddSpan { set: set_of(annotator), at, tag: tag(tag_id, None).id }
}

/// Adds a document.
pub fn add_document(content: &str) -> Command {
    Command::AddDocuments(vec![NewDocument::of_text(Text::new(content.to_owned()).unwrap())])
}

/// What an annotator marked in the letter, as covered text and tag, sorted.
pub fn marked(project: &Project, annotator: &str) -> Vec<String> {
    let Some(document) = project.document(&letter()) else { return Vec::new() };
    let said = |span: &Span| format!("{}:{}", document.text.slice(span.hull()), span.tag);
    let set = project.set(&set_of(annotator));
    let mut all: Vec<String> = set.map(|set| set.spans.iter().map(said).collect()).unwrap_or_default();
    all.sort();
    all
}

/// Merges the conflict copies that a window has.
#[track_caller]
pub fn merge_copies(window: &mut Workspace) -> CopiesMerged {
    let merged = window.copies_source().merge();
    window.take_copies(merged.clone()).unwrap();
    merged
}

/// Waits until something holds of a window; fails when it does not within a long time.
#[track_caller]
pub fn until(window: &mut Workspace, what: &str, holds: impl Fn(&Workspace) -> bool) -> Vec<Event> {
    let started = Instant::now();
    let mut events = Vec::new();
    loop {
        events.extend(window.poll());
        if holds(window) {
            return events;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "not yet {what}: {events:?}");
        std::thread::yield_now();
    }
}

/// Waits until all edits are on the disk.
#[track_caller]
pub fn until_saved(window: &mut Workspace) -> Vec<Event> {
    until(window, "saved", |window| window.save_state() == SaveState::Saved)
}

/// Waits until something is told.
#[track_caller]
pub fn until_told(window: &mut Workspace, what: &str, is_it: impl Fn(&Event) -> bool) {
    let started = Instant::now();
    while !window.poll().iter().any(&is_it) {
        assert!(started.elapsed() < Duration::from_secs(20), "not yet {what}");
        std::thread::yield_now();
    }
}
