//! Agreement. Expected values are published ones, or those of the reference vectors where these are at hand.

mod laws;
mod project;
mod ratings;
mod resampling;
mod spans;
mod what_if;
mod gamma;

use serde_json::Value;
use std::path::Path;

/// The vectors of the reference programs that stand beside the project, each with its file's name, if they do.
fn vectors() -> impl Iterator<Item = (String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures/agreement");
    let entries = std::fs::read_dir(folder);
    let is_needed = std::env::var_os("GLOSSATOR_REQUIRE_VECTORS").is_some();
    assert!(entries.is_ok() || !is_needed, "the reference vectors are not there");
    let paths = entries.into_iter().flatten().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "json")).map(|path| {
        let file = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), file)
    })
}
