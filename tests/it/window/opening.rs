//! How texts and projects come into the window: the welcome view, dialogs, paths, the clipboard, drops.

use super::hand::Hand;
use crate::desk::Desk;
use egui::accesskit::Role;
use egui::{DroppedFile, Event};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file as the desktop drops it.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

impl Hand {
    pub fn drop_files(&mut self, paths: &[PathBuf]) {
        for path in paths {
            self.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.clone())));
        }
        self.harness.step();
    }

    /// How many documents the project has.
    fn n_documents(&self) -> usize {
        self.project().documents.len()
    }
}

/// Writes a file beside the project.
fn write(desk: &Desk, name: &str, bytes: &[u8]) -> PathBuf {
    let path = desk.path().parent().unwrap().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// A window on nothing: the welcome view.
fn welcome(desk: Desk) -> Hand {
    let mut hand = Hand::on(desk);
    hand.keys("Ctrl+w");
    assert!(!hand.is_open());
    hand
}

#[test]
fn the_first_start_opens_the_example_with_the_tour() {
    let desk = Desk::empty();
    let mut hand = Hand::start(desk, Vec::new());
    // Chinese is drawn with the system's fonts, which tests do without.
    hand.harness.ctx.set_missing_glyph_policy(egui::epaint::text::MissingGlyphPolicy::Tofu);
    hand.until("the example is open", Hand::is_open);
    assert!(hand.n_documents() >= 8);
    assert!(hand.sees("Select words") && hand.sees("1 of 4"));
    hand.click("Next");
    assert!(hand.sees("Tag them"));
    hand.click("Leave the tour");
    assert!(!hand.sees("Tag them"));
    assert!(hand.window().preferences.tour_seen, "it is shown once");
}

#[test]
fn the_tour_can_be_seen_again_and_ended() {
    let mut hand = Hand::new("Ada wrote");
    hand.command("Show the tour");
    for title in ["Select words", "Tag them", "Change your mind", "Go on"] {
        assert!(hand.sees(title));
        let next = if title == "Go on" { "Start" } else { "Next" };
        hand.click_as(Role::Button, next);
    }
    assert!(!hand.sees("Go on"));
    hand.command("Show the tour");
    hand.keys("Esc");
    assert!(!hand.sees("Select words"));
}

#[test]
fn the_welcome_view_leads_back_to_recent_projects() {
    let mut hand = welcome(Desk::new("Ada wrote"));
    for button in ["Open the example", "Open articles…", "New project…", "Open project…", "Paste a text"] {
        assert!(hand.sees(button), "{button}");
    }
    let folder = hand.desk.path().parent().unwrap().display().to_string();
    hand.click(&format!("project {folder}"));
    hand.until("it is open again", Hand::is_open);
    assert_eq!(hand.text().as_str(), "Ada wrote");
}

#[test]
fn a_new_project_is_made_where_it_was_asked_for() {
    let mut hand = welcome(Desk::new("Ada wrote"));
    let folder = hand.desk.path().parent().unwrap().join("mine");
    hand.click("New project…");
    hand.types("Ceasefire coverage");
    hand.fill("Folder", folder.to_str().unwrap());
    hand.click("Codebook to start with: News entities");
    hand.click_as(Role::MenuItem, "Claims and evidence");
    hand.click("Make it");
    hand.until("it is open", Hand::is_open);
    assert_eq!(hand.project().name, "Ceasefire coverage");
    assert_eq!(hand.n_documents(), 0);
    assert!(!hand.project().codebook.order.is_empty());
    assert!(folder.join("project.ron").is_file());
    assert!(hand.sees_words("No articles yet"));
}

#[test]
fn a_new_project_never_goes_over_another() {
    let desk = Desk::new("Ada wrote");
    let before = desk.files();
    let folder = desk.path();
    let mut hand = welcome(desk);
    hand.click("New project…");
    hand.types("Another");
    hand.fill("Folder", folder.to_str().unwrap());
    hand.keys("Enter");
    hand.until("it is refused", |hand| hand.sees_words("project"));
    hand.wait(1.0);
    assert!(!hand.is_open());
    assert_eq!(hand.desk.files(), before);
}

#[test]
fn without_a_file_dialog_a_path_is_typed() {
    let mut hand = Hand::new("Ada wrote");
    let file = write(&hand.desk, "news.txt", "Talks resume\n\nIn Geneva.".as_bytes());
    hand.keys("Ctrl+o");
    hand.until("the field", |hand| hand.sees("No system file dialog was found, so type the path here"));
    hand.give_path(&file);
    hand.until("the article is there", |hand| hand.n_documents() == 2);
    assert_eq!(hand.text().as_str(), "Talks resume\n\nIn Geneva.");
    assert!(hand.sees("Talks resume, new, 0 spans") && hand.sees("1 article added"));
}

#[test]
fn tab_completes_a_path() {
    let mut hand = Hand::new("Ada wrote");
    let file = write(&hand.desk, "unmistakable.txt", b"Talks");
    hand.keys("Ctrl+o");
    hand.until("the field", |hand| hand.sees("Open articles"));
    hand.fill("Path", file.with_file_name("unmis").to_str().unwrap());
    hand.keys("Tab Enter");
    hand.until("the article is there", |hand| hand.n_documents() == 2);
}

#[test]
fn a_project_is_opened_by_its_path() {
    let other = Desk::new("Babbage wrote");
    let mut hand = Hand::new("Ada wrote");
    hand.keys("Ctrl+Shift+o");
    hand.give_path(&other.path());
    hand.until("the other is open", |hand| hand.is_open() && hand.text().as_str() == "Babbage wrote");
}

#[test]
fn a_folder_that_is_no_project_is_refused_by_name() {
    let mut hand = Hand::new("Ada wrote");
    let home = hand.desk.path().parent().unwrap().to_owned();
    hand.keys("Ctrl+Shift+o");
    hand.give_path(&home);
    let name = home.display().to_string();
    hand.until("it is refused", |hand| hand.sees_words(&name));
    assert_eq!(hand.text().as_str(), "Ada wrote", "what is open stays");
}

#[test]
fn pasted_text_becomes_an_article() {
    let mut hand = Hand::new("Ada wrote");
    hand.frame([Event::Paste("Aid at last\n\nIt reached Homs.\r\n".to_owned())]);
    hand.settle();
    assert_eq!(hand.n_documents(), 2);
    assert_eq!(hand.text().as_str(), "Aid at last\n\nIt reached Homs.\r\n", "not a byte is changed");
    assert!(hand.sees("Aid at last, new, 0 spans"));
    hand.click("Undo");
    assert_eq!(hand.n_documents(), 1);
}

#[test]
fn the_first_article_has_as_much_room_for_what_is_said_of_it() {
    let top = |hand: &Hand| hand.get("Title and details").rect().top();
    let mut hand = Hand::with(&[]);
    hand.frame([Event::Paste("Aid at last".to_owned())]);
    hand.until("it is there", |hand| hand.n_documents() == 1 && hand.sees("Title and details"));
    assert_eq!(top(&hand), top(&Hand::new("Aid at last")));
}

#[test]
fn text_pasted_into_a_field_stays_there() {
    let mut hand = Hand::new("Ada wrote");
    hand.keys("Ctrl+l");
    hand.frame([Event::Paste("Babbage".to_owned())]);
    hand.settle();
    assert_eq!((hand.n_documents(), hand.seat().list.filter.text.as_str()), (1, "Babbage"));
}

#[test]
fn text_pasted_on_the_welcome_view_gets_a_project() {
    let mut hand = welcome(Desk::new("Ada wrote"));
    hand.frame([Event::Paste("Aid at last".to_owned())]);
    hand.until("it is open", |hand| hand.is_open() && hand.n_documents() == 1);
    assert_eq!(hand.text().as_str(), "Aid at last");
    assert!(hand.seat().workspace.path().starts_with(hand.desk.home.projects()));
}

#[test]
fn dropped_files_come_in_and_what_is_no_text_is_refused_by_name() {
    let mut hand = Hand::new("Ada wrote");
    let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &[0, 1, 2, 3, 0xff, 0xfe, 0, 0, 9]].concat();
    let files = [
        write(&hand.desk, "one.txt", b"Talks resume"),
        write(&hand.desk, "photo.txt", &png),
        write(&hand.desk, "two.md", "# Trêve\n\nElle tient.".as_bytes()),
        write(&hand.desk, "old.txt", b"Tr\xeave \xe0 Alep, disent les n\xe9gociateurs fran\xe7ais"),
    ];
    hand.drop_files(&files);
    hand.until("what was found is shown", |hand| hand.sees_words("3 documents, 0 spans"));
    assert!(hand.sees_words("photo.txt"));
    assert_eq!(hand.n_documents(), 1, "nothing comes in before it is said so");
    hand.keys("Enter");
    hand.until("three are there", |hand| hand.n_documents() == 4);
    let texts: Vec<String> =
        hand.project().documents.values().map(|document| document.text.as_str().to_owned()).collect();
    for text in ["Talks resume", "# Trêve\n\nElle tient.", "Trêve à Alep, disent les négociateurs français"] {
        assert!(texts.iter().any(|other| other == text), "{text} in {texts:?}");
    }
    hand.keys("Ctrl+z");
    assert_eq!(hand.n_documents(), 1, "they came in one step");
}

#[test]
fn a_dropped_folder_gives_its_texts_and_a_dropped_project_is_opened() {
    let mut hand = Hand::new("Ada wrote");
    let folder = hand.desk.path().parent().unwrap().join("texts");
    std::fs::create_dir(&folder).unwrap();
    for n in 0..5 {
        std::fs::write(folder.join(format!("{n}.txt")), format!("Text {n}")).unwrap();
    }
    hand.drop_files(&[folder]);
    hand.until("five are there", |hand| hand.n_documents() == 6);
    let other = Desk::new("Babbage wrote");
    hand.drop_files(&[other.path()]);
    hand.until("the other is open", |hand| hand.is_open() && hand.text().as_str() == "Babbage wrote");
}

#[test]
fn files_dropped_while_others_are_read_come_in_too() {
    let mut hand = Hand::new("Ada wrote");
    let folder = hand.desk.path().parent().unwrap().join("texts");
    std::fs::create_dir(&folder).unwrap();
    for n in 0..100 {
        std::fs::write(folder.join(format!("{n}.txt")), format!("Text {n}")).unwrap();
    }
    let (one, two) = (write(&hand.desk, "one.txt", b"One"), write(&hand.desk, "two.txt", b"Two"));
    for paths in [vec![folder], vec![one], vec![two]] {
        hand.drop_files(&paths);
        hand.harness.step();
    }
    hand.until("all are there", |hand| hand.n_documents() == 103);
}

#[test]
fn files_that_are_being_read_never_come_into_another_project() {
    let other = Desk::new("Babbage wrote");
    let mut hand = Hand::new("Ada wrote");
    let folder = hand.desk.path().parent().unwrap().join("texts");
    std::fs::create_dir(&folder).unwrap();
    for n in 0..300 {
        std::fs::write(folder.join(format!("{n}.txt")), format!("Text {n}")).unwrap();
    }
    hand.drop_files(&[folder]);
    hand.drop_files(&[other.path()]);
    hand.until("the other is open", |hand| hand.is_open() && hand.text().as_str() == "Babbage wrote");
    hand.wait(0.5);
    assert_eq!(hand.n_documents(), 1);
}

#[test]
fn files_given_at_the_start_get_a_project() {
    let desk = Desk::empty();
    Hand::known(&desk);
    let file = write(&desk, "news.txt", b"Talks resume");
    let mut hand = Hand::start(desk, vec![file]);
    hand.until("it is there", |hand| hand.is_open() && hand.n_documents() == 1);
    assert_eq!(hand.text().as_str(), "Talks resume");
}
