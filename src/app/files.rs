//! File dialogs and paths: the desktop's dialogs where there are some, never waited for by the window.

use super::overlay::{PathPurpose, Picked};
use crate::store;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

/// A dialog that closes without an answer faster than this was never shown: the desktop has none.
const UNSEEN: Duration = Duration::from_millis(500);

/// Shows a dialog, waits for it, and returns what was chosen: [`ask_desktop`], or what stands in for it in tests.
pub type AskForPath = fn(PathPurpose) -> Vec<PathBuf>;

/// A file dialog that is open outside the window.
pub struct FileDialog {
    /// What it is for.
    pub purpose: PathPurpose,
    answer: Receiver<(Vec<PathBuf>, Duration)>,
}

impl FileDialog {
    /// Shows a dialog on a thread of its own. `wake` is called once it has closed.
    pub fn open(purpose: PathPurpose, ask: AskForPath, wake: impl Fn() + Send + 'static) -> Self {
        let (sender, answer) = channel();
        std::thread::spawn(move || {
            let begun = Instant::now();
            let paths = ask(purpose);
            // The window may be gone by now, and then nobody waits for the answer.
            let _ = sender.send((paths, begun.elapsed()));
            wake();
        });
        Self { purpose, answer }
    }

    /// The answer, once there is one.
    pub fn poll(&self) -> Option<Picked> {
        let (paths, took) = match self.answer.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => (Vec::new(), Duration::ZERO),
        };
        let is_missing = paths.is_empty() && took < UNSEEN;
        Some(Picked { purpose: self.purpose, paths, is_missing })
    }
}

/// Shows the desktop's dialog.
pub fn ask_desktop(purpose: PathPurpose) -> Vec<PathBuf> {
    let dialog = rfd::FileDialog::new().set_title(purpose.title());
    let one = |path: Option<PathBuf>| path.into_iter().collect();
    match purpose {
        PathPurpose::Articles => dialog
            .add_filter("Articles and annotations", &crate::formats::endings_read())
            .add_filter("All files", &["*"])
            .pick_files()
            .unwrap_or_default(),
        PathPurpose::ReplaceText => one(dialog
            .add_filter("Text and Markdown", &["txt", "text", "md", "markdown"])
            .add_filter("All files", &["*"])
            .pick_file()),
        PathPurpose::Project | PathPurpose::NewProject => one(dialog.pick_folder()),
        PathPurpose::WordList => {
            one(dialog.add_filter("Lists", &["txt", "csv", "tsv"]).add_filter("All files", &["*"]).pick_file())
        }
        PathPurpose::ImportCodebook => one(dialog.add_filter("Codebook", &["ron", "qdc"]).pick_file()),
        PathPurpose::ExportCodebook
        | PathPurpose::CodebookPage
        | PathPurpose::ExportTable
        | PathPurpose::AgreementReport
        | PathPurpose::SaveCopy
        | PathPurpose::SendWork
        | PathPurpose::Export => one(dialog.set_file_name(purpose.file_name()).save_file()),
    }
}

/// A path as typed, with `~` for the person's own folder.
pub fn expand_home(typed: &str) -> PathBuf {
    let typed = typed.trim();
    match typed.strip_prefix('~').map(|rest| rest.trim_start_matches(['/', '\\'])) {
        Some(rest) => store::home_folder().map_or_else(|| PathBuf::from(typed), |home| home.join(rest)),
        None => PathBuf::from(typed),
    }
}

/// The paths that begin like what is typed; folders end in the separator.
pub fn complete_path(typed: &str) -> Vec<String> {
    if typed.is_empty() {
        return Vec::new();
    }
    let path = expand_home(typed);
    let ends_in_folder = typed.ends_with(['/', '\\']);
    let (folder, start) = match (ends_in_folder, path.parent()) {
        (false, Some(parent)) => (parent, path.file_name().map(|name| name.to_string_lossy().into_owned())),
        _ => (Path::new(&path), None),
    };
    let start = start.unwrap_or_default().to_lowercase();
    let entries = store::list_folder(folder).unwrap_or_default();
    let fits =
        |name: &str| name.to_lowercase().starts_with(&start) && (!name.starts_with('.') || start.starts_with('.'));
    let written = |name: &str, is_folder: bool| {
        let path = folder.join(name).display().to_string();
        if is_folder { format!("{path}{}", std::path::MAIN_SEPARATOR) } else { path }
    };
    entries.iter().filter(|entry| fits(&entry.name)).map(|entry| written(&entry.name, entry.is_folder)).collect()
}
