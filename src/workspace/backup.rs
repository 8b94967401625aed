//! Backups, made beside the work: soon after opening, then from time to time while something changes.

use super::shared::{News, Shared};
use super::{Clock, Event, Wake};
use crate::model::DocumentId;
use crate::store::{
    ConflictCopy, Damage, Folder, Home, Progress, StoreError, back_up, purge_backups, purge_put_aside,
    put_aside_folder, thin,
};
use crate::text::Digest;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The thread that makes backups, as the workspace sees it. Dropping it ends it; a backup that is being made is given up.
pub struct Backups {
    asks: Option<Sender<Ask>>,
    progress: Progress,
    thread: Option<JoinHandle<()>>,
}

/// What it is asked for.
enum Ask {
    /// A backup now; whoever asks is told what came of it.
    BackUp(Sender<Result<(), StoreError>>),
    /// That a conflict copy goes into the person's own folder: it is in the project as it was read.
    PutAside(ConflictCopy, Digest),
    /// That documents go out of all backups; these journals could not be changed.
    Purge(BTreeSet<DocumentId>, Vec<StoreError>),
}

/// What it works with.
pub struct Worker {
    /// The person's own folders.
    pub home: Home,
    /// The project's folder.
    pub folder: Folder,
    /// The desk.
    pub shared: Arc<Shared>,
    /// What time it is.
    pub clock: Clock,
    /// How long after opening the first is made.
    pub first: Duration,
    /// How long lies between two.
    pub between: Duration,
    /// Who is told what happened.
    pub news: Sender<News>,
    /// Called after telling.
    pub wake: Wake,
}

impl Backups {
    /// Starts the thread.
    pub fn start(worker: Worker) -> std::io::Result<Self> {
        let (asks, inbox) = channel();
        let progress = Progress::default();
        let theirs = progress.clone();
        let thread = std::thread::Builder::new().name("backups".to_owned());
        let thread = thread.spawn(move || worker.run(&inbox, &theirs))?;
        Ok(Self { asks: Some(asks), progress, thread: Some(thread) })
    }

    /// Makes a backup of the newest state, if it differs from the last one. The answer comes when it is on the disk.
    pub fn now(&self) -> Receiver<Result<(), StoreError>> {
        let (answer, answered) = channel();
        self.ask(Ask::BackUp(answer));
        answered
    }

    /// Takes documents out of all backups, after they went out of the journals but for what `left` names.
    pub fn purge(&self, documents: BTreeSet<DocumentId>, left: Vec<StoreError>) {
        self.ask(Ask::Purge(documents, left));
    }

    /// Puts a conflict copy aside that is in the project.
    pub fn put_aside(&self, copy: ConflictCopy, read: Digest) {
        self.ask(Ask::PutAside(copy, read));
    }

    fn ask(&self, ask: Ask) {
        if let Some(asks) = &self.asks {
            // Where the thread has ended by a mistake of ours, whoever waits is told so by the end of the channel.
            asks.send(ask).unwrap_or_default();
        }
    }
}

impl Drop for Backups {
    fn drop(&mut self) {
        self.asks = None;
        self.progress.stop();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to do.
            thread.join().unwrap_or_default();
        }
    }
}

impl Worker {
    fn run(self, inbox: &Receiver<Ask>, progress: &Progress) {
        let mut backed_up = None;
        let mut told = None;
        let mut next = Instant::now() + self.first;
        loop {
            match inbox.recv_timeout(next.saturating_duration_since(Instant::now())) {
                Ok(Ask::BackUp(answer)) => {
                    let made = self.back_up(&mut backed_up, progress);
                    // Nobody may wait for it any more.
                    answer.send(made).unwrap_or_default();
                }
                Ok(Ask::PutAside(copy, read)) => {
                    let id = self.shared.lock().project.id;
                    if let Err(error) = copy.put_aside(&self.folder, read, &put_aside_folder(&self.home, id)) {
                        self.tell(Event::Failed(error));
                    }
                }
                Ok(Ask::Purge(documents, mut left)) => {
                    let id = self.shared.lock().project.id;
                    left.extend(purge_backups(&self.home, id, &documents));
                    left.extend(purge_put_aside(&self.home, id, &documents));
                    self.tell(Event::Purged(documents, left));
                }
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    next = Instant::now() + self.between;
                    match self.back_up(&mut backed_up, progress) {
                        Err(StoreError::Cancelled(_)) => return,
                        Err(error) if told.as_ref() != Some(&error) => {
                            told = Some(error.clone());
                            self.tell(Event::NoBackup(error));
                        }
                        Err(_) => {}
                        Ok(()) => told = None,
                    }
                }
            }
        }
    }

    /// Makes a backup, unless nothing was done since the last one.
    fn back_up(&self, backed_up: &mut Option<u64>, progress: &Progress) -> Result<(), StoreError> {
        let (project, seq, damage) = {
            let state = self.shared.lock();
            (state.project.clone(), state.seq, state.damage.clone())
        };
        let damage: Vec<Damage> = damage.values().cloned().collect();
        if *backed_up == Some(seq) {
            return Ok(());
        }
        let now = (self.clock)();
        back_up(&self.home, &project, &self.folder, &damage, now, progress)?;
        *backed_up = Some(seq);
        thin(&self.home, project.id, now).map(drop)
    }

    fn tell(&self, event: Event) {
        // The workspace may be gone already.
        self.news.send(News::Event(event)).unwrap_or_default();
        (self.wake)();
    }
}
