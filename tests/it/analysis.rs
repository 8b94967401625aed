//! What is asked of a project's spans: figures by hand, and that each leads to the passages behind it.

use crate::notation::corpus;
use crate::shell::Shell;
use glossator::model::{
    AnnotationSet, Attribute, AttributeId, AttributeKind, Calendar, Codebook, DocumentId, Project, Span, Tag, TagId,
};
use glossator::query::Search;
use glossator::report::{Answer, Ask, Drawn, DrawnAs, KeyOf, Shape, dimension, within_named};
use glossator::stats::{By, Cell, Scope, Variants, Within};
use serde_json::{Value, json};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Four articles that Ana marked: two of the Wire in March, one of “The ‘Mail’” in April, one of which nothing is known.
fn project() -> Project {
    let mut project = corpus(&[
        ("a", &["@ana [person|Ada] met [person|Bo] in [place|York]. [claim|Rain fell on [place|Rome]]."]),
        ("b", &["@ana [person|Ada] slept.\n\n[place|York] woke."]),
        ("c", &["@ana [person|Cy] said [claim|that [person|Di] left]. Nobody knew."]),
        ("d", &["@ana [place|Oslo] is cold."]),
    ]);
    let known = [("a", "Wire", "2026-03-05"), ("b", "Wire", "31 March 2026"), ("c", "The \"Mail\", 2", "2026-04-01")];
    for (id, outlet, date) in known {
        let document = Arc::make_mut(project.documents.get_mut(&DocumentId::new(id).unwrap()).unwrap());
        (document.outlet, document.date) = (Some(outlet.to_owned()), Some(date.to_owned()));
        document.meta.insert("News \"desk\": 1".to_owned(), "home news".to_owned());
    }
    project
}

fn answer(project: &Project, ask: &Ask) -> Answer {
    ask.answer(project, &Scope::default(), (project, &Scope::default())).unwrap()
}

/// How many places a query finds.
fn n_found(project: &Project, query: &str) -> usize {
    let search = Search::new(query, project).unwrap_or_else(|mistake| panic!("{query}: {mistake}"));
    project.documents.values().filter_map(|document| search.lines(project, document)).map(|lines| lines.len()).sum()
}

fn count(answer: &Answer, row: usize, key: &str) -> usize {
    let cell = &answer.table.rows[row].cells[answer.table.column(key).unwrap()];
    if let Cell::Count(n) = cell { *n } else { panic!("{cell:?}") }
}

#[test]
fn every_count_leads_to_as_many_passages() {
    let project = project();
    for name in [
        "tag",
        "tree",
        "annotator",
        "document",
        "outlet",
        "day",
        "week",
        "month",
        "year",
        "language",
        "News \"desk\": 1",
    ] {
        let answer = answer(&project, &Ask::Counts(dimension(name)));
        assert!(!answer.table.rows.is_empty(), "{name}");
        for (at, query) in answer.row_queries.iter().enumerate() {
            assert_eq!(n_found(&project, query), count(&answer, at, "spans"), "{name}: {query}");
        }
        let sum: usize = (0..answer.table.rows.len()).map(|at| count(&answer, at, "spans")).sum();
        assert_eq!(sum, 11, "{name}");
    }
}

#[test]
fn every_cell_leads_to_as_many_passages() {
    let project = project();
    let crossed = [("tag", "outlet"), ("outlet", "tag"), ("tag", "month"), ("document", "tag"), ("outlet", "week")];
    let crossed = crossed.map(|(rows, columns)| Ask::Crossed(dimension(rows), dimension(columns)));
    let asked = crossed.into_iter().chain([Ask::Sequences]);
    asked.for_each(|ask| cells_lead_to_as_many(&project, &ask, 8));
}

/// What each cell and bar tells is how many its query finds.
#[track_caller]
fn cells_lead_to_as_many(project: &Project, ask: &Ask, at_least: usize) {
    for drawn in DrawnAs::ALL {
        let picture = answer(project, ask).drawn_as(drawn).picture.unwrap();
        let is_stacked = matches!(picture.what, Drawn::Stacked(_));
        assert_eq!(is_stacked, drawn != DrawnAs::Cells, "{ask:?}");
        let scene = picture.scene(glossator::report::chart::Size { width: 900.0, height: 500.0 });
        let mut n_marks = 0;
        for mark in scene.shapes.iter().filter_map(|shape| shape.mark.as_ref()) {
            let query = &picture.queries[mark.target];
            let found = n_found(project, query).to_string();
            // The label ends with the value and its unit.
            let value = mark.label.rsplit(": ").next().unwrap().split(|c: char| !c.is_ascii_digit()).next().unwrap();
            assert_eq!(value, found, "{}: {query}", mark.label);
            n_marks += 1;
        }
        assert!(n_marks >= at_least, "{ask:?}: {n_marks}");
    }
}

#[test]
fn cells_of_attributes_lead_to_as_many_passages() {
    let mut project =
        corpus(&[("a", &["@ana [claim|Rain] fell on [claim|[place|York]], and [person|Ada] and [claim|Bo] left."])]);
    // One is called like a condition of ours.
    let ids = ["length", "tone"].map(|id| AttributeId::new(id).unwrap());
    let mut codebook = Codebook::clone(&project.codebook);
    codebook.attributes = ids.iter().map(|id| Attribute::new(id.clone(), None, AttributeKind::Text)).collect();
    project.codebook = codebook.into();
    let key = project.sets.keys().next().unwrap().clone();
    let set = Arc::make_mut(project.sets.get_mut(&key).unwrap());
    // Of the claims, and the place within the second one, in the order of the text; nothing is said of the others.
    let said = [("pro", "calm"), ("on \"it\"", "calm"), ("pro", "loud")];
    let spans: Vec<_> = set.spans.iter().cloned().collect();
    let with_values = |(n, mut span): (usize, Span)| {
        for (id, value) in ids.iter().zip(said.get(n).map(|(one, other)| [*one, *other]).into_iter().flatten()) {
            span.details = span.details.with(id, Some(glossator::model::Value::Text(value.into())));
        }
        span
    };
    set.spans = spans.into_iter().enumerate().map(with_values).collect();
    for (rows, columns) in
        [("attr:length", "tag"), ("tree", "attr:length"), ("annotator", "attr:length"), ("attr:length", "attr:tone")]
    {
        cells_lead_to_as_many(&project, &Ask::Crossed(dimension(rows), dimension(columns)), 3);
    }
    leads_to_as_many(&project, &Ask::Counts(dimension("attr:length")), "spans", 3);
    // The condition is still there.
    leads_to_as_many(&project, &Ask::Lengths, "spans", 3);
    let lengths = answer(&project, &Ask::Lengths).picture.unwrap();
    let n_spans: usize = lengths.queries.iter().map(|query| n_found(&project, query)).sum();
    assert_eq!(n_spans, 4, "the place and the claim around it are one passage: {:?}", lengths.queries);
}

#[test]
fn names_that_are_no_words_lead_to_as_many_passages() {
    let mut project = corpus(&[
        ("a", &["@ana [person|Ada] met [person|young [place|Bo]] in [place|York]."]),
        ("b", &["@ana [person|Ada] slept."]),
        ("c", &["@ana [person|Cy] left."]),
    ]);
    let dates = [("a", "Spring 2026"), ("b", "2026"), ("c", "2026-03-05")];
    for (id, date) in dates {
        let document = project.documents.get_mut(&DocumentId::new(id).unwrap()).unwrap();
        Arc::make_mut(document).date = Some(date.to_owned());
    }
    let mut codebook = Codebook::clone(&project.codebook);
    let act = AttributeId::new("Speech act").unwrap();
    codebook.attributes = vec![Attribute::new(act.clone(), None, AttributeKind::Text)];
    let group: TagId = "Working Group, 2".parse().unwrap();
    let place = codebook.tags.remove(&"place".parse::<TagId>().unwrap()).unwrap();
    codebook.tags.insert(group.clone(), Arc::new(Tag { id: group.clone(), ..Tag::clone(&place) }));
    codebook.order.iter_mut().filter(|id| id.as_str() == "place").for_each(|id| *id = group.clone());
    project.codebook = codebook.into();
    for (key, set) in project.sets.clone() {
        let spans = set.spans.iter().cloned().map(|mut span| {
            if span.tag.as_str() == "place" {
                span.tag = group.clone();
                span.details = span.details.with(&act, Some(glossator::model::Value::Text("a \"vow\"".into())));
            }
            span
        });
        let spans = spans.collect();
        project.sets.insert(key, AnnotationSet { spans, ..AnnotationSet::clone(&set) }.into());
    }
    for (name, n_rows) in [("month", 3), ("attr:Speech act", 2), ("tag", 4)] {
        leads_to_as_many(&project, &Ask::Counts(dimension(name)), "spans", n_rows);
    }
    let overlaps = answer(&project, &Ask::Overlaps);
    for (at, query) in overlaps.row_queries.iter().enumerate() {
        assert_eq!(n_found(&project, query), count(&overlaps, at, "on"), "{query}");
    }
    for name in ["2", "sentence", "paragraph", "document"] {
        let within = within_named(name).unwrap();
        let together = answer(&project, &Ask::Together(within, Shape::Net));
        assert_eq!(together.row_queries.iter().filter(|query| n_found(&project, query) > 0).count(), 1, "{within:?}");
    }
}

#[test]
fn what_different_people_mark_in_an_article_does_not_stand_together() {
    let project = corpus(&[
        ("a", &["@ana [person|Ada] met Bo.\n\nYork is far.", "@ben Ada met Bo.\n\n[place|York] is far."]),
        ("b", &["@ana [person|Cy] slept. [person|Di] did.\n\n[place|Oslo] is cold."]),
    ]);
    let together = answer(&project, &Ask::Together(Within::Document, Shape::Net));
    assert_eq!((together.table.rows.len(), count(&together, 0, "together")), (1, 1));
    // Cy and Di.
    assert_eq!(n_found(&project, &together.row_queries[0]), 2, "{}", together.row_queries[0]);
}

#[test]
fn parts_of_words_stand_in_rows_of_words() {
    let project = corpus(&[
        ("a", &["@ana Very [person|un][place|happy] days."]),
        ("b", &["@ana [person|Very] un[place|happy] days."]),
        ("c", &["@ana [person|Very] un[place|happy]ly dull days."]),
        ("d", &["@ana [person|Very] dull, un[place|happy] days."]),
    ]);
    let two = answer(&project, &Ask::Together(within_named("2").unwrap(), Shape::Net));
    assert_eq!(n_found(&project, &two.row_queries[0]), 3, "{}", two.row_queries[0]);
    let three = answer(&project, &Ask::Together(within_named("3").unwrap(), Shape::Net));
    assert_eq!(n_found(&project, &three.row_queries[0]), 4);
}

/// What is told of each row's spans is how many the row's query finds.
#[track_caller]
fn leads_to_as_many(project: &Project, ask: &Ask, key: &str, n_rows: usize) {
    let answer = answer(project, ask);
    assert_eq!(answer.table.rows.len(), n_rows, "{:?}", answer.table.rows);
    for (at, query) in answer.row_queries.iter().enumerate() {
        assert_eq!(n_found(project, query), count(&answer, at, key), "{query}");
    }
}

#[test]
fn what_is_said_leads_to_its_passages() {
    let mut project = corpus(&[
        (
            "a",
            &[
                "@ana [person|Ada  Byron] met [person|ADA\nByron] and [person|\"Bo\"]. [place|Ada Byron] is a \"place\".",
            ],
        ),
        ("b", &["@ana [person|ada byron] slept. [claim|Straße] and [claim|STRASSE]."]),
    ]);
    let leads = |project: &Project, ask: &Ask, n| leads_to_as_many(project, ask, "spans", n);
    let person = Some("person".parse().unwrap());
    leads(&project, &Ask::Strings(None, Variants::Together), 4);
    leads(&project, &Ask::Strings(None, Variants::Apart), 7);
    leads(&project, &Ask::Strings(person.clone(), Variants::Together), 2);
    let said = answer(&project, &Ask::Strings(person, Variants::Together));
    let Cell::List(written) = &said.table.rows[0].cells[said.table.column("written").unwrap()] else { panic!() };
    assert_eq!(written.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [1, 1, 1]);
    assert_eq!((count(&said, 0, "spans"), count(&said, 0, "documents")), (3, 2));
    // A filter that leaves less is followed.
    project.filters.insert("a".to_owned(), "id=a".to_owned());
    let part = Search::new("filter:a", &project).unwrap().part_of(&project);
    leads(&part, &Ask::Strings(None, Variants::Together), 3);
}

#[test]
fn words_near_spans_lead_to_their_passages() {
    let project = corpus(&[
        (
            "a",
            &[
                "@ana The rain met [person|Ada's rain], the rain the rain. The sun and [person|Bo] met the rain. Far the sun.",
            ],
        ),
        ("b", &["@ana The rain fell, the rain the rain.", "@ben The [person|rain] fell, the rain the rain."]),
        ("c", &["The sun, the sun, the sun, met the rain."]),
    ]);
    // Of what is within two words only "the" is three times or more: after Ada's rain, after "met", and on both sides of "rain".
    let near = |tag: Option<&str>, words| {
        Ask::Collocates(tag.map(|tag| tag.parse().unwrap()), NonZeroU32::new(words).unwrap())
    };
    leads_to_as_many(&project, &near(Some("person"), 2), "target", 1);
    assert_eq!(count(&answer(&project, &near(Some("person"), 2)), 0, "target"), 4);
    for words in 3..7 {
        let n_rows = answer(&project, &near(Some("person"), words)).table.rows.len();
        assert!(n_rows >= 2, "{n_rows}");
        leads_to_as_many(&project, &near(Some("person"), words), "target", n_rows);
        leads_to_as_many(&project, &near(None, words), "target", n_rows);
    }
}

#[test]
fn lengths_and_places_lead_to_their_passages() {
    let project = corpus(&[
        ("a", &["@ana [person|Ada] said [claim|that [person|Bo] left York for a while]. [place|漢字]"]),
        ("b", &["@ana [person|Cy] slept and [claim|slept]. [place|York] woke."]),
    ]);
    for ask in [Ask::Lengths, Ask::Places] {
        let answer = answer(&project, &ask);
        let picture = answer.picture.unwrap();
        let scene = picture.scene(glossator::report::chart::Size { width: 900.0, height: 500.0 });
        let marks: Vec<_> = scene.shapes.iter().filter_map(|shape| shape.mark.as_ref()).collect();
        assert!(!marks.is_empty() && picture.queries.len() == marks.len(), "{ask:?}");
        let found: Vec<usize> = picture.queries.iter().map(|query| n_found(&project, query)).collect();
        if ask == Ask::Lengths {
            assert_eq!(found.iter().sum::<usize>(), 7, "each span is in one column: {:?}", picture.queries);
        } else {
            assert!(found.iter().all(|n| *n > 0), "{:?}", picture.queries);
        }
    }
    let lengths = answer(&project, &Ask::Lengths);
    for (at, query) in lengths.row_queries.iter().enumerate() {
        assert_eq!(n_found(&project, query), count(&lengths, at, "spans"));
    }
}

#[test]
fn what_sets_articles_apart_is_found_by_tags_strings_and_words() {
    let wet = "@ana [person|Ada] met rain, rain and rain. [person|Ada] [person|ada]";
    let dry = "@ana [person|Bo] met sun, sun and sun. [person|Bo] [person|bo]";
    let project = corpus(&[("a", &[wet]), ("b", &[dry])]);
    let part = |query: &str| Search::new(query, &project).unwrap().part_of(&project);
    let (here, there) = (part("id=a"), part("id=b"));
    let all = Scope::default();
    let ask = |of| Ask::Keyness(of).answer(&here, &all, (&there, &all)).unwrap();
    let strings = ask(KeyOf::Strings);
    assert_eq!(strings.table.rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["ada"]);
    assert_eq!((count(&strings, 0, "target"), count(&strings, 0, "reference")), (3, 0));
    assert_eq!(n_found(&here, &strings.row_queries[0]), 3);
    let words = ask(KeyOf::Words);
    let ids: Vec<&str> = words.table.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["ada", "rain"], "what is more seldom than three times is no finding");
    assert_eq!(n_found(&here, &words.row_queries[1]), 3);
    assert_eq!(ask(KeyOf::Tags).table.rows.len(), 1);
}

#[test]
fn pace_is_told_by_who_and_by_article() {
    let mut project =
        corpus(&[("a", &["@ana [person|Ada] met [person|Bo] in [place|York]."]), ("b", &["@ana [person|Cy]"])]);
    let key = project.sets.keys().next().unwrap().clone();
    let set = Arc::make_mut(project.sets.get_mut(&key).unwrap());
    let times = [100, 130, 190];
    set.spans = set
        .spans
        .iter()
        .cloned()
        .zip(times)
        .map(|(span, at)| Span { made: glossator::model::Timestamp::new(at), ..span })
        .collect();
    let pace = answer(&project, &Ask::Pace);
    // Thirty seconds and sixty, each with a span at its end; how long the first took nobody knows. Of the other article one span
    // alone tells nothing.
    assert_eq!(pace.table.rows.len(), 1);
    let mean = |key: &str| {
        let Cell::Mean(n) = pace.table.rows[0].cells[pace.table.column(key).unwrap()] else { panic!("{key}") };
        n
    };
    assert_eq!((count(&pace, 0, "documents"), count(&pace, 0, "spans")), (1, 2));
    assert_eq!((mean("minutes"), mean("spans_per_hour"), mean("median_minutes")), (1.5, 80.0, 1.5));
    let picture = pace.picture.unwrap();
    assert!(picture.queries.iter().any(|query| query.contains("id=a")), "{:?}", picture.queries);
}

/// Of Ada, Bo and York in the first sentence, and Rain fell on Rome with Rome in the second; in the third article Cy, and the
/// claim with Di in it.
#[test]
fn what_stands_together_leads_to_its_passages() {
    let project = project();
    let together = answer(&project, &Ask::Together(Within::Sentence, Shape::Net));
    let row = |answer: &Answer, id: &str| {
        answer.table.rows.iter().position(|row| row.id == id).unwrap_or_else(|| panic!("{id}"))
    };
    let n = |id: &str| count(&together, row(&together, id), "together");
    assert_eq!((n("person place"), n("person claim"), n("place claim")), (1, 1, 1));
    // Both people of the first sentence, and both of the third article.
    let query = |id: &str| &together.row_queries[row(&together, id)];
    assert_eq!((n_found(&project, query("person place")), n_found(&project, query("person claim"))), (2, 2));
    let near = answer(&project, &Ask::Together(Within::Words(NonZeroU32::new(3).unwrap()), Shape::Net));
    assert!(near.title.contains("3 words"), "{}", near.title);
    // Bo in York, and Ada slept. York; Ada met Bo in York has three words between.
    assert_eq!(n_found(&project, &near.row_queries[row(&near, "person place")]), 2);
    let overlaps = answer(&project, &Ask::Overlaps);
    assert!(overlaps.table.rows.iter().any(|row| row.id.contains("claim")));
}

/// In each text Ada and York stand so far from each other that a row of words has both, or just not.
#[test]
fn rows_of_words_lead_to_those_that_are_in_them() {
    let texts = [
        "@ana [person|[place|Ada]] slept.",
        "@ana [person|Ada] [place|York] slept.",
        "@ana [person|Ada] in [place|York] slept.",
        "@ana [place|York] is, so [person|Ada] says, cold.",
        "@ana [person|Ada in [place|York]] slept.",
    ];
    let ids = ["a", "b", "c", "d", "e"];
    let texts = texts.map(|text| [text]);
    let documents: Vec<(&str, &[&str])> = ids.iter().zip(&texts).map(|(id, text)| (*id, text.as_slice())).collect();
    let project = corpus(&documents);
    for (name, n) in [("overlap", 2), ("1", 2), ("2", 3), ("3", 4), ("4", 5)] {
        let together = answer(&project, &Ask::Together(within_named(name).unwrap(), Shape::Net));
        assert_eq!(together.table.rows[0].id, "person place");
        assert_eq!(n_found(&project, &together.row_queries[0]), n, "{}", together.row_queries[0]);
        // The figure itself has both in as many documents.
        let with_both = ids.iter().filter(|id| {
            let documents = glossator::stats::Documents::One(DocumentId::new(id).unwrap());
            let scope = Scope { documents, ..Scope::default() };
            let one = Ask::Together(within_named(name).unwrap(), Shape::Net);
            let one = one.answer(&project, &scope, (&project, &scope)).unwrap();
            !one.table.rows.is_empty() && count(&one, 0, "together") > 0
        });
        assert_eq!(with_both.count(), n, "{name}");
    }
}

/// What stands alone is not in the net, and the others still lead to their own passages.
#[test]
fn the_net_has_what_stands_together_often() {
    let notations: Vec<String> =
        (0..5).map(|n| format!("@ana [title|Dr] slept. [person|Ada] met [place|York], {n}.")).collect();
    let ids = ["a", "b", "c", "d", "e"];
    let sets: Vec<[&str; 1]> = notations.iter().map(|notation| [notation.as_str()]).collect();
    let documents: Vec<(&str, &[&str])> = ids.iter().zip(&sets).map(|(id, sets)| (*id, sets.as_slice())).collect();
    let project = corpus(&documents);
    let answer = answer(&project, &Ask::Together(Within::Sentence, Shape::Net));
    let picture = answer.picture.unwrap();
    assert_eq!(picture.queries, ["only:person", "only:place", "only:person same-sentence only:place"]);
    let Drawn::Network(network) = &picture.what else { panic!("{:?}", picture.what) };
    assert_eq!(
        network.nodes.iter().map(|node| (node.name.as_str(), node.weight)).collect::<Vec<_>>(),
        [("person", 5.0), ("place", 5.0)]
    );
    assert_eq!(network.edges.iter().map(|edge| (edge.ends, edge.weight)).collect::<Vec<_>>(), [((0, 1), 5.0)]);
    assert_eq!(n_found(&project, &picture.queries[2]), 5);
}

#[test]
fn time_has_the_months_that_can_be_read_and_nothing_else() {
    let answer = answer(&project(), &Ask::OverTime(Calendar::Month));
    let keys: Vec<&str> = answer.table.columns.iter().map(|column| column.key.as_str()).collect();
    assert_eq!(keys, ["name", "id", "2026-03", "2026-04", "", "spans"]);
    // People in March: Ada twice, and Bo; in April Cy and Di.
    assert_eq!((count(&answer, 0, "2026-03"), count(&answer, 0, "2026-04")), (3, 2));
}

#[test]
fn figures_are_answered_on_the_command_line_and_written_as_files() {
    let shell = Shell::with_project();
    let line = |id: &str, outlet: &str, spans: Value| {
        let sets = json!([{"annotator": "ana", "spans": spans}]);
        json!({"id": id, "text": format!("Ada met Bo in York, {id}."), "outlet": outlet, "date": "2026-03-05", "sets": sets})
    };
    let span = |start: usize, end: usize, tag: &str| json!({"start": start, "end": end, "tag": tag});
    let lines = [
        line("one", "=Wire", json!([span(0, 3, "person"), span(8, 10, "person"), span(14, 18, "place")])),
        line("two", "<b>&Mail", json!([span(0, 3, "person")])),
    ];
    shell.write("in.jsonl", format!("{}\n{}\n", lines[0], lines[1]));
    shell.run("import p in.jsonl").is(0);
    let told = shell.run("stats p --show crossed --rows tag --columns outlet --json").is(0).json();
    let row = told["tables"][0]["rows"].as_array().unwrap().iter().find(|row| row["id"] == "person").unwrap().clone();
    assert_eq!((&row["=Wire"], &row["<b>&Mail"], &row["spans"]), (&json!(2), &json!(1), &json!(3)));
    shell.run("stats p --show crossed --columns outlet --out t.csv").is(0);
    let csv = shell.read("t.csv");
    assert!(csv.starts_with("name,id,<b>&Mail,'=Wire,spans\r\n"), "what a spreadsheet would run is guarded: {csv}");
    for (file, show) in [
        ("t.svg", "crossed"),
        ("t.png", "counts"),
        ("t.html", "counts,crossed,together,spread,places,strings,collocates,lengths,saturation,pace"),
    ] {
        shell.run(&format!("stats p --show {show} --columns outlet --out {file}")).is(0);
    }
    assert!(shell.read("t.svg").starts_with("<?xml") || shell.read("t.svg").starts_with("<svg"));
    assert_eq!(&std::fs::read(shell.path("t.png")).unwrap()[..4], b"\x89PNG");
    let html = shell.read("t.html");
    assert!(html.contains("&lt;b&gt;&amp;Mail") && !html.contains("<b>&Mail"), "names are no HTML");
    assert!(html.contains("the whole project"), "the page says of what it is");
    // What cannot be asked says so.
    for (arguments, why) in [
        ("--show nonsense", "there are no figures called \"nonsense\""),
        ("--show keyness", "nothing is named that articles are set apart by"),
        ("--show together --within yard", "\"yard\" is nothing that tags stand together in"),
        ("--show crossed --drawn pies", "nothing is drawn as"),
        ("--show collocates --within sentence", "\"sentence\" is no number of words"),
        ("--show collocates --within 0", "\"0\" is no number of words"),
        ("--show keyness --against ada --of spice", "nothing sets articles apart that is called \"spice\""),
        ("--show overlaps --out t.svg", "these figures are not written as"),
        ("--show counts --out t.docx", "these figures are not written as"),
    ] {
        let refused = shell.run(&format!("stats p {arguments}")).is(2);
        assert!(refused.err.contains(why), "{arguments}: {}", refused.err);
    }
    let key = shell.run("stats p --show keyness --against outlet:wire --json").is(0).json();
    assert_eq!(key["tables"][0]["rows"].as_array().unwrap().len(), 2, "{key}");
    // No article is left after the filter.
    let none = shell
        .run_words(&["stats", "p", "--show", "counts,crossed,time,together,spread", "--filter", "zebra", "--json"], "");
    let tables = none.is(0).json()["tables"].as_array().unwrap().len();
    assert_eq!(tables, 5);
}

#[test]
fn one_tag_alone_and_nobody_at_all_have_answers() {
    for project in [corpus(&[("a", &["@ana [person|Ada] slept."])]), corpus(&[("a", &["Ada slept."])]), corpus(&[])] {
        for ask in [
            Ask::Counts(By::Tag),
            Ask::Crossed(By::Tag, By::Tag),
            Ask::OverTime(Calendar::Week),
            Ask::Together(Within::Document, Shape::Net),
            Ask::Overlaps,
            Ask::Sequences,
            Ask::Spread,
            Ask::Places,
            Ask::Strings(None, Variants::Together),
            Ask::Collocates(None, NonZeroU32::MIN),
            Ask::Lengths,
            Ask::Keyness(KeyOf::Tags),
            Ask::Keyness(KeyOf::Strings),
            Ask::Keyness(KeyOf::Words),
            Ask::Saturation,
            Ask::Pace,
        ] {
            let answer = answer(&project, &ask);
            let csv = answer.table.to_csv();
            assert!(!csv.contains("NaN") && !csv.contains("inf"), "{ask:?}: {csv}");
            let size = glossator::report::chart::Size { width: 400.0, height: 300.0 };
            answer.picture.iter().for_each(|picture| assert!(!picture.scene(size).shapes.is_empty(), "{ask:?}"));
        }
    }
}

#[test]
fn spans_at_one_place_lie_over_each_other() {
    let project = corpus(&[("a", &["@ana [claim|[person|Ada]] met [claim|[place|Bo] there] and [person|Cy]."])]);
    let overlaps = answer(&project, &Ask::Overlaps);
    let row = overlaps.table.rows.iter().position(|row| row.id == "person claim").unwrap();
    assert_eq!(n_found(&project, &overlaps.row_queries[row]), 1, "{}", overlaps.row_queries[row]);
    let row = overlaps.table.rows.iter().position(|row| row.id == "claim place").unwrap();
    assert_eq!(n_found(&project, &overlaps.row_queries[row]), 1, "{}", overlaps.row_queries[row]);
}
