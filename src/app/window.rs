//! The window, frame by frame: `logic` decides here, and `ui` draws in `panes.rs`.

use super::action::{Action, Actions};
use super::analyzing::Asking;
use super::desk::SUGGESTED;
use super::desk::{Desk, Room};
use super::dispatch::{Keeping, TOAST_HISTORY, TOAST_MERGE};
use super::exporting::ExportChoices;
use super::figures::Report;
use super::files::{AskForPath, FileDialog, ask_desktop};
use super::filtering::Became;
use super::guard::{Guards, attempt};
use super::importing::{ImportChoices, ImportPlan};
use super::jobs::{Job, Outcome};
use super::keeper::{Keeper, PREFERENCES};
use super::keys::Keymap;
use super::overlay::Overlay;
use super::preferences::{Preferences, PreferencesState};
use super::reader::Reader;
use super::reader::SpanRef;
use super::theme::{self};
use super::typeset::{ReaderFonts, TextEngine};
use super::verb::Verb;
use super::views::capitalized;
use super::views::codebook::Entry;
use super::views::frame_figures::FrameFigures;
use super::widgets::{Toast, ToastAction, ToastKind, Toasts, isolated};
use crate::model::AnnotatorId;
use crate::review::as_seen;
use crate::store::{Home, Person, StoreError};
use crate::workspace::{Event, Exported, Workspace};
use egui::{Context, ViewportCommand};
use std::path::PathBuf;
use std::sync::Arc;

/// How many files that break at once are named one by one.
const FILES_NAMED: usize = 3;

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
    /// The project that was made for files which are not in it yet.
    pub made_for_files: Option<PathBuf>,
    /// A dialog that the palette or the list of keys was opened over, and that comes back.
    pub behind: Option<Overlay>,
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
    pub importing: Option<(ImportChoices, Job<Result<ImportPlan, String>>)>,
    /// The export that is being written.
    pub exporting: Option<Job<Result<Exported, String>>>,
    /// What was last chosen about an export.
    pub last_export: ExportChoices,
    /// Copies, backups and lists of them that are being made.
    pub keeping: Vec<Keeping>,
    /// Whether a person has said that the window may go though edits are lost.
    pub is_leaving: bool,
    /// Files that are read once those being read are there.
    pub queued_files: Vec<PathBuf>,
    /// What was asked for before anybody had said who is labeling.
    pub once_seated: Option<Action>,
    /// Files that wait for a project.
    pub waiting_files: Option<Vec<PathBuf>>,
    /// A text that waits for a project.
    pub waiting_text: Option<String>,
    /// What the window's title says.
    title: String,
    keeper: Keeper,
    /// The parts of the window that failed.
    pub(super) guards: Guards,
    /// The preferences as they were kept last.
    kept: PreferencesState,
    /// Whether a text field, or something else beside the article, had the keyboard when the last frame ended. Esc has
    /// taken it away by the time keys are read.
    pub(super) field_had_keyboard: bool,
    /// The time of the last frame whose input was read.
    input_read: Option<f64>,
}

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
            made_for_files: None,
            behind: None,
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
            exporting: None,
            last_export: ExportChoices::default(),
            keeping: Vec::new(),
            is_leaving: false,
            queued_files: Vec::new(),
            once_seated: None,
            waiting_files: None,
            waiting_text: None,
            title: String::new(),
            keeper: Keeper::start(home.clone()),
            guards: Guards::default(),
            kept: preferences.state(),
            preferences,
            field_had_keyboard: false,
            input_read: None,
            home,
        };
        window.paint_in(cx, window.preferences.colors);
        theme::set_motion(cx, !window.preferences.less_motion);
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
        if attempt(|| self.decide(cx)).is_none() {
            let message = "That could not be done, by a mistake of the program; the log has more. Every change is kept";
            self.say(ToastKind::Error, message.to_owned());
        }
    }

    fn decide(&mut self, cx: &Context) {
        self.figures.iter_mut().for_each(FrameFigures::begin);
        self.poll_jobs(cx);
        self.poll_keeping(cx);
        self.hold_window(cx);
        self.poll_workspace(cx);
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
        self.after_edits(cx);
        self.follow_title(cx);
        self.follow_problems(cx);
        self.follow_suggestions(cx);
        self.follow_history(cx);
        self.follow_older(cx);
        self.follow_relations(cx);
        self.follow_review(cx);
        self.follow_search(cx);
        self.follow_analysis(cx);
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
        match self.importing.as_ref().map(|(_, job)| job.poll()) {
            Some(Outcome::Done(looked)) => {
                if let Some((choices, job)) = self.importing.take() {
                    self.take_first_look(cx, choices, looked, job.progress.is_stopped());
                }
            }
            Some(Outcome::Lost) => {
                self.importing = None;
                self.say(ToastKind::Error, "Reading failed by a mistake of the program; the log has more".to_owned());
            }
            Some(Outcome::Running) | None => {}
        }
        match self.exporting.as_ref().map(Job::poll) {
            Some(Outcome::Done(exported)) => {
                let is_stopped = self.exporting.take().is_some_and(|job| job.progress.is_stopped());
                self.take_exported(exported, is_stopped);
            }
            Some(Outcome::Lost) => {
                self.exporting = None;
                self.say(ToastKind::Error, "Exporting failed by a mistake of the program; the log has more".to_owned());
            }
            Some(Outcome::Running) | None => {}
        }
        let is_asked = [&self.overlay, &self.behind].into_iter().any(|it| matches!(it, Some(Overlay::Import(_))));
        let is_free = self.importing.is_none() && !is_asked;
        if is_free && !self.queued_files.is_empty() {
            let queued = std::mem::take(&mut self.queued_files);
            self.add_files(cx, queued);
        }
    }

    fn poll_workspace(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        desk.figures.poll();
        desk.preview.poll();
        desk.occurrences.poll();
        if matches!(self.overlay, Some(Overlay::Revise(_))) {
            let wake = cx.clone();
            desk.revising.poll(move || wake.request_repaint());
        } else {
            desk.revising.forget();
        }
        if matches!(self.overlay, Some(Overlay::Import(_))) {
            let wake = cx.clone();
            desk.importing.poll(move || wake.request_repaint());
        } else {
            desk.importing.forget();
        }
        if matches!(self.overlay, Some(Overlay::Export(_))) {
            let wake = cx.clone();
            desk.exporting.poll(move || wake.request_repaint());
        } else {
            desk.exporting.forget();
        }
        let mut news = desk.workspace.poll();
        let is_damage = |event: &Event| matches!(event, Event::Damaged(_));
        let n_damaged = news.iter().filter(|event| is_damage(event)).count();
        if n_damaged > FILES_NAMED {
            // A thousand messages would say no more, and hide all others.
            news.retain(|event| !is_damage(event));
            let message =
                format!("{n_damaged} files cannot be read any more: the status bar names the first of all that cannot");
            self.toasts.push(Toast { kind: ToastKind::Warning, message, action: None });
        }
        for event in news {
            let Some(sentence) = event.sentence(desk.workspace.project()) else { continue };
            let kind = if event.is_warning() { ToastKind::Warning } else { ToastKind::Info };
            let next = match &event {
                Event::Copies(_) => Some((TOAST_MERGE, "Merge", Verb::MergeCopies)),
                event if event.is_in_history() => Some((TOAST_HISTORY, "History", Verb::History)),
                _ => None,
            };
            let action = next.map(|(id, label, verb)| ToastAction {
                id,
                label: label.to_owned(),
                key: self.keymap.cap(verb),
                is_lasting: true,
            });
            self.toasts.push(Toast { kind, message: capitalized(&sentence), action });
        }
    }

    /// Names the project in the title of the window.
    fn follow_title(&mut self, cx: &Context) {
        let title = match &self.session {
            Session::Open(desk) => format!("{} – Glossator", desk.workspace.project().name),
            Session::Welcome => "Glossator".to_owned(),
        };
        if self.title != title {
            cx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// Brings what is derived up to date with the edits of this frame.
    fn after_edits(&mut self, cx: &Context) {
        self.close_missing_page();
        self.follow_text();
        let Session::Open(desk) = &mut self.session else { return };
        if desk.figures.is_over() {
            let wake = cx.clone();
            desk.count_anew(move || wake.request_repaint());
        }
        for applied in desk.workspace.take_applied() {
            desk.list.follow(&applied);
            desk.review.edited(applied.clone());
            desk.figures.edited(applied);
        }
        self.follow_filter(cx);
        let Session::Open(desk) = &mut self.session else { return };
        let Some(set) = desk.own_set().cloned() else {
            desk.page.focus.retain(|span| span.layer != 0);
            return;
        };
        desk.page.focus.retain(|span| span.layer != 0 || set.spans.get(span.key()).is_some());
    }

    /// Lets through what the filter and the list leave of the project as it is now.
    fn follow_filter(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        let annotator = desk.workspace.annotator().cloned();
        let (wake, workspace) = (cx.clone(), &desk.workspace);
        let snapshot = || as_seen(workspace.snapshot(), workspace.annotator());
        let (revision, me) = (workspace.revision(), annotator.as_ref());
        let became = desk.filtering.follow(revision, me, snapshot, move || wake.request_repaint());
        if became.is_some() {
            desk.list.filter.among = desk.filtering.left().map(|left| Arc::clone(&left.documents));
        }
        if desk.list.refresh(desk.workspace.project(), me) || became.is_some() {
            desk.let_through();
        }
        if let Some(Became::Lost(query, mistake)) = became {
            let filter = isolated(&query);
            let what =
                format!("“{filter}” no longer works as a filter: {}. All articles are listed again", mistake.what);
            self.say(ToastKind::Error, what);
        }
    }

    /// Looks for what the rules propose in the open document when that may have changed. What is proposed no longer lets
    /// the focus go.
    fn follow_suggestions(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        let is_deciding = desk.suggested().is_some();
        let (wake, document) = (cx.clone(), desk.page.document.as_ref());
        let annotator = desk.workspace.annotator();
        let project = desk.workspace.project();
        desk.suggestions.follow(project, document, annotator, is_deciding, move || wake.request_repaint());
        let shown = desk.suggestions.shown();
        let is_there = |span: &SpanRef| shown.is_some_and(|set| set.spans.get(span.key()).is_some());
        desk.page.focus.retain(|span| span.layer != SUGGESTED || is_there(span));
    }

    /// Looks for problems in the open document when something about it has changed.
    fn follow_problems(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        let shown: Vec<&AnnotatorId> = desk.workspace.annotator().into_iter().chain(&desk.others).collect();
        let wake = cx.clone();
        let document = desk.page.document.as_ref();
        desk.problems.follow(desk.workspace.project(), document, &shown, move || wake.request_repaint());
    }

    /// Reads the history while it is shown.
    fn follow_history(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.room == Room::History {
            let wake = cx.clone();
            desk.history.follow(&desk.workspace, move || wake.request_repaint());
        } else {
            desk.history.forget();
        }
    }

    /// Compares what annotators say while the review is shown.
    fn follow_review(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.room == Room::Review {
            let (wake, workspace) = (cx.clone(), &desk.workspace);
            desk.review.asked.which.viewer = workspace.annotator().cloned();
            desk.review.follow(|| workspace.snapshot(), desk.page.document.as_ref(), move || wake.request_repaint());
        }
    }

    /// Looks through the project while the search is shown.
    fn follow_search(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.room == Room::Search {
            let (wake, workspace) = (cx.clone(), &desk.workspace);
            let snapshot = || as_seen(workspace.snapshot(), workspace.annotator());
            let within = desk.within.as_ref();
            desk.search.follow(workspace.revision(), within, snapshot, move || wake.request_repaint());
        }
    }

    /// Answers what is asked in the statistics while it is shown.
    fn follow_analysis(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.room == Room::Statistics && desk.statistics.report == Report::Analysis {
            let (wake, workspace) = (cx.clone(), &desk.workspace);
            let snapshot = || as_seen(workspace.snapshot(), workspace.annotator());
            let (within, document) = (desk.within.clone(), desk.page.document.clone());
            let asking = Asking { revision: workspace.revision(), within, document };
            desk.statistics.analysis.follow(asking, snapshot, move || wake.request_repaint());
        }
    }

    /// Gathers the relations while they are shown.
    fn follow_relations(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.room == Room::Relations {
            let (wake, workspace) = (cx.clone(), &desk.workspace);
            let snapshot = || as_seen(workspace.snapshot(), workspace.annotator());
            let document = desk.page.document.as_ref();
            desk.relations.follow(document, workspace.revision(), snapshot, move || wake.request_repaint());
        } else {
            desk.relations.forget();
        }
    }

    /// Looks for spans that are older than the definition of the tag that the codebook shows.
    fn follow_older(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        let codebook = &desk.workspace.project().codebook;
        let shown = if desk.room == Room::Codebook { desk.codebook.shown(codebook) } else { None };
        let tag = match shown {
            Some(Entry::Tag(id)) if codebook.tag(&id).is_some_and(|tag| tag.revised.is_some()) => Some(id),
            _ => None,
        };
        let (wake, workspace) = (cx.clone(), &desk.workspace);
        let snapshot = || as_seen(workspace.snapshot(), workspace.annotator());
        desk.codebook.older.follow(tag.as_ref(), workspace.revision(), snapshot, move || wake.request_repaint());
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
