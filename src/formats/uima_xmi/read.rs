//! From XMI files to feature structures.

use super::type_system;
use crate::formats::cas::{self, Cas, Feature, Mark, Range, Sofa, TypeSystem};
use crate::formats::xml_characters::{can_hold, decoded, parsed};
use crate::formats::{FormatError, InputFile, ReadCx};
use crate::model::{Number, Value};
use roxmltree::Node;
use smol_str::SmolStr;
use std::borrow::Cow;
use std::collections::HashMap;

/// The namespace of ids.
const XMI: &str = "http://www.omg.org/XMI";

/// Features that point to others in every type system that has them, for files without one.
const REFERENCES: &[&str] = &[
    "Governor",
    "Dependent",
    "source",
    "target",
    "next",
    "first",
    "pos",
    "lemma",
    "stem",
    "morph",
    "parent",
    "head",
    "tail",
];

/// Reads a file, with the type system that is among its companions, if there is one.
pub(super) fn documents(files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let Some((file, companions)) = files.split_first() else { return Ok(()) };
    if type_system::is_one(file) {
        let why = "this is a type system: the annotations that go with it are in .xmi files beside it";
        return Err(FormatError::malformed(why, &file.name, 0, 0));
    }
    let types = match companions.first() {
        Some(companion) => type_system::read(companion, cx)?,
        None => TypeSystem::default(),
    };
    let decoded = decoded(file, cx)?;
    let content = with_stand_ins(decoded.text.as_str());
    let tree = parsed(&content, &file.name)?;
    let mut cas = Reading::new(&tree, &types, &file.name)?.read()?;
    if matches!(content, Cow::Owned(_)) {
        without_stand_ins(&mut cas);
    }
    for document in cas::documents(&cas, &file.name, cx.losses)? {
        cx.document(cas::named(document, file.stem(), file.source(&decoded)))?;
    }
    Ok(())
}

/// The first of the characters that stand for control characters: for private use, and used by nobody.
const STAND_IN: u32 = 0xF_0000;

/// INCEpTION writes XML 1.1 where texts have control characters, which nothing but a reference can stand for; the parser
/// knows XML 1.0 alone. They are read as characters that stand for them.
fn with_stand_ins(content: &str) -> Cow<'_, str> {
    let declaration = content.split("?>").next().unwrap_or_default();
    let is_later = declaration.starts_with("<?xml") && declaration.contains("1.1");
    if !is_later || content.chars().any(is_stand_in) {
        return Cow::Borrowed(content);
    }
    let mut parts = content.split("&#");
    let mut read = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let reference = part.split_once(';').and_then(|(number, rest)| Some((control(number)?, rest)));
        match reference {
            Some((stand_in, rest)) => {
                read.push(stand_in);
                read.push_str(rest);
            }
            None => {
                read.push_str("&#");
                read.push_str(part);
            }
        }
    }
    Cow::Owned(read)
}

/// What stands for a control character that XML 1.0 cannot hold, by its number in decimal or, after an `x`, hexadecimal.
fn control(number: &str) -> Option<char> {
    let n = match number.strip_prefix('x') {
        Some(number) => u32::from_str_radix(number, 16).ok()?,
        None => number.parse().ok()?,
    };
    let c = char::from_u32(n).filter(|c| n > 0 && !can_hold(*c) && c.is_control())?;
    char::from_u32(STAND_IN + u32::from(c))
}

fn is_stand_in(c: char) -> bool {
    (STAND_IN..STAND_IN + 0x20).contains(&u32::from(c))
}

/// Puts the characters back that others stood for.
fn without_stand_ins(cas: &mut Cas) {
    let meant = |c: char| if is_stand_in(c) { char::from_u32(u32::from(c) - STAND_IN).unwrap_or(c) } else { c };
    let plain = |word: &str| word.chars().map(meant).collect::<String>();
    for text in cas.sofas.iter_mut().filter_map(|sofa| sofa.text.as_mut()) {
        *text = plain(text);
    }
    for (_, feature) in cas.marks.iter_mut().flat_map(|mark| &mut mark.features) {
        match feature {
            Feature::Value(Value::Text(word)) => *word = plain(word).into(),
            Feature::Value(Value::Set(words)) => *words = words.iter().map(|word| plain(word).into()).collect(),
            _ => {}
        }
    }
}

/// A file while it is read.
struct Reading<'a> {
    tree: &'a roxmltree::Document<'a>,
    types: &'a TypeSystem,
    file: &'a str,
    /// The elements by their ids.
    by_id: HashMap<i64, Node<'a, 'a>>,
    lines: Lines,
}

impl<'a> Reading<'a> {
    fn new(tree: &'a roxmltree::Document<'a>, types: &'a TypeSystem, file: &'a str) -> Result<Self, FormatError> {
        let root = tree.root_element();
        let mut reading = Self { tree, types, file, by_id: HashMap::new(), lines: Lines::of(tree.input_text()) };
        if root.tag_name().namespace() != Some(XMI) || root.tag_name().name() != "XMI" {
            return Err(reading
                .malformed(root, format!("the file begins with {}, and not with xmi:XMI", root.tag_name().name())));
        }
        for node in root.children().filter(Node::is_element) {
            if let Some(id) = id_of(node)
                && reading.by_id.insert(id, node).is_some()
            {
                return Err(reading.malformed(node, format!("the id {id} is there twice")));
            }
        }
        Ok(reading)
    }

    fn read(&self) -> Result<Cas, FormatError> {
        let mut cas = Cas::default();
        let mut views: HashMap<i64, Vec<i64>> = HashMap::new();
        for node in self.tree.root_element().children().filter(Node::is_element) {
            match type_of(node).as_str() {
                "uima.cas.NULL" => {}
                "uima.cas.Sofa" => cas.sofas.push(self.sofa(node)?),
                "uima.cas.View" => {
                    let sofa = self.number(node, "sofa")?.unwrap_or_default();
                    let members = node.attribute("members").unwrap_or_default();
                    let ids =
                        ids(members).ok_or_else(|| self.malformed(node, "the members of the view are no numbers"))?;
                    views.entry(sofa).or_default().extend(ids);
                }
                _ => cas.marks.push(self.mark(node)?),
            }
        }
        let is_listed = !views.is_empty();
        for sofa in &mut cas.sofas {
            sofa.members = is_listed.then(|| views.remove(&sofa.id).unwrap_or_default());
        }
        Ok(cas)
    }

    fn sofa(&self, node: Node<'a, 'a>) -> Result<Sofa, FormatError> {
        if let Some(uri) = node.attribute("sofaURI") {
            return Err(self.malformed(node, format!("the text lies elsewhere, at {uri}")));
        }
        Ok(Sofa {
            id: id_of(node).unwrap_or_default(),
            name: node.attribute("sofaID").unwrap_or_default().to_owned(),
            text: node.attribute("sofaString").map(str::to_owned),
            members: None,
        })
    }

    fn mark(&self, node: Node<'a, 'a>) -> Result<Mark, FormatError> {
        let type_name = type_of(node);
        let at = match (self.number(node, "begin")?, self.number(node, "end")?) {
            (None, None) => None,
            (begin, end) => Some((begin.unwrap_or_default(), end.unwrap_or_default())),
        };
        let mut features = Vec::new();
        for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
            if !matches!(attribute.name(), "sofa" | "begin" | "end") {
                let feature = self.feature(&type_name, attribute.name(), attribute.value());
                features.push((SmolStr::from(attribute.name()), feature));
            }
        }
        for child in node.children().filter(Node::is_element) {
            add_element(&mut features, child.tag_name().name(), child.text().unwrap_or_default());
        }
        let sofa = self.number(node, "sofa")?;
        let line = self.lines.line(node.range().start);
        // What has no id can be no target, and cannot be listed.
        let id = id_of(node).unwrap_or(i64::MIN);
        Ok(Mark { id, type_name, sofa, at, features, line })
    }

    fn feature(&self, type_name: &str, name: &str, value: &str) -> Feature {
        let text = || Feature::Value(Value::Text(value.into()));
        let one = || value.trim().parse().ok().map(Feature::To);
        match self.types.range(type_name, name) {
            Some(Range::Text | Range::Numbers) => text(),
            Some(Range::Texts) if value.is_empty() => Feature::Value(Value::Set([].into())),
            Some(Range::Texts) => one().filter(|_| self.is_array(value)).unwrap_or_else(text),
            Some(Range::YesNo) => Feature::Value(Value::YesNo(matches!(value.trim(), "true" | "1"))),
            Some(Range::Number) => {
                let number = value.trim().parse().ok().and_then(Number::new);
                number.map_or_else(text, |number| Feature::Value(Value::Number(number)))
            }
            Some(Range::One) => one().unwrap_or_else(text),
            Some(Range::Many) if self.is_array(value) => one().unwrap_or_else(text),
            Some(Range::Many) => ids(value).map_or_else(text, Feature::All),
            None => self.guessed(type_name, name, value),
        }
    }

    /// What a feature says where no type system tells: a reference if it is called like one, or leads to links.
    fn guessed(&self, type_name: &str, name: &str, value: &str) -> Feature {
        let text = || Feature::Value(Value::Text(value.into()));
        let Some(ids) = ids(value).filter(|ids| !ids.is_empty() && ids.iter().all(|id| self.by_id.contains_key(id)))
        else {
            return text();
        };
        let is_array = type_name == "uima.cas.FSArray" && name == "elements";
        let is_link = |node: &Node<'_, '_>| node.attribute("begin").is_none() && node.attribute("target").is_some();
        let is_links = ids.iter().all(|id| self.by_id.get(id).is_some_and(is_link));
        match ids.as_slice() {
            _ if is_array || is_links => Feature::All(ids),
            [id] if REFERENCES.contains(&name) || self.is_array(value) => Feature::To(*id),
            _ => text(),
        }
    }

    /// Whether this is the id of an array or a list that stands by itself.
    fn is_array(&self, value: &str) -> bool {
        let node = value.trim().parse().ok().and_then(|id: i64| self.by_id.get(&id));
        let name = node.map(|node| type_of(*node)).unwrap_or_default();
        name.starts_with("uima.cas.") && (name.ends_with("Array") || name.ends_with("List"))
    }

    fn number(&self, node: Node<'a, 'a>, name: &str) -> Result<Option<i64>, FormatError> {
        let Some(value) = node.attribute(name) else { return Ok(None) };
        let number = value.trim().parse().ok();
        number.map(Some).ok_or_else(|| self.malformed(node, format!("{name} is {value:?}, and no number")))
    }

    fn malformed(&self, node: Node<'a, 'a>, why: impl Into<String>) -> FormatError {
        let place = self.tree.text_pos_at(node.range().start);
        FormatError::malformed(why, self.file, place.row as usize, place.col as usize)
    }
}

/// Adds the text of an element to those of the same name before it.
fn add_element(features: &mut Vec<(SmolStr, Feature)>, name: &str, text: &str) {
    match features.iter_mut().find(|(its, _)| its == name) {
        Some((_, Feature::Value(Value::Set(words)))) => drop(words.insert(text.into())),
        Some(_) => {}
        None => features.push((name.into(), Feature::Value(Value::Set([text.into()].into())))),
    }
}

fn id_of(node: Node<'_, '_>) -> Option<i64> {
    node.attribute((XMI, "id"))?.trim().parse().ok()
}

/// The full name of an element's type: `http:///uima/tcas.ecore` and `Annotation` are `uima.tcas.Annotation`.
fn type_of(node: Node<'_, '_>) -> SmolStr {
    let name = node.tag_name().name();
    let space = node.tag_name().namespace().unwrap_or_default();
    let package = space.strip_prefix("http:///").unwrap_or(space);
    let package = package.strip_suffix(".ecore").unwrap_or(package);
    if package.is_empty() || package == "uima/noNamespace" {
        return name.into();
    }
    format!("{}.{name}", package.replace('/', ".")).into()
}

/// Numbers with spaces between them.
fn ids(value: &str) -> Option<Vec<i64>> {
    value.split_ascii_whitespace().map(|id| id.parse().ok()).collect()
}

/// Where the lines of a file begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    fn line(&self, at: usize) -> usize {
        1 + self.0.partition_point(|end| *end < at)
    }
}
