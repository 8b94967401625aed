//! Letters as mail programs keep them: the text part if there is one, else the page; subject, sender and date beside it.

use super::html::{check_depth, text_of};
use super::{FILE, document, one_line};
use crate::formats::exchange::Document;
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, LossKind, Losses, ReadCx};
use dom_query::Document as Page;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use memchr::memmem;

/// The most letters that may lie in a letter.
const LETTERS: usize = 300;

/// Mail.
#[derive(Clone, Copy, Debug)]
pub struct Eml;

impl Format for Eml {
    fn id(&self) -> &'static str {
        "eml"
    }

    fn name(&self) -> &'static str {
        "E-mail"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["eml"]
    }

    fn carries(&self) -> Carries {
        Carries { metadata: true, ..Carries::TEXT }
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let starts =
            [b"Received:".as_slice(), b"Return-Path:", b"Delivered-To:", b"From:", b"MIME-Version:", b"Message-ID:"];
        let begins = starts.iter().any(|start| head.start().starts_with(start));
        let is_mail = begins && head.has(b"\nSubject:") && (head.has(b"\nDate:") || head.has(b"\nTo:"));
        if is_mail || head.has_ending(self.endings()) { Confidence::Likely } else { Confidence::No }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| {
            let read = read(file, cx.losses)?;
            cx.document(read)
        })
    }
}

fn read(file: &InputFile, losses: &mut Losses) -> Result<Document, FormatError> {
    let malformed = |why: String| FormatError::malformed(why, &file.name, 0, 0);
    let bytes = file.bytes(FILE)?;
    if n_letters(&bytes) > LETTERS {
        return Err(malformed(format!("over {LETTERS} letters lie in this one")));
    }
    let message = MessageParser::default().parse(&bytes);
    let message = message.filter(|message| has_header(&bytes) && !message.headers().is_empty());
    let message = message.ok_or_else(|| malformed("this is no e-mail: it has no headers".to_owned()))?;
    let mut document = document(body(&message, file)?, file)?;
    document.title = message.subject().and_then(one_line);
    document.date = message.date().map(|date| date.to_rfc3339());
    let sender = message.from().and_then(|from| from.first());
    let name = sender.and_then(|sender| sender.name().or_else(|| sender.address())).and_then(one_line);
    if let Some(author) = name {
        document.meta.insert("author".to_owned(), author);
    }
    let attached =
        message.attachments().map(|part| part.attachment_name().unwrap_or("a file without a name").to_owned());
    for name in attached {
        losses.add(LossKind::Document, || format!("{}: attached is {name}", file.name));
    }
    document.source = Some(file.binary_source(&bytes));
    Ok(document)
}

/// How many letters may lie in a letter, which all may lie in each other: the parser's own tree of them goes into itself as
/// deep.
fn n_letters(bytes: &[u8]) -> usize {
    let bytes = bytes.to_ascii_lowercase();
    ["rfc822", "message/global", "multipart/digest"].iter().map(|kind| memmem::find_iter(&bytes, kind).count()).sum()
}

/// Whether the first line, or the one after the mark that mailboxes have, is a header: a name and a colon.
fn has_header(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let mut lines =
        bytes.split(|byte| *byte == b'\n').skip_while(|line| line.starts_with(b"From ") || line.starts_with(b">From "));
    let line = lines.next().unwrap_or_default();
    memchr::memchr(b':', line).and_then(|at| line.get(..at)).is_some_and(|name| {
        let name = name.trim_ascii_end();
        !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
    })
}

/// The parts that are the letter's words, one after the other.
fn body(message: &Message<'_>, file: &InputFile) -> Result<String, FormatError> {
    let mut parts = Vec::new();
    for part in message.text_bodies() {
        let words = match &part.body {
            PartType::Text(text) => text.to_string(),
            PartType::Html(html) => {
                check_depth(html, &file.name)?;
                text_of(&Page::from(html.as_ref()))
            }
            _ => continue,
        };
        if !words.trim().is_empty() {
            parts.push(words);
        }
    }
    Ok(parts.join("\n\n"))
}
