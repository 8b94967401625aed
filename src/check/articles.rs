//! The article of a name: marked with it here, and without it by habit, or the other way round.

use super::habits::{is_habit, times, told, words_of};
use super::{Check, Find, Finding, Habits, Severity};
use crate::edit::Command;
use crate::model::{AnnotationSet, Project, SetKey, Span, TagId};
use crate::text::{Text, TextRange, quote};

pub(super) const CHECK: Check = Check {
    kind: "article",
    severity: Severity::Info,
    about: "Names that have their article here and mostly have it not, or the other way round",
    find: Find::ByHabit(find),
};

/// Articles of some languages of Europe, with what stands between them and the name.
const ARTICLES: &[&str] = &[
    "the ", "a ", "an ", "le ", "la ", "les ", "l’", "l'", "un ", "une ", "der ", "die ", "das ", "den ", "dem ",
    "des ", "ein ", "eine ", "el ", "los ", "las ", "una ", "il ", "lo ", "gli ", "i ", "o ", "os ", "as ", "de ",
    "het ", "een ",
];

fn find(project: &Project, habits: &Habits, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let Some(document) = project.document(&key.document) else { return Vec::new() };
    set.spans.starting_within(range).filter_map(|span| about(&document.text, habits, key, span)).collect()
}

fn about(text: &Text, habits: &Habits, key: &SetKey, span: &Span) -> Option<Finding> {
    let words = words_of(text, span)?;
    let range = span.hull();
    let (to, message) = if let Some(article) = article_of(words) {
        let name = words.get(article.len()..)?;
        let (with, without) = (n_with(habits, name, &span.tag), habits.n_marked(name, &span.tag));
        if !is_habit(without, with) {
            return None;
        }
        let start = text.floor(range.start().index() + article.len());
        let message = format!("“{}” has its article here, and {} it has not", quote(words), times(without));
        (TextRange::between(start, range.end()), message)
    } else {
        let before = text.upto(range.start());
        let article = article_before(before)?;
        let (with, without) = (n_with(habits, words, &span.tag), habits.n_marked(words, &span.tag));
        if !is_habit(with, without) {
            return None;
        }
        let start = text.floor(range.start().index() - article.len());
        let message = format!("“{}” is without its article here, and {} with it", quote(words), times(with));
        (TextRange::between(start, range.end()), message)
    };
    let fix = Command::Resize { set: key.clone(), span: span.key(), at: to.into() };
    Some(Finding::new(&CHECK, message).in_set(key).at(range).with_fix(Some(fix)))
}

/// Words without the article that they begin with.
pub(super) fn name_of(words: &str) -> &str {
    article_of(words).and_then(|article| words.get(article.len()..)).unwrap_or(words)
}

/// The most bytes that an article before a name takes.
pub(super) fn longest() -> usize {
    ARTICLES.iter().map(|article| article.len()).max().unwrap_or_default()
}

/// What may be found about a name that is marked as a tag follows from this and the span alone: how often it has its article
/// where that is the habit, and how often it has not where that is.
pub(super) fn outcome(habits: &Habits, name: &str, tag: &TagId) -> Option<(Option<usize>, Option<usize>)> {
    let (with, without) = (n_with(habits, name, tag), habits.n_marked(name, tag));
    let habit = |often, seldom| is_habit(often, seldom).then(|| told(often));
    (with > 0 && without > 0).then(|| (habit(with, without), habit(without, with)))
}

/// How often a name is marked as a tag with an article before it, whatever its case.
fn n_with(habits: &Habits, name: &str, tag: &TagId) -> usize {
    let with = |article: &str| habits.n_marked(&format!("{article}{name}"), tag);
    ARTICLES.iter().map(|article| with(article) + with(&capitalized(article))).sum()
}

/// The article that words begin with, as it stands there.
fn article_of(words: &str) -> Option<&str> {
    let starts = |article: &&&str| {
        let start = words.get(..article.len());
        start.is_some_and(|start| start == **article || start == capitalized(article))
    };
    let article = ARTICLES.iter().filter(starts).max_by_key(|article| article.len())?;
    words.get(..article.len()).filter(|_| words.len() > article.len())
}

/// The article that a text ends with, as a word of its own.
fn article_before(text: &str) -> Option<&str> {
    let ends = |article: &&&str| {
        let end = text.len().checked_sub(article.len()).and_then(|at| text.get(at..));
        let own_word = text.get(..text.len().saturating_sub(article.len())).and_then(|rest| rest.chars().next_back());
        end.is_some_and(|end| end == **article || end == capitalized(article))
            && own_word.is_none_or(|c| !c.is_alphanumeric())
    };
    let article = ARTICLES.iter().filter(ends).max_by_key(|article| article.len())?;
    text.get(text.len() - article.len()..)
}

fn capitalized(article: &str) -> String {
    let mut characters = article.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
