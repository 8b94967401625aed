//! Several inputs read into one import: each is taken whole or not at all.
//!
//! What is said about a text that is there goes to that text: by its digest, else by its words where a file has words
//! alone, else by its name, with spans placed by comparing the two versions.

mod known;
mod provenance;
mod words;

use self::known::{Known, is_name, is_name_of, names_of};
use self::provenance::Provenance;
use self::words::{Respacing, words_of, words_of_all};
use super::exchange::{self, Beside, Document, Person, Set, Target, Values};
use super::format::Texts;
use super::vocabulary::Vocabulary;
use super::{FormatError, Grouped, Header, LossKind, Losses, ReadCx, ReadOptions, TagMap, covered};
use crate::edit::{Home, Import, ImportedSet, Mint, NewDocument, Reanchored, placed, slug};
use crate::model::{
    self, Annotator, AnnotatorId, AnnotatorKind, AttributeId, Codebook, DocumentId, DocumentTag, Fragments, LayerId,
    LayerKind, Note, NoteTarget, Origin, Project, RecordId, Relation, Said, SetKey, SetState, Source, Span, TagId,
    Timestamp, Value,
};
use crate::text::{Digest, Fate, Revision, Text, quote};
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// What has been read so far.
#[derive(Debug)]
pub struct Batch {
    project: Project,
    vocabulary: Vocabulary,
    mint: Mint,
    me: Annotator,
    owner: Option<Annotator>,
    options: ReadOptions,
    tag_map: TagMap,
    import: Import,
    /// Which of the sets is whose about what.
    set_at: HashMap<(Home, AnnotatorId), usize>,
    /// The texts that are there, by their digests.
    homes: HashMap<Digest, Home>,
    /// The same by their words; made when a file has words alone.
    by_words: Option<HashMap<u64, Home>>,
    document_ids: HashSet<DocumentId>,
    losses: Losses,
    refused: Vec<FormatError>,
    header: Header,
    n_codebooks: usize,
    n_unnamed: usize,
    /// Whether the input that is being taken is one document.
    is_alone: bool,
    /// How often each tag stands in the files, as they call it.
    labels: BTreeMap<(LayerKind, SmolStr), usize>,
}

/// Where the spans of a document go that is read.
enum Place {
    /// The text is the same.
    Same,
    /// The text has other white space between the same words.
    Respaced(Text),
    /// The text is another version.
    Revised(Box<Revision>),
}

impl Batch {
    /// Nothing yet, for this project and read by this person.
    pub fn new(project: &Project, mint: Mint, me: Annotator) -> Self {
        let homes = project.documents.values().map(|it| (it.text.digest(), Home::There(it.id.clone()))).collect();
        Self {
            vocabulary: Vocabulary::new(&project.codebook),
            project: project.clone(),
            mint,
            me,
            owner: None,
            options: ReadOptions::default(),
            tag_map: TagMap::default(),
            import: Import::default(),
            set_at: HashMap::new(),
            homes,
            by_words: None,
            document_ids: project.documents.keys().cloned().collect(),
            losses: Losses::default(),
            refused: Vec::new(),
            header: Header::default(),
            n_codebooks: 0,
            n_unnamed: 0,
            is_alone: false,
            labels: BTreeMap::new(),
        }
    }

    /// Gives all sets to one annotator, whatever the files say.
    pub fn owned_by(self, owner: Option<Annotator>) -> Self {
        Self { owner, ..self }
    }

    /// Reads files as was asked for.
    pub fn reading(self, options: ReadOptions) -> Self {
        Self { options, ..self }
    }

    /// Calls tags what they are to be called.
    pub fn mapping(self, tag_map: TagMap) -> Self {
        Self { tag_map, ..self }
    }

    /// Reads the files of one input and takes all that is in them, or nothing.
    pub fn read(&mut self, input: &Grouped, beside: &dyn Texts) -> Result<(), FormatError> {
        self.read_while(input, beside, &mut |_| true)
    }

    /// The same as far as `go_on` lets it, which hears how many documents of the input were read.
    pub fn read_while(
        &mut self,
        input: &Grouped,
        beside: &dyn Texts,
        go_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), FormatError> {
        let Grouped { format, files, hint } = input;
        let mut losses = Losses::default();
        let mut documents = Vec::new();
        let mut sink = |document| {
            documents.push(document);
            if go_on(documents.len()) { Ok(()) } else { Err(FormatError::Stopped) }
        };
        let texts = Known { project: &self.project, import: &self.import, beside };
        let mut cx = ReadCx::new(&self.options, &mut losses, &texts, &mut sink);
        let read = cx.read(*format, files);
        self.header.append(&cx.header);
        read?;
        let (codebooks, mut refused) = (cx.take_codebooks(), cx.into_refused().into_iter());
        let file = files.first().map(|file| file.name.as_str()).unwrap_or_default();
        let n_sets = |document: &Document| document.sets.iter().filter(|set| !set.is_blank()).count();
        if let Some(owner) = &self.owner
            && let Some(document) = documents.iter().find(|document| n_sets(document) > 1)
        {
            let why = format!("{} cannot have two sets about one document, “{}”", owner.name, document.name());
            return Err(FormatError::SeveralSets { why, file: file.to_owned() });
        }
        if documents.is_empty() && codebooks.is_empty() {
            let why = refused.next();
            self.refused.extend(refused);
            return Err(why.unwrap_or_else(|| FormatError::malformed("there is no document in it", file, 0, 0)));
        }
        self.refused.extend(refused);
        self.losses.append(losses);
        self.n_codebooks += codebooks.len();
        for codebook in codebooks {
            self.define(codebook);
        }
        self.is_alone = documents.len() == 1;
        let mut provenance = Provenance::of(files);
        for document in documents {
            let source = provenance.source_of(&document);
            self.take(hint.applied(document), format.id(), source);
        }
        Ok(())
    }

    /// How files are read.
    pub fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// The documents so far that are new to the project.
    pub fn n_documents(&self) -> usize {
        self.import.documents.len()
    }

    /// The documents so far that something is said about, or that are new.
    pub fn n_taken(&self) -> usize {
        let there = self.import.sets.iter().filter_map(|set| match &set.home {
            Home::There(id) => Some(id),
            Home::New(_) => None,
        });
        self.import.documents.len() + there.collect::<HashSet<_>>().len()
    }

    /// The spans so far, the same range and tag counted once.
    pub fn n_spans(&self) -> usize {
        self.import.sets.iter().map(|set| set.spans.len()).sum()
    }

    /// The spans so far of which no file says whose they are, and nobody was asked for.
    pub fn n_unnamed(&self) -> usize {
        self.n_unnamed
    }

    /// The relations so far.
    pub fn n_relations(&self) -> usize {
        self.import.sets.iter().map(|set| set.relations.len()).sum()
    }

    /// The codebooks so far, as often as one stands beside what is read.
    pub fn n_codebooks(&self) -> usize {
        self.n_codebooks
    }

    /// The codebook with all that came along.
    pub fn codebook(&self) -> &Codebook {
        self.vocabulary.codebook()
    }

    /// The tags so far that the project's codebook lacks.
    pub fn new_tags(&self) -> impl Iterator<Item = &model::Tag> {
        self.vocabulary.new_tags()
    }

    /// The columns of the tables so far, with what they were taken for.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The tags of the files, as they call them, and how often each stands there.
    pub fn labels(&self) -> impl Iterator<Item = (LayerKind, &str, usize)> {
        self.labels.iter().map(|((kind, name), count)| (*kind, name.as_str(), *count))
    }

    /// The parts of files that could not be read, where the rest was to be kept.
    pub fn refused(&self) -> &[FormatError] {
        &self.refused
    }

    /// Everything as one import, and what did not come through as it was.
    pub fn finish(mut self) -> (Import, Losses) {
        self.vocabulary.complete();
        let n_there = self.n_taken() - self.import.documents.len();
        let n_tags = self.new_tags().count();
        self.import.title = match (self.import.documents.as_slice(), n_there) {
            ([], 0) => format!("Import {n_tags} {}", if n_tags == 1 { "tag" } else { "tags" }),
            ([one], 0) => format!("Import “{}”", one.title),
            ([], 1) => "Import annotations of one document".to_owned(),
            ([], n) => format!("Import annotations of {n} documents"),
            (many, _) => format!("Import {} documents", many.len()),
        };
        self.import.layers = self.vocabulary.new_layers().cloned().collect();
        self.import.tags = self.vocabulary.new_tags().cloned().collect();
        self.import.attributes = self.vocabulary.new_attributes();
        for (name, id) in self.vocabulary.renamed_attributes() {
            self.losses.add(LossKind::Id, || format!("the attribute {name:?} is {id} here, and goes out as that"));
        }
        if self.vocabulary.is_mixed() {
            self.settle_values();
        }
        (self.import, self.losses)
    }

    /// Values of new attributes, now that it is known what kind those are of.
    fn settle_values(&mut self) {
        let vocabulary = &self.vocabulary;
        let settle = |said: &mut model::Details| {
            let mut settled = said.said().clone();
            for (id, value) in &mut settled.attributes {
                *value = vocabulary.settled(id, value.clone());
            }
            *said = settled.into();
        };
        for set in &mut self.import.sets {
            set.spans.iter_mut().for_each(|span| settle(&mut span.details));
            set.relations.iter_mut().for_each(|relation| settle(&mut relation.details));
            set.document_tags.iter_mut().for_each(|given| settle(&mut given.details));
            for (id, value) in &mut set.attributes {
                *value = vocabulary.settled(id, value.clone());
            }
        }
    }

    fn define(&mut self, codebook: exchange::Codebook) {
        for tag in &codebook.tags {
            self.labels.entry((tag.kind, tag.label.tag.clone())).or_default();
        }
        self.vocabulary.define(self.tag_map.apply_to_codebook(codebook), &mut self.losses);
    }

    /// Takes a document that is from a source.
    fn take(&mut self, document: Document, format: &'static str, source: Option<Source>) {
        self.count_labels(&document);
        let document = self.tag_map.apply(document, &mut self.losses);
        let says_something = document.sets.iter().any(|set| !set.is_blank());
        let (home, place) = match self.home_of(&document, says_something) {
            Some(there) => {
                if !matches!(there.1, Place::Revised(_)) {
                    self.losses.add(LossKind::Known, || format!("“{}”", document.name()));
                }
                there
            }
            None => (self.add(&document, format, source), Place::Same),
        };
        let mut report = Reanchored::default();
        for set in &document.sets {
            self.take_set(&document, set, &home, (&place, &mut report), format);
        }
        if matches!(place, Place::Revised(_)) {
            self.losses.add(LossKind::Aligned, || format!("“{}”: {report}", document.name()));
        }
    }

    fn count_labels(&mut self, document: &Document) {
        for set in &document.sets {
            for (kind, label) in set.labels() {
                *self.labels.entry((kind, label.tag.clone())).or_default() += 1;
            }
        }
    }

    /// The document that is there already, and how its text differs.
    fn home_of(&mut self, document: &Document, says_something: bool) -> Option<(Home, Place)> {
        if let Some(home) = self.homes.get(&document.text.digest()) {
            // The same article of another outlet is an article of its own, as long as nothing is said about it.
            let is_same = says_something || self.is_named(home, document);
            return is_same.then(|| (home.clone(), Place::Same));
        }
        if !says_something {
            return None;
        }
        if document.is_rebuilt {
            let (project, import) = (&self.project, &self.import);
            let by_words = self.by_words.get_or_insert_with(|| words_of_all(project, import));
            if let Some(home) = by_words.get(&words_of(&document.text)).cloned() {
                let text = self.text_at(&home)?.clone();
                return Some((home, Place::Respaced(text)));
            }
        }
        let there = self.named_so(document)?;
        let revision = Revision::between(&document.text, &there.text);
        let spans: Vec<_> = document.sets.iter().flat_map(|set| &set.spans).collect();
        let n_found = spans.iter().filter(|span| placed(&span.at, &revision).1.is_some()).count();
        // Under the same name there may be another text altogether.
        let is_version = 2 * n_found >= spans.len().max(1);
        is_version.then(|| (Home::There(there.id.clone()), Place::Revised(Box::new(revision))))
    }

    /// The document of the project that has the id of another one, or else is the only one with a name of it.
    fn named_so(&self, document: &Document) -> Option<&Arc<model::Document>> {
        let id = document.id.as_deref().and_then(|id| DocumentId::new(id).ok());
        let with_id = id.and_then(|id| self.project.document(&id));
        with_id.or_else(|| {
            let mut named = self.project.documents.values().filter(|it| is_name_of(it, document));
            named.next().filter(|_| named.next().is_none())
        })
    }

    fn is_named(&self, home: &Home, document: &Document) -> bool {
        match home {
            Home::There(id) => self.project.document(id).is_some_and(|there| is_name_of(there, document)),
            Home::New(at) => self.import.documents.get(*at).is_some_and(|there| {
                let id = there.id.as_ref().map_or("", |id| id.as_str());
                names_of(document).any(|name| is_name(name, id, &there.title, there.source.as_ref()))
            }),
        }
    }

    fn text_at(&self, home: &Home) -> Option<&Text> {
        match home {
            Home::There(id) => self.project.document(id).map(|document| &document.text),
            Home::New(at) => self.import.documents.get(*at).map(|document| &document.text),
        }
    }

    /// Adds a document that is new.
    fn add(&mut self, document: &Document, format: &'static str, source: Option<Source>) -> Home {
        let name = document.id.as_deref();
        let mut id = name.and_then(|name| DocumentId::new(name).ok());
        if let Some(name) = name.filter(|_| id.is_none()) {
            id = None;
            self.losses.add(LossKind::Id, || format!("{name:?} cannot be the id of a document"));
        }
        if let Some(id) = &id
            && !self.document_ids.insert(id.clone())
            && !(self.is_alone && is_named_by_file(document))
        {
            let name = document.name();
            self.losses.add(LossKind::Id, || format!("there is a document {id} already: “{name}” got another id"));
        }
        let untitled = NewDocument::of_text(document.text.clone());
        let title = document.title.clone().filter(|title| !title.trim().is_empty());
        let home = Home::New(self.import.documents.len());
        self.import.documents.push(NewDocument {
            title: title.unwrap_or_else(|| untitled.title.clone()),
            language: document.language.clone(),
            date: document.date.clone(),
            outlet: document.outlet.clone(),
            source: source.map(|source| with_importer(source, format)),
            meta: document.meta.clone(),
            excluded: document.excluded.clone(),
            id,
            ..untitled
        });
        self.homes.entry(document.text.digest()).or_insert_with(|| home.clone());
        if let Some(by_words) = &mut self.by_words {
            by_words.entry(words_of(&document.text)).or_insert_with(|| home.clone());
        }
        home
    }

    fn take_set(
        &mut self,
        document: &Document,
        set: &Set,
        home: &Home,
        (place, report): (&Place, &mut Reanchored),
        format: &'static str,
    ) {
        let annotator = self.annotator(set.annotator.as_ref());
        if self.owner.is_none() && set.annotator.is_none() {
            self.n_unnamed += set.spans.len();
        }
        if !self.import.annotators.iter().any(|other| other.id == annotator.id) {
            self.import.annotators.push(annotator.clone());
        }
        if set.is_blank() {
            return;
        }
        let state = set.state.unwrap_or(SetState::InProgress);
        let mut set = set.clone();
        self.place_spans(document, &mut set, place, report);
        let set_at = (home.clone(), annotator.id.clone());
        let at = match self.set_at.get(&set_at) {
            Some(at) => *at,
            None => {
                let at = self.import.sets.len();
                self.import.sets.push(ImportedSet::new(home.clone(), annotator.id.clone(), state));
                self.set_at.insert(set_at, at);
                at
            }
        };
        let Some(mut into) = self.import.sets.get_mut(at).map(|into| {
            let empty = ImportedSet::new(home.clone(), into.annotator.clone(), into.state);
            std::mem::replace(into, empty)
        }) else {
            return;
        };
        into.state = into.state.max(state);
        self.fill(&mut into, &set, document, home, format);
        if let Some(place) = self.import.sets.get_mut(at) {
            *place = into;
        }
    }

    /// Takes the spans of a set to the text that they are to stand in. Those that have no place there are counted; those
    /// whose place is not certain are marked for another look.
    fn place_spans(&mut self, document: &Document, set: &mut Set, place: &Place, report: &mut Reanchored) {
        let at: Vec<Option<Fragments>> = match place {
            Place::Same => return,
            Place::Respaced(text) => {
                let spaces = Respacing::new(&document.text, text);
                set.spans.iter().map(|span| spaces.place(&span.at)).collect()
            }
            Place::Revised(revision) => {
                let place = |span: &mut exchange::Span| {
                    let (fate, at) = placed(&span.at, revision);
                    report.count(fate);
                    span.beside.flagged |= fate == Fate::Uncertain;
                    at
                };
                set.spans.iter_mut().map(place).collect()
            }
        };
        super::fit::drop_spans(set, LossKind::Span, document, &mut self.losses, |n, _| {
            at.get(n).is_some_and(Option::is_some)
        });
        for (span, at) in set.spans.iter_mut().zip(at.into_iter().flatten()) {
            span.at = at;
        }
    }

    /// Puts the records of a set into an imported one.
    fn fill(&mut self, into: &mut ImportedSet, set: &Set, document: &Document, home: &Home, format: &'static str) {
        let mut ids: HashSet<RecordId> = into.spans.iter().map(|span| span.id).collect();
        ids.extend(into.relations.iter().map(|relation| relation.id));
        ids.extend(into.notes.iter().map(|note| note.id));
        let mut places: HashMap<(Fragments, TagId), RecordId> =
            into.spans.iter().map(|span| ((span.at.clone(), span.tag.clone()), span.id)).collect();
        if let Some(there) = self.set_there(home, &into.annotator) {
            places.extend(there.spans.iter().map(|span| ((span.at.clone(), span.tag.clone()), span.id)));
        }
        // Ids that the file gives come before those that are made.
        let given = set.spans.iter().map(|span| &span.id).chain(set.relations.iter().map(|relation| &relation.id));
        let given: HashSet<RecordId> =
            given.chain(set.notes.iter().map(|note| &note.id)).filter_map(|id| id.as_ref()?.parse().ok()).collect();
        let mut id_for = |name: Option<&SmolStr>, mint: &mut Mint| {
            let own = name.and_then(|name| name.parse().ok()).filter(|id| !ids.contains(id));
            let id = own.unwrap_or_else(|| mint.record_id(|id| ids.contains(&id) || given.contains(&id)));
            ids.insert(id);
            id
        };
        let mut span_ids: Vec<Option<RecordId>> = Vec::with_capacity(set.spans.len());
        for span in &set.spans {
            let Some(tag) = self.vocabulary.tag(LayerKind::Span, &span.label) else {
                span_ids.push(None);
                continue;
            };
            if let Some(&same) = places.get(&(span.at.clone(), tag.clone())) {
                let text = self.text_at(home).unwrap_or(&document.text).clone();
                self.losses.add(LossKind::SameSpan, || {
                    let words = quote(&covered(&text, &span.at));
                    format!("“{words}” as {tag} in “{}”", document.name())
                });
                span_ids.push(Some(same));
                continue;
            }
            let id = id_for(span.id.as_ref(), &mut self.mint);
            places.insert((span.at.clone(), tag.clone()), id);
            span_ids.push(Some(id));
            let (details, origin, made) = self.beside(&tag, &span.beside, document, format);
            into.spans.push(Span { details, origin, ..Span::new(id, span.at.clone(), tag, made) });
        }
        let mut relation_ids: Vec<Option<RecordId>> = Vec::with_capacity(set.relations.len());
        for relation in &set.relations {
            let end = |at: usize| span_ids.get(at).copied().flatten();
            let ends = end(relation.from).zip(end(relation.to));
            let tag = self.vocabulary.tag(LayerKind::Relation, &relation.label);
            let Some(((from, to), tag)) = ends.zip(tag) else {
                self.losses.add(LossKind::Relation, || format!("{} in “{}”", relation.label.tag, document.name()));
                relation_ids.push(None);
                continue;
            };
            let same = self.set_there(home, &into.annotator).and_then(|there| {
                let is_it = |other: &&Relation| (other.from, other.to, &other.tag) == (from, to, &tag);
                there.relations.values().find(is_it).map(|other| other.id)
            });
            if same.is_some() {
                relation_ids.push(same);
                continue;
            }
            let id = id_for(relation.id.as_ref(), &mut self.mint);
            relation_ids.push(Some(id));
            let (details, origin, made) = self.beside(&tag, &relation.beside, document, format);
            into.relations.push(Relation { details, origin, ..Relation::new(id, from, to, tag, made) });
        }
        for given in &set.tags {
            let Some(tag) = self.vocabulary.tag(LayerKind::Document, &given.label) else { continue };
            let (details, origin, made) = self.beside(&tag, &given.beside, document, format);
            into.document_tags.push(DocumentTag { details, origin, ..DocumentTag::new(tag, made) });
        }
        let values = self.values(None, &set.attributes, document);
        into.attributes.extend(values);
        let note_ids: Vec<RecordId> = set.notes.iter().map(|note| id_for(note.id.as_ref(), &mut self.mint)).collect();
        for (note, id) in set.notes.iter().zip(&note_ids) {
            let on = match &note.on {
                Target::Document => Some(NoteTarget::Document),
                Target::Span(at) => span_ids.get(*at).copied().flatten().map(NoteTarget::Span),
                Target::Relation(at) => relation_ids.get(*at).copied().flatten().map(NoteTarget::Relation),
                Target::Note(at) => note_ids.get(*at).copied().map(NoteTarget::Note),
                Target::Elsewhere(kind, name) => name.parse().ok().map(|id| match kind {
                    exchange::Kind::Span => NoteTarget::Span(id),
                    exchange::Kind::Relation => NoteTarget::Relation(id),
                    exchange::Kind::Note => NoteTarget::Note(id),
                }),
            };
            if on.is_none() {
                self.losses.add(LossKind::NoteMoved, || format!("“{}” in “{}”", quote(&note.body), document.name()));
            }
            let of = note.of.as_deref().and_then(|of| AnnotatorId::new(of).ok());
            let made = note.made.unwrap_or(self.mint.now);
            let on = on.unwrap_or(NoteTarget::Document);
            into.notes.push(Note { of, verdict: note.verdict, ..Note::new(*id, on, note.body.clone(), made) });
        }
    }

    fn set_there(&self, home: &Home, annotator: &AnnotatorId) -> Option<&model::AnnotationSet> {
        let Home::There(document) = home else { return None };
        self.project.set(&SetKey { document: document.clone(), annotator: annotator.clone() }).map(Arc::as_ref)
    }

    /// Whose a set is: who was asked for, who the file says, else the person who imports.
    fn annotator(&mut self, person: Option<&Person>) -> Annotator {
        if let Some(owner) = &self.owner {
            return if owner.id == self.me.id { self.me.clone() } else { owner.clone() };
        }
        let Some(person) = person else { return self.me.clone() };
        let id = match AnnotatorId::new(&person.id) {
            Ok(id) => id,
            Err(why) => {
                self.losses.add(LossKind::Id, || why.to_string());
                match AnnotatorId::new(&slug(&person.id, "annotator")) {
                    Ok(id) => id,
                    Err(_) => return self.me.clone(),
                }
            }
        };
        let name = person.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(&person.id);
        Annotator { name: name.to_owned(), kind: person.kind.unwrap_or_else(|| kind_of(&id)), id }
    }

    fn beside(
        &mut self,
        tag: &TagId,
        beside: &Beside,
        document: &Document,
        format: &'static str,
    ) -> (model::Details, Origin, Timestamp) {
        let layer = self.vocabulary.codebook().tag(tag).map(|tag| tag.layer.clone());
        let attributes = self.values(layer.as_ref(), &beside.attributes, document);
        let said = Said { attributes, confidence: beside.confidence, flagged: beside.flagged };
        let origin = beside.origin.clone().unwrap_or_else(|| Origin::Imported(format.into()));
        (said.into(), origin, beside.made.unwrap_or(self.mint.now))
    }

    fn values(
        &mut self,
        layer: Option<&LayerId>,
        values: &Values,
        document: &Document,
    ) -> BTreeMap<AttributeId, Value> {
        let mut known = BTreeMap::new();
        for (name, value) in values {
            match self.vocabulary.value(layer, name, value) {
                Some((id, value)) => drop(known.insert(id, value)),
                None => self.losses.add(LossKind::Attribute, || format!("{name} in “{}”", document.name())),
            }
        }
        known
    }
}

/// Whether a text has its name from its file alone, so that nothing else knows it by that.
fn is_named_by_file(document: &Document) -> bool {
    let is_alone = document.sets.iter().all(Set::is_blank);
    is_alone && document.id.as_deref().is_some_and(|id| is_name(id, "", "", document.source.as_ref()))
}

/// A source with the format and the program that read it; where a file says who read it first, that stays.
fn with_importer(source: Source, format: &'static str) -> Source {
    if !source.importer.is_empty() {
        return source;
    }
    Source { importer: format!("{format}, glossator {}", env!("CARGO_PKG_VERSION")), ..source }
}

fn kind_of(id: &AnnotatorId) -> AnnotatorKind {
    if id.as_str() == "gold" { AnnotatorKind::Gold } else { AnnotatorKind::Human }
}
