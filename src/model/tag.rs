//! The entries of a codebook: layers with their rules, and tags with what guides people in them.

use super::{DocumentId, LayerId, TagId, Timestamp};
use crate::text::{Granularity, TextRange};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// How spans of one layer may lie to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Overlap {
    /// As they like.
    #[default]
    Any,
    /// One inside the other, or apart.
    Nested,
    /// Apart.
    None,
}

/// What the annotations of a layer are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum LayerKind {
    /// Marked passages.
    #[default]
    Span,
    /// Links between those.
    Relation,
    /// Tags of the document as a whole.
    Document,
}

impl LayerKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Span, Self::Relation, Self::Document];
}

/// A group of tags with the rules of what is marked as one of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layer {
    /// Unique in the codebook.
    pub id: LayerId,
    /// What people call it.
    pub name: String,
    /// What its annotations are.
    pub kind: LayerKind,
    /// How its spans may lie to each other. Of a layer of document tags, [`Overlap::None`] lets a document have one alone.
    pub overlap: Overlap,
    /// What the ends of its spans fall on.
    pub granularity: Granularity,
    /// Whether a fragment of a span may go on into another paragraph.
    pub crosses_paragraphs: bool,
    /// Whether a span may mark a place between two characters.
    pub zero_width: bool,
    /// Whether a document lacks something without any of its annotations.
    pub required: bool,
}

impl Layer {
    /// A layer of spans without rules.
    pub fn new(id: LayerId, name: String) -> Self {
        Self {
            id,
            name,
            kind: LayerKind::Span,
            overlap: Overlap::Any,
            granularity: Granularity::Grapheme,
            crosses_paragraphs: true,
            zero_width: false,
            required: false,
        }
    }
}

/// Which way a relation goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Direction {
    /// From one end to the other.
    #[default]
    Directed,
    /// Both ways alike: it stands once between two spans.
    Symmetric,
    /// Both ways, and on: all spans that are linked are one chain, such as the mentions of one person.
    Chain,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Directed, Self::Symmetric, Self::Chain];
}

/// What a relation of some tag may link.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ends {
    /// Which way it goes.
    pub direction: Direction,
    /// The tags that its first span may have, or tags above it; any when empty.
    pub from: BTreeSet<TagId>,
    /// The same of its second.
    pub to: BTreeSet<TagId>,
}

/// Where an example was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExampleSource {
    /// The document.
    pub document: DocumentId,
    /// The span in it.
    pub range: TextRange,
}

/// A passage that shows what a tag is for, or what it is not for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// The passage.
    pub text: String,
    /// Whether the tag belongs there.
    pub is_positive: bool,
    /// Why.
    pub why: String,
    /// Where it was found.
    pub source: Option<ExampleSource>,
}

/// A tag's color: a slot of the palette, from which each theme derives its own, or a person's seed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TagColor {
    /// A slot of the palette, counted from 0.
    Slot(u8),
    /// Red, green and blue of a color that a person chose.
    Seed([u8; 3]),
}

/// The colors of the slots where there is no theme: those of the light one.
const SLOTS: [[u8; 3]; 24] = [
    [0x5C, 0x6A, 0xA9],
    [0x89, 0x19, 0x01],
    [0x78, 0x92, 0x33],
    [0x5F, 0x30, 0x8F],
    [0x7B, 0x64, 0x00],
    [0x0B, 0x91, 0xDC],
    [0xBF, 0x72, 0x86],
    [0x00, 0x60, 0x6F],
    [0x9C, 0x45, 0x90],
    [0xC9, 0x75, 0x00],
    [0x00, 0x8A, 0x7D],
    [0x00, 0x57, 0x2B],
    [0x43, 0x50, 0x8C],
    [0xB5, 0x45, 0x2F],
    [0x4C, 0x61, 0x00],
    [0xA2, 0x76, 0xDA],
    [0x57, 0x46, 0x00],
    [0x00, 0x66, 0x9E],
    [0x9A, 0x2A, 0x53],
    [0x00, 0x97, 0xAD],
    [0x73, 0x1C, 0x69],
    [0xA8, 0x61, 0x00],
    [0x00, 0x70, 0x65],
    [0x08, 0x96, 0x50],
];

impl TagColor {
    /// The slot that has this color where there is no theme, else the color as a person's own.
    pub fn of_rgb(rgb: [u8; 3]) -> Self {
        let slot = SLOTS.iter().position(|slot| *slot == rgb).and_then(|at| u8::try_from(at).ok());
        slot.map_or(Self::Seed(rgb), Self::Slot)
    }

    /// Red, green and blue for files of other tools.
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::Slot(slot) => SLOTS.get(usize::from(slot) % SLOTS.len()).copied().unwrap_or_default(),
            Self::Seed(rgb) => rgb,
        }
    }
}

/// An entry of the codebook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag {
    /// Unique in the codebook; stays when the tag is renamed.
    pub id: TagId,
    /// The layer it belongs to.
    pub layer: LayerId,
    /// What people call it.
    pub name: String,
    /// What files of other tools call it, where that is not its id.
    pub label: Option<SmolStr>,
    /// The tag it stands under.
    pub parent: Option<TagId>,
    /// The key that applies it: a digit or a letter.
    pub key: Option<char>,
    /// Its color.
    pub color: TagColor,
    /// A short name for tight places; without one, it is made from the name.
    pub short: Option<SmolStr>,
    /// Other names it is found by.
    pub aliases: Vec<String>,
    /// What it means.
    pub guide: String,
    /// When to use it.
    pub use_when: String,
    /// When not to.
    pub not_when: String,
    /// Passages that show it.
    pub examples: Vec<Example>,
    /// What its relations may link, where it is a tag of relations.
    pub ends: Ends,
    /// When what it means was last changed; what was marked before that was marked under another definition.
    pub revised: Option<Timestamp>,
}

impl Tag {
    /// A tag of which nothing is known but its name.
    pub fn new(id: TagId, layer: LayerId, name: String) -> Self {
        Self {
            id,
            layer,
            name,
            label: None,
            parent: None,
            key: None,
            color: TagColor::Slot(0),
            short: None,
            aliases: Vec::new(),
            guide: String::new(),
            use_when: String::new(),
            not_when: String::new(),
            examples: Vec::new(),
            ends: Ends::default(),
            revised: None,
        }
    }

    /// What files of other tools call it.
    pub fn called(&self) -> &str {
        self.label.as_deref().unwrap_or(self.id.as_str())
    }

    /// Its short name: as given, else up to four letters of its name in capitals.
    pub fn short_name(&self) -> SmolStr {
        self.short.clone().unwrap_or_else(|| {
            let initials: String = self.name.split_whitespace().filter_map(|word| word.chars().next()).collect();
            let letters = if initials.chars().count() > 1 { initials } else { self.name.clone() };
            letters.chars().filter(|c| c.is_alphanumeric()).take(4).flat_map(char::to_uppercase).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_made_of_initials_or_letters() {
        let short = |name: &str| {
            let (id, layer) = (TagId::new("x").unwrap(), LayerId::new("entity").unwrap());
            Tag::new(id, layer, name.to_owned()).short_name()
        };
        assert_eq!(short("Person"), "PERS");
        assert_eq!(short("Armed group"), "AG");
        assert_eq!(short("état"), "ÉTAT");
    }
}
