//! What annotations become when the codebook changes: the same for those at hand, for which it is an edit, and for those
//! in a colleague's older file, for which it is how the file is read.

use super::{Change, Edit, EditError, spans};
use crate::model::{
    AnnotationSet, AttributeId, Becomes, Codebook, CodebookRevision, Details, DocumentTag, Mapping, Note, NoteTarget,
    Project, RecordId, Rejection, Relation, SetKey, Span, TagId, Value, Which,
};
use crate::text::{Digest, Text};
use regex::{Regex, RegexBuilder};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The most memory that a compiled expression takes, in bytes.
const LARGEST: usize = 4 << 20;

/// A mapping, ready to be applied to any number of sets.
#[derive(Debug)]
pub struct Mapper<'a> {
    mapping: &'a Mapping,
    pattern: Option<Regex>,
}

impl<'a> Mapper<'a> {
    /// Compiles what there is to compile. An expression takes time with the words that it is looked for in, whatever it is.
    pub fn new(mapping: &'a Mapping) -> Result<Self, EditError> {
        let pattern = match &mapping.which {
            Which::Matching(pattern) => {
                let compiled = RegexBuilder::new(pattern).size_limit(LARGEST).build();
                Some(compiled.map_err(|_| EditError::BadExpression(pattern.clone()))?)
            }
            _ => None,
        };
        Ok(Self { mapping, pattern })
    }

    /// Whether it is about a span with its tag.
    pub fn fits(&self, key: &SetKey, span: &Span, text: &Text) -> bool {
        span.tag == self.mapping.from
            && match &self.mapping.which {
                Which::All => true,
                Which::With(id, value) => has(&span.details, id, value),
                Which::Picked(picked) => picked.contains(&(key.clone(), span.id)),
                Which::Matching(_) => {
                    let words = |range| text.check(range).is_ok().then(|| text.slice(range));
                    let pattern = self.pattern.as_ref();
                    pattern.is_some_and(|pattern| span.at.iter().filter_map(words).any(|words| pattern.is_match(words)))
                }
            }
    }

    /// Whether it is about an annotation without words of its own.
    fn fits_wordless(&self, key: &SetKey, tag: &TagId, details: &Details, id: Option<RecordId>) -> bool {
        *tag == self.mapping.from
            && match &self.mapping.which {
                Which::All => true,
                Which::With(attribute, value) => has(details, attribute, value),
                Which::Picked(picked) => id.is_some_and(|id| picked.contains(&(key.clone(), id))),
                Which::Matching(_) => false,
            }
    }

    /// The edits by which a set becomes what the mapping says.
    pub fn edits(&self, key: &SetKey, set: &AnnotationSet, text: &Text) -> Vec<Edit> {
        let mut edits = Vec::new();
        if set.spans.n_tagged(&self.mapping.from) > 0 {
            self.span_edits(key, set, text, &mut edits);
        }
        self.relation_edits(key, set, &mut edits);
        self.rejection_edits(key, set, &mut edits);
        self.document_tag_edits(key, set, &mut edits);
        edits
    }

    fn span_edits(&self, key: &SetKey, set: &AnnotationSet, text: &Text, edits: &mut Vec<Edit>) {
        let meant = set.spans.iter().filter(|span| self.fits(key, span, text));
        let Becomes::Tagged(tag, values) = &self.mapping.to else {
            return edits.extend(spans::removal(key, set, meant));
        };
        let mut twins: HashMap<RecordId, RecordId> = HashMap::new();
        let mut doubled: Vec<&Span> = Vec::new();
        for span in meant {
            let after = Span { tag: tag.clone(), details: with_values(&span.details, values), ..span.clone() };
            let mut near = set.spans.starting_at(span.hull().start());
            match near.find(|other| other.id != span.id && other.tag == *tag && other.at == span.at) {
                // The same range has that tag already: what is said of this one is said of that one.
                Some(twin) => {
                    twins.insert(span.id, twin.id);
                    doubled.push(span);
                    let merged = merged_details(&twin.details, &after.details);
                    if merged != twin.details {
                        let both = Span { details: merged, ..twin.clone() };
                        edits.push(Edit::Span(key.clone(), Change::replace(twin.clone(), both)));
                    }
                }
                None if after != *span => edits.push(Edit::Span(key.clone(), Change::replace(span.clone(), after))),
                None => {}
            }
        }
        if !doubled.is_empty() {
            edits.extend(moved_to_twins(key, set, &twins));
            edits.extend(doubled.into_iter().map(|span| Edit::Span(key.clone(), Change::remove(span.clone()))));
        }
    }

    fn relation_edits(&self, key: &SetKey, set: &AnnotationSet, edits: &mut Vec<Edit>) {
        let is_meant = |it: &&Relation| self.fits_wordless(key, &it.tag, &it.details, Some(it.id));
        for relation in set.relations.values().filter(is_meant) {
            let after = match &self.mapping.to {
                Becomes::Nothing => None,
                Becomes::Tagged(tag, values) => {
                    let is_twin = |it: &&Relation| {
                        it.id != relation.id && it.tag == *tag && (it.from, it.to) == (relation.from, relation.to)
                    };
                    let is_there = set.relations.values().any(|it| is_twin(&it));
                    let details = with_values(&relation.details, values);
                    (!is_there).then(|| Relation { tag: tag.clone(), details, ..relation.clone() })
                }
            };
            if after.as_ref() == Some(relation) {
                continue;
            }
            if after.is_none() {
                edits.extend(notes_on(key, set, NoteTarget::Relation(relation.id)));
            }
            edits.push(Edit::Relation(key.clone(), Change { before: Some(relation.clone()), after }));
        }
    }

    /// What was rejected as a tag that is another one altogether now is rejected as that.
    fn rejection_edits(&self, key: &SetKey, set: &AnnotationSet, edits: &mut Vec<Edit>) {
        if self.mapping.which != Which::All {
            return;
        }
        for rejection in set.rejections.values().filter(|it| it.tag == self.mapping.from) {
            let after = match &self.mapping.to {
                Becomes::Tagged(tag, _) => Some(Rejection { tag: tag.clone(), ..rejection.clone() }),
                Becomes::Nothing => None,
            };
            edits.push(Edit::Rejection(key.clone(), Change { before: Some(rejection.clone()), after }));
        }
    }

    fn document_tag_edits(&self, key: &SetKey, set: &AnnotationSet, edits: &mut Vec<Edit>) {
        let given = set.document_tags.get(&self.mapping.from);
        let Some(given) = given.filter(|it| self.fits_wordless(key, &it.tag, &it.details, None)) else { return };
        match &self.mapping.to {
            Becomes::Tagged(tag, values) if *tag == given.tag => {
                let after = DocumentTag { details: with_values(&given.details, values), ..given.clone() };
                if after != *given {
                    edits.push(Edit::DocumentTag(key.clone(), Change::replace(given.clone(), after)));
                }
            }
            to => {
                edits.push(Edit::DocumentTag(key.clone(), Change::remove(given.clone())));
                if let Becomes::Tagged(tag, values) = to
                    && !set.document_tags.contains_key(tag)
                {
                    let details = with_values(&given.details, values);
                    let after = DocumentTag { tag: tag.clone(), details, ..given.clone() };
                    edits.push(Edit::DocumentTag(key.clone(), Change::add(after)));
                }
            }
        }
    }
}

fn has(details: &Details, id: &AttributeId, value: &Value) -> bool {
    match (details.get(id), value) {
        (Some(Value::Set(ids)), Value::Text(id)) => ids.contains(id),
        (said, _) => said == Some(value),
    }
}

fn with_values(details: &Details, values: &BTreeMap<AttributeId, Option<Value>>) -> Details {
    values.iter().fold(details.clone(), |details, (id, value)| details.with(id, value.clone()))
}

/// What is said of one, and what else is said of the other.
fn merged_details(details: &Details, more: &Details) -> Details {
    let mut said = details.said().clone();
    for (id, value) in &more.said().attributes {
        said.attributes.entry(id.clone()).or_insert_with(|| value.clone());
    }
    said.confidence = said.confidence.or(more.said().confidence);
    said.flagged |= more.said().flagged;
    said.into()
}

/// Relations and notes of spans that others stand for from now on.
fn moved_to_twins(key: &SetKey, set: &AnnotationSet, twins: &HashMap<RecordId, RecordId>) -> Vec<Edit> {
    let twin = |id: RecordId| twins.get(&id).copied().unwrap_or(id);
    let mut edits = Vec::new();
    let mut known: Vec<(RecordId, RecordId, &TagId)> =
        set.relations.values().map(|it| (it.from, it.to, &it.tag)).collect();
    for relation in set.relations.values().filter(|it| twins.contains_key(&it.from) || twins.contains_key(&it.to)) {
        let ends = (twin(relation.from), twin(relation.to), &relation.tag);
        let stays = ends.0 != ends.1 && !known.contains(&ends);
        known.push(ends);
        let after = stays.then(|| Relation { from: ends.0, to: ends.1, ..relation.clone() });
        edits.push(Edit::Relation(key.clone(), Change { before: Some(relation.clone()), after }));
    }
    for note in set.notes.values().filter(|note| note.of.is_none()) {
        if let NoteTarget::Span(id) = note.on
            && twins.contains_key(&id)
        {
            let after = Note { on: NoteTarget::Span(twin(id)), ..note.clone() };
            edits.push(Edit::Note(key.clone(), Change::replace(note.clone(), after)));
        }
    }
    edits
}

fn notes_on(key: &SetKey, set: &AnnotationSet, target: NoteTarget) -> Vec<Edit> {
    let notes = set.notes_on(target).into_iter();
    notes.map(|note| Edit::Note(key.clone(), Change::remove(note.clone()))).collect()
}

/// The revisions of a codebook that say what becomes of annotations made before, the oldest first.
pub fn recoding(codebook: &Codebook) -> Vec<&Arc<CodebookRevision>> {
    codebook.history().into_iter().filter(|revision| !revision.mappings.is_empty()).collect()
}

/// A set as a codebook shows it, when those mappings were applied to it already that `told` has; nothing where that is as
/// it was marked.
pub fn shown(
    codebook: &Codebook,
    key: &SetKey,
    marked: &AnnotationSet,
    text: &Text,
    told: &BTreeSet<RecordId>,
) -> Option<AnnotationSet> {
    mapped(codebook, key, marked, text, told).map(|(shown, _)| shown)
}

/// The same, with the edits by which it comes to be that, one mapping after the other, each with its revision.
pub fn mapped(
    codebook: &Codebook,
    key: &SetKey,
    marked: &AnnotationSet,
    text: &Text,
    told: &BTreeSet<RecordId>,
) -> Option<(AnnotationSet, Vec<(RecordId, Edit)>)> {
    let revisions = recoding(codebook);
    let untold = revisions.iter().filter(|it| !told.contains(&it.id));
    let mappings = untold.flat_map(|revision| revision.mappings.iter().map(|mapping| (revision.id, mapping)));
    let (mut shown, mut all): (Option<AnnotationSet>, Vec<(RecordId, Edit)>) = (None, Vec::new());
    for (revision, mapping) in mappings {
        // One that cannot be understood maps nothing; the checks tell.
        let Ok(mapper) = Mapper::new(mapping) else { continue };
        let set = shown.as_ref().unwrap_or(marked);
        let edits = mapper.edits(key, set, text);
        if !edits.is_empty() {
            shown = Some(applied(key, set.clone(), &edits));
            all.extend(edits.into_iter().map(|edit| (revision, edit)));
        }
    }
    shown.map(|shown| (shown, all))
}

/// The revisions that a set is not to be mapped by a second time: what their mappings leave has the tag that they map.
/// Those for all of a tag that is gone can be applied again and again.
pub fn to_be_told(codebook: &Codebook) -> BTreeSet<RecordId> {
    let leaves_some = |mapping: &Mapping| mapping.which != Which::All || codebook.tag(&mapping.from).is_some();
    let revisions = recoding(codebook).into_iter();
    revisions.filter(|it| it.mappings.iter().any(leaves_some)).map(|revision| revision.id).collect()
}

/// Gives annotations of tags that are gone what the codebook says that they became. Returns the sets that have changed.
pub fn map_gone(project: &mut Project, keys: impl IntoIterator<Item = SetKey>) -> Vec<SetKey> {
    let codebook = Arc::clone(&project.codebook);
    let is_gone = |mapping: &Mapping| mapping.which == Which::All && codebook.tag(&mapping.from).is_none();
    let revisions = recoding(&codebook).into_iter().filter(|revision| revision.mappings.iter().all(is_gone));
    let gone: BTreeSet<RecordId> = revisions.map(|revision| revision.id).collect();
    let told: BTreeSet<RecordId> = codebook.revisions.keys().filter(|id| !gone.contains(id)).copied().collect();
    let mut changed = Vec::new();
    for key in keys {
        let (Some(set), Some(document)) = (project.set(&key), project.document(&key.document)) else { continue };
        if let Some(mapped) = shown(&codebook, &key, set, &document.text, &told) {
            project.sets.insert(key.clone(), Arc::new(mapped));
            changed.push(key);
        }
    }
    changed
}

/// A set after edits of its own.
fn applied(key: &SetKey, set: AnnotationSet, edits: &[Edit]) -> AnnotationSet {
    let id = RecordId::drawn(|| 0);
    let mut alone = Project::new(id, String::new(), Codebook::default());
    alone.sets.insert(key.clone(), Arc::new(set.clone()));
    match edits.iter().try_for_each(|edit| edit.apply(&mut alone)) {
        Ok(()) => alone.set(key).map_or(set, |set| AnnotationSet::clone(set)),
        Err(_) => set,
    }
}

/// What tells under which mappings a set is read: two codebooks with the same read every set alike.
pub fn reading_of(codebook: &Codebook) -> Digest {
    let ids: String = recoding(codebook).iter().map(|revision| revision.id.to_string()).collect();
    Digest::of(ids.as_bytes())
}
