//! The tags in the dialog before an export: each with what becomes of it.

use super::exchange_lists::{kind_word, tag_cell_ui};
use super::{ViewCx, counted};
use crate::app::exporting::{Becomes, ExportChoices, OccurringTag};
use crate::app::widgets::{isolated, section_head_ui, select_ui, typed_preview_ui};
use crate::model::{Codebook, LayerKind, Tag, TagId};
use egui::{TextEdit, Ui};
use std::collections::BTreeMap;

/// How wide the field for another name is, in points.
const FIELD: f32 = 120.0;
/// The choices before those for each other tag.
const FIXED: [&str; 3] = ["Stays", "Is dropped", "Gets another name"];

/// Draws the list.
pub fn tags_ui(ui: &mut Ui, view: &ViewCx<'_>, choices: &mut ExportChoices, tags: &[OccurringTag]) {
    if tags.is_empty() {
        return;
    }
    section_head_ui(ui, "Tags");
    let codebook = &view.desk.workspace.project().codebook;
    for OccurringTag { id, count } in tags {
        let Some(tag) = codebook.tag(id) else { continue };
        ui.push_id(id, |ui| {
            ui.horizontal(|ui| {
                let color = match choices.tags.get(id) {
                    None | Some(Becomes::Named(_)) => Some(tag.color),
                    Some(Becomes::Dropped) => None,
                    Some(Becomes::Tag(other)) => codebook.tag(other).map(|tag| tag.color),
                };
                let kind = codebook.kind_of(tag);
                tag_cell_ui(ui, view.theme, color, &tag.name, &counted(*count, kind_word(kind)));
                becomes_ui(ui, codebook, (tag, kind), &mut choices.tags);
                name_ui(ui, tag, &mut choices.tags);
            });
            if let Some(Becomes::Named(name)) = choices.tags.get(id) {
                typed_preview_ui(ui, name);
            }
        });
    }
}

/// The choice what becomes of a tag.
fn becomes_ui(
    ui: &mut Ui,
    codebook: &Codebook,
    (tag, kind): (&Tag, LayerKind),
    becomes: &mut BTreeMap<TagId, Becomes>,
) {
    let others: Vec<&Tag> = codebook.of_kind(kind).filter(|other| other.id != tag.id).collect();
    let named: Vec<String> = others.iter().map(|other| format!("Becomes {}", isolated(&other.name))).collect();
    let words: Vec<&str> = FIXED.into_iter().chain(named.iter().map(String::as_str)).collect();
    let mut at = match becomes.get(&tag.id) {
        None => 0,
        Some(Becomes::Dropped) => 1,
        Some(Becomes::Named(_)) => 2,
        Some(Becomes::Tag(id)) => others.iter().position(|other| other.id == *id).map_or(0, |at| at + FIXED.len()),
    };
    if select_ui(ui, &format!("What becomes of {}", tag.name), &words, &mut at).changed() {
        let chosen = match at {
            0 => None,
            1 => Some(Becomes::Dropped),
            2 => Some(Becomes::Named(tag.id.to_string())),
            other => others.get(other - FIXED.len()).map(|other| Becomes::Tag(other.id.clone())),
        };
        match chosen {
            None => drop(becomes.remove(&tag.id)),
            Some(chosen) => drop(becomes.insert(tag.id.clone(), chosen)),
        }
    }
}

/// The field for another name, where one was asked for.
fn name_ui(ui: &mut Ui, tag: &Tag, becomes: &mut BTreeMap<TagId, Becomes>) {
    let Some(Becomes::Named(name)) = becomes.get_mut(&tag.id) else { return };
    let field = TextEdit::singleline(name).hint_text("Name").desired_width(FIELD);
    ui.add(field).accessible_name(format!("New name of {}", tag.name));
}
