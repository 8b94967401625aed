//! What the format is called and what it carries.

use super::configuration::Configuration;
use super::{flat, task, write};
use crate::formats::exchange::Document;
use crate::formats::json::{head_record, records};
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, LossKind, Losses, Output, ReadCx, WriteCx, Writer, fit,
};
use crate::model::LayerKind;
use crate::text::Unit;
use serde_json::Value;

/// Label Studio.
#[derive(Clone, Copy, Debug)]
pub struct LabelStudio;

/// The largest labelling configuration.
const CONFIGURATION: u64 = 16_000_000;

/// The names that a labelling configuration has beside an export.
const CONFIGURATIONS: &[&str] = &["config.xml", "label_config.xml", "labeling_config.xml", "label-config.xml"];

/// The first element of a configuration, which by itself is a codebook.
const CONFIGURATION_ROOT: &str = "View";

impl Format for LabelStudio {
    fn id(&self) -> &'static str {
        "label-studio"
    }

    fn name(&self) -> &'static str {
        "Label Studio"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::CodePoint),
            spans: true,
            layers: &[LayerKind::Span],
            overlap: true,
            relations: true,
            document_tags: true,
            attributes: true,
            document_attributes: true,
            annotators: true,
            metadata: true,
            ..Carries::TEXT
        }
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if head.has_root(&[CONFIGURATION_ROOT]) {
            return Confidence::Sure;
        }
        let Some(Value::Object(record)) = head_record(head) else { return Confidence::No };
        let has_list = |key: &str| record.get(key).is_some_and(Value::is_array);
        let has_data = record.get("data").is_some_and(Value::is_object);
        match (has_data, ["annotations", "completions", "predictions"].iter().any(|key| has_list(key))) {
            (true, true) => Confidence::Sure,
            (true, false) if head.has_ending(self.endings()) => Confidence::Likely,
            (true, false) => Confidence::Possible,
            (false, true) if record.contains_key("annotations") && head.has(b"\"from_name\"") => Confidence::Likely,
            (false, _) if flat::is_one(&record) => Confidence::Sure,
            _ => Confidence::No,
        }
    }

    fn companions(&self, name: &str) -> Vec<String> {
        if name.to_lowercase().ends_with(".xml") {
            return Vec::new();
        }
        let folder = name.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        CONFIGURATIONS.iter().map(|file| format!("{folder}{file}")).collect()
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let Some((file, beside)) = files.split_first() else { return Ok(()) };
        let is_xml = |file: &InputFile| file.ending() == "xml";
        let mut configuration = Configuration::default();
        for file in beside.iter().chain([file]).filter(|file| is_xml(file)) {
            let xml = file.text(CONFIGURATION, None)?;
            configuration = Configuration::parse(xml.text.as_str(), file)?;
        }
        cx.codebook(std::mem::take(&mut configuration.codebook));
        if is_xml(file) {
            return Ok(());
        }
        records(file, cx, |record, cx| match &record.value {
            Value::Object(fields) if task::is_one(fields) => {
                task::documents(fields, &configuration, &record.place, cx.losses)
            }
            Value::Object(fields) => {
                flat::document(fields, &configuration, &record.place, cx.losses).map(|it| vec![it])
            }
            _ => Err(record.place.malformed("a task must be an object with “data”")),
        })
    }

    /// Relations and choices of the whole document have a name and nothing beside it.
    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        let document = fit::with_ids_of_attributes(document, cx, losses);
        let mut documents = fit::fitted(document, &self.carries(), cx, losses)?;
        for document in &mut documents {
            let name = document.name().to_owned();
            for set in &mut document.sets {
                let relations = set.relations.iter_mut().map(|relation| (&relation.label, &mut relation.beside));
                let tags = set.tags.iter_mut().map(|given| (&given.label, &mut given.beside));
                for (label, beside) in relations.chain(tags) {
                    let key = beside.attributes.keys().next().cloned().unwrap_or_default();
                    let example = || format!("{key} of {} in “{name}”", label.tag);
                    losses.add_many(LossKind::Attribute, beside.attributes.len(), example);
                    beside.attributes.clear();
                }
            }
        }
        Ok(documents)
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Tasks::new(cx, out)?))
    }
}
