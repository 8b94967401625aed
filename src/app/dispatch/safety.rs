//! What is made beside the window: copies elsewhere, backups, merges; and not leaving while something is in memory alone.

use crate::app::jobs::{Job, Outcome};
use crate::app::overlay::{Leaving, Overlay, PathPurpose};
use crate::app::views::capitalized;
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::edit::slug;
use crate::formats::Selection;
use crate::model::Project;
use crate::store::{self, Backup, StoreError};
use crate::workspace::{CopiesMerged, SaveState, WayBack};
use egui::{Context, ViewportCommand};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What was made beside the window.
pub enum Kept {
    /// A copy of the open project, in this folder.
    Copy(PathBuf),
    /// What somebody said in it, packed to be sent.
    Packed(PathBuf),
    /// A backup of it.
    Backup,
    /// A project from a backup, in this folder.
    Restored(PathBuf),
    /// A list of backups.
    Found(Vec<Backup>),
    /// What conflict copies were merged to.
    Merged(CopiesMerged),
    /// What goes back in the history.
    Way(WayBack),
}

/// What makes it.
pub type Keeping = Job<Result<Kept, StoreError>>;

impl Window {
    /// Writes the open project as it is in memory into another folder, whatever became of its own.
    pub(super) fn save_copy(&mut self, cx: &Context, folder: PathBuf) {
        self.overlay = None;
        let Session::Open(desk) = &self.session else { return };
        let source = desk.workspace.copy_source();
        self.keep_with(cx, "Saving a copy", move || source.write(&folder).map(|()| Kept::Copy(folder)));
    }

    /// Asks where the person's own work is to be packed, if there is any.
    pub(super) fn ask_what_to_send(&mut self, cx: &Context) {
        match self.own_work() {
            Some(_) => self.ask_for_path(cx, PathPurpose::SendWork),
            None => self.say(ToastKind::Info, "You have not marked anything in this project yet".to_owned()),
        }
    }

    /// Packs the person's own work, and nobody else's.
    pub(super) fn send_work(&mut self, cx: &Context, path: PathBuf) {
        self.overlay = None;
        let Some(work) = self.own_work() else { return };
        self.keep_with(cx, "Packing your work", move || store::pack(&work, &path).map(|()| Kept::Packed(path)));
    }

    fn own_work(&self) -> Option<Project> {
        let Session::Open(desk) = &self.session else { return None };
        let annotators = Some(BTreeSet::from([desk.workspace.annotator()?.clone()]));
        let work = Selection { annotators, ..Selection::default() }.to_send(desk.workspace.project());
        (!work.documents.is_empty()).then_some(work)
    }

    /// Makes a backup now.
    pub(super) fn back_up(&mut self, cx: &Context) {
        self.overlay = None;
        let Session::Open(desk) = &self.session else { return };
        let Some(made) = desk.workspace.back_up_soon() else {
            return self.say(ToastKind::Info, "A project that is open for reading only is not backed up".to_owned());
        };
        let gone = StoreError::Busy(self.home.backups());
        self.keep_with(cx, "Backing up", move || made.recv().unwrap_or(Err(gone)).map(|()| Kept::Backup));
    }

    /// Lists the backups: those of the open project, or without one all.
    pub(super) fn show_backups(&mut self, cx: &Context) {
        let home = self.home.clone();
        let id = match &self.session {
            Session::Open(desk) => Some(desk.workspace.project().id),
            Session::Welcome => None,
        };
        self.overlay = Some(Overlay::Backups { found: None, chosen: 0 });
        let find = move || id.map_or_else(|| store::all_backups(&home), |id| store::backups(&home, id));
        self.keep_with(cx, "Looking for backups", move || find().map(Kept::Found));
    }

    /// Unpacks a backup into a folder of its own, and opens it.
    pub(super) fn restore(&mut self, cx: &Context, backup: &Backup) {
        self.overlay = None;
        let name = backup.cover.as_ref().map(|cover| cover.name.clone()).unwrap_or_default();
        let day: String = backup.time.to_string().chars().take(10).collect();
        let folder = store::free_folder(&self.home.projects(), &format!("{}-{day}", slug(&name, "project")));
        let path = backup.path.clone();
        self.keep_with(cx, "Restoring a backup", move || {
            store::restore(&path, &folder, &store::Progress::default()).map(|()| Kept::Restored(folder))
        });
    }

    pub(super) fn keep_with(
        &mut self,
        cx: &Context,
        label: &str,
        work: impl FnOnce() -> Result<Kept, StoreError> + Send + 'static,
    ) {
        let wake = cx.clone();
        self.keeping.push(Job::start(label.to_owned(), move || wake.request_repaint(), move |_| work()));
    }

    /// Takes what was made beside the window.
    pub fn poll_keeping(&mut self, cx: &Context) {
        for job in std::mem::take(&mut self.keeping) {
            match job.poll() {
                Outcome::Running => self.keeping.push(job),
                Outcome::Done(Ok(kept)) => self.take_kept(cx, kept),
                Outcome::Done(Err(error)) => {
                    self.say(ToastKind::Error, format!("{}. {}", capitalized(&error.to_string()), error.hint()));
                }
                Outcome::Lost => {
                    let message = format!("{} failed by a mistake of the program; the log has more", job.label);
                    self.say(ToastKind::Error, message);
                }
            }
        }
    }

    fn take_kept(&mut self, cx: &Context, kept: Kept) {
        match kept {
            Kept::Copy(folder) => self.say(ToastKind::Info, format!("A copy is in {}", folder.display())),
            Kept::Packed(path) => self.say(ToastKind::Info, format!("Your work is packed: {}", path.display())),
            Kept::Backup => self.say(ToastKind::Info, "There is a backup of the project as it is".to_owned()),
            Kept::Restored(folder) => {
                self.say(ToastKind::Info, format!("The backup is restored in {}", folder.display()));
                self.open_project(cx, folder);
            }
            Kept::Merged(merged) => self.take_merged(cx, merged),
            Kept::Way(way) => self.take_way_back(way),
            Kept::Found(backups) => {
                if let Some(Overlay::Backups { found, .. }) = &mut self.overlay {
                    *found = Some(backups);
                }
            }
        }
    }

    /// Why the last edits are in memory alone, if they are.
    pub(super) fn why_unsaved(&self) -> Option<String> {
        let Session::Open(desk) = &self.session else { return None };
        match desk.workspace.save_state() {
            SaveState::Failed { why, .. } if !desk.workspace.is_durable() => Some(why),
            _ => None,
        }
    }

    /// Closes the project, or asks first when edits would be lost.
    pub(super) fn close_or_ask(&mut self) {
        match self.why_unsaved() {
            Some(why) => self.overlay = Some(Overlay::Unsaved { why, leaving: Leaving::Close }),
            None => self.close_project(),
        }
    }

    /// Holds the window open when closing it would lose edits, and asks.
    pub fn hold_window(&mut self, cx: &Context) {
        if cx.input(|input| input.viewport().close_requested())
            && !self.is_leaving
            && let Some(why) = self.why_unsaved()
        {
            cx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.overlay = Some(Overlay::Unsaved { why, leaving: Leaving::Quit });
        }
    }

    /// Leaves though edits are lost: a person has been told and said so.
    pub(super) fn leave_anyway(&mut self, cx: &Context, leaving: Leaving) {
        self.overlay = None;
        match leaving {
            Leaving::Close => self.close_project(),
            Leaving::Quit => {
                self.is_leaving = true;
                cx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }
}
