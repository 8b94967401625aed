//! Sources as documents: their texts, what is selected and coded in them, and what is known of them.

use super::codebook::{Codes, Uses};
use super::notes::{Notes, Places, note_refs, set_of, time};
use super::pieces::{Alone, Frame, pieces};
use super::positions::{Claimed, Count, placed};
use super::project::{Known, Local, Opened, TEXT, guid_of, words_of};
use super::remarks::{Remark, Remarks, only};
use super::values::values;
use super::words::{plain, record_name, same_guid};
use crate::formats::exchange::{Beside, Document, DocumentTag, Kind, Label, Note, Relation, Set, Span, Target};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx};
use crate::model::{DocumentId, Fragments, Source};
use crate::text::Text;
use roxmltree::Node;
use smol_str::SmolStr;

/// What a variable says that has a place of its own in a document.
const OWN: [&str; 9] = [
    "id",
    "language",
    "date",
    "outlet",
    "source",
    "source encoding",
    "source byte order mark",
    "source sha256",
    "source importer",
];

/// Whether a variable is not metadata under its own name.
pub(super) fn is_own_variable(name: &str) -> bool {
    OWN.contains(&name) || name.starts_with("meta ")
}

/// Reads a project: once for what is said in all of it, and once source by source.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let opened = Opened::new(file)?;
    let file = &opened.file;
    let mut losses = Losses::default();
    let (mut remarks, mut uses) = (Remarks::default(), Uses::default());
    let (frame, head) = pieces(file, &mut |piece| {
        match piece.list {
            "Sources" => uses.count(piece.alone().tree()?.root_element()),
            "Notes" | "Links" => remarks.keep(&piece)?,
            "Cases" => losses.add(LossKind::Field, || "a case of the project".to_owned()),
            "Sets" => losses.add(LossKind::Field, || "a set of the project".to_owned()),
            _ => losses.add(LossKind::Field, || "a graph of the project".to_owned()),
        }
        Ok(())
    })?;
    let tree = head.tree()?;
    let root = tree.root_element();
    if root.has_tag_name_local("CodeBook") {
        let codebook = Codes::below(Some(root), &file.name).codebook(root, &uses);
        if codebook.is_empty() {
            return Err(FormatError::malformed("there is no code in this codebook", &file.name, 0, 0));
        }
        cx.codebook(codebook);
        return Ok(());
    }
    if !root.has_tag_name_local("Project") {
        let why = format!("this begins with “{}” and not with Project", root.tag_name().name());
        return Err(FormatError::malformed(why, &file.name, 1, 0));
    }
    let mut reader = Reader { opened: &opened, known: Known::of(root, &file.name), remarks };
    pieces(file, &mut |piece| {
        if piece.list != "Sources" {
            return Ok(());
        }
        match reader.source(&piece.alone(), &frame, &mut losses, cx) {
            Ok(Some(document)) => cx.document(document),
            Ok(None) => Ok(()),
            Err(error) => cx.refuse(error),
        }
    })?;
    reader.remarks.count_left(&mut losses);
    cx.codebook(reader.known.codes.codebook(root, &uses));
    cx.losses.append(losses);
    Ok(())
}

struct Reader<'x> {
    opened: &'x Opened,
    known: Known<'x>,
    remarks: Remarks,
}

impl Reader<'_> {
    /// A source as a document, if it has a text.
    fn source(
        &mut self,
        alone: &Alone,
        frame: &Frame,
        losses: &mut Losses,
        cx: &ReadCx<'_>,
    ) -> Result<Option<Document>, FormatError> {
        let tree = alone.tree()?;
        let Some(source) = only(tree.root_element()) else { return Ok(None) };
        let name = plain(source.attribute("name").unwrap_or_default());
        let body = match source.tag_name().name() {
            "TextSource" => Some(source),
            "PDFSource" => source.children().find(|child| child.has_tag_name_local("Representation")),
            _ => None,
        };
        let Some(body) = body else {
            losses.add(LossKind::Document, || format!("“{name}” has no text that could be labeled"));
            return Ok(None);
        };
        for area in source.children().filter(|child| child.has_tag_name_local("PDFSelection")) {
            losses.add(LossKind::Span, || {
                format!("“{}” in “{name}” is a part of a page", plain(area.attribute("name").unwrap_or_default()))
            });
        }
        let (mut document, has_mark) = self.text(body, &name, alone, cx)?;
        let (about, numbers) = self.remarks.about(source, frame, &self.opened.file);
        let about = about.tree()?;
        let remark = Remark::of(about.root_element(), &numbers);
        self.about(source, &name, &mut document);
        let mut sets = Vec::new();
        let (mut places, mut refs) = self.selections(body, &document.text, has_mark, (&mut sets, losses), &name);
        self.document_tags(source, &mut sets, losses);
        self.relations(&remark, &mut places, &mut refs, &mut sets, losses);
        refs.extend(note_refs(source).into_iter().map(|note| (note, None)));
        if source != body {
            refs.extend(note_refs(body).into_iter().map(|note| (note, None)));
        }
        self.linked_notes(&remark, source, &places, &mut refs);
        let taken = &mut self.remarks.taken;
        let (opened, encoding) = (self.opened, cx.options.encoding);
        let mut notes = Notes { opened, encoding, known: &self.known, remark: &remark, places: &places, taken };
        notes.take(&refs, &mut sets, losses);
        document.sets = sets;
        Ok(Some(document))
    }

    /// The text of a source, and whether a byte order mark stood before it.
    fn text(
        &self,
        body: Node<'_, '_>,
        name: &str,
        alone: &Alone,
        cx: &ReadCx<'_>,
    ) -> Result<(Document, bool), FormatError> {
        let file = &self.opened.file.name;
        let malformed = |why: String| FormatError::malformed(why, file, alone.line_of(body), 0);
        if let Some(content) = body.children().find(|child| child.has_tag_name_local("PlainTextContent")) {
            let text = Text::new(words_of(content)).map_err(|why| FormatError::TooLong { why, file: file.clone() })?;
            return Ok((Document::new(text), false));
        }
        let path = body.attribute("plainTextPath").ok_or_else(|| malformed(format!("“{name}” has no plain text")))?;
        if let Some(inner) = self.opened.internal(path) {
            let decoded = inner.text(TEXT, cx.options.encoding)?;
            return Ok((Document::new(decoded.text), decoded.bom));
        }
        let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let beside = cx.texts.named(last, file).or_else(|| cx.texts.named(name, file));
        let text = beside.ok_or_else(|| {
            let why = format!("the text of “{name}” is not there: {path}");
            FormatError::TextMissing { why, file: file.clone(), line: alone.line_of(body) }
        })?;
        Ok((Document::new(text), false))
    }

    /// Title, id and whatever variables say.
    fn about(&self, source: Node<'_, '_>, name: &str, document: &mut Document) {
        document.title = Some(name.to_owned()).filter(|name| !name.trim().is_empty());
        let stem = name.strip_suffix(".txt").unwrap_or(name);
        document.id = DocumentId::new(stem).is_ok().then(|| stem.into());
        let mut file = Source::default();
        for value in source.children().filter(|child| child.has_tag_name_local("VariableValue")) {
            let reference = value.children().find(|child| child.has_tag_name_local("VariableRef"));
            let variable =
                reference.and_then(|node| self.known.variables.get(&same_guid(node.attribute("targetGUID")?)));
            let content = value.children().find(|child| child.is_element() && child.tag_name().name() != "VariableRef");
            let Some((variable, content)) = variable.zip(content.map(words_of)) else { continue };
            match variable.as_str() {
                "id" => document.id = Some(content.into()),
                "language" => document.language = Some(content),
                "date" => document.date = Some(content),
                "outlet" => document.outlet = Some(content),
                "source" => file.file = content,
                "source encoding" => file.encoding = content,
                "source byte order mark" => file.bom = content == "true",
                "source sha256" => file.sha256 = content.parse().ok(),
                "source importer" => file.importer = content,
                name => drop(document.meta.insert(name.strip_prefix("meta ").unwrap_or(name).to_owned(), content)),
            }
        }
        document.source = (file != Source::default()).then_some(file);
    }

    /// The spans of a text: one for each coding of each selection. Also what stands under which GUID, and the notes.
    #[allow(clippy::type_complexity, reason = "two lists that are made together")]
    fn selections(
        &self,
        body: Node<'_, '_>,
        text: &Text,
        has_mark: bool,
        (sets, losses): (&mut Vec<Set>, &mut Losses),
        name: &str,
    ) -> (Places, Vec<(String, Option<String>)>) {
        let selections: Vec<Node<'_, '_>> =
            body.children().filter(|child| child.has_tag_name_local("PlainTextSelection")).collect();
        let names: Vec<String> =
            selections.iter().map(|node| plain(node.attribute("name").unwrap_or_default())).collect();
        let position = |node: &Node<'_, '_>, name: &str| node.attribute(name).and_then(|at| at.trim().parse().ok());
        let claimed = |(node, name): (&Node<'_, '_>, &'_ String)| {
            // Without both there is no place, and the message says which one is missing.
            let (start, end) = (position(node, "startPosition"), position(node, "endPosition"));
            (start.unwrap_or(-1), end.unwrap_or(-1), name.clone())
        };
        let owned: Vec<(i64, i64, String)> = selections.iter().zip(&names).map(claimed).collect();
        let claims: Vec<Claimed<'_>> =
            owned.iter().map(|(start, end, name)| Claimed { start: *start, end: *end, name }).collect();
        let (count, found) = placed(text, &claims, has_mark);
        if count != Count::STANDARD {
            losses.add(LossKind::Unit, || {
                format!("positions in “{name}” count otherwise than the standard says: {count}")
            });
        }
        let (mut places, mut refs) = (Places::new(), Vec::new());
        for ((node, at), label) in selections.iter().zip(found).zip(&names) {
            let guid = guid_of(*node);
            let on = Some(guid.clone());
            refs.extend(note_refs(*node).into_iter().map(|note| (note, on.clone())));
            for coding in node.children().filter(|child| child.has_tag_name_local("Coding")) {
                refs.extend(note_refs(coding).into_iter().map(|note| (note, on.clone())));
            }
            match at {
                Ok(at) => self.spans(*node, at, &guid, (sets, losses), &mut places),
                Err(why) => losses.add(LossKind::Span, || format!("“{label}” in “{name}”: {why}")),
            }
        }
        (places, refs)
    }

    fn spans(
        &self,
        node: Node<'_, '_>,
        at: Fragments,
        guid: &str,
        (sets, losses): (&mut Vec<Set>, &mut Losses),
        places: &mut Places,
    ) {
        let description = node.children().find(|child| child.has_tag_name_local("Description")).map(words_of);
        let description = description.filter(|words| !words.trim().is_empty());
        let attributes = description.as_deref().and_then(values);
        let mut comment = description.filter(|_| attributes.is_none());
        let mut n_coded = 0;
        for coding in node.children().filter(|child| child.has_tag_name_local("Coding")) {
            let Some(code) = self.code(coding, losses) else { continue };
            let user = coding.attribute("creatingUser").or_else(|| node.attribute("creatingUser"));
            let set = set_of(self.known.user(user), None, sets);
            let made = time(coding, losses).or_else(|| time(node, losses));
            let id: Option<SmolStr> = (n_coded == 0).then(|| record_name(guid).into());
            n_coded += 1;
            let Some(set_there) = sets.get_mut(set) else { continue };
            places.entry(guid.to_owned()).or_insert((set, Kind::Span, set_there.spans.len()));
            let beside = Beside { attributes: attributes.clone().unwrap_or_default(), made, ..Beside::default() };
            if let Some(comment) = comment.take() {
                set_there.notes.push(Note::new(Target::Span(set_there.spans.len()), comment));
            }
            set_there.spans.push(Span { id, beside, ..Span::new(at.clone(), Label::new(code)) });
        }
        if n_coded == 0 {
            losses.add(LossKind::Span, || format!("the selection {guid} has no code"));
        }
    }

    /// The code that a coding gives.
    fn code(&self, coding: Node<'_, '_>, losses: &mut Losses) -> Option<SmolStr> {
        let reference = coding.children().find(|child| child.has_tag_name_local("CodeRef"))?;
        let guid = same_guid(reference.attribute("targetGUID").unwrap_or_default());
        let code = self.known.codes.label(&guid);
        if code.is_none() {
            losses.add(LossKind::Span, || format!("the code {guid} is not in the codebook"));
        }
        code
    }

    fn document_tags(&self, source: Node<'_, '_>, sets: &mut Vec<Set>, losses: &mut Losses) {
        for coding in source.children().filter(|child| child.has_tag_name_local("Coding")) {
            let Some(code) = self.code(coding, losses) else { continue };
            let user = coding.attribute("creatingUser").or_else(|| source.attribute("creatingUser"));
            let set = set_of(self.known.user(user), None, sets);
            let beside = Beside { made: time(coding, losses), ..Beside::default() };
            if let Some(set) = sets.get_mut(set) {
                set.tags.push(DocumentTag { beside, ..DocumentTag::new(Label::new(code)) });
            }
        }
    }

    /// Links between two spans of one person are relations.
    fn relations(
        &mut self,
        remark: &Remark<'_>,
        places: &mut Places,
        refs: &mut Vec<(String, Option<String>)>,
        sets: &mut [Set],
        losses: &mut Losses,
    ) {
        for link in &remark.links {
            let (Some(&(from_set, Kind::Span, from)), Some(&(to_set, Kind::Span, to))) =
                (places.get(&link.from), places.get(&link.to))
            else {
                continue;
            };
            self.remarks.linked.insert(link.number);
            let name = plain(link.node.attribute("name").unwrap_or("link"));
            if from_set != to_set {
                losses.add(LossKind::Relation, || format!("“{name}” between spans of two annotators"));
                continue;
            }
            let Some(set) = sets.get_mut(from_set) else { continue };
            let guid = guid_of(link.node);
            places.insert(guid.clone(), (from_set, Kind::Relation, set.relations.len()));
            refs.extend(note_refs(link.node).into_iter().map(|note| (note, Some(guid.clone()))));
            let id = Some(record_name(&guid).into());
            set.relations.push(Relation { id, ..Relation::new(from, to, Label::new(name)) });
        }
    }

    /// Links from a note to a span or the source say what the note is about.
    fn linked_notes(
        &mut self,
        remark: &Remark<'_>,
        source: Node<'_, '_>,
        places: &Places,
        refs: &mut Vec<(String, Option<String>)>,
    ) {
        let own = guid_of(source);
        for link in &remark.links {
            for (note, on) in [(&link.from, &link.to), (&link.to, &link.from)] {
                if remark.notes.contains_key(note) && (places.contains_key(on) || *on == own) {
                    self.remarks.linked.insert(link.number);
                    refs.push((note.clone(), Some(on.clone()).filter(|on| *on != own)));
                }
            }
        }
    }
}
