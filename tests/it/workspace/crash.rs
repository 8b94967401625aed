//! Programs that end without closing, at any moment: what was called saved is there afterwards.

use crate::desk::{Desk, add_document, files_of, lazy, mark, marked, options, until_saved};
use crate::notation::{letter, tag};
use glossator::edit::{Command, NewTag};
use glossator::model::{Project, Tag};
use glossator::store::{self, Gate, Op, Verdict};
use glossator::workspace::{Event, Options, Workspace};
use std::collections::BTreeMap;
use std::path::Path;

fn open(desk: &Desk, seed: u64) -> Workspace {
    Workspace::open(&desk.path(), &desk.home, lazy("ana", seed)).unwrap()
}

#[test]
fn a_window_that_vanishes_loses_nothing_that_was_saved() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let mut window = open(&desk, 1);
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    window.run(&mark("ana", 13, 15, "title")).unwrap();
    until_saved(&mut window);
    drop(window);
    assert_eq!(marked(&desk.on_disk(), "ana"), [""; 0], "no file was written");
    let mut window = desk.window("ana", 2);
    let events = window.poll();
    assert!(matches!(events.first(), Some(Event::Recovered { n_records: 4, .. })), "{events:?}");
    let told = events.first().and_then(|event| event.sentence(window.project())).unwrap();
    assert_eq!(told, "4 changes in “Ada wrote to Mr Babbage” recovered that had not reached the files");
    assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Mr:title"]);
    window.undo().unwrap().unwrap();
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person"]);
    assert_eq!(desk.window("ana", 3).poll(), [], "nothing is left to recover");
}

#[test]
fn what_files_call_a_tag_is_in_the_journal_until_it_is_in_the_codebook() {
    let desk = Desk::new("Ada wrote");
    let start = desk.files();
    let mut window = open(&desk, 1);
    let labeled = |label: &str| Tag { label: Some(label.into()), ..tag("claim", None) };
    window.run(&Command::EditTag(Box::new(labeled("org/claim")))).unwrap();
    window.run(&Command::EditTag(Box::new(labeled("a|b")))).unwrap();
    window.undo().unwrap();
    until_saved(&mut window);
    drop(window);
    assert_eq!(desk.files(), start);
    let mut window = desk.window("ana", 2);
    assert_eq!(window.project().codebook.named("org/claim").map(|tag| tag.id.as_str()), Some("claim"));
    window.redo().unwrap();
    window.close().unwrap();
    assert_eq!(desk.on_disk().codebook.tag(&tag("claim", None).id).unwrap().label.as_deref(), Some("a|b"));
}

/// A session that touches files of every kind. Returns the project at its end.
fn session(desk: &Desk) -> Project {
    let mut window = open(desk, 1);
    let steps = [
        mark("ana", 0, 3, "person"),
        add_document("A second text"),
        Command::AddTag(Box::new(NewTag { name: "Event".to_owned(), ..NewTag::default() })),
        mark("ana", 4, 9, "event"),
        Command::RemoveTag { tag: tag("claim", None).id, spans: glossator::edit::Fate::Remove },
        Command::Rename("After".to_owned()),
    ];
    for step in &steps {
        window.run(step).unwrap();
    }
    window.undo().unwrap();
    window.undo().unwrap();
    window.redo().unwrap();
    until_saved(&mut window);
    window.snapshot()
}

#[test]
fn files_written_in_any_part_before_the_end_become_whole() {
    let desk = Desk::new("Ada wrote to [place|York]");
    let start = desk.files();
    let expected = session(&desk);
    let journals = files_of(&desk.home.journals());
    let end = {
        let whole = Desk::empty();
        store::create(&whole.path(), &expected).unwrap();
        whole.files()
    };
    let changed: Vec<&String> =
        end.iter().filter(|(name, bytes)| start.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
    assert!(changed.len() >= 5, "{changed:?}");
    for subset in 0..1_u32 << changed.len() {
        let is_written =
            |name: &String| changed.iter().position(|other| *other == name).is_some_and(|at| subset >> at & 1 == 1);
        let mut files = start.clone();
        files
            .extend(end.iter().filter(|(name, _)| is_written(name)).map(|(name, bytes)| (name.clone(), bytes.clone())));
        put(&desk.path(), &files);
        put(&desk.home.journals(), &journals);
        let window = open(&desk, 2);
        let written: Vec<_> = changed.iter().filter(|name| is_written(name)).collect();
        assert!(window.damage().is_empty(), "{written:?}");
        assert_eq!(window.project(), &expected, "{written:?}");
        window.close().unwrap();
        assert_eq!(desk.files(), end, "{written:?}");
    }
}

#[test]
fn a_document_that_went_in_any_part_goes_as_a_whole() {
    let desk = Desk::new("[person|Ada] wrote to Mr Babbage");
    let mut window = desk.window("ana", 1);
    window.run(&mark("ben", 4, 9, "claim")).unwrap();
    window.close().unwrap();
    let start = desk.files();
    let mut window = open(&desk, 2);
    window.run(&Command::RemoveDocuments(vec![letter()])).unwrap();
    until_saved(&mut window);
    drop(window);
    let journals = files_of(&desk.home.journals());
    let going: Vec<&String> = start.keys().filter(|name| name.contains("letter-7q2m")).collect();
    assert_eq!(going.len(), 4, "a record, a text and two sets: {going:?}");
    for subset in 0..1_u32 << going.len() {
        let left: Vec<_> = (0..going.len()).filter(|at| subset >> at & 1 == 1).map(|at| going[at]).collect();
        let mut files = start.clone();
        files.retain(|name, _| !going.contains(&name) || left.contains(&name));
        put(&desk.path(), &files);
        put(&desk.home.journals(), &journals);
        let window = open(&desk, 3);
        assert!(window.damage().is_empty(), "{left:?}: {:?}", window.damage());
        assert!(window.project().documents.is_empty() && window.project().sets.is_empty(), "{left:?}");
        window.close().unwrap_or_else(|error| panic!("{left:?}: {error}"));
        assert!(desk.files().keys().all(|name| !going.contains(&name)), "{left:?}: {:?}", desk.files().keys());
    }
}

#[test]
fn what_somebody_marked_in_a_document_that_was_going_brings_it_back() {
    let set = "annotations/ana/letter-7q2m.ron";
    let desk = Desk::new("[person|Ada] wrote to Mr Babbage");
    let before = desk.files();
    let mut other = desk.window("ana", 1);
    other.run(&mark("ana", 4, 9, "claim")).unwrap();
    other.close().unwrap();
    let marked_by_another = desk.files().remove(set).unwrap();
    put(&desk.path(), &before);
    put(&desk.home.journals(), &BTreeMap::new());
    let mut window = open(&desk, 2);
    window.run(&Command::RemoveDocuments(vec![letter()])).unwrap();
    until_saved(&mut window);
    drop(window);
    for name in before.keys().filter(|name| name.contains("letter-7q2m")) {
        std::fs::remove_file(desk.file(name)).unwrap();
    }
    std::fs::write(desk.file(set), marked_by_another).unwrap();
    open(&desk, 3).close().unwrap();
    let on_disk = desk.on_disk();
    assert_eq!(on_disk.document(&letter()).unwrap().text.as_str(), "Ada wrote to Mr Babbage");
    assert_eq!(marked(&on_disk, "ana"), ["Ada:person", "wrote:claim"], "as its owner has it");
}

#[test]
fn a_broken_record_is_not_replaced_from_the_journal() {
    let record = "documents/letter-7q2m.ron";
    let desk = Desk::new("[person|Ada] wrote to Mr Babbage");
    let mut window = open(&desk, 2);
    window.run(&Command::RemoveDocuments(vec![letter()])).unwrap();
    until_saved(&mut window);
    drop(window);
    desk.rewrite(record, |source| source.replace("title", "tittle"));
    let of_document = || {
        let mut files = desk.files();
        files.retain(|name, _| name.contains("letter-7q2m"));
        files
    };
    let broken = of_document();
    let window = open(&desk, 3);
    assert_eq!(window.damage().len(), 2, "the record, and the set that needs it: {:?}", window.damage());
    window.close().unwrap();
    assert_eq!(of_document(), broken);
}

/// Makes a folder have these files and no others but hidden ones.
fn put(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for name in files_of(folder).keys().filter(|name| !files.contains_key(*name)) {
        std::fs::remove_file(folder.join(name)).unwrap();
    }
    for (name, bytes) in files {
        std::fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

#[test]
fn journals_that_programs_left_behind_are_all_taken_in_once() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let (mut first, mut second) = (open(&desk, 1), open(&desk, 2));
    first.run(&mark("ana", 0, 3, "person")).unwrap();
    second.run(&mark("ana", 13, 15, "title")).unwrap();
    second.run(&mark("ben", 4, 9, "claim")).unwrap();
    for window in [&mut first, &mut second] {
        until_saved(window);
    }
    drop((first, second));
    for seed in 3..6 {
        let window = open(&desk, seed);
        assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Mr:title"]);
        assert_eq!(marked(window.project(), "ben"), ["wrote:claim"]);
    }
    desk.window("ana", 7).close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "Mr:title"]);
}

#[test]
fn what_others_wrote_meanwhile_is_kept_beside_what_is_recovered() {
    let desk = Desk::new("[person|Ada] wrote to [place|York]");
    let mut window = open(&desk, 1);
    let spans = crate::notation::spans_over(window.project(), "Ada");
    let retag = Command::Retag { set: crate::notation::set_of("ana"), spans, tag: tag("title", None).id };
    window.run(&retag).unwrap();
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    until_saved(&mut window);
    drop(window);
    desk.rewrite("annotations/ana/letter-7q2m.ron", |source| source.replace("tag: \"person\"", "tag: \"place\""));
    for seed in 2..5 {
        let mut window = open(&desk, seed);
        assert_eq!(marked(window.project(), "ana"), ["Ada:place", "Ada:title", "York:place", "wrote:claim"]);
        let events = window.poll();
        let told =
            events.iter().any(|event| matches!(event, Event::Recovered { conflicts, .. } if conflicts.len() == 1));
        assert!(told || seed > 2, "{events:?}");
    }
    let window = desk.window("ana", 9);
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:place", "Ada:title", "York:place", "wrote:claim"]);
}

#[test]
fn edits_of_a_file_that_broke_wait_until_it_is_mended() {
    let desk = Desk::new("[person|Ada] wrote");
    let set = "annotations/ana/letter-7q2m.ron";
    let mut window = open(&desk, 1);
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    until_saved(&mut window);
    drop(window);
    desk.rewrite(set, |source| source.replace("spans", "spams"));
    for seed in 2..4 {
        let mut window = open(&desk, seed);
        let events = window.poll();
        assert!(matches!(events.last(), Some(Event::Waiting(paths)) if paths.len() == 1), "{events:?}");
        window.close().unwrap();
    }
    desk.rewrite(set, |source| source.replace("spams", "spans"));
    desk.window("ana", 4).close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "wrote:claim"]);
}

/// The journal's files, by their paths, and the length of all.
fn journal_of(desk: &Desk) -> (BTreeMap<String, Vec<u8>>, usize) {
    let found: BTreeMap<String, Vec<u8>> =
        files_of(&desk.home.journals()).into_iter().filter(|(name, _)| name.ends_with(".journal")).collect();
    let length = found.values().map(Vec::len).sum();
    (found, length)
}

/// How the project looked after each record of a session that wrote no file, with the length of the journal then.
fn steps(desk: &Desk, journal_file: u64) -> Vec<(usize, Project)> {
    let options = Options { journal_file, ..lazy("ana", 1) };
    let mut window = Workspace::open(&desk.path(), &desk.home, options).unwrap();
    let mut seen = vec![(0, window.snapshot())];
    for at in 0..9 {
        window.run(&mark("ana", at, at + 2, "person")).unwrap();
        until_saved(&mut window);
        seen.push((journal_of(desk).1, window.snapshot()));
        if at % 4 == 3 {
            window.undo().unwrap();
            until_saved(&mut window);
            seen.push((journal_of(desk).1, window.snapshot()));
        }
    }
    seen
}

#[test]
fn a_journal_cut_anywhere_gives_every_whole_step() {
    let desk = Desk::new("Ada wrote to Mr Babbage of York");
    let start = desk.files();
    let seen = steps(&desk, u64::MAX);
    let (journal, length) = journal_of(&desk);
    let (name, whole) = journal.into_iter().next().unwrap();
    assert_eq!(whole.len(), length);
    for cut in (0..length).step_by(7).chain(seen.iter().flat_map(|&(end, _)| [end, end.saturating_sub(1)])) {
        put(&desk.path(), &start);
        put(&desk.home.journals(), &BTreeMap::from([(name.clone(), whole[..cut].to_vec())]));
        let (end, expected) = seen.iter().rev().find(|(end, _)| *end <= cut).unwrap();
        let mut window = open(&desk, 2);
        assert_eq!(window.project(), expected, "cut at {cut}");
        let is_torn = cut > *end && cut != 16;
        assert_eq!(window.poll().contains(&Event::JournalTorn), is_torn, "cut at {cut}");
    }
}

#[test]
fn a_damaged_journal_costs_its_damaged_records_alone() {
    for journal_file in [u64::MAX, 400] {
        let desk = Desk::new("Ada wrote to Mr Babbage of York");
        let start = desk.files();
        let seen = steps(&desk, journal_file);
        let (whole, _) = journal_of(&desk);
        assert_eq!(whole.len() > 2, journal_file == 400, "{:?}", whole.keys());
        let expected = marked(&seen.last().unwrap().1, "ana");
        for (name, bytes) in &whole {
            for at in (0..bytes.len()).step_by(11) {
                let mut flipped = whole.clone();
                flipped.get_mut(name).unwrap()[at] ^= 1 << (at % 8);
                put(&desk.path(), &start);
                put(&desk.home.journals(), &flipped);
                let mut window = open(&desk, 2);
                let found = marked(window.project(), "ana");
                let n_lost = expected.iter().filter(|span| !found.contains(span)).count();
                assert!(n_lost <= 1, "byte {at} of {name}: {found:?}");
                window.run(&mark("ana", 3, 13, "claim")).unwrap();
                until_saved(&mut window);
                drop(window);
                let mut again = open(&desk, 3);
                assert!(marked(again.project(), "ana").contains(&" wrote to :claim".to_owned()), "byte {at}");
                while again.undo().unwrap().is_some() {}
                let left = marked(again.project(), "ana");
                assert!(left.len() <= 1, "all but the damaged step can be undone: {left:?}, byte {at} of {name}");
            }
        }
    }
}

#[test]
fn undo_reaches_back_over_many_files_of_the_journal() {
    let desk = Desk::new("Ada wrote to Mr Babbage of York");
    let start = desk.files();
    let small = |seed| Options { journal_file: 300, ..options("ana", seed) };
    for seed in 1..5 {
        let mut window = Workspace::open(&desk.path(), &desk.home, small(seed)).unwrap();
        for at in 0..6 {
            let at = 6 * seed as u32 - 6 + at;
            window.run(&mark("ana", at, at + 2, "person")).unwrap();
            window.save_now().unwrap();
        }
        window.close().unwrap();
    }
    let (journal, _) = journal_of(&desk);
    assert!(journal.len() > 8, "{:?}", journal.keys());
    let mut window = Workspace::open(&desk.path(), &desk.home, small(9)).unwrap();
    assert_eq!(window.n_undoable(), 24);
    while let Some(undone) = window.undo().unwrap() {
        assert_eq!(undone.refused, []);
        let title = window.next_undo();
        assert_eq!(title.is_some(), window.n_undoable() > 0, "the next step can be named");
    }
    window.save_now().unwrap();
    assert_eq!(desk.files(), start);
    let mut n_redone = 0;
    while window.redo().unwrap().is_some() {
        n_redone += 1;
    }
    assert_eq!((n_redone, marked(window.project(), "ana").len()), (24, 24));
}

#[test]
fn full_files_of_the_journal_become_shorter_and_say_the_same() {
    let desk = Desk::new("Ada wrote to Mr Babbage of York");
    let mut window =
        Workspace::open(&desk.path(), &desk.home, Options { journal_file: 4_000, ..options("ana", 1) }).unwrap();
    let mut longest = 0;
    let mut n_files = 1;
    for n in 0.. {
        window.run(&mark("ana", n % 20, n % 20 + 3 + n / 20, "person")).unwrap();
        window.save_now().unwrap();
        let (journal, length) = journal_of(&desk);
        longest = longest.max(length);
        if journal.len() > n_files {
            n_files = journal.len();
        }
        if n_files == 3 {
            break;
        }
    }
    let (journal, _) = journal_of(&desk);
    let first = journal.values().next().unwrap();
    assert!(first.len() < 4_000 * 3 / 4, "{}", first.len());
    let n = window.n_undoable();
    window.close().unwrap();
    assert_eq!(desk.window("ana", 2).n_undoable(), n);
}

/// Counts which of the journal's files are read.
#[derive(Default)]
struct Reads(std::sync::Mutex<std::collections::BTreeSet<std::path::PathBuf>>);

impl Gate for Reads {
    fn before(&self, op: Op<'_>) -> Verdict {
        if let Op::Read(path) = op
            && path.extension().is_some_and(|ending| ending == "journal")
        {
            self.0.lock().unwrap().insert(path.to_owned());
        }
        Verdict::Go
    }
}

#[test]
fn opening_reads_the_newest_of_many_files_of_the_journal() {
    let reads = std::sync::Arc::new(Reads::default());
    let gate: std::sync::Arc<dyn Gate> = std::sync::Arc::clone(&reads) as _;
    let desk = Desk::gated("Ada wrote to Mr Babbage of York", gate);
    // No file of the project is written before the end, so that until then all of the journal is needed.
    let options = Options { journal_file: 300, ..lazy("ana", 1) };
    let mut window = Workspace::open(&desk.path(), &desk.home, options).unwrap();
    for at in 0..20 {
        window.run(&mark("ana", at, at + 2, "person")).unwrap();
        until_saved(&mut window);
    }
    window.close().unwrap();
    assert!(journal_of(&desk).0.len() > 5, "{:?}", journal_of(&desk).0.keys());
    reads.0.lock().unwrap().clear();
    let window = open(&desk, 2);
    assert_eq!(window.n_undoable(), 20);
    // The second is read for the step that undo would take back.
    assert!(reads.0.lock().unwrap().len() <= 2, "{:?}", reads.0.lock().unwrap());
}

#[test]
fn a_large_step_that_the_files_have_is_left_behind_on_closing() {
    let reads = std::sync::Arc::new(Reads::default());
    let gate: std::sync::Arc<dyn Gate> = std::sync::Arc::clone(&reads) as _;
    let desk = Desk::gated("Ada wrote", gate);
    let options = || Options { journal_file: 300, ..options("ana", 1) };
    let mut window = Workspace::open(&desk.path(), &desk.home, options()).unwrap();
    window.run(&add_document(&format!("Long\n\n{}", "Words of an article. ".repeat(100)))).unwrap();
    until_saved(&mut window);
    window.save_now().unwrap();
    window.close().unwrap();
    let (journal, _) = journal_of(&desk);
    let sizes: Vec<usize> = journal.values().map(Vec::len).collect();
    assert!(matches!(sizes[..], [first, last] if first > 2_000 && last < 200), "{sizes:?}");
    let mut window = Workspace::open(&desk.path(), &desk.home, options()).unwrap();
    assert_eq!((window.n_undoable(), window.next_undo()), (1, Some("Add “Long”")));
    assert_eq!(window.project().documents.len(), 2);
    window.undo().unwrap().unwrap();
    assert_eq!(window.project().documents.len(), 1);
    window.redo().unwrap().unwrap();
    assert_eq!(window.project().documents.len(), 2);
}
