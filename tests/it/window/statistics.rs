//! The statistics: what is on the screen, counted by hand.

use super::hand::Hand;
use egui::accesskit::Role;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};

// 30 characters: Ada 3, Babbage 7, London 6.
const FIRST: &str = "@ana [person|Ada] wrote to [person|Babbage] in [place|London]";
const BEN: &str = "@ben [person|Ada] wrote to Babbage in [place|London]";
// 10 characters.
const SECOND: &str = "@ana [person|Ada] agreed";
const LETTERS: &[(&str, &[&str])] = &[("first", &[FIRST, BEN]), ("second", &[SECOND])];

impl Hand {
    /// The statistics, counted.
    #[track_caller]
    fn counted(documents: &[(&str, &[&str])]) -> Self {
        let mut hand = Self::with(documents);
        hand.keys("Ctrl+4");
        hand.count();
        hand
    }

    #[track_caller]
    fn count(&mut self) {
        self.until("everything is counted", |hand| !hand.seat().figures.is_stale());
    }

    /// The tags of the table, from the top.
    fn rows(&self) -> Vec<String> {
        let all = self.harness.query_all_by_label_contains("Step through ");
        let mut rows: Vec<(f32, String)> = all
            .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?)))
            .map(|(top, label)| (top, label.trim_start_matches("Step through ").to_owned()))
            .collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.into_iter().map(|(_, name)| name).collect()
    }

    /// What stands at the right of a tag, from the left, but for the bar.
    #[track_caller]
    fn row(&self, tag: &str) -> Vec<String> {
        let head = self.get(&format!("Step through {tag}")).rect();
        let mut cells: Vec<(f32, String)> = Vec::new();
        for node in self.harness.query_all(By::new().role(Role::Label)) {
            let rect = node.rect();
            let is_beside = (rect.center().y - head.center().y).abs() < 8.0 && rect.left() > head.right();
            let label = node.accesskit_node().label().or(node.value()).unwrap_or_default();
            if is_beside && !label.is_empty() {
                cells.push((rect.left(), label));
            }
        }
        cells.sort_by(|a, b| a.0.total_cmp(&b.0));
        cells.into_iter().map(|(_, cell)| cell).collect()
    }
}

#[test]
fn figures_are_those_counted_by_hand() {
    let hand = Hand::counted(LETTERS);
    assert_eq!(hand.rows(), ["person", "place", "title", "claim"]);
    // Spans, documents, characters (each once), share of 30, mean length, strings.
    assert_eq!(hand.row("person"), ["3", "1", "10", "33.3 %", "4.3", "Ada (2), Babbage"]);
    assert_eq!(hand.row("place"), ["2", "1", "6", "20.0 %", "6.0", "London (2)"]);
    assert_eq!(hand.row("title"), ["0", "0", "0", "0.0 %", "–"]);
}

#[test]
fn figures_follow_edits() {
    let mut hand = Hand::counted(LETTERS);
    hand.keys("Ctrl+1 Ctrl+Home Tab 2 Ctrl+4");
    hand.count();
    assert_eq!(hand.row("person"), ["2", "1", "10", "33.3 %", "5.0", "Ada, Babbage"], "ben's Ada is still a person");
    assert_eq!(hand.row("place"), ["3", "1", "9", "30.0 %", "5.0", "London (2), Ada"]);
    hand.keys("Ctrl+z");
    hand.count();
    hand.keys("Ctrl+4");
    assert_eq!(hand.row("person"), ["3", "1", "10", "33.3 %", "4.3", "Ada (2), Babbage"]);
}

#[test]
fn the_extent_can_be_switched() {
    let mut hand = Hand::counted(LETTERS);
    hand.click("The project");
    assert_eq!(hand.row("person"), ["4", "2", "13", "32.5 %", "4.0", "Ada (3), Babbage"]);
    hand.keys("Ctrl+l 'agreed'");
    hand.click("The list");
    hand.count();
    assert_eq!(hand.row("person"), ["1", "1", "3", "30.0 %", "3.0", "Ada"]);
    hand.click("This article");
    assert_eq!(hand.row("person"), ["3", "1", "10", "33.3 %", "4.3", "Ada (2), Babbage"]);
}

#[test]
fn annotators_stand_side_by_side() {
    let mut hand = Hand::counted(LETTERS);
    hand.click("The project");
    hand.click("By annotator");
    // Ana, Ben, all.
    assert_eq!(hand.row("person"), ["3", "1", "4"]);
    assert_eq!(hand.row("place"), ["1", "1", "2"]);
}

#[test]
fn the_table_is_sorted_by_any_column() {
    let mut hand = Hand::counted(LETTERS);
    hand.click("Sort by Spans");
    assert_eq!(hand.rows()[..2], ["person", "place"]);
    hand.wait(0.6);
    hand.click("Sort by Spans");
    assert_eq!(hand.rows()[2..], ["place", "person"]);
    hand.click("Sort by Tag");
    assert_eq!(hand.rows(), ["claim", "person", "place", "title"]);
    hand.click("Sort by Mean length");
    assert_eq!(hand.rows()[..2], ["place", "person"], "6.0 before 4.3, and what has none last");
}

#[test]
fn a_tag_leads_through_its_spans() {
    let mut hand = Hand::counted(LETTERS);
    hand.click("The project");
    hand.click("Step through person");
    assert!(hand.sees("person: 1 of 4 spans"));
    assert_eq!((hand.document(), hand.focused().len()), ("first", 1));
    let mut seen = vec![(hand.document().to_owned(), hand.focused().concat())];
    for _ in 0..3 {
        hand.click("Next span");
        seen.push((hand.document().to_owned(), hand.focused().concat()));
    }
    let step = |document: &str, span: &str| (document.to_owned(), span.to_owned());
    let last = step("second", "Ada:person");
    assert_eq!(seen.last(), Some(&last));
    assert_eq!(seen.iter().filter(|at| **at == step("first", "Ada:person")).count(), 2, "Ana's and Ben's");
    assert_eq!(seen.iter().filter(|at| **at == step("first", "Babbage:person")).count(), 1);
    hand.click("Next span");
    assert!(hand.sees("person: 1 of 4 spans"), "round the end");
    hand.click("Stop stepping");
    assert!(!hand.sees_words(" of 4 spans"));
}

#[test]
fn the_table_is_written_as_it_is_shown() {
    let mut hand = Hand::counted(LETTERS);
    hand.click("The project");
    hand.click("Sort by Tag");
    let file = hand.desk.file("figures.csv");
    hand.click("Save as CSV…");
    hand.give_path(&file);
    assert!(hand.sees_words("The table was written to"));
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        written.lines().collect::<Vec<_>>(),
        [
            "tag,id,spans,documents,characters,share,mean_length,strings",
            "claim,claim,0,0,0,0,,",
            "person,person,4,2,13,0.325,4,Ada (3); Babbage (1)",
            "place,place,2,1,6,0.15,6,London (2)",
            "title,title,0,0,0,0,,",
        ]
    );
}

#[test]
fn without_spans_the_place_says_what_to_do() {
    let mut hand = Hand::counted(&[("first", &["Ada wrote"])]);
    assert!(hand.sees_words("No spans here yet"));
    hand.click("Go to the article");
    assert!(hand.sees("Tags"));
}

#[test]
fn chosen_answers_are_saved_as_one_page() {
    let mut hand = Hand::counted(LETTERS);
    hand.click("Analysis");
    hand.until("spans are counted", |hand| hand.sees("Find the passages of person: 4"));
    hand.click("Add to the report");
    hand.until("one is chosen", |hand| hand.sees("1 figure in the report; save it as .html"));
    hand.click("Question: How many");
    hand.click("How long");
    hand.until("lengths are there", |hand| hand.sees("Shortest"));
    hand.click("This article");
    hand.until("they are of the article", |hand| hand.sees("Shortest"));
    hand.settle();
    hand.click("Add to the report");
    hand.until("two are chosen", |hand| hand.sees("2 figures in the report; save it as .html"));
    let file = hand.desk.file("report.html");
    hand.click("Save…");
    hand.give_path(&file);
    let page = std::fs::read_to_string(&file).unwrap();
    let (first, second) = (page.find("Spans by tag").unwrap(), page.find("How long spans are").unwrap());
    assert!(first < second && page.contains("all articles"), "{page}");
    hand.click("Empty the report");
    hand.until("none is chosen", |hand| !hand.sees_words("in the report"));
}
