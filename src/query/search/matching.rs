//! Asking a query of documents, one after the other.

use super::grammar::{Relation, SearchMistake, asked};
use super::lines::Line;
use super::part_of::{part_of, rest_of};
use super::parts::{Part, Wanted};
use super::saved::with_saved;
use crate::model::{AnnotationSet, AnnotatorId, Document, DocumentId, Project, SetKey, Span, SpanKey, TagId};
use crate::text::{RangeIndex, TextRange};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A query, ready to be asked of the documents of the project that it was made for.
pub struct Search {
    root: Part,
}

/// A place that is found.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Where.
    pub range: TextRange,
    /// The span that it is: the place of its set among those of the document, and its key; nothing for words.
    pub of: Option<(usize, SpanKey)>,
}

impl Place {
    fn of_words(range: TextRange) -> Self {
        Self { range, of: None }
    }

    fn of_span(set: usize, span: &Span) -> Self {
        Self { range: span.hull(), of: Some((set, span.key())) }
    }
}

/// A document that a query is asked of.
pub(super) struct Asking<'p> {
    document: &'p Document,
    /// What is said of it, by annotator.
    pub sets: Vec<(&'p SetKey, &'p Arc<AnnotationSet>)>,
    /// Its sentences; found when they matter.
    sentences: OnceCell<Vec<TextRange>>,
}

impl Search {
    /// Reads a query and makes it ready. Says at which character it cannot be understood.
    pub fn new(query: &str, project: &Project) -> Result<Self, SearchMistake> {
        let asked = with_saved(asked(query)?, &project.filters)?;
        Ok(Self { root: Part::of(&asked, project)? })
    }

    /// Whether the query is true of a document.
    pub fn holds(&self, project: &Project, document: &Document) -> bool {
        Asking::of(project, document).places(&self.root, None).is_some()
    }

    /// The places that are found in a document, in reading order, each once with everything that it is marked as; nothing where
    /// the query is not true of it.
    pub fn lines(&self, project: &Project, document: &Document) -> Option<Vec<Line>> {
        self.lines_within(project, project, document)
    }

    /// The same in what a filter has left of a project, with everything that the places are marked as in the whole.
    pub fn lines_within(&self, part: &Project, project: &Project, document: &Document) -> Option<Vec<Line>> {
        let (asking, whole) = (Asking::of(part, document), Asking::of(project, document));
        let found: BTreeSet<TextRange> = asking.places(&self.root, None)?.iter().map(|place| place.range).collect();
        let line = |range| Line { document: document.id.clone(), range, spans: whole.marked(range) };
        Some(found.into_iter().map(line).collect())
    }

    /// What the query leaves of a project as a filter: the documents that it is true of, and in them the spans that it asks for,
    /// or all where it asks for none. `by:` says whose sets count; what stands under `not` or after `where` is about documents.
    pub fn part_of(&self, project: &Project) -> Project {
        part_of(project, &self.root)
    }

    /// Documents that the query is held against, with the spans that it asks for there, by those whose sets count.
    pub fn rest_of(&self, project: &Project, is_rest: impl Fn(&DocumentId) -> bool + Sync) -> Project {
        rest_of(project, &self.root, is_rest)
    }
}

impl<'p> Asking<'p> {
    pub fn of(project: &'p Project, document: &'p Document) -> Self {
        Self { document, sets: project.sets_of(&document.id).collect(), sentences: OnceCell::new() }
    }

    /// Which document it is.
    pub fn id(&self) -> &DocumentId {
        &self.document.id
    }

    /// The places that are found; nothing where it is not true of the document. `by` says whose spans count.
    pub fn places(&self, part: &Part, by: Option<&BTreeSet<AnnotatorId>>) -> Option<Vec<Place>> {
        let some = |places: Vec<Place>| (!places.is_empty()).then_some(places);
        let true_of = |is_so: bool| is_so.then(Vec::new);
        match part {
            Part::Words(finder) => some(finder.hits(&self.document.text).map(Place::of_words).collect()),
            Part::Spans(wanted) => some(self.spans(wanted, by)),
            Part::Ends { tags, is_from } => {
                let ends = self.sets_by(by).flat_map(|(n, _, set)| {
                    let relations = set.relations.values().filter(|relation| tags.contains(&relation.tag));
                    let ends: BTreeSet<_> =
                        relations.map(|relation| if *is_from { relation.from } else { relation.to }).collect();
                    let spans = ends.into_iter().filter_map(|id| set.spans.find(id));
                    spans.map(move |span| Place::of_span(n, span))
                });
                some(ends.collect())
            }
            Part::Field { name, test } => true_of(name.is_so(self.document, test)),
            Part::State(state) => {
                let is_any = by.is_none() && self.sets.is_empty() && *state == Default::default();
                true_of(is_any || self.sets_by(by).any(|(_, _, set)| set.head.state == *state))
            }
            Part::Assigned(to) => true_of(self.document.assigned.contains(to)),
            Part::By(people) => true_of(self.sets_by(Some(people)).any(|(_, _, set)| !set.is_blank())),
            Part::Not(part) => true_of(self.places(part, by).is_none()),
            Part::And { parts, by: own } => {
                let mut parts: Vec<&Part> = parts.iter().collect();
                parts.sort_by_key(|part| part.cost());
                let mut all = Vec::new();
                for part in parts {
                    all.extend(self.places(part, own.as_ref().or(by))?);
                }
                Some(all)
            }
            Part::Or(parts) => {
                let found: Vec<Vec<Place>> = parts.iter().filter_map(|part| self.places(part, by)).collect();
                (!found.is_empty()).then(|| found.concat())
            }
            Part::Placed { left, relation, is_not, right } => {
                let is_of_one = !left.says_whose() && !right.says_whose();
                let left = self.places(left, by)?;
                let others = Others::of(self.places(right, by).unwrap_or_default(), is_of_one);
                let stands = |place: &Place| others.of_place(place).any(|it| self.stands(place.range, *relation, it));
                some(left.into_iter().filter(|place| stands(place) != *is_not).collect())
            }
            Part::Followed { left, is_not, right, order } => some(self.followed(left, *is_not, right, order, by)),
        }
    }

    fn sets_by(
        &self,
        by: Option<&BTreeSet<AnnotatorId>>,
    ) -> impl Iterator<Item = (usize, &'p SetKey, &'p Arc<AnnotationSet>)> {
        let sets = self.sets.iter().enumerate().map(|(n, (key, set))| (n, *key, *set));
        sets.filter(move |(_, key, _)| by.is_none_or(|by| by.contains(&key.annotator)))
    }

    fn spans(&self, wanted: &Wanted, by: Option<&BTreeSet<AnnotatorId>>) -> Vec<Place> {
        let sets = self.sets_by(by).filter(|(_, key, set)| wanted.is_of(&key.annotator) && wanted.may_be_in(set));
        let spans = sets.flat_map(|(n, _, set)| set.spans.iter().map(move |span| (n, span)));
        let text = &self.document.text;
        spans.filter(|(_, span)| wanted.has(text, span)).map(|(n, span)| Place::of_span(n, span)).collect()
    }

    /// Spans whose next one, of the same annotator, is such a one, or is not: by where they start, then by where they end, then
    /// by their tags' order.
    fn followed(
        &self,
        left: &Wanted,
        is_not: bool,
        right: &Wanted,
        order: &HashMap<TagId, usize>,
        by: Option<&BTreeSet<AnnotatorId>>,
    ) -> Vec<Place> {
        let place = |span: &&Span| (span.hull(), order.get(&span.tag).copied().unwrap_or(usize::MAX));
        let text = &self.document.text;
        let mut found = Vec::new();
        let sets = self.sets_by(by).filter(|(_, key, set)| left.is_of(&key.annotator) && left.may_be_in(set));
        for (n, key, set) in sets {
            let mut spans: Vec<&Span> = set.spans.iter().collect();
            spans.sort_by(|one, other| place(one).cmp(&place(other)).then_with(|| one.tag.cmp(&other.tag)));
            let next = spans.iter().skip(1).map(Some).chain([None]);
            let is_right = |span: &&Span| right.is_of(&key.annotator) && right.has(text, span);
            let follows = spans.iter().zip(next).filter(|(span, _)| left.has(text, span));
            let found_here = follows.filter(|(_, next)| next.is_some_and(is_right) != is_not);
            found.extend(found_here.map(|(span, _)| Place::of_span(n, span)));
        }
        found
    }

    /// The spans of everybody that cover exactly a place.
    fn marked(&self, range: TextRange) -> Vec<(AnnotatorId, SpanKey)> {
        let of_set = |(key, set): &(&SetKey, &'p Arc<AnnotationSet>)| {
            let there = set.spans.starting_at(range.start()).filter(|span| span.hull() == range);
            there.map(|span| (key.annotator.clone(), span.key())).collect::<Vec<_>>()
        };
        self.sets.iter().flat_map(of_set).collect()
    }

    /// Whether a place stands so to any of some others.
    fn stands(&self, place: TextRange, relation: Relation, others: &RangeIndex) -> bool {
        match relation {
            Relation::Within => others.any_around(place),
            Relation::Containing => others.any_in(place),
            Relation::Overlapping => others.any_over(place),
            Relation::SamePlace => others.has(place),
            Relation::SameSentence => self.sentences(place).iter().any(|sentence| others.any_touching(*sentence)),
            Relation::SameArticle => !others.is_empty(),
            Relation::SameParagraph => self.paragraphs(place).any(|paragraph| others.any_touching(paragraph)),
            Relation::Near(n) => {
                others.any_over(place) || self.is_after(place, n, others) || self.is_before(place, n, others)
            }
            Relation::Before(n) => self.is_before(place, n, others),
        }
    }

    /// Whether one of some others ends at most `n` words before a place.
    fn is_after(&self, range: TextRange, n: usize, others: &RangeIndex) -> bool {
        others
            .last_end_before(range.start())
            .is_some_and(|end| self.document.text.n_words_between(end, range.start()) <= n)
    }

    /// Whether one of some others begins at most `n` words after a place.
    fn is_before(&self, range: TextRange, n: usize, others: &RangeIndex) -> bool {
        others
            .first_start_after(range.end())
            .is_some_and(|start| self.document.text.n_words_between(range.end(), start) <= n)
    }

    /// The sentences that a place has a part in.
    fn sentences(&self, place: TextRange) -> &[TextRange] {
        let all = self.sentences.get_or_init(|| self.document.text.sentences());
        let from = all.partition_point(|sentence| sentence.end() <= place.start());
        let n = all.iter().skip(from).take_while(|sentence| sentence.start() < place.end()).count();
        all.get(from..from + n).unwrap_or_default()
    }

    /// The paragraphs that a place has a part in.
    fn paragraphs(&self, place: TextRange) -> impl Iterator<Item = TextRange> {
        let text = &self.document.text;
        let (first, last) = (text.paragraph_index(place.start()), text.paragraph_index(place.end()));
        (first..=last).map(|index| text.paragraph(index)).filter(move |paragraph| paragraph.overlaps(place))
    }
}

/// Places that others are compared with.
struct Others {
    words: RangeIndex,
    /// Those of each set, by its place among those of the document.
    of_sets: Vec<(usize, RangeIndex)>,
    /// Whether spans are compared with those of their own set alone.
    is_of_one: bool,
}

impl Others {
    fn of(places: Vec<Place>, is_of_one: bool) -> Self {
        let mut words = Vec::new();
        let mut of_sets: BTreeMap<usize, Vec<TextRange>> = BTreeMap::new();
        for Place { range, of } in places {
            match of {
                Some((set, _)) => of_sets.entry(set).or_default().push(range),
                None => words.push(range),
            }
        }
        let of_sets = of_sets.into_iter().map(|(set, ranges)| (set, RangeIndex::of(ranges))).collect();
        Self { words: RangeIndex::of(words), of_sets, is_of_one }
    }

    /// Those that a place is compared with.
    fn of_place(&self, place: &Place) -> impl Iterator<Item = &RangeIndex> {
        let own = place.of.map(|(set, _)| set).filter(|_| self.is_of_one);
        let of_sets = self.of_sets.iter().filter(move |(set, _)| own.is_none_or(|own| own == *set));
        std::iter::once(&self.words).chain(of_sets.map(|(_, ranges)| ranges))
    }
}
