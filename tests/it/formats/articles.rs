//! Articles in files of other programs. What is expected is what the text of each file is by the script that made it, and
//! what python-docx, odfpy, ebooklib, Python's email and html.parser show of it.

use super::hard::{bytes_of, only, read_fixture};
use super::{check_refused, empty, file, fixture, lines, read_into};
use glossator::formats::{Docx, Eml, Epub, Format, Head, Html, InputFile, Odt, Pdf, best_for, grouped};
use glossator::model::Document;
use glossator::text::Digest;
use std::io::Write;

#[track_caller]
fn read(format: &'static dyn Format, name: &str, text: &str) -> Document {
    let (project, losses) = read_fixture(format, name);
    assert_eq!(only(&project).text.as_str(), text);
    if name != "eml/both.eml" {
        assert_eq!(lines(&losses), "");
    }
    let document = only(&project).clone();
    let source = document.source.clone().unwrap();
    assert_eq!(source.sha256, Some(Digest::of(&bytes_of(name))));
    assert_eq!(source.importer, format!("{}, glossator {}", format.id(), env!("CARGO_PKG_VERSION")));
    document
}

fn about(document: &Document) -> (&str, Option<&str>, Option<&str>, Option<&str>, Option<&str>) {
    let author = document.meta.get("author").map(String::as_str);
    (&document.title, document.language.as_deref(), document.date.as_deref(), document.outlet.as_deref(), author)
}

#[test]
fn a_page_is_its_article_without_what_stands_around_it() {
    let (project, losses) = read_fixture(&Html, "html/harbour.html");
    assert_eq!(lines(&losses), "");
    let document = only(&project);
    let text = document.text.as_str();
    let expected = concat!(
        "The harbour of New\u{a0}Rome opened again on Thursday, three weeks after the storm that had closed it, and the first ships came in before noon.\n\n",
        "“We waited—and waited,” said Ana Müller, who runs the ferry 👍 to the islands.\nHer crew of nine had stayed on board all the time, she added, as nobody knew when the gates would open.\n\n",
        "What it cost\n\n",
        "The port lost about two million crowns, its director said; the city has promised to pay one half of that, and the rest is to come from the fund for storms.\n\n",
        "Ships that waited: 40\nShips that left: 12\n\n",
        "Day\tShips\nThursday\t7\nFriday\n\n",
        "The islands had been without fresh bread",
    );
    assert!(text.contains(expected), "{text}");
    for around in ["Home", "Sport", "Buy a boat", "Most read", "All rights", "color: red", "track("] {
        assert!(!text.contains(around), "{around} in {text}");
    }
    let date = Some("2026-03-05T08:00:00Z");
    assert!(document.title.starts_with("Harbour reopens"));
    assert_eq!(about(document).1, Some("en"));
    assert_eq!((about(document).2, about(document).3, about(document).4), (date, Some("The Wire"), Some("Ana Müller")));
    assert_eq!(document.meta["url"], "https://wire.example/harbour");
}

#[test]
fn a_page_without_an_article_is_all_its_words_in_the_encoding_that_it_names() {
    let document = read(&Html, "html/latin2.html", "Łódź is a city.\n\nNothing more.");
    assert_eq!((document.title.as_str(), document.source.unwrap().encoding), ("Krótko", "ISO-8859-2".to_owned()));
}

#[test]
fn pages_that_are_broken_deep_or_empty_do_no_harm() {
    let text = |html: String| {
        let (project, _) = read_into(&empty(), &Html, file("a.html", html)).unwrap();
        only(&project).text.as_str().to_owned()
    };
    assert_eq!(text(format!("{}deep", "<div>".repeat(1000))), "deep");
    let why = "over 5000 elements of the page lie in each other: a.html";
    check_refused(&Html, file("a.html", "<div>".repeat(100_000)), why);
    assert_eq!(text("<p>one<p>two &amp &nbsp;<b>three".to_owned()), "one\n\ntwo & \u{a0}three");
    assert_eq!(text("<pre>a\n  b</pre><script>x".to_owned()), "a\n  b");
    assert_eq!(text(String::new()), "");
    assert_eq!(text("<table><tr><td>a<td><table><tr><td>b<td>c</table><td>d</table>".to_owned()), "a\tb c\td");
}

#[test]
fn a_word_document_reads_as_it_stands_with_notes_at_the_end() {
    let text = concat!(
        "Harbour reopens\n\nThe harbour of New Rome opened\tagain 👍.\nA second line.\n\nShips that waited: 40\n",
        "Ships that left: 12\n\nDay\tShips\tNote\nThursday\t\tlate\n\nIt cost two millions.\n\nThe end.\n\nCrowns, that is.",
    );
    let document = read(&Docx, "docx/harbour.docx", text);
    let expected = ("Harbour reopens", Some("en"), Some("2026-03-05T08:00:00Z"), None, Some("Ana Müller"));
    assert_eq!(about(&document), expected);
}

#[test]
fn an_opendocument_text_reads_as_it_stands_with_notes_at_the_end() {
    let text = concat!(
        "Harbour reopens\n\nThe harbour of New Rome opened\tagain 👍.\nA second   line.\n\nShips that waited: 40\n",
        "Ships that left: 12\n\nDay\tShips\tNote\nThursday\t\tlate\n\nIt cost two millions.\n\nThe end.\n\nCrowns, that is.",
    );
    let document = read(&Odt, "odt/harbour.odt", text);
    let expected = ("Harbour reopens", Some("en"), Some("2026-03-05T08:00:00"), None, Some("Ana Müller"));
    assert_eq!(about(&document), expected);
}

#[test]
fn a_book_is_one_document_in_the_order_of_its_spine() {
    let document = read(&Epub, "epub/harbour.epub", "One\n\nThe harbour\u{a0}opened 👍.\n\nTwo\n\nIt closed\nagain.");
    let expected = ("The Harbour", Some("en"), Some("2026-03-05"), Some("The Wire"), Some("Ana Müller"));
    assert_eq!(about(&document), expected);
}

#[test]
fn a_letter_is_its_text_or_else_its_page() {
    let document = read(&Eml, "eml/both.eml", "The harbour of New Rome opened — again.\n\nAna Müller\n");
    let expected = ("Harbour reopens 👍", None, Some("2026-03-05T08:00:00+01:00"), None, Some("Ana Müller"));
    assert_eq!(about(&document), expected);
    let (_, losses) = read_fixture(&Eml, "eml/both.eml");
    assert_eq!(lines(&losses), "1 document: eml/both.eml: attached is pier.png\n");
    let document = read(&Eml, "eml/page.eml", "The harbour of New Rome\n\nZażółć");
    assert_eq!((document.title.as_str(), about(&document).4), ("Only a page", Some("ana@wire.example")));
}

#[test]
fn a_pdf_is_the_lines_of_its_pages() {
    let text = "The harbour of New Rome opened\nagain on Thursday.\n\nThe second page.";
    let document = read(&Pdf, "pdf/harbour.pdf", text);
    assert_eq!((document.title.as_str(), about(&document).4), ("Harbour reopens", Some("Ana Mueller")));
    let why =
        "there is no text in this PDF: it has pictures of pages, which a program for OCR can read: pdf/no-text.pdf";
    check_refused(&Pdf, fixture("pdf/no-text.pdf"), why);
}

#[test]
fn files_that_are_cut_off_are_refused_by_name() {
    let all: [(&'static dyn Format, &str); 4] = [
        (&Docx, "docx/harbour.docx"),
        (&Odt, "odt/harbour.odt"),
        (&Epub, "epub/harbour.epub"),
        (&Pdf, "pdf/harbour.pdf"),
    ];
    for (format, name) in all {
        let bytes = bytes_of(name);
        for cut in [0, 3, 40, bytes.len() / 2, bytes.len() - 30] {
            if let Err(error) = read_into(&empty(), format, file("cut", &bytes[..cut])) {
                assert!(error.to_string().ends_with(": cut"), "{error}");
            } else {
                // The end of a PDF can be guessed from its beginning.
                assert_eq!(format.id(), "pdf");
            }
        }
    }
    check_refused(&Eml, file("a.eml", ""), "this is no e-mail: it has no headers: a.eml");
}

#[test]
fn office_documents_with_entities_are_refused() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<!DOCTYPE d [<!ENTITY a \"aaaa\">]>\n<d>&a;</d>").unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let error = read_into(&empty(), &Docx, InputFile::of_bytes("a.docx", bytes)).unwrap_err().to_string();
    assert!(error.contains("DTD") && error.contains("a.docx/word/document.xml"), "{error}");
}

#[test]
fn articles_are_told_by_what_is_in_them() {
    for name in [
        "docx/harbour.docx",
        "odt/harbour.odt",
        "epub/harbour.epub",
        "eml/both.eml",
        "pdf/harbour.pdf",
        "html/harbour.html",
    ] {
        let id = name.split('/').next().unwrap();
        let (groups, refused) = grouped(vec![InputFile::of_bytes("nameless", bytes_of(name))], None);
        assert!(refused.is_empty());
        assert_eq!(groups.iter().map(|group| group.format.id()).collect::<Vec<_>>(), [id]);
    }
    let best = |name: &str, bytes: &[u8]| best_for(&Head { name, bytes, entries: &[] }).map(|it| it.id());
    assert_eq!(best("a.md", b"# Ada"), Some("markdown"));
    assert_eq!(best("a.txt", b"# Ada"), Some("text"));
}
