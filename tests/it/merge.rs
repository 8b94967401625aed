//! Three become one: nothing that anybody wrote is lost, and the result is sound.

use crate::edit::command_from;
use crate::notation::{project, set_of, spans_over, written};
use glossator::edit::{Command, Mint, NewTag, Saying, Target};
use glossator::model::{
    AnnotationSet, Confidence, Note, Overlap, Project, SetState, Span, Tag, TagId, Timestamp, Verdict,
};
use glossator::review::{Merged, Precedence, Words, diff_codebooks, diff_sets, merge_codebooks, merge_documents};
use glossator::store;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

type Numbers = Vec<(u8, u32, u32, usize)>;

fn numbers() -> impl Strategy<Value = Numbers> {
    prop::collection::vec((0u8..10, 0u32..40, 0u32..40, 0usize..12), 0..12)
}

fn start() -> Project {
    project("[person|Ada] of [place|York] [title|wrote] to [person|Mr [title|Babbage]]", Overlap::Any)
}

fn mint(seed: u64) -> Mint {
    Mint::new(seed, Timestamp::new(1_770_000_100))
}

/// The project after whatever the numbers mean, as one person's hands.
fn edited(project: &Project, numbers: &Numbers, seed: u64) -> Project {
    let (mut project, mut mint) = (project.clone(), mint(seed));
    for &numbers in numbers {
        let planned = command_from(&project, numbers).and_then(|command| command.plan(&project, &mut mint).ok());
        if let Some(transaction) = planned {
            transaction.apply(&mut project).unwrap();
        }
    }
    project
}

fn set(project: &Project) -> Option<&AnnotationSet> {
    project.set(&set_of("ana")).map(|set| &**set)
}

/// The merge of a window.
fn merge_sets(
    base: Option<&AnnotationSet>,
    ours: Option<&AnnotationSet>,
    theirs: Option<&AnnotationSet>,
) -> Merged<Option<AnnotationSet>> {
    glossator::review::merge_sets(Precedence::Ours, Words::Unknown, base, ours, theirs)
}

fn spans(set: Option<&AnnotationSet>) -> Vec<Span> {
    set.map(|set| set.spans.iter().cloned().collect()).unwrap_or_default()
}

/// Every change of one side is in the result, in whatever company.
#[track_caller]
fn assert_kept(base: Option<&AnnotationSet>, side: Option<&AnnotationSet>, merged: Option<&AnnotationSet>) {
    let merged = spans(merged);
    for span in spans(side) {
        let before = spans(base).into_iter().find(|before| before.id == span.id);
        if before.as_ref() == Some(&span) {
            continue;
        }
        let moved = before.as_ref().is_none_or(|before| before.at != span.at);
        let retagged = before.as_ref().is_none_or(|before| before.tag != span.tag);
        let keeps = |kept: &Span| (!moved || kept.at == span.at) && (!retagged || kept.tag == span.tag);
        assert!(merged.iter().any(keeps), "{span:?} is lost in {merged:?}");
    }
}

proptest! {
    #[test]
    fn merged_sets_have_what_both_sides_wrote(ours in numbers(), theirs in numbers()) {
        let base = start();
        let (ours, theirs) = (edited(&base, &ours, 1), edited(&base, &theirs, 2));
        let (base_set, our_set, their_set) = (set(&base), set(&ours), set(&theirs));
        let merged = merge_sets(base_set, our_set, their_set);
        let value = merged.value.as_ref();
        assert_kept(base_set, our_set, value);
        assert_kept(base_set, their_set, value);
        for (side, other) in [(our_set, their_set), (their_set, our_set)] {
            let as_side = merge_sets(base_set, side, base_set).value;
            prop_assert_eq!(as_side.as_ref(), side, "only one side changed");
            let taken = merge_sets(base_set, base_set, other).value;
            prop_assert_eq!(taken.as_ref(), other);
            let same = merge_sets(base_set, side, side).value;
            prop_assert_eq!(same.as_ref(), side);
        }
        if merged.conflicts.is_empty() {
            let mirrored = merge_sets(base_set, their_set, our_set);
            let states = |set: &AnnotationSet| AnnotationSet { head: glossator::model::SetHead { state: SetState::New, ..set.head }, ..set.clone() };
            prop_assert_eq!(mirrored.value.as_ref().map(states), value.map(states), "the order of the sides does not matter");
        }
        let again = merge_sets(base_set, value, their_set);
        prop_assert_eq!(again.value.as_ref(), value, "merging once more changes nothing");

        let mut changed = ours.clone();
        let mut edits = diff_sets(&set_of("ana"), our_set, value);
        for edit in &edits {
            prop_assert!(edit.apply(&mut changed).is_ok(), "{edit:?}");
        }
        prop_assert_eq!(set(&changed), value, "the difference leads from one to the other");
        edits.reverse();
        for edit in edits {
            prop_assert!(edit.inverted().apply(&mut changed).is_ok());
        }
        prop_assert_eq!(set(&changed), our_set);
    }

    #[test]
    fn merged_codebooks_are_sound_and_have_every_new_tag(ours in numbers(), theirs in numbers()) {
        let only_tags = |numbers: Numbers| -> Numbers { numbers.into_iter().map(|(kind, a, b, n)| (7 + kind % 3, a % 6, b % 6, n)).collect() };
        let base = start();
        let (mut ours, mut theirs) = (edited(&base, &only_tags(ours), 1), edited(&base, &only_tags(theirs), 2));
        for (side, key) in [(&mut ours, '7'), (&mut theirs, '7')] {
            let named = format!("New {}", side.codebook.order.len());
            let new = Command::AddTag(Box::new(NewTag { name: named, key: Some(key), ..NewTag::default() }));
            new.plan(side, &mut mint(3)).unwrap().apply(side).unwrap();
        }
        let merged = merge_codebooks(Precedence::Ours, &base.codebook, &ours.codebook, &theirs.codebook).value;
        let mut listed = merged.order.clone();
        listed.sort();
        prop_assert_eq!(listed, merged.tags.keys().cloned().collect::<Vec<_>>(), "every tag stands in the order once");
        let written = store::text_from_codebook("", &merged).unwrap();
        let read = store::codebook_from_text(&written, Path::new("merged.ron"));
        prop_assert!(read.is_ok(), "{read:?}");
        for side in [&ours, &theirs] {
            for tag in side.codebook.in_order().filter(|tag| base.codebook.tag(&tag.id).is_none()) {
                prop_assert!(merged.tag(&tag.id).is_some(), "{} is lost", tag.id);
            }
        }
        prop_assert_eq!(&merge_codebooks(Precedence::Ours, &base.codebook, &base.codebook, &theirs.codebook).value, &*theirs.codebook);
        let mut changed = ours.clone();
        for edit in diff_codebooks(&ours.codebook, &merged) {
            prop_assert!(edit.apply(&mut changed).is_ok());
        }
        prop_assert_eq!(&*changed.codebook, &merged);
    }
}

proptest! {
    #[test]
    fn what_is_merged_for_nobody_in_particular_is_the_same_from_both_sides(ours in numbers(), theirs in numbers()) {
        let base = start();
        let (ours, theirs) = (edited(&base, &ours, 1), edited(&base, &theirs, 2));
        let text = &base.document(&crate::notation::letter()).unwrap().text;
        let (base_set, our_set, their_set) = (set(&base), set(&ours), set(&theirs));
        let merge = |base, ours, theirs| {
            glossator::review::merge_sets(Precedence::Neither, Words::Text(text), base, ours, theirs)
        };
        let merged = merge(base_set, our_set, their_set);
        prop_assert_eq!(&merge(base_set, their_set, our_set), &merged);
        let value = merged.value.as_ref();
        assert_kept(base_set, our_set, value);
        assert_kept(base_set, their_set, value);
        for side in [our_set, their_set] {
            prop_assert_eq!(merge(base_set, side, base_set).value, side.cloned(), "only one side changed");
            prop_assert_eq!(merge(base_set, side, side).value, side.cloned(), "both did the same");
            let again = merge(base_set, value, side);
            prop_assert_eq!(again.value.as_ref(), value, "merging once more changes nothing");
            prop_assert_eq!(again.conflicts, [""; 0], "and finds no conflict a second time");
        }
        let open: BTreeSet<&str> = conflict_notes(value).map(|note| note.body.as_str()).collect();
        let told: BTreeSet<&str> = merged.conflicts.iter().map(String::as_str).collect();
        prop_assert_eq!(open, told, "each conflict stands in the set");
    }

    #[test]
    fn codebooks_that_are_merged_for_nobody_in_particular_are_the_same_from_both_sides(ours in numbers(), theirs in numbers()) {
        let only_tags = |numbers: Numbers| -> Numbers { numbers.into_iter().map(|(kind, a, b, n)| (7 + kind % 3, a % 6, b % 6, n)).collect() };
        let base = start();
        let [ours, theirs] = [(ours, 1), (theirs, 2)].map(|(numbers, seed)| edited(&base, &only_tags(numbers), seed).codebook);
        let merge = |ours, theirs| merge_codebooks(Precedence::Neither, &base.codebook, ours, theirs);
        let merged = merge(&ours, &theirs);
        prop_assert_eq!(&merge(&theirs, &ours), &merged);
        prop_assert_eq!(&merge(&ours, &base.codebook).value, &*ours);
        prop_assert_eq!(&merge(&theirs, &theirs).value, &*theirs);
        let written = store::text_from_codebook("", &merged.value).unwrap();
        prop_assert!(store::codebook_from_text(&written, Path::new("merged.ron")).is_ok());
        for conflict in &merged.conflicts {
            prop_assert!(merged.value.revisions.values().any(|revision| revision.title.contains(conflict)));
        }
    }
}

/// The notes of conflicts that a merge left.
fn conflict_notes(set: Option<&AnnotationSet>) -> impl Iterator<Item = &Note> {
    set.into_iter().flat_map(|set| set.notes.values()).filter(|note| note.verdict == Some(Verdict::Conflict))
}

/// A project, and what two sides made of it by one command each.
#[track_caller]
fn both_sides(before: &str, ours: impl Fn(&Project) -> Command, theirs: impl Fn(&Project) -> Command) -> [Project; 3] {
    let base = project(before, Overlap::Any);
    let side = |command: Command, seed| {
        let mut side = base.clone();
        command.plan(&side, &mut mint(seed)).unwrap().apply(&mut side).unwrap();
        side
    };
    let (ours, theirs) = (side(ours(&base), 1), side(theirs(&base), 2));
    [base, ours, theirs]
}

/// What a set says when both sides did one thing each and neither is the first, and the notes of what is to be decided.
#[track_caller]
fn check_noted(
    before: &str,
    ours: impl Fn(&Project) -> Command,
    theirs: impl Fn(&Project) -> Command,
    expected: &str,
    notes: &[&str],
) {
    let [base, ours, theirs] = both_sides(before, ours, theirs);
    let text = &base.document(&crate::notation::letter()).unwrap().text;
    let words = Words::Text(text);
    let merged = glossator::review::merge_sets(Precedence::Neither, words, set(&base), set(&ours), set(&theirs));
    assert_eq!(written(text, merged.value.as_ref()), expected);
    let found: Vec<&str> = conflict_notes(merged.value.as_ref()).map(|note| note.body.as_str()).collect();
    assert_eq!(found, notes);
    assert_eq!(merged.conflicts, notes);
}

fn say(covered: &'static str, what: Saying) -> impl Fn(&Project) -> Command {
    move |project| Command::Say {
        set: set_of("ana"),
        of: spans_over(project, covered).into_iter().map(Target::Span).collect(),
        what: what.clone(),
    }
}

fn sure(covered: &'static str, percent: u8) -> impl Fn(&Project) -> Command {
    say(covered, Saying::Confidence(Confidence::new(percent)))
}

fn state(state: SetState) -> impl Fn(&Project) -> Command {
    move |_| Command::SetState { set: set_of("ana"), state }
}

#[test]
fn what_cannot_both_stand_is_noted_with_both_versions() {
    let before = "[person|Ada] wrote";
    let twice = "person “Ada” was changed on both sides, to title “Ada” and to place “Ada”: both versions are kept";
    check_noted(before, retag("Ada", "place"), retag("Ada", "title"), "[place|[title|Ada]] wrote", &[twice]);
    check_noted(before, retag("Ada", "title"), retag("Ada", "place"), "[place|[title|Ada]] wrote", &[twice]);
    let sure_of = "the confidence of person “Ada” was changed on both sides, to 80 % and to 40 %: 80 % is kept";
    check_noted(before, sure("Ada", 40), sure("Ada", 80), "[person 80%|Ada] wrote", &[sure_of]);
    check_noted(before, sure("Ada", 80), sure("Ada", 40), "[person 80%|Ada] wrote", &[sure_of]);
    check_noted(before, sure("Ada", 80), say("Ada", Saying::Flag(true)), "[person ! 80%|Ada] wrote", &[]);
    check_noted(before, state(SetState::Finished), state(SetState::New), before, &[]);
    let state_of = "the state of the article was changed on both sides, to “finished” and to “nothing to mark”: “finished” is kept";
    check_noted("Ada wrote", state(SetState::Nothing), state(SetState::Finished), "Ada wrote", &[state_of]);
}

/// What a set says after both sides did one thing each.
#[track_caller]
fn check(
    before: &str,
    ours: impl Fn(&Project) -> Command,
    theirs: impl Fn(&Project) -> Command,
    expected: &str,
    n_conflicts: usize,
) {
    let [base, ours, theirs] = both_sides(before, ours, theirs);
    let merged = merge_sets(set(&base), set(&ours), set(&theirs));
    let text = &base.document(&crate::notation::letter()).unwrap().text;
    assert_eq!(written(text, merged.value.as_ref()), expected);
    assert_eq!(merged.conflicts.len(), n_conflicts, "{:?}", merged.conflicts);
}

fn retag(covered: &'static str, tag: &'static str) -> impl Fn(&Project) -> Command {
    move |project| Command::Retag {
        set: set_of("ana"),
        spans: spans_over(project, covered),
        tag: TagId::new(tag).unwrap(),
    }
}

fn remove(covered: &'static str) -> impl Fn(&Project) -> Command {
    move |project| Command::RemoveSpans { set: set_of("ana"), spans: spans_over(project, covered) }
}

fn resize(covered: &'static str, start: u32, end: u32) -> impl Fn(&Project) -> Command {
    move |project| {
        let at =
            glossator::text::TextRange::between(glossator::text::Offset::new(start), glossator::text::Offset::new(end));
        Command::Resize { set: set_of("ana"), span: spans_over(project, covered)[0], at: at.into() }
    }
}

fn note_on(covered: &'static str) -> impl Fn(&Project) -> Command {
    move |project| {
        let on = Some(spans_over(project, covered)[0]);
        Command::note(set_of("ana"), on, "Sure?".to_owned())
    }
}

#[test]
fn two_hands_on_one_span() {
    let before = "[person|Ada] wrote";
    check(before, retag("Ada", "place"), resize("Ada", 0, 9), "[place|Ada wrote]", 0);
    check(before, retag("Ada", "place"), retag("Ada", "place"), "[place|Ada] wrote", 0);
    check(before, retag("Ada", "place"), retag("Ada", "title"), "[place|[title|Ada]] wrote", 1);
    check(before, resize("Ada", 0, 9), resize("Ada", 0, 5), "[person|[person|Ada w]rote]", 1);
    check(before, remove("Ada"), retag("Ada", "title"), "[title|Ada] wrote", 0);
    check(before, retag("Ada", "title"), remove("Ada"), "[title|Ada] wrote", 0);
    check(before, remove("Ada"), remove("Ada"), "Ada wrote", 0);
    check(before, remove("Ada"), note_on("Ada"), "[person|Ada] wrote", 0);
    check("[person|Ada] and [person|Ben]", remove("Ada"), remove("Ben"), "Ada and Ben", 0);
}

#[test]
fn two_hands_on_one_tag_and_one_document() {
    let base = start();
    let with = |change: &dyn Fn(&mut Tag)| {
        let mut codebook = (*base.codebook).clone();
        let id = TagId::new("person").unwrap();
        let mut tag = Tag::clone(&codebook.tags[&id]);
        change(&mut tag);
        codebook.tags.insert(id, tag.into());
        codebook
    };
    let ours = with(&|tag| (tag.name, tag.guide) = ("Human".to_owned(), "One.".to_owned()));
    let theirs =
        with(&|tag| (tag.key, tag.guide, tag.aliases) = (Some('9'), "Two.".to_owned(), vec!["soul".to_owned()]));
    let merged = merge_codebooks(Precedence::Ours, &base.codebook, &ours, &theirs);
    let tag = merged.value.with_key('9').unwrap();
    assert_eq!((tag.name.as_str(), tag.guide.as_str(), tag.aliases.len()), ("Human", "One.\n\nTwo.", 1));
    assert_eq!(merged.conflicts, [""; 0]);
    let called = with(&|tag| tag.label = Some("PER/x".into()));
    let merged = merge_codebooks(Precedence::Ours, &base.codebook, &ours, &called);
    let tag = merged.value.named("PER/x").unwrap();
    assert_eq!((tag.name.as_str(), merged.conflicts.len()), ("Human", 0));
    let other = with(&|tag| tag.name = "Person".to_owned());
    let merged = merge_codebooks(Precedence::Ours, &base.codebook, &ours, &other);
    let said = "the name of the tag Human was changed on both sides, to “Human” and to “Person”: “Human” is kept";
    assert_eq!(merged.conflicts, [said]);

    let document = base.documents.values().next().unwrap();
    let titled = |title: &str| glossator::model::Document { title: title.to_owned(), ..(**document).clone() };
    let mut dated = (**document).clone();
    dated.date = Some("2026".to_owned());
    dated.meta.insert("desk".to_owned(), "Aleppo".to_owned());
    let merged = merge_documents(Precedence::Ours, Some(document), Some(&titled("One")), Some(&dated)).value.unwrap();
    assert_eq!((merged.title.as_str(), merged.date.as_deref(), merged.meta.len()), ("One", Some("2026"), 1));
    assert_eq!(merge_documents(Precedence::Ours, Some(document), None, Some(&dated)).value, Some(dated));
    assert_eq!(merge_documents(Precedence::Ours, Some(document), None, Some(document)).value, None);
}
