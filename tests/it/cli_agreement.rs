//! Agreement on the command line.

use crate::shell::Shell;
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
