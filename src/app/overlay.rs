//! What stands over the window: one popover or dialog at a time.

use super::drafts::{
    AttributeDraft, ExampleDraft, ExportDraft, ImportDraft, Refactoring, RevisionDraft, RuleDraft, TaggingAll,
};
use super::verb::Verb;
use super::views::filter::FilterDraft;
use super::views::relations::RelationChoice;
use super::views::span_list::SpanList;
use crate::model::{AnnotatorId, Document, DocumentId, Layer, NoteTarget, RecordId, Tag, Verdict};
use crate::store::Backup;
use crate::workspace::Exported;
use std::path::PathBuf;

/// What stands over the window.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Every command, found by name.
    Commands(Finder),
    /// The keys that work here; a verb that waits for its new key.
    Keys {
        /// What the list is narrowed to.
        filter: String,
        /// The verb that gets the next key pressed.
        waiting: Option<Verb>,
        /// Why the last key was refused.
        refused: Option<String>,
    },
    /// A list of spans.
    Spans(SpanList),
    /// The filter of the project.
    Filter(Box<FilterDraft>),
    /// Typeface, size, spacing, width.
    Reading,
    /// Where in the article to go.
    GoTo {
        /// What is being written.
        typed: String,
        /// Why it leads nowhere.
        problem: Option<String>,
    },
    /// The tour, at one of its steps.
    Tour(usize),
    /// Who is labeling.
    Annotator {
        /// What is being written.
        name: String,
    },
    /// Whose spans to show beside one's own.
    Others,
    /// A new project.
    NewProject {
        /// Its name.
        name: String,
        /// The folder that it goes into.
        folder: String,
        /// The starter codebook, by its place in the list.
        codebook: usize,
    },
    /// Files that are to come in.
    Import(Box<ImportDraft>),
    /// Documents that are to be written in another format.
    Export(Box<ExportDraft>),
    /// What was written, and what the format could not hold of it.
    Exported(Box<Exported>),
    /// A path, typed in the window.
    Path {
        /// What it is for.
        purpose: PathPurpose,
        /// What is being written.
        text: String,
        /// Why it is asked for here.
        why: Option<String>,
    },
    /// What is known about a document.
    Details {
        /// The document as it is being changed.
        document: Box<Document>,
        /// Fields of no fixed meaning, as lines of names and values.
        meta: Vec<(String, String)>,
    },
    /// A tag that is made or changed.
    Tag {
        /// The tag as it is being changed; without an id in the codebook it is new.
        tag: Box<Tag>,
        /// Whether it is new.
        is_new: bool,
        /// Its key, as written.
        key: String,
        /// Its aliases, as written.
        aliases: String,
        /// What the last plan was asked for.
        planned_for: Option<String>,
        /// Why it cannot be kept.
        problem: Option<String>,
    },
    /// A layer that is made or changed.
    Layer {
        /// The layer as it is being changed.
        layer: Box<Layer>,
        /// Whether it is new.
        is_new: bool,
    },
    /// An attribute that is made or changed.
    Attribute {
        /// The attribute as it is being changed.
        draft: Box<AttributeDraft>,
        /// Whether it is new.
        is_new: bool,
    },
    /// A tag with what becomes of its annotations.
    Refactor(Box<Refactoring>),
    /// All places of some words, to tag them.
    TagAll(Box<TaggingAll>),
    /// Another text for a document.
    Revise(Box<RevisionDraft>),
    /// An example of a tag.
    Example(Box<ExampleDraft>),
    /// A rule that proposes a tag.
    Rule(Box<RuleDraft>),
    /// The tag of a new relation.
    Relation(RelationChoice),
    /// A note.
    Note {
        /// What a new one is about.
        on: NoteTarget,
        /// Whose set that stands in, where it is another's.
        of: Option<AnnotatorId>,
        /// The note that is changed; without one it is new.
        note: Option<RecordId>,
        /// What it says.
        body: String,
        /// What it says of a document, where it is a verdict.
        verdict: Option<Verdict>,
    },
    /// A question before documents go for good.
    Purge(Vec<DocumentId>),
    /// The backups.
    Backups {
        /// What was found, the newest first; nothing while it is looked for.
        found: Option<Vec<Backup>>,
        /// Which of them.
        chosen: usize,
    },
    /// A question before edits go that are in memory alone.
    Unsaved {
        /// Why they are.
        why: String,
        /// What would lose them.
        leaving: Leaving,
    },
}

impl Overlay {
    /// Whether it is a dialog in which something is chosen or written, and not only something to look at.
    pub const fn holds_work(&self) -> bool {
        !matches!(
            self,
            Self::Commands(_)
                | Self::Keys { .. }
                | Self::Spans(_)
                | Self::Reading
                | Self::GoTo { .. }
                | Self::Tour(_)
                | Self::Others
                | Self::Exported(_)
        )
    }

    /// Whether it stays when what was asked for in it is done.
    pub const fn outlasts_commands(&self) -> bool {
        matches!(self, Self::Filter(_))
    }

    /// The same, with everything asked again that somebody else answers: whoever was asked has let go of it.
    pub fn asked_anew(mut self) -> Self {
        match &mut self {
            Self::Import(draft) => draft.asked = None,
            Self::Export(draft) => draft.asked = None,
            Self::TagAll(draft) => draft.asked = None,
            Self::Revise(draft) => draft.asked = None,
            Self::Refactor(draft) => draft.planned_for = None,
            Self::Tag { planned_for, .. } => *planned_for = None,
            _ => {}
        }
        self
    }
}

/// A way to leave a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// To the welcome view.
    Close,
    /// Out of the program.
    Quit,
}

/// A field that finds something in a list, and the place chosen there.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    /// What is being written.
    pub text: String,
    /// Which of the entries found.
    pub chosen: usize,
}

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathPurpose {
    /// Texts to add.
    Articles,
    /// A text to take the place of the open one.
    ReplaceText,
    /// A project to open.
    Project,
    /// The folder for a new project.
    NewProject,
    /// A codebook to read.
    ImportCodebook,
    /// A list of words for a rule.
    WordList,
    /// Where to write the codebook.
    ExportCodebook,
    /// Where to write the codebook as a page.
    CodebookPage,
    /// Where to write a table.
    ExportTable,
    /// Where to write a report of agreement.
    AgreementReport,
    /// Where to write an export.
    Export,
    /// The folder for a copy of the project.
    SaveCopy,
    /// Where to write what is to be sent.
    SendWork,
}

impl PathPurpose {
    /// The heading of the question.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Articles => "Open articles",
            Self::ReplaceText => "Replace the text from a file",
            Self::Project => "Open a project",
            Self::NewProject => "Choose a folder for the project",
            Self::ImportCodebook => "Import a codebook",
            Self::WordList => "Read words from a file",
            Self::ExportCodebook => "Export the codebook",
            Self::CodebookPage => "Save the codebook as a page",
            Self::ExportTable => "Save the table",
            Self::AgreementReport => "Save the agreement report",
            Self::Export => "Export to a file or folder",
            Self::SaveCopy => "Save a copy of the project",
            Self::SendWork => "Pack your work to send it",
        }
    }

    /// The verb on the button.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Articles | Self::ReplaceText | Self::Project => "Open",
            Self::NewProject => "Choose",
            Self::ImportCodebook => "Import",
            Self::WordList => "Read",
            Self::ExportCodebook | Self::CodebookPage | Self::ExportTable | Self::AgreementReport | Self::SaveCopy => {
                "Save"
            }
            Self::SendWork => "Pack",
            Self::Export => "Export",
        }
    }

    /// What stands in the empty field.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Articles => "A file, a folder or a zip archive",
            Self::ReplaceText => "A text or Markdown file",
            Self::Project => "The folder that has project.ron in it",
            Self::NewProject => "A folder that is empty or not there yet",
            Self::ImportCodebook => "A codebook file, such as codebook.ron or codebook.qdc",
            Self::WordList => "A list, one word a line, or a CSV file",
            Self::ExportCodebook => "Where to write, such as codebook.ron, or codebook.qdc for REFI-QDA",
            Self::CodebookPage => "Where to write, such as codebook.html",
            Self::ExportTable => "Where to write, such as tags.csv",
            Self::AgreementReport => "Where to write, such as agreement.html, .csv or .json",
            Self::Export => "A folder, or the file to write; an archive if it ends in .zip",
            Self::SaveCopy => "A folder that is empty or not there yet",
            Self::SendWork => "Where to write, such as work.zip",
        }
    }

    /// Whether something is written there.
    pub const fn is_save(self) -> bool {
        matches!(
            self,
            Self::ExportCodebook
                | Self::CodebookPage
                | Self::ExportTable
                | Self::AgreementReport
                | Self::SaveCopy
                | Self::SendWork
                | Self::Export
        )
    }

    /// The file name to begin with when something is written.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::ExportTable => "tags.csv",
            Self::AgreementReport => "agreement.html",
            Self::CodebookPage => "codebook.html",
            Self::SaveCopy => "copy",
            Self::SendWork => "work.zip",
            Self::Export => "export",
            _ => "codebook.ron",
        }
    }
}

/// An answer of a file dialog.
#[derive(Clone, Debug)]
pub struct Picked {
    /// What it was for.
    pub purpose: PathPurpose,
    /// What was chosen; nothing when it was cancelled or no dialog could be shown.
    pub paths: Vec<PathBuf>,
    /// The dialog closed at once without an answer: most likely the desktop has none.
    pub is_missing: bool,
}
