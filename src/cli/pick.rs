//! From the words on the command line to documents, annotators, tags and states of a project.

use super::error::CliError;
use super::search::refused;
use super::shared_args::{PickArgs, WhereArgs};
use crate::formats::{Selection, state_named};
use crate::model::{AnnotatorId, Document, DocumentId, Project, SetState, TagId};
use crate::query::Search;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a filter leaves of a project, and what of that is selected. Archived documents are, where they are named.
pub(super) fn picked(project: Project, args: &PickArgs) -> Result<(Project, Selection), CliError> {
    let selection = selection(&project, args)?;
    let Some(query) = &args.filter else { return Ok((project, selection)) };
    let search = Search::new(query, &project).map_err(|mistake| refused(query, &mistake))?;
    Ok((search.part_of(&project), selection))
}

fn selection(project: &Project, args: &PickArgs) -> Result<Selection, CliError> {
    let tags = args.tag.iter().map(|word| tags(project, word)).collect::<Result<Vec<_>, _>>()?;
    let states = args.state.iter().map(|word| state(word)).collect::<Result<BTreeSet<_>, _>>()?;
    let fields = args.meta.iter().map(|pair| field(pair)).collect::<Result<_, _>>()?;
    Ok(Selection {
        fields,
        tags: (!tags.is_empty()).then(|| tags.into_iter().flatten().collect()),
        states: (!states.is_empty()).then_some(states),
        ..places(project, &args.place)?
    })
}

/// `outlet=Wire`.
fn field(pair: &str) -> Result<(String, String), CliError> {
    let (name, value) = pair.split_once('=').ok_or_else(|| {
        CliError::asked(
            format!("{pair:?} names no field with a value"),
            "Name one as outlet=Wire, or one of the metadata",
        )
    })?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// The documents and annotators that are selected.
pub(super) fn places(project: &Project, args: &WhereArgs) -> Result<Selection, CliError> {
    let annotators = args.annotator.iter().map(|word| annotator(project, word)).collect::<Result<BTreeSet<_>, _>>()?;
    let documents = if args.document.is_empty() {
        let is_any_archived = project.documents.values().any(|document| document.archived);
        let others = || project.documents.values().filter(|document| !document.archived);
        is_any_archived.then(|| others().map(|document| document.id.clone()).collect())
    } else {
        let named = args.document.iter().map(|word| documents(project, word)).collect::<Result<Vec<_>, _>>()?;
        Some(named.into_iter().flatten().collect())
    };
    Ok(Selection { documents, annotators: (!annotators.is_empty()).then_some(annotators), ..Selection::default() })
}

/// The document with an id, or the only one with that title.
pub(super) fn document<'a>(project: &'a Project, word: &str) -> Result<&'a Arc<Document>, CliError> {
    project.document_named(word).ok_or_else(|| {
        let n_titled = project.documents.values().filter(|document| document.title == word).count();
        if n_titled > 1 {
            CliError::asked(format!("{n_titled} documents are called “{word}”"), "Name the document by its id")
        } else {
            let ids = project.documents.keys().map(DocumentId::as_str);
            CliError::asked(format!("there is no document {word:?}"), one_of("Documents", ids))
        }
    })
}

/// The annotator with an id, or the only one with that name.
pub(super) fn annotator(project: &Project, word: &str) -> Result<AnnotatorId, CliError> {
    let with_sets = || project.sets.keys().map(|key| &key.annotator);
    if let Some(id) = project.annotators.keys().chain(with_sets()).find(|id| id.as_str() == word) {
        return Ok(id.clone());
    }
    let mut named =
        project.annotators.values().filter(|annotator| annotator.name.to_lowercase() == word.to_lowercase());
    match (named.next(), named.next()) {
        (Some(annotator), None) => Ok(annotator.id.clone()),
        _ => {
            let ids: BTreeSet<&str> = project.annotators.keys().chain(with_sets()).map(AnnotatorId::as_str).collect();
            Err(CliError::asked(format!("there is no annotator {word:?}"), one_of("Annotators", ids.into_iter())))
        }
    }
}

/// The documents that a pattern of ids, an id or a title means; at least one.
fn documents(project: &Project, word: &str) -> Result<Vec<DocumentId>, CliError> {
    if !word.contains(['*', '?']) || project.document_named(word).is_some() {
        return Ok(vec![document(project, word)?.id.clone()]);
    }
    let pattern = pattern(word)?;
    let matching: Vec<DocumentId> =
        project.documents.keys().filter(|id| pattern.is_match(id.as_str())).cloned().collect();
    if matching.is_empty() {
        let ids = project.documents.keys().map(DocumentId::as_str);
        return Err(CliError::asked(format!("no document's id is like {word:?}"), one_of("Documents", ids)));
    }
    Ok(matching)
}

/// A pattern of ids, in which `*` stands for any characters and `?` for one.
fn pattern(word: &str) -> Result<Regex, CliError> {
    let escaped = regex::escape(word).replace(r"\*", ".*").replace(r"\?", ".");
    Regex::new(&format!("(?s)^{escaped}$")).map_err(|error| CliError::asked(error.to_string(), "Use a shorter pattern"))
}

/// A tag and those under it.
fn tags(project: &Project, word: &str) -> Result<Vec<TagId>, CliError> {
    let tag = project.codebook.named(word).ok_or_else(|| {
        let ids = project.codebook.in_order().map(|tag| tag.id.as_str());
        CliError::asked(format!("there is no tag {word:?}"), one_of("Tags", ids))
    })?;
    Ok(project.codebook.tags.keys().filter(|id| project.codebook.is_within(id, &tag.id)).cloned().collect())
}

fn state(word: &str) -> Result<SetState, CliError> {
    let names = SetState::ALL.iter().map(|state| state.name());
    state_named(word).ok_or_else(|| CliError::asked(format!("there is no state {word:?}"), one_of("States", names)))
}

/// How many names a hint lists.
const LISTED: usize = 12;

/// `Tags: person, place, …`
fn one_of<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let listed = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => format!("{what}: there are none yet"),
        n if n > LISTED => format!("{what}: {listed}, and {} more", n - LISTED),
        _ => format!("{what}: {listed}"),
    }
}
