//! Bytes that are put aside until their place comes: in memory while they are few, else in a file without a name, which goes
//! with the program however it ends.

use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use tempfile::SpooledTempFile;

/// The most bytes that stay in memory.
const IN_MEMORY: usize = 16_000_000;

/// Bytes put aside.
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
