//! A mistake of ours in one part of the window costs that part, and nothing else.
//!
//! A panic is caught where the part is called. That leaves nothing torn behind: a project, a set and a list are only ever
//! replaced whole, and what a view remembers for itself is plain values. What went wrong is in the log.

use super::widgets::{Button, button_ui};
use egui::Ui;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does something that may have a mistake of ours in it; nothing when it had.
pub fn attempt<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The parts of the window that failed, by their names.
#[derive(Debug, Default)]
pub struct Guards(BTreeSet<&'static str>);

impl Guards {
    /// Draws a part. One that failed says so in its place until a person wants it tried again.
    pub fn ui(&mut self, ui: &mut Ui, part: &'static str, draw: impl FnOnce(&mut Ui)) {
        if self.0.contains(part) {
            self.failed_ui(ui, part);
        } else if attempt(|| draw(ui)).is_none() {
            self.0.insert(part);
            ui.ctx().request_repaint();
        }
    }

    fn failed_ui(&mut self, ui: &mut Ui, part: &'static str) {
        ui.vertical(|ui| {
            ui.strong("A mistake of the program");
            ui.label("This part of the window failed. Everything else goes on, and every change is kept.");
            let label = format!("Show {part} again");
            if button_ui(ui, &Button { label: &label, ..Button::default() }).clicked() {
                self.0.remove(part);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme;
    use crate::app::typeset::{ReaderFonts, TextEngine};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn a_part_that_fails_says_so_and_the_others_are_drawn() {
        let mut guards = Guards::default();
        let mut is_broken = true;
        let broken = std::rc::Rc::new(std::cell::Cell::new(true));
        let theirs = broken.clone();
        let mut harness = Harness::new_ui(move |ui| {
            if std::mem::take(&mut is_broken) {
                theme::install(ui.ctx());
                TextEngine::new(&ReaderFonts::shipped(), ui.ctx()).install(ui.ctx());
            }
            guards.ui(ui, "the list", |ui| {
                ui.label("first");
                assert!(!theirs.get(), "a mistake");
                ui.label("second");
            });
            guards.ui(ui, "the article", |ui| drop(ui.label("third")));
        });
        harness.run();
        assert!(harness.query_by_label("second").is_none() && harness.query_by_label("third").is_some());
        broken.set(false);
        harness.run();
        assert!(harness.query_by_label("second").is_none(), "it is not tried again unasked");
        harness.get_by_label("Show the list again").click();
        harness.run();
        assert!(harness.query_by_label("second").is_some());
    }
}
