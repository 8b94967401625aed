//! Files of other programs: whatever is in one, its spans lie in its text, and a refusal names it and changes nothing.

use super::records::empty;
use glossator::edit::{Home, Mint};
use glossator::formats::{Batch, FORMATS, Format, Grouped, Hint, InputFile, NoTexts, ReadOptions, named};
use glossator::model::{Annotator, AnnotatorId, AnnotatorKind, Timestamp};

/// What lies beside a file that needs a text there.
const TEXT: &str = "Ana 👍 New Bo left.";

/// Bytes as a file of the format that their first line names, with the ending of a name if another than the format's first
/// is meant; once whole, and once what is good of them. Any other first line is some format, too.
pub fn formats(data: &[u8]) {
    let (line, bytes) =
        data.iter().position(|byte| *byte == b'\n').map_or((data, &[][..]), |at| (&data[..at], &data[at + 1..]));
    let Some(format) = format_of(line) else { return };
    let said = str::from_utf8(line).ok().and_then(|line| line.split_once(' ')).map(|(_, ending)| ending);
    let ending = said.filter(|said| format.endings().contains(said)).or(format.endings().first().copied());
    let ending = ending.unwrap_or_default();
    let mut files = vec![InputFile::of_bytes(format!("a.{ending}"), bytes)];
    if matches!(format.id(), "brat" | "csv" | "w3c") {
        files.push(InputFile::of_bytes("a.txt", TEXT));
    }
    for keep_good in [false, true] {
        read(format, &files, keep_good);
    }
}

/// PDFs are left out: they are read on a thread that may take two minutes.
fn format_of(line: &[u8]) -> Option<&'static dyn Format> {
    let known = str::from_utf8(line).ok().and_then(|line| named(line.split(' ').next().unwrap_or_default()));
    let some = || FORMATS.get(line.iter().map(|byte| usize::from(*byte)).sum::<usize>() % FORMATS.len()).copied();
    known.or_else(some).filter(|format| format.is_read() && format.id() != "pdf")
}

fn read(format: &'static dyn Format, files: &[InputFile], keep_good: bool) {
    let me =
        Annotator { id: AnnotatorId::new("me").expect("an id"), name: "Me".to_owned(), kind: AnnotatorKind::Human };
    let options = ReadOptions { keep_good, ..ReadOptions::default() };
    let mut batch = Batch::new(&empty(), Mint::new(7, Timestamp::new(5)), me).reading(options);
    let input = Grouped { format, files: files.to_vec(), hint: Hint::default() };
    if let Err(error) = batch.read(&input, &NoTexts) {
        let said = error.to_string();
        assert!(files.iter().any(|file| said.contains(&file.name)), "no file is named: {said}");
        assert_eq!((batch.n_documents(), batch.n_spans(), batch.n_codebooks()), (0, 0, 0), "{said}");
        assert!(batch.codebook().tags.is_empty(), "{said}");
        return;
    }
    let (import, _) = batch.finish();
    for set in &import.sets {
        let Home::New(at) = set.home else { panic!("a set of a document that was not there") };
        let text = &import.documents.get(at).expect("the document of the set").text;
        let mut ranges = set.spans.iter().flat_map(|span| span.at.iter());
        assert!(ranges.all(|range| text.check(range).is_ok()), "a span outside its text");
    }
}
