//! Tags under other names, or dropped, on the way in or out.

use super::exchange::{Codebook, Document, Label};
use super::fit::drop_spans;
use super::{LossKind, Losses};
use std::collections::BTreeMap;

/// Which tags are called what, and which are dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagMap {
    names: BTreeMap<String, Option<String>>,
}

/// Why some words are no map of tags.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} does not say which tag becomes what: PER=person, or MISC= to drop it")]
pub struct NoTagMap(String);

impl TagMap {
    /// From pairs as people write them: `PER=person,MISC=`.
    pub fn parse(words: &str) -> Result<Self, NoTagMap> {
        let mut names = BTreeMap::new();
        for pair in words.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (from, to) = pair.split_once('=').ok_or_else(|| NoTagMap(pair.to_owned()))?;
            let to = to.trim();
            names.insert(from.trim().to_owned(), (!to.is_empty()).then(|| to.to_owned()));
        }
        Ok(Self { names })
    }

    /// Calls a tag something else, or drops it.
    pub fn set(&mut self, tag: impl Into<String>, becomes: Option<String>) {
        self.names.insert(tag.into(), becomes);
    }

    /// Takes over all of another map.
    pub fn append(&mut self, other: Self) {
        self.names.extend(other.names);
    }

    /// Whether all tags stay as they are.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What is asked for a tag: another name, or to be dropped; nothing if it is not spoken of.
    pub(super) fn asked(&self, tag: &str) -> Option<Option<&str>> {
        self.names.get(tag).map(Option::as_deref)
    }

    /// A document with its tags as they are to be called. What is dropped is counted.
    pub fn apply(&self, document: Document, losses: &mut Losses) -> Document {
        if self.names.is_empty() {
            return document;
        }
        relabeled(document, losses, |label| match self.asked(&label.tag) {
            Some(becomes) => becomes.map(Label::new),
            None => Some(label.clone()),
        })
    }

    /// A codebook with its tags as they are to be called, and without those that are dropped.
    pub fn apply_to_codebook(&self, codebook: Codebook) -> Codebook {
        if self.names.is_empty() {
            return codebook;
        }
        codebook.renamed(|label| match self.asked(&label.tag) {
            Some(becomes) => becomes.map(Label::new),
            None => Some(label.clone()),
        })
    }
}

/// A document with other labels; what has none then is dropped and counted.
pub(super) fn relabeled(
    mut document: Document,
    losses: &mut Losses,
    becomes: impl Fn(&Label) -> Option<Label>,
) -> Document {
    let mut sets = std::mem::take(&mut document.sets);
    for set in &mut sets {
        drop_spans(set, LossKind::Dropped, &document, losses, |_, span| becomes(&span.label).is_some());
        let n_before = set.relations.len() + set.tags.len();
        set.keep_relations(|_, relation| becomes(&relation.label).is_some());
        set.tags.retain(|given| becomes(&given.label).is_some());
        let n_dropped = n_before - set.relations.len() - set.tags.len();
        losses.add_many(LossKind::Dropped, n_dropped, || format!("in “{}”", document.name()));
        for (_, label) in set.labels_mut() {
            if let Some(new) = becomes(label) {
                *label = new;
            }
        }
    }
    Document { sets, ..document }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_written_as_pairs() {
        let mut map = TagMap::parse("PER = person, MISC=,").unwrap();
        let mut expected = TagMap::default();
        expected.set("PER", Some("person".to_owned()));
        expected.set("MISC", None);
        assert_eq!(map, expected);
        assert_eq!(["PER", "MISC", "LOC"].map(|tag| map.asked(tag)), [Some(Some("person")), Some(None), None]);
        map.append(TagMap::parse("PER=human").unwrap());
        assert_eq!(map, TagMap::parse("MISC=,PER=human").unwrap());
        assert_eq!(TagMap::parse("PER").unwrap_err(), NoTagMap("PER".to_owned()));
    }
}
