//! Writing an archive: under a name of its own, read back, and only then under the name of a backup.

use super::cover::Cover;
use super::member::{COVER, Listed};
use super::steps::Steps;
use super::unpack::{Archive, Limits};
use crate::store::StoreError;
use crate::store::disk::{Disk, NewFile};
use std::io::{self, Write};
use std::path::Path;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// How many bytes are written at once.
const CHUNK: usize = 256 * 1024;

/// Writes the archive that is to be at `path`, with the bytes that `bytes` gives for each file, and returns its size.
/// It has its name only when it was read back and every file is what it should be. Two steps are made for each file.
pub fn pack(
    disk: &Disk,
    path: &Path,
    cover: &Cover,
    files: &[Listed],
    mut bytes: impl FnMut(&Listed) -> Result<Vec<u8>, StoreError>,
    steps: &mut Steps<'_>,
) -> Result<u64, StoreError> {
    let failed = |error: io::Error| StoreError::io("write", path, &error);
    let mut zip = ZipWriter::new_stream(Sink::new(disk.new_file(path).map_err(failed)?));
    let options = options(cover);
    add(&mut zip, COVER, &cover.to_bytes(path)?, options).map_err(failed)?;
    for file in files {
        steps.next(path)?;
        add(&mut zip, &file.name, &bytes(file)?, options).map_err(failed)?;
    }
    let sink = zip.finish().map_err(|error| failed(error.into()))?.into_inner();
    let file = sink.finish().map_err(failed)?;
    let written = file.written().map_err(failed)?;
    let mut archive = Archive::open(written, path, &Limits::default())?;
    if archive.cover != *cover || archive.check(&Limits::default(), steps)? != files {
        let why = "what was written is not what is read back".to_owned();
        return Err(StoreError::BadBackup { why, path: path.to_owned() });
    }
    file.finish().map(|stamp| stamp.bytes).map_err(failed)
}

fn add(
    zip: &mut ZipWriter<StreamWriter<Sink>>,
    name: &str,
    bytes: &[u8],
    options: SimpleFileOptions,
) -> io::Result<()> {
    zip.start_file(name, options)?;
    zip.write_all(bytes)?;
    match zip.get_ref().and_then(|writer| writer.get_ref().failed.as_ref()) {
        Some(error) => Err(copy_of(error)),
        None => Ok(()),
    }
}

/// The same for every file of an archive, and the same on every system.
fn options(cover: &Cover) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .system(System::Unix)
        .unix_permissions(0o644)
        .last_modified_time(date_of(cover))
}

/// When the backup was made, as far as the format can say it: the start of 1980 otherwise.
fn date_of(cover: &Cover) -> DateTime {
    let made = jiff::Timestamp::from_second(cover.made.seconds()).unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC);
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(made.year()).unwrap_or_default();
    let (month, day) = (small(made.month()), small(made.day()));
    let (hour, minute, second) = (small(made.hour()), small(made.minute()), small(made.second()));
    DateTime::from_date_and_time(year, month, day, hour, minute, second).unwrap_or_default()
}

/// Takes what the writer of archives writes. The first failure is kept here rather than told: that writer, when it is
/// given up after one, tries to end the archive all the same, and prints that it cannot.
struct Sink {
    file: NewFile,
    waiting: Vec<u8>,
    failed: Option<io::Error>,
}

impl Sink {
    fn new(file: NewFile) -> Self {
        Self { file, waiting: Vec::with_capacity(CHUNK), failed: None }
    }

    fn write_waiting(&mut self) {
        if self.failed.is_none() {
            self.failed = self.file.add(&self.waiting).err();
        }
        self.waiting.clear();
    }

    /// The file, when all bytes got into it.
    fn finish(mut self) -> io::Result<NewFile> {
        self.write_waiting();
        self.failed.map_or(Ok(self.file), Err)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= CHUNK {
            self.write_waiting();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn copy_of(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}
