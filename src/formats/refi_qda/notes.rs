//! Notes on their way in: each goes to the set of whoever wrote it, on what refers to it.

use super::project::{Known, Local, Opened, TEXT, guid_of, words_of};
use super::remarks::Remark;
use super::words::{plain, record_name, same_guid};
use crate::formats::exchange::{Kind, Note, Person, Set, Target};
use crate::formats::{LossKind, Losses, verdict_named};
use crate::model::Timestamp;
use encoding_rs::Encoding;
use roxmltree::Node;
use smol_str::SmolStr;
use std::collections::{HashMap, HashSet};

/// What stands in a document under a GUID: which set, what it is, and where in the set.
pub(super) type Places = HashMap<String, (usize, Kind, usize)>;

/// Puts the notes of a document into its sets, and the answers to them.
pub(super) struct Notes<'k, 'x> {
    pub(super) opened: &'k Opened,
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) known: &'k Known<'x>,
    pub(super) remark: &'k Remark<'k>,
    pub(super) places: &'k Places,
    /// The notes that some document has.
    pub(super) taken: &'k mut HashSet<String>,
}

impl Notes<'_, '_> {
    /// Takes the notes that an element refers to, with what they are about; `None` is the document.
    pub(super) fn take(&mut self, refs: &[(String, Option<String>)], sets: &mut Vec<Set>, losses: &mut Losses) {
        let mut open: Vec<(String, Option<String>)> = refs.to_vec();
        let mut at_note: HashMap<String, (usize, usize)> = HashMap::new();
        let mut next = 0;
        while let Some((guid, on)) = open.get(next).cloned() {
            next += 1;
            let Some(node) = self.remark.notes.get(&guid).copied().filter(|_| self.taken.insert(guid.clone())) else {
                continue;
            };
            let place = on.as_ref().and_then(|on| {
                let note = at_note.get(on).map(|&(set, at)| (set, Kind::Note, at));
                note.or_else(|| self.places.get(on).copied())
            });
            let person = self.known.user(node.attribute("creatingUser"));
            let set = set_of(person, place.map(|(set, ..)| set), sets);
            let Some(into) = sets.get_mut(set) else { continue };
            at_note.insert(guid.clone(), (set, into.notes.len()));
            let (target, is_elsewhere) = match place {
                None => (Target::Document, false),
                Some((home, kind, at)) if home == set => (target(kind, at), false),
                Some((_, kind, _)) => {
                    (Target::Elsewhere(kind, record_name(on.as_deref().unwrap_or_default()).into()), true)
                }
            };
            let note = self.read(node, &guid, target, losses);
            into.notes.push(note);
            if is_elsewhere {
                let owner =
                    place.and_then(|(home, ..)| sets.get(home)?.annotator.as_ref()).map(|person| person.id.clone());
                if let Some(note) = sets.get_mut(set).and_then(|set| set.notes.last_mut()) {
                    note.of = owner;
                }
            }
            open.extend(note_refs(node).into_iter().map(|answer| (answer, Some(guid.clone()))));
        }
    }

    fn read(&self, node: Node<'_, '_>, guid: &str, on: Target, losses: &mut Losses) -> Note {
        let name = node.attribute("name").unwrap_or_default();
        let child = |name: &str| node.children().find(|child| child.has_tag_name_local(name)).map(words_of);
        let (content, description) =
            (child("PlainTextContent").or_else(|| self.text(node, losses)), child("Description"));
        if let (Some(content), Some(description)) = (&content, &description)
            && !description.trim().is_empty()
            && content != description
        {
            losses.add(LossKind::Field, || format!("the description of the note “{}”", plain(name)));
        }
        let body = content.or(description).unwrap_or_else(|| name.to_owned());
        let id: Option<SmolStr> = Some(record_name(guid).into());
        Note { id, verdict: verdict_named(name), made: time(node, losses), ..Note::new(on, body) }
    }

    /// The text of a note that lies in a file of its own.
    fn text(&self, node: Node<'_, '_>, losses: &mut Losses) -> Option<String> {
        let name = plain(node.attribute("name").unwrap_or_default());
        let Some(path) = node.attribute("plainTextPath") else {
            if let Some(path) = node.attribute("richTextPath") {
                losses.add(LossKind::Note, || {
                    format!("“{name}” has no plain text beside {path}: its name stands for it")
                });
            }
            return None;
        };
        let Some(file) = self.opened.internal(path) else {
            losses.add(LossKind::Note, || format!("the text of “{name}” is not there, its name stands for it: {path}"));
            return None;
        };
        match file.text(TEXT, self.encoding) {
            Ok(decoded) => {
                losses.add_replaced(&decoded, &file.name);
                Some(decoded.text.as_str().to_owned())
            }
            Err(why) => {
                losses.add(LossKind::Note, || {
                    format!("the text of “{name}” cannot be read, its name stands for it: {why}")
                });
                None
            }
        }
    }
}

/// The notes that an element refers to.
pub(super) fn note_refs(node: Node<'_, '_>) -> Vec<String> {
    let refs = node.children().filter(|child| child.has_tag_name_local("NoteRef"));
    refs.filter_map(|child| child.attribute("targetGUID").map(same_guid)).collect()
}

/// The set of a person, made if there is none; where nobody is named, that of what the note is about.
pub(super) fn set_of(person: Option<Person>, about: Option<usize>, sets: &mut Vec<Set>) -> usize {
    if person.is_none()
        && let Some(about) = about
    {
        return about;
    }
    let id = person.as_ref().map(|person| &person.id);
    let at = sets.iter().position(|set| set.annotator.as_ref().map(|person| &person.id) == id);
    at.unwrap_or_else(|| {
        sets.push(Set::of(person));
        sets.len() - 1
    })
}

fn target(kind: Kind, at: usize) -> Target {
    match kind {
        Kind::Span => Target::Span(at),
        Kind::Relation => Target::Relation(at),
        Kind::Note => Target::Note(at),
    }
}

/// When something was made.
pub(super) fn time(node: Node<'_, '_>, losses: &mut Losses) -> Option<Timestamp> {
    let word = node.attribute("creationDateTime")?;
    // Some programs leave out the zone.
    let time: Option<Timestamp> = word.parse().or_else(|_| format!("{word}Z").parse()).ok();
    if time.is_none() || word.contains('.') {
        losses.add(LossKind::Time, || format!("{word:?} of {}", guid_of(node)));
    }
    time
}
