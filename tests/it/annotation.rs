//! What can be said beside tags, and what layers, attributes and relations allow: by commands, in the one notation.

use crate::notation::{letter, parse, set_of, spans_over, tag, whole_project, written};
use glossator::edit::{Command, Mint, Saying, Target, Transaction};
use glossator::model::{
    Attribute, AttributeId, AttributeKind, Choice, Clause, Codebook, Confidence, Direction, Fragments, LayerId,
    NoteTarget, Number, Overlap, Project, SetState, SpanKey, TagId, Timestamp, Value, Verdict,
};
use glossator::review::threads;
use glossator::text::{Granularity, Offset, TextRange};
use std::sync::Arc;

fn id(tag: &str) -> TagId {
    TagId::new(tag).unwrap()
}

fn attribute_id(id: &str) -> AttributeId {
    AttributeId::new(id).unwrap()
}

fn plan(project: &Project, command: &Command) -> Result<Transaction, String> {
    let mut mint = Mint::new(7, Timestamp::new(1_770_000_100));
    command.plan(project, &mut mint).map_err(|error| error.to_string())
}

/// Runs a command and checks what Ana's set says then, and that taking it back gives the project as it was.
#[track_caller]
fn check(project: &Project, command: &Command, after: &str) -> Project {
    let transaction = plan(project, command).unwrap();
    let mut changed = project.clone();
    transaction.apply(&mut changed).unwrap();
    let text = &changed.document(&letter()).unwrap().text;
    assert_eq!(written(text, changed.set(&set_of("ana")).map(|set| &**set)), after);
    let mut back = changed.clone();
    transaction.inverted().apply(&mut back).unwrap();
    assert_eq!(&back, project, "taken back");
    changed
}

#[track_caller]
fn check_refused(project: &Project, command: &Command, why: &str) {
    assert_eq!(plan(project, command).unwrap_err(), why);
}

/// A project with attributes on its spans: *stance* of claims, *reason* of those against, and *sure* of all.
fn with_attributes(notation: &str) -> Project {
    let mut project = whole_project(notation);
    let codebook = Arc::make_mut(&mut project.codebook);
    let entity = Some(LayerId::new("entity").unwrap());
    let choices = ["for", "against"].map(|id| Choice { id: id.into(), name: id.to_owned() }).to_vec();
    let claims = Clause::Tagged([id("claim")].into());
    let against = Clause::Has(attribute_id("stance"), vec![Value::Text("against".into())]);
    let percent = AttributeKind::Number { least: Number::new(0.0), most: Number::new(100.0) };
    codebook.attributes = vec![
        Attribute {
            when: vec![claims],
            ..Attribute::new(attribute_id("stance"), entity.clone(), AttributeKind::Choice(choices))
        },
        Attribute {
            when: vec![against],
            ..Attribute::new(attribute_id("reason"), entity.clone(), AttributeKind::Text)
        },
        Attribute {
            default: Some(Value::YesNo(true)),
            ..Attribute::new(attribute_id("sure"), entity, AttributeKind::YesNo)
        },
        Attribute::new(attribute_id("share"), None, percent),
    ];
    project
}

fn say(project: &Project, over: &str, what: Saying) -> Command {
    let of = spans_over(project, over).into_iter().map(Target::Span).collect();
    Command::Say { set: set_of("ana"), of, what }
}

fn value(id: &str, value: &str) -> Saying {
    Saying::Attribute(attribute_id(id), Some(Value::Text(value.into())))
}

fn add(notation: &str, tag: &str) -> Command {
    let (start, end) = parse(notation).selection.expect("a selection «…»");
    let at = TextRange::between(Offset::new(start), Offset::new(end)).into();
    Command::AddSpan { set: set_of("ana"), at, tag: id(tag) }
}

#[test]
fn attributes_are_said_of_spans_that_they_are_asked_of() {
    let project = with_attributes("[claim|it rains], [person|Ada] said");
    let project = check(
        &project,
        &say(&project, "it rains", value("stance", "for")),
        "[claim stance=for sure=yes|it rains], [person|Ada] said",
    );
    check_refused(&project, &say(&project, "Ada", value("stance", "for")), "stance is not asked for here");
    check_refused(&project, &say(&project, "it rains", value("stance", "maybe")), "stance cannot be “maybe”");
    check_refused(
        &project,
        &say(&project, "it rains", value("mood", "sad")),
        "there is no attribute mood in the codebook",
    );
    check_refused(&project, &say(&project, "it rains", value("reason", "clouds")), "reason is not asked for here");
    let project = check(
        &project,
        &say(&project, "it rains", value("stance", "against")),
        "[claim stance=against sure=yes|it rains], [person|Ada] said",
    );
    let project = check(
        &project,
        &say(&project, "it rains", value("reason", "clouds")),
        "[claim reason=clouds stance=against sure=yes|it rains], [person|Ada] said",
    );
    let none = Saying::Attribute(attribute_id("stance"), None);
    check(&project, &say(&project, "it rains", none), "[claim reason=clouds sure=yes|it rains], [person|Ada] said");
}

#[test]
fn of_several_spans_those_that_an_attribute_is_not_asked_of_are_passed_by() {
    let project = with_attributes("[claim|x] [person|x] [claim|x]");
    check(
        &project,
        &say(&project, "x", value("stance", "for")),
        "[claim stance=for sure=yes|x] [person|x] [claim stance=for sure=yes|x]",
    );
}

#[test]
fn defaults_are_said_when_a_span_is_marked_and_when_it_is_retagged() {
    let project = with_attributes("Ada wrote");
    let project = check(&project, &add("«Ada» wrote", "person"), "[person sure=yes|Ada] wrote");
    let retag = Command::Retag { set: set_of("ana"), spans: spans_over(&project, "Ada"), tag: id("place") };
    check(&project, &retag, "[place sure=yes|Ada] wrote");
}

#[test]
fn a_tag_changed_by_mistake_and_back_keeps_its_attributes() {
    let project = with_attributes("[claim stance=for sure=no|it rains]");
    let retag = |project: &Project, tag: &str| Command::Retag {
        set: set_of("ana"),
        spans: spans_over(project, "it rains"),
        tag: id(tag),
    };
    let project = check(&project, &retag(&project, "place"), "[place stance=for sure=no|it rains]");
    let asked =
        project.codebook.asked_of(&id("place"), &project.set(&set_of("ana")).unwrap().spans.nth(0).unwrap().details);
    assert_eq!(
        asked.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(),
        ["sure"],
        "what is not asked for is not shown"
    );
    check(&project, &retag(&project, "claim"), "[claim stance=for sure=no|it rains]");
}

#[test]
fn flags_and_confidence_stand_beside_a_tag() {
    let project = whole_project("[person|Ada] [person|Ada]");
    let project = check(&project, &say(&project, "Ada", Saying::Flag(true)), "[person !|Ada] [person !|Ada]");
    let sure = Saying::Confidence(Confidence::new(75));
    let project = check(&project, &say(&project, "Ada", sure.clone()), "[person ! 75%|Ada] [person ! 75%|Ada]");
    check_refused(&project, &say(&project, "Ada", sure), "there is nothing to change");
    check(&project, &say(&project, "Ada", Saying::Flag(false)), "[person 75%|Ada] [person 75%|Ada]");
}

#[test]
fn documents_are_tagged_and_spoken_of() {
    let project = with_attributes("Ada wrote");
    let tag_as = |tag: &str, given| Command::TagDocument { set: set_of("ana"), tag: id(tag), given };
    let project = check(&project, &tag_as("politics", true), "Ada wrote {#politics}");
    let project = check(&project, &tag_as("sports", true), "Ada wrote {#politics} {#sports}");
    check_refused(&project, &tag_as("sports", true), "there is nothing to change");
    check_refused(&project, &tag_as("person", true), "person is a tag of spans, not of articles as a whole");
    check_refused(&project, &add("«Ada» wrote", "politics"), "politics is a tag of articles as a whole, not of spans");
    let share = |number: f64| Command::SayOfDocument {
        set: set_of("ana"),
        attribute: attribute_id("share"),
        value: Number::new(number).map(Value::Number),
    };
    let project = check(&project, &share(12.5), "Ada wrote {#politics} {#sports} {share=12.5}");
    check_refused(&project, &share(101.0), "share cannot be “101”");
    check(&project, &tag_as("politics", false), "Ada wrote {#sports} {share=12.5}");
}

#[test]
fn a_layer_of_one_tag_a_document_replaces_it() {
    let mut project = whole_project("Ada wrote {#politics}");
    Arc::make_mut(&mut project.codebook).layers.last_mut().unwrap().overlap = Overlap::None;
    let sports = Command::TagDocument { set: set_of("ana"), tag: id("sports"), given: true };
    check(&project, &sports, "Ada wrote {#sports}");
}

fn relate(project: &Project, from: &str, to: &str, tag: &str) -> Command {
    let [from, to] = [from, to].map(|over| spans_over(project, over)[0]);
    Command::Relate { set: set_of("ana"), from, to, tag: id(tag) }
}

#[test]
fn relations_link_spans_once_and_not_to_themselves() {
    let project = whole_project("[person|Ada] wrote [claim|it rains]");
    let project = check(
        &project,
        &relate(&project, "Ada", "it rains", "says"),
        "[1:person|Ada]1 wrote [2:claim|it rains]2 {1 -says-> 2}",
    );
    check_refused(&project, &relate(&project, "Ada", "it rains", "says"), "these spans are already linked by says");
    check_refused(&project, &relate(&project, "Ada", "Ada", "says"), "says cannot link a span to itself");
    check_refused(
        &project,
        &relate(&project, "Ada", "it rains", "person"),
        "person is a tag of spans, not of relations",
    );
    let back = check(
        &project,
        &relate(&project, "it rains", "Ada", "says"),
        "[1:person|Ada]1 wrote [2:claim|it rains]2 {1 -says-> 2} {2 -says-> 1}",
    );
    let remove = Command::RemoveSpans { set: set_of("ana"), spans: spans_over(&back, "Ada") };
    check(&back, &remove, "Ada wrote [claim|it rains]");
}

/// The codebook with a rule for what *says* may link.
fn with_ends(project: &mut Project, change: impl Fn(&mut glossator::model::Ends)) {
    let codebook = Arc::make_mut(&mut project.codebook);
    for tag in ["says", "knows"] {
        change(&mut Arc::make_mut(codebook.tags.get_mut(&id(tag)).unwrap()).ends);
    }
}

#[test]
fn only_permitted_ends_are_linked() {
    let mut project = whole_project("[person|Ada] [place|York] [title|Mr]");
    with_ends(&mut project, |ends| {
        ends.from = [id("person")].into();
        ends.to = [id("place"), id("title")].into();
    });
    check(
        &project,
        &relate(&project, "Ada", "York", "says"),
        "[1:person|Ada]1 [2:place|York]2 [title|Mr] {1 -says-> 2}",
    );
    check_refused(&project, &relate(&project, "York", "Mr", "says"), "says cannot go from “York”: only from person");
    let ends = ["Ada", "Mr"]
        .map(|over| project.set(&set_of("ana")).unwrap().spans.get(spans_over(&project, over)[0]).unwrap().clone());
    let permitted = |from, to| glossator::edit::permitted_relations(&project.codebook, from, to).len();
    assert_eq!((permitted(&ends[0], &ends[1]), permitted(&ends[1], &ends[0])), (2, 0));
}

#[test]
fn a_symmetric_relation_stands_once_whichever_way_it_is_made() {
    let mut project = whole_project("[person|Ada] [person|Ben]");
    with_ends(&mut project, |ends| ends.direction = Direction::Symmetric);
    let project =
        check(&project, &relate(&project, "Ben", "Ada", "knows"), "[1:person|Ada]1 [2:person|Ben]2 {1 -knows-> 2}");
    check_refused(&project, &relate(&project, "Ada", "Ben", "knows"), "these spans are already linked by knows");
}

#[test]
fn one_key_joins_the_last_mention() {
    let mut project = whole_project("[person|Ada] met [person|Ben]. [person|He] saw [person|her].");
    with_ends(&mut project, |ends| ends.direction = Direction::Chain);
    let join = |project: &Project, over: &str| Command::JoinChain {
        set: set_of("ana"),
        span: spans_over(project, over)[0],
        tag: id("knows"),
    };
    check_refused(&project, &join(&project, "Ada"), "there is no span before this one that knows could link it to");
    let project = check(
        &project,
        &join(&project, "He"),
        "[person|Ada] met [1:person|Ben]1. [2:person|He]2 saw [person|her]. {1 -knows-> 2}",
    );
    let chained = check(
        &project,
        &join(&project, "her"),
        "[person|Ada] met [1:person|Ben]1. [2:person|He]2 saw [3:person|her]3. {1 -knows-> 2} {2 -knows-> 3}",
    );
    let set = chained.set(&set_of("ana")).unwrap();
    let chain = set.chain_of(&id("knows"), spans_over(&chained, "Ben")[0].1);
    assert_eq!(chain.len(), 3);
}

/// The layer of entities with other rules.
fn with_rule(notation: &str, rule: impl Fn(&mut glossator::model::Layer)) -> Project {
    let mut project = whole_project(notation);
    rule(&mut Arc::make_mut(&mut project.codebook).layers[0]);
    project
}

#[test]
fn layers_mark_whole_words_sentences_or_paragraphs() {
    let words = with_rule("Ada wrote. Ben read.", |layer| layer.granularity = Granularity::Word);
    check(&words, &add("«Ada wrote». Ben read.", "person"), "[person|Ada wrote]. Ben read.");
    check_refused(&words, &add("Ada w«rote». Ben read.", "person"), "Entities marks whole words, here “wrote”");
    let sentences = with_rule("Ada wrote. Ben read.", |layer| layer.granularity = Granularity::Sentence);
    check(&sentences, &add("«Ada wrote.» Ben read.", "claim"), "[claim|Ada wrote.] Ben read.");
    check(&sentences, &add("«Ada wrote. Ben read.»", "claim"), "[claim|Ada wrote. Ben read.]");
    check_refused(
        &sentences,
        &add("Ada wrote. «Ben» read.", "claim"),
        "Entities marks whole sentences, here “Ben read.”",
    );
    let paragraphs = with_rule("Ada wrote.\nBen read.", |layer| layer.granularity = Granularity::Paragraph);
    check_refused(
        &paragraphs,
        &add("Ada wrote.\n«Ben» read.", "claim"),
        "Entities marks whole paragraphs, here “Ben read.”",
    );
}

#[test]
fn layers_keep_within_paragraphs() {
    let project = with_rule("Ada wrote.\nBen read.", |layer| layer.crosses_paragraphs = false);
    check_refused(
        &project,
        &add("Ada «wrote.\nBen» read.", "claim"),
        "spans of Entities may not go on into another paragraph",
    );
    check(&project, &add("Ada «wrote.\n»Ben read.", "claim"), "Ada [claim|wrote.\n]Ben read.");
}

#[test]
fn a_place_between_two_characters_is_marked_where_the_layer_lets_it() {
    let here = |project: &Project| {
        let at = Fragments::one(TextRange::empty_at(Offset::new(3)));
        plan(project, &Command::AddSpan { set: set_of("ana"), at, tag: id("title") })
    };
    assert_eq!(here(&whole_project("Ada wrote")).unwrap_err(), "no text is selected");
    let project = with_rule("Ada wrote", |layer| layer.zero_width = true);
    let mut changed = project.clone();
    here(&project).unwrap().apply(&mut changed).unwrap();
    let text = &changed.document(&letter()).unwrap().text;
    assert_eq!(written(text, changed.set(&set_of("ana")).map(|set| &**set)), "Ada[title|] wrote");
}

#[test]
fn fragments_are_one_span() {
    let project = whole_project("[1:claim|it]1 never [+1|rains]1 here");
    let set = project.set(&set_of("ana")).unwrap();
    assert_eq!(set.spans.len(), 1);
    let text = &project.document(&letter()).unwrap().text;
    assert_eq!(written(text, Some(set)), "[1:claim|it]1 never [+1|rains]1 here");
}

#[test]
fn nothing_to_mark_is_a_statement_of_its_own() {
    let state = |state| Command::SetState { set: set_of("ana"), state };
    let project = whole_project("Ada wrote");
    let done = check(&project, &state(SetState::Nothing), "Ada wrote");
    assert_eq!(done.state(&set_of("ana")), SetState::Nothing);
    let marked = check(&done, &add("«Ada» wrote", "person"), "[person|Ada] wrote");
    assert_eq!(marked.state(&set_of("ana")), SetState::InProgress, "there was something after all");
    check_refused(&marked, &state(SetState::Nothing), "there is something to mark here: 1 span");
}

#[test]
fn notes_become_threads_over_several_sets() {
    let project = whole_project("[person|Ada] wrote");
    let span: SpanKey = spans_over(&project, "Ada")[0];
    let run = |project: &Project, command: &Command| {
        let mut changed = project.clone();
        plan(project, command).unwrap().apply(&mut changed).unwrap();
        changed
    };
    let note = |annotator: &str, on, of: &str, body: &str, verdict| Command::AddNote {
        set: set_of(annotator),
        on,
        of: Some(set_of(of).annotator),
        body: body.to_owned(),
        verdict,
    };
    let project = run(&project, &note("ben", NoteTarget::Span(span.1), "ana", "A person?", None));
    let first = *project.set(&set_of("ben")).unwrap().notes.keys().next().unwrap();
    assert!(project.set(&set_of("ana")).unwrap().notes.is_empty(), "nobody writes in another's set");
    let project = run(&project, &note("ana", NoteTarget::Note(first), "ben", "Ada Lovelace", None));
    let found = threads(&project, &set_of("ana"), NoteTarget::Span(span.1));
    let said: Vec<(&str, &str)> = found[0].said.iter().map(|it| (it.by.as_str(), it.note.body.as_str())).collect();
    assert_eq!((found.len(), said), (1, vec![("ben", "A person?"), ("ana", "Ada Lovelace")]));
    assert!(!found[0].is_resolved());
    let project = run(&project, &note("ana", NoteTarget::Note(first), "ben", "", Some(Verdict::Resolved)));
    assert!(threads(&project, &set_of("ana"), NoteTarget::Span(span.1))[0].is_resolved());
    let gone = note("ana", NoteTarget::Span("zzzzzzzz".parse().unwrap()), "ben", "Who?", None);
    check_refused(&project, &gone, "the span is not there any more");
}

#[test]
fn parts_of_a_text_are_left_out_and_taken_in_again() {
    let project = whole_project("Ada wrote. Read more.");
    let part = |start: u32, end: u32| TextRange::between(Offset::new(start), Offset::new(end));
    let exclude = |range, excluded| Command::Exclude { document: letter(), range, excluded };
    let regions = |project: &Project| project.document(&letter()).unwrap().excluded.iter().collect::<Vec<_>>();
    let project = check(&project, &exclude(part(11, 21), true), "Ada wrote. Read more.");
    assert_eq!(regions(&project), [part(11, 21)]);
    check_refused(&project, &exclude(part(12, 20), true), "there is nothing to change");
    let project = check(&project, &exclude(part(11, 16), false), "Ada wrote. Read more.");
    assert_eq!(regions(&project), [part(16, 21)]);
}

/// Runs commands one after the other and returns the codebook.
fn codebook_after(commands: &[Command]) -> Result<Arc<Codebook>, String> {
    let mut project = with_attributes("Ada");
    for command in commands {
        plan(&project, command)?.apply(&mut project).unwrap();
    }
    Ok(project.codebook)
}

#[test]
fn attributes_keep_their_rules() {
    let entity = Some(LayerId::new("entity").unwrap());
    let new = |name: &str, kind| Attribute {
        name: name.to_owned(),
        ..Attribute::new(attribute_id("new"), entity.clone(), kind)
    };
    let add = |attribute| [Command::AddAttribute(Box::new(attribute))];
    let choice = |names: &[&str]| {
        AttributeKind::Choice(
            names.iter().map(|name| Choice { id: (*name).into(), name: (*name).to_owned() }).collect(),
        )
    };
    let codebook = codebook_after(&add(new("Mood today", choice(&["glad", "sad"])))).unwrap();
    assert_eq!(codebook.attributes.last().unwrap().id.as_str(), "mood-today");
    let refused = |attribute| codebook_after(&add(attribute)).unwrap_err();
    assert_eq!(
        refused(new("Stance", AttributeKind::Text)),
        "there is already an attribute named “Stance” in this layer"
    );
    assert_eq!(refused(new("Mood", choice(&[]))), "Mood needs choices, each with a name");
    assert_eq!(refused(new("Mood", choice(&["sad", "Sad"]))), "Mood has the choice “Sad” twice");
    assert_eq!(refused(new("  ", AttributeKind::Text)), "the name is empty");
    let strange = Attribute { default: Some(Value::YesNo(true)), ..new("Mood", AttributeKind::Text) };
    assert_eq!(refused(strange), "Mood cannot be “yes”");
    let gone =
        Attribute { when: vec![Clause::Has(attribute_id("gone"), Vec::new())], ..new("Mood", AttributeKind::Text) };
    assert_eq!(refused(gone), "there is no attribute gone in the codebook");
    let none = AttributeKind::Number { least: Number::new(2.0), most: Number::new(1.0) };
    assert_eq!(refused(new("Mood", none)), "no number is within the bounds of Mood");
}

#[test]
fn a_condition_in_a_circle_is_refused() {
    let project = with_attributes("Ada");
    let stance = project.codebook.attribute(&attribute_id("stance")).unwrap();
    let circular = Attribute { when: vec![Clause::Has(attribute_id("reason"), Vec::new())], ..stance.clone() };
    check_refused(
        &project,
        &Command::EditAttribute(Box::new(circular)),
        "stance would depend on itself, and so never be asked for",
    );
}

#[test]
fn layers_are_added_changed_and_removed() {
    let project = whole_project("Ada");
    let new = glossator::model::Layer::new(LayerId::new("x").unwrap(), "Quoted speech".to_owned());
    let added = codebook_after(&[Command::AddLayer(Box::new(new.clone()))]).unwrap();
    assert_eq!(added.layers.last().unwrap().id.as_str(), "quoted-speech");
    let twin = glossator::model::Layer { name: "entities".to_owned(), ..new };
    check_refused(&project, &Command::AddLayer(Box::new(twin)), "there is already a layer named “entities”");
    let used = LayerId::new("entity").unwrap();
    check_refused(&project, &Command::RemoveLayer(used.clone()), "the layer Entities has tags or attributes");
    let other_kind = glossator::model::Layer {
        kind: glossator::model::LayerKind::Document,
        ..project.codebook.layer(&used).unwrap().clone()
    };
    check_refused(&project, &Command::EditLayer(Box::new(other_kind)), "the layer Entities has tags or attributes");
}

#[test]
fn notes_of_a_removed_span_go_with_their_answers() {
    let mut project = whole_project("[person|Ada] wrote");
    let span = spans_over(&project, "Ada")[0];
    let commands = |project: &Project| {
        let set = project.set(&set_of("ana")).unwrap();
        let on = set.notes.keys().next().map_or(NoteTarget::Span(span.1), |id| NoteTarget::Note(*id));
        Command::AddNote { set: set_of("ana"), on, of: None, body: "Who?".to_owned(), verdict: None }
    };
    for _ in 0..2 {
        let command = commands(&project);
        plan(&project, &command).unwrap().apply(&mut project).unwrap();
    }
    assert_eq!(project.set(&set_of("ana")).unwrap().notes.len(), 2);
    let removed = check(&project, &Command::RemoveSpans { set: set_of("ana"), spans: vec![span] }, "Ada wrote");
    assert!(removed.set(&set_of("ana")).unwrap().notes.is_empty());
    assert_eq!(tag("person", None).name, "person");
}
