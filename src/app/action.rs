//! What views ask for while they draw. [`super::dispatch`] does it at the start of the next frame.

use super::exporting::ExportChoices;
use super::figures::Extent;
use super::importing::ImportChoices;
use super::occurrences::Quest;
use super::overlay::{Leaving, Overlay};
use super::reader::{Emphasis, ReaderEvent, SpanRef};
use super::revising::NewText;
use super::verb::Verb;
use super::widgets::ToastKind;
use crate::edit::Command;
use crate::model::{AnnotatorId, AttributeId, DocumentId, RecordId, SetKey, SetState, SpanKey, TagId, Value, Verdict};
use crate::store::Backup;
use crate::text::{Offset, TextRange};
use std::path::PathBuf;

/// Something to be done.
#[derive(Clone, Debug)]
pub enum Action {
    /// Something that has a name.
    Do(Verb),
    /// Something happened on the page.
    Reader(ReaderEvent),
    /// Gives the selection or the focused spans a tag; `beside` keeps what is there.
    ApplyTag {
        /// The tag.
        tag: TagId,
        /// Adds it to the range of the focused span instead of retagging it.
        beside: bool,
    },
    /// Makes a tag of this name and gives it to the selection.
    ApplyNewTag(String),
    /// Closes the tag palette; what is selected stays selected.
    ClosePalette,
    /// Takes up a tag, so that every selection gets it, or puts it down.
    Arm(Option<TagId>),
    /// Removes certain spans of one's own.
    RemoveSpans(Vec<SpanRef>),
    /// Opens a document with the spans of an annotator beside one's own.
    LookAtWork(DocumentId, AnnotatorId),
    /// Accepts somebody's work on a document, or asks for a comment to return it with.
    Judge(SetKey, Verdict),
    /// Takes what the annotator of a lane says of the item that is looked at.
    TakeVersion(usize),
    /// Opens a document.
    Open(DocumentId),
    /// Opens a document and shows a span of it.
    ShowSpan(SetKey, SpanKey),
    /// Opens a document and shows a relation of it, at one of its ends.
    ShowRelation(SetKey, SpanKey, RecordId),
    /// Opens a document and shows a passage of it.
    ShowPassage(DocumentId, TextRange),
    /// Shows a tag's page in the codebook.
    ShowTag(TagId),
    /// Steps through spans that were made before what their tag means was changed.
    StepThrough {
        /// The tag.
        tag: TagId,
        /// The spans.
        spans: Vec<(SetKey, SpanKey)>,
        /// Which is the first to be shown.
        at: usize,
    },
    /// Focuses a span of the open document and brings it into view.
    GoToSpan(SpanRef),
    /// Gives the open document a tag, or takes it away.
    TagDocument(TagId, bool),
    /// Says something of the open document as a whole; no value takes it away.
    SayOfDocument(AttributeId, Option<Value>),
    /// Links two spans of one's own.
    Relate {
        /// The span that the relation goes out from.
        from: SpanRef,
        /// The span that it leads to.
        to: SpanRef,
        /// As what.
        tag: TagId,
    },
    /// Shows what is said of a relation of a layer on the page, or puts it away.
    ChooseRelation(usize, RecordId),
    /// Says how far one is with a document.
    SetState(DocumentId, SetState),
    /// Changes the project.
    Run(Command),
    /// Plans a command without doing it, asked for under a name.
    Preview(String, Box<Command>),
    /// Looks for all places of something; the number tells searches apart.
    Gather(u64, Box<Quest>),
    /// Asks what becomes of a document with another text; the number tells questions apart.
    PlanRevision(u64, DocumentId, NewText),
    /// Gives a document its other text, as the plan of this number says.
    Revise(u64),
    /// Asks before the open document gets the text of a file.
    ReplaceText(PathBuf),
    /// Opens a popover or dialog.
    ShowOverlay(Box<Overlay>),
    /// Closes it.
    CloseOverlay,
    /// Adds files and folders to the project.
    AddFiles(Vec<PathBuf>),
    /// Asks what files would bring in; the number tells questions apart.
    LookAtFiles(u64, Box<ImportChoices>),
    /// Brings in what the answer of this number says.
    Import(u64),
    /// Asks what an export would hold; the number tells questions apart.
    ForeseeExport(u64, Box<ExportChoices>),
    /// Asks where an export goes.
    AskWhereToExport(Box<ExportChoices>),
    /// Close the dialog of an export, and keep what was chosen for the next time.
    CloseExport(Box<ExportChoices>),
    /// Close the dialog of an import; a project that was made for it goes as well.
    CloseImport,
    /// Writes the export that was asked for last.
    Export(PathBuf),
    /// Adds a text as a new document.
    AddText(String),
    /// Opens a project.
    OpenProject(PathBuf),
    /// Makes a project and opens it.
    CreateProject {
        /// Its folder.
        folder: PathBuf,
        /// Its name.
        name: String,
        /// The starter codebook, if not an empty one.
        codebook: Option<&'static str>,
    },
    /// Adds the tags of a codebook file.
    ImportCodebook(PathBuf),
    /// Reads the words of the open rule from a file.
    ReadWords(PathBuf),
    /// Writes the codebook.
    ExportCodebook(PathBuf),
    /// Writes the codebook as a page.
    SaveCodebookPage(PathBuf),
    /// Writes the table of the statistics.
    ExportTable(PathBuf),
    /// Puts what *Analysis* shows into the report.
    AddToReport,
    /// Writes the figures of agreement.
    SaveAgreement(PathBuf),
    /// Says whether the parts that are left out of the labeling count as text in the statistics.
    WithLeftOut(bool),
    /// Says who is labeling.
    BeAnnotator {
        /// What they are called.
        name: String,
        /// Who, when they are known already.
        id: Option<AnnotatorId>,
    },
    /// Shows somebody else's spans beside one's own, or nobody's.
    ShowOthers(Option<AnnotatorId>),
    /// Puts the caret at a place of the open document.
    GoTo(Offset),
    /// Says how much a tag and those under it ask to be seen on the page.
    Emphasize(TagId, Emphasis),
    /// Hides every other tag on the page.
    ShowOnly(TagId),
    /// Writes the open project into another folder.
    SaveCopy(PathBuf),
    /// Narrows the list, and all that follows it, by a query; by none where it is empty.
    FilterBy(String),
    /// Lets everything through.
    ShowAll,
    /// Looks for something: in what the list lets through, or everywhere.
    SearchFor(String, Extent),
    /// Gives the lines of the search that are meant a tag.
    TagLines(TagId),
    /// Packs what the person said, to be sent.
    SendWork(PathBuf),
    /// Unpacks a backup into a folder of its own, and opens it.
    Restore(Box<Backup>),
    /// Leaves though edits are lost.
    LeaveAnyway(Leaving),
    /// Shows the last steps of the history.
    ShowLatest,
    /// Goes back to a step of the history, by its place there.
    GoBack(usize),
    /// Deletes documents for good.
    Purge(Vec<DocumentId>),
    /// Says something at the bottom of the window.
    Say(ToastKind, String),
}

/// The actions of one frame, in order.
#[derive(Debug, Default)]
pub struct Actions(Vec<Action>);

impl Actions {
    /// Asks for something.
    pub fn push(&mut self, action: Action) {
        self.0.push(action);
    }

    /// Asks for something that has a name.
    pub fn verb(&mut self, verb: Verb) {
        self.0.push(Action::Do(verb));
    }

    /// Opens a popover or dialog.
    pub fn open(&mut self, overlay: Overlay) {
        self.0.push(Action::ShowOverlay(Box::new(overlay)));
    }

    /// All that was asked for.
    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.0)
    }
}
