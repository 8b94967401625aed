//! What a project file says beside its sources: users, variables and codes, by their GUIDs.

use super::codebook::Codes;
use super::words::{plain, same_guid};
use crate::formats::exchange::Person;
use crate::formats::{Archive, FormatError, InputFile};
use crate::text::Text;
use roxmltree::Node;
use std::collections::HashMap;

/// A project file, and the files of the archive that it lies in, if it does.
pub(super) struct Opened {
    /// The files of the archive by their names without folders, in small letters.
    files: HashMap<String, InputFile>,
    /// The project file.
    pub(super) file: InputFile,
}

/// What is said by GUID.
pub(super) struct Known<'x> {
    pub(super) users: HashMap<String, Person>,
    pub(super) codes: Codes<'x>,
    pub(super) variables: HashMap<String, String>,
}

impl Opened {
    /// Opens a project: the first `.qde` of an archive, whatever it is called, or a `.qde` alone.
    pub(super) fn new(file: &InputFile) -> Result<Self, FormatError> {
        let is_packed = Archive::is_one(&file.head(4)?);
        let mut files = if is_packed { Archive::open(file)?.files() } else { Vec::new() };
        let by_name = files.iter().rev().map(|inner| (inner.file_name().to_lowercase(), inner.clone())).collect();
        files.retain(|inner| inner.ending() == "qde");
        files.sort_by_key(|inner| (inner.name.matches('/').count(), inner.file_name() != "project.qde"));
        let file = match files.into_iter().next() {
            Some(inner) => inner,
            None if is_packed => return Err(FormatError::malformed("there is no .qde in it", &file.name, 0, 0)),
            None => file.clone(),
        };
        Ok(Self { files: by_name, file })
    }

    /// The file in the archive that a path means.
    pub(super) fn internal(&self, path: &str) -> Option<InputFile> {
        let wanted = path.strip_prefix("internal://")?.rsplit('/').next()?;
        self.files.get(&wanted.to_lowercase()).cloned()
    }
}

impl<'x> Known<'x> {
    pub(super) fn of(root: Node<'x, 'x>, file: &str) -> Self {
        let mut known = Self {
            users: HashMap::new(),
            codes: Codes::below(root.children().find(|node| node.has_tag_name_local("CodeBook")), file),
            variables: HashMap::new(),
        };
        let list = |name: &'static str| root.children().filter(move |node| node.has_tag_name_local(name));
        for user in list("Users").flat_map(|users| users.children()).filter(|node| node.has_tag_name_local("User")) {
            known.users.insert(guid_of(user), person(user));
        }
        for variable in list("Variables").flat_map(|variables| variables.children()).filter(Node::is_element) {
            known.variables.insert(guid_of(variable), plain(variable.attribute("name").unwrap_or_default()));
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
