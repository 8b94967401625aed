//! Laws: whatever is done, undoing it gives the same bytes; whatever two windows do, both are there.

use super::recoding::slow;
use crate::desk::{Desk, files_of as files_below, lazy, marked, options, until_saved};
use crate::edit::command_from;
use crate::notation::project;
use glossator::edit::{Transaction, recoding};
use glossator::model::{Overlap, Project};
use glossator::store;
use glossator::workspace::Workspace;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const START: &str = "[person|Ada] of [place|York] wrote to Mr Babbage";

type Numbers = Vec<(u8, u32, u32, usize)>;

fn numbers(n: usize) -> impl Strategy<Value = Numbers> {
    prop::collection::vec((0u8..14, 0u32..45, 0u32..45, 0usize..12), 1..n)
}

/// Work without changes of the text: two people who give one text two new versions at once have to settle that.
fn numbers_of_one_text(n: usize) -> impl Strategy<Value = Numbers> {
    prop::collection::vec((0u8..12, 0u32..45, 0u32..45, 0usize..12), 1..n)
}

/// Work without changes of the text, which leaves the document where it is.
fn numbers_on_a_text(n: usize) -> impl Strategy<Value = Numbers> {
    prop::collection::vec((0u8..11, 0u32..45, 0u32..45, 0usize..12), 1..n)
}

/// The steps that can be taken back and done again.
#[derive(Default)]
struct Steps {
    done: Vec<Arc<Transaction>>,
    undone: Vec<Arc<Transaction>>,
}

/// Does what the numbers mean, as far as it can be done.
fn work(window: &mut Workspace, numbers: &Numbers) {
    work_on(window, numbers, &mut Steps::default());
}

/// The same, where there are steps from before.
fn work_on(window: &mut Workspace, numbers: &Numbers, steps: &mut Steps) {
    for &(kind, a, b, n) in numbers {
        match (kind, a % 4) {
            (3, 0) => {
                window.undo().unwrap();
                steps.undone.extend(steps.done.pop());
            }
            (4, 0) => {
                window.redo().unwrap();
                steps.done.extend(steps.undone.pop());
            }
            (6, 0) => window.save_now().unwrap(),
            _ => {
                let command = command_from(window.project(), (kind, a, b, n));
                if let Some(Ok(step)) = command.map(|command| window.run(&command)) {
                    steps.done.push(step);
                    steps.undone.clear();
                }
            }
        }
    }
}

/// Checks that a window shows a project, and says briefly where it does not.
fn check_shown(window: &Workspace, expected: &Project, when: &str) -> Result<(), TestCaseError> {
    let said = |project: &Project| {
        let codebook = &project.codebook;
        let revisions: Vec<&str> = codebook.history().iter().map(|it| it.title.as_str()).collect();
        format!("{:?} {:?} {revisions:?} {:?}", marked(project, "ana"), marked(project, "ben"), codebook.order)
    };
    let shown = window.project();
    prop_assert!(shown == expected, "{when}: {}\n{} is expected", said(shown), said(expected));
    Ok(())
}

/// Ends a window as if the power went when those of its files were written that `which` has a bit for.
fn half_a_save(desk: &Desk, window: Workspace, which: u32) {
    let folder = desk.home.journals();
    std::fs::create_dir_all(&folder).unwrap();
    // A file of the journal may be written anew beside.
    let mut journals = files_below(&folder);
    while files_below(&folder) != journals {
        journals = files_below(&folder);
    }
    let before = desk.files();
    window.close().unwrap();
    let after = desk.files();
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for (n, path) in paths.into_iter().enumerate().filter(|(n, _)| which >> n & 1 == 0) {
        match before.get(path) {
            Some(bytes) => put(&desk.file(path), bytes),
            None => std::fs::remove_file(desk.file(path)).unwrap_or_else(|_| panic!("{n}: {path}")),
        }
    }
    for name in files_below(&folder).keys().filter(|name| !journals.contains_key(*name)) {
        std::fs::remove_file(folder.join(name)).unwrap();
    }
    journals.iter().for_each(|(name, bytes)| put(&folder.join(name), bytes));
}

fn put(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Checks that the files say what the project is, and byte for byte so as long as nobody refactored the codebook: what was
/// marked before stands in a set's file as it was marked. Then whoever opens the project and closes it changes no byte.
fn check_files(desk: &Desk, project: &Project) -> Result<(), TestCaseError> {
    prop_assert_eq!(&desk.on_disk(), project);
    if recoding(&project.codebook).is_empty() {
        prop_assert_eq!(desk.files(), files_of(project));
    } else {
        let before = desk.files();
        desk.window("ana", 98).close().unwrap();
        prop_assert_eq!(desk.files(), before);
    }
    Ok(())
}

/// The files that a project has when it is written anew.
fn files_of(project: &Project) -> std::collections::BTreeMap<String, Vec<u8>> {
    let desk = Desk::empty();
    store::create(&desk.path(), project).unwrap();
    desk.files()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_work_undone_gives_the_same_bytes(first in numbers(25), second in numbers(25)) {
        let desk = Desk::new(START);
        let start = desk.files();
        let mut window = desk.window("ana", 1);
        work(&mut window, &first);
        window.close().unwrap();
        let mut window = desk.window("ana", 2);
        work(&mut window, &second);
        window.save_now().unwrap();
        check_files(&desk, window.project())?;
        while window.undo().unwrap().is_some() {}
        window.close().unwrap();
        prop_assert_eq!(desk.files(), start);
    }

    #[test]
    fn any_work_is_there_after_any_end(parts in prop::collection::vec((numbers(12), any::<bool>(), any::<bool>()), 1..4)) {
        let desk = Desk::new(START);
        let mut expected = project(START, Overlap::Any);
        for (n, (numbers, is_lazy, closes)) in parts.iter().enumerate() {
            let options = if *is_lazy { lazy("ana", n as u64) } else { options("ana", n as u64) };
            let mut window = Workspace::open(&desk.path(), &desk.home, options).unwrap();
            prop_assert_eq!(window.project(), &expected, "as it was left");
            work(&mut window, numbers);
            until_saved(&mut window);
            expected = window.snapshot();
            if *closes {
                window.close().unwrap();
                check_files(&desk, &expected)?;
            }
        }
        let window = desk.window("ana", 99);
        prop_assert_eq!(window.project(), &expected);
    }

    #[test]
    fn what_was_half_saved_is_taken_back_step_by_step(
        parts in prop::collection::vec((numbers_on_a_text(14), any::<u32>()), 1..4),
    ) {
        let desk = Desk::new(START);
        let mut expected = project(START, Overlap::Any);
        let mut steps = Steps::default();
        for (n, (numbers, which)) in parts.iter().enumerate() {
            let mut window = slow(&desk, n as u64);
            check_shown(&window, &expected, "as it was left")?;
            work_on(&mut window, numbers, &mut steps);
            until_saved(&mut window);
            expected = window.snapshot();
            half_a_save(&desk, window, *which);
        }
        let mut window = slow(&desk, 99);
        check_shown(&window, &expected, "as it was left")?;
        for step in steps.done.iter().rev() {
            step.inverted().apply(&mut expected).unwrap();
            window.undo().unwrap().unwrap();
            check_shown(&window, &expected, &format!("{} is taken back", step.title))?;
        }
        for step in &steps.done {
            step.apply(&mut expected).unwrap();
            window.redo().unwrap().unwrap();
            check_shown(&window, &expected, &format!("{} is done again", step.title))?;
        }
    }

    #[test]
    fn two_windows_lose_nothing(
        marks in prop::collection::vec((any::<bool>(), 0u32..40, 1u32..9, 0usize..3, 0u8..4), 1..25),
        closes_first in any::<bool>(),
    ) {
        let desk = Desk::new("Ada of York wrote to Mr Babbage, who was away from home");
        let mut windows = [desk.window("ana", 1), desk.window("ana", 2)];
        let mut made = BTreeSet::new();
        for (second, start, len, tag, act) in marks {
            let window = &mut windows[usize::from(second)];
            let tag = ["person", "place", "title"][tag];
            if window.run(&crate::desk::mark("ana", start, start + len, tag)).is_ok() {
                let text = window.project().documents.values().next().unwrap().text.clone();
                made.insert(format!("{}:{tag}", &text.as_str()[start as usize..(start + len) as usize]));
            }
            match act {
                0 => window.save_now().unwrap(),
                1 => drop(window.poll()),
                2 => window.flush(),
                _ => {}
            }
        }
        let [first, second] = windows;
        let (one, other) = if closes_first { (first, second) } else { (second, first) };
        one.close().unwrap();
        other.close().unwrap();
        let found: BTreeSet<String> = marked(&desk.on_disk(), "ana").into_iter().collect();
        prop_assert_eq!(found, made);
    }

    #[test]
    fn two_windows_come_to_the_same(turns in prop::collection::vec((any::<bool>(), numbers_of_one_text(4)), 1..8)) {
        let desk = Desk::new(START);
        let mut windows = [desk.window("ana", 1), desk.window("ben", 2)];
        for (second, numbers) in &turns {
            let window = &mut windows[usize::from(*second)];
            window.poll();
            work(window, numbers);
        }
        let [mut one, mut other] = windows;
        let started = Instant::now();
        // That both show the same is not enough: what the one wrote before it removed the document may bring it back. While
        // the other is removing it, a set may be without its document, which passes.
        loop {
            let saved = [one.save_now(), other.save_now()];
            one.poll();
            other.poll();
            if saved.iter().all(Result::is_ok) && one.project() == other.project() && desk.on_disk() == *one.project() {
                break;
            }
            prop_assert!(started.elapsed() < Duration::from_secs(20), "{:?}\n{:?}", one.project(), other.project());
        }
        let come_to = one.snapshot();
        one.close().unwrap();
        other.close().unwrap();
        check_files(&desk, &come_to)?;
    }
}
