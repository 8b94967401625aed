//! The review: stepping through what annotators disagree about, and deciding it by keyboard.

use super::hand::{Hand, desk_of};
use crate::notation::{corpus, written};
use glossator::model::{
    AnnotatorId, DocumentId, Note, NoteTarget, Origin, Project, Role, SetKey, SetState, Timestamp, Verdict, Workflow,
};

const ANA: &str = "@ana [person|Ada] wrote to [person|Babbage] in [place|London]";
const BEN: &str = "@ben [person|Ada] wrote to [title|Babbage] in London";
const CEM: &str = "@cem [person|Ada] wrote to [person|Babbage] in [place|London]";

fn key(document: &str, annotator: &str) -> SetKey {
    SetKey { document: DocumentId::new(document).unwrap(), annotator: AnnotatorId::new(annotator).unwrap() }
}

/// The project with all sets finished.
fn finished(documents: &[(&str, &[&str])]) -> Project {
    let mut project = corpus(documents);
    for (key, set) in project.sets.clone() {
        let mut set = (*set).clone();
        set.head.state = SetState::Finished;
        project.sets.insert(key, set.into());
    }
    project
}

/// Ana in the review of a project.
fn reviewing(project: &Project) -> Hand {
    let mut hand = Hand::on(desk_of(project));
    hand.keys("Ctrl+2");
    hand.until("the sets are compared", |hand| hand.sees_words("open,"));
    hand
}

#[test]
fn from_the_queue_to_finished_gold_by_keyboard_alone() {
    let one: &[&str] = &[ANA, BEN];
    let two: &[&str] = &["@ana [person|Ada] slept", "@ben [place|Ada] slept"];
    let project = finished(&[("one", one), ("two", two)]);
    let mut hand = reviewing(&project);
    assert!(hand.sees("3 items open, 0 solved") && hand.sees("Digits take a version"), "{:#?}", hand.labels());
    // One span of the four of Ana and the three of Ben is the same: 2 * 1 / 7.
    assert!(hand.sees("Agreement 0.286"), "{:#?}", hand.labels());
    let before = hand.desk.files();
    // What all agree on is taken once it was said how much that is.
    hand.keys("Shift+a");
    assert!(hand.sees("1 open item that everybody agrees on. Shift+A again takes all"));
    assert_eq!(hand.says(), "Ada wrote to Babbage in London");
    hand.keys("Shift+a");
    assert_eq!(hand.says(), "[person|Ada] wrote to Babbage in London");
    hand.until("the next is looked at", |hand| hand.sees("Item 2 of 3"));
    assert!(hand.sees("Other tags"));
    // Whoever comes first in the blind order, the second lane is the other one's.
    let ana_is_first = hand.sees_words("Take A: person");
    hand.keys(if ana_is_first { "2" } else { "1" });
    assert_eq!(hand.says(), "[person|Ada] wrote to [title|Babbage] in London");
    hand.until("the next is looked at", |hand| hand.sees("Item 3 of 3"));
    assert!(hand.sees("Missing"));
    hand.keys("x");
    hand.until("all is decided", |hand| hand.sees_words("0 items open, 3 solved"));
    hand.keys("Ctrl+Enter");
    hand.until("the next article of the queue is open", |hand| hand.document() == "two");
    let desk = hand.leave();
    let gold = desk.on_disk();
    let set = gold.set(&key("one", "gold")).unwrap();
    let text = &gold.document(&DocumentId::new("one").unwrap()).unwrap().text;
    assert_eq!(written(text, Some(set)), "[person|Ada] wrote to [title|Babbage] in London");
    assert_eq!(set.head.state, SetState::Finished);
    let from = |n: usize| match &set.spans.nth(n).unwrap().origin {
        Origin::Taken(from) => from.iter().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let mut both = from(0);
    both.sort();
    assert_eq!((both, from(1)), (vec!["ana".to_owned(), "ben".to_owned()], vec!["ben".to_owned()]));
    let rejected: Vec<_> = set.rejections.values().map(|it| text.slice(it.at)).collect();
    assert_eq!(rejected.len(), 2, "{rejected:?}");
    // No file that was there is another one, and gold is all that came.
    let after = desk.files();
    for (file, bytes) in &before {
        assert!(after.get(file) == Some(bytes), "{file} was changed");
    }
    let new: Vec<&String> = after.keys().filter(|file| !before.contains_key(*file)).collect();
    assert_eq!(new, ["annotations/gold/one.ron", "annotators/gold.ron"]);
}

#[test]
fn names_are_hidden_until_they_are_shown_to_all() {
    let mut hand = reviewing(&finished(&[("one", &[ANA, BEN])]));
    hand.keys("n");
    assert!(hand.sees_words("Take A:") && hand.sees_words("Take B:") && !hand.sees_words("Take ben:"));
    hand.command("Show or hide names");
    hand.until("names are shown", |hand| hand.sees_words("Take ben:"));
    hand.keys("Ctrl+z");
    hand.until("names are hidden again", |hand| hand.sees_words("Take A:"));
}

#[test]
fn the_queue_has_the_keyboard_by_a_key_and_opens_what_is_chosen() {
    let two: &[&str] = &["@ana [person|Ada] slept", "@ben [place|Ada] slept"];
    let mut hand = reviewing(&finished(&[("one", &[ANA, BEN]), ("two", two)]));
    let first = hand.document().to_owned();
    hand.keys("Shift+F6");
    hand.keys("ArrowDown");
    hand.keys("Enter");
    hand.until("the other article is open", |hand| hand.document() != first);
    // Back in the article, digits take versions.
    hand.keys("F6 n");
    hand.until("its item is looked at", |hand| hand.sees("Item 1 of 1"));
    hand.keys("1");
    hand.until("it is decided", |hand| hand.sees_words("0 items open, 1 solved"));
}

#[test]
fn a_decision_is_undone_and_an_item_opened_again() {
    let mut hand = reviewing(&finished(&[("one", &[ANA, BEN])]));
    hand.keys("n x");
    hand.until("one is solved", |hand| hand.sees_words("2 items open, 1 solved"));
    hand.keys("Ctrl+z");
    hand.until("none is solved", |hand| hand.sees_words("3 items open, 0 solved"));
    hand.keys("Shift+n n x Shift+n Shift+n");
    hand.until("one is solved", |hand| hand.sees_words("2 items open, 1 solved"));
    hand.click("Also what is decided");
    hand.keys("n n n");
    hand.until("the decided one", |hand| {
        if hand.sees("Decided") {
            return true;
        }
        false
    });
    hand.keys("Backspace");
    hand.until("it is open", |hand| hand.sees_words("3 items open, 0 solved"));
}

#[test]
fn a_version_is_edited_before_it_is_gold() {
    let mut hand = reviewing(&finished(&[("one", &[ANA, CEM, BEN])]));
    hand.keys("n e Right Enter");
    assert_eq!(hand.says(), "Ada wrote to [person|Babbage in] London");
    hand.until("it counts as decided", |hand| hand.sees_words("2 items open, 1 solved"));
}

#[test]
fn what_most_agree_on_is_taken_in_bulk() {
    let mut hand = reviewing(&finished(&[("one", &[ANA, CEM, BEN])]));
    hand.command("Take what most agree on");
    hand.command("Take what most agree on");
    assert_eq!(hand.says(), "[person|Ada] wrote to [person|Babbage] in [place|London]");
    hand.keys("Ctrl+z");
    assert_eq!(hand.says(), "Ada wrote to Babbage in London", "all of it is one step");
}

#[test]
fn a_comment_stands_in_ones_own_set_and_is_about_the_others_span() {
    let mut hand = reviewing(&finished(&[("one", &[BEN, CEM])]));
    hand.keys("n m");
    hand.types("Is this a title?");
    hand.keys("Ctrl+Enter");
    let set = hand.project().set(&key("one", "ana")).expect("the reviewer’s own set");
    let note = set.notes.values().next().unwrap();
    assert!(note.of.is_some() && matches!(note.on, NoteTarget::Span(_)) && note.body == "Is this a title?");
    assert!(hand.project().set(&key("one", "gold")).is_none());
}

#[test]
fn only_a_reviewer_decides_where_there_are_roles() {
    let mut project = finished(&[("one", &[ANA, BEN])]);
    let roles = [("ana", Role::Annotator), ("ben", Role::Lead)];
    let roles = roles.map(|(id, role)| (AnnotatorId::new(id).unwrap(), role)).into();
    project.workflow = Workflow { roles, ..Workflow::default() }.into();
    let mut hand = reviewing(&project);
    hand.keys("n 1");
    assert!(hand.sees_words("Only reviewers decide"));
    assert_eq!(hand.says(), "Ada wrote to Babbage in London");
}

#[test]
fn without_two_people_the_queue_says_what_would_fill_it() {
    let mut hand = Hand::with(&[("one", &[ANA, BEN]), ("two", &["@ana [person|Ada] slept"])]);
    hand.keys("Ctrl+2");
    hand.until("the queue is empty", |hand| hand.sees_words("No article that two people have finished"));
    hand.click("Compare unfinished work");
    hand.until("there is one", |hand| hand.sees_words("3 items open"));
}

#[test]
fn what_a_merge_left_is_first_in_the_queue_until_it_is_settled() {
    let mut project = corpus(&[("one", &["@ana [person|Ada] wrote", "@ben Ada wrote"]), ("two", &["@ana Ada slept"])]);
    let mut set = (**project.set(&key("two", "ana")).unwrap()).clone();
    let id = "conflict".parse().unwrap();
    let says = "one side says Place, the other Person".to_owned();
    let mut note = Note::new(id, NoteTarget::Document, says.clone(), Timestamp::new(0));
    note.verdict = Some(Verdict::Conflict);
    set.notes.insert(id, note);
    project.sets.insert(key("two", "ana"), set.into());
    let mut hand = Hand::on(desk_of(&project));
    hand.keys("Ctrl+2");
    hand.until("the conflict is there", |hand| hand.sees_words("Ada slept, 1 conflict,"));
    hand.click("Ada slept, 1 conflict, 0 to look at, 0 of 0 open, 0 people compared");
    hand.until("what it is about", |hand| hand.sees(&says));
    hand.click("Settled");
    hand.until("it is gone", |hand| !hand.sees(&says));
    assert!(!hand.sees_words("1 conflict,"));
    hand.keys("Ctrl+z");
    hand.until("it is back", |hand| hand.sees(&says));
}

#[test]
fn sets_stand_in_columns_that_scroll_together() {
    let many = |end: &str| {
        format!("[person|Ada] came.\n\n{}{end}", "A paragraph between that is long enough.\n\n".repeat(120))
    };
    let (ana, ben) = (format!("@ana {}", many("[place|Rome] fell.")), format!("@ben {}", many("Rome fell.")));
    let mut hand = reviewing(&finished(&[("one", &[&ana, &ben])]));
    assert_eq!(hand.all("Ada came.").len(), 1, "{:#?}", hand.labels());
    hand.keys("v");
    hand.until("each has a column", |hand| hand.all("Ada came.").len() == 3);
    assert!(hand.sees("gold") && hand.sees("1   A") && hand.sees("2   B"), "{:#?}", hand.labels());
    assert_eq!((hand.all("person: Ada").len(), hand.all("Rome fell.").len()), (2, 0), "{:#?}", hand.labels());
    // Going to an item moves all of them.
    hand.keys("n");
    hand.until("all are at the end", |hand| hand.all("Rome fell.").len() == 3);
    assert_eq!((hand.all("place: Rome").len(), hand.all("Ada came.").len()), (1, 0));
    // So does the wheel over any of them.
    let over =
        hand.all("Rome fell.").into_iter().map(|rect| rect.center()).max_by(|one, other| one.x.total_cmp(&other.x));
    hand.turns_wheel(over.unwrap(), -100_000.0);
    hand.until("all are at the start", |hand| hand.all("Ada came.").len() == 3);
    assert_eq!(hand.all("Rome fell.").len(), 0);
    // Digits take versions as before, and gold's column has what was taken.
    hand.keys("Shift+a Shift+a");
    hand.until("what all agree on is taken", |hand| hand.all("person: Ada").len() == 3);
    hand.keys("v");
    hand.until("there is one text again", |hand| hand.all("Ada came.").len() == 1);
}

#[test]
fn differences_are_named_where_they_are() {
    let ana = "@ana [person|Ada] met [person|Bo] in [place|the city]";
    let ben = "@ben [person|Ada] met [title|Bo] in the [place|city]";
    let hand = reviewing(&finished(&[("one", &[ana, ben])]));
    assert!(hand.sees("Open item: Other tags") && hand.sees("Open item: Other words"), "{:#?}", hand.labels());
}

#[test]
fn ten_annotators_are_ten_lanes_and_the_last_has_no_digit() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let sets: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(n, who)| format!("@{who} {}", if n < 5 { "[person|Ada] slept" } else { "[place|Ada] slept" }))
        .collect();
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    let mut hand = reviewing(&finished(&[("one", &sets)]));
    hand.keys("n");
    assert!(hand.sees_words("Take A:") && hand.sees_words("Take J:"), "{:#?}", hand.labels());
    let says = |hand: &Hand, who: char| {
        let label = hand.labels().into_iter().find(|label| label.starts_with(&format!("Take {who}:"))).unwrap();
        if label.contains("place") { "[place|Ada] slept" } else { "[person|Ada] slept" }
    };
    let (of_ninth, of_tenth) = (says(&hand, 'I'), says(&hand, 'J'));
    hand.keys("9");
    hand.until("the ninth is taken", |hand| hand.sees_words("0 items open, 1 solved"));
    assert_eq!(hand.says(), of_ninth);
    hand.keys("Ctrl+z");
    hand.until("it is open again", |hand| hand.sees_words("1 item open"));
    let label = hand.labels().into_iter().find(|label| label.starts_with("Take J:")).unwrap();
    hand.activate(&label);
    hand.until("the tenth is taken", |hand| hand.sees_words("0 items open, 1 solved"));
    assert_eq!(hand.says(), of_tenth);
}

#[test]
fn two_people_of_one_name_are_told_apart() {
    let mut project = finished(&[("one", &[ANA, BEN])]);
    for (id, annotator) in project.annotators.clone() {
        let named = glossator::model::Annotator { name: "Robin".to_owned(), ..(*annotator).clone() };
        project.annotators.insert(id, named.into());
    }
    project.workflow = Workflow { names_are_shown: true, ..Workflow::default() }.into();
    let mut hand = reviewing(&project);
    hand.keys("n");
    assert!(hand.sees_words("Take Robin (ana):") && hand.sees_words("Take Robin (ben):"), "{:#?}", hand.labels());
}

#[test]
fn a_set_about_another_version_of_the_text_is_left_out_and_told() {
    let desk = desk_of(&finished(&[("one", &[ANA, BEN, CEM])]));
    let file = desk.file("annotations/ben/one.ron");
    let said = std::fs::read_to_string(&file).unwrap();
    let digest = said.split('"').nth(1).unwrap().to_owned();
    std::fs::write(&file, said.replace(&digest, &"0".repeat(64))).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let mut hand = Hand::on(desk);
    hand.keys("Ctrl+2");
    hand.until("the others are compared", |hand| hand.sees_words("open,"));
    assert!(hand.sees("1 file could not be read") && hand.sees_words("2 people compared"), "{:#?}", hand.labels());
    // Ana and Cem say the same.
    hand.keys("Shift+a Shift+a");
    hand.until("all is decided", |hand| hand.sees_words("0 items open, 3 solved"));
    let desk = hand.leave();
    assert_eq!(std::fs::read(desk.file("annotations/ben/one.ron")).unwrap(), bytes);
}
