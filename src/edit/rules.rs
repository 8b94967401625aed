//! Plans for rules, and for what comes of their proposals.

use super::command::{Plan, checked_name, document, tag};
use super::place::covered;
use super::spans::begun;
use super::tag_all::mark;
use super::{Change, Edit, EditError, Mint};
use crate::model::{Fragments, LayerKind, Origin, Project, RecordId, Rejection, Rule, Seeks, SetKey, TagId};
use crate::text::TextRange;
use regex::RegexBuilder;
use smol_str::SmolStr;
use std::collections::HashSet;
use std::sync::Arc;

/// The most words that a list may have: all stand in the project's file, and are looked for at once.
pub const MOST_WORDS: usize = 100_000;
/// The most memory that a compiled expression takes, in bytes.
const LARGEST: usize = 4 << 20;

/// What a rule is to be.
#[derive(Clone, Debug)]
pub struct NewRule {
    /// What people call it.
    pub name: String,
    /// What it proposes.
    pub tag: TagId,
    /// What it looks for.
    pub seeks: Seeks,
    /// Capitals and small letters are the same.
    pub fold: bool,
    /// What it finds begins and ends where words do.
    pub whole_words: bool,
}

/// A span that something proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What would be marked.
    pub at: TextRange,
    /// As what.
    pub tag: TagId,
    /// What proposes it, for people.
    pub by: SmolStr,
}

pub(super) fn add(project: &Project, mint: &mut Mint, new: &NewRule) -> Plan {
    let id = mint.record_id(|id| project.codebook.rules.contains_key(&id));
    let rule = checked(project, id, new)?;
    let title = format!("Add the rule “{}”", rule.name);
    Ok((title, vec![Edit::Rule(id, Change::add(Arc::new(rule)))]))
}

pub(super) fn edit(project: &Project, id: RecordId, to: &NewRule) -> Plan {
    let before = project.codebook.rules.get(&id).ok_or(EditError::Gone("the rule"))?;
    let rule = checked(project, id, to)?;
    if rule == **before {
        return Err(EditError::Nothing);
    }
    let title = format!("Change the rule “{}”", rule.name);
    Ok((title, vec![Edit::Rule(id, Change::replace(Arc::clone(before), Arc::new(rule)))]))
}

pub(super) fn remove(project: &Project, id: RecordId) -> Plan {
    let before = project.codebook.rules.get(&id).ok_or(EditError::Gone("the rule"))?;
    Ok((format!("Remove the rule “{}”", before.name), vec![Edit::Rule(id, Change::remove(Arc::clone(before)))]))
}

fn checked(project: &Project, id: RecordId, new: &NewRule) -> Result<Rule, EditError> {
    let of = tag(project, &new.tag)?;
    let is = project.codebook.kind_of(of);
    if is != LayerKind::Span {
        return Err(EditError::OtherKind { tag: of.name.clone(), is, wanted: LayerKind::Span });
    }
    let seeks = match &new.seeks {
        Seeks::Words(words) => Seeks::Words(listed(words)?),
        Seeks::Expression(pattern) if pattern.is_empty() => return Err(EditError::NoWords),
        Seeks::Expression(pattern) => {
            let compiled = RegexBuilder::new(pattern).size_limit(LARGEST).build();
            compiled.map_err(|_| EditError::BadExpression(pattern.clone()))?;
            Seeks::Expression(pattern.clone())
        }
    };
    let name = checked_name(&new.name)?.to_owned();
    Ok(Rule { id, name, tag: new.tag.clone(), seeks, fold: new.fold, whole_words: new.whole_words })
}

/// The words of a list: without outer spaces, each once, none of them empty.
fn listed(words: &[SmolStr]) -> Result<Vec<SmolStr>, EditError> {
    let mut known = HashSet::new();
    let trimmed = words.iter().map(|word| SmolStr::new(word.trim()));
    let listed: Vec<SmolStr> = trimmed.filter(|word| !word.is_empty() && known.insert(word.clone())).collect();
    match listed.len() {
        0 => Err(EditError::NoWords),
        n if n > MOST_WORDS => Err(EditError::TooManyWords { n, most: MOST_WORDS }),
        _ => Ok(listed),
    }
}

/// Marks what was proposed. What is marked so already, or where a rule of its layer forbids it, is passed by.
pub(super) fn accept(project: &Project, mint: &mut Mint, key: &SetKey, proposals: &[Proposal]) -> Plan {
    let mut now = project.clone();
    let (mut edits, mut accepted) = (Vec::new(), Vec::new());
    for proposal in proposals {
        let origin = Origin::Suggested(proposal.by.clone());
        let Some(steps) = mark(&now, mint, key, proposal.at, &proposal.tag, origin)? else { continue };
        steps.iter().try_for_each(|edit| edit.apply(&mut now))?;
        edits.extend(steps);
        accepted.push(proposal);
    }
    Ok((title(project, "Accept", key, &accepted)?, edits))
}

/// Remembers that proposals are not wanted.
pub(super) fn reject(project: &Project, mint: &mut Mint, key: &SetKey, proposals: &[Proposal]) -> Plan {
    let text = &document(project, &key.document)?.text;
    let set = project.set(key);
    let known = |proposal: &&Proposal| {
        let mut rejections = set.into_iter().flat_map(|set| set.rejections.values());
        rejections.any(|it| (it.at, &it.tag) == (proposal.at, &proposal.tag))
    };
    let new: Vec<&Proposal> = proposals.iter().filter(|proposal| !known(proposal)).collect();
    let mut edits = begun(project, key, text);
    let mut ids = HashSet::new();
    for proposal in &new {
        text.check(proposal.at)?;
        let id = mint.record_id(|id| set.is_some_and(|set| set.rejections.contains_key(&id)) || ids.contains(&id));
        ids.insert(id);
        let rejection = Rejection { id, at: proposal.at, tag: proposal.tag.clone(), made: mint.now };
        edits.push(Edit::Rejection(key.clone(), Change::add(rejection)));
    }
    Ok((title(project, "Reject", key, &new)?, edits))
}

/// Forgets what was rejected as a tag, or as any: it may be proposed again.
pub(super) fn reconsider(project: &Project, key: &SetKey, of: Option<&TagId>) -> Plan {
    let set = project.set(key).ok_or(EditError::Nothing)?;
    let rejections = set.rejections.values().filter(|it| of.is_none_or(|tag| it.tag == *tag));
    let edits: Vec<Edit> = rejections.map(|it| Edit::Rejection(key.clone(), Change::remove(it.clone()))).collect();
    let n = edits.len();
    Ok((format!("Propose {n} rejected {} again", if n == 1 { "place" } else { "places" }), edits))
}

fn title(project: &Project, verb: &str, key: &SetKey, proposals: &[&Proposal]) -> Result<String, EditError> {
    let first = proposals.first().ok_or(EditError::Nothing)?;
    let words = covered(&document(project, &key.document)?.text, &Fragments::one(first.at));
    let name = project.codebook.path(&first.tag);
    Ok(match proposals.len() {
        1 => format!("{verb} “{words}” as {name}"),
        n => format!("{verb} “{words}” and {} other proposals", n - 1),
    })
}
