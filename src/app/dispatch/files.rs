//! Files in and out: projects, articles, codebooks, tables. Reading goes on beside the window.

use crate::app::desk::{Desk, Page};
use crate::app::drafts::{ListedWords, RuleDraft};
use crate::app::figures::{Extent, Figures, Report};
use crate::app::importing::{ImportChoices, ImportQuestion};
use crate::app::inquiry::Question;
use crate::app::jobs::{Job, Progress};
use crate::app::overlay::{Leaving, Overlay};
use crate::app::problems::Problems;
use crate::app::searching::SearchState;
use crate::app::veil::Veil;
use crate::app::views::article_list::ListState;
use crate::app::views::filter::narrowed_with_text;
use crate::app::views::{capitalized, counted};
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::edit::MOST_WORDS;
use crate::edit::{Command, NewDocument};
use crate::formats::{Losses, codebook_as_qdc, is_qdc};
use crate::model::{Annotator, AnnotatorId, AnnotatorKind, Codebook, DocumentId, SetKey, TagId};
use crate::query::{Sort, SortKey};
use crate::report::{Answer, AnswersOf, answers_file};
use crate::store::{self, Person, STARTER_CODEBOOKS};
use crate::text::Text;
use crate::workspace::{Options, Workspace};
use egui::Context;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Window {
    /// Opens a project beside the window; the one that is open stays until then.
    pub fn open_project(&mut self, cx: &Context, path: PathBuf) {
        self.overlay = None;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (home, wake_job, wake) = (self.home.clone(), cx.clone(), cx.clone());
        let job = Job::start(
            format!("Opening {name}"),
            move || wake_job.request_repaint(),
            move |progress| Workspace::open(&path, &home, options(progress, wake)),
        );
        self.opening = Some(job);
    }

    pub(super) fn open_example(&mut self, cx: &Context) {
        match store::install_example(&self.home) {
            Ok(path) => self.open_project(cx, path),
            Err(error) => self.say(ToastKind::Error, capitalized(&error.to_string())),
        }
    }

    /// Makes a project and opens it.
    pub(super) fn create_project(
        &mut self,
        cx: &Context,
        folder: PathBuf,
        name: String,
        codebook: Option<&'static str>,
    ) {
        let codebook = match codebook.map(starter).transpose() {
            Ok(codebook) => codebook.unwrap_or_default(),
            Err(error) => return self.say(ToastKind::Error, capitalized(&error.to_string())),
        };
        let (home, wake_job, wake) = (self.home.clone(), cx.clone(), cx.clone());
        self.opening = Some(Job::start(
            format!("Making {name}"),
            move || wake_job.request_repaint(),
            move |progress| Workspace::create(&folder, &name, codebook, &home, options(progress, wake)),
        ));
        self.overlay = None;
    }

    /// Takes an opened project to the desk.
    pub fn seat(&mut self, cx: &Context, workspace: Workspace) {
        if let Some(why) = self.why_unsaved() {
            self.overlay = Some(Overlay::Unsaved { why, leaving: Leaving::Close });
            return;
        }
        self.close_project();
        let path = workspace.path().to_path_buf();
        match self.home.change_settings(|settings| settings.opened(&path)) {
            Ok(settings) => self.recent = settings.recent,
            Err(error) => tracing::warn!("{error}"),
        }
        let visit = self.preferences.visit(workspace.project().id).cloned().unwrap_or_default();
        let wake = cx.clone();
        let figures = Figures::start(workspace.snapshot(), move || wake.request_repaint());
        let known = |id: &String| TagId::new(id).ok();
        let is_shuffled = workspace.project().workflow.shuffled_by.is_some();
        let key = if is_shuffled { SortKey::Work } else { SortKey::default() };
        let mut list = ListState::default();
        list.sort = Sort { key, descending: false };
        let desk = Desk {
            recent: visit.recent_tags.iter().filter_map(known).collect(),
            workspace,
            figures,
            problems: Problems::default(),
            suggestions: Default::default(),
            veil: Veil::of(&visit.veil),
            sought: String::new(),
            filtering: Default::default(),
            within: None,
            search: SearchState::default(),
            room: Default::default(),
            page: Page::default(),
            armed: None,
            exact: false,
            others: None,
            tags_want_focus: false,
            values_want_focus: false,
            guidance_folded: self.preferences.guidance_folded,
            preview: Default::default(),
            occurrences: Default::default(),
            revising: Default::default(),
            importing: Default::default(),
            exporting: Default::default(),
            list,
            statistics: Default::default(),
            codebook: Default::default(),
            relations: Default::default(),
            review: Default::default(),
            history: Default::default(),
        };
        let first = desk.workspace.project().documents.values().find(|document| !document.archived);
        let last = visit.open.and_then(|id| DocumentId::new(&id).ok());
        let last = last.filter(|id| desk.workspace.project().documents.contains_key(id));
        let open = last.or_else(|| first.map(|document| document.id.clone()));
        self.session = Session::Open(Box::new(desk));
        self.take_seat();
        self.show_example_marked(&path);
        if let Some(open) = open {
            self.open_document(cx, &open);
        }
        if let Some(files) = self.waiting_files.take() {
            self.add_files(cx, files);
        }
        if let Some(text) = self.waiting_text.take() {
            self.add_text(cx, text);
        }
        if !self.preferences.tour_seen && self.overlay.is_none() {
            self.overlay = Some(Overlay::Tour(0));
        }
    }

    /// A newcomer sees in the example what somebody marked. In other projects nobody sees others' work unasked.
    fn show_example_marked(&mut self, path: &Path) {
        let Session::Open(desk) = &mut self.session else { return };
        let project = desk.workspace.project();
        let is_mine = |key: &SetKey| Some(&key.annotator) == desk.workspace.annotator();
        if path == store::example_folder(&self.home) && !project.sets.keys().any(is_mine) {
            desk.others = project.sets.keys().next().map(|key| key.annotator.clone());
        }
    }

    /// Saves everything and goes to the welcome view.
    pub fn close_project(&mut self) {
        self.keep_place();
        self.stop_reading();
        let session = std::mem::replace(&mut self.session, Session::Welcome);
        if let Session::Open(desk) = session {
            let recent = desk.recent.iter().map(ToString::to_string).collect();
            self.preferences.visit_mut(desk.workspace.project().id).recent_tags = recent;
            let Desk { workspace, .. } = *desk;
            let kept = if workspace.is_durable() {
                ". Every change is kept on this computer, and written when the project is opened here again"
            } else {
                ""
            };
            if let Err(error) = workspace.close() {
                self.say(ToastKind::Error, format!("{}{kept}", capitalized(&error.to_string())));
            }
        }
    }

    /// Closes the project that was made for files, if none of them came in, and takes it away.
    pub(super) fn leave_made_for_files(&mut self) {
        let (Some(made), Session::Open(desk)) = (self.made_for_files.take(), &self.session) else { return };
        let workspace = &desk.workspace;
        let is_as_made = workspace.project().documents.is_empty() && workspace.next_undo().is_none();
        if !is_as_made || workspace.path() != made || !self.queued_files.is_empty() {
            return;
        }
        self.close_project();
        if store::uncreate(&made) {
            match self.home.change_settings(|settings| settings.gone(&made)) {
                Ok(settings) => self.recent = settings.recent,
                Err(error) => tracing::warn!("{error}"),
            }
        }
    }

    /// Files that are being read belong to the project that is going, and to no other.
    fn stop_reading(&mut self) {
        self.queued_files.clear();
        if let Some((_, job)) = self.importing.take() {
            job.progress.stop();
            let message = "The project was closed while files were read: nothing was added";
            self.say(ToastKind::Warning, message.to_owned());
        }
    }

    /// Reads files and folders beside the window, to add what is in them. Without a project they get one of their own.
    pub fn add_files(&mut self, cx: &Context, paths: Vec<PathBuf>) {
        self.overlay = None;
        if !matches!(self.session, Session::Open(_)) {
            let name = paths.first().map(|path| stem(path)).unwrap_or_default();
            let is_first = self.waiting_files.is_none();
            self.waiting_files.get_or_insert_default().extend(paths);
            if is_first {
                self.project_for(cx, &name);
            }
            return;
        }
        if self.importing.is_some() {
            return self.queued_files.extend(paths);
        }
        let Session::Open(desk) = &self.session else { return };
        let (wake, project) = (cx.clone(), desk.workspace.snapshot());
        let Some(me) = self.person.as_ref().map(annotator).or_else(nobody) else { return };
        let choices = ImportChoices { paths, ..ImportChoices::default() };
        let question = ImportQuestion { project, me, choices: choices.clone() };
        let job = Job::start(
            "Reading files".to_owned(),
            move || wake.request_repaint(),
            move |progress| question.answer(progress),
        );
        self.importing = Some((choices, job));
    }

    /// Adds a text as a new document.
    pub(super) fn add_text(&mut self, cx: &Context, content: String) {
        if content.trim().is_empty() {
            return self.say(ToastKind::Info, "There is no text on the clipboard".to_owned());
        }
        if !matches!(self.session, Session::Open(_)) {
            self.waiting_text = Some(content);
            return self.project_for(cx, "Pasted text");
        }
        match Text::new(content) {
            Ok(text) => self.add_documents(cx, vec![NewDocument::of_text(text)]),
            Err(error) => self.say(ToastKind::Error, capitalized(&error.to_string())),
        }
    }

    /// Makes a project in the person's own folder, for texts that came without one.
    fn project_for(&mut self, cx: &Context, name: &str) {
        let folder = store::free_folder(&self.home.projects(), &crate::edit::slug(name, "project"));
        let codebook = STARTER_CODEBOOKS.first().map(|(id, _, _)| *id);
        self.made_for_files = self.waiting_files.is_some().then(|| folder.clone());
        self.create_project(cx, folder, name.to_owned(), codebook);
    }

    fn add_documents(&mut self, cx: &Context, new: Vec<NewDocument>) {
        let before = self.document_ids();
        if self.run(&Command::AddDocuments(new)) {
            self.open_new(cx, &before);
        }
    }

    pub(super) fn document_ids(&self) -> Vec<DocumentId> {
        match &self.session {
            Session::Open(desk) => desk.workspace.project().documents.keys().cloned().collect(),
            Session::Welcome => Vec::new(),
        }
    }

    /// Opens the first of the documents that have just come, and says how many did.
    fn open_new(&mut self, cx: &Context, before: &[DocumentId]) {
        let n_new = self.open_first_new(cx, before);
        self.say_undoable(format!("{} added", counted(n_new, "article")));
    }

    /// Opens the first of the documents that have just come; how many did.
    pub(super) fn open_first_new(&mut self, cx: &Context, before: &[DocumentId]) -> usize {
        let new: Vec<DocumentId> =
            self.document_ids().into_iter().filter(|id| before.binary_search(id).is_err()).collect();
        if let Some(first) = new.first() {
            self.open_document(cx, first);
        }
        new.len()
    }

    /// Adds what a codebook of ours has; of another tool's a person sees first what would come in.
    pub(super) fn import_codebook(&mut self, cx: &Context, path: &Path) {
        self.overlay = None;
        if is_qdc(path) {
            return self.add_files(cx, vec![path.to_owned()]);
        }
        match store::read_codebook(path) {
            Ok((_, codebook)) => {
                if self.run(&Command::AddCodebook(codebook)) {
                    self.say_undoable("The codebook's tags were added".to_owned());
                }
            }
            Err(error) => self.say(ToastKind::Error, capitalized(&error.to_string())),
        }
    }

    /// Puts the words of a file into the rule that is open, or into a new one of the chosen tag.
    pub(super) fn read_words(&mut self, path: &Path) {
        let Session::Open(desk) = &mut self.session else { return };
        let words = match store::read_word_list(path, MOST_WORDS) {
            Ok(words) => words,
            Err(error) => return self.say(ToastKind::Error, capitalized(&error.to_string())),
        };
        let mut draft = match self.overlay.take() {
            Some(Overlay::Rule(draft)) => draft,
            _ => match desk.codebook.shown_tag(&desk.workspace.project().codebook) {
                Some(tag) => Box::new(RuleDraft::new(tag)),
                None => return self.say(ToastKind::Info, "Add a tag first, for the words to propose".to_owned()),
            },
        };
        if draft.name.is_empty() {
            draft.name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        }
        draft.is_expression = false;
        draft.words = ListedWords::of(words);
        self.overlay = Some(Overlay::Rule(draft));
    }

    pub(super) fn export_codebook(&mut self, path: &Path) {
        self.overlay = None;
        let Session::Open(desk) = &self.session else { return };
        let project = desk.workspace.project();
        let mut losses = Losses::default();
        let written = if is_qdc(path) {
            store::write_file(path, &codebook_as_qdc(&project.codebook, &mut losses))
        } else {
            store::write_codebook(path, &project.name, &project.codebook)
        };
        match written {
            Ok(()) => {
                let lost = losses.iter().map(|loss| format!("; left out: {}, such as {}", loss.count, loss.example));
                let lost: String = lost.collect();
                self.say(ToastKind::Info, format!("The codebook was written to {}{}", path.display(), lost));
            }
            Err(error) => self.say(ToastKind::Error, capitalized(&error.to_string())),
        }
    }

    /// Puts what *Analysis* shows into the report, as it is now.
    pub(super) fn add_to_report(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        match shown_answer(desk) {
            Some(answer) => desk.statistics.analysis.report.push(Arc::new(answer)),
            None => self.say(ToastKind::Info, "It is still being counted; add it when it is there".to_owned()),
        }
    }

    pub(super) fn export_table(&mut self, path: &Path) {
        self.overlay = None;
        let Session::Open(desk) = &self.session else { return };
        let Some(written) = figures_file(desk, path) else {
            let why = "It is still being counted, or cannot be written so: name a file that ends in .csv, .svg, .png or .html";
            return self.say(ToastKind::Info, why.to_owned());
        };
        match store::write_file(path, &written) {
            Ok(()) => self.say(ToastKind::Info, format!("The table was written to {}", path.display())),
            Err(error) => self.say(ToastKind::Error, capitalized(&error.to_string())),
        }
    }
}

/// What *Analysis* shows, with of what it is.
fn shown_answer(desk: &Desk) -> Option<Answer> {
    let (answered, is_of_now) = desk.statistics.analysis.answered()?;
    let answer = Answer::clone(answered.as_ref().ok().filter(|_| is_of_now)?);
    Some(Answer { counted: counted_in_words(desk), ..answer })
}

/// What the statistics show, as the ending of a file says. Live tables are written as CSV.
fn figures_file(desk: &Desk, path: &Path) -> Option<Vec<u8>> {
    if desk.statistics.report != Report::Analysis {
        return Some(desk.statistics.shown_table(&desk.figures)?.to_csv().into_bytes());
    }
    let ending = path.extension()?.to_str()?.to_lowercase();
    let analysis = &desk.statistics.analysis;
    // What was collected says of each of its figures of what it is.
    let is_report = ending == "html" && !analysis.report.is_empty();
    let (answers, filter) = if is_report {
        (analysis.report.iter().map(|answer| Answer::clone(answer)).collect(), String::new())
    } else {
        let shown = shown_answer(desk)?;
        let counted = shown.counted.clone();
        (vec![Answer { counted: String::new(), ..shown }], counted)
    };
    let of = AnswersOf {
        title: desk.workspace.project().name.clone(),
        filter,
        date: (Options::default().clock)().to_string().chars().take(10).collect(),
    };
    answers_file(&ending, &answers, &of)
}

/// Of what the figures of the statistics are, in words.
fn counted_in_words(desk: &Desk) -> String {
    let parts = narrowed_with_text(desk);
    match desk.statistics.analysis.asked.extent {
        Extent::Document => desk.document().map_or("no article", |document| document.title.as_str()).to_owned(),
        Extent::Filter if !parts.is_empty() => format!("only {}", parts.join(", ")),
        Extent::Filter | Extent::Project => "all articles".to_owned(),
    }
}

/// What a workspace of this window is opened with.
fn options(progress: &Progress, cx: Context) -> Options {
    let theirs = progress.clone();
    let progress = store::Progress::new(move |done, of| theirs.report(done, of));
    Options { wake: Arc::new(move || cx.request_repaint()), progress, ..Options::default() }
}

/// One of the codebooks that come with the program.
fn starter(id: &'static str) -> Result<Codebook, store::StoreError> {
    store::starter_codebook(id)
}

pub(super) fn annotator(person: &Person) -> Annotator {
    Annotator { id: person.id.clone(), name: person.name.clone(), kind: AnnotatorKind::Human }
}

/// Whose a file's spans are that name no annotator, before anybody has said who is labeling.
pub(super) fn nobody() -> Option<Annotator> {
    let id = AnnotatorId::new("imported").ok()?;
    Some(Annotator { id, name: "Imported".to_owned(), kind: AnnotatorKind::Machine })
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_else(|| "Project".to_owned())
}
