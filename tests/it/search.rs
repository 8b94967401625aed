//! Searching a project: the grammar, what is found where, and what is wrong with a query.

use crate::notation::corpus;
use glossator::model::{
    AnnotatorId, Attribute, AttributeId, AttributeKind, DocumentId, Layer, LayerId, LayerKind, Project, SetKey,
    SetState, Span, Tag, TagId, Timestamp, Value,
};
use glossator::query::{Line, LineOrder, Search, completions, context, examples, group_lines, order_lines};
use glossator::text::{Offset, TextRange};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Three articles: in the first two people mark, in the second one does, in the third nobody.
fn project() -> Project {
    let mut project = corpus(&[
        (
            "one",
            &[
                "@ana [person|Ada] said [claim|that [person|Bo] left [place|York]]. Rain fell in York.",
                "@ben [person|Ada] said that [place|Bo] left York. Rain fell in York.",
            ],
        ),
        ("two", &["@ana Nobody left. [person|Bo] slept in [place|Rome], bombed twice."]),
        ("six", &["Bombs fell. Bo and Ada were in Rome."]),
    ]);
    for (id, date, outlet, n) in [("one", "31 March 2026", "Wire", "12"), ("two", "2026-04-02", "Daily Mail", "9")] {
        let id = DocumentId::new(id).unwrap();
        let document = Arc::make_mut(project.documents.get_mut(&id).unwrap());
        document.date = Some(date.to_owned());
        document.outlet = Some(outlet.to_owned());
        document.meta.insert("page".to_owned(), n.to_owned());
    }
    project
}

/// What is found, as `document:words`, in order.
fn found_in(project: &Project, query: &str) -> Vec<String> {
    let search = Search::new(query, project).unwrap_or_else(|mistake| panic!("{query}: {mistake}"));
    let lines = project.documents.values().filter_map(|document| search.lines(project, document)).flatten();
    let words = |line: Line| {
        let text = &project.document(&line.document).unwrap().text;
        format!("{}:{}", line.document, text.slice(line.range))
    };
    lines.map(words).collect()
}

/// The documents of which a query is true.
fn true_of(project: &Project, query: &str) -> Vec<String> {
    let search = Search::new(query, project).unwrap_or_else(|mistake| panic!("{query}: {mistake}"));
    let documents = project.documents.values().filter(|document| search.holds(project, document));
    documents.map(|document| document.id.to_string()).collect()
}

#[track_caller]
fn check(query: &str, found: &[&str]) {
    assert_eq!(found_in(&project(), query), found, "{query}");
}

#[test]
fn words_are_found_whole_in_parts_and_as_they_are_written() {
    check("bo", &["one:Bo", "six:Bo", "two:Bo"]);
    check("bomb", &[]);
    check("bomb*", &["six:Bombs", "two:bombed"]);
    check("*omb*", &["six:omb", "two:omb"]);
    check("=\"Bo\"", &["one:Bo", "six:Bo", "six:Bo", "two:Bo"]);
    check("\"fell in york\"", &["one:fell in York"]);
}

#[test]
fn expressions_are_found_with_case_and_without() {
    check("/rome|york/", &[]);
    check("/rome|york/i", &["one:York", "one:York", "six:Rome", "two:Rome"]);
    check("/R\\/x|twice/", &["two:twice"]);
}

#[test]
fn tags_are_found_with_what_is_under_them_each_place_once() {
    check("tag:person", &["one:Ada", "one:Bo", "two:Bo"]);
    check("tag:place", &["one:Bo", "one:York", "two:Rome"]);
    check("by:ben tag:*", &["one:Ada", "one:Bo"]);
    check("tag:person[by=ben]", &["one:Ada"]);
    let mut project = project();
    let codebook = Arc::make_mut(&mut project.codebook);
    let title = codebook.order.iter().find(|id| id.as_str() == "title").unwrap().clone();
    let person = codebook.order.iter().find(|id| id.as_str() == "person").unwrap().clone();
    let under = Tag { parent: Some(title), ..(**codebook.tags.get(&person).unwrap()).clone() };
    codebook.tags.insert(person, under.into());
    assert_eq!(found_in(&project, "tag:title"), ["one:Ada", "one:Bo", "two:Bo"]);
    assert_eq!(found_in(&project, "only:title"), [""; 0]);
}

#[test]
fn spans_are_followed_by_the_next_of_the_same_annotator() {
    // Ana has Ada, the claim, in it Bo and York; then, in the other article, Bo and Rome. Ben has Ada and Bo.
    check("tag:person followed-by tag:claim", &["one:Ada"]);
    check("tag:claim followed-by tag:person", &["one:that Bo left York"]);
    check("tag:claim followed-by tag:place", &[]);
    check("tag:person followed-by tag:place", &["one:Ada", "one:Bo", "two:Bo"]);
    check("tag:person[by=ana] followed-by tag:place", &["one:Bo", "two:Bo"]);
    check("by:ben tag:person followed-by tag:place", &["one:Ada"]);
    check("tag:person not followed-by tag:place", &["one:Ada"]);
    check("tag:place not followed-by tag:*", &["one:Bo", "one:York", "two:Rome"]);
    let mistake = Search::new("ada followed-by tag:claim", &project()).err().unwrap();
    assert_eq!((mistake.at, mistake.what.as_str()), (5, "“followed-by” stands between tags"));
}

#[test]
fn places_stand_to_each_other() {
    check("tag:person within tag:claim", &["one:Bo"]);
    check("tag:person not within tag:claim", &["one:Ada", "two:Bo"]);
    check("tag:claim containing tag:place", &["one:that Bo left York"]);
    check("tag:claim containing rome", &[]);
    check("tag:place overlapping tag:person", &[]);
    // Between Ada and left stand said, that, Bo.
    check("ada near/3 left", &["one:Ada"]);
    check("ada near/2 left", &[]);
    check("left near/3 ada", &["one:left"]);
    check("ada before/3 left", &["one:Ada"]);
    check("left before/99 ada", &[]);
    check("york near/3 rain", &["one:York", "one:York"]);
    check("(ada or bo) within tag:person within tag:claim", &["one:Bo"]);
    check("york near/0 york", &[]);
    check("rain same-sentence york", &["one:Rain"]);
    check("ada same-sentence rain", &[]);
    check("ada same-paragraph rain", &["one:Ada"]);
    check("tag:place same-article tag:claim", &["one:York"]);
    // Ben marked a person there, and no claim.
    check("tag:person not same-article tag:claim", &["one:Ada", "two:Bo"]);
    check("bo same-place tag:person", &["one:Bo", "two:Bo"]);
}

#[test]
fn documents_are_asked_for_by_what_is_in_them_and_known_of_them() {
    let project = project();
    let check = |query: &str, ids: &[&str]| assert_eq!(true_of(&project, query), ids, "{query}");
    check("tag:person and rome", &["two"]);
    check("tag:person or rome", &["one", "six", "two"]);
    check("not tag:person", &["six"]);
    check("not (tag:person or rome)", &[]);
    check("outlet:mail", &["two"]);
    check("outlet=Mail", &[]);
    check("outlet=\"Daily Mail\"", &["two"]);
    check("outlet!=Wire", &["six", "two"]);
    check("not outlet:*", &["six"]);
    check("date:2026-03", &["one"]);
    check("date>=2026-04", &["two"]);
    check("date<2026-04-02", &["one"]);
    check("date:2026", &["one", "two"]);
    check("page>9", &["one"]);
    check("meta.page<=9", &["two"]);
    check("page>abc", &[]);
    check("by:ben", &["one"]);
    check("by:ana,ben", &["one", "two"]);
    check("state:in-progress", &["one", "two"]);
    check("state:new", &["six"]);
    check("id:t*", &[]);
    check("id:tw", &["two"]);
    // Articles without a headline are called by their first words.
    check("title:rome", &["six", "two"]);
}

/// What a document is asked for by finds no place; what stands under `not` neither.
#[test]
fn conditions_find_no_places() {
    check("outlet:wire", &[]);
    check("outlet:wire rain", &["one:Rain"]);
    check("york not rain", &[]);
    check("bo not rain", &["six:Bo", "two:Bo"]);
    check("bo where rain", &["one:Bo"]);
    check("bo where rain or rome", &["one:Bo", "six:Bo", "two:Bo"]);
    check("bo where (rain or rome) where outlet:mail", &["two:Bo"]);
    check("bo and (rain or bombs)", &["one:Bo", "one:Rain", "six:Bombs", "six:Bo"]);
}

#[test]
fn values_are_found() {
    let mut project = corpus(&[("one", &["@ana [claim|It rains] and [claim|it pours]."])]);
    let layer = project.codebook.layers.first().map(|layer| layer.id.clone());
    let stance = AttributeId::new("stance").unwrap();
    let attribute =
        Attribute { name: "Stance of it".to_owned(), ..Attribute::new(stance.clone(), layer, AttributeKind::Text) };
    Arc::make_mut(&mut project.codebook).attributes.push(attribute);
    let key = SetKey {
        document: project.documents.keys().next().unwrap().clone(),
        annotator: AnnotatorId::new("ana").unwrap(),
    };
    let mut set = (**project.set(&key).unwrap()).clone();
    let first = set.spans.iter().next().unwrap().clone();
    set.spans.remove(first.key());
    let details = first.details.with(&stance, Some(Value::Text("pro".into())));
    set.spans.insert(Span { details, ..first });
    set.head.state = SetState::Finished;
    project.sets.insert(key, set.into());
    assert_eq!(found_in(&project, "tag:claim[stance=pro]"), ["one:It rains"]);
    assert_eq!(found_in(&project, "tag:claim[stance!=pro]"), ["one:it pours"]);
    assert_eq!(found_in(&project, "attr:stance"), ["one:It rains"]);
    assert_eq!(found_in(&project, "attr:stance=contra"), [""; 0]);
}

#[test]
fn ends_of_relations_are_found() {
    let mut project = corpus(&[("one", &["@ana [1:person|Ada]1 of [2:place|York]2 and [person|Bo] {1 -says-> 2}"])]);
    let codebook = Arc::make_mut(&mut project.codebook);
    let first = codebook.layers[0].clone();
    let links = Layer { id: LayerId::new("links").unwrap(), kind: LayerKind::Relation, ..first };
    let person = codebook.tags.values().find(|tag| tag.id.as_str() == "person").unwrap();
    let says =
        Tag { id: TagId::new("says").unwrap(), name: "says".to_owned(), layer: links.id.clone(), ..(**person).clone() };
    codebook.order.push(says.id.clone());
    codebook.layers.push(links);
    codebook.tags.insert(says.id.clone(), says.into());
    let found = |query: &str| found_in(&project, query);
    assert_eq!((found("from:says"), found("to:*")), (vec!["one:Ada".to_owned()], vec!["one:York".to_owned()]));
    assert_eq!(found("tag:person within from:says"), ["one:Ada"]);
    assert_eq!(Search::new("from:person", &project).err().map(|mistake| mistake.at), Some(6));
}

#[test]
fn a_mistake_is_told_at_its_character() {
    let project = project();
    for (query, at, what) in [
        ("", 1, "nothing is asked"),
        ("   ", 1, "nothing is asked"),
        ("(ada", 1, "this bracket is not closed"),
        ("ada)", 4, "no bracket is open here"),
        ("()", 2, "nothing is in these brackets"),
        ("\"ada", 1, "this phrase has no end"),
        ("\"\"", 1, "nothing is looked for here"),
        ("ada and", 8, "something is missing here"),
        ("ada or or bo", 8, "“or” stands between two things that are looked for"),
        ("tag:persona", 5, "no tag is called “persona”"),
        ("tag:", 5, "a value is missing here"),
        ("ada near/x bo", 5, "this is not a number of words"),
        ("/a(b/", 3, "this group is not closed"),
        ("rome /x", 6, "this expression has no end"),
        ("date>soon", 6, "this is no date"),
        ("by:cem", 4, "nobody is called “cem”"),
        ("colour:red", 1, "nothing is called “colour” here"),
        ("state:done", 7, "this is no state"),
        ("tag:claim[stance", 10, "this bracket is not closed"),
        ("tag:claim[stance=pro]", 11, "no attribute is called “stance”"),
        ("**", 1, "nothing is looked for here"),
    ] {
        let mistake = Search::new(query, &project).err().unwrap_or_else(|| panic!("{query} is understood"));
        assert_eq!((mistake.at, mistake.what.as_str()), (at, what), "{query}");
        assert!(!mistake.hint.is_empty(), "{query}");
    }
    let deep = format!("{}ada{}", "(".repeat(5_000), ")".repeat(5_000));
    assert!(Search::new(&deep, &project).is_err());
    assert!(Search::new(&"not ".repeat(5_000), &project).is_err());
}

#[test]
fn a_query_can_go_on_with_what_the_project_has() {
    let project = project();
    for (query, expected) in [
        ("tag:p", vec!["tag:person", "tag:place"]),
        ("rome only:Pl", vec!["rome only:place"]),
        ("(by:", vec!["(by:ana", "(by:ben"]),
        ("outlet:", vec!["outlet:\"Daily Mail\"", "outlet:Wire"]),
        ("state:f", vec!["state:finished"]),
        ("bo with", vec!["bo within"]),
        ("ta", vec!["tag:"]),
        ("page:", vec!["page:12", "page:9"]),
        ("Pa", vec!["meta.page:"]),
        ("meta.p", vec!["meta.page:"]),
        ("meta.\"page\":1", vec!["meta.\"page\":12"]),
        ("tag:zebra", vec![]),
        ("bo ", vec![]),
        ("", vec![]),
    ] {
        let offered: Vec<String> = completions(query, &project).into_iter().map(|it| it.query).collect();
        assert_eq!(offered, expected, "{query:?}");
    }
    for query in ["outlet:", "tag:", "by:"] {
        for completed in completions(query, &project).into_iter().map(|it| it.query) {
            assert!(Search::new(&completed, &project).is_ok(), "{completed}");
        }
    }
}

#[test]
fn examples_are_of_the_codebook_and_understood() {
    let mut project = project();
    assert_eq!(examples(&project.codebook), ["tag:person near/5 ceasefire", "tag:person same-sentence tag:place"]);
    for tags in [3, 1, 0] {
        Arc::make_mut(&mut project.codebook).order.truncate(tags);
        for example in examples(&project.codebook) {
            assert!(Search::new(&example, &project).is_ok(), "{example}");
        }
    }
}

#[test]
fn lines_are_ordered_by_what_stands_around() {
    let project = corpus(&[("one", &["a Bo z. b Bo y. A bo x."]), ("two", &["@ana [place|Bo] w."])]);
    let search = Search::new("bo", &project).unwrap();
    let mut lines: Vec<Line> =
        project.documents.values().filter_map(|document| search.lines(&project, document)).flatten().collect();
    let mut ordered = |order| {
        order_lines(&mut lines, &project, order);
        let word = |line: &Line| {
            let text = &project.document(&line.document).unwrap().text;
            context(text, line.range, 2)[2].trim().to_owned()
        };
        lines.iter().map(word).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ordered(LineOrder::Right), "w x y z");
    // Nothing, then A after Y and X as their words before go on with it, then B.
    assert_eq!(ordered(LineOrder::Left), "w z x y");
    assert_eq!(ordered(LineOrder::Place), "z y x w");
    assert_eq!(ordered(LineOrder::Tag), "z y x w");
}

#[test]
fn spans_stand_to_those_of_the_same_annotator() {
    let project = corpus(&[(
        "one",
        &["@ana [claim|[person|Ada] left] York, but Bo", "@ben Ada left [place|York], [claim|but [person|Bo]]"],
    )]);
    let found = |query: &str| -> String {
        let search = Search::new(query, &project).unwrap();
        let document = project.documents.values().next().unwrap();
        let lines = search.lines(&project, document).unwrap_or_default();
        lines.iter().map(|line| document.text.slice(line.range)).collect::<Vec<_>>().join("|")
    };
    assert_eq!(found("tag:person within tag:claim"), "Ada|Bo");
    assert_eq!(found("tag:person near/1 tag:place"), "Bo", "Ana marked no place");
    assert_eq!(found("tag:person not near/1 tag:place"), "Ada");
    assert_eq!(found("tag:person[by=ana] near/1 tag:place"), "Ada", "it is said whose");
    assert_eq!(found("tag:person near/1 (tag:place by:ben)"), "Ada|Bo");
    assert_eq!(found("tag:person near/1 york"), "Ada|Bo", "words are everybody's");
    assert_eq!(found("york near/0 tag:claim"), "York");
    // Whose the claim is, is said; whose the person is, is not.
    assert_eq!(found("tag:person within tag:claim[by=ana] near/1 tag:place"), "");
    assert_eq!(found("tag:person[by=ana] within tag:claim near/1 tag:place"), "Ada");
}

#[test]
fn each_group_stands_in_one_place() {
    // The order of words takes no notice of zeros before a number, and little of case.
    let project = corpus(&[("one", &["a 07 z. a resort b. a 7 c. a Resort y. a 07 d. a RESORT a. a 7 e."])]);
    let search = Search::new("a", &project).unwrap();
    for order in [LineOrder::Right, LineOrder::Found, LineOrder::Left, LineOrder::Tag, LineOrder::Place] {
        let document = project.documents.values().next().unwrap();
        let mut lines = search.lines(&project, document).unwrap();
        order_lines(&mut lines, &project, order);
        let groups = group_lines(&lines, &project, order);
        let names: BTreeSet<String> = groups.iter().map(|group| group.name.to_lowercase()).collect();
        assert_eq!(names.len(), groups.len(), "{order:?}: {groups:?}");
    }
}

/// Whether one range stands so to another, the plain way.
fn stands(relation: &str, one: TextRange, other: TextRange) -> bool {
    match relation {
        "within" => other.start() <= one.start() && one.end() <= other.end(),
        "containing" => one.start() <= other.start() && other.end() <= one.end(),
        _ => one != other && one.start() < other.end() && other.start() < one.end(),
    }
}

proptest! {
    /// Relations against all pairs, one by one.
    #[test]
    fn relations_are_those_of_all_pairs(
        people in prop::collection::vec((0u32..20, 1u32..8), 0..8),
        places in prop::collection::vec((0u32..20, 1u32..8), 0..8),
        relation in prop::sample::select(vec!["within", "containing", "overlapping"]),
    ) {
        let mut project = corpus(&[("one", &["@ana abcdefghijklmnopqrstuvwxyz"])]);
        let key = SetKey { document: project.documents.keys().next().unwrap().clone(), annotator: AnnotatorId::new("ana").unwrap() };
        let mut set = (**project.set(&key).unwrap()).clone();
        let range = |(start, len): &(u32, u32)| TextRange::between(Offset::new(*start), Offset::new((start + len).min(26)));
        let (people, places): (BTreeSet<TextRange>, BTreeSet<TextRange>) =
            (people.iter().map(range).collect(), places.iter().map(range).collect());
        for (n, (tag, at)) in people.iter().map(|at| ("person", at)).chain(places.iter().map(|at| ("place", at))).enumerate() {
            let tag = TagId::new(tag).unwrap();
            let made = Timestamp::new(0);
            set.spans.insert(Span::new(format!("span{n:04}").parse().unwrap(), *at, tag, made));
        }
        project.sets.insert(key, set.into());
        let expected: Vec<TextRange> =
            people.iter().copied().filter(|one| places.iter().any(|other| stands(relation, *one, *other))).collect();
        let search = Search::new(&format!("tag:person {relation} tag:place"), &project).unwrap();
        let document = project.documents.values().next().unwrap();
        let found: Vec<TextRange> = search.lines(&project, document).unwrap_or_default().iter().map(|line| line.range).collect();
        prop_assert_eq!(found, expected);
    }

    /// Whatever is written, it is understood or a mistake at a character of it.
    #[test]
    fn any_query_is_understood_or_a_mistake(query in "[a-z ()\"/:=<>!\\[\\],*]{0,40}|(tag:person|near/3|within|or|and|not|\\(|\\)| |bo){0,12}") {
        if let Err(mistake) = Search::new(&query, &project()) {
            prop_assert!(mistake.at >= 1 && mistake.at <= query.chars().count() + 1, "{:?}: {}", query, mistake);
        }
    }
}
