//! What annotators say side by side, and what is decided about it.

use crate::notation::{corpus, tag};
use glossator::agreement::{Key, Measure, Who};
use glossator::edit::{Command, Decision, EditError, Mint, Place, Statement};
use glossator::model::{
    AnnotatorId, AnnotatorKind, AttributeId, DocumentId, Fragments, LayerKind, Origin, Project, SetKey, SetState, Span,
    TagId, Timestamp, Value, Workflow,
};
use glossator::review::{Compared, Comparison, Differences, ProjectStudy, compare};
use glossator::text::{Offset, TextRange};
use proptest::prelude::*;
use std::sync::Arc;

const ALL: Compared = Compared { annotators: None, unfinished: true, viewer: None };

fn one() -> DocumentId {
    DocumentId::new("one").unwrap()
}

fn gold_key() -> SetKey {
    SetKey { document: one(), annotator: AnnotatorId::new("gold").unwrap() }
}

fn of(sets: &[&str]) -> Project {
    let workflow = Workflow { names_are_shown: true, ..Workflow::default() };
    Project { workflow: workflow.into(), ..corpus(&[("one", sets)]) }
}

fn compared(project: &Project) -> Comparison {
    compare(project, project.document(&one()).unwrap(), &ALL)
}

fn mint() -> Mint {
    Mint::new(7, Timestamp::new(0))
}

#[track_caller]
fn run(project: &mut Project, command: &Command) {
    command.plan(project, &mut mint()).unwrap().apply(project).unwrap();
}

/// The words and tag of each thing that each annotator says of an item, and how they differ.
fn told(project: &Project) -> Vec<(Vec<String>, String)> {
    let text = &project.document(&one()).unwrap().text;
    let comparison = compared(project);
    let item = comparison.items.iter().map(|item| {
        let versions = item.versions.iter().map(|version| {
            let says = version.says.iter().map(|(statement, _)| {
                let words = if statement.extent().is_empty() { "" } else { text.slice(statement.extent()) };
                format!("{words}:{}", statement.tag().map_or("", TagId::as_str))
            });
            says.collect::<Vec<_>>().join("+")
        });
        let Differences { missing, boundary, tag, attribute } = item.differences;
        let names = [(missing, "missing"), (boundary, "boundary"), (tag, "tag"), (attribute, "attribute")];
        let names: Vec<&str> = names.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
        (versions.collect(), names.join(" "))
    });
    item.collect()
}

#[test]
fn what_belongs_together_is_one_item_and_its_kind_is_stated() {
    let project = of(&[
        "@ana [person|Ada] wrote to [title|Mr] [person|Babbage] in [place|London]",
        "@ben [person|Ada] wrote to [person|Mr Babbage] in [claim|London]",
    ]);
    let expected = [
        (vec!["Ada:person", "Ada:person"], ""),
        (vec!["Mr:title", ""], "missing"),
        (vec!["Babbage:person", "Mr Babbage:person"], "boundary"),
        (vec!["London:place", "London:claim"], "tag"),
    ];
    let found = told(&project);
    // Of the two that lie in “Mr Babbage” the one with its tag belongs to it.
    let expected: Vec<(Vec<String>, String)> = expected
        .iter()
        .map(|(says, kind)| (says.iter().map(ToString::to_string).collect(), (*kind).to_owned()))
        .collect();
    let mut found_sorted = found.clone();
    let mut expected = expected;
    found_sorted.sort();
    expected.sort();
    assert_eq!(found_sorted, expected);
    let comparison = compared(&project);
    assert_eq!((comparison.n_open(), comparison.n_disagreements()), (4, 3));
}

#[test]
fn nested_passages_that_both_have_are_items_of_their_own() {
    let set = "[claim|a [claim|b c] d]";
    let project = of(&[&format!("@ana {set}"), &format!("@ben {set}")]);
    assert_eq!(told(&project).len(), 2);
    assert_eq!(compared(&project).n_disagreements(), 0);
}

#[test]
fn gold_is_what_was_decided_with_its_source_and_nobody_elses_set_changes() {
    let before = of(&[
        "@ana [person|Ada] wrote to [person|Babbage]",
        "@ben [person|Ada] wrote to [place|Babbage]",
        "@cem [person|Ada] wrote to [place|Babbage]",
    ]);
    let mut project = before.clone();
    let comparison = compared(&project);
    let [ada, babbage] = comparison.items.as_slice() else { panic!("{comparison:?}") };
    assert_eq!(babbage.majority(), (1, 2));
    let decisions = vec![ada.take(&comparison.annotators, 0).unwrap()];
    run(&mut project, &Command::Decide { set: gold_key(), decisions });
    let comparison = compared(&project);
    assert_eq!(comparison.items.iter().map(|item| item.is_decided).collect::<Vec<_>>(), [true, false]);
    let decisions = vec![comparison.items[1].take(&comparison.annotators, 1).unwrap()];
    run(&mut project, &Command::Decide { set: gold_key(), decisions });
    let gold = project.set(&gold_key()).unwrap();
    let from: Vec<Vec<&str>> = gold
        .spans
        .iter()
        .map(|span| match &span.origin {
            Origin::Taken(from) => from.iter().map(AnnotatorId::as_str).collect(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(from, [vec!["ana", "ben", "cem"], vec!["ben", "cem"]]);
    let rejected: Vec<_> = gold.rejections.values().map(|it| it.tag.as_str()).collect();
    assert_eq!(rejected, ["person"], "what Ana said is rejected, on the record");
    assert_eq!(compared(&project).n_open(), 0);
    for (key, set) in &before.sets {
        assert!(Arc::ptr_eq(set, project.set(key).unwrap()), "{key:?}");
    }
}

#[test]
fn none_of_these_is_a_decision_and_reopening_takes_it_back() {
    let mut project = of(&["@ana [person|Ada] wrote", "@ben [place|Ada] wrote"]);
    let decide = |decisions| Command::Decide { set: gold_key(), decisions };
    let item = compared(&project).items[0].clone();
    run(&mut project, &decide(vec![item.reject()]));
    let item = compared(&project).items[0].clone();
    assert!(item.is_decided);
    assert!(project.set(&gold_key()).unwrap().spans.is_empty());
    run(&mut project, &decide(vec![item.reopen()]));
    assert!(!compared(&project).items[0].is_decided);
    assert!(project.set(&gold_key()).unwrap().is_empty());
    // A second thought replaces the first.
    let annotators = compared(&project).annotators;
    for at in [0, 1] {
        let item = compared(&project).items[0].clone();
        run(&mut project, &decide(vec![item.take(&annotators, at).unwrap()]));
    }
    let tags: Vec<_> = project.set(&gold_key()).unwrap().spans.iter().map(|span| span.tag.to_string()).collect();
    assert_eq!(tags, ["place"]);
    assert_eq!(project.set(&gold_key()).unwrap().rejections.len(), 1);
}

#[test]
fn who_comes_later_with_something_else_opens_the_item_again() {
    let mut project = of(&["@ana [person|Ada] wrote", "@ben [person|Ada] wrote", "@cem [claim|Ada] wrote"]);
    let two = Compared { annotators: Some(["ana", "ben"].map(|id| AnnotatorId::new(id).unwrap()).into()), ..ALL };
    let comparison = compare(&project, project.document(&one()).unwrap(), &two);
    let decisions = vec![comparison.items[0].take(&comparison.annotators, 0).unwrap()];
    run(&mut project, &Command::Decide { set: gold_key(), decisions });
    assert_eq!(compare(&project, project.document(&one()).unwrap(), &two).n_open(), 0);
    assert_eq!(compared(&project).n_open(), 1);
}

#[test]
fn only_those_who_are_done_are_compared_unless_others_are_asked_for() {
    let mut project = of(&["@ana [person|Ada] wrote", "@ben Ada wrote", "@gold [place|Ada] wrote"]);
    let done = Compared::default();
    assert_eq!(compare(&project, project.document(&one()).unwrap(), &done).items, []);
    let annotator = |id: &str| SetKey { document: one(), annotator: AnnotatorId::new(id).unwrap() };
    run(&mut project, &Command::SetState { set: annotator("ana"), state: SetState::Finished });
    run(&mut project, &Command::SetState { set: annotator("ben"), state: SetState::Nothing });
    let comparison = compare(&project, project.document(&one()).unwrap(), &done);
    assert_eq!(comparison.items.len(), 1);
    assert!(comparison.items[0].differences.missing, "who finds nothing says something too");
}

#[test]
fn a_tag_that_the_codebook_lacks_cannot_be_taken_but_rejected() {
    let mut project = of(&["@ana [person|Ada] wrote", "@ben [person|Ada] wrote"]);
    let key = SetKey { document: one(), annotator: AnnotatorId::new("ana").unwrap() };
    let mut set = (**project.set(&key).unwrap()).clone();
    let mut span = set.spans.iter().next().unwrap().clone();
    set.spans.remove(span.key());
    span.tag = tag("martian", None).id;
    set.spans.insert(span);
    project.sets.insert(key, set.into());
    let comparison = compared(&project);
    let (item, decide) = (&comparison.items[0], |decisions| Command::Decide { set: gold_key(), decisions });
    let refused = decide(vec![item.take(&comparison.annotators, 0).unwrap()]).plan(&project, &mut mint());
    assert_eq!(refused.unwrap_err(), EditError::NoTag(tag("martian", None).id));
    let decisions = vec![item.reject()];
    run(&mut project, &decide(decisions));
    assert_eq!(compared(&project).n_open(), 0);
}

/// Some passages of a short text, in the notation of the tests.
fn marked(annotator: &str, spans: &[(usize, usize, usize)]) -> String {
    let words: Vec<&str> = "Ada wrote to Mr Babbage in London about the engine".split(' ').collect();
    let mut marked: Vec<String> = words.iter().map(ToString::to_string).collect();
    let mut last = 0;
    for (from, n, tag) in spans {
        let (from, to) = (last + from, last + from + n);
        if to >= words.len() {
            break;
        }
        let tag = ["person", "place", "claim"][*tag];
        marked[from] = format!("[{tag}|{}", marked[from]);
        marked[to] = format!("{}]", marked[to]);
        last = to + 1;
    }
    format!("@{annotator} {}", marked.join(" "))
}

proptest! {
    #[test]
    fn every_span_is_in_one_item_whoever_comes_first_and_decisions_settle_all(
        drawn in prop::collection::vec(prop::collection::vec((0..3_usize, 0..3_usize, 0..3_usize), 0..4), 2..5),
        picks in prop::collection::vec(0..6_usize, 12),
    ) {
        let sets: Vec<String> = drawn.iter().zip(["ana", "ben", "cem", "dee"]).map(|(it, who)| marked(who, it)).collect();
        let mut project = of(&sets.iter().map(String::as_str).collect::<Vec<_>>());
        for (key, set) in project.sets.clone() {
            let mut set = (*set).clone();
            set.head.state = SetState::Finished;
            project.sets.insert(key, set.into());
        }
        let n_spans: usize = project.sets.values().map(|set| set.spans.len()).sum();
        let comparison = compared(&project);
        let n_said: usize = comparison.items.iter().flat_map(|item| &item.versions).map(|it| it.says.len()).sum();
        prop_assert_eq!(n_said, n_spans);
        let before = project.clone();
        for (n, item) in comparison.items.iter().enumerate() {
            let decision = item.take(&comparison.annotators, picks[n % 12]).unwrap_or_else(|| item.reject());
            run(&mut project, &Command::Decide { set: gold_key(), decisions: vec![decision] });
        }
        prop_assert_eq!(compared(&project).n_open(), 0);
        for (key, set) in &before.sets {
            prop_assert!(Arc::ptr_eq(set, project.set(key).unwrap()));
        }
        // Gold is what was taken, and nothing else.
        let taken: usize = comparison.items.iter().enumerate().map(|(n, item)| {
            item.versions.get(picks[n % 12]).map_or(0, |version| version.says.len())
        }).sum();
        prop_assert_eq!(project.set(&gold_key()).map_or(0, |set| set.spans.len()), taken);
    }
}

fn decide(project: &mut Project, decision: Decision) {
    run(project, &Command::Decide { set: gold_key(), decisions: vec![decision] });
}

fn gold_says(project: &Project) -> Vec<String> {
    let text = &project.document(&one()).unwrap().text;
    let spans = project.set(&gold_key()).into_iter().flat_map(|set| set.spans.iter());
    spans.map(|span| format!("{}:{}", text.slice(span.hull()), span.tag)).collect()
}

#[test]
fn whoever_begins_the_gold_set_it_is_gold() {
    let mut project = of(&["@ana Ada wrote", "@ben Ada wrote"]);
    run(&mut project, &Command::SetState { set: gold_key(), state: SetState::Nothing });
    assert_eq!(project.annotators[&gold_key().annotator].kind, AnnotatorKind::Gold);
    assert_eq!(compared(&project).annotators.len(), 0, "gold is no version");
}

#[test]
fn somebody_who_is_called_gold_keeps_their_set_to_themselves() {
    let mut project = of(&["@gold [person|Ada] wrote", "@ben [place|Ada] wrote"]);
    let own = (**project.set(&gold_key()).unwrap()).clone();
    let annotator = glossator::review::gold(&project).unwrap();
    assert_eq!(annotator.as_str(), "gold-set");
    let comparison = compared(&project);
    let decisions = vec![comparison.items[0].take(&comparison.annotators, 0).unwrap()];
    run(&mut project, &Command::Decide { set: SetKey { document: one(), annotator }, decisions });
    assert_eq!(**project.set(&gold_key()).unwrap(), own);
    assert_eq!(compared(&project).n_open(), 0);
}

#[test]
fn what_was_taken_and_edited_can_be_replaced_rejected_and_opened_again() {
    let mut project = of(&["@ana [person|Ada] Lovelace wrote", "@ben [place|Ada] Lovelace wrote"]);
    let edited = |project: &mut Project| {
        let comparison = compared(project);
        decide(project, comparison.items[0].take(&comparison.annotators, 0).unwrap());
        let span = project.set(&gold_key()).unwrap().spans.iter().next().unwrap().key();
        let at = TextRange::between(Offset::new(0), Offset::new(12)).into();
        run(project, &Command::Resize { set: gold_key(), span, at });
        assert_eq!(gold_says(project), ["Ada Lovelace:person"]);
        assert!(compared(project).items[0].is_decided);
    };
    edited(&mut project);
    let item = compared(&project).items[0].clone();
    decide(&mut project, item.reopen());
    assert!(!compared(&project).items[0].is_decided && gold_says(&project).is_empty());
    edited(&mut project);
    let item = compared(&project).items[0].clone();
    decide(&mut project, item.reject());
    assert!(compared(&project).items[0].is_decided && gold_says(&project).is_empty());
    edited(&mut project);
    let comparison = compared(&project);
    decide(&mut project, comparison.items[0].take(&comparison.annotators, 1).unwrap());
    assert_eq!(gold_says(&project), ["Ada:place"]);
}

#[test]
fn what_an_annotator_corrects_later_is_open_again() {
    let mut project = of(&["@ana [person|Ada] Lovelace wrote", "@ben Ada Lovelace wrote"]);
    let comparison = compare(&project, project.document(&one()).unwrap(), &ALL);
    // Ben is not compared, as he says nothing and is not done.
    assert_eq!(comparison.items, []);
    let ben = SetKey { document: one(), annotator: AnnotatorId::new("ben").unwrap() };
    run(&mut project, &Command::SetState { set: ben, state: SetState::Nothing });
    let comparison = compared(&project);
    decide(&mut project, comparison.items[0].take(&comparison.annotators, 0).unwrap());
    let ana = SetKey { document: one(), annotator: AnnotatorId::new("ana").unwrap() };
    let span = project.set(&ana).unwrap().spans.iter().next().unwrap().key();
    let at = TextRange::between(Offset::new(0), Offset::new(12)).into();
    run(&mut project, &Command::Resize { set: ana, span, at });
    assert_eq!(compared(&project).n_open(), 1);
}

#[test]
fn a_finished_article_is_opened_again_with_its_first_item() {
    let mut project = of(&["@ana [person|Ada] wrote", "@ben [place|Ada] wrote"]);
    let comparison = compared(&project);
    decide(&mut project, comparison.items[0].take(&comparison.annotators, 0).unwrap());
    run(&mut project, &Command::SetState { set: gold_key(), state: SetState::Finished });
    let item = compared(&project).items[0].clone();
    decide(&mut project, item.reopen());
    assert_eq!(project.state(&gold_key()), SetState::InProgress);
    assert_eq!(compared(&project).n_open(), 1);
}

#[test]
fn of_many_decisions_those_that_can_be_are_made() {
    let mut project = of(&["@ana [person|Ada] met [person|Bo]", "@ben [person|Ada] met [person|Bo]"]);
    let comparison = compared(&project);
    let mut decisions: Vec<Decision> =
        comparison.items.iter().map(|item| item.take(&comparison.annotators, 0).unwrap()).collect();
    decisions[0].take[0].0 = Statement::Span(Place {
        at: TextRange::between(Offset::new(0), Offset::new(3)).into(),
        tag: tag("martian", None).id,
    });
    run(&mut project, &Command::Decide { set: gold_key(), decisions });
    assert_eq!(gold_says(&project), ["Bo:person"]);
}

#[test]
fn passages_in_pieces_are_decided_by_either_version() {
    let mut project = of(&["@ana [person|Ada King] wrote", "@ben [person|Ada King] wrote"]);
    let ben = SetKey { document: one(), annotator: AnnotatorId::new("ben").unwrap() };
    let mut set = (**project.set(&ben).unwrap()).clone();
    let span = set.spans.iter().next().unwrap().clone();
    set.spans.remove(span.key());
    let piece = |from: u32, to: u32| TextRange::between(Offset::new(from), Offset::new(to));
    set.spans.insert(Span { at: Fragments::new(&[piece(0, 3), piece(4, 8)]).unwrap(), ..span });
    project.sets.insert(ben, set.into());
    for at in [0, 1, 0] {
        let comparison = compared(&project);
        assert_eq!(comparison.items.len(), 1);
        decide(&mut project, comparison.items[0].take(&comparison.annotators, at).unwrap());
        assert!(compared(&project).items[0].is_decided, "the version {at}");
        let span = project.set(&gold_key()).unwrap().spans.iter().next().unwrap().clone();
        let from = comparison.items[0].versions[at].says[0].0.clone();
        assert_eq!(Statement::Span(Place::of(&span)), from);
        assert_eq!(project.set(&gold_key()).unwrap().spans.len(), 1, "one of the two");
    }
}

/// The project where an annotator is done, with a value that they give the document, if any.
fn with_value(mut project: Project, annotator: &str, value: &str) -> Project {
    let key = SetKey { document: one(), annotator: AnnotatorId::new(annotator).unwrap() };
    let mut set = (**project.set(&key).unwrap()).clone();
    set.head.state = SetState::Finished;
    if !value.is_empty() {
        set.attributes.insert(AttributeId::new("leaning").unwrap(), Value::Text(value.into()));
    }
    project.sets.insert(key, set.into());
    project
}

#[test]
fn values_of_the_article_are_items_and_gold_has_one_of_them() {
    let project = of(&["@ana Ada slept", "@ben Ada slept", "@cem Ada slept"]);
    let mut project = with_value(with_value(with_value(project, "ana", "left"), "ben", "right"), "cem", "");
    let comparison = compared(&project);
    let [item] = comparison.items.as_slice() else { panic!("one item, not {:?}", comparison.items) };
    let differences = Differences { missing: true, attribute: true, ..Differences::default() };
    assert_eq!((item.kind, item.differences, item.is_decided), (LayerKind::Document, differences, false));
    let leaning = AttributeId::new("leaning").unwrap();
    let gold = |project: &Project| project.set(&gold_key()).and_then(|set| set.attributes.get(&leaning).cloned());
    for (at, says) in [(1, Some("right")), (0, Some("left")), (2, None)] {
        let item = compared(&project).items[0].clone();
        decide(&mut project, item.take(&comparison.annotators, at).unwrap());
        assert_eq!(gold(&project), says.map(|it| Value::Text(it.into())));
        assert!(compared(&project).items[0].is_decided, "{says:?}");
    }
    // Whoever thinks otherwise later opens nothing that was decided by taking one value; to open it again is free.
    let reopened = compared(&project).items[0].reopen();
    decide(&mut project, reopened);
    assert!(!compared(&project).items[0].is_decided);
    let rejected = compared(&project).items[0].reject();
    decide(&mut project, rejected);
    assert_eq!((gold(&project), compared(&project).items[0].is_decided), (None, true));
}

/// Five people mark the same 20,000 words, but one of them the last as something else, and one not at all the first.
#[test]
fn twenty_thousand_spans_of_five_people_are_compared() {
    const N: usize = 20_000;
    let set = |who: &str, n: usize| {
        let mut notation = format!("@{who} ");
        for at in 0..N {
            match (n, at) {
                (3, 0) => notation.push_str("w "),
                (4, at) if at + 1 == N => notation.push_str("[place|w] "),
                _ => notation.push_str("[person|w] "),
            }
        }
        notation
    };
    let sets: Vec<String> =
        ["ana", "ben", "cem", "dia", "eli"].iter().enumerate().map(|(n, who)| set(who, n)).collect();
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    let mut project = of(&sets);
    for (key, set) in project.sets.clone() {
        let mut set = (*set).clone();
        set.head.state = SetState::Finished;
        project.sets.insert(key, set.into());
    }
    let comparison = compared(&project);
    assert_eq!((comparison.items.len(), comparison.n_disagreements()), (N, 2));
    let different: Vec<Differences> =
        comparison.items.iter().map(|item| item.differences).filter(|it| !it.is_none()).collect();
    let (missing, tag) =
        (Differences { missing: true, ..Differences::default() }, Differences { tag: true, ..Differences::default() });
    assert_eq!(different, [missing, tag]);
    // Strict F1: three pairs of the first three 1; three with Dia 2 · 19,999 / 39,999; three with Eli 19,999 / 20,000; and of
    // these two 2 · 19,998 / 39,999.
    let mean = (3.0 + 3.0 * 2.0 * 19_999.0 / 39_999.0 + 3.0 * 19_999.0 / 20_000.0 + 2.0 * 19_998.0 / 39_999.0) / 10.0;
    let study = ProjectStudy::of(&project);
    let key = Key::new(Measure::StrictF1, Who::Everybody);
    let value = study.tallies().sum().value(key).unwrap().unwrap();
    assert!((value - mean).abs() < 1e-12, "{value} is not {mean}");
}
