//! The real program in a folder of its own: for tests of the command line.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A folder to work in, and a home of its own.
pub struct Shell {
    /// Where it is.
    pub folder: TempDir,
}

/// What a command gave.
pub struct Ran {
    /// Its exit code.
    pub code: i32,
    /// What it answered.
    pub out: String,
    /// What it said besides.
    pub err: String,
}

impl Shell {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A shell with a project `p` that has the codebook of news entities.
    pub fn with_project() -> Self {
        let shell = Self::new();
        shell.run("new p --name Letters --seed 1 --now 2026-03-01T10:00:00Z").is(0);
        shell
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, and makes its folder.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    /// What stands in a file.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program; words are separated by spaces, and `_` stands for one within a word.
    #[track_caller]
    pub fn run(&self, line: &str) -> Ran {
        self.run_on(line, "")
    }

    /// The same, with something on standard input.
    #[track_caller]
    pub fn run_on(&self, line: &str, input: &str) -> Ran {
        let words: Vec<String> = line.split(' ').map(|word| word.replace('_', " ")).collect();
        self.run_words(&words.iter().map(String::as_str).collect::<Vec<_>>(), input)
    }

    /// The same, with the words as they are.
    #[track_caller]
    pub fn run_words(&self, words: &[&str], input: &str) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_glossator"))
            .args(words)
            .current_dir(self.folder.path())
            .env("GLOSSATOR_HOME", self.path("home"))
            .env("USER", "carla")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses its arguments has closed its input by now.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let ran = child.wait_with_output().unwrap();
        let folder = self.folder.path().canonicalize().unwrap().display().to_string();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(&folder, "$");
        Ran { code: ran.status.code().unwrap(), out: text(ran.stdout), err: text(ran.stderr) }
    }

    /// All files of the project `p` with their bytes.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        crate::desk::files_of(&self.path("p"))
    }
}

impl Ran {
    /// Checks the exit code.
    #[track_caller]
    pub fn is(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }

    /// The one JSON document that it answered.
    #[track_caller]
    pub fn json(self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// A document with two sets and a note.
pub const ADA: &str = r#"{"id": "ada", "title": "Ada 👍", "text": "Zoë 👍 met Ada in York.\nYork is old.", "sets": [{"annotator": "ana", "state": "finished", "spans": [{"id": "aaaaaaa1", "start": 0, "end": 3, "tag": "person", "text": "Zoë", "made": "2026-03-01T10:00:00Z", "origin": "hand"}, {"id": "aaaaaaa2", "start": 10, "end": 13, "tag": "person", "text": "Ada", "made": "2026-03-01T10:00:05Z"}, {"id": "aaaaaaa3", "start": 17, "end": 21, "tag": "Place", "text": "York", "made": "2026-03-01T10:00:09Z"}], "notes": [{"id": "nnnnnnn1", "on": "aaaaaaa3", "body": "Which one?", "made": "2026-03-01T10:01:00Z"}]}, {"annotator": "ben", "state": "in progress", "spans": [{"id": "bbbbbbb1", "start": 17, "end": 21, "tag": "place", "text": "York", "made": "2026-03-02T10:00:00Z"}, {"id": "bbbbbbb2", "start": 23, "end": 27, "tag": "place", "text": "York", "made": "2026-03-02T10:00:00Z"}]}]}"#;

/// A shell with a project `p` that has what [`ADA`] says.
pub fn with_ada() -> Shell {
    let shell = Shell::with_project();
    shell.write("ada.jsonl", ADA);
    shell.run("import p ada.jsonl --seed 2 --now 2026-03-03T10:00:00Z").is(0);
    shell
}
