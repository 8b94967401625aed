//! brat standoff.

use super::{fixture, group, lines, read_all, said, written_as};
use crate::formats::empty;
use glossator::formats::{Brat, Head, InputFile, Jsonl, Selection, WriteOptions, best_for};

/// What the only document of some files says, in the notation of [`said`], and what is lost.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &str, losses: &str) {
    let files = files.iter().map(|(name, content)| InputFile::of_bytes(*name, *content)).collect();
    let (project, lost) = read_all(&empty(), &Brat, files).unwrap();
    assert_eq!(said(&project), expected);
    assert_eq!(lines(&lost), losses);
}

#[track_caller]
fn check_refused(ann: &str, why: &str) {
    let files = vec![InputFile::of_bytes("a.txt", "Ana 👍 Bo"), InputFile::of_bytes("a.ann", ann)];
    assert_eq!(read_all(&empty(), &Brat, files).unwrap_err().to_string(), why);
}

/// The text has 8 code points: Ana 0 to 3, 👍 4 to 5, Bo 6 to 8.
#[test]
fn all_kinds_of_lines_are_read() {
    let ann = "T1\tPerson 0 3\tAna\nT2\tPerson 6 8\tBo\nR1\tknows Arg1:T1 Arg2:T2\t\nA1\tSure T1 yes\nM1\tOld T2\n\
        #1\tAnnotatorNotes T2\ta note\nT3\tThing 0 3;6 8\tAna Bo\nN1\tReference T1 Wikipedia:12\t\tAna\n*\tAlias T1 T2 T3\n\
        #2\tRemark R1\tso they say\n";
    let expected = "a: Ana 👍 Bo
  Thing “Ana … Bo” 0-3;6-8
  Person “Ana” 0-3 Reference=Wikipedia:12 Sure=yes
  Person “Bo” 6-8 Old=true
  Person “Ana” -Alias-> Person “Bo”
  Person “Ana” -knows-> Person “Bo” Remark=so they say
  Person “Bo” -Alias-> Thing “Ana … Bo”
  note on Person “Bo”: a note
";
    check(&[("a.txt", "Ana 👍 Bo"), ("a.ann", ann)], expected, "1 field: a.ann:8: that Wikipedia:12 is “Ana”\n");
}

#[test]
fn events_are_their_triggers_with_a_relation_for_each_role() {
    let file = |name: &str| fixture(&format!("brat/tutorial-news/{name}"));
    let files = vec![file("110-note_annotation.txt"), file("110-note_annotation.ann")];
    let (project, lost) = read_all(&empty(), &Brat, files).unwrap();
    let said = said(&project);
    let expected = [
        "  Merge-org “merged” 495-501\n",
        "  Merge-org “merged” -Org-Arg-> Organization “YouTube”\n",
        "  Merge-org “merged” -Org-Arg-> Organization “DoubleClick”\n",
        "  Merge-org “merged” -Org-Arg-> Organization “Google”\n",
        "  Person “Orville Wright” -Family-> Person “Wilbur Wright”\n",
        "  note on Merge-org “merged”: Annotate as one merge event with three participants or two events with two participants each?\n",
        "  note on Person “Orville Wright” -Family-> Person “Wilbur Wright”: Should this be marked? It's not explicitly stated.\n",
        "  note on GPE “Discworld”: Should fictional places be annotated?\n",
    ];
    for line in expected {
        assert!(said.contains(line), "{line}{said}");
    }
    assert_eq!(lines(&lost), "");
    // An event that takes part in another: E2 is reported, with E1 in it.
    let files = vec![file("090-event_structures.txt"), file("090-event_structures.ann")];
    let (project, _) = read_all(&empty(), &Brat, files).unwrap();
    assert!(crate::formats::said(&project).contains("  Report “reported” -Event-Arg-> Merge-org “merged”\n"));
}

/// The figures are counted in the files: T lines, and R, E arguments and `*` pairs.
#[test]
fn every_file_of_others_is_read_whole() {
    let counts = [
        ("bioc/example1", 3, 1 + 2 + 1),
        ("dkpro/document0a", 5, 0),
        ("dkpro/document0c", 4, 0),
        ("dkpro/event", 2, 1),
        ("edge/harbour", 9, 2),
        ("tutorial-news/000-introduction", 7, 6),
        ("tutorial-news/040-text_span_annotation", 4, 0),
        ("tutorial-news/060-relation_annotation", 10, 3),
        ("tutorial-news/090-event_structures", 22, 12),
        ("tutorial-news/110-note_annotation", 14, 8),
    ];
    for (name, n_spans, n_relations) in counts {
        let files = vec![fixture(&format!("brat/{name}.txt")), fixture(&format!("brat/{name}.ann"))];
        let (project, lost) = read_all(&empty(), &Brat, files).unwrap();
        let set = project.sets.values().next().unwrap();
        assert_eq!((set.spans.len(), set.relations.len()), (n_spans, n_relations), "{name}");
        assert!(!lost.is_serious(), "{name}: {}", lines(&lost));
    }
}

#[test]
fn harbour_covers_what_its_file_says() {
    let files = vec![fixture("brat/edge/harbour.txt"), fixture("brat/edge/harbour.ann")];
    let (project, lost) = read_all(&empty(), &Brat, files).unwrap();
    let expected =
        "harbour: Alice Müller flew to Paris 🗼 with Bob.\\nBob stayed in New Rome until 2021; Alice did not.\\n
  PER “Alice Müller” 0-12 Sure=yes
  MOVE “flew to Paris” 13-26
  SIGHT “Paris 🗼 with” 21-33
  LOC “Paris” 21-26
  PER “Bob” 34-37
  PER “Bob” 39-42
  LOC “New Rome” 53-61
  LOC “Rome” 57-61
  DATE “2021” 68-72
  PER “Alice Müller” -travels_with-> PER “Bob”
  PER “Bob” -lives_in-> LOC “New Rome”
  note on LOC “Rome”: by ben: see \"LOC\"
  note on PER “Bob”: by ben: see \"PER\"
  note on SIGHT “Paris 🗼 with”: by ben: see \"SIGHT\"
";
    assert_eq!((said(&project).as_str(), lines(&lost).as_str()), (expected, ""));
}

#[test]
fn a_span_over_a_line_end_is_one_span() {
    let files = [("a.txt", "one\r\ntwo three"), ("a.ann", "T1\tx 0 3;5 8\tone two\n")];
    check(&files, "a: one\\r\\ntwo three\n  x “one\\r\\ntwo” 0-8\n", "");
}

#[test]
fn a_byte_order_mark_and_other_units_are_found_by_the_words() {
    let said = "a: Ana 👍 Bo\n  p “Bo” 6-8\n";
    check(&[("a.txt", "\u{FEFF}Ana 👍 Bo"), ("a.ann", "T1\tp 7 9\tBo\n")], said, "");
    let lost = "1 unit: a.ann: offsets are in utf16 and not in codepoint\n";
    check(&[("a.txt", "Ana 👍 Bo"), ("a.ann", "T1\tp 7 9\tBo\n")], said, lost);
    let lost = "1 unit: a.ann: offsets are in codepoint with CR LF as one, and not in codepoint\n";
    check(&[("a.txt", "a\r\nBo"), ("a.ann", "T1\tp 2 4\tBo\n")], "a: a\\r\\nBo\n  p “Bo” 3-5\n", lost);
}

#[test]
fn what_does_not_fit_is_left_out_and_said() {
    let lost = "1 span: a.ann:2: “Bo” as p: offset 97 lies outside the text, which ends at 8\n\
        1 relation: a.ann:3: knows from T1 to T2: one of them is not there\n";
    let ann = "T1\tp 0 3\tAna\nT2\tp 97 99\tBo\nR1\tknows Arg1:T1 Arg2:T2\n";
    check(&[("a.txt", "Ana 👍 Bo"), ("a.ann", ann)], "a: Ana 👍 Bo\n  p “Ana” 0-3\n", lost);
}

#[test]
fn bad_lines_are_named() {
    check_refused("T1\tp 0 x\tAna\n", "\"0 x\" is no start and end: a.ann:1");
    check_refused(
        "T1\tp 0 3\tAna\nX1\tp\n",
        "\"X1\" is no id of an annotation: it begins with none of T E R A M N * #: a.ann:2",
    );
    check_refused("\n\nT1 p 0 3 Ana\n", "there is no tab after the id of the annotation: a.ann:3");
    check_refused("T1\tp 0 3\tAna\nT1\tp 6 8\tBo\n", "there are two annotations T1: a.ann:2");
    let alone = vec![InputFile::of_bytes("d/a.ann", "T1\tp 0 3\tAna\n")];
    let why = "the text of these annotations is not beside them: a.txt: d/a.ann";
    assert_eq!(read_all(&empty(), &Brat, alone).unwrap_err().to_string(), why);
}

#[test]
fn an_export_has_lines_that_brat_reads() {
    let files = vec![
        InputFile::of_bytes("a.txt", "one\r\ntwo 👍 three"),
        InputFile::of_bytes(
            "a.ann",
            "T1\ta.b 0 3;5 8\tone two\nT2\tp 9 10\t👍\nR1\tr Arg1:T1 Arg2:T2\nA1\tsure T2\n#1\tremark T2\tso it is\n#2\tAnnotatorNotes T1\ta note\n",
        ),
    ];
    let (project, _) = read_all(&empty(), &Brat, files).unwrap();
    let (files, _) = written_as(&Brat, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    let file = |name: &str| {
        let file = files.iter().find(|file| file.name == name).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["a.ann", "a.txt", "annotation.conf", "visual.conf"]);
    assert_eq!(file("a.txt"), "one\r\ntwo 👍 three");
    let expected = "T1\ta_x002E_b 0 3;5 8\tone two\nT2\tp 9 10\t👍\nR1\tr Arg1:T1 Arg2:T2\t\n#1\tremark T2\tso it is\n\
        A1\tsure T2\n#2\tAnnotatorNotes T1\ta note\n";
    assert_eq!(file("a.ann"), expected);
    assert!(file("annotation.conf").contains("[relations]\n\nr\tArg1:<ENTITY>, Arg2:<ENTITY>\n"));
}

#[test]
fn ids_stay_what_they_are() {
    let ann = "T7\tp 0 3\tAna\nT3\tp 6 8\tBo\nR2\tr Arg1:T7 Arg2:T3\t\n*\tsame T7 T3\n#5\tAnnotatorNotes T3\ta note\n#1\tremark T7\tso it is\n";
    let files = [InputFile::of_bytes("a.ann", ann), InputFile::of_bytes("a.txt", "Ana 👍 Bo")];
    let (documents, _) = super::uima::read(&Brat, &files).unwrap();
    let (files, _) = super::uima::written(&Brat, documents, &[]).unwrap();
    let file = files.iter().find(|file| file.name == "a.ann").unwrap();
    let expected = "T7\tp 0 3\tAna\nT3\tp 6 8\tBo\nR2\tr Arg1:T7 Arg2:T3\t\nR1\tsame Arg1:T7 Arg2:T3\t\n#1\tremark T7\tso it is\n#5\tAnnotatorNotes T3\ta note\n";
    assert_eq!(std::str::from_utf8(&file.bytes).unwrap(), expected);
}

/// Through our own lines as well: their names are what other lines refer to, and no loss.
#[test]
fn ids_stay_what_they_are_in_lines_of_json() {
    let ann = "T7\tp 0 3\tAna\nT3\tp 6 8\tBo\nR9\tr Arg1:T7 Arg2:T3\t\n#5\tAnnotatorNotes T3\ta note\n";
    let files = [InputFile::of_bytes("a.ann", ann), InputFile::of_bytes("a.txt", "Ana 👍 Bo")];
    let (documents, _) = super::uima::read(&Brat, &files).unwrap();
    let (files, _) = super::uima::written(&Jsonl, documents, &[]).unwrap();
    let inputs: Vec<InputFile> =
        files.iter().map(|file| InputFile::of_bytes(file.name.as_str(), file.bytes.clone())).collect();
    let (documents, losses) = super::uima::read(&Jsonl, &inputs).unwrap();
    assert_eq!(lines(&losses), "");
    let (files, _) = super::uima::written(&Brat, documents, &[]).unwrap();
    let file = files.iter().find(|file| file.name == "a.ann").unwrap();
    assert_eq!(std::str::from_utf8(&file.bytes).unwrap(), ann);
}

#[test]
fn annotations_are_told_by_their_first_line() {
    let best = |name: &str, head: &[u8]| best_for(&Head { name, bytes: head, entries: &[] }).map(|format| format.id());
    assert_eq!(best("a.ann", b"T1\tp 0 3\tAna\n"), Some("brat"));
    assert_eq!(best("a.ann", b""), Some("brat"));
    assert_eq!(
        group(vec![InputFile::of_bytes("d/a.txt", "x"), InputFile::of_bytes("d/a.ann", "")]),
        ["brat d/a.ann d/a.txt"]
    );
}
