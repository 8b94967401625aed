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

    /// What a tag is to be called; nothing if it is dropped.
    pub fn name_of<'a>(&'a self, tag: &'a str) -> Option<&'a str> {
        self.names.get(tag).map_or(Some(tag), |becomes| becomes.as_deref())
    }

    /// Whether all tags stay as they are.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// A document with its tags as they are to be called. What is dropped is counted.
    pub fn apply(&self, mut document: Document, losses: &mut Losses) -> Document {
        if self.names.is_empty() {
            return document;
        }
        let mut sets = std::mem::take(&mut document.sets);
        for set in &mut sets {
            drop_spans(set, LossKind::Dropped, &document, losses, |_, span| !self.drops(&span.label));
            let n_before = set.relations.len() + set.tags.len();
            set.keep_relations(|_, relation| !self.drops(&relation.label));
            set.tags.retain(|given| !self.drops(&given.label));
            let n_dropped = n_before - set.relations.len() - set.tags.len();
            losses.add_many(LossKind::Dropped, n_dropped, || format!("in “{}”", document.name()));
            let labels = set.spans.iter_mut().map(|span| &mut span.label);
            let labels = labels.chain(set.relations.iter_mut().map(|relation| &mut relation.label));
            for label in labels.chain(set.tags.iter_mut().map(|given| &mut given.label)) {
                if let Some(Some(name)) = self.names.get(&*label.tag) {
                    *label = Label::new(name.as_str());
                }
            }
        }
        Document { sets, ..document }
    }

    /// A codebook with its tags as they are to be called, and without those that are dropped.
    pub fn apply_to_codebook(&self, codebook: Codebook) -> Codebook {
        if self.names.is_empty() {
            return codebook;
        }
        codebook.renamed(|label| match self.names.get(&*label.tag) {
            Some(becomes) => becomes.as_deref().map(Label::new),
            None => Some(label.clone()),
        })
    }

    fn drops(&self, label: &Label) -> bool {
        self.name_of(&label.tag).is_none()
    }
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
        assert_eq!(["PER", "MISC", "LOC"].map(|tag| map.name_of(tag)), [Some("person"), None, Some("LOC")]);
        map.append(TagMap::parse("PER=human").unwrap());
        assert_eq!(map, TagMap::parse("MISC=,PER=human").unwrap());
        assert_eq!(TagMap::parse("PER").unwrap_err(), NoTagMap("PER".to_owned()));
    }
}
