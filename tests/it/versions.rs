//! Laws of merging whole projects: the same from both sides, nothing lost, and what comes out can be opened.

use crate::desk::{Desk, mark, marked};
use crate::edit::command_from;
use crate::notation::project;
use glossator::edit::{Command, Fate, Mint};
use glossator::model::{Overlap, Project, SetKey, TagId, Timestamp};
use glossator::store::{self, Progress};
use glossator::workspace::{ProjectsMerged, Version, merge_versions};
use proptest::prelude::*;

type Numbers = Vec<(u8, u32, u32, usize)>;

/// Any work of some people.
fn work() -> impl Strategy<Value = Numbers> {
    prop::collection::vec((0u8..14, 0u32..45, 0u32..45, 0usize..12), 0..10)
}

/// Marks and changes of marks, which leave text and codebook as they are.
fn labeling() -> impl Strategy<Value = Numbers> {
    prop::collection::vec((0u8..7, 0u32..45, 0u32..45, 0usize..12), 0..10)
}

fn start() -> Project {
    project("[person|Ada] of [place|York] wrote to Mr Babbage, who was away", Overlap::Any)
}

fn edited(start: &Project, numbers: &Numbers, seed: u64) -> Project {
    let (mut project, mut mint) = (start.clone(), Mint::new(seed, Timestamp::new(1_770_000_100)));
    for &numbers in numbers {
        let planned = command_from(&project, numbers).and_then(|command| command.plan(&project, &mut mint).ok());
        if let Some(transaction) = planned {
            transaction.apply(&mut project).unwrap();
        }
    }
    project
}

/// A project as its files have it.
fn version(project: &Project) -> Version {
    let desk = Desk::empty();
    store::create(&desk.path(), project).unwrap();
    Version::of(store::open(&desk.path(), &Progress::default()).unwrap())
}

/// What was marked: whose, which words, as what.
fn marks(project: &Project) -> Vec<(SetKey, String, String)> {
    let mut marks = Vec::new();
    for (key, set) in &project.sets {
        let text = &project.document(&key.document).unwrap().text;
        marks.extend(
            set.spans.iter().map(|span| (key.clone(), text.slice(span.hull()).to_owned(), span.tag.to_string())),
        );
    }
    marks
}

fn told(merged: &ProjectsMerged) -> Vec<String> {
    merged.conflicts.iter().map(|(key, conflict)| format!("{}: {conflict}", key.path().display())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_merge_of_projects_is_the_same_from_both_sides(ours in work(), theirs in work()) {
        let base = start();
        let (ours, theirs) = (edited(&base, &ours, 1), edited(&base, &theirs, 2));
        let [base, ours, theirs] = [&base, &ours, &theirs].map(version);
        let merged = merge_versions(base.clone(), ours.clone(), theirs.clone());
        let mirrored = merge_versions(base.clone(), theirs.clone(), ours.clone());
        prop_assert_eq!(&merged.project, &mirrored.project);
        prop_assert_eq!(told(&merged), told(&mirrored));
        let opened = version(&merged.project);
        prop_assert_eq!(opened.project(), &merged.project, "it can be opened");
        for side in [&ours, &theirs] {
            let only = merge_versions(base.clone(), side.clone(), base.clone());
            prop_assert_eq!((&only.project, told(&only)), (side.project(), Vec::new()), "only one side changed");
            let other = merge_versions(base.clone(), base.clone(), side.clone());
            prop_assert_eq!((&other.project, told(&other)), (side.project(), Vec::new()), "only the other changed");
            let same = merge_versions(base.clone(), side.clone(), side.clone());
            prop_assert_eq!((&same.project, told(&same)), (side.project(), Vec::new()), "both did the same");
        }
    }

    #[test]
    fn what_either_side_marked_is_in_the_merge(ours in labeling(), theirs in labeling()) {
        let base = start();
        let before = marks(&base);
        let (ours, theirs) = (edited(&base, &ours, 1), edited(&base, &theirs, 2));
        let merged = merge_versions(version(&base), version(&ours), version(&theirs));
        let found = marks(&merged.project);
        for (side, other) in [(&ours, &theirs), (&theirs, &ours)] {
            // What the other side gave another place or tag is under these.
            let as_before = marks(other).iter().filter(|mark| before.contains(mark)).count() == before.len();
            for mark in marks(side).iter().filter(|mark| as_before && !before.contains(mark)) {
                prop_assert!(found.contains(mark), "{mark:?} is lost");
            }
        }
        let again = merge_versions(version(&base), version(&merged.project), version(&theirs));
        prop_assert_eq!((again.project, again.conflicts.len()), (merged.project, 0), "merging once more changes nothing");
    }
}

#[test]
fn refactoring_on_one_side_reaches_what_the_other_marked() {
    let notation = "[person|Ada] of [place|York] wrote to Mr Babbage";
    let [base, ours, theirs] = [(); 3].map(|()| Desk::new(notation));
    let tag = |id: &str| TagId::new(id).unwrap();
    let mut window = theirs.window("ben", 1);
    let gone = Command::RemoveTag { tag: tag("person"), spans: Fate::Retag(tag("title")) };
    window.run(&gone).unwrap();
    window.run(&mark("ana", 24, 31, "place")).unwrap();
    window.close().unwrap();
    assert_eq!(marked(&theirs.on_disk(), "ana"), ["Ada:title", "Babbage:place", "York:place"]);
    let mut window = ours.window("ana", 2);
    window.run(&mark("ana", 21, 23, "person")).unwrap();
    window.close().unwrap();
    let read = |desk: &Desk| Version::of(store::open(&desk.path(), &Progress::default()).unwrap());
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = merge_versions(read(&base), read(one), read(other));
        assert_eq!(marked(&merged.project, "ana"), ["Ada:title", "Babbage:place", "Mr:title", "York:place"]);
        assert_eq!(merged.conflicts, []);
    }
}

#[test]
fn a_merge_is_one_step_that_is_taken_back() {
    let notation = "[person|Ada] of [place|York] wrote to Mr Babbage";
    let [base, ours, theirs] = [(); 3].map(|()| Desk::new(notation));
    let mut window = theirs.window("ben", 1);
    window.run(&mark("ben", 24, 31, "person")).unwrap();
    window.run(&mark("ana", 21, 23, "title")).unwrap();
    window.close().unwrap();
    let before = ours.files();
    let read = |desk: &Desk| Version::of(store::open(&desk.path(), &Progress::default()).unwrap());
    let mut window = ours.window("ana", 2);
    let merged = merge_versions(read(&base), read(&ours), read(&theirs));
    assert!(window.take_merged(&merged).unwrap() > 0);
    window.save_now().unwrap();
    assert_eq!(ours.on_disk(), theirs.on_disk());
    assert_eq!(ours.files(), theirs.files());
    window.undo().unwrap().unwrap();
    window.close().unwrap();
    assert_eq!(ours.files(), before);
}
