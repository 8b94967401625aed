//! The dialogs about what is kept: the backups, and leaving while something is not on the disk.

use super::{capitalized, counted};
use crate::app::action::{Action, Actions};
use crate::app::history::local;
use crate::app::overlay::{Leaving, Overlay};
use crate::app::theme::{Theme, icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Dialog, DialogAnswer, EmptyState, ListRow, Words, dialog_ui, empty_state_ui, isolated, list_row_ui, soft_ui,
    words_ui,
};
use crate::store::Backup;
use egui::{Context, Id, ScrollArea};
use jiff::tz::TimeZone;

/// How high the list of backups may become, in points.
const HEIGHT: f32 = 320.0;

/// Draws the list of backups; one of them is restored as a copy.
pub fn backups_ui(cx: &Context, overlay: &mut Overlay, can_back_up: bool, actions: &mut Actions) {
    let Overlay::Backups { found, chosen } = overlay else { return };
    let backup = found.as_ref().and_then(|found| found.get(*chosen));
    let can_confirm = backup.is_some_and(|backup| backup.cover.is_ok());
    let other = can_back_up.then_some("Back up now");
    let id = Id::unique("backups");
    let dialog = Dialog { can_confirm, width: 600.0, other, ..Dialog::new(id, "Backups", "Restore as a copy") };
    let answer = dialog_ui(cx, &dialog, |ui| {
        soft_ui(ui, "Made by themselves while you work: the older, the fewer. A copy goes into a folder of its own.");
        ui.add_space(size::SPACE_S);
        let Some(found) = found.as_ref() else {
            soft_ui(ui, "Looking for backups…");
            return;
        };
        if found.is_empty() {
            let sentence = "There is no backup yet. The first is made half a minute after a project was opened.";
            empty_state_ui(ui, &EmptyState { icon: icons::ARCHIVE, sentence, ..EmptyState::default() });
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).show_rows(
            ui,
            size::ROW,
            found.len(),
            |ui, rows| {
                for n in rows {
                    let Some(backup) = found.get(n) else { continue };
                    let (title, detail) = described(backup);
                    let icon = if backup.cover.is_ok() { icons::ARCHIVE } else { icons::WARNING };
                    let row = ListRow {
                        icon: Some((icon, None)),
                        title: &title,
                        detail: &detail,
                        selected: n == *chosen,
                        ..ListRow::default()
                    };
                    if list_row_ui(ui, &row).clicked() {
                        *chosen = n;
                    }
                }
            },
        );
        if let Some(Err(error)) = found.get(*chosen).map(|backup| &backup.cover) {
            let theme = Theme::of(ui);
            words_ui(ui, &Words::sentence(&capitalized(&error.to_string())).color(theme.warning));
        }
    });
    let backup = found.as_ref().and_then(|found| found.get(*chosen));
    match (answer, backup) {
        (Some(DialogAnswer::Confirmed), Some(backup)) => actions.push(Action::Restore(Box::new(backup.clone()))),
        (Some(DialogAnswer::Other), _) => actions.verb(Verb::BackUp),
        (Some(_), _) => actions.push(Action::CloseOverlay),
        (None, _) => {}
    }
}

/// When a backup was made and of what, and how large it is.
fn described(backup: &Backup) -> (String, String) {
    let when = local(backup.time, &TimeZone::system()).strftime("%-d %B %Y, %H:%M").to_string();
    let size = file_size(backup.bytes);
    match &backup.cover {
        Ok(cover) => {
            (format!("{when}  {}", isolated(&cover.name)), format!("{}, {size}", counted(cover.n_files, "file")))
        }
        Err(_) => (when, format!("cannot be read, {size}")),
    }
}

fn file_size(bytes: u64) -> String {
    let bytes = bytes as f64;
    if bytes < 1e6 { format!("{:.0} kB", bytes / 1e3) } else { format!("{:.1} MB", bytes / 1e6) }
}

/// Draws the question before edits go that are in memory alone.
pub fn unsaved_ui(cx: &Context, why: &str, leaving: &Leaving, actions: &mut Actions) {
    let confirm = match leaving {
        Leaving::Close => "Close and lose them",
        Leaving::Quit => "Quit and lose them",
    };
    let dialog = Dialog {
        destroys: true,
        other: Some("Save a copy elsewhere…"),
        width: 560.0,
        ..Dialog::new(Id::unique("unsaved"), "The last changes are not on the disk", confirm)
    };
    let answer = dialog_ui(cx, &dialog, |ui| {
        words_ui(ui, &Words::sentence(&capitalized(why)));
        ui.add_space(size::SPACE_S);
        soft_ui(
            ui,
            "They are kept in memory as long as the project stays open, and are saved as soon as that is possible.",
        );
    });
    match answer {
        Some(DialogAnswer::Confirmed) => actions.push(Action::LeaveAnyway(*leaving)),
        Some(DialogAnswer::Other) => actions.verb(Verb::SaveCopy),
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}
