//! The real window, as a person has it: real keys and a real pointer on a virtual display, real files, and `SIGKILL`.
//!
//! Nothing here knows where words stand: paragraphs are found through the accessible tree, lines by their ink, and what
//! was marked by reading it back.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod article;
mod desktop;
mod picture;
mod program;
mod saved;

use article::{TEXT, headline, paragraph};
use desktop::{Desktop, say, until};
use program::{Program, Tree};
use saved::Label;
use std::path::Path;

/// How far the phrase is dragged over, in pixels. About five words.
const PHRASE: i32 = 300;

/// The paragraph whose first word is marked.
const WORD_IN: &str = "Préval,";
/// The paragraph whose first words are marked. It begins with a quotation mark.
const PHRASE_IN: &str = "“Médecins";

/// Waits until the window shows the article, to screen readers and on the screen.
#[track_caller]
fn expect_article(program: &Program<'_>) {
    program.wait_for("the article with its headline", |tree| tree.paragraph(headline()).map(|_| ()));
    let (area, paragraphs) = program.wait_for("the article's place", |tree| {
        let visible: Vec<String> = tree.paragraphs().into_iter().map(str::to_owned).collect();
        Some((tree.area(tree.article()?)?, visible))
    });
    assert!(paragraphs.len() >= 4, "{paragraphs:?}");
    assert!(paragraphs.iter().zip(TEXT.lines()).all(|(said, written)| said == written), "{paragraphs:?}");
    let mut last = Ok(());
    let drawn = desktop::within(desktop::LIMIT, || {
        last = program.picture().shows_text(area);
        last.is_ok().then_some(())
    });
    assert!(drawn.is_some(), "the article is not drawn: {}; {}", last.unwrap_err(), program.keep_picture("blank"));
}

/// Waits until the article has these spans and all is on the disk.
#[track_caller]
fn expect_spans(program: &Program<'_>, expected: &[&str]) {
    program.wait_for(&format!("the spans {expected:?}"), |tree| (tree.spans() == expected).then_some(()));
    program.wait_for("everything is saved", |tree| tree.has("Saved").then_some(()));
}

/// Waits until there is one more span of a tag, and gives the words that it covers.
#[track_caller]
fn expect_tagged(program: &Program<'_>, tag: &str) -> String {
    let begin = format!("{tag}: ");
    let covered = |tree: &Tree| tree.spans().iter().find_map(|name| name.strip_prefix(&begin)).map(str::to_owned);
    program.wait_for(&format!("a span of {tag}"), covered)
}

/// Double-clicks the first word of a paragraph.
#[track_caller]
fn double_click_first_word(program: &Program<'_>, paragraph: &str) {
    let line = program.first_line(paragraph);
    program.double_click((line.x + 3, line.center().1));
    program.wait_for("a selection", |tree| tree.article()?.description.starts_with("Selected: ").then_some(()));
}

/// Waits until the files have as many spans of an annotator, and gives them.
#[track_caller]
fn expect_files(project: &Path, annotator: &str, n: usize) -> Vec<Label> {
    until("the spans are in the files", || {
        let labels = saved::labels(project, annotator);
        (labels.len() == n).then_some(labels)
    })
}

/// A whole word, or whole words, of a paragraph's beginning, and more bytes than characters before them.
#[track_caller]
fn check_place(label: &Label, paragraph: &str) {
    let begin = TEXT.find(paragraph).expect("a paragraph of the article");
    let quote = paragraph.chars().next().filter(|first| !first.is_alphabetic()).map_or(0, char::len_utf8);
    assert_eq!(label.start, begin + quote, "{label:?} begins with the paragraph's first word");
    let after = TEXT.get(label.end..).expect("whole characters");
    assert!(!after.starts_with(char::is_alphanumeric), "{label:?} ends with a word");
    assert!(label.text.ends_with(char::is_alphanumeric), "{label:?} ends with a word");
    let before = TEXT.get(..label.start).expect("whole characters");
    assert!(before.chars().count() < label.start, "accents before {label:?}");
}

#[test]
fn what_is_labeled_survives_a_kill() {
    let Some(desktop) = Desktop::new("kill") else { return };
    desktop.seat("ada", "Ada");
    let file = desktop.write("incoming/aleppo.txt", TEXT);
    let program = desktop.start(&[&file]);
    expect_article(&program);
    program.keep_picture("opened");
    desktop.done("the article is shown");
    program.click_button("Leave the tour");

    double_click_first_word(&program, paragraph(WORD_IN));
    program.key("1");
    let word = expect_tagged(&program, "Person");
    assert_eq!(word, "Préval");
    desktop.done("a word is tagged by its key");

    let line = program.first_line(paragraph(PHRASE_IN));
    let middle = line.center().1;
    program.drag((line.x - 1, middle), (line.x + PHRASE, middle));
    program.wait_for("the palette", |tree| tree.find("entry", "Tag").map(|_| ()));
    program.key("slash");
    program.type_text("organ");
    program.keep_picture("palette");
    program.key("Return");
    let phrase = expect_tagged(&program, "Organization");
    assert!(phrase.starts_with("Médecins ") && phrase.split(' ').count() >= 2, "{phrase:?}");
    desktop.done("a phrase is tagged from the palette");

    let both = ["Person: Préval".to_owned(), format!("Organization: {phrase}")];
    let both = both.each_ref().map(String::as_str);
    program.key("ctrl+z");
    expect_spans(&program, &both[..1]);
    desktop.done("undone");
    program.key("ctrl+shift+z");
    expect_spans(&program, &both);
    program.keep_picture("labeled");
    desktop.done("done again, and saved");

    let project = desktop.project();
    let n_in_file = saved::labels(&project, "ada").len();
    program.kill();
    say(&format!("kill: {n_in_file} of 2 spans were in the file, the journal had them all"));

    let program = desktop.start(&[]);
    expect_article(&program);
    expect_spans(&program, &both);
    program.keep_picture("again");
    desktop.done("the spans are there again");

    let labels = expect_files(&project, "ada", 2);
    assert_eq!(saved::text(&project), TEXT, "the text is kept byte for byte");
    let [person, organization] = labels.as_slice() else { panic!("two spans: {labels:?}") };
    assert_eq!((person.tag.as_str(), person.text.as_str()), ("person", word.as_str()));
    assert_eq!((organization.tag.as_str(), organization.text.as_str()), ("organization", phrase.as_str()));
    check_place(person, paragraph(WORD_IN));
    check_place(organization, paragraph(PHRASE_IN));
    desktop.done("the files have them, in bytes");

    program.key("ctrl+z");
    expect_spans(&program, &both[..1]);
    program.key("ctrl+shift+z");
    expect_spans(&program, &both);
    desktop.done("undo reaches back over the kill");
}
