//! HTML as Label Studio counts it: its text is that of all elements, one character for a line break and none for a block, and
//! paths of elements lead to places in it.

use crate::text::{Offset, Text, Unit};
use dom_query::{Document as Page, NodeRef};
use smol_str::SmolStr;
use std::collections::HashMap;

/// Elements whose content is no text.
const HIDDEN: &[&str] = &["script", "style", "template", "title"];

/// What paths call a text.
const TEXT: &str = "text()";

/// The nodes of a page, for paths like `/div[1]/p[2]/text()[1]`.
pub(super) struct Paths {
    /// All below the body, which is the first.
    nodes: Vec<Node>,
    /// What a node has by a name, counted from 1.
    by_step: HashMap<(usize, SmolStr, usize), usize>,
}

/// A node, and where it begins and ends in the text, in bytes.
struct Node {
    is_text: bool,
    start: usize,
    end: usize,
    children: Vec<usize>,
}

/// An element whose children are being walked.
struct Open<'a> {
    at: usize,
    next: Option<NodeRef<'a>>,
    n_of: HashMap<SmolStr, usize>,
}

impl<'a> Open<'a> {
    fn new(at: usize, node: &NodeRef<'a>) -> Self {
        Self { at, next: node.first_child(), n_of: HashMap::new() }
    }
}

/// The text that offsets in HTML count in, and the paths that lead to its places. Trees of any depth are walked.
pub(super) fn rendered(html: &str) -> (String, Paths) {
    let page = Page::from(html);
    let body = page.body().unwrap_or_else(|| page.root());
    let mut text = String::with_capacity(html.len());
    let mut paths = Paths { nodes: vec![Node::begun(false, 0)], by_step: HashMap::new() };
    let mut open = vec![Open::new(0, &body)];
    while let Some(parent) = open.last_mut() {
        let Some(node) = parent.next.take() else {
            paths.end(parent.at, text.len());
            open.pop();
            continue;
        };
        parent.next = node.next_sibling();
        let name = name_of(&node);
        let nth = parent.n_of.entry(name.clone()).or_default();
        *nth += 1;
        let at = paths.begin((parent.at, name.clone(), *nth), Node::begun(node.is_text(), text.len()));
        if node.is_element() && name != "br" && !HIDDEN.contains(&name.as_str()) {
            open.push(Open::new(at, &node));
            continue;
        }
        if node.is_text() {
            text.push_str(&node.text());
        } else if name == "br" {
            text.push('\n');
        }
        paths.end(at, text.len());
    }
    (text, paths)
}

fn name_of(node: &NodeRef<'_>) -> SmolStr {
    if node.is_text() {
        return TEXT.into();
    }
    node.node_name().unwrap_or_default().to_ascii_lowercase().into()
}

impl Node {
    fn begun(is_text: bool, start: usize) -> Self {
        Self { is_text, start, end: start, children: Vec::new() }
    }
}

impl Paths {
    /// Where an offset lies at the end of a path: it counts the characters of a text as JavaScript does, and the nodes of an
    /// element.
    pub(super) fn place(&self, path: &str, offset: usize, text: &Text) -> Result<Offset, String> {
        let node = self.node(path).ok_or_else(|| format!("the path {path} leads to no text"))?;
        let outside = || format!("offset {offset} lies outside {path}");
        if node.is_text {
            let [start, end] = [node.start, node.end].map(|at| text.count(text.floor(at), Unit::Utf16));
            let at = Some(start.saturating_add(offset)).filter(|at| *at <= end).ok_or_else(outside)?;
            return text.offset(at, Unit::Utf16).map_err(|error| error.to_string());
        }
        let start = match node.children.get(offset) {
            Some(child) => self.nodes.get(*child).map(|child| child.start),
            None => Some(node.end).filter(|_| offset == node.children.len()),
        };
        start.map(|at| text.floor(at)).ok_or_else(outside)
    }

    fn node(&self, path: &str) -> Option<&Node> {
        let mut at = 0;
        for step in path.split('/').filter(|step| !step.is_empty()) {
            let (name, nth) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
                Some((name, nth)) => (name, nth.parse().ok()?),
                None => (step, 1),
            };
            at = *self.by_step.get(&(at, name.into(), nth))?;
        }
        self.nodes.get(at)
    }

    fn begin(&mut self, step: (usize, SmolStr, usize), node: Node) -> usize {
        let at = self.nodes.len();
        if let Some(parent) = self.nodes.get_mut(step.0) {
            parent.children.push(at);
        }
        self.by_step.insert(step, at);
        self.nodes.push(node);
        at
    }

    fn end(&mut self, at: usize, end: usize) {
        if let Some(node) = self.nodes.get_mut(at) {
            node.end = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_count_nothing_and_line_breaks_one() {
        let check = |html: &str, text: &str| assert_eq!(rendered(html).0, text);
        check("<p class=\"a>b\">Zo&euml; &amp; <b>Bo</b></p><p>a<br/>b</p>", "Zoë & Boa\nb");
        check("a < b && c &#128077;&#x41;<!-- > no -->!", "a < b && c 👍A!");
        check("<style>p { a > b }</style>x<script>1 < 2</script >y", "xy");
        check("cut <b", "cut ");
        check("<html>\n<head><title>T</title></head>\n<body>a\n</body></html>", "a\n");
    }

    /// The places that a browser’s `Range` names so.
    #[test]
    fn paths_lead_to_characters_of_texts_and_to_nodes_of_elements() {
        let (text, paths) = rendered("<p>a👍<i>b</i><!-- -->c<br>d</p><p>e</p>");
        let text = Text::new(text).unwrap();
        assert_eq!(text.as_str(), "a👍bc\nde");
        let check = |path: &str, offset: usize, rest: Result<&str, &str>| {
            let found = paths.place(path, offset, &text);
            assert_eq!(found.as_ref().map(|at| text.from(*at)).map_err(String::as_str), rest, "{path} {offset}");
        };
        check("/p[1]/text()[1]", 0, Ok("a👍bc\nde"));
        check("/p[1]/text()[1]", 3, Ok("bc\nde"));
        check("/p[1]/i[1]/text()[1]", 0, Ok("bc\nde"));
        check("/p[1]/text()[2]", 1, Ok("\nde"));
        check("/p[1]/text()[3]", 0, Ok("de"));
        check("/p[2]", 0, Ok("e"));
        // The nodes are a text, an element, a comment, a text, a line break and a text.
        check("/p[1]", 3, Ok("c\nde"));
        check("/p[1]", 4, Ok("\nde"));
        check("/p[1]", 6, Ok("e"));
        check("", 1, Ok("e"));
        check("/p", 0, Ok("a👍bc\nde"));
        check("/p[1]", 7, Err("offset 7 lies outside /p[1]"));
        check("/p[1]/text()[2]", 2, Err("offset 2 lies outside /p[1]/text()[2]"));
        check("/p[3]/text()[1]", 0, Err("the path /p[3]/text()[1] leads to no text"));
        check("/p[x]", 0, Err("the path /p[x] leads to no text"));
    }
}
