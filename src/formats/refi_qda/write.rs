//! Writes `project.qdpx`: the texts one by one, and `project.qde` with all that is said about them after the last.

use super::codes::Codes;
use super::values::description;
use super::words::{guid, xml};
use crate::formats::exchange::{Document, Note, Person, Set, Span, Target};
use crate::formats::output::unwritable;
use crate::formats::spool::Spool;
use crate::formats::{FormatError, Output, WriteCx, Writer, covered, verdict_name};
use crate::model::{LayerKind, Timestamp};
use crate::text::Unit;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};
use zip::write::{SimpleFileOptions, StreamWriter};

/// What is written.
const FILE: &str = "project.qdpx";

/// The longest quote that becomes a selection's name.
const NAME: usize = 500;

type Zip = zip::ZipWriter<StreamWriter<BufWriter<Box<dyn Write>>>>;

/// A project on its way out.
pub(super) struct Project<'a> {
    cx: &'a WriteCx<'a>,
    zip: Zip,
    codes: Codes,
    /// Users by their ids: GUID and name.
    users: BTreeMap<String, (String, String)>,
    variables: BTreeMap<String, String>,
    sources: Part,
    notes: Part,
    links: Part,
    n_documents: usize,
}

/// A part of the project file that is written document by document, and stands behind others that are not known yet.
struct Part {
    /// What belongs to the document that is written.
    xml: String,
    before: Spool,
    is_empty: bool,
}

impl Part {
    fn new() -> Self {
        Self { xml: String::new(), before: Spool::new(), is_empty: true }
    }

    /// Puts aside what belongs to a document.
    fn put_aside(&mut self) -> io::Result<()> {
        self.is_empty &= self.xml.is_empty();
        self.before.write_all(self.xml.as_bytes())?;
        self.xml.clear();
        Ok(())
    }

    /// Writes it as an element, unless there is nothing in it: the schema has no empty lists.
    fn write(self, name: &str, out: &mut impl Write) -> io::Result<()> {
        if self.is_empty {
            return Ok(());
        }
        writeln!(out, "<{name}>")?;
        self.before.copy_to(out)?;
        writeln!(out, "</{name}>")
    }
}

/// The GUIDs of what a set has, by place.
struct Guids {
    spans: Vec<String>,
    relations: Vec<String>,
    notes: Vec<String>,
}

/// A document with the GUIDs of all that is said about it.
struct Source<'d> {
    document: &'d Document,
    guid: String,
    sets: Vec<Guids>,
    /// The notes on each thing.
    notes_on: HashMap<String, Vec<String>>,
}

impl<'a> Project<'a> {
    pub(super) fn new(cx: &'a WriteCx<'a>, out: &mut dyn Output) -> Result<Self, FormatError> {
        let file = BufWriter::with_capacity(1 << 16, out.create(FILE).map_err(unwritable(FILE))?);
        let mut project = Self {
            cx,
            zip: zip::ZipWriter::new_stream(file),
            codes: Codes::default(),
            users: BTreeMap::new(),
            variables: BTreeMap::new(),
            sources: Part::new(),
            notes: Part::new(),
            links: Part::new(),
            n_documents: 0,
        };
        for annotator in cx.annotators {
            let id = annotator.id.as_str();
            let known = (guid(&["user", id]), annotator.name.clone());
            project.users.insert(id.to_owned(), known);
        }
        Ok(project)
    }

    /// Begins a file of the archive.
    fn begin(&mut self, name: &str) -> io::Result<()> {
        // One time for all entries, so that the same project gives the same bytes.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        self.zip.start_file(name, options).map_err(io::Error::other)
    }

    fn text(&mut self, source: &Source<'_>) -> io::Result<()> {
        let text = source.document.text.as_str();
        self.begin(&format!("sources/{}.txt", source.guid))?;
        // Without a mark before it, a text that begins with one would lose its own, and one with NULs be no text.
        if text.starts_with('\u{FEFF}') || text.contains('\0') {
            self.zip.write_all("\u{FEFF}".as_bytes())?;
        }
        self.zip.write_all(text.as_bytes())
    }

    fn user(&mut self, person: Option<&Person>) -> Option<String> {
        let person = person?;
        let name = || person.name.clone().unwrap_or_else(|| person.id.to_string());
        let user = self.users.entry(person.id.to_string()).or_insert_with(|| (guid(&["user", &person.id]), name()));
        Some(user.0.clone())
    }

    fn source(&mut self, source: &Source<'_>) {
        let document = source.document;
        let name = document.title.as_deref().or(document.id.as_deref()).unwrap_or_default();
        let (guid, name) = (&source.guid, xml(name));
        let begin = format!("<TextSource guid=\"{guid}\" name=\"{name}\" plainTextPath=\"internal://{guid}.txt\">\n");
        self.sources.xml.push_str(&begin);
        for (set, guids) in document.sets.iter().zip(&source.sets) {
            let user = self.user(set.annotator.as_ref());
            for (span, span_guid) in set.spans.iter().zip(&guids.spans) {
                self.selection(span, span_guid, user.as_deref(), document, &source.note_refs(span_guid));
            }
        }
        for (set, guids) in document.sets.iter().zip(&source.sets) {
            let user = self.user(set.annotator.as_ref());
            for (at, given) in set.tags.iter().enumerate() {
                let coding = super::words::guid(&["document tag", &source.guid, owner(set), &at.to_string()]);
                self.coding(&coding, user.as_deref(), given.beside.made, (LayerKind::Document, &given.label.tag));
            }
            self.set_links(set, guids, source);
            self.set_notes(set, guids, source, user.as_deref());
        }
        self.sources.xml.push_str(&source.note_refs(&source.guid));
        self.variables_of(document);
        self.sources.xml.push_str("</TextSource>\n");
    }

    fn selection(&mut self, span: &Span, guid: &str, user: Option<&str>, document: &Document, notes: &str) {
        let hull = span.at.hull();
        let [start, end] = [hull.start(), hull.end()].map(|at| document.text.count(at, Unit::CodePoint));
        let words = covered(&document.text, &span.at);
        let cut: String = words.chars().take(NAME).collect();
        let name = if cut.len() < words.len() { format!("{cut}…") } else { cut };
        let when = by(user, span.beside.made);
        let name = xml(&name);
        let _ = write!(
            self.sources.xml,
            "<PlainTextSelection guid=\"{guid}\" name=\"{name}\" startPosition=\"{start}\" endPosition=\"{end}\"{when}>"
        );
        if !span.beside.attributes.is_empty() {
            let _ =
                write!(self.sources.xml, "<Description>{}</Description>", xml(&description(&span.beside.attributes)));
        }
        let coding = super::words::guid(&["coding", guid]);
        self.coding(&coding, user, span.beside.made, (LayerKind::Span, &span.label.tag));
        self.sources.xml.push_str(notes);
        self.sources.xml.push_str("</PlainTextSelection>\n");
    }

    fn coding(&mut self, guid: &str, user: Option<&str>, made: Option<Timestamp>, code: (LayerKind, &str)) {
        let (when, code) = (by(user, made), self.codes.guid(code.0, code.1, self.cx));
        let _ = write!(self.sources.xml, "<Coding guid=\"{guid}\"{when}><CodeRef targetGUID=\"{code}\"/></Coding>");
    }

    fn set_links(&mut self, set: &Set, guids: &Guids, source: &Source<'_>) {
        for (relation, guid) in set.relations.iter().zip(&guids.relations) {
            let ends = guids.spans.get(relation.from).zip(guids.spans.get(relation.to));
            let Some((from, to)) = ends else { continue };
            let notes = source.note_refs(guid);
            let name = xml(&relation.label.tag);
            let _ = writeln!(
                self.links.xml,
                "<Link guid=\"{guid}\" name=\"{name}\" direction=\"OneWay\" originGUID=\"{from}\" targetGUID=\"{to}\">{notes}</Link>"
            );
        }
    }

    fn set_notes(&mut self, set: &Set, guids: &Guids, source: &Source<'_>, user: Option<&str>) {
        for (note, guid) in set.notes.iter().zip(&guids.notes) {
            let answers = source.note_refs(guid);
            let name = note.verdict.map(|verdict| format!(" name=\"{}\"", verdict_name(verdict))).unwrap_or_default();
            let (when, body) = (by(user, note.made), xml(&note.body));
            let _ = writeln!(
                self.notes.xml,
                "<Note guid=\"{guid}\"{name}{when}><PlainTextContent>{body}</PlainTextContent>{answers}</Note>"
            );
        }
    }

    /// What is known of a document, as values of variables, which other programs show in tables.
    fn variables_of(&mut self, document: &Document) {
        let mut values: Vec<(String, String)> = Vec::new();
        let mut put = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                values.push((name.to_owned(), value.to_owned()));
            }
        };
        put("id", document.id.as_deref());
        put("language", document.language.as_deref());
        put("date", document.date.as_deref());
        put("outlet", document.outlet.as_deref());
        if let Some(source) = &document.source {
            put("source", Some(&source.file));
            put("source encoding", Some(source.encoding.as_str()).filter(|name| !name.is_empty()));
            put("source byte order mark", source.bom.then_some("true"));
            put("source sha256", source.sha256.map(|digest| digest.to_string()).as_deref());
            put("source importer", Some(source.importer.as_str()).filter(|name| !name.is_empty()));
        }
        for (key, value) in &document.meta {
            let is_taken = super::sources::is_own_variable(key);
            put(&if is_taken { format!("meta {key}") } else { key.clone() }, Some(value));
        }
        for (name, value) in values {
            let variable = self.variables.entry(name.clone()).or_insert_with(|| guid(&["variable", &name]));
            let _ = writeln!(
                self.sources.xml,
                "<VariableValue><VariableRef targetGUID=\"{variable}\"/><TextValue>{}</TextValue></VariableValue>",
                xml(&value)
            );
        }
    }

    /// Writes what comes after the texts.
    fn close(mut self) -> io::Result<()> {
        self.begin("project.qde")?;
        self.zip.write_all(self.head().as_bytes())?;
        self.sources.write("Sources", &mut self.zip)?;
        self.notes.write("Notes", &mut self.zip)?;
        self.links.write("Links", &mut self.zip)?;
        self.zip.write_all(b"</Project>\n")?;
        self.zip.finish()?.into_inner().flush()
    }

    fn head(&self) -> String {
        let options = self.cx.options;
        let name = if options.name.is_empty() { "Glossator" } else { &options.name };
        let (name, version, now) = (xml(name), env!("CARGO_PKG_VERSION"), options.now);
        let mut head = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"{name}\" \
             origin=\"Glossator {version}\" creationDateTime=\"{now}\">\n"
        );
        let user = |(id, (guid, name)): (&String, &(String, String))| {
            format!("<User guid=\"{guid}\" name=\"{}\" id=\"{}\"/>\n", xml(name), xml(id))
        };
        head.push_str(&within("Users", &self.users.iter().map(user).collect::<String>()));
        head.push_str(&within("CodeBook", &self.codes.element(self.cx)));
        let variable = |(name, guid): (&String, &String)| {
            format!("<Variable guid=\"{guid}\" name=\"{}\" typeOfVariable=\"Text\"/>\n", xml(name))
        };
        head.push_str(&within("Variables", &self.variables.iter().map(variable).collect::<String>()));
        head
    }
}

impl Writer for Project<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        self.n_documents += 1;
        let source = Source::new(document, self.n_documents);
        self.text(&source).map_err(unwritable(FILE))?;
        self.source(&source);
        let parts = [&mut self.sources, &mut self.notes, &mut self.links];
        parts.into_iter().try_for_each(Part::put_aside).map_err(unwritable(FILE))
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        self.close().map_err(unwritable(FILE))
    }
}

impl<'d> Source<'d> {
    fn new(document: &'d Document, number: usize) -> Self {
        let name = document.id.as_deref().unwrap_or_else(|| document.name());
        let guid = guid(&["source", name, &document.text.digest().to_string(), &number.to_string()]);
        let sets: Vec<Guids> = document.sets.iter().map(|set| Guids::new(set, &guid)).collect();
        let mut source = Self { document, guid, sets, notes_on: HashMap::new() };
        let mut notes_on: HashMap<String, Vec<String>> = HashMap::new();
        for (set, guids) in document.sets.iter().zip(&source.sets) {
            for (note, guid) in set.notes.iter().zip(&guids.notes) {
                let on = source.target(note, guids).unwrap_or(&source.guid);
                notes_on.entry(on.to_owned()).or_default().push(guid.clone());
            }
        }
        source.notes_on = notes_on;
        source
    }

    /// The GUID of what a note is about; none for what is not in the document.
    fn target<'s>(&'s self, note: &Note, own: &'s Guids) -> Option<&'s str> {
        let guid = match &note.on {
            Target::Document => return Some(&self.guid),
            Target::Span(at) => own.spans.get(*at),
            Target::Relation(at) => own.relations.get(*at),
            Target::Note(at) => own.notes.get(*at),
            Target::Elsewhere(_, name) => {
                let (place, guids) = self.document.sets.iter().zip(&self.sets).find_map(|(set, guids)| {
                    let place = place_of(set, name)?;
                    Some((place, guids))
                })?;
                match place {
                    Target::Span(at) => guids.spans.get(at),
                    Target::Relation(at) => guids.relations.get(at),
                    Target::Note(at) => guids.notes.get(at),
                    _ => None,
                }
            }
        };
        guid.map(String::as_str)
    }

    fn note_refs(&self, on: &str) -> String {
        let notes = self.notes_on.get(on).into_iter().flatten();
        notes.map(|guid| format!("<NoteRef targetGUID=\"{guid}\"/>")).collect()
    }
}

impl Guids {
    fn new(set: &Set, source: &str) -> Self {
        let owner = owner(set);
        let all = |kind: &str, n: usize| (0..n).map(|at| guid(&[kind, source, owner, &at.to_string()])).collect();
        Self {
            spans: all("span", set.spans.len()),
            relations: all("relation", set.relations.len()),
            notes: all("note", set.notes.len()),
        }
    }
}

/// Where a set has a record of some name, of whatever kind: not all files say which kind is meant.
pub(super) fn place_of(set: &Set, name: &str) -> Option<Target> {
    let is_it = |id: &Option<smol_str::SmolStr>| id.as_deref() == Some(name);
    let span = || set.spans.iter().position(|span| is_it(&span.id)).map(Target::Span);
    let relation = || set.relations.iter().position(|relation| is_it(&relation.id)).map(Target::Relation);
    let note = || set.notes.iter().position(|note| is_it(&note.id)).map(Target::Note);
    span().or_else(relation).or_else(note)
}

fn owner(set: &Set) -> &str {
    set.annotator.as_ref().map_or("", |person| &person.id)
}

fn by(user: Option<&str>, made: Option<Timestamp>) -> String {
    let user = user.map(|user| format!(" creatingUser=\"{user}\"")).unwrap_or_default();
    let made = made.map(|made| format!(" creationDateTime=\"{made}\"")).unwrap_or_default();
    format!("{user}{made}")
}

/// An element with something in it, or nothing: the schema has no empty lists.
fn within(name: &str, content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("<{name}>\n{content}</{name}>\n") }
}
