//! What the format is called, what it carries, and how its files are told.

use super::columns::{Layout, layout_of};
use super::{read, write};
use crate::formats::exchange::Document;
use crate::formats::fit::fitted;
use crate::formats::tokens::respaced;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, LossKind, Losses, Output, ReadCx, WriteCx, Writer,
};

/// Columns of tokens and tags.
#[derive(Clone, Copy, Debug)]
pub struct Conll;

impl Format for Conll {
    fn id(&self) -> &'static str {
        "conll"
    }

    fn name(&self) -> &'static str {
        "CoNLL columns (IOB, BIOES, BILOU)"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["conll", "conll2002", "conll2003", "iob", "iob2", "bio", "bioes", "bilou"]
    }

    fn carries(&self) -> Carries {
        Carries { spans: true, tokens: true, white_space: false, ..Carries::TEXT }
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
        // The last line may be cut off.
        let whole = content.rfind('\n').and_then(|end| content.get(..end)).unwrap_or(&content);
        let mut lines = whole.lines().filter(|line| !line.trim().is_empty()).take(200).peekable();
        if lines.peek().is_none() {
            return if head.has_ending(self.endings()) { Confidence::Possible } else { Confidence::No };
        }
        let layouts: Vec<Option<Layout>> = lines.map(layout_of).collect();
        let are_all = layouts.iter().all(Option::is_some);
        let has_span = layouts.iter().flatten().any(|layout| matches!(layout, Layout::Tagged { has_span: true }));
        match (head.has_ending(self.endings()), are_all && has_span && layouts.len() > 1) {
            (_, true) => Confidence::Sure,
            (true, false) => Confidence::Likely,
            (false, false) => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| read::documents(file, cx))
    }

    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        let documents = fitted(document, &self.carries(), cx, losses)?;
        for document in &documents {
            if !respaced(document) {
                losses.add(LossKind::WhiteSpace, || format!("“{}”", document.name()));
            }
        }
        Ok(documents)
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Files::new(cx, out)))
    }
}
