//! What the format is called and what it carries.

use super::{read, write};
use crate::formats::exchange::Document;
use crate::formats::input::folder;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, Losses, Output, ReadCx, WriteCx, Writer, cas,
    xml_characters,
};

/// UIMA CAS XMI.
#[derive(Clone, Copy, Debug)]
pub struct UimaXmi;

impl Format for UimaXmi {
    fn id(&self) -> &'static str {
        "uima-xmi"
    }

    fn name(&self) -> &'static str {
        "UIMA CAS XMI"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["xmi", "xml"]
    }

    fn carries(&self) -> Carries {
        cas::CARRIES
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if (head.has(b"http://www.omg.org/XMI") && head.has_root(&["XMI"])) || head.has_root(&["typeSystemDescription"])
        {
            return Confidence::Sure;
        }
        if head.has_ending(&["xmi"]) { Confidence::Likely } else { Confidence::No }
    }

    /// Our own files lie in folders below their type system.
    fn companions(&self, name: &str) -> Vec<String> {
        let folder = folder(name);
        let here =
            ["", "../", "../../"].map(|up| ["TypeSystem.xml", "typesystem.xml"].map(|it| format!("{folder}{up}{it}")));
        here.into_iter().flatten().filter(|path| path != name).collect()
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        read::documents(files, cx)
    }

    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        let documents = cas::fitted(document, &self.carries(), cx, losses)?;
        Ok(documents.into_iter().map(|document| xml_characters::without_impossible(document, losses)).collect())
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Files::new(out, cx)))
    }
}
