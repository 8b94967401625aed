//! Corpora for training: near-duplicates, splits, cards.

use crate::shell::Shell;
use glossator::corpus::{Shares, SplitError, Unit, distance, jaccard, near_duplicates, shingles, split};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

fn fixture(name: &str) -> Vec<Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/agreement").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn units(documents: &[Value], n_tags: usize) -> Vec<Unit> {
    let unit = |document: &Value| {
        let tags: Vec<u64> = document.as_array().unwrap().iter().map(|tag| tag.as_u64().unwrap()).collect();
        let tags = (0..n_tags).map(|tag| usize::from(tags.contains(&(tag as u64)))).collect();
        Unit { n_documents: 1, tags }
    };
    documents.iter().map(unit).collect()
}

#[test]
fn splits_keep_within_the_bounds_of_the_references() {
    let cases = fixture("stratified-split.json");
    for case in &cases {
        let units = units(case["documents"].as_array().unwrap(), case["tags"].as_u64().unwrap() as usize);
        let names = ["train", "dev", "test", "more", "last"];
        let numbers: Vec<f64> =
            case["shares"].as_array().unwrap().iter().map(|share| share.as_f64().unwrap()).collect();
        let parts: Vec<(&str, f64)> = names.into_iter().zip(numbers.iter().copied()).collect();
        let shares = Shares::new(&parts).unwrap();
        let bounds = &case["bounds"];
        for seed in 0..10 {
            let split = split(&units, &shares, seed);
            let found = distance(&units, &split, shares.n_parts()).unwrap();
            let name = format!("{} with seed {seed}", case["case"]);
            assert!(found < bounds["ld_must_be_below"].as_f64().unwrap(), "{name}: {found}");
            assert!(found <= bounds["ld_should_be_at_most"].as_f64().unwrap(), "{name}: {found}");
            for (part, share) in numbers.iter().enumerate() {
                let n = split.part_of.iter().filter(|of| **of == part).count() as f64;
                let wanted = share * units.len() as f64;
                let most = bounds["size_error_at_most"].as_f64().unwrap();
                assert!((n - wanted).abs() <= most, "{name}: part {part} has {n} of {wanted}");
            }
        }
    }
    assert!(!cases.is_empty());
}

fn near(texts: &[impl AsRef<str>]) -> Vec<Vec<usize>> {
    near_duplicates(texts.iter().map(AsRef::as_ref), &mut |_| true).unwrap().groups
}

#[test]
fn near_duplicates_are_told_by_what_they_share() {
    let cases = fixture("near-duplicates.json");
    for case in &cases {
        let (a, b) = (case["input"]["a"].as_str().unwrap(), case["input"]["b"].as_str().unwrap());
        let expected = case["expected"]["jaccard"].as_f64().unwrap();
        assert!((jaccard(&shingles(a), &shingles(b)) - expected).abs() < 1e-9, "{}", case["case"]);
        let found = !near(&[a, b]).is_empty();
        assert_eq!(found, expected >= 0.8, "{}: {expected}", case["case"]);
    }
    assert!(!cases.is_empty());
}

#[test]
fn a_wire_story_under_another_headline_is_a_near_duplicate() {
    let story: Vec<String> = (0..200).map(|n| format!("word{} of the story goes on", n * 7 % 200)).collect();
    let story = story.join(" ");
    let other = "停火谈判继续。联合国特使周一在日内瓦说:我们有希望。双方代表团没有评论。";
    let texts = [
        format!("Truce holds. {story}"),
        other.to_owned(),
        format!("CEASE-FIRE HOLDS! {story}"),
        other.replace("周一", "周二"),
    ];
    // Of 32 characters one differs, which 7 of 26 shingles have: 19 of 33 are shared, which is too little.
    assert_eq!(near(&texts), [vec![0, 2]]);
    assert_eq!(near(&[other, other]), [vec![0, 1]]);
    assert!(near(&["", ""]).is_empty());
}

#[test]
fn many_copies_of_a_text_are_one_group_and_the_search_can_be_stopped() {
    let copy = "The council of the town said on Monday that the bridge will be closed for repairs until spring.";
    let copies: Vec<String> = (0..2_000).map(|_| copy.to_owned()).collect();
    assert_eq!(near(&copies), [(0..2_000).collect::<Vec<_>>()]);
    let texts = || copies.iter().map(String::as_str);
    let mut n_heard = 0;
    assert_eq!(near_duplicates(texts(), &mut |n| n < 3), None);
    let stopped = near_duplicates(texts(), &mut |_| {
        n_heard += 1;
        n_heard <= 2_100
    });
    assert_eq!((stopped, n_heard), (None, 2_101), "also while texts are compared");
}

#[test]
fn shares_are_written_as_numbers_after_names() {
    let shares: Shares = "train=8, dev=1,test=1".parse().unwrap();
    let found: Vec<(String, f64)> = shares.iter().map(|share| (share.name.clone(), share.share)).collect();
    assert_eq!(found, [("train".to_owned(), 0.8), ("dev".to_owned(), 0.1), ("test".to_owned(), 0.1)]);
    assert_eq!("train".parse::<Shares>().unwrap_err(), SplitError::NotShares("train".to_owned()));
    assert_eq!("train=0".parse::<Shares>().unwrap_err(), SplitError::NotShares("train=0".to_owned()));
    assert_eq!("../x=1".parse::<Shares>().unwrap_err(), SplitError::Name("../x".to_owned()));
    assert_eq!("a=1,a=2".parse::<Shares>().unwrap_err(), SplitError::Name("a".to_owned()));
}

proptest! {
    #[test]
    fn every_unit_goes_to_one_part_and_the_same_seed_gives_the_same(
        drawn in prop::collection::vec((1usize..4, prop::collection::vec(0usize..3, 3)), 0..40),
        seed in 0u64..9,
    ) {
        let units: Vec<Unit> = drawn
            .into_iter()
            .map(|(n, tags)| Unit { n_documents: n, tags: tags.into_iter().map(|count| count.min(n)).collect() })
            .collect();
        let shares: Shares = "train=80,dev=10,test=10".parse().unwrap();
        let first = split(&units, &shares, seed);
        prop_assert_eq!(first.part_of.len(), units.len());
        prop_assert!(first.part_of.iter().all(|part| *part < 3));
        prop_assert_eq!(split(&units, &shares, seed), first);
    }
}

/// Ten documents; the first two are the same story.
fn wire(shell: &Shell) {
    let story = |n: usize| (0..60).map(|m| format!("w{}", (m * 31 + n * 977) % 5_000)).collect::<Vec<_>>().join(" ");
    let line = |n: usize| {
        let (head, body) = (["ONE", "TWO"].get(n).map_or("Head", |head| head), story(n.max(1)));
        let tag = if n.is_multiple_of(2) { "person" } else { "place" };
        let outlet = if n < 6 { "Wire" } else { "Gazette" };
        format!(
            r#"{{"id": "d{n}", "outlet": "{outlet}", "text": "{head} {body}", "sets": [
                {{"annotator": "ana", "state": "finished", "spans": [{{"start": 0, "end": 3, "tag": "{tag}"}}]}},
                {{"annotator": "ben", "spans": [{{"start": 0, "end": {}, "tag": "{tag}"}}]}}]}}"#,
            if n < 5 { 3 } else { 4 }
        )
        .replace('\n', "")
    };
    shell.write("wire.jsonl", (0..10).map(|n| line(n) + "\n").collect::<String>());
    shell.run("new p").is(0);
    shell.run("import p wire.jsonl").is(0);
}

fn ids(shell: &Shell, path: &str) -> BTreeSet<String> {
    let lines = shell.read(path);
    lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_export_is_split_with_a_card_beside_it() {
    let shell = Shell::new();
    wire(&shell);
    let split = "export p --format jsonl --split train=60,dev=20,test=20 --seed 7 --json";
    let answer = shell.run(&format!("{split} --out one/")).is(0).json();
    assert_eq!((answer["documents"].as_u64(), answer["spans"].as_u64()), (Some(10), Some(20)));
    let parts: Vec<BTreeSet<String>> =
        ["train", "dev", "test"].iter().map(|part| ids(&shell, &format!("one/{part}.jsonl"))).collect();
    assert_eq!(parts.iter().map(BTreeSet::len).sum::<usize>(), 10);
    assert!(parts.iter().any(|part| part.contains("d0") && part.contains("d1")), "{parts:?}");
    shell.run(&format!("{split} --out two/")).is(0);
    for name in ["train.jsonl", "dev.jsonl", "test.jsonl", "README.md"] {
        assert_eq!(shell.read(&format!("one/{name}")), shell.read(&format!("two/{name}")), "{name}");
    }
    let card = shell.read("one/README.md");
    for line in [
        "10 documents in the format `jsonl`.",
        "| `person` | Person |",
        "| ana | 10 | 10 |",
        "Agreement: mean pairwise strict F1 0.500 over 10 documents with two annotators or more.",
        "- Outlets: Gazette (4), Wire (6)",
        "seed 7: train 60.0 %, dev 20.0 %, test 20.0 %. Groups of documents that are nearly the same or share a source, on one side each: 1.",
        "Nothing: the format holds all that was written.",
    ] {
        assert!(card.contains(line), "{line}\n{card}");
    }
    shell.run(&format!("{split} --part-near-duplicates --out parted/")).is(0);
    let card = shell.read("parted/README.md");
    assert!(card.contains("on one side each: 0."), "{card}");
    // What shares an outlet stays together, too: then there are two groups, and one part stays empty.
    shell.run(&format!("{split} --keep-together outlet --out three/")).is(0);
    let sizes: Vec<usize> =
        ["train", "dev", "test"].iter().map(|part| ids(&shell, &format!("three/{part}.jsonl")).len()).collect();
    assert!(sizes == [6, 4, 0] || sizes == [6, 0, 4], "{sizes:?}");
}

#[test]
fn documents_on_which_annotators_do_not_agree_stay_out() {
    let shell = Shell::new();
    wire(&shell);
    let answer = shell.run("export p --format conll --min-agreement 0.9 --out o/ --json").is(0).json();
    assert_eq!(answer["documents"].as_u64(), Some(5));
    let losses = answer["losses"].as_array().unwrap();
    let out = losses.iter().find(|loss| loss["kind"] == "agreement").unwrap();
    let example = out["example"].as_str().unwrap();
    assert_eq!(out["count"].as_u64(), Some(5));
    assert!(example.starts_with("“Head w") && example.ends_with("”: 0.000"), "{example}");
    let answer =
        shell.run("export p --format conll --meta outlet=Gazette --annotator ana --out g/ --json").is(0).json();
    assert_eq!((answer["documents"].as_u64(), answer["spans"].as_u64()), (Some(4), Some(4)));
}

#[test]
fn files_for_each_document_lie_in_a_folder_for_each_part_and_annotator() {
    let shell = Shell::new();
    wire(&shell);
    let answer = shell.run("export p --format brat --split a=1,b=1 --out o --json").is(0).json();
    let files: Vec<&str> = answer["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    let n = |start: &str| files.iter().filter(|file| file.starts_with(start) && file.ends_with(".ann")).count();
    assert_eq!((n("o/a/ana/") + n("o/b/ana/"), n("o/a/ben/") + n("o/b/ben/")), (10, 10));
    assert!(files.contains(&"o/a/annotation.conf") && files.contains(&"o/README.md"));
}

#[test]
fn a_card_counts_tags_as_they_are_written() {
    let shell = Shell::new();
    wire(&shell);
    // Each of ten documents has two spans of one tag: five documents `person`, five `place`.
    let mapped = |map: &str, out: &str| {
        shell.run(&format!("export p --format jsonl --card --tag-map {map} --out {out}/")).is(0);
        shell.read(&format!("{out}/README.md"))
    };
    let card = mapped("person=PER,place=", "named");
    assert!(card.contains("| `PER` | PER | 10 | 5 |") && !card.contains("`place`"), "{card}");
    assert!(card.contains("| ana | 10 | 5 |"), "{card}");
    let card = mapped("person=place", "merged");
    assert!(card.contains("| `place` | Place | 20 | 10 |") && !card.contains("`person`"), "{card}");
}
