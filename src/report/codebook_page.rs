//! The codebook as one page to be read and printed: no scripts, no pictures, nothing from elsewhere.

use super::codebook_facts::{Fact, attribute_facts, layer_facts, tag_facts};
use super::html::{Attribute as HtmlAttribute, Html};
use super::markdown::{Block, BlockKind, Mark, Style, markdown};
use crate::edit::Guidance;
use crate::model::{Attribute, Codebook, Example, LayerId, Project, Tag};
use crate::query::marked_in;
use crate::text::Unit;
use std::cmp::Reverse;

/// How the page looks, on screens and on paper.
const LOOK: &str = include_str!("codebook_page.css");

/// The page. It takes time with the codebook alone.
pub fn codebook_page(project: &Project) -> String {
    let mut html = Html::default();
    html.begin_page(&format!("Codebook of {}", project.name), LOOK);
    let codebook = &*project.codebook;
    html.open("h1", &[]);
    html.text("Codebook of ");
    html.element("bdi", &[], &project.name);
    html.close("h1");
    let tree = codebook.tree();
    contents(&mut html, codebook, &tree);
    for layer in &codebook.layers {
        html.open("section", &[("class", "layer")]);
        html.element("h2", &[("dir", "auto")], &layer.name);
        facts(&mut html, &layer_facts(layer));
        for (place, (tag, depth)) in tree.iter().enumerate().filter(|(_, (tag, _))| tag.layer == layer.id) {
            tag_section(&mut html, project, tag, *depth, place);
        }
        attributes(&mut html, codebook, Some(&layer.id));
        html.raw("</section>\n");
    }
    if codebook.attributes.iter().any(|attribute| attribute.layer.is_none()) {
        html.raw("<section class=\"layer\"><h2>Of the article as a whole</h2>\n");
        attributes(&mut html, codebook, None);
        html.raw("</section>\n");
    }
    revisions(&mut html, project);
    html.end_page();
    html.finish()
}

/// The tags by name, each leading to its section.
fn contents(html: &mut Html, codebook: &Codebook, tree: &[(&Tag, usize)]) {
    html.raw("<nav><ul>\n");
    for layer in &codebook.layers {
        html.open("li", &[]);
        html.element("bdi", &[("class", "layer-name")], &layer.name);
        html.raw("<ul>\n");
        for (place, (tag, depth)) in tree.iter().enumerate().filter(|(_, (tag, _))| tag.layer == layer.id) {
            html.open("li", &[("class", indent(*depth))]);
            html.element("a", &[("href", &format!("#tag-{place}")), ("dir", "auto")], &tag.name);
            html.close("li");
        }
        html.raw("</ul></li>\n");
    }
    html.raw("</ul></nav>\n");
}

/// The deeper a tag stands the further in; from the fourth level on that is said by its path alone.
const fn indent(depth: usize) -> &'static str {
    match depth {
        0 => "depth-0",
        1 => "depth-1",
        2 => "depth-2",
        _ => "depth-3",
    }
}

fn tag_section(html: &mut Html, project: &Project, tag: &Tag, depth: usize, place: usize) {
    let codebook = &*project.codebook;
    html.open("section", &[("class", "tag"), ("id", &format!("tag-{place}"))]);
    html.element("h3", &[("dir", "auto")], &tag.name);
    if depth > 0 {
        html.element("p", &[("class", "path"), ("dir", "auto")], &codebook.path(&tag.id));
    }
    let mut says_nothing = true;
    for part in Guidance::ALL.into_iter().filter(|part| !part.of(tag).is_empty()) {
        html.element("h4", &[], part.heading());
        prose(html, part.of(tag));
        says_nothing = false;
    }
    for (heading, is_positive) in [("Examples", true), ("Counterexamples", false)] {
        let mut examples = tag.examples.iter().filter(|example| example.is_positive == is_positive).peekable();
        if examples.peek().is_some() {
            html.element("h4", &[], heading);
            says_nothing = false;
        }
        examples.for_each(|example| example_figure(html, project, example));
    }
    if says_nothing {
        html.raw("<p class=\"none\">No guidance yet</p>\n");
    }
    facts(html, &tag_facts(codebook, tag));
    html.raw("</section>\n");
}

/// A passage with what it marks, why it is there, and where it was found.
fn example_figure(html: &mut Html, project: &Project, example: &Example) {
    let source = example.source.as_ref();
    let document = source.and_then(|source| project.document(&source.document));
    html.raw("<figure>");
    let mut attributes: Vec<HtmlAttribute<'_>> = vec![("dir", "auto")];
    attributes.extend(document.and_then(|document| document.language.as_deref()).map(|language| ("lang", language)));
    html.open("blockquote", &attributes);
    let marked = marked_in(project, example).filter(|marked| !marked.is_empty());
    let parts = marked.and_then(|marked| {
        let (before, rest) = example.text.split_at_checked(marked.start)?;
        let (words, after) = rest.split_at_checked(marked.len())?;
        Some((before, words, after))
    });
    match parts {
        Some((before, words, after)) => {
            html.text(before);
            html.element("mark", &[], words);
            html.text(after);
        }
        None => html.text(&example.text),
    }
    html.close("blockquote");
    html.open("figcaption", &[]);
    if !example.why.is_empty() {
        html.element("span", &[("class", "why"), ("dir", "auto")], &example.why);
    }
    match (source, document) {
        (Some(source), Some(document)) => {
            html.element("cite", &[("dir", "auto")], &document.title);
            if document.text.check(source.range).is_ok() {
                let [start, end] =
                    [source.range.start(), source.range.end()].map(|at| document.text.count(at, Unit::CodePoint));
                html.text(&format!(", characters {start}–{end}"));
            }
        }
        (Some(source), None) => {
            html.element("cite", &[("dir", "auto")], source.document.as_str());
            html.text(", which is not in the project any more");
        }
        (None, _) => {}
    }
    html.raw("</figcaption></figure>\n");
}

fn attributes(html: &mut Html, codebook: &Codebook, layer: Option<&LayerId>) {
    let those = codebook.attributes.iter().filter(|attribute| attribute.layer.as_ref() == layer);
    for attribute in those {
        attribute_section(html, codebook, attribute);
    }
}

fn attribute_section(html: &mut Html, codebook: &Codebook, attribute: &Attribute) {
    html.open("section", &[("class", "tag")]);
    html.open("h3", &[]);
    html.element("bdi", &[], &attribute.name);
    html.raw(" <small>attribute</small></h3>\n");
    prose(html, &attribute.guide);
    facts(html, &attribute_facts(codebook, attribute));
    html.raw("</section>\n");
}

fn facts(html: &mut Html, facts: &[Fact]) {
    html.raw("<dl>");
    for (name, value) in facts {
        html.open("div", &[]);
        html.element("dt", &[], name);
        html.element("dd", &[("dir", "auto")], value);
        html.close("div");
    }
    html.raw("</dl>\n");
}

/// What was done to the codebook, the newest first.
fn revisions(html: &mut Html, project: &Project) {
    let history = project.codebook.history();
    if history.is_empty() {
        return;
    }
    html.raw("<section class=\"revisions\"><h2>Revisions</h2>\n<table><thead><tr>");
    ["Date", "Who", "What changed"].into_iter().for_each(|head| html.element("th", &[("scope", "col")], head));
    html.raw("</tr></thead><tbody>\n");
    for revision in history.into_iter().rev() {
        let made = revision.made.to_string();
        html.open("tr", &[]);
        html.open("td", &[]);
        html.element("time", &[("datetime", &made)], made.split('T').next().unwrap_or_default());
        html.close("td");
        let who = revision.by.as_ref().map(|by| project.annotator_name(by));
        html.element("td", &[("dir", "auto")], who.unwrap_or("–"));
        html.element("td", &[("dir", "auto")], &revision.title);
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></section>\n");
}

/// Markdown as paragraphs, headings below ours, lists and lines of code.
fn prose(html: &mut Html, source: &str) {
    let mut open: Vec<&'static str> = Vec::new();
    let mut is_quoted = false;
    for block in markdown(source) {
        let list = if matches!(block.kind, BlockKind::Item(Some(_))) { "ol" } else { "ul" };
        while open.len() > block.depth {
            open.pop().into_iter().for_each(|list| html.close(list));
        }
        if is_quoted != block.is_quoted && open.is_empty() {
            if block.is_quoted {
                html.raw("<blockquote class=\"quoted\">")
            } else {
                html.raw("</blockquote>")
            }
            is_quoted = block.is_quoted;
        }
        while open.len() < block.depth.min(DEEPEST) {
            html.open(list, &[]);
            open.push(list);
        }
        block_html(html, &block, open.is_empty());
        html.raw("\n");
    }
    open.into_iter().rev().for_each(|list| html.close(list));
    if is_quoted {
        html.raw("</blockquote>\n");
    }
}

/// Lists in lists, of which those beyond this many are shown no further in.
const DEEPEST: usize = 6;

fn block_html(html: &mut Html, block: &Block, is_outside: bool) {
    let name = match block.kind {
        // In a list anything stands in an item; one that goes on an item has no sign of its own.
        _ if !is_outside => "li",
        BlockKind::Heading(_) => "h5",
        BlockKind::Rule => return html.empty("hr", &[]),
        BlockKind::Code => "pre",
        BlockKind::Paragraph | BlockKind::Item(_) => "p",
    };
    let number;
    let mut attributes: Vec<HtmlAttribute<'_>> = vec![("dir", "auto")];
    match block.kind {
        BlockKind::Item(Some(n)) if !is_outside => {
            number = n.to_string();
            attributes.push(("value", &number));
        }
        BlockKind::Item(None) => {}
        _ if !is_outside => attributes.push(("class", "goes-on")),
        _ => {}
    }
    html.open(name, &attributes);
    inline(html, &block.text, &block.marks);
    html.close(name);
}

/// Words with what is set apart in them.
fn inline(html: &mut Html, text: &str, marks: &[Mark]) {
    let mut marks: Vec<&Mark> = marks.iter().collect();
    marks.sort_by_key(|mark| (mark.range.start, Reverse(mark.range.end)));
    let mut open: Vec<(&'static str, usize)> = Vec::new();
    let mut at = 0;
    for mark in marks {
        close_upto(html, text, &mut open, &mut at, mark.range.start);
        lines(html, text.get(at..mark.range.start).unwrap_or_default());
        at = mark.range.start;
        let name = match &mark.style {
            Style::Emphasis => "em",
            Style::Strong => "strong",
            Style::Code => "code",
            Style::Link(to) if is_safe(to) => {
                html.open("a", &[("href", to)]);
                open.push(("a", mark.range.end));
                continue;
            }
            // An address that a browser might run is only read.
            Style::Link(_) => "u",
        };
        html.open(name, &[]);
        open.push((name, mark.range.end));
    }
    close_upto(html, text, &mut open, &mut at, text.len());
    lines(html, text.get(at..).unwrap_or_default());
}

fn close_upto(html: &mut Html, text: &str, open: &mut Vec<(&'static str, usize)>, at: &mut usize, upto: usize) {
    while let Some((name, end)) = open.pop_if(|(_, end)| *end <= upto) {
        lines(html, text.get(*at..end).unwrap_or_default());
        *at = end;
        html.close(name);
    }
}

/// Words with their line breaks.
fn lines(html: &mut Html, text: &str) {
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            html.raw("<br/>");
        }
        html.text(line);
    }
}

/// Whether following an address only shows something.
fn is_safe(address: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
