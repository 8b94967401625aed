//! What the codebook's rules propose in the open article: looked for beside the window whenever it may be another.

use super::jobs::{Job, Outcome, Progress};
use crate::edit::Proposal;
use crate::model::{
    AnnotationSet, AnnotatorId, Document, DocumentId, Fragments, Origin, Project, RecordId, SetHead, SetKey, SetState,
    Span, SpanSeq, Timestamp,
};
use crate::suggest::{RuleSet, Troubled, open};
use crate::text::{Digest, Text, TextRange};
use std::sync::Arc;

/// All that the proposals follow from.
#[derive(Clone)]
struct Subject {
    project: Project,
    document: Arc<Document>,
    key: SetKey,
}

impl Subject {
    fn set(&self) -> Option<&Arc<AnnotationSet>> {
        self.project.set(&self.key)
    }

    /// Whether the same is looked for in the same text.
    fn has_same_places(&self, other: &Self) -> bool {
        self.project.codebook.rules.ptr_eq(&other.project.codebook.rules)
            && self.project.codebook.tags == other.project.codebook.tags
            && self.document.text.same(&other.document.text)
    }

    /// Whether the annotator has decided nothing since.
    fn has_same_decisions(&self, other: &Self) -> bool {
        let is_same_set = match (self.set(), other.set()) {
            (Some(set), Some(other)) => Arc::ptr_eq(set, other),
            (set, other) => set.is_none() && other.is_none(),
        };
        self.key == other.key && is_same_set
    }

    /// Whether nothing has changed between; looks at pointers where it can.
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.document, &other.document)
            && Arc::ptr_eq(&self.project.codebook, &other.project.codebook)
            && self.has_same_decisions(other)
    }
}

/// What was found for a subject.
struct Answer {
    subject: Subject,
    rules: Arc<RuleSet>,
    /// All places, also those that are decided.
    places: Arc<Vec<Proposal>>,
    /// Those to be decided about, as a set to be shown on the page.
    open: Arc<AnnotationSet>,
}

/// The proposals in the open article, as they were found last.
#[derive(Default)]
pub struct Suggestions {
    last: Option<Arc<Answer>>,
    /// What is shown: the last answer, without what was decided since.
    shown: Option<Arc<AnnotationSet>>,
    job: Option<Job<Arc<Answer>>>,
    /// One that waits until a decision is made.
    waiting: Option<Arc<Answer>>,
}

impl Suggestions {
    /// What is proposed, as a set whose spans say by their origin what proposes them.
    pub fn shown(&self) -> Option<&Arc<AnnotationSet>> {
        self.shown.as_ref().filter(|set| !set.spans.is_empty())
    }

    /// The rules that cannot look, with why.
    pub fn troubled(&self) -> &[Troubled] {
        self.last.as_ref().map_or(&[], |answer| answer.rules.troubled())
    }

    /// Whether what is shown may be out of date.
    pub fn is_stale(&self) -> bool {
        self.job.is_some()
    }

    /// What a shown span proposes.
    pub fn proposal(span: &Span) -> Proposal {
        let by = if let Origin::Suggested(by) = &span.origin { by.clone() } else { Default::default() };
        Proposal { at: span.hull(), tag: span.tag.clone(), by }
    }

    /// Takes proposals off the page that have just been decided about.
    pub fn decided(&mut self, ids: impl Fn(&Span) -> bool) {
        if let Some(set) = &mut self.shown {
            let set = Arc::make_mut(set);
            set.spans = set.spans.iter().filter(|span| !ids(span)).cloned().collect();
        }
    }

    /// Looks again when the text, the rules or the annotator's set has changed; one search at a time. While somebody
    /// `is_deciding`, only what follows from a decision of theirs is taken over. `wake` is called when one is done.
    pub fn follow(
        &mut self,
        project: &Project,
        document: Option<&DocumentId>,
        annotator: Option<&AnnotatorId>,
        is_deciding: bool,
        wake: impl Fn() + Send + 'static,
    ) {
        let subject = document.zip(annotator).and_then(|(id, annotator)| {
            let key = SetKey { document: id.clone(), annotator: annotator.clone() };
            Some(Subject { project: project.clone(), document: Arc::clone(project.document(id)?), key })
        });
        let Some(subject) = subject.filter(|subject| !subject.project.codebook.rules.is_empty()) else {
            *self = Self::default();
            return;
        };
        if self.last.as_ref().is_some_and(|answer| answer.subject.key != subject.key) {
            *self = Self::default();
        }
        match self.job.as_ref().map(Job::poll) {
            Some(Outcome::Running) | None => {}
            Some(Outcome::Done(answer)) => {
                self.job = None;
                self.waiting = Some(answer).filter(|answer| answer.subject.key == subject.key);
            }
            Some(Outcome::Lost) => self.job = None,
        }
        let may_come = |answer: &mut Arc<Answer>| {
            !is_deciding || self.last.as_ref().is_none_or(|last| !last.subject.has_same_decisions(&answer.subject))
        };
        if let Some(answer) = self.waiting.take_if(may_come) {
            self.shown = Some(Arc::clone(&answer.open));
            self.last = Some(answer);
        }
        let known = self.waiting.as_ref().or(self.last.as_ref());
        if self.job.is_none() && known.is_none_or(|answer| !answer.subject.is(&subject)) {
            let earlier = known.cloned();
            let work = move |progress: &Progress| Arc::new(look(subject, earlier.as_deref(), progress));
            self.job = Some(Job::start("Looking for what the rules propose".to_owned(), wake, work));
        }
    }
}

fn look(subject: Subject, earlier: Option<&Answer>, progress: &Progress) -> Answer {
    let same_rules = |it: &&Answer| {
        let [before, now] = [&it.subject, &subject].map(|subject| &subject.project.codebook);
        before.rules.ptr_eq(&now.rules) && before.tags == now.tags
    };
    let rules = match earlier.filter(same_rules) {
        Some(earlier) => Arc::clone(&earlier.rules),
        None => Arc::new(RuleSet::of(&subject.project.codebook)),
    };
    let places = match earlier.filter(|earlier| earlier.subject.has_same_places(&subject)) {
        Some(earlier) => Arc::clone(&earlier.places),
        None => Arc::new(rules.proposals(&subject.document.text, || progress.is_stopped())),
    };
    let free = open(&subject.project, &subject.document, &subject.key, &places);
    let open = Arc::new(set_of(&free, &subject.document.text));
    Answer { subject, rules, places, open }
}

/// Proposals as a set: each keeps its id as long as its place and tag are the same.
fn set_of(proposals: &[Proposal], text: &Text) -> AnnotationSet {
    let mut set = AnnotationSet::new(SetHead { text: text.digest(), state: SetState::New });
    let span = |proposal: &Proposal| {
        let Proposal { at, tag, by } = proposal;
        let origin = Origin::Suggested(by.clone());
        Span { origin, ..Span::new(id_of(*at, tag.as_str()), Fragments::one(*at), tag.clone(), Timestamp::default()) }
    };
    set.spans = proposals.iter().map(span).collect::<SpanSeq>();
    set
}

fn id_of(at: TextRange, tag: &str) -> RecordId {
    let said = format!("{} {} {tag}", at.start().get(), at.end().get());
    let mut bytes = Digest::of(said.as_bytes()).bytes().into_iter();
    RecordId::drawn(|| bytes.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Command, Mint, NewRule};
    use crate::model::{Codebook, Layer, LayerId, Seeks, Tag, TagId};

    fn run(project: &mut Project, command: &Command) {
        command.plan(project, &mut Mint::new(1, Timestamp::default())).unwrap().apply(project).unwrap();
    }

    fn rule(name: &str, word: &str) -> Command {
        let (tag, seeks) = (TagId::new("person").unwrap(), Seeks::Words(vec![word.into()]));
        Command::AddRule(Box::new(NewRule { name: name.to_owned(), tag, seeks, fold: false, whole_words: true }))
    }

    fn project() -> (Project, SetKey) {
        let layer = LayerId::new("entity").unwrap();
        let tag = Tag::new(TagId::new("person").unwrap(), layer.clone(), "Person".to_owned());
        let codebook = Codebook::new(vec![Layer::new(layer, "Entities".to_owned())], [tag]);
        let mut project = Project::new(RecordId::drawn(|| 0), "Letters".to_owned(), codebook);
        let id = DocumentId::new("letter").unwrap();
        let text = Text::new("Ada met Bob".to_owned()).unwrap();
        project
            .documents
            .insert(id.clone(), Arc::new(Document::new(id.clone(), "Letter".to_owned(), text, Timestamp::default())));
        (project, SetKey { document: id, annotator: AnnotatorId::new("ana").unwrap() })
    }

    /// Follows until nothing is looked for any more; the words that are proposed then.
    fn follow(suggestions: &mut Suggestions, project: &Project, key: &SetKey, is_deciding: bool) -> Vec<u32> {
        loop {
            suggestions.follow(project, Some(&key.document), Some(&key.annotator), is_deciding, || {});
            if !suggestions.is_stale() {
                break;
            }
            std::thread::yield_now();
        }
        let spans = suggestions.shown().into_iter().flat_map(|set| set.spans.iter());
        spans.map(|span| span.hull().start().get()).collect()
    }

    #[test]
    fn new_proposals_come_between_decisions_alone() {
        let (mut project, key) = project();
        let mut suggestions = Suggestions::default();
        assert_eq!(follow(&mut suggestions, &project, &key, false), [0; 0]);
        run(&mut project, &rule("first", "Ada"));
        assert_eq!(follow(&mut suggestions, &project, &key, false), [0]);
        run(&mut project, &rule("second", "Bob"));
        assert_eq!(follow(&mut suggestions, &project, &key, true), [0], "one is decided about");
        let proposals = vec![Suggestions::proposal(suggestions.shown().unwrap().spans.iter().next().unwrap())];
        run(&mut project, &Command::Accept { set: key.clone(), proposals });
        assert_eq!(follow(&mut suggestions, &project, &key, true), [8], "it was decided about");
    }
}
