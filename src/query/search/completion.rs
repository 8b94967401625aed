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

/// The whole query as it could be, its last word completed, the likeliest first. Nothing where the last word is none that anything
/// begins with.
pub fn completions(query: &str, project: &Project) -> Vec<String> {
    let begin = query.rfind(|c: char| c.is_whitespace() || c == '(').map_or(0, |at| at + 1);
    let (before, last) = query.split_at(begin);
    let Some((name, value)) = last.split_once(':') else {
        let is_begun = |word: &&str| !last.is_empty() && word.starts_with(last) && *word != last;
        return WORDS.into_iter().filter(is_begun).map(|word| format!("{before}{word}")).take(MOST).collect();
    };
    let wanted = folded(value.trim_matches('"'));
    let found = values(name, project).into_iter().filter(|it| folded(it).starts_with(&wanted) && it != value);
    found.map(|it| format!("{before}{name}:{}", quoted(&it))).take(MOST).collect()
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
            let field = field.strip_prefix("meta.").unwrap_or(field);
            project.documents.values().take(DOCUMENTS).filter_map(|document| document.field(field).cloned()).collect()
        }
    }
}

/// The query that a named one stands for.
pub fn filter_named(name: &str) -> String {
    format!("filter:{}", quoted(name))
}

fn quoted(word: &str) -> String {
    let is_plain = word.chars().all(|c| !c.is_whitespace() && !"()[]\"".contains(c));
    if is_plain { word.to_owned() } else { format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")) }
}

fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}
