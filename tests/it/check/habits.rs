//! What an annotator does here and mostly does otherwise.

use super::{check, set_key};
use crate::notation::corpus;
use glossator::check::{Habits, SetFindings, Since, run};
use glossator::edit::{Command, Mint};
use glossator::model::{AnnotationSet, AnnotatorId, Project, SetState, Span, TagId, Timestamp};
use glossator::text::TextRange;
use proptest::prelude::*;
use std::sync::Arc;

#[test]
fn words_have_the_tag_that_they_mostly_have() {
    check(
        &corpus(&[
            ("a", &["@ana [place|York], [place|York], [place|York], [place|York]"]),
            ("b", &["@ana [person|York]", "@ben [person|York]"]),
        ]),
        &["mixed-tags ana/b 0–4: “York” is person here, and place 4 times"],
    );
}

#[test]
fn what_is_done_both_ways_is_no_habit() {
    check(&corpus(&[("a", &["@ana [place|York], [place|York], [person|York], [person|York]"])]), &[]);
    check(&corpus(&[("a", &["@ana [place|York], [place|York], [place|York], [person|York]"])]), &[]);
    check(&corpus(&[("a", &["@ana [place|York], [place|York] and York. [place|Leeds]"])]), &[]);
}

#[test]
fn two_tags_on_one_place_do_not_stand_in_each_others_way() {
    check(
        &corpus(&[("a", &["@ana [place|York], [place|York], [place|York], [place|York], [place|[person|York]]"])]),
        &[],
    );
}

#[test]
fn words_that_are_tagged_elsewhere_are_looked_for_as_far_as_the_annotator_has_come() {
    let mut project = corpus(&[
        ("a", &["@ana [place|York], [place|York], [place|York]", "@ben York, York, York"]),
        ("b", &["@ana York and Yorkshire, [person|Ada], York", "@ben York and Yorkshire, [person|Ada], York"]),
    ]);
    check(&project, &["untagged ana/b 0–4: “York” is place 3 times, and not tagged here"]);
    let set = Arc::make_mut(project.sets.get_mut(&set_key("ana", "b")).unwrap());
    set.head.state = SetState::Finished;
    check(
        &project,
        &[
            "untagged ana/b 0–4: “York” is place 3 times, and not tagged here",
            "untagged ana/b 25–29: “York” is place 3 times, and not tagged here",
        ],
    );
}

#[test]
fn of_words_in_longer_ones_the_longer_ones_are_told() {
    let known = "@ana [place|York] [place|York] [place|York] [place|New York] [place|New York] [place|New York]";
    check(
        &corpus(&[("a", &[known]), ("b", &["@ana New York, York [person|Ada]"])]),
        &[
            "untagged ana/b 0–8: “New York” is place 3 times, and not tagged here",
            "untagged ana/b 10–14: “York” is place 3 times, and not tagged here",
        ],
    );
}

#[test]
fn names_have_their_article_or_have_it_not() {
    check(
        &corpus(&[
            ("a", &["@ana the [person|UN], The [person|UN], the [person|UN], [person|UN]"]),
            ("b", &["@ana [person|the UN]"]),
            ("c", &["@ana [place|the Hague], [place|The Hague], [place|the Hague], [place|the Hague]"]),
            ("d", &["@ana in the [place|Hague]; bathe [person|Ada]"]),
        ]),
        &[
            "article ana/b 0–6: “the UN” has its article here, and 4 times it has not",
            "article ana/d 7–12: “Hague” is without its article here, and 4 times with it",
        ],
    );
}

#[test]
fn signs_at_edges_are_told_where_they_are_no_habit() {
    check(
        &corpus(&[(
            "a",
            &["@ana [place|York], [place|Leeds], [place|Hull], [place|Bath], [place|Ely,] [claim|It rains.]"],
        )]),
        &["ragged-edge ana/a 25–29: “Ely,” has a sign at its edge, as place mostly has not: “Ely”"],
    );
    check(&corpus(&[("a", &["@ana [title|U.N.], [title|Mr.] [title|U.S.], [title|Dr.] [title|x]"])]), &[]);
}

#[test]
fn spaces_at_edges_are_told_always() {
    let project = corpus(&[("a", &["@ana in[place| York ]and [person|\u{a0}Ada]"])]);
    check(
        &project,
        &[
            "outer-space ana/a 2–8: “ York ” begins or ends with a space",
            "outer-space ana/a 12–17: “\u{a0}Ada” begins or ends with a space",
        ],
    );
}

/// Where names stand in [`CONTENT`], with and without an article, and some in others.
const NAMES: &[(u32, u32)] =
    &[(0, 4), (6, 14), (10, 14), (19, 22), (19, 30), (26, 30), (32, 35), (37, 40), (37, 45), (41, 45)];
const CONTENT: &str = "York, the York and Ada of York; Ada, Ada York";

/// One of: mark, unmark, change the text, mark a name.
type Act = (u8, u32, u32, usize, usize);

fn act(project: &mut Project, (kind, a, b, tag, document): Act, mint: &mut Mint) {
    let id = project.documents.keys().nth(document % project.documents.len()).unwrap().clone();
    let text = project.document(&id).unwrap().text.clone();
    let set = glossator::model::SetKey { document: id.clone(), annotator: AnnotatorId::new("ana").unwrap() };
    let (start, end) = (text.floor(a.min(b) as usize), text.floor(a.max(b) as usize));
    let spans = || project.set(&set).map(|set| set.spans.iter().map(Span::key).collect::<Vec<_>>()).unwrap_or_default();
    let command = match kind {
        0..=4 => {
            let tag = TagId::new(["person", "place"][tag % 2]).unwrap();
            Command::AddSpan { set, at: TextRange::between(start, end).into(), tag }
        }
        5..=6 => {
            let spans = spans();
            let Some(span) = spans.get(tag % spans.len().max(1)) else { return };
            Command::RemoveSpans { set, spans: vec![*span] }
        }
        9.. => {
            let (start, end) = NAMES[a as usize % NAMES.len()];
            let at = TextRange::between(text.floor(start as usize), text.floor(end as usize));
            let tag = TagId::new(if tag == 0 { "person" } else { "place" }).unwrap();
            Command::AddSpan { set, at: at.into(), tag }
        }
        7 => {
            let new = format!("{}York {}", text.upto(start), text.from(end));
            let new = glossator::text::Text::new(new).unwrap();
            let revision = glossator::text::Revision::between(&text, &new);
            Command::Revise { document: id, revision: Arc::new(revision), source: None }
        }
        _ => Command::RemoveDocuments(vec![id]),
    };
    if project.documents.len() > 1 || !matches!(command, Command::RemoveDocuments(_)) {
        let Ok(transaction) = command.plan(project, mint) else { return };
        transaction.apply(project).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Habits that follow changes are those that would be found at once, and so are their findings.
    #[test]
    fn habits_follow_changes(
        steps in prop::collection::vec(
            prop::collection::vec((0u8..24, 0u32..45, 0u32..45, 0usize..9, 0usize..3), 1..8), 1..12),
    ) {
        let mut project = corpus(&[("a", &[CONTENT]), ("b", &[CONTENT]), ("c", &[CONTENT])]);
        let ana = AnnotatorId::new("ana").unwrap();
        let mut mint = Mint::new(7, Timestamp::default());
        let mut habits = Habits::of(&project, &ana);
        let key = set_key("ana", "a");
        let mut findings = SetFindings::default();
        let mut known: Vec<String> = Vec::new();
        // The set as its findings have followed it.
        let mut followed: Option<Arc<AnnotationSet>> = None;
        for step in steps {
            let before = project.clone();
            step.into_iter().for_each(|it| act(&mut project, it, &mut mint));
            let old_habits = habits.clone();
            let words = habits.follow(Some(&before), &project, &ana);
            prop_assert_eq!(&habits, &Habits::of(&project, &ana));
            let last = followed.take();
            let Some((set, document)) = project.set(&key).zip(project.document(&key.document)) else { continue };
            let has_same_text = before.document(&key.document).is_some_and(|before| before.text.same(&document.text));
            let since = last.as_deref().filter(|_| has_same_text);
            let since = since.map(|set| Since { habits: &old_habits, words: &words, set });
            let change = findings.follow_habits(&project, &habits, &key, set, since);
            followed = Some(Arc::clone(set));
            let said = |it: &Arc<glossator::check::Finding>| super::line(it);
            for gone in change.gone.iter().map(said) {
                let at = known.iter().position(|it| *it == gone);
                prop_assert!(at.is_some());
                at.map(|at| known.remove(at));
            }
            known.extend(change.come.iter().map(said));
            known.sort();
            let by_habit = ["mixed-tags", "untagged", "article ", "ragged-edge"];
            let mut fresh: Vec<String> = run(&project).iter().map(super::line).collect();
            fresh.retain(|it| by_habit.iter().any(|kind| it.starts_with(kind)) && it.contains("ana/a "));
            fresh.sort();
            prop_assert_eq!(&known, &fresh);
        }
    }
}
