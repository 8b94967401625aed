//! Bad input for every format that is read: what comes in of it, what is said of the rest, and that nothing else happens.
//!
//! `samples` has a small good input of each format, which the others spoil.

mod samples;
mod cut;
mod encodings;
mod places;
mod twice;
mod bombs;
mod deep;
mod rows;
mod claims;

use super::{empty, me};
use glossator::edit::{Command, Mint};
use glossator::formats::{Batch, Format, Grouped, Hint, InputFile, Jsonl, NoTexts, ReadOptions};
use glossator::model::{AnnotatorId, DocumentId, Project, SetKey, Timestamp};
use glossator::text::Unit;
use std::sync::LazyLock;
use std::thread;

/// What came in of an input.
pub struct Taken {
    /// The project with it.
    pub project: Project,
    /// What was lost, a line for each kind.
    pub lost: String,
    /// The parts that were refused.
    pub refused: Vec<String>,
}

/// Reads an input whole.
pub fn whole(format: &'static dyn Format, files: &[InputFile]) -> Result<Taken, String> {
    read(format, files, ReadOptions::default())
}

/// Reads what is good of an input.
pub fn good_of(format: &'static dyn Format, files: &[InputFile]) -> Result<Taken, String> {
    read(format, files, ReadOptions { keep_good: true, ..ReadOptions::default() })
}

/// Reads an input. If it is refused, the batch must be as before, and go on as if nothing had been.
pub fn read(format: &'static dyn Format, files: &[InputFile], options: ReadOptions) -> Result<Taken, String> {
    let input = Grouped { format, files: files.to_vec(), hint: Hint::default() };
    let mut batch = batch(options);
    match batch.read(&input, &NoTexts) {
        Ok(()) => Ok(taken(batch)),
        Err(error) => {
            assert_eq!((shown(&batch), after(batch)), *UNTOUCHED, "{error}");
            let said = error.to_string();
            assert!(files.iter().any(|file| said.contains(&file.name)), "no file is named: {said}");
            assert!(!error.hint().is_empty());
            Err(said)
        }
    }
}

/// What a batch shows and gives in which nothing else was read.
static UNTOUCHED: LazyLock<(String, String)> = LazyLock::new(|| {
    let batch = batch(ReadOptions::default());
    (shown(&batch), after(batch))
});

/// A batch in which something is already.
fn batch(options: ReadOptions) -> Batch {
    let mut batch = Batch::new(&empty(), mint(), me()).reading(options);
    batch.read(&good("before", "first"), &NoTexts).unwrap();
    batch
}

/// A line with a span and a loss.
fn good(id: &str, tag: &str) -> Grouped {
    let line = format!(
        r#"{{"id": "{id}", "text": "Cy {id}", "vector": [1], "sets": [{{"annotator": "cy", "spans": [{{"start": 0, "end": 2, "tag": "{tag}"}}]}}]}}"#
    );
    Grouped { format: &Jsonl, files: vec![InputFile::of_bytes("good.jsonl", line)], hint: Hint::default() }
}

fn mint() -> Mint {
    Mint::new(7, Timestamp::new(1_770_000_100))
}

/// All that a batch shows of what is in it.
fn shown(batch: &Batch) -> String {
    let counts = [batch.n_documents(), batch.n_taken(), batch.n_spans(), batch.n_relations(), batch.n_codebooks()];
    let (labels, new): (Vec<_>, Vec<_>) = (batch.labels().collect(), batch.new_tags().collect());
    format!("{counts:?} {labels:?} {new:?} {:?}", batch.codebook())
}

/// What a batch gives after one more input.
fn after(mut batch: Batch) -> String {
    batch.read(&good("after", "second"), &NoTexts).unwrap();
    format!("{:?}", batch.finish())
}

fn taken(batch: Batch) -> Taken {
    let refused = batch.refused().iter().map(ToString::to_string).collect();
    let (import, losses) = batch.finish();
    let mut project = empty();
    let transaction = Command::Import(Box::new(import)).plan(&project, &mut mint()).unwrap();
    transaction.apply(&mut project).unwrap();
    let key = SetKey { document: DocumentId::new("before").unwrap(), annotator: AnnotatorId::new("cy").unwrap() };
    project.documents.remove(&key.document);
    project.sets.remove(&key);
    Taken { project, lost: super::lines(&losses), refused }
}

impl Taken {
    /// Where each span begins and ends, in code points, and what it covers.
    pub fn spans(&self) -> Vec<(usize, usize, String)> {
        let mut spans = Vec::new();
        for (key, set) in &self.project.sets {
            let text = &self.project.document(&key.document).unwrap().text;
            let at = |offset| text.count(offset, Unit::CodePoint);
            spans.extend(set.spans.iter().map(|span| {
                let hull = span.hull();
                (at(hull.start()), at(hull.end()), text.slice(hull).to_owned())
            }));
        }
        spans.sort();
        spans
    }

    /// What the spans cover, in order.
    pub fn words(&self) -> Vec<String> {
        self.spans().into_iter().map(|(_, _, words)| words).collect()
    }

    /// The texts, in order of the documents' ids.
    pub fn texts(&self) -> Vec<&str> {
        self.project.documents.values().map(|document| document.text.as_str()).collect()
    }
}

/// Runs something with no more room for calls than a thread has that nobody asked more for.
pub fn in_little_room(work: impl FnOnce() + Send + 'static) {
    let spawned = thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap();
    if let Err(panic) = spawned.join() {
        std::panic::resume_unwind(panic);
    }
}

pub fn file(name: &str, bytes: impl Into<Vec<u8>>) -> InputFile {
    InputFile::of_bytes(name, bytes)
}
