//! The dialog before an export: what is written, how, and what the format cannot hold.

use super::exchange_lists::losses_ui;
use super::{ViewCx, counted};
use crate::app::action::{Action, Actions};
use crate::app::exporting::{ExportChoices, Foreseen};
use crate::app::overlay::ExportDraft;
use crate::app::theme::{semibold, size};
use crate::app::widgets::{
    Dialog, DialogAnswer, ProgressRow, Words, checkbox_ui, dialog_ui, isolated, progress_row_ui, section_head_ui,
    segmented_ui, select_ui, soft_ui, words_ui,
};
use crate::formats::{FORMATS, Format, OverlapPolicy, TagScheme, named};
use crate::model::AnnotatorId;
use crate::text::Unit;
use egui::{Context, Id, TextEdit, Ui};

const UNITS: [Unit; 3] = [Unit::CodePoint, Unit::Utf16, Unit::Byte];
const UNIT_WORDS: [&str; 3] = ["Code points", "UTF-16", "Bytes"];
const POLICIES: [OverlapPolicy; 4] =
    [OverlapPolicy::Longest, OverlapPolicy::First, OverlapPolicy::Layers, OverlapPolicy::Error];
const POLICY_WORDS: [&str; 4] = ["Keep the longest", "Keep the first", "A file for each layer", "Refuse"];
const SCHEMES: [TagScheme; 4] = [TagScheme::Iob2, TagScheme::Iob1, TagScheme::Bioes, TagScheme::Bilou];
const SCHEME_WORDS: [&str; 4] = ["IOB2", "IOB1", "BIOES", "BILOU"];

/// Draws the dialog.
pub fn export_ui(cx: &Context, view: &ViewCx<'_>, draft: &mut ExportDraft, actions: &mut Actions) {
    if draft.asked.as_ref() != Some(&draft.choices) {
        draft.version += 1;
        draft.asked = Some(draft.choices.clone());
        actions.push(Action::ForeseeExport(draft.version, Box::new(draft.choices.clone())));
    }
    let exporting = &view.desk.exporting;
    let answer = exporting.of(draft.version);
    let shown = answer.or_else(|| exporting.last());
    let can_confirm = answer
        .is_some_and(|answer| answer.as_ref().is_ok_and(|seen| !draft.choices.fail_on_loss || seen.losses.is_empty()));
    let dialog = Dialog { can_confirm, width: 620.0, ..Dialog::new(Id::unique("export"), "Export", "Choose where") };
    let answered = dialog_ui(cx, &dialog, |ui| {
        what_ui(ui, view, &mut draft.choices);
        if let Some(format) = named(draft.choices.format) {
            how_ui(ui, format, &mut draft.choices);
        }
        ui.add_space(size::SPACE_M);
        match shown {
            None => {
                let (_, share) = exporting.doing();
                progress_row_ui(ui, &ProgressRow { label: "Looking", share, ..ProgressRow::default() });
            }
            Some(Err(why)) => drop(words_ui(ui, &Words::sentence(why).color(view.theme.danger))),
            Some(Ok(seen)) => seen_ui(ui, view, seen),
        }
    });
    match answered {
        Some(DialogAnswer::Confirmed) => actions.push(Action::AskWhereToExport(Box::new(draft.choices.clone()))),
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

/// Which format, and how much of the project.
fn what_ui(ui: &mut Ui, view: &ViewCx<'_>, choices: &mut ExportChoices) {
    ui.horizontal(|ui| {
        let writers: Vec<&dyn Format> = FORMATS.iter().copied().filter(|format| format.is_written()).collect();
        let names: Vec<&str> = writers.iter().map(|format| format.name()).collect();
        let mut at = writers.iter().position(|format| format.id() == choices.format).unwrap_or_default();
        if select_ui(ui, "Format", &names, &mut at).changed()
            && let Some(format) = writers.get(at)
        {
            choices.format = format.id();
        }
        let project = view.desk.workspace.project();
        let ids: Vec<&AnnotatorId> = project.annotators.keys().collect();
        let named: Vec<String> =
            ids.iter().map(|id| format!("Only {}", isolated(project.annotator_name(id)))).collect();
        let names: Vec<&str> = std::iter::once("All annotators").chain(named.iter().map(String::as_str)).collect();
        let mut at =
            choices.annotator.as_ref().and_then(|id| ids.iter().position(|it| *it == id)).map_or(0, |at| at + 1);
        if select_ui(ui, "Whose spans", &names, &mut at).changed() {
            choices.annotator = at.checked_sub(1).and_then(|at| ids.get(at)).map(|id| (*id).clone());
        }
    });
    checkbox_ui(ui, &mut choices.finished_only, "Only what annotators call finished");
    checkbox_ui(ui, &mut choices.drop_left_out, "Without spans in parts that are left out");
    checkbox_ui(ui, &mut choices.is_split, "Split into parts with the same shares of every tag");
    if choices.is_split {
        ui.horizontal(|ui| {
            let label = section_head_ui(ui, "Parts");
            ui.add(TextEdit::singleline(&mut choices.shares).desired_width(260.0)).labelled_by(label.id);
            let label = section_head_ui(ui, "Seed");
            ui.add(TextEdit::singleline(&mut choices.seed).desired_width(80.0)).labelled_by(label.id);
        });
        soft_ui(ui, "Near-duplicates stay on one side. A card with counts, sources and a fingerprint comes with them.");
    }
    checkbox_ui(ui, &mut choices.fail_on_loss, "Write nothing if the format cannot hold everything");
}

/// What the format leaves open.
fn how_ui(ui: &mut Ui, format: &dyn Format, choices: &mut ExportChoices) {
    let carries = format.carries();
    if format.has_free_unit() {
        section_head_ui(ui, "Offsets count");
        let mut at = UNITS.iter().position(|unit| Some(*unit) == choices.unit).unwrap_or_default();
        if segmented_ui(ui, "What offsets count", &UNIT_WORDS, &mut at).changed() {
            choices.unit = UNITS.get(at).copied();
        }
    }
    if !carries.overlap {
        section_head_ui(ui, "Spans that overlap");
        let mut at = POLICIES.iter().position(|policy| *policy == choices.overlap).unwrap_or_default();
        if segmented_ui(ui, "What becomes of spans that overlap", &POLICY_WORDS, &mut at).changed() {
            choices.overlap = POLICIES.get(at).copied().unwrap_or_default();
        }
    }
    if carries.tokens {
        section_head_ui(ui, "Tags of tokens");
        let mut at = SCHEMES.iter().position(|scheme| *scheme == choices.scheme).unwrap_or_default();
        if segmented_ui(ui, "How tags of tokens are written", &SCHEME_WORDS, &mut at).changed() {
            choices.scheme = SCHEMES.get(at).copied().unwrap_or_default();
        }
    }
}

fn seen_ui(ui: &mut Ui, view: &ViewCx<'_>, seen: &Foreseen) {
    let says = format!("{}, {}", counted(seen.n_documents, "document"), counted(seen.n_spans, "span"));
    words_ui(ui, &Words::line(&says).font(semibold(size::TEXT_TITLE)));
    if seen.losses.is_empty() {
        soft_ui(ui, "The format holds all of it.");
    }
    losses_ui(ui, view.theme, &seen.losses, &[]);
}
