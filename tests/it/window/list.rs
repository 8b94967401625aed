//! The list of articles, and what can be done with an article as a whole.

use super::hand::{Hand, desk_of};
use crate::notation::corpus;
use egui::accesskit::Role;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use glossator::model::DocumentId;
use std::path::Path;

const THREE: &[(&str, &[&str])] = &[
    ("aid", &["@ana Aid reached [place|Homs]", "@ben [claim|Aid] reached Homs"]),
    ("talks", &["Talks resume in Geneva"]),
    ("truce", &["@ana [person|Lavrov] and [person|Kerry] agree", "@ben Lavrov and Kerry agree"]),
];

impl Hand {
    /// The titles in the list, from the top.
    fn titles(&self) -> Vec<String> {
        let mut rows: Vec<(f32, String)> = Vec::new();
        for node in self.harness.query_all(By::new().role(Role::Button)) {
            let Some(label) = node.accesskit_node().label() else { continue };
            let state = [", new, ", ", in progress, ", ", finished, "].into_iter().find_map(|state| label.find(state));
            if let Some(at) = state {
                rows.push((node.rect().top(), label[..at].to_owned()));
            }
        }
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.into_iter().map(|(_, title)| title).collect()
    }
}

const AID: &str = "Aid reached Homs";
const TALKS: &str = "Talks resume in Geneva";
const TRUCE: &str = "Lavrov and Kerry agree";

#[test]
fn rows_tell_title_state_and_spans_and_open_their_article() {
    let mut hand = Hand::with(THREE);
    assert_eq!(hand.titles().len(), 3);
    hand.click("Lavrov and Kerry agree, in progress, 2 spans");
    assert_eq!(hand.document(), "truce");
    hand.click("Talks resume in Geneva, new, 0 spans");
    assert_eq!(hand.document(), "talks");
    hand.keys("Shift+Right 1");
    assert!(hand.sees("Talks resume in Geneva, in progress, 1 span"), "the first span begins the article");
    assert!(hand.sees("0 of 3 finished"));
}

#[test]
fn the_list_is_narrowed_by_text() {
    let mut hand = Hand::with(THREE);
    hand.keys("Ctrl+l 'KERRY'");
    assert_eq!(hand.titles(), [TRUCE]);
    hand.keys("Ctrl+l Ctrl+a 'nowhere'");
    assert_eq!(hand.titles(), [""; 0]);
    assert!(hand.sees("No article passes the filter."));
    hand.click("Show all");
    assert_eq!(hand.titles().len(), 3);
}

#[test]
fn the_list_is_narrowed_by_state_and_tag() {
    let mut hand = Hand::with(THREE);
    hand.click("Filter and sort");
    hand.click_as(Role::MenuItem, "New");
    assert_eq!(hand.titles(), [TALKS]);
    hand.click_as(Role::MenuItem, "New");
    // Anybody's span counts.
    hand.click_as(Role::MenuItem, "claim");
    assert_eq!(hand.titles(), [AID]);
    assert!(hand.sees("Only with claim"));
    hand.keys("Esc");
    hand.click("Show all");
    assert_eq!(hand.titles().len(), 3);
}

#[test]
fn the_list_is_sorted() {
    let mut hand = Hand::with(THREE);
    hand.click("Filter and sort");
    hand.click_as(Role::MenuItem, "By title");
    assert_eq!(hand.titles(), [AID, TRUCE, TALKS]);
    hand.click_as(Role::MenuItem, "By title");
    assert_eq!(hand.titles(), [TALKS, TRUCE, AID], "the other way round");
    hand.click_as(Role::MenuItem, "By number of spans");
    assert_eq!(hand.titles(), [TALKS, AID, TRUCE]);
    hand.click_as(Role::MenuItem, "By length");
    assert_eq!(hand.titles(), [AID, TALKS, TRUCE], "16, 22 and 22 characters; ties by id");
}

#[test]
fn finishing_opens_the_next_that_is_not_finished() {
    let mut hand = Hand::with(THREE);
    hand.keys("Ctrl+Enter");
    assert_eq!(hand.document(), "talks");
    assert!(hand.sees("Aid reached Homs, finished, 1 span"));
    hand.keys("Ctrl+Enter Ctrl+Enter");
    assert!(hand.sees("3 of 3 finished"));
    assert!(hand.sees("Every article of the list is finished"));
    hand.keys("Ctrl+z");
    assert!(hand.sees("2 of 3 finished"));
}

#[test]
fn an_archived_article_is_put_aside_with_its_spans() {
    let mut hand = Hand::with(THREE);
    hand.open_menu("Lavrov and Kerry agree, in progress, 2 spans");
    hand.click_as(Role::MenuItem, "Archive the article");
    assert_eq!(hand.titles(), [AID, TALKS]);
    hand.click("Filter and sort");
    hand.click_as(Role::MenuItem, "Archived articles");
    assert_eq!(hand.titles(), [TRUCE]);
    hand.keys("Esc Ctrl+z");
    assert_eq!(hand.titles(), [""; 0], "no article is archived");
}

#[test]
fn a_deleted_article_comes_back_with_its_spans() {
    let mut hand = Hand::with(THREE);
    hand.open_menu("Lavrov and Kerry agree, in progress, 2 spans");
    hand.click_as(Role::MenuItem, "Delete the article");
    assert_eq!(hand.titles(), [AID, TALKS]);
    assert_ne!(hand.document(), "truce");
    assert!(hand.sees("Delete “Lavrov and Kerry agree”"));
    hand.click("Undo");
    assert!(hand.sees("Lavrov and Kerry agree, in progress, 2 spans"));
    assert_eq!((hand.document(), hand.says().as_str()), ("truce", "[person|Lavrov] and [person|Kerry] agree"));
}

/// The files below a folder that have some bytes in them.
fn files_with(folder: &Path, words: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if std::fs::read(&path).unwrap().windows(words.len()).any(|window| window == words) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn a_purged_article_is_in_no_file_any_more() {
    let mut hand = Hand::with(&[("first", &["Words that stay"]), ("second", &["Zanzibar is a secret"])]);
    hand.click("Zanzibar is a secret, new, 0 spans");
    hand.keys("Shift+Right 1 Ctrl+z Ctrl+y");
    let whole = hand.desk.path().parent().unwrap().to_owned();
    assert_ne!(files_with(&whole, b"Zanzibar"), [""; 0]);
    hand.command("Purge the article");
    assert!(hand.sees("Purge “Zanzibar is a secret”"));
    hand.keys("Enter");
    assert_eq!(hand.titles().len(), 2, "Enter alone destroys nothing");
    hand.click("Purge for good");
    assert_eq!(hand.titles(), ["Words that stay"]);
    assert_eq!(hand.document(), "first");
    hand.keys("Ctrl+z");
    assert_eq!(hand.titles(), ["Words that stay"], "it cannot be undone");
    hand.until("the text is gone", |_| files_with(&whole, b"Zanzibar").is_empty());
}

#[test]
fn the_details_change_what_is_known() {
    let mut hand = Hand::with(THREE);
    hand.keys("F2");
    hand.fill("Title", "Aid at last");
    hand.fill("Date", "2026-03-01");
    hand.click("Add a field");
    let fields = || By::new().role(Role::TextInput).label("1");
    hand.harness.query_all(fields()).next().unwrap().click();
    hand.harness.step();
    hand.types("desk");
    hand.harness.query_all(fields()).nth(1).unwrap().click();
    hand.harness.step();
    hand.types("Beirut");
    hand.click("Keep");
    let aid = hand.project().document(&DocumentId::new("aid").unwrap()).unwrap().clone();
    assert_eq!((aid.title.as_str(), aid.date.as_deref()), ("Aid at last", Some("2026-03-01")));
    assert_eq!(aid.meta.get("desk").map(String::as_str), Some("Beirut"));
    assert!(
        hand.sees("Aid at last, in progress, 1 span") && hand.sees("Date: 2026-03-01") && hand.sees("desk: Beirut")
    );
    hand.keys("Ctrl+z");
    assert!(hand.sees("Aid reached Homs, in progress, 1 span"), "all in one step");
    assert!(!hand.sees("Date: 2026-03-01"));
}

#[test]
fn of_ten_thousand_articles_only_those_in_sight_are_drawn() {
    let desk = desk_of(&corpus(&[("article-00000", &["Article 00000"])]));
    let record = desk.read("documents/article-00000.ron");
    let text = desk.read("documents/article-00000.txt");
    for n in 1..10_000 {
        let title = format!("Article {n:05}");
        std::fs::write(desk.file(&format!("documents/article-{n:05}.ron")), record.replace("Article 00000", &title))
            .unwrap();
        std::fs::write(desk.file(&format!("documents/article-{n:05}.txt")), &text).unwrap();
    }
    let mut hand = Hand::on(desk);
    let titles = hand.titles();
    assert!((10..60).contains(&titles.len()), "{}", titles.len());
    assert_eq!(titles[0], "Article 00000");
    hand.keys("Ctrl+l '09876'");
    assert_eq!(hand.titles(), ["Article 09876"]);
    hand.click("Article 09876, new, 0 spans");
    hand.click("Clear Filter articles");
    hand.keys("Esc Ctrl+PageDown");
    assert_eq!(hand.document(), "article-09877");
    assert!(hand.titles().contains(&"Article 09877".to_owned()), "the open one is brought into view");
}
