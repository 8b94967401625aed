//! From an exported project to documents.

use super::format::is_project;
use super::project::{Project, SourceDocument};
use crate::formats::exchange::{Document, Person};
use crate::formats::input::{ending, file_name};
use crate::formats::{
    Archive, Format, FormatError, Head, InputFile, LossKind, PlainText, ReadCx, UimaJson, UimaXmi, WebAnnoTsv, best_for,
};
use crate::model::AnnotatorKind;

/// Who is nobody: the document as it came into the project.
const NOBODY: &str = "INITIAL_CAS";
/// Who stands for all.
const CURATION: &str = "CURATION_USER";

/// Reads a project.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let archive = Archive::open(file)?;
    let names = archive.names();
    let description = names.iter().find(|name| is_project(name)).and_then(|name| archive.named(name));
    let Some(description) = description else {
        let why = "there is no exportedproject.json in it, so that it is no exported project of INCEpTION";
        return Err(FormatError::malformed(why, &file.name, 0, 0));
    };
    let project = Project::read(&description)?;
    cx.codebook(project.codebook(&description.name));
    let reading = Reading { archive: &archive, names: &names, project: &project };
    for source in &project.source_documents {
        reading.document(source, cx)?;
    }
    Ok(())
}

struct Reading<'a> {
    archive: &'a Archive,
    names: &'a [String],
    project: &'a Project,
}

impl Reading<'_> {
    /// A document with what everybody says of it; as it came into the project, where that cannot be read.
    fn document(&self, source: &SourceDocument, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let mut all: Vec<Document> = Vec::new();
        let mut read: Vec<String> = Vec::new();
        for folder in ["annotation", "curation"] {
            for name in self.within(&format!("{folder}/{}/", source.name)) {
                let user = stem(name).to_owned();
                let documents = match self.said(name, cx) {
                    Ok(documents) => documents,
                    Err(error) => {
                        cx.refuse(error)?;
                        continue;
                    }
                };
                for document in documents {
                    join(self.of_user(document, source, &user), &mut all);
                }
                read.push(user);
            }
        }
        self.count_unread(source, &read, cx);
        if all.is_empty() {
            all = self.source(source, cx)?;
        }
        all.into_iter().try_for_each(|document| cx.document(document))
    }

    /// The files in a folder of the archive.
    fn within<'b>(&'b self, folder: &str) -> impl Iterator<Item = &'b str> + use<'b> {
        let folder = folder.to_owned();
        let is_within = move |name: &&str| name.strip_prefix(folder.as_str()).is_some_and(|rest| !rest.contains('/'));
        self.names.iter().map(String::as_str).filter(is_within)
    }

    /// What a file of annotations says.
    fn said(&self, name: &str, cx: &mut ReadCx<'_>) -> Result<Vec<Document>, FormatError> {
        let Some(file) = self.archive.named(name) else { return Ok(Vec::new()) };
        match ending(name).as_str() {
            "tsv" => with(&WebAnnoTsv, &[file], cx),
            "json" => with(&UimaJson, &[file], cx),
            "xmi" => with(&UimaXmi, &[file], cx),
            "zip" => {
                let archive = Archive::open(&file)?;
                let (types, mut files): (Vec<_>, Vec<_>) = archive
                    .files()
                    .into_iter()
                    .partition(|file| file.file_name().eq_ignore_ascii_case("typesystem.xml"));
                files.retain(|file| file.ending() == "xmi");
                let mut all = Vec::new();
                for file in files {
                    let input: Vec<InputFile> = std::iter::once(file).chain(types.iter().cloned()).collect();
                    all.extend(with(&UimaXmi, &input, cx)?);
                }
                Ok(all)
            }
            _ => {
                cx.losses.add(LossKind::Span, || format!("{} is of a kind that is not read: {FIX}", file.name));
                Ok(Vec::new())
            }
        }
    }

    fn of_user(&self, document: Document, source: &SourceDocument, user: &str) -> Document {
        let mut document = Document { id: Some(source.name.as_str().into()), ..document };
        let kind = (user == CURATION).then_some(AnnotatorKind::Gold);
        if user == NOBODY {
            document.sets.clear();
        }
        for set in &mut document.sets {
            set.annotator = Some(Person { kind, ..Person::named(user) });
            set.state = self.project.state(&source.name, user);
            self.project.name_layers(set);
        }
        document
    }

    /// Counts what is there in Java's own form alone.
    fn count_unread(&self, source: &SourceDocument, read: &[String], cx: &mut ReadCx<'_>) {
        for folder in ["annotation_ser", "curation_ser"] {
            for name in self.within(&format!("{folder}/{}/", source.name)) {
                let user = stem(name);
                if user != NOBODY && !read.iter().any(|other| other == user) {
                    cx.losses
                        .add(LossKind::Span, || format!("{name}: what {user} says is in Java's own form alone: {FIX}"));
                }
            }
        }
    }

    /// A document as it came into the project.
    fn source(&self, source: &SourceDocument, cx: &mut ReadCx<'_>) -> Result<Vec<Document>, FormatError> {
        let name = format!("source/{}", source.name);
        let Some(file) = self.archive.named(&name) else {
            cx.losses.add(LossKind::Document, || format!("{name} is not in the archive"));
            return Ok(Vec::new());
        };
        let head = file.head(64 * 1024)?;
        let head = Head { name: &file.name, bytes: &head, entries: &[] };
        let format: &dyn Format = if source.format.starts_with("text") {
            &PlainText
        } else {
            match best_for(&head) {
                Some(format) => format,
                None => &PlainText,
            }
        };
        match with(format, &[file], cx) {
            Ok(documents) => {
                Ok(documents.into_iter().map(|it| Document { id: Some(source.name.as_str().into()), ..it }).collect())
            }
            Err(error) => cx.refuse(error).map(|()| Vec::new()),
        }
    }
}

/// What a person can do about it.
const FIX: &str = "export the project from INCEpTION again with the format “UIMA CAS JSON”";

/// Reads an input as another format does.
fn with(format: &dyn Format, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<Vec<Document>, FormatError> {
    let mut documents = Vec::new();
    let mut sink = |document| {
        documents.push(document);
        Ok(())
    };
    let mut inner = ReadCx::new(cx.options, cx.losses, cx.texts, &mut sink);
    inner.read(format, files)?;
    let codebooks = inner.take_codebooks();
    let refused = inner.into_refused();
    refused.into_iter().try_for_each(|error| cx.refuse(error))?;
    codebooks.into_iter().for_each(|codebook| cx.codebook(codebook));
    Ok(documents)
}

/// Puts what is said of one text together.
fn join(document: Document, all: &mut Vec<Document>) {
    match all.iter_mut().find(|there| there.text.digest() == document.text.digest()) {
        Some(there) => there.sets.extend(document.sets),
        None => all.push(document),
    }
}

fn stem(name: &str) -> &str {
    let name = file_name(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
