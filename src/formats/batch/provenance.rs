//! Where documents are from: the file, its encoding and its digest, where the format has not said it already.

use crate::formats::InputFile;
use crate::formats::exchange::Document;
use crate::model::Source;
use crate::text::Digest;

/// The files of an input, each with its digest once that was asked for.
pub(super) struct Provenance<'f> {
    files: Vec<(&'f InputFile, Option<Digest>)>,
}

impl<'f> Provenance<'f> {
    pub(super) fn of(files: &'f [InputFile]) -> Self {
        // What came in on standard input has no name.
        Self { files: files.iter().filter(|file| file.name != "-").map(|file| (file, None)).collect() }
    }

    /// Where a document is from. A file that says of itself that a text is from another one is believed.
    pub(super) fn source_of(&mut self, document: &Document) -> Option<Source> {
        let named = document.source.as_ref().map(|source| source.file.as_str());
        let at = match named {
            Some(named) => self.files.iter().position(|(file, _)| file.file_name() == named),
            None => Some(0),
        };
        let Some((file, digest)) = at.and_then(|at| self.files.get_mut(at)) else { return document.source.clone() };
        let own = || Source { file: file.file_name().to_owned(), ..Source::default() };
        let mut source = document.source.clone().unwrap_or_else(own);
        if source.sha256.is_none() {
            // A file that cannot be read any more keeps its name.
            *digest = digest.or_else(|| Digest::of_all(file.open().ok()?).ok());
            source.sha256 = *digest;
        }
        if source.encoding.is_empty() {
            source.encoding = file.encoding().unwrap_or_default().to_owned();
        }
        Some(source)
    }
}
