//! The fonts of the reader's tests: the shipped ones and small subsets for the scripts that these lack, so that a
//! picture is the same on every machine. `tests/fixtures/fonts/make.py` reads their characters off these tests.

use glossator::app::theme::FontFile;
use glossator::app::typeset::ReaderFonts;
use skrifa::{FontRef, MetadataProvider as _};
use std::path::Path;

const THAI: &[u8] = include_bytes!("../../fixtures/fonts/NotoSansThai.ttf");
const HAN: &[u8] = include_bytes!("../../fixtures/fonts/NotoSansCJKsc.otf");
const EMOJI: &[u8] = include_bytes!("../../fixtures/fonts/NotoColorEmoji.ttf");

/// Every script that the tests read.
pub fn carried() -> ReaderFonts {
    let file = |family, script, bytes| FontFile { family, weight: 400, script, bytes };
    let mut fonts = ReaderFonts::shipped();
    fonts.fallbacks.push(file("Noto Sans Thai", "Thai", THAI));
    fonts.fallbacks.push(file("Noto Sans CJK SC", "Hani", HAN));
    fonts.fallbacks.push(file("Noto Color Emoji", "Zsye", EMOJI));
    fonts
}

/// The characters of a text that no font has a picture for. What only chooses between pictures needs none.
pub fn missing(text: &str) -> String {
    let fonts = carried();
    let files = fonts.faces.iter().chain(&fonts.fallbacks);
    let charmaps: Vec<_> = files.map(|file| FontRef::new(file.bytes).unwrap().charmap()).collect();
    text.chars()
        .filter(|&c| c != '\u{fe0f}')
        .filter(|&c| charmaps.iter().all(|charmap| charmap.map(c).is_none()))
        .collect()
}

#[test]
fn the_carried_fonts_stay_small_and_name_their_sources() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fonts");
    let sources = std::fs::read_to_string(folder.join("SOURCES.md")).unwrap();
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        assert!(name == "SOURCES.md" || sources.contains(&name), "{name} is not in SOURCES.md");
        bytes += entry.metadata().unwrap().len();
    }
    assert!(bytes < 600_000, "{bytes} bytes");
}
