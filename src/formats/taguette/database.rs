//! A project of Taguette: documents with their highlights, each once for each of its tags.
//!
//! SQLite reads a copy in a folder of its own, so that nothing is written beside the file, and none that it names is opened.

use super::content::text_of;
use crate::formats::exchange::{Document, Label, Set, Span};
use crate::formats::spool::Copied;
use crate::formats::units::{Claim, placed};
use crate::formats::{FormatError, InputFile, LossKind, ReadCx, unit_name};
use crate::text::{Text, Unit};
use rusqlite::{Connection, OpenFlags};

/// The largest project.
const FILE: u64 = 4_000_000_000;

/// What a project has.
const TABLES: [&str; 5] = ["documents", "highlights", "highlight_tags", "projects", "tags"];

/// A row of the documents.
struct Row {
    id: i64,
    name: String,
    description: String,
    html: String,
    project: String,
}

/// Reads a project, or several in one file.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let failed = |error: rusqlite::Error| {
        FormatError::malformed(format!("this is no project of Taguette: {error}"), &file.name, 0, 0)
    };
    let copy = Copied::of(file, FILE)?;
    let database = &opened(&copy, file)?;
    check_tables(database, file)?;
    for id in ids(database).map_err(failed)? {
        let row = row(database, id).map_err(failed)?;
        let highlights = highlights(database, id).map_err(failed)?;
        match document(row, highlights, file, cx) {
            Ok(document) => cx.document(document)?,
            Err(error) => cx.refuse(error)?,
        }
    }
    Ok(())
}

fn opened(copy: &Copied, file: &InputFile) -> Result<Connection, FormatError> {
    let failed = |error: rusqlite::Error| {
        FormatError::malformed(format!("this file of SQLite is damaged: {error}"), &file.name, 0, 0)
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(copy.path(), flags).map_err(failed)?;
    // What a file says is data: its triggers and views get no functions, and cells that lie outside their pages an error.
    for pragma in ["PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA query_only = ON"] {
        database.execute_batch(pragma).map_err(failed)?;
    }
    Ok(database)
}

/// Whether what is asked for are tables: a view may have no end.
fn check_tables(database: &Connection, file: &InputFile) -> Result<(), FormatError> {
    let kind = |name: &str| {
        let query = "SELECT type FROM sqlite_master WHERE name = ?1";
        database.query_row(query, [name], |row| row.get::<_, String>(0)).ok()
    };
    match TABLES.into_iter().find(|name| kind(name).as_deref() != Some("table")) {
        None => Ok(()),
        Some(name) => {
            let why = format!("this is no project of Taguette: it has no table “{name}”");
            Err(FormatError::malformed(why, &file.name, 0, 0))
        }
    }
}

fn ids(database: &Connection) -> rusqlite::Result<Vec<i64>> {
    let mut query = database.prepare("SELECT id FROM documents ORDER BY id")?;
    let ids = query.query_map([], |row| row.get(0))?;
    ids.collect()
}

fn row(database: &Connection, id: i64) -> rusqlite::Result<Row> {
    const QUERY: &str = "SELECT documents.name, documents.description, documents.contents, projects.name FROM documents \
                         LEFT JOIN projects ON projects.id = documents.project_id WHERE documents.id = ?1";
    database.query_row(QUERY, [id], |row| {
        let words = |at: usize| Ok::<String, rusqlite::Error>(row.get::<_, Option<String>>(at)?.unwrap_or_default());
        Ok(Row { id, name: words(0)?, description: words(1)?, html: words(2)?, project: words(3)? })
    })
}

/// Start, end, the passage as far as it was kept, and the tag; no tag for a highlight that has none.
type Highlight = (i64, i64, String, Option<String>);

fn highlights(database: &Connection, document: i64) -> rusqlite::Result<Vec<Highlight>> {
    const QUERY: &str = "SELECT h.start_offset, h.end_offset, h.snippet, t.path FROM highlights AS h \
                         LEFT JOIN highlight_tags AS ht ON ht.highlight_id = h.id LEFT JOIN tags AS t ON t.id = ht.tag_id \
                         WHERE h.document_id = ?1 ORDER BY h.start_offset, h.end_offset, h.id, t.path";
    let mut query = database.prepare(QUERY)?;
    let rows = query.query_map([document], |row| {
        let snippet: Option<String> = row.get(2)?;
        Ok((row.get(0)?, row.get(1)?, snippet.unwrap_or_default(), row.get(3)?))
    })?;
    rows.collect()
}

fn document(
    row: Row,
    highlights: Vec<Highlight>,
    file: &InputFile,
    cx: &mut ReadCx<'_>,
) -> Result<Document, FormatError> {
    let Row { id, name, description, html, project } = row;
    let content = text_of(&html);
    let text = Text::new(content).map_err(|why| FormatError::TooLong { why, file: format!("{}/{name}", file.name) })?;
    let quoted = |snippet: &String| {
        // A snippet is HTML, as the document is.
        Some(text_of(snippet)).filter(|snippet| !snippet.is_empty())
    };
    let claims: Vec<Claim> = highlights
        .iter()
        .map(|(start, end, snippet, _)| Claim { pieces: vec![(*start, *end)], quote: quoted(snippet) })
        .collect();
    let found = placed(&text, &claims, Unit::Byte);
    if found.unit != Unit::Byte {
        cx.losses.add(LossKind::Unit, || format!("“{name}”: offsets are in {} and not in byte", unit_name(found.unit)));
    }
    let mut set = Set::default();
    for ((_, _, snippet, tag), at) in highlights.iter().zip(found.places) {
        match (at, tag) {
            (Ok(at), Some(tag)) => set.spans.push(Span::new(at, Label::new(tag.as_str()))),
            (Ok(_), None) => cx.losses.add(LossKind::Span, || format!("“{snippet}” in “{name}” has no tag")),
            (Err(why), _) => cx.losses.add(LossKind::Span, || format!("“{snippet}” in “{name}”: {why}")),
        }
    }
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let mut document = Document { title: Some(name.clone()), ..Document::new(text) };
    document.id = Some(if stem.is_empty() { id.to_string().into() } else { stem.into() });
    for (key, value) in [("description", description), ("project", project)] {
        if !value.trim().is_empty() {
            document.meta.insert(key.to_owned(), value);
        }
    }
    if !set.spans.is_empty() {
        document.sets.push(set);
    }
    Ok(document)
}
