//! What several annotators say about one document, side by side: items that belong together, how they differ, and whether
//! gold has an answer.

use super::is_sealed;
use crate::edit::{Decision, Place, Statement};
use crate::model::{
    AnnotationSet, AnnotatorId, AnnotatorKind, AttributeId, Details, Direction, Document, GOLD_IDS, LayerId, LayerKind,
    Origin, Project, RecordId, SetKey, Span, TagId,
};
use crate::text::{Digest, TextRange};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Which sets are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Whose; everybody's without them.
    pub annotators: Option<BTreeSet<AnnotatorId>>,
    /// Also of those who are not done with the document.
    pub unfinished: bool,
    /// Who looks at them: what is sealed for them is not compared.
    pub viewer: Option<AnnotatorId>,
}

/// How the versions of an item differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Differences {
    /// Somebody says nothing.
    pub missing: bool,
    /// They cover different words.
    pub boundary: bool,
    /// They have different tags.
    pub tag: bool,
    /// They have different values of attributes.
    pub attribute: bool,
}

impl Differences {
    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// What one annotator says of an item: nothing, one thing, or several.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Version {
    /// What is said, with what is said beside it, in order.
    pub says: Vec<(Statement, Details)>,
    /// The records that say it.
    pub records: Vec<RecordId>,
}

impl Version {
    /// Whether two say the same: the same tags at the same places, with the same values of attributes.
    pub fn is_same(&self, other: &Self) -> bool {
        let is_same = |((one, says), (other, says_too)): (&(Statement, Details), &(Statement, Details))| {
            is_alike(one, other) && says.said().attributes == says_too.said().attributes
        };
        self.says.len() == other.says.len() && self.says.iter().zip(&other.says).all(is_same)
    }

    fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.says.iter().map(|(statement, _)| statement)
    }
}

/// Whether two statements of one item are the same. Where a relation's ends begin and end is said by its ends.
fn is_alike(one: &Statement, other: &Statement) -> bool {
    match (one, other) {
        (Statement::Relation { from, to, tag }, Statement::Relation { from: from_too, to: to_too, tag: tag_too }) => {
            tag == tag_too && is_forward(from, to) == is_forward(from_too, to_too)
        }
        _ => one == other,
    }
}

/// Whether a relation leads on in the text.
fn is_forward(from: &Place, to: &Place) -> bool {
    from.at.hull() <= to.at.hull()
}

/// A place where somebody says something.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The layer of what is said.
    pub layer: Option<LayerId>,
    /// What kind of layer that is.
    pub kind: LayerKind,
    /// All that any version covers.
    pub at: TextRange,
    /// What each annotator says, in the order of [`Comparison::annotators`].
    pub versions: Vec<Version>,
    /// How they differ.
    pub differences: Differences,
    /// The spans of gold that were taken over from it and then edited.
    pub edited: Vec<RecordId>,
    /// Whether gold is finished, or says or rejects each thing that anybody says.
    pub is_decided: bool,
}

/// What annotators say about a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Whose sets are compared.
    pub annotators: Vec<AnnotatorId>,
    /// The items, in reading order.
    pub items: Vec<Item>,
}

/// The annotator that the decisions are kept under.
pub fn gold(project: &Project) -> Option<AnnotatorId> {
    let known = project.annotators.values().find(|annotator| annotator.kind == AnnotatorKind::Gold);
    let free = || GOLD_IDS.iter().filter_map(|id| AnnotatorId::new(id).ok());
    known.map(|annotator| annotator.id.clone()).or_else(|| free().find(|id| !project.annotators.contains_key(id)))
}

/// The sets of a document that are compared: of people and programs, not gold, and of those who are done unless others are
/// asked for as well.
pub fn compared_sets<'a>(
    project: &'a Project,
    document: &'a Document,
    which: &'a Compared,
) -> impl Iterator<Item = (&'a AnnotatorId, &'a Arc<AnnotationSet>)> {
    let is_gold = |id: &AnnotatorId| project.annotators.get(id).is_some_and(|it| it.kind == AnnotatorKind::Gold);
    let is_asked = |id: &AnnotatorId| which.annotators.as_ref().is_none_or(|some| some.contains(id));
    let is_out_of_sight = is_sealed(project, document, which.viewer.as_ref());
    let is_done = |set: &AnnotationSet| set.head.state.is_finished() || which.unfinished && says_something(set);
    let sets = project.sets_of(&document.id).map(|(key, set)| (&key.annotator, set));
    sets.filter(move |(id, set)| !is_out_of_sight && !is_gold(id) && is_asked(id) && is_done(set))
}

/// Whether a set has anything that can be compared: notes alone are no version.
fn says_something(set: &AnnotationSet) -> bool {
    !(set.spans.is_empty() && set.relations.is_empty() && set.document_tags.is_empty() && set.attributes.is_empty())
}

/// Compares what annotators say about a document. With fewer than two of them there is nothing to compare.
pub fn compare(project: &Project, document: &Document, which: &Compared) -> Comparison {
    let mut compared: Vec<_> = compared_sets(project, document, which).collect();
    if !project.workflow.names_are_shown {
        // Nobody is to be told by the place of their name in the alphabet.
        compared.sort_by_key(|(annotator, _)| place_without_name(project, annotator));
    }
    let (annotators, sets): (Vec<_>, Vec<_>) = compared.into_iter().unzip();
    let annotators: Vec<AnnotatorId> = annotators.into_iter().cloned().collect();
    if annotators.len() < 2 {
        return Comparison { annotators, items: Vec::new() };
    }
    let sets: Vec<&AnnotationSet> = sets.into_iter().map(|set| &**set).collect();
    let groups = span_groups(project, &sets);
    let mut items: Vec<Item> = groups.iter().map(|group| span_item(project, group)).collect();
    items.extend(relation_items(project, &sets, &groups));
    items.extend(document_items(project, &sets));
    items.sort_by_key(|item| (item.kind != LayerKind::Document, item.at.start(), item.at.end(), item.kind as u8));
    let gold_set = gold(project).map(|annotator| SetKey { document: document.id.clone(), annotator });
    if let Some(gold) = gold_set.and_then(|key| project.set(&key)) {
        let edited = edited(gold, &annotators, &sets);
        let rejected: HashSet<(TextRange, &TagId)> = gold.rejections.values().map(|it| (it.at, &it.tag)).collect();
        let is_rejected = |statement: &Statement| {
            statement.rejected_as().is_some_and(|tag| rejected.contains(&(statement.extent(), &tag)))
        };
        let is_settled = |statement: &Statement| is_rejected(statement) || statement.is_said(project, gold);
        for item in &mut items {
            let layer = |span: &Span| project.codebook.tag(&span.tag).map(|tag| tag.layer.clone());
            let is_of_it = |span: &&&Span| {
                let is_about_it = overlaps_by_half(span.hull(), item.at) || item.tags().any(|tag| *tag == span.tag);
                layer(span) == item.layer && span.hull().overlaps(item.at) && is_about_it
            };
            if item.kind == LayerKind::Span {
                item.edited = edited.iter().filter(is_of_it).map(|span| span.id).collect();
            }
            // What a finished gold set does not have is not wanted.
            item.is_decided =
                gold.head.state.is_finished() || item.versions.iter().flat_map(Version::statements).all(is_settled);
        }
    }
    Comparison { annotators, items }
}

/// The spans of gold that were taken over from one of those who are compared and are what none of them says any more.
fn edited<'a>(gold: &'a AnnotationSet, annotators: &[AnnotatorId], sets: &[&AnnotationSet]) -> Vec<&'a Span> {
    let says = |set: &&AnnotationSet, span: &Span| {
        let mut there = set.spans.starting_at(span.hull().start());
        there.any(|other| other.at == span.at && other.tag == span.tag)
    };
    let is_edited = |span: &&Span| match &span.origin {
        Origin::Taken(from) => from.iter().any(|id| annotators.contains(id)) && !sets.iter().any(|set| says(set, span)),
        Origin::Hand | Origin::Imported(_) | Origin::Suggested(_) => false,
    };
    gold.spans.iter().filter(is_edited).collect()
}

/// Whether two ranges share half of what either covers.
fn overlaps_by_half(one: TextRange, other: TextRange) -> bool {
    let shared = one.intersection(other).map_or(0, TextRange::len);
    shared > 0 && 2 * shared >= one.len() + other.len() - shared
}

/// Where somebody stands among those whose names are not shown: the same in all documents of a project.
fn place_without_name(project: &Project, annotator: &AnnotatorId) -> Digest {
    Digest::of(format!("{} {annotator}", project.id).as_bytes())
}

/// What somebody is called in the review: by their name once names are shown, and by a letter before.
pub fn shown_name(project: &Project, annotator: &AnnotatorId) -> String {
    if project.workflow.names_are_shown {
        let name = project.annotator_name(annotator);
        let is_shared = project.annotators.values().any(|it| it.id != *annotator && it.name == name);
        return if is_shared { format!("{name} ({annotator})") } else { name.to_owned() };
    }
    let others = project.annotators.values().filter(|it| it.kind != AnnotatorKind::Gold && it.id != *annotator);
    let place = place_without_name(project, annotator);
    let before = others.filter(|other| place_without_name(project, &other.id) < place).count();
    match u8::try_from(before) {
        Ok(before) if before < 26 => char::from(b'A' + before).to_string(),
        _ => (before + 1).to_string(),
    }
}

impl Comparison {
    /// How many items wait for a decision.
    pub fn n_open(&self) -> usize {
        self.items.iter().filter(|item| !item.is_decided).count()
    }

    /// How many of them annotators disagree about.
    pub fn n_disagreements(&self) -> usize {
        self.items.iter().filter(|item| !item.is_decided && !item.differences.is_none()).count()
    }
}

impl Item {
    /// Takes over what an annotator says, and rejects what others say otherwise.
    pub fn take(&self, annotators: &[AnnotatorId], at: usize) -> Option<Decision> {
        let taken = self.versions.get(at)?;
        let with = annotators.iter().zip(&self.versions).filter(|(_, version)| version.is_same(taken));
        // A rejection cannot tell apart what covers the same words as the same tag: that is settled by what is taken.
        let is_taken = |statement: &Statement| {
            let is_it = |other: &Statement| {
                other.extent() == statement.extent() && other.rejected_as() == statement.rejected_as()
            };
            taken.statements().any(is_it)
        };
        Some(Decision {
            take: taken.says.clone(),
            from: with.map(|(annotator, _)| annotator.clone()).collect(),
            reject: self.statements().into_iter().filter(|statement| !is_taken(statement)).collect(),
            reopen: Vec::new(),
            clear: self.edited.clone(),
        })
    }

    /// Takes over nothing of what annotators say.
    pub fn reject(&self) -> Decision {
        let (reject, clear) = (self.statements().into_iter().collect(), self.edited.clone());
        Decision { reject, clear, ..Decision::default() }
    }

    /// Takes back what was decided.
    pub fn reopen(&self) -> Decision {
        let (reopen, clear) = (self.statements().into_iter().collect(), self.edited.clone());
        Decision { reopen, clear, ..Decision::default() }
    }

    /// The version that most annotators have, with how many do. Of several that as many have, the first.
    pub fn majority(&self) -> (usize, usize) {
        let n_same = |version: &Version| self.versions.iter().filter(|other| other.is_same(version)).count();
        let counts = self.versions.iter().map(n_same).enumerate();
        counts.rev().max_by_key(|(_, n)| *n).unwrap_or_default()
    }

    /// The tags that anybody gives it.
    pub fn tags(&self) -> impl Iterator<Item = &TagId> {
        self.versions.iter().flat_map(Version::statements).filter_map(Statement::tag)
    }

    fn statements(&self) -> BTreeSet<Statement> {
        self.versions.iter().flat_map(Version::statements).cloned().collect()
    }
}

/// Spans that belong together, by annotator.
type Group<'a> = Vec<Vec<&'a Span>>;

/// The spans of all annotators in groups: those at one place in one layer, and with these such as differ from them a little,
/// of people who have none at that place.
fn span_groups<'a>(project: &Project, sets: &[&'a AnnotationSet]) -> Vec<Group<'a>> {
    // What has a tag that the codebook lacks may be about the same thing as what stands there.
    let otherwise = project.codebook.first_layer(LayerKind::Span).map(|layer| &layer.id);
    let layer = |span: &Span| project.codebook.tag(&span.tag).map(|tag| &tag.layer).or(otherwise).cloned();
    let mut at_places: BTreeMap<(TextRange, _, Option<LayerId>), Group<'a>> = BTreeMap::new();
    for (annotator, set) in sets.iter().enumerate() {
        for span in set.spans.iter() {
            let group = at_places.entry((span.hull(), span.at.clone(), layer(span)));
            let group = group.or_insert_with(|| vec![Vec::new(); sets.len()]);
            group.get_mut(annotator).into_iter().for_each(|spans| spans.push(span));
        }
    }
    let groups: Vec<(TextRange, Option<LayerId>, Group<'a>)> =
        at_places.into_iter().map(|((hull, _, layer), group)| (hull, layer, group)).collect();
    joined(&groups, &alike(&groups))
}

/// Which groups differ only a little: for each the others.
fn alike(groups: &[(TextRange, Option<LayerId>, Group<'_>)]) -> Vec<Vec<usize>> {
    let mut alike: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    let mut before: Vec<usize> = Vec::new();
    for (at, (hull, layer, group)) in groups.iter().enumerate() {
        before.retain(|other| groups.get(*other).is_some_and(|(other, ..)| other.end() > hull.start()));
        for &other in &before {
            let Some((other_hull, other_layer, other_group)) = groups.get(other) else { continue };
            if layer == other_layer && is_one_thing((*hull, group), (*other_hull, other_group)) {
                alike.get_mut(at).into_iter().for_each(|list| list.push(other));
                alike.get_mut(other).into_iter().for_each(|list| list.push(at));
            }
        }
        before.push(at);
    }
    alike
}

/// Whether two groups that overlap are about one thing: different people say them, as the same tag, or over half of what
/// either covers.
fn is_one_thing(one: (TextRange, &Group<'_>), other: (TextRange, &Group<'_>)) -> bool {
    let are_others = one.1.iter().zip(other.1).all(|(one, other)| one.is_empty() || other.is_empty());
    if !are_others || !one.0.overlaps(other.0) {
        return false;
    }
    let has_tag = |span: &&Span| other.1.iter().flatten().any(|other| other.tag == span.tag);
    overlaps_by_half(one.0, other.0) || one.1.iter().flatten().any(has_tag)
}

/// The groups that are linked, directly or by way of others, as one each.
fn joined<'a>(groups: &[(TextRange, Option<LayerId>, Group<'a>)], alike: &[Vec<usize>]) -> Vec<Group<'a>> {
    let mut seen = vec![false; groups.len()];
    let mut all = Vec::new();
    for first in 0..groups.len() {
        let mut open = vec![first];
        let mut whole: Group<'a> = Vec::new();
        while let Some(at) = open.pop() {
            let Some(was_seen) = seen.get_mut(at).filter(|seen| !**seen) else { continue };
            *was_seen = true;
            if let Some((_, _, group)) = groups.get(at) {
                whole.resize(group.len(), Vec::new());
                whole.iter_mut().zip(group).for_each(|(all, spans)| all.extend(spans));
            }
            open.extend(alike.get(at).into_iter().flatten());
        }
        if !whole.is_empty() {
            whole.iter_mut().for_each(|spans| spans.sort_by_key(|span| (span.key(), span.tag.clone())));
            all.push(whole);
        }
    }
    all
}

fn span_item(project: &Project, group: &Group<'_>) -> Item {
    let version = |spans: &Vec<&Span>| Version {
        says: said(spans.iter().map(|span| (Statement::Span(Place::of(span)), span.details.clone()))),
        records: spans.iter().map(|span| span.id).collect(),
    };
    let hulls = group.iter().flatten().map(|span| span.hull());
    let at = hulls.reduce(TextRange::hull).unwrap_or_default();
    let layer = group.iter().flatten().find_map(|span| project.codebook.tag(&span.tag)).map(|tag| tag.layer.clone());
    item(layer, LayerKind::Span, at, group.iter().map(version).collect())
}

/// What relations of each annotator link the same two groups of spans.
fn relation_items(project: &Project, sets: &[&AnnotationSet], groups: &[Group<'_>]) -> Vec<Item> {
    let mut group_of: Vec<HashMap<RecordId, (usize, &Span)>> = vec![HashMap::new(); sets.len()];
    for (at, group) in groups.iter().enumerate() {
        for (known, spans) in group_of.iter_mut().zip(group) {
            known.extend(spans.iter().map(|span| (span.id, (at, *span))));
        }
    }
    let mut linking: BTreeMap<(usize, usize, Option<LayerId>), Vec<Version>> = BTreeMap::new();
    let mut extents: BTreeMap<(usize, usize, Option<LayerId>), TextRange> = BTreeMap::new();
    for (annotator, (set, known)) in sets.iter().zip(&group_of).enumerate() {
        for relation in set.relations.values() {
            let ends = known.get(&relation.from).zip(known.get(&relation.to));
            let Some(((from_group, from), (to_group, to))) = ends else { continue };
            let tag = project.codebook.tag(&relation.tag);
            let layer = tag.map(|tag| tag.layer.clone());
            // Both directions are one item, so that they are decided about together.
            let place = (*from_group.min(to_group), *from_group.max(to_group), layer);
            let (mut from, mut to) = (Place::of(from), Place::of(to));
            let is_directed = tag.is_none_or(|tag| tag.ends.direction == Direction::Directed);
            if !is_directed && !is_forward(&from, &to) {
                std::mem::swap(&mut from, &mut to);
            }
            let extent = from.at.hull().hull(to.at.hull());
            extents.entry(place.clone()).and_modify(|all| *all = all.hull(extent)).or_insert(extent);
            let versions = linking.entry(place).or_insert_with(|| vec![Version::default(); sets.len()]);
            if let Some(version) = versions.get_mut(annotator) {
                let statement = Statement::Relation { from, to, tag: relation.tag.clone() };
                version.says.push((statement, relation.details.clone()));
                version.records.push(relation.id);
            }
        }
    }
    let made = linking.into_iter().map(|(place, mut versions)| {
        versions.iter_mut().for_each(|version| version.says = said(std::mem::take(&mut version.says).into_iter()));
        let at = extents.get(&place).copied().unwrap_or_default();
        item(place.2, LayerKind::Relation, at, versions)
    });
    made.collect()
}

/// What each annotator tags the document as, layer by layer.
fn document_items(project: &Project, sets: &[&AnnotationSet]) -> Vec<Item> {
    let mut layers: BTreeMap<Option<LayerId>, Vec<Version>> = BTreeMap::new();
    for (annotator, set) in sets.iter().enumerate() {
        for given in set.document_tags.values() {
            let layer = project.codebook.tag(&given.tag).map(|tag| tag.layer.clone());
            let versions = layers.entry(layer).or_insert_with(|| vec![Version::default(); sets.len()]);
            if let Some(version) = versions.get_mut(annotator) {
                version.says.push((Statement::Document(given.tag.clone()), given.details.clone()));
            }
        }
    }
    let made =
        layers.into_iter().map(|(layer, versions)| item(layer, LayerKind::Document, TextRange::default(), versions));
    made.chain(value_items(sets)).collect()
}

/// What values each annotator gives the document, attribute by attribute.
fn value_items(sets: &[&AnnotationSet]) -> impl Iterator<Item = Item> {
    let attributes: BTreeSet<&AttributeId> = sets.iter().flat_map(|set| set.attributes.keys()).collect();
    attributes.into_iter().map(|id| {
        let value = |set: &&AnnotationSet| {
            Some((Statement::Value(id.clone(), set.attributes.get(id)?.clone()), Details::default()))
        };
        let version = |set| Version { says: value(set).into_iter().collect(), records: Vec::new() };
        item(None, LayerKind::Document, TextRange::default(), sets.iter().map(version).collect())
    })
}

/// What is said, in order and each once.
fn said(all: impl Iterator<Item = (Statement, Details)>) -> Vec<(Statement, Details)> {
    let mut all: Vec<(Statement, Details)> = all.collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all.dedup_by(|one, other| one.0 == other.0);
    all
}

fn item(layer: Option<LayerId>, kind: LayerKind, at: TextRange, versions: Vec<Version>) -> Item {
    let differences = differences(&versions);
    Item { layer, kind, at, versions, differences, edited: Vec::new(), is_decided: false }
}

fn differences(versions: &[Version]) -> Differences {
    let saying = || versions.iter().filter(|version| !version.says.is_empty());
    let boundary = differ(saying().map(|version| {
        let places = version.statements().filter_map(|statement| match statement {
            Statement::Span(place) => Some(&place.at),
            Statement::Relation { .. } | Statement::Document(_) | Statement::Value(..) => None,
        });
        places.collect::<BTreeSet<_>>()
    }));
    let tag = differ(saying().map(|version| {
        let mut tags: Vec<(&TagId, bool)> = version
            .statements()
            .filter_map(|statement| match statement {
                Statement::Relation { from, to, tag } => Some((tag, is_forward(from, to))),
                other => Some((other.tag()?, true)),
            })
            .collect();
        tags.sort();
        tags
    }));
    let mut said = saying();
    let first = said.next();
    let is_otherwise = |version: &Version| first.is_some_and(|first| !version.is_same(first));
    Differences {
        missing: saying().count() < versions.len(),
        boundary,
        tag,
        attribute: !boundary && !tag && said.any(is_otherwise),
    }
}

/// Whether not all are the same.
fn differ<T: PartialEq>(mut all: impl Iterator<Item = T>) -> bool {
    let first = all.next();
    all.any(|other| Some(&other) != first.as_ref())
}
