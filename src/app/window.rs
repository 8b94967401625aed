//! The window, frame by frame: `logic` decides, `ui` draws.

use super::action::{Action, Actions};
use super::desk::{Desk, Room};
use super::dispatch::TOAST_UNDO;
use super::files::{AskForPath, FileDialog, ask_desktop};
use super::jobs::{Job, Outcome};
use super::keeper::{Keeper, PREFERENCES};
use super::keys::Keymap;
use super::overlay::Overlay;
use super::preferences::{Preferences, PreferencesState};
use super::reader::Reader;
use super::theme::{self, Theme, size};
use super::typeset::{ReaderFonts, TextEngine};
use super::verb::Verb;
use super::views::article::{ArticleParts, article_ui, no_article_ui};
use super::views::article_list::article_list_ui;
use super::views::codebook::codebook_ui;
use super::views::commands::commands_ui;
use super::views::frame_figures::{FrameFigures, frame_figures_ui};
use super::views::go_to::go_to_ui;
use super::views::inspector::inspector_ui;
use super::views::keys_help::keys_help_ui;
use super::views::span_list::span_list_ui;
use super::views::statistics::{statistics_ui, stepping_bar_ui};
use super::views::status_bar::status_bar_ui;
use super::views::tags_panel::tags_panel_ui;
use super::views::top_bar::top_bar_ui;
use super::views::welcome::welcome_ui;
use super::views::{ViewCx, capitalized, dialogs, document_dialogs, tag_dialogs, tour};
use super::widgets::{ProgressRow, ToastKind, Toasts, popover_frame, progress_row_ui, toasts_ui};
use crate::model::AnnotatorId;
use crate::store::{Home, Person, StoreError};
use crate::workspace::{Taken, Workspace};
use egui::{Align2, Area, CentralPanel, Context, Frame, Id, Margin, Order, Panel, Rect, Ui, vec2};
use std::path::PathBuf;
use std::sync::Arc;

/// What is open.
pub enum Session {
    /// Nothing.
    Welcome,
    /// A project.
    Open(Box<Desk>),
}

/// What the window begins with.
pub struct Start {
    /// The person's folders.
    pub home: Home,
    /// A project folder, or text files.
    pub paths: Vec<PathBuf>,
}

/// The whole window.
pub struct Window {
    /// The person's folders.
    pub home: Home,
    /// Who labels on this computer.
    pub person: Option<Person>,
    /// The projects that were open lately.
    pub recent: Vec<PathBuf>,
    /// What the person prefers.
    pub preferences: Preferences,
    /// Their keys.
    pub keymap: Keymap,
    /// What is open.
    pub session: Session,
    /// What stands over the window.
    pub overlay: Option<Overlay>,
    /// What is said at the bottom.
    pub toasts: Toasts,
    /// What the views asked for in the last frame.
    pub actions: Actions,
    /// What the last frames cost, when that is shown.
    pub figures: Option<FrameFigures>,
    /// In a narrow window the right panel is shown over the article.
    pub right_over: bool,
    /// Only the article is shown.
    pub focus_mode: bool,
    /// The keyboard should go to the next pane, or to the one before.
    pub pane_wanted: Option<bool>,
    /// What shows file dialogs.
    pub ask_for_files: AskForPath,
    /// The file dialog that is open outside.
    pub file_dialog: Option<FileDialog>,
    /// The project that is being opened.
    pub opening: Option<Job<Result<Workspace, StoreError>>>,
    /// The files that are being read.
    pub importing: Option<Job<Option<Taken>>>,
    /// Files that are read once those being read are there.
    pub queued_files: Vec<PathBuf>,
    /// What was asked for before anybody had said who is labeling.
    pub once_seated: Option<Action>,
    /// Files that wait for a project.
    pub waiting_files: Option<Vec<PathBuf>>,
    /// A text that waits for a project.
    pub waiting_text: Option<String>,
    keeper: Keeper,
    /// The preferences as they were kept last.
    kept: PreferencesState,
    /// Whether a text field had the keyboard when the last frame ended. Esc has taken it away by the time keys are read.
    pub(super) field_had_keyboard: bool,
    /// The time of the last frame whose input was read.
    input_read: Option<f64>,
}

/// The height of the bar at the top, in points.
const TOP_BAR: f32 = 44.0;
/// The height of the bar at the bottom, in points.
const STATUS_BAR: f32 = 28.0;
/// Below this width the right panel leaves the article alone.
const NARROW: f32 = 1000.0;

impl Window {
    /// The window as it begins.
    pub fn new(cx: &Context, start: Start) -> Self {
        theme::install(cx);
        TextEngine::new(&ReaderFonts::shipped(), cx).install(cx);
        let Start { home, paths } = start;
        let settings = home.settings().unwrap_or_else(|error| {
            tracing::warn!("{error}");
            Default::default()
        });
        let kept = home.read_text(PREFERENCES).ok().flatten();
        let preferences = kept.map_or_else(Preferences::default, |kept| Preferences::read(&kept));
        let mut window = Self {
            keymap: preferences.keymap(),
            person: settings.person,
            recent: settings.recent,
            session: Session::Welcome,
            overlay: None,
            toasts: Toasts::default(),
            actions: Actions::default(),
            figures: None,
            right_over: false,
            focus_mode: false,
            pane_wanted: None,
            ask_for_files: ask_desktop,
            file_dialog: None,
            opening: None,
            importing: None,
            queued_files: Vec::new(),
            once_seated: None,
            waiting_files: None,
            waiting_text: None,
            keeper: Keeper::start(home.clone()),
            kept: preferences.state(),
            preferences,
            field_had_keyboard: false,
            input_read: None,
            home,
        };
        window.paint_in(cx, window.preferences.colors);
        window.begin(cx, paths, settings.last);
        window
    }

    /// Opens what was asked for: a project, files, the project that was left, or, the first time, the example.
    fn begin(&mut self, cx: &Context, paths: Vec<PathBuf>, last: Option<PathBuf>) {
        match (paths.as_slice(), last) {
            ([], None) => self.actions.verb(Verb::OpenExample),
            ([], Some(last)) => self.open_project(cx, last),
            ([one], _) if crate::store::is_project(one) => self.open_project(cx, one.clone()),
            _ => self.add_files(cx, paths),
        }
    }

    /// Takes news from other threads and from the keyboard, and does what was asked for.
    pub fn logic(&mut self, cx: &Context) {
        self.figures.iter_mut().for_each(FrameFigures::begin);
        self.poll_jobs(cx);
        self.poll_workspace();
        self.follow_find();
        let missing = TextEngine::in_context(cx).lock().take_missing();
        for script in missing {
            self.say(ToastKind::Warning, script.sentence());
        }
        // While the window is hidden this runs without new input, and finds that of the last frame again.
        let now = Some(cx.input(|input| input.time));
        if self.input_read != now {
            self.input_read = now;
            self.read_drops(cx);
            self.read_keys(cx);
        }
        let actions = self.actions.take();
        if !actions.is_empty() {
            self.dispatch(cx, actions);
            cx.request_repaint();
        }
        self.after_edits();
        self.follow_problems(cx);
        // What is being dragged changes with every frame.
        if !cx.input(|input| input.pointer.any_down()) {
            self.keep_preferences();
        }
    }

    fn poll_jobs(&mut self, cx: &Context) {
        if let Some(answer) = self.file_dialog.as_ref().and_then(FileDialog::poll) {
            self.file_dialog = None;
            self.take_picked(cx, answer);
        }
        match self.opening.as_ref().map(Job::poll) {
            Some(Outcome::Done(Ok(workspace))) => {
                self.opening = None;
                self.seat(cx, workspace);
            }
            Some(Outcome::Done(Err(error))) => {
                self.opening = None;
                self.waiting_files = None;
                self.waiting_text = None;
                let hint = error.hint();
                self.say(ToastKind::Error, format!("{}. {hint}", capitalized(&error.to_string())));
            }
            Some(Outcome::Lost) => {
                self.opening = None;
                self.say(ToastKind::Error, "Opening failed by a mistake of the program; the log has more".to_owned());
            }
            Some(Outcome::Running) | None => {}
        }
        match self.importing.as_ref().map(Job::poll) {
            Some(Outcome::Done(imported)) => {
                self.importing = None;
                self.take_imported(cx, imported);
            }
            Some(Outcome::Lost) => {
                self.importing = None;
                self.say(ToastKind::Error, "Reading failed by a mistake of the program; the log has more".to_owned());
            }
            Some(Outcome::Running) | None => {}
        }
        if self.importing.is_none() && !self.queued_files.is_empty() {
            let queued = std::mem::take(&mut self.queued_files);
            self.add_files(cx, queued);
        }
    }

    fn poll_workspace(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        desk.figures.poll();
        let news = desk.workspace.poll();
        for event in news {
            if let Some(sentence) = event.sentence() {
                let kind = if event.is_warning() { ToastKind::Warning } else { ToastKind::Info };
                self.say(kind, capitalized(&sentence));
            }
        }
    }

    /// Brings what is derived up to date with the edits of this frame.
    fn after_edits(&mut self) {
        self.close_missing_page();
        let Session::Open(desk) = &mut self.session else { return };
        for applied in desk.workspace.take_applied() {
            desk.list.follow(&applied);
            desk.figures.edited(applied);
        }
        let annotator = desk.workspace.annotator().cloned();
        if desk.list.refresh(desk.workspace.project(), annotator.as_ref()) {
            desk.figures.filter(desk.list.documents());
        }
        let Some(set) = desk.own_set().cloned() else {
            desk.page.focus.retain(|span| span.layer != 0);
            return;
        };
        desk.page.focus.retain(|span| span.layer != 0 || set.spans.get(span.key()).is_some());
    }

    /// Looks for problems in the open document when something about it has changed.
    fn follow_problems(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        let shown: Vec<&AnnotatorId> = desk.workspace.annotator().into_iter().chain(&desk.others).collect();
        let wake = cx.clone();
        let document = desk.page.document.as_ref();
        desk.problems.follow(desk.workspace.project(), document, &shown, move || wake.request_repaint());
    }

    /// Files and folders that were dropped on the window.
    fn read_drops(&mut self, cx: &Context) {
        let dropped = cx.input(|input| input.raw.dropped_files.clone());
        let paths: Vec<PathBuf> = dropped.iter().map(|file| file.path().to_path_buf()).collect();
        match paths.as_slice() {
            [] => {}
            [one] if crate::store::is_project(one) => self.actions.push(Action::OpenProject(one.clone())),
            _ => self.actions.push(Action::AddFiles(paths)),
        }
    }

    /// Has the preferences written when they have changed.
    fn keep_preferences(&mut self) {
        let state = self.preferences.state();
        if state != self.kept {
            self.keeper.keep(self.preferences.clone());
            self.kept = state;
        }
    }

    /// Draws everything.
    pub fn ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let mut actions = std::mem::take(&mut self.actions);
        match std::mem::replace(&mut self.session, Session::Welcome) {
            Session::Open(mut desk) => {
                self.desk_ui(ui, &theme, &mut desk, &mut actions);
                self.overlay_ui(ui, &theme, Some(&desk), &mut actions);
                self.session = Session::Open(desk);
            }
            Session::Welcome => {
                let frame = Frame::new().fill(theme.canvas);
                CentralPanel::default().frame(frame).show(ui, |ui| {
                    welcome_ui(ui, &self.keymap, &self.recent, &mut actions);
                });
                self.overlay_ui(ui, &theme, None, &mut actions);
            }
        }
        self.jobs_ui(ui, &theme);
        if let Some(taken) = toasts_ui(ui, &mut self.toasts, STATUS_BAR + size::SPACE_S) {
            actions.verb(if taken == TOAST_UNDO { Verb::Undo } else { Verb::Redo });
        }
        self.actions = actions;
        self.field_had_keyboard = ui.ctx().text_edit_focused();
        self.figures_ui(ui);
    }

    fn desk_ui(&mut self, ui: &mut Ui, theme: &Arc<Theme>, desk: &mut Desk, actions: &mut Actions) {
        let room = desk.room;
        let bar = |margin: i8| Frame::new().fill(theme.surface).inner_margin(Margin::symmetric(margin, 0));
        let side = Frame::new().fill(theme.surface).inner_margin(Margin::same(size::SPACE_M as i8));
        if !self.focus_mode {
            let cx = ViewCx { desk, keymap: &self.keymap, theme };
            Panel::top("top bar").exact_size(TOP_BAR).frame(bar(12)).show(ui, |ui| top_bar_ui(ui, &cx, actions));
            Panel::bottom("status bar")
                .exact_size(STATUS_BAR)
                .frame(bar(12))
                .show(ui, |ui| status_bar_ui(ui, &cx, actions));
        }
        if !self.focus_mode && !self.preferences.left_folded {
            let mut list = std::mem::take(&mut desk.list);
            let cx = ViewCx { desk, keymap: &self.keymap, theme };
            let panel = Panel::left("articles").default_size(260.0).size_range(200.0..=420.0).frame(side);
            panel.show(ui, |ui| article_list_ui(ui, &cx, &mut list, actions));
            desk.list = list;
        }
        let is_narrow = is_narrow(ui);
        if room == Room::Label && !self.focus_mode && !self.preferences.right_folded && !is_narrow {
            let cx = ViewCx { desk, keymap: &self.keymap, theme };
            let panel = Panel::right("tags").default_size(300.0).size_range(240.0..=460.0).frame(side);
            let wants_focus = desk.tags_want_focus;
            panel.show(ui, |ui| right_ui(ui, &cx, wants_focus, actions));
            desk.tags_want_focus = false;
        }
        if room == Room::Label && !self.focus_mode && is_narrow && self.right_over {
            let cx = ViewCx { desk, keymap: &self.keymap, theme };
            right_over_ui(ui, &cx, actions);
        }
        match room {
            Room::Label => self.label_ui(ui, theme, desk, actions),
            Room::Statistics => {
                let mut state = std::mem::take(&mut desk.statistics);
                let cx = ViewCx { desk, keymap: &self.keymap, theme };
                page_frame(theme).show(ui, |ui| statistics_ui(ui, &cx, &mut state, actions));
                desk.statistics = state;
            }
            Room::Codebook => {
                let mut state = std::mem::take(&mut desk.codebook);
                let cx = ViewCx { desk, keymap: &self.keymap, theme };
                page_frame(theme).show(ui, |ui| codebook_ui(ui, &cx, &mut state, actions));
                desk.codebook = state;
            }
        }
    }

    fn label_ui(&mut self, ui: &mut Ui, theme: &Arc<Theme>, desk: &mut Desk, actions: &mut Actions) {
        let mut statistics = std::mem::take(&mut desk.statistics);
        let mut reader = desk.page.reader.take();
        let mut palette = desk.page.palette.take();
        let mut find = desk.page.find.take();
        let is_covered = self.is_modal();
        let cx = ViewCx { desk, keymap: &self.keymap, theme };
        CentralPanel::default().frame(Frame::new().fill(theme.canvas)).show(ui, |ui| {
            stepping_bar_ui(ui, &cx, &mut statistics, actions);
            match &mut reader {
                Some(reader) => {
                    let (palette, find) = (&mut palette, &mut find);
                    let finding = self.preferences.finding;
                    let parts = ArticleParts { reader, palette, is_covered, find, finding };
                    article_ui(ui, &cx, &self.preferences.reading, parts, actions);
                }
                None => no_article_ui(ui, &cx, actions),
            }
        });
        if let Some(reader) = &reader {
            self.hand_keyboard(ui, desk, reader);
        }
        desk.page.reader = reader;
        desk.page.palette = palette;
        desk.page.find = find;
        desk.statistics = statistics;
    }

    /// The article has the keyboard when nothing else has; F6 walks from the list over the article to the tags.
    fn hand_keyboard(&mut self, ui: &Ui, desk: &mut Desk, reader: &Reader) {
        let is_free = ui.memory(|memory| memory.focused().is_none());
        let wanted = self.pane_wanted.take();
        let is_here = reader.has_focus(ui) || is_free;
        match wanted.filter(|_| !self.is_modal()) {
            Some(true) if is_here && !self.preferences.right_folded => desk.tags_want_focus = true,
            Some(false) if is_here && !self.preferences.left_folded => desk.list.wants_focus = true,
            Some(_) => reader.focus(ui),
            None if is_free && !self.is_modal() => reader.focus(ui),
            None => {}
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
            (Overlay::Path { .. }, _) => dialogs::path_ui(&cx, &mut overlay, actions),
            (Overlay::NewProject { .. }, _) => dialogs::new_project_ui(&cx, &mut overlay, actions),
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
            (Overlay::Purge(_), Some(view)) => document_dialogs::purge_ui(&cx, view, &overlay, actions),
            (Overlay::Tag { .. }, Some(view)) => tag_dialogs::tag_ui(&cx, view, &mut overlay, actions),
            (Overlay::RemoveTag { .. }, Some(view)) => tag_dialogs::remove_tag_ui(&cx, view, &mut overlay, actions),
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
        let importing = self.importing.as_ref().map(|job| (job.label.clone(), job.progress.clone()));
        let jobs: Vec<_> = opening.into_iter().chain(importing).collect();
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
                    let detail = if of > 0 { format!("{done} of {of}") } else { progress.what() };
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

    /// Whether an article has been drawn.
    pub fn shows_article(&self) -> bool {
        let Session::Open(desk) = &self.session else { return false };
        desk.page.reader.as_ref().is_some_and(Reader::is_shown)
    }

    /// Saves everything before the window goes.
    pub fn leave(&mut self) {
        self.close_project();
        self.keep_preferences();
        self.keeper.finish();
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
fn right_over_ui(ui: &Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
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
            right_ui(ui, cx, false, actions);
        });
    });
}

/// The tags above, the inspector below.
fn right_ui(ui: &mut Ui, cx: &ViewCx<'_>, wants_focus: bool, actions: &mut Actions) {
    let frame = Frame::new().inner_margin(Margin { top: 12, ..Margin::ZERO });
    let below = Panel::bottom("inspector").frame(frame).resizable(true).default_size(280.0);
    below.size_range(120.0..=600.0).show(ui, |ui| inspector_ui(ui, cx, actions));
    tags_panel_ui(ui, cx, wants_focus, actions);
}

fn page_frame(theme: &Theme) -> CentralPanel {
    CentralPanel::default().frame(Frame::new().fill(theme.canvas).inner_margin(Margin::same(size::SPACE_XL as i8)))
}
