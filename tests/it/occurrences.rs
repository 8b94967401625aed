//! All places of some words: found over documents with what marking them would meet, and marked in one step.

use crate::notation::{corpus, written};
use glossator::edit::{Command, Mint};
use glossator::model::{AnnotatorId, DocumentId, Layer, Overlap, Project, SetKey, TagId, Timestamp};
use glossator::query::{Bounds, Gathered, Mark, Occurrence, Pattern, Standing, gather};
use glossator::text::{Granularity, TextRange};
use std::collections::BTreeMap;
use std::sync::Arc;

fn ana() -> AnnotatorId {
    AnnotatorId::new("ana").unwrap()
}

fn tag(id: &str) -> TagId {
    TagId::new(id).unwrap()
}

fn rules(mut project: Project, change: impl FnOnce(&mut Layer)) -> Project {
    change(&mut Arc::make_mut(&mut project.codebook).layers[0]);
    project
}

fn places(project: &Project, pattern: &Pattern, as_tag: &str) -> Vec<Occurrence> {
    let documents: Vec<DocumentId> = project.documents.keys().cloned().collect();
    let mark = Mark { annotator: ana(), tag: tag(as_tag) };
    let finder = pattern.compile().unwrap();
    let found = gather(project, &documents, &finder, &mark).filter_map(|gathered| match gathered {
        Gathered::Found(place) => Some(place),
        Gathered::Nothing | Gathered::Through => None,
    });
    found.collect()
}

fn words(text: &str) -> Pattern {
    Pattern { text: text.to_owned(), bounds: Bounds::Words, ..Pattern::default() }
}

/// `document “before>words” standing`, for each place.
fn lines(project: &Project, places: &[Occurrence]) -> Vec<String> {
    let line = |place: &Occurrence| {
        let text = &project.document(&place.document).unwrap().text;
        let standing = match &place.standing {
            Standing::Free => String::new(),
            Standing::Beside(tag) => format!(" beside {tag}"),
            Standing::LeftOut => " left out".to_owned(),
            Standing::Marked => " marked".to_owned(),
            Standing::Forbidden(why) => format!(" forbidden: {why}"),
        };
        format!("{} {}{standing}", place.document, text.upto(place.range.end()))
    };
    places.iter().map(line).collect()
}

fn tag_all(project: &Project, as_tag: &str, places: &[Occurrence]) -> Command {
    let mut by_document: BTreeMap<DocumentId, Vec<TextRange>> = BTreeMap::new();
    for place in places {
        by_document.entry(place.document.clone()).or_default().push(place.range);
    }
    assert!(project.codebook.tag(&tag(as_tag)).is_some());
    Command::TagAll { annotator: ana(), tag: tag(as_tag), places: by_document }
}

/// Runs a command; what Ana says in each document then. Checks that taking it back gives the project as it was.
fn after(project: &Project, command: &Command) -> (String, Vec<String>) {
    let mut mint = Mint::new(7, Timestamp::new(1_770_000_100));
    let transaction = command.plan(project, &mut mint).unwrap();
    let mut now = project.clone();
    transaction.apply(&mut now).unwrap();
    let said = |document: &DocumentId| {
        let key = SetKey { document: document.clone(), annotator: ana() };
        written(&now.document(document).unwrap().text, now.set(&key).map(|set| &**set))
    };
    let said = now.documents.keys().map(said).collect();
    transaction.inverted().apply(&mut now).unwrap();
    assert_eq!(&now, project);
    (transaction.title, said)
}

#[test]
fn places_say_what_marking_them_would_meet() {
    let mut project = corpus(&[
        ("a", &["@ana Ada met [person|Ada] and [place|Ada]. Ada", "@ben [person|Ada] met Ada and Ada. Ada"]),
        ("b", &["The adage of Ada"]),
        ("c", &["@ana [person|Countess Ada]"]),
    ]);
    let id = DocumentId::new("a").unwrap();
    let document = Arc::make_mut(project.documents.get_mut(&id).unwrap());
    let last = document.text.len() - 3;
    document.excluded = document.excluded.with(TextRange::between(document.text.floor(last), document.text.end()));
    let found = places(&project, &words("Ada"), "person");
    assert_eq!(
        lines(&project, &found),
        [
            "a Ada",
            "a Ada met Ada marked",
            "a Ada met Ada and Ada beside place",
            "a Ada met Ada and Ada. Ada left out",
            "b The adage of Ada",
            "c Countess Ada marked",
        ]
    );
}

#[test]
fn a_rule_of_the_layer_says_why_not() {
    let project = rules(corpus(&[("a", &["@ana [person|Ada met] Ben"])]), |layer| layer.overlap = Overlap::None);
    let found = places(&project, &words("met"), "place");
    let why = "spans of Entities may not overlap, and “Ada met” does so";
    assert_eq!(lines(&project, &found).len(), 1);
    assert!(lines(&project, &found)[0].starts_with("a Ada met forbidden: "), "{:?} {why}", lines(&project, &found));
}

#[test]
fn all_are_marked_in_one_step_and_what_cannot_be_is_passed_by() {
    let project =
        corpus(&[("a", &["@ana Ada met [person|Ada] and Ada"]), ("b", &["The adage of Ada"]), ("c", &["Nobody"])]);
    let found = places(&project, &words("Ada"), "person");
    let (title, said) = after(&project, &tag_all(&project, "person", &found));
    assert_eq!(title, "Tag “Ada” and 2 other places as person");
    assert_eq!(said, ["[person|Ada] met [person|Ada] and [person|Ada]", "The adage of [person|Ada]", "Nobody"]);
}

#[test]
fn of_places_that_exclude_each_other_the_first_is_marked() {
    let project = rules(corpus(&[("a", &["aa"])]), |layer| layer.overlap = Overlap::None);
    let [a, aa] = [(0, 1), (0, 2)].map(|(start, end)| {
        let text = &project.documents.values().next().unwrap().text;
        let range = TextRange::between(text.floor(start), text.floor(end));
        Occurrence { document: DocumentId::new("a").unwrap(), range, standing: Standing::Free }
    });
    let (title, said) = after(&project, &tag_all(&project, "person", &[a, aa]));
    assert_eq!((title.as_str(), said[0].as_str()), ("Tag “a” as person", "[person|a]a"));
}

#[test]
fn a_layer_of_sentences_gets_each_sentence_once() {
    let project = rules(corpus(&[("a", &["Ada and Ada met. Ben left. Ada wept."])]), |layer| {
        layer.granularity = Granularity::Sentence;
    });
    let found = places(&project, &words("Ada"), "claim");
    let (_, said) = after(&project, &tag_all(&project, "claim", &found));
    assert_eq!(said, ["[claim|Ada and Ada met.] Ben left. [claim|Ada wept.]"]);
}

#[test]
fn nothing_left_to_mark_is_no_step() {
    let project = corpus(&[("a", &["@ana [person|Ada]"])]);
    let found = places(&project, &words("Ada"), "person");
    let command = tag_all(&project, "person", &found);
    assert!(command.plan(&project, &mut Mint::new(7, Timestamp::new(0))).is_err());
}

#[test]
fn an_expression_that_others_would_never_come_to_an_end_with_comes_to_one() {
    let project = corpus(&[("a", &[&format!("{}!", "a".repeat(50_000))])]);
    let pattern = Pattern { text: "(a+)+$|(a|aa)+b".to_owned(), regex: true, ..Pattern::default() };
    assert_eq!(places(&project, &pattern, "person").len(), 0);
}
