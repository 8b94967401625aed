//! What is found beyond tags and places: attributes, relations, tags of the document, parts that are left out.

use super::{check, edit};
use crate::notation::{letter, parse, set_of, whole_project};
use glossator::model::{
    AnnotationSet, Annotator, AnnotatorKind, Attribute, AttributeId, AttributeKind, Choice, Clause, Codebook, LayerId,
    LayerKind, Project, SetState, TagId, Value,
};
use glossator::text::{Offset, TextRange};
use std::sync::Arc;

fn attribute_id(id: &str) -> AttributeId {
    AttributeId::new(id).unwrap()
}

fn layer(id: &str) -> Option<LayerId> {
    Some(LayerId::new(id).unwrap())
}

/// Ana's project.
fn known(notation: &str) -> Project {
    let mut project = whole_project(notation);
    let id = set_of("ana").annotator;
    let record = Annotator { id: id.clone(), name: id.to_string(), kind: AnnotatorKind::Human };
    project.annotators.insert(id, record.into());
    project
}

fn with_codebook(notation: &str, change: impl FnOnce(&mut Codebook)) -> Project {
    let mut project = known(notation);
    change(Arc::make_mut(&mut project.codebook));
    project
}

fn stance(layer: Option<LayerId>) -> Attribute {
    let choices = ["for", "against"].map(|id| Choice { id: id.into(), name: id.to_owned() }).to_vec();
    Attribute { required: true, ..Attribute::new(attribute_id("stance"), layer, AttributeKind::Choice(choices)) }
}

fn own(project: &mut Project) -> &mut AnnotationSet {
    Arc::make_mut(project.sets.get_mut(&set_of("ana")).unwrap())
}

#[test]
fn marks_between_characters_are_whole_where_their_layer_has_them() {
    let project = with_codebook("Zo[person|]ë", |codebook| codebook.layers[0].zero_width = true);
    check(&project, &[]);
}

#[test]
fn attributes_of_spans_are_those_of_the_codebook() {
    let notation =
        "[claim stance=for|it rains], [claim|it snows] or [claim stance=maybe|not], [claim mood=sad stance=for|oh]";
    let project = with_codebook(notation, |codebook| codebook.attributes = vec![stance(layer("entity"))]);
    check(
        &project,
        &[
            "attribute ana/letter-7q2m 10–18: “it snows”: stance is needed",
            "attribute ana/letter-7q2m 22–25: “not”: stance cannot be “maybe”",
            "attribute ana/letter-7q2m 27–29: “oh”: the codebook has no attribute mood",
        ],
    );
}

#[test]
fn what_is_not_asked_for_is_not_needed() {
    let claims = Clause::Tagged([TagId::new("claim").unwrap()].into());
    let notation = "[person|Ada]: [claim stance=for|it rains]";
    let project = with_codebook(notation, |codebook| {
        codebook.attributes = vec![Attribute { when: vec![claims], ..stance(layer("entity")) }];
    });
    check(&project, &[]);
}

#[test]
fn relations_articles_and_their_tags_have_attributes_too() {
    let notation = "[1:person|Ada]1: [2:claim|it rains]2 {1 -says mood=sad-> 2} {#politics} {language=en} {share=much}";
    let mut project = with_codebook(notation, |codebook| {
        let percent = AttributeKind::Number { least: None, most: None };
        codebook.attributes = vec![
            Attribute { id: attribute_id("weight"), ..stance(layer("topic")) },
            Attribute::new(attribute_id("share"), None, percent),
            Attribute { id: attribute_id("outlet"), name: "outlet".to_owned(), ..stance(None) },
        ];
        codebook.attributes[0].name = "weight".to_owned();
    });
    let mut expected = vec![
        "set-attribute ana/letter-7q2m: says: the codebook has no attribute mood",
        "set-attribute ana/letter-7q2m: politics: weight is needed",
        "set-attribute ana/letter-7q2m: the codebook has no attribute language of articles",
        "set-attribute ana/letter-7q2m: share cannot be “much”",
    ];
    check(&project, &expected);
    own(&mut project).head.state = SetState::Finished;
    expected.push("set-attribute ana/letter-7q2m: the article is finished, and outlet is needed");
    check(&project, &expected);
}

#[test]
fn relations_have_two_ends() {
    let mut project = known("[1:person|Ada]1: [2:claim|it rains]2 [3:person|Ben]3 {1 -says-> 2} {1 -knows-> 3}");
    let lost = own(&mut project).spans.iter().find(|span| span.tag.as_str() == "claim").unwrap().key();
    own(&mut project).spans.remove(lost);
    check(&project, &["relation-end ana/letter-7q2m: the relation says (link0000) has lost one of its spans"]);
}

#[test]
fn finished_articles_have_what_is_needed() {
    let needed = |codebook: &mut Codebook| codebook.layers.iter_mut().for_each(|layer| layer.required = true);
    let mut project = with_codebook("[1:person|Ada]1 met [2:person|Ben]2", needed);
    check(&project, &[]);
    own(&mut project).head.state = SetState::Finished;
    let expected = [
        "layer-needed ana/letter-7q2m: the article is finished, and has no tag of tie",
        "layer-needed ana/letter-7q2m: the article is finished, and has no tag of topic",
    ];
    check(&project, &expected);
    let mut project = with_codebook("[1:person|Ada]1 met [2:person|Ben]2 {1 -knows-> 2} {#politics}", needed);
    own(&mut project).head.state = SetState::Finished;
    check(&project, &[]);
}

#[test]
fn nothing_to_mark_is_an_answer_to_all_but_what_the_article_is_about() {
    let needed = |codebook: &mut Codebook| codebook.layers.iter_mut().for_each(|layer| layer.required = true);
    let mut project = with_codebook("Ada met Ben {language=en}", needed);
    own(&mut project).head.state = SetState::Nothing;
    own(&mut project).attributes.clear();
    check(&project, &["layer-needed ana/letter-7q2m: the article is finished, and has no tag of topic"]);
}

#[test]
fn conditions_can_hold() {
    let has = |id: &str| vec![Clause::Has(attribute_id(id), Vec::new())];
    let attribute =
        |id: &str, when| Attribute { when, ..Attribute::new(attribute_id(id), layer("entity"), AttributeKind::Text) };
    let project = with_codebook("Ada", |codebook| {
        codebook.attributes = vec![
            attribute("a", has("b")),
            attribute("b", has("c")),
            attribute("c", has("b")),
            attribute("d", has("gone")),
            attribute("e", vec![Clause::Tagged([TagId::new("ghost").unwrap()].into())]),
        ];
    });
    check(
        &project,
        &[
            "attribute-condition -/-: b is asked for only if it was asked for",
            "attribute-condition -/-: c is asked for only if it was asked for",
            "attribute-condition -/-: d is asked for under a condition on gone, which is gone",
            "attribute-condition -/-: e is asked for of ghost, which the codebook lacks",
        ],
    );
}

#[test]
fn spans_in_what_is_left_out_are_told() {
    let (text, out) = ("[person|Ada] met [person|Ben]", parse("Ada «met Ben»").selection.unwrap());
    let mut project = known(text);
    let document = Arc::make_mut(project.documents.get_mut(&letter()).unwrap());
    let out = TextRange::between(Offset::new(out.0), Offset::new(out.1));
    document.excluded = document.excluded.with(out);
    check(&project, &["excluded-span ana/letter-7q2m 8–11: “Ben” stands in a part that is left out"]);
}

#[test]
fn one_layer_is_not_another() {
    let project = with_codebook("[1:person|Ada]1 {#politics}", |codebook| {
        edit(codebook, "politics", |tag| tag.name = "Politics".to_owned());
        assert_eq!(codebook.first_layer(LayerKind::Document).unwrap().id.as_str(), "topic");
        codebook.attributes = vec![stance(layer("tie"))];
    });
    check(&project, &[]);
}

#[test]
fn values_of_several_choices_are_known_ones() {
    let kind = AttributeKind::Choices(vec![Choice { id: "a".into(), name: "A".to_owned() }]);
    let project = with_codebook("[claim why=a+|x] [claim why=a+b|y]", |codebook| {
        codebook.attributes = vec![Attribute::new(attribute_id("why"), layer("entity"), kind)];
    });
    let wrong = Value::Set(["a".into(), "b".into()].into());
    let words = project.codebook.attributes[0].words(&wrong);
    check(&project, &[&format!("attribute ana/letter-7q2m 2–3: “y”: why cannot be “{words}”")]);
}
