//! OpenDocument texts: paragraphs, headings, lists and tables as they read, notes after them. What is marked as deleted is
//! left out.

use super::blocks::{Blocks, Gap};
use super::xml::{self, Step, walk, words_of};
use super::{FILE, document};
use crate::formats::exchange::Document;
use crate::formats::{Archive, Carries, Confidence, Format, FormatError, Head, InputFile, ReadCx};
use roxmltree::Node;

/// OpenDocument text.
#[derive(Clone, Copy, Debug)]
pub struct Odt;

/// What is no part of the text as it reads.
const SKIPPED: [&str; 7] =
    ["tracked-changes", "annotation", "note-citation", "sequence-decls", "variable-decls", "forms", "ruby-text"];

/// The most spaces that one element stands for.
const SPACES: usize = 1000;

impl Format for Odt {
    fn id(&self) -> &'static str {
        "odt"
    }

    fn name(&self) -> &'static str {
        "OpenDocument text"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["odt", "ott", "fodt"]
    }

    fn carries(&self) -> Carries {
        Carries { metadata: true, ..Carries::TEXT }
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let is_text = head.has(b"application/vnd.oasis.opendocument.text");
        let has_body = head.entries.iter().any(|name| name == "content.xml");
        match (is_text && (has_body || head.start().starts_with(b"<?xml")), head.has_ending(self.endings())) {
            (true, _) => Confidence::Sure,
            (false, true) => Confidence::Likely,
            (false, false) => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| {
            let read = read(file)?;
            cx.document(read)
        })
    }
}

fn read(file: &InputFile) -> Result<Document, FormatError> {
    let bytes = file.bytes(FILE)?;
    let mut read = if Archive::is_one(&bytes) || file.ending() != "fodt" { packed(file)? } else { flat(file)? };
    read.source = Some(file.binary_source(&bytes));
    Ok(read)
}

fn packed(file: &InputFile) -> Result<Document, FormatError> {
    let archive = Archive::open(file)?;
    let (body_file, body) = xml::needed(&archive, "content.xml", file)?;
    let tree = xml::tree(&body, &body_file, false)?;
    let mut document = document(text_of(tree.root()), file)?;
    if let Some((meta_file, meta)) = xml::content(&archive, "meta.xml")? {
        let meta = xml::tree(&meta, &meta_file, false)?;
        about(meta.root(), &mut document);
    }
    Ok(document)
}

/// The same in one file of XML.
fn flat(file: &InputFile) -> Result<Document, FormatError> {
    let decoded = file.text(FILE, None)?;
    let tree = xml::tree(decoded.text.as_str(), file, false)?;
    let mut document = document(text_of(tree.root()), file)?;
    if let Some(meta) = tree.root_element().children().find(|node| node.tag_name().name() == "meta") {
        about(meta, &mut document);
    }
    Ok(document)
}

fn about(meta: Node<'_, '_>, document: &mut Document) {
    document.title = words_of(meta, "title");
    document.language = words_of(meta, "language");
    document.date = words_of(meta, "creation-date").or_else(|| words_of(meta, "date"));
    let author = words_of(meta, "initial-creator").or_else(|| words_of(meta, "creator"));
    if let Some(author) = author {
        document.meta.insert("author".to_owned(), author);
    }
}

fn text_of(root: Node<'_, '_>) -> String {
    let mut blocks = Blocks::default();
    let body = root.descendants().find(|node| node.tag_name().name() == "body").unwrap_or(root);
    let mut notes = Vec::new();
    put(body, &mut blocks, &mut notes);
    // Notes have none of their own.
    for note in notes {
        blocks.gap(Gap::Paragraph);
        put(note, &mut blocks, &mut Vec::new());
    }
    blocks.finish()
}

fn put<'a, 'x>(root: Node<'a, 'x>, blocks: &mut Blocks, notes: &mut Vec<Node<'a, 'x>>) {
    let mut rows: Vec<usize> = Vec::new();
    walk(root, |step| match step {
        Step::Open(node) => {
            let name = node.tag_name().name();
            match name {
                "p" | "h" => blocks.gap(gap_of(node)),
                "s" => {
                    let n = attribute(node, "c").and_then(|n| n.parse().ok()).unwrap_or(1_usize);
                    blocks.exactly(&" ".repeat(n.min(SPACES)));
                }
                "tab" => blocks.exactly("\t"),
                "line-break" => blocks.line_break(),
                "table-row" => {
                    rows.push(0);
                    blocks.open_row();
                }
                "table-cell" | "covered-table-cell" => {
                    let n = rows.last_mut().map_or(0, |n| std::mem::replace(n, *n + 1));
                    blocks.open_cell(n == 0);
                }
                "note-body" => notes.push(node),
                _ => {}
            }
            name != "note-body" && !SKIPPED.contains(&name)
        }
        Step::Close(node) => {
            match node.tag_name().name() {
                "p" | "h" => blocks.gap(gap_of(node)),
                "table-row" => {
                    rows.pop();
                    blocks.close_row();
                }
                "table" | "list" if !is_in_list(node) => blocks.gap(Gap::Paragraph),
                _ => {}
            }
            true
        }
        Step::Words(node, words) => {
            if node.ancestors().any(|above| matches!(above.tag_name().name(), "p" | "h")) {
                blocks.words(words);
            }
            true
        }
    });
}

/// Points of a list stand line by line.
fn gap_of(paragraph: Node<'_, '_>) -> Gap {
    if is_in_list(paragraph) { Gap::Line } else { Gap::Paragraph }
}

fn is_in_list(node: Node<'_, '_>) -> bool {
    // A point is one to three elements above its paragraph; deeper trees are not climbed each time.
    node.ancestors().skip(1).take(3).any(|above| above.tag_name().name() == "list-item")
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}
