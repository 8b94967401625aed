//! Another text for an article that is labeled: words typed anew, and all of it from a file.

use super::hand::{Hand, range};
use crate::desk::{mark, until_saved};
use crate::notation::{letter, parse, set_of};
use glossator::edit::Command;
use glossator::model::NoteTarget;
use std::path::PathBuf;

impl Hand {
    /// Types the selected words anew; nothing typed takes them out.
    #[track_caller]
    fn retypes(&mut self, typed: &str) {
        self.keys("Ctrl+e");
        assert!(self.sees("Correct the text"), "{:#?}", self.labels());
        self.keys("Ctrl+a Backspace");
        self.types(typed);
    }

    /// Presses Enter, and waits until it is done.
    #[track_caller]
    fn enters(&mut self) {
        self.keys("Enter");
        self.until("it is done", |hand| hand.window().overlay.is_none());
    }

    /// A file beside the project with some bytes.
    fn file_of(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.desk.path().with_file_name(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Asks for the text of a file, and waits for what becomes of the spans.
    #[track_caller]
    fn asks_for(&mut self, name: &str, bytes: &[u8]) {
        let path = self.file_of(name, bytes);
        self.command("Replace the text from a file");
        self.give_path(&path);
        self.until("the plan", |hand| !hand.sees("Path") && hand.seat().revising.doing().0.is_empty());
        self.settle();
    }

    fn notes(&self) -> Vec<(bool, String)> {
        let set = self.project().set(&set_of("ana")).unwrap();
        let mut notes: Vec<(bool, String)> =
            set.notes.values().map(|note| (note.on == NoteTarget::Document, note.body.clone())).collect();
        notes.sort();
        notes
    }
}

/// What is selected is typed anew; then Ana's set says `after`, and undo brings back what was before.
#[track_caller]
fn check(before: &str, typed: &str, after: &str) -> Hand {
    let mut hand = Hand::new(before);
    let was = hand.says();
    hand.retypes(typed);
    hand.enters();
    assert_eq!(hand.says(), after);
    hand.keys("Ctrl+z");
    assert_eq!((hand.says(), hand.notes()), (was, Vec::new()), "one step");
    hand.keys("Ctrl+Shift+z");
    assert_eq!(hand.says(), after);
    hand
}

#[test]
fn a_typo_is_corrected_and_every_span_stays_with_its_words() {
    let hand = check(
        "[person|Ada] wrote to «Babage» in [place|London]",
        "Babbage",
        "[person|Ada] wrote to Babbage in [place|London]",
    );
    assert_eq!(hand.notes(), []);
    let hand = check("in [place|«Alepo»] now", "Aleppo", "in [place|Aleppo] now");
    assert_eq!(hand.notes(), []);
    let hand = check(
        "[claim|the «goverment» of [place|France]] said",
        "government",
        "[claim|the government of [place|France]] said",
    );
    assert_eq!(hand.notes(), []);
}

#[test]
fn what_begins_or_ends_in_the_words_or_says_something_else_leaves_a_note() {
    let hand = check("the [person|old «king] of Spain»", "queen", "the [person|old] queen");
    assert_eq!(hand.notes(), [(false, "The text changed here. This was “old king”".to_owned())]);
    let hand = check("the «old [person|king» of] Spain", "young", "the [person|young of] Spain");
    assert_eq!(hand.notes(), [(false, "The text changed here. This was “king of”".to_owned())]);
    let hand = check("met [person|«Ada»] today", "Babbage", "met [person|Babbage] today");
    assert_eq!(hand.notes(), [(false, "The text changed here. This was “Ada”".to_owned())]);
    let hand = check("the «[title|old] king of» Spain", "queen of", "the queen of Spain");
    assert_eq!(hand.notes(), [(true, "Lost when the text changed: title “old”".to_owned())]);
}

#[test]
fn words_are_taken_out_at_the_start_at_the_end_and_between() {
    check("«So» [person|Ada] wrote", "", "[person|Ada] wrote");
    check("[person|Ada] wrote «it»", "", "[person|Ada] wrote");
    check("[person|Ada] «often» wrote to [person|Babbage]", "", "[person|Ada] wrote to [person|Babbage]");
    let hand = check("«[person|Ada]»", "", "");
    assert_eq!(hand.notes(), [(true, "Lost when the text changed: person “Ada”".to_owned())]);
}

#[test]
fn points_fragments_and_parts_left_out_go_along() {
    check(
        "«Adda» wrote[person|] to [2:title|Mr]2 tall [+2|Babbage]2",
        "Ada",
        "Ada wrote[person|] to [1:title|Mr]1 tall [+1|Babbage]1",
    );
    check("[1:title|Mr]1 «tal» [+1|Babbage]1", "tall", "[1:title|Mr]1 tall [+1|Babbage]1");
    check("[1:title|Mr]1 tall [+1|«Babage»]1", "Babbage", "[1:title|Mr]1 tall [+1|Babbage]1");
    let mut hand = Hand::new("«Adda» wrote. Read more.");
    let (start, end) = parse("Adda wrote. «Read more.»").selection.unwrap();
    let mut other = hand.desk.window("ben", 7);
    other.run(&Command::Exclude { document: letter(), range: range(start, end), excluded: true }).unwrap();
    until_saved(&mut other);
    other.close().unwrap();
    hand.until("it is left out", |hand| !hand.project().document(&letter()).unwrap().excluded.is_empty());
    hand.retypes("Ada");
    hand.enters();
    let excluded: Vec<_> = hand.project().document(&letter()).unwrap().excluded.iter().collect();
    assert_eq!(excluded, [range(start - 1, end - 1)]);
}

#[test]
fn the_word_at_the_caret_is_corrected_and_the_step_says_what_it_did() {
    let mut hand = Hand::new("Adda wrote to Babbage");
    hand.keys("Ctrl+Home Right");
    hand.retypes("Ada");
    hand.enters();
    assert_eq!(hand.text().as_str(), "Ada wrote to Babbage");
    assert!(hand.sees_words("Correct “Adda” to “Ada”"));
    assert_eq!(hand.selects(), "Ada| wrote to Babbage", "the caret is behind what was corrected");
}

#[test]
fn what_is_touched_is_seen_before_it_is_done() {
    let mut hand = Hand::with(&[(
        "letter-7q2m",
        &["@ana [person|Ada] met [person|Babage] in London", "@ben Ada met [title|Babage] in [place|London]"],
    )]);
    hand.select(range(8, 14));
    hand.keys("Ctrl+e");
    assert!(hand.sees_words("Nothing is changed yet"));
    hand.keys("Enter");
    assert!(hand.sees("Correct the text"), "there is nothing to do yet");
    hand.keys("Ctrl+a Backspace");
    hand.types("Babbage");
    hand.until("the plan", |hand| hand.sees("2 spans touched"));
    for count in ["1 kept", "3 moved", "0 uncertain", "0 lost"] {
        assert!(hand.sees(count), "{count} in {:#?}", hand.labels());
    }
    assert!(hand.sees_words("Now …Ada met [Babbage] in London…") && hand.sees("ana") && hand.sees("ben"));
    assert_eq!(hand.text().as_str(), "Ada met Babage in London", "nothing has changed yet");
    hand.keys("Esc");
    assert_eq!(hand.text().as_str(), "Ada met Babage in London");
    assert_eq!(hand.seat().workspace.n_undoable(), 0);
}

#[test]
fn several_lines_are_typed_and_control_characters_are_refused() {
    let mut hand = Hand::new("one\r\n«two three»\r\nfour");
    hand.retypes("two");
    hand.keys("Shift+Enter");
    hand.types("three");
    hand.enters();
    assert_eq!(hand.text().as_str(), "one\r\ntwo\r\nthree\r\nfour", "line breaks are as everywhere in the text");
    hand.select(range(0, 3));
    hand.keys("Ctrl+e");
    hand.frame([egui::Event::Paste("\u{7}".to_owned())]);
    hand.until("it is said", |hand| hand.sees_words("U+0007"));
    hand.keys("Enter");
    hand.settle();
    assert_eq!(hand.text().as_str(), "one\r\ntwo\r\nthree\r\nfour");
}

#[test]
fn a_text_comes_from_a_file_and_each_span_is_reported_first() {
    let mut hand = Hand::new("[person|Ada] wrote to [title|Mr] [person|Babbage] in [place|London]");
    hand.asks_for("new.txt", "Ada wrote to Babadge in London".as_bytes());
    for count in ["1 kept", "1 moved", "1 uncertain", "1 lost"] {
        assert!(hand.sees(count), "{count} in {:#?}", hand.labels());
    }
    assert!(hand.sees_words("Was …Ada wrote to [Mr] Babbage in London…"));
    assert!(hand.sees_words("Now …Ada wrote to [Babadge] in London…"));
    assert_eq!(hand.text().as_str(), "Ada wrote to Mr Babbage in London", "nothing has changed yet");
    hand.keys("Enter");
    assert_eq!(hand.says(), "[person|Ada] wrote to [person|Babadge] in [place|London]");
    assert_eq!(
        hand.notes(),
        [
            (false, "The text changed here. This was “Babbage”".to_owned()),
            (true, "Lost when the text changed: title “Mr”".to_owned())
        ]
    );
    assert!(hand.sees_words("Replace the text of"));
    let source = hand.project().document(&letter()).unwrap().source.clone().unwrap();
    assert_eq!((source.file.as_str(), source.encoding.as_str()), ("new.txt", "UTF-8"));
    hand.keys("Ctrl+z");
    assert_eq!(hand.says(), "[person|Ada] wrote to [title|Mr] [person|Babbage] in [place|London]");
    assert_eq!(hand.project().document(&letter()).unwrap().source, None, "one step");
}

#[test]
fn a_file_that_is_no_other_text_is_refused_with_words() {
    let mut hand = Hand::new("[person|Ada] wrote");
    for (name, bytes, why) in [
        ("same.txt", "Ada wrote".as_bytes(), "the same text already"),
        ("empty.txt", b"", "The file is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "This is not a text"),
        ("paper.txt", b"%PDF-1.7 and so on", "This PDF cannot be read"),
    ] {
        hand.asks_for(name, bytes);
        assert!(hand.sees_words(why), "{why} in {:#?}", hand.labels());
        hand.keys("Enter");
        assert_eq!(hand.says(), "[person|Ada] wrote");
        hand.keys("Esc");
    }
    let path = hand.desk.path().with_file_name("gone.txt");
    hand.command("Replace the text from a file");
    hand.give_path(&path);
    hand.until("it is said", |hand| hand.sees_words("gone.txt") && hand.seat().revising.doing().0.is_empty());
    hand.keys("Enter Esc");
    assert_eq!((hand.says().as_str(), hand.seat().workspace.n_undoable()), ("[person|Ada] wrote", 0));
}

#[test]
fn a_text_in_which_nothing_fits_is_warned_of_and_can_still_be_taken() {
    let mut hand = Hand::new("[person|Ada] wrote to [person|Babbage]");
    hand.asks_for("other.txt", "Nobody knew why it rained.".as_bytes());
    assert!(hand.sees("2 lost") && hand.sees_words("may be the text of another article"));
    hand.keys("Enter");
    assert_eq!((hand.says().as_str(), hand.notes().len()), ("Nobody knew why it rained.", 2));
    hand.keys("Ctrl+z");
    assert_eq!(hand.says(), "[person|Ada] wrote to [person|Babbage]");
}

#[test]
fn a_file_is_decoded_as_articles_are() {
    let mut hand = Hand::new("Été à Homs");
    let utf16: Vec<u8> = "Un été à Homs\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    hand.asks_for("new.txt", &utf16);
    hand.keys("Enter");
    assert_eq!(hand.text().as_str(), "Un été à Homs\r\n");
}

#[test]
fn a_plan_is_made_anew_when_the_project_changes_meanwhile() {
    let mut hand = Hand::new("[person|Ada] wrote to Babbage");
    hand.asks_for("new.txt", "So Ada wrote to Babbage".as_bytes());
    assert!(hand.sees("1 moved"));
    let mut other = hand.desk.window("ben", 7);
    other.run(&mark("ben", 13, 20, "place")).unwrap();
    until_saved(&mut other);
    other.close().unwrap();
    hand.until("both are counted", |hand| hand.sees("2 moved"));
    hand.keys("Enter");
    let project = hand.project();
    let set = project.set(&set_of("ben")).unwrap();
    let covered: Vec<&str> =
        set.spans.iter().map(|span| project.document(&letter()).unwrap().text.slice(span.hull())).collect();
    assert_eq!((hand.says().as_str(), covered), ("So [person|Ada] wrote to Babbage", vec!["Babbage"]));
}

#[test]
fn a_long_file_is_compared_beside_the_window_and_can_be_given_up() {
    let line = |n: usize| format!("On day {n} the ship of line {} sailed with the crew of {}.\n", n * n % 977, n % 13);
    let long: String = (0..20_000).map(line).collect();
    let mut hand = Hand::new(&long);
    hand.select(range(3, 6));
    hand.keys("1");
    let changed = long.replace("day 7 ", "the day 7 ").replace("crew of 12", "crew of twelve");
    let path = hand.file_of("new.txt", changed.as_bytes());
    hand.command("Replace the text from a file");
    hand.give_path(&path);
    hand.keys("Esc");
    assert!(hand.window().overlay.is_none());
    assert_eq!(hand.text().as_str(), long);
    hand.command("Replace the text from a file");
    hand.give_path(&path);
    hand.until("the plan", |hand| hand.sees("1 kept"));
    hand.keys("Enter");
    assert_eq!(hand.text().as_str(), changed);
}
