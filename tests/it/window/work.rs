//! Work together: roles, handing out, sealed sets, and what is said about somebody's work.

use super::hand::{Hand, desk_of};
use crate::notation::corpus;
use egui::Modifiers;
use glossator::model::{AnnotatorId, DocumentId, Project, Role as Does, SetKey, SetState, TagId, Verdict, Workflow};

fn key(document: &str, annotator: &str) -> SetKey {
    SetKey { document: DocumentId::new(document).unwrap(), annotator: AnnotatorId::new(annotator).unwrap() }
}

fn two() -> Project {
    let sets = ["@ana [person|Ada] wrote", "@ben [place|Ada] wrote"];
    corpus(&[("one", &sets), ("two", &["@ana Ada slept", "@ben Ada slept"])])
}

/// Ana at the table of who does what.
fn at_work(project: &Project) -> Hand {
    let mut hand = Hand::on(desk_of(project));
    hand.keys("Ctrl+2");
    hand.click("Work");
    hand.until("the facts are there", |hand| hand.sees("Hand out 2 articles") || hand.sees("Hand out 0 articles"));
    hand
}

#[test]
fn articles_are_handed_out_and_taken_away_again() {
    let mut hand = at_work(&two());
    hand.click("Hand out 2 articles");
    let assigned = |hand: &Hand, document: &str| {
        let document = hand.project().document(&DocumentId::new(document).unwrap()).unwrap();
        document.assigned.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        (assigned(&hand, "one"), assigned(&hand, "two")),
        (vec!["ana".into(), "ben".into()], vec!["ana".into(), "ben".into()])
    );
    hand.click("Ada wrote, ben: assigned, in progress, 1 span");
    hand.click("Take the article away");
    assert_eq!(assigned(&hand, "one"), ["ana"]);
    hand.keys("Ctrl+z Ctrl+z");
    assert_eq!(assigned(&hand, "one"), [""; 0]);
}

#[test]
fn the_first_role_leaves_the_lead_with_who_gives_it() {
    let mut hand = at_work(&two());
    let roles = hand.all("Role: Lead");
    assert_eq!(roles.len(), 2, "as long as nobody has a role, everybody leads");
    hand.click_at(roles[1].center(), 1, Modifiers::NONE);
    hand.click("Reviewer");
    let workflow = hand.project().workflow.clone();
    let role = |id: &str| workflow.role(&AnnotatorId::new(id).unwrap());
    assert_eq!((role("ana"), role("ben")), (Does::Lead, Does::Reviewer));
}

#[test]
fn work_is_returned_with_a_comment_and_accepted() {
    let mut hand = at_work(&two());
    hand.click("Ada wrote, ben: in progress, 1 span");
    hand.click("Return it with a comment…");
    hand.types("Ada is a person");
    hand.keys("Ctrl+Enter");
    let set = hand.project().set(&key("one", "ana")).unwrap();
    let note = set.notes.values().next().unwrap();
    assert_eq!((note.body.as_str(), note.verdict), ("Ada is a person", Some(Verdict::Returned)));
    assert_eq!(note.of.as_ref().map(AnnotatorId::as_str), Some("ben"));
    hand.until("the table says so", |hand| hand.sees("Ada wrote, ben: in progress, 1 span, returned"));
    hand.click("Ada wrote, ben: in progress, 1 span, returned");
    hand.click("Accept the work");
    hand.until("the table says so", |hand| hand.sees("Ada wrote, ben: in progress, 1 span, accepted"));
    let desk = hand.leave();
    let ben = std::fs::read_to_string(desk.file("annotations/ben/one.ron")).unwrap();
    assert!(!ben.contains("Ada is a person"), "it stands in the reviewer’s own file");
}

#[test]
fn sealed_sets_are_out_of_sight_until_both_are_done() {
    let mut project = two();
    let lead = [(AnnotatorId::new("ben").unwrap(), Does::Lead)].into();
    project.workflow = Workflow { is_sealed: true, roles: lead, ..Workflow::default() }.into();
    let both = ["ana", "ben"].map(|id| AnnotatorId::new(id).unwrap()).to_vec();
    for (id, document) in project.documents.clone() {
        let document = glossator::model::Document { assigned: both.clone(), ..(*document).clone() };
        project.documents.insert(id, document.into());
    }
    let place = TagId::new("place").unwrap();
    let n_marked = |annotators: &[&str]| {
        let sets = project.sets.iter().filter(|(key, _)| annotators.contains(&key.annotator.as_str()));
        sets.flat_map(|(_, set)| set.spans.iter()).filter(|span| span.tag == place).count()
    };
    let (own, all) = (n_marked(&["ana"]), n_marked(&["ana", "ben"]));
    assert_ne!(own, all);
    let mut hand = Hand::on(desk_of(&project));
    hand.until("her own spans are counted, and nobody else’s", |hand| hand.seat().figures.in_project(&place) == own);
    hand.command("Show another annotator");
    assert!(hand.sees_words("sealed until all"));
    hand.keys("Esc Ctrl+2");
    hand.click("Also unfinished work");
    hand.until("nothing is compared", |hand| hand.sees_words("No article has annotations of two people"));
    // Ben is done elsewhere, and so is Ana now.
    let mut done = hand.leave().on_disk();
    for annotator in ["ana", "ben"] {
        let mut set = (**done.set(&key("one", annotator)).unwrap()).clone();
        set.head.state = SetState::Finished;
        done.sets.insert(key("one", annotator), set.into());
    }
    let mut hand = Hand::on(desk_of(&done));
    hand.keys("Ctrl+2");
    hand.until("both are compared", |hand| hand.sees_words("1 item open"));
    hand.until("what is open now is counted", |hand| hand.seat().figures.in_project(&place) == all);
}

#[test]
fn a_spot_check_opens_work_of_one_person_that_nobody_judged() {
    let mut project = two();
    let mut set = (**project.set(&key("one", "ben")).unwrap()).clone();
    set.head.state = SetState::Finished;
    project.sets.insert(key("one", "ben"), set.into());
    let mut hand = at_work(&project);
    let checks = hand.all("Spot check");
    hand.click_at(checks[1].center(), 1, Modifiers::NONE);
    assert_eq!(hand.document(), "one");
    assert_eq!(hand.seat().others.as_ref().map(AnnotatorId::as_str), Some("ben"));
}

#[test]
fn each_person_has_an_order_of_work_and_a_list_of_their_own() {
    let texts = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo"].map(|name| format!("@ana {name} slept"));
    let ids = ["a", "b", "c", "d", "e", "f"];
    let sets: Vec<[&str; 1]> = texts.iter().map(|text| [text.as_str()]).collect();
    let documents: Vec<(&str, &[&str])> = ids.iter().zip(&sets).map(|(id, sets)| (*id, sets.as_slice())).collect();
    let mut project = corpus(&documents);
    project.workflow = Workflow { shuffled_by: Some(3), ..Workflow::default() }.into();
    let document = project.document(&DocumentId::new("c").unwrap()).unwrap();
    let assigned = vec![AnnotatorId::new("ana").unwrap()];
    let document = glossator::model::Document { assigned, ..(**document).clone() };
    project.documents.insert(document.id.clone(), document.into());
    let hand = Hand::on(desk_of(&project));
    let order = |hand: &Hand| hand.seat().list.in_order().iter().map(ToString::to_string).collect::<Vec<_>>();
    let first = order(&hand);
    assert_eq!(first.len(), 6);
    assert_ne!(first, ids, "it is shuffled");
    let mut hand = hand.reopened();
    assert_eq!(order(&hand), first, "and the same the next time");
    hand.click("Filter and sort");
    hand.click("Assigned to me");
    hand.keys("Esc");
    assert_eq!(order(&hand), ["c"]);
}

#[test]
fn ones_own_work_is_packed_and_comes_in_elsewhere() {
    let mut hand = Hand::on(desk_of(&two()));
    let path = hand.desk.file("work.zip");
    hand.command("Pack your work");
    hand.give_path(&path);
    hand.until("it is packed", |hand| hand.sees_words("Your work is packed"));
    // It has what Ana said, and nobody else's.
    let mut other = corpus(&[("one", &["Ada wrote"])]);
    other.id = "otherone".parse().unwrap();
    let elsewhere = desk_of(&other);
    let packed = elsewhere.file("work.zip");
    std::fs::copy(&path, &packed).unwrap();
    drop(hand.leave());
    let mut hand = Hand::on(elsewhere);
    hand.command("Open articles");
    hand.give_path(&packed);
    hand.until("what would come in is shown", |hand| hand.sees_words("Glossator"));
    hand.keys("Enter");
    hand.until("it is there", |hand| hand.project().sets.contains_key(&key("one", "ana")));
    let annotators: Vec<&str> = hand.project().sets.keys().map(|key| key.annotator.as_str()).collect();
    assert!(annotators.iter().all(|id| *id == "ana"), "{annotators:?}");
    let set = hand.project().set(&key("one", "ana")).unwrap();
    assert_eq!(set.spans.iter().map(|span| span.tag.as_str()).collect::<Vec<_>>(), ["person"]);
}
