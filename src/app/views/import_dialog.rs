//! The dialog before files come in: what is in them, what its tags become, and what would not come through.

use super::exchange_lists::{EXCHANGE, cell_ui, kind_word, losses_ui, more_ui, refused_ui, tag_cell_ui};
use super::{ViewCx, counted, thousands};
use crate::app::action::{Action, Actions};
use crate::app::drafts::ImportDraft;
use crate::app::importing::{FoundTag, ImportPlan, ImportQuestion, Owner};
use crate::app::inquiry::Question;
use crate::app::theme::{semibold, size};
use crate::app::widgets::{
    Dialog, DialogAnswer, ProgressRow, Words, checkbox_ui, dialog_ui, isolated, section_head_ui, select_ui, soft_ui,
    typed_preview_ui, words_ui,
};
use crate::formats::{FORMATS, Header};
use crate::model::AnnotatorId;
use egui::{Context, Id, TextEdit, Ui};
use std::collections::BTreeMap;

/// How many documents are shown before all are asked for.
const DOCUMENTS: usize = 6;
/// How wide titles are, in points.
const TITLE: f32 = 420.0;
/// How wide the names of what columns can be are, and the choices of columns, in points.
const ROLE: f32 = 84.0;
const COLUMN: f32 = 220.0;
/// What columns can be, as a map of columns calls it and as people do, in the order in which they are shown.
const ROLES: [(&str, &str); 14] = [
    ("text", "Text"),
    ("title", "Title"),
    ("date", "Date"),
    ("outlet", "Outlet"),
    ("id", "Id"),
    ("language", "Language"),
    ("document", "Document"),
    ("annotator", "Annotator"),
    ("label", "Tag"),
    ("start", "Start"),
    ("end", "End"),
    ("spans", "Spans"),
    ("tokens", "Tokens"),
    ("tags", "Token tags"),
];

/// Draws the dialog.
pub fn import_ui(cx: &Context, view: &ViewCx<'_>, draft: &mut ImportDraft, actions: &mut Actions) {
    if draft.asked.as_ref() != Some(&draft.choices) {
        draft.version += 1;
        draft.asked = Some(draft.choices.clone());
        actions.push(Action::LookAtFiles(draft.version, Box::new(draft.choices.clone())));
    }
    let importing = &view.desk.importing;
    let answer = importing.of(draft.version);
    // The last answer stands there until the next one is, so that nothing jumps.
    let shown = answer.or_else(|| importing.last());
    let taken = answer.and_then(|answer| answer.as_ref().ok()).map(|plan| &plan.taken);
    let n = taken.map_or(0, |taken| taken.n_documents);
    let has_tags = taken.is_some_and(|taken| taken.has_codebook && !taken.import.tags.is_empty());
    let confirm = if n > 0 { format!("Import {}", thousands(n)) } else { "Import".to_owned() };
    let title = match draft.choices.paths.as_slice() {
        [one] => {
            let name = one.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            format!("Import {}", isolated(&name))
        }
        many => format!("Import {}", counted(many.len(), "file")),
    };
    let (detail, share) = importing.doing();
    let doing = ProgressRow { label: ImportQuestion::DOING, share, detail: &detail, ..ProgressRow::default() };
    let dialog = Dialog {
        can_confirm: n > 0 || has_tags,
        doing: answer.is_none().then_some(doing),
        width: 680.0,
        height: Some(EXCHANGE),
        holds_work: true,
        ..Dialog::new(Id::unique("import"), &title, &confirm)
    };
    let answered = dialog_ui(cx, &dialog, |ui| {
        choices_ui(ui, view, draft);
        ui.add_space(size::SPACE_M);
        match shown {
            None => {}
            Some(Err(why)) => drop(words_ui(ui, &Words::sentence(why).color(view.theme.danger))),
            Some(Ok(plan)) => plan_ui(ui, view, draft, plan),
        }
    });
    match answered {
        Some(DialogAnswer::Confirmed) => actions.push(Action::Import(draft.version)),
        Some(_) => actions.push(Action::CloseImport),
        None => {}
    }
}

/// How the files are read, and whose what they say is.
fn choices_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut ImportDraft) {
    let choices = &mut draft.choices;
    ui.horizontal(|ui| {
        let readers: Vec<(&'static str, &'static str)> =
            FORMATS.iter().filter(|format| format.is_read()).map(|format| (format.id(), format.name())).collect();
        let names: Vec<&str> =
            std::iter::once("Find out the format").chain(readers.iter().map(|(_, name)| *name)).collect();
        let mut at =
            choices.format.and_then(|id| readers.iter().position(|(other, _)| *other == id)).map_or(0, |at| at + 1);
        if select_ui(ui, "Format", &names, &mut at).changed() {
            choices.format = at.checked_sub(1).and_then(|at| readers.get(at)).map(|(id, _)| *id);
        }
        owner_ui(ui, view, &mut choices.owner);
    });
    if let Owner::New(name) = &choices.owner {
        typed_preview_ui(ui, name);
    }
}

/// Whose the spans are: what the files say, an annotator, or somebody new.
fn owner_ui(ui: &mut Ui, view: &ViewCx<'_>, owner: &mut Owner) {
    let project = view.desk.workspace.project();
    let ids: Vec<&AnnotatorId> = project.annotators.keys().collect();
    let there = ids.iter().map(|id| format!("Spans of {}", isolated(project.annotator_name(id))));
    let ways: Vec<String> = std::iter::once("Spans of whom the files name".to_owned())
        .chain(there)
        .chain(["Spans of somebody else".to_owned()])
        .collect();
    let names: Vec<&str> = ways.iter().map(String::as_str).collect();
    let somebody = names.len() - 1;
    let mut at = match owner {
        Owner::Named => 0,
        Owner::There(id) => ids.iter().position(|other| *other == id).map_or(0, |at| at + 1),
        Owner::New(_) => somebody,
    };
    if select_ui(ui, "Whose spans they are", &names, &mut at).changed() {
        *owner = match at.checked_sub(1).and_then(|at| ids.get(at)) {
            Some(id) => Owner::There((*id).clone()),
            None if at == somebody => Owner::New(String::new()),
            None => Owner::Named,
        };
    }
    if let Owner::New(name) = owner {
        let field = TextEdit::singleline(name).hint_text("Name").desired_width(f32::INFINITY);
        ui.add(field).accessible_name("Whose spans they are");
    }
}

fn plan_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut ImportDraft, plan: &ImportPlan) {
    summary_ui(ui, view, plan);
    if !plan.taken.header.columns.is_empty() {
        columns_ui(ui, view, draft, &plan.taken.header);
    }
    refused_ui(ui, view.theme, &plan.taken.refused, &draft.choices.paths);
    if !plan.taken.refused.is_empty() {
        checkbox_ui(ui, &mut draft.choices.keep_good, "Take what is good of files that have a mistake");
    }
    losses_ui(ui, view.theme, "Not as it was", &plan.taken.losses, &draft.choices.paths, &mut draft.shows_all_losses);
    if !plan.tags.is_empty() {
        tags_ui(ui, view, draft, plan);
    }
    documents_ui(ui, view, draft, plan);
}

/// What would come in, in one line, and from which formats.
fn summary_ui(ui: &mut Ui, view: &ViewCx<'_>, plan: &ImportPlan) {
    let taken = &plan.taken;
    let n_there = taken.n_documents - taken.import.documents.len();
    let mut says = counted(taken.n_documents, "document");
    if n_there > 0 {
        says.push_str(&format!(" ({} there already)", thousands(n_there)));
    }
    says.push_str(&format!(", {}", counted(taken.n_spans, "span")));
    if taken.n_documents == 0 && taken.has_codebook {
        says = counted(taken.import.tags.len(), "new tag");
    }
    if taken.n_relations > 0 {
        says.push_str(&format!(", {}", counted(taken.n_relations, "relation")));
    }
    words_ui(ui, &Words::line(&says).font(semibold(size::TEXT_TITLE)));
    if taken.n_unnamed > 0 {
        let spans = counted(taken.n_unnamed, "span");
        let says = format!("The files do not say whose {spans} are: they become yours");
        words_ui(ui, &Words::sentence(&says).color(view.theme.warning));
    }
    let formats: Vec<String> = plan.formats.iter().map(|(name, n)| format!("{name} ({n})")).collect();
    words_ui(ui, &Words::line(&formats.join(", ")).soft(view.theme));
}

fn documents_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut ImportDraft, plan: &ImportPlan) {
    if plan.documents.is_empty() {
        return;
    }
    section_head_ui(ui, "Documents");
    let n_shown = if draft.shows_all { plan.documents.len() } else { DOCUMENTS };
    for document in plan.documents.iter().take(n_shown) {
        ui.horizontal(|ui| {
            let mut facts = counted(document.n_characters, "character");
            if document.n_spans > 0 {
                facts.push_str(&format!(", {}", counted(document.n_spans, "span")));
            }
            if document.is_there {
                facts.push_str(", there already");
            }
            cell_ui(ui, TITLE, |ui| drop(words_ui(ui, &Words::line(&isolated(&document.title)))));
            words_ui(ui, &Words::line(&facts).soft(view.theme));
        });
    }
    let n_listed = plan.documents.len().saturating_sub(n_shown);
    let n_more = plan.taken.n_documents.saturating_sub(plan.documents.len().min(n_shown));
    if n_listed > 0 {
        draft.shows_all = more_ui(ui, &format!("And {} more", thousands(n_more)));
    } else if n_more > 0 {
        soft_ui(ui, &format!("And {} more", thousands(n_more)));
    }
}

/// What each column of a table was taken for, which a person may see otherwise.
fn columns_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut ImportDraft, header: &Header) {
    section_head_ui(ui, "Columns");
    let told: Vec<_> = ROLES.iter().filter(|(role, _)| header.taken.contains_key(role)).collect();
    for pair in told.chunks(2) {
        ui.horizontal(|ui| {
            for (role, name) in pair {
                cell_ui(ui, ROLE, |ui| drop(words_ui(ui, &Words::line(name))));
                cell_ui(ui, COLUMN, |ui| column_ui(ui, &mut draft.choices.columns, header, (role, name)));
            }
        });
    }
    let asked = &draft.choices.columns;
    let is_taken =
        |column: &&String| header.taken.values().flatten().chain(asked.values()).any(|taken| taken == *column);
    let left: Vec<String> = header.columns.iter().filter(|column| !is_taken(column)).map(|it| isolated(it)).collect();
    if !left.is_empty() {
        words_ui(ui, &Words::line(&format!("As metadata: {}", left.join(", "))).soft(view.theme));
    }
}

/// The choice of a column for something; without one it is found out.
fn column_ui(ui: &mut Ui, asked: &mut BTreeMap<String, String>, header: &Header, (role, name): (&str, &str)) {
    let found = header.taken.get(role).and_then(Option::as_ref).filter(|_| !asked.contains_key(role));
    let own = found.map_or_else(|| "None".to_owned(), |column| format!("Found out: {}", isolated(column)));
    let columns: Vec<String> = header.columns.iter().map(|column| isolated(column)).collect();
    let choices: Vec<&str> = std::iter::once(own.as_str()).chain(columns.iter().map(String::as_str)).collect();
    let place = asked.get(role).and_then(|asked| header.columns.iter().position(|column| column == asked));
    let mut at = place.map_or(0, |at| at + 1);
    if select_ui(ui, &format!("Column for {name}"), &choices, &mut at).changed() {
        match at.checked_sub(1).and_then(|at| header.columns.get(at)) {
            Some(column) => drop(asked.insert(role.to_owned(), column.clone())),
            None => drop(asked.remove(role)),
        }
    }
}

/// What each tag of the files becomes: the codebook's tag that it means, a new one, another, or nothing.
fn tags_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut ImportDraft, plan: &ImportPlan) {
    section_head_ui(ui, "Tags");
    let codebook = &view.desk.workspace.project().codebook;
    for (n, tag) in plan.tags.iter().enumerate() {
        ui.push_id(n, |ui| {
            ui.horizontal(|ui| {
                let mut what = match tag.count {
                    0 => "only in the codebook".to_owned(),
                    n => counted(n, kind_word(tag.kind)),
                };
                if let Some(key) = tag.key {
                    what.push_str(&format!(", key {key}"));
                }
                tag_cell_ui(ui, view.theme, tag.color, &tag.name, &what);
                becomes_ui(ui, codebook, draft, tag);
            });
        });
    }
}

fn becomes_ui(ui: &mut Ui, codebook: &crate::model::Codebook, draft: &mut ImportDraft, tag: &FoundTag) {
    let known = tag.known.as_ref().and_then(|id| codebook.tag(id));
    let own = match known {
        Some(tag) => format!("Is {}", isolated(&tag.name)),
        None => "Becomes a new tag".to_owned(),
    };
    let others: Vec<(&str, &str)> =
        codebook.of_kind(tag.kind).map(|tag| (tag.id.as_str(), tag.name.as_str())).collect();
    let named: Vec<String> = others.iter().map(|(_, name)| format!("Becomes {}", isolated(name))).collect();
    let choices: Vec<&str> = [own.as_str(), "Is dropped"].into_iter().chain(named.iter().map(String::as_str)).collect();
    let mut at = match draft.choices.tags.get(&tag.name) {
        None => 0,
        Some(None) => 1,
        Some(Some(id)) => others.iter().position(|(other, _)| other == id).map_or(0, |at| at + 2),
    };
    if select_ui(ui, &format!("What {} becomes", tag.name), &choices, &mut at).changed() {
        match at {
            0 => drop(draft.choices.tags.remove(&tag.name)),
            1 => drop(draft.choices.tags.insert(tag.name.clone(), None)),
            other => {
                let id = others.get(other - 2).map(|(id, _)| (*id).to_owned());
                draft.choices.tags.insert(tag.name.clone(), id);
            }
        }
    }
}
