//! REFI-QDA projects and codebooks.

use super::hard::{hard, only, out_and_in, read_fixture, said};
use super::{check_refused, empty, file, lines, me, read_all, read_into, written_as};
use glossator::edit::Mint;
use glossator::formats::{
    Archive, Batch, Head, InputFile, Jsonl, Losses, NoTexts, RefiQda, Selection, WriteOptions, best_for,
    codebook_as_qdc, grouped,
};
use glossator::model::{NoteTarget, Project, Tag, Timestamp};
use std::io::Write;

/// A project file and texts as an archive.
fn packed(qde: &str, inner: &str, texts: &[(&str, &[u8])]) -> InputFile {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in [(inner, qde.as_bytes())].iter().chain(texts) {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    InputFile::of_bytes("a.qdpx", zip.finish().unwrap().into_inner())
}

/// A project with one source and these selections, each a start, an end and a name.
fn project_of(selections: &[(i64, i64, &str)]) -> String {
    let selections: String = selections
        .iter()
        .map(|(start, end, name)| {
            format!(
                "<PlainTextSelection guid=\"00000000-0000-4000-8000-{:012x}\" name=\"{name}\" startPosition=\"{start}\" endPosition=\"{end}\">\
                 <Coding guid=\"c\"><CodeRef targetGUID=\"{{AA}}\"/></Coding></PlainTextSelection>",
                start + 1
            )
        })
        .collect();
    format!(
        "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"x\"><CodeBook><Codes><Code guid=\"aa\" name=\"p\" isCodable=\"true\"/></Codes>\
         </CodeBook><Sources><TextSource guid=\"S\" name=\"d.txt\" plainTextPath=\"internal://t.txt\">{selections}</TextSource></Sources>\
         <Sets/></Project>"
    )
}

#[track_caller]
fn check(input: InputFile, expected: &[&str], losses: &str) -> Project {
    let (project, lost) = read_into(&empty(), &RefiQda, input).unwrap();
    assert_eq!(said(&project), expected);
    assert_eq!(lines(&lost), losses);
    project
}

#[test]
fn a_project_is_read_with_codes_users_times_and_what_stands_beside_them() {
    // Read off project.qde of the fixture, and the same by pyrefiqda 0.3.1.
    let (project, losses) = read_fixture(&RefiQda, "refi-qda/edge/harbour.qdpx");
    let expected = [
        "harbour ann 0 12 PER \"Alice Müller\"",
        "harbour ann 13 26 MOVE \"flew to Paris\"",
        "harbour ann 21 26 LOC \"Paris\"",
        "harbour ann 34 37 PER \"Bob\"",
        "harbour ann 53 61 LOC \"New Rome\"",
        "harbour ann 68 72 DATE \"2021\"",
        "harbour ann – – travel",
        "harbour ben 21 33 SIGHT \"Paris 🗼 with\"",
        "harbour ben 39 42 PER \"Bob\"",
        "harbour ben 57 61 LOC \"Rome\"",
    ];
    assert_eq!(said(&project), expected);
    let relation = "1 relation: “lives_in” between spans of two annotators\n";
    assert_eq!(lines(&losses), relation);
    let document = only(&project);
    let ann = project.sets_of(&document.id).find(|(key, _)| key.annotator.as_str() == "ann").unwrap().1;
    assert_eq!(ann.relations.len(), 1);
    let alice = ann.spans.iter().next().unwrap();
    assert_eq!(alice.made.to_string(), "2026-01-01T10:00:00Z");
    assert_eq!(alice.details.said().attributes.len(), 1);
}

#[test]
fn a_project_of_the_toolkit_is_read_as_far_as_it_is_about_texts() {
    // Positions and text as in the file; names of selections that are no quotes do not matter.
    let (project, losses) = read_fixture(&RefiQda, "refi-qda/toolkit-hand_authored.qdpx");
    let mut spans = said(&project);
    spans.retain(|line| line.contains(" 0 15 ") || line.contains(" 9 23 "));
    let expected = [
        "Interview 1 Researcher A 0 15 Health \"Diet and health\"",
        "Interview 1 Researcher A 9 23 Diet \"health are clo\"",
    ];
    assert_eq!(spans, expected);
    let documents: Vec<&str> = project.documents.values().map(|document| document.title.as_str()).collect();
    assert_eq!(documents, ["Interview 1.txt", "doc.pdf"]);
    let notes: Vec<NoteTarget> = project.sets.values().flat_map(|set| set.notes.values()).map(|note| note.on).collect();
    assert!(matches!(notes.as_slice(), [NoteTarget::Span(_)]), "{notes:?}");
    let kinds: Vec<(&str, usize)> = losses.iter().map(|loss| (loss.kind.name(), loss.count)).collect();
    // A part of a page; a case, a set and a graph; a picture, a sound and a film.
    assert_eq!(kinds, [("span", 1), ("field", 3), ("document", 3)]);
}

#[test]
fn quotes_tell_how_the_program_counted() {
    let text = "Ana 👍 Bo\r\nand Cem".as_bytes();
    let bom = "\u{FEFF}Ana 👍 Bo\r\nand Cem".as_bytes();
    let both = ["d me 14 17 p \"Cem\"", "d me 6 8 p \"Bo\""];
    let read = |claims: &[(i64, i64, &str)], inner: &str, place: &str, text: &[u8]| {
        let project = read_into(&empty(), &RefiQda, packed(&project_of(claims), inner, &[(place, text)])).unwrap();
        assert_eq!(said(&project.0), both);
        lines(&project.1).lines().map(|line| line.split(' ').nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(read(&[(6, 8, "Bo"), (14, 17, "Cem")], "project.qde", "sources/t.txt", text), none);
    assert_eq!(read(&[(6, 8, "Bo"), (14, 17, "Cem")], "Trial.qde", "Sources/T.txt", bom), none);
    assert_eq!(read(&[(6, 8, "Bo"), (13, 16, "Cem")], "project.qde", "sources/t.txt", text), ["unit:"]);
    assert_eq!(read(&[(6, 7, "Bo"), (14, 16, "Cem")], "project.qde", "sources/t.txt", text), ["unit:"]);
    assert_eq!(read(&[(7, 9, "Bo"), (15, 18, "Cem")], "project.qde", "sources/t.txt", bom), ["unit:"]);
    let wrong = packed(&project_of(&[(6, 8, "Bo"), (0, 3, "Cem")]), "p.qde", &[("sources/t.txt", text)]);
    check(wrong, &["d me 6 8 p \"Bo\""], "1 span: “Cem” in “d.txt”: the text there is “Ana” and not “Cem”\n");
    let outside = packed(&project_of(&[(6, 8, "Bo"), (6, 99, "far")]), "p.qde", &[("sources/t.txt", text)]);
    let why = "offset 99 lies outside the text, which ends at 17";
    check(outside, &["d me 6 8 p \"Bo\""], &format!("1 span: “far” in “d.txt”: {why}\n"));
}

/// A project of another program: codes `A`, with `B` under it, and `C`; a source with the first word marked as some of
/// them, and the whole marked as others.
fn of_others(name: &str, spans: &[&str], documents: &[&str]) -> InputFile {
    let coding = |code: &&str| format!("<Coding guid=\"x\"><CodeRef targetGUID=\"{code}\"/></Coding>");
    let [spans, documents] = [spans, documents].map(|codes| codes.iter().map(coding).collect::<String>());
    let qde = format!(
        "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"x\" origin=\"Other 1\"><CodeBook><Codes>\
         <Code guid=\"A\" name=\"A\" isCodable=\"true\"><Description>What A means</Description>\
         <Code guid=\"B\" name=\"B\" isCodable=\"true\"/></Code><Code guid=\"C\" name=\"C\" isCodable=\"true\"/>\
         </Codes></CodeBook><Sources><TextSource guid=\"S\" name=\"{name}\"><PlainTextContent>{name} word</PlainTextContent>\
         <PlainTextSelection guid=\"T\" startPosition=\"0\" endPosition=\"1\">{spans}</PlainTextSelection>{documents}\
         </TextSource></Sources></Project>"
    );
    file(&format!("{name}.qde"), qde)
}

/// The tags of a project: each with its kind, and what it stands under.
fn tags(project: &Project) -> Vec<String> {
    let codebook = &project.codebook;
    let told = |tag: &Tag| {
        let under = tag.parent.as_ref().map(|parent| format!(" under {parent}")).unwrap_or_default();
        format!("{} of {:?}{under}: {}", tag.id, codebook.kind_of(tag), tag.guide)
    };
    let mut all: Vec<String> = codebook.in_order().map(told).collect();
    all.sort();
    all
}

#[test]
fn codes_of_several_files_are_the_same_tags() {
    let read = |files: Vec<InputFile>| read_all(&empty(), &RefiQda, files).unwrap().0;
    let expected = ["A of Document: What A means", "B of Document under A: ", "C of Span: "];
    // What nothing is marked as in the first is settled by the second, and the other way round.
    let (first, second) = (|| of_others("1", &["C"], &[]), || of_others("2", &[], &["A"]));
    assert_eq!(tags(&read(vec![first(), second()])), expected);
    assert_eq!(tags(&read(vec![second(), first()])), expected);
    assert_eq!(tags(&read(vec![of_others("3", &[], &[]), first(), of_others("4", &[], &["B"])])), expected);
    // The same file by file.
    let mut project = read(vec![second()]);
    assert_eq!(tags(&project), expected);
    project = read_all(&project, &RefiQda, vec![first()]).unwrap().0;
    assert_eq!(tags(&project), expected);
    // A code that is used for both is two tags, as a tag is of one kind.
    let both = read(vec![first(), of_others("2", &[], &["C"])]);
    let expected = ["A of Span: What A means", "B of Span under A: ", "C of Span: ", "c of Document: "];
    assert_eq!(tags(&both), expected);
}

/// A project with topics and entities, each of which some of its documents lack.
fn of_ours() -> Project {
    let line = |id: &str, spans: &[&str], tags: &[&str]| {
        let span = |tag: &&str| serde_json::json!({"start": 0, "end": 1, "tag": tag});
        let spans: Vec<_> = spans.iter().map(span).collect();
        serde_json::json!({"id": id, "text": id, "sets": [{"annotator": "ana", "spans": spans, "tags": tags}]})
            .to_string()
    };
    let lines = [line("one", &["PER", "war"], &[]), line("two", &["PER"], &["war", "peace"]), line("three", &[], &[])];
    read_into(&empty(), &Jsonl, file("a.jsonl", lines.join("\n"))).unwrap().0
}

#[test]
fn the_parts_of_a_corpus_have_each_code_once() {
    let project = of_ours();
    let kinds = |project: &Project| {
        let told = |tag: &Tag| format!("{} of {:?}", tag.called(), project.codebook.kind_of(tag));
        let mut all: Vec<String> = project.codebook.in_order().map(told).collect();
        all.sort();
        all
    };
    let expected = ["PER of Span", "peace of Document", "war of Document", "war of Span"];
    assert_eq!(kinds(&project), expected);
    let part = |id: &str| {
        let selection = Selection { documents: Some([id.parse().unwrap()].into()), ..Selection::default() };
        let files = written_as(&RefiQda, &project, &selection, &WriteOptions::default()).unwrap().0;
        InputFile::of_bytes(format!("{id}.qdpx"), files.into_iter().next().unwrap().bytes)
    };
    let parts = || ["three", "two", "one"].map(part);
    let together = read_all(&empty(), &RefiQda, parts().to_vec()).unwrap().0;
    assert_eq!(kinds(&together), expected);
    let mut one_by_one = empty();
    for part in parts() {
        one_by_one = read_all(&one_by_one, &RefiQda, vec![part]).unwrap().0;
    }
    assert_eq!(kinds(&one_by_one), expected);
    let marked = |project: &Project| said(project);
    assert_eq!(marked(&one_by_one), marked(&together));
    assert_eq!(marked(&together).len(), 5);
    // The codebook alone says it too.
    let mut losses = Losses::default();
    let qdc = codebook_as_qdc(&project.codebook, &mut losses);
    let (groups, _) = grouped(vec![file("a.qdc", qdc)], None);
    let mut batch = Batch::new(&empty(), Mint::new(7, Timestamp::new(5)), me());
    batch.read(&groups[0], &NoTexts).unwrap();
    let read = Project { codebook: batch.codebook().clone().into(), ..empty() };
    assert_eq!(kinds(&read), expected);
}

#[test]
fn notes_in_files_of_their_own_have_their_words() {
    let note = |path: &str| {
        let notes = format!("<Notes><Note guid=\"N\" name=\"memo\" {path}/></Notes><Sets/>");
        let qde = project_of(&[(0, 3, "Ana")]).replace("<Sets/>", &notes);
        let qde = qde.replace("<Coding guid", "<NoteRef targetGUID=\"N\"/><Coding guid");
        let texts: [(&str, &[u8]); 2] =
            [("sources/t.txt", b"Ana"), ("sources/M.txt", "\u{FEFF}Zoë?\r\nNo.".as_bytes())];
        let (project, losses) = read_into(&empty(), &RefiQda, packed(&qde, "project.qde", &texts)).unwrap();
        let bodies: Vec<String> =
            project.sets.values().flat_map(|set| set.notes.values()).map(|note| note.body.clone()).collect();
        (bodies.join("|"), lines(&losses))
    };
    let both = "plainTextPath=\"internal://M.txt\" richTextPath=\"internal://M.docx\"";
    assert_eq!(note(both), ("Zoë?\r\nNo.".to_owned(), String::new()));
    let gone = "1 note: the text of “memo” is not there, its name stands for it: internal://X.txt\n";
    assert_eq!(note("plainTextPath=\"internal://X.txt\""), ("memo".to_owned(), gone.to_owned()));
    let rich = "1 note: “memo” has no plain text beside internal://M.docx: its name stands for it\n";
    assert_eq!(note("richTextPath=\"internal://M.docx\""), ("memo".to_owned(), rich.to_owned()));
}

#[test]
fn codes_of_one_name_are_told_apart_by_where_they_stand() {
    let code = |guid: &str, name: &str, below: &str| {
        format!("<Code guid=\"{guid}\" name=\"{name}\" isCodable=\"true\">{below}</Code>")
    };
    let codes = code("1", "Mood", &code("aa", "good", "")) + &code("2", "Food", &code("bb", "good", ""));
    let qde = project_of(&[(0, 3, "Ana")]).replace(&code("aa", "p", "").replace("></Code>", "/>"), &codes);
    let (project, _) = read_into(&empty(), &RefiQda, packed(&qde, "p.qde", &[("sources/t.txt", b"Ana")])).unwrap();
    assert_eq!(said(&project), ["d me 0 3 Mood › good \"Ana\""]);
}

#[test]
fn what_is_no_project_is_refused_with_its_place() {
    let refused = |qde: &str, why: &str| check_refused(&RefiQda, packed(qde, "project.qde", &[]), why);
    refused(
        "<Project><Sources></Project>",
        "ill-formed document: expected `</Sources>`, but `</Project>` was found: a.qdpx/project.qde:1:19",
    );
    refused("<Notes/>", "this begins with “Notes” and not with Project: a.qdpx/project.qde:1");
    refused("<Project/>", "there is no document in it: a.qdpx");
    refused(&project_of(&[]), "the text of “d.txt” is not there: internal://t.txt: a.qdpx/project.qde:1");
    let bomb = "<!DOCTYPE p [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><Project>&b;</Project>";
    refused(bomb, "a document type is declared, and none is read: a.qdpx/project.qde:1:1");
    let deep = format!("<Project>{}", "<a>".repeat(100_000));
    assert!(read_into(&empty(), &RefiQda, packed(&deep, "project.qde", &[])).is_err());
    let nothing = file("a.qdc", "<CodeBook><Codes/></CodeBook>");
    check_refused(&RefiQda, nothing, "there is no code in this codebook: a.qdc");
    let bytes = super::hard::bytes_of("refi-qda/edge/harbour.qdpx");
    for cut in (0..bytes.len()).step_by(101) {
        assert!(read_into(&empty(), &RefiQda, file("a.qdpx", &bytes[..cut])).is_err());
    }
}

#[test]
fn hard_texts_go_out_and_come_back() {
    let project = hard();
    let (files, back, out, losses) = out_and_in(&RefiQda, &project);
    assert_eq!(files.len(), 1);
    let archive = Archive::open(&InputFile::of_bytes("a", files[0].bytes.clone())).unwrap();
    assert_eq!(archive.names().len(), 5);
    let one_piece = |line: &String| line.contains(" pieces ");
    let as_they_were =
        |project: &Project| said(project).into_iter().filter(|line| !one_piece(line)).collect::<Vec<_>>();
    assert_eq!(as_they_were(&back), as_they_were(&project));
    assert!(!losses.is_serious(), "{}", lines(&losses));
    for (then, now) in project.documents.values().zip(back.documents.values()) {
        assert_eq!((&then.id, &then.title, &then.text), (&now.id, &now.title, &now.text));
        assert_eq!(
            (&then.language, &then.date, &then.outlet, &then.meta),
            (&now.language, &now.date, &now.outlet, &now.meta)
        );
    }
    let bodies = |project: &Project| {
        let notes = project.sets.iter().flat_map(|(key, set)| set.notes.values().map(move |note| (key, note)));
        let mut bodies: Vec<String> = notes
            .map(|(key, note)| {
                let on = match note.on {
                    // Not all files say of what kind something in another's set is.
                    _ if note.of.is_some() => "elsewhere",
                    NoteTarget::Document => "document",
                    NoteTarget::Span(_) => "span",
                    NoteTarget::Relation(_) => "relation",
                    NoteTarget::Note(_) => "note",
                };
                format!("{} {on} {:?} {:?} {:?}", key.annotator, note.of, note.verdict, note.body)
            })
            .collect();
        bodies.sort();
        bodies
    };
    assert_eq!(bodies(&back), bodies(&project));
    let names = |project: &Project| {
        project.annotators.values().map(|it| it.name.clone()).filter(|name| name != "Me").collect::<Vec<_>>()
    };
    assert_eq!(names(&back), names(&project));
    let kinds: Vec<&str> = out.iter().map(|loss| loss.kind.name()).collect();
    // The pieces of a span, attributes of a relation, a tag and a document, states, and how things came to be.
    assert_eq!(kinds, ["fragments", "attribute", "state", "when"]);
}

#[test]
fn projects_are_told_by_what_is_in_them() {
    let best =
        |name: &str, bytes: &[u8], entries: &[String]| best_for(&Head { name, bytes, entries }).map(|it| it.id());
    assert_eq!(best("a.zip", b"PK\x03\x04", &["Trial.QDE".to_owned()]), Some("refi-qda"));
    assert_eq!(best("a.xml", b"<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\">", &[]), Some("refi-qda"));
    assert_eq!(best("a.zip", b"PK\x03\x04", &["a.txt".to_owned()]), None);
}
