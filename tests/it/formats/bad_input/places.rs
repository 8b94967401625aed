//! Offsets beyond the text, before it, in the wrong order, and inside a character: such a span is left out and told, and
//! none is put anywhere else.

use super::{file, good_of, whole};
use glossator::formats::{InputFile, named};
use glossator::text::Unit;

/// A way to say where a span is, in “Ana 👍 Bo”: one over “Ana”, and one that begins and ends at S and E.
struct Said {
    id: &'static str,
    unit: Unit,
    /// The line of the second span, if the format has lines; 0 if not.
    line: usize,
    files: &'static [(&'static str, &'static str)],
}

const ALL: &[Said] = &[
    Said {
        id: "jsonl",
        unit: Unit::CodePoint,
        line: 1,
        files: &[(
            "a.jsonl",
            r#"{"text": "Ana 👍 Bo", "sets": [{"spans": [{"start": 0, "end": 3, "tag": "p"}, {"start": S, "end": E, "tag": "p"}]}]}"#,
        )],
    },
    Said {
        id: "jsonl",
        unit: Unit::Utf16,
        line: 1,
        files: &[(
            "a.jsonl",
            r#"{"text": "Ana 👍 Bo", "unit": "utf16", "sets": [{"spans": [{"start": 0, "end": 3, "tag": "p"}, {"start": S, "end": E, "tag": "p"}]}]}"#,
        )],
    },
    Said {
        id: "csv",
        unit: Unit::CodePoint,
        line: 3,
        files: &[("a.csv", "document,start,end,label\na.txt,0,3,p\na.txt,S,E,p\n"), ("a.txt", "Ana 👍 Bo")],
    },
    Said {
        id: "brat",
        unit: Unit::CodePoint,
        line: 2,
        files: &[("a.ann", "T1\tp 0 3\tAna\nT2\tp S E\tBo\n"), ("a.txt", "Ana 👍 Bo")],
    },
    Said {
        id: "brat",
        unit: Unit::CodePoint,
        line: 2,
        files: &[("a.ann", "T1\tp 0 3\nT2\tp S E\n"), ("a.txt", "Ana 👍 Bo")],
    },
    Said {
        id: "webanno-tsv",
        unit: Unit::Utf16,
        line: 7,
        files: &[(
            "a.tsv",
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.P|value\n\n\n#Text=Ana 👍 Bo\n1-1\t0-3\tAna\tp\t\n1-2\tS-E\tBo\tp\t\n",
        )],
    },
    Said {
        id: "uima-xmi",
        unit: Unit::Utf16,
        line: 4,
        files: &[(
            "a.xmi",
            "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\"\n\
             xmlns:t=\"http:///custom.ecore\" xmi:version=\"2.0\">\n\
             <t:P xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"3\" value=\"p\"/>\n\
             <t:P xmi:id=\"3\" sofa=\"1\" begin=\"S\" end=\"E\" value=\"p\"/>\n\
             <cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\"Ana 👍 Bo\"/>\n\
             <cas:View sofa=\"1\" members=\"2 3\"/></xmi:XMI>",
        )],
    },
    Said {
        id: "uima-json",
        unit: Unit::Utf16,
        line: 0,
        files: &[(
            "a.json",
            r#"{"%FEATURE_STRUCTURES": [
            {"%ID": 2, "%TYPE": "custom.P", "@sofa": 1, "begin": 0, "end": 3, "value": "p"},
            {"%ID": 3, "%TYPE": "custom.P", "@sofa": 1, "begin": S, "end": E, "value": "p"},
            {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": "Ana 👍 Bo"}],
            "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3]}}}"#,
        )],
    },
    Said {
        id: "label-studio",
        unit: Unit::CodePoint,
        line: 1,
        files: &[(
            "a.json",
            r#"[{"id": 1, "data": {"text": "Ana 👍 Bo"}, "annotations": [{"result": [{"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": {"start": 0, "end": 3, "labels": ["p"]}}, {"id": "b", "from_name": "label", "to_name": "text", "type": "labels", "value": {"start": S, "end": E, "labels": ["p"]}}]}]}]"#,
        )],
    },
    Said {
        id: "doccano",
        unit: Unit::CodePoint,
        line: 1,
        files: &[("a.jsonl", r#"{"id": 1, "text": "Ana 👍 Bo", "label": [[0, 3, "p"], [S, E, "p"]]}"#)],
    },
    Said {
        id: "prodigy",
        unit: Unit::CodePoint,
        line: 1,
        files: &[(
            "a.jsonl",
            r#"{"text": "Ana 👍 Bo", "spans": [{"start": 0, "end": 3, "label": "p"}, {"start": S, "end": E, "label": "p"}], "answer": "accept"}"#,
        )],
    },
    Said {
        id: "spacy",
        unit: Unit::CodePoint,
        line: 1,
        files: &[("a.jsonl", r#"["Ana 👍 Bo", {"entities": [[0, 3, "p"], [S, E, "p"]]}]"#)],
    },
    Said {
        id: "hf",
        unit: Unit::CodePoint,
        line: 1,
        files: &[(
            "a.jsonl",
            r#"{"text": "Ana 👍 Bo", "spans": [{"start": 0, "end": 3, "label": "p"}, {"start": S, "end": E, "label": "p"}]}"#,
        )],
    },
    Said {
        id: "refi-qda",
        unit: Unit::CodePoint,
        line: 5,
        files: &[(
            "a.qde",
            "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"x\">\n\
             <CodeBook><Codes><Code guid=\"aa\" name=\"p\" isCodable=\"true\"/></Codes></CodeBook>\n\
             <Sources><TextSource guid=\"s\" name=\"d.txt\"><PlainTextContent>Ana 👍 Bo</PlainTextContent>\n\
             <PlainTextSelection guid=\"b\" startPosition=\"0\" endPosition=\"3\"><Coding guid=\"c\"><CodeRef targetGUID=\"aa\"/></Coding></PlainTextSelection>\n\
             <PlainTextSelection guid=\"d\" startPosition=\"S\" endPosition=\"E\"><Coding guid=\"e\"><CodeRef targetGUID=\"aa\"/></Coding></PlainTextSelection>\n\
             </TextSource></Sources></Project>",
        )],
    },
    Said {
        id: "w3c",
        unit: Unit::CodePoint,
        line: 2,
        files: &[
            (
                "a.jsonld",
                "[{\"type\": \"Annotation\", \"body\": \"p\", \"target\": {\"source\": \"a.txt\", \"selector\": {\"type\": \"TextPositionSelector\", \"start\": 0, \"end\": 3}}},\n\
                 {\"type\": \"Annotation\", \"body\": \"p\", \"target\": {\"source\": \"a.txt\", \"selector\": {\"type\": \"TextPositionSelector\", \"start\": S, \"end\": E}}}]",
            ),
            ("a.txt", "Ana 👍 Bo"),
        ],
    },
    Said {
        id: "gate",
        unit: Unit::Utf16,
        line: 5,
        files: &[(
            "a.xml",
            "<GateDocument>\n<TextWithNodes><Node id=\"0\"/>Ana<Node id=\"3\"/> 👍 Bo<Node id=\"9\"/></TextWithNodes>\n\
             <AnnotationSet>\n<Annotation Id=\"1\" Type=\"p\" StartNode=\"0\" EndNode=\"3\"/>\n\
             <Annotation Id=\"2\" Type=\"p\" StartNode=\"S\" EndNode=\"E\"/>\n</AnnotationSet></GateDocument>",
        )],
    },
    Said {
        id: "bioc",
        unit: Unit::CodePoint,
        // The line of the document that it is in.
        line: 2,
        files: &[(
            "a.xml",
            "<collection><source/><date/><key/>\n<document><id>1</id>\n<passage><offset>0</offset><text>Ana 👍 Bo</text>\n\
             <annotation id=\"1\"><infon key=\"type\">p</infon><location offset=\"0\" length=\"3\"/><text>Ana</text></annotation>\n\
             <annotation id=\"2\"><infon key=\"type\">p</infon><location offset=\"S\" length=\"L\"/></annotation>\n\
             </passage></document></collection>",
        )],
    },
    Said {
        id: "pubtator",
        unit: Unit::CodePoint,
        line: 4,
        files: &[("a.txt", "1|t|Ana 👍\n1|a|Bo\n1\t0\t3\tAna\tp\tX\n1\tS\tE\tBo\tp\tY\n\n")],
    },
];

/// Formats with spans that have no offsets to be wrong, or that tests of their own spoil: a table of marks by words, tokens,
/// and a database.
const WITHOUT: [&str; 5] = ["conll", "conllu", "taguette", "tei", "inception-zip"];

#[test]
fn a_span_that_has_no_place_is_left_out_and_told() {
    for said in ALL {
        let mut wrong = vec![(6, 99), (6, 99_999_999_999), (99, 120), (-1, 3), (8, 6), (i64::MIN, i64::MAX)];
        if said.unit == Unit::Utf16 {
            // The thumb takes two units, from 4 on.
            wrong.extend([(5, 9), (0, 5), (5, 5)]);
        }
        for (start, end) in wrong {
            check(said, start, end);
        }
    }
}

#[test]
fn every_format_with_offsets_is_tried() {
    let with_spans = super::samples::ids().into_iter().filter(|id| named(id).unwrap().carries().spans);
    let tried: Vec<&str> = ALL.iter().map(|said| said.id).chain(WITHOUT).collect();
    assert_eq!(with_spans.filter(|id| !tried.contains(id)).collect::<Vec<_>>(), [""; 0]);
}

fn check(said: &Said, start: i64, end: i64) {
    let filled = |content: &str| {
        let length = end.wrapping_sub(start).to_string();
        let numbers = [("S", start.to_string()), ("E", end.to_string()), ("L", length)];
        numbers.iter().fold(content.to_owned(), |content, (letter, number)| put(&content, letter, number))
    };
    let files: Vec<InputFile> = said.files.iter().map(|(name, content)| file(name, filled(content))).collect();
    let format = named(said.id).unwrap();
    let place = match said.line {
        // There each text is named, and not the line.
        _ if said.id == "refi-qda" => "in “d.txt”".to_owned(),
        0 => said.files[0].0.to_owned(),
        line => format!("{}:{line}", said.files[0].0),
    };
    let what = format!("{} in {:?}, {start}–{end}", said.id, said.unit);
    match whole(format, &files) {
        Ok(taken) => {
            assert_eq!(taken.words(), ["Ana"], "{what}");
            assert!(taken.lost.contains(&place), "{what}: {}", taken.lost);
        }
        Err(why) => assert!(why.contains(&place), "{what}: {why}"),
    }
    if let Ok(taken) = good_of(format, &files) {
        assert!(taken.words().iter().all(|words| words == "Ana"), "{what}: {:?}", taken.words());
    }
}

/// A number in place of a letter that stands alone.
fn put(content: &str, letter: &str, number: &str) -> String {
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut out = String::new();
    let mut rest = content;
    while let Some((before, after)) = rest.split_once(letter) {
        out.push_str(before);
        let is_alone = !is_part(out.chars().next_back()) && !is_part(after.chars().next());
        out.push_str(if is_alone { number } else { letter });
        rest = after;
    }
    out + rest
}
