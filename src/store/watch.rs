//! Hearing at once which files of a project others touch, where the file system tells.
//!
//! Where it does not (network drives, or more folders than the system watches for one person), looking around in turn
//! finds the same a little later.

use super::FileKey;
use notify::{Config, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::Path;

/// What hears. Dropping it ends that.
pub struct Watch {
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Tells `heard`, from a thread of its own, which files of the project in a folder were touched. Nothing where the
    /// system does not tell.
    pub fn start(root: &Path, heard: impl Fn(BTreeSet<FileKey>) + Send + 'static) -> Option<Self> {
        let folder = root.to_owned();
        let tell = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            let inside = event.paths.iter().filter_map(|path| path.strip_prefix(&folder).ok());
            let keys: BTreeSet<FileKey> = inside.filter_map(|path| FileKey::from_path(path).ok().flatten()).collect();
            if !keys.is_empty() {
                heard(keys);
            }
        };
        // A link in somebody's project may lead to the root of the whole machine.
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(tell, config).ok()?;
        if let Err(error) = watcher.watch(root, RecursiveMode::Recursive) {
            tracing::info!("changes by others are looked for in turn: {error}");
            return None;
        }
        Some(Self { _watcher: watcher })
    }
}
