//! What a query could go on with.

use crate::model::{LayerKind, Project};
use crate::query::fold::fold_into;
use std::collections::BTreeSet;

/// What can stand before a colon, and words that mean something by themselves.
const WORDS: [&str; 25] = [
    "tag:",
    "only:",
    "attr:",
    "by:",
    "from:",
    "to:",
    "state:",
    "assigned:",
    "filter:",
    "title:",
    "outlet:",
    "date:",
    "language:",
    "id:",
    "within",
    "containing",
    "overlapping",
    "same-sentence",
    "same-paragraph",
    "same-place",
    "near/5",
    "before/5",
    "followed-by",
    "where",
    "not",
];
/// At most so many are offered.
const MOST: usize = 10;
/// In so many documents values of their fields are looked for.
const DOCUMENTS: usize = 2_000;

/// What a query could go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The last word as it would be.
    pub word: String,
    /// The whole query.
    pub query: String,
}

/// What the last word of a query could be, the likeliest first. Nothing where it is none that anything begins with.
pub fn completions(query: &str, project: &Project) -> Vec<Completion> {
    let (before, last) = query.split_at(last_word(query));
    let completion = |word: String| Completion { query: format!("{before}{word}"), word };
    let Some((name, value)) = last.split_once(':') else {
        let is_begun = |word: &&str| !last.is_empty() && word.starts_with(last) && *word != last;
        return WORDS.into_iter().filter(is_begun).map(str::to_owned).map(completion).take(MOST).collect();
    };
    let wanted = folded(value.trim_matches('"'));
    let found = values(name, project).into_iter().filter(|it| folded(it).starts_with(&wanted));
    let found = found.map(|it| format!("{name}:{}", quoted(&it))).filter(|word| word != last);
    found.map(completion).take(MOST).collect()
}

/// Where the last word of a query begins: after white space or a bracket that does not stand in quotation marks.
fn last_word(query: &str) -> usize {
    let (mut begin, mut is_quoted) = (0, false);
    for (at, c) in query.char_indices() {
        is_quoted ^= c == '"';
        if !is_quoted && (c.is_whitespace() || c == '(') {
            begin = at + c.len_utf8();
        }
    }
    begin
}

/// The values that can stand behind a name and a colon.
fn values(name: &str, project: &Project) -> BTreeSet<String> {
    let codebook = &project.codebook;
    let tags = |kind| codebook.of_kind(kind).map(|tag| tag.id.to_string()).collect();
    match name {
        "tag" | "only" => tags(LayerKind::Span),
        "from" | "to" => tags(LayerKind::Relation),
        "attr" => codebook.attributes.iter().map(|attribute| attribute.id.to_string()).collect(),
        "filter" => project.filters.keys().cloned().collect(),
        "by" | "assigned" => project.annotators.keys().map(ToString::to_string).collect(),
        "state" => ["new", "in-progress", "finished"].map(str::to_owned).into(),
        "id" => project.documents.keys().take(DOCUMENTS).map(ToString::to_string).collect(),
        field => {
            let field = field.strip_prefix("meta.").map_or(field, |field| field.trim_matches('"'));
            project.documents.values().take(DOCUMENTS).filter_map(|document| document.field(field).cloned()).collect()
        }
    }
}

/// The query that a named one stands for.
pub fn filter_named(name: &str) -> String {
    format!("filter:{}", quoted(name))
}

/// A value as a query has it: in quotation marks where it would end before its end without them.
pub fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty() && word.chars().all(|c| !c.is_whitespace() && !"()[],\"".contains(c));
    if is_plain { word.to_owned() } else { in_quotes(word) }
}

/// Words that mean themselves, whatever they are.
pub fn in_quotes(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}
