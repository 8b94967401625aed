//! The codebook as a page, read by a parser that has no mercy.

use crate::notation::{letter, parse, whole_project};
use glossator::edit::example_at;
use glossator::model::{AnnotatorId, CodebookRevision, Document, Project, Tag, TagId, Timestamp};
use glossator::report::codebook_page;
use glossator::text::{Offset, TextRange};
use proptest::prelude::*;
use roxmltree::{Document as Page, Node, ParsingOptions};
use std::sync::Arc;

fn with_tag(mut project: Project, id: &str, change: impl FnOnce(&mut Tag)) -> Project {
    let tags = &mut Arc::make_mut(&mut project.codebook).tags;
    change(Arc::make_mut(tags.get_mut(&TagId::new(id).unwrap()).unwrap()));
    project
}

fn guided(guide: &str) -> Project {
    with_tag(whole_project("Ada wrote"), "person", |tag| tag.guide = guide.to_owned())
}

#[track_caller]
fn parsed(page: &str) -> Page<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Page::parse_with_options(page, options).unwrap_or_else(|error| panic!("{error} in {page}"))
}

fn words(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|node| node.is_text().then(|| node.text()).flatten()).collect()
}

/// The section of a tag.
fn section<'a>(page: &'a Page<'_>, name: &str) -> Node<'a, 'a> {
    let is_it = |node: &Node<'_, '_>| node.has_tag_name("h3") && words(*node) == name;
    page.descendants().find(is_it).expect("a heading of that name").parent().unwrap()
}

/// All elements of a name in a node, as their words.
fn all(node: Node<'_, '_>, name: &str) -> Vec<String> {
    node.descendants().filter(|node| node.has_tag_name(name)).map(words).collect()
}

/// Nothing on the page does anything: no element that loads or runs, no attribute that does.
#[track_caller]
fn assert_harmless(page: &Page<'_>) {
    let known = [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "bdi",
        "nav",
        "ul",
        "ol",
        "li",
        "a",
        "section",
        "p",
        "dl",
        "div",
        "dt",
        "dd",
        "figure",
        "blockquote",
        "mark",
        "figcaption",
        "span",
        "cite",
        "small",
        "em",
        "strong",
        "code",
        "pre",
        "u",
        "br",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "time",
    ];
    for node in page.descendants().filter(Node::is_element) {
        assert!(known.contains(&node.tag_name().name()), "<{}>", node.tag_name().name());
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on") && name != "src" && name != "style", "{name}={value}");
            let is_safe = ["#tag-", "https://", "http://", "mailto:"].iter().any(|start| value.starts_with(start));
            assert!(name != "href" || is_safe, "{name}={value}");
        }
    }
}

#[test]
fn a_tag_is_read_with_its_guidance_and_its_facts() {
    let project = with_tag(whole_project("Ada wrote"), "person", |tag| {
        tag.guide = "A **human** being:\n\n1. named\n2. or *not*".to_owned();
        tag.use_when = "It acts".to_owned();
        tag.aliases = vec!["human".to_owned()];
        tag.label = Some("<per>".into());
    });
    let page = codebook_page(&project);
    let page = parsed(&page);
    assert_harmless(&page);
    let person = section(&page, "person");
    assert_eq!(all(person, "h4"), ["What it means", "Use it when"]);
    assert_eq!(all(person, "p"), ["A human being:", "It acts"]);
    assert_eq!((all(person, "strong"), all(person, "em")), (vec!["human".to_owned()], vec!["not".to_owned()]));
    assert_eq!(all(person, "li"), ["named", "or not"]);
    assert_eq!(all(person, "dt"), ["Key", "Short name", "Other names", "In files of other tools"]);
    assert_eq!(all(person, "dd"), ["1", "PERS", "human", "<per>"]);
    assert!(all(section(&page, "place"), "p").contains(&"No guidance yet".to_owned()));
    assert_eq!(all(page.root(), "h2"), ["Entities", "tie", "topic"], "each layer");
    let linked: Vec<_> = page.descendants().filter_map(|node| node.attribute("href")).collect();
    for target in linked {
        let id = target.strip_prefix('#').unwrap();
        assert!(page.descendants().any(|node| node.attribute("id") == Some(id)), "{target} leads nowhere");
    }
}

#[test]
fn an_example_shows_its_words_and_where_they_stand() {
    let notation = "It rained. Then «Zoë & Co» wrote.";
    let (start, end) = parse(notation).selection.unwrap();
    let mut project = whole_project(notation);
    let mut document = Document::clone(project.document(&letter()).unwrap());
    (document.title, document.language) = ("Rain & <wind>".to_owned(), Some("de\" onload=\"x".to_owned()));
    project.documents.insert(letter(), Arc::new(document));
    let range = TextRange::between(Offset::new(start), Offset::new(end));
    let mut example = example_at(&project, &letter(), range, true).unwrap();
    example.why = "A firm is <none>".to_owned();
    let project = with_tag(project, "person", |tag| tag.examples.push(example.clone()));
    let page = codebook_page(&project);
    let page = parsed(&page);
    assert_harmless(&page);
    let person = section(&page, "person");
    assert_eq!(all(person, "h4"), ["Examples"]);
    assert_eq!(all(person, "blockquote"), ["Then Zoë & Co wrote."]);
    assert_eq!(all(person, "mark"), ["Zoë & Co"]);
    assert_eq!(all(person, "figcaption"), ["A firm is <none>Rain & <wind>, characters 16–24"]);

    // Where the article says something else by now, the passage is still there to be read.
    let mut document = Document::clone(project.document(&letter()).unwrap());
    document.text = glossator::text::Text::new("Ä".repeat(200)).unwrap();
    let mut changed = project.clone();
    changed.documents.insert(letter(), Arc::new(document));
    let page = codebook_page(&changed);
    let page = parsed(&page);
    assert_eq!(all(section(&page, "person"), "blockquote"), ["Then Zoë & Co wrote."]);
    assert_eq!(all(section(&page, "person"), "mark"), [""; 0]);
}

#[test]
fn revisions_say_when_who_and_what_the_newest_first() {
    let mut project = whole_project("Ada wrote");
    let revisions = &mut Arc::make_mut(&mut project.codebook).revisions;
    for (n, title) in ["Add the tag person", "Rename <b> to & co"].into_iter().enumerate() {
        let id = format!("change{n:02}").parse().unwrap();
        let revision = CodebookRevision {
            id,
            made: Timestamp::new(20_513 * 86_400 + n as i64),
            by: (n == 1).then(|| AnnotatorId::new("ana").unwrap()),
            title: title.to_owned(),
            mappings: Vec::new(),
        };
        revisions.insert(id, Arc::new(revision));
    }
    let page = codebook_page(&project);
    let page = parsed(&page);
    assert_eq!(
        all(page.root(), "td"),
        ["2026-03-01", "ana", "Rename <b> to & co", "2026-03-01", "–", "Add the tag person"]
    );
}

#[test]
fn names_from_anywhere_are_words() {
    let long = "n".repeat(10_000);
    for name in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='x",
        "]]>&lt;!--",
        "الأشخاص",
        "\u{202E}drow",
        "a\u{0}b\u{1B}c\u{FFFF}",
        &long,
    ] {
        let mut project = whole_project("Ada wrote");
        project.name = name.to_owned();
        let codebook = Arc::make_mut(&mut project.codebook);
        codebook.layers[0].name = name.to_owned();
        let project = with_tag(project, "person", |tag| {
            (tag.name, tag.aliases, tag.short) = (name.to_owned(), vec![name.to_owned()], Some(name.into()));
            (tag.guide, tag.not_when) = (name.to_owned(), format!("`{name}`"));
        });
        let page = codebook_page(&project);
        let page = parsed(&page);
        assert_harmless(&page);
        let shown: String =
            name.chars().map(|c| if c.is_control() || c == '\u{FFFF}' { '\u{FFFD}' } else { c }).collect();
        let person = section(&page, &shown);
        assert_eq!(all(person, "dd")[1..3], [shown.clone(), shown.clone()]);
        assert_eq!(all(page.root(), "h2")[0], shown);
        assert_eq!(all(page.root(), "title"), [format!("Codebook of {shown}")]);
        // Names may read either way, and turn nothing around that stands beside them.
        let is_apart = |node: Node<'_, '_>| node.has_tag_name("bdi") || node.attribute("dir") == Some("auto");
        for node in page.descendants().filter(|node| node.is_text() && words(*node).contains(&shown)) {
            let parent = node.parent().unwrap();
            let mut around = node.ancestors();
            assert!(parent.has_tag_name("title") || around.any(is_apart), "{:?}", parent.tag_name());
        }
    }
}

#[test]
fn addresses_that_run_something_lead_nowhere() {
    let guide = "[a](javascript:alert(1)) [b](https://un.org/?a=1&b=\"2\") [c](JavaScript:x) [d](data:text/html,x) \
                 [e](mailto:ana@un.org) <https://who.int> ![f](https://track.er/p.png)";
    let page = codebook_page(&guided(guide));
    let page = parsed(&page);
    assert_harmless(&page);
    let person = section(&page, "person");
    assert_eq!(all(person, "a"), ["b", "e", "https://who.int"]);
    assert_eq!(all(person, "u"), ["a", "c", "d"]);
    assert_eq!(all(person, "p"), ["a b c d e https://who.int f"]);
}

#[test]
fn an_empty_codebook_is_a_page() {
    let mut project = whole_project("Ada wrote");
    project.codebook = Arc::default();
    assert_harmless(&parsed(&codebook_page(&project)));
}

/// Pieces that Markdown is made of, so that they meet in all ways.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("*"),
        Just("**"),
        Just("`"),
        Just("["),
        Just("](https://a.b)"),
        Just("\n"),
        Just("\n\n"),
        Just("> "),
        Just("- "),
        Just("  "),
        Just("1. "),
        Just("<b>"),
        Just("&amp;"),
        Just("word "),
        Just("الأ "),
        Just("# "),
        Just("```\n"),
        Just("\\"),
        Just("!["),
        Just("---\n"),
        Just("_"),
        Just("\t"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn whatever_is_written_is_a_page(guide in pieces()) {
        let page = codebook_page(&guided(&guide));
        assert_harmless(&parsed(&page));
    }
}
