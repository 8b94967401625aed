//! Type systems as UIMA writes them.

use crate::formats::cas::TypeSystem;
use crate::formats::xml_characters::{decoded, parsed};
use crate::formats::{FormatError, InputFile, ReadCx};
use roxmltree::Node;

/// Whether a file is a type system.
pub(super) fn is_one(file: &InputFile) -> bool {
    let head = file.head(4096).unwrap_or_default();
    memchr::memmem::find(&head, b"<typeSystemDescription").is_some()
}

/// What a type system says of the features of its types.
pub(super) fn read(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<TypeSystem, FormatError> {
    let decoded = decoded(file, cx)?;
    let tree = parsed(decoded.text.as_str(), &file.name)?;
    let mut types = TypeSystem::default();
    for node in tree.descendants().filter(|node| node.tag_name().name() == "typeDescription") {
        let Some(name) = child(node, "name") else { continue };
        types.add(name, child(node, "supertypeName").unwrap_or_default());
        for feature in node.descendants().filter(|node| node.tag_name().name() == "featureDescription") {
            if let Some((feature, range)) = child(feature, "name").zip(child(feature, "rangeTypeName")) {
                types.add_feature(name, feature, range);
            }
        }
    }
    Ok(types)
}

fn child<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.children().find(|child| child.tag_name().name() == name)?.text().map(str::trim)
}
