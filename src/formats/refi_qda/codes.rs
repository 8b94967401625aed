//! The codebook as REFI-QDA has it: a tree of codes, each with a color and what it means.

use super::words::{guid, xml};
use crate::formats::color::hexadecimal;
use crate::formats::{LossKind, Losses, WriteCx, WriteOptions};
use crate::model::{Codebook, LayerKind, Tag};
use std::path::Path;

/// The codes of a project: the codebook's tags for spans and documents, and tags that only documents have.
#[derive(Default)]
pub(super) struct Codes {
    /// Those that the codebook lacks, in the order in which they were met.
    others: Vec<(LayerKind, String)>,
}

impl Codes {
    /// The GUID of the code that a label means.
    pub(super) fn guid(&mut self, kind: LayerKind, label: &str, cx: &WriteCx<'_>) -> String {
        if let Some(tag) = cx.codebook.meant(kind, label) {
            return guid_of_tag(kind, cx.called_alone(tag));
        }
        if !self.others.iter().any(|(its, other)| (*its, other.as_str()) == (kind, label)) {
            self.others.push((kind, label.to_owned()));
        }
        guid_of_tag(kind, label)
    }

    /// The element `Codes`; nothing where there are none, as it must not be empty.
    pub(super) fn element(&self, cx: &WriteCx<'_>) -> String {
        let codebook = cx.codebook;
        let mut written = String::new();
        let mut open = Vec::new();
        for (tag, depth) in codebook.tree() {
            let kind = codebook.kind_of(tag);
            if kind == LayerKind::Relation {
                continue;
            }
            while open.len() > depth {
                open.pop();
                written.push_str("</Code>\n");
            }
            let color = hexadecimal(tag.color.rgb());
            let called = cx.called_alone(tag);
            let (guid, name) = (guid_of_tag(kind, called), xml(called));
            written.push_str(&format!("<Code guid=\"{guid}\" name=\"{name}\" isCodable=\"true\" color=\"{color}\">"));
            let meaning = meaning_of(tag, called);
            if !meaning.is_empty() {
                written.push_str(&format!("<Description>{}</Description>", xml(&meaning)));
            }
            open.push(());
        }
        open.iter().for_each(|()| written.push_str("</Code>\n"));
        for (kind, label) in &self.others {
            let guid = guid_of_tag(*kind, label);
            written.push_str(&format!("<Code guid=\"{guid}\" name=\"{}\" isCodable=\"true\"/>\n", xml(label)));
        }
        if written.is_empty() { written } else { format!("<Codes>\n{written}</Codes>") }
    }
}

/// The GUID of a code: made of its name and of what it marks, which nothing else of REFI-QDA says.
fn guid_of_tag(kind: LayerKind, name: &str) -> String {
    guid(&[if kind == LayerKind::Document { "code of documents" } else { "code of spans" }, name])
}

/// What a code marks, if its GUID is one of ours.
pub(super) fn kind_of_code(guid: &str, name: &str) -> Option<LayerKind> {
    [LayerKind::Span, LayerKind::Document].into_iter().find(|kind| guid_of_tag(*kind, name) == guid)
}

/// Whether a path is that of a codebook file, by its ending.
pub fn is_qdc(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("qdc"))
}

/// A codebook as a file of its own, `codebook.qdc`. What such files have no place for is counted.
pub fn codebook_as_qdc(codebook: &Codebook, losses: &mut Losses) -> Vec<u8> {
    let options = WriteOptions::default();
    let codes = Codes::default().element(&WriteCx { codebook, annotators: &[], options: &options });
    let codes = if codes.is_empty() { "<Codes/>".to_owned() } else { codes };
    let origin = format!("Glossator {}", env!("CARGO_PKG_VERSION"));
    let begin = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"";
    for tag in codebook.of_kind(LayerKind::Relation) {
        losses.add(LossKind::Codebook, || format!("the tag of relations “{}”", tag.name));
    }
    for attribute in &codebook.attributes {
        losses.add(LossKind::Codebook, || format!("the attribute “{}”", attribute.name));
    }
    format!("{begin} origin=\"{origin}\">\n{codes}\n</CodeBook>\n").into_bytes()
}

const NAME: &str = "Name: ";
const USE_WHEN: &str = "Use when: ";
const NOT_WHEN: &str = "Not when: ";

/// What people call a tag, where that is not the name of its code, and what they are told about it.
fn meaning_of(tag: &Tag, called: &str) -> String {
    let part = |before: &str, words: &str| {
        let words = words.trim();
        if words.is_empty() { String::new() } else { format!("{before}{words}") }
    };
    let name = if tag.name == called { "" } else { &tag.name };
    let parts = [part(NAME, name), part("", &tag.guide), part(USE_WHEN, &tag.use_when), part(NOT_WHEN, &tag.not_when)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A description of ours taken apart: the name, what the tag means, when to use it, and when not.
pub(super) fn parts(description: &str) -> (Option<String>, String, String, String) {
    let named = description.strip_prefix(NAME);
    let (name, rest) = match named {
        Some(rest) => {
            let (name, rest) = rest.split_once("\n\n").unwrap_or((rest, ""));
            (Some(name.to_owned()), rest)
        }
        None => (None, description),
    };
    let (rest, not_when) = cut(rest, NOT_WHEN);
    let (guide, use_when) = cut(rest, USE_WHEN);
    (name, guide.to_owned(), use_when.to_owned(), not_when.to_owned())
}

/// What stands before a paragraph that begins so, and that paragraph with all that comes after it.
fn cut<'a>(words: &'a str, begin: &str) -> (&'a str, &'a str) {
    if let Some(after) = words.strip_prefix(begin) {
        return ("", after);
    }
    words.rsplit_once(&format!("\n\n{begin}")).unwrap_or((words, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LayerId, TagId};

    #[test]
    fn meanings_come_back_as_they_were() {
        let tag = |name: &str, guide: &str, use_when: &str, not_when: &str| Tag {
            guide: guide.to_owned(),
            use_when: use_when.to_owned(),
            not_when: not_when.to_owned(),
            ..Tag::new(TagId::new("per").unwrap(), LayerId::new("entity").unwrap(), name.to_owned())
        };
        let some = |words: &str| Some(words.to_owned());
        let check = |tag: &Tag, name: Option<String>| {
            let (guide, use_when, not_when) = (tag.guide.clone(), tag.use_when.clone(), tag.not_when.clone());
            assert_eq!(parts(&meaning_of(tag, "per")), (name, guide, use_when, not_when));
        };
        check(&tag("per", "", "", ""), None);
        check(&tag("Person", "", "", ""), some("Person"));
        check(&tag("per", "People.\n\nAll of them.", "", ""), None);
        check(&tag("per", "", "named", ""), None);
        check(&tag("Person", "People.", "named\n\nby name", "not named"), some("Person"));
        check(&tag("per", "", "", "not named"), None);
    }
}
