//! Everything that can be done by name: its words, its keys, its icon. Menus, palette and key help are read from here.

use super::keys::Chord;
use super::theme::icons;
use egui::Key;

macro_rules! verbs {
    ($( $(#[$doc:meta])* $verb:ident { $id:literal, $group:ident, $name:literal, $icon:ident, [$($key:expr),* $(,)?], $help:literal } )*) => {
        /// Something a person can do by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Verb {
            $( $(#[$doc])* #[doc = $help] $verb, )*
        }

        impl Verb {
            /// All of them, in the order of menus and help.
            pub const ALL: &'static [Self] = &[$(Self::$verb),*];

            /// What it is called in the keymap file.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$verb => $id),* }
            }

            /// Its name on controls and in the palette.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$verb => $name),* }
            }

            /// One sentence about what it does.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$verb => $help),* }
            }

            /// Its icon, empty for none.
            pub const fn icon(self) -> &'static str {
                match self { $(Self::$verb => icons::$icon),* }
            }

            /// Where it belongs.
            pub const fn group(self) -> Group {
                match self { $(Self::$verb => Group::$group),* }
            }

            /// The keys it has unless a person moves them.
            pub fn default_keys(self) -> Vec<Chord> {
                match self { $(Self::$verb => vec![$($key),*]),* }
            }
        }
    };
}

/// Where a verb belongs, and so when its keys work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Projects and files.
    Project,
    /// The open document and the list.
    Document,
    /// Marking text: these keys work while the article has the keyboard.
    Labeling,
    /// The caret and the selection: likewise.
    Caret,
    /// Deciding between versions: these keys work in the review, before those of labeling.
    Review,
    /// What the window shows.
    Window,
}

impl Group {
    /// All groups, in the order of the key help.
    pub const ALL: [Self; 6] = [Self::Labeling, Self::Caret, Self::Review, Self::Document, Self::Project, Self::Window];

    /// Its heading.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Project => "Project",
            Self::Document => "Article",
            Self::Labeling => "Labeling",
            Self::Caret => "Caret and selection",
            Self::Review => "Review",
            Self::Window => "Window",
        }
    }

    /// Whether its keys work only while the article has the keyboard.
    pub const fn needs_article(self) -> bool {
        matches!(self, Self::Labeling | Self::Caret | Self::Review)
    }
}

const fn key(key: Key) -> Chord {
    Chord::plain(key)
}

const fn shift(key: Key) -> Chord {
    Chord::plain(key).with_shift()
}

const fn ctrl(key: Key) -> Chord {
    Chord::plain(key).with_ctrl()
}

const fn alt(key: Key) -> Chord {
    Chord::plain(key).with_alt()
}

verbs! {
    TagPalette { "tag-palette", Labeling, "Choose a tag…", TAG, [key(Key::Slash)], "Opens the tag palette beside the selection; type a part of a tag's name or path" }
    RepeatTag { "repeat-tag", Labeling, "Repeat the last tag", REFRESH, [key(Key::Q)], "Gives the selection the tag that was used last" }
    TagNext { "tag-next", Labeling, "Tag the next same words", ARROW_ELBOW_DOWN_RIGHT, [ctrl(Key::D)], "Finds the words of the focused span again, tags them alike and goes there" }
    TagAll { "tag-all", Labeling, "Tag all occurrences…", ROWS, [ctrl(Key::D).with_shift()], "Lists all places of the selected words, or of the focused span's, to tag those that are ticked in one step" }
    NewTagFromText { "in-vivo", Labeling, "New tag from the selected words", SPARKLE, [key(Key::V)], "Makes a tag named by the selected words and marks them with it" }
    RemoveSpans { "remove", Labeling, "Remove the span", ERASER, [key(Key::Delete), key(Key::Backspace)], "Removes the focused spans" }
    HoldStart { "hold-start", Labeling, "Take hold of the span's start", CARET_LEFT, [key(Key::OpenBracket)], "Left and Right then move the start, Enter keeps it, Esc restores it" }
    HoldEnd { "hold-end", Labeling, "Take hold of the span's end", CARET_RIGHT, [key(Key::CloseBracket)], "Left and Right then move the end, Enter keeps it, Esc restores it" }
    Confirm { "confirm", Labeling, "Keep", CHECK, [key(Key::Enter)], "Keeps a moved edge, or takes the first tag of the open palette" }
    WriteNote { "note", Labeling, "Write a note…", NOTE_PENCIL, [key(Key::M)], "Writes a note on the focused span, or on the article" }
    Attributes { "attributes", Labeling, "Attributes of the span", LIST_BULLETS, [key(Key::E)], "Goes to the attributes of the focused span; Tab steps through them, Esc goes back" }
    DocumentLabels { "document-labels", Labeling, "Labels of the article", TAG, [key(Key::D)], "Goes to the tags and attributes of the article as a whole" }
    CorrectText { "correct-text", Labeling, "Correct the text…", CURSOR_TEXT, [ctrl(Key::E)], "Types the selected words anew, or the word at the caret; spans stay with their words" }
    LeaveOut { "leave-out", Labeling, "Leave out the selection", EYE_SLASH, [ctrl(Key::L).with_shift()], "Leaves the selection out of the labeling, or the paragraph at the caret: it is dimmed, and does not count in shares of the text" }
    TakeInAgain { "take-in-again", Labeling, "Take the selection in again", EYE, [ctrl(Key::I).with_shift()], "Takes what is left out of the selection in again, or the part at the caret" }
    Flag { "flag", Labeling, "Flag for another look", FLAG, [key(Key::F)], "Flags the focused spans, or takes their flags away" }
    LinkSpan { "link", Labeling, "Link the span…", LINK, [ctrl(Key::R)], "Begins a relation at the focused span: click another one, or go there with Tab and press Enter" }
    AddFragment { "add-fragment", Labeling, "Add to the span", PLUS, [shift(Key::Enter)], "Adds the selected words to the span that was focused last, as another fragment; Ctrl and a drag does so with the pointer" }
    MarkPlace { "mark-place", Labeling, "Mark this place", CURSOR_TEXT, [alt(Key::Enter)], "The next tag key marks the place of the caret, between two characters, where its layer allows that; Alt and a click does so with the pointer" }
    UseAsExample { "example", Labeling, "Use as an example", BOOKMARK, [key(Key::B)], "Takes the focused span with its sentence into the examples of its tag, with a link to where it stands" }
    UseAsCounterexample { "counterexample", Labeling, "Use as a counterexample…", BOOKMARK, [shift(Key::B)], "Takes the focused span, or the selected words, into what shows that a tag is not for them" }
    StillRight { "still-right", Labeling, "Say that the span is still right", SEAL_CHECK, [], "Says that the focused spans are right by what their tags mean today, though they were marked before" }
    NextItem { "next-item", Labeling, "Next open item", WARNING, [key(Key::N)], "Goes to the next problem in the article and says what it is" }
    FixItem { "fix-item", Labeling, "Accept the proposal, or fix the open item", CHECK, [key(Key::A)], "Marks what is proposed and goes on to the next proposal; sets the problem right that was gone to last, where one step does" }
    RejectProposal { "reject", Labeling, "Reject the proposal", X_CIRCLE, [key(Key::X)], "The focused proposal is not made again; goes on to the next one" }
    SkipProposal { "skip", Labeling, "Pass by the proposal", ARROW_RIGHT, [key(Key::Space)], "Goes on to the next proposal and leaves this one open" }
    AcceptAlike { "accept-alike", Labeling, "Accept all alike", CHECK_CIRCLE, [shift(Key::A)], "Accepts all proposals of the same words as the same tag, once it has said how many they are" }
    ProposeAgain { "propose-again", Labeling, "Propose again what was rejected", REFRESH, [], "Forgets what was rejected in this article" }
    PreviousItem { "previous-item", Labeling, "Previous open item", WARNING, [shift(Key::N)], "Goes to the problem before and says what it is" }
    HideTag { "hide-tag", Labeling, "Hide the focused span's tag", EYE_SLASH, [ctrl(Key::H)], "Spans with this tag and those under it are not drawn, until all tags are shown again" }
    DimTag { "dim-tag", Labeling, "Dim the focused span's tag", EYE, [], "Spans with this tag and those under it are drawn faintly" }
    ShowOnlyTag { "show-only-tag", Labeling, "Show only the focused span's tag", TARGET, [], "Spans with other tags are not drawn, until all tags are shown again" }
    ToggleExact { "exact", Labeling, "Select exact characters", CURSOR_TEXT, [key(Key::G)], "Selections no longer snap to words, until it is pressed again; Alt does so for one selection" }
    NextSpan { "next-span", Caret, "Next span", ARROW_DOWN, [key(Key::Tab)], "Goes to the next span" }
    PreviousSpan { "previous-span", Caret, "Previous span", ARROW_UP, [shift(Key::Tab)], "Goes to the span before" }
    SpansHere { "spans-here", Caret, "Spans here…", STACK, [key(Key::Period)], "Lists the spans that lie on each other at the caret, from the innermost" }
    ArticleSpans { "spans", Document, "Spans of the article…", LIST_BULLETS, [ctrl(Key::J)], "Lists all spans of the article, to go to one" }
    Back { "back", Caret, "Take back one thing", ARROW_LEFT, [key(Key::Escape)], "Closes what is open, lets go of an edge, of the selection, of the armed tag, of the focused span: one thing at a time" }
    SelectSentence { "sentence", Caret, "Select the sentence", QUOTES, [key(Key::S)], "Selects the sentence at the caret" }
    SelectAll { "select-all", Caret, "Select the whole article", TEXT_T, [ctrl(Key::A)], "Selects everything" }
    Copy { "copy", Caret, "Copy the text", COPY, [ctrl(Key::C)], "Puts the selected text, or that of the focused span, on the clipboard exactly as it is stored" }
    WordLeft { "word-left", Caret, "A word to the left", ARROW_LEFT, [key(Key::ArrowLeft)], "Moves the caret by a word" }
    WordRight { "word-right", Caret, "A word to the right", ARROW_RIGHT, [key(Key::ArrowRight)], "Moves the caret by a word" }
    GraphemeLeft { "character-left", Caret, "A character to the left", ARROW_LEFT, [alt(Key::ArrowLeft)], "Moves the caret by a character" }
    GraphemeRight { "character-right", Caret, "A character to the right", ARROW_RIGHT, [alt(Key::ArrowRight)], "Moves the caret by a character" }
    LineUp { "line-up", Caret, "A line up", ARROW_UP, [key(Key::ArrowUp)], "Moves the caret by a line" }
    LineDown { "line-down", Caret, "A line down", ARROW_DOWN, [key(Key::ArrowDown)], "Moves the caret by a line" }
    ParagraphUp { "paragraph-up", Caret, "A paragraph up", ARROW_UP, [ctrl(Key::ArrowUp)], "Moves the caret by a paragraph" }
    ParagraphDown { "paragraph-down", Caret, "A paragraph down", ARROW_DOWN, [ctrl(Key::ArrowDown)], "Moves the caret by a paragraph" }
    LineStart { "line-start", Caret, "Start of the line", CARET_LEFT, [key(Key::Home)], "Moves the caret to the start of the line" }
    LineEnd { "line-end", Caret, "End of the line", CARET_RIGHT, [key(Key::End)], "Moves the caret to the end of the line" }
    PageUp { "page-up", Caret, "A page up", CARET_UP, [key(Key::PageUp)], "Moves the caret by a page" }
    PageDown { "page-down", Caret, "A page down", CARET_DOWN, [key(Key::PageDown)], "Moves the caret by a page" }
    TextStart { "text-start", Caret, "Start of the article", CARET_UP, [ctrl(Key::Home)], "Moves the caret to the start" }
    TextEnd { "text-end", Caret, "End of the article", CARET_DOWN, [ctrl(Key::End)], "Moves the caret to the end" }
    NextDisagreement { "next-disagreement", Review, "Next disagreement", WARNING, [key(Key::N)], "Goes to the next item that annotators disagree about" }
    PreviousDisagreement { "previous-disagreement", Review, "Previous disagreement", WARNING, [shift(Key::N)], "Goes to the item before" }
    SkipDisagreement { "skip-disagreement", Review, "Leave the item open", ARROW_RIGHT, [key(Key::Space)], "Goes on to the next item and decides nothing about this one" }
    RejectAll { "reject-all", Review, "None of these", X_CIRCLE, [key(Key::X)], "Takes no version into gold, and records that as a decision" }
    EditBeforeTaking { "edit-version", Review, "Edit the version", EDIT, [key(Key::E)], "Takes the version that most have and takes hold of its end; a tag from the palette changes its tag" }
    CommentToAnnotator { "comment", Review, "Comment to the annotator…", CHAT_TEXT, [key(Key::M)], "Writes a note on a version, for whoever said it" }
    DecisionAsExample { "decision-example", Review, "Use the decision as an example", BOOKMARK, [key(Key::B)], "Takes what was decided, with its sentence, into the examples of its tag" }
    TakeUnanimous { "take-unanimous", Review, "Take what all agree on", CHECK_CIRCLE, [shift(Key::A)], "Takes every open item of the article that all annotators agree on, once it has said how many they are" }
    TakeMajority { "take-majority", Review, "Take what most agree on", USERS, [], "Takes every open item of the article on which more than half agree, once it has said how many they are" }
    ReopenItem { "reopen", Review, "Open the item again", UNDO, [key(Key::Backspace)], "Takes back what was decided about the item" }
    ReckonGamma { "gamma", Review, "Reckon gamma", CHART_BAR, [], "Reckons the best match of everybody's spans beyond chance, which takes a while where many people marked much" }
    WhatIf { "what-if", Review, "What if: merge tags, leave somebody out…", SPARKLE, [], "Tries what agreement would be if tags were merged, somebody had not taken part, or boundaries did not matter, and ranks that by what it gains; nothing is changed" }
    SaveAgreement { "save-agreement", Review, "Save the agreement report…", EXPORT, [], "Writes the figures of agreement with their intervals as a page, a table or JSON, as the ending of the file says" }
    FinishGold { "finish-gold", Review, "Finish the article’s gold", CHECK_CIRCLE, [ctrl(Key::Enter)], "Marks the gold set as finished and opens the next article of the queue" }
    SideBySide { "side-by-side", Review, "Sets in columns", COLUMNS, [key(Key::V)], "Shows gold and everybody’s sets in columns that scroll together, or as lanes in one text again" }
    ShowNames { "show-names", Review, "Show or hide names", EYE, [], "Says whose the versions are, or calls them A, B and C again, for everybody in the project" }
    Find { "find", Document, "Find in the article…", SEARCH, [ctrl(Key::F)], "Finds words in the open article" }
    FindNext { "find-next", Document, "Next hit", CARET_DOWN, [key(Key::F3)], "Goes to the next hit" }
    FindPrevious { "find-previous", Document, "Previous hit", CARET_UP, [shift(Key::F3)], "Goes to the hit before" }
    FindCase { "find-case", Document, "Match case", TEXT_AA, [alt(Key::C)], "Finding tells capitals from small letters, until it is pressed again" }
    FindWholeWord { "find-word", Document, "Whole words", TEXT_T, [alt(Key::W)], "Finding takes only what begins and ends where words do, until it is pressed again" }
    FindRegex { "find-regex", Document, "Regular expression", HASH, [alt(Key::R)], "Finding takes what is typed as a regular expression, until it is pressed again" }
    GoToParagraph { "go-to-paragraph", Document, "Go to paragraph…", TEXT_ALIGN_LEFT, [ctrl(Key::G)], "Goes to a paragraph by its number, to a character, or to a part of the article" }
    Finish { "finish", Document, "Finish and open the next", CHECK_CIRCLE, [ctrl(Key::Enter)], "Marks the article as finished and opens the next in the list that is not" }
    NextDocument { "next-document", Document, "Next article", ARROW_DOWN, [ctrl(Key::PageDown)], "Opens the next article in the list" }
    PreviousDocument { "previous-document", Document, "Previous article", ARROW_UP, [ctrl(Key::PageUp)], "Opens the article before" }
    StateNew { "state-new", Document, "Mark as new", CIRCLE, [], "Says that the article has not been begun" }
    StateInProgress { "state-in-progress", Document, "Mark as in progress", IN_PROGRESS, [], "Says that the article has been begun" }
    StateNothing { "state-nothing", Document, "Finish: nothing to mark", MINUS, [ctrl(Key::Enter).with_shift()], "Says that the article is done and has nothing to mark, and opens the next" }
    StateFinished { "state-finished", Document, "Mark as finished", CHECK_CIRCLE, [], "Says that the article is done, and stays on it" }
    DocumentDetails { "details", Document, "Title and details…", EDIT, [key(Key::F2)], "Changes title, source, date, language and other fields of the article" }
    ReplaceText { "replace-text", Document, "Replace the text from a file…", FILE_TEXT, [], "Gives the article another text; what becomes of each span is shown before it is done" }
    Archive { "archive", Document, "Archive the article", ARCHIVE, [], "Puts the article aside with all its spans; it comes back from the list's filter" }
    Delete { "delete", Document, "Delete the article", TRASH, [], "Deletes the article with its spans; undo brings it back" }
    Purge { "purge", Document, "Purge the article…", PURGE, [], "Deletes the article for good, out of undo, journals and backups as well" }
    FilterByQuery { "filter-by-query", Document, "Filter by a query…", FUNNEL, [ctrl(Key::L).with_alt()], "Narrows the list, and with it search, statistics, review and export, by a query, or by one that has a name" }
    FilterList { "filter", Document, "Filter the list", FUNNEL_SIMPLE, [ctrl(Key::L)], "Goes to the filter above the list of articles" }
    Undo { "undo", Project, "Undo", UNDO, [ctrl(Key::Z)], "Takes back the last change, wherever it was" }
    Redo { "redo", Project, "Redo", REDO, [ctrl(Key::Z).with_shift(), ctrl(Key::Y)], "Does again what was taken back" }
    OpenArticles { "open-articles", Project, "Open articles…", FILE_PLUS, [ctrl(Key::O)], "Adds texts, web pages, tables and the annotated files of other tools to the project" }
    PasteArticle { "paste", Project, "Paste as a new article", CLIPBOARD_TEXT, [ctrl(Key::V)], "Makes an article of the text on the clipboard" }
    NewProject { "new-project", Project, "New project…", FOLDER, [ctrl(Key::N)], "Makes an empty project in a folder of its own" }
    OpenProject { "open-project", Project, "Open project…", FOLDER_OPEN, [ctrl(Key::O).with_shift()], "Opens the folder of a project" }
    OpenExample { "open-example", Project, "Open the example", BOOK_OPEN, [], "Opens a working copy of the example project" }
    SaveCopy { "save-copy", Project, "Save a copy elsewhere…", COPY, [], "Writes the project as it is now into another folder, also while its own cannot be written" }
    SendWork { "send-work", Project, "Pack your work to send it…", EXPORT, [], "Writes what you said about documents, with these, as one file for a colleague, who opens it like an article" }
    BackUp { "back-up", Project, "Back up now", ARCHIVE, [], "Makes a backup of the project as it is now" }
    Backups { "backups", Project, "Backups…", ARCHIVE, [], "Lists the backups, and restores one as a copy" }
    CloseProject { "close-project", Project, "Close the project", HOUSE, [ctrl(Key::W)], "Saves and goes to the welcome view" }
    Annotator { "annotator", Project, "Who is labeling…", USER, [], "Says who you are, or lets somebody else label in this window" }
    OthersShown { "others", Project, "Show another annotator's spans…", USERS, [], "Shows what somebody else marked in this article, beside your own spans and read-only" }
    ReadWords { "read-words", Project, "Read words from a file…", DOWNLOAD, [], "Reads the words of a rule from a file, one a line or the first column of a CSV file; without an open rule, for a new one of the chosen tag" }
    ImportCodebook { "import-codebook", Project, "Import a codebook…", DOWNLOAD, [], "Adds the tags of a codebook file" }
    ExportCodebook { "export-codebook", Project, "Export the codebook…", UPLOAD, [], "Writes the codebook as one file" }
    SaveCodebookPage { "codebook-page", Project, "Save the codebook as a page…", FILE_TEXT, [], "Writes the codebook as one HTML file, to be read in a browser and printed" }
    History { "history", Project, "History…", CLOCK_COUNTER_CLOCKWISE, [ctrl(Key::Num9)], "Lists every step that was done, shows what it changed, and goes back to any of them" }
    TakeInTexts { "take-in-texts", Project, "Take in changed texts", FILE_TEXT, [], "Takes in texts that were changed outside so much that most spans are lost, each with a note; undo takes it back" }
    MergeCopies { "merge-copies", Project, "Merge conflict copies", GIT_MERGE, [], "Takes in what copies left by a sync program have, and puts the copies aside" }
    NewTag { "new-tag", Project, "New tag…", PLUS, [ctrl(Key::T)], "Adds a tag to the codebook" }
    ChangeTag { "change-tag", Project, "Change the tag: name, color, place…", EDIT, [], "Changes the focused span's tag, or the one whose page is shown; what that would change is listed before it does" }
    RefactorTag { "refactor-tag", Project, "Refactor the tag: merge, split, remove…", GIT_MERGE, [], "Merges the focused span's tag, or the one whose page is shown, splits it, turns it into a value or removes it, with everybody's annotations" }
    NewLayer { "new-layer", Project, "New layer…", STACK, [], "Adds a layer of spans, relations or tags of articles to the codebook" }
    NewAttribute { "new-attribute", Project, "New attribute…", LIST_BULLETS, [], "Adds an attribute of spans, relations or articles to the codebook" }
    ExportTable { "export-table", Project, "Save the table as CSV…", EXPORT, [], "Writes the table of the statistics as it is shown" }
    Export { "export", Project, "Export documents…", EXPORT, [ctrl(Key::E).with_shift()], "Writes the documents with what is said about them in the format of another tool, and reads them back" }
    Commands { "commands", Window, "All commands…", COMMAND, [ctrl(Key::P)], "Finds any command by its name" }
    Keys { "keys", Window, "Keys that work here", KEYBOARD, [key(Key::Questionmark), key(Key::F1)], "Shows the keys that work here and now, and changes them" }
    Tour { "tour", Window, "Show the tour", HELP, [], "Shows the four steps from text to tag again" }
    GoLabel { "go-label", Window, "Go to Label", HIGHLIGHTER, [ctrl(Key::Num1)], "Shows the article" }
    GoReview { "go-review", Window, "Go to Review", SCALES, [ctrl(Key::Num2)], "Compares what several annotators say, and decides what of it is gold" }
    GoSearch { "go-search", Window, "Go to Search", SEARCH, [ctrl(Key::Num3), ctrl(Key::F).with_shift()], "Finds words, tags or both in the whole project, each in its context" }
    GoStatistics { "go-statistics", Window, "Go to Statistics", CHART_BAR, [ctrl(Key::Num4)], "Shows what the tags say" }
    GoCodebook { "go-codebook", Window, "Go to Codebook", BOOK_BOOKMARK, [ctrl(Key::Num5)], "Shows the tags with their guidance" }
    GoRelations { "go-relations", Window, "Go to Relations", LINK, [ctrl(Key::R).with_shift()], "Lists who said what about whom: the relations of the article, of the list or of the project" }
    FoldLeft { "fold-left", Window, "Fold the list", SIDEBAR, [ctrl(Key::B)], "Hides or shows the left panel" }
    FoldRight { "fold-right", Window, "Fold the tags", COLUMNS, [ctrl(Key::B).with_shift()], "Hides or shows the right panel" }
    FoldGuidance { "fold-guidance", Window, "Fold the guidance", BOOK_OPEN, [], "Hides or shows what guides people in the focused span's tag" }
    ShowAllTags { "show-all-tags", Window, "Show all tags", EYE, [ctrl(Key::H).with_shift()], "Draws the spans of every tag as usual, after some were hidden or dimmed" }
    FocusMode { "focus-mode", Window, "Leave the article alone", FOCUS_MODE, [key(Key::F11)], "Hides everything but the article" }
    NextPane { "next-pane", Window, "Next pane", ARROW_RIGHT, [key(Key::F6)], "Moves the keyboard to the next pane" }
    PreviousPane { "previous-pane", Window, "Previous pane", ARROW_LEFT, [shift(Key::F6)], "Moves the keyboard to the pane before" }
    ReadingSettings { "reading", Window, "Reading settings…", TEXT_AA, [], "Typeface, size, spacing and width of the article" }
    CycleNumbers { "numbers", Window, "Number lines or paragraphs", HASH, [], "Shows numbers of lines beside the article, then of paragraphs, then none" }
    FrameFigures { "frame-figures", Window, "Show what a frame costs", LIGHTNING, [], "Shows the time of the last frames, the paragraphs laid out and the memory held, or hides them" }
    LargerText { "larger", Window, "Larger text", PLUS, [ctrl(Key::Plus), ctrl(Key::Equals)], "Makes the article's text larger" }
    SmallerText { "smaller", Window, "Smaller text", MINUS, [ctrl(Key::Minus)], "Makes the article's text smaller" }
    ThemeSystem { "theme-system", Window, "Theme as the system has it", DESKTOP, [], "Follows the system between light and dark" }
    ThemeLight { "theme-light", Window, "Light theme", SUN, [], "Dark on light" }
    ThemeDark { "theme-dark", Window, "Dark theme", MOON, [], "Light on dark" }
    LessMotion { "less-motion", Window, "Less motion", STOP, [], "Lets nothing fade or glide, until it is chosen again" }
    Quit { "quit", Window, "Quit", CLOSE, [ctrl(Key::Q)], "Saves everything and closes the window" }
}

impl Verb {
    /// The verb with an id of the keymap file.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|verb| verb.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_verb_has_its_own_id_and_words() {
        let ids: BTreeSet<&str> = Verb::ALL.iter().map(|verb| verb.id()).collect();
        let names: BTreeSet<&str> = Verb::ALL.iter().map(|verb| verb.name()).collect();
        assert_eq!((ids.len(), names.len()), (Verb::ALL.len(), Verb::ALL.len()));
        for verb in Verb::ALL {
            assert!(!verb.help().is_empty() && !verb.help().ends_with('.'), "{verb:?}");
            assert_eq!(Verb::named(verb.id()), Some(*verb));
        }
    }
}
