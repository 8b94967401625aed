//! Examples of the codebook that do not hold any more.

use super::{Check, Find, Finding, Severity};
use crate::edit::{Change, Command};
use crate::model::{Example, ExampleSource, LayerKind, Project, Tag};
use crate::query::passage_of;
use crate::text::{TextRange, quote};

pub(super) const CHECK: Check = Check {
    kind: "codebook-example",
    severity: Severity::Warning,
    about: "Examples of the codebook whose text is gone or changed, or that are tagged otherwise by now",
    find: Find::InProject(find),
};

fn find(project: &Project) -> Vec<Finding> {
    let mut found = Vec::new();
    for tag in project.codebook.in_order() {
        for example in &tag.examples {
            let Some(why) = why_not(project, tag, example) else { continue };
            let what = if example.is_positive { "an example" } else { "a counterexample" };
            let message = format!("“{}” is {what} of {}, but {why}", quote(&example.text), tag.name);
            // Whether the example or the tagging is wrong is for a person to say.
            let is_gone = passage_of(project, example).is_none();
            let change = Box::new(Change::remove(example.clone()));
            let fix = is_gone.then(|| Command::Exemplify { tag: tag.id.clone(), change });
            let finding = Finding::new(&CHECK, message).with_fix(fix);
            let source = example.source.as_ref().filter(|source| project.document(&source.document).is_some());
            found.push(match source {
                Some(ExampleSource { document, range }) => {
                    Finding { document: Some(document.clone()), range: Some(*range), ..finding }
                }
                None => finding,
            });
        }
    }
    found
}

/// Why an example of a tag does not hold any more, in words that go on a sentence. One that came from nowhere always holds.
pub fn why_not(project: &Project, tag: &Tag, example: &Example) -> Option<String> {
    let ExampleSource { document, range } = example.source.as_ref()?;
    if project.document(document).is_none() {
        return Some("its article is gone".to_owned());
    }
    if passage_of(project, example).is_none() {
        return Some("the article says something else there by now".to_owned());
    }
    if project.codebook.kind_of(tag) != LayerKind::Span {
        return None;
    }
    // A tag under it says the same and more; and whoever moves an edge by a word still means the same passage. What is said
    // against a counterexample is said of just this one.
    let says_so = |range: TextRange, is_exact: bool| {
        project.sets_of(document).find_map(|(key, set)| {
            let mut spans = set.spans.overlapping(range);
            let is_one = spans.any(|span| {
                let fits = !is_exact || span.hull() == range;
                fits && (span.tag == tag.id || project.codebook.is_within(&span.tag, &tag.id))
            });
            is_one.then(|| project.annotator_name(&key.annotator).to_owned())
        })
    };
    match (example.is_positive, says_so(*range, !example.is_positive)) {
        (true, None) => Some("nobody tags it so by now".to_owned()),
        (false, Some(who)) => Some(format!("{who} tags it so")),
        _ => None,
    }
}
