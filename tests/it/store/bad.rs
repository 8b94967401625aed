//! Files that cannot be read: each is named with the place of the error, and everything else opens.

use super::{SET, damage_of, open};
use crate::desk::{Desk, files_of, marked};
use glossator::store::{self, StoreError};

const PROJECT: &str = "project.ron";
const DOCUMENT: &str = "documents/letter-7q2m.ron";
const TEXT: &str = "documents/letter-7q2m.txt";

/// Changes a file, opens the project, and checks what is said of it. The rest opens, and no file changes.
#[track_caller]
fn check(file: &str, change: impl Fn(String) -> String, expected: &[&str]) {
    let desk = Desk::new("[person|Zoë] wrote to [place|York]");
    std::fs::create_dir(desk.file("annotators")).unwrap();
    std::fs::write(desk.file("annotators/ana.ron"), "(format: 1, name: \"Ana\")").unwrap();
    desk.rewrite(file, change);
    let before = desk.files();
    let (project, messages) = damage_of(&desk);
    assert_eq!(messages, expected);
    assert_eq!(desk.files(), before);
    let is_open = |name: &str| usize::from(!messages.iter().any(|message| message.contains(name)));
    assert_eq!(project.documents.len(), is_open(DOCUMENT).min(is_open(TEXT)));
    assert_eq!(marked(&project, "ana").len(), 2 * is_open(SET));
    assert_eq!(project.annotators.len(), is_open("annotators/ana.ron"));
    assert_eq!(project.codebook.order.len(), 4 * is_open(PROJECT));
}

/// Replaces some words of a file and checks what is said of it.
#[track_caller]
fn check_words(file: &str, from: &str, to: &str, expected: &str) {
    let replaced = |source: String| {
        assert!(source.contains(from), "{source}");
        source.replacen(from, to, 1)
    };
    check(file, replaced, &[expected]);
}

#[test]
fn broken_files_are_named_with_line_and_column() {
    check_words(
        SET,
        "InProgress",
        "InProgess",
        "Unexpected variant named `InProgess` in enum `State`, expected one of `New`, `InProgress`, `Finished`, \
         or `Nothing` instead: annotations/ana/letter-7q2m.ron:5:12",
    );
    check_words(SET, "\"person\"", "person", "Expected string: annotations/ana/letter-7q2m.ron:7:45");
    check_words(
        SET,
        "\"person\"",
        "\"../up\"",
        "\"../up\" cannot be an id: it would not be a safe file name: annotations/ana/letter-7q2m.ron:7:46",
    );
    check_words(
        SET,
        "2026-02-02T",
        "yesterday ",
        "\"yesterday 02:40:00Z\" is not a time such as 2026-03-01T10:02:11Z: annotations/ana/letter-7q2m.ron:7:76",
    );
    check_words(
        SET,
        "id: \"span0000\"",
        "id: \"0\"",
        "\"0\" is not a record's id, which is eight digits or small letters: annotations/ana/letter-7q2m.ron:7:15",
    );
    check_words(
        SET,
        "quote:",
        "color:",
        "Unexpected field named `color` in `SpanRecord`, expected one of `id`, `at`, `tag`, `quote`, `attributes`, \
         `confidence`, `flagged`, `origin`, or `made` instead: annotations/ana/letter-7q2m.ron:7:55",
    );
    check(
        SET,
        |_| String::new(),
        &["Expected opening `(` for struct `SetRecord`: annotations/ana/letter-7q2m.ron:1:1"],
    );
    check(
        SET,
        |source| source.chars().take(150).collect(),
        &["Expected opening `(` for struct `SpanRecord`: annotations/ana/letter-7q2m.ron:6:13"],
    );
    check(
        SET,
        |_| "[".repeat(100_000),
        &["Expected opening `(` for struct `SetRecord`: annotations/ana/letter-7q2m.ron:1:1"],
    );
    check_words("annotators/ana.ron", "\"Ana\"", "Ana", "Expected string: annotators/ana.ron:1:19");
    check_words(PROJECT, "tags: [", "tags: {", "Expected opening `[`: project.ron:8:11");
}

#[test]
fn offsets_must_be_places_in_the_text() {
    let at = |places: &str, expected: &str| check_words(SET, "at: [(0, 4)]", &format!("at: [{places}]"), expected);
    at(
        "(0, 400)",
        "the span span0000 cannot be: offset 400 lies outside the text, which ends at 18: annotations/ana/letter-7q2m.ron:7:14",
    );
    at("(0, 3)", "the span span0000 cannot be: offset 3 lies inside a character: annotations/ana/letter-7q2m.ron:7:14");
    at("(4, 0)", "the span span0000 cannot be: the range 4–0 runs backwards: annotations/ana/letter-7q2m.ron:7:14");
    at("", "the span span0000 cannot be: a span needs at least one range: annotations/ana/letter-7q2m.ron:7:14");
    at(
        "(0, 4), (2, 6)",
        "the span span0000 cannot be: the ranges of a span must be ascending and apart, and 2..6 is not: \
         annotations/ana/letter-7q2m.ron:7:14",
    );
    at("(-1, 4)", "Integer is out of bounds: annotations/ana/letter-7q2m.ron:7:33");
}

#[test]
fn ids_stand_once() {
    check_words(
        SET,
        "span0001",
        "span0000",
        "there are two spans with the id span0000: annotations/ana/letter-7q2m.ron:7:14",
    );
    let tag = |id: &str, more: &str| format!("        (id: \"{id}\", layer: \"entity\", name: \"New\"{more}),\n    ]");
    let check_tag = |tag: String, expected| {
        check(PROJECT, |source| source.replace("    ],\n)", &format!("{tag},\n)")), &[expected]);
    };
    check_tag(tag("person", ""), "there are two tags with the id person: project.ron:9:14");
    check_tag(tag("new", ", key: \"2\""), "the tags place and new have the same key 2: project.ron:13:14");
    check_tag(tag("new", ", key: \"q\""), "the tag new cannot have its key: the key q is a command: project.ron:13:14");
    check_tag(tag("new", ", key: \"10\""), "the key \"10\" of the tag new is not one character: project.ron:13:14");
    check_tag(tag("new", ", parent: \"new\""), "the tag new stands under itself: project.ron:13:14");
    check_tag(tag("new", ", hue: 1, color: \"#000000\""), "the tag new has both a hue and a color: project.ron:13:14");
    check_words(
        PROJECT,
        "layer: \"entity\"",
        "layer: \"ghost\"",
        "the tag person is in the layer ghost, which is not there: project.ron:9:14",
    );
}

#[test]
fn a_circle_of_tags_is_refused() {
    let circle = |source: String| {
        let under = |source: String, tag: &str, parent: &str| {
            source.replace(&format!("name: \"{tag}\""), &format!("name: \"{tag}\", parent: \"{parent}\""))
        };
        under(under(source, "person", "place"), "place", "person")
    };
    check(PROJECT, circle, &["the tag person stands under itself: project.ron:9:14"]);
}

#[test]
fn texts_and_sets_that_do_not_belong_together_are_not_mixed() {
    let orphan =
        "this belongs to the document letter-7q2m, which is missing or cannot be read: annotations/ana/letter-7q2m.ron";
    let changed = "the text is not the one that was imported: documents/letter-7q2m.txt";
    check(TEXT, |text| text.to_uppercase(), &[orphan, changed]);
    check(DOCUMENT, |_| "(".to_owned(), &[orphan, "Unexpected end of RON: documents/letter-7q2m.ron:1:1"]);
    let other = "these annotations were made for another version of the text: annotations/ana/letter-7q2m.ron";
    let digest_of_nothing = |source: String| {
        let start = source.find("text: \"").unwrap() + 7;
        format!("{}{}{}", &source[..start], "0".repeat(64), &source[start + 64..])
    };
    check(SET, digest_of_nothing, &[other]);

    for (gone, missing) in [(TEXT, "documents/letter-7q2m.txt"), (DOCUMENT, "documents/letter-7q2m.ron")] {
        let desk = Desk::new("[person|Ada]");
        std::fs::remove_file(desk.file(gone)).unwrap();
        let before = desk.files();
        assert_eq!(damage_of(&desk).1, [orphan.to_owned(), format!("cannot read: it is not there: {missing}")]);
        assert_eq!(desk.files(), before, "the set is left as it is");
    }
}

#[test]
fn a_later_format_is_said_to_be_one() {
    let newer = |path: &str| format!("this has format 2, and this program knows formats up to 1: {path}");
    let later = |source: String| source.replace("format: 1", "format: 2");
    check(SET, later, &[&newer(SET)]);
    check(SET, |source| later(source).replace("notes", "dreams"), &[&newer(SET)]);
    check(PROJECT, |source| later(source).replace("tags:", "colors: (1, 2), tags:"), &[&newer(PROJECT)]);
    let orphan =
        "this belongs to the document letter-7q2m, which is missing or cannot be read: annotations/ana/letter-7q2m.ron";
    check(DOCUMENT, later, &[orphan, &newer(DOCUMENT)]);
    check(SET, |source| source.replace("format: 1", "format: 0"), &[&format!("format 0 is no format: {SET}")]);
}

#[test]
fn what_is_no_ordinary_file_is_not_read() {
    let desk = Desk::new("[person|Ada]");
    std::fs::remove_file(desk.file(SET)).unwrap();
    std::os::unix::fs::symlink("/dev/zero", desk.file(SET)).unwrap();
    std::fs::write(desk.file("annotations/ana/bad:name.ron"), "").unwrap();
    std::fs::write(desk.file(DOCUMENT), b"\xFF\xFE").unwrap();
    let (_, messages) = damage_of(&desk);
    assert_eq!(
        messages,
        [
            "\"bad:name\" cannot be an id: it would not be a safe file name: annotations/ana/bad:name.ron",
            "this is not an ordinary file: annotations/ana/letter-7q2m.ron",
            "this is not UTF-8: documents/letter-7q2m.ron:1:1",
        ]
    );
}

#[test]
fn other_files_in_the_folder_are_nobodys_business() {
    let desk = Desk::new("[person|Ada]");
    for name in ["README.md", "annotations/notes.txt", "annotations/ana/.glossator-x.tmp", "documents/letter.pdf"] {
        std::fs::write(desk.file(name), "mine").unwrap();
    }
    assert_eq!(damage_of(&desk).1, [""; 0]);
}

#[test]
fn an_unknown_tag_is_data() {
    let desk = Desk::new("[person|Ada]");
    desk.rewrite(SET, |source| source.replace("\"person\"", "\"ghost\""));
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:ghost"]);
}

#[test]
fn a_folder_without_a_project_says_what_to_do() {
    let desk = Desk::empty();
    let error = open(&desk).err().unwrap();
    assert!(error.is_not_found(), "{error}");
    std::fs::create_dir(desk.path()).unwrap();
    let error = open(&desk).err().unwrap();
    assert!(matches!(error, StoreError::NotAProject(_)));
    assert_eq!(error.hint(), "Choose the folder that has a project.ron, or make a new project");
    assert_eq!(files_of(&desk.path()).len(), 0);
}

#[test]
fn a_codebooks_own_file_is_checked_too() {
    let desk = Desk::empty();
    let path = desk.file("mine.ron");
    store::write_file(
        &path,
        b"(format: 1, name: \"Mine\", layers: [], tags: [(id: \"a\", layer: \"x\", name: \"A\")])",
    )
    .unwrap();
    let message = store::read_codebook(&path).unwrap_err().to_string();
    assert_eq!(message, format!("the tag a is in the layer x, which is not there: {}:1:51", path.display()));
}
