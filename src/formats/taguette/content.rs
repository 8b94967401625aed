//! The text of a document as Taguette counts in it: its HTML without tags, entities resolved, all white space kept.

use dom_query::Document as Page;

/// The text of a document's HTML, byte for byte what Taguette's offsets count.
pub(super) fn text_of(html: &str) -> String {
    // A fragment has no head and body of its own, so that no white space moves or goes.
    let page = Page::fragment(html);
    let root = page.root();
    let mut text = String::new();
    let mut parents = Vec::new();
    let mut next = root.first_child();
    loop {
        match next {
            Some(node) => {
                if node.is_text() {
                    text.push_str(&node.text());
                }
                match node.first_child() {
                    Some(child) => {
                        parents.push(node);
                        next = Some(child);
                    }
                    None => next = node.next_sibling(),
                }
            }
            None => {
                let Some(parent) = parents.pop() else { return text };
                next = parent.next_sibling();
            }
        }
    }
}
