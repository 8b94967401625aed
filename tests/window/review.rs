//! A review by keys alone, over the example project: from the queue to a finished gold article.

use super::desktop::{Desktop, until};
use super::program::Program;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// How many items are open, by the bar over the article; nothing while that is being found out.
fn n_open(program: &Program<'_>) -> Option<usize> {
    let tree = program.tree();
    let says = tree.name_like(" solved")?;
    let (n, rest) = says.split_once(' ')?;
    (!rest.contains('…')).then_some(n.parse().ok()?)
}

/// What a set says of an article: its spans with their words, and its relations by the words of their ends.
fn says(set: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let spans = set["spans"].as_array().expect("spans");
    let words = |id: &Value| spans.iter().find(|span| span["id"] == *id).map(|span| span["text"].to_string());
    let span = |span: &Value| format!("{} {} {} {}", span["start"], span["end"], span["tag"], span["text"]);
    let relations = set["relations"].as_array().expect("relations");
    let relation = |it: &Value| format!("{:?} {} {:?}", words(&it["from"]), it["tag"], words(&it["to"]));
    (spans.iter().map(span).collect(), relations.iter().map(relation).collect())
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the example") {
        let entry = entry.expect("an entry");
        let into = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &into);
        } else {
            std::fs::copy(entry.path(), into).expect("a copy");
        }
    }
}

#[test]
fn gold_is_decided_by_keys_alone_and_is_what_was_decided() {
    let Some(desktop) = Desktop::new("review") else { return };
    desktop.seat("cem", "Cem");
    let project = desktop.home().with_file_name("ceasefire");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/ceasefire"), &project);
    let folder = project.to_str().expect("UTF-8");
    let program = desktop.start(&[&project]);
    program.wait_for("the example", |tree| tree.has("Leave the tour").then_some(()));
    program.click_button("Leave the tour");

    program.key("ctrl+2");
    let first = until("the sets are compared", || n_open(&program).filter(|n| *n > 20));
    desktop.done("the sets are compared");
    program.key("shift+a");
    program.wait_for("how much all agree on", |tree| tree.name_like("that everybody agrees on").map(|_| ()));
    program.key("shift+a");
    let mut left = until("that is taken", || n_open(&program).filter(|n| *n < first));
    desktop.done("what all agree on is gold");
    program.keep_picture("agreed");
    while left > 0 {
        // It has moved on by itself.
        program.key("1");
        left = until("one more is decided", || n_open(&program).filter(|n| *n < left));
    }
    program.keep_picture("decided");
    desktop.done("every item is decided");
    program.key("ctrl+Return");
    let shown = until("the gold set is finished on the disk", || {
        let shown = desktop.call(&["show", folder, "aid-convoy", "--json"]);
        let shown: Value = serde_json::from_str(&shown).expect("JSON");
        let gold = shown["sets"].as_array()?.iter().find(|set| set["annotator"] == "gold")?;
        (gold["state"] == "finished").then(|| shown.clone())
    });
    let sets = shown["sets"].as_array().expect("sets");
    let of = |who: &str| says(sets.iter().find(|set| set["annotator"] == who).expect("a set"));
    // The first version is one person's throughout, and so is gold, whoever that is.
    let gold = of("gold");
    assert!(gold == of("ana") || gold == of("ben"), "gold is what nobody says: {gold:?}");
    desktop.done("gold is what was decided");
}
