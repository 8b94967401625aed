//! A tree of HTML as a text: headings and paragraphs apart, points of lists and rows of tables a line each.

use super::blocks::{Blocks, Gap};
use dom_query::NodeRef;

/// What is never text.
const SKIPPED: [&str; 23] = [
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed", "button", "select",
    "textarea", "input", "audio", "video", "canvas", "map", "progress", "meter", "datalist", "dialog", "title",
];

/// What stands in paragraphs, and is none.
const INLINE: [&str; 34] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "u", "var",
];

/// Puts the text below a node into blocks. Trees of any depth are walked.
pub(super) fn put(root: &NodeRef<'_>, blocks: &mut Blocks) {
    let mut open: Vec<Opened> = Vec::new();
    let mut next = root.first_child();
    let mut parents: Vec<NodeRef<'_>> = Vec::new();
    loop {
        let Some(node) = next else {
            let Some(parent) = parents.pop() else { return };
            if let Some(opened) = open.pop() {
                opened.close(blocks);
            }
            next = parent.next_sibling();
            continue;
        };
        if node.is_text() {
            let is_exact = open.iter().rev().any(|opened| opened.is_exact);
            put_words(&node.text(), is_exact, blocks);
        }
        let is_open = node.is_element() && !is_skipped(&node);
        let child = node.first_child().filter(|_| is_open);
        let opened = is_open.then(|| Opened::new(&node, &mut open, blocks));
        match (child, opened) {
            (Some(child), Some(opened)) => {
                open.push(opened);
                parents.push(node);
                next = Some(child);
            }
            (_, opened) => {
                if let Some(opened) = opened {
                    opened.close(blocks);
                }
                next = node.next_sibling();
            }
        }
    }
}

/// How deep a tree is, up to a bound.
pub(super) fn is_deeper_than(root: &NodeRef<'_>, bound: usize) -> bool {
    let mut depth = 0;
    let mut parents: Vec<NodeRef<'_>> = Vec::new();
    let mut next = root.first_child();
    loop {
        match next {
            Some(node) => match node.first_child() {
                Some(child) => {
                    depth += 1;
                    if depth > bound {
                        return true;
                    }
                    parents.push(node);
                    next = Some(child);
                }
                None => next = node.next_sibling(),
            },
            None => {
                let Some(parent) = parents.pop() else { return false };
                depth -= 1;
                next = parent.next_sibling();
            }
        }
    }
}

/// How many bytes are looked at when a tree is written as HTML: from each sign that stands for something else, the writer
/// looks for the next of each kind to the end of the words.
pub(super) fn cost_of_writing(root: &NodeRef<'_>) -> usize {
    let cost = |words: &str| words.matches(['&', '<', '>', '"', '\u{A0}']).count().saturating_mul(words.len());
    let of_node = |node: NodeRef<'_>| match node.is_text() {
        true => cost(&node.text()),
        false => node.attrs().iter().map(|attribute| cost(&attribute.value)).fold(0, usize::saturating_add),
    };
    root.descendants_it().map(of_node).fold(0, usize::saturating_add)
}

/// An element that is open.
struct Opened {
    closes_with: Gap,
    is_row: bool,
    is_exact: bool,
    n_cells: usize,
}

impl Opened {
    fn new(node: &NodeRef<'_>, above: &mut [Self], blocks: &mut Blocks) -> Self {
        let name = node.node_name().unwrap_or_default();
        let mut opened = Self { closes_with: Gap::None, is_row: false, is_exact: &*name == "pre", n_cells: 0 };
        match &*name {
            "br" => blocks.line_break(),
            "tr" => {
                blocks.open_row();
                opened.is_row = true;
            }
            "td" | "th" => {
                let row = above.iter_mut().rev().find(|opened| opened.is_row);
                let n_before = row.map_or(0, |row| {
                    row.n_cells += 1;
                    row.n_cells - 1
                });
                blocks.open_cell(n_before == 0);
            }
            "li" | "dt" | "dd" | "thead" | "tbody" | "tfoot" | "option" => opened.opens(Gap::Line, blocks),
            // A list in a list goes on from line to line.
            "ul" | "ol" if above.iter().any(|opened| opened.closes_with == Gap::Line) => {
                opened.opens(Gap::Line, blocks)
            }
            "img" | "wbr" => {}
            name if INLINE.contains(&name) => {}
            _ => opened.opens(Gap::Paragraph, blocks),
        }
        opened
    }

    fn opens(&mut self, gap: Gap, blocks: &mut Blocks) {
        self.closes_with = gap;
        blocks.gap(gap);
    }

    fn close(&self, blocks: &mut Blocks) {
        if self.is_row {
            blocks.close_row();
        }
        blocks.gap(self.closes_with);
    }
}

fn is_skipped(node: &NodeRef<'_>) -> bool {
    let name = node.node_name().unwrap_or_default();
    SKIPPED.contains(&&*name) || node.has_attr("hidden")
}

fn put_words(words: &str, is_exact: bool, blocks: &mut Blocks) {
    if !is_exact {
        return blocks.words(words);
    }
    for (at, line) in words.split('\n').enumerate() {
        if at > 0 {
            blocks.line_break();
        }
        blocks.exactly(line.trim_end_matches('\r'));
    }
}
