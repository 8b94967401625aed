//! Hugging Face. Expected values are what pyarrow 26.0.1 and datasets 5.2.0 read of the fixtures.

use super::stumbling::{hard, read, read_all, spoil};
use super::{empty, fixture, me, written_as};
use glossator::edit::Mint;
use glossator::formats::{
    Batch, Format, Grouped, Head, Hint, HuggingFace, InputFile, NoTexts, ReadOptions, Selection, WriteOptions, best_for,
};
use glossator::model::Timestamp;

const HARBOUR: &str =
    "# \"Alice Müller flew to Paris 🗼 with Bob.\\nBob stayed in New Rome until 2021; Alice did not.\\n\"\n@me\n";

fn sorted(said: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = said.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn spans_of_parquet_and_of_an_arrow_stream_come_in() {
    let spans = "0-12 PER \"Alice Müller\"\n21-26 LOC \"Paris\"\n34-37 PER \"Bob\"\n39-42 PER \"Bob\"\n53-61 LOC \"New Rome\"\n57-61 LOC \"Rome\"\n13-26 MOVE \"flew to Paris\"\n21-33 SIGHT \"Paris 🗼 with\"\n68-72 DATE \"2021\"\n#travel\n";
    for file in ["hf/edge/harbour-spans.parquet", "hf/edge/harbour-spans.arrow"] {
        let said = read(&HuggingFace, vec![fixture(file)]);
        assert_eq!(sorted(&said), sorted(&format!("{HARBOUR}{spans}")), "{file}");
    }
    let said = read(&HuggingFace, vec![fixture("hf/converted/fashion-spans.parquet")]);
    assert!(said.contains("Allen Edmonds"), "{said}");
}

#[test]
fn tags_of_tokens_come_in_by_the_names_in_the_metadata() {
    let said = read(&HuggingFace, vec![fixture("hf/edge/harbour-tokens.parquet")]);
    // 7 and 8 are B-PER and I-PER, 5 and 6 are B-MOVE and I-MOVE.
    let first = "# \"Alice Müller flew to Paris 🗼 with Bob .\"\n@me\n0-12 PER \"Alice Müller\"\n13-26 MOVE \"flew to Paris\"\n34-37 PER \"Bob\"\n";
    assert!(said.contains(first), "{said}");
    let said = read(&HuggingFace, vec![fixture("hf/converted/spacy-ner-token-per-line.parquet")]);
    for span in ["5-20 PERSON \"Sebastian Thrun\"", "63-69 ORG \"Google\"", "315-332 DATE \"earlier this week\""] {
        assert!(said.contains(span), "{span}: {said}");
    }
}

/// A table of one row, as `datasets` has spans with classes for labels, with its pages packed by a codec.
fn classes(codec: parquet::basic::Compression) -> InputFile {
    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
    let schema =
        "message schema { optional binary text (STRING); optional group entities (LIST) { repeated group list {
        optional group element { optional int32 start; optional int32 end; optional int64 label; } } } }";
    let schema = std::sync::Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
    let features = r#"{"info": {"features": {"text": {"dtype": "string", "_type": "Value"}, "entities": [{"start": {"dtype": "int32", "_type": "Value"}, "end": {"dtype": "int32", "_type": "Value"}, "label": {"names": ["PER", "LOC"], "_type": "ClassLabel"}}]}}}"#;
    let metadata = vec![parquet::file::metadata::KeyValue::new("huggingface".to_owned(), features.to_owned())];
    let properties = parquet::file::properties::WriterProperties::builder();
    let properties = properties.set_compression(codec).set_key_value_metadata(Some(metadata)).build();
    let mut bytes = Vec::new();
    let mut writer = parquet::file::writer::SerializedFileWriter::new(&mut bytes, schema, properties.into()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&[ByteArray::from("Ana in Rome")], Some(&[1]), None).unwrap();
    column.close().unwrap();
    for values in [[0, 7], [3, 11]] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&values, Some(&[4, 4]), Some(&[0, 1])).unwrap();
        column.close().unwrap();
    }
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[0, 1], Some(&[4, 4]), Some(&[0, 1])).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    InputFile::of_bytes("a.parquet", bytes)
}

#[test]
fn classes_of_spans_have_their_names_and_pages_may_be_gzip() {
    for codec in [parquet::basic::Compression::UNCOMPRESSED, parquet::basic::Compression::GZIP(Default::default())] {
        let said = read(&HuggingFace, vec![classes(codec)]);
        assert_eq!(said, "# \"Ana in Rome\"\n@me\n0-3 PER \"Ana\"\n7-11 LOC \"Rome\"\n");
    }
}

#[test]
fn numbers_without_names_are_refused() {
    let error =
        read_all(&HuggingFace, vec![fixture("hf/ner-entity-mapper/validation-00000-of-00001.parquet")]).unwrap_err();
    let why = "row 1: “ner_tags” has numbers, and the file has no names for them; give them with names=O|B-…|I-…";
    assert_eq!(error.to_string(), format!("{why}: hf/ner-entity-mapper/validation-00000-of-00001.parquet"));
}

#[test]
fn what_is_written_reads_back_the_same_and_says_what_is_lost() {
    let project = hard();
    let (files, losses) = written_as(&HuggingFace, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["data/train-00000-of-00001.parquet"]);
    let kinds: Vec<&str> = losses.iter().map(|loss| loss.kind.name()).collect();
    assert_eq!(kinds, ["fragments", "attribute", "when"]);
    assert_eq!(files, written_as(&HuggingFace, &project, &Selection::default(), &WriteOptions::default()).unwrap().0);
    let (back, _) = read_all(&HuggingFace, vec![InputFile::of_bytes("a.parquet", files[0].bytes.clone())]).unwrap();
    for (id, document) in &project.documents {
        let there = back.document(id).unwrap();
        let known = (&there.title, &there.language, &there.meta, &there.source);
        assert_eq!(known, (&document.title, &document.language, &document.meta, &document.source));
    }
    let kinds = |project: &glossator::model::Project| {
        project.annotators.values().map(|it| (it.name.clone(), it.kind)).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&back), kinds(&project));
}

#[test]
fn columns_are_what_they_are_said_to_be() {
    let pairs = [("text", "id"), ("title", "text"), ("spans", "none"), ("meta.labels", "doc_labels")];
    let columns = pairs.map(|(what, column)| (what.to_owned(), column.to_owned())).into();
    let project = empty();
    let options = ReadOptions { columns, ..ReadOptions::default() };
    let mut batch = Batch::new(&project, Mint::new(7, Timestamp::new(5)), me()).reading(options);
    let files = vec![fixture("hf/edge/harbour-spans.parquet")];
    batch.read(&Grouped { format: &HuggingFace, files, hint: Hint::default() }, &NoTexts).unwrap();
    let document = &batch.finish().0.documents[0];
    assert_eq!((document.text.as_str(), document.title.get(..5)), ("harbour", Some("Alice")));
    assert_eq!(document.meta["labels"], "[\"travel\"]");
    // Outside, and thirty kinds of names in two tags each.
    let names: String = (0..30).map(|n| format!("|B-k{n}|I-k{n}")).collect();
    let columns = [("names".to_owned(), format!("O{names}"))].into();
    let options = ReadOptions { columns, ..ReadOptions::default() };
    let mut batch = Batch::new(&project, Mint::new(7, Timestamp::new(5)), me()).reading(options);
    let files = vec![fixture("hf/ner-entity-mapper/validation-00000-of-00001.parquet")];
    batch.read(&Grouped { format: &HuggingFace, files, hint: Hint::default() }, &NoTexts).unwrap();
    assert_eq!(batch.n_documents(), 32);
}

#[test]
fn damaged_files_are_refused_and_nothing_worse() {
    let (files, _) = written_as(&HuggingFace, &hard(), &Selection::default(), &WriteOptions::default()).unwrap();
    spoil(&HuggingFace, &files[0]);
    let arrow = fixture("hf/edge/harbour-spans.arrow").bytes(1_000_000).unwrap();
    spoil(&HuggingFace, &glossator::formats::OutputFile { name: "a.arrow".to_owned(), bytes: arrow });
    assert!(read_all(&HuggingFace, vec![InputFile::of_bytes("a.parquet", "PAR1")]).is_err());
}

#[test]
fn its_files_are_known() {
    let best = |name: &str, bytes: &[u8]| best_for(&Head { name, bytes, entries: &[] }).map(Format::id);
    for file in ["edge/harbour-spans.parquet", "edge/harbour-spans.arrow"] {
        assert_eq!(best(file, &fixture(&format!("hf/{file}")).bytes(1_000_000).unwrap()), Some("hf"), "{file}");
    }
}
