//! What a project file says beside its sources: users, variables, notes and links, by their GUIDs.

use super::codebook::Codes;
use super::words::{plain, same_guid};
use crate::formats::exchange::Person;
use crate::formats::xml_characters::check_depth;
use crate::formats::{Archive, FormatError, InputFile, LossKind, Losses};
use crate::text::{Text, decode};
use roxmltree::{Document as Tree, Node, ParsingOptions};
use std::collections::HashMap;

/// The largest project file; texts are not in it.
const FILE: u64 = 1_000_000_000;

/// A project file, and the files of the archive that it lies in, if it does.
pub(super) struct Opened {
    /// The files of the archive by their names without folders, in small letters.
    files: HashMap<String, InputFile>,
    /// The name of the project file, for messages.
    pub(super) name: String,
    /// What stands in it.
    pub(super) xml: String,
}

/// What is said by GUID.
pub(super) struct Known<'x> {
    pub(super) users: HashMap<String, Person>,
    pub(super) codes: Codes<'x>,
    pub(super) variables: HashMap<String, String>,
    pub(super) notes: HashMap<String, Node<'x, 'x>>,
    /// Links, in their order.
    pub(super) links: Vec<Link<'x>>,
}

/// A line from one thing to another.
pub(super) struct Link<'x> {
    pub(super) node: Node<'x, 'x>,
    pub(super) from: String,
    pub(super) to: String,
}

impl Opened {
    /// Opens a project: the first `.qde` of an archive, whatever it is called, or a `.qde` alone.
    pub(super) fn new(file: &InputFile) -> Result<Self, FormatError> {
        let is_packed = Archive::is_one(&file.head(4)?);
        let mut files = if is_packed { Archive::open(file)?.files() } else { Vec::new() };
        let by_name = files.iter().rev().map(|inner| (inner.file_name().to_lowercase(), inner.clone())).collect();
        files.retain(|inner| inner.ending() == "qde");
        files.sort_by_key(|inner| (inner.name.matches('/').count(), inner.file_name() != "project.qde"));
        let inner = match files.into_iter().next() {
            Some(inner) => inner,
            None if is_packed => return Err(FormatError::malformed("there is no .qde in it", &file.name, 0, 0)),
            None => file.clone(),
        };
        Ok(Self { files: by_name, xml: xml_of(&inner)?, name: inner.name })
    }

    /// The tree of the file.
    pub(super) fn tree(&self) -> Result<Tree<'_>, FormatError> {
        tree(&self.xml, &self.name)
    }

    /// The file in the archive that a path means.
    pub(super) fn internal(&self, path: &str) -> Option<InputFile> {
        let wanted = path.strip_prefix("internal://")?.rsplit('/').next()?;
        self.files.get(&wanted.to_lowercase()).cloned()
    }
}

/// An XML file as text: UTF-8, or what its byte order mark or its first line says.
pub(super) fn xml_of(file: &InputFile) -> Result<String, FormatError> {
    let bytes = file.bytes(FILE)?;
    let bytes = match String::from_utf8(bytes) {
        Ok(xml) => return Ok(xml.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(xml)),
        Err(error) => error.into_bytes(),
    };
    decode(&bytes, None)
        .map(|decoded| decoded.text.as_str().to_owned())
        .map_err(|why| FormatError::NotText { why, file: file.name.clone() })
}

/// The tree of an XML file. DTDs are refused, so that no entity can grow.
pub(super) fn tree<'x>(xml: &'x str, file: &str) -> Result<Tree<'x>, FormatError> {
    check_depth(xml, file)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 20_000_000, ..ParsingOptions::default() };
    Tree::parse_with_options(xml, options).map_err(|error| {
        let (message, at) = (error.to_string(), error.pos());
        let why = message.rsplit_once(" at ").map_or(message.as_str(), |(why, _)| why);
        FormatError::malformed(why, file, at.row as usize, at.col as usize)
    })
}

impl<'x> Known<'x> {
    pub(super) fn of(root: Node<'x, 'x>, file: &str, losses: &mut Losses) -> Self {
        let mut known = Self {
            users: HashMap::new(),
            codes: Codes::below(root.children().find(|node| node.has_tag_name_local("CodeBook")), file),
            variables: HashMap::new(),
            notes: HashMap::new(),
            links: Vec::new(),
        };
        let list = |name: &'static str| root.children().filter(move |node| node.has_tag_name_local(name));
        for user in list("Users").flat_map(|users| users.children()).filter(|node| node.has_tag_name_local("User")) {
            known.users.insert(guid_of(user), person(user));
        }
        for variable in list("Variables").flat_map(|variables| variables.children()).filter(Node::is_element) {
            known.variables.insert(guid_of(variable), plain(variable.attribute("name").unwrap_or_default()));
        }
        for note in list("Notes").flat_map(|notes| notes.children()).filter(Node::is_element) {
            known.notes.insert(guid_of(note), note);
        }
        for link in list("Links").flat_map(|links| links.children()).filter(Node::is_element) {
            let end = |name: &str| same_guid(link.attribute(name).unwrap_or_default());
            known.links.push(Link { node: link, from: end("originGUID"), to: end("targetGUID") });
        }
        for (kept_by_none, what) in [("Cases", "a case"), ("Sets", "a set"), ("Graphs", "a graph")] {
            let n = list(kept_by_none).flat_map(|list| list.children()).filter(Node::is_element).count();
            losses.add_many(LossKind::Field, n, || format!("{what} of the project"));
        }
        known
    }

    /// Whose something is.
    pub(super) fn user(&self, guid: Option<&str>) -> Option<Person> {
        let guid = same_guid(guid?);
        Some(self.users.get(&guid).cloned().unwrap_or_else(|| Person::named(guid)))
    }
}

/// What a code is called.
pub(super) fn name_of(code: Node<'_, '_>) -> String {
    plain(code.attribute("name").unwrap_or_default())
}

fn person(user: Node<'_, '_>) -> Person {
    let given = |name: &str| user.attribute(name).map(plain).filter(|words| !words.trim().is_empty());
    let (id, name) = (given("id"), given("name"));
    let id_or_name = id.clone().or_else(|| name.clone()).unwrap_or_else(|| guid_of(user));
    Person { id: id_or_name.into(), name: name.filter(|_| id.is_some()), kind: None }
}

/// The GUID of an element.
pub(super) fn guid_of(node: Node<'_, '_>) -> String {
    same_guid(node.attribute("guid").unwrap_or_default())
}

/// The words of an element, all of them.
pub(super) fn words_of(node: Node<'_, '_>) -> String {
    plain(&node.children().filter_map(|child| if child.is_text() { child.text() } else { None }).collect::<String>())
}

/// Elements by their names alone: programs differ in what they do with namespaces.
pub(super) trait Local {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl Local for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// The largest text of a source.
pub(super) const TEXT: u64 = 2 * Text::MAX_BYTES as u64;
