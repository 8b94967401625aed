//! A disk that forgets: what a power cut may leave of recorded calls.
//!
//! What was synced before the cut is there: a file's bytes after a sync of the file, a name that came, changed or went
//! after a sync of its folder. Each call that was not yet synced may have had its effect or not, whatever became of those
//! before it; of a write any first part may be there, or zeros in its place. A call that was under way is such a call.

use crate::recorder::{Call, Made, Tick};
use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// What becomes of the calls that were not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsynced {
    /// None had its effect.
    None,
    /// All had it.
    All,
    /// Each as chance has it: so many in a hundred.
    Some(u32),
}

/// Folders and files with their bytes.
#[derive(Debug, Default)]
pub struct Tree {
    pub folders: BTreeSet<PathBuf>,
    pub files: BTreeMap<PathBuf, Vec<u8>>,
}

/// A file, whatever its name.
type Inode = usize;

/// All that was done to a disk.
pub struct CrashDisk {
    folders: BTreeSet<PathBuf>,
    names: BTreeMap<PathBuf, Inode>,
    renamings: Vec<Timed<Naming>>,
    inodes: Vec<File>,
}

/// Something with when it began, and from when on it is on the disk for certain.
struct Timed<T> {
    what: T,
    begun: Tick,
    durable: Tick,
}

enum Naming {
    Folder(PathBuf),
    Link(PathBuf, Inode),
    Rename(PathBuf, PathBuf, Inode),
    Unlink(PathBuf),
}

#[derive(Default)]
struct File {
    start: Vec<u8>,
    changes: Vec<Timed<Data>>,
    /// How long it is once all is done.
    length: usize,
}

enum Data {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

impl CrashDisk {
    /// A disk that has `start`, and to which `made` was done.
    pub fn new(start: &Tree, made: &[Made]) -> Self {
        let mut disk =
            Self { folders: start.folders.clone(), names: BTreeMap::new(), renamings: Vec::new(), inodes: Vec::new() };
        for (path, bytes) in &start.files {
            disk.names.insert(path.clone(), disk.inodes.len());
            disk.inodes.push(File { start: bytes.clone(), changes: Vec::new(), length: bytes.len() });
        }
        Replay::of(&mut disk, made).run(made);
        disk
    }

    /// What a cut at a moment may leave, and those files below `whole` that have a part of their bytes only.
    pub fn after_cut(&self, at: Tick, unsynced: Unsynced, whole: &Path, rng: &mut Rng) -> (Tree, Vec<PathBuf>) {
        let mut folders = self.folders.clone();
        let mut names = self.names.clone();
        for naming in &self.renamings {
            if !happened(naming, at, unsynced, rng) {
                continue;
            }
            match &naming.what {
                Naming::Folder(path) => drop(folders.insert(path.clone())),
                Naming::Link(path, inode) => drop(names.insert(path.clone(), *inode)),
                Naming::Rename(from, to, inode) => {
                    names.remove(from);
                    names.insert(to.clone(), *inode);
                }
                Naming::Unlink(path) => drop(names.remove(path)),
            }
        }
        let reaches = |path: &Path| {
            path.ancestors().skip(1).take_while(|up| *up != Path::new("/")).all(|up| folders.contains(up))
        };
        let mut tree = Tree::default();
        let mut torn = Vec::new();
        for (path, inode) in names.iter().filter(|(path, _)| reaches(path)) {
            let file = &self.inodes[*inode];
            let bytes = file.after_cut(at, unsynced, rng);
            let is_temporary = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".glossator-"));
            if path.starts_with(whole) && !is_temporary && bytes != file.whole(at) {
                torn.push(path.clone());
            }
            tree.files.insert(path.clone(), bytes);
        }
        tree.folders = folders.iter().filter(|path| reaches(path)).cloned().collect();
        (tree, torn)
    }
}

fn happened<T>(timed: &Timed<T>, at: Tick, unsynced: Unsynced, rng: &mut Rng) -> bool {
    timed.begun < at
        && (timed.durable <= at
            || match unsynced {
                Unsynced::None => false,
                Unsynced::All => true,
                Unsynced::Some(percent) => rng.u32(0..100) < percent,
            })
}

impl File {
    fn whole(&self, at: Tick) -> Vec<u8> {
        self.after_cut(at, Unsynced::All, &mut Rng::with_seed(0))
    }

    fn after_cut(&self, at: Tick, unsynced: Unsynced, rng: &mut Rng) -> Vec<u8> {
        let mut bytes = self.start.clone();
        for change in &self.changes {
            if !happened(change, at, unsynced, rng) {
                continue;
            }
            let is_torn = change.durable > at && matches!(unsynced, Unsynced::Some(_));
            match &change.what {
                Data::Truncate(length) => bytes.resize(*length, 0),
                Data::Write(from, written) => {
                    let kept = if is_torn { torn(written, rng) } else { written.clone() };
                    let end = from + kept.len();
                    bytes.resize(bytes.len().max(end), 0);
                    bytes[*from..end].copy_from_slice(&kept);
                }
            }
        }
        bytes
    }
}

/// What may be there of a write: all, a first part, or zeros.
fn torn(written: &[u8], rng: &mut Rng) -> Vec<u8> {
    match rng.u32(0..3) {
        0 => written.to_vec(),
        1 => written[..rng.usize(0..=written.len())].to_vec(),
        _ => vec![0; written.len()],
    }
}

/// Does the calls again, to know which file and which place each one was about.
struct Replay<'a> {
    disk: &'a mut CrashDisk,
    folders: BTreeSet<PathBuf>,
    names: BTreeMap<PathBuf, Inode>,
    /// When folders were synced, and for how long that took.
    folder_syncs: HashMap<PathBuf, Vec<(Tick, Tick)>>,
}

impl<'a> Replay<'a> {
    fn of(disk: &'a mut CrashDisk, made: &[Made]) -> Self {
        let mut folder_syncs: HashMap<PathBuf, Vec<(Tick, Tick)>> = HashMap::new();
        for Made { call, begun, over } in made {
            if let Call::SyncFolder(path) = call {
                folder_syncs.entry(path.clone()).or_default().push((*begun, *over));
            }
        }
        Self { folders: disk.folders.clone(), names: disk.names.clone(), disk, folder_syncs }
    }

    fn run(mut self, made: &[Made]) {
        let mut syncs: HashMap<Inode, Vec<(Tick, Tick)>> = HashMap::new();
        let mut data: Vec<(Inode, Data, &Made)> = Vec::new();
        for one in made {
            match &one.call {
                Call::CreateFolder(path) => {
                    let new: Vec<PathBuf> =
                        path.ancestors().take_while(|up| !self.folders.contains(*up)).map(Path::to_owned).collect();
                    for path in new.into_iter().rev() {
                        self.folders.insert(path.clone());
                        self.name(Naming::Folder(path.clone()), &path, one);
                    }
                }
                Call::Create(path) if self.names.contains_key(path) => {}
                Call::Create(path) => {
                    let inode = self.disk.inodes.len();
                    self.disk.inodes.push(File::default());
                    self.names.insert(path.clone(), inode);
                    self.name(Naming::Link(path.clone(), inode), path, one);
                }
                Call::Write(path, bytes) => {
                    let inode = self.names[path];
                    let file = &mut self.disk.inodes[inode];
                    data.push((inode, Data::Write(file.length, bytes.clone()), one));
                    file.length += bytes.len();
                }
                Call::Truncate(path, length) => {
                    let inode = self.names[path];
                    let length = usize::try_from(*length).unwrap();
                    self.disk.inodes[inode].length = length;
                    data.push((inode, Data::Truncate(length), one));
                }
                Call::Sync(path) => syncs.entry(self.names[path]).or_default().push((one.begun, one.over)),
                Call::Rename(from, to) => {
                    let inode = self.names.remove(from).expect("what is renamed was made");
                    self.names.insert(to.clone(), inode);
                    self.name(Naming::Rename(from.clone(), to.clone(), inode), to, one);
                }
                Call::Remove(path) => {
                    if self.names.remove(path).is_some() {
                        self.name(Naming::Unlink(path.clone()), path, one);
                    }
                }
                Call::SyncFolder(_) => {}
            }
        }
        for (inode, what, one) in data {
            let durable = durable(one, syncs.get(&inode));
            self.disk.inodes[inode].changes.push(Timed { what, begun: one.begun, durable });
        }
    }

    fn name(&mut self, what: Naming, path: &Path, one: &Made) {
        let durable = durable(one, path.parent().and_then(|folder| self.folder_syncs.get(folder)));
        self.disk.renamings.push(Timed { what, begun: one.begun, durable });
    }
}

/// When a call is on the disk for certain: at the end of the first sync that began after it was over.
fn durable(one: &Made, syncs: Option<&Vec<(Tick, Tick)>>) -> Tick {
    let after = syncs.into_iter().flatten().filter(|(begun, _)| *begun >= one.over).map(|(_, over)| *over);
    after.min().unwrap_or(Tick::MAX)
}
