//! How a tally follows a transaction: by the spans it changed, and by what lies around them.

use super::counts::Step;
use super::cover::{covered_within, covering, merge, n_left_out, union};
use super::strings::{CoveredString, Strings};
use super::{Scope, Tally};
use crate::edit::{Change, Edit, Transaction};
use crate::model::{Document, DocumentId, Project, SetKey, Span, TagId};
use crate::text::{Text, TextRange, Unit};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The spans that a transaction changed in one document, in the order of its edits.
type Changes<'a> = Vec<(&'a SetKey, &'a Change<Span>)>;

/// From so many edits on, counting all spans afresh may take less time than following each.
const MANY: usize = 1_000;
/// How many times as long it takes to follow an edit of a span as to count a span.
const TIMES: usize = 8;

impl Tally {
    /// Follows a transaction that turned `before`, which these figures are about, into `after`.
    /// Takes time with the edits and with the spans that overlap theirs; where a document comes, goes, is
    /// archived, gets another text or other parts that are left out, with its spans. Where the edits are nearly as many
    /// as the spans, it takes time with those.
    pub fn apply(&mut self, before: &Project, transaction: &Transaction, after: &Project) {
        let n_edits = transaction.edits.len();
        if n_edits >= MANY && n_edits.saturating_mul(TIMES) > self.n_spans() {
            *self = Self::of(after, Scope::clone(&self.scope));
            return;
        }
        for (id, changes) in touched(transaction) {
            let was = self.scope.document(before, id).map(Arc::as_ref);
            let is = self.scope.document(after, id).map(Arc::as_ref);
            match (was, is) {
                (Some(was), Some(is)) if self.counts_alike(was, is) => self.change(before, &changes, after, is),
                (was, is) => {
                    if let Some(document) = was {
                        self.count_document(before, document, Step::Out, Strings::add);
                    }
                    if let Some(document) = is {
                        self.count_document(after, document, Step::In, Strings::add);
                    }
                }
            }
        }
        // What is zero is not kept.
        self.tags.retain(|_, tag| tag.places.n_spans > 0);
        self.annotators.retain(|_, places| places.n_spans > 0);
    }

    /// Whether the same characters count in two states of a document.
    fn counts_alike(&self, was: &Document, is: &Document) -> bool {
        std::ptr::eq(was, is) || was.text == is.text && self.scope.left_out(was) == self.scope.left_out(is)
    }

    /// Takes a document in or lets it go, with all its spans. `add` says how strings come in.
    pub(super) fn count_document(
        &mut self,
        project: &Project,
        document: &Document,
        step: Step,
        add: fn(&mut Strings, CoveredString),
    ) {
        let text = &document.text;
        step.by(&mut self.n_documents, 1);
        let scope = Arc::clone(&self.scope);
        let left_out = scope.left_out(document);
        let n_characters = text.count(text.end(), Unit::CodePoint) - n_left_out(text, left_out, text.whole());
        step.by(&mut self.n_characters, n_characters);
        let mut ranges: HashMap<&TagId, Vec<TextRange>> = HashMap::new();
        for (key, set) in scope.sets_of(project, &document.id) {
            for span in set.spans.iter() {
                self.count_span(key, text, span, step, add);
                ranges.entry(&span.tag).or_default().extend(covering(text, &span.at));
            }
        }
        for (tag, mut ranges) in ranges {
            if let Some(tag) = self.tags.get_mut(tag) {
                step.by(&mut tag.n_covered, union(text, left_out, &mut ranges));
            }
        }
    }

    /// Follows changes of spans in a document that stays as it is. Counts move with each change; of the
    /// unions, only the stretches that a changed span covers or covered are looked at, before and after.
    fn change(&mut self, before: &Project, changes: &Changes<'_>, after: &Project, document: &Document) {
        let text = &document.text;
        let scope = Arc::clone(&self.scope);
        let mut stretches: BTreeMap<&TagId, Vec<TextRange>> = BTreeMap::new();
        for (key, change) in changes.iter().filter(|(key, _)| scope.has_annotator(&key.annotator)) {
            for (span, step) in [(&change.before, Step::Out), (&change.after, Step::In)] {
                let Some(span) = span else { continue };
                self.count_span(key, text, span, step, Strings::add);
                stretches.entry(&span.tag).or_default().extend(covering(text, &span.at));
            }
        }
        for (tag, mut stretches) in stretches {
            merge(&mut stretches);
            let was = covered_within(before, &scope, document, tag, &stretches);
            let is = covered_within(after, &scope, document, tag, &stretches);
            if let Some(tag) = self.tags.get_mut(tag) {
                Step::In.by(&mut tag.n_covered, is);
                Step::Out.by(&mut tag.n_covered, was);
            }
        }
    }

    /// Counts a span in all but its tag's union.
    fn count_span(&mut self, key: &SetKey, text: &Text, span: &Span, step: Step, add: fn(&mut Strings, CoveredString)) {
        self.annotators.entry(key.annotator.clone()).or_default().count(&key.document, step);
        self.tags.entry(span.tag.clone()).or_default().count(key, text, span, step, add);
    }
}

/// The documents that a transaction touches, with the spans that it changes in them.
fn touched(transaction: &Transaction) -> BTreeMap<&DocumentId, Changes<'_>> {
    let mut touched: BTreeMap<&DocumentId, Changes<'_>> = BTreeMap::new();
    for edit in &transaction.edits {
        match edit {
            Edit::Document(id, _) => {
                touched.entry(id).or_default();
            }
            Edit::Span(key, change) => touched.entry(&key.document).or_default().push((key, change)),
            // The codebook says what tags are called, not how often they stand; a set comes and goes empty.
            Edit::Name(_) | Edit::Workflow(_) | Edit::Filter(..) => {}
            Edit::Layers(_)
            | Edit::Tag(..)
            | Edit::TagOrder(_)
            | Edit::Attributes(_)
            | Edit::Rule(..)
            | Edit::Revision(..)
            | Edit::Annotator(..)
            | Edit::Head(..) => {}
            Edit::Relation(..) | Edit::DocumentTag(..) | Edit::Value(..) => {}
            Edit::Note(..) | Edit::Rejection(..) => {}
        }
    }
    touched
}
