//! The dialogs that give an article another text: all of it from a file, or some words typed anew. What becomes of the
//! spans stands there before it is done.

use super::{ViewCx, counted, in_context};
use crate::app::action::{Action, Actions};
use crate::app::drafts::RevisionDraft;
use crate::app::overlay::Overlay;
use crate::app::revising::{Answer, NewText, RevisionPlan};
use crate::app::theme::{semibold, size};
use crate::app::widgets::{
    Dialog, DialogAnswer, ProgressRow, TagChip, Words, dialog_ui, isolated, progress_row_ui, section_head_ui, soft_ui,
    tag_chip_ui, typed_preview_ui, words_ui,
};
use crate::edit::{Reanchored, Revised};
use crate::text::{Fate, Text, TextRange};
use egui::{Color32, Context, Id, Key, KeyboardShortcut, Modifiers, ScrollArea, TextEdit, Ui};

/// How high the list of spans may become, in points.
const LIST: f32 = 260.0;
/// How high one of them is: what became of it, and the words before and after.
const ROW: f32 = 64.0;
/// How much of the text stands around a span in the list, in characters.
const AROUND: usize = 32;
/// How many lines of the field of words are seen at once.
const LINES: usize = 3;

/// Draws the dialog for a text that comes from a file.
pub fn replace_text_ui(cx: &Context, view: &ViewCx<'_>, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Revise(draft) = overlay else { return };
    let (Some(document), NewText::File(path)) = (view.desk.workspace.project().document(&draft.document), &draft.new)
    else {
        return actions.push(Action::CloseOverlay);
    };
    let title = format!("Replace the text of “{}”", isolated(&document.title));
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let answer = answer(view, draft, actions);
    let can_confirm = matches!(answer, Some(Ok(_)));
    let dialog = Dialog { can_confirm, width: 620.0, ..Dialog::new(Id::unique("replace text"), &title, "Replace") };
    let answered = dialog_ui(cx, &dialog, |ui| {
        soft_ui(ui, &format!("By what is in {}. Nothing changes before you say so.", isolated(&file)));
        ui.add_space(size::SPACE_S);
        match answer {
            None => working_ui(ui, view),
            Some(Err(why)) => drop(words_ui(ui, &Words::sentence(why).color(view.theme.danger))),
            Some(Ok(plan)) => plan_ui(ui, view, plan),
        }
    });
    finish(answered, draft, actions);
}

/// Draws the dialog in which some words are typed anew.
pub fn correct_text_ui(cx: &Context, view: &ViewCx<'_>, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Revise(draft) = overlay else { return };
    let Some(document) = view.desk.workspace.project().document(&draft.document).cloned() else {
        return actions.push(Action::CloseOverlay);
    };
    let NewText::Typed { part, typed } = draft.new.clone() else { return actions.push(Action::CloseOverlay) };
    // Somebody else may have changed the text meanwhile.
    if document.text != draft.text {
        actions.push(Action::Say(
            crate::app::widgets::ToastKind::Warning,
            "The text was changed meanwhile. Select the words to correct again".to_owned(),
        ));
        return actions.push(Action::CloseOverlay);
    }
    let (mut typed, was) = (typed, document.text.typed(part));
    let is_changed = typed != was;
    let confirm = if typed.is_empty() { "Take out" } else { "Correct" };
    let dialog = Dialog {
        can_confirm: is_changed,
        width: 520.0,
        ..Dialog::new(Id::unique("correct text"), "Correct the text", confirm)
    };
    let answered = dialog_ui(cx, &dialog, |ui| {
        let label = section_head_ui(ui, "Words");
        let new_line = KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter);
        let edit =
            TextEdit::multiline(&mut typed).desired_rows(LINES).desired_width(f32::INFINITY).return_key(new_line);
        let field = ScrollArea::vertical().id_salt("words").max_height(120.0).show(ui, |ui| ui.add(edit)).inner;
        let field = field.labelled_by(label.id);
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        typed_preview_ui(ui, &typed);
        soft_ui(ui, &format!("Was {}", in_context(&document.text, part, AROUND)));
        draft.new = NewText::Typed { part, typed: typed.clone() };
        let is_changed = typed != was;
        // The last plan stands there until the next one is there, so that the field stays where it is.
        let shown = is_changed.then(|| answer(view, draft, actions).or_else(|| view.desk.revising.last())).flatten();
        if let Some(Ok(plan)) = shown
            && let Some((_, now)) = plan.revision.corrected()
        {
            soft_ui(ui, &format!("Will be {}", in_context(plan.revision.after(), now, AROUND)));
        }
        ui.add_space(size::SPACE_S);
        match shown {
            _ if !is_changed => drop(soft_ui(ui, "Nothing is changed yet. Shift+Enter begins a line.")),
            None => drop(soft_ui(ui, "Looking where the spans go…")),
            Some(Err(why)) => drop(words_ui(ui, &Words::sentence(why).color(view.theme.danger))),
            Some(Ok(plan)) => corrected_ui(ui, view, plan),
        }
    });
    // Enter may come before the plan does.
    if answered == Some(DialogAnswer::Confirmed) {
        draft.is_wanted = true;
    } else if answered.is_some() {
        return actions.push(Action::CloseOverlay);
    }
    if draft.is_wanted {
        match answer(view, draft, actions) {
            Some(Ok(_)) => actions.push(Action::Revise(draft.version)),
            Some(Err(_)) => draft.is_wanted = false,
            None => {}
        }
    }
}

/// The answer to what the draft asks now; asks when it is another question, or when the project has changed since.
fn answer<'a>(view: &'a ViewCx<'_>, draft: &mut RevisionDraft, actions: &mut Actions) -> Option<&'a Answer> {
    let answer = view.desk.revising.of(draft.version);
    let is_stale = |answer: &Answer| matches!(answer, Ok(plan) if !plan.is_current(view.desk.workspace.project()));
    if draft.asked.as_ref() != Some(&draft.new) || answer.is_some_and(is_stale) {
        draft.version += 1;
        draft.asked = Some(draft.new.clone());
        actions.push(Action::PlanRevision(draft.version, draft.document.clone(), draft.new.clone()));
        return None;
    }
    answer
}

fn finish(answered: Option<DialogAnswer>, draft: &RevisionDraft, actions: &mut Actions) {
    match answered {
        Some(DialogAnswer::Confirmed) => actions.push(Action::Revise(draft.version)),
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

fn working_ui(ui: &mut Ui, view: &ViewCx<'_>) {
    let (doing, _) = view.desk.revising.doing();
    let label = if doing.is_empty() { "Beginning" } else { &doing };
    progress_row_ui(ui, &ProgressRow { label, ..ProgressRow::default() });
}

/// What would become of the spans when all of the text is another one.
fn plan_ui(ui: &mut Ui, view: &ViewCx<'_>, plan: &RevisionPlan) {
    let report = &plan.report;
    counts_ui(ui, view, report);
    if report.total() > 0 && !report.is_same_text() {
        let warning = "Few spans are found for sure: this may be the text of another article.";
        words_ui(ui, &Words::sentence(warning).color(view.theme.warning));
    }
    for loss in &plan.losses {
        words_ui(ui, &Words::sentence(loss).soft(view.theme).color(view.theme.warning));
    }
    beside_ui(ui, view, plan);
    spans_ui(ui, view, plan);
}

/// What would become of the spans when some words are corrected: how many of all come how far, and those in which
/// words are changed.
fn corrected_ui(ui: &mut Ui, view: &ViewCx<'_>, plan: &RevisionPlan) {
    counts_ui(ui, view, &plan.report);
    let says = match plan.spans.len() {
        0 => "No span is touched".to_owned(),
        n => format!("{} touched", counted(n, "span")),
    };
    soft_ui(ui, &says);
    beside_ui(ui, view, plan);
    spans_ui(ui, view, plan);
}

/// How many spans come how far.
fn counts_ui(ui: &mut Ui, view: &ViewCx<'_>, report: &Reanchored) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = size::SPACE_L;
        let counts = [
            (report.kept, "kept", view.theme.text),
            (report.moved, "moved", view.theme.text),
            (report.uncertain, "uncertain", view.theme.warning),
            (report.lost, "lost", view.theme.danger),
        ];
        for (n, word, color) in counts {
            let color = if n > 0 { color } else { view.theme.text_soft };
            let says = format!("{} {word}", super::thousands(n));
            words_ui(ui, &Words::line(&says).font(semibold(size::TEXT_TITLE)).color(color));
        }
    });
}

/// What goes with the spans.
fn beside_ui(ui: &mut Ui, view: &ViewCx<'_>, plan: &RevisionPlan) {
    let goes = |ui: &mut Ui, n: usize, what: &str, how: &str| {
        if n > 0 {
            let says = format!("{} {how}", counted(n, what));
            words_ui(ui, &Words::sentence(&says).color(view.theme.warning));
        }
    };
    goes(ui, plan.n_relations, "relation", "would lose an end and go");
    goes(ui, plan.n_parts, "part that was left out", "would not be found again");
    if plan.report.uncertain + plan.report.lost > 0 {
        soft_ui(ui, "What is uncertain or lost leaves a note that says what it was.");
    }
}

fn spans_ui(ui: &mut Ui, view: &ViewCx<'_>, plan: &RevisionPlan) {
    if plan.spans.is_empty() {
        return;
    }
    ui.add_space(size::SPACE_S);
    let area = ScrollArea::vertical().id_salt("spans").max_height(LIST).auto_shrink([false, true]);
    area.show_rows(ui, ROW, plan.spans.len(), |ui, rows| {
        for (n, revised) in plan.spans.iter().enumerate().skip(rows.start).take(rows.len()) {
            ui.push_id(n, |ui| {
                let top = ui.cursor().top();
                span_ui(ui, view, plan, revised);
                ui.add_space((top + ROW - ui.spacing().item_spacing.y - ui.cursor().top()).max(0.0));
            });
        }
    });
}

/// A span before and after, in its context, with who marked it.
fn span_ui(ui: &mut Ui, view: &ViewCx<'_>, plan: &RevisionPlan, revised: &Revised) {
    let project = view.desk.workspace.project();
    let (word, color) = fate(view, revised.fate);
    ui.horizontal(|ui| {
        let tag = project.codebook.tag(&revised.span.tag);
        let name = tag.map_or(revised.span.tag.as_str(), |tag| tag.name.as_str());
        let colors = tag.map_or_else(|| view.theme.untagged(), |tag| view.colors(tag));
        tag_chip_ui(ui, &TagChip { name, colors, selected: false, removable: false });
        words_ui(ui, &Words::line(word).font(semibold(size::TEXT_SECONDARY)).color(color));
        soft_ui(ui, &isolated(view.desk.workspace.annotator_name(&revised.set.annotator)));
    });
    line_ui(ui, view, "Was", plan.revision.before(), revised.span.hull());
    match &revised.at {
        Some(at) => line_ui(ui, view, "Now", plan.revision.after(), at.hull()),
        None => drop(soft_ui(ui, "Now nothing like it is there")),
    }
}

fn line_ui(ui: &mut Ui, view: &ViewCx<'_>, word: &str, text: &Text, at: TextRange) {
    let line = format!("{word} {}", in_context(text, at, AROUND));
    words_ui(ui, &Words { lines: 1, ..Words::sentence(&line).soft(view.theme) });
}

fn fate(view: &ViewCx<'_>, fate: Fate) -> (&'static str, Color32) {
    match fate {
        Fate::Kept => ("kept", view.theme.text_soft),
        Fate::Moved => ("moved along", view.theme.text_soft),
        Fate::Uncertain => ("uncertain", view.theme.warning),
        Fate::Lost => ("lost", view.theme.danger),
    }
}
