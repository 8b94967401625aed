//! Ids that are there twice: refused with the place, or told, or no matter. What points at one of them never points at a
//! wrong one.

use super::{file, good_of, whole};
use glossator::formats::{InputFile, named};

/// What comes of an input: its spans' words, how many relations, and losses; or why it is refused.
#[track_caller]
fn check(id: &str, files: &[(&str, &str)], expected: Result<(&[&str], usize, &str), &str>) {
    let files: Vec<InputFile> = files.iter().map(|(name, content)| file(name, *content)).collect();
    let format = named(id).unwrap();
    match (whole(format, &files), expected) {
        (Ok(taken), Ok((words, n_relations, lost))) => {
            let relations = taken.project.sets.values().map(|set| set.relations.len()).sum::<usize>();
            let own: String =
                taken.lost.lines().filter(|line| !line.contains("good.jsonl")).collect::<Vec<_>>().join("\n");
            assert_eq!(
                (taken.words(), relations, own.as_str()),
                (words.iter().map(|it| (*it).to_owned()).collect(), n_relations, lost)
            );
        }
        (Err(why), Err(expected)) => assert_eq!(why, expected),
        (Ok(taken), Err(why)) => panic!("{:?} {} in place of {why}", taken.words(), taken.lost),
        (Err(why), Ok(_)) => panic!("{why}"),
    }
}

const TEXT: &str = "Ana 👍 Bo Cy";

#[test]
fn lines_of_brat() {
    let lines = "T1\tp 0 3\tAna\nT1\tp 6 8\tBo\nT2\tp 9 11\tCy\nR1\tr Arg1:T1 Arg2:T2\n";
    let files = [("a.ann", lines), ("a.txt", TEXT)];
    check("brat", &files, Err("there are two annotations T1: a.ann:2"));
    let inputs: Vec<InputFile> = files.iter().map(|(name, content)| file(name, *content)).collect();
    let good = good_of(named("brat").unwrap(), &inputs).unwrap();
    assert_eq!(
        (good.words(), good.refused),
        (vec!["Ana".to_owned(), "Cy".to_owned()], vec!["there are two annotations T1: a.ann:2".to_owned()])
    );
}

#[test]
fn lines_of_json() {
    let spans = r#"[{"id": "aaaaaaa1", "start": 0, "end": 3, "tag": "p"}, {"id": "aaaaaaa1", "start": 6, "end": 8, "tag": "p"}, {"id": "aaaaaaa2", "start": 9, "end": 11, "tag": "p"}]"#;
    let relations = r#"[{"from": "aaaaaaa1", "to": "aaaaaaa2", "tag": "r"}]"#;
    let line = format!(
        r#"{{"text": "{TEXT}", "sets": [{{"annotator": "ana", "spans": {spans}, "relations": {relations}}}]}}"#
    );
    let lost = "1 id: a.jsonl:1: \"aaaaaaa1\" is the id of another record already";
    check("jsonl", &[("a.jsonl", &line)], Ok((&["Ana", "Bo", "Cy"], 1, lost)));
    let lines = "{\"id\": \"a\", \"text\": \"Ana\"}\n{\"id\": \"a\", \"text\": \"Bo\"}\n";
    check("jsonl", &[("a.jsonl", lines)], Ok((&[], 0, "1 id: there is a document a already: “a” got another id")));
}

#[test]
fn entities_of_doccano() {
    let entity = |id: usize, start: usize, end: usize| {
        format!(r#"{{"id": {id}, "label": "p", "start_offset": {start}, "end_offset": {end}}}"#)
    };
    let entities = [entity(1, 0, 3), entity(1, 6, 8), entity(2, 9, 11)].join(", ");
    let relations = r#"[{"id": 1, "from_id": 1, "to_id": 2, "type": "r"}]"#;
    let plain = TEXT.replace('👍', "+");
    let line = format!(r#"{{"id": 1, "text": "{plain}", "entities": [{entities}], "relations": {relations}}}"#);
    check("doccano", &[("a.jsonl", &line)], Ok((&["Ana", "Bo", "Cy"], 1, "1 id: a.jsonl:1: there are two entities 1")));
}

#[test]
fn annotations_of_the_web() {
    let one = |start: usize, end: usize| {
        format!(
            r#"{{"id": "urn:1", "type": "Annotation", "body": "p", "target": {{"source": "a.txt", "selector": {{"type": "TextPositionSelector", "start": {start}, "end": {end}}}}}}}"#
        )
    };
    let list = format!("[{},\n{}]", one(0, 3), one(6, 8));
    let lost = "1 id: a.jsonld:2: there are two annotations urn:1";
    check("w3c", &[("a.jsonld", &list), ("a.txt", TEXT)], Ok((&["Ana", "Bo"], 0, lost)));
}

#[test]
fn annotations_of_bioc() {
    let one = |start: usize, length: usize| {
        format!(
            "<annotation id=\"1\"><infon key=\"type\">p</infon><location offset=\"{start}\" length=\"{length}\"/></annotation>\n"
        )
    };
    let passage = format!("<passage><offset>0</offset><text>{TEXT}</text>\n{}{}</passage>", one(0, 3), one(6, 2));
    let file = format!("<collection><source/><date/><key/><document><id>7</id>\n{passage}</document></collection>");
    let lost = "1 id: a.xml:1: \"1\" is the id of several annotations, or of none";
    check("bioc", &[("a.xml", &file)], Ok((&["Ana", "Bo"], 0, lost)));
}

#[test]
fn codes_of_refi() {
    let code = |name: &str| format!("<Code guid=\"aa\" name=\"{name}\" isCodable=\"true\"/>");
    let selection = "<PlainTextSelection guid=\"b\" startPosition=\"0\" endPosition=\"3\"><Coding guid=\"c\"><CodeRef targetGUID=\"aa\"/></Coding></PlainTextSelection>";
    let file = format!(
        "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"x\"><CodeBook><Codes>{}{}</Codes></CodeBook><Sources>\
         <TextSource guid=\"s\" name=\"d.txt\"><PlainTextContent>{TEXT}</PlainTextContent>{selection}</TextSource></Sources></Project>",
        code("p"),
        code("q")
    );
    check("refi-qda", &[("a.qde", &file)], Ok((&["Ana"], 0, "1 codebook: a.qde:1: a second code has the GUID aa")));
}

#[test]
fn documents_of_tables_and_lists() {
    let other = |name: &str| format!("1 id: there is a document {name} already: “{name}” got another id");
    check("csv", &[("a.csv", "id,text\na,Ana\na,Bo\n")], Ok((&[], 0, &other("a"))));
    // A document of PubTator is called after its first line.
    let both = "1|t|Ana\n1|a|Bo\n1\t0\t3\tAna\tp\tX\n\n1|t|Cy\n1|a|Di\n1\t0\t2\tCy\tp\tX\n\n";
    check("pubtator", &[("a.txt", both)], Ok((&["Cy", "Ana"], 0, &other("1").replace("“1”", "“Cy”"))));
    let lines = "# newdoc id = a\n1\tAna\t_\t_\t_\t_\t_\t_\t_\t_\n\n# newdoc id = a\n1\tBo\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    check("conllu", &[("a.conllu", lines)], Ok((&[], 0, &other("a"))));
}

#[test]
fn ids_that_others_point_at_are_refused_with_their_line() {
    let gate = "<GateDocument><TextWithNodes/><AnnotationSet>\n<Annotation Id=\"1\"/>\n<Annotation Id=\"1\"/></AnnotationSet></GateDocument>";
    check("gate", &[("a.xml", gate)], Err("there are two annotations with the id 1: a.xml:3:1"));
    let tokens =
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.P|value\n\n\n#Text=Ana Bo\n1-1\t0-3\tAna\tp\t\n1-1\t4-6\tBo\tp\t\n";
    check("webanno-tsv", &[("a.tsv", tokens)], Err("there are two lines of 1-1: a.tsv:7"));
    let xmi = "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:t=\"http:///custom.ecore\">\n<t:P xmi:id=\"2\"/>\n<t:P xmi:id=\"2\"/></xmi:XMI>";
    check("uima-xmi", &[("a.xmi", xmi)], Err("the id 2 is there twice: a.xmi:3:1"));
    let json = r#"{"%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "x"}, {"%ID": 1, "%TYPE": "x"}]}"#;
    check("uima-json", &[("a.json", json)], Err("the id 1 is there twice: a.json"));
}
