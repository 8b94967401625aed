//! Which documents go out, and which parts they go to, in the dialog before an export.

use super::{ViewCx, counted, thousands};
use crate::app::exporting::{ExportChoices, OccurringField, Outlook};
use crate::app::widgets::{
    ChoiceChip, Words, checkbox_ui, choice_chip_ui, isolated, section_head_ui, select_ui, soft_ui, typed_preview_ui,
    words_ui,
};
use crate::workspace::Foreseen;
use egui::{TextEdit, Ui};

/// How wide the fields for a value, for the parts and for a number are, in points.
const VALUE: f32 = 220.0;
const PARTS: f32 = 220.0;
const NUMBER: f32 = 64.0;

/// Which documents, and which of what is said about them.
pub fn documents_ui(ui: &mut Ui, view: &ViewCx<'_>, choices: &mut ExportChoices, fields: &[OccurringField]) {
    section_head_ui(ui, "Documents");
    if let Some(within) = &view.desk.within {
        let n = thousands(within.documents.len());
        let of = counted(view.desk.workspace.project().documents.len(), "article");
        checkbox_ui(ui, &mut choices.is_filtered, &format!("Only what the list lets through, {n} of {of}"));
    }
    checkbox_ui(ui, &mut choices.finished_only, "Only what annotators call finished");
    ui.horizontal(|ui| {
        checkbox_ui(ui, &mut choices.is_agreed, "Only documents on which annotators agree");
        if choices.is_agreed {
            let label = soft_ui(ui, "at least");
            ui.add(TextEdit::singleline(&mut choices.agreement).desired_width(NUMBER)).labelled_by(label.id);
        }
    });
    if choices.is_agreed {
        soft_ui(
            ui,
            "From 0 to 1: the mean F1 of each two of them, where a span counts if both have its words and its tag. What \
             fewer than two have marked stays out.",
        );
    }
    checkbox_ui(ui, &mut choices.drop_left_out, "Without spans in parts that are left out");
    metadata_ui(ui, choices, fields);
}

/// A row for each field that documents must have a value in, and one to choose another.
fn metadata_ui(ui: &mut Ui, choices: &mut ExportChoices, fields: &[OccurringField]) {
    let mut gone = None;
    for (n, filter) in choices.fields.iter_mut().enumerate() {
        ui.push_id(n, |ui| {
            ui.horizontal(|ui| {
                let before = filter.0.clone();
                if !field_ui(ui, &mut filter.0, fields) {
                    gone = Some(n);
                } else if filter.0 != before {
                    filter.1.clear();
                }
                value_ui(ui, filter, fields);
            });
            typed_preview_ui(ui, &filter.1);
        });
    }
    if let Some(n) = gone {
        choices.fields.remove(n);
    }
    if fields.is_empty() || choices.fields.iter().any(|(_, value)| value.is_empty()) {
        return;
    }
    ui.push_id(choices.fields.len(), |ui| {
        let mut name = String::new();
        if field_ui(ui, &mut name, fields) {
            choices.fields.push((name, String::new()));
        }
    });
}

/// The choice of a field, and whether there is one.
fn field_ui(ui: &mut Ui, name: &mut String, fields: &[OccurringField]) -> bool {
    let named: Vec<String> = fields.iter().map(|field| format!("Only where {} is", isolated(&field.name))).collect();
    let words: Vec<&str> = std::iter::once("Any metadata").chain(named.iter().map(String::as_str)).collect();
    let mut at = fields.iter().position(|field| field.name == *name).map_or(0, |at| at + 1);
    if select_ui(ui, "Metadata", &words, &mut at).changed() {
        *name = at.checked_sub(1).and_then(|at| fields.get(at)).map(|field| field.name.clone()).unwrap_or_default();
    }
    !name.is_empty()
}

/// The value that a field must have: from a list where there are few, else typed.
fn value_ui(ui: &mut Ui, (name, value): &mut (String, String), fields: &[OccurringField]) {
    let label = format!("Value of {name}");
    let listed = fields.iter().find(|field| field.name == *name).and_then(|field| field.values.as_ref());
    let Some(listed) = listed else {
        let field = TextEdit::singleline(value).hint_text("Value").desired_width(VALUE);
        ui.add(field).accessible_name(label);
        return;
    };
    let named: Vec<String> =
        listed.iter().map(|(value, n)| format!("{} ({})", isolated(value), thousands(*n))).collect();
    let words: Vec<&str> = std::iter::once("Any value").chain(named.iter().map(String::as_str)).collect();
    let mut at = listed.iter().position(|(listed, _)| listed == value).map_or(0, |at| at + 1);
    if select_ui(ui, &label, &words, &mut at).changed() {
        *value = at.checked_sub(1).and_then(|at| listed.get(at)).map(|(value, _)| value.clone()).unwrap_or_default();
    }
}

/// Which parts documents go to, what stays in one, and the card.
pub fn parts_ui(ui: &mut Ui, choices: &mut ExportChoices, outlook: Option<&Outlook>) {
    section_head_ui(ui, "Corpus");
    checkbox_ui(ui, &mut choices.is_split, "Split into parts with the same shares of every tag");
    if choices.is_split {
        ui.horizontal(|ui| {
            let label = soft_ui(ui, "Parts");
            ui.add(TextEdit::singleline(&mut choices.shares).desired_width(PARTS)).labelled_by(label.id);
            let label = soft_ui(ui, "Seed");
            ui.add(TextEdit::singleline(&mut choices.seed).desired_width(NUMBER)).labelled_by(label.id);
        });
        checkbox_ui(ui, &mut choices.grouping.near_duplicates, "Near-duplicates stay in one part");
        if let Some(outlook) = outlook {
            together_ui(ui, choices, &outlook.fields);
            sizes_ui(ui, &outlook.seen);
        }
    }
    let mut has_card = choices.has_card || choices.is_split;
    // A split has one always.
    ui.add_enabled_ui(!choices.is_split, |ui| {
        let label = "A card beside the files, with counts, sources and a fingerprint";
        if checkbox_ui(ui, &mut has_card, label).changed() {
            choices.has_card = has_card;
        }
    });
}

/// The fields whose values keep documents together.
fn together_ui(ui: &mut Ui, choices: &mut ExportChoices, fields: &[OccurringField]) {
    if fields.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        soft_ui(ui, "In one part, what has the same");
        for OccurringField { name, .. } in fields {
            let together = &mut choices.grouping.fields;
            let at = together.iter().position(|field| field == name);
            let chip = ChoiceChip { of: "In one part", name, chosen: at.is_some(), ..ChoiceChip::default() };
            if choice_chip_ui(ui, &chip).clicked() {
                match at {
                    Some(at) => drop(together.remove(at)),
                    None => together.push(name.clone()),
                }
            }
        }
    });
}

/// How large the parts become.
fn sizes_ui(ui: &mut Ui, seen: &Foreseen) {
    if seen.parts.is_empty() {
        return;
    }
    let sizes: Vec<String> =
        seen.parts.iter().map(|(name, n)| format!("{}: {}", isolated(name), counted(*n, "document"))).collect();
    let mut says = sizes.join(", ");
    if seen.n_groups > 0 {
        says.push_str(&format!("; {} kept together", counted(seen.n_groups, "group")));
    }
    words_ui(ui, &Words::sentence(&says));
}
