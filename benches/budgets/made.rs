//! Projects made for measuring: texts as a news agency writes them, and spans as dense as people mark them.

use glossator::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, Codebook, Document, DocumentId, Origin, Project, RecordId,
    SetHead, SetKey, SetState, Source, Span, TagId, Timestamp,
};
use glossator::store::{Home, Person, create, starter_codebook};
use glossator::text::{Offset, Text, TextRange};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// Words that the texts are made of; curly quotes and accents make some characters longer than a byte.
const WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "said",
    "on",
    "that",
    "for",
    "with",
    "at",
    "by",
    "from",
    "was",
    "has",
    "would",
    "government",
    "ceasefire",
    "Damascus",
    "Aleppo",
    "Geneva",
    "Staffan",
    "de",
    "Mistura",
    "envoy",
    "opposition",
    "talks",
    "Moscow",
    "Paris",
    "Friday",
    "rebel",
    "district",
    "hospital",
    "convoy",
    "aid",
    "United",
    "Nations",
    "Security",
    "Council",
    "François",
    "Hérault",
    "président",
    "déclaré",
    "“unfair”",
    "Russia’s",
    "minister",
    "foreign",
    "ministry",
    "spokesman",
    "humanitarian",
    "corridor",
    "Kerry",
    "Lavrov",
    "statement",
    "monitoring",
    "Observatory",
    "Human",
    "Rights",
    "killed",
    "wounded",
    "shelling",
    "northern",
    "countryside",
    "negotiations",
    "resume",
    "week",
    "two",
    "hundred",
    "thousand",
    "people",
    "besieged",
    "eastern",
    "Ghouta",
    "Homs",
    "Idlib",
    "Turkey’s",
    "border",
];
/// Bytes of text for each span.
const BYTES_A_SPAN: usize = 100;

/// Who labels.
pub fn person() -> Person {
    Person { id: AnnotatorId::new("ana").expect("an id"), name: "Ana Pérez".to_owned() }
}

/// A text of about `n_bytes`: a headline, then paragraphs of one to four sentences, without blank lines.
pub fn text(rng: &mut fastrand::Rng, n_bytes: usize) -> Text {
    let mut content = String::with_capacity(n_bytes + 600);
    let word = |rng: &mut fastrand::Rng| WORDS[rng.usize(..WORDS.len()).min(rng.usize(..WORDS.len()))];
    for n in 0..7 {
        content.push_str(if n > 0 { " " } else { "" });
        content.push_str(word(rng));
    }
    while content.len() < n_bytes {
        content.push('\n');
        for sentence in 0..rng.usize(1..=4) {
            content.push_str(if sentence > 0 { " " } else { "" });
            for n in 0..rng.usize(8..=26) {
                content.push_str(if n > 0 { " " } else { "" });
                content.push_str(word(rng));
            }
            content.push('.');
        }
    }
    Text::new(content).expect("short enough")
}

/// A range of one to six words somewhere in a text.
pub fn words_in(rng: &mut fastrand::Rng, text: &Text) -> TextRange {
    loop {
        let at = text.floor(rng.usize(..text.len()));
        let start = text.from(at).find(' ').map(|space| at.index() + space + 1);
        let Some(start) = start.filter(|start| *start < text.len()) else { continue };
        let n_words = rng.usize(1..=6).min(rng.usize(1..=6));
        let rest = text.from(Offset::new(start as u32));
        let line = rest.split('\n').next().unwrap_or_default();
        let end = line.match_indices([' ', '.']).nth(n_words - 1).map(|(end, _)| start + end);
        if let Some(end) = end.filter(|end| *end > start) {
            return TextRange::between(Offset::new(start as u32), Offset::new(end as u32));
        }
    }
}

/// Spans on a text: mostly names and phrases, here and there a long passage, and one as long as the text.
pub fn spans(rng: &mut fastrand::Rng, text: &Text, n_spans: usize, codebook: &Codebook) -> Vec<Span> {
    let span = |rng: &mut fastrand::Rng, range: TextRange| Span {
        id: RecordId::drawn(|| rng.u8(0..36)),
        at: range.into(),
        tag: tag(rng, codebook),
        origin: Origin::Hand,
        made: Timestamp::new(1_770_000_000),
    };
    let mut spans = Vec::with_capacity(n_spans);
    while spans.len() < n_spans {
        let mut range = words_in(rng, text);
        if spans.is_empty() {
            range = text.whole();
        } else if spans.len().is_multiple_of(200) {
            range = TextRange::between(range.start(), text.floor(range.start().index() + 5_000));
        }
        spans.push(span(rng, range));
    }
    spans
}

fn tag(rng: &mut fastrand::Rng, codebook: &Codebook) -> TagId {
    codebook.order[rng.usize(..codebook.order.len())].clone()
}

/// A codebook that comes with the program.
pub fn codebook() -> Codebook {
    starter_codebook("news-entities").expect("it ships")
}

/// A project of articles with these lengths in bytes and numbers of spans, marked by [`person`].
pub fn project(seed: u64, articles: impl IntoIterator<Item = (usize, usize)>) -> Project {
    let mut rng = fastrand::Rng::with_seed(seed);
    let id = RecordId::drawn(|| rng.u8(0..36));
    let mut project = Project::new(id, "Made for measuring".to_owned(), codebook());
    let Person { id: annotator, name } = person();
    let who = Annotator { id: annotator.clone(), name, kind: AnnotatorKind::Human };
    project.annotators.insert(annotator.clone(), Arc::new(who));
    for (n, (n_bytes, n_spans)) in articles.into_iter().enumerate() {
        let text = text(&mut rng, n_bytes);
        let id = DocumentId::new(&format!("article-{n:05}")).expect("an id");
        let spans = spans(&mut rng, &text, n_spans, &project.codebook);
        let mut set = AnnotationSet::new(SetHead { text: text.digest(), state: SetState::InProgress });
        set.spans = spans.into_iter().collect();
        project.sets.insert(SetKey { document: id.clone(), annotator: annotator.clone() }, Arc::new(set));
        project.documents.insert(id.clone(), Arc::new(document(id, text, n)));
    }
    project
}

fn document(id: DocumentId, text: Text, n: usize) -> Document {
    let digest = text.digest();
    let file = format!("{id}.txt");
    Document {
        id,
        title: text.slice(text.paragraph_line(0)).to_owned(),
        text,
        language: Some("en".to_owned()),
        date: Some("2016-09-12".to_owned()),
        outlet: Some("An agency".to_owned()),
        source: Some(Source { file, encoding: "UTF-8".to_owned(), bom: false, sha256: Some(digest) }),
        assigned: Vec::new(),
        meta: Default::default(),
        archived: false,
        added: Timestamp::new(1_770_000_000 + n as i64),
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
        place.home().write_text("ui.ron", "(tour_seen: true)").expect("a home");
        place
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
