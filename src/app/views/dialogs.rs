//! The dialogs of the window itself: paths, new projects, who is labeling, how the article is set.

use super::ViewCx;
use crate::app::action::{Action, Actions};
use crate::app::files::{complete_path, expand_home};
use crate::app::overlay::{Overlay, PathPurpose};
use crate::app::preferences::Reading;
use crate::app::reader::Numbers;
use crate::app::theme::{ArticleFace, Theme, icons, reading, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, Dialog, DialogAnswer, ListRow, PathField, Popover, Words, button_ui, dialog_ui, list_row_ui, path_field_ui,
    popover_ui, section_head_ui, segmented_ui, select_ui, slider_ui, soft_ui, typed_preview_ui, words_ui,
};
use crate::model::AnnotatorKind;
use crate::store::{self, STARTER_CODEBOOKS};
use egui::{Context, Id, LayerId, Rect, RichText, TextEdit, Ui};
use std::path::PathBuf;

/// Draws the path field that does what a file dialog would.
pub fn path_ui(cx: &Context, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Path { purpose, text, why } = overlay else { return };
    let can_confirm = !text.trim().is_empty();
    let there = purpose.is_save().then(|| what_is_there(cx, text)).flatten();
    let verb = if there.is_some() { "Replace" } else { purpose.verb() };
    let dialog = Dialog { can_confirm, width: 560.0, ..Dialog::new(Id::unique("path dialog"), purpose.title(), verb) };
    let mut submitted = false;
    let answer = dialog_ui(cx, &dialog, |ui| {
        if let Some(why) = why {
            let color = Theme::of(ui).text_soft;
            words_ui(ui, &Words::sentence(why).color(color));
            ui.add_space(size::SPACE_S);
        }
        let field = PathField { id: Id::unique("path field"), label: "Path", hint: purpose.hint() };
        let shown = path_field_ui(ui, &field, text, &complete_path);
        typed_preview_ui(ui, text);
        if let Some(there) = there {
            let color = Theme::of(ui).warning;
            words_ui(ui, &Words::sentence(there).color(color));
        }
        submitted = shown.submitted;
        if ui.memory(|memory| memory.focused().is_none()) {
            shown.response.request_focus();
        }
    });
    match answer {
        Some(DialogAnswer::Confirmed) => actions.push(picked(*purpose, vec![expand_home(text)])),
        None if submitted && can_confirm => actions.push(picked(*purpose, vec![expand_home(text)])),
        // What was chosen for an export is still there.
        Some(_) if *purpose == PathPurpose::Export => actions.verb(Verb::Export),
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

/// What would be replaced where something is to be written, looked up when another path is typed.
fn what_is_there(cx: &Context, typed: &str) -> Option<&'static str> {
    let kept = Id::unique("what is there");
    let known: Option<(String, Option<&'static str>)> = cx.data(|data| data.get_temp(kept));
    if let Some((_, there)) = known.filter(|(path, _)| path == typed) {
        return there;
    }
    let there = match store::list_folder(&expand_home(typed)) {
        Ok(entries) if entries.is_empty() => None,
        Ok(_) => Some("There is something in this folder: files of the same names are replaced, all others stay"),
        Err(_) if store::is_file(&expand_home(typed)) => Some("This file is there already, and is replaced"),
        Err(_) => None,
    };
    cx.data_mut(|data| data.insert_temp(kept, (typed.to_owned(), there)));
    there
}

/// What is done with paths once they are chosen.
pub fn picked(purpose: PathPurpose, paths: Vec<PathBuf>) -> Action {
    let first = paths.first().cloned();
    let with = |act: fn(PathBuf) -> Action| first.map_or(Action::CloseOverlay, act);
    match purpose {
        PathPurpose::Articles => Action::AddFiles(paths),
        PathPurpose::ReplaceText => with(Action::ReplaceText),
        PathPurpose::Project => with(Action::OpenProject),
        PathPurpose::NewProject => with(|folder| {
            let name = String::new();
            let folder = folder.display().to_string();
            Action::ShowOverlay(Box::new(Overlay::NewProject { name, folder, codebook: 0 }))
        }),
        PathPurpose::ImportCodebook => with(Action::ImportCodebook),
        PathPurpose::WordList => with(Action::ReadWords),
        PathPurpose::ExportCodebook => with(Action::ExportCodebook),
        PathPurpose::CodebookPage => with(Action::SaveCodebookPage),
        PathPurpose::ExportTable => with(Action::ExportTable),
        PathPurpose::AgreementReport => with(Action::SaveAgreement),
        PathPurpose::SaveCopy => with(Action::SaveCopy),
        PathPurpose::SendWork => with(Action::SendWork),
        PathPurpose::Export => with(Action::Export),
    }
}

/// Draws the dialog of a new project.
pub fn new_project_ui(cx: &Context, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::NewProject { name, folder, codebook } = overlay else { return };
    let can_confirm = !name.trim().is_empty() && !folder.trim().is_empty();
    let dialog =
        Dialog { can_confirm, width: 560.0, ..Dialog::new(Id::unique("new project"), "New project", "Make it") };
    let answer = dialog_ui(cx, &dialog, |ui| {
        let label = section_head_ui(ui, "Name");
        let field = ui.add(TextEdit::singleline(name).hint_text("Ceasefire coverage").desired_width(f32::INFINITY));
        let field = field.labelled_by(label.id);
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        typed_preview_ui(ui, name);
        section_head_ui(ui, "Folder");
        let path =
            PathField { id: Id::unique("project folder"), label: "Folder", hint: PathPurpose::NewProject.hint() };
        path_field_ui(ui, &path, folder, &complete_path);
        ui.push_id("folder", |ui| typed_preview_ui(ui, folder));
        section_head_ui(ui, "Codebook to start with");
        let names: Vec<&str> = STARTER_CODEBOOKS.iter().map(|(_, name, _)| *name).chain(["An empty one"]).collect();
        select_ui(ui, "Codebook to start with", &names, codebook);
    });
    match answer {
        Some(DialogAnswer::Confirmed) => actions.push(Action::CreateProject {
            folder: expand_home(folder),
            name: name.trim().to_owned(),
            codebook: STARTER_CODEBOOKS.get(*codebook).map(|(id, _, _)| *id),
        }),
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

/// Draws the question who is labeling.
pub fn annotator_ui(cx: &Context, view: &ViewCx<'_>, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Annotator { name } = overlay else { return };
    let can_confirm = !name.trim().is_empty();
    let title = "Who is labeling";
    let dialog = Dialog { can_confirm, ..Dialog::new(Id::unique("annotator"), title, "That is me") };
    let answer = dialog_ui(cx, &dialog, |ui| {
        ui.label(
            RichText::new("Every span carries the name of who made it. You say this once on this computer.")
                .color(view.theme.text_soft),
        );
        let label = section_head_ui(ui, "Your name");
        let field = ui.add(TextEdit::singleline(name).hint_text("Such as Ana Pérez").desired_width(f32::INFINITY));
        let field = field.labelled_by(label.id);
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        typed_preview_ui(ui, name);
        known_ui(ui, view, actions);
    });
    match answer {
        Some(DialogAnswer::Confirmed) => {
            actions.push(Action::BeAnnotator { name: name.trim().to_owned(), id: None });
        }
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

/// The annotators of the project, to go on as one of them.
fn known_ui(ui: &mut Ui, view: &ViewCx<'_>, actions: &mut Actions) {
    let project = view.desk.workspace.project();
    if project.annotators.is_empty() {
        return;
    }
    section_head_ui(ui, "Or go on as");
    for annotator in project.annotators.values().filter(|annotator| annotator.kind == AnnotatorKind::Human) {
        let selected = view.desk.workspace.annotator() == Some(&annotator.id);
        let row = ListRow { icon: Some((icons::USER, None)), title: &annotator.name, selected, ..ListRow::default() };
        if list_row_ui(ui, &row).clicked() {
            actions.push(Action::BeAnnotator { name: annotator.name.clone(), id: Some(annotator.id.clone()) });
        }
    }
}

/// Draws the choice whose spans stand beside one's own.
pub fn others_ui(cx: &Context, view: &ViewCx<'_>, actions: &mut Actions) {
    let dialog = Dialog { cancel: "", ..Dialog::new(Id::unique("others"), "Show another annotator's spans", "Done") };
    let answer = dialog_ui(cx, &dialog, |ui| {
        let project = view.desk.workspace.project();
        let nobody = ListRow { title: "Nobody else's", selected: view.desk.others.is_none(), ..ListRow::default() };
        if list_row_ui(ui, &nobody).clicked() {
            actions.push(Action::ShowOthers(None));
        }
        if view.desk.is_sealed() {
            soft_ui(ui, "The sets of others are sealed until all who label this article are done.");
            return;
        }
        let me = view.desk.workspace.annotator();
        for annotator in project.annotators.values().filter(|annotator| Some(&annotator.id) != me) {
            let n_spans = view.desk.page.document.as_ref().and_then(|document| {
                let key = crate::model::SetKey { document: document.clone(), annotator: annotator.id.clone() };
                project.set(&key).map(|set| set.spans.len())
            });
            let detail = n_spans.map_or("nothing here".to_owned(), |n| super::counted(n, "span"));
            let selected = view.desk.others.as_ref() == Some(&annotator.id);
            let icon = Some((icons::USER, None));
            let row = ListRow { icon, title: &annotator.name, detail: &detail, selected, ..ListRow::default() };
            if list_row_ui(ui, &row).clicked() {
                actions.push(Action::ShowOthers(Some(annotator.id.clone())));
            }
        }
    });
    if answer.is_some() {
        actions.push(Action::CloseOverlay);
    }
}

/// Draws the choices of typeface, size, spacing and width; the article follows at once.
pub fn reading_ui(cx: &Context, chosen: &mut Reading, beside: Rect, layer: LayerId, actions: &mut Actions) {
    let popover = Popover { id: Id::unique("reading"), label: "Reading settings", beside, layer, width: 300.0 };
    let shown = popover_ui(cx, &popover, |ui| {
        ui.spacing_mut().item_spacing.y = size::SPACE_XS;
        section_head_ui(ui, "Typeface");
        let faces: Vec<&str> = ArticleFace::ALL.iter().map(|face| face.family()).collect();
        segmented_ui(ui, "Typeface", &faces, &mut chosen.face);
        let color = Theme::of(ui).text_soft;
        ui.label(RichText::new("The quick brown fox").font(reading(size::TEXT_TITLE)).color(color));
        number_ui(ui, "Size", &mut chosen.size, Reading::SIZES);
        number_ui(ui, "Line spacing", &mut chosen.line_height, Reading::LINE_HEIGHTS);
        number_ui(ui, "Characters in a line", &mut chosen.measure, Reading::MEASURES);
        section_head_ui(ui, "Numbers in the margin");
        let mut numbers = Numbers::ALL.iter().position(|numbers| *numbers == chosen.numbers).unwrap_or(0);
        segmented_ui(ui, "Numbers in the margin", &Numbers::ALL.map(Numbers::name), &mut numbers);
        chosen.numbers = Numbers::ALL.get(numbers).copied().unwrap_or_default();
        if button_ui(ui, &Button { label: "As at first", ..Button::default() }).clicked() {
            *chosen = Reading::default();
        }
    });
    if shown.is_some_and(|shown| shown.dismissed) {
        actions.push(Action::CloseOverlay);
    }
}

fn number_ui(ui: &mut Ui, name: &str, value: &mut f32, range: std::ops::RangeInclusive<f32>) {
    section_head_ui(ui, name);
    let mut number = f64::from(*value);
    let range = f64::from(*range.start())..=f64::from(*range.end());
    if slider_ui(ui, name, &mut number, range).changed() {
        *value = ((number * 10.0).round() / 10.0) as f32;
    }
}
