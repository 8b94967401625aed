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
        ("--ratings c.csv --measure kapa", "there is no measure \"kapa\" for such a table"),
        ("--ratings d.csv", "d.csv"),
    ] {
        let ran = shell.run(&format!("agreement {args}")).is(2);
        assert!(ran.err.contains(why), "{args}: {}", ran.err);
    }
}
