//! Queries as filters: what they leave of a project, and those that have names.

use crate::desk::{Desk, until_saved};
use crate::notation::corpus;
use crate::shell::{Shell, with_ada};
use glossator::edit::{Command, EditError};
use glossator::model::{
    AnnotatorId, DocumentId, Note, NoteTarget, Project, RecordId, Relation, SetKey, TagId, Timestamp,
};
use glossator::query::{Search, check_saved, completions};
use glossator::review::{Precedence, merge_filters};
use glossator::workspace::{RunError, Workspace};
use imbl::OrdMap;
use serde_json::json;
use std::sync::Arc;

/// Two articles that two people mark, one that Ana does, one that nobody does.
fn project() -> Project {
    let mut project = corpus(&[
        ("a", &["@ana [person|Ada] said [claim|that [person|Bo] left].", "@ben Ada said that [place|Bo] left."]),
        ("b", &["@ana [person|Bo] slept in [place|Rome].", "@ben [person|Bo] slept in [place|Rome]."]),
        ("c", &["@ana [place|Oslo] is cold."]),
        ("d", &["Nobody marked this."]),
    ]);
    for (id, outlet) in [("a", "Wire"), ("b", "Mail"), ("c", "Wire")] {
        let document = project.documents.get_mut(&DocumentId::new(id).unwrap()).unwrap();
        Arc::make_mut(document).outlet = Some(outlet.to_owned());
    }
    project
}

/// What a project says, set by set: `a/ana: Ada:person`.
fn said(project: &Project) -> Vec<String> {
    let of_document = |id: &DocumentId| {
        let text = &project.document(id).unwrap().text;
        let sets: Vec<String> = project
            .sets_of(id)
            .map(|(key, set)| {
                let spans = set.spans.iter().map(|span| format!(" {}:{}", text.slice(span.hull()), span.tag));
                format!("{id}/{}:{}", key.annotator, spans.collect::<String>())
            })
            .collect();
        if sets.is_empty() { vec![id.to_string()] } else { sets }
    };
    project.documents.keys().flat_map(of_document).collect()
}

#[track_caller]
fn check(query: &str, left: &[&str]) {
    let project = project();
    let search = Search::new(query, &project).unwrap_or_else(|mistake| panic!("{query}: {mistake}"));
    assert_eq!(said(&search.part_of(&project)), left, "{query}");
}

#[test]
fn what_asks_for_no_spans_leaves_all_spans_of_its_documents() {
    check("outlet:Mail", &["b/ana: Bo:person Rome:place", "b/ben: Bo:person Rome:place"]);
    check("nobody", &["d"]);
    check("where tag:claim", &["a/ana: Ada:person that Bo left:claim Bo:person", "a/ben: Bo:place"]);
    check("not tag:person", &["c/ana: Oslo:place", "d"]);
    check("outlet:Wire where tag:claim", &["a/ana: Ada:person that Bo left:claim Bo:person", "a/ben: Bo:place"]);
}

#[test]
fn what_asks_for_spans_leaves_those_and_every_set() {
    check("tag:claim", &["a/ana: that Bo left:claim", "a/ben:"]);
    check("tag:place outlet:Wire", &["a/ana:", "a/ben: Bo:place", "c/ana: Oslo:place"]);
    check("tag:person within tag:claim", &["a/ana: Bo:person", "a/ben:"]);
    check("tag:person not within tag:claim outlet:Wire", &["a/ana: Ada:person", "a/ben:"]);
    check("only:claim or only:person[by=ben]", &["a/ana: that Bo left:claim", "a/ben:", "b/ana:", "b/ben: Bo:person"]);
    check("tag:person followed-by tag:place", &["b/ana: Bo:person", "b/ben: Bo:person"]);
    // Words leave documents; where either side is true, what either asks for stays.
    check(
        "slept or tag:claim",
        &["a/ana: that Bo left:claim", "a/ben:", "b/ana: Bo:person Rome:place", "b/ben: Bo:person Rome:place"],
    );
}

#[test]
fn whose_spans_count_is_said_once_for_all_that_is_joined() {
    check("by:ben", &["a/ben: Bo:place", "b/ben: Bo:person Rome:place"]);
    check("by:ben tag:person", &["b/ben: Bo:person"]);
    check("(by:ben outlet:Mail) tag:place", &["b/ben: Rome:place"]);
    check("(by:ana outlet:Mail) or (by:ben outlet:Wire)", &["a/ben: Bo:place", "b/ana: Bo:person Rome:place"]);
    check(
        "(by:ana tag:person) or (by:ben tag:place)",
        &["a/ana: Ada:person Bo:person", "a/ben: Bo:place", "b/ana: Bo:person", "b/ben: Rome:place"],
    );
    check(
        "by:ana outlet:Wire or tag:place",
        &[
            "a/ana: Ada:person that Bo left:claim Bo:person",
            "a/ben: Bo:place",
            "b/ana: Rome:place",
            "b/ben: Rome:place",
            "c/ana: Oslo:place",
        ],
    );
    check("by:ana,ben tag:claim", &["a/ana: that Bo left:claim", "a/ben:"]);
}

#[test]
fn a_relation_or_note_goes_with_what_it_is_on() {
    let mut project = project();
    let record = |n: u64| format!("{n:08}").parse::<RecordId>().unwrap();
    let key = project.sets.keys().next().unwrap().clone();
    let set = Arc::make_mut(project.sets.get_mut(&key).unwrap());
    let [ada, claim, bo]: [RecordId; 3] = set.spans.iter().map(|span| span.id).collect::<Vec<_>>().try_into().unwrap();
    let relation = |id, from, to| Relation {
        id,
        from,
        to,
        tag: TagId::new("says").unwrap(),
        details: Default::default(),
        origin: Default::default(),
        made: Timestamp::new(0),
    };
    for relation in [relation(record(1), ada, claim), relation(record(2), ada, bo)] {
        set.relations.insert(relation.id, relation);
    }
    let targets =
        [NoteTarget::Span(claim), NoteTarget::Span(bo), NoteTarget::Relation(record(1)), NoteTarget::Document];
    for (n, on) in (3..).zip(targets) {
        set.notes.insert(record(n), Note::new(record(n), on, format!("Note {n}"), Timestamp::new(0)));
    }
    // Ben on what Ana marked, and Ana's answer to that.
    let ben = SetKey { document: key.document.clone(), annotator: AnnotatorId::new("ben").unwrap() };
    let note = |n, on, of: &SetKey| Note {
        of: Some(of.annotator.clone()),
        ..Note::new(record(n), on, "Sure?".to_owned(), Timestamp::new(0))
    };
    let of_ben = Arc::make_mut(project.sets.get_mut(&ben).unwrap());
    of_ben.notes.insert(record(7), note(7, NoteTarget::Span(claim), &key));
    of_ben.notes.insert(record(8), note(8, NoteTarget::Span(bo), &key));
    let of_ana = Arc::make_mut(project.sets.get_mut(&key).unwrap());
    of_ana.notes.insert(record(9), note(9, NoteTarget::Note(record(7)), &ben));
    let part = Search::new("tag:person", &project).unwrap().part_of(&project);
    let left = part.set(&key).unwrap();
    assert_eq!(part.set(&ben).unwrap().notes.keys().collect::<Vec<_>>(), [&record(8)]);
    assert_eq!(left.relations.keys().collect::<Vec<_>>(), [&record(2)], "both its ends are there");
    assert_eq!(left.notes.keys().collect::<Vec<_>>(), [&record(4), &record(6)]);
}

#[test]
fn of_other_documents_the_same_is_asked() {
    let project = project();
    let rest = |query: &str| {
        let search = Search::new(query, &project).unwrap();
        said(&search.rest_of(&project, |id| ["b", "d"].contains(&id.as_str())))
    };
    assert_eq!(rest("outlet:Wire"), ["b/ana: Bo:person Rome:place", "b/ben: Bo:person Rome:place", "d"]);
    assert_eq!(rest("by:ben"), ["b/ben: Bo:person Rome:place", "d"]);
    assert_eq!(rest("outlet:Wire by:ben tag:place"), ["b/ben: Rome:place", "d"]);
    assert_eq!(rest("tag:person where tag:claim"), ["b/ana: Bo:person", "b/ben: Bo:person", "d"]);
}

#[test]
fn documents_are_asked_for_by_whose_work_they_are() {
    let mut project = project();
    let ben = AnnotatorId::new("ben").unwrap();
    Arc::make_mut(project.documents.get_mut(&DocumentId::new("d").unwrap()).unwrap()).assigned = vec![ben];
    assert_eq!(said(&Search::new("assigned:ben", &project).unwrap().part_of(&project)), ["d"]);
    let mistake = Search::new("assigned:zoe", &project).err().unwrap();
    assert_eq!(mistake.to_string(), "character 10: nobody is called “zoe”");
}

fn with_filters(filters: &[(&str, &str)]) -> Project {
    let filters = filters.iter().map(|(name, query)| ((*name).to_owned(), (*query).to_owned()));
    Project { filters: filters.collect(), ..project() }
}

#[test]
fn a_named_query_stands_for_itself() {
    let project = with_filters(&[("gold wire", "by:ben outlet:Wire"), ("places", "filter:\"gold wire\" tag:place")]);
    let left = |query: &str| said(&Search::new(query, &project).unwrap().part_of(&project));
    assert_eq!(left("filter:\"gold wire\""), ["a/ben: Bo:place"]);
    // Whose spans count holds for what the name is joined with, as if the query stood there.
    assert_eq!(left("filter:\"gold wire\" tag:person or nobody"), ["d"]);
    assert_eq!(left("filter:places"), ["a/ben: Bo:place"]);
    assert_eq!(left("not filter:places tag:claim"), Vec::<String>::new());
    let offered = |query: &str| completions(query, &project).into_iter().map(|it| it.query).collect::<Vec<_>>();
    assert_eq!(offered("tag:person filter:p"), ["tag:person filter:places"]);
    assert_eq!(offered("filter:g"), ["filter:\"gold wire\""]);
    // A value in quotation marks may be begun with white space in it.
    assert_eq!(offered("nobody filter:\"gold w"), ["nobody filter:\"gold wire\""]);
    assert_eq!(completions("(filter:\"gold", &project)[0].word, "filter:\"gold wire\"");
}

#[test]
fn a_name_that_nothing_has_or_that_asks_for_itself_is_a_mistake_at_its_place() {
    let project = with_filters(&[("one", "filter:two"), ("two", "ada (filter:one)"), ("bad", "tag:unicorn")]);
    let mistake = |query: &str| {
        let mistake = Search::new(query, &project).err().unwrap();
        (mistake.to_string(), mistake.hint)
    };
    let (what, hint) = mistake("ada filter:three");
    assert_eq!((what.as_str(), hint.as_str()), ("character 12: no filter is called “three”", "Filters: bad, one, two"));
    let (what, _) = mistake("filter:one");
    assert!(what.starts_with("character 8:") && what.ends_with("the filter “one” asks for itself"), "{what}");
    let (what, hint) = mistake("filter:bad");
    assert!(what.contains("the filter “bad” cannot be used: character 5: no tag is called “unicorn”"), "{what}");
    assert!(hint.starts_with("Tags: "), "{hint}");
}

fn save(name: &str, query: &str) -> Command {
    Command::SaveFilter { name: name.to_owned(), query: query.to_owned() }
}

fn named(window: &Workspace) -> Vec<(&str, &str)> {
    window.project().filters.iter().map(|(name, query)| (name.as_str(), query.as_str())).collect()
}

#[test]
fn names_are_given_and_taken_back_and_stand_in_the_project_file() {
    let desk = Desk::new("[person|Ada] wrote");
    let before = desk.files();
    let mut window = desk.window("ana", 1);
    window.run(&save(" people ", " tag:person ")).unwrap();
    window.run(&save("wire", "outlet:\"The Wire\"")).unwrap();
    let done = window.run(&save("wire", "outlet:Wire")).unwrap();
    assert_eq!(done.title, "Change the filter “wire”");
    assert_eq!(window.run(&save("wire", "outlet:Wire")).unwrap_err(), RunError::Edit(EditError::Nothing));
    assert_eq!(window.run(&save("  ", "ada")).unwrap_err(), RunError::Edit(EditError::NoName));
    assert_eq!(named(&window), [("people", "tag:person"), ("wire", "outlet:Wire")]);
    window.close().unwrap();
    let file = desk.read("project.ron");
    let lines = "    filters: {\n        \"people\": \"tag:person\",\n        \"wire\": \"outlet:Wire\",\n    },\n";
    assert!(file.contains(lines), "{file}");

    let mut window = desk.window("ana", 2);
    assert_eq!(named(&window), [("people", "tag:person"), ("wire", "outlet:Wire")]);
    window.run(&Command::RemoveFilter("people".to_owned())).unwrap();
    let gone = window.run(&Command::RemoveFilter("people".to_owned())).unwrap_err();
    assert_eq!(gone, RunError::Edit(EditError::Gone("the filter")));
    assert_eq!(named(&window), [("wire", "outlet:Wire")]);
    while window.undo().unwrap().is_some() {}
    window.close().unwrap();
    assert_eq!(desk.files(), before);
}

#[test]
fn what_the_power_takes_before_the_file_has_it_is_in_the_journal() {
    let desk = Desk::new("Ada wrote");
    let mut window = Workspace::open(&desk.path(), &desk.home, crate::desk::lazy("ana", 1)).unwrap();
    window.run(&save("people", "tag:person")).unwrap();
    until_saved(&mut window);
    drop(window);
    assert!(!desk.read("project.ron").contains("filters"));
    let window = desk.window("ana", 2);
    assert_eq!(named(&window), [("people", "tag:person")]);
}

#[test]
fn both_sides_of_a_merge_keep_their_names() {
    let filters = |named: &[(&str, &str)]| -> OrdMap<String, String> {
        named.iter().map(|(name, query)| ((*name).to_owned(), (*query).to_owned())).collect()
    };
    let base = filters(&[("kept", "a"), ("changed", "a"), ("gone", "a"), ("rescued", "a"), ("disputed", "a")]);
    let ours = filters(&[("kept", "a"), ("changed", "b"), ("rescued", "b"), ("disputed", "b"), ("our", "x")]);
    let theirs = filters(&[("kept", "a"), ("changed", "a"), ("gone", "a"), ("disputed", "c"), ("their", "y")]);
    let expected = |disputed: &'static str| {
        filters(&[
            ("kept", "a"),
            ("changed", "b"),
            ("rescued", "b"),
            ("disputed", disputed),
            ("our", "x"),
            ("their", "y"),
        ])
    };
    let merged = merge_filters(Precedence::Ours, &base, &ours, &theirs);
    assert_eq!(merged.value, expected("b"));
    let sentence = "the filter “disputed” was changed on both sides, to “b” and to “c”: “b” is kept";
    assert_eq!(merged.conflicts, [sentence]);
    let from_either =
        [(&ours, &theirs), (&theirs, &ours)].map(|(one, other)| merge_filters(Precedence::Neither, &base, one, other));
    assert_eq!(from_either.each_ref().map(|merged| &merged.value), [&expected("c"), &expected("c")]);
}

#[test]
fn the_command_line_saves_lists_and_uses_them() {
    let shell: Shell = with_ada();
    assert_eq!(shell.run("filters p").is(0).out, "No query has a name yet; --save NAME QUERY gives one\n");
    shell.run_words(&["filters", "p", "--save", "by ana", "by:ana tag:person"], "").is(0);
    let refused = shell.run_words(&["filters", "p", "--save", "bad", "tag:unicorn"], "").is(2);
    assert!(refused.err.contains("no tag is called “unicorn”"), "{}", refused.err);
    let answer = shell.run("filters p --json").is(0).json();
    assert_eq!(answer["filters"][0]["name"], "by ana");
    assert_eq!(answer["filters"][0]["query"], "by:ana tag:person");
    let n_spans = answer["filters"][0]["spans"].as_u64().unwrap();
    let stats = |filter: &str| shell.run_words(&["stats", "p", "--filter", filter, "--json"], "").is(0).json();
    assert_eq!(stats("filter:\"by ana\"")["spans"], json!(n_spans));
    assert_eq!(stats("filter:\"by ana\""), stats("by:ana tag:person"));
    assert!(stats("by:ana")["spans"].as_u64().unwrap() > n_spans, "there are others");
    shell.run_words(&["filters", "p", "--remove", "by ana"], "").is(0);
    shell.run_words(&["filters", "p", "--remove", "by ana"], "").is(2);
    shell.run_words(&["stats", "p", "--filter", "filter:\"by ana\""], "").is(2);
}

#[test]
fn versions_differ_by_a_filter() {
    let shell = with_ada();
    for (name, bytes) in crate::desk::files_of(&shell.path("p")) {
        shell.write(&format!("q/{name}"), bytes);
    }
    shell.run_words(&["filters", "q", "--save", "people", "tag:person"], "").is(0);
    let said = shell.run("diff p q").out;
    assert!(said.contains("filter") && said.contains("“people” “tag:person”"), "{said}");
}

#[test]
fn filters_that_name_too_many_others_are_refused() {
    let mut filters = vec![("f0".to_owned(), "tag:place".to_owned())];
    filters.extend((1..40).map(|n| (format!("f{n}"), format!("filter:f{0} or filter:f{0}", n - 1))));
    let project = Project { filters: filters.into_iter().collect(), ..project() };
    let what = |query: &str| Search::new(query, &project).err().map(|mistake| mistake.what);
    assert_eq!(what("filter:f8"), None, "eight in each other, 511 in all");
    assert!(what("filter:f12").unwrap().contains("more than 1000 filters stand in this query"));
    assert!(what("filter:f39").is_some(), "whichever bound is met first");
}

#[test]
fn a_filter_that_would_ask_for_itself_is_not_saved() {
    let project = with_filters(&[("one", "filter:two"), ("two", "tag:place")]);
    let saved = |name: &str, query: &str| check_saved(name, query, &project).err().map(|mistake| mistake.what);
    assert_eq!(saved("two", "tag:person"), None);
    assert!(saved("two", "filter:one").unwrap().contains("asks for itself"));
    assert!(saved("three", "tag:nothing").unwrap().contains("no tag is called"));
}

#[test]
fn what_is_said_is_not_compared_by_size() {
    let project = with_filters(&[("places", "tag:place")]);
    let what = |query: &str| Search::new(query, &project).err().map(|mistake| mistake.to_string());
    for query in ["tag!=place", "by<ana", "state>=new", "attr!=sure", "filter!=places", "assigned>ana"] {
        assert!(what(query).is_some(), "{query}");
    }
    for query in ["by:ana[length=2]", "filter:places[length=2]", "title:x[length=2]"] {
        assert!(what(query).is_some(), "{query}");
    }
}
