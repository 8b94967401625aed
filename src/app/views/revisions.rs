//! What was done to the codebook: when, by whom, and what.

use super::ViewCx;
use super::codebook::heading_ui;
use crate::app::history::local;
use crate::app::theme::size;
use crate::app::widgets::{ListRow, isolated, list_row_ui, soft_ui};
use egui::{ScrollArea, Ui};
use jiff::tz::TimeZone;

/// Draws the revisions, the newest first.
pub fn revisions_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let project = cx.desk.workspace.project();
    heading_ui(ui, "Revisions");
    let history = project.codebook.history();
    if history.is_empty() {
        soft_ui(ui, "Nothing has been changed yet.");
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let zone = TimeZone::system();
    let area = ScrollArea::vertical().id_salt("revisions").auto_shrink([false, false]);
    area.show_rows(ui, size::ROW, history.len(), |ui, rows| {
        for revision in history.iter().rev().skip(rows.start).take(rows.len()) {
            let when = local(revision.made, &zone).strftime("%-d %B %Y, %H:%M").to_string();
            let who = revision.by.as_ref().map(|by| project.annotator_name(by));
            let detail = who.map_or_else(|| when.clone(), |who| format!("{}  {when}", isolated(who)));
            let row = ListRow { title: &revision.title, detail: &detail, ..ListRow::default() };
            ui.push_id(revision.id, |ui| list_row_ui(ui, &row));
        }
    });
}
