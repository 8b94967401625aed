//! Letters as mail programs keep them: the text part if there is one, else the page; subject, sender and date beside it.

use super::html::{check_depth, text_of};
use super::{FILE, document, one_line};
use crate::formats::exchange::Document;
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, LossKind, Losses, ReadCx};
use dom_query::Document as Page;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

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
    let bytes = file.bytes(FILE)?;
    let message = MessageParser::default().parse(&bytes).filter(|message| !message.headers().is_empty());
    let message =
        message.ok_or_else(|| FormatError::malformed("this is no e-mail: it has no headers", &file.name, 0, 0))?;
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

/// The parts that are the letter's words, one after the other.
fn body(message: &Message<'_>, file: &InputFile) -> Result<String, FormatError> {
    let mut parts = Vec::new();
    for part in message.text_bodies() {
        let words = match &part.body {
            PartType::Text(text) => text.to_string(),
            PartType::Html(html) => {
                check_depth(html, file)?;
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
