//! The labelling configuration: which control labels which text, and where tasks have that text.

use super::codebook::codebook;
use crate::formats::exchange::Codebook;
use crate::formats::xml_characters::check_depth;
use crate::formats::{FormatError, InputFile};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// How a text is shown, which says what offsets in it count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shown {
    /// As it is.
    Text,
    /// As HTML.
    HyperText,
    /// As paragraphs, each with somebody who says it.
    Paragraphs,
}

/// A text that is labeled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Object {
    /// What controls call it.
    pub(super) name: String,
    /// The field of a task's data that has it.
    pub(super) field: String,
    pub(super) shown: Shown,
    /// The field of a paragraph that has its text.
    pub(super) text_key: String,
    /// The field of a paragraph that says whose it is.
    pub(super) name_key: String,
}

/// What a labelling configuration says, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Configuration {
    pub(super) objects: Vec<Object>,
    /// The controls by name, with the names of their elements.
    pub(super) controls: BTreeMap<String, String>,
    /// What it says of labels and choices.
    pub(super) codebook: Codebook,
}

impl Configuration {
    /// Reads a configuration. Document type definitions are refused, and with them all entities.
    pub(super) fn parse(xml: &str, file: &InputFile) -> Result<Self, FormatError> {
        check_depth(xml, &file.name)?;
        let document = Document::parse(xml).map_err(|error| {
            let at = error.pos();
            let message = error.to_string();
            let why = message.rsplit_once(" at ").map_or(message.as_str(), |(why, _)| why);
            FormatError::malformed(why, &file.name, at.row as usize, at.col as usize)
        })?;
        let mut configuration = Self::default();
        for node in document.descendants().filter(Node::is_element) {
            configuration.add(node);
        }
        configuration.codebook = codebook(&document, configuration.has_layers(), file);
        Ok(configuration)
    }

    fn add(&mut self, node: Node<'_, '_>) {
        let Some(name) = node.attribute("name") else { return };
        if node.has_attribute("toName") {
            self.controls.insert(name.to_owned(), node.tag_name().name().to_owned());
            return;
        }
        let shown = match node.tag_name().name() {
            "Text" => Shown::Text,
            "HyperText" => Shown::HyperText,
            "Paragraphs" => Shown::Paragraphs,
            _ => return,
        };
        let Some(field) = node.attribute("value").and_then(|value| value.strip_prefix('$')) else { return };
        self.objects.push(Object {
            name: name.to_owned(),
            field: field.to_owned(),
            shown,
            text_key: node.attribute("textKey").unwrap_or("text").to_owned(),
            name_key: node.attribute("nameKey").unwrap_or("author").to_owned(),
        });
    }

    /// Whether spans come from several controls, which then are layers.
    pub(super) fn has_layers(&self) -> bool {
        self.controls.values().filter(|element| element.ends_with("Labels")).count() > 1
    }
}
