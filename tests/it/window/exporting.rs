//! What can be chosen before an export: tags, agreement, metadata, what stays together, the card.

use super::hand::{Hand, desk_of};
use crate::notation::corpus;
use egui::accesskit::Role;
use glossator::app::overlay::Overlay;
use glossator::app::widgets::isolated;
use glossator::model::{DocumentId, Project};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Three articles. On `a`, Ana has three spans and Ben two of them: F1 is 2 · 2 / 5 = 0.8. On `b` it is 2 · 1 / 3, and `c` has
/// one annotator alone. `person` stands there 5 times, `place` 4 times.
fn wire() -> Project {
    let mut project = corpus(&[
        ("a", &["@ana [person|Ada] met [person|Bo] in [place|York].", "@ben [person|Ada] met Bo in [place|York]."]),
        ("b", &["@ana [person|Eve] wrote to [place|Rome].", "@ben Eve wrote to [place|Rome]."]),
        ("c", &["@gold [person|Max] left."]),
    ]);
    for (id, outlet, desk) in
        [("a", "Northlight Wire", "foreign"), ("b", "Gazette", "foreign"), ("c", "Northlight Wire", "home")]
    {
        let document = project.documents.get_mut(&DocumentId::new(id).unwrap()).unwrap();
        let document = Arc::make_mut(document);
        document.outlet = Some(outlet.to_owned());
        document.meta.insert("desk".to_owned(), desk.to_owned());
    }
    project
}

/// Somebody before the dialog, which has looked at what would be written.
fn before_the_dialog() -> Hand {
    let mut hand = Hand::on(desk_of(&wire()));
    hand.command("Export documents");
    hand.until("the first look is there", |hand| hand.sees_words("3 documents, 9 spans"));
    hand
}

impl Hand {
    /// Takes another choice of a list.
    #[track_caller]
    fn take_choice(&mut self, list: &str, choice: &str) {
        // What has the keyboard is in sight.
        self.get_as(Role::ComboBox, list).focus();
        self.settle();
        self.click_as(Role::ComboBox, list);
        self.click(choice);
    }

    /// Waits for the answer to what was chosen last.
    #[track_caller]
    fn until_looked(&mut self) {
        self.until("the answer is there", |hand| {
            let Some(Overlay::Export(draft)) = &hand.window().overlay else { return false };
            draft.asked.as_ref() == Some(&draft.choices) && hand.seat().exporting.of(draft.version).is_some()
        });
    }

    /// Writes what the dialog shows into a folder.
    #[track_caller]
    fn write_export(&mut self) -> PathBuf {
        self.until_looked();
        self.click("Choose where");
        let out = self.desk.path().parent().unwrap().join("out");
        self.give_path(&out);
        self.until("it is written", |hand| hand.sees_words("written and read back"));
        out
    }
}

/// How often each tag stands in a file of documents, by whose it is.
fn tags(path: PathBuf) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let document: Value = serde_json::from_str(line).unwrap();
        for set in document["sets"].as_array().unwrap() {
            for span in set["spans"].as_array().unwrap() {
                let key = format!("{} {}", set["annotator"].as_str().unwrap(), span["tag"].as_str().unwrap());
                *found.entry(key).or_default() += 1;
            }
        }
    }
    found
}

fn counts(expected: &[(&str, usize)]) -> BTreeMap<String, usize> {
    expected.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect()
}

#[test]
fn a_tag_gets_another_name_and_another_is_dropped() {
    let mut hand = before_the_dialog();
    assert!(hand.sees("5 spans") && hand.sees("4 spans"), "{:#?}", hand.labels());
    hand.take_choice("What becomes of place: Stays", "Is dropped");
    hand.until("the loss is told", |hand| hand.sees_words("Spans and tags dropped, as asked for: 4"));
    assert!(hand.sees_words("3 documents, 5 spans"));
    assert!(hand.sees("4 spans"), "it is still listed, and can stay after all");
    hand.take_choice("What becomes of person: Stays", "Gets another name");
    hand.click_as(Role::TextInput, "New name of person");
    hand.keys("Ctrl+a Backspace");
    hand.until("a name is asked for", |hand| hand.sees_words("Write what"));
    hand.types("PER");
    hand.until("the format holds the rest", |hand| hand.sees_words("The format holds all of it."));
    let out = hand.write_export();
    assert_eq!(tags(out.join("documents.jsonl")), counts(&[("ana PER", 3), ("ben PER", 1), ("gold PER", 1)]));
    assert!(!out.join("README.md").exists());
    let project = wire();
    assert_eq!(hand.project().sets, project.sets, "the project is as it was");
}

#[test]
fn a_tag_becomes_another_of_the_codebook() {
    let mut hand = before_the_dialog();
    hand.take_choice("What becomes of place: Stays", "Becomes title");
    let out = hand.write_export();
    let expected = [("ana person", 3), ("ana title", 2), ("ben person", 1), ("ben title", 2), ("gold person", 1)];
    assert_eq!(tags(out.join("documents.jsonl")), counts(&expected));
}

#[test]
fn only_what_annotators_agree_on_goes_out() {
    let mut hand = before_the_dialog();
    hand.activate("Only documents on which annotators agree");
    // At 0.8 the first article stays, which is at 0.8 exactly.
    hand.until("two are left out", |hand| hand.sees_words("1 document, 5 spans"));
    assert!(hand.sees_words("as their annotators agree less than was asked for: 2"));
    hand.fill("at least", "0.6");
    hand.until("one is left out", |hand| hand.sees_words("2 documents, 8 spans"));
    hand.fill("at least", "0.9");
    hand.until("nothing is left", |hand| hand.sees_words("Nothing is left to write"));
    hand.fill("at least", "80");
    hand.until("that is no agreement", |hand| hand.sees_words("\"80\" is no number from 0 to 1"));
    hand.click("Choose where");
    assert!(matches!(hand.window().overlay, Some(Overlay::Export(_))), "nothing to write yet");
    hand.fill("at least", "0.7");
    let out = hand.write_export();
    assert_eq!(
        tags(out.join("documents.jsonl")),
        counts(&[("ana person", 2), ("ana place", 1), ("ben person", 1), ("ben place", 1)])
    );
}

#[test]
fn documents_are_chosen_by_their_metadata_and_a_card_comes_along() {
    let mut hand = before_the_dialog();
    hand.take_choice("Metadata: Any metadata", "Only where outlet is");
    hand.take_choice("Value of outlet: Any value", "Northlight Wire (2)");
    hand.until("one is left out", |hand| hand.sees_words("2 documents, 6 spans"));
    hand.take_choice("Metadata: Any metadata", "Only where desk is");
    hand.take_choice("Value of desk: Any value", "home (1)");
    hand.until("both must be so", |hand| hand.sees_words("1 document, 1 span"));
    hand.activate("A card beside the files, with counts, sources and a fingerprint");
    let out = hand.write_export();
    assert_eq!(tags(out.join("documents.jsonl")), counts(&[("gold person", 1)]));
    let card = std::fs::read_to_string(out.join("README.md")).unwrap();
    assert!(card.contains("Outlets: Northlight Wire (1)"), "{card}");
}

#[test]
fn what_shares_an_outlet_stays_in_one_part() {
    let mut hand = before_the_dialog();
    hand.activate("Split into parts with the same shares of every tag");
    hand.fill("Parts", "a=50,b=50");
    hand.until("both parts are told", |hand| hand.sees_words("a: ") && hand.sees_words(", b: "));
    assert!(!hand.sees_words("kept together"));
    hand.activate("In one part: outlet");
    hand.until("a and c are together", |hand| hand.sees_words("1 group kept together"));
    let out = hand.write_export();
    let part = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    let both = [part("a.jsonl"), part("b.jsonl")];
    let has = |part: &str, id: &str| part.contains(&format!("\"id\":\"{id}\""));
    assert!(both.iter().any(|part| has(part, "a") && has(part, "c") && !has(part, "b")), "{both:?}");
    assert!(both.iter().any(|part| has(part, "b") && !has(part, "a")), "{both:?}");
    assert!(out.join("README.md").exists(), "a split has a card");
}

#[test]
fn the_gold_set_goes_out_alone_as_a_table_that_excel_reads() {
    let mut hand = before_the_dialog();
    hand.take_choice("Whose spans: All annotators", "Only gold");
    hand.take_choice("Format: Glossator JSONL", "CSV and TSV tables");
    hand.until("the gold span is left", |hand| hand.sees_words("3 documents, 1 span"));
    hand.activate("A byte order mark before the table, as Excel needs one");
    let out = hand.write_export();
    let table = std::fs::read_to_string(out.join("spans.csv")).unwrap();
    assert_eq!(table, "\u{FEFF}document,start,end,label,text,annotator\nc,0,3,person,Max,gold\n");
}

#[test]
fn what_a_format_refuses_can_be_dropped() {
    let mut hand = Hand::new("[person|Ada] wrote to [place|Y[title|or]k]");
    hand.command("Export documents");
    hand.until("the first look is there", |hand| hand.sees_words("1 document, 3 spans"));
    hand.take_choice("Format: Glossator JSONL", "CoNLL columns (IOB, BIOES, BILOU)");
    hand.activate_as(Role::RadioButton, "Refuse");
    hand.until("it is refused", |hand| hand.sees_words("overlap") && !hand.sees_words("1 document, "));
    hand.take_choice("What becomes of title: Stays", "Is dropped");
    hand.until("nothing overlaps any more", |hand| hand.sees_words("1 document, 2 spans"));
    let out = hand.write_export();
    let written = std::fs::read_to_string(out.join("documents.conll")).unwrap();
    assert_eq!(written, "-DOCSTART-\tO\n\nAda\tB-person\nwrote\tO\nto\tO\nYork\tB-place\n\n");
}

#[test]
fn another_field_has_no_value_yet() {
    let mut hand = before_the_dialog();
    hand.take_choice("Metadata: Any metadata", "Only where outlet is");
    hand.take_choice("Value of outlet: Any value", "Gazette (1)");
    hand.until("two are left out", |hand| hand.sees_words("1 document, 3 spans"));
    hand.take_choice(&format!("Metadata: Only where {} is", isolated("outlet")), "Only where desk is");
    hand.until("all are there", |hand| hand.sees_words("3 documents, 9 spans"));
    hand.take_choice(&format!("Metadata: Only where {} is", isolated("desk")), "Any metadata");
    hand.until("the row is gone", |hand| !hand.sees_words("Value of"));
    assert!(hand.sees("Metadata: Any metadata"));
}
