//! What the checks find, and that each fix mends what it was found for.

mod annotation;
mod habits;

use crate::notation::{corpus, tag};
use glossator::check::{CHECKS, Finding, Habits, SetFindings, run};
use glossator::edit::Mint;
use glossator::model::{
    AnnotationSet, AnnotatorId, Codebook, DocumentId, Layer, LayerId, Note, NoteTarget, Overlap, Project, SetKey,
    SetState, Span, Tag, TagId, Timestamp,
};
use glossator::text::{Offset, Text, TextRange};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

fn set_key(annotator: &str, document: &str) -> SetKey {
    SetKey { document: DocumentId::new(document).unwrap(), annotator: AnnotatorId::new(annotator).unwrap() }
}

fn set<'a>(project: &'a mut Project, annotator: &str, document: &str) -> &'a mut AnnotationSet {
    Arc::make_mut(project.sets.get_mut(&set_key(annotator, document)).unwrap())
}

fn with_rule(mut project: Project, overlap: Overlap) -> Project {
    Arc::make_mut(&mut project.codebook).layers[0].overlap = overlap;
    project
}

/// `kind annotator/document 3–5: message`
fn line(finding: &Finding) -> String {
    let annotator = finding.annotator.as_ref().map_or("-", |id| id.as_str());
    let document = finding.document.as_ref().map_or("-", |id| id.as_str());
    let range = finding.range.map(|range| format!(" {range}")).unwrap_or_default();
    format!("{} {annotator}/{document}{range}: {}", finding.kind, finding.message)
}

/// Checks what is found, and that the fixes, one after the other, leave only what has none.
#[track_caller]
fn check(project: &Project, expected: &[&str]) {
    check_found(project, expected);
    let beyond_fixing: Vec<String> = run(project).iter().filter(|it| it.fix.is_none()).map(line).collect();
    let mended = mend(project.clone());
    assert_eq!(run(&mended).iter().map(line).collect::<Vec<_>>(), beyond_fixing, "after all fixes");
}

#[track_caller]
fn check_found(project: &Project, expected: &[&str]) {
    assert_eq!(run(project).iter().map(line).collect::<Vec<_>>(), expected);
}

/// Applies the first fix until there is none.
#[track_caller]
fn mend(mut project: Project) -> Project {
    let mut mint = Mint::new(7, Timestamp::new(1_770_000_100));
    for _ in 0..50 {
        let Some(fix) = run(&project).into_iter().find_map(|finding| finding.fix) else { return project };
        fix.plan(&project, &mut mint).unwrap().apply(&mut project).unwrap();
    }
    panic!("the fixes come to no end");
}

/// A project whose codebook is changed.
fn with_tags(change: impl FnOnce(&mut Codebook)) -> Project {
    let mut project = corpus(&[("a", &["Ada"])]);
    change(Arc::make_mut(&mut project.codebook));
    project
}

fn edit(codebook: &mut Codebook, id: &str, change: impl FnOnce(&mut Tag)) {
    change(Arc::make_mut(codebook.tags.get_mut(&TagId::new(id).unwrap()).unwrap()));
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    check(&corpus(&[]), &[]);
    check(
        &corpus(&[(
            "a",
            &[
                "@ana [person|[title|Mr] Babbage] in [1:place|York [2:person|and]1 Ada]2",
                "@ben Mr Babbage in York and Ada",
            ],
        )]),
        &[],
    );
}

#[test]
fn spans_need_a_tag_of_the_codebook() {
    check(
        &corpus(&[
            ("b", &["@ana Ada [ghost|met] Ben"]),
            ("a", &["@ben [ghost|Ada] [person|met] [ghost|Ben]", "@ana Ada [spirit|met] Ben"]),
        ]),
        &[
            "unknown-tag ana/a 4–7: 1 span has the tag spirit, which the codebook lacks",
            "unknown-tag ben/a 0–3: 2 spans have the tag ghost, which the codebook lacks",
            "unknown-tag ana/b 4–7: 1 span has the tag ghost, which the codebook lacks",
        ],
    );
}

#[test]
fn spans_cover_something() {
    let project = corpus(&[("a", &["@ana Zo[person|]ë [person|Ada]"])]);
    check(&project, &["empty-span ana/a 2–2: a span tagged person covers nothing"]);
}

#[test]
fn layers_keep_their_rule() {
    let project = || {
        corpus(&[(
            "a",
            &[
                "@ana [person|[title|Mr] Ada] [1:place|York [2:title|and]1 Ben]2",
                "@ben [person|Mr Ada] [title|York] and Ben",
            ],
        )])
    };
    check(&with_rule(project(), Overlap::Any), &[]);
    let crossing = "overlap ana/a 12–19: spans of Entities may not cross, and “and Ben” does so with “York and”";
    check(&with_rule(project(), Overlap::Nested), &[crossing]);
    let nested = "overlap ana/a 0–2: spans of Entities may not overlap, and “Mr” does so with “Mr Ada”";
    check(&with_rule(project(), Overlap::None), &[nested, &crossing.replace("cross,", "overlap,")]);
}

#[test]
fn long_spans_conflict_with_all_that_begin_before_they_end() {
    let project = corpus(&[("a", &["@ana [person|a [title|b] [title|c] [title|d]] [title|e]"])]);
    let found = run(&with_rule(project, Overlap::None));
    assert_eq!(found.iter().map(|it| it.range.unwrap().start().get()).collect::<Vec<_>>(), [2, 4, 6]);
}

#[test]
fn layers_do_not_mind_one_another() {
    let mut project = with_rule(corpus(&[("a", &["@ana [person|Mr [title|Ada]] [person|Ben]"])]), Overlap::None);
    let codebook = Arc::make_mut(&mut project.codebook);
    let other = LayerId::new("form").unwrap();
    codebook.layers.push(Layer { overlap: Overlap::None, ..Layer::new(other.clone(), "Forms".to_owned()) });
    edit(codebook, "title", |tag| tag.layer = other);
    check(&project, &[]);
}

#[test]
fn the_same_place_and_tag_stand_once() {
    let project =
        corpus(&[("a", &["@ana [person|[person|[title|[person|Ada]]]] [person|Ada]", "@ben [person|Ada] Ada"])]);
    check(&project, &["double-span ana/a 0–3: “Ada” is tagged person 3 times"]);
    let left: usize = mend(project).sets.values().map(|set| set.spans.len()).sum();
    assert_eq!(left, 4);
}

#[test]
fn of_double_spans_the_one_with_notes_stays() {
    let mut project = corpus(&[("a", &["@ana [person|[person|Ada]]"])]);
    let ids: Vec<_> = set(&mut project, "ana", "a").spans.iter().map(|span| span.id).collect();
    add_note(&mut project, "note0001", NoteTarget::Span(ids[1]));
    let mended = mend(project.clone());
    let left: Vec<_> = mended.set(&set_key("ana", "a")).unwrap().spans.iter().map(|span| span.id).collect();
    assert_eq!(left, [ids[1]]);
    add_note(&mut project, "note0002", NoteTarget::Span(ids[0]));
    assert!(run(&project)[0].fix.is_none(), "with notes on both a person must choose");
}

fn add_note(project: &mut Project, id: &str, on: NoteTarget) {
    let note = Note::new(id.parse().unwrap(), on, "why".to_owned(), Timestamp::new(0));
    set(project, "ana", "a").notes.insert(note.id, note);
}

#[test]
fn sets_belong_to_the_text_that_they_were_made_for() {
    let mut project = corpus(&[("a", &["@ana [person|Ada] wrote"])]);
    let document = project.documents.get_mut(&DocumentId::new("a").unwrap()).unwrap();
    Arc::make_mut(document).text = Text::new("Dear Ada".to_owned()).unwrap();
    check(
        &project,
        &["text-changed ana/a: the text has changed since ana labeled it, so that spans may be in the wrong place"],
    );
}

#[test]
fn sets_need_their_document() {
    let mut project = corpus(&[("a", &["@ana [person|Ada]"])]);
    project.documents.remove(&DocumentId::new("a").unwrap());
    check(&project, &["lost-set ana/a: 1 span of ana is about a document that is missing, and counts nowhere"]);
}

#[test]
fn annotators_need_a_record() {
    let mut project = corpus(&[("a", &["@ana [person|Ada]"]), ("b", &["@ana [person|Ada]"])]);
    project.annotators.remove(&AnnotatorId::new("ana").unwrap());
    check(&project, &["unknown-annotator ana/-: the project has 2 sets of ana and no record of who that is"]);
}

#[test]
fn finished_sets_without_spans_are_worth_a_look() {
    let mut project = corpus(&[("a", &["@ana Ada", "@ben [person|Ada]"]), ("b", &["@ana Ada"])]);
    set(&mut project, "ana", "a").head.state = SetState::Finished;
    set(&mut project, "ben", "a").head.state = SetState::Finished;
    check(&project, &["finished-empty ana/a: ana is finished and has marked nothing"]);
}

#[test]
fn keys_are_those_of_one_tag() {
    let project = with_tags(|codebook| {
        edit(codebook, "title", |tag| tag.key = Some('1'));
        edit(codebook, "claim", |tag| tag.key = Some('d'));
    });
    check(
        &project,
        &[
            "tag-key -/-: the key 1 of title belongs to person already",
            "tag-key -/-: 'd' cannot be the key of claim: a key is a digit, or a letter that is no command",
        ],
    );
    check(&with_tags(|codebook| edit(codebook, "claim", |tag| tag.key = Some('c'))), &[]);
}

#[test]
fn tags_stand_under_tags_and_not_under_themselves() {
    let under = |codebook: &mut Codebook, id: &str, parent: &str| {
        edit(codebook, id, |tag| tag.parent = Some(TagId::new(parent).unwrap()));
    };
    check(
        &with_tags(|codebook| under(codebook, "title", "ghost")),
        &["tag-parent -/-: title stands under ghost, which the codebook lacks"],
    );
    check_circle(&with_tags(|codebook| under(codebook, "title", "title")), &["title"]);
    let three = with_tags(|codebook| {
        under(codebook, "person", "place");
        under(codebook, "place", "title");
        under(codebook, "title", "person");
        under(codebook, "claim", "title");
    });
    check_circle(&three, &["person", "place", "title"]);
    let all = with_tags(|codebook| {
        under(codebook, "person", "place");
        under(codebook, "place", "title");
        under(codebook, "title", "claim");
        under(codebook, "claim", "person");
    });
    check_circle(&all, &["person", "place", "title", "claim"]);
}

/// One fix opens a circle, so that the others of its findings go without theirs.
#[track_caller]
fn check_circle(project: &Project, tags: &[&str]) {
    let expected: Vec<String> = tags.iter().map(|tag| format!("tag-parent -/-: {tag} stands under itself")).collect();
    assert_eq!(run(project).iter().map(line).collect::<Vec<_>>(), expected);
    let mended = mend(project.clone());
    assert_eq!(run(&mended).len(), 0);
    let kept = |project: &Project| project.codebook.in_order().filter(|tag| tag.parent.is_some()).count();
    assert_eq!(kept(&mended), kept(project) - 1);
}

#[test]
fn tags_have_a_layer_and_a_name_of_their_own() {
    let project = with_tags(|codebook| {
        edit(codebook, "person", |tag| tag.layer = LayerId::new("gone").unwrap());
        edit(codebook, "place", |tag| tag.name = " ".to_owned());
        edit(codebook, "title", |tag| tag.name = "Person".to_owned());
    });
    check_found(
        &project,
        &[
            "tag-layer -/-: person belongs to the layer gone, which the codebook lacks",
            "tag-name -/-: the tag place has no name",
            "tag-name -/-: the tags person and title are both named “Person”",
        ],
    );
    check(&with_tags(|codebook| codebook.layers[0].name.clear()), &["tag-name -/-: the layer entity has no name"]);
}

#[test]
fn one_tag_with_every_fault_is_mended_at_once() {
    let project = with_tags(|codebook| {
        edit(codebook, "claim", |it| {
            *it = Tag {
                name: String::new(),
                key: Some('É'),
                parent: Some(TagId::new("ghost").unwrap()),
                layer: LayerId::new("gone").unwrap(),
                ..tag("claim", None)
            };
        });
    });
    let kinds: Vec<&str> = run(&project).iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, ["tag-key", "tag-layer", "tag-name", "tag-parent"]);
    assert_eq!(run(&mend(project)).len(), 0);
}

/// What is found in one set, as a string for each.
fn lines(findings: &SetFindings) -> Vec<String> {
    findings.iter().map(|finding| line(finding)).collect()
}

#[test]
fn one_set_can_be_looked_at_alone() {
    let mut project = corpus(&[
        ("a", &["@ana [person|[person|Ada]] met [ghost|Babbage]"]),
        ("b", &["@ana [1:person|Ada [2:place|met]1 Ben]2", "@ben [person|Ada] met [claim|]Ben"]),
        ("c", &["@ana Ada"]),
    ]);
    set(&mut project, "ana", "c").head.state = SetState::Finished;
    let project = with_rule(project, Overlap::Nested);
    let all = run(&project);
    for (key, set) in &project.sets {
        let is_of_it = |it: &&Finding| {
            it.document.as_ref() == Some(&key.document) && it.annotator.as_ref() == Some(&key.annotator)
        };
        let mut of_it: Vec<String> = all.iter().filter(is_of_it).map(line).collect();
        let mut findings = SetFindings::of(&project, key, set);
        findings.follow_habits(&project, &Habits::of(&project, &key.annotator), key, set, None);
        let mut found = lines(&findings);
        found.sort();
        of_it.sort();
        assert_eq!(found, of_it);
        assert!(!found.is_empty());
    }
}

/// Puts spans into a text of a hundred letters, or takes some out: the start, the length, the tag, and whether it comes.
type Change = (u32, u32, usize, bool);

fn change(set: &mut AnnotationSet, changes: &[Change], mint: &mut Mint) {
    for &(start, len, tag, comes) in changes {
        let at = TextRange::between(Offset::new(start), Offset::new((start + len).min(100)));
        let known = set.spans.starting_at(at.start()).next().map(Span::key);
        match known.filter(|_| !comes) {
            Some(key) => drop(set.spans.remove(key)),
            None => {
                let tag = TagId::new(["person", "place", "claim", "ghost"][tag]).unwrap();
                let span = Span::new(mint.record_id(|_| false), at, tag, Timestamp::default());
                set.spans.insert(span);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    /// After any edits, looking only where they were finds what looking everywhere does.
    #[test]
    fn findings_follow_edits(
        overlap in prop_oneof![Just(Overlap::None), Just(Overlap::Nested), Just(Overlap::Any)],
        before in prop::collection::vec((0u32..96, 0u32..12, 0usize..4, prop::bool::weighted(0.9)), 0..40),
        edits in prop::collection::vec(
            prop::collection::vec((0u32..96, prop_oneof![0u32..12, 0u32..90], 0usize..4, any::<bool>()), 0..4), 1..6),
    ) {
        let content = "abcdefghi ".repeat(10);
        let project = with_rule(corpus(&[("a", &[&format!("@ana {content}")])]), overlap);
        let (key, mut mint) = (set_key("ana", "a"), Mint::new(7, Timestamp::default()));
        let mut now = AnnotationSet::clone(project.set(&key).unwrap());
        change(&mut now, &before, &mut mint);
        let mut findings = SetFindings::of(&project, &key, &now);
        for edit in &edits {
            let earlier = now.clone();
            change(&mut now, edit, &mut mint);
            let before = lines(&findings);
            let change = findings.follow(&project, &key, &now, now.spans.changed_since(&earlier.spans));
            prop_assert_eq!(lines(&findings), lines(&SetFindings::of(&project, &key, &now)));
            let with_change = |mut lines: Vec<String>, more: &[Arc<Finding>]| {
                lines.extend(more.iter().map(|finding| line(finding)));
                lines.sort();
                lines
            };
            prop_assert_eq!(with_change(before, &change.come), with_change(lines(&findings), &change.gone));
        }
    }
}

#[test]
fn every_check_has_a_name_of_its_own() {
    let kinds: BTreeSet<&str> = CHECKS.iter().map(|check| check.kind).collect();
    assert_eq!(kinds.len(), CHECKS.len());
    assert!(CHECKS.iter().all(|check| !check.about.is_empty() && !check.about.ends_with('.')));
}
