//! What the format is called and what it carries.

use super::{arrow_rows, json_rows, parquet_rows, write};
use crate::formats::exchange::Document;
use crate::formats::one_set::one_set_each;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, Losses, Output, ReadCx, WriteCx, Writer, fit,
};
use crate::text::Unit;

/// Hugging Face datasets.
#[derive(Clone, Copy, Debug)]
pub struct HuggingFace;

/// How Parquet files begin.
const PARQUET: &[u8] = b"PAR1";

/// How Arrow files begin, and how streams do.
const ARROW: &[u8] = b"ARROW1";
const STREAM: &[u8] = b"\xFF\xFF\xFF\xFF";

impl Format for HuggingFace {
    fn id(&self) -> &'static str {
        "hf"
    }

    fn name(&self) -> &'static str {
        "Hugging Face datasets (Parquet, Arrow, JSON rows)"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["parquet", "arrow", "jsonl", "ndjson", "json"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::CodePoint),
            spans: true,
            overlap: true,
            zero_width: true,
            relations: true,
            document_tags: true,
            annotators: true,
            metadata: true,
            ..Carries::TEXT
        }
    }

    fn names_parts(&self) -> bool {
        true
    }

    fn is_told_unit(&self) -> bool {
        true
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let is_own = head.has_ending(&["parquet", "arrow"]);
        match head.bytes.starts_with(PARQUET) || head.bytes.starts_with(ARROW) {
            true => Confidence::Sure,
            false if is_own && head.bytes.starts_with(STREAM) => Confidence::Sure,
            false if is_own => Confidence::Likely,
            false => json_rows::sniffed(head),
        }
    }

    /// What `save_to_disk` puts beside the data.
    fn companions(&self, name: &str) -> Vec<String> {
        if !name.to_lowercase().ends_with(".arrow") {
            return Vec::new();
        }
        let folder = name.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        ["dataset_info.json", "state.json"].map(|file| format!("{folder}{file}")).to_vec()
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let Some((file, beside)) = files.split_first() else { return Ok(()) };
        let head = file.head(8)?;
        if head.starts_with(PARQUET) || file.ending() == "parquet" {
            parquet_rows::documents(file, cx)
        } else if json_rows::are_some(&head) {
            json_rows::documents(file, cx)
        } else {
            arrow_rows::documents(file, beside, head.starts_with(ARROW), cx)
        }
    }

    /// A row has one annotator.
    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        fit::fitted(document, &self.carries(), cx, losses).map(one_set_each)
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Rows::new(cx, out)?))
    }
}
