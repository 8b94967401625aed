//! What was found, as lines of a concordance: in their context, in an order.

use crate::model::{AnnotatorId, DocumentId, Project, SetKey, Span, SpanKey, TagId};
use crate::query::collation::Collation;
use crate::query::variant;
use crate::text::{Offset, Text, TextRange};
use std::collections::BTreeSet;

/// A place that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In which document.
    pub document: DocumentId,
    /// Where.
    pub range: TextRange,
    /// The spans that it is, with whose they are; none where words alone were found.
    pub spans: Vec<(AnnotatorId, SpanKey)>,
}

impl Line {
    /// The spans that it is, as far as they are still there.
    pub fn spans<'p>(&'p self, project: &'p Project) -> impl Iterator<Item = (SetKey, &'p Span)> {
        let span = |(annotator, key): &(AnnotatorId, SpanKey)| {
            let set = SetKey { document: self.document.clone(), annotator: annotator.clone() };
            let span = project.set(&set)?.spans.get(*key)?;
            Some((set, span))
        };
        self.spans.iter().filter_map(span)
    }

    /// What it is marked as, each tag once.
    pub fn tags(&self, project: &Project) -> BTreeSet<TagId> {
        self.spans(project).map(|(_, span)| span.tag.clone()).collect()
    }
}

/// In which order lines stand. Lines that are equal stay as they were found: by document, then in reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineOrder {
    /// As they were found.
    #[default]
    Place,
    /// By the words before, the nearest first.
    Left,
    /// By what was found.
    Found,
    /// By the words after.
    Right,
    /// By what it is marked as.
    Tag,
}

impl LineOrder {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 5] = [Self::Place, Self::Left, Self::Found, Self::Right, Self::Tag];

    /// Its name on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Place => "article",
            Self::Left => "before",
            Self::Found => "found",
            Self::Right => "after",
            Self::Tag => "tag",
        }
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Place => "By article",
            Self::Left => "By what stands before",
            Self::Found => "By what was found",
            Self::Right => "By what stands after",
            Self::Tag => "By tag",
        }
    }
}

/// How much of the context decides the order, in graphemes.
const NEAR: usize = 40;

/// The text before a place, in it and after it on one line, with so many graphemes on either side.
pub fn context(text: &Text, range: TextRange, n_graphemes: usize) -> [String; 3] {
    let (mut from, mut to) = (range.start(), range.end());
    for _ in 0..n_graphemes {
        (from, to) = (text.previous_grapheme(from), text.next_grapheme(to));
    }
    let line = |a: Offset, b: Offset| text.slice(TextRange::between(a, b)).replace(['\n', '\r', '\t'], " ");
    [line(from, range.start()), line(range.start(), range.end()), line(range.end(), to)]
}

/// Puts lines in an order: of words as the language of most documents has it. What is grouped together stands together.
pub fn order_lines(lines: &mut [Line], project: &Project, order: LineOrder) {
    match order {
        LineOrder::Place => lines.sort_by(|a, b| (&a.document, a.range).cmp(&(&b.document, b.range))),
        LineOrder::Tag => lines.sort_by_cached_key(|line| line.tags(project)),
        LineOrder::Left | LineOrder::Found | LineOrder::Right => {
            let collation = Collation::of(project);
            lines.sort_by_cached_key(|line| {
                let words = ordering_words(line, project, order);
                let group = variant(grouping_words(&words, order));
                (collation.key(&group), group, collation.key(words.trim()))
            });
        }
    }
}

/// The words that order a line: what was found, what follows it, or what stands before it with the last word first.
fn ordering_words(line: &Line, project: &Project, order: LineOrder) -> String {
    let Some(document) = project.document(&line.document) else { return String::new() };
    let [before, found, after] = context(&document.text, line.range, NEAR);
    match order {
        LineOrder::Left => before.split_whitespace().rev().collect::<Vec<_>>().join(" "),
        LineOrder::Right => after,
        _ => found,
    }
}

/// Those of them that lines of a group have in common: all that was found, or the nearest word.
fn grouping_words(words: &str, order: LineOrder) -> &str {
    if order == LineOrder::Found { words } else { words.split_whitespace().next().unwrap_or_default() }
}

/// Lines that stand after one another and have the same in what orders them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineGroup {
    /// What they have in common: the title of the article, the words as they are written first, or the names of tags.
    pub name: String,
    /// The place of the first.
    pub first: usize,
    /// How many they are.
    pub n: usize,
}

/// Groups lines that are in an order: by article, by what was found, by the word before or after, or by tags. Words are the same
/// whatever their case.
pub fn group_lines(lines: &[Line], project: &Project, order: LineOrder) -> Vec<LineGroup> {
    let mut groups: Vec<LineGroup> = Vec::new();
    let mut last: Option<String> = None;
    for (at, line) in lines.iter().enumerate() {
        let name = group_name(line, project, order);
        let key = if matches!(order, LineOrder::Place) { line.document.to_string() } else { variant(&name) };
        match groups.last_mut().filter(|_| last.as_ref() == Some(&key)) {
            Some(group) => group.n += 1,
            None => groups.push(LineGroup { name, first: at, n: 1 }),
        }
        last = Some(key);
    }
    groups
}

fn group_name(line: &Line, project: &Project, order: LineOrder) -> String {
    match order {
        LineOrder::Place => project.document(&line.document).map(|it| it.title.clone()).unwrap_or_default(),
        LineOrder::Left | LineOrder::Found | LineOrder::Right => {
            grouping_words(&ordering_words(line, project, order), order).to_owned()
        }
        LineOrder::Tag => {
            line.tags(project).iter().map(|tag| project.codebook.name_of(tag)).collect::<Vec<_>>().join(", ")
        }
    }
}
