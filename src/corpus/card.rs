//! The card of a corpus: what is in it, how it came to be and how it was split, as Markdown.

use super::split::Shares;
use crate::formats::{Losses, Naming, Selection};
use crate::model::{DocumentId, LayerKind, Project, SetKey};
use crate::text::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What a card tells of.
pub struct CardInput<'a> {
    /// The project that the corpus is of.
    pub project: &'a Project,
    /// How much of it.
    pub selection: &'a Selection,
    /// What its tags are called.
    pub naming: &'a Naming,
    /// The documents, by part; one part without a name where nothing was split.
    pub parts: &'a [(String, Vec<DocumentId>)],
    /// What was wanted of the split, with its seed.
    pub split: Option<(&'a Shares, u64)>,
    /// How far the parts differ in their tags; see [`super::distance`].
    pub distance: Option<f64>,
    /// Documents that stay together, in groups of two or more.
    pub n_groups: usize,
    /// How far annotators agree, if several annotated the same documents: the mean strict F1 and over how many documents.
    pub agreement: Option<(f64, usize)>,
    /// The format that it was written in.
    pub format: &'a str,
    /// What the format could not carry.
    pub losses: &'a Losses,
    /// The digest of all that was written.
    pub fingerprint: Digest,
}

/// A card that is ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card(String);

impl Card {
    /// Writes a card.
    pub fn of(input: &CardInput<'_>) -> Self {
        let mut out = String::new();
        let n_documents: usize = input.parts.iter().map(|(_, documents)| documents.len()).sum();
        let _ = writeln!(out, "# {}\n", line(&input.project.name));
        let _ = writeln!(out, "{n_documents} documents in the format `{}`.\n", input.format);
        input.counts(&mut out);
        input.tags(&mut out);
        input.annotators(&mut out);
        input.provenance(&mut out);
        input.split(&mut out);
        input.losses(&mut out);
        let _ =
            writeln!(out, "## Fingerprint\n\nSHA-256 over the names and bytes of all files: `{}`", input.fingerprint);
        Self(out)
    }

    /// The Markdown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CardInput<'_> {
    fn keys<'a>(&'a self, id: &'a DocumentId) -> impl Iterator<Item = &'a SetKey> {
        self.selection.sets(self.project, id)
    }

    /// What the spans of a set are called that go out.
    fn tags_of<'a>(&'a self, key: &SetKey) -> impl Iterator<Item = &'a str> {
        let spans = self.project.set(key).into_iter().flat_map(|set| set.spans.iter());
        let selected = spans.filter(|span| self.selection.has_span(span));
        selected.filter_map(|span| self.naming.name_of(&span.tag))
    }

    fn n_spans(&self, id: &DocumentId) -> usize {
        self.keys(id).map(|key| self.tags_of(key).count()).sum()
    }

    fn tag_names(&self) -> Vec<&str> {
        self.selection.span_tags(&self.project.codebook, self.naming)
    }

    /// Of each tag, how many spans and documents some documents have.
    fn tag_counts<'a>(&'a self, documents: &'a [DocumentId]) -> BTreeMap<&'a str, (usize, usize)> {
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for id in documents {
            let mut here: BTreeMap<&str, usize> = BTreeMap::new();
            let tags = self.keys(id).flat_map(|key| self.tags_of(key));
            tags.for_each(|tag| *here.entry(tag).or_default() += 1);
            for (tag, n) in here {
                let count = counts.entry(tag).or_default();
                *count = (count.0 + n, count.1 + 1);
            }
        }
        counts
    }

    fn counts(&self, out: &mut String) {
        out.push_str(
            "## Parts\n\n| part | documents | characters | tokens | spans |\n| --- | ---: | ---: | ---: | ---: |\n",
        );
        for (name, documents) in self.parts {
            let texts = || documents.iter().filter_map(|id| self.project.document(id)).map(|document| &document.text);
            let characters: usize = texts().map(|text| text.as_str().chars().count()).sum();
            let tokens: usize = texts().map(|text| text.n_tokens()).sum();
            let spans: usize = documents.iter().map(|id| self.n_spans(id)).sum();
            let name = if name.is_empty() { "all" } else { name };
            let _ = writeln!(out, "| {name} | {} | {characters} | {tokens} | {spans} |", documents.len());
        }
        let _ = writeln!(out, "\nTokens are those of the tokenizer `{}`.\n", crate::text::TOKENIZER);
    }

    /// Spans and documents of each tag, by part.
    fn tags(&self, out: &mut String) {
        let names: Vec<String> = self.parts.iter().map(|(name, _)| name.clone()).collect();
        let heads: Vec<String> = match names.as_slice() {
            [only] if only.is_empty() => vec!["spans".to_owned(), "documents".to_owned()],
            names => {
                names.iter().flat_map(|name| [format!("spans in {name}"), format!("documents in {name}")]).collect()
            }
        };
        let _ = writeln!(out, "## Tags\n\n| tag | name | {} |", heads.join(" | "));
        let _ = writeln!(out, "| --- | --- |{}", " ---: |".repeat(heads.len()));
        let counts: Vec<_> = self.parts.iter().map(|(_, documents)| self.tag_counts(documents)).collect();
        for tag in self.tag_names().into_iter().filter(|tag| counts.iter().any(|part| part.contains_key(tag))) {
            let cells: Vec<String> = counts
                .iter()
                .map(|part| part.get(tag).copied().unwrap_or_default())
                .flat_map(|(n_spans, n_documents)| [n_spans.to_string(), n_documents.to_string()])
                .collect();
            let name = self.project.codebook.meant(LayerKind::Span, tag).map_or(tag, |tag| &tag.name);
            let _ = writeln!(out, "| `{}` | {} | {} |", line(tag), line(name), cells.join(" | "));
        }
        out.push('\n');
    }

    fn annotators(&self, out: &mut String) {
        let mut counts: BTreeMap<&SetKey, usize> = BTreeMap::new();
        for id in self.parts.iter().flat_map(|(_, documents)| documents) {
            for key in self.keys(id) {
                counts.insert(key, self.tags_of(key).count());
            }
        }
        let mut by_annotator: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (key, n_spans) in &counts {
            let count = by_annotator.entry(self.project.annotator_name(&key.annotator)).or_default();
            *count = (count.0 + 1, count.1 + n_spans);
        }
        out.push_str("## Annotators\n\n| annotator | documents | spans |\n| --- | ---: | ---: |\n");
        for (name, (n_documents, n_spans)) in by_annotator {
            let _ = writeln!(out, "| {} | {n_documents} | {n_spans} |", line(name));
        }
        out.push('\n');
        let _ = match self.agreement {
            Some((f1, n)) => writeln!(
                out,
                "Agreement: mean pairwise strict F1 {f1:.3} over {n} documents with two annotators or more.\n"
            ),
            None => writeln!(out, "Agreement: undefined, as no document has spans of two annotators.\n"),
        };
    }

    fn provenance(&self, out: &mut String) {
        let documents = || {
            let ids = self.parts.iter().flat_map(|(_, documents)| documents);
            ids.filter_map(|id| self.project.document(id))
        };
        let values = |value: &dyn Fn(&crate::model::Document) -> Option<String>| -> BTreeMap<String, usize> {
            let mut counts = BTreeMap::new();
            documents().filter_map(|it| value(it)).for_each(|value| *counts.entry(value).or_default() += 1);
            counts
        };
        out.push_str("## Provenance\n\n");
        let fields: [(&str, BTreeMap<String, usize>); 3] = [
            ("Outlets", values(&|it| it.outlet.clone())),
            ("Languages", values(&|it| it.language.clone())),
            (
                "Read by",
                values(&|it| it.source.as_ref().map(|source| source.importer.clone()).filter(|it| !it.is_empty())),
            ),
        ];
        for (name, counts) in fields {
            if !counts.is_empty() {
                let listed: Vec<String> = counts.iter().map(|(value, n)| format!("{} ({n})", line(value))).collect();
                let _ = writeln!(out, "- {name}: {}", listed.join(", "));
            }
        }
        let dates: BTreeSet<&str> = documents().filter_map(|it| it.date.as_deref()).collect();
        if let Some((first, last)) = dates.first().zip(dates.last()) {
            let _ = writeln!(out, "- Dates: {} to {}", line(first), line(last));
        }
        let _ =
            writeln!(out, "- Documents with a source file: {}\n", documents().filter(|it| it.source.is_some()).count());
    }

    fn split(&self, out: &mut String) {
        let Some((shares, seed)) = self.split else { return };
        let _ = writeln!(
            out,
            "## Split\n\nIterative stratification (Sechidis, Tsoumakas and Vlahavas 2011), seed {seed}: {shares}. \
             Groups of documents that are nearly the same or share a source, on one side each: {}.",
            self.n_groups
        );
        if let Some(distance) = self.distance {
            let _ = writeln!(out, "Label distribution distance: {distance:.4}.");
        }
        let counts: Vec<_> = self.parts.iter().map(|(_, documents)| self.tag_counts(documents)).collect();
        for tag in self.tag_names() {
            let n: usize = counts.iter().filter_map(|part| part.get(tag)).map(|(_, n_documents)| n_documents).sum();
            if n > 0 && n < self.parts.len() {
                let (tag, n_parts) = (line(tag), self.parts.len());
                let _ = writeln!(out, "`{tag}` stands in {n} documents, and there are {n_parts} parts.");
            }
        }
        for (name, documents) in self.parts {
            let ids: Vec<&str> = documents.iter().map(DocumentId::as_str).collect();
            let _ = writeln!(out, "\n{name}: {}", ids.join(" "));
        }
        out.push('\n');
    }

    fn losses(&self, out: &mut String) {
        out.push_str("## Not as it was\n\n");
        if self.losses.is_empty() {
            out.push_str("Nothing: the format holds all that was written.\n\n");
            return;
        }
        for loss in self.losses.iter() {
            let _ = writeln!(out, "- {}: {}, such as {}", loss.kind.meaning(), loss.count, line(&loss.example));
        }
        out.push('\n');
    }
}

/// Words on one line of a table.
fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
