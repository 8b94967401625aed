//! Files: what is written, what is read back, and what is said of those that cannot be.

use crate::desk::Desk;
use crate::notation::{letter, project, set_of};
use glossator::check::Severity;
use glossator::edit::Command;

use glossator::model::{Details, LayerKind, Overlap, Project};
use glossator::store::{self, Progress, StoreError};
use std::path::Path;

mod backup;
mod bad;
mod identity;
mod input;
mod journal;
mod strangers;

const SET: &str = "annotations/ana/letter-7q2m.ron";

#[test]
fn files_read_as_the_design_shows_them() {
    let mut project = project("[person|[title|Mr] Babbage]\nof [place|London]", Overlap::Nested);
    let note = Command::note(set_of("ana"), None, "Really?\nYes.".to_owned());
    let mut mint = glossator::edit::Mint::new(7, glossator::model::Timestamp::new(1_770_000_100));
    note.plan(&project, &mut mint).unwrap().apply(&mut project).unwrap();
    let desk = Desk::empty();
    store::create(&desk.path(), &project).unwrap();
    let sha = project.document(&letter()).unwrap().text.digest().to_string();
    insta::assert_snapshot!(desk.read("project.ron"), @r#"
    (
        format: 1,
        id: "7q2mk8da",
        name: "Letters",
        layers: [
            (id: "entity", name: "Entities", kind: Span, overlap: Nested),
        ],
        tags: [
            (id: "person", layer: "entity", name: "person", key: "1", hue: 0),
            (id: "place", layer: "entity", name: "place", key: "2", hue: 0),
            (id: "title", layer: "entity", name: "title", key: "3", hue: 0),
            (id: "claim", layer: "entity", name: "claim", hue: 0),
        ],
    )
    "#);
    insta::assert_snapshot!(desk.read("documents/letter-7q2m.ron").replace(&sha, "SHA"), @r#"
    (
        format: 1,
        title: "Mr Babbage",
        text: (bytes: 20, sha256: "SHA"),
        added: "2026-02-02T02:40:00Z",
    )
    "#);
    insta::assert_snapshot!(desk.read(SET).replace(&sha, "SHA"), @r#"
    (
        format: 1,
        text: "SHA",
        offsets: Utf8,
        state: InProgress,
        spans: [
            (id: "span0000", at: [(0, 10)], tag: "person", quote: "Mr Babbage", made: "2026-02-02T02:40:00Z"),
            (id: "span0001", at: [(0, 2)], tag: "title", quote: "Mr", made: "2026-02-02T02:40:00Z"),
            (id: "span0002", at: [(14, 20)], tag: "place", quote: "London", made: "2026-02-02T02:40:00Z"),
        ],
        notes: [
            (id: "f9enz70j", on: Document, body: "Really?\nYes.", made: "2026-02-02T02:41:40Z"),
        ],
    )
    "#);
    assert_eq!(desk.read("documents/letter-7q2m.txt"), "Mr Babbage\nof London");
    assert_eq!(desk.read(".gitattributes"), "documents/*.txt -text\n");
    assert_eq!(desk.on_disk(), project);
}

#[test]
fn records_with_everything_left_out_are_read() {
    let desk = Desk::new("Ada");
    std::fs::write(
        desk.file("project.ron"),
        "\u{feff}// mended by hand\n(format:1,id:\"7q2mk8da\",name:\"L\",layers:[(id:\"entity\")],tags:[\n\
         (id:\"a\",layer:\"entity\",name:\"A\",hue:1),(id:\"b\",layer:\"entity\",name:\"B\",parent:Some(\"a\")),\
         (id:\"c\",layer:\"entity\",name:\"C\",color:\"#A0c4ff\",key:\"4\",),])",
    )
    .unwrap();
    let codebook = desk.on_disk().codebook;
    let said: Vec<String> =
        codebook.in_order().map(|tag| format!("{} {:?} {:?}", tag.id, tag.color, tag.key)).collect();
    assert_eq!(said, ["a Slot(1) None", "b Slot(0) None", "c Seed([160, 196, 255]) Some('4')"]);
    assert_eq!(codebook.path(&codebook.order[1]), "A › B");
    assert_eq!(codebook.layers[0].name, "entity");
}

#[test]
fn the_codebooks_that_come_with_the_program_are_sound() {
    for (id, name, text) in store::STARTER_CODEBOOKS {
        let codebook = store::starter_codebook(id).unwrap();
        assert!(codebook.in_order().count() > 3, "{id}");
        let (written_name, again) = store::codebook_from_text(text, Path::new(id)).unwrap();
        assert_eq!((written_name.as_str(), &again), (*name, &codebook));
        let written = store::text_from_codebook(name, &codebook).unwrap();
        assert_eq!(store::codebook_from_text(&written, Path::new(id)).unwrap().1, codebook);
    }
    assert!(store::starter_codebook("klingon").is_err());
}

#[test]
fn the_example_in_the_program_is_the_one_in_the_repository() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/ceasefire");
    let mut there = crate::desk::files_of(&folder);
    for hidden in [".gitattributes", ".gitignore"] {
        there.insert(hidden.to_owned(), std::fs::read(folder.join(hidden)).unwrap());
    }
    let embedded = store::EXAMPLE.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let list: Vec<String> = there.keys().map(|name| format!("    {name:?},")).collect();
    assert!(there == embedded, "src/store/starters.rs must list these files:\n{}", list.join("\n"));
    let desk = Desk::empty();
    let copy = store::install_example(&desk.home).unwrap();
    let opened = store::open(&copy, &Progress::default()).unwrap();
    assert_eq!(opened.damage, []);
    for key in store::keys_of(&opened.project) {
        let written = store::bytes_of(&opened.project, &key).unwrap();
        assert!(written == there.get(&key.path().display().to_string()).cloned(), "{key:?} is not as we write it");
    }
}

#[test]
fn the_example_shows_the_whole_annotation_and_nothing_is_wrong_with_it() {
    let desk = Desk::empty();
    let copy = store::install_example(&desk.home).unwrap();
    let project = store::open(&copy, &Progress::default()).unwrap().project;
    let codebook = &project.codebook;
    for kind in [LayerKind::Span, LayerKind::Relation, LayerKind::Document] {
        assert!(codebook.of_kind(kind).next().is_some(), "{kind:?}");
    }
    for tag in codebook.in_order() {
        let guided = [&tag.guide, &tag.use_when, &tag.not_when].into_iter().all(|part| !part.is_empty());
        assert!(guided && tag.examples.iter().any(|example| example.is_positive), "{}", tag.id);
        let used = project.sets.values().any(|set| {
            let linked = set.relations.values().any(|relation| relation.tag == tag.id);
            linked || set.document_tags.contains_key(&tag.id) || set.spans.n_tagged(&tag.id) > 0
        });
        assert!(used, "nothing is tagged {}", tag.id);
    }
    for attribute in &codebook.attributes {
        let said = |details: &Details| details.get(&attribute.id).is_some();
        let used = project.sets.values().any(|set| {
            let on_spans = set.spans.iter().any(|span| said(&span.details));
            on_spans || set.relations.values().any(|it| said(&it.details)) || set.attributes.contains_key(&attribute.id)
        });
        assert!(used, "nobody says {}", attribute.id);
    }
    let found = glossator::check::run(&project);
    let wrong: Vec<_> =
        found.iter().filter(|it| it.severity == Severity::Error || it.kind.starts_with("codebook")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_project_is_made_only_where_nothing_is() {
    let desk = Desk::empty();
    let fresh = project("Ada", Overlap::Any);
    std::fs::create_dir_all(desk.path()).unwrap();
    std::fs::write(desk.file("thesis.txt"), "years of work").unwrap();
    let error = store::create(&desk.path(), &fresh).unwrap_err();
    assert_eq!(error, StoreError::Occupied(desk.path()));
    let error = store::create(&desk.file("thesis.txt"), &fresh).unwrap_err();
    assert_eq!(error, StoreError::Occupied(desk.file("thesis.txt")));
    assert_eq!(desk.files().len(), 1, "nothing was written");
    store::create(&desk.file("inside/deeper"), &fresh).unwrap();
}

#[test]
fn replaced_files_keep_their_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new("Ada");
    let path = desk.file("codebook.ron");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    store::write_file(&path, b"one").unwrap();
    assert_eq!(mode(&path) & 0o600, 0o600);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o664)).unwrap();
    store::write_file(&path, b"two").unwrap();
    assert_eq!((mode(&path), desk.read("codebook.ron").as_str()), (0o664, "two"));
}

#[test]
fn opening_tells_how_far_it_is_and_can_be_stopped() {
    let desk = Desk::new("[person|Ada]");
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = std::sync::Arc::clone(&seen);
    store::open(&desk.path(), &Progress::new(move |done, of| sink.lock().unwrap().push((done, of)))).unwrap();
    let mut seen = seen.lock().unwrap().clone();
    seen.sort();
    assert_eq!(seen, [(1, 3), (2, 3), (3, 3)]);
    let stopped = Progress::default();
    stopped.stop();
    assert!(matches!(store::open(&desk.path(), &stopped), Err(StoreError::Cancelled(_))));
}

fn open(desk: &Desk) -> Result<store::Opened, StoreError> {
    store::open(&desk.path(), &Progress::default())
}

fn damage_of(desk: &Desk) -> (Project, Vec<String>) {
    let opened = open(desk).unwrap();
    let root = format!("{}/", opened.folder.root().display());
    let messages = opened.damage.iter().map(|damage| damage.message().replace(&root, "")).collect();
    (opened.project, messages)
}
