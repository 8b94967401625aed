//! From documents to lines: two columns with a tab between, which every reader takes.

use crate::formats::escape::escaped;
use crate::formats::exchange::Document;
use crate::formats::output::{Folders, Open};
use crate::formats::tag_rows::row;
use crate::formats::tokens::tagged_sentences;
use crate::formats::{FormatError, Output, WriteCx, Writer};

/// Writes one file for each folder, with the documents one after the other.
pub(super) struct Files<'a> {
    cx: &'a WriteCx<'a>,
    out: &'a mut dyn Output,
    files: Folders<Open>,
}

impl<'a> Files<'a> {
    pub(super) fn new(cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Self {
        Self { cx, out, files: Folders::default() }
    }
}

impl Writer for Files<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let (out, cx) = (&mut *self.out, self.cx);
        let file = self.files.of(document, |folder| Open::new(out, format!("{folder}{}.conll", cx.stem())))?;
        let mut content = String::from("-DOCSTART-\tO\n\n");
        for sentence in tagged_sentences(document) {
            let tags = row(sentence.tokens.len(), &sentence.runs(), self.cx.options.scheme);
            for (token, tag) in sentence.tokens.iter().zip(tags) {
                content.push_str(document.text.slice(*token));
                content.push('\t');
                content.push_str(&escaped(&tag, |c| !c.is_whitespace() && !c.is_control()));
                content.push('\n');
            }
            content.push('\n');
        }
        file.put(&content)
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        self.files.into_all().try_for_each(Open::close)
    }
}
