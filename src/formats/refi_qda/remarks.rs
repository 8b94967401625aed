//! Notes and links, which stand after all sources and are wanted with the one that they are about: they are kept as they
//! stand in the file, and become a tree for each source with those that are about something in it.

use super::notes::note_refs;
use super::pieces::{Alone, Frame, Piece};
use super::project::{Local, guid_of};
use super::words::{plain, same_guid};
use crate::formats::{FormatError, InputFile, LossKind, Losses};
use roxmltree::Node;
use std::collections::{BTreeSet, HashMap, HashSet};

/// All notes and links of a project.
#[derive(Default)]
pub(super) struct Remarks {
    notes: HashMap<String, Kept>,
    /// Links, in their order.
    links: Vec<Kept>,
    /// Which links begin or end at something.
    by_end: HashMap<String, Vec<usize>>,
    /// The notes that are on something, and the links that became relations or places of notes.
    pub(super) taken: HashSet<String>,
    pub(super) linked: HashSet<usize>,
}

/// A note or a link as it stands in the file, and the notes on it.
struct Kept {
    xml: Box<str>,
    name: String,
    refs: Vec<String>,
    /// Of a link: what it begins and ends at.
    ends: Vec<String>,
}

/// Notes and links that are about something in one source.
pub(super) struct Remark<'x> {
    pub(super) notes: HashMap<String, Node<'x, 'x>>,
    /// Links, in their order, each with its place among all.
    pub(super) links: Vec<Link<'x>>,
}

/// A line from one thing to another.
pub(super) struct Link<'x> {
    pub(super) number: usize,
    pub(super) node: Node<'x, 'x>,
    pub(super) from: String,
    pub(super) to: String,
}

impl Remarks {
    /// Keeps a note or a link.
    pub(super) fn keep(&mut self, piece: &Piece<'_>) -> Result<(), FormatError> {
        let alone = piece.alone();
        let tree = alone.tree()?;
        let Some(node) = only(tree.root_element()) else { return Ok(()) };
        let name = plain(node.attribute("name").unwrap_or_default());
        let mut kept = Kept { xml: piece.xml.into(), name, refs: note_refs(node), ends: Vec::new() };
        if piece.list == "Notes" {
            self.notes.insert(guid_of(node), kept);
            return Ok(());
        }
        kept.ends = BTreeSet::from(<[String; 2]>::from(ends(node))).into_iter().collect();
        for end in &kept.ends {
            self.by_end.entry(end.clone()).or_default().push(self.links.len());
        }
        self.links.push(kept);
        Ok(())
    }

    /// What is about a source or anything in it.
    pub(super) fn about(&self, source: Node<'_, '_>, frame: &Frame, file: &InputFile) -> (Alone, Vec<usize>) {
        let (mut guids, mut open) = (HashSet::new(), Vec::new());
        for node in source.descendants().filter(Node::is_element) {
            guids.insert(guid_of(node));
            open.extend(note_refs(node));
        }
        let links: BTreeSet<usize> = guids.iter().filter_map(|guid| self.by_end.get(guid)).flatten().copied().collect();
        let mut xml_of_links = String::new();
        for link in links.iter().filter_map(|at| self.links.get(*at)) {
            xml_of_links.push_str(&link.xml);
            // A link can also go to a note.
            open.extend(link.refs.iter().chain(&link.ends).cloned());
        }
        let mut notes = BTreeSet::new();
        while let Some(guid) = open.pop() {
            if let Some(note) = self.notes.get(&guid)
                && notes.insert(guid)
            {
                open.extend(note.refs.iter().cloned());
            }
        }
        let xml_of_notes: String =
            notes.iter().filter_map(|guid| self.notes.get(guid)).map(|note| &*note.xml).collect();
        (frame.around(&[("Notes", &xml_of_notes), ("Links", &xml_of_links)], file, 0), links.into_iter().collect())
    }

    /// Links and notes that no document took.
    pub(super) fn count_left(&self, losses: &mut Losses) {
        for (_, link) in self.links.iter().enumerate().filter(|(at, _)| !self.linked.contains(at)) {
            losses.add(LossKind::Relation, || {
                format!("“{}” between things that are no spans of one document", link.name)
            });
        }
        let left = self.notes.iter().filter(|(guid, _)| !self.taken.contains(*guid));
        let mut left: Vec<(&String, &Kept)> = left.collect();
        left.sort_by_key(|(guid, _)| *guid);
        losses.add_many(LossKind::Note, left.len(), || {
            format!(
                "“{}”, which is on no document",
                left.first().map(|(_, note)| note.name.as_str()).unwrap_or_default()
            )
        });
    }
}

impl<'x> Remark<'x> {
    /// The notes and links of a tree, and what these links are among all.
    pub(super) fn of(root: Node<'x, 'x>, numbers: &[usize]) -> Self {
        let list = |name: &'static str| {
            let lists = root.children().filter(move |node| node.has_tag_name_local(name));
            lists.flat_map(|list| list.children()).filter(Node::is_element)
        };
        let link = |(node, number): (Node<'x, 'x>, &usize)| {
            let (from, to) = ends(node);
            Link { number: *number, node, from, to }
        };
        Self {
            notes: list("Notes").map(|note| (guid_of(note), note)).collect(),
            links: list("Links").zip(numbers).map(link).collect(),
        }
    }
}

fn ends(link: Node<'_, '_>) -> (String, String) {
    let end = |name: &str| same_guid(link.attribute(name).unwrap_or_default());
    (end("originGUID"), end("targetGUID"))
}

/// The only element of the only list.
pub(super) fn only<'x>(root: Node<'x, 'x>) -> Option<Node<'x, 'x>> {
    root.first_element_child()?.first_element_child()
}
