//! What `annotation.conf` and `visual.conf` say: which types there are, how they stand within each other, what has which
//! attributes, and what all of them are called and look like.

use crate::formats::color::rgb;
use crate::formats::escape::unescaped;
use crate::formats::exchange::{AttributeDefinition, Codebook, Drafted, Label, TagDefinition};
use crate::formats::{InputFile, LossKind, ReadCx};
use crate::model::{AttributeKind, Choice, Direction, LayerKind};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The largest file that is read for types.
const FILE: u64 = 16_000_000;

/// The types that the files beside some annotations define, if there are such files: those that lie nearest.
pub(super) fn codebook(beside: &[InputFile], cx: &mut ReadCx<'_>) -> Codebook {
    let mut read = |name: &str| {
        let file = beside.iter().find(|file| file.file_name().eq_ignore_ascii_case(name))?;
        match file.text(FILE, cx.options.encoding) {
            Ok(content) => Some((file, content)),
            Err(why) => {
                cx.losses.add(LossKind::Codebook, || why.to_string());
                None
            }
        }
    };
    let Some((file, content)) = read("annotation.conf") else { return Codebook::default() };
    let mut types = Types::new(&file.name, content.text.as_str());
    types.entities();
    types.events();
    types.relations();
    types.attributes();
    if let Some((file, content)) = read("visual.conf") {
        types.look(&file.name, content.text.as_str());
    }
    types.drafted.codebook
}

/// A line of a section: where it stands, how far it is indented, all of it, what it is about, and what it says of that.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    indent: usize,
    words: &'a str,
    name: &'a str,
    rest: &'a str,
}

/// How something takes part in events: the line that first says so, the events, and what takes part; all without a list.
struct Role {
    number: usize,
    from: BTreeSet<SmolStr>,
    to: Option<BTreeSet<SmolStr>>,
}

struct Types<'a> {
    file: &'a str,
    sections: HashMap<String, Vec<Line<'a>>>,
    /// Lists of types that have a name, `<POG>=Person|Organization`.
    macros: HashMap<&'a str, &'a str>,
    drafted: Drafted,
    entities: Vec<SmolStr>,
    events: Vec<SmolStr>,
}

impl<'a> Types<'a> {
    fn new(file: &'a str, content: &'a str) -> Self {
        let macros = content.lines().map(str::trim).filter(|line| is_macro(line));
        let macros = macros.filter_map(|line| line.strip_prefix('<')?.split_once(">="));
        let (drafted, entities, events) = (Drafted::default(), Vec::new(), Vec::new());
        Self { file, sections: sections(content), macros: macros.collect(), drafted, entities, events }
    }

    fn section(&mut self, name: &str) -> Vec<Line<'a>> {
        self.sections.remove(name).unwrap_or_default()
    }

    fn entities(&mut self) {
        let lines = self.section("entities");
        self.entities = self.tree(&lines).into_iter().map(|(_, name)| name).collect();
    }

    /// Events are the spans that trigger them, and what takes part in them is related to those by its role.
    fn events(&mut self) {
        let lines = self.section("events");
        let tree = self.tree(&lines);
        self.events = tree.iter().map(|(_, name)| name.clone()).collect();
        let mut roles: BTreeMap<SmolStr, Role> = BTreeMap::new();
        for (line, event) in tree {
            for (role, types) in arguments(line.rest).filter(|(role, _)| !role.starts_with('<')) {
                let to = self.listed(types);
                let role = role.split(['?', '*', '+', '{']).next().unwrap_or_default();
                let new = Role { number: line.number, from: BTreeSet::new(), to: Some(BTreeSet::new()) };
                let role = roles.entry(unescaped(role).into()).or_insert(new);
                role.from.insert(event.clone());
                role.to = role.to.take().zip(to).map(|(before, to)| &before | &to);
            }
        }
        for (name, Role { number, from, to }) in roles.into_iter().filter(|(name, _)| !name.is_empty()) {
            let tag = TagDefinition::new(LayerKind::Relation, Label::new(name));
            self.add(TagDefinition { from, to: to.unwrap_or_default(), ..tag }, number);
        }
    }

    fn relations(&mut self) {
        for line in self.section("relations") {
            // `<OVERLAP>` says which spans may lie over each other.
            if line.name.starts_with('<') {
                self.lose(line.number, format!("{}, which is no relation", line.name));
                continue;
            }
            let mut tag = TagDefinition::new(LayerKind::Relation, Label::new(unescaped(line.name)));
            let mut ends = Vec::new();
            for (role, types) in arguments(line.rest) {
                match role {
                    "<REL-TYPE>" if types.contains("symmetric") => {
                        let is_chain = types.split('-').any(|word| word == "transitive");
                        tag.direction = if is_chain { Direction::Chain } else { Direction::Symmetric };
                    }
                    role if role.starts_with('<') => {}
                    _ => ends.push(self.listed(types).unwrap_or_default()),
                }
            }
            let mut ends = ends.into_iter();
            tag.from = ends.next().unwrap_or_default();
            tag.to = ends.next().unwrap_or_default();
            self.add(tag, line.number);
        }
    }

    /// An attribute without values is there or not. What is for events alone is for their types.
    fn attributes(&mut self) {
        for line in self.section("attributes") {
            let said: BTreeMap<&str, &str> = arguments(line.rest).collect();
            let values = said.get("Value").map(|values| values.split('|').map(str::trim).filter(|it| !it.is_empty()));
            let choice = |value: &str| Choice { id: unescaped(value).into(), name: unescaped(value) };
            let kind = match values {
                Some(values) => AttributeKind::Choice(values.map(choice).collect()),
                None => AttributeKind::YesNo,
            };
            let of = said.get("Arg").copied().unwrap_or("<ANY>");
            let is_of_relations = of.split('|').all(|of| of.trim() == "<RELATION>");
            let of_kind = if is_of_relations { LayerKind::Relation } else { LayerKind::Span };
            let tags = self.listed(of).unwrap_or_default();
            let attribute = AttributeDefinition::new(Some(of_kind), unescaped(line.name), kind);
            self.drafted.codebook.attributes.push(AttributeDefinition { tags, ..attribute });
        }
    }

    /// Spans by how far their lines are indented. What a `!` marks is there for the order alone: a tag if others stand
    /// under it, and no type that annotations have.
    fn tree(&mut self, lines: &[Line<'a>]) -> Vec<(Line<'a>, SmolStr)> {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut all = Vec::with_capacity(lines.len());
        for (at, line) in lines.iter().enumerate() {
            open.retain(|(indent, _)| *indent < line.indent);
            let name = SmolStr::from(unescaped(line.name.trim_start_matches('!')));
            if name.is_empty() {
                self.lose(line.number, "a type without a name".to_owned());
                continue;
            }
            let is_group = line.name.starts_with('!');
            if is_group && lines.get(at + 1).is_none_or(|next| next.indent <= line.indent) {
                self.lose(line.number, format!("{name}, which is not for annotation and has nothing under it"));
                continue;
            }
            let tag = TagDefinition::new(LayerKind::Span, Label::new(name.clone()));
            let at = self.add(TagDefinition { parent: open.last().map(|(_, at)| *at), ..tag }, line.number);
            open.push((line.indent, at));
            if !is_group {
                all.push((*line, name));
            }
        }
        all
    }

    fn lose(&mut self, number: usize, what: String) {
        let file = self.file;
        self.drafted.codebook.losses.add(LossKind::Codebook, || format!("{file}:{number}: {what}"));
    }

    fn add(&mut self, tag: TagDefinition, number: usize) -> usize {
        let file = self.file;
        self.drafted.add(tag, || format!("{file}:{number}"))
    }

    /// The types of a list, with those that a macro or a kind stands for; none where all spans are meant.
    fn listed(&self, list: &str) -> Option<BTreeSet<SmolStr>> {
        let (mut types, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut open: Vec<&str> = list.split('|').map(str::trim).collect();
        while let Some(one) = open.pop() {
            match one.strip_prefix('<').and_then(|one| one.strip_suffix('>')) {
                Some("ANY") => return None,
                Some("ENTITY") if self.events.is_empty() => return None,
                Some("ENTITY") => types.extend(self.entities.iter().cloned()),
                Some("EVENT") => types.extend(self.events.iter().cloned()),
                Some(name) => {
                    let is_new = seen.insert(name);
                    let list = self.macros.get(name).filter(|_| is_new);
                    open.extend(list.into_iter().flat_map(|list| list.split('|')).map(str::trim));
                }
                None if one.is_empty() => {}
                None => drop(types.insert(unescaped(one).into())),
            }
        }
        Some(types)
    }

    /// What types are called, and their colors.
    fn look(&mut self, file: &str, content: &str) {
        let mut sections = sections(content);
        let mut tags: HashMap<SmolStr, Vec<usize>> = HashMap::new();
        for (at, tag) in self.drafted.codebook.tags.iter().enumerate() {
            tags.entry(tag.label.tag.clone()).or_default().push(at);
        }
        for line in sections.remove("labels").unwrap_or_default() {
            let mut forms = line.words.split('|').map(str::trim);
            let places = forms.next().and_then(|name| tags.get(unescaped(name).as_str()));
            let (name, short) = (forms.next().filter(|name| !name.is_empty()), forms.next_back());
            for at in places.into_iter().flatten() {
                let Some(tag) = self.drafted.codebook.tags.get_mut(*at) else { continue };
                tag.name = name.filter(|name| *name != tag.label.tag).map(str::to_owned);
                tag.short = short.filter(|short| !short.is_empty()).map(SmolStr::from);
            }
        }
        for line in sections.remove("drawing").unwrap_or_default() {
            let said: BTreeMap<&str, &str> = arguments(line.rest).collect();
            let Codebook { tags: all, losses, .. } = &mut self.drafted.codebook;
            for at in tags.get(unescaped(line.name).as_str()).into_iter().flatten() {
                let Some(tag) = all.get_mut(*at) else { continue };
                let key = if tag.kind == LayerKind::Relation { "color" } else { "bgColor" };
                let Some(words) = said.get(key) else { continue };
                tag.color = rgb(words);
                if tag.color.is_none() {
                    losses.add(LossKind::Codebook, || format!("{file}:{}: {words:?} is no color", line.number));
                }
            }
        }
    }
}

fn is_macro(line: &str) -> bool {
    line.starts_with('<') && line.contains(">=")
}

/// The lines of each section, without comments, lines that only part others, and macros.
fn sections(content: &str) -> HashMap<String, Vec<Line<'_>>> {
    let mut sections: HashMap<String, Vec<Line<'_>>> = HashMap::new();
    let mut section = String::new();
    for (line, number) in content.lines().zip(1..) {
        let words = line.trim();
        if words.is_empty() || words.starts_with('#') || words.chars().all(|c| c == '-') {
            continue;
        }
        if is_macro(words) {
            continue;
        }
        if let Some(name) = words.strip_prefix('[').and_then(|words| words.strip_suffix(']')) {
            section = name.trim().to_lowercase();
            continue;
        }
        let end = words.find(char::is_whitespace).unwrap_or(words.len());
        let (name, rest) = words.split_at(end);
        let indent = line.len() - line.trim_start().len();
        sections.entry(section.clone()).or_default().push(Line { number, indent, words, name, rest: rest.trim() });
    }
    sections
}

/// What a line says: keys with what stands behind their colons, parted by commas.
fn arguments(rest: &str) -> impl Iterator<Item = (&str, &str)> {
    rest.split(',').filter_map(|part| part.split_once(':')).map(|(key, value)| (key.trim(), value.trim()))
}
