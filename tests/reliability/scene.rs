//! The project that everything happens to, in a temporary folder, and what it is opened with.

use glossator::model::{
    Annotator, AnnotatorId, AnnotatorKind, Attribute, AttributeId, AttributeKind, Choice, Codebook, Document,
    DocumentId, Layer, LayerId, LayerKind, Project, SetKey, Tag, TagId, Timestamp,
};
use glossator::store::{self, Disk, Home, Person};
use glossator::text::Text;
use glossator::workspace::{Options, Pace, SaveState, Workspace};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Who works on it.
pub const PEOPLE: [&str; 3] = ["ana", "ben", "cleo"];
/// The tags that are there from the beginning.
pub const TAGS: [&str; 4] = ["person", "place", "title", "claim"];

/// The tag of relations.
pub const RELATION: &str = "says";
/// The tag of articles.
pub const TOPIC: &str = "war";

/// The attribute of spans.
pub fn stance() -> AttributeId {
    AttributeId::new("stance").unwrap()
}

/// A temporary folder with a project and a home.
pub struct Scene {
    folder: TempDir,
}

impl Scene {
    /// A scene on the disk.
    pub fn new() -> Self {
        Self::with(TempDir::new().unwrap())
    }

    /// A scene in memory, where the system has such a folder: for what does not depend on a real disk.
    pub fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        Self::with(if memory.is_dir() { TempDir::new_in(memory).unwrap() } else { TempDir::new().unwrap() })
    }

    fn with(folder: TempDir) -> Self {
        let scene = Self { folder };
        store::create(&scene.project(), &start()).unwrap();
        scene
    }

    /// The folder of both.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The project's folder.
    pub fn project(&self) -> PathBuf {
        self.root().join("project")
    }

    /// The person's own folder.
    pub fn home_folder(&self) -> PathBuf {
        self.root().join("home")
    }

    /// The person's own folders.
    pub fn home(&self) -> Home {
        Home::at(&self.home_folder())
    }

    /// Opens it without a gate.
    pub fn open(&self, options: Options) -> Result<Workspace, store::StoreError> {
        Workspace::open(&self.project(), &self.home(), options)
    }

    /// The project as its files have it, and what of them cannot be read.
    pub fn on_disk(&self) -> Result<(Project, Vec<store::Damage>), store::StoreError> {
        let opened = store::open_on(&Disk::default(), &self.project(), &store::Progress::default())?;
        Ok((opened.project, opened.damage))
    }
}

/// A project of one document, with tags of spans, of relations and of articles and an attribute, in which everybody has a
/// file and nobody has said anything.
pub fn start() -> Project {
    let layer = |id: &str, kind: LayerKind| Layer { kind, ..Layer::new(LayerId::new(id).unwrap(), id.to_owned()) };
    let layers = vec![
        layer("entity", LayerKind::Span),
        layer("tie", LayerKind::Relation),
        layer("subject", LayerKind::Document),
    ];
    let mut codebook = Codebook::new(layers, tags());
    let choices = ["for", "against"].map(|id| Choice { id: id.into(), name: id.to_owned() });
    let entity = LayerId::new("entity").unwrap();
    codebook.attributes = vec![Attribute::new(stance(), Some(entity), AttributeKind::Choice(choices.to_vec()))];
    let mut project = Project::new("7q2mk8da".parse().unwrap(), "Letters".to_owned(), codebook);
    for id in PEOPLE {
        let id = AnnotatorId::new(id).unwrap();
        let annotator = Annotator { id: id.clone(), name: id.to_string(), kind: AnnotatorKind::Human };
        project.annotators.insert(id, Arc::new(annotator));
    }
    project.documents.insert(letter(), Arc::new(document()));
    project
}

fn tags() -> Vec<Tag> {
    let tag = |layer: &str, id: &str| Tag::new(TagId::new(id).unwrap(), LayerId::new(layer).unwrap(), id.to_owned());
    let others = [tag("tie", RELATION), tag("subject", TOPIC)];
    TAGS.iter().map(|id| tag("entity", id)).chain(others).collect()
}

fn document() -> Document {
    let sentences = (1..40).map(|n| format!("On day {n} Ada of York wrote to Mr Babbage, who was away in Zürich.\n"));
    let text = Text::new(sentences.collect()).unwrap();
    Document::new(letter(), "Letters of Ada".to_owned(), text, clock())
}

/// The id of the document.
pub fn letter() -> DocumentId {
    DocumentId::new("letter-7q2m").unwrap()
}

/// Somebody's set of a document.
pub fn set_of(annotator: &str, document: &DocumentId) -> SetKey {
    SetKey { document: document.clone(), annotator: AnnotatorId::new(annotator).unwrap() }
}

/// Somebody.
pub fn person(id: &str) -> Person {
    Person { id: AnnotatorId::new(id).unwrap(), name: id.to_owned() }
}

/// The time, which stands still.
pub fn clock() -> Timestamp {
    Timestamp::new(1_770_000_000)
}

/// Options with a fixed seed and time, a journal of small files, and files that are written all the time.
pub fn quick(annotator: &str, seed: u64) -> Options {
    let soon = Duration::from_millis(5);
    Options {
        person: Some(person(annotator)),
        seed: Some(seed),
        clock: Arc::new(clock),
        pace: Pace { backup: 4 * soon, ..Pace::every(soon) },
        journal_file: 2_000,
        ..Options::default()
    }
}

/// Options of a window that writes no file by itself, and looks at none.
pub fn lazy(annotator: &str, seed: u64) -> Options {
    let never = Duration::from_secs(3600);
    let pace = Pace::every(never);
    Options { pace, ..quick(annotator, seed) }
}

/// Waits until all edits are on the disk; says so when they are not within a long time.
pub fn until_saved(window: &mut Workspace) -> Result<(), String> {
    let started = Instant::now();
    while window.save_state() != SaveState::Saved {
        window.poll();
        if started.elapsed() > Duration::from_secs(30) {
            return Err(format!("not saved within 30 s: {:?}", window.save_state()));
        }
        std::thread::sleep(Duration::from_micros(200));
    }
    Ok(())
}

/// All files below a folder. One that goes away meanwhile is left out.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder { open.push(entry.path()) } else { found.push(entry.path()) }
        }
    }
    found.sort();
    found
}
