//! What a query could go on with.

use super::parts::CONDITIONS;
use crate::model::{Codebook, LayerKind, Project};
use crate::query::fold::fold_into;
use std::collections::BTreeSet;

/// What can stand before a colon, and words that mean something by themselves.
const WORDS: [&str; 26] = [
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
    "same-article",
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
    let Some((name, value)) = name_and_value(last) else {
        return begun(last, project).into_iter().map(completion).take(MOST).collect();
    };
    let wanted = folded(value.trim_matches('"'));
    let found = values(name, project).into_iter().filter(|it| folded(it).starts_with(&wanted));
    let found = found.map(|it| format!("{name}:{}", quoted(&it))).filter(|word| word != last);
    found.map(completion).take(MOST).collect()
}

/// The words of the language, and the names of the metadata, that begin so.
fn begun(last: &str, project: &Project) -> Vec<String> {
    if last.is_empty() {
        return Vec::new();
    }
    let words = WORDS.into_iter().filter(|word| word.starts_with(last)).map(str::to_owned);
    let metas = project.documents.values().take(DOCUMENTS).flat_map(|document| document.meta.keys());
    let (metas, wanted): (BTreeSet<&String>, String) = (metas.collect(), folded(last));
    let is_begun = |name: &str, written: &str| [name, written].into_iter().any(|it| folded(it).starts_with(&wanted));
    let fields = metas.into_iter().map(|name| (name, format!("{}:", named_field(name))));
    let fields = fields.filter(|(name, written)| is_begun(name, written)).map(|(_, written)| written);
    words.chain(fields).filter(|word| word != last).collect()
}

/// What stands before a colon and after it, but for one in quotation marks.
fn name_and_value(word: &str) -> Option<(&str, &str)> {
    let mut is_quoted = false;
    word.split_once(|c| {
        is_quoted ^= c == '"';
        c == ':' && !is_quoted
    })
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

/// What is known of documents, as a query has it.
pub fn named_field(field: &str) -> String {
    match field {
        "title" | "outlet" | "date" | "language" => field.to_owned(),
        _ if is_word(field) => format!("meta.{field}"),
        _ => format!("meta.{}", in_quotes(field)),
    }
}

/// An attribute, as conditions have it.
pub fn named_attribute(attribute: &str) -> String {
    if is_word(attribute) && !CONDITIONS.contains(&attribute) {
        attribute.to_owned()
    } else {
        format!("attr.{}", in_quotes(attribute))
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c))
}

/// Queries that the codebook has the tags for, or one of words alone.
pub fn examples(codebook: &Codebook) -> Vec<String> {
    let mut tags = codebook.of_kind(LayerKind::Span).map(|tag| format!("tag:{}", quoted(tag.id.as_str())));
    match (tags.next(), tags.next()) {
        (Some(first), Some(second)) => {
            vec![format!("{first} near/5 ceasefire"), format!("{first} same-sentence {second}")]
        }
        (Some(first), None) => vec![format!("{first} near/5 ceasefire")],
        (None, _) => vec!["cease* near/5 agreed".to_owned()],
    }
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
