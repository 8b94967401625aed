//! The labels of a project, which doccano exports as a file of their own: their names and colors.

use crate::formats::color::rgb;
use crate::formats::exchange::{Drafted, Label, TagDefinition};
use crate::formats::json::records;
use crate::formats::{FormatError, InputFile, LossKind, ReadCx};
use crate::model::LayerKind;
use serde_json::Value;

/// Whether a record is a label.
pub(super) fn is_one(record: &Value) -> bool {
    ["text", "suffix_key", "background_color"].iter().all(|key| record.get(key).is_some())
}

/// Hands over the labels as tags; older files do not say what they mark, which is spans mostly.
pub(super) fn codebook(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let mut drafted = Drafted::default();
    records(file, cx, |record, _| {
        let place = record.place.to_string();
        let label = record.value.get("text").and_then(Value::as_str).filter(|label| !label.trim().is_empty());
        let Some(label) = label else {
            drafted.codebook.losses.add(LossKind::Codebook, || format!("{place}: the label has no name"));
            return Ok(Vec::new());
        };
        let color = record.value.get("background_color").and_then(Value::as_str).and_then(rgb);
        let kind = match record.value.get("task_type").and_then(Value::as_str) {
            Some("Category") => LayerKind::Document,
            Some("Relation") => LayerKind::Relation,
            _ => LayerKind::Span,
        };
        let tag = TagDefinition { color, ..TagDefinition::new(kind, Label::new(label)) };
        drafted.add(tag, || place);
        Ok(Vec::new())
    })?;
    cx.codebook(drafted.codebook);
    Ok(())
}
