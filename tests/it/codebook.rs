//! The codebook as a document: guidance, examples, what was made before a definition, and the checks of these.

use crate::notation::{corpus, letter, parse, project, set_of, spans_over};
use glossator::check::run;
use glossator::edit::{Change, Command, Fate, Guidance, Mint, Transaction, example_at};
use glossator::model::{Document, Example, Overlap, Project, Tag, TagId, Timestamp};
use glossator::query::made_before_definition;
use glossator::text::{Offset, Text, TextRange};
use std::collections::BTreeMap;
use std::sync::Arc;

/// When everything in the notation was made.
const THEN: i64 = 1_770_000_000;

fn id(tag: &str) -> TagId {
    TagId::new(tag).unwrap()
}

fn person(project: &Project) -> &Tag {
    project.codebook.tag(&id("person")).unwrap()
}

/// Plans a command some seconds after everything in the notation was made.
fn plan(project: &Project, command: &Command, seconds: i64) -> Result<Transaction, String> {
    let mut mint = Mint::new(7, Timestamp::new(THEN + seconds));
    command.plan(project, &mut mint).map_err(|error| error.to_string())
}

/// Does it, and checks that taking it back gives the project as it was. Returns its title.
#[track_caller]
fn run_at(project: &mut Project, command: &Command, seconds: i64) -> String {
    let before = project.clone();
    let transaction = plan(project, command, seconds).unwrap();
    transaction.apply(project).unwrap();
    let mut back = project.clone();
    transaction.inverted().apply(&mut back).unwrap();
    assert_eq!(back, before, "taken back");
    transaction.title
}

fn define(part: Guidance, was: &str, text: &str, is_correction: bool) -> Command {
    Command::Define { tag: id("person"), part, was: was.to_owned(), text: text.to_owned(), is_correction }
}

fn exemplify(before: Option<&Example>, after: Option<&Example>) -> Command {
    let change = Box::new(Change { before: before.cloned(), after: after.cloned() });
    Command::Exemplify { tag: id("person"), change }
}

/// The example that the selection of a notation makes.
#[track_caller]
fn example(notation: &str, is_positive: bool) -> Example {
    let (start, end) = parse(notation).selection.unwrap();
    let range = TextRange::between(Offset::new(start), Offset::new(end));
    example_at(&project(notation, Overlap::Any), &letter(), range, is_positive).unwrap()
}

/// What the definition of *person* came after.
fn older(project: &Project) -> Vec<String> {
    let text = |document: &Document, at| document.text.slice(at).to_owned();
    let found = made_before_definition(project, person(project));
    found
        .map(|(key, span)| {
            format!("{}: {}", key.annotator, text(project.document(&key.document).unwrap(), span.hull()))
        })
        .collect()
}

#[test]
fn a_definition_is_changed_part_by_part_and_dated() {
    let mut letters = project("[person|Ada] wrote", Overlap::Any);
    let title = run_at(&mut letters, &define(Guidance::Meaning, "", " A human being \n", false), 10);
    assert_eq!(title, "Change the definition of person");
    assert_eq!(person(&letters).guide, "A human being");
    assert_eq!(person(&letters).revised, Some(Timestamp::new(THEN + 10)));
    let title = run_at(&mut letters, &define(Guidance::NotWhen, "", "It is a title", false), 20);
    assert_eq!(title, "Change when not to use person");
    assert_eq!(person(&letters).revised, Some(Timestamp::new(THEN + 20)));
    let title = run_at(&mut letters, &define(Guidance::Meaning, "A human being", "A human being.", true), 30);
    assert_eq!(title, "Correct the wording of person");
    assert_eq!(person(&letters).revised, Some(Timestamp::new(THEN + 20)), "it means the same");
    let titles: Vec<&str> = letters.codebook.history().iter().map(|revision| revision.title.as_str()).collect();
    assert_eq!(
        titles,
        ["Change the definition of person", "Change when not to use person", "Correct the wording of person"]
    );
}

#[test]
fn a_definition_that_somebody_else_has_changed_is_not_overwritten() {
    let mut letters = project("Ada wrote", Overlap::Any);
    run_at(&mut letters, &define(Guidance::UseWhen, "", "It has a name", false), 10);
    let late = plan(&letters, &define(Guidance::UseWhen, "", "It speaks", false), 20);
    assert_eq!(late.unwrap_err(), "the guidance of person has changed since");
    let same = plan(&letters, &define(Guidance::UseWhen, "It has a name", "It has a name ", false), 20);
    assert_eq!(same.unwrap_err(), "there is nothing to change");
}

#[test]
fn an_example_is_the_sentence_around_its_words() {
    let passage = |notation| example(notation, true).text;
    assert_eq!(passage("It rained. «Ada» wrote to Babbage. He slept."), "Ada wrote to Babbage.");
    assert_eq!(passage("It rained. Ada wrote to Bab«»bage. He slept."), "Ada wrote to Babbage.");
    assert_eq!(passage("It «rained. Ada» wrote. He slept."), "It rained. Ada wrote.");
    let long = format!("{}«Ada»{}", "a word, ".repeat(500), ", a word".repeat(500));
    let cut = example(&long, true).text;
    assert!(cut.contains("word, Ada, a word") && cut.len() <= 800, "{} bytes", cut.len());
    let endless = format!("«{}»", "ä".repeat(5_000));
    assert_eq!(example(&endless, true).text, "ä".repeat(400), "the beginning of what is too long");
}

#[test]
fn examples_come_change_and_go() {
    let mut letters = project("It rained. [person|Ada] wrote.", Overlap::Any);
    let ada = example("It rained. «Ada» wrote.", true);
    assert_eq!(run_at(&mut letters, &exemplify(None, Some(&ada)), 10), "Add an example of person: “Ada”");
    let rain = example("«It» rained. Ada wrote.", false);
    assert_eq!(run_at(&mut letters, &exemplify(None, Some(&rain)), 20), "Add a counterexample of person: “It”");
    assert_eq!(plan(&letters, &exemplify(None, Some(&ada)), 30).unwrap_err(), "person already has this example");
    let explained = Example { why: "A name".to_owned(), ..ada.clone() };
    assert_eq!(run_at(&mut letters, &exemplify(Some(&ada), Some(&explained)), 30), "Change an example of person");
    assert_eq!(person(&letters).examples, [explained.clone(), rain.clone()]);
    assert_eq!(plan(&letters, &exemplify(Some(&ada), None), 40).unwrap_err(), "an example of person has changed since");
    assert_eq!(run_at(&mut letters, &exemplify(Some(&explained), None), 40), "Remove an example of person");
    assert_eq!(person(&letters).examples, [rain]);
    assert_eq!(person(&letters).revised, None, "examples do not make another definition");
}

#[test]
fn a_merged_tag_leaves_its_examples_to_the_other() {
    let mut letters = project("It rained. [person|Ada] wrote.", Overlap::Any);
    let (ada, rain) = (example("It rained. «Ada» wrote.", true), example("«It» rained. Ada wrote.", false));
    run_at(&mut letters, &exemplify(None, Some(&ada)), 10);
    run_at(&mut letters, &exemplify(None, Some(&rain)), 20);
    let merge = Command::RemoveTag { tag: id("person"), spans: Fate::Retag(id("claim")) };
    run_at(&mut letters, &merge, 30);
    assert_eq!(letters.codebook.tag(&id("claim")).unwrap().examples, [ada]);
    check_examples(&letters, &[]);
}

#[test]
fn what_was_made_before_a_definition_is_listed_until_somebody_says_it_is_right() {
    let mut letters = corpus(&[
        ("a", &["@ana [person|Ada] met [place|York] and [person|Ben]", "@ben Ada met York and [person|Ben]"]),
        ("b", &["@ana [person|Bea]"]),
    ]);
    assert!(older(&letters).is_empty());
    run_at(&mut letters, &define(Guidance::Meaning, "", "A human being", false), 10);
    assert_eq!(older(&letters), ["ana: Ada", "ana: Ben", "ben: Ben", "ana: Bea"]);

    let sets: Vec<_> = letters.sets.keys().cloned().collect();
    let ada = letters.set(&sets[0]).unwrap().spans.iter().next().unwrap().key();
    let all = |set: &_| letters.set(set).unwrap().spans.iter().map(|span| span.key()).collect::<Vec<_>>();
    let ben_and_bea = BTreeMap::from([(sets[1].clone(), all(&sets[1])), (sets[2].clone(), all(&sets[2]))]);
    let title = run_at(&mut letters, &Command::Affirm([(sets[0].clone(), vec![ada])].into()), 20);
    assert_eq!(title, "Say that “Ada” is still right");
    assert_eq!(older(&letters), ["ana: Ben", "ben: Ben", "ana: Bea"]);
    let title = run_at(&mut letters, &Command::Affirm(ben_and_bea), 20);
    assert_eq!(title, "Say that 2 spans are still right");
    assert_eq!(older(&letters), ["ana: Ben"]);
    let again = plan(&letters, &Command::Affirm([(sets[0].clone(), vec![ada])].into()), 30);
    assert_eq!(again.unwrap_err(), "there is nothing to change");
}

#[test]
fn a_span_that_gets_a_tag_by_hand_gets_it_by_what_that_means_today() {
    let mut letters = project("[title|Ada] met [person|Ben]", Overlap::Any);
    run_at(&mut letters, &define(Guidance::Meaning, "", "A human being", false), 10);
    let spans = spans_over(&letters, "Ada");
    run_at(&mut letters, &Command::Retag { set: set_of("ana"), spans, tag: id("person") }, 20);
    assert_eq!(older(&letters), ["ana: Ben"]);
}

#[test]
fn a_definition_from_a_clock_that_is_ahead_can_be_answered() {
    let mut letters = project("[person|Ada]", Overlap::Any);
    run_at(&mut letters, &define(Guidance::Meaning, "", "A human being", false), 1_000);
    let ada = spans_over(&letters, "Ada");
    run_at(&mut letters, &Command::Affirm([(set_of("ana"), ada)].into()), 10);
    assert_eq!(older(&letters), [""; 0]);
}

/// A project in which *person* has one example, or one counterexample.
fn with_example(notation: &str, selected: &str, is_positive: bool) -> Project {
    let mut letters = project(notation, Overlap::Any);
    let example = example(selected, is_positive);
    run_at(&mut letters, &exemplify(None, Some(&example)), 10);
    letters
}

/// What the check finds, and that the fix leaves nothing where there is one.
#[track_caller]
fn check_examples(letters: &Project, expected: &[&str]) {
    let of_examples = |letters: &Project| {
        let found = run(letters).into_iter().filter(|it| it.kind == "codebook-example");
        found.collect::<Vec<_>>()
    };
    let found = of_examples(letters);
    assert_eq!(found.iter().map(|it| it.message.as_str()).collect::<Vec<_>>(), expected);
    for fix in found.into_iter().filter_map(|finding| finding.fix) {
        let mut mended = letters.clone();
        run_at(&mut mended, &fix, 90);
        assert_eq!(of_examples(&mended).len(), expected.len() - 1);
    }
}

#[test]
fn examples_hold_as_long_as_somebody_says_so() {
    let text = "It rained. «Ada» wrote.";
    check_examples(&with_example("It rained. [person|Ada] wrote.", text, true), &[]);
    check_examples(&with_example("It rained. [person|Ada wrote].", text, true), &[]);
    check_examples(&with_example("It rained. [title|Ada] wrote.", text, false), &[]);
    check_examples(&with_example("It rained. [person|Ada wrote].", text, false), &[]);
    let mut under = with_example("It rained. [title|Ada] wrote.", text, true);
    let title = Command::MoveTag { tag: id("title"), parent: Some(id("person")), before: None };
    check_examples(&under, &["“Ada wrote.” is an example of person, but nobody tags it so by now"]);
    run_at(&mut under, &title, 20);
    check_examples(&under, &[]);
    check_examples(
        &with_example("It rained. [person|Ada] wrote.", text, false),
        &["“Ada wrote.” is a counterexample of person, but ana tags it so"],
    );
}

#[test]
fn examples_hold_as_long_as_their_text_stands() {
    let revised = |text: &str| {
        let mut letters = with_example("It rained. [person|Ada] wrote.", "It rained. «Ada» wrote.", true);
        let mut document = Document::clone(letters.document(&letter()).unwrap());
        document.text = Text::new(text.to_owned()).unwrap();
        letters.documents.insert(letter(), Arc::new(document));
        letters.sets.clear();
        let found = run(&letters).into_iter().filter(|it| it.kind == "codebook-example");
        found.map(|it| (it.message, it.fix.is_some())).collect::<Vec<_>>()
    };
    let said = |why: &str| format!("“Ada wrote.” is an example of person, but {why}");
    let changed = [(said("the article says something else there by now"), true)];
    assert_eq!(revised("It rained. Ida wrote."), changed);
    assert_eq!(revised("It"), changed);
    assert_eq!(revised("Äöü ÄöüÄöü. Ada wrote."), changed, "the range would cut a letter");
    assert_eq!(
        revised("It rained. Ada wrote. It is dry now."),
        [(said("nobody tags it so by now"), false)],
        "a person must say which of the two is wrong"
    );
    let mut gone = with_example("It rained. [person|Ada] wrote.", "It rained. «Ada» wrote.", true);
    run_at(&mut gone, &Command::RemoveDocuments(vec![letter()]), 20);
    check_examples(&gone, &[&said("its article is gone")]);
}
