//! Several inputs read into one import: each is taken whole or not at all.
//!
//! What is said about a text that is there goes to that text: by its digest, else by its words where a file has words
//! alone, else by its name, with spans placed by comparing the two versions.

mod homes;
mod known;
mod provenance;
mod sets;
mod words;

use self::homes::Place;
use self::known::Known;
use self::provenance::Provenance;
use super::exchange::{self, Document};
use super::format::Texts;
use super::vocabulary::Vocabulary;
use super::{FormatError, Grouped, Header, LossKind, Losses, ReadCx, ReadOptions, Selection, TagMap, outgoing};
use crate::edit::{Home, Import, Mint, Reanchored};
use crate::model::{self, Annotator, AnnotatorId, Codebook, DocumentId, LayerKind, Project, Source};
use crate::text::Digest;
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashMap, HashSet};

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

    /// Takes what a project of our own says: its documents, and what everybody says about them. False as soon as `go_on` says
    /// no, which hears how many documents were taken.
    pub fn take_project(&mut self, project: &Project, go_on: &mut dyn FnMut(usize) -> bool) -> bool {
        let (all, mut losses) = (Selection::default(), Losses::default());
        let documents: Vec<Document> = outgoing(project, &all, &mut losses).collect();
        self.losses.append(losses);
        self.is_alone = false;
        for (n, document) in documents.into_iter().enumerate() {
            if !go_on(n) {
                return false;
            }
            let source = document.source.clone();
            self.take(document, "project", source);
        }
        true
    }

    /// The project that everything comes into, as it was when the reading began.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Whose all sets are to be.
    pub fn owner(&self) -> Option<&Annotator> {
        self.owner.as_ref()
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
}
