//! The window's parts on the screen: bars, panels, the place that is shown, what stands over it. Each is drawn behind a
//! guard, so that one that fails takes no other with it.

use super::action::{Action, Actions};
use super::desk::{Desk, Room};
use super::dispatch::asked_in_toast;
use super::guard::{Guards, attempt};
use super::overlay::Overlay;
use super::reader::Reader;
use super::reviewing::Part;
use super::revising::NewText;
use super::theme::{Theme, size};
use super::views::article::{ArticleParts, article_ui, no_article_ui};
use super::views::article_list::article_list_ui;
use super::views::codebook::codebook_ui;
use super::views::commands::commands_ui;
use super::views::example_dialog::example_ui;
use super::views::export_dialog::export_ui;
use super::views::exported::exported_ui;
use super::views::filter::filter_ui;
use super::views::frame_figures::frame_figures_ui;
use super::views::go_to::go_to_ui;
use super::views::history::history_ui;
use super::views::import_dialog::import_ui;
use super::views::inspector::inspector_ui;
use super::views::keys_help::keys_help_ui;
use super::views::refactor::refactor_ui;
use super::views::relation_list::relation_list_ui;
use super::views::relations::relation_choice_ui;
use super::views::review_agreement::review_agreement_ui;
use super::views::review_bar::review_bar_ui;
use super::views::review_item::review_item_ui;
use super::views::review_queue::review_queue_ui;
use super::views::review_work::review_work_ui;
use super::views::revise::{correct_text_ui, replace_text_ui};
use super::views::rules::rule_ui;
use super::views::search::search_ui;
use super::views::span_list::span_list_ui;
use super::views::statistics::{statistics_ui, stepping_bar_ui};
use super::views::status_bar::status_bar_ui;
use super::views::tag_all::tag_all_ui;
use super::views::tags_panel::tags_panel_ui;
use super::views::top_bar::top_bar_ui;
use super::views::welcome::welcome_ui;
use super::views::{ViewCx, dialogs, document_dialogs, layer_dialogs, safety, tag_dialogs, tour};
use super::widgets::{ProgressRow, ToastKind, ToastPlace, popover_frame, progress_row_ui, toasts_ui};
use super::window::{Session, Window};
use egui::{
    Align2, Area, CentralPanel, Context, Frame, Id, Margin, Order, Panel, Popup, PopupKind, Pos2, Rect, Ui, vec2,
};
use std::sync::Arc;

/// The height of the bar at the top, in points.
const TOP_BAR: f32 = 44.0;

/// The height of the bar at the bottom, in points.
const STATUS_BAR: f32 = 28.0;

/// The height of the item under the article, in a window that has no room beside it, in points.
const ITEM_BELOW: f32 = 250.0;

/// The height of the bar over the article in the review, in points.
const REVIEW_BAR: f32 = 40.0;

/// Below this width the right panel leaves the article alone.
const NARROW: f32 = 1000.0;

impl Window {
    /// Draws everything.
    pub fn ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let mut actions = std::mem::take(&mut self.actions);
        match std::mem::replace(&mut self.session, Session::Welcome) {
            Session::Open(mut desk) => {
                let mut guards = std::mem::take(&mut self.guards);
                self.desk_ui(ui, &theme, &mut desk, &mut guards, &mut actions);
                self.guards = guards;
                self.guarded_overlay_ui(ui, &theme, Some(&desk), &mut actions);
                self.session = Session::Open(desk);
            }
            Session::Welcome => {
                let frame = Frame::new().fill(theme.canvas);
                let guards = &mut self.guards;
                CentralPanel::default().frame(frame).show(ui, |ui| {
                    guards.ui(ui, "the welcome view", |ui| {
                        welcome_ui(ui, &self.keymap, &self.recent, &mut actions);
                    });
                });
                self.guarded_overlay_ui(ui, &theme, None, &mut actions);
            }
        }
        self.jobs_ui(ui, &theme);
        let is_dialog = self.is_modal() && !matches!(self.overlay, Some(Overlay::Commands(_)));
        let place = if is_dialog { ToastPlace::Top } else { ToastPlace::Bottom(STATUS_BAR + size::SPACE_S) };
        if let Some(taken) = toasts_ui(ui, &mut self.toasts, place) {
            actions.push(asked_in_toast(taken));
        }
        self.actions = actions;
        self.field_had_keyboard = ui.ctx().text_edit_focused() || self.is_beside_article(ui);
        self.figures_ui(ui);
    }

    /// Whether something beside the article has the keyboard while it is shown, such as a value of the focused span.
    fn is_beside_article(&self, ui: &Ui) -> bool {
        let Session::Open(desk) = &self.session else { return false };
        let reader = desk.page.reader.as_ref().filter(|_| desk.room.has_article());
        reader.is_some_and(|reader| !reader.has_focus(ui) && ui.memory(|memory| memory.focused().is_some()))
    }

    fn desk_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Arc<Theme>,
        desk: &mut Desk,
        guards: &mut Guards,
        actions: &mut Actions,
    ) {
        let room = desk.room;
        let bar = |margin: i8| Frame::new().fill(theme.surface).inner_margin(Margin::symmetric(margin, 0));
        let side = Frame::new().fill(theme.surface).inner_margin(Margin::same(size::SPACE_M as i8));
        if !self.focus_mode {
            let cx = ViewCx { desk, keymap: &self.keymap, theme };
            Panel::top("top bar").exact_size(TOP_BAR).frame(bar(12)).show(ui, |ui| {
                guards.ui(ui, "the top bar", |ui| top_bar_ui(ui, &cx, actions));
            });
            Panel::bottom("status bar")
                .exact_size(STATUS_BAR)
                .frame(bar(12))
                .show(ui, |ui| guards.ui(ui, "the status bar", |ui| status_bar_ui(ui, &cx, actions)));
        }
        if !self.focus_mode && !self.preferences.left_folded {
            let panel = Panel::left("articles").default_size(260.0).size_range(200.0..=420.0).frame(side);
            self.left_ui(ui, panel, theme, desk, guards, actions);
        }
        let is_narrow = is_narrow(ui);
        let shows_article = room == Room::Label || room == Room::Review && desk.review.part == Part::Decide;
        if shows_article && !self.focus_mode && !self.preferences.right_folded && !is_narrow {
            let cx = ViewCx { desk, keymap: &self.keymap, theme };
            let panel = Panel::right("tags").default_size(300.0).size_range(240.0..=460.0).frame(side);
            panel.show(ui, |ui| guards.ui(ui, "the tags", |ui| right_ui(ui, &cx, actions)));
            desk.tags_want_focus = false;
            desk.values_want_focus = false;
        }
        if room == Room::Label && !self.focus_mode && is_narrow && self.right_over {
            let cx = ViewCx { desk, keymap: &self.keymap, theme };
            right_over_ui(ui, &cx, guards, actions);
            desk.values_want_focus = false;
        }
        match room {
            Room::Label => self.label_ui(ui, theme, desk, guards, actions),
            Room::Review => self.review_ui(ui, theme, desk, guards, actions),
            Room::Search => {
                let mut state = std::mem::take(&mut desk.search);
                let cx = ViewCx { desk, keymap: &self.keymap, theme };
                page_ui(ui, guards, "the search", theme, |ui| search_ui(ui, &cx, &mut state, actions));
                desk.search = state;
            }
            Room::Statistics => {
                let mut state = std::mem::take(&mut desk.statistics);
                let cx = ViewCx { desk, keymap: &self.keymap, theme };
                page_ui(ui, guards, "the statistics", theme, |ui| statistics_ui(ui, &cx, &mut state, actions));
                desk.statistics = state;
            }
            Room::Codebook => {
                let mut state = std::mem::take(&mut desk.codebook);
                let cx = ViewCx { desk, keymap: &self.keymap, theme };
                page_ui(ui, guards, "the codebook", theme, |ui| codebook_ui(ui, &cx, &mut state, actions));
                desk.codebook = state;
            }
            Room::Relations => {
                let mut state = std::mem::take(&mut desk.relations);
                let cx = ViewCx { desk, keymap: &self.keymap, theme };
                page_ui(ui, guards, "the relations", theme, |ui| relation_list_ui(ui, &cx, &mut state, actions));
                desk.relations = state;
            }
            Room::History => {
                let mut state = std::mem::take(&mut desk.history);
                let cx = ViewCx { desk, keymap: &self.keymap, theme };
                page_ui(ui, guards, "the history", theme, |ui| history_ui(ui, &cx, &mut state, actions));
                desk.history = state;
            }
        }
    }

    /// The list of articles; in the review those that wait for decisions.
    fn left_ui(
        &self,
        ui: &mut Ui,
        panel: Panel,
        theme: &Arc<Theme>,
        desk: &mut Desk,
        guards: &mut Guards,
        actions: &mut Actions,
    ) {
        if desk.room == Room::Review {
            let mut review = std::mem::take(&mut desk.review);
            let cx = ViewCx { desk, keymap: &self.keymap, theme };
            panel.show(ui, |ui| guards.ui(ui, "the queue", |ui| review_queue_ui(ui, &cx, &mut review, actions)));
            desk.review = review;
            return;
        }
        let mut list = std::mem::take(&mut desk.list);
        let cx = ViewCx { desk, keymap: &self.keymap, theme };
        panel.show(ui, |ui| guards.ui(ui, "the list", |ui| article_list_ui(ui, &cx, &mut list, actions)));
        desk.list = list;
    }

    /// What several annotators say, and what of it is gold.
    fn review_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Arc<Theme>,
        desk: &mut Desk,
        guards: &mut Guards,
        actions: &mut Actions,
    ) {
        let frame = Frame::new().fill(theme.surface).inner_margin(Margin::symmetric(size::SPACE_M as i8, 0));
        Panel::top("review bar").exact_size(REVIEW_BAR).frame(frame).show(ui, |ui| {
            guards.ui(ui, "the review", |ui| {
                let mut part = desk.review.part;
                let cx = ViewCx { desk, keymap: &self.keymap, theme };
                review_bar_ui(ui, &cx, &mut part, self.preferences.side_by_side, actions);
                desk.review.part = part;
            });
        });
        match desk.review.part {
            Part::Decide => {
                if is_narrow(ui) && !self.focus_mode {
                    // What is decided about must be seen, and beside the article there is no room.
                    let cx = ViewCx { desk, keymap: &self.keymap, theme };
                    let side = Frame::new().fill(theme.surface).inner_margin(Margin::same(size::SPACE_S as i8));
                    let below = Panel::bottom("item below").frame(side).exact_size(ITEM_BELOW);
                    below.show(ui, |ui| {
                        guards.ui(ui, "the item", |ui| review_item_ui(ui, &cx, actions));
                    });
                }
                self.label_ui(ui, theme, desk, guards, actions);
            }
            Part::Agreement => {
                let mut review = std::mem::take(&mut desk.review);
                let cx = ViewCx { desk, keymap: &self.keymap, theme };
                page_ui(ui, guards, "the agreement", theme, |ui| review_agreement_ui(ui, &cx, &mut review, actions));
                desk.review = review;
            }
            Part::Work => {
                let mut review = std::mem::take(&mut desk.review);
                let cx = ViewCx { desk, keymap: &self.keymap, theme };
                page_ui(ui, guards, "the work", theme, |ui| review_work_ui(ui, &cx, &mut review, actions));
                desk.review = review;
            }
        }
    }

    fn label_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Arc<Theme>,
        desk: &mut Desk,
        guards: &mut Guards,
        actions: &mut Actions,
    ) {
        let mut statistics = std::mem::take(&mut desk.statistics);
        let mut reader = desk.page.reader.take();
        let mut palette = desk.page.palette.take();
        let mut find = desk.page.find.take();
        let mut columns = std::mem::take(&mut desk.page.columns);
        let is_covered = self.is_modal();
        let cx = ViewCx { desk, keymap: &self.keymap, theme };
        CentralPanel::default().frame(Frame::new().fill(theme.canvas)).show(ui, |ui| {
            guards.ui(ui, "the article", |ui| {
                stepping_bar_ui(ui, &cx, &mut statistics, actions);
                match &mut reader {
                    Some(reader) => {
                        let (palette, find) = (&mut palette, &mut find);
                        let finding = self.preferences.finding;
                        let columns = self.preferences.side_by_side.then_some(&mut columns);
                        let parts = ArticleParts { reader, palette, is_covered, find, finding, columns };
                        article_ui(ui, &cx, &self.preferences.reading, parts, actions);
                    }
                    None => no_article_ui(ui, &cx, actions),
                }
            });
        });
        if let Some(reader) = &reader {
            self.hand_keyboard(ui, desk, reader);
        }
        desk.page.reader = reader;
        desk.page.palette = palette;
        desk.page.find = find;
        desk.page.columns = columns;
        desk.statistics = statistics;
    }

    /// The article has the keyboard when nothing else has; F6 walks from the list, or the queue, over the article to the tags.
    fn hand_keyboard(&mut self, ui: &Ui, desk: &mut Desk, reader: &Reader) {
        let is_free = ui.memory(|memory| memory.focused().is_none());
        let wanted = self.pane_wanted.take();
        let is_here = reader.has_focus(ui) || is_free;
        match wanted.filter(|_| !self.is_modal()) {
            Some(true) if is_here && !self.preferences.right_folded => desk.tags_want_focus = true,
            Some(false) if is_here && !self.preferences.left_folded => match desk.room {
                Room::Review => desk.review.queue_wants_focus = true,
                _ => desk.list.wants_focus = true,
            },
            Some(_) => reader.focus(ui),
            None if is_free && !self.is_modal() => reader.focus(ui),
            None => {}
        }
    }

    /// A popover or dialog that fails is closed.
    fn guarded_overlay_ui(&mut self, ui: &mut Ui, theme: &Arc<Theme>, desk: Option<&Desk>, actions: &mut Actions) {
        if self.is_modal() {
            hide_tooltips(ui);
        }
        if attempt(|| self.overlay_ui(ui, theme, desk, actions)).is_none() {
            let message = "This could not be shown, by a mistake of the program; the log has more";
            self.say(ToastKind::Error, message.to_owned());
        }
    }

    fn overlay_ui(&mut self, ui: &mut Ui, theme: &Arc<Theme>, desk: Option<&Desk>, actions: &mut Actions) {
        let Some(mut overlay) = self.overlay.take() else { return };
        let cx = ui.ctx().clone();
        let view = desk.map(|desk| ViewCx { desk, keymap: &self.keymap, theme });
        match (&mut overlay, &view) {
            (Overlay::Commands(finder), _) => commands_ui(&cx, &self.keymap, view.as_ref(), finder, actions),
            (Overlay::Keys { .. }, _) => {
                let codebook = desk.map(|desk| &*desk.workspace.project().codebook);
                keys_help_ui(&cx, &self.keymap, codebook, &mut overlay, actions);
            }
            (Overlay::Import(draft), Some(view)) => import_ui(&cx, view, draft, actions),
            (Overlay::Export(draft), Some(view)) => export_ui(&cx, view, draft, actions),
            (Overlay::Exported(exported), Some(view)) => exported_ui(&cx, view, exported, actions),
            (Overlay::Path { .. }, _) => dialogs::path_ui(&cx, &mut overlay, actions),
            (Overlay::NewProject { .. }, _) => dialogs::new_project_ui(&cx, &mut overlay, actions),
            (Overlay::Relation(choice), Some(view)) => relation_choice_ui(&cx, view, choice, ui.layer_id(), actions),
            (Overlay::Filter(draft), Some(view)) => filter_ui(&cx, view, draft, actions),
            (Overlay::Spans(list), Some(view)) => span_list_ui(&cx, view, list, ui.layer_id(), actions),
            (Overlay::Reading, _) => {
                let beside = below_top_bar(&cx, 300.0);
                dialogs::reading_ui(&cx, &mut self.preferences.reading, beside, ui.layer_id(), actions);
            }
            (Overlay::GoTo { .. }, Some(view)) => {
                let beside = below_top_bar(&cx, 300.0);
                go_to_ui(&cx, view, &mut overlay, beside, ui.layer_id(), actions);
            }
            (Overlay::Tour(step), Some(_)) => tour::tour_ui(&cx, *step, STATUS_BAR, actions),
            (Overlay::Annotator { .. }, Some(view)) => dialogs::annotator_ui(&cx, view, &mut overlay, actions),
            (Overlay::Others, Some(view)) => dialogs::others_ui(&cx, view, actions),
            (Overlay::Details { .. }, _) => document_dialogs::details_ui(&cx, &mut overlay, actions),
            (Overlay::Note { .. }, Some(view)) => document_dialogs::note_ui(&cx, view, &mut overlay, actions),
            (Overlay::Backups { .. }, _) => safety::backups_ui(&cx, &mut overlay, desk.is_some(), actions),
            (Overlay::Unsaved { why, leaving }, _) => safety::unsaved_ui(&cx, why, leaving, actions),
            (Overlay::Purge(_), Some(view)) => document_dialogs::purge_ui(&cx, view, &overlay, actions),
            (Overlay::Tag { .. }, Some(view)) => tag_dialogs::tag_ui(&cx, view, &mut overlay, actions),
            (Overlay::Layer { .. }, Some(view)) => layer_dialogs::layer_ui(&cx, view, &mut overlay, actions),
            (Overlay::Attribute { .. }, Some(view)) => layer_dialogs::attribute_ui(&cx, view, &mut overlay, actions),
            (Overlay::TagAll(draft), Some(view)) => tag_all_ui(&cx, view, draft, actions),
            (Overlay::Revise(draft), Some(view)) => match draft.new {
                NewText::File(_) => replace_text_ui(&cx, view, &mut overlay, actions),
                NewText::Typed { .. } => correct_text_ui(&cx, view, &mut overlay, actions),
            },
            (Overlay::Rule(_), Some(view)) => rule_ui(&cx, view, &mut overlay, actions),
            (Overlay::Example(_), Some(view)) => example_ui(&cx, view, &mut overlay, actions),
            (Overlay::Refactor(_), Some(view)) => refactor_ui(&cx, view, &mut overlay, actions),
            (_, None) => actions.push(Action::CloseOverlay),
        }
        self.overlay = Some(overlay);
    }

    fn figures_ui(&mut self, ui: &Ui) {
        let Some(figures) = &mut self.figures else { return };
        figures.end();
        let reader = match &self.session {
            Session::Open(desk) => desk.page.reader.as_ref().map(|reader| reader.figures(ui)),
            Session::Welcome => None,
        };
        frame_figures_ui(ui, figures, reader, TOP_BAR + size::SPACE_S);
    }

    /// What is going on beside the window, with the way to stop it.
    fn jobs_ui(&mut self, ui: &Ui, theme: &Theme) {
        let opening = self.opening.as_ref().map(|job| (job.label.clone(), job.progress.clone()));
        let importing = self.importing.as_ref().map(|(_, job)| (job.label.clone(), job.progress.clone()));
        let keeping = self.keeping.iter().map(|job| (job.label.clone(), job.progress.clone()));
        let exporting = self.exporting.as_ref().map(|job| (job.label.clone(), job.progress.clone()));
        let jobs: Vec<_> = opening.into_iter().chain(importing).chain(exporting).chain(keeping).collect();
        let dialog = self.file_dialog.as_ref().map(|dialog| dialog.purpose);
        if jobs.is_empty() && dialog.is_none() {
            return;
        }
        let offset = vec2(-size::SPACE_L, -STATUS_BAR - size::SPACE_L);
        let mut in_window = None;
        Area::new(Id::unique("jobs")).order(Order::Foreground).anchor(Align2::RIGHT_BOTTOM, offset).show(ui, |ui| {
            popover_frame(theme, ui).show(ui, |ui| {
                ui.set_width(320.0);
                for (label, progress) in jobs {
                    let (done, of) = progress.counts();
                    let share = (of > 0).then(|| done as f32 / of as f32);
                    let detail = match (progress.what(), of) {
                        (what, 0) => what,
                        (what, _) if what.is_empty() => format!("{done} of {of}"),
                        (what, _) => format!("{what}, {done} of {of}"),
                    };
                    let row = ProgressRow { label: &label, share, detail: &detail, can_cancel: true };
                    if progress_row_ui(ui, &row) {
                        progress.stop();
                    }
                }
                if let Some(purpose) = dialog {
                    ui.label("Waiting for the file dialog…");
                    let button = super::widgets::Button { label: "Type a path instead", ..Default::default() };
                    if super::widgets::button_ui(ui, &button).clicked() {
                        in_window = Some(purpose);
                    }
                }
            });
        });
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
        if let Some(purpose) = in_window {
            self.file_dialog = None;
            self.ask_in_window(purpose, None);
        }
    }
}

/// Whether the window is too narrow for the right panel to stand beside the article.
pub fn is_narrow(cx: &Context) -> bool {
    cx.content_rect().width() < NARROW
}

/// A place in the middle below the bar at the top.
pub(super) fn below_top_bar(cx: &Context, width: f32) -> Rect {
    let top = cx.content_rect().center_top() + vec2(-width / 2.0, TOP_BAR);
    Rect::from_min_size(top, vec2(width, 1.0))
}

/// In a narrow window the right panel floats over the article.
fn right_over_ui(ui: &Ui, cx: &ViewCx<'_>, guards: &mut Guards, actions: &mut Actions) {
    let whole = ui.ctx().content_rect();
    let height = whole.height() - TOP_BAR - STATUS_BAR;
    let width = 300.0_f32.min(whole.width() - 2.0 * size::SPACE_XL);
    let frame = popover_frame(cx.theme, ui).fill(cx.theme.surface).inner_margin(size::SPACE_M);
    let area = Area::new(Id::unique("right over")).order(Order::Middle);
    area.fixed_pos(whole.right_top() + vec2(-width, TOP_BAR)).show(ui, |ui| {
        frame.show(ui, |ui| {
            let inner = vec2(width, height) - egui::Vec2::splat(2.0 * size::SPACE_M);
            ui.set_min_size(inner);
            ui.set_max_size(inner);
            guards.ui(ui, "the tags", |ui| right_ui(ui, cx, actions));
        });
    });
}

/// The tags above, the inspector below.
fn right_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    if cx.desk.room == Room::Review {
        return review_item_ui(ui, cx, actions);
    }
    let frame = Frame::new().inner_margin(Margin { top: 12, ..Margin::ZERO });
    let below = Panel::bottom("inspector").frame(frame).resizable(true).default_size(360.0);
    below.size_range(120.0..=600.0).show(ui, |ui| {
        // What shows little would leave the panel small for what comes.
        ui.take_available_height();
        inspector_ui(ui, cx, actions);
    });
    tags_panel_ui(ui, cx, cx.desk.tags_want_focus, actions);
}

/// A place other than the article, behind its guard.
fn page_ui(ui: &mut Ui, guards: &mut Guards, part: &'static str, theme: &Theme, draw: impl FnOnce(&mut Ui)) {
    let frame = Frame::new().fill(theme.canvas).inner_margin(Margin::same(size::SPACE_XL as i8));
    CentralPanel::default().frame(frame).show(ui, |ui| guards.ui(ui, part, draw));
}

/// Takes away the tooltip under a pointer that rests beneath what a key has opened: egui does so where a popup is open in the
/// same layer, which one without anything in it is too.
fn hide_tooltips(ui: &Ui) {
    let nothing = Popup::new(Id::unique("no tooltips"), ui.ctx().clone(), Pos2::ZERO, ui.layer_id());
    nothing.kind(PopupKind::Menu).frame(Frame::NONE).show(|_| {});
}
