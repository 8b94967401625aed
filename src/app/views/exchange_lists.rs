//! What the dialogs for import and export both show: tags, what does not come through a format, and what was not taken.

use super::{capitalized, tag_colors, thousands};
use crate::app::theme::{Theme, size};
use crate::app::widgets::{
    Button, ButtonKind, Words, button_ui, isolated, paint_swatch, section_head_ui, soft_ui, words_ui,
};
use crate::formats::Losses;
use crate::model::{LayerKind, TagColor};
use crate::workspace::Refused;
use egui::{Align, Layout, Sense, Ui, UiBuilder, vec2};
use std::path::PathBuf;

/// How many kinds of loss are shown at first.
const LOSSES: usize = 3;
/// How many refused files are named.
const REFUSED: usize = 50;
/// How high the dialogs of imports and exports are, in points, so that nothing moves under the pointer.
pub const EXCHANGE: f32 = 560.0;
/// How wide the names of tags are, in points.
const NAMES: f32 = 260.0;
/// How wide the color before a name is, in points.
const SWATCH: f32 = 14.0;

/// Draws what stands in a column of some width, on one line.
pub fn cell_ui(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    let (rect, _) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::hover());
    let line = Layout::left_to_right(Align::Center);
    add(&mut ui.new_child(UiBuilder::new().max_rect(rect).layout(line)));
}

/// Draws a tag at the beginning of its row: its color, its name and how often it is there.
pub fn tag_cell_ui(ui: &mut Ui, theme: &Theme, color: Option<TagColor>, name: &str, what: &str) {
    cell_ui(ui, NAMES, |ui| {
        let (swatch, _) = ui.allocate_exact_size(vec2(SWATCH, size::CONTROL), Sense::hover());
        if let Some(color) = color {
            paint_swatch(ui.painter(), swatch.center(), 9.0, &tag_colors(theme, color));
        }
        words_ui(ui, &Words::line(&isolated(name)));
        words_ui(ui, &Words::line(what).soft(theme));
    });
}

/// What annotations of a kind are counted as.
pub const fn kind_word(kind: LayerKind) -> &'static str {
    match kind {
        LayerKind::Span => "span",
        LayerKind::Relation => "relation",
        LayerKind::Document => "time",
    }
}

/// What does not come through as it is, the gravest first, each with an example. What was `asked` for is not named from the
/// root of the file system on. The first few are shown until `all` are asked for.
pub fn losses_ui(ui: &mut Ui, theme: &Theme, title: &str, losses: &Losses, asked: &[PathBuf], all: &mut bool) {
    if losses.is_empty() {
        return;
    }
    section_head_ui(ui, title);
    let n_all = losses.iter().count();
    let n_shown = if *all || n_all <= LOSSES + 1 { n_all } else { LOSSES };
    for loss in losses.iter().take(n_shown) {
        let color = if loss.kind.is_serious() { theme.warning } else { theme.text };
        let says = format!("{}: {}", loss.kind.meaning(), thousands(loss.count));
        words_ui(ui, &Words::sentence(&says).color(color));
        words_ui(ui, &Words::line(&format!("Such as {}", shortened(&loss.example, asked))).soft(theme));
        ui.add_space(size::SPACE_XS);
    }
    if n_shown < n_all {
        *all = more_ui(ui, &format!("And {} more kinds", n_all - n_shown));
    }
}

/// A button that shows the rest of a list.
pub fn more_ui(ui: &mut Ui, label: &str) -> bool {
    button_ui(ui, &Button { label, kind: ButtonKind::Quiet, ..Button::default() }).clicked()
}

/// What was not taken, each with the reason and what to do.
pub fn refused_ui(ui: &mut Ui, theme: &Theme, refused: &[Refused], asked: &[PathBuf]) {
    if refused.is_empty() {
        return;
    }
    section_head_ui(ui, "Not taken");
    for refused in refused.iter().take(REFUSED) {
        let why = isolated(&capitalized(&shortened(&refused.why, asked)));
        words_ui(ui, &Words::sentence(&why).color(theme.danger));
        words_ui(ui, &Words::line(refused.hint).soft(theme));
        ui.add_space(size::SPACE_XS);
    }
    let n_more = refused.len().saturating_sub(REFUSED);
    if n_more > 0 {
        soft_ui(ui, &format!("And {} more", thousands(n_more)));
    }
}

/// A message with paths from the folder on that a person named.
fn shortened(message: &str, asked: &[PathBuf]) -> String {
    let folders = asked.iter().filter_map(|path| path.parent()).map(|folder| format!("{}/", folder.display()));
    folders.filter(|folder| folder.len() > 1).fold(message.to_owned(), |short, folder| short.replace(&folder, ""))
}
