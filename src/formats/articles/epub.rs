//! Books as EPUB: the parts in the order of the spine, one document for a book.

use super::blocks::{Blocks, Gap};
use super::html::{check_depth, decoded};
use super::xml::{self, words_of};
use super::{FILE, document, markup};
use crate::formats::exchange::Document;
use crate::formats::{Archive, Carries, Confidence, Format, FormatError, Head, InputFile, ReadCx};
use dom_query::Document as Page;
use regex::Regex;
use roxmltree::Node;
use std::collections::HashMap;
use std::sync::LazyLock;

/// EPUB.
#[derive(Clone, Copy, Debug)]
pub struct Epub;

const CONTAINER: &str = "META-INF/container.xml";

impl Format for Epub {
    fn id(&self) -> &'static str {
        "epub"
    }

    fn name(&self) -> &'static str {
        "EPUB book"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["epub"]
    }

    fn carries(&self) -> Carries {
        Carries { metadata: true, ..Carries::TEXT }
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let is_book = head.entries.iter().any(|name| name == CONTAINER);
        match (is_book, head.has_ending(self.endings())) {
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
    let archive = Archive::open(file)?;
    let (container_file, container) = xml::needed(&archive, CONTAINER, file)?;
    let container = xml::tree(&container, &container_file, false)?;
    let root = container.descendants().find_map(|node| node.attribute("full-path"));
    let root = root.ok_or_else(|| FormatError::malformed("it names no package", &container_file.name, 0, 0))?;
    let (package_file, package) = xml::needed(&archive, root, file)?;
    // Old books have a DTD here, which says nothing that matters.
    let package = xml::tree(&package, &package_file, true)?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut blocks = Blocks::default();
    for path in spine(package.root()) {
        let path = resolved(folder, &path);
        let missing = || FormatError::malformed(format!("there is no {path} in it"), &file.name, 0, 0);
        let part = archive.named(&path).ok_or_else(missing)?;
        put(&part, &mut blocks)?;
        blocks.gap(Gap::Paragraph);
        if blocks.is_too_long() {
            break;
        }
    }
    let mut document = document(blocks.finish(), file)?;
    about(package.root(), &mut document);
    document.source = Some(file.binary_source(&file.bytes(FILE)?));
    Ok(document)
}

/// The paths of the parts in their order.
fn spine(package: Node<'_, '_>) -> Vec<String> {
    let items = package.descendants().filter(|node| node.tag_name().name() == "item");
    let by_id: HashMap<&str, &str> =
        items.filter_map(|item| Some((item.attribute("id")?, item.attribute("href")?))).collect();
    let parts = package.descendants().filter(|node| node.tag_name().name() == "itemref");
    parts.filter_map(|part| by_id.get(part.attribute("idref")?)).map(|path| (*path).to_owned()).collect()
}

fn put(part: &InputFile, blocks: &mut Blocks) -> Result<(), FormatError> {
    let bytes = part.bytes(FILE)?;
    let decoded = decoded(&bytes, part, None)?;
    check_depth(decoded.text.as_str(), &part.name)?;
    let page = Page::from(opened(decoded.text.as_str()).as_ref());
    markup::put(&page.body().unwrap_or_else(|| page.root()), blocks);
    Ok(())
}

/// XHTML closes elements at once that HTML would go on with to the end of the page.
fn opened(xhtml: &str) -> std::borrow::Cow<'_, str> {
    static AT_ONCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)<(title|script|style|textarea|iframe|noscript|a|span|div|p|i|b|em)(\s[^<>]*)?/>").ok()
    });
    match &*AT_ONCE {
        Some(at_once) => at_once.replace_all(xhtml, "<$1$2></$1>"),
        None => xhtml.into(),
    }
}

fn about(package: Node<'_, '_>, document: &mut Document) {
    let Some(metadata) = package.descendants().find(|node| node.tag_name().name() == "metadata") else { return };
    document.title = words_of(metadata, "title");
    document.language = words_of(metadata, "language");
    document.date = words_of(metadata, "date");
    document.outlet = words_of(metadata, "publisher");
    if let Some(author) = words_of(metadata, "creator") {
        document.meta.insert("author".to_owned(), author);
    }
}

/// A path of the package as one of the archive.
fn resolved(folder: &str, path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    let mut parts: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(unescaped(part)),
        }
    }
    parts.join("/")
}

/// `%20` as the space that it is.
fn unescaped(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%').and_then(|digits| str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}
