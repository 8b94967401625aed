//! What the format is called, what it carries, and how its files are told.

use super::{read, write};
use crate::formats::exchange::Document;
use crate::formats::fit::fitted;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, LossKind, Losses, Output, ReadCx, WriteCx, Writer,
};

/// CoNLL-U.
#[derive(Clone, Copy, Debug)]
pub struct ConllU;

impl Format for ConllU {
    fn id(&self) -> &'static str {
        "conllu"
    }

    fn name(&self) -> &'static str {
        "CoNLL-U"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["conllu", "conllup"]
    }

    fn carries(&self) -> Carries {
        Carries { spans: true, tokens: true, ..Carries::TEXT }
    }

    fn names_parts(&self) -> bool {
        true
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        // WebAnno's tables begin with their own name.
        if head.start().starts_with(b"#FORMAT=") {
            return Confidence::No;
        }
        let content = String::from_utf8_lossy(head.bytes);
        let first = content.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty());
        let is_row = first.is_some_and(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let number = columns.first().copied().unwrap_or_default();
            columns.len() == 10 && number.bytes().all(|byte| byte.is_ascii_digit() || b"-.".contains(&byte))
        });
        match (head.has_ending(self.endings()), is_row) {
            (_, true) => Confidence::Sure,
            (true, false) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| read::documents(file, cx))
    }

    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        let mut documents = fitted(document, &self.carries(), cx, losses)?;
        documents.retain(|document| {
            let has_words = !document.text.as_str().trim().is_empty();
            if !has_words {
                losses.add(LossKind::Document, || format!("“{}” has no words", document.name()));
            }
            has_words
        });
        Ok(documents)
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Files::new(cx, out)))
    }
}
