//! The dialog that tags all places of some words: a concordance to tick, from which one step is made.

use super::{ViewCx, capitalized, counted, on_one_line, scrolled_to, thousands};
use crate::app::action::{Action, Actions};
use crate::app::drafts::{Scope, TaggingAll};
use crate::app::occurrences::{Found, MOST, Quest};
use crate::app::theme::size;
use crate::app::widgets::{
    Button, ButtonKind, ConcordanceRow, Dialog, DialogAnswer, Tick, Words, button_ui, checkbox_ui, concordance_row_ui,
    dialog_ui, section_head_ui, segmented_ui, select_ui, words_ui,
};
use crate::edit::Command;
use crate::model::{DocumentId, LayerKind, TagId};
use crate::query::{Bounds, Mark, Occurrence, Standing};
use crate::text::TextRange;
use egui::{Context, Id, Key, Modifiers, ScrollArea, TextEdit, Ui};
use std::collections::BTreeMap;

/// Where in words the pattern may stand, in the order of [`BOUNDS`].
const BOUNDS_WORDS: [&str; 3] = ["Whole words", "Beginnings of words", "Anywhere"];
const BOUNDS: [Bounds; 3] = [Bounds::Words, Bounds::Stem, Bounds::Anywhere];
/// Where it is looked for, in the order of [`Scope::ALL`].
const SCOPES: [&str; 3] = ["This article", "The list", "The project"];
/// How high the list is, in points.
const LIST: f32 = 336.0;
/// How much of the text stands around a place, in graphemes.
const AROUND: usize = 80;

/// Draws the dialog.
pub fn tag_all_ui(cx: &Context, view: &ViewCx<'_>, draft: &mut TaggingAll, actions: &mut Actions) {
    ask(view, draft, actions);
    let found = view.desk.occurrences.of(draft.version).filter(|_| draft.asked.is_some());
    let n = found.map_or(0, |found| n_ticked(draft, found));
    let confirm = format!("Tag {}", thousands(n));
    let can_confirm = n > 0 && draft.tag.is_some() && found.is_some_and(|found| found.is_whole);
    let dialog =
        Dialog { can_confirm, width: 880.0, ..Dialog::new(Id::unique("tag all"), "Tag all occurrences", &confirm) };
    let answered = dialog_ui(cx, &dialog, |ui| {
        pattern_ui(ui, draft);
        ui.add_space(size::SPACE_S);
        ui.horizontal(|ui| {
            scope_ui(ui, draft);
            tag_ui(ui, view, draft);
        });
        ui.add_space(size::SPACE_S);
        match found {
            Some(found) => found_ui(ui, view, draft, found),
            None => drop(words_ui(
                ui,
                &Words::line("Write the words that are to be tagged wherever they stand").soft(view.theme),
            )),
        }
    });
    match (answered, found) {
        (Some(DialogAnswer::Confirmed), Some(found)) => {
            if let (Some(tag), Some(annotator)) = (draft.tag.clone(), view.desk.working_on()) {
                let places = ticked(draft, found);
                actions.push(Action::Run(Command::TagAll { annotator, tag, places }));
            }
        }
        (Some(_), _) => actions.push(Action::CloseOverlay),
        (None, _) => {}
    }
}

/// Begins a search when it would be about something else than the last one.
fn ask(view: &ViewCx<'_>, draft: &mut TaggingAll, actions: &mut Actions) {
    let quest = quest_of(view, draft).filter(|quest| !quest.pattern.text.is_empty());
    if quest == draft.asked {
        return;
    }
    draft.version += 1;
    draft.ticks.clear();
    (draft.chosen, draft.moved) = (0, true);
    draft.asked.clone_from(&quest);
    if let Some(quest) = quest {
        actions.push(Action::Gather(draft.version, Box::new(quest)));
    }
}

fn quest_of(view: &ViewCx<'_>, draft: &TaggingAll) -> Option<Quest> {
    let desk = view.desk;
    let mark = Mark { annotator: desk.working_on()?, tag: draft.tag.clone()? };
    let documents = match draft.scope {
        Scope::Article => desk.page.document.iter().cloned().collect(),
        Scope::List => desk.list.in_order(),
        Scope::Project => desk.workspace.project().documents.keys().cloned().collect(),
    };
    Some(Quest { pattern: draft.pattern.clone(), mark, documents })
}

fn pattern_ui(ui: &mut Ui, draft: &mut TaggingAll) {
    let label = section_head_ui(ui, "Words");
    let field = TextEdit::singleline(&mut draft.pattern.text).desired_width(f32::INFINITY);
    ui.add(field.hint_text("What is to be tagged")).labelled_by(label.id);
    ui.add_space(size::SPACE_XS);
    ui.horizontal(|ui| {
        let mut at = BOUNDS.iter().position(|bounds| *bounds == draft.pattern.bounds).unwrap_or_default();
        if segmented_ui(ui, "Where in words", &BOUNDS_WORDS, &mut at).changed() {
            draft.pattern.bounds = BOUNDS.get(at).copied().unwrap_or_default();
        }
        let mut matches_case = !draft.pattern.fold;
        if checkbox_ui(ui, &mut matches_case, "Match case").changed() {
            draft.pattern.fold = !matches_case;
        }
        checkbox_ui(ui, &mut draft.pattern.regex, "Regular expression");
    });
}

fn scope_ui(ui: &mut Ui, draft: &mut TaggingAll) {
    let mut at = Scope::ALL.iter().position(|scope| *scope == draft.scope).unwrap_or_default();
    if segmented_ui(ui, "Where to look", &SCOPES, &mut at).changed() {
        draft.scope = Scope::ALL.get(at).copied().unwrap_or_default();
    }
}

/// The choice of the tag.
fn tag_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut TaggingAll) {
    let codebook = &view.desk.workspace.project().codebook;
    let of_spans = codebook.tree().into_iter().filter(|(tag, _)| codebook.kind_of(tag) == LayerKind::Span);
    let tags: Vec<(TagId, String)> = of_spans.map(|(tag, _)| (tag.id.clone(), codebook.path(&tag.id))).collect();
    let names: Vec<&str> = std::iter::once("Choose a tag").chain(tags.iter().map(|(_, path)| path.as_str())).collect();
    let mut at = tags.iter().position(|(id, _)| Some(id) == draft.tag.as_ref()).map_or(0, |at| at + 1);
    if select_ui(ui, "Tag", &names, &mut at).changed() {
        draft.tag = at.checked_sub(1).and_then(|at| tags.get(at)).map(|(id, _)| id.clone());
    }
}

fn found_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut TaggingAll, found: &Found) {
    if let Some(mistake) = &found.mistake {
        words_ui(ui, &Words::sentence(&capitalized(&mistake.to_string())).color(view.theme.danger));
        words_ui(ui, &Words::sentence(mistake.hint()).soft(view.theme));
        return;
    }
    ui.horizontal(|ui| {
        words_ui(ui, &Words::line(&summary(draft, found)));
        for (label, ticks_none) in [("Tick all", false), ("Tick none", true)] {
            let button = Button { label, kind: ButtonKind::Plain, ..Button::default() };
            if button_ui(ui, &button).clicked() {
                (draft.ticks_none, draft.ticks) = (ticks_none, BTreeMap::new());
            }
        }
    });
    if found.is_whole && found.rows.is_empty() {
        words_ui(ui, &Words::line("These words stand nowhere here").soft(view.theme));
        return;
    }
    read_keys(ui, draft, found);
    rows_ui(ui, view, draft, found);
}

fn summary(draft: &TaggingAll, found: &Found) -> String {
    let n_documents = draft.asked.as_ref().map_or(0, |quest| quest.documents.len());
    let mut says = format!("{} in {}", counted(found.rows.len(), "place"), counted(found.n_documents, "article"));
    if found.is_cut {
        says.push_str(&format!(", and more than {} are not listed", thousands(MOST)));
    } else if !found.is_whole {
        says.push_str(&format!(", looking: {} of {}", thousands(found.n_through), thousands(n_documents)));
    }
    says
}

fn rows_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut TaggingAll, found: &Found) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let n_rows = found.rows.len();
    let mut area = ScrollArea::vertical().id_salt("places").max_height(LIST).auto_shrink([false, true]);
    if std::mem::take(&mut draft.moved) {
        area = scrolled_to(area, draft.chosen, n_rows, size::ROW_COMPACT, LIST);
    }
    area.show_rows(ui, size::ROW_COMPACT, n_rows, |ui, rows| {
        for at in rows {
            let Some(row) = found.rows.get(at) else { continue };
            if row_ui(ui, view, draft, row, at == draft.chosen) {
                draft.chosen = at;
                flip(draft, row);
            }
        }
    });
}

/// One place. True when it was clicked.
fn row_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &TaggingAll, row: &Occurrence, chosen: bool) -> bool {
    let project = view.desk.workspace.project();
    // Somebody may have changed the project since.
    let Some(document) = project.document(&row.document).filter(|it| it.text.check(row.range).is_ok()) else {
        return false;
    };
    let [before, words, after] = on_one_line(&document.text, row.range, AROUND);
    let codebook = &project.codebook;
    let remark = match &row.standing {
        Standing::Free => String::new(),
        Standing::Beside(tag) => format!("is {}", codebook.name_of(tag)),
        Standing::LeftOut => "left out".to_owned(),
        Standing::Marked => "tagged already".to_owned(),
        Standing::Forbidden(why) => why.clone(),
    };
    let tag = draft.tag.as_ref().and_then(|id| codebook.tag(id));
    let shown = ConcordanceRow {
        place: &document.title,
        before: &before,
        words: &words,
        after: &after,
        remark: &remark,
        tick: if row.standing.is_open() { Tick::Open(is_ticked(draft, row)) } else { Tick::Closed },
        chosen,
        color: tag.map_or(view.theme.text, |tag| view.colors(tag).label),
    };
    concordance_row_ui(ui, &shown).clicked()
}

fn is_ticked(draft: &TaggingAll, row: &Occurrence) -> bool {
    let by_rule = row.standing == Standing::Free && !draft.ticks_none;
    draft.ticks.get(&(row.document.clone(), row.range)).copied().unwrap_or(by_rule)
}

fn flip(draft: &mut TaggingAll, row: &Occurrence) {
    if !row.standing.is_open() {
        return;
    }
    let place = (row.document.clone(), row.range);
    let by_rule = row.standing == Standing::Free && !draft.ticks_none;
    match draft.ticks.remove(&place) {
        Some(_) => {}
        None => drop(draft.ticks.insert(place, !by_rule)),
    }
}

fn n_ticked(draft: &TaggingAll, found: &Found) -> usize {
    let by_rule = if draft.ticks_none { 0 } else { found.n_free };
    let n_more = draft.ticks.values().filter(|ticked| **ticked).count();
    (by_rule + n_more).saturating_sub(draft.ticks.len() - n_more)
}

fn ticked(draft: &TaggingAll, found: &Found) -> BTreeMap<DocumentId, Vec<TextRange>> {
    let mut places: BTreeMap<DocumentId, Vec<TextRange>> = BTreeMap::new();
    for row in found.rows.iter().filter(|row| row.standing.is_open() && is_ticked(draft, row)) {
        places.entry(row.document.clone()).or_default().push(row.range);
    }
    places
}

/// Arrows move over the rows, and Space ticks, unless a field or button has the keyboard.
fn read_keys(ui: &Ui, draft: &mut TaggingAll, found: &Found) {
    let last = found.rows.len().saturating_sub(1);
    let before = draft.chosen.min(last);
    draft.chosen = before;
    if ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let page = (LIST / size::ROW_COMPACT) as usize - 1;
    let mut flips = false;
    ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        for (key, by) in [(Key::ArrowDown, 1), (Key::PageDown, page)] {
            if pressed(key) {
                draft.chosen = (draft.chosen + by).min(last);
            }
        }
        for (key, by) in [(Key::ArrowUp, 1), (Key::PageUp, page)] {
            if pressed(key) {
                draft.chosen = draft.chosen.saturating_sub(by);
            }
        }
        if pressed(Key::Home) {
            draft.chosen = 0;
        }
        if pressed(Key::End) {
            draft.chosen = last;
        }
        flips = pressed(Key::Space);
    });
    if let Some(row) = found.rows.get(draft.chosen).filter(|_| flips) {
        flip(draft, row);
    }
    draft.moved |= before != draft.chosen;
}
