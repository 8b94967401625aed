//! The dialog before an export: what is written, how, and what the format cannot hold.

use super::exchange_lists::{EXCHANGE, losses_ui};
use super::export_corpus::{documents_ui, parts_ui};
use super::export_tags::tags_ui;
use super::{ViewCx, capitalized, counted};
use crate::app::action::{Action, Actions};
use crate::app::drafts::ExportDraft;
use crate::app::exporting::{ExportChoices, ExportQuestion};
use crate::app::inquiry::Question;
use crate::app::theme::{semibold, size};
use crate::app::widgets::{
    Dialog, DialogAnswer, ProgressRow, Words, checkbox_ui, dialog_ui, isolated, section_head_ui, segmented_ui,
    select_ui, words_ui,
};
use crate::formats::{FORMATS, Format, Losses, OverlapPolicy, TagScheme, named};
use crate::model::AnnotatorId;
use crate::text::Unit;
use crate::workspace::Foreseen;
use egui::{Context, Id, Ui};

const UNITS: [Unit; 3] = [Unit::CodePoint, Unit::Utf16, Unit::Byte];
const UNIT_WORDS: [&str; 3] = ["Code points", "UTF-16", "Bytes"];
const POLICIES: [OverlapPolicy; 4] =
    [OverlapPolicy::Longest, OverlapPolicy::First, OverlapPolicy::Layers, OverlapPolicy::Error];
const POLICY_WORDS: [&str; 4] = ["Keep the longest", "Keep the first", "A file for each layer", "Refuse"];
const SCHEMES: [TagScheme; 4] = [TagScheme::Iob2, TagScheme::Iob1, TagScheme::Bioes, TagScheme::Bilou];
const SCHEME_WORDS: [&str; 4] = ["IOB2", "IOB1", "BIOES", "BILOU"];

/// Draws the dialog.
pub fn export_ui(cx: &Context, view: &ViewCx<'_>, draft: &mut ExportDraft, actions: &mut Actions) {
    let problem = draft.choices.problem(view.desk.workspace.project());
    if problem.is_none() && draft.asked.as_ref() != Some(&draft.choices) {
        draft.version += 1;
        draft.asked = Some(draft.choices.clone());
        actions.push(Action::ForeseeExport(draft.version, Box::new(draft.choices.clone())));
    }
    let exporting = &view.desk.exporting;
    let answer = exporting.of(draft.version).filter(|_| problem.is_none());
    // The last answer stands there until the next one is, so that nothing jumps.
    let shown = exporting.last();
    let outlook = shown.and_then(|shown| shown.as_ref().ok());
    let can_confirm = answer.is_some_and(|answer| answer.as_ref().is_ok_and(|it| is_written(&it.seen, &draft.choices)));
    let (detail, share) = exporting.doing();
    let doing = ProgressRow { label: ExportQuestion::DOING, share, detail: &detail, ..ProgressRow::default() };
    let dialog = Dialog {
        can_confirm,
        doing: (problem.is_none() && answer.is_none()).then_some(doing),
        width: 680.0,
        height: Some(EXCHANGE),
        holds_work: true,
        ..Dialog::new(Id::unique("export"), "Export", "Choose where")
    };
    let answered = dialog_ui(cx, &dialog, |ui| {
        // Each part is one to what surrounds it, however much it shows, so that a field below keeps the keyboard.
        ui.scope(|ui| {
            what_ui(ui, view, &mut draft.choices);
            if let Some(format) = named(draft.choices.format) {
                how_ui(ui, format, &mut draft.choices);
            }
            checkbox_ui(ui, &mut draft.choices.fail_on_loss, "Write nothing if the format cannot hold everything");
        });
        ui.add_space(size::SPACE_S);
        ui.scope(|ui| match (&problem, shown) {
            (Some(why), _) | (None, Some(Err(why))) => {
                words_ui(ui, &Words::sentence(why).color(view.theme.danger));
            }
            (None, Some(Ok(outlook))) => seen_ui(ui, view, &outlook.seen, &draft.choices),
            (None, None) => {}
        });
        ui.scope(|ui| {
            if let Some(outlook) = outlook.filter(|_| problem.is_none()) {
                losses_ui(
                    ui,
                    view.theme,
                    "What the format cannot hold",
                    &outlook.seen.losses,
                    &[],
                    &mut draft.shows_all,
                );
            }
        });
        let fields = outlook.map(|outlook| outlook.fields.as_slice()).unwrap_or_default();
        let tags = outlook.map(|outlook| outlook.tags.as_slice()).unwrap_or_default();
        ui.scope(|ui| documents_ui(ui, view, &mut draft.choices, fields));
        ui.scope(|ui| tags_ui(ui, view, &mut draft.choices, tags));
        let shown = outlook.filter(|_| problem.is_none());
        ui.scope(|ui| parts_ui(ui, &mut draft.choices, shown));
    });
    match answered {
        Some(DialogAnswer::Confirmed) => actions.push(Action::AskWhereToExport(Box::new(draft.choices.clone()))),
        Some(_) => actions.push(Action::CloseExport(Box::new(draft.choices.clone()))),
        None => {}
    }
}

/// Whether something is written.
fn is_written(seen: &Foreseen, choices: &ExportChoices) -> bool {
    let is_loss_refused = choices.fail_on_loss && !seen.losses.is_empty();
    seen.refusal.is_none() && seen.n_documents > 0 && !is_loss_refused
}

/// Which format, and whose spans.
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
    if format.is_for_spreadsheets() {
        section_head_ui(ui, "For spreadsheets");
        checkbox_ui(ui, &mut choices.bom, "A byte order mark before the table, as Excel needs one");
        let label = "An apostrophe before words that would be run, as they begin with = + - or @";
        checkbox_ui(ui, &mut choices.guard_formulas, label);
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

/// What would be written, in a line or two.
fn seen_ui(ui: &mut Ui, view: &ViewCx<'_>, seen: &Foreseen, choices: &ExportChoices) {
    if let Some(why) = &seen.refusal {
        let says = format!("{}. {}", capitalized(&why.to_string()), why.hint());
        words_ui(ui, &Words::sentence(&says).color(view.theme.danger));
        return;
    }
    let says = format!("{}, {}", counted(seen.n_documents, "document"), counted(seen.n_spans, "span"));
    words_ui(ui, &Words::line(&says).font(semibold(size::TEXT_TITLE)));
    let (says, is_grave) = if seen.n_documents == 0 && choices.is_agreed {
        ("Nothing is left to write: on no document do annotators agree so far.".to_owned(), true)
    } else if seen.n_documents == 0 {
        ("Nothing is left to write: choose other documents, annotators or states.".to_owned(), true)
    } else if !is_written(seen, choices) {
        ("Nothing would be written, as not all of it goes out: what does not is told below.".to_owned(), true)
    } else {
        (held(&seen.losses), seen.losses.is_serious())
    };
    let color = if is_grave { view.theme.warning } else { view.theme.text_soft };
    words_ui(ui, &Words::sentence(&says).soft(view.theme).color(color));
}

/// Whether the format holds all of it.
fn held(losses: &Losses) -> String {
    match losses.iter().filter(|loss| !loss.kind.is_asked_for()).count() {
        0 => "The format holds all of it.".to_owned(),
        1 => "The format cannot hold all of it: one kind of loss.".to_owned(),
        n => format!("The format cannot hold all of it: {n} kinds of loss."),
    }
}
