//! The real window, as a person has it: real keys and a real pointer on a virtual display, real files, and `SIGKILL`.
//!
//! Nothing here knows where words stand: paragraphs are found through the accessible tree, lines by their ink, and what
//! was marked by reading it back. Pictures of the steps are left in cargo's folder for them,
//! `CARGO_TARGET_TMPDIR`, under `window`.
//!
//! The tests want a display with nobody on it, and a session bus of their own; elsewhere they say that they were skipped.
//! `.ci/run` has the command.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod article;
mod long;
mod desktop;
mod picture;
mod program;
mod review;
mod saved;
mod statistics;
mod whole;

use article::{TEXT, headline, paragraph};
use desktop::{Desktop, LIMIT, say, until, within};
use program::{Program, Tree};
use saved::{Label, Shown};
use std::path::{Path, PathBuf};

/// How far the phrase is dragged over, in pixels. About five words.
const PHRASE: i32 = 300;

/// The paragraph whose first word is marked.
const WORD_IN: &str = "Préval,";
/// Another one, without a quotation mark.
const OTHER_WORD_IN: &str = "Observers";
/// The paragraph whose first words are marked. It begins with a quotation mark.
const PHRASE_IN: &str = "“Médecins";

/// Waits until the window shows the article, to screen readers and on the screen.
#[track_caller]
fn expect_article(program: &Program<'_>) {
    program.wait_for("the article with its headline", |tree| tree.paragraph(headline()).map(|_| ()));
    let paragraphs = expect_text(program);
    assert!(paragraphs.len() >= 4, "{paragraphs:?}");
    assert!(paragraphs.iter().zip(TEXT.lines()).all(|(said, written)| said == written), "{paragraphs:?}");
}

/// Waits until the article's room is full of text, and gives its visible paragraphs.
#[track_caller]
fn expect_text(program: &Program<'_>) -> Vec<String> {
    let (area, paragraphs) = program.wait_for("the article's place", |tree| {
        let visible: Vec<String> = tree.paragraphs().into_iter().map(str::to_owned).collect();
        Some((tree.area(tree.article()?)?, visible))
    });
    let mut last = Ok(());
    let drawn = within(LIMIT, || {
        last = program.picture().shows_text(area);
        last.is_ok().then_some(())
    });
    assert!(drawn.is_some(), "the article is not drawn: {}; {}", last.unwrap_err(), program.keep_picture("blank"));
    paragraphs
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

/// Leaves the tour, tags the first word of a paragraph, and waits until that is saved.
#[track_caller]
fn tag_first_word(program: &Program<'_>) {
    expect_article(program);
    program.click_button("Leave the tour");
    double_click_first_word(program, paragraph(WORD_IN));
    program.key("1");
    expect_tagged(program, "Person");
    program.wait_for("it is saved", |tree| tree.has("Saved").then_some(()));
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

/// What the command line says of Ada's spans: the same, counted in characters.
#[track_caller]
fn check_shown(desktop: &Desktop, project: &Path, labels: &[Label]) {
    let folder = project.to_str().expect("UTF-8");
    let shown = desktop.call(&["show", folder, &saved::document(project), "--json"]);
    let shown: Shown = serde_json::from_str(&shown).unwrap_or_else(|error| panic!("{error}: {shown}"));
    assert_eq!(shown.unit, "codepoint");
    let [set] = shown.sets.as_slice() else { panic!("one set: {}", shown.sets.len()) };
    assert_eq!((set.annotator.as_str(), set.spans.len()), ("ada", labels.len()));
    for (span, label) in set.spans.iter().zip(labels) {
        let covered: String = TEXT.chars().take(span.end).skip(span.start).collect();
        assert_eq!(covered, label.text, "characters {} to {}", span.start, span.end);
        assert_eq!((&span.text, &span.tag), (&label.text, &label.tag));
        assert!(span.start < label.start, "bytes and characters differ");
    }
}

#[test]
fn a_screen_reader_reads_the_line_and_the_word_at_the_caret() {
    let Some(desktop) = Desktop::new("reader") else { return };
    desktop.seat("ada", "Ada");
    let file = desktop.write("incoming/aleppo.txt", TEXT);
    let program = desktop.start(&[&file]);
    expect_article(&program);
    program.click_button("Leave the tour");
    program.wait_for("the tour is over", |tree| (!tree.has("Leave the tour")).then_some(()));
    program.key("ctrl+Home");
    program.key("ctrl+Down");
    let line = program.wait_for("the caret in the second paragraph", |tree| {
        let article = tree.article()?;
        (article.word == "The ").then(|| article.line.clone())
    });
    let written = paragraph("The Élysée");
    assert!(written.starts_with(&line) && line.len() < written.len(), "a line of the page: {line:?}");
    // Each step to the right goes to a word's end.
    program.key("Right");
    program.key("Right");
    program.wait_for("the next word", |tree| (tree.article()?.word == "Élysée ").then_some(()));
    desktop.done("the word and the line are read");
    program.key("Down");
    let next = program.wait_for("the next line", |tree| {
        let now = tree.article()?.line.clone();
        (now != line).then_some(now)
    });
    assert!(written.get(line.len()..).is_some_and(|rest| rest.starts_with(next.trim_end_matches('\n'))), "{next:?}");
    desktop.done("the line below is read");
}

#[test]
fn ten_megabytes_are_labeled_at_their_end() {
    let Some(desktop) = Desktop::new("long") else { return };
    desktop.seat("ada", "Ada");
    let file = desktop.write("incoming/long.jsonl", &long::record());
    let project = desktop.home().with_file_name("long");
    let folder = project.to_str().expect("UTF-8");
    desktop.call(&["new", folder, "--name", "Long"]);
    desktop.call(&["import", folder, file.to_str().expect("UTF-8")]);
    let n_spans = saved::n_labels(&project, "ada");
    assert_eq!(n_spans, long::N_SPANS);
    desktop.done("10 MB with 100,000 spans are imported");

    let program = desktop.start(&[&project]);
    program.wait_for("the beginning of the article", |tree| tree.paragraph(long::HEADLINE).map(|_| ()));
    desktop.done("the beginning is shown");
    program.key("ctrl+End");
    program.wait_for("the end of the article", |tree| tree.paragraph(long::LAST).map(|_| ()));
    desktop.done("the end is shown");
    program.key("Escape");
    double_click_first_word(&program, long::LAST);
    program.key("1");
    program.wait_for("the span", |tree| tree.spans().contains(&"Person: Lovelace").then_some(()));
    desktop.done("a word is tagged");
    program.wait_for("everything is saved", |tree| tree.has("Saved").then_some(()));
    desktop.done("it is saved");
    program.keep_picture("end");
    let last = until("the span is in the file", || {
        let last = saved::last_label(&project, "ada")?;
        (last.text == "Lovelace").then_some(last)
    });
    desktop.done("it is in the file");
    let text = saved::text(&project);
    assert_eq!((last.tag.as_str(), last.start), ("person", text.len() - long::LAST.len()));
    assert_eq!(saved::n_labels(&project, "ada"), n_spans + 1);
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

    check_shown(&desktop, &project, &labels);
    desktop.done("the command line has them, in characters");

    program.key("ctrl+z");
    expect_spans(&program, &both[..1]);
    program.key("ctrl+shift+z");
    expect_spans(&program, &both);
    desktop.done("undo reaches back over the kill");
}

#[test]
fn a_disk_that_is_full_for_a_while_costs_nothing() {
    let Some(desktop) = Desktop::new("full") else { return };
    desktop.seat("ada", "Ada");
    let file = desktop.write("incoming/aleppo.txt", TEXT);
    let Some((command, disk)) = desktop.command_on_small_disk(3_000) else {
        return say(
            "skipped: full: there is no disk of one's own to fill; the fault layer stands for it in other tests",
        );
    };
    let program = Program::spawn(&desktop, command, &[&file]);
    tag_first_word(&program);

    let filler = program.path(&disk).join("filler");
    let full = fill(&filler);
    program.key("Escape");
    double_click_first_word(&program, paragraph(OTHER_WORD_IN));
    program.key("3");
    let said = |tree: &Tree| tree.has_like("Not saved: ").then_some(());
    program.wait_for("it says that the disk is full", said);
    program.keep_picture("full");
    desktop.done(&format!("{full} bytes filled the disk, and the window says so"));
    program.key("ctrl+z");
    program.key("ctrl+shift+z");

    std::fs::remove_file(&filler).expect("the filler goes");
    program.wait_for("everything is saved", |tree| tree.has("Saved").then_some(()));
    desktop.done("there is room again, and everything is saved");
    let mut projects = std::fs::read_dir(program.path(&disk).join("home/projects")).expect("projects");
    let project = projects.next().expect("a project").expect("a project").path();
    let labels = expect_files(&project, "ada", 2);
    assert_eq!(labels.iter().map(|label| label.text.as_str()).collect::<Vec<_>>(), ["Préval", "Observers"]);
    program.keep_picture("freed");
}

/// Fills the disk that a file is on. How much that took.
fn fill(path: &Path) -> usize {
    use std::io::Write;
    let mut file = std::fs::File::create(path).expect("a file");
    let mut n = 0;
    for size in [65_536, 4096, 1] {
        while file.write_all(&vec![7; size]).and_then(|()| file.flush()).is_ok() {
            n += size;
        }
    }
    n
}

#[test]
fn who_labels_is_asked_once_and_the_tag_is_not_lost() {
    let Some(desktop) = Desktop::new("name") else { return };
    let file = desktop.write("incoming/aleppo.txt", TEXT);
    let program = desktop.start(&[&file]);
    expect_article(&program);
    program.click_button("Leave the tour");

    double_click_first_word(&program, paragraph(WORD_IN));
    program.key("1");
    program.wait_for("the question who is labeling", |tree| tree.find("push button", "That is me").map(|_| ()));
    program.keep_picture("question");
    desktop.done("asked who is labeling");

    // What the system calls the person is offered; all of it is replaced. An accent would be one too many for xdotool:
    // it gives a letter a key for a moment, and takes it away before the window looks.
    program.key("ctrl+a");
    program.type_text("Ada Lovelace");
    program.key("Return");
    assert_eq!(expect_tagged(&program, "Person"), "Préval");
    program.wait_for("the person's name", |tree| tree.find("push button", "Ada Lovelace").map(|_| ()));
    desktop.done("answered, and the word is tagged");

    let labels = expect_files(&desktop.project(), "ada-lovelace", 1);
    check_place(labels.first().expect("a span"), paragraph(WORD_IN));
    let settings = std::fs::read_to_string(desktop.home().join("settings.ron")).expect("settings");
    assert!(settings.contains("name: \"Ada Lovelace\""), "{settings}");
    desktop.done("the file is under that name");
    program.kill();

    let program = desktop.start(&[]);
    expect_spans(&program, &["Person: Préval"]);
    double_click_first_word(&program, paragraph(OTHER_WORD_IN));
    program.key("4");
    assert_eq!(expect_tagged(&program, "Group of people"), "Observers");
    desktop.done("not asked again");
}

#[test]
fn the_first_start_shows_the_example() {
    let Some(desktop) = Desktop::new("example") else { return };
    let program = desktop.start(&[]);
    let shown = program.wait_for("an article", |tree| {
        let visible: Vec<String> = tree.paragraphs().into_iter().map(str::to_owned).collect();
        (visible.len() > 1).then_some(visible)
    });
    expect_text(&program);
    program.keep_picture("opened");
    desktop.done("the example is shown");

    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/ceasefire");
    let (shipped, copy) = (saved::contents(&shipped), saved::contents(&desktop.project()));
    let names = shipped.keys().chain(copy.keys());
    let different: Vec<&PathBuf> = names.filter(|name| shipped.get(*name) != copy.get(*name)).collect();
    assert!(different.is_empty(), "the working copy differs: {different:?}");
    let is_shown = |content: &Vec<u8>| {
        let text = String::from_utf8_lossy(content);
        let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
        lines.starts_with(&shown.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert!(shipped.values().any(is_shown), "one of its articles is shown: {shown:?}");
    desktop.done("its files are those that are shipped");
    program.kill();

    let program = desktop.start(&[]);
    program.wait_for("the same article", |tree| (tree.paragraphs() == shown).then_some(()));
    desktop.done("the second start shows it again");
}

#[test]
fn two_windows_on_a_project_keep_what_each_does() {
    let Some(desktop) = Desktop::new("two") else { return };
    desktop.seat("ada", "Ada");
    let file = desktop.write("incoming/aleppo.txt", TEXT);
    let first = desktop.start(&[&file]);
    expect_article(&first);
    first.click_button("Leave the tour");
    first.wait_for("the tour is over", |tree| (!tree.has("Leave the tour")).then_some(()));
    let project = desktop.project();
    let second = desktop.start(&[&project]);
    expect_article(&second);
    desktop.done("both show the article");

    double_click_first_word(&second, paragraph(OTHER_WORD_IN));
    second.key("4");
    first.activate();
    double_click_first_word(&first, paragraph(WORD_IN));
    first.key("1");
    desktop.done("a word is tagged in each");

    let both = ["Person: Préval", "Group of people: Observers"];
    expect_spans(&first, &both);
    expect_spans(&second, &both);
    first.keep_picture("both");
    desktop.done("each has what the other did");

    first.key("ctrl+z");
    expect_spans(&first, &both[1..]);
    expect_spans(&second, &both[1..]);
    first.key("ctrl+shift+z");
    expect_spans(&second, &both);
    desktop.done("undo takes back one's own");

    first.kill();
    second.kill();
    let labels = expect_files(&project, "ada", 2);
    let texts: Vec<&str> = labels.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(texts, ["Préval", "Observers"]);
    check_shown(&desktop, &project, &labels);
    desktop.done("the files have both");
}

#[test]
fn the_window_opens_no_network_socket() {
    let Some(desktop) = Desktop::new("network") else { return };
    let Some((command, log)) = desktop.command_traced() else {
        assert!(std::env::var_os("GLOSSATOR_REQUIRE_STRACE").is_none(), "strace is not installed");
        return say("skipped: network: there is no strace");
    };
    desktop.seat("ada", "Ada");
    let file = desktop.write("incoming/aleppo.txt", TEXT);
    let program = Program::spawn(&desktop, command, &[&file]);
    tag_first_word(&program);
    drop(program);
    let asked = std::fs::read_to_string(&log).expect("what strace wrote");
    assert!(asked.contains("AF_UNIX"), "the display's own socket is seen: {asked}");
    assert!(!asked.contains("AF_INET"), "{asked}");
}
