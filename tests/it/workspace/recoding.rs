//! The codebook is refactored: all sets follow, nobody's file is rewritten by somebody else's program, and older files are
//! read right.

use crate::desk::{Desk, files_of, lazy, mark, marked, options, until, until_saved};
use crate::notation::{corpus, set_of, spans_over};
use glossator::edit::{Command, Fate, NewTag, Recoded};
use glossator::model::{TagId, Which};
use glossator::workspace::{Event, Options, Pace, Workspace};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const ANAS: &str = "annotations/ana/letter-7q2m.ron";
const BENS: &str = "annotations/ben/letter-7q2m.ron";

fn tag(id: &str) -> TagId {
    TagId::new(id).unwrap()
}

/// A desk with what Ana and Ben say about one text.
fn desk() -> Desk {
    let desk = Desk::new("[person|Ada] wrote to [title|Mr] Babbage of [place|York]");
    let mut ben = desk.window("ben", 1);
    ben.run(&mark("ben", 13, 15, "title")).unwrap();
    ben.run(&mark("ben", 27, 31, "place")).unwrap();
    ben.close().unwrap();
    desk
}

fn merge(from: &str, into: &str) -> Command {
    Command::RemoveTag { tag: tag(from), spans: Fate::Retag(tag(into)) }
}

fn split(from: &str, pattern: &str, name: &str) -> Command {
    let new = NewTag { name: name.to_owned(), ..NewTag::default() };
    let (which, to) = (Which::Matching(pattern.to_owned()), Recoded::New(Box::new(new)));
    Command::Recode { from: tag(from), which, to, values: BTreeMap::new() }
}

#[test]
fn a_merged_tag_is_merged_for_everybody_and_bens_file_stays_as_it_is() {
    let desk = desk();
    let before = desk.read(BENS);
    let mut ana = desk.window("ana", 2);
    ana.run(&merge("title", "person")).unwrap();
    ana.close().unwrap();
    assert_eq!(desk.read(BENS), before, "Ben's program writes Ben's file");
    let now = desk.on_disk();
    assert_eq!(marked(&now, "ana"), ["Ada:person", "Mr:person", "York:place"]);
    assert_eq!(marked(&now, "ben"), ["Mr:person", "York:place"]);
    let person = now.codebook.tag(&tag("person")).unwrap();
    assert_eq!(person.aliases, ["title"]);
    assert_eq!(now.codebook.named("title").map(|tag| &tag.id), Some(&tag("person")));
    let mut ben = desk.window("ben", 3);
    ben.run(&mark("ben", 0, 3, "person")).unwrap();
    ben.close().unwrap();
    let after = desk.read(BENS);
    let is_kept = before.lines().filter(|line| line.contains("tag:")).all(|line| after.contains(line));
    assert!(is_kept, "what he marked before stands there as he marked it");
    assert_eq!(marked(&desk.on_disk(), "ben"), ["Ada:person", "Mr:person", "York:place"]);
}

#[test]
fn undoing_a_merge_gives_every_file_its_bytes_back() {
    let desk = desk();
    let before = desk.files();
    let mut ana = desk.window("ana", 2);
    ana.save_now().unwrap();
    ana.run(&merge("title", "person")).unwrap();
    ana.save_now().unwrap();
    ana.undo().unwrap().unwrap();
    ana.close().unwrap();
    assert_eq!(desk.files(), before);
}

#[test]
fn a_file_that_was_written_under_the_old_codebook_is_read_under_the_new_one() {
    let desk = desk();
    let old = desk.read(BENS);
    let mut ana = desk.window("ana", 2);
    ana.run(&merge("title", "person")).unwrap();
    ana.run(&merge("person", "claim")).unwrap();
    until_saved(&mut ana);
    // A copy of Ben's file arrives in which he marked more, with tags that are no more.
    let more = old.replace("tag: \"place\"", "tag: \"person\"");
    std::fs::write(desk.file(BENS), more).unwrap();
    until(&mut ana, "Ben's file is taken in", |ana| marked(ana.project(), "ben") == ["Mr:claim", "York:claim"]);
    ana.close().unwrap();
}

#[test]
fn a_split_is_read_once_and_what_its_owner_changes_back_stays() {
    let desk = desk();
    let mut ana = desk.window("ana", 2);
    ana.run(&split("place", "^Y", "Town")).unwrap();
    ana.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ben"), ["Mr:title", "York:town"]);
    let mut ben = desk.window("ben", 3);
    let set = set_of("ben");
    let york = ben.project().set(&set).unwrap().spans.iter().last().unwrap().key();
    ben.run(&Command::Retag { set, spans: vec![york], tag: tag("place") }).unwrap();
    ben.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ben"), ["Mr:title", "York:place"], "Ben has the last word on his own");
    desk.window("ana", 4).close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ben"), ["Mr:title", "York:place"]);
}

#[test]
fn an_open_window_follows_a_colleagues_refactoring_and_its_undo() {
    let desk = desk();
    let (mut ana, mut ben) = (desk.window("ana", 2), desk.window("ben", 3));
    ana.run(&merge("title", "person")).unwrap();
    ana.save_now().unwrap();
    until(&mut ben, "Ben sees the merge", |ben| marked(ben.project(), "ben") == ["Mr:person", "York:place"]);
    ben.run(&mark("ben", 0, 3, "person")).unwrap();
    ben.save_now().unwrap();
    until(&mut ana, "Ana sees Ben's mark", |ana| marked(ana.project(), "ben").len() == 3);
    ana.undo().unwrap().unwrap();
    ana.save_now().unwrap();
    until(&mut ben, "Ben sees the tag again", |ben| ben.project().codebook.tag(&tag("title")).is_some());
    ana.close().unwrap();
    ben.close().unwrap();
    let now = desk.on_disk();
    assert_eq!(marked(&now, "ana"), ["Ada:person", "Mr:title", "York:place"]);
    assert!(desk.window("ana", 5).damage().is_empty());
}

#[test]
fn a_crash_amid_a_refactoring_gives_it_back_whole() {
    let desk = desk();
    let options = |seed| Options { pace: lazy("ana", seed).pace, ..options("ana", seed) };
    let mut ana = Workspace::open(&desk.path(), &desk.home, options(2)).unwrap();
    ana.run(&merge("title", "person")).unwrap();
    until_saved(&mut ana);
    let expected = ana.snapshot();
    drop(ana);
    let again = Workspace::open(&desk.path(), &desk.home, options(3)).unwrap();
    assert_eq!(again.project(), &expected);
    again.close().unwrap();
    assert_eq!(desk.on_disk(), expected);
}

#[test]
fn a_merge_over_a_thousand_articles_is_one_step_and_comes_back_to_the_same_bytes() {
    let names: Vec<String> = (0..1000).map(|n| format!("article-{n:04}")).collect();
    let notation = ["@ana [person|Ada] met [title|Mr] Ben", "@ben Ada met [title|[person|Mr]] Ben"];
    let documents: Vec<(&str, &[&str])> = names.iter().map(|name| (name.as_str(), &notation[..])).collect();
    let desk = Desk::empty();
    glossator::store::create(&desk.path(), &corpus(&documents)).unwrap();
    let before = desk.files();
    let mut ana = desk.window("ana", 2);
    ana.run(&merge("title", "person")).unwrap();
    let now = ana.project();
    let n_tagged = |id: &str| now.sets.values().map(|set| set.spans.n_tagged(&tag(id))).sum::<usize>();
    assert_eq!((n_tagged("title"), n_tagged("person")), (0, 3000), "two on one range of one annotator are one");
    ana.save_now().unwrap();
    ana.undo().unwrap().unwrap();
    ana.close().unwrap();
    assert!(desk.files() == before, "to the same bytes");
}

#[test]
fn what_was_marked_while_a_colleague_refactored_goes_along() {
    let desk = desk();
    let (mut ana, mut ben) = (desk.window("ana", 2), desk.window("ben", 3));
    ben.run(&merge("place", "title")).unwrap();
    ben.save_now().unwrap();
    // Her window has not looked since, and this mark is in no file.
    ana.run(&mark("ana", 4, 9, "place")).unwrap();
    until(&mut ana, "Ana sees the merge", |ana| ana.project().codebook.tag(&tag("place")).is_none());
    let expected = ["Ada:person", "Mr:title", "York:title", "wrote:title"];
    assert_eq!(marked(ana.project(), "ana"), expected);
    ana.close().unwrap();
    ben.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), expected);
}

#[test]
fn news_from_before_an_undo_does_not_refactor_again() {
    let desk = desk();
    let mut ben = desk.window("ben", 3);
    let (wakes, woken) = std::sync::mpsc::channel();
    let wake = std::sync::Arc::new(move || wakes.send(()).unwrap_or_default());
    let mut ana = Workspace::open(&desk.path(), &desk.home, Options { wake, ..options("ana", 2) }).unwrap();
    ana.run(&Command::RemoveTag { tag: tag("title"), spans: Fate::Remove }).unwrap();
    ana.save_now().unwrap();
    woken.try_iter().for_each(drop);
    ben.run(&Command::Rename("Letters of Ada".to_owned())).unwrap();
    ben.close().unwrap();
    // Her saver has seen the new name, beside the codebook as it was, before she takes the removal back.
    woken.recv().unwrap();
    ana.undo().unwrap().unwrap();
    until(&mut ana, "Ana sees the new name", |ana| ana.project().name == "Letters of Ada");
    let expected = ["Ada:person", "Mr:title", "York:place"];
    assert_eq!(marked(ana.project(), "ana"), expected);
    ana.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), expected);
}

#[test]
fn what_a_crash_left_to_the_journal_goes_along_too() {
    let desk = desk();
    let mut ana = Workspace::open(&desk.path(), &desk.home, lazy("ana", 2)).unwrap();
    ana.run(&mark("ana", 4, 9, "place")).unwrap();
    until_saved(&mut ana);
    drop(ana);
    let mut ben = desk.window("ben", 3);
    ben.run(&merge("place", "title")).unwrap();
    ben.close().unwrap();
    let ana = desk.window("ana", 4);
    assert_eq!(marked(ana.project(), "ana"), ["Ada:person", "Mr:title", "York:title", "wrote:title"]);
}

/// Ana's window, which writes no file by itself.
pub fn slow(desk: &Desk, seed: u64) -> Workspace {
    let options = Options { pace: lazy("ana", seed).pace, ..options("ana", seed) };
    Workspace::open(&desk.path(), &desk.home, options).unwrap()
}

/// How often Ana's file names each of some tags after she does this in a row and saves, and what her marks are when the
/// codebook's file alone has that her last step was taken back.
fn filed_and_shown(desk: &Desk, commands: &[Command], tags: &[&str]) -> (Vec<usize>, Vec<String>) {
    let mut ana = slow(desk, 2);
    ana.run(&mark("ana", 16, 23, "person")).unwrap();
    ana.save_now().unwrap();
    let before = desk.read("project.ron");
    commands.iter().for_each(|command| drop(ana.run(command).unwrap()));
    ana.close().unwrap();
    let file = desk.read(ANAS);
    std::fs::write(desk.file("project.ron"), before).unwrap();
    let named = tags.iter().map(|tag| file.matches(&format!("tag: \"{tag}\"")).count()).collect();
    (named, marked(&desk.on_disk(), "ana"))
}

#[test]
fn what_was_taken_out_before_its_tag_was_removed_stays_out() {
    let desk = desk();
    let (set, spans) = (set_of("ana"), spans_over(&desk.on_disk(), "Ada"));
    let without = Command::RemoveTag { tag: tag("person"), spans: Fate::Remove };
    let commands = [Command::RemoveSpans { set, spans }, without];
    let (named, marks) = filed_and_shown(&desk, &commands, &["person"]);
    assert_eq!(named, [1]);
    assert_eq!(marks, ["Babbage:person", "Mr:title", "York:place"]);
}

#[test]
fn what_was_retagged_before_its_tag_was_merged_stays_retagged() {
    let desk = desk();
    let (set, spans) = (set_of("ana"), spans_over(&desk.on_disk(), "Ada"));
    let retag = Command::Retag { set, spans, tag: tag("claim") };
    let (named, marks) = filed_and_shown(&desk, &[retag, merge("person", "claim")], &["person", "claim"]);
    assert_eq!(named, [1, 1]);
    assert_eq!(marks, ["Ada:claim", "Babbage:person", "Mr:title", "York:place"]);
}

#[test]
fn what_was_marked_shortly_before_a_merge_stands_in_the_file_as_it_was_marked() {
    let desk = desk();
    let commands = [mark("ana", 4, 9, "person"), merge("person", "claim")];
    let (named, marks) = filed_and_shown(&desk, &commands, &["person", "claim"]);
    assert_eq!(named, [3, 0]);
    assert_eq!(marks, ["Ada:person", "Babbage:person", "Mr:title", "York:place", "wrote:person"]);
}

/// Ana's window after she does this in a row and the power goes when the codebook's file is written and hers is not.
fn after_half_a_save(desk: &Desk, commands: &[Command]) -> Workspace {
    let mut ana = slow(desk, 2);
    ana.run(&mark("ana", 16, 23, "person")).unwrap();
    let ada = spans_over(ana.project(), "Ada")[0];
    ana.run(&Command::note(set_of("ana"), Some(ada), "The countess".to_owned())).unwrap();
    ana.save_now().unwrap();
    commands.iter().for_each(|command| drop(ana.run(command).unwrap()));
    until_saved(&mut ana);
    let expected = ana.snapshot();
    let (set, journals) = (desk.read(ANAS), files_of(&desk.home.journals()));
    ana.close().unwrap();
    std::fs::write(desk.file(ANAS), set).unwrap();
    for (name, bytes) in journals {
        std::fs::write(desk.home.journals().join(name), bytes).unwrap();
    }
    let mut again = slow(desk, 3);
    assert_eq!(again.project(), &expected);
    let is_conflict = |event: &Event| matches!(event, Event::Recovered { conflicts, .. } if !conflicts.is_empty());
    assert!(!again.poll().iter().any(is_conflict));
    again
}

#[test]
fn what_was_taken_out_stays_out_when_only_the_refactoring_after_it_reached_its_file() {
    let desk = desk();
    let (set, spans) = (set_of("ana"), spans_over(&desk.on_disk(), "Ada"));
    let mut ana = after_half_a_save(&desk, &[Command::RemoveSpans { set, spans }, merge("person", "claim")]);
    assert_eq!(marked(ana.project(), "ana"), ["Babbage:claim", "Mr:title", "York:place"]);
    ana.undo().unwrap().unwrap();
    assert_eq!(marked(ana.project(), "ana"), ["Babbage:person", "Mr:title", "York:place"]);
}

#[test]
fn a_note_stays_with_what_was_retagged_when_only_the_removal_of_the_old_tag_reached_its_file() {
    let desk = desk();
    let (set, spans) = (set_of("ana"), spans_over(&desk.on_disk(), "Ada"));
    let retag = Command::Retag { set: set.clone(), spans, tag: tag("claim") };
    let without = Command::RemoveTag { tag: tag("person"), spans: Fate::Remove };
    let ana = after_half_a_save(&desk, &[retag, without]);
    assert_eq!(marked(ana.project(), "ana"), ["Ada:claim", "Mr:title", "York:place"]);
    assert_eq!(ana.project().set(&set).unwrap().notes.len(), 1);
}

#[test]
fn a_refactoring_that_was_taken_back_stays_so_when_no_file_has_that_yet() {
    let desk = desk();
    let mut ana = slow(&desk, 2);
    ana.run(&merge("title", "person")).unwrap();
    ana.save_now().unwrap();
    ana.undo().unwrap().unwrap();
    until_saved(&mut ana);
    let expected = ana.snapshot();
    drop(ana);
    let again = slow(&desk, 3);
    assert_eq!(again.project(), &expected);
    assert_eq!(marked(again.project(), "ana"), ["Ada:person", "Mr:title", "York:place"]);
}

#[test]
fn what_was_marked_shortly_before_a_colleague_removed_its_tag_comes_back_with_that() {
    comes_back(false);
}

#[test]
fn it_comes_back_also_when_the_colleague_had_taken_it_in_under_the_new_codebook() {
    comes_back(true);
}

/// Ana marks, Ben removes the tag, she saves, and he takes his step back, be it that his window has heard of her mark or not.
fn comes_back(is_heard: bool) {
    let desk = desk();
    // She hears of what others write, and writes nothing by herself.
    let (heard, written) = (options("ana", 2), lazy("ana", 2).pace.idle);
    let pace = Pace { idle: written, idle_large: written, longest: written, ..heard.pace };
    let mut ana = Workspace::open(&desk.path(), &desk.home, Options { pace, ..heard }).unwrap();
    let mut ben = desk.window("ben", 3);
    ana.run(&mark("ana", 4, 9, "person")).unwrap();
    ben.run(&Command::RemoveTag { tag: tag("person"), spans: Fate::Remove }).unwrap();
    ben.save_now().unwrap();
    until(&mut ana, "the tag is gone", |ana| ana.project().codebook.tag(&tag("person")).is_none());
    ana.save_now().unwrap();
    assert_eq!(marked(ana.project(), "ana"), ["Mr:title", "York:place"]);
    let started = Instant::now();
    while is_heard && started.elapsed() < Duration::from_millis(500) {
        ben.poll();
        std::thread::sleep(Duration::from_millis(5));
    }
    ben.undo().unwrap().unwrap();
    let marks = marked(ben.project(), "ana");
    assert!(!is_heard || marks.contains(&"wrote:person".to_owned()), "{marks:?}");
    ben.save_now().unwrap();
    ben.redo().unwrap().unwrap();
    assert_eq!(marked(ben.project(), "ana"), ["Mr:title", "York:place"]);
    ben.undo().unwrap().unwrap();
    ben.close().unwrap();
    ana.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "Mr:title", "York:place", "wrote:person"]);
}

/// Those of a tag with a letter in their words become another one.
fn those_with_o(from: &str, to: &str) -> Command {
    let (which, to) = (Which::Matching("o".to_owned()), Recoded::Known(tag(to)));
    Command::Recode { from: tag(from), which, to, values: BTreeMap::new() }
}

#[test]
fn what_was_marked_between_two_refactorings_there_and_back_stays_when_one_is_taken_back() {
    let desk = desk();
    let mut ana = slow(&desk, 2);
    ana.run(&mark("ana", 4, 9, "person")).unwrap();
    ana.run(&those_with_o("person", "claim")).unwrap();
    ana.run(&mark("ana", 10, 12, "person")).unwrap();
    ana.run(&those_with_o("claim", "person")).unwrap();
    let (set, spans) = (set_of("ana"), spans_over(ana.project(), "to"));
    ana.run(&Command::RemoveSpans { set, spans }).unwrap();
    ana.save_now().unwrap();
    ana.undo().unwrap().unwrap();
    ana.undo().unwrap().unwrap();
    let expected = ["Ada:person", "Mr:title", "York:place", "to:person", "wrote:claim"];
    assert_eq!(marked(ana.project(), "ana"), expected);
    ana.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), expected);
}
