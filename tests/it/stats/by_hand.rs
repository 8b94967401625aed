//! Small texts whose figures can be counted with a finger.

use super::reference::{documents, tag_id};
use crate::notation::corpus;
use glossator::edit::{Command, Fate, Mint};
use glossator::model::{AnnotatorId, Document, Project, Timestamp};
use glossator::stats::{Documents, Scope, TagFigures, Tally, passages};
use glossator::text::{Offset, TextRange};
use std::sync::Arc;

fn everything(project: &Project) -> Tally {
    Tally::of(project, Scope::default())
}

/// Spans, documents, characters, and the mean length as the sum of lengths.
#[track_caller]
fn check(documents: &[(&str, &[&str])], tag: &str, spans: usize, n_documents: usize, characters: usize, sum: usize) {
    let tally = everything(&corpus(documents));
    let figures = tally.figures(&tag_id(tag));
    let share = (tally.n_characters() > 0).then(|| characters as f64 / tally.n_characters() as f64);
    let mean_length = (spans > 0).then(|| sum as f64 / spans as f64);
    let n_strings = tally.strings_of(&tag_id(tag)).count();
    let expected = TagFigures { n_spans: spans, n_documents, n_characters: characters, share, mean_length, n_strings };
    assert_eq!(figures, expected);
}

#[test]
fn characters_are_code_points_and_each_counts_once() {
    check(&[("a", &["@ana [person|Zoë] 👍"])], "person", 1, 1, 3, 3);
    check(&[("a", &["@ana Zoë [person|👍]"])], "person", 1, 1, 1, 1);
    check(&[("a", &["@ana [person|Mr [person|Babbage]]"])], "person", 2, 1, 10, 17);
    check(&[("a", &["@ana [1:person|Ada [2:person|B]1 C]2"])], "person", 2, 1, 7, 8);
    check(&[("a", &["@ana [person|Ada] B", "@ben [person|Ada B]"])], "person", 2, 1, 5, 8);
    check(&[("a", &["@ana [person|Ada] B", "@ben Ada [person|B]"])], "person", 2, 1, 4, 4);
    check(&[("a", &["@ana [person|Ada]"]), ("b", &["@ana [person|Ada] [place|York]"])], "person", 2, 2, 6, 6);
    check(&[("a", &["@ana [person|Ada]"])], "place", 0, 0, 0, 0);
    check(&[("a", &[""])], "place", 0, 0, 0, 0);
    check(&[("a", &["@ana A[person|]da"])], "person", 1, 1, 0, 0);
}

#[test]
fn a_step_about_nearly_all_spans_is_followed() {
    let mut project = corpus(&[("a", &[&format!("@ana [place|York] {}", "[person|Ada] ".repeat(1_200))])]);
    let mut tally = everything(&project);
    let before = project.clone();
    let command = Command::RemoveTag { tag: tag_id("person"), spans: Fate::Retag(tag_id("place")) };
    let step = command.plan(&project, &mut Mint::new(1, Timestamp::default())).unwrap();
    step.apply(&mut project).unwrap();
    tally.apply(&before, &step, &project);
    assert_eq!((tally.spans_of(&tag_id("person")), tally.spans_of(&tag_id("place"))), (0, 1_201));
    assert_eq!(tally.figures(&tag_id("place")).n_characters, 4 + 1_200 * 3);
    assert_eq!(tally.strings_of(&tag_id("place")).collect::<Vec<_>>(), [("Ada", 1_200), ("York", 1)]);
}

#[test]
fn shares_are_of_all_texts_in_scope_each_once() {
    let project = corpus(&[("a", &["@ana [person|Ada] wrote", "@ben [person|Ada] wrote"]), ("b", &["eleven char"])]);
    let tally = everything(&project);
    assert_eq!((tally.n_documents(), tally.n_characters(), tally.n_spans()), (2, 20, 2));
    assert_eq!(tally.figures(&tag_id("person")).share, Some(3.0 / 20.0));
    let one = Tally::of(&project, Scope { documents: documents("one", &["a"]), ..Scope::default() });
    assert_eq!(one.figures(&tag_id("person")).share, Some(3.0 / 9.0));
}

#[test]
fn a_scope_chooses_documents_and_annotators() {
    let mut project =
        corpus(&[("a", &["@ana [person|Ada] wrote", "@ben [person|Ada wrote]"]), ("b", &["@ana [person|Ben]"])]);
    let ben = AnnotatorId::new("ben").unwrap();
    let of_ben = |documents| Scope { documents, annotators: Some([ben.clone()].into()), ..Scope::default() };
    let tally = Tally::of(&project, of_ben(Documents::All));
    assert_eq!((tally.n_documents(), tally.n_spans(), tally.figures(&tag_id("person")).n_characters), (2, 1, 9));
    assert_eq!(tally.counts_of(&ben), (1, 1));
    let b = documents("some", &["b", "missing"]);
    assert_eq!(Tally::of(&project, of_ben(b.clone())).n_spans(), 0);
    super::reference::archive(&mut project, "b");
    assert_eq!(everything(&project).n_documents(), 1, "archived documents count only where they are named");
    assert_eq!(Tally::of(&project, Scope { documents: b, ..Scope::default() }).n_spans(), 1);
}

#[test]
fn counts_are_kept_for_the_tag_panel() {
    let project = corpus(&[
        ("a", &["@ana [person|Ada] [person|Ben] [place|York]", "@ben [person|Ada] Ben York"]),
        ("b", &["@ben [person|Ada]"]),
    ]);
    let tally = everything(&project);
    let [ana, ben] = ["ana", "ben"].map(|id| AnnotatorId::new(id).unwrap());
    assert_eq!((tally.spans_of(&tag_id("person")), tally.spans_of(&tag_id("claim"))), (4, 0));
    assert_eq!((tally.spans_by(&ana, &tag_id("person")), tally.spans_by(&ben, &tag_id("person"))), (2, 2));
    assert_eq!(tally.spans_in(&super::reference::document_id("a"), &tag_id("person")), 3);
    assert_eq!((tally.counts_of(&ana), tally.counts_of(&ben)), ((3, 1), (2, 2)));
    assert_eq!(tally.tags().map(|id| id.as_str()).collect::<Vec<_>>(), ["person", "place"]);
}

#[test]
fn strings_are_ranked_by_count_then_by_their_characters() {
    let project = corpus(&[
        ("a", &["@ana [person|Ben] [person|Ada] [person|ada]", "@ben [person|Ben] Ada ada"]),
        ("b", &["@ana [person|Zoë]"]),
    ]);
    let tally = everything(&project);
    let strings: Vec<(&str, usize)> = tally.strings_of(&tag_id("person")).collect();
    assert_eq!(strings, [("Ben", 2), ("Ada", 1), ("Zoë", 1), ("ada", 1)]);
}

#[test]
fn long_strings_show_their_ends_and_still_differ_in_the_middle() {
    let text = |middle: &str| format!("@ana [claim|{}{middle}{}]", "é".repeat(300), "o".repeat(300));
    let (same, other) = (text("x"), text("y"));
    let tally = everything(&corpus(&[("a", &[&same]), ("b", &[&same]), ("c", &[&other])]));
    let shown = format!("{} … {}", "é".repeat(80), "o".repeat(160));
    let strings: Vec<(&str, usize)> = tally.strings_of(&tag_id("claim")).collect();
    assert_eq!(strings, [(shown.as_str(), 2), (shown.as_str(), 1)]);
}

#[test]
fn passages_come_by_document_annotator_and_place() {
    let project = corpus(&[
        ("b", &["@ben [person|Ben]", "@ana [person|Ben]"]),
        ("a", &["@ana [person|Ada] [place|York] [person|[person|Z]oë]"]),
    ]);
    let (scope, person) = (Scope::default(), tag_id("person"));
    let found: Vec<String> = passages(&project, &scope, &person)
        .map(|(key, span)| format!("{key} {}", project.document(&key.document).unwrap().text.slice(span.hull())))
        .collect();
    assert_eq!(found, ["ana/a Ada", "ana/a Zoë", "ana/a Z", "ana/b Ben", "ben/b Ben"]);
}

#[test]
fn what_is_left_out_counts_only_by_choice() {
    let mut project = corpus(&[("a", &["@ana [person|Zoë] wrote. Read [person|more]!"])]);
    let document = project.documents.values().next().unwrap().clone();
    // “ Read more!” and the last letter of Zoë.
    let parts = [(2, 4), (11, 22)].map(|(a, b)| TextRange::between(Offset::new(a), Offset::new(b)));
    let left_out = Document { excluded: parts.into_iter().collect(), ..Document::clone(&document) };
    project.documents.insert(document.id.clone(), Arc::new(left_out));
    let tally = everything(&project);
    let person = tally.figures(&tag_id("person"));
    assert_eq!((tally.n_characters(), person.n_characters, person.share), (9, 2, Some(2.0 / 9.0)));
    assert_eq!((person.n_spans, person.mean_length, person.n_strings), (2, Some(3.5), 2), "spans are spans");
    let tally = Tally::of(&project, Scope { with_left_out: true, ..Scope::default() });
    assert_eq!((tally.n_characters(), tally.figures(&tag_id("person")).n_characters), (21, 7));
}
