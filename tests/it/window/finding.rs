//! Finding one's way in an article: words, problems, paragraphs.

use super::hand::{Hand, range};
use egui::Event;
use egui::accesskit::{Role, Toggled};
use egui_kittest::kittest::NodeT as _;
use glossator::text::TextRange;

impl Hand {
    /// Opens the bar, types and waits for the count.
    #[track_caller]
    fn finds(&mut self, typed: &str, count: &str) {
        self.fill_find(typed);
        self.counts(count);
    }

    #[track_caller]
    fn fill_find(&mut self, typed: &str) {
        self.keys("Ctrl+f Backspace");
        self.types(typed);
    }

    #[track_caller]
    fn counts(&mut self, count: &str) {
        self.until(count, |hand| hand.sees(count));
    }

    /// The current hit.
    #[track_caller]
    fn hit(&self) -> TextRange {
        let find = self.seat().page.find.as_ref().expect("the bar is open");
        find.hits()[find.current().expect("a current hit")]
    }

    /// Waits until the problems are known.
    #[track_caller]
    fn checked(&mut self) {
        self.until("the article is checked", |hand| !hand.seat().problems.is_stale());
    }

    fn is_on(&self, label: &str) -> bool {
        self.get_as(Role::Button, label).accesskit_node().toggled() == Some(Toggled::True)
    }
}

#[test]
fn find_counts_and_steps_round_the_ends() {
    let mut hand = Hand::new("Ada wrote to Ada, and ada wrote back");
    hand.finds("ada", "1 of 3");
    hand.keys("Enter");
    hand.counts("2 of 3");
    hand.keys("Shift+Enter Shift+Enter");
    hand.counts("3 of 3");
    hand.keys("F3");
    hand.counts("1 of 3");
    hand.keys("Shift+F3");
    hand.counts("3 of 3");
    hand.click("Previous hit");
    hand.counts("2 of 3");
    hand.click("Close the search");
    assert!(!hand.sees("2 of 3"));
}

#[test]
fn the_hit_that_was_gone_to_can_be_tagged_and_the_next_one_too() {
    let mut hand = Hand::new("Ada wrote to Ada, and ada wrote back");
    hand.finds("ada", "1 of 3");
    hand.keys("Enter Esc");
    assert_eq!(hand.selects(), "Ada wrote to «Ada», and ada wrote back");
    hand.keys("1 F3");
    hand.until("the next hit", |hand| hand.selects() == "Ada wrote to Ada, and «ada» wrote back");
    hand.keys("1 F3 1");
    assert_eq!(hand.says(), "[person|Ada] wrote to [person|Ada], and [person|ada] wrote back");
    hand.keys("Shift+F3");
    hand.counts("3 of 3");
}

#[test]
fn looking_and_closing_alone_selects_what_was_found_and_nothing_that_was_not_gone_to() {
    let mut hand = Hand::new("Ada wrote to Babbage, and Babbage wrote back");
    hand.finds("babb", "1 of 2");
    hand.keys("Esc");
    assert_eq!(hand.selects(), "Ada wrote to «Babb»age, and Babbage wrote back");
    hand.keys("Ctrl+Home Ctrl+f");
    hand.counts("1 of 2");
    hand.keys("Esc");
    assert_eq!(hand.selects(), "|Ada wrote to Babbage, and Babbage wrote back", "nobody went anywhere");
}

#[test]
fn what_is_typed_is_looked_for_from_the_caret() {
    let mut hand = Hand::new("truck, cat, «»truce, truck");
    hand.finds("tru", "2 of 3");
    hand.types("ck");
    hand.counts("2 of 2");
    hand.keys("Backspace Backspace");
    hand.counts("2 of 3");
    assert_eq!(hand.hit(), range(12, 15));
}

#[test]
fn a_selection_fills_the_field() {
    let mut hand = Hand::new("Ada «wrote (to)» Ada, and wrote (to) me");
    hand.keys("Ctrl+f");
    hand.counts("1 of 2");
    assert_eq!(hand.get_as(Role::TextInput, "Find in the article").value().as_deref(), Some("wrote (to)"));
    hand.keys("Alt+r Esc");
    hand.select(range(4, 14));
    hand.keys("Ctrl+f");
    hand.counts("1 of 2");
    assert_eq!(hand.get_as(Role::TextInput, "Find in the article").value().as_deref(), Some(r"wrote \(to\)"));
    let mut long = Hand::new(&format!("«{}» x", "word ".repeat(41)));
    long.keys("Ctrl+f");
    assert_eq!(
        long.get_as(Role::TextInput, "Find in the article").value().as_deref(),
        Some(""),
        "too long to be a word"
    );
    let mut lines = Hand::new("«one\ntwo» x");
    lines.keys("Ctrl+f");
    assert_eq!(lines.get_as(Role::TextInput, "Find in the article").value().as_deref(), Some(""));
}

#[test]
fn the_toggles_have_keys_and_are_remembered() {
    let mut hand = Hand::new("Cease, ceasefire, CEASE, cease fire");
    hand.finds("cease", "1 of 4");
    hand.keys("Alt+w");
    hand.counts("1 of 3");
    hand.keys("Alt+c");
    hand.counts("1 of 1");
    hand.keys("Alt+w");
    hand.counts("1 of 2");
    hand.click("Regular expression");
    hand.fill_find("c.*?e");
    hand.counts("1 of 2");
    assert!(hand.is_on("Match case") && !hand.is_on("Whole words") && hand.is_on("Regular expression"));
    let mut hand = hand.reopened();
    hand.keys("Ctrl+f");
    assert!(hand.is_on("Match case") && !hand.is_on("Whole words") && hand.is_on("Regular expression"));
}

#[test]
fn a_toggle_s_letter_is_not_typed_where_the_system_sends_it_as_text() {
    let mut hand = Hand::new("Cease and cease");
    hand.finds("cease", "1 of 2");
    let modifiers = egui::Modifiers::ALT;
    let key = egui::Key::C;
    let press = Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers };
    hand.frame([Event::ModifiersChanged(modifiers), press, Event::Text("c".to_owned())]);
    hand.counts("1 of 1");
    assert_eq!(hand.get_as(Role::TextInput, "Find in the article").value().as_deref(), Some("cease"));
}

#[test]
fn a_mistake_in_an_expression_is_said_with_its_place() {
    let mut hand = Hand::new("Ada (wrote)");
    hand.finds("(wr", "1 of 1");
    hand.keys("Alt+r");
    let message = "Character 1: this group is not closed. Add ), or write \\( to find the sign itself";
    hand.until("the mistake is said", |hand| hand.sees(message));
    hand.types(")");
    hand.counts("1 of 1");
    assert!(!hand.sees(message));
    hand.fill_find(r"\p{L}{900}{900}");
    hand.until("it is too large", |hand| hand.sees_words("The expression is too large"));
}

#[test]
fn nothing_found_says_what_would_find_more() {
    let mut hand = Hand::new("Ada wrote");
    hand.finds("nobody", "Nothing found");
    assert!(!hand.sees_words("To find more"));
    hand.keys("Alt+c Alt+w");
    hand.until("advice", |hand| hand.sees("To find more, turn off “Match case” (Alt+C) or “Whole words” (Alt+W)"));
    hand.keys("Alt+c");
    hand.finds("ada", "1 of 1");
    assert!(!hand.sees_words("To find more"));
}

#[test]
fn every_hit_is_counted_however_many_there_are() {
    let mut hand = Hand::new(&"eel ".repeat(30_000));
    hand.finds("e", "1 of 60\u{202f}000");
    hand.keys("Shift+Enter");
    hand.counts("60\u{202f}000 of 60\u{202f}000");
    hand.until("the last hit is in view", |hand| hand.rect_of(range(119_997, 119_998)).is_some());
}

#[test]
fn the_bar_stays_for_the_next_article() {
    let mut hand = Hand::with(&[("first", &["@ana Ada and Ada"]), ("second", &["@ana Ada, Ada and Ada"])]);
    hand.finds("ada", "1 of 2");
    hand.keys("Ctrl+PageDown");
    hand.counts("1 of 3");
}

/// A text with three problems: a place that is tagged twice, a span over nothing, a tag that is not in the codebook.
const PROBLEMS: &str = "[person|[person|Ada]] wrote[claim|] to [ghost|Babbage]";

#[test]
fn n_goes_to_the_next_problem_and_says_it() {
    let mut hand = Hand::new(PROBLEMS);
    hand.checked();
    assert!(hand.sees("3 open items"));
    hand.keys("n");
    assert!(hand.sees("1 of 3: “Ada” is tagged person 2 times"));
    assert_eq!(hand.focused(), ["Ada:person"], "what it is about is focused");
    hand.keys("n");
    assert!(hand.sees("2 of 3: a span tagged claim covers nothing"));
    assert!(!hand.sees_words("1 of 3"), "only the newest is shown");
    hand.keys("n");
    assert!(hand.sees("3 of 3: 1 span has the tag ghost, which the codebook lacks"));
    assert_eq!(hand.selects(), "Ada wrote to |Babbage");
    hand.keys("n");
    assert!(hand.sees_words("1 of 3"), "round the end");
    hand.keys("Shift+n");
    assert!(hand.sees_words("3 of 3"), "and back");
    hand.keys("Ctrl+Home Right n");
    assert!(hand.sees_words("2 of 3"), "from where the caret was put");
    hand.keys("Ctrl+End Shift+n Shift+n");
    assert!(hand.sees_words("2 of 3"));
}

#[test]
fn a_problem_that_was_mended_is_one_no_more() {
    let mut hand = Hand::new(PROBLEMS);
    hand.checked();
    hand.keys("n Del");
    hand.checked();
    assert!(hand.sees("2 open items"));
    hand.keys("Ctrl+z");
    hand.checked();
    assert!(hand.sees("3 open items"));
    let mut clean = Hand::new("[person|Ada] wrote");
    clean.checked();
    assert!(!clean.sees_words("open item"));
    clean.keys("n");
    assert!(clean.sees("No open items in this article"));
}

#[test]
fn a_click_in_the_status_bar_goes_to_the_next_problem() {
    let mut hand = Hand::new(PROBLEMS);
    hand.checked();
    hand.click("3 open items");
    assert!(hand.sees_words("1 of 3"));
}

#[test]
fn a_problem_is_said_under_the_pointer() {
    let mut hand = Hand::new(PROBLEMS);
    hand.checked();
    let at = hand.rect("Babbage").center();
    hand.frame([Event::PointerMoved(at)]);
    hand.until("the message", |hand| hand.sees("1 span has the tag ghost, which the codebook lacks"));
    let elsewhere = hand.rect("wrote").center();
    hand.frame([Event::PointerMoved(elsewhere)]);
    hand.settle();
    assert!(!hand.sees("1 span has the tag ghost, which the codebook lacks"));
}

#[test]
fn a_screen_reader_is_told_where_a_problem_is() {
    let mut hand = Hand::new(PROBLEMS);
    hand.checked();
    let node = hand.get_as(Role::Button, "Open item: 1 span has the tag ghost, which the codebook lacks");
    let words = hand.rect("Babbage");
    assert!((node.rect().center().x - words.left()).abs() < 3.0, "{:?} is not at {words:?}", node.rect());
    node.click_accesskit();
    hand.settle();
    assert_eq!(hand.selects(), "Ada wrote to |Babbage");
}

#[test]
fn only_the_problems_of_those_whose_spans_are_shown_count() {
    let mut hand = Hand::with(&[("letter", &["@ana [person|Ada] wrote", "@ben [ghost|Ada] wrote"])]);
    hand.checked();
    assert!(!hand.sees_words("open item"));
    hand.command("Show another annotator");
    hand.click("ben 1 span");
    hand.click("Done");
    hand.until("Ben's problem", |hand| hand.sees("1 open item"));
}

#[test]
fn a_number_goes_to_a_paragraph() {
    let text: String = (1..=300).map(|n| format!("Paragraph {n} has a few words\n")).collect();
    let mut hand = Hand::new(&text);
    hand.keys("Ctrl+g '250' Enter");
    assert!(hand.selects().contains("\n|Paragraph 250 "));
    let rect = hand.rect("Paragraph 250 ");
    assert!((200.0..600.0).contains(&rect.center().y), "it is in the middle of the window: {rect:?}");
    assert!(!hand.sees_words("of 300 paragraphs"), "the field is closed");
    hand.keys("Down Up");
    assert!(hand.selects().contains("\n|Paragraph 250 "), "the article has the keyboard");
    hand.keys("Ctrl+g '@10' Enter");
    assert!(hand.selects().starts_with("Paragraph |1 "));
    hand.command("Go to paragraph");
    hand.types("100 %");
    hand.keys("Enter");
    assert!(hand.selects().ends_with('|'));
}

#[test]
fn a_number_that_leads_nowhere_is_said_in_place() {
    let mut hand = Hand::new("one\ntwo\n«»three");
    hand.keys("Ctrl+g");
    assert!(hand.sees_words("of 3 paragraphs"));
    hand.keys("'4' Enter");
    assert!(hand.sees("There are 3 paragraphs; write 1 to 3"));
    hand.keys("Backspace '2'");
    assert!(!hand.sees("There are 3 paragraphs; write 1 to 3"), "what is being mended is no longer wrong");
    hand.keys("Esc");
    assert!(!hand.sees_words("of 3 paragraphs"));
    assert_eq!(hand.selects(), "one\ntwo\n|three");
    hand.keys("Ctrl+g '2' Enter");
    assert_eq!(hand.selects(), "one\n|two\nthree");
}

#[test]
fn an_open_item_is_set_right_by_a_key() {
    let mut hand = Hand::with(&[
        ("a", &["@ana York, York, [place|York], [person|Ada]"]),
        ("b", &["@ana [place|York] [place|York]"]),
    ]);
    hand.until("what is wrong is found", |hand| hand.sees("2 open items"));
    hand.keys("n");
    assert!(hand.sees("1 of 2: “York” is place 3 times, and not tagged here"));
    hand.keys("a");
    assert_eq!(hand.says(), "[place|York], York, [place|York], [person|Ada]");
    hand.until("it is found no more", |hand| hand.sees("1 open item"));
    hand.keys("Ctrl+Z");
    assert_eq!(hand.says(), "York, York, [place|York], [person|Ada]");
}
