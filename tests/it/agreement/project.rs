//! A project as a study: whoever is done, and following what people do.

use crate::notation::corpus;
use crate::stats::law::{Numbers, start, step};
use glossator::agreement::{Figure, Key, Level, Measure, Undefined, Who, krippendorff_alpha};
use glossator::edit::{Command, Mint};
use glossator::model::{
    AnnotatorId, Attribute, AttributeId, AttributeKind, DocumentId, Layer, LayerId, Project, SetKey, SetState, Tag,
    TagId, Timestamp,
};
use glossator::review::{ProjectStudy, Rated, ratings_of};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All figures by their names.
fn figures(study: &ProjectStudy) -> BTreeMap<String, Figure> {
    let sum = study.tallies().sum();
    let keys = Measure::all().flat_map(|measure| Key::all_of(measure, sum.n_annotators(), &sum.tags()));
    let named = keys.filter_map(|key| Some((key.name(study.names()), sum.figure(key)?)));
    // Numbers of tags may differ where some were used once.
    named.map(|(name, figure)| (name, Figure { key: Key::new(Measure::NSpans, Who::Everybody), ..figure })).collect()
}

fn assert_same(followed: &ProjectStudy, layer: Option<&LayerId>, project: &Project) {
    let afresh = ProjectStudy::of_layer(project, layer.cloned());
    assert_eq!(followed.documents(), afresh.documents());
    assert_eq!(followed.annotators(), afresh.annotators());
    assert_eq!(followed.n_in_pieces(), afresh.n_in_pieces());
    assert_eq!(figures(followed), figures(&afresh));
}

fn run(project: &mut Project, mint: &mut Mint, command: &Command) {
    command.plan(project, mint).unwrap().apply(project).unwrap();
}

/// Everybody who marked something is done with it.
fn finish(project: &mut Project, mint: &mut Mint) {
    let keys: Vec<SetKey> = project.sets.keys().cloned().collect();
    for set in keys {
        run(project, mint, &Command::SetState { set, state: SetState::Finished });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn figures_reached_by_steps_are_those_computed_afresh(
        numbers in prop::collection::vec((0u8..26, 0u32..40, 0u32..40, 0usize..12, prop::bool::weighted(0.2)), 1..40)
    ) {
        let mut project = start();
        let mut mint = Mint::new(7, Timestamp::new(1_770_000_100));
        finish(&mut project, &mut mint);
        let layer = project.codebook.layers.first().map(|layer| layer.id.clone());
        let mut study = ProjectStudy::of(&project);
        let mut of_layer = ProjectStudy::of_layer(&project, layer.clone());
        for (kind, a, b, n, is_undone) in numbers {
            // A set that is finished comes about by every other step that changes a state.
            let numbers: Numbers = (if is_undone { 11 } else { kind }, a, b, if is_undone { 2 } else { n });
            let Some(transaction) = step(&project, &mut mint, numbers) else { continue };
            if transaction.apply(&mut project).is_err() {
                continue;
            }
            study.apply(&transaction, &project);
            of_layer.apply(&transaction, &project);
            assert_same(&study, None, &project);
            assert_same(&of_layer, layer.as_ref(), &project);
            if is_undone {
                let back = transaction.inverted();
                back.apply(&mut project).unwrap();
                study.apply(&back, &project);
                of_layer.apply(&back, &project);
                assert_same(&study, None, &project);
                assert_same(&of_layer, layer.as_ref(), &project);
            }
        }
    }
}

fn ids(study: &ProjectStudy) -> (Vec<&str>, Vec<&str>) {
    let documents = study.documents().iter().map(DocumentId::as_str).collect();
    (documents, study.annotators().iter().map(AnnotatorId::as_str).collect())
}

#[test]
fn only_documents_that_two_are_done_with_count() {
    let mut project = start();
    let mut mint = Mint::new(7, Timestamp::new(1_770_000_100));
    assert_eq!(ids(&ProjectStudy::of(&project)), (vec![], vec![]));
    finish(&mut project, &mut mint);
    let study = ProjectStudy::of(&project);
    assert_eq!(ids(&study), (vec!["a"], vec!["ana", "ben"]));
    // Ana has “Zoë” and “York”, Ben has “Zoë of York”; offsets count characters, of which 👍 is one.
    let value = |measure| study.tallies().sum().value(Key::new(measure, Who::Pair(0, 1))).unwrap().unwrap();
    assert_eq!((value(Measure::StrictF1), value(Measure::OverlapF1)), (0.0, 2.0 / 3.0));
    assert_eq!(study.tallies().sum().value(Key::new(Measure::Coverage, Who::One(0))), Some(Ok(7.0 / 33.0)));
}

/// Three passages that both marked alike, with an attribute of which one value differs.
#[test]
fn attributes_are_rated_where_two_marked_the_same() {
    let both = "[person|Ada] met [person|Bo] and [person|Cy] and Di";
    let (ana, ben) = (format!("@ana {both}"), format!("@ben {both}"));
    let mut project = corpus(&[("a", &[&ana, &ben])]);
    let mut mint = Mint::new(7, Timestamp::new(1_770_000_100));
    finish(&mut project, &mut mint);
    let id = AttributeId::new("sure").unwrap();
    let layer: Option<LayerId> = project.codebook.in_order().next().map(|tag| tag.layer.clone());
    let attribute = Attribute::new(id.clone(), layer, AttributeKind::YesNo);
    Arc::make_mut(&mut project.codebook).attributes.push(attribute);
    assert_eq!(ratings_of(&project), []);
    for (annotator, values) in [("ana", [true, true, false]), ("ben", [true, false, false])] {
        let key = SetKey { document: DocumentId::new("a").unwrap(), annotator: AnnotatorId::new(annotator).unwrap() };
        let spans: Vec<_> = project.set(&key).unwrap().spans.iter().cloned().collect();
        for (span, value) in spans.into_iter().zip(values) {
            let details = span.details.with(&id, Some(glossator::model::Value::YesNo(value)));
            let changed = glossator::model::Span { details, ..span.clone() };
            let edit = glossator::edit::Edit::Span(key.clone(), glossator::edit::Change::replace(span, changed));
            let step = glossator::edit::Transaction {
                title: String::new(),
                by: None,
                made: Timestamp::new(0),
                edits: vec![edit],
            };
            step.apply(&mut project).unwrap();
        }
    }
    let rated = ratings_of(&project);
    assert_eq!(rated.iter().map(|rated| rated.of.to_string()).collect::<Vec<_>>(), ["attribute:sure"]);
    assert_eq!(rated[0].of, Rated::Attribute(id));
    assert_eq!((rated[0].ratings.n_items(), rated[0].ratings.n_rated_twice()), (3, 3));
    // Coincidences: yes-yes 2, no-no 2, one of each twice; n is 6 with three of each: 1 - 5 · 2 / (2 · 9).
    let alpha = krippendorff_alpha(&rated[0].ratings, Level::Nominal).unwrap();
    assert!((alpha - (1.0 - 10.0 / 18.0)).abs() < 1e-12, "{alpha}");
}

/// Claims lie over persons. Of both layers together the unitizing alpha is not defined; of each alone it is: of persons all is
/// the same, of claims nothing.
#[test]
fn each_layer_is_a_study_of_its_own() {
    let mut project = corpus(&[(
        "one",
        &["@ana [claim|[person|Ada] wrote to Bo] and more", "@ben [person|Ada] wrote to Bo [claim|and more]"],
    )]);
    for (key, set) in project.sets.clone() {
        let mut set = (*set).clone();
        set.head.state = SetState::Finished;
        project.sets.insert(key, set.into());
    }
    let codebook = Arc::make_mut(&mut project.codebook);
    let claims = LayerId::new("claims").unwrap();
    let first = codebook.layers[0].clone();
    codebook.layers.push(Layer { id: claims.clone(), ..first.clone() });
    let claim = TagId::new("claim").unwrap();
    let tag = Tag { layer: claims.clone(), ..(**codebook.tags.get(&claim).unwrap()).clone() };
    codebook.tags.insert(claim, tag.into());
    let value = |layer: Option<LayerId>, measure| {
        let study = ProjectStudy::of_layer(&project, layer);
        study.tallies().sum().value(Key::new(measure, Who::Everybody)).unwrap()
    };
    assert_eq!(value(None, Measure::UAlpha), Err(Undefined::Overlapping));
    assert_eq!(value(None, Measure::StrictF1), Ok(0.5));
    assert_eq!(
        (value(Some(first.id.clone()), Measure::UAlpha), value(Some(first.id), Measure::StrictF1)),
        (Ok(1.0), Ok(1.0))
    );
    assert_eq!(value(Some(claims.clone()), Measure::StrictF1), Ok(0.0));
    assert!(value(Some(claims), Measure::UAlpha).is_ok_and(|alpha| alpha < 0.0));
}
