//! Handing documents out, and following what becomes of them.

use crate::notation::corpus;
use glossator::edit::{Command, Mint};
use glossator::model::{AnnotatorId, DocumentId, Project, Role, SetKey, SetState, Timestamp, Verdict, Workflow};
use glossator::review::{HandOut, as_seen, hand_out, is_sealed, judged, seconds_spent, spot_check};
use proptest::prelude::*;

fn documents(n: usize) -> Vec<DocumentId> {
    (0..n).map(|n| DocumentId::new(&format!("doc-{n:03}")).unwrap()).collect()
}

fn people(n: usize) -> Vec<AnnotatorId> {
    (0..n).map(|n| AnnotatorId::new(&format!("person-{n}")).unwrap()).collect()
}

fn id(annotator: &str) -> AnnotatorId {
    AnnotatorId::new(annotator).unwrap()
}

fn key(document: &str, annotator: &str) -> SetKey {
    SetKey { document: DocumentId::new(document).unwrap(), annotator: id(annotator) }
}

#[track_caller]
fn run(project: &mut Project, seconds: i64, command: &Command) {
    command.plan(project, &mut Mint::new(1, Timestamp::new(seconds))).unwrap().apply(project).unwrap();
}

proptest! {
    #[test]
    fn each_document_goes_to_as_many_as_asked_and_nobody_has_more_than_others(
        n_documents in 0..60_usize, n_people in 1..8_usize, each in 1..4_usize, share in 0..=100_u8, more in 1..6_usize,
        seed in 0..99_u64,
    ) {
        let (documents, people) = (documents(n_documents), people(n_people));
        let how = HandOut { each, share, more, seed };
        let work = hand_out(&documents, &people, how);
        prop_assert_eq!(&work, &hand_out(&documents, &people, how), "the same seed gives the same");
        prop_assert_eq!(work.len(), n_documents);
        let n_more = (n_documents * usize::from(share)).div_ceil(100);
        let wanted: usize = n_more * more.min(n_people) + (n_documents - n_more) * each.min(n_people);
        prop_assert_eq!(work.values().map(Vec::len).sum::<usize>(), wanted);
        for assigned in work.values() {
            let mut once = assigned.clone();
            once.dedup();
            prop_assert_eq!(&once, assigned, "nobody has a document twice");
        }
        let had = people.iter().map(|person| work.values().filter(|it| it.contains(person)).count());
        let (least, most) = had.fold((usize::MAX, 0), |(least, most), n| (least.min(n), most.max(n)));
        prop_assert!(most - least <= 1, "{least} to {most}");
    }
}

#[test]
fn work_is_the_time_between_annotations_without_long_pauses() {
    let mut project = corpus(&[("one", &["@ana Ada wrote to Mr Babbage in London"])]);
    let at = |start: u32, end: u32| {
        use glossator::text::{Offset, TextRange};
        TextRange::between(Offset::new(start), Offset::new(end))
    };
    // 0, 20 and 50 are one stretch; after 1000 seconds a new one begins, and ends 60 seconds later.
    for (n, seconds) in [0, 20, 50, 1050, 1110].into_iter().enumerate() {
        let start = 3 * n as u32;
        let tag = glossator::model::TagId::new("person").unwrap();
        run(&mut project, seconds, &Command::AddSpan { set: key("one", "ana"), at: at(start, start + 2).into(), tag });
    }
    assert_eq!(seconds_spent(project.set(&key("one", "ana")).unwrap()), 50 + 60);
}

#[test]
fn others_are_out_of_sight_until_all_who_label_are_done() {
    let sets = ["@ana [person|Ada] wrote", "@ben [person|Ada] wrote"];
    let mut project = corpus(&[("one", &sets)]);
    let sealed = |project: &Project, me: &str| {
        let document = project.document(&DocumentId::new("one").unwrap()).unwrap();
        is_sealed(project, document, Some(&id(me)))
    };
    assert!(!sealed(&project, "ana"), "not unless it is asked for");
    let roles = [(id("cem"), Role::Reviewer), (id("dee"), Role::Lead)].into();
    run(&mut project, 0, &Command::SetWorkflow(Workflow { is_sealed: true, roles, ..Workflow::default() }));
    let work = [(DocumentId::new("one").unwrap(), vec![id("ana"), id("ben")])].into();
    run(&mut project, 0, &Command::Assign(work));
    assert!(sealed(&project, "ana") && sealed(&project, "ben") && !sealed(&project, "cem"));
    run(&mut project, 0, &Command::SetState { set: key("one", "ana"), state: SetState::Finished });
    assert!(sealed(&project, "ana"), "Ben could still be told what to mark");
    let seen: Vec<String> =
        as_seen(project.clone(), Some(&id("ana"))).sets.keys().map(|key| key.annotator.to_string()).collect();
    assert_eq!(seen, ["ana"], "and Ana sees her own");
    assert_eq!(as_seen(project.clone(), Some(&id("cem"))).sets.len(), 2, "who reviews sees all");
    run(&mut project, 0, &Command::SetState { set: key("one", "ben"), state: SetState::Finished });
    assert!(!sealed(&project, "ana") && !sealed(&project, "ben"));
    assert_eq!(as_seen(project.clone(), Some(&id("ana"))), project);
}

#[test]
fn the_last_verdict_counts_and_what_has_one_is_not_drawn_for_a_check() {
    let mut project = corpus(&[("one", &["@ana [person|Ada] wrote"]), ("two", &["@ana [person|Ada] slept"])]);
    for document in ["one", "two"] {
        run(&mut project, 0, &Command::SetState { set: key(document, "ana"), state: SetState::Finished });
    }
    let judge = |project: &mut Project, seconds: i64, verdict: Verdict, body: &str| {
        let note = Command::AddNote {
            set: key("one", "ben"),
            on: glossator::model::NoteTarget::Document,
            of: Some(id("ana")),
            body: body.to_owned(),
            verdict: Some(verdict),
        };
        run(project, seconds, &note);
    };
    let one = DocumentId::new("one").unwrap();
    assert!(judged(&project, &one, &id("ana")).is_none());
    judge(&mut project, 10, Verdict::Returned, "The titles are missing");
    assert_eq!(judged(&project, &one, &id("ana")).unwrap().note.body, "The titles are missing");
    judge(&mut project, 20, Verdict::Accepted, "");
    let last = judged(&project, &one, &id("ana")).unwrap();
    assert_eq!((last.by.as_str(), last.note.verdict), ("ben", Some(Verdict::Accepted)));
    for seed in 0..20 {
        assert_eq!(spot_check(&project, &id("ana"), seed).unwrap().as_str(), "two");
    }
}

#[test]
fn somebody_leads_where_there_are_roles() {
    let project = corpus(&[("one", &["@ana Ada wrote"])]);
    let roles = [(id("ana"), Role::Reviewer)].into();
    let command = Command::SetWorkflow(Workflow { roles, ..Workflow::default() });
    let refused = command.plan(&project, &mut Mint::new(1, Timestamp::new(0))).unwrap_err();
    assert_eq!(refused.to_string(), "nobody would lead the project then");
}

#[test]
fn a_word_about_anothers_work_leaves_ones_own_state_as_it_is() {
    let mut project = corpus(&[("one", &["@ana Ada wrote", "@ben [person|Ada] wrote"])]);
    run(&mut project, 0, &Command::SetState { set: key("one", "ana"), state: SetState::Nothing });
    let comment = |who: &str| Command::AddNote {
        set: key("one", who),
        on: glossator::model::NoteTarget::Document,
        of: Some(id("ben")),
        body: "Look again".to_owned(),
        verdict: None,
    };
    run(&mut project, 1, &comment("ana"));
    assert_eq!(project.state(&key("one", "ana")), SetState::Nothing);
    run(&mut project, 2, &comment("cem"));
    assert_eq!(project.state(&key("one", "cem")), SetState::New);
}
