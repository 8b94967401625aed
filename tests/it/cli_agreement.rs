//! Agreement on the command line.

use crate::shell::{Ran, Shell};
use serde_json::Value;

/// As in the table of Feinstein and Cicchetti: 118, 5, 2 and 0 items.
fn paradox() -> String {
    let rows = [(118, "yes,yes"), (5, "yes,no"), (2, "no,yes")];
    let rows = rows.iter().flat_map(|(n, row)| std::iter::repeat_n(*row, *n)).collect::<Vec<_>>();
    format!("ana,ben\n{}\n", rows.join("\n"))
}

#[test]
fn a_table_of_ratings_gives_every_measure_that_it_has() {
    let shell = Shell::new();
    shell.write("a.csv", paradox());
    let answer: Value = serde_json::from_str(&shell.run("agreement --ratings a.csv --json").is(0).out).unwrap();
    let measures = answer["measures"].as_array().unwrap();
    let value = |name: &str| {
        let measure = measures.iter().find(|measure| measure["measure"] == name).unwrap();
        assert_eq!((measure["units"].as_u64(), measure["annotators"].as_u64()), (Some(125), Some(2)), "{name}");
        (measure["value"].as_f64().unwrap() * 1000.0).round() / 1000.0
    };
    assert_eq!((value("observed_agreement"), value("cohen_kappa"), value("gwet_ac1")), (0.944, -0.023, 0.941));
    let said = shell.run("agreement --ratings a.csv --measure holsti").is(0).out;
    assert!(said.contains("125 items that two people or more rated, 2 people"), "{said}");
    assert!(said.contains("holsti") && said.contains("0.944") && !said.contains("gwet"), "{said}");
}

#[test]
fn what_is_not_defined_says_why_and_items_may_have_names() {
    let shell = Shell::new();
    shell.write("a.csv", "item,ana,ben\n1,yes,yes\n2,yes,\n");
    let said = shell.run("agreement --ratings a.csv --measure all").is(0).out;
    assert!(said.contains("Not defined: only one category was used"), "{said}");
    assert!(said.contains("Not defined: it is defined for items that everybody rated"), "{said}");
    let answer: Value = serde_json::from_str(&shell.run("agreement --ratings a.csv --json").is(0).out).unwrap();
    assert_eq!(answer["measures"][0]["units"], 1);
    assert!(
        answer["measures"].as_array().unwrap().iter().any(|it| it["value"].is_null() && it["undefined"].is_string())
    );
}

#[test]
fn tables_that_are_none_are_refused() {
    let shell = Shell::new();
    shell.write("a.json", "{\"ratings\": [[1, 2], [1]]}");
    shell.write("b.json", "{\"a\": 1}");
    shell.write("c.csv", "ana,ben\nyes,no\n");
    for (args, why) in [
        ("--ratings a.json", "row 2 has 1 ratings, and the first has 2: "),
        ("--ratings b.json", "this is no table of ratings: "),
        ("--ratings c.csv --level interval", "\"no\" is no number, and the categories of this scale are: "),
        ("--ratings c.csv --measure kapa", "there is no measure \"kapa\" for this"),
        ("--ratings d.csv", "d.csv"),
    ] {
        let ran = shell.run(&format!("agreement {args}")).is(2);
        assert!(ran.err.contains(why), "{args}: {}", ran.err);
    }
}

/// A line of a text with what two people marked in it, who are both done.
fn both_done(id: &str, text: &str, ana: &str, ben: &str) -> String {
    let set = |who: &str, spans: &str| format!(r#"{{"annotator":"{who}","state":"finished","spans":[{spans}]}}"#);
    format!(r#"{{"id":"{id}","text":"{text}","sets":[{},{}]}}"#, set("ana", ana), set("ben", ben))
}

fn span(start: usize, end: usize, tag: &str) -> String {
    format!(r#"{{"start":{start},"end":{end},"tag":"{tag}"}}"#)
}

/// Ana has three spans, Ben two: one is the same, one overlaps with the same tag. 👍 is one character.
#[test]
fn a_project_is_measured_over_what_two_people_are_done_with() {
    let shell = Shell::with_project();
    let ana = [span(2, 5, "person"), span(13, 17, "place"), span(18, 21, "place")].join(",");
    let ben = [span(2, 5, "person"), span(10, 17, "place")].join(",");
    let text = both_done("a", "👍 Ada went to York now.", &ana, &ben);
    let alone = r#"{"id":"b","text":"Bo left.","sets":[{"annotator":"ana","state":"finished","spans":[]}]}"#;
    let open = r#"{"id":"c","text":"Cy left.","sets":[{"annotator":"ana","state":"finished","spans":[]},{"annotator":"ben","state":"in progress","spans":[]}]}"#;
    shell.write("a.jsonl", format!("{text}\n{alone}\n{open}\n"));
    shell.run("import p a.jsonl").is(0);
    let answer: Value = serde_json::from_str(&shell.run("agreement p --measure all --json").is(0).out).unwrap();
    let measures = answer["measures"].as_array().unwrap();
    let of =
        |name: &str| measures.iter().find(|it| it["measure"] == name).unwrap_or_else(|| panic!("{name}: {answer}"));
    let value = |name: &str| of(name)["value"].as_f64().unwrap();
    assert_eq!(
        (of("strict_f1@ana|ben")["documents"].as_u64(), of("strict_f1@ana|ben")["units"].as_u64()),
        (Some(1), Some(5))
    );
    // 2 · 1 / 5, and 2 · 2 / 5 where it is enough to overlap.
    assert_eq!((value("strict_f1@ana|ben"), value("overlap_f1@ana|ben")), (0.4, 0.8));
    assert_eq!((value("strict_p@ana|ben"), value("strict_r@ana|ben")), (0.5, 1.0 / 3.0));
    // Characters: 3 + 4 in common of 3 + 4 + 3 and 3 + 7.
    assert_eq!(value("char_f1@ana|ben"), 2.0 * 7.0 / 20.0);
    assert_eq!(value("strict_f1#person@ana|ben"), 1.0);
    let said = shell.run("agreement p --measure all").is(0).out;
    assert!(said.starts_with("1 document that two people or more are done with, 2 people\n"), "{said}");
}

#[test]
fn a_project_that_nobody_is_done_with_has_no_figures() {
    let shell = Shell::with_project();
    let said = shell.run("agreement p").is(0).out;
    assert!(said.starts_with("0 documents that two people or more are done with, 0 people\n"), "{said}");
    assert!(!said.contains("0.000") && said.contains("Not defined"), "{said}");
    shell.run("agreement p --ratings a.csv").is(2);
    shell.run("agreement").is(2);
}

/// Three documents of ten words; Cy did not work on the last. Names are as hard as any.
const SETS: &str = r#"{
  "documents": [
    {"name": "d|1", "text": "👍 one two three four five six seven"},
    {"name": "d^2", "text": "one two three four five six seven"},
    {"name": "d#3", "text": "one two three four five six seven"}
  ],
  "annotators": ["ana|x", "ben@y", "cy \"z\""],
  "assignments": {
    "d|1": ["ana|x", "ben@y", "cy \"z\""], "d^2": ["ana|x", "ben@y", "cy \"z\""], "d#3": ["ana|x", "ben@y"]
  },
  "spans": [
    {"doc": "d|1", "annotator": "ana|x", "start": 0, "end": 1, "label": "A/B"},
    {"doc": "d|1", "annotator": "ben@y", "start": 0, "end": 1, "label": "A/B"},
    {"doc": "d^2", "annotator": "ana|x", "start": 0, "end": 3, "label": "A/B"},
    {"doc": "d^2", "annotator": "ben@y", "start": 0, "end": 7, "label": "A/B"},
    {"doc": "d^2", "annotator": "cy \"z\"", "start": 0, "end": 3, "label": "C"},
    {"doc": "d#3", "annotator": "ana|x", "start": 4, "end": 7, "label": "C"},
    {"doc": "d#3", "annotator": "ben@y", "start": 4, "end": 7, "label": "C"}
  ]
}"#;

fn with_sets() -> Shell {
    let shell = Shell::new();
    shell.write("s.json", SETS);
    shell
}

impl Shell {
    /// What `glossator agreement --sets s.json` answers in JSON with some words more.
    fn agreement(&self, more: &[&str]) -> Vec<Value> {
        let words = [&["agreement", "--sets", "s.json", "--json"], more].concat();
        let answer: Value = serde_json::from_str(&self.run_words(&words, "").is(0).out).unwrap();
        answer["measures"].as_array().unwrap().clone()
    }
}

fn named<'v>(measures: &'v [Value], name: &str) -> &'v Value {
    measures.iter().find(|measure| measure["measure"] == name).unwrap_or_else(|| panic!("{name}: {measures:?}"))
}

fn names(measures: &[Value]) -> Vec<&str> {
    measures.iter().map(|measure| measure["measure"].as_str().unwrap()).collect()
}

#[test]
fn a_file_of_spans_gives_every_measure_of_spans() {
    let shell = with_sets();
    let all = shell.agreement(&["--measure", "all"]);
    let value = |name: &str| named(&all, name)["value"].as_f64();
    // Two of three and three are the same; of Cy's one none is.
    assert_eq!(value("strict_f1@ana|x|ben@y"), Some(4.0 / 6.0));
    assert_eq!(value("strict_f1_mean"), Some(4.0 / 6.0 / 3.0));
    assert_eq!(value("overlap_f1#A/B@ana|x|ben@y"), Some(1.0));
    assert_eq!(value("n_spans"), Some(7.0));
    assert_eq!(value("semeval_strict_cor@ana|x|ben@y"), Some(2.0));
    assert_eq!(value("coverage@cy \"z\""), Some(3.0 / 68.0));
    assert_eq!(value("alpha_u_2004^d#3"), Some(1.0));
    let u_alpha = named(&all, "u_alpha");
    assert_eq!((u_alpha["documents"].as_u64(), u_alpha["annotators"].as_u64()), (Some(2), Some(3)));
    let notes = u_alpha["notes"].to_string();
    assert!(notes.contains("1 document is left out"), "{notes}");
    // Nobody's passages divide the text.
    let boundaries = named(&all, "boundary_similarity@ana|x|ben@y");
    assert!(boundaries["value"].is_null() && boundaries["undefined"].as_str().unwrap().contains("divide"));
}

#[test]
fn a_measure_is_asked_for_by_its_name_or_by_that_of_a_figure() {
    let shell = with_sets();
    let of = |asked: &[&str]| names(&shell.agreement(asked)).join(" ");
    assert_eq!(of(&["--measure", "strict_f1@ana|x|ben@y"]), "strict_f1@ana|x|ben@y");
    assert_eq!(of(&["--measure", "strict_f1_mean"]), "strict_f1_mean");
    assert_eq!(shell.agreement(&["--measure", "alpha_u_2004^d#3", "--measure", "u_alpha"]).len(), 1 + 4);
    assert_eq!(of(&["--measure", "n_spans"]), "n_spans n_spans#A/B n_spans#C");
    let shown = of(&[]);
    assert!(shown.contains("strict_f1_mean") && shown.contains("bu_alpha#C") && !shown.contains("kappa"), "{shown}");
    let refused = shell.run_words(&["agreement", "--sets", "s.json", "--measure", "kapa"], "").is(2);
    assert!(refused.err.contains("there is no measure \"kapa\" for this") && refused.err.contains("kappa_char"));
}

#[test]
fn figures_are_told_apart_by_tag_document_or_pair() {
    let shell = with_sets();
    let by = |by: &str| names(&shell.agreement(&["--measure", "strict_f1", "--by", by])).join(", ");
    assert_eq!(by("document"), "strict_f1_mean^d|1, strict_f1_mean^d^2, strict_f1_mean^d#3");
    assert_eq!(by("pair"), "strict_f1@ana|x|ben@y, strict_f1@ana|x|cy \"z\", strict_f1@ben@y|cy \"z\"");
    assert!(by("tag").starts_with("strict_f1_mean#A/B, strict_f1#A/B@ana|x|ben@y, "));
    let documents = shell.agreement(&["--measure", "strict_f1", "--by", "document"]);
    // Of Ana and Ben 1, with Cy, who marked nothing, 0 twice; then nothing the same at all; then the two alone.
    let values: Vec<Option<f64>> = documents.iter().map(|it| it["value"].as_f64()).collect();
    assert_eq!(values, [Some(1.0 / 3.0), Some(0.0), Some(1.0)]);
}

#[test]
fn below_what_is_asked_for_the_answer_is_no() {
    let shell = with_sets();
    let ran = |more: &[&str], code: i32| {
        shell.run_words(&[&["agreement", "--sets", "s.json"], more].concat(), "").is(code).err
    };
    ran(&["--min", "0.2"], 0);
    assert_eq!(ran(&["--min", "0.3"], 1), "glossator: strict_f1_mean is 0.222, which is below 0.3\n");
    ran(&["--measure", "strict_f1@ana|x|ben@y", "--min", "0.6"], 0);
    ran(&["--measure", "overlap_f1", "--min", "0.9"], 1);
    let undefined = ran(&["--measure", "fleiss_token", "--min", "0"], 1);
    assert_eq!(undefined, "glossator: fleiss_token is not defined, and 0 was asked for\n");
    assert!(ran(&["--measure", "n_a", "--min", "1"], 2).contains("no one figure"));
}

#[test]
fn intervals_follow_from_their_seed() {
    let shell = with_sets();
    let of = |seed: &str| {
        let measures = shell.agreement(&["--measure", "strict_f1@ana|x|ben@y", "--seed", seed]);
        (measures[0]["low"].clone(), measures[0]["high"].clone())
    };
    assert_eq!(of("0"), of("0"));
    let (low, high) = of("0");
    assert!(low.as_f64().unwrap() <= 4.0 / 6.0 && high.as_f64() == Some(1.0), "{low} {high}");
}

#[test]
fn figures_are_written_as_a_table_and_as_a_page() {
    let shell = with_sets();
    for out in ["a/t.csv", "t.json", "t.html"] {
        shell.run_words(&["agreement", "--sets", "s.json", "--out", out], "").is(0);
    }
    let table = shell.read("a/t.csv");
    assert!(
        table.starts_with("measure,value,low,high,units,documents,annotators,undefined,notes\r\nstrict_f1_mean,0.2222")
    );
    let json: Value = serde_json::from_str(&shell.read("t.json")).unwrap();
    assert_eq!(json["measures"].as_array().unwrap(), &shell.agreement(&[]));
    let page = shell.read("t.html");
    assert!(
        page.contains("strict_f1@ben@y|cy &quot;z&quot;") && page.contains("default-src &#39;none&#39;")
            || page.contains("default-src 'none'")
    );
    shell.run_words(&["agreement", "--sets", "s.json", "--out", "t.txt"], "").is(2);
}

#[test]
fn files_of_spans_that_are_none_are_refused() {
    let shell = Shell::new();
    let head = r#""documents": [{"name": "d", "text": "abc"}], "annotators": ["a", "b"]"#;
    let span = |doc: &str, who: &str, end: u32| {
        format!(
            r#"{{{head}, "spans": [{{"doc": "{doc}", "annotator": "{who}", "start": 1, "end": {end}, "label": "X"}}]}}"#
        )
    };
    let twice = r#"{"documents": [], "annotators": ["a", "a"], "spans": []}"#.to_owned();
    let assigned = format!(
        r#"{{{head}, "assignments": {{"d": ["b"]}}, "spans": [{{"doc": "d", "annotator": "a", "start": 0, "end": 1, "label": "X"}}]}}"#
    );
    let unknown = format!(r#"{{{head}, "assignments": {{"e": ["b"]}}, "spans": []}}"#);
    for (file, why) in [
        ("[1, 2]".to_owned(), "invalid type"),
        ("{".to_owned(), "EOF"),
        (r#"{"documents": [], "annotators": []}"#.to_owned(), "missing field `spans`"),
        (span("e", "a", 2), "span 1: there is no document \"e\""),
        (span("d", "c", 2), "span 1: there is no annotator \"c\""),
        (span("d", "a", 4), "span 1 is from 1 to 4, and \"d\" has 3 characters"),
        (span("d", "a", 0), "span 1 is from 1 to 0"),
        (twice, "there are two annotators called \"a\""),
        (assigned, "span 1 is by \"a\", who did not work on \"d\""),
        (unknown, "the assignments: there is no document \"e\""),
    ] {
        shell.write("s.json", &file);
        let ran = shell.run("agreement --sets s.json").is(2);
        assert!(
            ran.err.contains(why) && ran.err.contains("s.json") && ran.err.contains("Such a file has"),
            "{}",
            ran.err
        );
    }
    shell.run("agreement --sets missing.json").is(2);
}

/// Two people give each of four documents one tag of a layer, and are done: three times the same.
#[test]
fn tags_of_documents_are_rated() {
    let shell = Shell::new();
    let codebook = r#"(format: 1, name: "Topics", layers: [(id: "topic", name: "Topic", kind: Document, overlap: None)],
        tags: [(id: "war", layer: "topic", name: "War"), (id: "trade", layer: "topic", name: "Trade")])"#;
    shell.write("c.ron", codebook);
    shell.run("new p --codebook c.ron").is(0);
    let line = |id: &str, ana: &str, ben: &str| {
        let set =
            |who: &str, tag: &str| format!(r#"{{"annotator":"{who}","state":"finished","tags":[{{"tag":"{tag}"}}]}}"#);
        format!(r#"{{"id":"{id}","text":"Text {id}","sets":[{},{}]}}"#, set("ana", ana), set("ben", ben))
    };
    let lines =
        [line("a", "war", "war"), line("b", "war", "trade"), line("c", "trade", "trade"), line("d", "war", "war")];
    shell.write("a.jsonl", lines.join("\n"));
    shell.run("import p a.jsonl").is(0);
    let answer: Value = serde_json::from_str(&shell.run("agreement p --json").is(0).out).unwrap();
    let measures = answer["measures"].as_array().unwrap();
    let value = |name: &str| named(measures, name)["value"].as_f64().unwrap();
    assert_eq!(value("observed_agreement#layer:topic"), 0.75);
    // Ana 3 and 1, Ben 2 and 2: chance gives (3 · 2 + 1 · 2) / 16.
    let all: Value = serde_json::from_str(&shell.run("agreement p --measure all --json").is(0).out).unwrap();
    assert_eq!(named(all["measures"].as_array().unwrap(), "cohen_kappa#layer:topic")["value"], 0.5);
    assert_eq!(named(measures, "gwet_ac1#layer:topic")["units"], 4);
    assert!(!names(measures).contains(&"cohen_kappa#layer:topic"));
}

#[test]
fn gamma_is_reckoned_when_it_is_asked_for() {
    let shell = Shell::new();
    let spans = |who: &str| {
        let span = |(start, end, tag): (usize, usize, &str)| {
            format!(r#"{{"doc": "a", "annotator": "{who}", "start": {start}, "end": {end}, "label": "{tag}"}}"#)
        };
        [(0, 4, "x"), (10, 14, "y"), (12, 20, "x")].map(span).join(", ")
    };
    let file = format!(
        r#"{{"documents": [{{"name": "a", "text": "aaaa bbbb cccc dddd eeee"}}], "annotators": ["ana", "ben"], "spans": [{}, {}]}}"#,
        spans("ana"),
        spans("ben")
    );
    shell.write("a.json", file);
    let measures = |options: &[&str]| -> Vec<Value> {
        let words = [&["agreement", "--sets", "a.json", "--json"], options].concat();
        let said = shell.run_words(&words, "").is(0).out;
        serde_json::from_str::<Value>(&said).unwrap()["measures"].as_array().unwrap().clone()
    };
    assert!(measures(&[]).iter().all(|it| !it["measure"].as_str().unwrap().starts_with("gamma")));
    // Who marks the same has no disorder, and overlaps of one person are no hindrance.
    let found = measures(&["--measure", "gamma", "--measure", "gamma_disorder"]);
    let told: Vec<(&str, f64)> =
        found.iter().map(|it| (it["measure"].as_str().unwrap(), it["value"].as_f64().unwrap())).collect();
    assert_eq!(told, [("gamma", 1.0), ("gamma_disorder", 0.0)]);
    assert!(found[0]["notes"][0].as_str().unwrap().contains("30 samples"), "{found:?}");
    let by_document = measures(&["--measure", "gamma^a"]);
    assert_eq!(by_document[0]["measure"], "gamma^a");
    shell.run_words(&["agreement", "--sets", "a.json", "--measure", "gamma_none"], "").is(2);
}

/// Runs a line in which underscores are meant.
fn ran(shell: &Shell, line: &str) -> Ran {
    shell.run_words(&line.split(' ').collect::<Vec<_>>(), "")
}

/// Two articles of one week and one of the next; in that nothing is the same. Cy is done with the first, too.
fn over_two_weeks() -> Shell {
    let shell = Shell::with_project();
    let span = |start: usize, end: usize, tag: &str, day: &str| {
        format!(r#"{{"start":{start},"end":{end},"tag":"{tag}","made":"2026-{day}T10:00:00Z"}}"#)
    };
    let line = |id: &str, sets: &[(&str, String)]| {
        let set =
            |(who, span): &(&str, String)| format!(r#"{{"annotator":"{who}","state":"finished","spans":[{span}]}}"#);
        let sets: Vec<String> = sets.iter().map(set).collect();
        format!(r#"{{"id":"{id}","text":"Ada met Bo in York.","sets":[{}]}}"#, sets.join(","))
    };
    let lines = [
        line(
            "a",
            &[
                ("ana", span(0, 3, "person", "03-29")),
                ("ben", span(0, 3, "person", "03-30")),
                ("cy", span(14, 18, "place", "03-31")),
            ],
        ),
        line("b", &[("ana", span(0, 3, "person", "03-30")), ("ben", span(0, 3, "person", "04-05"))]),
        line("c", &[("ana", span(0, 3, "person", "03-30")), ("ben", span(8, 10, "person", "04-06"))]),
    ];
    let lines: Vec<String> = lines
        .iter()
        .zip(["one", "two", "three"])
        .map(|(line, n)| line.replace("York.", &format!("York {n}.")))
        .collect();
    shell.write("a.jsonl", lines.join("\n") + "\n");
    shell.run("import p a.jsonl").is(0);
    shell
}

#[test]
fn agreement_goes_by_the_time_in_which_documents_were_marked() {
    let shell = over_two_weeks();
    let ask = |line: &str| ran(&shell, &format!("agreement p {line} --json")).is(0).json()["measures"].clone();
    let two = ask("--annotator ana --annotator ben --measure strict_f1 --by week");
    let values: Vec<(&str, Option<f64>, u64)> = two
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["measure"].as_str().unwrap(), it["value"].as_f64(), it["documents"].as_u64().unwrap()))
        .collect();
    // The last mark counts: the fifth of April 2026 is the Sunday of week 14.
    assert_eq!(values, [("strict_f1@ana|ben~2026-W14", Some(1.0), 2), ("strict_f1@ana|ben~2026-W15", Some(0.0), 1)]);
    let months = ask("--annotator ana --annotator ben --measure strict_f1 --by month");
    let names = ["strict_f1@ana|ben~2026-03", "strict_f1@ana|ben~2026-04"];
    assert_eq!(months.as_array().unwrap().iter().map(|it| it["measure"].as_str().unwrap()).collect::<Vec<_>>(), names);
    assert!(shell.run("agreement --sets no.json --by week").is(2).err.contains("when its spans were marked"));
}

#[test]
fn a_part_of_a_project_is_compared() {
    let shell = over_two_weeks();
    let value = |line: &str| {
        let answer = ran(&shell, &format!("agreement p {line} --json")).is(0).json();
        let measures = answer["measures"].as_array().unwrap().clone();
        let it = measures.iter().find(|it| it["measure"].as_str().unwrap().starts_with("strict_f1")).unwrap().clone();
        (it["value"].as_f64(), it["documents"].as_u64().unwrap(), it["annotators"].as_u64().unwrap())
    };
    // 2 · 2 / 6.
    assert_eq!(value("--annotator ana --annotator ben --measure strict_f1"), (Some(2.0 / 3.0), 3, 2));
    assert_eq!(value("--annotator ana --annotator cy --measure strict_f1"), (Some(0.0), 1, 2));
    assert_eq!(value("--annotator ana --annotator ben --document b --measure strict_f1"), (Some(1.0), 1, 2));
    assert_eq!(value("--annotator ana --annotator cy --tag person --measure strict_f1"), (Some(0.0), 1, 2));
    assert!(shell.run("agreement --sets no.json --annotator ana").is(2).err.contains("a file is compared as a whole"));
}

#[test]
fn figures_of_ratings_have_intervals() {
    let shell = Shell::new();
    shell.write("a.csv", paradox());
    let answer = ran(&shell, "agreement --ratings a.csv --measure observed_agreement --json").is(0).json();
    let it = &answer["measures"][0];
    let (low, high) = (it["low"].as_f64().unwrap(), it["high"].as_f64().unwrap());
    // 0.944 ± 1.96 · √(0.944 · 0.056 / 125) is 0.904 to 0.984.
    assert!((low - 0.904).abs() < 0.01 && (high - 0.984).abs() < 0.01, "{low} {high}");
}
