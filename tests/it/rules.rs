//! Rules: what they propose, what is left to decide about, and what becomes of decisions.

use crate::desk::{Desk, until_saved};
use crate::notation::{letter, project, set_of, written};
use glossator::edit::{Command, EditError, Fate, MOST_WORDS, Mint, NewRule, Proposal};
use glossator::model::{Overlap, Project, Seeks, TagId, Timestamp};
use glossator::store::read_word_list;
use glossator::suggest::{RuleSet, open};
use glossator::text::{Revision, Text};
use smol_str::SmolStr;
use std::sync::Arc;

fn tag(id: &str) -> TagId {
    TagId::new(id).unwrap()
}

fn words(name: &str, as_tag: &str, words: &[&str]) -> NewRule {
    let seeks = Seeks::Words(words.iter().map(SmolStr::new).collect());
    NewRule { name: name.to_owned(), tag: tag(as_tag), seeks, fold: false, whole_words: true }
}

fn expression(name: &str, as_tag: &str, pattern: &str) -> NewRule {
    let seeks = Seeks::Expression(pattern.to_owned());
    NewRule { name: name.to_owned(), tag: tag(as_tag), seeks, fold: false, whole_words: false }
}

fn run(project: &mut Project, command: &Command) {
    let mut mint = Mint::new(project.codebook.revisions.len() as u64 + 7, Timestamp::new(1_770_000_100));
    command.plan(project, &mut mint).unwrap().apply(project).unwrap();
}

fn with(notation: &str, rules: impl IntoIterator<Item = NewRule>) -> Project {
    let mut project = project(notation, Overlap::Any);
    for rule in rules {
        run(&mut project, &Command::AddRule(Box::new(rule)));
    }
    project
}

/// What is left to decide about.
fn proposed(project: &Project) -> Vec<Proposal> {
    let document = project.document(&letter()).unwrap();
    let all = RuleSet::of(&project.codebook).proposals(&document.text, || false);
    open(project, document, &set_of("ana"), &all)
}

/// The same as `start-end words tag`.
#[track_caller]
fn check(project: &Project, expected: &[&str]) {
    let text = &project.document(&letter()).unwrap().text;
    let line = |it: &Proposal| format!("{} {} {}", it.at.start().get(), text.slice(it.at), it.tag);
    assert_eq!(proposed(project).iter().map(line).collect::<Vec<_>>(), expected);
}

#[test]
fn words_are_found_whole_and_the_longest_of_those_that_overlap() {
    let rule = words("cities", "place", &["York", "New York", "Bath"]);
    let text = "York, New York, Yorkshire, Bathe. Bath";
    check(&with(text, [rule.clone()]), &["0 York place", "6 New York place", "34 Bath place"]);
    let anywhere = NewRule { whole_words: false, ..rule };
    check(
        &with(text, [anywhere]),
        &["0 York place", "6 New York place", "16 York place", "27 Bath place", "34 Bath place"],
    );
}

#[test]
fn case_is_folded_in_any_script_and_places_stay_exact() {
    let rule = NewRule { fold: true, ..words("streets", "place", &["königstrasse", "ΟΔΟΣ", "москва"]) };
    // Königstraße is 13 bytes (ö and ß two each), at 0; οδος 8 bytes at 15; МОСКВА 12 bytes at 25.
    check(
        &with("Königstraße, οδος, МОСКВА.", [rule.clone()]),
        &["0 Königstraße place", "15 οδος place", "25 МОСКВА place"],
    );
    check(&with("königstrasse", [NewRule { fold: false, ..rule }]), &["0 königstrasse place"]);
}

#[test]
fn an_expression_proposes_what_it_fits() {
    check(
        &with("Mr Babbage met Ms Lovelace and mr nobody", [expression("titles", "person", r"M[rs] \p{Lu}\w+")]),
        &["0 Mr Babbage person", "15 Ms Lovelace person"],
    );
}

#[test]
fn what_is_marked_or_left_out_or_forbidden_is_not_proposed() {
    let rules = || [words("names", "person", &["Ada", "York"])];
    // A part of what is marked so, and a place that has another tag.
    check(&with("[person|Ada of York] and [place|York], York", rules()), &["22 York person"]);
    let mut left_out = with("Ada met Ada", rules());
    let range = left_out.document(&letter()).unwrap().text.range(0, 4, glossator::text::Unit::Byte).unwrap();
    run(&mut left_out, &Command::Exclude { document: letter(), range, excluded: true });
    check(&left_out, &["8 Ada person"]);
    let mut strict = project("[title|Mr Ada] met Ada", Overlap::None);
    run(&mut strict, &Command::AddRule(Box::new(words("names", "person", &["Ada"]))));
    check(&strict, &["11 Ada person"]);
}

#[test]
fn accepting_marks_with_what_proposed_it_and_rejecting_is_remembered() {
    let mut now = with("Ada met Ada and Ada", [words("names", "person", &["Ada"])]);
    let all = proposed(&now);
    run(&mut now, &Command::Accept { set: set_of("ana"), proposals: vec![all[0].clone()] });
    run(&mut now, &Command::Reject { set: set_of("ana"), proposals: vec![all[2].clone()] });
    let text = now.document(&letter()).unwrap().text.clone();
    let set = Arc::clone(now.set(&set_of("ana")).unwrap());
    assert_eq!(written(&text, Some(&set)), "[person|Ada] met Ada and Ada");
    let origin = &set.spans.iter().next().unwrap().origin;
    assert_eq!(*origin, glossator::model::Origin::Suggested("names".into()));
    check(&now, &["8 Ada person"]);
    run(&mut now, &Command::Reconsider { set: set_of("ana"), tag: None });
    check(&now, &["8 Ada person", "16 Ada person"]);
    let again =
        Command::Reconsider { set: set_of("ana"), tag: None }.plan(&now, &mut Mint::new(1, Timestamp::default()));
    assert_eq!(again.err(), Some(EditError::Nothing));
}

#[test]
fn a_rejection_moves_with_its_words_and_goes_with_them() {
    let mut now = with("Ada met Babbage", [words("names", "person", &["Ada", "Babbage"])]);
    let all = proposed(&now);
    run(&mut now, &Command::Reject { set: set_of("ana"), proposals: all });
    check(&now, &[]);
    let revised = |now: &mut Project, to: &str| {
        let before = now.document(&letter()).unwrap().text.clone();
        let revision = Arc::new(Revision::between(&before, &Text::new(to.to_owned()).unwrap()));
        run(now, &Command::Revise { document: letter(), revision, source: None });
    };
    revised(&mut now, "Yesterday Ada met Babbage");
    check(&now, &[]);
    let starts = |now: &Project| -> Vec<u32> {
        let mut starts: Vec<u32> =
            now.set(&set_of("ana")).unwrap().rejections.values().map(|it| it.at.start().get()).collect();
        starts.sort_unstable();
        starts
    };
    assert_eq!(starts(&now), [10, 18]);
}

#[test]
fn rules_and_rejections_follow_a_merged_tag_and_go_with_a_removed_one() {
    let mut merged = with("Ada met Babbage", [words("names", "title", &["Ada", "Babbage"])]);
    let all = proposed(&merged);
    run(&mut merged, &Command::Reject { set: set_of("ana"), proposals: vec![all[0].clone()] });
    let mut removed = merged.clone();
    run(&mut merged, &Command::RemoveTag { tag: tag("title"), spans: Fate::Retag(tag("person")) });
    check(&merged, &["8 Babbage person"]);
    run(&mut removed, &Command::RemoveTag { tag: tag("title"), spans: Fate::Remove });
    assert!(removed.codebook.rules.is_empty());
    assert!(removed.set(&set_of("ana")).unwrap().rejections.is_empty());
}

#[test]
fn a_rule_must_look_for_something_and_mark_spans() {
    let base = project("Ada", Overlap::Any);
    let why = |rule: NewRule| {
        Command::AddRule(Box::new(rule)).plan(&base, &mut Mint::new(1, Timestamp::default())).unwrap_err()
    };
    assert_eq!(why(words("none", "person", &[" ", ""])), EditError::NoWords);
    assert_eq!(why(words(" ", "person", &["Ada"])), EditError::NoName);
    assert_eq!(why(words("names", "nobody", &["Ada"])), EditError::NoTag(tag("nobody")));
    assert_eq!(why(expression("open", "person", "(")), EditError::BadExpression("(".to_owned()));
    let endless = r"(?:\w{1000}){1000}{1000}";
    assert_eq!(why(expression("endless", "person", endless)), EditError::BadExpression(endless.to_owned()));
    let many: Vec<String> = (0..=MOST_WORDS).map(|n| format!("word-{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let n = MOST_WORDS + 1;
    assert_eq!(why(words("many", "person", &many)), EditError::TooManyWords { n, most: MOST_WORDS });
}

#[test]
fn rules_and_rejections_are_kept_in_files_and_undone_to_the_same_bytes() {
    let desk = Desk::new("Ada of York wrote");
    let mut window = desk.window("ana", 1);
    window.save_now().unwrap();
    let before = desk.files();
    let rule = NewRule { fold: true, ..words("cities", "place", &["York", "“Bath”", "漢"]) };
    window.run(&Command::AddRule(Box::new(rule))).unwrap();
    window.run(&Command::AddRule(Box::new(expression("capitals", "person", r"\p{Lu}\w+")))).unwrap();
    let all = proposed(window.project());
    window.run(&Command::Reject { set: set_of("ana"), proposals: all }).unwrap();
    until_saved(&mut window);
    let expected = window.snapshot();
    window.close().unwrap();
    assert_eq!(desk.on_disk(), expected);
    assert_eq!(expected.codebook.rules.len(), 2);
    assert_eq!(expected.set(&set_of("ana")).unwrap().rejections.len(), 3);
    let mut window = desk.window("ana", 2);
    while window.undo().unwrap().is_some() {}
    window.close().unwrap();
    assert_eq!(desk.files(), before);
}

#[test]
fn a_list_is_read_by_lines_or_by_the_first_column() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        let words = read_word_list(&path, 1_000);
        words.map(|words| words.join("|")).map_err(|error| error.to_string().replace(&*path.to_string_lossy(), name))
    };
    assert_eq!(read("a.txt", "\u{feff}York\r\n\r\n  New York  \nZürich".as_bytes()).unwrap(), "York|New York|Zürich");
    assert_eq!(read("a.csv", b"York,UK\n\"Washington, D.C.\",US\n,\n").unwrap(), "York|Washington, D.C.");
    assert_eq!(read("a.tsv", b"York\tUK\nBath\tUK\n").unwrap(), "York|Bath");
    assert_eq!(read("empty.txt", b"\n \n").unwrap_err(), "there is no word in it: empty.txt");
    let million: String = (0..1_000_000).map(|n| format!("word {n}\n")).collect();
    let told = "the list has 1000000 words, and a rule may have 1000: million.txt";
    assert_eq!(read("million.txt", million.as_bytes()).unwrap_err(), told);
}

#[test]
fn a_long_list_is_looked_for_at_once() {
    let list: Vec<String> = (0..MOST_WORDS).map(|n| format!("Name{n}")).collect();
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    check(
        &with("Name7 met Name99999 and Name100000", [words("names", "person", &list)]),
        &["0 Name7 person", "10 Name99999 person"],
    );
}

#[test]
fn an_import_of_a_codebook_takes_rules_and_attributes_along() {
    let source = with("Ada", [words("names", "person", &["Ada"])]);
    let mut into = project("Ada", Overlap::Any);
    into.codebook = Arc::new(glossator::model::Codebook::default());
    run(&mut into, &Command::AddCodebook((*source.codebook).clone()));
    assert_eq!(into.codebook.rules, source.codebook.rules);
    assert_eq!(into.codebook.attributes, source.codebook.attributes);
}
