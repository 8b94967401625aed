//! The rules of the house, read off the source: room order, who may know egui, who may touch files.

use std::fs;
use std::path::{Path, PathBuf};

/// All Rust files below a folder of the package.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            found.push((path, source));
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

/// The rooms in the order of `lib.rs`.
fn rooms() -> Vec<String> {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let rooms: Vec<String> =
        lib.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect();
    assert!(rooms.len() > 2, "lib.rs lists no rooms");
    rooms
}

/// The room a file of `src/` belongs to, if it is in one.
fn room_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    Some(first.strip_suffix(".rs").unwrap_or(first).to_owned())
}

/// Source without its comments and without its tests, which may reach anywhere below.
fn code(source: &str) -> impl Iterator<Item = &str> {
    let shipped = source.split("#[cfg(test)]").next().unwrap_or_default();
    shipped.lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn a_room_uses_only_rooms_listed_before_it() {
    let rooms = rooms();
    for (path, source) in sources("src") {
        let Some(here) = room_of(&path).and_then(|room| rooms.iter().position(|other| *other == room)) else {
            continue;
        };
        for line in code(&source) {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if let Some(there) = rooms.iter().position(|room| *room == used) {
                    assert!(there <= here, "{} uses {used}: {line}", path.display());
                }
            }
        }
    }
}

#[test]
fn only_the_app_knows_egui() {
    for (path, source) in sources("src") {
        if matches!(room_of(&path).as_deref(), Some("app")) {
            continue;
        }
        for line in code(&source) {
            assert!(!line.contains("egui::") && !line.contains("eframe::"), "{}: {line}", path.display());
        }
    }
}

#[test]
fn only_the_store_touches_files() {
    for (path, source) in sources("src") {
        if matches!(room_of(&path).as_deref(), Some("store")) {
            continue;
        }
        for line in code(&source) {
            assert!(!line.contains("std::fs") && !names_file_type(line), "{}: {line}", path.display());
            let puts_aside = path.ends_with("formats/spool.rs");
            assert!(puts_aside || !line.contains("tempfile::"), "{}: {line}", path.display());
        }
    }
}

/// Whether a line uses `File` of the standard library, and not a type that only ends so.
fn names_file_type(line: &str) -> bool {
    line.match_indices("File::").any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric()))
}

/// egui's ways to draw plain text. Their first argument in the window's code is a literal, or another of them.
const PLAIN_TEXT: [&str; 13] = [
    "ui.label(",
    "ui.weak(",
    "ui.strong(",
    "ui.heading(",
    "ui.small(",
    ".on_hover_text(",
    ".on_hover_text_at_pointer(",
    ".on_disabled_hover_text(",
    "Label::new(",
    "RichText::new(",
    "WidgetText::from(",
    ".layout_no_wrap(",
    ".selected_text(",
];

/// Widgets whose words are ours by what they are for, though their callers say which.
const OUR_WORDS: [&str; 9] = [
    "widgets/checkbox.rs",
    "widgets/color_picker.rs",
    "widgets/empty_state.rs",
    "widgets/icon_button.rs",
    "widgets/keycap.rs",
    "widgets/quiet_button.rs",
    "widgets/search_field.rs",
    "widgets/segmented.rs",
    "widgets/toggle_button.rs",
];

#[test]
fn a_persons_words_are_drawn_by_the_text_engine() {
    let mut n_checked = 0;
    for (path, source) in sources("src/app") {
        if OUR_WORDS.iter().any(|plain| path.ends_with(plain)) {
            continue;
        }
        let code = code(&source).collect::<Vec<_>>().join("\n");
        for (at, call) in PLAIN_TEXT.iter().flat_map(|call| code.match_indices(call)) {
            let argument = code[at + call.len()..].trim_start().trim_start_matches("egui::");
            let is_plain = argument.starts_with('"') || PLAIN_TEXT.iter().any(|other| argument.starts_with(other));
            let written = argument.lines().next().unwrap_or_default();
            assert!(
                is_plain,
                "{}: {call}{written} is for words in the source, words_ui for all others",
                path.display()
            );
            n_checked += 1;
        }
    }
    assert!(n_checked > 5, "the names of egui's functions have changed");
}

#[test]
fn the_readme_names_the_packages_that_the_program_asks_for() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    assert!(readme.lines().any(|line| line == glossator::app::start::PACKAGES), "{}", glossator::app::start::PACKAGES);
}

#[test]
fn every_file_says_what_it_is() {
    for folder in ["src", "tests", "benches"] {
        for (path, source) in sources(folder) {
            assert!(source.starts_with("//! "), "{} has no //! line", path.display());
        }
    }
}
