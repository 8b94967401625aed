//! Plans for the guidance of a tag: what it means, when it is used, and the passages that show it.

use super::command::{Plan, document, tag};
use super::place::{covered, fitted};
use super::{Change, Edit, EditError, Mint, Stale};
use crate::model::{DocumentId, Example, ExampleSource, Fragments, Project, Tag, TagId};
use crate::text::{Granularity, Text, TextRange, quote};
use std::sync::Arc;

/// A part of a tag's guidance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guidance {
    /// What the tag means.
    Meaning,
    /// When to use it.
    UseWhen,
    /// When not to.
    NotWhen,
}

impl Guidance {
    /// All parts, in the order in which they are read.
    pub const ALL: [Self; 3] = [Self::Meaning, Self::UseWhen, Self::NotWhen];

    /// What a tag says in this part.
    pub fn of(self, tag: &Tag) -> &str {
        match self {
            Self::Meaning => &tag.guide,
            Self::UseWhen => &tag.use_when,
            Self::NotWhen => &tag.not_when,
        }
    }

    /// The heading that it stands under.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Meaning => "What it means",
            Self::UseWhen => "Use it when",
            Self::NotWhen => "Not when",
        }
    }

    fn of_mut(self, tag: &mut Tag) -> &mut String {
        match self {
            Self::Meaning => &mut tag.guide,
            Self::UseWhen => &mut tag.use_when,
            Self::NotWhen => &mut tag.not_when,
        }
    }
}

/// Says anew what a part of the guidance says. What was marked before stands under another definition from then on, unless
/// only the wording is corrected.
pub(super) fn define(
    project: &Project,
    mint: &Mint,
    id: &TagId,
    part: Guidance,
    change: (&str, &str),
    is_correction: bool,
) -> Plan {
    let before = tag(project, id)?;
    let (was, text) = (change.0, change.1.trim());
    if part.of(before) != was {
        return Err(Stale { what: format!("the guidance of {}", before.name) }.into());
    }
    if text == was {
        return Err(EditError::Nothing);
    }
    let mut after = before.clone();
    text.clone_into(part.of_mut(&mut after));
    if !is_correction {
        after.revised = Some(mint.now);
    }
    let name = &before.name;
    let title = match part {
        _ if is_correction => format!("Correct the wording of {name}"),
        Guidance::Meaning => format!("Change the definition of {name}"),
        Guidance::UseWhen => format!("Change when to use {name}"),
        Guidance::NotWhen => format!("Change when not to use {name}"),
    };
    Ok((title, vec![replaced(before, after)]))
}

/// Gives a tag an example, takes one away, or puts another in its place.
pub(super) fn exemplify(project: &Project, id: &TagId, change: &Change<Example>) -> Plan {
    let before = tag(project, id)?;
    let mut after = before.clone();
    let name = &before.name;
    if change.before == change.after {
        return Err(EditError::Nothing);
    }
    if let Some(new) = &change.after {
        let is_same = |known: &&Example| {
            known.is_positive == new.is_positive && known.text == new.text && known.source == new.source
        };
        if before.examples.iter().filter(|known| Some(*known) != change.before.as_ref()).any(|known| is_same(&known)) {
            return Err(EditError::ExampleThere(name.clone()));
        }
    }
    let place = match &change.before {
        Some(old) => Some(
            before
                .examples
                .iter()
                .position(|known| known == old)
                .ok_or_else(|| Stale { what: format!("an example of {name}") })?,
        ),
        None => None,
    };
    let title = match (place, &change.after) {
        (Some(at), Some(new)) => {
            after.examples.get_mut(at).into_iter().for_each(|known| known.clone_from(new));
            format!("Change an example of {name}")
        }
        (Some(at), None) => {
            after.examples.remove(at);
            format!("Remove an example of {name}")
        }
        (None, Some(new)) => {
            after.examples.push(new.clone());
            let what = if new.is_positive { "an example" } else { "a counterexample" };
            format!("Add {what} of {name}: “{}”", words_of(project, new))
        }
        (None, None) => return Err(EditError::Nothing),
    };
    Ok((title, vec![replaced(before, after)]))
}

fn replaced(before: &Tag, after: Tag) -> Edit {
    Edit::Tag(before.id.clone(), Change::replace(Arc::new(before.clone()), Arc::new(after)))
}

/// What an example marks, or its passage where its source is gone.
fn words_of(project: &Project, example: &Example) -> String {
    let marked = example.source.as_ref().and_then(|source| {
        let text = &project.document(&source.document)?.text;
        text.check(source.range).is_ok().then(|| covered(text, &Fragments::one(source.range)))
    });
    marked.unwrap_or_else(|| quote(&example.text))
}

/// The longest passage of an example, in bytes: a sentence that goes on longer is cut to what is around the span.
const PASSAGE: usize = 800;
/// How much is left on either side of a span then, in bytes.
const AROUND: usize = 240;

/// A range of a document as an example: its passage is the sentence around it.
pub fn example_at(
    project: &Project,
    at: &DocumentId,
    range: TextRange,
    is_positive: bool,
) -> Result<Example, EditError> {
    let text = &document(project, at)?.text;
    text.check(range)?;
    let source = Some(ExampleSource { document: at.clone(), range });
    let text = text.slice(passage(text, range)).to_owned();
    Ok(Example { text, is_positive, why: String::new(), source })
}

fn passage(text: &Text, range: TextRange) -> TextRange {
    let place = if range.is_empty() { text.unit_at(range.start(), Granularity::Sentence) } else { range };
    let sentence = text.trimmed(fitted(text, place, Granularity::Sentence).hull(range)).hull(range);
    if sentence.len() as usize <= PASSAGE {
        return sentence;
    }
    let start = text.floor(range.start().index().saturating_sub(AROUND)).max(sentence.start());
    let end = text.floor(range.end().index() + AROUND).min(sentence.end());
    TextRange::between(start, end.min(text.floor(start.index() + PASSAGE)))
}
