//! The log's file, in the person's own folder. Where there can be none, the log goes nowhere.

use super::Home;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::sync::Arc;
use tracing_subscriber::fmt::MakeWriter;

/// A log longer than this is put aside when the program starts.
const LONG: u64 = 4_000_000;

/// Where the log is written. Clones are the same.
#[derive(Clone)]
pub struct LogFile(Option<Arc<File>>);

impl LogFile {
    /// Opens the log at its end.
    pub fn open(home: &Home) -> Self {
        let path = home.log_file();
        let open = || -> io::Result<File> {
            std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
            if path.metadata().is_ok_and(|metadata| metadata.len() > LONG) {
                std::fs::rename(&path, path.with_extension("old.log"))?;
            }
            OpenOptions::new().create(true).append(true).open(&path)
        };
        Self(open().ok().map(Arc::new))
    }
}

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.as_deref().map_or(Ok(bytes.len()), |mut file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for LogFile {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Writes a message to the standard error, where somebody sees it who has no window. For the end of the program.
pub fn say_last_words(message: &str) {
    // Nobody is left to be told that it could not be said.
    writeln!(io::stderr(), "{message}").unwrap_or_default();
}
