//! The formats room: exchange with other tools. A format turns files into an import, and a project into files.
//!
//! Opens no file, but for what it puts aside while it writes or reads: bytes come in by name and go out by name. Offsets become bytes at this edge and
//! nowhere else. Nothing is dropped unreported: what a format cannot carry is counted in [`Losses`], with an example.
//! Every export is read back and its quotes compared before it is called done.

pub mod exchange;
mod error;
mod loss;
mod carries;
mod input;
mod output;
mod archive;
mod format;
mod inputs;
mod fit;
mod gather;
mod select;
mod spool;
mod left_out;
mod outgoing;
mod names;
mod naming;
mod units;
mod escape;
mod color;
mod tag_map;
mod tokens;
mod header;
mod column_names;
mod tag_rows;
mod vocabulary;
mod batch;
mod survey;
mod verify;
mod plain_text;
mod xml_characters;
mod cas;
mod bioc;
mod gate;
mod inception_zip;
mod json;
mod jsonl;
mod brat;
mod conll;
mod conllu;
mod uima_json;
mod uima_xmi;
mod webanno_tsv;
mod tables;
mod refi_qda;
mod articles;
mod taguette;
mod tei;
mod pubtator;
mod one_set;
mod word_places;
mod spaced_tokens;
mod label_studio;
mod doccano;
mod spacy;
mod hugging_face;
mod prodigy;
mod w3c;

pub use archive::Archive;
pub use articles::{Docx, Eml, Epub, Html, Odt, Pdf};
pub use batch::Batch;
pub use bioc::BioC;
pub use brat::Brat;
pub use carries::Carries;
pub use conll::Conll;
pub use conllu::ConllU;
pub use doccano::Doccano;
pub use error::FormatError;
pub use format::{
    Confidence, Format, Head, NoTexts, OverlapPolicy, ReadCx, ReadOptions, Sink, TagScheme, Texts, WriteCx,
    WriteOptions, Writer, best_for, endings_read, has_good_part, named,
};
pub use gate::Gate;
pub use header::Header;
pub use hugging_face::HuggingFace;
pub use inception_zip::InceptionZip;
pub use input::{Content, InputFile, ReadSeek};
pub use inputs::{Grouped, Hint, grouped, is_worth_reading};
pub use jsonl::{Jsonl, SetLine};
pub use label_studio::LabelStudio;
pub use left_out::without_left_out;
pub use loss::{Loss, LossKind, Losses};
pub use names::{
    kind_name, kind_named, origin_name, origin_named, state_named, unit_name, unit_named, verdict_name, verdict_named,
};
pub use naming::Naming;
pub use outgoing::{outgoing, outgoing_sets};
pub use output::{Below, Memory, Output, OutputFile};
pub use plain_text::{Markdown, PlainText};
pub use prodigy::Prodigy;
pub use pubtator::PubTator;
pub use refi_qda::{RefiQda, codebook_as_qdc, is_qdc};
pub use select::Selection;
pub use spacy::Spacy;
pub use survey::Survey;
pub use tables::Csv;
pub use tag_map::{NoTagMap, TagMap};
pub use taguette::Taguette;
pub use tei::Tei;
pub use uima_json::UimaJson;
pub use uima_xmi::UimaXmi;
pub use units::covered;
pub use verify::{Exporter, Written};
pub use w3c::WebAnnotation;
pub use webanno_tsv::WebAnnoTsv;

/// All formats, in menu order.
pub static FORMATS: &[&dyn Format] = &[
    &Jsonl,
    &PlainText,
    &Markdown,
    &Html,
    &Pdf,
    &Docx,
    &Odt,
    &Epub,
    &Eml,
    &Csv,
    &Brat,
    &Conll,
    &ConllU,
    &WebAnnoTsv,
    &UimaXmi,
    &UimaJson,
    &LabelStudio,
    &Doccano,
    &Prodigy,
    &Spacy,
    &HuggingFace,
    &RefiQda,
    &WebAnnotation,
    &Gate,
    &BioC,
    &Taguette,
    &Tei,
    &PubTator,
    &InceptionZip,
];
