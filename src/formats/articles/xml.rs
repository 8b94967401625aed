//! Trees of XML in archives, walked without recursion.

use crate::formats::{Archive, FormatError, InputFile};
use crate::text::decode;
use roxmltree::{Document, Node, ParsingOptions};

/// What happens on the way through a tree.
pub(super) enum Step<'a, 'x> {
    /// An element begins.
    Open(Node<'a, 'x>),
    /// An element ends.
    Close(Node<'a, 'x>),
    /// Words.
    Words(Node<'a, 'x>, &'a str),
}

/// Goes through all below a node. An element whose beginning says `false` is passed over, and has no end.
pub(super) fn walk<'a, 'x>(root: Node<'a, 'x>, mut each: impl FnMut(Step<'a, 'x>) -> bool) {
    let mut next = root.first_child();
    let mut node = root;
    loop {
        match next {
            Some(here) => {
                node = here;
                if let Some(words) = node.text().filter(|_| node.is_text()) {
                    each(Step::Words(node, words));
                }
                let goes_in = node.is_element() && each(Step::Open(node));
                if goes_in && node.has_children() {
                    next = node.first_child();
                    continue;
                }
                if goes_in {
                    each(Step::Close(node));
                }
                next = node.next_sibling();
            }
            None => {
                let Some(parent) = node.parent().filter(|_| node != root) else { return };
                if parent == root {
                    return;
                }
                each(Step::Close(parent));
                node = parent;
                next = parent.next_sibling();
            }
        }
    }
}

/// The words of the first element with a name, wherever it stands.
pub(super) fn words_of(root: Node<'_, '_>, name: &str) -> Option<String> {
    let node = root.descendants().find(|node| node.is_element() && node.tag_name().name() == name)?;
    let words: String = node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    super::one_line(&words)
}

/// A file of an archive as text, if it is there.
pub(super) fn content(archive: &Archive, name: &str) -> Result<Option<(InputFile, String)>, FormatError> {
    let Some(file) = archive.named(name) else { return Ok(None) };
    let bytes = file.bytes(super::FILE)?;
    let xml = match String::from_utf8(bytes) {
        Ok(xml) => xml.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(xml),
        Err(error) => {
            let decoded = decode(error.as_bytes(), None);
            let decoded = decoded.map_err(|why| FormatError::NotText { why, file: file.name.clone() })?;
            decoded.text.as_str().to_owned()
        }
    };
    Ok(Some((file, xml)))
}

/// A file of an archive that must be there.
pub(super) fn needed(archive: &Archive, name: &str, file: &InputFile) -> Result<(InputFile, String), FormatError> {
    content(archive, name)?.ok_or_else(|| FormatError::malformed(format!("there is no {name} in it"), &file.name, 0, 0))
}

/// The tree of XML. DTDs are passed over where `allow_dtd` says so, and refused else; their entities cannot grow.
pub(super) fn tree<'x>(xml: &'x str, file: &InputFile, allow_dtd: bool) -> Result<Document<'x>, FormatError> {
    let options = ParsingOptions { allow_dtd, nodes_limit: 5_000_000, ..ParsingOptions::default() };
    Document::parse_with_options(xml, options).map_err(|error| {
        let (message, at) = (error.to_string(), error.pos());
        let why = message.rsplit_once(" at ").map_or(message.as_str(), |(why, _)| why);
        FormatError::malformed(why, &file.name, at.row as usize, at.col as usize)
    })
}
