//! Every call to the file system that writes, in its order, with when it began and when it was over.

use glossator::store::{Gate, Op, Verdict};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread::ThreadId;

/// A moment: calls and marks are numbered as they come.
pub type Tick = usize;

/// A call, with all that is needed to do it again.
#[derive(Clone, Debug)]
pub enum Call {
    CreateFolder(PathBuf),
    Create(PathBuf),
    Write(PathBuf, Vec<u8>),
    Truncate(PathBuf, u64),
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    SyncFolder(PathBuf),
}

/// A call that was made.
#[derive(Clone, Debug)]
pub struct Made {
    pub call: Call,
    /// It was not begun before this moment.
    pub begun: Tick,
    /// It was over at this moment.
    pub over: Tick,
}

/// Remembers all calls, of all threads.
#[derive(Default)]
pub struct Recorder {
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    now: Tick,
    made: Vec<Made>,
    /// The call that each thread is in.
    begun: HashMap<ThreadId, Tick>,
}

impl Log {
    fn tick(&mut self) -> Tick {
        self.now += 1;
        self.now
    }
}

impl Recorder {
    /// A moment of its own, for a mark.
    pub fn mark(&self) -> Tick {
        self.log.lock().unwrap().tick()
    }

    /// All calls, in the order in which they began.
    pub fn made(&self) -> Vec<Made> {
        let mut made = self.log.lock().unwrap().made.clone();
        made.sort_by_key(|made| made.begun);
        made
    }
}

impl Gate for Recorder {
    fn before(&self, op: Op<'_>) -> Verdict {
        if call_of(op).is_some() {
            let mut log = self.log.lock().unwrap();
            let begun = log.tick();
            log.begun.insert(std::thread::current().id(), begun);
        }
        Verdict::Go
    }

    fn after(&self, op: Op<'_>) {
        let Some(call) = call_of(op) else { return };
        let mut log = self.log.lock().unwrap();
        let over = log.tick();
        let by = std::thread::current().id();
        let begun = log.begun.remove(&by).expect("a call begins before it is over");
        log.made.push(Made { call, begun, over });
    }
}

fn call_of(op: Op<'_>) -> Option<Call> {
    let owned = Path::to_owned;
    Some(match op {
        Op::Read(_) | Op::List(_) => return None,
        Op::CreateFolder(path) => Call::CreateFolder(owned(path)),
        Op::Create(path) => Call::Create(owned(path)),
        Op::Write(path, bytes) => Call::Write(owned(path), bytes.to_vec()),
        Op::Truncate(path, bytes) => Call::Truncate(owned(path), bytes),
        Op::Sync(path) => Call::Sync(owned(path)),
        Op::Rename(from, to) => Call::Rename(owned(from), owned(to)),
        Op::Remove(path) => Call::Remove(owned(path)),
        Op::SyncFolder(path) => Call::SyncFolder(owned(path)),
    })
}
