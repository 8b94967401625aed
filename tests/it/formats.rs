//! Formats: what comes in, what goes out, what is said to be lost.

mod bad_input;
mod bioc;
mod brat;
mod codebooks;
mod conll;
mod conllu;
mod articles;
mod csv;
mod hard;
mod pubtator;
mod refi_qda;
mod rows;
mod taguette;
mod tei;
mod doccano;
mod stumbling;
mod hugging_face;
mod known;
mod label_studio;
mod labels;
mod law;
mod prodigy;
mod spacy;
mod w3c;
mod gate;
mod inception_zip;
mod uima;
mod uima_json;
mod uima_xmi;
mod webanno_tsv;

use crate::notation::{self, project, set_of, written};
use glossator::edit::{Command, Mint};
use glossator::formats::{
    Batch, Exporter, FORMATS, Format, FormatError, Grouped, Head, Hint, InputFile, Jsonl, Losses, Memory, Naming,
    NoTexts, OutputFile, PlainText, Selection, TagMap, WriteCx, WriteOptions, best_for, covered, grouped, named,
    outgoing,
};
use glossator::model::{
    Annotator, AnnotatorId, AnnotatorKind, Codebook, Details, DocumentId, Note, NoteTarget, Origin, Overlap, Project,
    RecordId, Relation, SetKey, SetState, Source, Span, TagId, Timestamp, Value,
};
use glossator::text::{Digest, TextRange, Unit};
use std::cmp::Reverse;
use std::sync::Arc;

fn me() -> Annotator {
    Annotator { id: AnnotatorId::new("me").unwrap(), name: "Me".to_owned(), kind: AnnotatorKind::Human }
}

/// A project with nothing in it.
pub fn empty() -> Project {
    Project::new("7q2mk8da".parse().unwrap(), "Empty".to_owned(), Codebook::default())
}

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> InputFile {
    InputFile::of_bytes(name, bytes)
}

/// Reads one file into a project; the project as it is then, and what was lost.
pub fn read_into(
    project: &Project,
    format: &'static dyn Format,
    input: InputFile,
) -> Result<(Project, Losses), FormatError> {
    let mint = Mint::new(7, Timestamp::new(1_770_000_100));
    let mut batch = Batch::new(project, mint.clone(), me());
    batch.read(&Grouped { format, files: vec![input], hint: Hint::default() }, &NoTexts)?;
    let (import, losses) = batch.finish();
    let transaction = Command::Import(Box::new(import)).plan(project, &mut mint.clone()).unwrap();
    let mut project = project.clone();
    transaction.apply(&mut project).unwrap();
    Ok((project, losses))
}

/// Reads files into a project as a person who names them would, and fails as the first of them does.
pub fn read_all(
    project: &Project,
    format: &'static dyn Format,
    files: Vec<InputFile>,
) -> Result<(Project, Losses), FormatError> {
    read_as(project, format, files, None)
}

/// The same as what a format wrote: whatever the files look like, they are its own.
pub fn read_files(
    project: &Project,
    format: &'static dyn Format,
    files: Vec<InputFile>,
) -> Result<(Project, Losses), FormatError> {
    read_as(project, format, files, Some(format))
}

fn read_as(
    project: &Project,
    format: &'static dyn Format,
    files: Vec<InputFile>,
    asked: Option<&'static dyn Format>,
) -> Result<(Project, Losses), FormatError> {
    let (groups, refused) = grouped(files, asked);
    if let Some((_, error)) = refused.into_iter().next() {
        return Err(error);
    }
    let mint = Mint::new(7, Timestamp::new(1_770_000_100));
    let mut batch = Batch::new(project, mint.clone(), me());
    for group in &groups {
        assert_eq!(group.format.id(), format.id(), "{:?}", group.files);
        batch.read(group, &NoTexts)?;
    }
    let (import, losses) = batch.finish();
    let mut project = project.clone();
    if !import.documents.is_empty() || !import.sets.is_empty() {
        let transaction = Command::Import(Box::new(import)).plan(&project, &mut mint.clone()).unwrap();
        transaction.apply(&mut project).unwrap();
    }
    Ok((project, losses))
}

/// A file of `tests/fixtures/formats`.
pub fn fixture(path: &str) -> InputFile {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats").join(path);
    InputFile::of_bytes(path, std::fs::read(file).unwrap())
}

/// How files are sorted into inputs: the format, and the files, a line each.
pub fn group(files: Vec<InputFile>) -> Vec<String> {
    let (groups, _) = grouped(files, None);
    let names = |group: &Grouped| group.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(" ");
    groups.iter().map(|group| format!("{} {}", group.format.id(), names(group))).collect()
}

/// All that is said in a project, with offsets in code points: documents with their texts, spans with their values,
/// relations, tags of documents and notes, each annotator's after their name unless that is `me`. The longer of two spans that begin together
/// comes first; relations and notes are sorted.
pub fn said(project: &Project) -> String {
    let mut out = String::new();
    for document in project.documents.values() {
        let one_line = |words: &str| words.replace('\r', "\\r").replace('\n', "\\n");
        out.push_str(&format!("{}: {}\n", document.id, one_line(document.text.as_str())));
        for (key, set) in project.sets_of(&document.id) {
            if key.annotator.as_str() != "me" {
                out.push_str(&format!(" {}\n", key.annotator));
            }
            let values = |details: &Details| {
                let value = |value: &Value| match value {
                    Value::Text(text) => text.to_string(),
                    Value::Set(ids) => ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join("+"),
                    Value::YesNo(yes) => yes.to_string(),
                    Value::Number(number) => number.to_string(),
                };
                let said = details.said().attributes.iter();
                said.map(|(id, it)| format!(" {id}={}", value(it))).collect::<String>()
            };
            let name = |id: RecordId| {
                let span = set.spans.iter().find(|span| span.id == id).unwrap();
                format!("{} “{}”", span.tag, one_line(&covered(&document.text, &span.at)))
            };
            let end = |at| document.text.count(at, Unit::CodePoint);
            let mut spans: Vec<&Span> = set.spans.iter().collect();
            spans.sort_by_key(|span| (span.hull().start(), Reverse(span.hull().end()), span.tag.clone()));
            for span in spans {
                let at = |range: TextRange| format!("{}-{}", end(range.start()), end(range.end()));
                let pieces: Vec<String> = span.at.iter().map(at).collect();
                out.push_str(&format!("  {} {}{}\n", name(span.id), pieces.join(";"), values(&span.details)));
            }
            let related = |it: &Relation| format!("{} -{}-> {}", name(it.from), it.tag, name(it.to));
            let mut relations: Vec<String> =
                set.relations.values().map(|it| format!("  {}{}\n", related(it), values(&it.details))).collect();
            relations.sort();
            out.push_str(&relations.concat());
            for given in set.document_tags.values() {
                out.push_str(&format!("  # {}{}\n", given.tag, values(&given.details)));
            }
            let mut notes: Vec<String> = Vec::new();
            for note in set.notes.values() {
                let on = match note.on {
                    NoteTarget::Document => "document".to_owned(),
                    NoteTarget::Span(id) => name(id),
                    NoteTarget::Relation(id) => related(&set.relations[&id]),
                    NoteTarget::Note(id) => format!("note “{}”", set.notes[&id].body),
                };
                notes.push(format!("  note on {on}: {}\n", note.body));
            }
            notes.sort();
            out.push_str(&notes.concat());
        }
    }
    out
}

/// Losses, one a line.
pub fn lines(losses: &Losses) -> String {
    losses.iter().map(|loss| format!("{} {}: {}\n", loss.count, loss.kind.name(), loss.example)).collect()
}

/// What is selected of a project as JSONL, read back and compared.
pub fn exported(project: &Project, selection: &Selection, unit: Option<Unit>) -> (OutputFile, Losses) {
    let options = WriteOptions { unit, ..WriteOptions::default() };
    let (files, losses) = written_as(&Jsonl, project, selection, &options).unwrap();
    (files.into_iter().next().unwrap(), losses)
}

/// What is selected of a project in a format, read back and compared.
pub fn written_as(
    format: &'static dyn Format,
    project: &Project,
    selection: &Selection,
    options: &WriteOptions,
) -> Result<(Vec<OutputFile>, Losses), FormatError> {
    let annotators: Vec<Annotator> = project.annotators.values().map(|annotator| (**annotator).clone()).collect();
    let cx = WriteCx { codebook: &project.codebook, annotators: &annotators, options };
    let (mut memory, mut losses) = (Memory::default(), Losses::default());
    let mut exporter = Exporter::new(format, &cx, &mut memory)?;
    let (naming, mut renamed) = (Naming::new(&project.codebook, &TagMap::default()), Losses::default());
    for document in outgoing(project, selection, &mut losses) {
        exporter.document(naming.apply(document, &mut renamed))?;
    }
    let (written, lost) = exporter.finish()?;
    losses.append(lost);
    let files = memory.into_files();
    let inputs = files.iter().map(|file| InputFile::of_bytes(file.name.as_str(), file.bytes.clone())).collect();
    let (groups, refused) = grouped(inputs, Some(format));
    assert!(refused.is_empty(), "{refused:?}");
    written.check(format, groups.into_iter().map(|group| group.files), &cx, &mut |_| true)?;
    Ok((files, losses))
}

/// What the sets of the only document say in the notation, and the losses, after reading one line.
#[track_caller]
fn check(line: &str, expected: &str, losses: &str) -> Project {
    let (project, lost) = read_into(&empty(), &Jsonl, file("a.jsonl", line)).unwrap();
    let document = project.documents.values().next().unwrap();
    let sets: Vec<String> = project
        .sets_of(&document.id)
        .map(|(key, set)| format!("@{} {}", key.annotator, written(&document.text, Some(set))))
        .collect();
    assert_eq!(sets.join("\n"), expected);
    assert_eq!(lines(&lost), losses);
    project
}

#[track_caller]
fn check_refused(format: &'static dyn Format, input: InputFile, why: &str) {
    assert_eq!(read_into(&empty(), format, input).unwrap_err().to_string(), why);
}

#[test]
fn a_line_needs_nothing_but_a_text() {
    let project = check(r#"{"text": "Zoë wrote"}"#, "", "");
    let document = project.documents.values().next().unwrap();
    assert_eq!((document.title.as_str(), document.outlet.as_deref()), ("Zoë wrote", None));
    let source = document.source.as_ref().unwrap();
    // As sha256sum has it.
    let digest = "6e64960e507d368128171dff651ecfbb1d5efb52daabb3d9d789636f2ba1836e";
    assert_eq!((source.file.as_str(), source.encoding.as_str()), ("a.jsonl", "UTF-8"));
    assert_eq!(source.sha256.map(|it| it.to_string()).as_deref(), Some(digest));
    let spans = r#"[{"start": 0, "end": 3, "tag": "person"}]"#;
    let project =
        check(&format!(r#"{{"text": "Zoë wrote", "sets": [{{"spans": {spans}}}]}}"#), "@me [person|Zoë] wrote", "");
    assert_eq!(project.annotators.values().next().map(|annotator| (**annotator).clone()), Some(me()));
    let span = project.sets.values().next().unwrap().spans.iter().next().unwrap().clone();
    assert_eq!((span.origin, span.made), (Origin::Imported("jsonl".into()), Timestamp::new(1_770_000_100)));
}

#[test]
fn metadata_is_lifted_and_other_fields_become_metadata() {
    let line = r#"{"text": "a", "id": 17, "source": "a.txt", "meta": {"outlet": "Wire", "n": 3}, "url": "http://x",
        "date": "2026-03-03", "vector": [1]}"#;
    let project = check(&line.replace('\n', " "), "", "1 field: a.jsonl:1: \"vector\"\n");
    let document = project.documents.values().next().unwrap();
    assert_eq!((document.id.as_str(), document.outlet.as_deref()), ("17", Some("Wire")));
    assert_eq!(document.date.as_deref(), Some("2026-03-03"));
    assert_eq!(document.source.as_ref().map(|source| source.file.as_str()), Some("a.txt"));
    let meta: Vec<(&str, &str)> = document.meta.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(meta, [("n", "3"), ("url", "http://x")]);
}

#[test]
fn quotes_show_the_unit_of_the_offsets() {
    let line = |unit: &str, start: usize, end: usize| {
        let span = format!(r#"{{"start": {start}, "end": {end}, "tag": "p", "text": "Bo"}}"#);
        format!(r#"{{"text": "Ana 👍 Bo", {unit} "sets": [{{"annotator": "ana", "spans": [{span}]}}]}}"#)
    };
    let right = "@ana Ana 👍 [p|Bo]";
    check(&line("", 6, 8), right, "");
    check(&line(r#""unit": "utf16","#, 7, 9), right, "");
    check(&line(r#""unit": "byte","#, 9, 11), right, "");
    check(&line("", 7, 9), right, "1 unit: a.jsonl:1: offsets are in utf16 and not in codepoint\n");
    check(&line("", 9, 11), right, "1 unit: a.jsonl:1: offsets are in byte and not in codepoint\n");
    check(&line(r#""unit": "utf16","#, 6, 8), right, "1 unit: a.jsonl:1: offsets are in codepoint and not in utf16\n");
    let why = "the text there is “Ana” and not “Bo”";
    check(&line("", 0, 3), "@ana Ana 👍 Bo", &format!("1 span: a.jsonl:1: “Bo” as p: {why}\n"));
    let why = "offset 5 lies inside a character";
    check(&line(r#""unit": "utf16","#, 5, 9), "@ana Ana 👍 Bo", &format!("1 span: a.jsonl:1: “Bo” as p: {why}\n"));
    let why = "offset 99 lies outside the text, which ends at 8";
    check(&line("", 6, 99), "@ana Ana 👍 Bo", &format!("1 span: a.jsonl:1: “Bo” as p: {why}\n"));
}

#[test]
fn one_wrong_span_is_left_out_and_the_others_stay_where_they_are() {
    let spans =
        r#"[{"start": 0, "end": 3, "tag": "p", "text": "Ana"}, {"start": 5, "end": 8, "tag": "p", "text": "Bo"}]"#;
    let line = format!(r#"{{"text": "Ana 👍 Bo", "sets": [{{"annotator": "ana", "spans": {spans}}}]}}"#);
    let lost = "1 span: a.jsonl:1: “Bo” as p: the text there is “ Bo” and not “Bo”\n";
    check(&line, "@ana [p|Ana] 👍 Bo", lost);
}

#[test]
fn names_that_are_no_ids_get_one() {
    let spans =
        r#"[{"id": "T1", "start": 0, "end": 3, "tag": "a/b"}, {"id": 2, "start": 4, "end": 5, "tag": "..\u0000"}]"#;
    let notes = r#"[{"on": "T1", "body": "one"}, {"on": "T9", "body": "two"}]"#;
    let line = format!(
        r#"{{"id": "../../etc", "text": "Ana B", "sets": [{{"annotator": "../Ana\u0000", "spans": {spans}, "notes": {notes}}}]}}"#
    );
    let lost = "1 note-moved: a.jsonl:1: on T9: “two”\n2 id: a.jsonl:1: \"../../etc\" cannot be the id of a document\n";
    let project = check(&line, "@ana [a-b|Ana] [tag|B]", lost);
    let tags: Vec<&str> = project.codebook.in_order().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["a/b", ".."]);
    let set = project.sets.values().next().unwrap();
    let span = set.spans.iter().next().unwrap().id;
    let on: Vec<NoteTarget> = set.notes.values().map(|note| note.on).collect();
    assert!(on.contains(&NoteTarget::Span(span)) && on.contains(&NoteTarget::Document));
}

#[test]
fn malformed_lines_are_named_by_line_and_column() {
    let refused = |lines: &str, why: &str| check_refused(&Jsonl, file("dir/a.jsonl", lines), why);
    refused("{\"text\": \"ä\"}\n\n{\"text\": \"ä\", x}\n", "key must be a string: dir/a.jsonl:3:15");
    refused("{\"title\": \"b\"}", "missing field `text`: dir/a.jsonl:1:14");
    refused("{\"text\": 3}", "invalid type: integer `3`, expected a string: dir/a.jsonl:1:10");
    refused("[\"a\"]", "a line must be one JSON object: dir/a.jsonl:1");
    refused("{\"text\": \"a\\ud83d\"}", "an escaped surrogate stands alone: dir/a.jsonl:1:18");
    refused("{\"text\": \"a\", \"unit\": \"inch\"}", "\"inch\" is no unit of offsets: dir/a.jsonl:1");
    refused("{\"text\": \"a\", \"sets\": [{\"state\": \"done\"}]}", "\"done\" is no state of a set: dir/a.jsonl:1");
    refused("\n \n", "there is no document in it: dir/a.jsonl");
    let span = r#"{"text": "a", "sets": [{"spans": [{"tag": "p", "text": "a"}]}]}"#;
    refused(span, "“a” as p has no start and end: dir/a.jsonl:1");
    let twice = r#"{"text": "a", "sets": [{"annotator": "ana", "state": "finished"}, {"annotator": "ana", "state": "finished"}]}"#;
    refused(twice, "ana cannot have two sets about one document: dir/a.jsonl:1");
    let deep = format!("{{\"text\": {}", "[".repeat(100_000));
    refused(&deep, "recursion limit exceeded: dir/a.jsonl:1:136");
}

#[test]
fn a_line_as_our_example_has_it_comes_in_whole() {
    let line = concat!(
        r#"{"id": "aid-convoy", "title": "First aid", "language": "en", "source": "02-aid.txt", "#,
        r#""meta": {"outlet": "Wire", "date": "2026-03-05"}, "text": "Ilvesta, Kelmara", "unit": "codepoint", "sets": ["#,
        r#"{"annotator": "ana", "state": "finished", "spans": [{"start": 0, "end": 7, "tag": "place", "text": "Ilvesta", "made": "2026-04-02T09:57:56Z"}]}, "#,
        r#"{"annotator": "ben", "state": "new", "spans": []}, "#,
        r#"{"annotator": "gold", "state": "in_progress", "spans": [{"start": 9, "end": 16, "tag": "place", "text": "Kelmara"}]}]}"#,
    );
    let project = check(line, "@ana [place|Ilvesta], Kelmara\n@gold Ilvesta, [place|Kelmara]", "");
    let id = DocumentId::new("aid-convoy").unwrap();
    let document = project.document(&id).unwrap();
    assert_eq!((document.title.as_str(), document.language.as_deref()), ("First aid", Some("en")));
    assert_eq!((document.date.as_deref(), document.outlet.as_deref()), (Some("2026-03-05"), Some("Wire")));
    assert!(document.meta.is_empty());
    let state = |annotator: &str| {
        project.state(&SetKey { document: id.clone(), annotator: AnnotatorId::new(annotator).unwrap() })
    };
    assert_eq!([state("ana"), state("ben"), state("gold")], [SetState::Finished, SetState::New, SetState::InProgress]);
    let kinds: Vec<AnnotatorKind> = project.annotators.values().map(|annotator| annotator.kind).collect();
    assert_eq!(kinds, [AnnotatorKind::Human, AnnotatorKind::Human, AnnotatorKind::Gold]);
    let times: Vec<String> =
        project.sets.values().flat_map(|set| set.spans.iter()).map(|span| span.made.to_string()).collect();
    assert_eq!(times, ["2026-04-02T09:57:56Z", "2026-02-02T02:41:40Z"]);
}

#[test]
fn a_document_whose_id_is_taken_and_a_tag_twice_are_said() {
    let spans = r#"[{"start": 0, "end": 1, "tag": "p"}, {"start": 0, "end": 1, "tag": "p"}]"#;
    let line = format!("{{\"id\": \"d\", \"text\": \"a\", \"sets\": [{{\"spans\": {spans}}}]}}\n");
    let other = line.replace("\"text\": \"a\"", "\"text\": \"b\"");
    let (project, losses) = read_into(&empty(), &Jsonl, file("a.jsonl", format!("{line}{other}"))).unwrap();
    assert_eq!(project.documents.len(), 2);
    assert_eq!(
        lines(&losses),
        "2 same-span: “a” as p in “d”\n1 id: there is a document d already: “d” got another id\n"
    );
    assert_eq!(project.sets.values().map(|set| set.spans.len()).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn what_is_said_about_a_text_that_is_there_goes_to_that_text() {
    let line = |annotator: &str, spans: &str| {
        format!(r#"{{"text": "Ada wrote", "sets": [{{"annotator": "{annotator}", "spans": [{spans}]}}]}}"#)
    };
    let ada = r#"{"start": 0, "end": 3, "tag": "person"}"#;
    let wrote = r#"{"start": 4, "end": 9, "tag": "act"}"#;
    let (first, _) = read_into(&empty(), &Jsonl, file("a.jsonl", line("ana", ada))).unwrap();
    let both = format!("{}\n{}", line("ben", wrote), line("ana", &format!("{ada}, {wrote}")));
    let (project, losses) = read_into(&first, &Jsonl, file("b.jsonl", both)).unwrap();
    assert_eq!(project.documents.len(), 1);
    let document = project.documents.values().next().unwrap();
    let set = |annotator: &str| {
        let key = SetKey { document: document.id.clone(), annotator: AnnotatorId::new(annotator).unwrap() };
        written(&document.text, project.set(&key).map(|set| &**set))
    };
    assert_eq!((set("ana").as_str(), set("ben").as_str()), ("[person|Ada] [act|wrote]", "Ada [act|wrote]"));
    let known = "1 same-span: “Ada” as person in “Ada wrote”\n2 known: “Ada wrote”\n";
    assert_eq!(lines(&losses), known);
}

#[test]
fn a_line_is_written_with_its_keys_in_order() {
    let mut project = project("[person|Zoë 👍] wrote to [place|Y[title|or]k]", Overlap::Any);
    let mut set = (**project.set(&set_of("ana")).unwrap()).clone();
    let on = NoteTarget::Span("span0001".parse().unwrap());
    let made = Timestamp::new(1_770_000_000);
    let note = Note::new("note0001".parse().unwrap(), on, "Which?".to_owned(), made);
    set.notes.insert(note.id, note);
    project.sets.insert(set_of("ana"), Arc::new(set));
    let (file, losses) = exported(&project, &Selection::default(), None);
    assert!(losses.is_empty());
    insta::assert_snapshot!(String::from_utf8(file.bytes).unwrap().replace("},{", "},\n{"), @r#"
    {"id":"letter-7q2m","title":"Zoë 👍 wrote to York","language":null,"date":null,"outlet":null,"source":null,"meta":{},"text":"Zoë 👍 wrote to York","unit":"codepoint","sets":[{"annotator":"ana","name":"ana","kind":"human","state":"in progress","spans":[{"id":"span0000","start":0,"end":5,"fragments":[[0,5]],"tag":"person","text":"Zoë 👍","attributes":{},"origin":"hand","made":"2026-02-02T02:40:00Z"},
    {"id":"span0001","start":15,"end":19,"fragments":[[15,19]],"tag":"place","text":"York","attributes":{},"origin":"hand","made":"2026-02-02T02:40:00Z"},
    {"id":"span0002","start":16,"end":18,"fragments":[[16,18]],"tag":"title","text":"or","attributes":{},"origin":"hand","made":"2026-02-02T02:40:00Z"}],"relations":[],"tags":[],"notes":[{"id":"note0001","on":"span0001","body":"Which?","made":"2026-02-02T02:40:00Z"}]}]}
    "#);
    let places = Some([TagId::new("place").unwrap()].into());
    let (file, _) = exported(&project, &Selection { tags: places, ..Selection::default() }, Some(Unit::Utf16));
    let sets = String::from_utf8(file.bytes).unwrap();
    insta::assert_snapshot!(sets.split_once("\"unit\"").unwrap().1, @r#":"utf16","sets":[{"annotator":"ana","name":"ana","kind":"human","state":"in progress","spans":[{"id":"span0001","start":16,"end":20,"fragments":[[16,20]],"tag":"place","text":"York","attributes":{},"origin":"hand","made":"2026-02-02T02:40:00Z"}],"relations":[],"tags":[],"notes":[{"id":"note0001","on":"span0001","body":"Which?","made":"2026-02-02T02:40:00Z"}]}]}"#);
}

#[test]
fn what_leaves_the_project_without_its_assignment_is_said() {
    let mut project = project("[person|Ada] wrote", Overlap::Any);
    let mut document = (**project.document(&notation::letter()).unwrap()).clone();
    document.archived = true;
    document.assigned = vec![AnnotatorId::new("ana").unwrap()];
    project.documents.insert(document.id.clone(), Arc::new(document));
    let (_, losses) = exported(&project, &Selection::default(), None);
    assert_eq!(lines(&losses), "2 document: “Ada wrote” is archived\n");
}

#[test]
fn selections_take_documents_annotators_tags_and_states() {
    let project = project("[person|Ada] wrote to [place|York]", Overlap::Any);
    let n = |selection: Selection| {
        let (file, _) = exported(&project, &selection, None);
        let (back, _) = read_into(&empty(), &Jsonl, InputFile::of_bytes(file.name, file.bytes)).unwrap();
        (back.documents.len(), back.sets.values().map(|set| set.spans.len()).sum::<usize>())
    };
    let annotator = |id: &str| Some([AnnotatorId::new(id).unwrap()].into());
    assert_eq!(n(Selection::default()), (1, 2));
    assert_eq!(n(Selection { annotators: annotator("ana"), ..Selection::default() }), (1, 2));
    assert_eq!(n(Selection { annotators: annotator("ben"), ..Selection::default() }), (1, 0));
    assert_eq!(n(Selection { tags: Some([TagId::new("place").unwrap()].into()), ..Selection::default() }), (1, 1));
    assert_eq!(n(Selection { states: Some([SetState::InProgress].into()), ..Selection::default() }), (1, 2));
    let nothing =
        Selection { states: Some([SetState::New].into()), annotators: annotator("ben"), ..Selection::default() };
    assert_eq!(n(nothing), (1, 0));
    let finished = Selection { states: Some([SetState::Finished].into()), ..Selection::default() };
    assert_eq!(exported(&project, &finished, None).0.bytes, b"");
}

#[test]
fn an_export_that_reads_back_otherwise_is_refused() {
    let project = project("[person|Ada] wrote to [place|York]", Overlap::Any);
    let (selection, options) = (Selection::default(), WriteOptions::default());
    let cx = WriteCx { codebook: &project.codebook, annotators: &[], options: &options };
    let (mut memory, mut losses) = (Memory::default(), Losses::default());
    let mut exporter = Exporter::new(&Jsonl, &cx, &mut memory).unwrap();
    for document in outgoing(&project, &selection, &mut losses) {
        exporter.document(document).unwrap();
    }
    let (written, _) = exporter.finish().unwrap();
    let content = String::from_utf8(memory.into_files().remove(0).bytes).unwrap();
    let spoiled = |from: &str, to: &str| {
        let file = file("documents.jsonl", content.replace(from, to));
        written.check(&Jsonl, [vec![file]], &cx, &mut |_| true).map_err(|error| error.to_string())
    };
    assert_eq!(spoiled("", ""), Ok(()));
    let not = |why: &str| Err(format!("the export does not read back as it should: {why}"));
    let another = "a span came back with another place, tag or attribute in “Ada wrote to York”";
    assert_eq!(spoiled("\"person\"", "\"title\""), not(another));
    assert_eq!(spoiled("\"annotator\":\"ana\"", "\"annotator\":\"ben\""), not(another));
    assert_eq!(spoiled("\"attributes\":{}", "\"attributes\":{\"stance\":\"for\"}"), not(another));
    assert_eq!(
        spoiled("\"text\":\"York\"", "\"text\":\"Yorck\""),
        not("1 spans came back of 2 in “Ada wrote to York”")
    );
    assert_eq!(
        spoiled("\"text\":\"Ada wrote", "\"text\":\"Ada Wrote"),
        not("the text of “Ada wrote to York” is another")
    );
    assert_eq!(spoiled(&content, ""), not("0 documents came back of 1"));
}

#[test]
fn plain_texts_come_in_exactly_as_decoded() {
    let (project, _) =
        read_into(&empty(), &PlainText, file("dir/a.md", b"\xEF\xBB\xBF# Zo\xC3\xAB\r\n\r\nwrote")).unwrap();
    let document = project.documents.values().next().unwrap();
    assert_eq!((document.title.as_str(), document.text.as_str()), ("Zoë", "# Zoë\r\n\r\nwrote"));
    let sha256 = Some(Digest::of(b"\xEF\xBB\xBF# Zo\xC3\xAB\r\n\r\nwrote"));
    let source = Source {
        file: "a.md".to_owned(),
        encoding: "UTF-8".to_owned(),
        bom: true,
        sha256,
        importer: "text, glossator 0.1.0".to_owned(),
    };
    assert_eq!(document.source, Some(source));
    let (project, _) = read_into(&empty(), &PlainText, file("empty.txt", b"")).unwrap();
    assert_eq!(project.documents.values().next().unwrap().title, "Untitled");
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    let refused = |bytes: &[u8], why: &str| check_refused(&PlainText, file("dir/a.txt", bytes), why);
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this is not a text: it has a NUL byte at 8: dir/a.txt");
    refused(b"%PDF-1.7 \xE2\xE3\xCF\xD3", "this is a PDF and not a text: dir/a.txt");
    refused(b"\xFF\xD8\xFF\xE0\x10JFIF\x01\x81\x90", "this is not a text: it has control characters: dir/a.txt");
    let error = read_into(&empty(), &PlainText, file("a.txt", vec![b'a'; 65_000_000])).unwrap_err();
    assert_eq!(error.to_string(), "the text has 65 MB; the longest that can be labeled has 64 MB: a.txt");
}

#[test]
fn the_best_format_is_found_by_name_and_beginning() {
    let best = |name: &str, head: &[u8]| best_for(&Head { name, bytes: head, entries: &[] }).map(|format| format.id());
    assert_eq!(best("a.jsonl", b"{}"), Some("jsonl"));
    assert_eq!(best("-", br#"{"text": "a", "sets": []}"#), Some("jsonl"));
    assert_eq!(best("a.txt", br#"{"text": "a", "sets": []}"#), Some("jsonl"));
    assert_eq!(best("a.txt", b"Ada wrote"), Some("text"));
    assert_eq!(best("LETTER", b"Ada wrote"), Some("text"));
    assert_eq!(best("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), None);
    let ids: Vec<&str> = FORMATS.iter().map(|format| format.id()).collect();
    let expected = [
        "jsonl",
        "text",
        "markdown",
        "html",
        "pdf",
        "docx",
        "odt",
        "epub",
        "eml",
        "csv",
        "brat",
        "conll",
        "conllu",
        "webanno-tsv",
        "uima-xmi",
        "uima-json",
        "label-studio",
        "doccano",
        "prodigy",
        "spacy",
        "hf",
        "refi-qda",
        "w3c",
        "gate",
        "bioc",
        "taguette",
        "tei",
        "pubtator",
        "inception-zip",
    ];
    assert_eq!(ids, expected);
    assert!(named("text").is_some() && named("braat").is_none());
}

#[test]
fn one_line_of_five_megabytes_is_an_ordinary_line() {
    let text = format!("{}end", "été 👍 ".repeat(500_000));
    let (start, end) = (3_000_000, 3_000_003);
    let sets = format!(r#"[{{"spans": [{{"start": {start}, "end": {end}, "tag": "p", "text": "end"}}]}}]"#);
    let line = format!(r#"{{"text": "{text}", "sets": {sets}}}"#);
    let (project, losses) = read_into(&empty(), &Jsonl, file("a.jsonl", line)).unwrap();
    assert!(losses.is_empty());
    let span = project.sets.values().next().unwrap().spans.iter().next().unwrap().hull();
    assert_eq!(project.documents.values().next().unwrap().text.slice(span), "end");
}

#[test]
fn half_a_character_in_a_text_is_told() {
    let mut units: Vec<u16> = "Ada 👍 wrote ".encode_utf16().collect();
    units.push(0xD83D);
    units.extend(" to York, and nobody there could read what was to be seen after her name.".encode_utf16());
    let bytes: Vec<u8> = units.into_iter().flat_map(u16::to_le_bytes).collect();
    let (project, losses) = read_into(&empty(), &PlainText, file("a.txt", bytes)).unwrap();
    // “Ada 👍 wrote ” has 13 UTF-16 units.
    assert_eq!(lines(&losses), "1 character: a.txt: byte 26 is half a character of UTF-16LE\n");
    let document = project.documents.values().next().unwrap();
    assert!(document.text.as_str().starts_with("Ada 👍 wrote \u{FFFD} to York"));
}
