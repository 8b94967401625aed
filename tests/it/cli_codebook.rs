//! Codebooks of other tools on the command line: in by themselves, out by themselves, and along with a conversion.

use crate::shell::Shell;

const QDC: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes>
<Code guid=\"1\" name=\"Topics\" isCodable=\"true\"><Code guid=\"2\" name=\"Economy\" isCodable=\"true\" color=\"#ffff00\">
<Description>Jobs and taxes</Description></Code></Code>
<Code guid=\"3\" name=\"Person\" isCodable=\"true\" color=\"nocolor\"/>
</Codes></CodeBook>";

#[test]
fn a_codebook_alone_is_imported_once_and_written_again() {
    let shell = Shell::with_project();
    shell.write("a.qdc", QDC);
    // Person is a tag of the project already.
    insta::assert_snapshot!(shell.run("import p a.qdc").is(0).out, @r#"
    Imported 2 tags: p
    Tags that the codebook did not have: Topics, Economy

    Not as it was
      What codebooks say of tags and attributes, left out: 1
        Such as a.qdc:5: "nocolor" is no color
    "#);
    insta::assert_snapshot!(shell.run("import p a.qdc").is(0).out, @r#"
    Imported 0 tags: p

    Not as it was
      What codebooks say of tags and attributes, left out: 1
        Such as a.qdc:5: "nocolor" is no color
    "#);
    shell.run("import p a.qdc --json").is(0);
    insta::assert_snapshot!(shell.run("codebook p -o out.qdc").is(0).out, @"Wrote 11 tags as a codebook of REFI-QDA: out.qdc");
    let written = shell.read("out.qdc");
    let economy =
        "name=\"Economy\" isCodable=\"true\" color=\"#ffff00\"><Description>Jobs and taxes</Description></Code>";
    assert!(written.contains(economy), "{written}");
    shell.run("new q --codebook claims-evidence").is(0);
    let into = shell.run("import q out.qdc").is(0).out;
    assert!(into.starts_with("Imported 1"), "{into}");
    shell.write("none.qdc", "<CodeBook><Codes/></CodeBook>");
    shell.run("import p none.qdc").is(2);
}

#[test]
fn a_conversion_takes_the_codebook_along() {
    let shell = Shell::new();
    shell.write("in/annotation.conf", "[entities]\nBeing\n\tPerson\n[relations]\nknows Arg1:Person, Arg2:Person\n");
    shell.write("in/visual.conf", "[drawing]\nPerson\tbgColor:#ff8000\n");
    shell.write("in/a.txt", "Ana");
    shell.write("in/a.ann", "T1\tPerson 0 3\tAna\n");
    shell.run("convert in mid.qdpx --to refi-qda").is(0);
    shell.run("convert mid.qdpx out --to brat").is(0);
    let conf = shell.read("out/annotation.conf");
    assert!(conf.starts_with("[entities]\n\nBeing\n\tPerson\n"), "{conf}");
    assert!(shell.read("out/visual.conf").contains("Person\tbgColor:#ff8000\n"));
    shell.run("convert in labels --to label-studio").is(0);
    assert!(shell.read("labels/config.xml").contains("<Label value=\"Person\" background=\"#ff8000\"/>"));
}
