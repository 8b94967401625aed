//! The text of TEI as it is read: white space between words is layout and becomes one space, and each paragraph stands on
//! lines of its own.

use crate::formats::FormatError;
use crate::text::{Offset, Text, TextRange};
use roxmltree::{Node, NodeId};
use std::collections::HashMap;

/// Elements that begin on a new line, with an empty one before (TEI P5, 3 and 4).
const PARAGRAPHS: &[&str] = &[
    "ab",
    "argument",
    "byline",
    "closer",
    "dateline",
    "div",
    "div1",
    "div2",
    "div3",
    "docTitle",
    "epigraph",
    "floatingText",
    "head",
    "lg",
    "list",
    "opener",
    "p",
    "postscript",
    "signed",
    "sp",
    "table",
    "titlePage",
    "trailer",
];
/// Elements that begin on a new line.
const LINES: &[&str] = &["item", "l", "label", "lb", "row", "speaker", "stage"];
/// Elements whose content is said about the text and is none of it.
const BESIDE: &[&str] = &[
    "note",
    "figDesc",
    "fw",
    "standOff",
    "teiHeader",
    "spanGrp",
    "interpGrp",
    "linkGrp",
    "del",
    "orig",
    "sic",
    "abbr",
];

/// A text with where each of its elements stands in it.
pub(super) struct Laid {
    pub(super) text: Text,
    pub(super) places: HashMap<NodeId, TextRange>,
    /// How many elements are said about the text and are left out.
    pub(super) n_beside: usize,
}

/// Lays out what an element contains.
pub(super) fn laid(node: Node<'_, '_>, file: &str) -> Result<Laid, FormatError> {
    let mut layout = Layout::default();
    layout.node(node);
    let Layout { text, places, n_beside, .. } = layout;
    let text = Text::new(text).map_err(|why| FormatError::TooLong { why, file: file.to_owned() })?;
    let whole = |(id, (start, end)): (NodeId, (usize, usize))| {
        let place = |at: usize| Offset::new(u32::try_from(at.min(text.len())).unwrap_or(u32::MAX));
        (id, TextRange::between(place(start.min(end)), place(end)))
    };
    let places = places.into_iter().map(whole).collect();
    Ok(Laid { places, text, n_beside })
}

#[derive(Default)]
struct Layout {
    text: String,
    /// What stands between what is written and what comes next: nothing, a space, a line, an empty line.
    gap: Gap,
    places: HashMap<NodeId, (usize, usize)>,
    n_beside: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

impl Gap {
    const fn written(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Space => " ",
            Self::Line => "\n",
            Self::Paragraph => "\n\n",
        }
    }
}

impl Layout {
    fn node(&mut self, node: Node<'_, '_>) {
        if let Some(words) = node.text().filter(|_| node.is_text()) {
            return self.words(words);
        }
        let name = node.tag_name().name();
        if BESIDE.contains(&name) && !is_only_reading(node) {
            self.n_beside +=
                usize::from(node.descendants().any(|inner| inner.text().is_some_and(|it| !it.trim().is_empty())));
            return;
        }
        let gap = match name {
            name if PARAGRAPHS.contains(&name) => Gap::Paragraph,
            name if LINES.contains(&name) => Gap::Line,
            "cell" => Gap::Space,
            _ => Gap::None,
        };
        self.widen(gap);
        let first = self.text.len();
        node.children().for_each(|child| self.node(child));
        if node.is_element() {
            // An element begins with its first word, and not with the space before that.
            let written = self.text.get(first..).unwrap_or_default();
            let n_space = written.len() - written.trim_start_matches(is_space).len();
            self.places.insert(node.id(), (first + n_space, self.text.len()));
        }
        self.widen(gap);
    }

    fn words(&mut self, words: &str) {
        for c in words.chars() {
            if is_space(c) {
                self.widen(Gap::Space);
            } else {
                self.text.push_str(self.gap.written());
                self.gap = Gap::None;
                self.text.push(c);
            }
        }
    }

    fn widen(&mut self, gap: Gap) {
        if !self.text.is_empty() {
            self.gap = self.gap.max(gap);
        }
    }
}

/// The white space of XML.
const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\r' | '\t')
}

/// Whether an original form stands alone, without one that is corrected, regularized or expanded beside it.
fn is_only_reading(node: Node<'_, '_>) -> bool {
    let is_one_of_two = node.parent_element().is_some_and(|parent| parent.tag_name().name() == "choice");
    matches!(node.tag_name().name(), "orig" | "sic" | "abbr") && !is_one_of_two
}
