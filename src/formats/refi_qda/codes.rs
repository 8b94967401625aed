//! The codebook as REFI-QDA has it: a tree of codes, each with a color and what it means.

use super::words::{guid, xml};
use crate::model::{Codebook, LayerKind, Tag, TagColor};
use std::collections::BTreeMap;

/// Colors for tags that have a slot of the palette; each theme shows those its own way, other programs show these.
const PALETTE: [&str; 12] = [
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#88aa33", "#ee8866", "#7766bb", "#44aa99",
    "#bb5566", "#777777",
];

/// The codes of a project: the codebook's tags for spans and documents, and tags that only documents have.
pub(super) struct Codes {
    guids: BTreeMap<String, String>,
    /// Those that the codebook lacks, in the order in which they were met.
    others: Vec<String>,
}

impl Codes {
    pub(super) fn of(codebook: &Codebook) -> Self {
        let tags = codebook.in_order().map(|tag| tag.id.as_str().to_owned());
        Self { guids: tags.map(|id| (id.clone(), guid(&["code", &id]))).collect(), others: Vec::new() }
    }

    /// The GUID of a tag's code.
    pub(super) fn guid(&mut self, tag: &str, codebook: &Codebook) -> String {
        let id = codebook.named(tag).map_or(tag, |tag| tag.id.as_str());
        if let Some(guid) = self.guids.get(id) {
            return guid.clone();
        }
        let made = guid(&["code", id]);
        self.guids.insert(id.to_owned(), made.clone());
        self.others.push(id.to_owned());
        made
    }

    /// The element `Codes`; nothing where there are none, as it must not be empty.
    pub(super) fn element(&self, codebook: &Codebook) -> String {
        let mut written = String::new();
        let mut open = Vec::new();
        for (tag, depth) in codebook.tree() {
            if codebook.kind_of(tag) == LayerKind::Relation {
                continue;
            }
            while open.len() > depth {
                open.pop();
                written.push_str("</Code>\n");
            }
            let color = color_of(tag);
            let guid = guid(&["code", tag.id.as_str()]);
            let name = xml(tag.id.as_str());
            written.push_str(&format!("<Code guid=\"{guid}\" name=\"{name}\" isCodable=\"true\" color=\"{color}\">"));
            let meaning = meaning_of(tag);
            if !meaning.is_empty() {
                written.push_str(&format!("<Description>{}</Description>", xml(&meaning)));
            }
            open.push(());
        }
        open.iter().for_each(|()| written.push_str("</Code>\n"));
        for tag in &self.others {
            let guid = guid(&["code", tag]);
            written.push_str(&format!("<Code guid=\"{guid}\" name=\"{}\" isCodable=\"true\"/>\n", xml(tag)));
        }
        if written.is_empty() { written } else { format!("<Codes>\n{written}</Codes>") }
    }
}

/// A codebook as a file of its own, `codebook.qdc`.
pub fn codebook_as_qdc(codebook: &Codebook) -> Vec<u8> {
    let codes = Codes::of(codebook).element(codebook);
    let codes = if codes.is_empty() { "<Codes/>".to_owned() } else { codes };
    let origin = format!("Glossator {}", env!("CARGO_PKG_VERSION"));
    let begin = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"";
    format!("{begin} origin=\"{origin}\">\n{codes}\n</CodeBook>\n").into_bytes()
}

fn color_of(tag: &Tag) -> String {
    match tag.color {
        TagColor::Seed([red, green, blue]) => format!("#{red:02x}{green:02x}{blue:02x}"),
        TagColor::Slot(slot) => {
            PALETTE.get(usize::from(slot) % PALETTE.len()).map_or("#777777", |color| color).to_owned()
        }
    }
}

/// What people call a tag, where that is not its id, and what they are told about it.
fn meaning_of(tag: &Tag) -> String {
    let name = if tag.name == tag.id.as_str() { "" } else { &tag.name };
    let parts = [name, &tag.guide, &tag.use_when, &tag.not_when];
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
}
