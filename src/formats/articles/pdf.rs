//! PDF: the text of the pages as it is drawn, page after page. Lines end where they end on the page, words that are
//! hyphenated at an end of line stay so, and headers and footers of pages are part of the text.

use super::{FILE, document, one_line, pdf_claims};
use crate::formats::exchange::Document;
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, ReadCx};
use pdf_extract::{Document as Pages, Object};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// PDF.
#[derive(Clone, Copy, Debug)]
pub struct Pdf;

/// How long a file may take.
const TIME: Duration = Duration::from_secs(120);

/// Room for the calls of the thread that reads: objects of a file may lie in each other.
const STACK: usize = 64 << 20;

/// What was found in a file.
#[derive(Default)]
struct Found {
    text: String,
    title: Option<String>,
    author: Option<String>,
    date: Option<String>,
}

impl Format for Pdf {
    fn id(&self) -> &'static str {
        "pdf"
    }

    fn name(&self) -> &'static str {
        "PDF"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn carries(&self) -> Carries {
        Carries { metadata: true, ..Carries::TEXT }
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        match (head.bytes.starts_with(b"%PDF-"), head.has_ending(self.endings())) {
            (true, _) => Confidence::Sure,
            (false, true) => Confidence::Likely,
            (false, false) => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| {
            let read = read(file)?;
            cx.document(read)
        })
    }
}

fn read(file: &InputFile) -> Result<Document, FormatError> {
    let malformed = |why: &str| FormatError::malformed(why, &file.name, 0, 0);
    let bytes = file.bytes(FILE)?;
    let source = file.binary_source(&bytes);
    let (sender, receiver) = mpsc::channel();
    // The reader of PDFs gives up on some files by a panic, and on others not at all.
    let work = move || {
        let found = catch_unwind(AssertUnwindSafe(|| found(&bytes)));
        // Nobody listens any more after the time is over.
        let _ = sender.send(found.unwrap_or_else(|_| Err("this PDF is made in a way that cannot be read".to_owned())));
    };
    let spawned = thread::Builder::new().name("pdf".to_owned()).stack_size(STACK).spawn(work);
    spawned.map_err(|error| malformed(&error.to_string()))?;
    let found = receiver.recv_timeout(TIME).map_err(|_| malformed("reading this PDF takes too long"))?;
    let found = found.map_err(|why| malformed(&why))?;
    if found.text.trim().is_empty() {
        return Err(malformed(
            "there is no text in this PDF: it has pictures of pages, which a program for OCR can read",
        ));
    }
    let mut document = document(found.text, file)?;
    document.title = found.title;
    document.date = found.date;
    if let Some(author) = found.author {
        document.meta.insert("author".to_owned(), author);
    }
    document.source = Some(source);
    Ok(document)
}

fn found(bytes: &[u8]) -> Result<Found, String> {
    pdf_claims::check(bytes)?;
    let pages = Pages::load_mem(bytes).map_err(|error| format!("this PDF cannot be read: {error}"))?;
    let about = |key: &[u8]| {
        let info = pages.trailer.get(b"Info").ok()?;
        let info = match info {
            Object::Reference(id) => pages.get_dictionary(*id).ok()?,
            other => other.as_dict().ok()?,
        };
        one_line(&words_of(info.get(key).ok()?.as_str().ok()?))
    };
    let (title, author, date) = (about(b"Title"), about(b"Author"), about(b"CreationDate").map(|date| date_of(&date)));
    let texts = pdf_extract::extract_text_from_mem_by_pages(bytes);
    let texts = texts.map_err(|error| format!("this PDF cannot be read: {error}"))?;
    let texts: Vec<String> = texts.iter().map(|page| tidy(page)).filter(|page| !page.is_empty()).collect();
    Ok(Found { text: texts.join("\n\n"), title, author, date })
}

/// Words beside the pages: UTF-16 or UTF-8 with a mark, else an encoding that is like Latin-1.
fn words_of(bytes: &[u8]) -> String {
    if let Some(utf16) = bytes.strip_prefix(b"\xFE\xFF") {
        let units: Vec<u16> = utf16.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
        return String::from_utf16_lossy(&units);
    }
    match str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
        Ok(words) => words.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// `D:20260301100211+01'00'` as `2026-03-01`.
fn date_of(date: &str) -> String {
    let digits: String = date.trim_start_matches("D:").chars().take_while(char::is_ascii_digit).collect();
    match (digits.get(..4), digits.get(4..6), digits.get(6..8)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => date.to_owned(),
    }
}

/// The lines of a page without white space at their ends, and at most one empty line between two.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut n_empty = 0;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            n_empty += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if n_empty > 0 { "\n\n" } else { "\n" });
        }
        tidy.push_str(line);
        n_empty = 0;
    }
    tidy
}
