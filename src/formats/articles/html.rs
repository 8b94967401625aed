//! Web pages: the article, as the reader views of browsers find it, without what stands around it.
//!
//! Headings, paragraphs, points of lists and rows of tables are lines, with an empty line between paragraphs. Where no
//! article is found, all words of the page are the text.

use super::blocks::Blocks;
use super::{FILE, document, markup, one_line};
use crate::formats::exchange::Document;
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, ReadCx};
use crate::text::{Decoded, Encoding, decode, encoding_named};
use dom_query::Document as Page;
use dom_smoothie::{Article, Config, Readability};
use std::collections::HashMap;

/// HTML.
#[derive(Clone, Copy, Debug)]
pub struct Html;

/// How much of a page is looked at for the name of its encoding.
const HEAD: usize = 4096;

/// The deepest page whose article is looked for; the search goes into itself as deep as the page is.
const DEPTH: usize = 256;

/// The most that may be looked at when such a page is written, in bytes.
const COST: usize = 200_000_000;

/// The most elements that may be open at once.
const OPEN: usize = 5000;

/// Elements that have no end, or one that often is not written.
const CLOSED: [&[u8]; 28] = [
    b"area",
    b"base",
    b"br",
    b"col",
    b"embed",
    b"hr",
    b"img",
    b"input",
    b"link",
    b"meta",
    b"source",
    b"track",
    b"wbr",
    b"p",
    b"li",
    b"dt",
    b"dd",
    b"tr",
    b"td",
    b"th",
    b"thead",
    b"tbody",
    b"tfoot",
    b"option",
    b"optgroup",
    b"rp",
    b"rt",
    b"param",
];

/// The most elements of such a page.
const ELEMENTS: usize = 500_000;

/// An article shorter than this, in characters, is no find where the page says more.
const SHORT: usize = 140;

impl Format for Html {
    fn id(&self) -> &'static str {
        "html"
    }

    fn name(&self) -> &'static str {
        "Web page"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn carries(&self) -> Carries {
        Carries { metadata: true, ..Carries::TEXT }
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let start = head.start().get(..16.min(head.start().len())).unwrap_or_default().to_ascii_lowercase();
        let is_page = start.starts_with(b"<!doctype html") || start.starts_with(b"<html");
        if is_page || head.has_ending(self.endings()) { Confidence::Likely } else { Confidence::No }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| {
            let bytes = file.bytes(FILE)?;
            let decoded = decoded(&bytes, file, cx.options.encoding)?;
            cx.losses.add_replaced(&decoded, &file.name);
            let read = page(decoded.text.as_str(), file)?;
            cx.document(Document { source: Some(file.source(&decoded)), ..read })
        })
    }
}

/// A page decoded as a person says, as a byte order mark or the page itself says, or as it looks.
pub(super) fn decoded(
    bytes: &[u8],
    file: &InputFile,
    asked: Option<&'static Encoding>,
) -> Result<Decoded, FormatError> {
    let has_mark = [b"\xEF\xBB\xBF".as_slice(), b"\xFF\xFE", b"\xFE\xFF"].iter().any(|mark| bytes.starts_with(mark));
    let said = said_encoding(bytes).filter(|_| asked.is_none() && !has_mark);
    if let Some(decoded) = said.and_then(|encoding| decode(bytes, Some(encoding)).ok()) {
        return Ok(decoded);
    }
    file.decoded(bytes, asked)
}

/// The encoding that a page names: `charset=` of an element `meta`, or `encoding=` of an XML declaration.
fn said_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD.min(bytes.len()))?.to_ascii_lowercase();
    let named = |key: &[u8]| {
        memchr::memmem::find_iter(&head, key).find_map(|at| {
            let rest = head.get(at + key.len()..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let name: Vec<u8> =
                rest.iter().copied().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(byte)).collect();
            encoding_named(str::from_utf8(&name).ok()?)
        })
    };
    let declared = if head.starts_with(b"<?xml") { named(b"encoding") } else { None };
    // A page that can name its encoding in ASCII is not in UTF-16, whatever it says.
    declared.or_else(|| named(b"charset")).filter(|encoding| !encoding.name().starts_with("UTF-16"))
}

/// The article of a page, or all of its words.
fn page(html: &str, file: &InputFile) -> Result<Document, FormatError> {
    check_depth(html, &file.name)?;
    let tree = Page::from(html);
    let root = tree.root();
    let is_hard = markup::is_deeper_than(&root, DEPTH) || markup::cost_of_writing(&root) > COST;
    let article = if is_hard { None } else { article(html) };
    let all = text_of(&tree);
    let found = article.as_ref().map(|article| text_of(&Page::fragment(article.content.clone())));
    let is_find = |found: &String| found.chars().count() >= SHORT.min(all.chars().count() / 2).max(1);
    let mut document = document(found.filter(is_find).unwrap_or(all), file)?;
    let title = tree.select_single("title").text();
    document.title = article.as_ref().and_then(|article| one_line(&article.title)).or_else(|| one_line(&title));
    document.language = tree.select_single("html").attr("lang").and_then(|language| one_line(&language));
    let meta = |selector: &str, attribute: &str| one_line(&tree.select_single(selector).attr(attribute)?);
    if let Some(article) = &article {
        document.date = article.published_time.as_deref().and_then(one_line);
        document.outlet = article.site_name.as_deref().and_then(one_line);
        if let Some(author) = article.byline.as_deref().and_then(one_line) {
            document.meta.insert("author".to_owned(), author);
        }
    }
    document.date = document.date.take().or_else(|| meta("time[datetime]", "datetime"));
    let address = meta("link[rel=canonical]", "href").or_else(|| meta("meta[property='og:url']", "content"));
    if let Some(address) = address {
        document.meta.insert("url".to_owned(), address);
    }
    Ok(document)
}

/// Refuses pages whose elements lie in each other without end, before a tree is made: that takes the longer for each
/// element, the deeper it lies.
pub(in crate::formats) fn check_depth(html: &str, file: &str) -> Result<(), FormatError> {
    // Which elements are open how often: an end without a beginning ends nothing.
    let mut open: HashMap<Vec<u8>, usize> = HashMap::new();
    let (mut depth, mut deepest) = (0_usize, 0);
    // Scripts compare numbers with what looks like elements.
    let mut script: Option<Vec<u8>> = None;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let rest = html.as_bytes().get(at + 1..).unwrap_or_default();
        let is_its_end = |name: &Vec<u8>| rest.strip_prefix(b"/").is_some_and(|rest| name_of(rest) == *name);
        script = script.filter(|name| !is_its_end(name));
        if script.is_some() {
            continue;
        }
        match rest.first() {
            Some(b'/') => {
                let ended = open.get_mut(&name_of(rest.get(1..).unwrap_or_default())).filter(|n| **n > 0);
                depth -= usize::from(ended.is_some());
                ended.into_iter().for_each(|n| *n -= 1);
            }
            // Only what HTML does not close by itself can lie in itself so often.
            Some(byte) if byte.is_ascii_alphabetic() && !closes_by_itself(rest) => {
                let name = name_of(rest);
                script = Some(name.clone()).filter(|name| matches!(name.as_slice(), b"script" | b"style"));
                *open.entry(name).or_default() += 1;
                depth += 1;
            }
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if deepest > OPEN {
        let why = format!("over {OPEN} elements of the page lie in each other");
        return Err(FormatError::malformed(why, file, 0, 0));
    }
    Ok(())
}

/// The name that a tag begins with, in small letters.
fn name_of(tag: &[u8]) -> Vec<u8> {
    tag.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// Whether an element has no end, or one that often is not written.
fn closes_by_itself(rest: &[u8]) -> bool {
    let name = name_of(rest);
    let ends_at_once = || {
        memchr::memchr(b'>', rest.get(..256.min(rest.len())).unwrap_or_default())
            .is_some_and(|at| at > 0 && rest.get(at - 1) == Some(&b'/'))
    };
    CLOSED.contains(&name.as_slice()) || ends_at_once()
}

fn article(html: &str) -> Option<Article> {
    let config = Config { max_elements_to_parse: ELEMENTS, ..Config::default() };
    Readability::new(html, None, Some(config)).ok()?.parse().ok()
}

/// The words of a page.
pub(super) fn text_of(page: &Page) -> String {
    let mut blocks = Blocks::default();
    markup::put(&page.body().unwrap_or_else(|| page.root()), &mut blocks);
    blocks.finish()
}
