//! The codebook: what spans can be marked as, and what guides people in it.

use super::{LayerId, TagId};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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

/// A group of tags with a rule for overlap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layer {
    /// Unique in the codebook.
    pub id: LayerId,
    /// What people call it.
    pub name: String,
    /// How its spans may lie to each other.
    pub overlap: Overlap,
}

/// A tag's color: a slot of the palette, from which each theme derives its own, or a person's seed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TagColor {
    /// A slot of the palette, counted from 0.
    Slot(u8),
    /// Red, green and blue of a color that a person chose.
    Seed([u8; 3]),
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
    /// When to use it, when not, examples.
    pub guide: String,
}

impl Tag {
    /// Its short name: as given, else up to four letters of its name in capitals.
    pub fn short_name(&self) -> SmolStr {
        self.short.clone().unwrap_or_else(|| {
            let initials: String = self.name.split_whitespace().filter_map(|word| word.chars().next()).collect();
            let letters = if initials.chars().count() > 1 { initials } else { self.name.clone() };
            letters.chars().filter(|c| c.is_alphanumeric()).take(4).flat_map(char::to_uppercase).collect()
        })
    }
}

/// Layers and tags, in the order that people gave them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Codebook {
    /// The layers, in order.
    pub layers: Vec<Layer>,
    /// The tags by id. Each id stands in `order` once, and nothing else does.
    pub tags: BTreeMap<TagId, Arc<Tag>>,
    /// The tags in the order that people gave them; children need not follow their parent here.
    pub order: Vec<TagId>,
}

impl Codebook {
    /// A codebook of these layers and tags, in this order. A later tag with the id of an earlier one is left out.
    pub fn new(layers: Vec<Layer>, tags: impl IntoIterator<Item = Tag>) -> Self {
        let mut codebook = Self { layers, ..Self::default() };
        for tag in tags {
            if !codebook.tags.contains_key(&tag.id) {
                codebook.order.push(tag.id.clone());
                codebook.tags.insert(tag.id.clone(), Arc::new(tag));
            }
        }
        codebook
    }

    /// The tag with an id.
    pub fn tag(&self, id: &TagId) -> Option<&Tag> {
        self.tags.get(id).map(|tag| &**tag)
    }

    /// The layer with an id.
    pub fn layer(&self, id: &LayerId) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.id == *id)
    }

    /// The tags in the given order.
    pub fn in_order(&self) -> impl Iterator<Item = &Tag> {
        self.order.iter().filter_map(|id| self.tag(id))
    }

    /// The tags as a tree is read, each after its parent, with how deep it stands. A tag whose parents
    /// are missing or run in a circle stands at the top.
    pub fn tree(&self) -> Vec<(&Tag, usize)> {
        let circles = self.in_circles();
        let mut children: BTreeMap<&TagId, Vec<&Tag>> = BTreeMap::new();
        let mut roots = Vec::new();
        for tag in self.in_order() {
            match &tag.parent {
                Some(parent) if self.tags.contains_key(parent) && !circles.contains(&tag.id) => {
                    children.entry(parent).or_default().push(tag);
                }
                _ => roots.push(tag),
            }
        }
        let mut rows = Vec::with_capacity(self.order.len());
        let mut open: Vec<(&Tag, usize)> = roots.into_iter().rev().map(|tag| (tag, 0)).collect();
        while let Some((tag, depth)) = open.pop() {
            rows.push((tag, depth));
            let below = children.get(&tag.id).map_or(&[][..], Vec::as_slice);
            open.extend(below.iter().rev().map(|&child| (child, depth + 1)));
        }
        rows
    }

    /// The tags that stand under themselves. Each tag is looked at once, however deep it stands.
    pub fn in_circles(&self) -> BTreeSet<&TagId> {
        let (mut settled, mut found) = (BTreeSet::new(), BTreeSet::new());
        for tag in self.in_order() {
            let mut way: Vec<&TagId> = Vec::new();
            let mut seen = BTreeSet::new();
            let mut next = Some(tag);
            while let Some(here) = next.filter(|here| !settled.contains(&here.id)) {
                if !seen.insert(&here.id) {
                    found.extend(way.iter().copied().skip_while(|id| **id != here.id));
                    break;
                }
                way.push(&here.id);
                next = here.parent.as_ref().and_then(|parent| self.tag(parent));
            }
            settled.extend(way);
        }
        found
    }

    /// A tag and the tags it stands under, from the inside out. Ends where parents run in a circle.
    pub fn ancestors(&self, id: &TagId) -> impl Iterator<Item = &Tag> {
        let first = self.tag(id);
        let up = std::iter::successors(first, |tag| tag.parent.as_ref().and_then(|parent| self.tag(parent)));
        up.take(self.tags.len())
    }

    /// The names from the top of the hierarchy down to a tag, for people: `Person › Official`.
    pub fn path(&self, id: &TagId) -> String {
        let mut names: Vec<&str> = self.ancestors(id).map(|tag| tag.name.as_str()).collect();
        names.reverse();
        names.join(" › ")
    }

    /// Whether `id` stands under `above`, or is it.
    pub fn is_within(&self, id: &TagId, above: &TagId) -> bool {
        self.ancestors(id).any(|tag| tag.id == *above)
    }

    /// The tag that a key applies.
    pub fn with_key(&self, key: char) -> Option<&Tag> {
        self.in_order().find(|tag| tag.key == Some(key))
    }

    /// The tag with an id, or the only one with a name, whatever its case.
    pub fn named(&self, name: &str) -> Option<&Tag> {
        if let Some(tag) = TagId::new(name).ok().and_then(|id| self.tag(&id)) {
            return Some(tag);
        }
        let folded = name.to_lowercase();
        let mut found = self.in_order().filter(|tag| tag.name.to_lowercase() == folded);
        found.next().filter(|_| found.next().is_none())
    }

    /// The first slot of the palette that no tag has.
    pub fn free_slot(&self) -> u8 {
        (0..=u8::MAX).find(|&slot| self.in_order().all(|tag| tag.color != TagColor::Slot(slot))).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(id: &str, parent: Option<&str>) -> Tag {
        Tag {
            id: TagId::new(id).unwrap(),
            layer: LayerId::new("entity").unwrap(),
            name: id.to_owned(),
            parent: parent.map(|id| TagId::new(id).unwrap()),
            key: None,
            color: TagColor::Slot(0),
            short: None,
            aliases: Vec::new(),
            guide: String::new(),
        }
    }

    fn rows(codebook: &Codebook) -> Vec<(&str, usize)> {
        codebook.tree().into_iter().map(|(tag, depth)| (tag.id.as_str(), depth)).collect()
    }

    #[test]
    fn the_tree_reads_children_after_parents() {
        let tags = [tag("b", Some("a")), tag("a", None), tag("c", None), tag("d", Some("b")), tag("e", Some("a"))];
        let codebook = Codebook::new(Vec::new(), tags);
        assert_eq!(rows(&codebook), [("a", 0), ("b", 1), ("d", 2), ("e", 1), ("c", 0)]);
        assert_eq!(codebook.path(&TagId::new("d").unwrap()), "a › b › d");
    }

    #[test]
    fn circles_and_orphans_still_show_every_tag() {
        let codebook = Codebook::new(Vec::new(), [tag("a", Some("b")), tag("b", Some("a")), tag("c", Some("gone"))]);
        let mut ids: Vec<&str> = rows(&codebook).into_iter().map(|(id, _)| id).collect();
        ids.sort_unstable();
        assert_eq!(ids, ["a", "b", "c"]);
    }

    #[test]
    fn short_names_are_made_of_initials_or_letters() {
        let short = |name: &str| Tag { name: name.to_owned(), ..tag("x", None) }.short_name();
        assert_eq!(short("Person"), "PERS");
        assert_eq!(short("Armed group"), "AG");
        assert_eq!(short("état"), "ÉTAT");
    }
}
