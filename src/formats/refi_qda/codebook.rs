//! A codebook file, `.qdc`, as a codebook: its tree of codes, their colors and what they mean.

use super::project::{Local, tree, words_of, xml_of};
use super::words::plain;
use crate::edit::{default_layer, slug};
use crate::formats::{FormatError, InputFile};
use crate::model::{Codebook, LayerKind, Tag, TagColor, TagId};
use roxmltree::Node;

/// The codebook in a `.qdc` file. Codes of one name are told apart by their ids.
pub fn codebook_of_qdc(file: &InputFile) -> Result<Codebook, FormatError> {
    let xml = xml_of(file)?;
    let tree = tree(&xml, &file.name)?;
    let root = tree.root_element();
    if !root.has_tag_name_local("CodeBook") {
        let why = format!("this begins with “{}” and not with CodeBook", root.tag_name().name());
        return Err(FormatError::malformed(why, &file.name, 1, 0));
    }
    let Some(layer) = default_layer(&Codebook::default(), LayerKind::Span) else { return Ok(Codebook::default()) };
    let mut codebook = Codebook::new(vec![layer.clone()], []);
    let mut ids: Vec<(Node<'_, '_>, TagId)> = Vec::new();
    for code in root.descendants().filter(|node| node.has_tag_name_local("Code")) {
        let name = plain(code.attribute("name").unwrap_or_default());
        let Some(id) = free_id(&name, &codebook) else { continue };
        let above = code.parent().and_then(|above| ids.iter().rev().find(|(node, _)| *node == above));
        let color = code.attribute("color").and_then(seed).unwrap_or(TagColor::Slot(codebook.free_slot()));
        let guide = code.children().find(|child| child.has_tag_name_local("Description")).map(words_of);
        let parent = above.map(|(_, id)| id.clone());
        let tag =
            Tag { parent, color, guide: guide.unwrap_or_default(), ..Tag::new(id.clone(), layer.id.clone(), name) };
        codebook.order.push(id.clone());
        codebook.tags.insert(id.clone(), tag.into());
        ids.push((code, id));
    }
    Ok(codebook)
}

fn free_id(name: &str, codebook: &Codebook) -> Option<TagId> {
    let stem = slug(name, "tag");
    let slugged = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
    let mut ids = TagId::new(name).ok().into_iter().chain(slugged.filter_map(|id| TagId::new(&id).ok()));
    ids.find(|id| codebook.tag(id).is_none())
}

/// `#rrggbb` or `#rgb`.
fn seed(color: &str) -> Option<TagColor> {
    let digits = color.trim().strip_prefix('#')?;
    let doubled: String =
        if digits.len() == 3 { digits.chars().flat_map(|c| [c, c]).collect() } else { digits.to_owned() };
    let number = u32::from_str_radix(&doubled, 16).ok().filter(|_| doubled.len() == 6)?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some(TagColor::Seed([red, green, blue]))
}
