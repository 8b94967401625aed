//! The codes of a project, or of a codebook in a file of its own (`.qdc`), as they are read: a tree, each with a color and
//! what it means.

use super::codes::{kind_of_code, parts};
use super::project::{Local, guid_of, name_of, words_of};
use super::words::same_guid;
use crate::formats::color::rgb;
use crate::formats::exchange::{Codebook, Drafted, Label, TagDefinition};
use crate::formats::{LossKind, Losses};
use crate::model::LayerKind;
use roxmltree::{Node, NodeId};
use smol_str::SmolStr;
use std::collections::HashMap;

/// What a code is called that has no name.
const NAMELESS: &str = "Code without a name";

/// How far up a path is followed.
const DEPTH: usize = 100;

/// The codes, each behind the one that it stands under.
pub(super) struct Codes<'x> {
    file: String,
    all: Vec<Code<'x>>,
    by_guid: HashMap<String, usize>,
    losses: Losses,
}

struct Code<'x> {
    node: Node<'x, 'x>,
    name: String,
    /// The name, or the path where several codes have one name.
    label: SmolStr,
    /// What it marks, if its GUID says that.
    kind: Option<LayerKind>,
    parent: Option<usize>,
}

/// What codes are used for: spans, and documents as a whole.
#[derive(Default)]
pub(super) struct Uses(HashMap<String, [bool; 2]>);

/// What a code is for: spans, and documents as a whole.
#[derive(Clone, Copy)]
struct Use {
    of: [bool; 2],
    /// Whether nothing says so.
    is_guess: bool,
}

impl Uses {
    /// Looks at the codes that something refers to.
    pub(super) fn count(&mut self, root: Node<'_, '_>) {
        for reference in root.descendants().filter(|node| node.has_tag_name_local("CodeRef")) {
            let used = match reference.ancestors().nth(2).map(|coded| coded.tag_name().name()) {
                Some("PlainTextSelection") => [true, false],
                Some("TextSource" | "PDFSource") => [false, true],
                _ => continue,
            };
            let guid = same_guid(reference.attribute("targetGUID").unwrap_or_default());
            let uses = self.0.entry(guid).or_default();
            *uses = either(*uses, used);
        }
    }
}

const fn either([spans, documents]: [bool; 2], [more_spans, more_documents]: [bool; 2]) -> [bool; 2] {
    [spans || more_spans, documents || more_documents]
}

impl<'x> Codes<'x> {
    /// The codes below an element.
    pub(super) fn below(element: Option<Node<'x, 'x>>, file: &str) -> Self {
        let mut codes =
            Self { file: file.to_owned(), all: Vec::new(), by_guid: HashMap::new(), losses: Losses::default() };
        let mut places: HashMap<NodeId, usize> = HashMap::new();
        let below = element.into_iter().flat_map(|element| element.descendants());
        for node in below.filter(|node| node.has_tag_name_local("Code")) {
            let at = codes.all.len();
            let parent = node.parent().and_then(|above| places.get(&above.id()).copied());
            places.insert(node.id(), at);
            codes.add(node, parent);
            let guid = guid_of(node);
            if !guid.is_empty() && codes.by_guid.insert(guid.clone(), at).is_some() {
                let place = codes.place(node);
                codes.losses.add(LossKind::Codebook, || format!("{place}: a second code has the GUID {guid}"));
            }
        }
        codes.tell_apart();
        codes
    }

    fn add(&mut self, node: Node<'x, 'x>, parent: Option<usize>) {
        let mut name = name_of(node);
        if name.trim().is_empty() {
            let place = self.place(node);
            self.losses.add(LossKind::Codebook, || format!("{place}: the code has no name"));
            name = NAMELESS.to_owned();
        }
        let kind = kind_of_code(&guid_of(node), &name);
        self.all.push(Code { node, label: name.as_str().into(), name, kind, parent });
    }

    /// Codes of one name are called by their paths, unless it is known that they mark things of different kinds.
    fn tell_apart(&mut self) {
        let mut n_of_name: HashMap<(Option<LayerKind>, &str), usize> = HashMap::new();
        for code in &self.all {
            *n_of_name.entry((code.kind, &code.name)).or_default() += 1;
        }
        let path = |code: &Code<'_>| {
            let above = std::iter::successors(code.parent, |at| self.all.get(*at)?.parent);
            let above = above.take(DEPTH).filter_map(|at| self.all.get(at));
            let mut names: Vec<&str> = std::iter::once(code).chain(above).map(|code| code.name.as_str()).collect();
            names.reverse();
            SmolStr::from(names.join(" › "))
        };
        let is_shared = |code: &Code<'_>| n_of_name.get(&(code.kind, code.name.as_str())).is_some_and(|n| *n > 1);
        let paths: Vec<Option<SmolStr>> = self.all.iter().map(|code| is_shared(code).then(|| path(code))).collect();
        for (code, path) in self.all.iter_mut().zip(paths) {
            code.label = path.unwrap_or_else(|| code.label.clone());
        }
    }

    /// What annotations with a code are marked as.
    pub(super) fn label(&self, guid: &str) -> Option<SmolStr> {
        self.all.get(*self.by_guid.get(guid)?).map(|code| code.label.clone())
    }

    /// What the codes say of tags. A code that is used for nothing is one of spans, unless it stands under one of documents
    /// alone; that is a guess then.
    pub(super) fn codebook(mut self, root: Node<'_, '_>, uses: &Uses) -> Codebook {
        let is_ours = root.attribute("origin").is_some_and(|origin| origin.starts_with("Glossator"));
        let uses = self.uses(uses);
        let mut drafted = Drafted::default();
        drafted.codebook.losses = std::mem::take(&mut self.losses);
        for (n, kind) in [LayerKind::Span, LayerKind::Document].into_iter().enumerate() {
            let mut places: Vec<Option<usize>> = Vec::with_capacity(self.all.len());
            for (code, Use { of, is_guess }) in self.all.iter().zip(&uses) {
                let is_used = of.get(n).is_some_and(|is_used| *is_used);
                let parent = code.parent.and_then(|at| places.get(at).copied().flatten());
                places.push(is_used.then(|| {
                    let tag = self.definition(code, kind, is_ours, &mut drafted.codebook.losses);
                    drafted.add(TagDefinition { parent, is_guess: *is_guess, ..tag }, || self.place(code.node))
                }));
            }
        }
        drafted.codebook
    }

    fn definition(&self, code: &Code<'_>, kind: LayerKind, is_ours: bool, losses: &mut Losses) -> TagDefinition {
        let tag = TagDefinition::new(kind, Label::new(code.label.clone()));
        let color = code.node.attribute("color").map(str::trim).filter(|color| !color.is_empty());
        let rgb = color.and_then(rgb);
        if let Some(color) = color.filter(|_| rgb.is_none()) {
            losses.add(LossKind::Codebook, || format!("{}: {color:?} is no color", self.place(code.node)));
        }
        let description = code.node.children().find(|child| child.has_tag_name_local("Description")).map(words_of);
        let description = description.unwrap_or_default();
        let plain_name = Some(code.name.clone()).filter(|name| *name != code.label);
        if !is_ours {
            return TagDefinition { name: plain_name, color: rgb, guide: description, ..tag };
        }
        let (name, guide, use_when, not_when) = parts(&description);
        TagDefinition { name: name.or(plain_name), color: rgb, guide, use_when, not_when, ..tag }
    }

    /// What each code is for: what its GUID says, what it is used for, or one under it; else as the code above it.
    fn uses(&self, used: &Uses) -> Vec<Use> {
        let said = |code: &Code<'_>| match code.kind {
            Some(LayerKind::Document) => [false, true],
            Some(_) => [true, false],
            None => [false, false],
        };
        let mut uses: Vec<Use> = self.all.iter().map(|code| Use { of: said(code), is_guess: false }).collect();
        for (guid, used) in &used.0 {
            if let Some(uses) = self.by_guid.get(guid).and_then(|at| uses.get_mut(*at)) {
                uses.of = either(uses.of, *used);
            }
        }
        for (at, code) in self.all.iter().enumerate().rev() {
            let below = uses.get(at).map(|uses| uses.of).unwrap_or_default();
            if let Some(uses) = code.parent.and_then(|parent| uses.get_mut(parent)) {
                uses.of = either(uses.of, below);
            }
        }
        for (at, code) in self.all.iter().enumerate() {
            let above = code.parent.and_then(|parent| uses.get(parent)).map(|above| above.of);
            if let Some(uses) = uses.get_mut(at).filter(|uses| uses.of == [false, false]) {
                let of = if above == Some([false, true]) { [false, true] } else { [true, false] };
                *uses = Use { of, is_guess: true };
            }
        }
        uses
    }

    fn place(&self, node: Node<'_, '_>) -> String {
        format!("{}:{}", self.file, node.document().text_pos_at(node.range().start).row)
    }
}
