//! Projects made for measuring: articles with spans as dense as people mark them.

use crate::words::{self, Script, words_in};
use glossator::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, Codebook, Document, DocumentId, Fragments, Project, RecordId,
    SetHead, SetKey, SetState, Source, Span, TagId, Timestamp,
};
use glossator::store::{Home, Person, create, starter_codebook};
use glossator::text::{Text, TextRange};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// Bytes of text for each span.
const BYTES_A_SPAN: usize = 100;

/// Who labels.
pub fn person() -> Person {
    Person { id: AnnotatorId::new("ana").expect("an id"), name: "Ana Pérez".to_owned() }
}

/// An article to be made.
#[derive(Clone, Copy, Debug)]
pub struct Article {
    /// About how long its text is.
    pub n_bytes: usize,
    /// How many spans the person has in it.
    pub n_spans: usize,
    /// What its text is made of.
    pub script: Script,
    /// Whether spans lie in each other and cross; else they seldom meet.
    pub is_tangled: bool,
}

impl Article {
    /// An article in English, with spans that seldom meet.
    pub fn plain(n_bytes: usize, n_spans: usize) -> Self {
        Self { n_bytes, n_spans, script: Script::English, is_tangled: false }
    }

    /// An article with as many spans as people mark, nested and crossing.
    pub fn tangled(script: Script, n_bytes: usize) -> Self {
        Self { n_bytes, n_spans: n_spans(n_bytes), script, is_tangled: true }
    }
}

/// Spans on a text: mostly names and phrases, here and there a long passage, and one as long as the text.
fn spans(rng: &mut fastrand::Rng, text: &Text, n_spans: usize, codebook: &Codebook) -> Vec<Span> {
    let mut spans = Vec::with_capacity(n_spans);
    while spans.len() < n_spans {
        let mut range = words_in(rng, text);
        if spans.is_empty() {
            range = text.whole();
        } else if spans.len().is_multiple_of(200) {
            range = TextRange::between(range.start(), text.floor(range.start().index() + 5_000));
        }
        spans.push(span(rng, range.into(), codebook));
    }
    spans
}

/// Spans in groups of eight at one place: two that stand alone, one with two nested in it, one that crosses it, one
/// with the same range, and one in two or three fragments. Here and there a long passage instead, and three as long
/// as the text.
fn tangled_spans(rng: &mut fastrand::Rng, text: &Text, n_spans: usize, codebook: &Codebook) -> Vec<Span> {
    let within = |range: TextRange, from: u32, to: u32| {
        let place = |part: u32| text.floor(range.start().index() + (range.len() * part / 100) as usize);
        Fragments::one(TextRange::between(place(from), place(to)))
    };
    let mut spans = Vec::with_capacity(n_spans + 8);
    for _ in 0..3 {
        spans.push(span(rng, text.whole().into(), codebook));
    }
    while spans.len() < n_spans {
        let range = words_in(rng, text);
        let passage = TextRange::between(range.start(), text.floor(range.start().index() + 5_000));
        let phrase =
            TextRange::between(range.start(), text.floor(range.start().index() + range.len().max(40) as usize));
        let long = if spans.len().is_multiple_of(25) { passage.into() } else { words_in(rng, text).into() };
        let group = [
            words_in(rng, text).into(),
            long,
            Fragments::one(phrase),
            Fragments::one(phrase),
            within(phrase, 0, 50),
            within(phrase, 20, 40),
            within(phrase, 60, 160),
            apart(&[within(phrase, 0, 20), within(phrase, 45, 70), within(phrase, 180, 220)]),
        ];
        let places = group.into_iter().filter(|at| !at.hull().is_empty());
        spans.extend(places.map(|at| span(rng, at, codebook)).collect::<Vec<_>>());
    }
    spans.truncate(n_spans);
    spans
}

/// One span in several pieces, as far as they are apart.
fn apart(pieces: &[Fragments]) -> Fragments {
    let ranges: Vec<TextRange> = pieces.iter().map(Fragments::hull).collect();
    Fragments::new(&ranges).unwrap_or_else(|_| pieces[0].clone())
}

/// A span with some tag.
pub fn span(rng: &mut fastrand::Rng, at: Fragments, codebook: &Codebook) -> Span {
    let id = RecordId::drawn(|| rng.u8(0..36));
    Span::new(id, at, tag(rng, codebook), Timestamp::new(1_770_000_000))
}

fn tag(rng: &mut fastrand::Rng, codebook: &Codebook) -> TagId {
    codebook.order[rng.usize(..codebook.order.len())].clone()
}

/// A codebook that comes with the program.
pub fn codebook() -> Codebook {
    starter_codebook("news-entities").expect("it ships")
}

/// A project of plain articles with these lengths in bytes and numbers of spans.
pub fn project(seed: u64, articles: impl IntoIterator<Item = (usize, usize)>) -> Project {
    project_of(seed, articles.into_iter().map(|(n_bytes, n_spans)| Article::plain(n_bytes, n_spans)))
}

/// A project of articles, marked by [`person`].
pub fn project_of(seed: u64, articles: impl IntoIterator<Item = Article>) -> Project {
    let mut rng = fastrand::Rng::with_seed(seed);
    let id = RecordId::drawn(|| rng.u8(0..36));
    let mut project = Project::new(id, "Made for measuring".to_owned(), codebook());
    let Person { id: annotator, name } = person();
    let who = Annotator { id: annotator.clone(), name, kind: AnnotatorKind::Human };
    project.annotators.insert(annotator.clone(), Arc::new(who));
    for (n, article) in articles.into_iter().enumerate() {
        let text = words::text(&mut rng, article.script, article.n_bytes);
        let id = article_id(n);
        let make = if article.is_tangled { tangled_spans } else { spans };
        let spans = make(&mut rng, &text, article.n_spans, &project.codebook);
        let mut set = AnnotationSet::new(SetHead { text: text.digest(), state: SetState::InProgress });
        set.spans = spans.into_iter().collect();
        project.sets.insert(SetKey { document: id.clone(), annotator: annotator.clone() }, Arc::new(set));
        project.documents.insert(id.clone(), Arc::new(document(id, text, n)));
    }
    project
}

/// The id of the article with this number.
pub fn article_id(n: usize) -> DocumentId {
    DocumentId::new(&format!("article-{n:05}")).expect("an id")
}

fn document(id: DocumentId, text: Text, n: usize) -> Document {
    let digest = text.digest();
    let file = format!("{id}.txt");
    let title = text.slice(text.paragraph_line(0)).chars().take(80).collect();
    Document {
        language: Some("en".to_owned()),
        date: Some("2016-09-12".to_owned()),
        outlet: Some("An agency".to_owned()),
        source: Some(Source {
            file,
            encoding: "UTF-8".to_owned(),
            bom: false,
            sha256: Some(digest),
            importer: String::new(),
        }),
        ..Document::new(id, title, text, Timestamp::new(1_770_000_000 + n as i64))
    }
}

/// How many spans a text of this length has.
pub fn n_spans(n_bytes: usize) -> usize {
    n_bytes / BYTES_A_SPAN
}

/// A temporary folder with a home in it and a project on the disk. It goes when this is dropped.
pub struct Place {
    folder: TempDir,
}

impl Place {
    /// A place without a project. It is on the disk that the program is built on, and not in memory.
    pub fn empty() -> Self {
        let folder = TempDir::with_prefix_in("budgets-", env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
        let place = Self { folder };
        let settings = place.home().change_settings(|settings| settings.person = Some(person()));
        settings.expect("a home");
        place.forget();
        place
    }

    /// Forgets where the person was in which project, but not that they have seen the tour.
    pub fn forget(&self) {
        self.home().write_text("ui.ron", "(tour_seen: true)").expect("a home");
    }

    /// A place with a project in its files.
    pub fn with(project: &Project) -> Self {
        let place = Self::empty();
        create(&place.project(), project).expect("a project");
        place
    }

    /// The person's own folders.
    pub fn home(&self) -> Home {
        Home::at(&self.home_folder())
    }

    /// The one folder that they all are.
    pub fn home_folder(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The project's folder.
    pub fn project(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// Another folder in this place.
    pub fn other(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The whole place.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}
