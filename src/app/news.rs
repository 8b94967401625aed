//! What the workspace tells, in words for the person at the window.

use super::views::{capitalized, counted};
use super::widgets::ToastKind;
use crate::workspace::Event;

/// What is said of an event; nothing where the status bar says it already.
pub fn message(event: &Event) -> Option<(ToastKind, String)> {
    let said = match event {
        Event::Durable | Event::FilesWritten(_) => return None,
        Event::Recovered { n_records, conflicts } => {
            let recovered = format!("Recovered from the journal: {}", counted(*n_records, "change"));
            (kind_of(conflicts), with_conflicts(recovered, conflicts))
        }
        Event::Waiting(files) => {
            let files = counted(files.len(), "file");
            (ToastKind::Warning, format!("Changes wait in the journal for {files} that cannot be read"))
        }
        Event::JournalDamaged(n) => {
            let lost = counted(*n, "record");
            (ToastKind::Warning, format!("The journal was damaged: {lost} could not be read, the rest is there"))
        }
        Event::Foreign { n_records, conflicts, .. } => {
            let taken = format!("Taken over from another program: {}", counted(*n_records, "change"));
            (kind_of(conflicts), with_conflicts(taken, conflicts))
        }
        Event::Damaged(damage) => (ToastKind::Warning, format!("{}. {}", capitalized(&damage.message()), damage.hint())),
        Event::Mended(path) => (ToastKind::Info, format!("It can be read again: {}", path.display())),
        Event::Failed(error) => (ToastKind::Error, format!("{}. {}", capitalized(&error.to_string()), error.hint())),
        Event::Purged(_, left) if left.is_empty() => {
            (ToastKind::Info, "Purged: it is in no file, journal or backup of this computer".to_owned())
        }
        Event::Purged(_, left) => {
            let left: Vec<String> = left.iter().map(ToString::to_string).collect();
            (ToastKind::Error, format!("Purged, but for what could not be changed: {}", left.join("; ")))
        }
    };
    Some(said)
}

fn kind_of(conflicts: &[String]) -> ToastKind {
    if conflicts.is_empty() { ToastKind::Info } else { ToastKind::Warning }
}

fn with_conflicts(message: String, conflicts: &[String]) -> String {
    if conflicts.is_empty() { message } else { format!("{message}. Changed on both sides: {}", conflicts.join("; ")) }
}
