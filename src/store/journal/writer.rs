//! The thread that writes the journal: takes what is sent, writes it at the end, syncs, and says so.
//!
//! A segment that is full is left, and the next one begins with what comes next.
//! What could not be written stays in memory and is tried again; nothing is dropped, and what was half
//! written is cut off first, so that it is written whole.

use super::claim::{self, Claimed};
use super::compact::compact;
use super::entry::{Entry, entry_from_step};
use super::segment::{Segment, segments};
use super::tail::Tail;
use super::{Checked, Step, frame, purge};
use crate::edit::Edit;
use crate::model::DocumentId;
use crate::store::disk::Disk;
use crate::store::layout::touched;
use crate::store::{FileKey, StoreError};
use crate::text::{Digest, Text};
use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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
    /// Its file went away, and a new one was begun: what the project's files lack is in memory alone.
    Gone,
    /// It does not hold these documents any more; nor do other journals, these excepted.
    Purged(BTreeSet<DocumentId>, Vec<StoreError>),
}

/// The journal of this program, as the rest of it sees it. Dropping it writes what is left.
pub struct Journal {
    sender: Option<Sender<Job>>,
    durable: Arc<AtomicU64>,
    is_failing: Arc<AtomicBool>,
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
    ///
    /// A segment that has `full` bytes or more is left.
    pub fn start(
        disk: Disk,
        claimed: Claimed,
        full: u64,
        news: impl Fn(JournalNews) + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, jobs) = channel();
        let Claimed { folder, lock, contents, .. } = claimed;
        let durable = Arc::new(AtomicU64::new(contents.last()));
        let is_failing = Arc::new(AtomicBool::new(false));
        let mut writer = Writer {
            disk,
            segment: Segment::of(&folder, contents.tail.last + 1),
            folder,
            lock,
            file: None,
            end: 0,
            is_clean: false,
            texts: BTreeSet::new(),
            waiting: Vec::new(),
            tail: contents.tail,
            full,
            is_damaged: contents.n_damaged > 0,
            needed: contents.needed,
            purged: BTreeSet::new(),
            sealed: None,
            is_gone: false,
            durable: Arc::clone(&durable),
            is_failing: Arc::clone(&is_failing),
        };
        if contents.end.is_none() {
            writer.needed = writer.segment.first;
        }
        if let Some(end) = contents.end {
            (writer.segment, writer.end, writer.texts) = (end.segment, end.bytes, end.texts);
        }
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || writer.run(&jobs, &news))?;
        Ok(Self { sender: Some(sender), durable, is_failing, thread: Some(thread) })
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

    /// Whether it could not be written the last time.
    pub fn is_failing(&self) -> bool {
        self.is_failing.load(Ordering::Acquire)
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
    lock: Option<File>,
    /// The segment that is being written.
    segment: Segment,
    file: Option<File>,
    /// How long it is as far as it is synced.
    end: u64,
    /// Whether the file ends there.
    is_clean: bool,
    /// Which texts it holds.
    texts: BTreeSet<Digest>,
    /// Records that are not synced yet.
    waiting: Vec<u8>,
    /// What all records come to, with those that wait.
    tail: Tail,
    /// From which length on a segment is left.
    full: u64,
    /// Whether it is left whatever its length: damage that has been told need not be read again.
    is_damaged: bool,
    /// The first segment that the one that is being written says is needed.
    needed: u64,
    /// Documents that went for good.
    purged: BTreeSet<DocumentId>,
    /// The segment that was left, until the new one is on the disk.
    sealed: Option<Segment>,
    /// Whether the file was found to be gone.
    is_gone: bool,
    durable: Arc<AtomicU64>,
    is_failing: Arc<AtomicBool>,
}

/// How long the first retry waits; each one waits twice as long, up to [`LONGEST`].
const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(5);
/// How many folders above a journal's may hold a name that is new: those of the project's journals and of all journals, the
/// person's own, and the one that holds it.
const OWN_FOLDERS: usize = 4;

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
            if received.is_ok() {
                self.leave_full_segment();
            }
            let mut purged = BTreeSet::new();
            for job in received.into_iter().chain(jobs.try_iter()) {
                self.take(job, &mut purged);
            }
            if !self.waiting.is_empty() {
                let written = self.write();
                self.is_failing.store(written.is_err(), Ordering::Release);
                match written {
                    Ok(()) => {
                        pause = FIRST;
                        self.durable.store(self.tail.last, Ordering::Release);
                        news(JournalNews::Durable(self.tail.last));
                        if std::mem::take(&mut self.is_gone) {
                            news(JournalNews::Gone);
                        }
                        self.compact_sealed();
                    }
                    Err(error) => {
                        pause = (pause * 2).min(LONGEST);
                        news(JournalNews::Failed(StoreError::io("write", &self.segment.path, &error)));
                    }
                }
            }
            if !purged.is_empty() {
                let left = self.purge(&purged);
                news(JournalNews::Purged(purged, left));
            }
            if is_over {
                return self.close_up();
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
                let edits = &step.transaction.edits;
                self.tail.step(self.segment.first, step.seq, step.kind, &touched(edits), edits.is_empty());
                self.add(&entry_from_step(&step));
            }
            Job::Checkpoint(mut files) => {
                files.retain(|file| !self.is_of_purged(file));
                self.tail.checkpoint(&files);
                self.add(&Entry::Checkpoint(files));
            }
            Job::Purge(documents) => {
                self.purged.extend(documents.iter().cloned());
                purged.extend(documents);
            }
            Job::Retry => {}
        }
    }

    /// At the end, when the files have everything but the newest segment still says that older ones are needed, begins one
    /// that says so. What fails here is made up for by reading more when the journal is opened again.
    fn close_up(mut self) {
        let next = self.tail.last + 1;
        let is_told = self.needed >= self.segment.first;
        if is_told || !self.waiting.is_empty() || self.tail.needed(next) != next {
            return;
        }
        let closed = if self.segment.first == next { self.renew_segment() } else { self.leave_segment() };
        if let Err(error) = closed {
            tracing::warn!("{error}");
        }
    }

    /// Writes the newest segment, which holds no step, anew.
    fn renew_segment(&self) -> Result<(), StoreError> {
        let mut bytes = frame::head();
        if let Ok(payload) = postcard::to_stdvec(&Entry::Carry(self.tail.carry(self.segment.first))) {
            frame::add(&mut bytes, &payload);
        }
        self.segment.rewrite(&self.disk, &bytes)
    }

    /// Leaves the newest segment, however short it is.
    fn leave_segment(&mut self) -> Result<(), StoreError> {
        self.full = 0;
        self.leave_full_segment();
        if !self.waiting.is_empty() {
            self.write().map_err(|error| StoreError::io("write", &self.segment.path, &error))?;
        }
        self.compact_sealed();
        Ok(())
    }

    /// Begins a new segment with what comes next, when this one is full and all of it is on the disk.
    fn leave_full_segment(&mut self) {
        let first = self.tail.last + 1;
        let is_full = self.end >= self.full || self.is_damaged;
        if is_full && self.waiting.is_empty() && first > self.segment.first {
            let next = Segment::of(&self.folder, first);
            self.sealed = Some(std::mem::replace(&mut self.segment, next));
            self.is_damaged = false;
            self.begin_segment();
        }
    }

    /// Nothing of the segment is on the disk. It begins with what is needed of those before it.
    fn begin_segment(&mut self) {
        (self.file, self.end, self.is_clean) = (None, 0, false);
        self.texts.clear();
        let waiting = std::mem::take(&mut self.waiting);
        let carry = self.tail.carry(self.segment.first);
        self.needed = carry.needed;
        self.add(&Entry::Carry(carry));
        self.waiting.extend(waiting);
    }

    /// Shortens the segment that was left. What fails here costs some space, and nothing else.
    fn compact_sealed(&mut self) {
        if let Some(sealed) = self.sealed.take()
            && let Err(error) = compact(&self.disk, &sealed)
        {
            tracing::warn!("{error}");
        }
    }

    /// Whether a file belongs to a document whose name, too, was to go.
    fn is_of_purged(&self, file: &Checked) -> bool {
        let key = FileKey::from_path(Path::new(&file.path)).ok().flatten();
        key.as_ref().and_then(FileKey::document).is_some_and(|document| self.purged.contains(document))
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
            self.disk.truncate(&file, &self.segment.path, self.end)?;
        }
        let is_new = self.end < frame::HEAD as u64;
        let head = if is_new { frame::head() } else { Vec::new() };
        let bytes = [head.as_slice(), &self.waiting].concat();
        self.disk.write(&mut file, &self.segment.path, &bytes)?;
        self.disk.sync(&file, &self.segment.path)?;
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
            self.make_folder()?;
            self.lock = None;
        }
        if self.lock.is_none() {
            let mut problems = Vec::new();
            self.lock = claim::lock(&self.disk, &self.folder, &mut problems);
        }
        let file = self.disk.open_append(&self.segment.path)?;
        let found = file.metadata()?.len();
        if found < self.end {
            // This is not the file that was written so far: it went away, and a new one begins.
            self.is_gone = true;
            self.begin_segment();
        }
        Ok(file)
    }

    /// Makes the folder, and waits until its name is on the disk, with those of the folders above it that came with it. The
    /// person's own folder is one of these when the program is new to the machine, and another program may have made
    /// them just now without having waited yet.
    fn make_folder(&self) -> io::Result<()> {
        let is_there = |folder: &&Path| self.disk.is_there(folder);
        let n_new = self.folder.ancestors().take_while(|folder| !is_there(folder)).count();
        self.disk.create_folder(&self.folder)?;
        for above in self.folder.ancestors().skip(1).take(n_new.max(OWN_FOLDERS)) {
            match self.disk.sync_folder(above) {
                // A folder that may not be read was not made by this program.
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
                synced => synced?,
            }
        }
        Ok(())
    }

    /// Takes documents out of this journal and out of those that no program has. Says which could not be changed.
    fn purge(&mut self, documents: &BTreeSet<DocumentId>) -> Vec<StoreError> {
        let mut left = Vec::new();
        let others = self.folder.parent().map(Path::to_owned).unwrap_or_default();
        for entry in self.disk.list(&others).unwrap_or_default() {
            let folder = others.join(entry.name);
            // One without a file holds nothing, and may be one that a program is about to lock.
            let is_empty = || segments(&self.disk, &folder).is_ok_and(|segments| segments.is_empty());
            if !entry.is_folder || folder == self.folder || is_empty() {
                continue;
            }
            let mut problems = Vec::new();
            match claim::lock(&self.disk, &folder, &mut problems) {
                Some(_lock) => left.extend(purge::purge(&self.disk, &folder, documents).err()),
                None => left.push(problems.pop().unwrap_or(StoreError::InUse(folder))),
            }
        }
        self.waiting = purge::purge_waiting(&self.waiting, documents);
        match purge::purge(&self.disk, &self.folder, documents) {
            // While the newest segment is not on the disk yet, it holds nothing.
            Ok(_) if self.end == 0 => {}
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
