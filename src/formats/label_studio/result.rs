//! What one annotation says: regions with what is said of them, relations, and what is said of the whole text.

use super::subject::Subject;
use crate::formats::exchange::{DocumentTag, Label, Note, Relation, Set, Span, Target, Values};
use crate::formats::json::{Place, value_of};
use crate::formats::units::{Claim, other_words, placed};
use crate::formats::{LossKind, Losses, covered, unit_name};
use crate::model::{self, Confidence, Fragments, Timestamp};
use crate::text::{Text, Unit, quote};
use serde_json::{Map, Value};
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashMap};

/// Before the name of a control that is an attribute, where a layer has that name.
pub(super) const ATTRIBUTE: &str = "attribute:";

/// Before the name of a control that is an attribute of the document.
pub(super) const DOCUMENT: &str = "document:";

type Item<'a> = &'a Map<String, Value>;

/// What one annotation says about one text of a task.
pub(super) struct Reader<'r> {
    pub(super) subject: &'r Subject,
    /// Whether the controls of spans are layers.
    pub(super) has_layers: bool,
    pub(super) made: Option<Timestamp>,
    pub(super) place: &'r Place<'r>,
    pub(super) losses: &'r mut Losses,
}

impl Reader<'_> {
    /// Fills a set with the items of a result.
    pub(super) fn fill(&mut self, items: &[Item<'_>], set: &mut Set) {
        let here = |item: &Item<'_>| {
            let name = self.subject.name.as_deref();
            name.is_none() || item.get("to_name").is_none_or(|to| to.as_str() == name)
        };
        let items: Vec<Item<'_>> = items.iter().copied().filter(here).collect();
        let mut spans_of: HashMap<&str, Vec<usize>> = HashMap::new();
        let (regions, others): (Vec<Item<'_>>, Vec<Item<'_>>) =
            items.into_iter().partition(|item| labels(item).is_some());
        for (region, at) in regions.iter().zip(self.places(&regions)) {
            match at {
                Ok(at) => {
                    let spans = self.spans(region, at, set);
                    spans_of.entry(word(region, "id").unwrap_or_default()).or_default().extend(spans);
                }
                Err(why) => self.lose_span(region, &why),
            }
        }
        for item in others {
            match kind(item) {
                "relation" => self.relation(item, &spans_of, set),
                kind => self.said(kind, item, &spans_of, set),
            }
        }
    }

    /// Where regions lie: in HTML those places to which paths lead, where numbers do not say it.
    fn places(&mut self, regions: &[Item<'_>]) -> Vec<Result<Fragments, String>> {
        if !self.subject.paragraphs.is_empty() {
            let at = |item: &Item<'_>| self.subject.within_paragraphs(value(item).ok_or("it has no “value”")?);
            return regions.iter().map(at).collect();
        }
        let claims: Vec<Option<Claim>> = regions.iter().map(|item| self.claim(item)).collect();
        let mut at_numbers = self.at_numbers(claims.iter().flatten().cloned().collect()).into_iter();
        let both = regions.iter().zip(&claims);
        let place = |(item, claim): (&Item<'_>, &Option<Claim>)| match claim.as_ref().and_then(|_| at_numbers.next()) {
            Some(Ok(at)) => Ok(at),
            Some(Err(why)) => self.at_paths(item).map_err(|_| why),
            None => self.at_paths(item),
        };
        both.map(place).collect()
    }

    /// Where a region says in numbers that it lies.
    fn claim(&self, item: Item<'_>) -> Option<Claim> {
        let value = value(item)?;
        let offsets = value.get("globalOffsets").and_then(Value::as_object).unwrap_or(value);
        let number = |key: &str| {
            let number = offsets.get(key)?;
            number.as_i64().or_else(|| number.as_str()?.parse().ok())
        };
        let (start, end) = (number("start")?, number("end")?);
        let quote = word(value, "text").map(|said| self.words_shown_as(said, start, end).unwrap_or(said).to_owned());
        Some(Claim { pieces: vec![(start, end)], quote })
    }

    /// What lies between two code points, if that is what a browser shows as these words.
    fn words_shown_as(&self, said: &str, start: i64, end: i64) -> Option<&str> {
        let text = &self.subject.text;
        let range = text.range(usize::try_from(start).ok()?, usize::try_from(end).ok()?, Unit::CodePoint).ok()?;
        Some(text.slice(range)).filter(|words| self.are_shown_as(words, said))
    }

    /// Whether words of the text are those that a region has. A line break stands there as `\n` in two signs; and browsers
    /// put breaks between the blocks of HTML, which offsets do not count.
    fn are_shown_as(&self, words: &str, said: &str) -> bool {
        let bare = |words: &str| words.replace("\\n", "").split_whitespace().collect::<String>();
        if self.subject.is_rendered() { bare(words) == bare(said) } else { words.replace(['\n', '\r'], "\\n") == said }
    }

    fn at_paths(&self, item: Item<'_>) -> Result<Fragments, String> {
        let value = value(item).ok_or("it has no “value”")?;
        let at = self.subject.at_paths(value)?;
        let text = &self.subject.text;
        match word(value, "text") {
            Some(said) if !self.are_shown_as(text.slice(at.hull()), said) => Err(other_words(text, &at, said)),
            _ => Ok(at),
        }
    }

    /// Where regions lie by their numbers. Their texts were cut by JavaScript at the numbers of code points: behind an emoji
    /// they are wrong while the numbers are right. Other programs write UTF-16 numbers with texts that fit them, which looks
    /// the same: then those places are taken that begin and end with words.
    fn at_numbers(&mut self, claims: Vec<Claim>) -> Vec<Result<Fragments, String>> {
        let text = &self.subject.text;
        let found = placed(text, &claims, Unit::CodePoint);
        if found.unit == Unit::CodePoint && found.places.iter().all(Result::is_ok) {
            return found.places;
        }
        let bare: Vec<Claim> = claims.iter().map(|it| Claim { quote: None, ..it.clone() }).collect();
        let in_code_points = placed(text, &bare, Unit::CodePoint).places;
        let explained = |(claim, at): (&Claim, &Result<Fragments, String>)| {
            at.as_ref().is_ok_and(|at| is_quote(text, claim, at) || is_cut(text, claim))
        };
        let cut: Vec<bool> = claims.iter().zip(&in_code_points).map(explained).collect();
        let is_all_cut = cut.iter().all(|cut| *cut);
        if found.unit != Unit::CodePoint {
            if is_all_cut && n_clean(text, &in_code_points) > n_clean(text, &found.places) {
                return in_code_points;
            }
            let (place, unit) = (self.place, unit_name(found.unit));
            self.losses.add(LossKind::Unit, || format!("{place}: offsets are in {unit} and not in codepoint"));
            return found.places;
        }
        let both = found.places.into_iter().zip(in_code_points).zip(cut);
        both.map(|((found, bare), cut)| if found.is_err() && cut { bare } else { found }).collect()
    }

    /// The spans of a region: one for each of its labels.
    fn spans(&mut self, region: Item<'_>, at: Fragments, set: &mut Set) -> Vec<usize> {
        let labels = labels(region).unwrap_or_default();
        if labels.is_empty() {
            self.lose_span(region, "it has no label");
        }
        let first = set.spans.len();
        for label in labels {
            let layer = word(region, "from_name").filter(|_| self.has_layers).map(SmolStr::from);
            let mut span = Span::new(at.clone(), Label { layer, tag: label.into() });
            span.id = word(region, "id").filter(|_| set.spans.len() == first).map(SmolStr::from);
            span.beside.made = self.made;
            span.beside.confidence = region.get("score").and_then(Value::as_f64).and_then(percent);
            set.spans.push(span);
        }
        let notes = region.get("meta").and_then(|meta| meta.get("text"));
        for note in notes.into_iter().flat_map(texts).filter(|_| set.spans.len() > first) {
            set.notes.push(Note { made: self.made, ..Note::new(Target::Span(first), note) });
        }
        (first..set.spans.len()).collect()
    }

    fn lose_span(&mut self, region: Item<'_>, why: &str) {
        let said = value(region).and_then(|value| value.get("text")).and_then(Value::as_str).map(quote);
        let said = said.or_else(|| word(region, "id").map(str::to_owned)).unwrap_or_default();
        let labels = labels(region).unwrap_or_default().join(", ");
        let place = self.place;
        self.losses.add(LossKind::Span, || format!("{place}: “{said}” as {labels}: {why}"));
    }

    fn relation(&mut self, item: Item<'_>, spans_of: &HashMap<&str, Vec<usize>>, set: &mut Set) {
        let end = |key: &str| spans_of.get(word(item, key)?)?.first().copied();
        let labels: Vec<&str> = item.get("labels").into_iter().flat_map(texts).collect();
        let labels = if labels.is_empty() { vec!["relation"] } else { labels };
        let Some((from, to)) = end("from_id").zip(end("to_id")) else {
            let [from, to] = ["from_id", "to_id"].map(|key| word(item, key).unwrap_or_default());
            let place = self.place;
            return self.losses.add_many(LossKind::Relation, labels.len(), || {
                format!("{place}: {} from {from} to {to}: one of its regions is not there", labels.join(", "))
            });
        };
        let direction = word(item, "direction");
        if direction == Some("bi") {
            let [from, to] = ["from_id", "to_id"].map(|key| word(item, key).unwrap_or_default());
            let place = self.place;
            self.losses.add(LossKind::Field, || {
                format!(
                    "{place}: {} between {from} and {to} in both directions: only the first is kept",
                    labels.join(", ")
                )
            });
        }
        let (from, to) = if direction == Some("left") { (to, from) } else { (from, to) };
        for label in labels {
            let mut relation = Relation::new(from, to, Label::new(label));
            relation.beside.made = self.made;
            set.relations.push(relation);
        }
    }

    /// What a control says that marks no passage: of a region, whose id it shares, or of the whole text.
    fn said(&mut self, kind: &str, item: Item<'_>, spans_of: &HashMap<&str, Vec<usize>>, set: &mut Set) {
        let place = self.place;
        let name = word(item, "from_name").unwrap_or(kind);
        let Some(said) = value(item).and_then(|value| said_by(kind, value)) else {
            return self.losses.add(LossKind::Field, || format!("{place}: {name:?} of kind {kind:?}"));
        };
        let is_of_region = value(item).is_some_and(|value| value.contains_key("start"));
        let spans = word(item, "id").and_then(|id| spans_of.get(id)).filter(|spans| !spans.is_empty());
        match spans {
            Some(spans) => {
                let name = name.strip_prefix(ATTRIBUTE).unwrap_or(name);
                for at in spans {
                    if let Some(span) = set.spans.get_mut(*at) {
                        add(&mut span.beside.attributes, name, said.clone());
                    }
                }
            }
            None if is_of_region => {
                self.losses.add(LossKind::Attribute, || format!("{place}: {name} of a region without a label"));
            }
            None => match (name.strip_prefix(DOCUMENT), &said) {
                (Some(name), _) => add(&mut set.attributes, name, said),
                (None, _) if kind == "choices" || kind == "taxonomy" => {
                    let tags = words_of(&said);
                    set.tags.extend(tags.into_iter().map(|tag| self.document_tag(name, tag)));
                }
                (None, _) => add(&mut set.attributes, name, said),
            },
        }
    }

    fn document_tag(&self, control: &str, tag: SmolStr) -> DocumentTag {
        let layer = self.has_layers.then(|| control.into());
        let mut given = DocumentTag::new(Label { layer, tag });
        given.beside.made = self.made;
        given
    }
}

/// Adds a value; several of one name are a list.
fn add(values: &mut Values, name: &str, said: model::Value) {
    let both = match values.get(name) {
        Some(there) if *there != said => {
            model::Value::Set(words_of(there).into_iter().chain(words_of(&said)).collect())
        }
        _ => said,
    };
    values.insert(name.into(), both);
}

fn words_of(value: &model::Value) -> BTreeSet<SmolStr> {
    match value {
        model::Value::Text(text) => BTreeSet::from([text.clone()]),
        model::Value::Set(ids) => ids.clone(),
        model::Value::YesNo(yes) => BTreeSet::from([yes.to_string().into()]),
        model::Value::Number(number) => BTreeSet::from([number.to_string().into()]),
    }
}

/// The value that a control of some kind has.
fn said_by(kind: &str, value: &Map<String, Value>) -> Option<model::Value> {
    match kind {
        "choices" => list(texts(value.get("choices")?)),
        "textarea" => list(texts(value.get("text")?)),
        "taxonomy" => {
            let paths = value.get("taxonomy")?.as_array()?;
            let path = |path: &Value| texts(path).collect::<Vec<_>>().join("/");
            let paths: Vec<String> = paths.iter().map(path).collect();
            list(paths.iter().map(String::as_str))
        }
        "rating" | "number" | "datetime" => value_of(value.get(kind)?),
        _ => None,
    }
}

/// One value as itself, several as a list.
fn list<'a>(texts: impl Iterator<Item = &'a str>) -> Option<model::Value> {
    let mut texts: BTreeSet<SmolStr> = texts.map(SmolStr::from).collect();
    match texts.pop_first() {
        Some(one) if texts.is_empty() => Some(model::Value::Text(one)),
        Some(one) => {
            texts.insert(one);
            Some(model::Value::Set(texts))
        }
        None => Some(model::Value::Set(texts)),
    }
}

/// A string, or the strings of a list.
pub(super) fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let one = value.as_str();
    one.into_iter().chain(value.as_array().into_iter().flatten().filter_map(Value::as_str))
}

pub(super) fn word<'a>(item: Item<'a>, key: &str) -> Option<&'a str> {
    item.get(key).and_then(Value::as_str)
}

fn kind(item: Item<'_>) -> &str {
    word(item, "type").unwrap_or_default()
}

fn value(item: Item<'_>) -> Option<&Map<String, Value>> {
    item.get("value").and_then(Value::as_object)
}

/// The labels of a region, if the item is one.
fn labels(item: Item<'_>) -> Option<Vec<&str>> {
    let kind = kind(item);
    let value = value(item)?;
    if !kind.ends_with("labels") {
        return None;
    }
    value.get(kind).or_else(|| value.get("labels")).map(|labels| texts(labels).collect()).or(Some(Vec::new()))
}

fn is_quote(text: &Text, claim: &Claim, at: &Fragments) -> bool {
    claim.quote.as_ref().is_none_or(|quote| covered(text, at) == *quote)
}

/// Whether the text of a region is what JavaScript finds at its numbers.
fn is_cut(text: &Text, claim: &Claim) -> bool {
    let Some((quote, &(start, end))) = claim.quote.as_ref().zip(claim.pieces.first()) else { return true };
    let Some((start, end)) = usize::try_from(start).ok().zip(usize::try_from(end).ok()) else { return false };
    let n_units = text.count(text.end(), Unit::Utf16);
    let range = text.range(start.min(n_units), end.min(n_units), Unit::Utf16);
    range.is_ok_and(|range| text.slice(range) == quote)
}

/// How many places begin and end where words do.
fn n_clean(text: &Text, places: &[Result<Fragments, String>]) -> usize {
    let is_clean = |at: &&Fragments| {
        let hull = at.hull();
        let (before, within, after) = (text.upto(hull.start()), text.slice(hull), text.from(hull.end()));
        let is_border = |before: Option<char>, after: Option<char>, inner: Option<char>| {
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !(inner.is_some_and(char::is_whitespace) || is_word(before) && is_word(after))
        };
        let (first, last) = (within.chars().next(), within.chars().next_back());
        is_border(before.chars().next_back(), first, first) && is_border(last, after.chars().next(), last)
    };
    places.iter().flatten().filter(is_clean).count()
}

/// How sure a model is, as it says between 0 and 1.
fn percent(score: f64) -> Option<Confidence> {
    if !(0.0..=1.0).contains(&score) {
        return None;
    }
    Confidence::new((score * 100.0).round() as u8)
}
