//! What others marked comes in, and what was marked goes out, by the dialogs that look first.

use super::hand::Hand;
use egui::accesskit::Role;
use egui::{Event, Modifiers, PointerButton};
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

/// A line of a model that names nobody, about the article that is there.
fn model(hand: &Hand) -> std::path::PathBuf {
    let path = hand.desk.path().parent().unwrap().join("model.jsonl");
    let spans = r#"[{"start": 0, "end": 3, "label": "person"}, {"start": 4, "end": 9, "label": "verb"}]"#;
    std::fs::write(&path, format!("{{\"text\": \"Ada wrote\", \"spans\": {spans}}}\n")).unwrap();
    path
}

#[test]
fn spans_that_name_nobody_can_be_somebody_elses() {
    let mut hand = Hand::new("[person|Ada] wrote");
    let path = model(&hand);
    hand.drop_files(&[path]);
    hand.until("it is told whose they become", |hand| {
        hand.sees_words("The files do not say whose 2 spans are: they become yours")
    });
    // The first digits have tags already, and so has the first letter that a new tag could get.
    assert!(hand.sees_words(", key "), "a new tag gets a key: {:?}", hand.labels());
    hand.click_as(Role::ComboBox, "Whose spans they are: Spans of whom the files name");
    hand.click("Spans of somebody else");
    hand.click_as(Role::TextInput, "Whose spans they are");
    hand.types("spaCy large");
    hand.until("the answer is there", |hand| {
        let Some(Overlay::Import(draft)) = &hand.window().overlay else { return false };
        let is_asked = draft.asked.as_ref() == Some(&draft.choices);
        is_asked && hand.seat().importing.of(draft.version).is_some() && !hand.sees_words("do not say whose")
    });
    hand.keys("Enter");
    hand.until("they are there", |hand| hand.project().sets.len() == 2);
    let sets: Vec<(String, usize)> =
        hand.project().sets.iter().map(|(key, set)| (key.annotator.to_string(), set.spans.len())).collect();
    assert_eq!(sets, [("ana".to_owned(), 1), ("spaCy large".to_owned(), 2)]);
    let names: Vec<&str> = hand.project().annotators.values().map(|it| it.name.as_str()).collect();
    assert!(names.contains(&"spaCy large"), "{names:?}");
}

#[test]
fn a_list_opens_above_the_dialog_however_often() {
    let mut hand = Hand::new("[person|Ada] wrote");
    hand.command("Export documents");
    hand.until("the first look is there", |hand| hand.sees_words("1 document, 1 span"));
    for _ in 0..2 {
        for (list, choice) in
            [("Format: Glossator JSONL", "Prodigy JSONL"), ("Whose spans: All annotators", "All annotators")]
        {
            // A quick click begins and ends within a frame.
            let pos = hand.get_as(Role::ComboBox, list).rect().center();
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            hand.frame([Event::PointerMoved(pos)]);
            hand.frame([true, false].map(|pressed| Event::PointerButton { pos, button, pressed, modifiers }));
            hand.settle();
            let opened = hand.layer_at(hand.get(choice).rect().center());
            assert_ne!(opened, hand.layer_at(pos), "{list}: the list is on top");
            hand.keys("Escape");
        }
    }
}

#[test]
fn what_was_chosen_for_an_export_is_there_again() {
    let mut hand = Hand::new("Ada wrote");
    hand.command("Export documents");
    hand.until("the first look is there", |hand| hand.sees_words("1 document, 0 spans"));
    hand.click_as(Role::ComboBox, "Format: Glossator JSONL");
    hand.click("Prodigy JSONL");
    let is_prodigy = |hand: &Hand| hand.sees("Format: Prodigy JSONL");
    // The palette opens over it, and it comes back.
    hand.keys("Ctrl+p");
    assert!(!is_prodigy(&hand));
    hand.keys("Escape");
    hand.until("it is there again", is_prodigy);
    // A click beside it loses nothing.
    hand.click_at(egui::pos2(5.0, 300.0), 1, Modifiers::NONE);
    assert!(is_prodigy(&hand));
    hand.keys("Escape");
    assert!(hand.window().overlay.is_none());
    hand.command("Export documents");
    hand.until("it is as it was left", is_prodigy);
    // Neither does a path that is not given.
    hand.until("it is looked at", |hand| hand.sees_words("1 document, 0 spans"));
    hand.until("the answer is there", |hand| {
        let Some(Overlay::Export(draft)) = &hand.window().overlay else { return false };
        hand.seat().exporting.of(draft.version).is_some()
    });
    hand.click("Choose where");
    hand.until("a path is asked for", |hand| matches!(hand.window().overlay, Some(Overlay::Path { .. })));
    hand.keys("Escape");
    hand.until("it is as it was left", is_prodigy);
}

#[test]
fn what_an_export_replaces_is_said_first_and_what_it_lost_afterwards() {
    let mut hand = Hand::new("[person|Ada] wrote to [place|Y[title|or]k]");
    let out = hand.desk.path().parent().unwrap().join("out");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("documents.conll"), "old").unwrap();
    hand.command("Export documents");
    hand.until("the first look is there", |hand| hand.sees_words("1 document, 3 spans"));
    hand.click_as(Role::ComboBox, "Format: Glossator JSONL");
    hand.click("CoNLL columns (IOB, BIOES, BILOU)");
    hand.until("one does not go out", |hand| hand.sees_words("1 document, 2 spans"));
    hand.click("Choose where");
    hand.until("a path is asked for", |hand| matches!(hand.window().overlay, Some(Overlay::Path { .. })));
    hand.fill("Path", &out.display().to_string());
    hand.until("it is said", |hand| hand.sees_words("There is something in this folder") && hand.sees("Replace"));
    hand.click("Replace");
    hand.until("it is written, and what was lost is told", |hand| {
        hand.sees_words("1 document with 2 spans written and read back")
            && hand.sees_words("Spans left out, as they overlap with one that is kept: 1")
    });
    assert_ne!(std::fs::read_to_string(out.join("documents.conll")).unwrap(), "old");
    hand.keys("Escape");
    assert!(hand.window().overlay.is_none());
}
