//! The store room: a project as a folder of plain files, and everything that keeps it from being lost.
//!
//! Owns the layout of the folder, the records in its files, reading and atomic replacing, the journal and
//! recovery, the person's own folders, and all other use of the file system. It never writes in place, never
//! overwrites what changed on disk since it was read, and never touches a file that it could not read.

mod error;
mod plain;
mod ron_parts;
mod ron_text;
mod records;
mod layout;
mod convert;
mod disk;
mod replace;
mod open;
mod create;
mod part;
mod loose;
mod copies;
mod journal;
mod chains;
mod recover;
mod mend;
mod mend_texts;
mod mend_files;
mod home;
mod files;
mod staged;
mod pack;
mod unpacked;
mod sent_set;
mod git;
mod workplace;
mod starters;
mod watch;
mod backup;
mod old_texts;
mod log;
mod memory;

pub use backup::{
    Backup, Cover, Limits, all_backups, back_up, backups, find_in_backups, purge_backups, restore, restore_on, thin,
    thinned,
};
pub use chains::replayed;
pub use convert::{ReadSet, SetCx};
pub use convert::{bytes_of, bytes_of_set, codebook_from_text, set_from_bytes, text_from_codebook};
pub use copies::{ConflictCopy, original_of, purge_put_aside, put_aside, put_aside_folder};
pub use create::{create, create_copy, create_on, keys_of, uncreate};
pub use disk::{Disk, FolderEntry, Gate, Op, Stamp, Verdict};
pub use error::{Place, StoreError};
pub use files::{
    bytes_of_file, copy_folder, files_below, free_folder, head_of, home_folder, is_file, is_folder, is_project,
    list_folder, login_name, read_codebook, read_word_list, write_codebook, write_file, write_files,
};
pub use git::{GitError, install_drivers, remove_drivers};
pub use home::{Home, Person, Settings};
pub use journal::{
    Checked, Claimed, Contents, Journal, JournalNews, Kind, Left, Past, Pending, Slot, Stacks, Step, claim, pasts,
};
pub use layout::{FileKey, touched, touched_by};
pub use log::{LogFile, say_last_words};
pub use loose::{Loose, kind_of, merge_loose};
pub use memory::resident_bytes;
pub use mend::mend_halves;
pub use mend_files::{Mending, mend_project_file, read_mended};
pub use mend_texts::{TextsMended, catch_up, mend_texts};
pub use old_texts::{OldTexts, set_of_other_text, text_of_set};
pub use open::{Damage, Listing, MarkedSets, Opened, Progress, find_files, open, open_on};
pub use pack::pack;
pub use part::{copy_part, diff_parts, has_part, is_same_part, merge_parts, merge_parts_by_file, read_part};
pub use recover::{Recovery, recover, without_own_revisions};
pub use replace::{FileState, Folder, Held};
pub use sent_set::{SentSet, read_sent_set};
pub use staged::Staged;
pub use starters::{EXAMPLE, STARTER_CODEBOOKS, example_folder, install_example, starter_codebook};
pub use unpacked::Unpacked;
pub use watch::Watch;

/// The newest format of files that this program knows, and the one it writes.
pub const FORMAT: u32 = 1;
