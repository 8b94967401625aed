//! Word documents: paragraphs, headings, lists and tables as they read, footnotes and endnotes after them. What is marked
//! as deleted is left out, and what is marked as inserted stands.

use super::blocks::{Blocks, Gap};
use super::xml::{self, Step, walk, words_of};
use super::{FILE, document};
use crate::formats::exchange::Document;
use crate::formats::{Archive, Carries, Confidence, Format, FormatError, Head, InputFile, ReadCx};
use roxmltree::Node;

/// Word's documents.
#[derive(Clone, Copy, Debug)]
pub struct Docx;

const BODY: &str = "word/document.xml";

/// What is no part of the text as it reads: deletions, the old place of what was moved, a second form of the same, fields'
/// commands and what belongs to a paragraph's looks.
const SKIPPED: [&str; 8] = ["del", "moveFrom", "Fallback", "instrText", "pPr", "rPr", "sectPr", "delText"];

impl Format for Docx {
    fn id(&self) -> &'static str {
        "docx"
    }

    fn name(&self) -> &'static str {
        "Word document"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["docx", "docm", "dotx"]
    }

    fn carries(&self) -> Carries {
        Carries { metadata: true, ..Carries::TEXT }
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let has_body = head.entries.iter().any(|name| name == BODY);
        match (has_body, head.has_ending(self.endings())) {
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
    let archive = Archive::open(file)?;
    let (body_file, body) = xml::needed(&archive, BODY, file)?;
    let tree = xml::tree(&body, &body_file, false)?;
    let mut blocks = Blocks::default();
    put(tree.root(), &mut blocks);
    for (name, element) in [("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")] {
        let Some((notes_file, notes)) = xml::content(&archive, name)? else { continue };
        let notes = xml::tree(&notes, &notes_file, false)?;
        // Notes of a type are the lines that Word draws above notes.
        let is_note = |node: &Node<'_, '_>| node.tag_name().name() == element && attribute(*node, "type").is_none();
        for note in notes.root_element().children().filter(is_note) {
            blocks.gap(Gap::Paragraph);
            put(note, &mut blocks);
        }
    }
    let mut document = document(blocks.finish(), file)?;
    if let Some((core_file, core)) = xml::content(&archive, "docProps/core.xml")? {
        let core = xml::tree(&core, &core_file, false)?;
        about(core.root(), &mut document);
    }
    document.source = Some(file.binary_source(&file.bytes(FILE)?));
    Ok(document)
}

fn about(core: Node<'_, '_>, document: &mut Document) {
    document.title = words_of(core, "title");
    document.language = words_of(core, "language");
    document.date = words_of(core, "created");
    if let Some(author) = words_of(core, "creator") {
        document.meta.insert("author".to_owned(), author);
    }
}

fn put(root: Node<'_, '_>, blocks: &mut Blocks) {
    // How many cells each open row has so far.
    let mut rows: Vec<usize> = Vec::new();
    walk(root, |step| match step {
        Step::Open(node) => {
            let name = node.tag_name().name();
            match name {
                "p" => blocks.gap(gap_of(node)),
                "tab" | "ptab" => blocks.exactly("\t"),
                "br" | "cr" => blocks.line_break(),
                "noBreakHyphen" => blocks.exactly("\u{2011}"),
                "softHyphen" => blocks.exactly("\u{AD}"),
                "sym" => blocks.exactly(&symbol(node).map(String::from).unwrap_or_default()),
                "tr" => {
                    rows.push(0);
                    blocks.open_row();
                }
                "tc" => {
                    let n = rows.last_mut().map_or(0, |n| std::mem::replace(n, *n + 1));
                    blocks.open_cell(n == 0);
                }
                _ => {}
            }
            !SKIPPED.contains(&name)
        }
        Step::Close(node) => {
            match node.tag_name().name() {
                "p" => blocks.gap(gap_of(node)),
                "tr" => {
                    rows.pop();
                    blocks.close_row();
                }
                "tbl" => blocks.gap(Gap::Paragraph),
                _ => {}
            }
            true
        }
        Step::Words(node, words) => {
            if node.parent().is_some_and(|run| run.tag_name().name() == "t") {
                blocks.exactly(words);
            }
            true
        }
    });
}

/// Points of a list stand line by line.
fn gap_of(paragraph: Node<'_, '_>) -> Gap {
    let looks = paragraph.children().find(|node| node.tag_name().name() == "pPr");
    let is_point = looks.is_some_and(|looks| {
        looks.children().any(|node| {
            let style = attribute(node, "val").filter(|_| node.tag_name().name() == "pStyle");
            node.tag_name().name() == "numPr" || style.is_some_and(|style| style.starts_with("List"))
        })
    });
    if is_point { Gap::Line } else { Gap::Paragraph }
}

/// A sign of a font by its number; numbers of signs that only their font knows mean nothing elsewhere.
fn symbol(node: Node<'_, '_>) -> Option<char> {
    let number = u32::from_str_radix(attribute(node, "char")?, 16).ok()?;
    char::from_u32(number).filter(|_| !(0xE000..=0xF8FF).contains(&number))
}

/// An attribute, whatever its namespace.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}
