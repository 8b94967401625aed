//! What others marked comes in, and what was marked goes out, by the dialogs that look first.

use super::hand::Hand;
use egui::accesskit::Role;
use glossator::app::overlay::{Overlay, PathPurpose};
use glossator::app::widgets::isolated;

/// A brat folder beside the project: two people, two kinds of spans, one of them unknown here.
fn brat(hand: &Hand) -> std::path::PathBuf {
    let folder = hand.desk.path().parent().unwrap().join("brat");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.txt"), "Ana met Bo in York.").unwrap();
    std::fs::write(folder.join("a.ann"), "T1\tPER 0 3\tAna\nT2\tPER 8 10\tBo\nT3\tplace 14 18\tYork\n").unwrap();
    std::fs::write(folder.join("b.txt"), "Ada wrote").unwrap();
    std::fs::write(folder.join("b.ann"), "T1\tPER 0 3\tAda\n").unwrap();
    folder
}

#[test]
fn annotations_come_in_once_it_was_seen_what_they_are() {
    let mut hand = Hand::new("Ada wrote");
    let folder = brat(&hand);
    hand.drop_files(&[folder]);
    hand.until("what was found is shown", |hand| hand.sees_words("2 documents (1 there already), 4 spans"));
    assert!(hand.sees_words("brat standoff (2)"));
    assert_eq!(hand.project().documents.len(), 1, "nothing has come in");
    // PER is no tag here, and is to become the person that there is.
    hand.click_as(Role::ComboBox, "What PER becomes: Becomes a new tag");
    hand.click("Becomes person");
    let chosen = format!("What PER becomes: Becomes {}", isolated("person"));
    hand.until("it is looked again", |hand| hand.sees(&chosen));
    hand.until("the answer is there", |hand| {
        let Some(Overlay::Import(draft)) = &hand.window().overlay else { return false };
        hand.seat().importing.of(draft.version).is_some()
    });
    hand.keys("Enter");
    hand.until("they are there", |hand| hand.project().documents.len() == 2);
    let project = hand.project();
    let said: Vec<String> = project
        .sets
        .iter()
        .flat_map(|(key, set)| {
            let text = &project.document(&key.document).unwrap().text;
            set.spans.iter().map(move |span| format!("{} {}", span.tag, text.slice(span.hull())))
        })
        .collect();
    for expected in ["person Ana", "person Bo", "place York", "person Ada"] {
        assert!(said.contains(&expected.to_owned()), "{expected} in {said:?}");
    }
    hand.keys("Ctrl+z");
    assert_eq!(hand.project().documents.len(), 1, "it was one step");
}

#[test]
fn a_tag_that_is_dropped_does_not_come_in() {
    let mut hand = Hand::new("Ada wrote");
    let folder = brat(&hand);
    hand.drop_files(&[folder]);
    hand.until("what was found is shown", |hand| hand.sees("What PER becomes: Becomes a new tag"));
    hand.click_as(Role::ComboBox, "What PER becomes: Becomes a new tag");
    hand.click("Is dropped");
    hand.until("it is told", |hand| hand.sees_words("Spans and tags dropped, as asked for: 3"));
    hand.keys("Escape");
    assert!(hand.window().overlay.is_none());
    assert_eq!(hand.project().documents.len(), 1);
}

#[test]
fn an_export_tells_what_it_loses_and_is_written_where_it_is_asked_to() {
    let mut hand = Hand::new("[person|Ada] wrote to [place|Y[title|or]k]");
    hand.command("Export documents");
    hand.until("the first look is there", |hand| hand.sees_words("1 document, 3 spans"));
    assert!(hand.sees_words("The format holds all of it."));
    hand.click_as(Role::ComboBox, "Format: Glossator JSONL");
    hand.click("CoNLL columns (IOB, BIOES, BILOU)");
    hand.until("what is lost is told", |hand| {
        hand.sees_words("Spans left out, as they overlap with one that is kept: 1")
    });
    assert!(hand.sees_words("1 document, 2 spans"));
    hand.click("Choose where");
    hand.until("a path is asked for", |hand| {
        matches!(hand.window().overlay, Some(Overlay::Path { purpose: PathPurpose::Export, .. }))
    });
    let out = hand.desk.path().parent().unwrap().join("out");
    hand.give_path(&out);
    hand.until("it is written", |_| out.join("documents.conll").exists());
    let written = std::fs::read_to_string(out.join("documents.conll")).unwrap();
    assert_eq!(written, "-DOCSTART-\tO\n\nAda\tB-person\nwrote\tO\nto\tO\nYork\tB-place\n\n");
    hand.until("it is said", |hand| hand.sees_words("1 document with 2 spans written and read back"));
}

#[test]
fn the_columns_of_a_table_are_shown_and_can_be_other_ones() {
    let mut hand = Hand::new("Ada wrote");
    let path = hand.desk.path().parent().unwrap().join("articles.csv");
    std::fs::write(&path, "inhalt,kopf,datum\n\"Ada met Bob.\",Eins,2026-03-01\n\"Bob left.\",Zwei,2026-03-02\n")
        .unwrap();
    hand.drop_files(&[path]);
    hand.until("no column is the text", |hand| hand.sees_words("No column has long texts"));
    hand.click_as(Role::ComboBox, "Column for Text: None");
    hand.click("inhalt");
    hand.until("both rows are articles", |hand| hand.sees_words("2 documents, 0 spans"));
    hand.click_as(Role::ComboBox, "Column for Title: None");
    hand.click("kopf");
    hand.until("it is looked again", |hand| hand.sees_words(&format!("As metadata: {}", isolated("datum"))));
    hand.until("the answer is there", |hand| {
        let Some(Overlay::Import(draft)) = &hand.window().overlay else { return false };
        hand.seat().importing.of(draft.version).is_some()
    });
    hand.keys("Enter");
    hand.until("they are there", |hand| hand.project().documents.len() == 3);
    let titles: Vec<String> = hand.project().documents.values().map(|document| document.title.clone()).collect();
    for expected in ["Eins", "Zwei"] {
        assert!(titles.contains(&expected.to_owned()), "{expected} in {titles:?}");
    }
    let one = hand.project().documents.values().find(|document| document.title == "Eins").unwrap().clone();
    assert_eq!((one.text.as_str(), one.meta.get("datum").map(String::as_str)), ("Ada met Bob.", Some("2026-03-01")));
}
