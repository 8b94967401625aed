//! Codebooks that come in and go out with what is marked: the tags with where they stand, their colors and what they mean,
//! and attributes with their values.

use super::{empty, file, fixture, lines, me, read_all, read_into, written_as};
use crate::notation::project;
use glossator::edit::{Command, Mint};
use glossator::formats::{
    Batch, Brat, Format, FormatError, InceptionZip, InputFile, LabelStudio, Losses, NoTexts, RefiQda, Selection,
    TagMap, WriteOptions, codebook_as_qdc, grouped,
};
use glossator::model::{
    Attribute, AttributeId, AttributeKind, Choice, Clause, Codebook, Direction, Layer, LayerId, LayerKind, Overlap,
    Project, Tag, TagColor, TagId, Timestamp,
};
use proptest::prelude::*;

/// A codebook in lines: tags as a tree, each with its name where that is not its id, its color where that is no slot of
/// the palette, its short name, which way it goes and between what, and what it means; then the attributes.
fn told(codebook: &Codebook) -> String {
    let mut out = String::new();
    for (tag, depth) in codebook.tree() {
        out.push_str(&format!("{}{}", "  ".repeat(depth), tag.id));
        if codebook.layer(&tag.layer).unwrap().id != codebook.first_layer(codebook.kind_of(tag)).unwrap().id {
            out.push_str(&format!(" in {}", tag.layer));
        }
        if tag.name != tag.id.as_str() {
            out.push_str(&format!(" “{}”", tag.name));
        }
        if let Some(short) = &tag.short {
            out.push_str(&format!(" ({short})"));
        }
        match codebook.kind_of(tag) {
            LayerKind::Span => {}
            LayerKind::Document => out.push_str(" of documents"),
            LayerKind::Relation => {
                let ids = |ids: &std::collections::BTreeSet<TagId>| {
                    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")
                };
                let way = match tag.ends.direction {
                    Direction::Directed => "->",
                    Direction::Symmetric => "<->",
                    Direction::Chain => "-*-",
                };
                out.push_str(&format!(" [{}{way}{}]", ids(&tag.ends.from), ids(&tag.ends.to)));
            }
        }
        if let TagColor::Seed([red, green, blue]) = tag.color {
            out.push_str(&format!(" #{red:02x}{green:02x}{blue:02x}"));
        }
        for words in [&tag.guide, &tag.use_when, &tag.not_when].into_iter().filter(|words| !words.is_empty()) {
            out.push_str(&format!(": {}", words.replace('\n', "\\n")));
        }
        out.push('\n');
    }
    for attribute in &codebook.attributes {
        let of = attribute.layer.as_ref().map_or_else(|| "the document".to_owned(), ToString::to_string);
        let names =
            || attribute.kind.choices().iter().map(|choice| choice.id.to_string()).collect::<Vec<_>>().join("|");
        let kind = match &attribute.kind {
            AttributeKind::Choice(_) => format!("one of {}", names()),
            AttributeKind::Choices(_) => format!("some of {}", names()),
            AttributeKind::YesNo => "yes or no".to_owned(),
            AttributeKind::Number { least, most } => {
                let words = |number: &Option<_>| number.as_ref().map(ToString::to_string).unwrap_or_default();
                format!("{}..{}", words(least), words(most))
            }
            AttributeKind::Text => "text".to_owned(),
        };
        out.push_str(&format!("@{} of {of}: {kind}", attribute.id));
        for clause in &attribute.when {
            if let Clause::Tagged(tags) = clause {
                let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
                out.push_str(&format!(" for {}", tags.join("+")));
            }
        }
        if !attribute.guide.is_empty() {
            out.push_str(&format!(": {}", attribute.guide));
        }
        out.push('\n');
    }
    out
}

/// What comes of files in a project, as a person who names them has it, and what is lost.
fn import(project: &Project, files: Vec<InputFile>, tag_map: &str) -> Result<(Project, Losses), FormatError> {
    let (groups, refused) = grouped(files, None);
    assert!(refused.is_empty(), "{refused:?}");
    let mint = Mint::new(7, Timestamp::new(1_770_000_100));
    let mut batch = Batch::new(project, mint.clone(), me()).mapping(TagMap::parse(tag_map).unwrap());
    groups.iter().try_for_each(|group| batch.read(group, &NoTexts))?;
    let (import, losses) = batch.finish();
    let mut after = project.clone();
    Command::Import(Box::new(import)).plan(project, &mut mint.clone()).unwrap().apply(&mut after).unwrap();
    Ok((after, losses))
}

#[track_caller]
fn check(files: Vec<InputFile>, expected: &str, losses: &str) {
    let (project, lost) = import(&empty(), files, "").unwrap();
    assert_eq!(told(&project.codebook), expected);
    assert_eq!(lines(&lost), losses);
}

/// As Annex A.1 of the REFI-QDA standard has it, and as Taguette 1.5.2 wrote it.
#[test]
fn a_codebook_alone_adds_its_codes() {
    let expected = "Topics
Economy #ffff00: Anything about jobs or taxes or business
Health care #33cc33: Health care issues, doctor, patients, etc.
Values
Conservatives #ff0000: Republicans or right-wing libertarians
Liberals #0000ff: Democrats, socialists, or progressive independents
";
    check(vec![fixture("refi-qda/standard-A1-codebook.qdc")], expected, "");
    let expected = "entity.DATE\nentity.LOC\nentity.MOVE\nentity.PER\nentity.SIGHT\n";
    check(vec![fixture("refi-qda/taguette/harbour-codebook.qdc")], expected, "");
    // Read off the files: the labels of a project of doccano, and a configuration of Label Studio without its tasks.
    let expected = "Dog of documents #ff0000\nCat #ff0000\n";
    check(vec![fixture("doccano/label_types-valid_labels.json")], expected, "");
    let expected = "Person\nOrganization\nFact\nMoney\nDate\nTime\nOrdinal\nPercent\nProduct\nLanguage\nLocation\n";
    check(vec![fixture("label-studio/named_entity/config.xml")], expected, "");
}

#[test]
fn an_import_of_a_codebook_is_one_step_that_is_named_after_it() {
    let before = empty();
    let mint = Mint::new(7, Timestamp::new(1_770_000_100));
    let (groups, _) = grouped(vec![fixture("refi-qda/standard-A1-codebook.qdc")], None);
    let mut batch = Batch::new(&before, mint.clone(), me());
    batch.read(&groups[0], &NoTexts).unwrap();
    let labels: Vec<(LayerKind, &str, usize)> = batch.labels().collect();
    assert_eq!(labels[0], (LayerKind::Span, "Conservatives", 0), "nothing is marked as it");
    assert_eq!((batch.n_documents(), batch.n_codebooks(), batch.new_tags().count()), (0, 1, 6));
    let (import, _) = batch.finish();
    let step = Command::Import(Box::new(import)).plan(&before, &mut mint.clone()).unwrap();
    assert_eq!(step.title, "Import 6 tags");
    let mut after = before.clone();
    step.apply(&mut after).unwrap();
    assert_eq!(after.codebook.order.len(), 6);
    step.inverted().apply(&mut after).unwrap();
    assert_eq!(after.codebook, before.codebook);
}

/// Names, colors and places as in `project.qde` of the fixtures. In the second, documents alone are marked as `travel`.
#[test]
fn a_project_of_research_brings_its_tree_of_codes() {
    let expected = "Topics
  Health #33cc33: Anything about physical or mental health
    Diet #dc0000: Food and eating habits
  Wellbeing #0000ff
";
    let (project, _) = import(&empty(), vec![fixture("refi-qda/toolkit-hand_authored.qdpx")], "").unwrap();
    assert_eq!(told(&project.codebook), expected);
    let expected = "Entities
  DATE #33cc33
  LOC #33cc33
  MOVE #33cc33
  PER #33cc33
  SIGHT #33cc33
travel of documents
lives_in [->]
travels_with [->]
";
    let (project, _) = import(&empty(), vec![fixture("refi-qda/edge/harbour.qdpx")], "").unwrap();
    let shown = told(&project.codebook);
    assert!(shown.starts_with(expected) || shown.starts_with(&expected.replace("lives_in [->]\n", "")), "{shown}");
}

#[test]
fn tags_of_the_project_stay_as_they_are_and_new_ones_stand_under_them() {
    let mut before = project("x", Overlap::Any);
    let economy = Tag {
        guide: "Ours.".to_owned(),
        color: TagColor::Seed([1, 2, 3]),
        ..Tag::new(TagId::new("economy").unwrap(), LayerId::new("entity").unwrap(), "economy".to_owned())
    };
    before.codebook = Codebook::new(before.codebook.layers.clone(), [economy]).into();
    let qdc = "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes><Code guid=\"1\" name=\"Economy\" color=\"#ffffff\" isCodable=\"true\">\
        <Description>Theirs.</Description><Code guid=\"2\" name=\"Jobs\" isCodable=\"true\"/></Code></Codes></CodeBook>";
    let (after, _) = import(&before, vec![file("a.qdc", qdc)], "").unwrap();
    let shown = told(&after.codebook);
    assert_eq!(shown, "economy #010203: Ours.\n  Jobs\n");
}

#[test]
fn a_map_of_tags_holds_for_the_codebook_too() {
    let qdc = "<CodeBook><Codes><Code guid=\"1\" name=\"A\" isCodable=\"true\" color=\"#010101\"><Code guid=\"2\" name=\"B\" isCodable=\"true\">\
        <Code guid=\"3\" name=\"C\" isCodable=\"true\"/></Code></Code></Codes></CodeBook>";
    let (after, _) = import(&empty(), vec![file("a.qdc", qdc)], "A=X,B=").unwrap();
    assert_eq!(told(&after.codebook), "X #010101\n  C\n");
}

/// The tutorial of brat: types, roles and values as its `annotation.conf` says, names and colors as `visual.conf` does.
#[test]
fn types_of_brat_come_with_their_places_roles_names_and_colors() {
    let file = |name: &str| fixture(&format!("brat/tutorial-news/{name}"));
    let names = ["110-note_annotation.ann", "110-note_annotation.txt", "annotation.conf", "visual.conf"];
    let expected = "Person #ff821c
Organization (Org) #a7c2ff
GPE “Geo-political entity” (GPE) #ffd412
Money #007000
Life
  Be-born “Be born”
  Marry
  Divorce
  Die
Transaction
  Transfer-ownership “Transfer ownership”
  Transfer-money “Transfer money”
Business
  Start-org “Start org”
  Merge-org “Merge org”
  End-org “End org”
Report
Agent-Arg “Agent” [Die+Start-org->GPE+Organization+Person]
Artifact-Arg “Artifact” [Transfer-ownership->Organization]
Beneficiary-Arg “Beneficiary” [Transfer-money->GPE+Organization+Person]
Buyer-Arg “Buyer” [Transfer-ownership->GPE+Organization+Person]
Event-Arg “Event” [Report->Be-born+Die+Divorce+End-org+Marry+Merge-org+Report+Start-org+Transfer-money+Transfer-ownership]
Giver-Arg “Giver” [Transfer-money->GPE+Organization+Person]
Money-Arg “Money” [Transfer-money->Money]
Org-Arg “Org” [End-org+Merge-org+Start-org->Organization]
Person-Arg “Person” [Be-born+Die+Divorce+Marry->Person]
Place-Arg “Place” [Be-born+Die+Divorce+Marry->GPE]
Recipient-Arg “Recipient” [Transfer-money->GPE+Organization+Person]
Reporter-Arg “Reporter” [Report->GPE+Organization+Person]
Seller-Arg “Seller” [Transfer-ownership->GPE+Organization+Person]
Located [Person->GPE]
Geographical_part “Geographical part” (Geo part) [GPE->GPE]
Family [Person->Person]
Employment (Employ) [Person->GPE]
Ownership [Person->Organization]
Origin [Organization->GPE]
Alias [Person-*-Person]
@Individual of entity: yes or no for GPE+Money+Organization+Person
@Mention of entity: one of Name|Nominal|Other for GPE+Money+Organization+Person
@Negation of entity: yes or no for Be-born+Die+Divorce+End-org+Marry+Merge-org+Report+Start-org+Transfer-money+Transfer-ownership
@Confidence of entity: one of High|Neutral|Low for Be-born+Die+Divorce+End-org+Marry+Merge-org+Report+Start-org+Transfer-money+Transfer-ownership
";
    let (project, lost) = read_all(&empty(), &Brat, names.map(file).to_vec()).unwrap();
    assert_eq!(told(&project.codebook), expected);
    assert_eq!(lines(&lost), "");
}

#[test]
fn what_is_no_type_of_brat_is_no_tag() {
    let conf =
        "[entities]\n!Top\n\tA\n!Alone\n[relations]\nr Arg1:A, Arg2:A\n<OVERLAP>\tArg1:A, Arg2:A, <OVL-TYPE>:contain\n";
    let files = [("a.txt", "x"), ("a.ann", "T1\tA 0 1\tx\n"), ("annotation.conf", conf)];
    let expected = "Top\n  A\nr [A->A]\n";
    let lost = "2 codebook: annotation.conf:4: Alone, which is not for annotation and has nothing under it\n";
    check(files.iter().map(|(name, content)| file(name, *content)).collect(), expected, lost);
}

#[test]
fn a_configuration_of_brat_may_have_mistakes() {
    let conf = "[entities]\nA\n\tB\n\t\tC\n\tD\nB\n[relations]\nr Arg1:<X>|A, Arg2:<NONE>\n<X>=<Y>|B\n<Y>=<X>|C\n\
        [attributes]\nSure Arg:<ENTITY>, Value:yes|no\n\n[events]\n-----\n!\n";
    let visual =
        "[labels]\nA | Name of A | NoA\nZ | Nobody\n[drawing]\nA\tbgColor:nocolor, fgColor:red\nB\tbgColor:tomato\n";
    let ann = "T1\tA 0 1\tx\nA1\tSure T1 maybe\n";
    let files = [("a.txt", "x"), ("a.ann", ann), ("annotation.conf", conf), ("visual.conf", visual)];
    // A color without a meaning, and `!` alone, which is a type without a name.
    let expected = "A “Name of A” (NoA)
  B #ff6347
    C
  D
r [A+B+C->]
@Sure of entity: one of yes|no|maybe
";
    let lost = "3 codebook: annotation.conf:6: a second “B”\n";
    check(files.iter().map(|(name, content)| file(name, *content)).collect(), expected, lost);
    let latin = [("a.txt", &b"x"[..]), ("a.ann", b""), ("annotation.conf", b"\0\0\0")];
    let (project, lost) = import(&empty(), latin.map(|(name, bytes)| file(name, bytes)).to_vec(), "").unwrap();
    assert_eq!((project.documents.len(), told(&project.codebook)), (1, String::new()));
    assert!(lines(&lost).starts_with("1 codebook: "), "{}", lines(&lost));
}

/// As the JSON in the archive has it: a layer of spans with a set of three tags, one of relations with an empty set.
#[test]
fn the_layers_of_a_project_of_inception_bring_their_tags() {
    let (project, _) =
        read_into(&empty(), &InceptionZip, fixture("inception-zip/test-project-with-recommenders.zip")).unwrap();
    assert_eq!(told(&project.codebook), "LOC\nORG\nPER\n");
    assert_eq!(project.codebook.layers[0].name, "Span");
    let json = r#"{"source_documents": [{"name": "a.txt", "format": "text"}],
        "tag_sets": [{"name": "NER", "tags": [{"tag_name": "PER", "tag_description": "People"}, {"tag_name": null},
            {"tag_name": "PER", "tag_description": "Again"}]}],
        "layers": [
            {"name": "custom.Span", "uiName": "Entities", "type": "span", "features": [
                {"name": "value", "type": "uima.cas.String", "tag_set": {"name": "NER"}},
                {"name": "sure", "uiName": "How sure", "type": "uima.cas.String", "description": "Your own view",
                    "tag_set": {"name": "S", "tags": [{"tag_name": "yes"}, {"tag_name": "no"}]}},
                {"name": "nested", "type": "uima.cas.Boolean"}, {"name": "n", "type": "uima.cas.Integer"},
                {"name": "link", "type": "custom.Link"}]},
            {"name": "custom.Rel", "type": "relation", "features": [{"name": "Governor", "type": "x"},
                {"name": "Dependent", "type": "x"}, {"name": "label", "type": "uima.cas.String",
                    "tag_set": {"name": "R", "tags": [{"tag_name": "knows"}]}}]},
            {"name": "custom.Off", "type": "span", "enabled": false,
                "features": [{"name": "value", "type": "uima.cas.String", "tag_set": {"name": "NER"}}]}]}"#;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [("exportedproject.json", json), ("source/a.txt", "Ana")] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, bytes.as_bytes()).unwrap();
    }
    let expected = "PER: People
knows [->]
@sure of Entities: one of yes|no: Your own view
@nested of Entities: yes or no
@n of Entities: ..
";
    let lost = "2 codebook: p.zip/exportedproject.json: a tag of the set NER has no name\n";
    check(vec![file("p.zip", zip.finish().unwrap().into_inner())], expected, lost);
}

/// As the configuration beside the fixture has it.
#[test]
fn labels_and_choices_of_label_studio_come_with_colors_hints_and_values() {
    let files = ["export.json", "config.xml"].map(|name| fixture(&format!("label-studio/edge/harbour/{name}")));
    let (project, _) = read_all(&empty(), &LabelStudio, files.to_vec()).unwrap();
    let expected = "DATE\nLOC\nMOVE\nPER\nSIGHT\nlives_in [->]\ntravels_with [->]\ntravel of documents\n\
        @sure of entity: one of yes|no\n";
    assert_eq!(told(&project.codebook), expected);
    let config = "<View><Labels name='l' toName='t'><Label value='Person' alias='PER' background='#F80' hint='People &amp; gods'/>\
        <Label value='ORG' background='orange'/><Label value='ORG'/><Label background='blue'/><Label value='X' background='nocolor'/></Labels>\
        <Text name='t' value='$text'/><Taxonomy name='topic' toName='t'><Choice value='News'><Choice value='Sport'/></Choice></Taxonomy>\
        <Rating name='stars' toName='t' maxRating='3' perRegion='true'/><TextArea name='why' toName='t' perRegion='true'/>\
        <Choices name='document:mood' toName='t' choice='multiple'><Choice value='good'/><Choice value='bad'/></Choices></View>";
    let tasks = r#"[{"id": 1, "data": {"text": "Ana"}, "annotations": [{"result": []}]}]"#;
    let expected = "PER “Person” #ff8800: People & gods
ORG #ffa500
X
News of documents
  News-Sport “Sport” of documents
@stars of entity: 0..3
@why of entity: text
@mood of the document: some of good|bad
";
    let shown = import(&empty(), vec![file("a.json", tasks), file("config.xml", config)], "").unwrap();
    assert_eq!(told(&shown.0.codebook).replace("news-sport", "News-Sport"), expected);
    assert_eq!(lines(&shown.1), "3 codebook: config.xml:1: a second “ORG”\n");
}

#[test]
fn a_codebook_with_mistakes_comes_in_as_far_as_it_goes() {
    let qdc = "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes>
<Code guid=\"1\" name=\"A\" color=\"red-ish\" isCodable=\"true\"><Code guid=\"2\" name=\"A\" isCodable=\"true\"/></Code>
<Code guid=\"3\" name=\"A\" isCodable=\"true\"/>
<Code guid=\"3\" name=\" \" isCodable=\"true\"><Code guid=\"4\" name=\"B\" isCodable=\"true\"/></Code>
<Code name=\"C\"/>
</Codes></CodeBook>";
    let expected = "A\n  A › A “A”\nCode without a name\n  B\nC\n";
    // Also the second code of a name under one above, and the GUID that two have.
    check(vec![file("a.qdc", qdc)], expected, "4 codebook: a.qdc:4: the code has no name\n");
}

#[test]
fn codes_far_within_each_other_are_refused_or_counted_and_nothing_breaks() {
    let nested = |n: usize| {
        let open: String = (0..n).map(|at| format!("<Code guid=\"{at}\" name=\"c{at}\" isCodable=\"true\">")).collect();
        format!("<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes>{open}{}</Codes></CodeBook>", "</Code>".repeat(n))
    };
    let error = import(&empty(), vec![file("a.qdc", nested(10_000))], "").unwrap_err().to_string();
    assert!(error.starts_with("there are over 200 elements within each other: a.qdc:1:"), "{error}");
    let (project, lost) = import(&empty(), vec![file("a.qdc", nested(150))], "").unwrap();
    assert_eq!(project.codebook.tree().iter().map(|(_, depth)| *depth).max(), Some(99));
    assert_eq!(lines(&lost), "50 codebook: “c100” stands more than 100 tags deep\n");
    let conf: String = (0..1_000).map(|at| format!("{}t{at}\n", "\t".repeat(at))).collect();
    let files =
        [("a.txt", "x".to_owned()), ("a.ann", String::new()), ("annotation.conf", format!("[entities]\n{conf}"))];
    let (project, lost) = import(&empty(), files.map(|(name, content)| file(name, content)).to_vec(), "").unwrap();
    assert_eq!((project.codebook.order.len(), project.codebook.in_circles().len()), (1_000, 0));
    assert_eq!(lines(&lost), "900 codebook: “t100” stands more than 100 tags deep\n");
}

#[test]
fn what_two_files_say_of_one_tag_makes_no_circle() {
    let qdc = |outer: &str, inner: &str| {
        format!(
            "<CodeBook><Codes><Code guid=\"1\" name=\"{outer}\" isCodable=\"true\"><Code guid=\"2\" name=\"{inner}\" isCodable=\"true\"/>\
             </Code></Codes></CodeBook>"
        )
    };
    check(vec![file("a.qdc", qdc("A", "B")), file("b.qdc", qdc("B", "A"))], "A\n  B\n", "");
}

/// A codebook that has something of everything.
fn rich() -> Project {
    let mut project = project("[person|one] [minister|two]", Overlap::Any);
    let layer = |id: &str, kind: LayerKind| Layer { kind, ..Layer::new(LayerId::new(id).unwrap(), id.to_owned()) };
    let tag = |id: &str, layer: &str, parent: Option<&str>| {
        let parent = parent.map(|id| TagId::new(id).unwrap());
        Tag { parent, ..Tag::new(TagId::new(id).unwrap(), LayerId::new(layer).unwrap(), id.to_owned()) }
    };
    let ids = |ids: &[&str]| ids.iter().map(|id| TagId::new(id).unwrap()).collect();
    let mut knows = tag("knows", "relation", None);
    (knows.ends.from, knows.ends.to, knows.ends.direction) = (ids(&["person"]), ids(&["minister"]), Direction::Chain);
    knows.color = TagColor::Seed([1, 2, 3]);
    let tags = [
        Tag {
            name: "A person".to_owned(),
            color: TagColor::Seed([255, 136, 0]),
            guide: "People, named.\n\nNot gods.".to_owned(),
            use_when: "There is a name".to_owned(),
            not_when: "“He” & <she>".to_owned(),
            ..tag("person", "entity", None)
        },
        Tag { color: TagColor::Slot(7), ..tag("official", "entity", Some("person")) },
        Tag { short: Some("M!".into()), ..tag("minister", "entity", Some("official")) },
        tag("travel", "topic", None),
        tag("by train", "topic", Some("travel")),
        knows,
    ];
    let layers = vec![
        layer("entity", LayerKind::Span),
        layer("topic", LayerKind::Document),
        layer("relation", LayerKind::Relation),
    ];
    let choices = ["sure", "not"].map(|id| Choice { id: id.into(), name: id.to_owned() }).to_vec();
    let attribute = |id: &str, kind: AttributeKind| {
        Attribute::new(AttributeId::new(id).unwrap(), Some(LayerId::new("entity").unwrap()), kind)
    };
    let certainty = Attribute {
        when: vec![Clause::Tagged(ids(&["person"]))],
        ..attribute("certainty", AttributeKind::Choice(choices))
    };
    let attributes = vec![certainty, attribute("quoted", AttributeKind::YesNo)];
    project.codebook = Codebook { attributes, ..Codebook::new(layers, tags) }.into();
    project
}

/// What comes back of a project in a format, without the project's codebook at hand.
fn back(format: &'static dyn Format, project: &Project) -> String {
    let (files, _) = written_as(format, project, &Selection::default(), &WriteOptions::default()).unwrap();
    let inputs = files.into_iter().map(|it| InputFile::of_bytes(it.name, it.bytes)).collect();
    told(&read_all(&empty(), format, inputs).unwrap().0.codebook)
}

#[test]
fn codebooks_go_out_and_come_back() {
    let project = rich();
    let whole = told(&project.codebook);
    let person = "person “A person” #ff8800: People, named.\\n\\nNot gods.: There is a name: “He” & <she>\n";
    let tree = "  official\n    minister (M!)\n";
    let topics = "travel of documents\n  by train of documents\n";
    let knows = "knows [person-*-minister] #010203\n";
    let attributes = "@certainty of entity: one of sure|not for person\n@quoted of entity: yes or no\n";
    assert_eq!(whole, [person, tree, topics, knows, attributes].concat());

    // A codebook file has no place for short names; tags of relations and attributes are counted.
    let mut losses = Losses::default();
    let qdc = codebook_as_qdc(&project.codebook, &mut losses);
    assert_eq!(lines(&losses), "3 codebook: the tag of relations “knows”\n");
    let (read, _) = import(&empty(), vec![file("a.qdc", qdc)], "").unwrap();
    assert_eq!(told(&read.codebook), [person, "  official\n    minister\n", topics].concat());
    let official = read.codebook.named("official").unwrap();
    assert_eq!(official.color, TagColor::Slot(7), "a color of the palette is one again");
    assert_eq!(back(&RefiQda, &project), [person, "  official\n    minister\n", topics].concat());

    // brat says what types are called and look like, and nothing of what they mean, nor of documents.
    assert_eq!(back(&Brat, &project), ["person “A person” #ff8800\n", tree, knows, attributes].concat());

    // Label Studio has a list with hints.
    let listed = "person #ff8800: People, named.\\n\\nNot gods.\nofficial\nminister\n";
    let topics = "travel of documents\nby train of documents\n";
    let attributes = "@certainty of entity: one of sure|not\n@quoted of entity: one of true|false\n";
    let expected = [listed, topics, "knows [->] #010203\n", attributes].concat();
    assert_eq!(back(&LabelStudio, &project), expected);
}

/// Four files of which two have these words.
fn inputs(words: &str) -> [Vec<InputFile>; 4] {
    let brat = |conf: &str, visual: &str| {
        let files = [("a.txt", "x"), ("a.ann", "T1\tA 0 1\tx\n"), ("annotation.conf", conf), ("visual.conf", visual)];
        files.map(|(name, content)| file(name, content)).to_vec()
    };
    let task = r#"[{"id": 1, "data": {"text": "Ana"}, "annotations": [{"result": []}]}]"#;
    [
        brat(words, ""),
        brat("[entities]\nA\nB\n[relations]\nr Arg1:A\n", words),
        vec![file("a.json", task), file("config.xml", format!("<View>{words}</View>"))],
        vec![file("a.qdc", format!("<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\">{words}</CodeBook>"))],
    ]
}

proptest! {
    #[test]
    fn whatever_a_codebook_says_it_comes_in_sound_or_is_refused(
        words in "([AB!]|\\[(entities|relations|events|attributes|labels|drawing)\\]|<[AB]>|=|<A>=<B>\\|A|:|,|\\||\n|\n|\t| |Arg1:|Arg:|Value:            |bgColor:(red|#|#fff)|<Labels name='a' toName='t'>|</Labels>|<Label value='[AB]' background='(red|x)'/>|<Choices name='c' toName='t'>            |</Choices>|<Choice value='A'>|</Choice>|<Code guid='[12]' name='[AB]' color='(#123|)'>|</Code>|<Code name=''/>|\\PC){0,40}",
    ) {
        for files in inputs(&words) {
            let (groups, _) = grouped(files, None);
            let mint = Mint::new(7, Timestamp::new(1_770_000_100));
            let before = empty();
            let mut batch = Batch::new(&before, mint.clone(), me());
            if groups.iter().try_for_each(|group| batch.read(group, &NoTexts)).is_err() {
                continue;
            }
            let (import, _) = batch.finish();
            let mut after = before.clone();
            if let Ok(step) = Command::Import(Box::new(import)).plan(&before, &mut mint.clone()) {
                step.apply(&mut after).unwrap();
            }
            let codebook = &after.codebook;
            prop_assert!(codebook.in_circles().is_empty());
            for tag in codebook.in_order() {
                prop_assert!(codebook.layer(&tag.layer).is_some() && !tag.name.trim().is_empty());
                let above = tag.parent.as_ref().map(|above| codebook.tag(above).map(|above| &above.layer));
                prop_assert!(above.is_none_or(|layer| layer == Some(&tag.layer)));
            }
            for attribute in &codebook.attributes {
                prop_assert!(attribute.layer.as_ref().is_none_or(|layer| codebook.layer(layer).is_some()));
            }
        }
    }
}
