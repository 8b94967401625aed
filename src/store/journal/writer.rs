//! The thread that writes the journal: takes what is sent, writes it at the end, syncs, and says so.
//!
//! What could not be written stays in memory and is tried again; nothing is dropped, and what was half
//! written is cut off first, so that it is written whole.

use super::claim::{self, Claimed, FILE};
use super::entry::{Entry, entry_from_step};
use super::{Checked, Step, frame, purge};
use crate::edit::Edit;
use crate::model::DocumentId;
use crate::store::StoreError;
use crate::store::disk::Disk;
use crate::text::{Digest, Text};
use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the journal says of itself.
#[derive(Debug, PartialEq, Eq)]
pub enum JournalNews {
    /// All up to this step is on the disk.
    Durable(u64),
    /// It cannot be written; it is tried again.
    Failed(StoreError),
    /// It does not hold these documents any more; nor do other journals, these excepted.
    Purged(BTreeSet<DocumentId>, Vec<StoreError>),
}

/// The journal of this program, as the rest of it sees it. Dropping it writes what is left.
pub struct Journal {
    sender: Option<Sender<Job>>,
    durable: Arc<AtomicU64>,
    thread: Option<JoinHandle<()>>,
}

enum Job {
    Step(Step),
    Checkpoint(Vec<Checked>),
    Purge(BTreeSet<DocumentId>),
    Retry,
}

impl Journal {
    /// Starts writing into a claimed journal. `news` is called from its thread.
    pub fn start(disk: Disk, claimed: Claimed, news: impl Fn(JournalNews) + Send + 'static) -> io::Result<Self> {
        let (sender, jobs) = channel();
        let durable = Arc::new(AtomicU64::new(claimed.contents.last));
        let writer = Writer {
            disk,
            path: claimed.folder.join(FILE),
            folder: claimed.folder,
            lock: claimed.lock,
            file: None,
            end: claimed.contents.end,
            is_clean: false,
            texts: claimed.contents.texts,
            waiting: Vec::new(),
            last: claimed.contents.last,
            durable: Arc::clone(&durable),
        };
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || writer.run(&jobs, &news))?;
        Ok(Self { sender: Some(sender), durable, thread: Some(thread) })
    }

    /// Sends a step to be written. Returns at once.
    pub fn append(&self, step: Step) {
        self.send(Job::Step(step));
    }

    /// Sends word that files were replaced.
    pub fn checkpoint(&self, files: Vec<Checked>) {
        self.send(Job::Checkpoint(files));
    }

    /// Asks that all journals of the project forget some documents.
    pub fn purge(&self, documents: BTreeSet<DocumentId>) {
        self.send(Job::Purge(documents));
    }

    /// Asks to try again now what could not be written.
    pub fn retry(&self) {
        self.send(Job::Retry);
    }

    /// The last step that is on the disk, with all before it.
    pub fn durable(&self) -> u64 {
        self.durable.load(Ordering::Acquire)
    }

    /// Whether its thread is at work. It always is, unless the program made a mistake.
    pub fn is_alive(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    fn send(&self, job: Job) {
        if let Some(sender) = &self.sender {
            // The thread ends only when this sender is gone, so that there is always somebody who listens.
            sender.send(job).unwrap_or_default();
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to write.
            thread.join().unwrap_or_default();
        }
    }
}

struct Writer {
    disk: Disk,
    folder: PathBuf,
    path: PathBuf,
    lock: Option<File>,
    file: Option<File>,
    /// How long the file is as far as it is synced.
    end: u64,
    /// Whether the file ends there.
    is_clean: bool,
    /// Which texts it holds.
    texts: BTreeSet<Digest>,
    /// Records that are not synced yet.
    waiting: Vec<u8>,
    /// The last step among them, or in the file.
    last: u64,
    durable: Arc<AtomicU64>,
}

/// How long the first retry waits; each one waits twice as long, up to [`LONGEST`].
const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(5);

impl Writer {
    fn run(mut self, jobs: &Receiver<Job>, news: &impl Fn(JournalNews)) {
        let mut pause = FIRST;
        loop {
            let received = if self.waiting.is_empty() {
                jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                jobs.recv_timeout(pause)
            };
            let is_over = matches!(received, Err(RecvTimeoutError::Disconnected));
            let mut purged = BTreeSet::new();
            for job in received.into_iter().chain(jobs.try_iter()) {
                self.take(job, &mut purged);
            }
            if !self.waiting.is_empty() {
                match self.write() {
                    Ok(()) => {
                        pause = FIRST;
                        self.durable.store(self.last, Ordering::Release);
                        news(JournalNews::Durable(self.last));
                    }
                    Err(error) => {
                        pause = (pause * 2).min(LONGEST);
                        news(JournalNews::Failed(StoreError::io("write", &self.path, &error)));
                    }
                }
            }
            if !purged.is_empty() {
                let left = self.purge(&purged);
                news(JournalNews::Purged(purged, left));
            }
            if is_over {
                return;
            }
        }
    }

    fn take(&mut self, job: Job, purged: &mut BTreeSet<DocumentId>) {
        match job {
            Job::Step(step) => {
                for text in moved_texts(&step) {
                    let digest = text.digest();
                    if self.texts.insert(digest) {
                        self.add(&Entry::Text { digest: digest.bytes(), content: text.as_str().to_owned() });
                    }
                }
                self.last = self.last.max(step.seq);
                self.add(&entry_from_step(&step));
            }
            Job::Checkpoint(files) => self.add(&Entry::Checkpoint(files)),
            Job::Purge(documents) => purged.extend(documents),
            Job::Retry => {}
        }
    }

    fn add(&mut self, entry: &Entry) {
        // Neither can fail: all entries serialize, and a text has at most 64 MB.
        if let Ok(payload) = postcard::to_stdvec(entry) {
            frame::add(&mut self.waiting, &payload);
        }
    }

    /// Writes and syncs what waits, or leaves it waiting.
    fn write(&mut self) -> io::Result<()> {
        let written = self.try_to_write();
        if written.is_err() {
            // The next attempt opens the file again: the folder may have been away for a while.
            (self.file, self.is_clean) = (None, false);
        }
        written
    }

    fn try_to_write(&mut self) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.open()?,
        };
        if !self.is_clean {
            self.disk.truncate(&file, &self.path, self.end)?;
        }
        let is_new = self.end < frame::HEAD as u64;
        let head = if is_new { frame::head() } else { Vec::new() };
        let bytes = [head.as_slice(), &self.waiting].concat();
        self.disk.write(&mut file, &self.path, &bytes)?;
        self.disk.sync(&file, &self.path)?;
        if is_new {
            self.disk.sync_folder(&self.folder)?;
        }
        self.end += bytes.len() as u64;
        (self.file, self.is_clean) = (Some(file), true);
        self.waiting.clear();
        Ok(())
    }

    /// Opens the file, and makes it with its folder when it is not there.
    fn open(&mut self) -> io::Result<File> {
        if !self.disk.is_there(&self.folder) {
            self.disk.create_folder(&self.folder)?;
            for above in self.folder.ancestors().skip(1).take(3) {
                self.disk.sync_folder(above)?;
            }
            self.lock = None;
        }
        if self.lock.is_none() {
            let mut problems = Vec::new();
            self.lock = claim::lock(&self.disk, &self.folder, &mut problems);
        }
        let file = self.disk.open_append(&self.path)?;
        let found = file.metadata()?.len();
        if found < self.end {
            // This is not the file that was written so far: it went away, and a new one begins.
            self.end = 0;
            self.texts.clear();
        }
        Ok(file)
    }

    /// Takes documents out of this journal and out of those that no program has. Says which could not be changed.
    fn purge(&mut self, documents: &BTreeSet<DocumentId>) -> Vec<StoreError> {
        let mut left = Vec::new();
        let others = self.folder.parent().map(Path::to_owned).unwrap_or_default();
        for entry in self.disk.list(&others).unwrap_or_default() {
            let folder = others.join(entry.name);
            if !entry.is_folder || folder == self.folder {
                continue;
            }
            let path = folder.join(FILE);
            let mut problems = Vec::new();
            match claim::lock(&self.disk, &folder, &mut problems) {
                Some(_lock) => left.extend(purge::purge(&self.disk, &path, documents).err()),
                None => left.push(problems.pop().unwrap_or(StoreError::InUse(path))),
            }
        }
        self.waiting = purge::purge_waiting(&self.waiting, documents);
        match purge::purge(&self.disk, &self.path, documents) {
            Ok(kept) => {
                self.file = None;
                (self.end, self.texts) = kept;
            }
            Err(error) => left.push(error),
        }
        left
    }
}

/// The texts that come or go with a step, and that its record needs to be understood.
fn moved_texts(step: &Step) -> impl Iterator<Item = &Text> {
    step.transaction.edits.iter().flat_map(|edit| {
        let change = match edit {
            Edit::Document(_, change) => Some(change),
            _ => None,
        };
        let before = change.and_then(|change| change.before.as_ref()).map(|document| &document.text);
        let after = change.and_then(|change| change.after.as_ref()).map(|document| &document.text);
        let moves = before != after;
        before.into_iter().chain(after).filter(move |_| moves)
    })
}
