//! Bytes that are put aside for a while: what has its place in a file only later, and copies for readers that want a path.
//! Nothing else of this room touches the disk.

use super::{FormatError, InputFile};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use tempfile::{NamedTempFile, SpooledTempFile, TempDir};

/// The most bytes that stay in memory.
const IN_MEMORY: usize = 16_000_000;

/// Bytes put aside: in memory while they are few, else in a file without a name, which goes with the program however it ends.
pub(super) struct Spool(BufWriter<SpooledTempFile>);

impl Spool {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self(BufWriter::with_capacity(1 << 16, SpooledTempFile::new(IN_MEMORY)))
    }

    /// Hands over all bytes.
    pub(super) fn copy_to(self, out: &mut impl Write) -> io::Result<u64> {
        let mut bytes = self.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        bytes.seek(SeekFrom::Start(0))?;
        io::copy(&mut bytes, out)
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A copy of a file in a folder of its own, which goes with what else a reader puts beside it.
pub(super) struct Copied {
    copy: NamedTempFile,
    _folder: TempDir,
}

impl Copied {
    /// Copies a file, unless it has more than `limit` bytes.
    pub(super) fn of(file: &InputFile, limit: u64) -> Result<Self, FormatError> {
        if file.n_bytes()? > limit {
            return Err(FormatError::TooLarge { bytes: file.n_bytes()?, limit, file: file.name.clone() });
        }
        let mut bytes = file.open()?.take(limit);
        let copied = TempDir::new().and_then(|folder| {
            let mut copy = NamedTempFile::new_in(&folder)?;
            io::copy(&mut bytes, &mut copy)?;
            Ok(Self { copy, _folder: folder })
        });
        copied.map_err(|error| {
            let why = format!("it cannot be copied to {}: {error}", std::env::temp_dir().display());
            FormatError::Unreadable { why, file: file.name.clone() }
        })
    }

    /// Where the copy is.
    pub(super) fn path(&self) -> &Path {
        self.copy.path()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_fits_into_memory_comes_back_as_it_was() {
        let mut spool = Spool::new();
        let bytes: Vec<u8> = (0..=255).cycle().take(IN_MEMORY + 1_000_000).collect();
        bytes.chunks(70_001).for_each(|chunk| spool.write_all(chunk).unwrap());
        let mut back = Vec::new();
        assert_eq!(spool.copy_to(&mut back).unwrap(), bytes.len() as u64);
        assert!(back == bytes);
    }
}
