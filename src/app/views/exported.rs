//! What was written, and what the format could not hold of it.

use super::ViewCx;
use super::exchange_lists::losses_ui;
use crate::app::action::{Action, Actions};
use crate::app::exporting::written;
use crate::app::theme::size;
use crate::app::widgets::{Dialog, Words, dialog_ui, words_ui};
use crate::workspace::Exported;
use egui::{Context, Id};

/// Draws the dialog.
pub fn exported_ui(cx: &Context, view: &ViewCx<'_>, exported: &Exported, actions: &mut Actions) {
    let title = if exported.files.is_empty() { "Nothing was written" } else { "Written, but not all of it" };
    let dialog = Dialog { cancel: "", width: 560.0, ..Dialog::new(Id::unique("exported"), title, "Close") };
    let answered = dialog_ui(cx, &dialog, |ui| {
        words_ui(ui, &Words::sentence(&written(exported)));
        ui.add_space(size::SPACE_S);
        losses_ui(ui, view.theme, "What the format cannot hold", &exported.losses, &[], &mut true);
    });
    if answered.is_some() {
        actions.push(Action::CloseOverlay);
    }
}
