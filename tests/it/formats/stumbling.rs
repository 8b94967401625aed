//! Texts and annotations that formats stumble over, and what tests of all formats need.

use super::hard::read_files as read_one_input;
use super::{empty, lines, read_into};
use crate::notation::corpus;
use glossator::formats::{Format, FormatError, InputFile, Losses, NoTexts, OutputFile, ReadOptions};
use glossator::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, Attribute, AttributeId, AttributeKind, Choice, Details,
    DocumentTag, Layer, LayerId, LayerKind, Number, Project, Said, Source, Span, Tag, TagId, Value,
};
use glossator::text::Unit;
use std::sync::Arc;

/// A tag whose name has what files separate things with.
pub const SEPARATORS: &str = "I-a, b; #1 & 'c' [d]=e_f\u{2028}g";

/// Documents with emoji, astral letters, combining marks, right-to-left text, all kinds of line breaks, nothing and white
/// space alone; with spans that nest, cross and are several pieces or none; relations, attributes, tags of documents; by two
/// annotators and a machine.
pub fn hard() -> Project {
    let mut project = corpus(&[
        (
            "plain",
            &[
                "@ana [1:person|Zoë 👍🏽]1 met [2:title|[place|York] and]2 e\u{301} {1 -knows-> 2} {#politics} {mood=calm}",
            ],
        ),
        (
            "both",
            &[
                "@ana 👩‍👩‍👧 [1:person|𝔄da 🗼 [2:place|went]1 to\r\n[3:title|Ro]2\u{301}me]3 {1 -says-> 3} {2 -knows-> 1}",
                "@ben [1:person|👩‍👩‍👧 𝔄da]1 🗼 [2:claim stance=for|went to\r\nRo\u{301}me]2 {2 -knows-> 1} {#sports} {#politics}",
            ],
        ),
        (
            "right",
            &["@ben \u{feff}[person|שלום] עולם, [place|مرحبا\u{200d}]\t\u{2028}x [claim|  ]  \n\n[title|🇦🇶🇦🇶]\u{85}\n"],
        ),
        ("pieces", &["@ana [1:person|a]1 b [+1|c]1 [place|]d"]),
        ("machine", &["@model [person|Ada] wrote {#sports}"]),
        ("nothing", &[""]),
        ("spaces", &["@ana \n \t\r\n"]),
        ("unread", &["never read"]),
    ]);
    with_layers(&mut project);
    for (key, set) in project.sets.clone() {
        project.sets.insert(key, Arc::new(renamed(&set)));
    }
    let model = AnnotatorId::new("model").unwrap();
    let known = Annotator { id: model.clone(), name: "A model".to_owned(), kind: AnnotatorKind::Machine };
    project.annotators.insert(model, known.into());
    for (id, document) in project.documents.clone() {
        let mut known = (*document).clone();
        known.title = format!("Of {id}, “quoted”");
        known.language = Some("en-GB".to_owned());
        known.meta.insert("text".to_owned(), "\"quoted\", and\nin lines".to_owned());
        known.meta.insert("id".to_owned(), "7".to_owned());
        known.source = Some(Source {
            file: "a b.html".to_owned(),
            encoding: "UTF-8".to_owned(),
            bom: true,
            sha256: Some(known.text.digest()),
            importer: "html, somebody 2".to_owned(),
        });
        project.documents.insert(id, Arc::new(known));
    }
    project
}

/// Ada's spans under the tag with separators, and attributes of every kind.
fn renamed(set: &AnnotationSet) -> AnnotationSet {
    let mut renamed = AnnotationSet { spans: Default::default(), ..set.clone() };
    for (n, span) in set.spans.iter().enumerate() {
        let tag = if span.tag.as_str() == "title" { TagId::new(SEPARATORS).unwrap() } else { span.tag.clone() };
        let details = if n % 2 == 0 { attributes(n) } else { span.details.clone() };
        renamed.spans.insert(Span { tag, details, ..span.clone() });
    }
    renamed
}

fn attributes(n: usize) -> Details {
    let id = |id: &str| AttributeId::new(id).unwrap();
    let attributes = [
        (id("stance"), Value::Text("against".into())),
        (id("sure"), Value::YesNo(n == 2)),
        (id("weight"), Value::Number(Number::new(n as f64 / 7.0 - 1.0).unwrap())),
        (id("kinds"), Value::Set(["a".into(), "é, b".into()].into())),
        (id("entity"), Value::Text("a \"word\"\nand, [another]".into())),
    ];
    Said { attributes: attributes.into(), ..Said::default() }.into()
}

fn with_layers(project: &mut Project) {
    let codebook = Arc::make_mut(&mut project.codebook);
    let layers = [
        (LayerKind::Span, "entity", vec![SEPARATORS]),
        (LayerKind::Relation, "tie", vec!["says", "knows"]),
        (LayerKind::Document, "topic", vec!["politics", "sports"]),
    ];
    for (kind, layer, tags) in layers {
        let layer = LayerId::new(layer).unwrap();
        if codebook.layer(&layer).is_none() {
            codebook.layers.push(Layer { kind, ..Layer::new(layer.clone(), layer.to_string()) });
        }
        for id in tags {
            let tag = Tag::new(TagId::new(id).unwrap(), layer.clone(), id.to_owned());
            codebook.order.push(tag.id.clone());
            codebook.tags.insert(tag.id.clone(), Arc::new(tag));
        }
    }
    let choices = |ids: &[&str]| ids.iter().map(|id| Choice { id: (*id).into(), name: (*id).to_owned() }).collect();
    let kinds = [
        ("stance", AttributeKind::Choice(choices(&["for", "against"]))),
        ("sure", AttributeKind::YesNo),
        ("weight", AttributeKind::Number { least: None, most: None }),
        ("kinds", AttributeKind::Choices(choices(&["a", "é, b"]))),
        // Named as the layer is.
        ("entity", AttributeKind::Text),
        ("mood", AttributeKind::Text),
    ];
    for (id, kind) in kinds {
        codebook.attributes.push(Attribute::new(AttributeId::new(id).unwrap(), None, kind));
    }
}

/// Everything that came in of some files that are read as one, a line for each thing: the text of each document, and of each
/// set the spans with code points and covered text, relations, tags and attributes.
#[track_caller]
pub fn read(format: &'static dyn Format, files: Vec<InputFile>) -> String {
    let (project, losses) = read_all(format, files).unwrap();
    said(&project) + &lines(&losses)
}

/// Reads files as one input into an empty project.
pub fn read_all(format: &'static dyn Format, files: Vec<InputFile>) -> Result<(Project, Losses), FormatError> {
    read_one_input(format, files, &NoTexts, ReadOptions::default()).map(|(project, losses, _)| (project, losses))
}

/// What a project says, as [`read`] has it.
pub fn said(project: &Project) -> String {
    let mut said = String::new();
    for document in project.documents.values() {
        let text = &document.text;
        said += &format!("# {:?}\n", text.as_str());
        for (key, set) in project.sets_of(&document.id) {
            said += &format!("@{}\n", key.annotator);
            for span in set.spans.iter() {
                let hull = span.hull();
                let ends = (text.count(hull.start(), Unit::CodePoint), text.count(hull.end(), Unit::CodePoint));
                said +=
                    &format!("{}-{} {} {:?}{}\n", ends.0, ends.1, span.tag, text.slice(hull), values(&span.details));
            }
            for relation in set.relations.values() {
                let covered = |id| set.spans.iter().find(|span| span.id == id).map(|span| text.slice(span.hull()));
                let (from, to) = (covered(relation.from).unwrap(), covered(relation.to).unwrap());
                said += &format!("{from:?} -{}-> {to:?}\n", relation.tag);
            }
            for DocumentTag { tag, .. } in set.document_tags.values() {
                said += &format!("#{tag}\n");
            }
            for (name, value) in &set.attributes {
                said += &format!("{name}={value:?}\n");
            }
            for note in set.notes.values() {
                said += &format!("note: {}\n", note.body);
            }
        }
    }
    said
}

fn values(details: &Details) -> String {
    details.said().attributes.iter().map(|(name, value)| format!(" {name}={value:?}")).collect()
}

/// What each way to spoil a file says: none may panic, and none may take spans that are not there.
pub fn spoil(format: &'static dyn Format, file: &OutputFile) {
    let bytes = &file.bytes;
    let step = (bytes.len() / 97).max(1);
    for at in (0..bytes.len()).step_by(step) {
        let cut = bytes.get(..at).unwrap().to_vec();
        let _ = read_into(&empty(), format, InputFile::of_bytes(file.name.as_str(), cut));
        for byte in [0, b'"', b'[', 0xFF, b'9'] {
            let mut other = bytes.clone();
            other[at] = byte;
            let _ = read_into(&empty(), format, InputFile::of_bytes(file.name.as_str(), other));
        }
    }
}
