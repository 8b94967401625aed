//! Saving: until the record of an edit is on the disk, and an import of many files.

use crate::clock::{Series, took};
use crate::made::{self, Place};
use crate::rig::Rig;
use crate::words::{self, Script, words_in};
use glossator::edit::Command;
use glossator::model::{Codebook, DocumentId, Project, RecordId, SetKey};
use glossator::store;
use glossator::workspace::{Options, SaveState, Workspace};
use std::time::{Duration, Instant};

/// Edits whose way to the disk is measured.
const EDITS: usize = 200;
/// Files that are imported.
const FILES: usize = 300;

/// How long an edit takes to be durable, in a 1 MB article with 10,000 spans.
pub fn journal() {
    let place = Place::with(&made::project(11, [(1_000_000, 10_000)]));
    let options = Options { person: Some(made::person()), ..Options::default() };
    let mut workspace = Workspace::open(&place.project(), &place.home(), options).expect("it opens");
    let mut rng = fastrand::Rng::with_seed(11);
    let document = DocumentId::new("article-00000").expect("an id");
    let text = workspace.project().documents[&document].text.clone();
    let (mut ran, mut saved) = (Series::default(), Series::default());
    for _ in 0..EDITS {
        let set = SetKey { document: document.clone(), annotator: made::person().id };
        let tag = workspace.project().codebook.order[rng.usize(..9)].clone();
        let command = Command::AddSpan { set, at: words_in(&mut rng, &text).into(), tag };
        let begun = Instant::now();
        let (done, run) = took(|| workspace.run(&command));
        if done.is_err() {
            continue;
        }
        while workspace.save_state() != SaveState::Saved {
            assert!(begun.elapsed() < Duration::from_secs(60), "not yet saved");
            std::thread::sleep(Duration::from_micros(20));
            workspace.poll();
        }
        saved.push(begun.elapsed());
        ran.push(run.cpu);
    }
    println!("    {:<46} {}", "Workspace::run, CPU", ran.line());
    println!("    {:<46} {}", "from run() to durable, wall", saved.line());
    println!("    {:<46} {}", "the disk alone: write 200 bytes and sync", disk(&place).line());
}

/// What the disk takes by itself, which is the least that an edit can take.
fn disk(place: &Place) -> Series {
    use std::io::Write;
    let mut file = std::fs::File::create(place.other("disk")).expect("a file");
    let mut series = Series::default();
    for _ in 0..EDITS {
        let ((), time) = took(|| {
            file.write_all(&[7; 200]).expect("room");
            file.sync_data().expect("a disk");
        });
        series.push(time.wall);
    }
    series
}

/// Adds 300 files of 5 kB to an empty project through the window.
pub fn import() {
    let mut rng = fastrand::Rng::with_seed(12);
    let project =
        Project::new(RecordId::drawn(|| rng.u8(0..36)), "Empty".to_owned(), Codebook::clone(&made::codebook()));
    let (mut read, mut durable, mut written, mut longest) =
        (Series::default(), Series::default(), Series::default(), Series::default());
    for _ in 0..3 {
        let place = Place::with(&project);
        let folder = place.other("articles");
        let texts: Vec<(String, String)> = (0..FILES)
            .map(|n| (format!("article-{n:03}.txt"), words::text(&mut rng, Script::English, 5_000).as_str().to_owned()))
            .collect();
        store::write_files(&folder, texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes()))).expect("files");
        let mut rig = Rig::start(place.home(), vec![place.project()]);
        rig.until("open", |rig| matches!(rig.window.session, glossator::app::window::Session::Open(_)));
        rig.rest();
        let begun = Instant::now();
        let cx = rig.cx.clone();
        rig.window.add_files(&cx, vec![folder]);
        let frames = rig.until("read", |rig| rig.desk().workspace.project().documents.len() == FILES);
        read.push(begun.elapsed());
        let slowest = frames.iter().map(|frame| frame.took.wall).max().unwrap_or_default();
        rig.until("durable", |rig| rig.desk().workspace.save_state() == SaveState::Saved);
        durable.push(begun.elapsed());
        let files = place.project().join("documents");
        rig.until("written", |_| std::fs::read_dir(&files).map_or(0, Iterator::count) == 2 * FILES);
        written.push(begun.elapsed());
        longest.push(slowest);
    }
    println!("    {:<46} {}", "300 files until they are in the list, wall", read.line());
    println!("    {:<46} {}", "until they are in the journal, wall", durable.line());
    println!("    {:<46} {}", "until all files are written, wall (waits 2 s)", written.line());
    println!("    {:<46} {}", "the longest frame meanwhile, wall", longest.line());
}

/// Transactions of a journal that is long.
const TRANSACTIONS: usize = 100_000;

/// What a journal of 100,000 transactions costs when its project is opened, undone and read as a history: an article of
/// 1 MB, in which spans come and go.
pub fn long_journal() {
    let place = Place::with(&made::project(13, [(1_000_000, 1_000)]));
    let options = || Options { person: Some(made::person()), ..Options::default() };
    let open = || Workspace::open(&place.project(), &place.home(), options()).expect("it opens");
    let opening = || {
        let mut series = Series::default();
        for _ in 0..15 {
            let (workspace, time) = took(open);
            series.push(time.wall);
            workspace.close().expect("it closes");
        }
        series
    };
    let without = opening();
    let mut workspace = open();
    let document = DocumentId::new("article-00000").expect("an id");
    let text = workspace.project().documents[&document].text.clone();
    let set = SetKey { document, annotator: made::person().id };
    let mut rng = fastrand::Rng::with_seed(13);
    let mut n = 0;
    while n < TRANSACTIONS {
        let tag = workspace.project().codebook.order[rng.usize(..9)].clone();
        let command = Command::AddSpan { set: set.clone(), at: words_in(&mut rng, &text).into(), tag };
        n += usize::from(workspace.run(&command).is_ok());
        let spans = &workspace.project().sets[&set].spans;
        if spans.len() > 2_000 {
            let gone = spans.nth(rng.usize(..spans.len())).expect("a span").key();
            n += usize::from(workspace.run(&Command::RemoveSpans { set: set.clone(), spans: vec![gone] }).is_ok());
        }
        if n % 64 == 0 {
            // As a person's pauses do, so that records are written one after the other.
            while workspace.save_state() != SaveState::Saved {
                std::thread::sleep(Duration::from_micros(50));
                workspace.poll();
            }
            workspace.take_applied();
        }
    }
    workspace.save_now().expect("it is saved");
    workspace.close().expect("it closes");
    let with = opening();
    println!("    {:<46} {}", "opening without a journal, wall", without.line());
    println!("    {:<46} {}", format!("opening with {n} transactions, wall"), with.line());
    let mut workspace = open();
    let mut undo = Series::default();
    for _ in 0..20_000 {
        let (undone, time) = took(|| workspace.undo());
        assert!(undone.expect("the journal can be read").is_some());
        undo.push(time.cpu);
    }
    println!("    {:<46} {}", "undo, 20,000 steps back, CPU", undo.line());
    let source = workspace.history().expect("it can be changed");
    let (history, time) = took(|| source.read().expect("it can be read"));
    println!(
        "    {:<46} {}",
        format!("reading {} steps as a history, wall", history.moments().len()),
        crate::clock::ms(time.wall.as_secs_f64() * 1e3)
    );
}
