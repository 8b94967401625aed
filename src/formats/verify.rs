//! Reading an export back, and comparing every span and quote with what was to be written.

use super::{Format, FormatError, InputFile, LossKind, Losses, OutputFile, ReadCx, WriteCx, covered};
use crate::edit::{Import, Mint, NewDocument};
use crate::model::{Annotator, AnnotatorId, AnnotatorKind, Document, Fragments, SetKey, TagId, Timestamp};
use crate::text::quote;
use std::collections::HashMap;

/// Reads an export back: documents must have the same texts in the same order, and every span must cover the same
/// words with the same tag; only what `losses` counts may be missing.
pub fn verify(format: &dyn Format, files: &[OutputFile], cx: &WriteCx<'_>, losses: &Losses) -> Result<(), FormatError> {
    let read = read_back(format, files, cx)?;
    let documents: Vec<&Document> = cx
        .selection
        .documents(cx.project)
        .filter_map(|id| cx.project.document(id))
        .map(|document| &**document)
        .collect();
    if documents.len() != read.documents.len() {
        let (n_read, n_written) = (read.documents.len(), documents.len());
        return Err(unverified(format!("{n_read} documents came back of {n_written}")));
    }
    let mut n_missing = 0;
    for (at, (document, back)) in documents.iter().zip(&read.documents).enumerate() {
        if document.text != back.text {
            return Err(unverified(format!("the text of “{}” is another", document.title)));
        }
        n_missing += compare(format, cx, document, back, at, &read)?;
    }
    let n_lost = losses.count(LossKind::Span) + losses.count(LossKind::SameSpan);
    if n_missing == n_lost {
        Ok(())
    } else {
        let missing = if n_missing == 1 { "span is" } else { "spans are" };
        Err(unverified(format!("{n_missing} {missing} missing and {n_lost} were said to be lost")))
    }
}

/// A span by all that must come back of it: whose it is, where the format says so, its place and tag.
type Mark<'a> = (Option<&'a AnnotatorId>, &'a Fragments, &'a TagId);

/// How many spans of one document did not come back; an error if one came back that was not there.
fn compare(
    format: &dyn Format,
    cx: &WriteCx<'_>,
    document: &Document,
    back: &NewDocument,
    at: usize,
    read: &Import,
) -> Result<usize, FormatError> {
    let says_who = format.carries().annotators;
    let by = |annotator| Some(annotator).filter(|_| says_who);
    let mut written: HashMap<Mark<'_>, usize> = HashMap::new();
    for key in cx.selection.sets(cx.project, &document.id) {
        let set = cx.project.set(key).ok_or_else(|| gone(key))?;
        for span in set.spans.iter().filter(|span| cx.selection.has_span(span)) {
            *written.entry((by(&key.annotator), &span.at, &span.tag)).or_default() += 1;
        }
    }
    for set in read.sets.iter().filter(|set| set.document == at) {
        for span in &set.spans {
            match written.get_mut(&(by(&set.annotator), &span.at, &span.tag)) {
                Some(n) if *n > 0 => *n -= 1,
                _ => {
                    let words = quote(&covered(&back.text, &span.at));
                    let why = format!("“{words}” came back as {} in “{}”", span.tag, document.title);
                    return Err(unverified(why));
                }
            }
        }
    }
    Ok(written.values().sum())
}

fn read_back(format: &dyn Format, files: &[OutputFile], cx: &WriteCx<'_>) -> Result<Import, FormatError> {
    let files: Vec<InputFile> =
        files.iter().map(|file| InputFile { name: file.name.clone(), bytes: file.bytes.clone() }).collect();
    let id = AnnotatorId::new("nobody").map_err(|error| unverified(error.to_string()))?;
    let nobody = Annotator { id, name: "Nobody".to_owned(), kind: AnnotatorKind::Machine };
    let mut mint = Mint::new(0, Timestamp::default());
    let mut read_cx =
        ReadCx { codebook: &cx.project.codebook, mint: &mut mint, me: &nobody, owner: None, encoding: None };
    format.read(&files, &mut read_cx, &mut Losses::default())
}

fn gone(key: &SetKey) -> FormatError {
    unverified(format!("the set {key} is gone"))
}

fn unverified(why: String) -> FormatError {
    FormatError::Unverified { why }
}
