//! Files that are cut or changed at any byte: opening never panics, says what is damaged, leaves it as it is, and takes
//! every whole record of a journal.

use crate::scene::{Scene, TAGS, files_below, lazy, letter, set_of, start, until_saved};
use crate::{Form, Outcome};
use glossator::edit::{Command, NewDocument};
use glossator::model::{Project, TagId};
use glossator::store::{self, Contents, Disk, FileKey};
use glossator::text::{Offset, Text, TextRange};
use glossator::workspace::{Event, Options};
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How a file is torn.
#[derive(Clone, Copy, Debug)]
enum Tear {
    Cut,
    Flip,
}

#[derive(Default)]
struct Counts {
    n_files: usize,
    n_told: usize,
    n_mended: usize,
    n_same: usize,
    n_as_said: usize,
    n_journals: usize,
    n_opened: usize,
}

pub fn run(form: Form) -> Outcome {
    let mut outcome = Outcome::default();
    let mut counts = Counts::default();
    // A thread that panics is told of too.
    let n_panics = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&n_panics);
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if counted.fetch_add(1, Ordering::Relaxed) == 0 {
            println!("torn-files: the first panic: {panic}");
        }
    }));
    project_files(form, &mut counts, &mut outcome);
    journals(form, &mut counts, &mut outcome);
    std::panic::set_hook(usual);
    let n_panics = n_panics.load(Ordering::Relaxed);
    if n_panics > 0 {
        outcome.lose(format!("{n_panics} panics"));
    }
    let Counts { n_files, n_told, n_mended, n_same, n_as_said, n_journals, n_opened } = counts;
    outcome.figures = format!(
        "{n_files} torn files of a project: {n_told} told of, {n_mended} mended from others, {n_same} read as before, {n_as_said} read as they then \
         said; {n_journals} torn journals read, {n_opened} of them opened; panics: {n_panics}"
    );
    outcome
}

/// Tears each kind of file of a project.
fn project_files(form: Form, counts: &mut Counts, outcome: &mut Outcome) {
    let scene = Scene::in_memory();
    let expected = small_project(&scene);
    for name in [
        "project.ron",
        "annotators/ana.ron",
        "documents/short-7q2m.ron",
        "documents/short-7q2m.txt",
        "annotations/ana/short-7q2m.ron",
    ] {
        let path = scene.project().join(name);
        let whole = fs::read(&path).unwrap();
        for (tear, at) in tears(whole.len(), form.pick(7, 1)) {
            counts.n_files += 1;
            let torn = torn(&whole, tear, at);
            fs::write(&path, &torn).unwrap();
            let checked = catch_unwind(AssertUnwindSafe(|| check_file(&scene, name, &torn, &expected, counts)));
            match checked {
                Ok(Ok(())) => {}
                Ok(Err(why)) => outcome.lose(format!("{name}, {tear:?} at {at}: {why}")),
                Err(_) => outcome.lose(format!("{name}, {tear:?} at {at}: a panic")),
            }
            fs::write(&path, &whole).unwrap();
            fs::remove_dir_all(scene.home_folder()).unwrap_or_default();
        }
    }
}

/// A project with one short document, two spans and a note. The long letter goes, so that all bytes can be torn.
fn small_project(scene: &Scene) -> Project {
    let mut window = scene.open(lazy("ana", 1)).unwrap();
    let text = Text::new("Ada schrieb nach Zürich.\nSie war fort.\n".to_owned()).unwrap();
    let id = glossator::model::DocumentId::new("short-7q2m").unwrap();
    let new = NewDocument { id: Some(id), ..NewDocument::of_text(text) };
    window.run(&Command::AddDocuments(vec![new])).unwrap();
    window.run(&Command::RemoveDocuments(vec![letter()])).unwrap();
    let document = window.project().documents.keys().next().unwrap().clone();
    let set = set_of("ana", &document);
    for (start, end, tag) in [(0, 3, "person"), (17, 24, "place")] {
        window.run(&mark(&document, start, end, tag)).unwrap();
    }
    let span = window.project().set(&set).unwrap().spans.iter().next().unwrap().key();
    window.run(&Command::note(set, Some(span), "Who is it?".to_owned())).unwrap();
    let project = window.snapshot();
    window.close().unwrap();
    fs::remove_dir_all(scene.home_folder()).unwrap();
    project
}

fn mark(document: &glossator::model::DocumentId, start: u32, end: u32, tag: &str) -> Command {
    let at = TextRange::between(Offset::new(start), Offset::new(end)).into();
    Command::AddSpan { set: set_of("ana", document), at, tag: TagId::new(tag).unwrap() }
}

fn check_file(scene: &Scene, name: &str, torn: &[u8], expected: &Project, counts: &mut Counts) -> Result<(), String> {
    let path = scene.project().join(name);
    let mut window = match scene.open(lazy("ana", 2)) {
        Ok(window) => window,
        Err(error) if error.to_string().contains(name) => {
            counts.n_told += 1;
            return is_left(&path, torn);
        }
        Err(error) => return Err(format!("it does not open, and does not say that this is why: {error}")),
    };
    let key = FileKey::from_path(Path::new(name)).unwrap().unwrap();
    let is_told = window.damage().values().any(|damage| damage.path == path);
    let news = window.poll();
    let is_news = news.iter().any(|event| event.sentence(window.project()).is_some());
    if is_told {
        counts.n_told += 1;
    } else if window.project() == expected {
        counts.n_same += 1;
    } else {
        // A changed letter in a title is as good as an edit; but nothing that the file says may be passed over.
        let written = store::bytes_of(window.project(), &key).map_err(|error| error.to_string())?;
        if !says_the_same(written.as_deref(), torn) {
            let said = written.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            return Err(format!(
                "read without a word as something else: {said:?} from {:?}",
                String::from_utf8_lossy(torn)
            ));
        }
        counts.n_as_said += 1;
    }
    // What it says of a torn file may be that saving fails; what counts is that the file stays.
    window.save_now().unwrap_or_default();
    window.close().unwrap_or_default();
    // A record whose digest is not that of its text is taken for one whose text was changed: that is told, and the digest
    // becomes right again. Nothing else may be written.
    let is_mended = || matches!(scene.on_disk(), Ok((project, damage)) if damage.is_empty() && project == *expected);
    if is_left(&path, torn).is_err() && (is_told || is_news) && is_mended() {
        counts.n_mended += 1;
        return Ok(());
    }
    is_left(&path, torn)
}

/// Whether two files say the same, however they write it.
fn says_the_same(written: Option<&[u8]>, torn: &[u8]) -> bool {
    let value = |bytes: &[u8]| ron::from_str::<ron::Value>(std::str::from_utf8(bytes).ok()?).ok();
    written.is_some_and(|written| written == torn || value(written).is_some_and(|said| value(torn) == Some(said)))
}

fn is_left(path: &Path, torn: &[u8]) -> Result<(), String> {
    if fs::read(path).is_ok_and(|bytes| bytes == torn) {
        Ok(())
    } else {
        Err("the torn file was overwritten".to_owned())
    }
}

/// A journal, and what is expected of it.
struct Journal {
    scene: Scene,
    /// The project's files, which have nothing of it.
    start: BTreeMap<PathBuf, Vec<u8>>,
    path: PathBuf,
    bytes: Vec<u8>,
    /// Where each record ends, and the project then; the first is what stands before all records.
    ends: Vec<(usize, Project)>,
}

/// Tears a journal of some hundred records.
fn journals(form: Form, counts: &mut Counts, outcome: &mut Outcome) {
    let journal = journal(form.pick(100, 300));
    let every = form.pick(7, 1);
    let opened_every = form.pick(350, 50);
    for (n, (tear, at)) in tears(journal.bytes.len(), every).into_iter().enumerate() {
        counts.n_journals += 1;
        fs::write(&journal.path, torn(&journal.bytes, tear, at)).unwrap();
        let is_opened = n % (opened_every / every) == 0;
        counts.n_opened += usize::from(is_opened);
        let checked = catch_unwind(AssertUnwindSafe(|| {
            check_records(&journal, tear, at)?;
            if is_opened { check_opened(&journal, tear, at) } else { Ok(()) }
        }));
        match checked {
            Ok(Ok(())) => {}
            Ok(Err(why)) => outcome.lose(format!("a journal, {tear:?} at {at}: {why}")),
            Err(_) => outcome.lose(format!("a journal, {tear:?} at {at}: a panic")),
        }
    }
}

fn journal(n_records: u32) -> Journal {
    let scene = Scene::in_memory();
    let start_files = files_below(&scene.project()).into_iter().map(|path| (path.clone(), fs::read(&path).unwrap()));
    let start_files = start_files.collect();
    let mut window = scene.open(Options { journal_file: u64::MAX, ..lazy("ana", 1) }).unwrap();
    // Somebody's first word makes their set; the records after it are about one span each.
    window.run(&mark(&letter(), 0, 2, "claim")).unwrap();
    until_saved(&mut window).unwrap();
    let path = files_below(&scene.home_folder()).into_iter().find(|path| path.extension().is_some()).unwrap();
    let length = || usize::try_from(fs::metadata(&path).unwrap().len()).unwrap();
    let mut ends = vec![(0, start()), (length(), window.snapshot())];
    for n in 1..n_records {
        let text = window.project().document(&letter()).unwrap().text.clone();
        let place = text.floor(n as usize * 2).get();
        let end = text.floor(n as usize * 2 + 5).get();
        window.run(&mark(&letter(), place, end, TAGS[n as usize % 2])).unwrap();
        until_saved(&mut window).unwrap();
        ends.push((length(), window.snapshot()));
    }
    drop(window);
    let bytes = fs::read(&path).unwrap();
    Journal { scene, start: start_files, path, bytes, ends }
}

impl Journal {
    /// The records that a tear leaves whole, by their numbers.
    fn whole(&self, tear: Tear, at: usize) -> Vec<u64> {
        let records = self.ends.windows(2).zip(1..);
        let is_whole = |from: usize, to: usize| match tear {
            Tear::Cut => to <= at,
            // The head stands before the first record, and is no part of it.
            Tear::Flip => !(from..to).contains(&at) || at < self.first_record(),
        };
        records.filter(|(ends, _)| is_whole(ends[0].0, ends[1].0)).map(|(_, n)| n).collect()
    }

    /// Where the first record begins.
    fn first_record(&self) -> usize {
        const MARKER: [u8; 4] = [0xFF, b'g', b'j', 0xFE];
        let mut starts = self.bytes.windows(MARKER.len()).enumerate().filter(|(_, window)| **window == MARKER);
        starts.next().unwrap().0
    }
}

/// Whether reading gives exactly the whole records.
fn check_records(journal: &Journal, tear: Tear, at: usize) -> Result<(), String> {
    let folder = journal.path.parent().unwrap();
    let contents = Contents::read(&Disk::default(), folder, Default::default()).map_err(|error| error.to_string())?;
    let found: Vec<u64> = contents.steps.iter().map(|step| step.seq).collect();
    let expected = journal.whole(tear, at);
    if found == expected { Ok(()) } else { Err(format!("the records {found:?} are there, and whole are {expected:?}")) }
}

/// Whether the project opens with all whole records, and says it when one is not.
fn check_opened(journal: &Journal, tear: Tear, at: usize) -> Result<(), String> {
    for (path, bytes) in &journal.start {
        fs::write(path, bytes).unwrap();
    }
    let mut window =
        journal.scene.open(Options { journal_file: u64::MAX, ..lazy("ana", 2) }).map_err(|error| error.to_string())?;
    let events = window.poll();
    let whole = journal.whole(tear, at);
    let is_told = events.iter().any(|event| matches!(event, Event::JournalTorn | Event::JournalDamaged(_)));
    if whole.len() + 1 < journal.ends.len() && matches!(tear, Tear::Flip) && !is_told {
        return Err(format!("a damaged record is not told of: {events:?}"));
    }
    let n_spans = window.project().set(&set_of("ana", &letter())).map_or(0, |set| set.spans.len());
    let is_as_then = match tear {
        Tear::Cut => *window.project() == journal.ends[whole.len()].1,
        Tear::Flip => n_spans == whole.len(),
    };
    if is_as_then { Ok(()) } else { Err(format!("{n_spans} spans are there, and {} records are whole", whole.len())) }
}

/// Both tears at every so many bytes.
fn tears(length: usize, every: usize) -> Vec<(Tear, usize)> {
    (0..length).step_by(every).flat_map(|at| [(Tear::Cut, at), (Tear::Flip, at)]).collect()
}

fn torn(whole: &[u8], tear: Tear, at: usize) -> Vec<u8> {
    let mut torn = whole.to_vec();
    match tear {
        Tear::Cut => torn.truncate(at),
        Tear::Flip => torn[at] ^= 1 << (at % 8),
    }
    torn
}
