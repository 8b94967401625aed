//! What does not come through a format, and what was not taken, in the dialogs for import and export.

use crate::app::theme::{Theme, size};
use crate::app::views::{capitalized, thousands};
use crate::app::widgets::{Words, isolated, section_head_ui, words_ui};
use crate::formats::Losses;
use crate::workspace::Refused;
use egui::{ScrollArea, Ui};
use std::path::PathBuf;

/// How high each list may become, in points.
const LIST: f32 = 110.0;

/// What does not come through as it is, the gravest first, each with an example. What was `asked` for is not named from the
/// root of the file system on.
pub fn losses_ui(ui: &mut Ui, theme: &Theme, losses: &Losses, asked: &[PathBuf]) {
    if losses.is_empty() {
        return;
    }
    section_head_ui(ui, "Not as it was");
    ScrollArea::vertical().id_salt("losses").max_height(LIST).auto_shrink([false, true]).show(ui, |ui| {
        for loss in losses.iter() {
            let color = if loss.kind.is_serious() { theme.warning } else { theme.text };
            let says = format!("{}: {}", loss.kind.meaning(), thousands(loss.count));
            words_ui(ui, &Words::sentence(&says).color(color));
            words_ui(ui, &Words::line(&format!("Such as {}", shortened(&loss.example, asked))).soft(theme));
            ui.add_space(size::SPACE_XS);
        }
    });
}

/// What was not taken, each with the reason and what to do.
pub fn refused_ui(ui: &mut Ui, theme: &Theme, refused: &[Refused], asked: &[PathBuf]) {
    if refused.is_empty() {
        return;
    }
    section_head_ui(ui, "Not taken");
    ScrollArea::vertical().id_salt("refused").max_height(LIST).auto_shrink([false, true]).show(ui, |ui| {
        for refused in refused {
            words_ui(
                ui,
                &Words::sentence(&isolated(&capitalized(&shortened(&refused.why, asked)))).color(theme.danger),
            );
            words_ui(ui, &Words::line(refused.hint).soft(theme));
            ui.add_space(size::SPACE_XS);
        }
    });
}

/// A message with paths from the folder on that a person named.
fn shortened(message: &str, asked: &[PathBuf]) -> String {
    let folders = asked.iter().filter_map(|path| path.parent()).map(|folder| format!("{}/", folder.display()));
    folders.filter(|folder| folder.len() > 1).fold(message.to_owned(), |short, folder| short.replace(&folder, ""))
}
