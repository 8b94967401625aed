//! The one way to the file system for everything that belongs to a project or its journal.
//!
//! Every call that writes passes a [`Gate`] first. People's projects have none; tests put one there to make
//! calls fail, to cut writes short, or to remember them in their order.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use tempfile::NamedTempFile;

/// A call to the file system that is about to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op<'a> {
    /// Reads a whole file.
    Read(&'a Path),
    /// Lists a folder.
    List(&'a Path),
    /// Makes a folder.
    CreateFolder(&'a Path),
    /// Makes or opens a file for writing.
    Create(&'a Path),
    /// Writes bytes at the end of a file.
    Write(&'a Path, &'a [u8]),
    /// Cuts a file.
    Truncate(&'a Path, u64),
    /// Waits until a file's bytes are on the disk.
    Sync(&'a Path),
    /// Gives a file another name, over one that may be there.
    Rename(&'a Path, &'a Path),
    /// Removes a file.
    Remove(&'a Path),
    /// Waits until a folder's names are on the disk.
    SyncFolder(&'a Path),
}

/// What a gate says about a call.
#[derive(Debug)]
pub enum Verdict {
    /// It is made.
    Go,
    /// It fails with this.
    Fail(io::Error),
    /// Of a write, only so many bytes get through; then it fails.
    Short(usize, io::Error),
}

/// Sees every call before it is made.
pub trait Gate: Send + Sync {
    /// What is to become of a call.
    fn before(&self, op: Op<'_>) -> Verdict;

    /// Hears that a call that writes was made, on the thread that made it. A new file beside another one, which was told
    /// by the other's name before, is told by its own.
    fn after(&self, _op: Op<'_>) {}
}

/// The file system, with or without a gate before it. Clones are the same.
#[derive(Clone, Default)]
pub struct Disk {
    gate: Option<Arc<dyn Gate>>,
}

/// What tells that a file was written to, without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When it was last written to.
    pub modified: Option<SystemTime>,
    /// Its size.
    pub bytes: u64,
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderEntry {
    /// Its name; entries whose names are not Unicode are told by what can be shown of them.
    pub name: String,
    /// Whether it is a folder, not a link to one.
    pub is_folder: bool,
}

impl Disk {
    /// A file system that asks `gate` before every call.
    pub fn gated(gate: Arc<dyn Gate>) -> Self {
        Self { gate: Some(gate) }
    }

    fn pass(&self, op: Op<'_>) -> io::Result<()> {
        match self.gate.as_ref().map_or(Verdict::Go, |gate| gate.before(op)) {
            Verdict::Go => Ok(()),
            Verdict::Fail(error) | Verdict::Short(_, error) => Err(error),
        }
    }

    fn done(&self, op: Op<'_>) {
        if let Some(gate) = &self.gate {
            gate.after(op);
        }
    }

    /// All bytes of an ordinary file, unless there are more than `limit`.
    pub fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.pass(Op::Read(path))?;
        self.read_stamped(path, self.stamp(path)?, limit)
    }

    /// The same of a file that was looked at just before.
    pub fn read_seen(&self, path: &Path, seen: Stamp, limit: u64) -> io::Result<Vec<u8>> {
        self.pass(Op::Read(path))?;
        self.read_stamped(path, seen, limit)
    }

    fn read_stamped(&self, path: &Path, stamp: Stamp, limit: u64) -> io::Result<Vec<u8>> {
        let too_large = || io::Error::from(io::ErrorKind::FileTooLarge);
        if stamp.bytes > limit {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(stamp.bytes).unwrap_or_default() + 1);
        File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
    }

    /// Opens an ordinary file for reading.
    pub fn open_read(&self, path: &Path) -> io::Result<File> {
        self.pass(Op::Read(path))?;
        self.stamp(path)?;
        File::open(path)
    }

    /// The first bytes of an ordinary file, at most `n`.
    pub fn head(&self, path: &Path, n: u64) -> io::Result<Vec<u8>> {
        self.pass(Op::Read(path))?;
        self.stamp(path)?;
        let mut bytes = Vec::new();
        File::open(path)?.take(n).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Whether the path is a folder, or a link to one.
    pub fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    /// Size and time of an ordinary file; of anything else, that it is none.
    pub fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        stamp_of(&fs::metadata(path)?)
    }

    /// The same, and whether the path is a link to the file; one look where it is none.
    pub fn stamp_and_link(&self, path: &Path) -> io::Result<(Stamp, bool)> {
        let own = fs::symlink_metadata(path)?;
        let is_link = own.file_type().is_symlink();
        let metadata = if is_link { fs::metadata(path)? } else { own };
        Ok((stamp_of(&metadata)?, is_link))
    }

    /// When a folder's list of names last changed.
    pub fn folder_modified(&self, path: &Path) -> io::Result<Option<SystemTime>> {
        Ok(fs::metadata(path)?.modified().ok())
    }

    /// What is in a folder, by name; links are told apart from folders. A folder that is not there has nothing in it.
    pub fn list(&self, path: &Path) -> io::Result<Vec<FolderEntry>> {
        self.pass(Op::List(path))?;
        let entries = match fs::read_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            found.push(FolderEntry { name, is_folder: entry.file_type()?.is_dir() });
        }
        found.sort();
        Ok(found)
    }

    /// Makes a folder and those above it.
    pub fn create_folder(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        self.pass(Op::CreateFolder(path))?;
        fs::create_dir_all(path)?;
        self.done(Op::CreateFolder(path));
        Ok(())
    }

    /// Opens a file for writing at its end and for reading; makes it when it is not there.
    pub fn open_append(&self, path: &Path) -> io::Result<File> {
        self.pass(Op::Create(path))?;
        let file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
        self.done(Op::Create(path));
        Ok(file)
    }

    /// Writes bytes at the end of an open file, whose path is told for the gate.
    pub fn write(&self, file: &mut File, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match self.gate.as_ref().map_or(Verdict::Go, |gate| gate.before(Op::Write(path, bytes))) {
            Verdict::Go => {
                file.write_all(bytes)?;
                self.done(Op::Write(path, bytes));
                Ok(())
            }
            Verdict::Fail(error) => Err(error),
            Verdict::Short(n, error) => {
                file.write_all(bytes.get(..n).unwrap_or(bytes))?;
                Err(error)
            }
        }
    }

    /// Cuts an open file to a length.
    pub fn truncate(&self, file: &File, path: &Path, bytes: u64) -> io::Result<()> {
        self.pass(Op::Truncate(path, bytes))?;
        file.set_len(bytes)?;
        self.done(Op::Truncate(path, bytes));
        Ok(())
    }

    /// Waits until an open file's bytes are on the disk.
    pub fn sync(&self, file: &File, path: &Path) -> io::Result<()> {
        self.pass(Op::Sync(path))?;
        file.sync_data()?;
        self.done(Op::Sync(path));
        Ok(())
    }

    /// Waits until a folder's names are on the disk.
    pub fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.pass(Op::SyncFolder(path))?;
        if cfg!(unix) {
            File::open(path)?.sync_all()?;
        }
        self.done(Op::SyncFolder(path));
        Ok(())
    }

    /// Opens an ordinary file for reading.
    pub fn open(&self, path: &Path) -> io::Result<File> {
        self.pass(Op::Read(path))?;
        self.stamp(path)?;
        File::open(path)
    }

    /// Writes a new file beside `path`, whole and synced, and gives it that name. A reader, or a crash, sees
    /// the old file or the new one. What permissions the old one had, the new one has. Returns the stamp that the
    /// new file got before it had its name, so that what somebody puts in its place at once is still told from it.
    pub fn write_over(&self, path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
        let mut file = self.new_file(path)?;
        file.add(bytes)?;
        file.finish()
    }

    /// Begins a file beside `path` that is to have that name when it is whole.
    pub fn new_file(&self, path: &Path) -> io::Result<NewFile> {
        let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        self.pass(Op::Create(path))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY).suffix(".tmp");
        let mode = permissions_for(path);
        if let Some(mode) = &mode {
            builder.permissions(mode.clone());
        }
        let sibling = builder.tempfile_in(folder)?;
        let sibling_path = sibling.path().to_owned();
        self.done(Op::Create(&sibling_path));
        Ok(NewFile { disk: self.clone(), sibling, sibling_path, path: path.to_owned(), mode })
    }

    /// Removes a file. One that is not there is removed already.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        self.pass(Op::Remove(path))?;
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => {
                self.done(Op::Remove(path));
                Ok(())
            }
        }
    }

    /// The path without links and dots. The file or folder must be there.
    pub fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    /// Whether something is there, if only a link to nothing.
    pub fn is_there(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok()
    }

    /// Whether the path is a link.
    pub fn is_link(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|metadata| metadata.file_type().is_symlink())
    }
}

fn stamp_of(metadata: &Metadata) -> io::Result<Stamp> {
    if !metadata.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    Ok(Stamp { modified: metadata.modified().ok(), bytes: metadata.len() })
}

/// A file that is written bit by bit, and has a name of its own until it is whole. Without [`NewFile::finish`] it goes.
pub struct NewFile {
    disk: Disk,
    sibling: NamedTempFile,
    sibling_path: PathBuf,
    path: PathBuf,
    mode: Option<fs::Permissions>,
}

impl NewFile {
    /// Writes bytes at its end.
    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.write(self.sibling.as_file_mut(), &self.sibling_path, bytes)
    }

    /// What was written, to be read back. Nothing is added any more after that.
    pub fn written(&self) -> io::Result<&File> {
        self.disk.pass(Op::Read(&self.sibling_path))?;
        Ok(self.sibling.as_file())
    }

    /// Waits until the bytes are on the disk, and gives it its name. The folder must be synced afterwards.
    pub fn finish(self) -> io::Result<Stamp> {
        let Self { disk, sibling, sibling_path, path, mode } = self;
        if let (Some(mode), true) = (mode, path.exists()) {
            // The mask of new files took bits away that the old file had; failing to give them back is no loss.
            sibling.as_file().set_permissions(mode).unwrap_or_default();
        }
        disk.pass(Op::Sync(&sibling_path))?;
        sibling.as_file().sync_all()?;
        disk.done(Op::Sync(&sibling_path));
        let metadata = sibling.as_file().metadata()?;
        let stamp = Stamp { modified: metadata.modified().ok(), bytes: metadata.len() };
        disk.pass(Op::Rename(&sibling_path, &path))?;
        sibling.persist(&path).map_err(|error| error.error)?;
        disk.done(Op::Rename(&sibling_path, &path));
        Ok(stamp)
    }
}

/// How the names of files begin that are being written.
pub const TEMPORARY: &str = ".glossator-";

#[cfg(unix)]
fn permissions_for(path: &Path) -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_or(0o666, |metadata| metadata.permissions().mode() & 0o7777);
    Some(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn permissions_for(_: &Path) -> Option<fs::Permissions> {
    None
}
