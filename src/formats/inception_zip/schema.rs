//! The layers and tag sets of an exported project, as tags and attributes.

use crate::formats::LossKind;
use crate::formats::cas::plain;
use crate::formats::exchange::{AttributeDefinition, Codebook, Drafted, Label, TagDefinition};
use crate::model::{AttributeKind, Choice, LayerKind};
use serde::{Deserialize, Deserializer};
use smol_str::SmolStr;

/// A layer, by the names that programs and people have for it.
#[derive(Debug, Deserialize)]
pub(super) struct Layer {
    pub(super) name: String,
    #[serde(rename = "uiName")]
    shown: Option<String>,
    #[serde(default, rename = "type", deserialize_with = "or_nothing")]
    kind: String,
    #[serde(default = "yes", deserialize_with = "or_yes")]
    enabled: bool,
    #[serde(default, deserialize_with = "or_nothing")]
    features: Vec<Feature>,
}

/// What the annotations of a layer say.
#[derive(Debug, Deserialize)]
struct Feature {
    name: String,
    #[serde(rename = "uiName")]
    shown: Option<String>,
    #[serde(default, rename = "type", deserialize_with = "or_nothing")]
    kind: String,
    #[serde(default = "yes", deserialize_with = "or_yes")]
    enabled: bool,
    description: Option<String>,
    tag_set: Option<TagSet>,
}

/// The values that a feature takes.
#[derive(Debug, Deserialize)]
pub(super) struct TagSet {
    name: String,
    #[serde(default, deserialize_with = "or_nothing")]
    tags: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(rename = "tag_name")]
    name: Option<String>,
    #[serde(rename = "tag_description")]
    description: Option<String>,
}

const fn yes() -> bool {
    true
}

fn or_yes<'de, D: Deserializer<'de>>(given: D) -> Result<bool, D::Error> {
    Option::deserialize(given).map(|given| given.unwrap_or(true))
}

/// Programs write `null` for what is not there.
pub(super) fn or_nothing<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(given: D) -> Result<T, D::Error> {
    Option::deserialize(given).map(Option::unwrap_or_default)
}

/// Features that say where a relation begins and ends.
const ENDS: [&str; 4] = ["Governor", "Dependent", "source", "target"];

/// What the layers that are in use say of tags and attributes.
pub(super) fn codebook(layers: &[Layer], tag_sets: &[TagSet], file: &str) -> Codebook {
    let mut reader = Reader { tag_sets, file, drafted: Drafted::default() };
    for layer in layers.iter().filter(|layer| layer.enabled) {
        reader.layer(layer);
    }
    reader.drafted.codebook
}

struct Reader<'a> {
    tag_sets: &'a [TagSet],
    file: &'a str,
    drafted: Drafted,
}

impl<'a> Reader<'a> {
    /// The feature that is called `value`, or the only one, says what annotations are marked as; others are attributes.
    fn layer(&mut self, layer: &'a Layer) {
        let kind = match layer.kind.as_str() {
            "span" => LayerKind::Span,
            "relation" => LayerKind::Relation,
            "document-metadata" => LayerKind::Document,
            _ => return,
        };
        let features: Vec<&Feature> =
            layer.features.iter().filter(|it| it.enabled && !ENDS.contains(&it.name.as_str())).collect();
        let only = features.first().filter(|_| features.len() == 1);
        let label = features.iter().find(|it| it.name == "value").or(only).copied();
        for feature in features {
            if label.is_some_and(|label| label.name == feature.name) {
                self.tags(layer, kind, feature);
            } else {
                self.attribute(layer, kind, feature);
            }
        }
    }

    fn tags(&mut self, layer: &Layer, kind: LayerKind, feature: &'a Feature) {
        for entry in self.entries(feature) {
            let Some(name) = entry.name.as_deref().filter(|name| !name.trim().is_empty()) else { continue };
            let tag = TagDefinition::new(kind, Label::within(layer.called(), name));
            let guide = entry.description.clone().unwrap_or_default();
            let file = self.file;
            self.drafted.add(TagDefinition { guide, ..tag }, || format!("{file}: the layer {}", layer.called()));
        }
    }

    fn attribute(&mut self, layer: &Layer, kind: LayerKind, feature: &'a Feature) {
        let choice = |entry: &Entry| entry.name.clone().map(|name| Choice { id: name.as_str().into(), name });
        let mut choices: Vec<Choice> = Vec::new();
        for choice in self.entries(feature).iter().filter_map(choice) {
            if !choices.iter().any(|there| there.id == choice.id) {
                choices.push(choice);
            }
        }
        let values = match feature.kind.as_str() {
            "uima.cas.String" if choices.is_empty() => AttributeKind::Text,
            "uima.cas.String" => AttributeKind::Choice(choices),
            "uima.cas.StringArray" => AttributeKind::Choices(choices),
            "uima.cas.Boolean" => AttributeKind::YesNo,
            "uima.cas.Integer" | "uima.cas.Long" | "uima.cas.Float" | "uima.cas.Double" => {
                AttributeKind::Number { least: None, most: None }
            }
            _ => return,
        };
        let shown = feature.shown.clone().filter(|shown| !shown.trim().is_empty());
        self.drafted.codebook.attributes.push(AttributeDefinition {
            layer: Some(layer.called()),
            shown,
            guide: feature.description.clone().unwrap_or_default(),
            ..AttributeDefinition::new(Some(kind), plain(&feature.name), values)
        });
    }

    /// The values of a feature, which stand by its tag set or by themselves. Those without a name are counted.
    fn entries(&mut self, feature: &'a Feature) -> &'a [Entry] {
        let Some(own) = &feature.tag_set else { return &[] };
        let named = self.tag_sets.iter().find(|set| set.name == own.name && !set.tags.is_empty());
        let set = named.unwrap_or(own);
        let n = set.tags.iter().filter(|entry| entry.name.as_deref().is_none_or(|name| name.trim().is_empty())).count();
        let file = self.file;
        let losses = &mut self.drafted.codebook.losses;
        losses.add_many(LossKind::Codebook, n, || format!("{file}: a tag of the set {} has no name", set.name));
        &set.tags
    }
}

impl Layer {
    /// What people call it, else the last part of its name.
    pub(super) fn called(&self) -> SmolStr {
        let shown = self.shown.as_deref().filter(|shown| !shown.trim().is_empty());
        shown.map_or_else(|| crate::formats::cas::short(&self.name).into(), SmolStr::from)
    }
}
