//! Searching on the command line, and choosing documents by a query.

use crate::shell::Shell;
use serde_json::json;

fn with_two() -> Shell {
    let shell = Shell::with_project();
    let spans = json!([{"annotator": "ana", "spans": [{"start": 2, "end": 5, "tag": "person"}]}]);
    let one =
        json!({"id": "one", "text": "👍 Ada met Bo.\nBo left.", "outlet": "Wire", "date": "2026-03-31", "sets": spans});
    let two = json!({"id": "two", "text": "Nobody met Ada.", "outlet": "Mail", "date": "1 April 2026"});
    shell.write("in.jsonl", format!("{one}\n{two}\n"));
    shell.run("import p in.jsonl").is(0);
    shell
}

#[test]
fn hits_stand_in_their_context_with_what_they_are_marked_as() {
    let shell = with_two();
    let found = shell.run_words(&["search", "p", "ada", "--context", "6", "--json"], "").is(0).json();
    let hit = |document: &str, at: [usize; 2], around: [&str; 3]| {
        json!({"document": document, "start": at[0], "end": at[1], "left": around[0], "text": around[1], "right": around[2],
               "tags": [], "annotators": []})
    };
    let mut first = hit("one", [2, 5], ["👍 ", "Ada", " met B"]);
    (first["tags"], first["annotators"]) = (json!(["person"]), json!(["ana"]));
    let hits = [first, hit("two", [11, 14], ["y met ", "Ada", "."])];
    assert_eq!(found, json!({"hits": hits, "total": 2, "documents": 2}));
    let tagged = shell.run_words(&["search", "p", "tag:person", "--unit", "utf16", "--json"], "").is(0).json();
    assert_eq!(tagged["hits"][0]["tags"], json!(["person"]));
    assert_eq!((&tagged["hits"][0]["start"], &tagged["hits"][0]["annotators"]), (&json!(3), &json!(["ana"])));
    let said = shell.run_words(&["search", "p", "bo", "--context", "4"], "").is(0).out;
    assert_eq!(said, "one\n  met [Bo]. Bo\n  Bo. [Bo] lef\n2 hits in 1 document\n");
    let said = shell.run_words(&["search", "p", "bo", "--limit", "1", "--context", "4"], "").is(0).out;
    assert_eq!(said, "one\n  met [Bo]. Bo\n2 hits in 1 document; 1 more are not shown\n");
}

#[test]
fn nothing_found_is_an_answer_and_a_mistake_is_none() {
    let shell = with_two();
    assert_eq!(shell.run_words(&["search", "p", "zebra"], "").is(1).out, "0 hits in 0 documents\n");
    let refused = shell.run_words(&["search", "p", "ada and (bo"], "").is(2);
    let message = "character 9: this bracket is not closed\n  ada and (bo\n          ^\n";
    assert!(refused.err.contains(message), "{}", refused.err);
    assert!(refused.err.contains("Write ) where it ends"), "{}", refused.err);
}

#[test]
fn other_commands_choose_documents_by_a_query() {
    let shell = with_two();
    let documents = |query: &str| {
        let answer = shell.run_words(&["stats", "p", "--filter", query, "--json"], "").is(0).json();
        answer["documents"].as_u64().unwrap()
    };
    assert_eq!(
        (documents("ada"), documents("outlet:wire"), documents("date>=2026-04"), documents("zebra")),
        (2, 1, 1, 0)
    );
    shell
        .run_words(&["export", "p", "--format", "jsonl", "--filter", "not tag:person", "--out", "out.jsonl"], "")
        .is(0);
    assert!(shell.read("out.jsonl").contains("Nobody") && !shell.read("out.jsonl").contains("Bo left"));
    shell.run_words(&["stats", "p", "--filter", "tag:"], "").is(2);
}

#[test]
fn hits_are_ordered_and_counted_in_groups() {
    let shell = with_two();
    let hits = |order: &str| {
        let words = ["search", "p", "ada or bo", "--order", order, "--context", "5", "--json"];
        let answer = shell.run_words(&words, "").is(0).json();
        let hits = answer["hits"].as_array().unwrap().clone();
        hits.iter()
            .map(|hit| format!("{}>{}", hit["text"].as_str().unwrap(), hit["right"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(hits("found"), ["Ada> met ", "Ada>.", "Bo>. Bo ", "Bo> left"]);
    assert_eq!(hits("after").first().map(String::as_str), Some("Ada>."));
    let grouped = shell.run_words(&["search", "p", "ada or bo", "--group", "found", "--json"], "").is(0).json();
    let expected = json!([{"name": "Ada", "hits": 2}, {"name": "Bo", "hits": 2}]);
    assert_eq!((&grouped["groups"], &grouped["total"]), (&expected, &json!(4)));
    let said = shell.run_words(&["search", "p", "ada or bo", "--group", "article"], "").is(0).out;
    assert!(said.starts_with("hits  group\n   3  "), "{said}");
    let refused = shell.run_words(&["search", "p", "ada", "--group", "sideways"], "").is(2);
    assert!(refused.err.contains("hits are in no order by \"sideways\""), "{}", refused.err);
}
