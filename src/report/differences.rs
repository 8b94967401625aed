//! What differs between two versions, in words: what came, went, moved, was retagged, and what else is said of it.

use crate::edit::{Change, Edit};
use crate::model::{
    AnnotatorId, Details, Document, DocumentId, Fragments, Note, NoteTarget, Project, RecordId, Relation, SetHead,
    SetKey, Span, Workflow,
};
use crate::review::{
    FieldWords, Words, annotator_fields, attribute_fields, details_fields, document_fields, layer_fields, rule_fields,
    tag_fields, value_said, workflow_fields,
};
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is there only in the second version.
    Added,
    /// It is there only in the first.
    Removed,
    /// A span is at another place.
    Moved,
    /// It has another tag.
    Retagged,
    /// Something else of it differs.
    Changed,
}

impl Became {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Retagged => "retagged",
            Self::Changed => "changed",
        }
    }
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The document that it is about.
    pub document: Option<DocumentId>,
    /// Whose set it stands in.
    pub annotator: Option<AnnotatorId>,
    /// What kind of thing it is, such as `span`.
    pub kind: &'static str,
    /// Its id in its set, where it has one.
    pub id: Option<RecordId>,
    /// What became of it.
    pub became: Became,
    /// What it is, and how it was and is.
    pub says: String,
}

impl Difference {
    /// That a document has another text.
    pub fn of_text(document: Option<&DocumentId>) -> Self {
        let says = "it is another one".to_owned();
        let document = document.cloned();
        Self { document, annotator: None, kind: "text", id: None, became: Became::Changed, says }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.kind, self.became.word(), self.says)
    }
}

/// A version, and where the words of its spans are known from.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The project, or the part of it that is at hand.
    pub project: &'a Project,
    /// What places cover, where the texts of its documents do not tell.
    pub quotes: Option<&'a HashMap<Fragments, String>>,
}

impl Seen<'_> {
    fn words(&self, key: &SetKey) -> Words<'_> {
        match (self.quotes, self.project.document(&key.document)) {
            (Some(quotes), _) => Words::Quotes(quotes),
            (None, Some(document)) => Words::Text(&document.text),
            (None, None) => Words::Unknown,
        }
    }

    fn span(&self, key: &SetKey, id: RecordId) -> String {
        let span = self.project.set(key).and_then(|set| set.spans.find(id));
        span.map_or_else(|| format!("the span {id}"), |span| self.words(key).name(span))
    }
}

/// What some edits make different between two versions. A thing that every set has, such as its head, is told where it says
/// something.
pub fn differences(edits: &[Edit], from: Seen<'_>, to: Seen<'_>) -> Vec<Difference> {
    edits.iter().flat_map(|edit| of_edit(edit, from, to)).collect()
}

fn of_edit(edit: &Edit, from: Seen<'_>, to: Seen<'_>) -> Vec<Difference> {
    let blank = Difference {
        document: edit.document().cloned(),
        annotator: edit.set().map(|key| key.annotator.clone()),
        kind: "",
        id: None,
        became: Became::Changed,
        says: String::new(),
    };
    let one = |kind, id, (became, says): (Became, String)| vec![Difference { kind, id, became, says, ..blank.clone() }];
    match edit {
        Edit::Name(change) => one("name", None, told(change, |name| format!("“{name}”"))),
        Edit::Workflow(change) => {
            workflow(change).into_iter().flat_map(|says| one("way of working", None, says)).collect()
        }
        Edit::Filter(name, change) => {
            let (became, says) = told(change, |query| format!("“{query}”"));
            one("filter", None, (became, format!("“{name}” {says}")))
        }
        Edit::Layers(change) => {
            entries(change, |it| it.id.as_str(), layer_fields).flat_map(|says| one("layer", None, says)).collect()
        }
        Edit::Tag(id, change) => one("tag", None, of_facts(id.as_str(), change, |tag| tag_fields(tag))),
        Edit::TagOrder(_) => one("order of tags", None, (Became::Changed, "it is another".to_owned())),
        Edit::Attributes(change) => entries(change, |it| it.id.as_str(), attribute_fields)
            .flat_map(|says| one("attribute", None, says))
            .collect(),
        Edit::Rule(id, change) => one("rule", Some(*id), of_facts(id.as_str(), change, |rule| rule_fields(rule))),
        Edit::Revision(id, change) => one("revision", Some(*id), told(change, |revision| revision.title.clone())),
        Edit::Document(id, change) => {
            let [before, after] = [&change.before, &change.after].map(Option::as_ref);
            let is_revised = before.zip(after).is_some_and(|(before, after)| before.text != after.text);
            let says = document(id, change);
            let is_plain = is_revised && says.0 == Became::Changed && says.1 == id.as_str();
            let mut found = if is_plain { Vec::new() } else { one("document", None, says) };
            found.extend(is_revised.then(|| Difference::of_text(Some(id))));
            found
        }
        Edit::Annotator(id, change) => one("annotator", None, of_facts(id.as_str(), change, |it| annotator_fields(it))),
        Edit::Head(_, change) => head(change).into_iter().flat_map(|says| one("set", None, says)).collect(),
        Edit::Span(key, change) => {
            let id = change.after.as_ref().or(change.before.as_ref()).map(|span| span.id);
            one("span", id, span(change, from.words(key), to.words(key)))
        }
        Edit::Relation(key, change) => {
            let id = change.after.as_ref().or(change.before.as_ref()).map(|relation| relation.id);
            one("relation", id, relation(change, [from, to], key))
        }
        Edit::DocumentTag(_, change) => {
            let said = told(change, |given| given.tag.to_string());
            let details =
                of_details(change.before.as_ref().map(|it| &it.details), change.after.as_ref().map(|it| &it.details));
            one("tag of the article", None, (said.0, with(told_once(change, |given| given.tag.to_string()), &details)))
        }
        Edit::Value(_, id, change) => {
            let (became, says) = told(change, value_said);
            one("attribute of the article", None, (became, format!("{id} {says}")))
        }
        Edit::Note(key, change) => {
            let id = change.after.as_ref().or(change.before.as_ref()).map(|note| note.id);
            let seen = if change.after.is_some() { to } else { from };
            let (became, says) = told(change, |note| format!("“{}”", note.body));
            let note = change.after.as_ref().or(change.before.as_ref());
            one("note", id, (became, format!("{}{says}", note.map(|note| on(note, seen, key)).unwrap_or_default())))
        }
        Edit::Rejection(key, change) => {
            let id = change.after.as_ref().or(change.before.as_ref()).map(|rejection| rejection.id);
            let seen = if change.after.is_some() { to } else { from };
            let words = |at| seen.words(key).of(&Fragments::one(at)).unwrap_or_default();
            one("rejection", id, told(change, |it| format!("{} “{}”", it.tag, words(it.at))))
        }
    }
}

/// What was and what is.
fn told<T>(change: &Change<T>, words: impl Fn(&T) -> String) -> (Became, String) {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => (Became::Changed, format!("{} → {}", words(before), words(after))),
        (Some(before), None) => (Became::Removed, words(before)),
        (None, Some(after)) => (Became::Added, words(after)),
        (None, None) => (Became::Changed, String::new()),
    }
}

/// The same, where words that stay are said once.
fn told_once<T>(change: &Change<T>, words: impl Fn(&T) -> String) -> String {
    let [before, after] = [&change.before, &change.after].map(|it| it.as_ref().map(&words));
    match (before, after) {
        (Some(before), Some(after)) if before != after => format!("{before} → {after}"),
        (_, Some(only)) | (Some(only), None) => only,
        (None, None) => String::new(),
    }
}

fn with(says: String, more: &[String]) -> String {
    if more.is_empty() { says } else { format!("{says}; {}", more.join("; ")) }
}

/// The fields that differ, with what they were and are.
fn fields(before: &[FieldWords], after: &[FieldWords]) -> Vec<String> {
    let pairs = before.iter().zip(after).filter(|(before, after)| before != after);
    pairs.map(|((name, was), (_, is))| format!("{name} {was} → {is}")).collect()
}

/// An entry of the codebook, or who somebody is: by its id, with the fields that differ.
fn of_facts<T>(id: &str, change: &Change<T>, facts: impl Fn(&T) -> Vec<FieldWords>) -> (Became, String) {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => (Became::Changed, with(id.to_owned(), &fields(&facts(before), &facts(after)))),
        (Some(_), None) => (Became::Removed, id.to_owned()),
        (None, _) => (Became::Added, id.to_owned()),
    }
}

/// The entries of a list that differ, and whether they stand in another order.
fn entries<T: PartialEq + Clone>(
    change: &Change<Vec<T>>,
    id: impl Fn(&T) -> &str,
    facts: impl Fn(&T) -> Vec<FieldWords>,
) -> impl Iterator<Item = (Became, String)> {
    let [before, after] = [&change.before, &change.after].map(|list| list.as_deref().unwrap_or_default());
    let find = |list: &[T], wanted: &str| list.iter().find(|it| id(it) == wanted).cloned();
    let ids: BTreeSet<&str> = before.iter().chain(after).map(&id).collect();
    let mut said = Vec::new();
    for wanted in ids {
        let change = Change { before: find(before, wanted), after: find(after, wanted) };
        if change.before != change.after {
            said.push(of_facts(wanted, &change, &facts));
        }
    }
    if said.is_empty() {
        said.push((Became::Changed, "they stand in another order".to_owned()));
    }
    said.into_iter()
}

fn workflow(change: &Change<Arc<Workflow>>) -> Vec<(Became, String)> {
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return Vec::new() };
    let people: BTreeSet<&AnnotatorId> = before.roles.keys().chain(after.roles.keys()).collect();
    let role = |workflow: &Workflow, id| workflow.roles.get(id).map_or("no role", |role| role.name());
    let roles = people.into_iter().filter(|id| before.roles.get(*id) != after.roles.get(*id));
    let roles = roles.map(|id| format!("{id} {} → {}", role(before, id), role(after, id)));
    let fields = fields(&workflow_fields(before), &workflow_fields(after));
    roles.chain(fields).map(|says| (Became::Changed, says)).collect()
}

fn document(id: &DocumentId, change: &Change<Arc<Document>>) -> (Became, String) {
    let (became, says) = of_facts(id.as_str(), change, |it| document_fields(it));
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return (became, says) };
    let keys: BTreeSet<&String> = before.meta.keys().chain(after.meta.keys()).collect();
    let field = |document: &Document, key| document.meta.get(key).map_or("nothing".to_owned(), |it| format!("“{it}”"));
    let differ = keys.into_iter().filter(|key| before.meta.get(*key) != after.meta.get(*key));
    let more: Vec<String> = differ.map(|key| format!("{key} {} → {}", field(before, key), field(after, key))).collect();
    (became, with(says, &more))
}

fn head(change: &Change<SetHead>) -> Vec<(Became, String)> {
    let state = |head: &SetHead| format!("“{}”", head.state.name());
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let state = (before.state != after.state).then(|| format!("{} → {}", state(before), state(after)));
            let text = (before.text != after.text).then(|| "made for another version of the text".to_owned());
            state.into_iter().chain(text).map(|says| (Became::Changed, says)).collect()
        }
        _ => vec![told(change, state)],
    }
}

fn span(change: &Change<Span>, was: Words<'_>, is: Words<'_>) -> (Became, String) {
    let (Some(before), Some(after)) = (&change.before, &change.after) else {
        let words = if change.after.is_some() { is } else { was };
        return told(change, |span| words.name(span));
    };
    let became = match (before.at != after.at, before.tag != after.tag) {
        (true, _) => Became::Moved,
        (false, true) => Became::Retagged,
        (false, false) => Became::Changed,
    };
    let (old, new) = (was.name(before), is.name(after));
    let mut more = of_details(Some(&before.details), Some(&after.details));
    if before.at != after.at && old == new {
        more.insert(0, format!("from {} to {}", place(&before.at), place(&after.at)));
    }
    if more.is_empty() && old == new {
        more.push(
            if before.made == after.made { "it came to be otherwise" } else { "it was looked at again" }.to_owned(),
        );
    }
    let says = if old == new { old } else { format!("{old} → {new}") };
    (became, with(says, &more))
}

/// Where some fragments lie, in bytes as in the file.
fn place(at: &Fragments) -> String {
    at.iter().map(|range| format!("{}–{}", range.start(), range.end())).collect::<Vec<_>>().join(", ")
}

fn relation(change: &Change<Relation>, seen: [Seen<'_>; 2], key: &SetKey) -> (Became, String) {
    let name = |relation: &Relation, seen: Seen<'_>| {
        format!("{} from {} to {}", relation.tag, seen.span(key, relation.from), seen.span(key, relation.to))
    };
    let [from, to] = seen;
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let became = if before.tag == after.tag { Became::Changed } else { Became::Retagged };
            let (old, new) = (name(before, from), name(after, to));
            let says = if old == new { old } else { format!("{old} → {new}") };
            (became, with(says, &of_details(Some(&before.details), Some(&after.details))))
        }
        (Some(_), None) => told(change, |relation| name(relation, from)),
        (None, _) => told(change, |relation| name(relation, to)),
    }
}

/// What differs of what stands beside a tag; nothing for what came or went as a whole.
fn of_details(before: Option<&Details>, after: Option<&Details>) -> Vec<String> {
    let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
    let mut said = fields(&details_fields(before), &details_fields(after));
    let ids: BTreeSet<_> = before.said().attributes.keys().chain(after.said().attributes.keys()).collect();
    let value = |details: &Details, id| details.get(id).map_or("nothing".to_owned(), value_said);
    let differ = ids.into_iter().filter(|id| before.get(id) != after.get(id));
    said.extend(differ.map(|id| format!("{id} {} → {}", value(before, id), value(after, id))));
    said
}

/// What a note stands on, before what it says.
fn on(note: &Note, seen: Seen<'_>, key: &SetKey) -> String {
    let owner = note.of.clone().unwrap_or_else(|| key.annotator.clone());
    let key = SetKey { annotator: owner, ..key.clone() };
    match note.on {
        NoteTarget::Document => String::new(),
        NoteTarget::Span(id) => format!("on {}: ", seen.span(&key, id)),
        NoteTarget::Relation(_) => "on a relation: ".to_owned(),
        NoteTarget::Note(_) => "in answer: ".to_owned(),
    }
}
