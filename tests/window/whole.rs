//! The whole annotation by keys alone: speaker, quotation, who says it, its stance, and the topic of the article.

use super::desktop::{Desktop, until, within};
use super::program::Program;
use super::{TEXT, expect_article, expect_tagged, saved};
use serde_json::Value;
use std::time::Duration;

/// A codebook with a layer of each kind, and an attribute that is asked for of quotations.
const CODEBOOK: &str = r#"(
    format: 1,
    name: "Who says what",
    layers: [
        (id: "speech", name: "Speech", kind: Span),
        (id: "tie", name: "Who says what", kind: Relation),
        (id: "topic", name: "Topic", kind: Document),
    ],
    tags: [
        (id: "speaker", layer: "speech", name: "Speaker", key: "1"),
        (id: "quotation", layer: "speech", name: "Quotation", key: "2"),
        (id: "says", layer: "tie", name: "says", key: "w", from: ["speaker"], to: ["quotation"]),
        (id: "diplomacy", layer: "topic", name: "Diplomacy", key: "j"),
    ],
    attributes: [
        (id: "stance", name: "Stance", layer: "speech", kind: Choice(["for", "against"]), required: true, when: [Tagged(["quotation"])]),
    ],
)
"#;

/// How long a key may take until what it does is seen.
const PATIENCE: Duration = Duration::from_secs(3);

const SPEAKER: &str = "the ministry";
const QUOTATION: &str = "If the talks are blocked today, this is not the fault of the envoy";

/// Finds words, which leaves them selected, and tags them by a key.
#[track_caller]
fn tag(program: &Program<'_>, words: &str, key: &str) {
    program.key("ctrl+f");
    program.wait_for("the bar for finding", |tree| tree.find("entry", "Find in the article").map(|_| ()));
    program.key("ctrl+a");
    program.type_text(words);
    program.wait_for("the words are found", |tree| tree.has_like("1 of 1").then_some(()));
    program.key("Escape");
    program.wait_for("the words are selected", |tree| {
        let is_over = tree.find("entry", "Find in the article").is_none();
        (is_over && tree.article()?.description.starts_with("Selected: ")).then_some(())
    });
    program.key(key);
}

#[test]
fn a_whole_annotation_is_made_by_keys_alone() {
    let Some(desktop) = Desktop::new("whole") else { return };
    desktop.seat("ada", "Ada");
    let article = desktop.write("incoming/aleppo.txt", TEXT);
    let codebook = desktop.write("incoming/speech.ron", CODEBOOK);
    let project = desktop.home().with_file_name("speech");
    let [folder, article, codebook] = [&project, &article, &codebook].map(|path| path.to_str().expect("UTF-8"));
    desktop.call(&["new", folder, "--name", "Speech", "--codebook", codebook]);
    desktop.call(&["import", folder, article]);
    let program = desktop.start(&[&project]);
    expect_article(&program);
    program.click_button("Leave the tour");

    tag(&program, QUOTATION, "2");
    assert_eq!(expect_tagged(&program, "Quotation"), QUOTATION);
    let is_said = || (!program.tree().has("Stance is needed")).then_some(());
    until("its stance is said", || {
        // Nothing shows that the keyboard has come to the values.
        program.key("e");
        program.tree();
        program.key("space");
        within(PATIENCE, is_said)
    });
    program.key("Escape");
    desktop.done("the quotation has its stance");

    tag(&program, SPEAKER, "1");
    assert_eq!(expect_tagged(&program, "Speaker"), SPEAKER);
    program.key("w");
    program.wait_for("a link is begun", |tree| tree.has_like("Click the span to link to").then_some(()));
    program.key("Tab");
    program.wait_for("the quotation has the focus", |tree| tree.has(QUOTATION).then_some(()));
    program.key("Return");
    program.wait_for("the relation", |tree| tree.has_like("From: the ministry").then_some(()));
    desktop.done("the speaker is linked to it");

    program.key("j");
    program.wait_for("everything is saved", |tree| tree.has("Saved").then_some(()));
    program.keep_picture("labeled");
    let shown = until("the files have all of it", || {
        let shown = desktop.call(&["show", folder, &saved::document(&project), "--json"]);
        let shown: Value = serde_json::from_str(&shown).expect("JSON");
        let set = shown["sets"][0].clone();
        (set["tags"][0]["tag"] == "diplomacy").then_some(set)
    });
    let text_of = |id: &Value| {
        let spans = shown["spans"].as_array().expect("spans");
        spans.iter().find(|span| span["id"] == *id).expect("a span")["text"].clone()
    };
    let [relation] = shown["relations"].as_array().expect("relations").as_slice() else { panic!("one: {shown}") };
    assert_eq!((&relation["tag"], text_of(&relation["from"])), (&Value::from("says"), Value::from(SPEAKER)));
    let said = shown["spans"].as_array().and_then(|spans| spans.iter().find(|span| span["tag"] == "quotation"));
    let said = said.expect("a quotation");
    assert_eq!((&said["id"], &said["attributes"]["stance"]), (&relation["to"], &Value::from("for")));
    desktop.done("the command line has all of it");

    program.key("ctrl+shift+r");
    let row = format!("{SPEAKER} says {QUOTATION}");
    program.wait_for("the list of relations", |tree| tree.has_like(&row).then_some(()));
    program.keep_picture("relations");
    desktop.done("it is listed");
}
