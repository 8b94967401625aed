//! The words that files and the command line have for units, states, kinds and origins.

use crate::model::{AnnotatorId, AnnotatorKind, Origin, SetState, Verdict};
use crate::text::Unit;

/// The word for a unit of offsets.
pub const fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Byte => "byte",
        Unit::CodePoint => "codepoint",
        Unit::Utf16 => "utf16",
    }
}

/// The unit that a word means.
pub fn unit_named(word: &str) -> Option<Unit> {
    match plain(word).replace(' ', "").as_str() {
        "byte" | "bytes" | "utf8" => Some(Unit::Byte),
        "codepoint" | "codepoints" | "character" | "characters" => Some(Unit::CodePoint),
        "utf16" => Some(Unit::Utf16),
        _ => None,
    }
}

/// The state that a word means: `in progress`, `in_progress`, `Finished`.
pub fn state_named(word: &str) -> Option<SetState> {
    SetState::ALL.into_iter().find(|state| state.name() == plain(word))
}

/// The word for what an annotator is.
pub const fn kind_name(kind: AnnotatorKind) -> &'static str {
    match kind {
        AnnotatorKind::Human => "human",
        AnnotatorKind::Machine => "machine",
        AnnotatorKind::Gold => "gold",
    }
}

/// What an annotator is by a word.
pub fn kind_named(word: &str) -> Option<AnnotatorKind> {
    let all = [AnnotatorKind::Human, AnnotatorKind::Machine, AnnotatorKind::Gold];
    all.into_iter().find(|kind| kind_name(*kind) == plain(word))
}

/// How a span came to be: `hand`, `imported:brat`, `suggested:gazetteer`, `taken:ana/ben`.
pub fn origin_name(origin: &Origin) -> String {
    match origin {
        Origin::Hand => "hand".to_owned(),
        Origin::Imported(format) => format!("imported:{format}"),
        Origin::Suggested(by) => format!("suggested:{by}"),
        Origin::Taken(from) => {
            // No id has a slash in it.
            let from: Vec<&str> = from.iter().map(AnnotatorId::as_str).collect();
            format!("taken:{}", from.join("/"))
        }
    }
}

/// How a span came to be, by a word.
pub fn origin_named(word: &str) -> Option<Origin> {
    match word.split_once(':') {
        None if word == "hand" => Some(Origin::Hand),
        Some(("imported", format)) => Some(Origin::Imported(format.into())),
        Some(("suggested", by)) => Some(Origin::Suggested(by.into())),
        Some(("taken", from)) => {
            from.split('/').map(AnnotatorId::new).collect::<Result<_, _>>().ok().map(Origin::Taken)
        }
        _ => None,
    }
}

/// The word for what a note says of its thread.
pub const fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Resolved => "resolved",
        Verdict::Reopened => "reopened",
        Verdict::Returned => "returned",
        Verdict::Accepted => "accepted",
        Verdict::Conflict => "conflict",
    }
}

/// What a note says of its thread, by a word.
pub fn verdict_named(word: &str) -> Option<Verdict> {
    Verdict::ALL.into_iter().find(|verdict| verdict_name(*verdict) == plain(word))
}

fn plain(word: &str) -> String {
    word.to_lowercase().replace(['_', '-'], " ")
}
