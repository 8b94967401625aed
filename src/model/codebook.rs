//! The codebook: what can be said of a text, and what guides people in it.

use super::{
    Attribute, AttributeId, CodebookRevision, Details, Layer, LayerId, LayerKind, RecordId, Rule, Tag, TagColor, TagId,
};
use super::{Becomes, Clause, Value, Which};
use imbl::OrdMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Layers, tags and attributes, in the order that people gave them, and how they came to be as they are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Codebook {
    /// The layers, in order.
    pub layers: Vec<Layer>,
    /// The tags by id. Each id stands in `order` once, and nothing else does.
    pub tags: BTreeMap<TagId, Arc<Tag>>,
    /// The tags in the order that people gave them; children need not follow their parent here.
    pub order: Vec<TagId>,
    /// The attributes, in order.
    pub attributes: Vec<Attribute>,
    /// What proposes spans, by id.
    pub rules: OrdMap<RecordId, Arc<Rule>>,
    /// What was done to it, by id.
    pub revisions: OrdMap<RecordId, Arc<CodebookRevision>>,
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

    /// What people call a tag; its id where there is none.
    pub fn name_of<'a>(&'a self, tag: &'a TagId) -> &'a str {
        self.tag(tag).map_or(tag.as_str(), |tag| &tag.name)
    }

    /// The attribute with an id.
    pub fn attribute(&self, id: &AttributeId) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.id == *id)
    }

    /// The first layer of a kind.
    pub fn first_layer(&self, kind: LayerKind) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.kind == kind)
    }

    /// The layer that a tag belongs to.
    pub fn layer_of(&self, tag: &TagId) -> Option<&Layer> {
        self.layer(&self.tag(tag)?.layer)
    }

    /// The kind of the layer that a tag belongs to; that of spans when the layer is missing.
    pub fn kind_of(&self, tag: &Tag) -> LayerKind {
        self.layer(&tag.layer).map(|layer| layer.kind).unwrap_or_default()
    }

    /// The attributes that are asked for of an annotation with a tag and these values; without a tag, of a document as a
    /// whole.
    pub fn asked<'a>(
        &'a self,
        tag: Option<&TagId>,
        values: impl Fn(&AttributeId) -> Option<&'a Value>,
    ) -> Vec<&'a Attribute> {
        let layer = tag.map(|tag| self.tag(tag).map(|tag| &tag.layer));
        let belongs = |attribute: &Attribute| match layer {
            None => attribute.layer.is_none(),
            Some(layer) => layer.is_some() && attribute.layer.as_ref() == layer,
        };
        let mut asked: Vec<&Attribute> = Vec::new();
        // What depends on another comes in once that is in; in a circle nothing does.
        loop {
            let is_in = |id: &AttributeId, asked: &[&Attribute]| asked.iter().any(|attribute| attribute.id == *id);
            let next = self.attributes.iter().find(|attribute| {
                let holds = |clause: &Clause| match clause {
                    Clause::Tagged(tags) => {
                        tag.is_some_and(|tag| self.ancestors(tag).any(|above| tags.contains(&above.id)))
                    }
                    Clause::Has(id, wanted) => {
                        is_in(id, &asked) && values(id).is_some_and(|value| is_among(value, wanted))
                    }
                };
                belongs(attribute) && !is_in(&attribute.id, &asked) && attribute.when.iter().all(holds)
            });
            match next {
                Some(attribute) => asked.push(attribute),
                None => break,
            }
        }
        let place = |attribute: &&Attribute| self.attributes.iter().position(|other| other.id == attribute.id);
        asked.sort_by_key(place);
        asked
    }

    /// The attributes that are asked for of an annotation.
    pub fn asked_of<'a>(&'a self, tag: &TagId, details: &'a Details) -> Vec<&'a Attribute> {
        self.asked(Some(tag), |id| details.get(id))
    }

    /// The attributes that depend on themselves, so that they are never asked for.
    pub fn circular_attributes(&self) -> BTreeSet<&AttributeId> {
        let mut settled: BTreeSet<&AttributeId> = BTreeSet::new();
        loop {
            let next = self.attributes.iter().find(|attribute| {
                let mut known = attribute.depends_on().filter(|id| self.attribute(id).is_some());
                !settled.contains(&attribute.id) && known.all(|id| settled.contains(id))
            });
            match next {
                Some(attribute) => settled.insert(&attribute.id),
                None => break,
            };
        }
        self.attributes.iter().map(|attribute| &attribute.id).filter(|id| !settled.contains(id)).collect()
    }

    /// The revisions, the oldest first.
    pub fn history(&self) -> Vec<&Arc<CodebookRevision>> {
        let mut history: Vec<_> = self.revisions.values().collect();
        history.sort_by_key(|revision| (revision.made, revision.id));
        history
    }

    /// The tags of layers of a kind, in the given order.
    pub fn of_kind(&self, kind: LayerKind) -> impl Iterator<Item = &Tag> {
        self.in_order().filter(move |tag| self.kind_of(tag) == kind)
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

    /// The first digit that no tag has, then the first letter.
    pub fn free_key(&self) -> Option<char> {
        let taken: BTreeSet<char> = self.tags.values().filter_map(|tag| tag.key).collect();
        "1234567890chijkloprtuwyz".chars().find(|key| !taken.contains(key))
    }

    /// The tag with an id, or the first that files of other tools call so; else the only one with a name, whatever its case;
    /// else the only one that had it, or still has it as another name.
    pub fn named(&self, name: &str) -> Option<&Tag> {
        let id = TagId::new(name).ok();
        if let Some(tag) = id.as_ref().and_then(|id| self.tag(id)) {
            return Some(tag);
        }
        let folded = name.to_lowercase();
        let only = |has: &dyn Fn(&Tag) -> bool| {
            let mut found = self.in_order().filter(|tag| has(tag));
            found.next().filter(|_| found.next().is_none())
        };
        let called = self.in_order().find(|tag| tag.called() == name);
        called
            .or_else(|| only(&|tag| tag.name.to_lowercase() == folded))
            .or_else(|| self.successor(id.as_ref()?))
            .or_else(|| only(&|tag| tag.aliases.iter().any(|alias| alias.to_lowercase() == folded)))
    }

    /// The tag of a kind that a file of another tool means: the first that is called so exactly, else as
    /// [`Self::named`] has it.
    pub fn meant(&self, kind: LayerKind, label: &str) -> Option<&Tag> {
        let is_it = |tag: &&Tag| tag.called() == label && self.kind_of(tag) == kind;
        let own = TagId::new(label).ok().and_then(|id| self.tag(&id)).filter(is_it);
        let called = own.or_else(|| self.in_order().find(is_it));
        called.or_else(|| self.named(label).filter(|tag| self.kind_of(tag) == kind))
    }

    /// The tag that files of other tools call so exactly, in a layer of a kind with an id or a name.
    pub fn meant_in(&self, layer: &str, kind: LayerKind, label: &str) -> Option<&Tag> {
        let is_it = |it: &&Layer| it.kind == kind && (it.id.as_str() == layer || it.name == layer);
        let layer = &self.layers.iter().find(is_it)?.id;
        self.in_order().find(|tag| tag.layer == *layer && tag.called() == label)
    }

    /// Whether files of other tools call another tag of the same kind like this one, so that its layer tells it apart.
    pub fn is_called_alike(&self, tag: &Tag) -> bool {
        let (called, kind) = (tag.called(), self.kind_of(tag));
        self.in_order().any(|other| other.called() == called && other.id != tag.id && self.kind_of(other) == kind)
    }

    /// The tag that stands for one that is gone.
    pub fn successor(&self, gone: &TagId) -> Option<&Tag> {
        let mut id = gone;
        // As many steps as there are revisions: what was merged may have been merged again.
        for _ in 0..=self.revisions.len() {
            if let Some(tag) = self.tag(id) {
                return Some(tag);
            }
            let mappings = self.revisions.values().flat_map(|revision| &revision.mappings);
            let next =
                mappings.filter(|mapping| mapping.from == *id && mapping.which == Which::All).find_map(
                    |it| match &it.to {
                        Becomes::Tagged(tag, _) => Some(tag),
                        Becomes::Nothing => None,
                    },
                );
            id = next?;
        }
        None
    }

    /// Whether a tag of this id was removed, so that what is marked as it is read as something else.
    pub fn is_mapped_away(&self, id: &TagId) -> bool {
        let mut mappings = self.revisions.values().flat_map(|revision| &revision.mappings);
        self.tag(id).is_none() && mappings.any(|mapping| mapping.from == *id && mapping.which == Which::All)
    }

    /// The first slot of the palette that no tag has.
    pub fn free_slot(&self) -> u8 {
        let slot = |color: TagColor| if let TagColor::Slot(slot) = color { Some(slot) } else { None };
        let taken: BTreeSet<u8> = self.tags.values().filter_map(|tag| slot(tag.color)).collect();
        (0..=u8::MAX).find(|slot| !taken.contains(slot)).unwrap_or_default()
    }
}

/// Whether a value is one of those that a condition names: without any, all are.
fn is_among(value: &Value, wanted: &[Value]) -> bool {
    let is_one = |wanted: &Value| match (wanted, value) {
        (Value::Text(id), Value::Set(ids)) => ids.contains(id),
        _ => wanted == value,
    };
    wanted.is_empty() || wanted.iter().any(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AttributeKind, Choice};

    fn tag(id: &str, parent: Option<&str>) -> Tag {
        let parent = parent.map(|id| TagId::new(id).unwrap());
        Tag { parent, ..Tag::new(TagId::new(id).unwrap(), LayerId::new("entity").unwrap(), id.to_owned()) }
    }

    fn attribute(id: &str, when: Vec<Clause>) -> Attribute {
        let choices = ["for", "against"].map(|id| Choice { id: id.into(), name: id.to_owned() });
        let layer = LayerId::new("entity").unwrap();
        let id = AttributeId::new(id).unwrap();
        Attribute { when, ..Attribute::new(id, Some(layer), AttributeKind::Choice(choices.to_vec())) }
    }

    fn has(id: &str, values: &[&str]) -> Clause {
        Clause::Has(AttributeId::new(id).unwrap(), values.iter().map(|value| Value::Text((*value).into())).collect())
    }

    /// The ids of what is asked for.
    fn asked(codebook: &Codebook, tag: &str, values: &[(&str, &str)]) -> Vec<String> {
        let details = values.iter().fold(Details::default(), |details, (id, value)| {
            details.with(&AttributeId::new(id).unwrap(), Some(Value::Text((*value).into())))
        });
        let asked = codebook.asked_of(&TagId::new(tag).unwrap(), &details);
        asked.into_iter().map(|attribute| attribute.id.to_string()).collect()
    }

    #[test]
    fn attributes_are_asked_for_where_their_conditions_hold() {
        let mut codebook =
            Codebook::new(Vec::new(), [tag("claim", None), tag("denial", Some("claim")), tag("place", None)]);
        let claims = Clause::Tagged([TagId::new("claim").unwrap()].into());
        codebook.attributes = vec![
            attribute("reason", vec![has("stance", &["against"])]),
            attribute("stance", vec![claims]),
            attribute("source", vec![has("reason", &[])]),
        ];
        assert_eq!(
            asked(&codebook, "place", &[("stance", "against")]),
            [""; 0],
            "what is not asked for does not count"
        );
        assert_eq!(asked(&codebook, "claim", &[]), ["stance"]);
        assert_eq!(asked(&codebook, "denial", &[("stance", "for")]), ["stance"], "also under the tag");
        assert_eq!(asked(&codebook, "claim", &[("stance", "against")]), ["reason", "stance"]);
        assert_eq!(
            asked(&codebook, "claim", &[("stance", "against"), ("reason", "for")]),
            ["reason", "stance", "source"]
        );
        assert_eq!(asked(&codebook, "claim", &[("stance", "for"), ("reason", "for")]), ["stance"]);
        assert!(codebook.circular_attributes().is_empty());
    }

    #[test]
    fn conditions_in_a_circle_ask_for_nothing_and_are_found() {
        let mut codebook = Codebook::new(Vec::new(), [tag("claim", None)]);
        codebook.attributes = vec![
            attribute("a", vec![has("b", &[])]),
            attribute("b", vec![has("a", &[])]),
            attribute("c", vec![has("gone", &[])]),
            attribute("d", vec![has("a", &[])]),
        ];
        assert_eq!(asked(&codebook, "claim", &[("a", "for"), ("b", "for"), ("gone", "for")]), [""; 0]);
        let circular: Vec<&str> = codebook.circular_attributes().into_iter().map(AttributeId::as_str).collect();
        assert_eq!(circular, ["a", "b", "d"], "what needs one in a circle is never asked for either");
    }

    #[test]
    fn a_tag_is_found_by_what_files_call_it() {
        let layers = [(LayerKind::Span, "entity"), (LayerKind::Document, "topic")]
            .map(|(kind, id)| Layer { kind, ..Layer::new(LayerId::new(id).unwrap(), id.to_owned()) });
        let labeled = |id: &str, label: &str| Tag { label: Some(label.into()), ..tag(id, None) };
        let topic = Tag { layer: LayerId::new("topic").unwrap(), ..labeled("per-2", "per") };
        let tags = [tag("per", None), labeled("org-company", "org/company"), labeled("org-company-2", "org-company")];
        let codebook = Codebook::new(layers.into(), tags.into_iter().chain([topic]));
        let named = |name: &str| codebook.named(name).map(|tag| tag.id.as_str());
        assert_eq!(named("org/company"), Some("org-company"));
        assert_eq!(named("ORG/company"), None, "exactly so");
        assert_eq!(
            (named("per"), named("PER")),
            (Some("per"), Some("per")),
            "an id comes first, and a name has no case"
        );
        let meant = |kind: LayerKind, name: &str| codebook.meant(kind, name).map(|tag| tag.id.as_str());
        assert_eq!(meant(LayerKind::Span, "org-company"), Some("org-company-2"), "in files, a label comes first");
        assert_eq!(meant(LayerKind::Span, "per"), Some("per"));
        assert_eq!(meant(LayerKind::Document, "per"), Some("per-2"));
        assert_eq!(meant(LayerKind::Relation, "per"), None);
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
}
