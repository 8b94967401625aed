//! Which tags stand back on the page: dimmed, or not drawn at all. A matter of view, kept for the person.

use super::reader::Emphasis;
use crate::model::{Codebook, TagId};
use std::collections::BTreeMap;

/// How much each tag asks to be seen. What is said of a tag goes for all that stand under it, unless something else is
/// said of one of those.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Veil {
    said: BTreeMap<TagId, Emphasis>,
}

impl Veil {
    /// The veil that was kept; what is no id is left out.
    pub fn of(kept: &BTreeMap<String, Emphasis>) -> Self {
        let said = kept.iter().filter_map(|(id, emphasis)| Some((TagId::new(id).ok()?, *emphasis)));
        Self { said: said.collect() }
    }

    /// The veil as it is kept.
    pub fn kept(&self) -> BTreeMap<String, Emphasis> {
        self.said.iter().map(|(id, emphasis)| (id.to_string(), *emphasis)).collect()
    }

    /// Whether every tag is seen as usual.
    pub fn is_lifted(&self) -> bool {
        self.said.is_empty()
    }

    /// How much a tag asks to be seen.
    pub fn emphasis(&self, codebook: &Codebook, tag: &TagId) -> Emphasis {
        if self.said.is_empty() {
            return Emphasis::Normal;
        }
        codebook.ancestors(tag).find_map(|up| self.said.get(&up.id)).copied().unwrap_or_default()
    }

    /// Whether a tag's spans are not drawn.
    pub fn hides(&self, codebook: &Codebook, tag: &TagId) -> bool {
        self.emphasis(codebook, tag) == Emphasis::Hidden
    }

    /// Says how much a tag and all that stand under it ask to be seen.
    pub fn set(&mut self, codebook: &Codebook, tag: &TagId, emphasis: Emphasis) {
        self.said.retain(|id, _| !codebook.is_within(id, tag));
        if self.emphasis(codebook, tag) != emphasis {
            self.said.insert(tag.clone(), emphasis);
        }
    }

    /// Hides everything but a tag and what stands under it.
    pub fn only(&mut self, codebook: &Codebook, tag: &TagId) {
        let tops = codebook.tree().into_iter().filter(|(_, depth)| *depth == 0);
        self.said = tops.map(|(top, _)| (top.id.clone(), Emphasis::Hidden)).collect();
        self.set(codebook, tag, Emphasis::Normal);
    }

    /// Shows every tag as usual.
    pub fn lift(&mut self) {
        self.said.clear();
    }

    /// How many tags of the codebook are not drawn.
    pub fn n_hidden(&self, codebook: &Codebook) -> usize {
        if self.said.is_empty() {
            return 0;
        }
        codebook.order.iter().filter(|tag| self.hides(codebook, tag)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LayerId, Tag};

    fn id(id: &str) -> TagId {
        TagId::new(id).unwrap()
    }

    /// People, with officials and, among these, envoys; and places.
    fn codebook() -> Codebook {
        let tag = |name: &str, parent: Option<&str>| Tag {
            parent: parent.map(id),
            ..Tag::new(id(name), LayerId::new("entity").unwrap(), name.to_owned())
        };
        let tags =
            [tag("person", None), tag("official", Some("person")), tag("envoy", Some("official")), tag("place", None)];
        Codebook::new(Vec::new(), tags)
    }

    /// Each tag that does not show as usual, with `-` when it is hidden and `~` when it is dimmed.
    #[track_caller]
    fn check(change: impl Fn(&mut Veil, &Codebook), expected: &str) {
        let (mut veil, codebook) = (Veil::default(), codebook());
        change(&mut veil, &codebook);
        let sign = |tag: &TagId| match veil.emphasis(&codebook, tag) {
            Emphasis::Normal => None,
            Emphasis::Dimmed => Some(format!("~{tag}")),
            Emphasis::Hidden => Some(format!("-{tag}")),
        };
        let found: Vec<String> = codebook.order.iter().filter_map(sign).collect();
        assert_eq!(found.join(" "), expected);
        assert_eq!(veil.n_hidden(&codebook), expected.matches('-').count());
        assert_eq!(Veil::of(&veil.kept()), veil);
    }

    #[test]
    fn what_is_said_of_a_tag_goes_for_those_under_it() {
        let set =
            |tag: &'static str, emphasis| move |veil: &mut Veil, book: &Codebook| veil.set(book, &id(tag), emphasis);
        check(|_, _| (), "");
        check(set("official", Emphasis::Hidden), "-official -envoy");
        check(set("person", Emphasis::Dimmed), "~person ~official ~envoy");
        check(set("place", Emphasis::Normal), "");
    }

    #[test]
    fn the_nearest_word_counts_and_a_new_one_ends_those_below() {
        let steps = |steps: &'static [(&'static str, Emphasis)]| {
            move |veil: &mut Veil, book: &Codebook| {
                for (tag, emphasis) in steps {
                    veil.set(book, &id(tag), *emphasis);
                }
            }
        };
        check(steps(&[("person", Emphasis::Hidden), ("official", Emphasis::Normal)]), "-person");
        check(steps(&[("person", Emphasis::Hidden), ("envoy", Emphasis::Dimmed)]), "-person -official ~envoy");
        check(steps(&[("envoy", Emphasis::Hidden), ("person", Emphasis::Dimmed)]), "~person ~official ~envoy");
        check(steps(&[("envoy", Emphasis::Hidden), ("person", Emphasis::Normal)]), "");
        check(steps(&[("person", Emphasis::Hidden), ("person", Emphasis::Normal)]), "");
    }

    #[test]
    fn one_tag_can_be_shown_alone_and_all_again() {
        check(|veil, book| veil.only(book, &id("official")), "-person -place");
        check(|veil, book| veil.only(book, &id("person")), "-place");
        check(
            |veil, book| {
                veil.set(book, &id("envoy"), Emphasis::Dimmed);
                veil.only(book, &id("place"));
            },
            "-person -official -envoy",
        );
        check(
            |veil, book| {
                veil.only(book, &id("place"));
                veil.lift();
            },
            "",
        );
    }
}
