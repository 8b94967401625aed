//! A query with a project's own tags, people and fields: what is asked of each document.

use super::grammar::{Asked, Relation, SearchMistake};
use super::lexer::{Compare, Condition, Sign, What};
use super::saved::in_saved;
use crate::model::{
    AnnotationSet, AnnotatorId, AttributeId, Codebook, Document, LayerKind, Project, Published, SetState, Span, Tag,
    TagId, Value,
};
use crate::query::fold::fold_into;
use crate::query::{Bounds, Finder, Pattern, covered, variant};
use crate::text::{Text, Unit};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::RangeInclusive;

/// What is asked of a document.
pub(super) enum Part {
    Words(Finder),
    Spans(Wanted),
    /// Passages at an end of relations: of those with one of these tags.
    Ends {
        tags: HashSet<TagId>,
        is_from: bool,
    },
    Field {
        name: Field,
        test: Test,
    },
    /// How far somebody is.
    State(SetState),
    /// It is somebody's work.
    Assigned(AnnotatorId),
    /// Somebody said something.
    By(BTreeSet<AnnotatorId>),
    Not(Box<Part>),
    /// With those whose spans count, where that is said.
    And {
        parts: Vec<Part>,
        by: Option<BTreeSet<AnnotatorId>>,
    },
    Or(Vec<Part>),
    Placed {
        left: Box<Part>,
        relation: Relation,
        is_not: bool,
        right: Box<Part>,
    },
    /// Spans whose next one, of the same annotator, is such a one, or is not.
    Followed {
        left: Wanted,
        is_not: bool,
        right: Wanted,
        /// The places of tags in the codebook's tree: the order of spans at one place.
        order: HashMap<TagId, usize>,
    },
}

/// Which spans are asked for.
pub(super) struct Wanted {
    /// With one of these tags; any without them.
    pub tags: Option<HashSet<TagId>>,
    pub values: Vec<WantedValue>,
    pub by: Option<AnnotatorId>,
    /// What they cover.
    pub covered: Vec<WantedText>,
    /// How many characters they cover, from the least to the most.
    pub length: Option<RangeInclusive<usize>>,
}

/// What a span covers: its words, its fragments with ` … ` between them.
pub(super) struct WantedText {
    text: String,
    /// Whether case and the width of white space do not count.
    is_folded: bool,
    is_not: bool,
}

/// A value of an attribute, or any at all.
pub(super) struct WantedValue {
    pub attribute: AttributeId,
    pub value: Option<String>,
    pub is_not: bool,
}

/// What is known of a document.
pub(super) enum Field {
    Id,
    Text,
    Named(String),
}

/// What is asked of a value.
pub(super) enum Test {
    Any,
    /// It has this in it, whatever the case.
    Has(String),
    Is(String),
    IsNot(String),
    /// As numbers, dates or words.
    Compared(Compare, String),
    /// It is a date in this stretch of time.
    During(Published),
}

impl Part {
    /// What is asked, by the project's own names.
    pub(super) fn of(asked: &Asked, project: &Project) -> Result<Self, SearchMistake> {
        let all = |parts: &[Asked]| parts.iter().map(|part| Self::of(part, project)).collect::<Result<Vec<_>, _>>();
        Ok(match asked {
            Asked::Words(sign) => Self::Words(finder(sign)?),
            Asked::About { .. } => about(asked, project)?,
            Asked::Saved { name, what, at } => {
                Self::of(what, project).map_err(|mistake| in_saved(name, *at, mistake))?
            }
            Asked::Not(asked) => Self::Not(Box::new(Self::of(asked, project)?)),
            Asked::Or(parts) => Self::Or(all(parts)?),
            Asked::And(parts) => {
                let of_all = |part| match part {
                    // What is joined with some by `and` is joined with each of them.
                    Self::And { parts, .. } => parts,
                    part => vec![part],
                };
                let parts: Vec<Self> = all(parts)?.into_iter().flat_map(of_all).collect();
                let by = parts.iter().filter_map(|part| if let Self::By(people) = part { Some(people) } else { None });
                let by = by.cloned().reduce(|one, other| one.intersection(&other).cloned().collect());
                Self::And { parts, by }
            }
            Asked::Followed { left, is_not, right, at } => {
                let (Self::Spans(left), Self::Spans(right)) = (Self::of(left, project)?, Self::of(right, project)?)
                else {
                    let hint = "Write a tag on both sides, such as tag:person followed-by tag:place";
                    return Err(SearchMistake::new(*at, "“followed-by” stands between tags", hint));
                };
                let tree = project.codebook.tree().into_iter().map(|(tag, _)| tag.id.clone());
                Self::Followed { left, is_not: *is_not, right, order: tree.zip(0..).collect() }
            }
            Asked::Placed { left, relation, is_not, right } => Self::Placed {
                left: Box::new(Self::of(left, project)?),
                relation: *relation,
                is_not: *is_not,
                right: Box::new(Self::of(right, project)?),
            },
        })
    }

    /// Whether it says whose the spans are that it finds.
    pub(super) fn says_whose(&self) -> bool {
        match self {
            Self::Spans(wanted) => wanted.by.is_some(),
            Self::Followed { left, .. } => left.by.is_some(),
            Self::And { parts, by } => by.is_some() || parts.iter().any(Self::says_whose),
            Self::Or(parts) => parts.iter().any(Self::says_whose),
            Self::Placed { left, .. } => left.says_whose(),
            Self::By(_) => true,
            Self::Words(_)
            | Self::Ends { .. }
            | Self::Field { .. }
            | Self::State(_)
            | Self::Assigned(_)
            | Self::Not(_) => false,
        }
    }

    /// What it takes to find out, the least first.
    pub(super) fn cost(&self) -> usize {
        match self {
            Self::Field { .. } | Self::State(_) | Self::Assigned(_) | Self::By(_) => 0,
            Self::Spans(_) | Self::Ends { .. } | Self::Followed { .. } => 1,
            Self::Words(_) => 2,
            Self::Not(part) => part.cost(),
            Self::And { parts, .. } | Self::Or(parts) => parts.iter().map(Self::cost).max().unwrap_or_default(),
            Self::Placed { left, right, .. } => left.cost().max(right.cost()),
        }
    }
}

fn finder(sign: &Sign) -> Result<Finder, SearchMistake> {
    let phrase = |text: &str, fold, bounds| Pattern { text: text.to_owned(), fold, bounds, regex: false };
    let pattern = match &sign.what {
        What::Phrase { text, exact: true } => phrase(text, false, Bounds::Anywhere),
        What::Phrase { text, exact: false } => phrase(text, true, Bounds::Words),
        What::Expression { text, fold } => {
            Pattern { text: text.clone(), fold: *fold, bounds: Bounds::Anywhere, regex: true }
        }
        What::Word(word) => {
            match (word.strip_prefix('*').unwrap_or(word), word.starts_with('*'), word.ends_with('*')) {
                (rest, true, true) => phrase(rest.trim_end_matches('*'), true, Bounds::Anywhere),
                (rest, false, true) => phrase(rest.trim_end_matches('*'), true, Bounds::Stem),
                (rest, true, false) => phrase(rest, true, Bounds::Anywhere),
                (rest, false, false) => phrase(rest, true, Bounds::Words),
            }
        }
        _ => Pattern::default(),
    };
    if pattern.text.is_empty() {
        return Err(SearchMistake::new(sign.at, "nothing is looked for here", "Write words, or an expression"));
    }
    let begin = sign.at + 1;
    pattern.compile().map_err(|mistake| SearchMistake::of_expression(begin, &mistake))
}

/// Conditions of spans that are no attributes.
pub(super) const CONDITIONS: [&str; 4] = ["by", "text", "exactly", "length"];
/// What is asked of what people say, and not of a field, whose values are compared.
const SAID: [&str; 8] = ["tag", "only", "from", "to", "attr", "by", "assigned", "state"];

fn about(asked: &Asked, project: &Project) -> Result<Part, SearchMistake> {
    let Asked::About { at, name, compare, value, value_at, conditions } = asked else {
        return Ok(Part::Or(Vec::new()));
    };
    let codebook = &project.codebook;
    let spans = |tags| -> Result<Part, SearchMistake> {
        let mut wanted = Wanted { tags, values: Vec::new(), by: None, covered: Vec::new(), length: None };
        for condition in conditions {
            wanted.add(condition, project)?;
        }
        Ok(Part::Spans(wanted))
    };
    if value.is_empty() {
        return Err(SearchMistake::new(*value_at, "a value is missing here", "Write one, or * for any"));
    }
    let is_about_said = SAID.contains(&name.as_str());
    if is_about_said && !matches!(compare, Compare::Has | Compare::Is) {
        let hint = format!("Write {name}:{value}, or not before it");
        return Err(SearchMistake::new(*at, format!("“{name}” is not compared like that"), hint));
    }
    if let Some(condition) = conditions.first().filter(|_| !["tag", "only", "attr"].contains(&name.as_str())) {
        let hint = "Write them after tag:, only: or attr:, such as tag:claim[stance=pro]";
        return Err(SearchMistake::new(condition.at, "conditions are about spans", hint));
    }
    Ok(match name.as_str() {
        "tag" if value == "*" => spans(None)?,
        "tag" => spans(Some(within(codebook, tag(codebook, LayerKind::Span, value, *value_at)?)))?,
        "only" => spans(Some(HashSet::from([tag(codebook, LayerKind::Span, value, *value_at)?.id.clone()])))?,
        "from" | "to" => {
            let tags = match value.as_str() {
                "*" => codebook.of_kind(LayerKind::Relation).map(|tag| tag.id.clone()).collect(),
                _ => within(codebook, tag(codebook, LayerKind::Relation, value, *value_at)?),
            };
            Part::Ends { tags, is_from: name == "from" }
        }
        "attr" => {
            let (attribute, value) = match value.split_once('=') {
                Some((attribute, value)) => (attribute, Some(value.to_owned())),
                None => (value.as_str(), None),
            };
            let wanted =
                WantedValue { attribute: attribute_named(codebook, attribute, *value_at)?, value, is_not: false };
            match spans(None)? {
                Part::Spans(mut all) => {
                    all.values.push(wanted);
                    Part::Spans(all)
                }
                part => part,
            }
        }
        // A name can have commas in it.
        "by" => Part::By(match person(project, value, *value_at) {
            Ok(one) => BTreeSet::from([one]),
            Err(_) => value.split(',').map(|who| person(project, who, *value_at)).collect::<Result<_, _>>()?,
        }),
        "assigned" => Part::Assigned(person(project, value, *value_at)?),
        "state" => {
            let hint = "Write new, in-progress or finished";
            let state = state(value).ok_or_else(|| SearchMistake::new(*value_at, "this is no state", hint))?;
            Part::State(state)
        }
        field => {
            Part::Field { name: field_named(project, field, *at)?, test: test(field, *compare, value, *value_at)? }
        }
    })
}

impl Wanted {
    /// Whether an annotator's spans are asked for.
    pub(super) fn is_of(&self, annotator: &AnnotatorId) -> bool {
        self.by.as_ref().is_none_or(|by| by == annotator)
    }

    /// Whether a set has spans of such tags.
    pub(super) fn may_be_in(&self, set: &AnnotationSet) -> bool {
        self.tags.as_ref().is_none_or(|tags| tags.iter().any(|tag| set.spans.n_tagged(tag) > 0))
    }

    /// Whether a span of a text is asked for, whoever made it.
    pub(super) fn has(&self, text: &Text, span: &Span) -> bool {
        self.tags.as_ref().is_none_or(|tags| tags.contains(&span.tag))
            && self.values.iter().all(|value| value.is_in(span.details.get(&value.attribute)))
            && self.covered.iter().all(|wanted| wanted.is_in(text, span))
            && self.length.as_ref().is_none_or(|wanted| wanted.contains(&n_characters(text, span)))
    }

    /// Takes one more condition.
    fn add(&mut self, condition: &Condition, project: &Project) -> Result<(), SearchMistake> {
        let Condition { at, name, value, is_not } = condition;
        match name.as_str() {
            "by" => self.by = Some(person(project, value, *at)?),
            "text" | "exactly" => {
                let is_folded = name == "text";
                let text = if is_folded { variant(value) } else { value.clone() };
                self.covered.push(WantedText { text, is_folded, is_not: *is_not });
            }
            "length" => {
                let hint = "Write how many characters, such as length=12 or length=10-19";
                let length = stretch(value).filter(|_| !is_not);
                self.length = Some(length.ok_or_else(|| SearchMistake::new(*at, "this is no length", hint))?);
            }
            name => {
                let attribute = name.strip_prefix("attr.").unwrap_or(name);
                let attribute = attribute_named(&project.codebook, attribute, *at)?;
                let value = Some(value.clone()).filter(|value| value != "*");
                self.values.push(WantedValue { attribute, value, is_not: *is_not });
            }
        }
        Ok(())
    }
}

/// How many characters a span covers, those between its fragments not among them.
fn n_characters(text: &Text, span: &Span) -> usize {
    span.at
        .iter()
        .map(|range| text.count(range.end(), Unit::CodePoint) - text.count(range.start(), Unit::CodePoint))
        .sum()
}

/// `12`, or `10-19`.
fn stretch(words: &str) -> Option<RangeInclusive<usize>> {
    let (least, most) = words.split_once('-').unwrap_or((words, words));
    Some(least.trim().parse().ok()?..=most.trim().parse().ok()?)
}

impl WantedText {
    fn is_in(&self, text: &Text, span: &Span) -> bool {
        let covered = covered(text, &span.at);
        let is_it = if self.is_folded { variant(&covered) == self.text } else { covered == self.text };
        is_it != self.is_not
    }
}

impl WantedValue {
    /// Whether what is said beside a tag is so.
    pub(super) fn is_in(&self, value: Option<&Value>) -> bool {
        let is_it = match (&self.value, value) {
            (_, None) => false,
            (None, Some(Value::Set(ids))) => !ids.is_empty(),
            (None, Some(Value::Text(text))) => !text.is_empty(),
            (None, Some(_)) => true,
            (Some(wanted), Some(Value::Text(text))) => text == wanted,
            (Some(wanted), Some(Value::Set(ids))) => ids.iter().any(|id| id == wanted),
            (Some(wanted), Some(Value::YesNo(is))) => *wanted == if *is { "yes" } else { "no" },
            (Some(wanted), Some(Value::Number(number))) => wanted.parse::<f64>().is_ok_and(|it| it == number.get()),
        };
        is_it != self.is_not
    }
}

fn tag<'c>(codebook: &'c Codebook, kind: LayerKind, name: &str, at: usize) -> Result<&'c Tag, SearchMistake> {
    let is_kind = |tag: &&Tag| codebook.kind_of(tag) == kind;
    let by_id = TagId::new(name).ok().and_then(|id| codebook.tag(&id)).filter(is_kind);
    let folded = folded(name);
    let by_name = || codebook.in_order().filter(is_kind).find(|tag| self::folded(&tag.name) == folded);
    by_id.or_else(by_name).ok_or_else(|| {
        let names: Vec<&str> = codebook.in_order().filter(is_kind).map(|tag| tag.id.as_str()).collect();
        let what = if kind == LayerKind::Relation { "no relation" } else { "no tag" };
        SearchMistake::new(at, format!("{what} is called “{name}”"), one_of("Tags", &names))
    })
}

fn within(codebook: &Codebook, tag: &Tag) -> HashSet<TagId> {
    let under = codebook.tags.keys().filter(|id| codebook.is_within(id, &tag.id)).cloned();
    under.chain([tag.id.clone()]).collect()
}

fn attribute_named(codebook: &Codebook, name: &str, at: usize) -> Result<AttributeId, SearchMistake> {
    let folded = folded(name);
    let is_it = |id: &str, called: &str| id == name || self::folded(called) == folded;
    let found = codebook.attributes.iter().find(|attribute| is_it(attribute.id.as_str(), &attribute.name));
    found.map(|attribute| attribute.id.clone()).ok_or_else(|| {
        let names: Vec<&str> = codebook.attributes.iter().map(|attribute| attribute.id.as_str()).collect();
        SearchMistake::new(at, format!("no attribute is called “{name}”"), one_of("Attributes", &names))
    })
}

fn person(project: &Project, name: &str, at: usize) -> Result<AnnotatorId, SearchMistake> {
    let (name, folded) = (name.trim(), folded(name));
    let with_sets = || project.sets.keys().map(|key| &key.annotator);
    let ids: BTreeSet<&AnnotatorId> = project.annotators.keys().chain(with_sets()).collect();
    let by_name = || project.annotators.values().find(|it| self::folded(&it.name) == folded).map(|it| it.id.clone());
    let found = ids.iter().find(|id| id.as_str() == name).map(|id| (*id).clone()).or_else(by_name);
    found.ok_or_else(|| {
        let names: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
        SearchMistake::new(at, format!("nobody is called “{name}”"), one_of("People", &names))
    })
}

fn one_of(what: &str, names: &[&str]) -> String {
    const SHOWN: usize = 12;
    let named = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => format!("{what}: none yet"),
        n if n > SHOWN => format!("{what}: {named} and {} more", n - SHOWN),
        _ => format!("{what}: {named}"),
    }
}

fn state(name: &str) -> Option<SetState> {
    Some(match name {
        "new" => SetState::New,
        "in-progress" | "in progress" => SetState::InProgress,
        "finished" => SetState::Finished,
        _ => return None,
    })
}

fn field_named(project: &Project, name: &str, at: usize) -> Result<Field, SearchMistake> {
    const KNOWN: [&str; 4] = ["title", "outlet", "date", "language"];
    let name = match name {
        "id" | "document" => return Ok(Field::Id),
        "text" => return Ok(Field::Text),
        "lang" => "language",
        other => other.strip_prefix("meta.").unwrap_or(other),
    };
    let is_there = || project.documents.values().any(|document| document.meta.contains_key(name));
    if KNOWN.contains(&name) || is_there() {
        return Ok(Field::Named(name.to_owned()));
    }
    let others: BTreeSet<&str> = project.documents.values().flat_map(|it| it.meta.keys().map(String::as_str)).collect();
    let names: Vec<&str> = ["tag", "by", "state", "id", "text"].into_iter().chain(KNOWN).chain(others).collect();
    let what = format!("nothing is called “{name}” here");
    Err(SearchMistake::new(
        at,
        what,
        format!("{}; or write \" around what has a colon in it", one_of("Fields", &names)),
    ))
}

fn test(field: &str, compare: Compare, value: &str, at: usize) -> Result<Test, SearchMistake> {
    let is_date = field == "date";
    let dated = || {
        let hint = "Write a day, a month or a year, such as 2026-03-31, 2026-03 or 2026";
        Published::read(value).ok_or_else(|| SearchMistake::new(at, "this is no date", hint))
    };
    Ok(match compare {
        Compare::Has | Compare::Is if value == "*" => Test::Any,
        Compare::Has | Compare::Is if is_date => Test::During(dated()?),
        Compare::Has => Test::Has(folded(value)),
        Compare::Is => Test::Is(value.to_owned()),
        Compare::IsNot => Test::IsNot(value.to_owned()),
        _ if is_date => {
            dated()?;
            Test::Compared(compare, value.to_owned())
        }
        _ => Test::Compared(compare, value.to_owned()),
    })
}

impl Field {
    /// Whether what a document has there is so.
    pub(super) fn is_so(&self, document: &Document, test: &Test) -> bool {
        match self {
            Self::Id => test.holds(Some(document.id.as_str())),
            Self::Text => test.holds(Some(document.text.as_str())),
            Self::Named(name) => test.holds(document.field(name).map(String::as_str)),
        }
    }
}

impl Test {
    fn holds(&self, value: Option<&str>) -> bool {
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return matches!(self, Self::IsNot(_)) };
        match self {
            Self::Any => true,
            Self::Has(folded) => self::folded(value).contains(folded.as_str()),
            Self::Is(wanted) => value == wanted,
            Self::IsNot(unwanted) => value != unwanted,
            Self::During(stretch) => Published::read(value).is_some_and(|date| date.is_within(*stretch)),
            Self::Compared(compare, wanted) => compared(*compare, value, wanted),
        }
    }
}

/// Numbers by their size, dates by time, words by their characters. A number is not compared with what is none.
fn compared(compare: Compare, value: &str, wanted: &str) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let holds = |is_less: bool, is_more: bool| match compare {
        Compare::Less => is_less,
        Compare::AtMost => !is_more,
        Compare::More => is_more,
        _ => !is_less,
    };
    if let Some((value, wanted)) = Published::read(value).zip(Published::read(wanted)) {
        return holds(value.is_before(wanted), wanted.is_before(value));
    }
    match (number(value), number(wanted)) {
        (Some(value), Some(wanted)) => holds(value < wanted, value > wanted),
        (None, Some(_)) => false,
        _ => holds(value < wanted, value > wanted),
    }
}

fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text.trim(), &mut folded);
    folded
}
