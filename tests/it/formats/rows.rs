//! Objects in lines and lists, and tables: their columns are found out by name, or as a person says. Expected values are read
//! off the files in the tests.

use super::{empty, me, read_into};
use glossator::edit::Mint;
use glossator::formats::{
    Batch, Format, Grouped, Head, Hint, HuggingFace, InputFile, Jsonl, NoTexts, ReadOptions, best_for,
};
use glossator::model::{Project, Timestamp};

const ARTICLES: &str = concat!(
    "{\"headline\": \"Harbour opens\", \"body\": \"Ada met Bob 🗼 in York.\", \"published\": \"2026-03-01\", \"url\": \"https://a.example\"}\n",
    "{\"headline\": \"Harbour closes\", \"body\": \"Bob left.\", \"published\": \"2026-03-02\", \"url\": \"https://b.example\"}\n",
);

fn format_of(name: &str, content: &str) -> &'static str {
    best_for(&Head { name, bytes: content.as_bytes(), entries: &[] }).map_or("none", |format| format.id())
}

/// A file as it comes in when columns are asked for.
fn asked(content: &str, columns: &[(&str, &str)]) -> Result<Batch, String> {
    let columns = columns.iter().map(|(what, column)| ((*what).to_owned(), (*column).to_owned())).collect();
    let options = ReadOptions { columns, ..ReadOptions::default() };
    let mut batch = Batch::new(&empty(), Mint::new(1, Timestamp::new(1_770_000_100)), me()).reading(options);
    let files = vec![InputFile::of_bytes("a.jsonl", content)];
    let input = Grouped { format: &HuggingFace as &dyn Format, files, hint: Hint::default() };
    batch.read(&input, &NoTexts).map_err(|error| error.to_string())?;
    Ok(batch)
}

fn said(project: &Project) -> Vec<String> {
    let about = |it: &glossator::model::Document| {
        format!("{} | {} | {:?} | {:?}", it.title, it.text.as_str(), it.date, it.meta)
    };
    project.documents.values().map(|document| about(document)).collect()
}

#[test]
fn articles_in_lines_of_json_come_in_whatever_their_fields_are_called() {
    assert_eq!(format_of("a.jsonl", ARTICLES), "hf");
    let (project, losses) = read_into(&empty(), &HuggingFace, InputFile::of_bytes("a.jsonl", ARTICLES)).unwrap();
    assert_eq!(
        said(&project),
        [
            "Harbour closes | Bob left. | Some(\"2026-03-02\") | {\"url\": \"https://b.example\"}",
            "Harbour opens | Ada met Bob 🗼 in York. | Some(\"2026-03-01\") | {\"url\": \"https://a.example\"}",
        ]
    );
    assert!(losses.is_empty(), "{losses:?}");
}

#[test]
fn a_list_of_objects_is_read_as_rows_too() {
    let list = format!("[{}]", ARTICLES.trim_end().replace('\n', ",\n"));
    assert_eq!(format_of("a.json", &list), "hf");
    let (project, _) = read_into(&empty(), &HuggingFace, InputFile::of_bytes("a.json", list)).unwrap();
    assert_eq!(project.documents.len(), 2);
}

#[test]
fn tokens_with_tags_in_lines_of_json_are_spans() {
    let lines = "{\"tokens\": [\"Ada\", \"Byron\", \"met\", \"Bob\"], \"ner_tags\": [\"B-PER\", \"I-PER\", \"O\", \"B-PER\"]}\n";
    assert_eq!(format_of("train.jsonl", lines), "hf");
    let (project, _) = read_into(&empty(), &HuggingFace, InputFile::of_bytes("train.jsonl", lines)).unwrap();
    let (key, set) = project.sets.iter().next().unwrap();
    let text = &project.document(&key.document).unwrap().text;
    let spans: Vec<String> = set.spans.iter().map(|span| format!("{} {}", span.tag, text.slice(span.hull()))).collect();
    assert_eq!(spans, ["PER Ada Byron", "PER Bob"]);
}

#[test]
fn a_text_alone_is_a_line_of_ours() {
    assert_eq!(format_of("a.jsonl", "{\"text\": \"Ada\", \"title\": \"A letter\"}\n"), Jsonl.id());
    assert_eq!(format_of("a.jsonl", "{\"text\": \"Ada\", \"sets\": []}\n"), Jsonl.id());
    assert_eq!(format_of("a.jsonl", "{\"text\": \"Ada\", \"url\": \"https://a.example\"}\n"), "hf");
}

#[test]
fn what_columns_are_taken_for_is_told_and_can_be_said_otherwise() {
    let batch = asked(ARTICLES, &[]).unwrap();
    let header = batch.header();
    assert_eq!(header.columns, ["body", "headline", "published", "url"]);
    let taken = |role: &str| header.taken.get(role).cloned().flatten();
    assert_eq!(taken("text").as_deref(), Some("body"));
    assert_eq!(taken("title").as_deref(), Some("headline"));
    assert_eq!(taken("date").as_deref(), Some("published"));
    assert_eq!(taken("outlet"), None);
    let batch = asked(ARTICLES, &[("text", "headline"), ("meta.link", "url"), ("title", "body")]).unwrap();
    let import = batch.finish().0;
    let first = &import.documents[0];
    assert_eq!((first.text.as_str(), first.title.as_str()), ("Harbour opens", "Ada met Bob 🗼 in York."));
    assert_eq!(first.meta.get("link").map(String::as_str), Some("https://a.example"));
}

#[test]
fn without_a_text_the_columns_are_named_with_the_line() {
    let lines = "{\"überschrift\": \"Eins\", \"inhalt\": \"Das ist ein Text.\"}\n";
    assert_eq!(format_of("a.jsonl", lines), "hf");
    let why = asked(lines, &[]).unwrap_err();
    assert_eq!(why, "no column has a text or tokens, out of inhalt, überschrift: a.jsonl:1");
    assert_eq!(asked(lines, &[("text", "inhalt")]).unwrap().n_taken(), 1);
}
