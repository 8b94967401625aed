//! Everything that can be asked of a project.

use super::incoming::{Import, NewDocument};
use super::{
    Change, Decision, Edit, EditError, Guidance, Mint, NewRule, Proposal, Recoded, Saying, Target, Transaction,
    attributes, decide, documents, guidance, notes, refactor, relations, revise, revisions, rules, say, several, spans,
    tag_all, tags, teamwork,
};
use crate::model::{
    Annotator, AnnotatorId, Attribute, AttributeId, Codebook, Document, DocumentId, Ends, Example, Fragments, Layer,
    LayerId, NoteTarget, Project, RecordId, SetKey, SetState, Source, SpanKey, Tag, TagColor, TagId, Value, Verdict,
    Which, Workflow,
};
use crate::text::{Revision, TextRange};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a person wants. Planning turns it into a transaction or says why it cannot be.
#[derive(Clone, Debug)]
pub enum Command {
    /// Marks a range as a tag.
    AddSpan {
        /// Whose set of which document; it is made when it is not there yet.
        set: SetKey,
        /// What to mark.
        at: Fragments,
        /// As what.
        tag: TagId,
    },
    /// Makes a new tag and marks a range as it, in one step.
    AddSpanInVivo {
        /// Whose set of which document.
        set: SetKey,
        /// What to mark.
        at: Fragments,
        /// The new tag.
        tag: Box<NewTag>,
    },
    /// Marks many places as a tag in one step. Those that are marked so already, or where a rule forbids it, are passed by.
    TagAll {
        /// Who marks them.
        annotator: AnnotatorId,
        /// As what.
        tag: TagId,
        /// The places, by document.
        places: BTreeMap<DocumentId, Vec<TextRange>>,
    },
    /// Does several things in one step, each as it stands after those before. What cannot be done is passed by.
    Several(Vec<Command>),
    /// Marks what was proposed. What is marked so already, or where a rule of its layer forbids it, is passed by.
    Accept {
        /// The set that it goes into.
        set: SetKey,
        /// What was proposed.
        proposals: Vec<Proposal>,
    },
    /// Remembers that something proposed is not wanted.
    Reject {
        /// The set that remembers it.
        set: SetKey,
        /// What was proposed.
        proposals: Vec<Proposal>,
    },
    /// Forgets what was rejected, so that it may be proposed again.
    Reconsider {
        /// The set that remembers it.
        set: SetKey,
        /// As which tag; as any without one.
        tag: Option<TagId>,
    },
    /// Gives spans another tag.
    Retag {
        /// The set they stand in.
        set: SetKey,
        /// Which.
        spans: Vec<SpanKey>,
        /// The new tag.
        tag: TagId,
    },
    /// Gives a span another range.
    Resize {
        /// The set it stands in.
        set: SetKey,
        /// Which.
        span: SpanKey,
        /// Its new ranges.
        at: Fragments,
    },
    /// Says that spans are right by what their tags mean today. Those that were made since are passed by.
    Affirm(BTreeMap<SetKey, Vec<SpanKey>>),
    /// Removes spans, with the notes on them.
    RemoveSpans {
        /// The set they stand in.
        set: SetKey,
        /// Which.
        spans: Vec<SpanKey>,
    },
    /// Says something of annotations beside their tags. Those that an attribute is not asked for of are passed by.
    Say {
        /// The set they stand in.
        set: SetKey,
        /// Which.
        of: Vec<Target>,
        /// What.
        what: Saying,
    },
    /// Gives the document as a whole a tag, or takes it away.
    TagDocument {
        /// Whose set of which document.
        set: SetKey,
        /// The tag, of a layer of documents.
        tag: TagId,
        /// Whether it has it from now on.
        given: bool,
    },
    /// Says something of the document as a whole.
    SayOfDocument {
        /// Whose set of which document.
        set: SetKey,
        /// Which attribute.
        attribute: AttributeId,
        /// Its value; none takes it away.
        value: Option<Value>,
    },
    /// Links a span to another one.
    Relate {
        /// The set they stand in.
        set: SetKey,
        /// The span that the relation goes out from.
        from: SpanKey,
        /// The span that it leads to.
        to: SpanKey,
        /// As what.
        tag: TagId,
    },
    /// Links a span to the last mention of a chain.
    JoinChain {
        /// The set it stands in.
        set: SetKey,
        /// Which.
        span: SpanKey,
        /// The chain's tag.
        tag: TagId,
    },
    /// Gives relations another tag.
    RetagRelations {
        /// The set they stand in.
        set: SetKey,
        /// Which.
        relations: Vec<RecordId>,
        /// The new tag.
        tag: TagId,
    },
    /// Removes relations, with the notes on them.
    RemoveRelations {
        /// The set they stand in.
        set: SetKey,
        /// Which.
        relations: Vec<RecordId>,
    },
    /// Decides about what annotators say.
    Decide {
        /// The gold set of a document; it is made when it is not there yet.
        set: SetKey,
        /// What is decided.
        decisions: Vec<Decision>,
    },
    /// Says how people work together.
    SetWorkflow(Workflow),
    /// Gives a query a name, or the name another query.
    SaveFilter {
        /// What it is called.
        name: String,
        /// What it asks.
        query: String,
    },
    /// Forgets a named query.
    RemoveFilter(String),
    /// Says whose work documents are.
    Assign(BTreeMap<DocumentId, Vec<AnnotatorId>>),
    /// Says how far an annotator is.
    SetState {
        /// Which set.
        set: SetKey,
        /// How far.
        state: SetState,
    },
    /// Writes a note.
    AddNote {
        /// The set it goes into.
        set: SetKey,
        /// What it is about.
        on: NoteTarget,
        /// Whose set that stands in, where it is another's.
        of: Option<AnnotatorId>,
        /// What it says.
        body: String,
        /// Whether it settles the thread, or opens it again. Only then it may say nothing.
        verdict: Option<Verdict>,
    },
    /// Changes what a note says; an empty body removes it.
    EditNote {
        /// The set it stands in.
        set: SetKey,
        /// Which.
        note: RecordId,
        /// What it says now.
        body: String,
    },
    /// Makes a rule.
    AddRule(Box<NewRule>),
    /// Changes a rule.
    EditRule {
        /// Which.
        rule: RecordId,
        /// What it is to be.
        to: Box<NewRule>,
    },
    /// Removes a rule. What came of its proposals stays.
    RemoveRule(RecordId),
    /// Adds a tag at the end of the codebook.
    AddTag(Box<NewTag>),
    /// Gives a tag other values; it is found by its id.
    EditTag(Box<Tag>),
    /// Changes a part of what guides people in a tag.
    Define {
        /// Which tag.
        tag: TagId,
        /// Which part.
        part: Guidance,
        /// What it said to whoever changes it.
        was: String,
        /// What it says now.
        text: String,
        /// Whether it means the same as before, so that nothing that is marked has to be looked at again.
        is_correction: bool,
    },
    /// Gives a tag an example, takes one away, or puts another in its place.
    Exemplify {
        /// Which tag.
        tag: TagId,
        /// The example.
        change: Box<Change<Example>>,
    },
    /// Moves a tag in the hierarchy and in the order.
    MoveTag {
        /// Which.
        tag: TagId,
        /// The tag it stands under from now on.
        parent: Option<TagId>,
        /// The tag it stands before from now on; at the end without one.
        before: Option<TagId>,
    },
    /// Removes a tag. The tags under it move up.
    RemoveTag {
        /// Which.
        tag: TagId,
        /// What becomes of its spans.
        spans: Fate,
    },
    /// Gives some annotations of a tag another tag, or the same with other values, in everybody's sets.
    Recode {
        /// The tag that they have.
        from: TagId,
        /// Which of them.
        which: Which,
        /// The tag that they get.
        to: Recoded,
        /// The values that attributes get; none takes one away.
        values: BTreeMap<AttributeId, Option<Value>>,
    },
    /// Adds a layer at the end; its id is made from its name.
    AddLayer(Box<Layer>),
    /// Gives a layer other rules; it is found by its id.
    EditLayer(Box<Layer>),
    /// Removes a layer without tags and attributes.
    RemoveLayer(LayerId),
    /// Adds an attribute at the end; its id is made from its name.
    AddAttribute(Box<Attribute>),
    /// Gives an attribute other values or conditions; it is found by its id.
    EditAttribute(Box<Attribute>),
    /// Puts an attribute before another one, or at the end.
    MoveAttribute {
        /// Which.
        attribute: AttributeId,
        /// The one that it stands before from now on.
        before: Option<AttributeId>,
    },
    /// Removes an attribute. What annotations say of it stays in them.
    RemoveAttribute(AttributeId),
    /// Adds what a codebook has and the project's has not.
    AddCodebook(Codebook),
    /// Adds documents.
    AddDocuments(Vec<NewDocument>),
    /// Gives a document other metadata; its text and id stay.
    EditDocument(Box<Document>),
    /// Gives a document another text, and takes all spans along to where their words are now.
    Revise {
        /// Which.
        document: DocumentId,
        /// The text as it is, and as it will be.
        revision: Arc<Revision>,
        /// The file that it is from, if that is another one from now on.
        source: Option<Box<Source>>,
    },
    /// Leaves a part of a document's text out of the labeling, or takes it in again.
    Exclude {
        /// Which document.
        document: DocumentId,
        /// The part.
        range: TextRange,
        /// Whether it is left out.
        excluded: bool,
    },
    /// Puts documents aside, or takes them back.
    Archive {
        /// Which.
        documents: Vec<DocumentId>,
        /// Whether they are put aside.
        archived: bool,
    },
    /// Removes documents with all that anybody says about them.
    RemoveDocuments(Vec<DocumentId>),
    /// Adds an annotator.
    AddAnnotator(Annotator),
    /// Gives an annotator another name.
    RenameAnnotator {
        /// Who.
        annotator: AnnotatorId,
        /// The name.
        name: String,
    },
    /// Renames the project.
    Rename(String),
    /// Adds documents with annotations, as read from files.
    Import(Box<Import>),
}

/// What becomes of what is marked as a removed tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It gets another tag. Where its annotator has that there already, both become one.
    Retag(TagId),
    /// It gets another tag with a value of an attribute, which says what the tag said.
    Value {
        /// The other tag.
        tag: TagId,
        /// The attribute.
        attribute: AttributeId,
        /// Its value.
        value: Value,
    },
    /// It goes too.
    Remove,
}

/// A tag to be made. What is not given is chosen.
#[derive(Clone, Debug, Default)]
pub struct NewTag {
    /// Its name.
    pub name: String,
    /// The tag it stands under.
    pub parent: Option<TagId>,
    /// Its key.
    pub key: Option<char>,
    /// Its color; a free slot of the palette without one.
    pub color: Option<TagColor>,
    /// The layer it belongs to, where it stands under no other; the first one of spans without one.
    pub layer: Option<LayerId>,
    /// What it means.
    pub guide: String,
    /// When to use it.
    pub use_when: String,
    /// When not to.
    pub not_when: String,
    /// What its relations may link.
    pub ends: Ends,
    /// Its short name; made from its name without one.
    pub short: Option<SmolStr>,
    /// Other names it is found by.
    pub aliases: Vec<String>,
}

impl Command {
    /// A note on a span of the same set; without one, on the document.
    pub fn note(set: SetKey, on: Option<SpanKey>, body: impl Into<String>) -> Self {
        let on = on.map_or(NoteTarget::Document, |(_, id)| NoteTarget::Span(id));
        Self::AddNote { set, on, of: None, body: body.into(), verdict: None }
    }

    /// Plans the command: checks the rules, makes ids, and says what would change.
    pub fn plan(&self, project: &Project, mint: &mut Mint) -> Result<Transaction, EditError> {
        let (title, mut edits) = match self {
            Self::AddSpan { set, at, tag } => spans::add(project, mint, set, at, tag),
            Self::AddSpanInVivo { set, at, tag } => spans::add_in_vivo(project, mint, set, at, tag),
            Self::TagAll { annotator, tag, places } => tag_all::tag_all(project, mint, annotator, tag, places),
            Self::Several(commands) => several::several(project, mint, commands),
            Self::Accept { set, proposals } => rules::accept(project, mint, set, proposals),
            Self::Reject { set, proposals } => rules::reject(project, mint, set, proposals),
            Self::Reconsider { set, tag } => rules::reconsider(project, set, tag.as_ref()),
            Self::Retag { set, spans, tag } => spans::retag(project, mint, set, spans, tag),
            Self::Resize { set, span, at } => spans::resize(project, mint, set, *span, at),
            Self::Affirm(spans) => spans::affirm(project, mint, spans),
            Self::RemoveSpans { set, spans } => spans::remove(project, set, spans),
            Self::Say { set, of, what } => say::say(project, set, of, what),
            Self::TagDocument { set, tag, given } => say::tag_document(project, mint, set, tag, *given),
            Self::SayOfDocument { set, attribute, value } => {
                say::say_of_document(project, set, attribute, value.as_ref())
            }
            Self::Relate { set, from, to, tag } => relations::relate(project, mint, set, *from, *to, tag),
            Self::JoinChain { set, span, tag } => relations::join(project, mint, set, *span, tag),
            Self::RetagRelations { set, relations, tag } => relations::retag(project, set, relations, tag),
            Self::RemoveRelations { set, relations } => relations::remove(project, set, relations),
            Self::Decide { set, decisions } => decide::decide(project, mint, set, decisions),
            Self::SetWorkflow(workflow) => teamwork::set_workflow(project, workflow),
            Self::SaveFilter { name, query } => teamwork::save_filter(project, name, query),
            Self::RemoveFilter(name) => teamwork::remove_filter(project, name),
            Self::Assign(work) => teamwork::assign(project, work),
            Self::SetState { set, state } => spans::set_state(project, set, *state),
            Self::AddNote { set, on, of, body, verdict } => {
                notes::add(project, mint, set, *on, of.as_ref(), body, *verdict)
            }
            Self::EditNote { set, note, body } => notes::edit(project, set, *note, body),
            Self::AddTag(tag) => tags::add(project, tag),
            Self::EditTag(tag) => tags::edit(project, mint, tag),
            Self::Define { tag, part, was, text, is_correction } => {
                guidance::define(project, mint, tag, *part, (was, text), *is_correction)
            }
            Self::Exemplify { tag, change } => guidance::exemplify(project, tag, change),
            Self::MoveTag { tag, parent, before } => tags::move_to(project, tag, parent.as_ref(), before.as_ref()),
            Self::RemoveTag { tag, spans } => refactor::remove(project, mint, tag, spans),
            Self::Recode { from, which, to, values } => refactor::recode(project, mint, from, which, to, values),
            Self::AddLayer(layer) => attributes::add_layer(project, layer),
            Self::EditLayer(layer) => attributes::edit_layer(project, layer),
            Self::RemoveLayer(layer) => attributes::remove_layer(project, layer),
            Self::AddAttribute(attribute) => attributes::add(project, attribute),
            Self::EditAttribute(attribute) => attributes::edit(project, attribute),
            Self::MoveAttribute { attribute, before } => attributes::move_to(project, attribute, before.as_ref()),
            Self::RemoveAttribute(attribute) => attributes::remove(project, attribute),
            Self::AddRule(rule) => rules::add(project, mint, rule),
            Self::EditRule { rule, to } => rules::edit(project, *rule, to),
            Self::RemoveRule(rule) => rules::remove(project, *rule),
            Self::AddCodebook(codebook) => tags::add_codebook(project, codebook),
            Self::AddDocuments(new) => documents::add(project, mint, new),
            Self::EditDocument(document) => documents::edit(project, document),
            Self::Revise { document, revision, source } => {
                revise::revise(project, document, revision, source.as_deref())
            }
            Self::Exclude { document, range, excluded } => documents::exclude(project, document, *range, *excluded),
            Self::Archive { documents, archived } => documents::archive(project, documents, *archived),
            Self::RemoveDocuments(documents) => documents::remove(project, documents),
            Self::AddAnnotator(annotator) => documents::add_annotator(project, annotator),
            Self::RenameAnnotator { annotator, name } => documents::rename_annotator(project, annotator, name),
            Self::Rename(name) => documents::rename_project(project, name),
            Self::Import(import) => documents::import(project, mint, import),
        }?;
        if edits.is_empty() {
            return Err(EditError::Nothing);
        }
        if let Some(gold) = decide::introduced(project, &edits) {
            edits.insert(0, gold);
        }
        edits.extend(revisions::logged(project, mint, &title, &edits));
        Ok(Transaction { title, by: mint.by.clone(), made: mint.now, edits })
    }
}

/// What planning a family of commands gives: a title and the edits.
pub(super) type Plan = Result<(String, Vec<Edit>), EditError>;

/// The document with an id, or why not.
pub(super) fn document<'a>(project: &'a Project, id: &DocumentId) -> Result<&'a Arc<Document>, EditError> {
    project.document(id).ok_or_else(|| EditError::NoDocument(id.clone()))
}

/// The tag with an id, or why not.
pub(super) fn tag<'a>(project: &'a Project, id: &TagId) -> Result<&'a Tag, EditError> {
    project.codebook.tag(id).ok_or_else(|| EditError::NoTag(id.clone()))
}

/// A name without outer spaces, unless nothing is left or it is endless.
pub(super) fn checked_name(name: &str) -> Result<&str, EditError> {
    let name = name.trim();
    let n_characters = name.chars().count();
    match n_characters {
        0 => Err(EditError::NoName),
        1..=200 => Ok(name),
        _ => Err(EditError::LongName(n_characters)),
    }
}
