//! What a labelling configuration says of its labels and choices: their names, colors and hints, and which choices stand
//! within others.

use super::result::{ATTRIBUTE, DOCUMENT};
use crate::formats::color::rgb;
use crate::formats::exchange::{AttributeDefinition, Codebook, Drafted, Label, TagDefinition};
use crate::formats::{InputFile, LossKind};
use crate::model::{AttributeKind, Choice, LayerKind, Number};
use roxmltree::{Document, Node};
use smol_str::SmolStr;

/// The tags and attributes of a configuration. Where spans come from several controls, those are layers.
pub(super) fn codebook(document: &Document<'_>, has_layers: bool, file: &InputFile) -> Codebook {
    let mut reader = Reader { file, has_layers, drafted: Drafted::default() };
    for control in document.descendants().filter(Node::is_element) {
        let kind = control.tag_name().name();
        let name = control.attribute("name").filter(|_| control.has_attribute("toName"));
        match (kind, name) {
            ("Relations", _) => reader.tags(control, LayerKind::Relation, None),
            (_, Some(name)) if kind.ends_with("Labels") => reader.tags(control, LayerKind::Span, Some(name)),
            ("Choices" | "Taxonomy", Some(name)) if !is_per_region(control) && !name.starts_with(DOCUMENT) => {
                reader.tags(control, LayerKind::Document, Some(name));
            }
            (_, Some(name)) => reader.attribute(control, kind, name),
            (_, None) => {}
        }
    }
    reader.drafted.codebook
}

struct Reader<'a> {
    file: &'a InputFile,
    has_layers: bool,
    drafted: Drafted,
}

impl Reader<'_> {
    /// The tags that a control gives; those of a taxonomy are called by their paths.
    fn tags(&mut self, control: Node<'_, '_>, kind: LayerKind, layer: Option<&str>) {
        let layer = layer.filter(|_| self.has_layers).map(SmolStr::from);
        let mut open: Vec<(Node<'_, '_>, Option<(usize, String)>)> =
            control.children().rev().map(|node| (node, None)).collect();
        while let Some((node, above)) = open.pop() {
            let is_one = matches!(node.tag_name().name(), "Label" | "Choice" | "Relation") && node.is_element();
            let below = match value(node).filter(|_| is_one) {
                Some(value) => {
                    let path = above.as_ref().map_or_else(|| value.to_owned(), |(_, path)| format!("{path}/{value}"));
                    let label = Label { layer: layer.clone(), tag: path.as_str().into() };
                    let tag = self.tag(node, kind, label);
                    let parent = above.as_ref().map(|(at, _)| *at);
                    let place = self.place(node);
                    Some((self.drafted.add(TagDefinition { parent, ..tag }, || place), path))
                }
                None => {
                    if is_one {
                        let place = self.place(node);
                        let losses = &mut self.drafted.codebook.losses;
                        losses.add(LossKind::Codebook, || format!("{place}: this has no value"));
                    }
                    above
                }
            };
            open.extend(node.children().rev().map(|child| (child, below.clone())));
        }
    }

    fn tag(&mut self, node: Node<'_, '_>, kind: LayerKind, label: Label) -> TagDefinition {
        let name = node.attribute("value").map(str::to_owned).filter(|name| *name != label.tag);
        let guide = node.attribute("hint").unwrap_or_default().to_owned();
        let color = node.attribute("background").filter(|color| !color.trim().is_empty());
        let rgb = color.and_then(rgb);
        if let Some(color) = color.filter(|_| rgb.is_none()) {
            let place = self.place(node);
            self.drafted.codebook.losses.add(LossKind::Codebook, || format!("{place}: {color:?} is no color"));
        }
        TagDefinition { name, color: rgb, guide, ..TagDefinition::new(kind, label) }
    }

    /// What a control asks of each region, or of the whole document.
    fn attribute(&mut self, control: Node<'_, '_>, kind: &str, name: &str) {
        let choices = || {
            let all = control.descendants().filter(|node| node.tag_name().name() == "Choice");
            let all = all.filter_map(|node| Some((value(node)?, node.attribute("value")?)));
            let mut choices: Vec<Choice> = Vec::new();
            for (id, name) in all {
                if !choices.iter().any(|choice| choice.id == id) {
                    choices.push(Choice { id: id.into(), name: name.to_owned() });
                }
            }
            choices
        };
        let number = |name: &str| control.attribute(name).and_then(|it| it.trim().parse().ok()).and_then(Number::new);
        let kind = match kind {
            "Choices" if control.attribute("choice") == Some("multiple") => AttributeKind::Choices(choices()),
            "Choices" => AttributeKind::Choice(choices()),
            "Rating" => {
                AttributeKind::Number { least: Number::new(0.0), most: number("maxRating").or(Number::new(5.0)) }
            }
            "Number" => AttributeKind::Number { least: number("min"), most: number("max") },
            "TextArea" | "DateTime" => AttributeKind::Text,
            _ => return,
        };
        let of = is_per_region(control).then_some(LayerKind::Span);
        let before = if of.is_some() { ATTRIBUTE } else { DOCUMENT };
        let name = name.strip_prefix(before).unwrap_or(name);
        self.drafted.codebook.attributes.push(AttributeDefinition::new(of, name, kind));
    }

    fn place(&self, node: Node<'_, '_>) -> String {
        format!("{}:{}", self.file.name, node.document().text_pos_at(node.range().start).row)
    }
}

/// What results call a label or choice.
fn value<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    let given = |name: &str| node.attribute(name).filter(|words| !words.trim().is_empty());
    given("alias").or_else(|| given("value"))
}

fn is_per_region(control: Node<'_, '_>) -> bool {
    control.attribute("perRegion").is_some_and(|word| word.eq_ignore_ascii_case("true"))
}
