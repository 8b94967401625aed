//! The icons, one character each of Phosphor's regular weight, in the font family of [`super::icon`].
//!
//! Made by `assets/fonts/make.py` from `assets/icons/icons.json`; an icon that is missing is added there.

/// Phosphor `archive`.
pub const ARCHIVE: &str = "\u{e00c}";
/// Phosphor `arrow-down`.
pub const ARROW_DOWN: &str = "\u{e03e}";
/// Phosphor `arrow-elbow-down-right`.
pub const ARROW_ELBOW_DOWN_RIGHT: &str = "\u{e046}";
/// Phosphor `arrow-left`.
pub const ARROW_LEFT: &str = "\u{e058}";
/// Phosphor `arrow-right`.
pub const ARROW_RIGHT: &str = "\u{e06c}";
/// Phosphor `arrow-up`.
pub const ARROW_UP: &str = "\u{e08e}";
/// Phosphor `bookmark-simple`.
pub const BOOKMARK: &str = "\u{e0ea}";
/// Phosphor `book-bookmark`.
pub const BOOK_BOOKMARK: &str = "\u{e0e4}";
/// Phosphor `book-open`.
pub const BOOK_OPEN: &str = "\u{e0e6}";
/// Phosphor `caret-down`.
pub const CARET_DOWN: &str = "\u{e136}";
/// Phosphor `caret-left`.
pub const CARET_LEFT: &str = "\u{e138}";
/// Phosphor `caret-right`.
pub const CARET_RIGHT: &str = "\u{e13a}";
/// Phosphor `caret-up`.
pub const CARET_UP: &str = "\u{e13c}";
/// Phosphor `caret-up-down`.
pub const CARET_UP_DOWN: &str = "\u{e140}";
/// Phosphor `chart-bar`.
pub const CHART_BAR: &str = "\u{e150}";
/// Phosphor `chat-text`.
pub const CHAT_TEXT: &str = "\u{e17a}";
/// Phosphor `check`.
pub const CHECK: &str = "\u{e182}";
/// Phosphor `check-circle`.
pub const CHECK_CIRCLE: &str = "\u{e184}";
/// Phosphor `circle`.
pub const CIRCLE: &str = "\u{e18a}";
/// Phosphor `clipboard`.
pub const CLIPBOARD: &str = "\u{e196}";
/// Phosphor `clipboard-text`.
pub const CLIPBOARD_TEXT: &str = "\u{e198}";
/// Phosphor `clock`.
pub const CLOCK: &str = "\u{e19a}";
/// Phosphor `clock-counter-clockwise`.
pub const CLOCK_COUNTER_CLOCKWISE: &str = "\u{e1a0}";
/// Phosphor `x`.
pub const CLOSE: &str = "\u{e4f6}";
/// Phosphor `cloud`.
pub const CLOUD: &str = "\u{e1aa}";
/// Phosphor `cloud-check`.
pub const CLOUD_CHECK: &str = "\u{e1b0}";
/// Phosphor `cloud-slash`.
pub const CLOUD_SLASH: &str = "\u{e1b6}";
/// Phosphor `columns`.
pub const COLUMNS: &str = "\u{e546}";
/// Phosphor `command`.
pub const COMMAND: &str = "\u{e1c4}";
/// Phosphor `copy`.
pub const COPY: &str = "\u{e1ca}";
/// Phosphor `cursor-text`.
pub const CURSOR_TEXT: &str = "\u{e7d8}";
/// Phosphor `desktop`.
pub const DESKTOP: &str = "\u{e560}";
/// Phosphor `download-simple`.
pub const DOWNLOAD: &str = "\u{e20c}";
/// Phosphor `dots-six-vertical`. What can be dragged to another place.
pub const DRAG_HANDLE: &str = "\u{eae2}";
/// Phosphor `pencil-simple`.
pub const EDIT: &str = "\u{e3b4}";
/// Phosphor `eraser`.
pub const ERASER: &str = "\u{e21e}";
/// Phosphor `export`.
pub const EXPORT: &str = "\u{eaf0}";
/// Phosphor `eye`.
pub const EYE: &str = "\u{e220}";
/// Phosphor `eye-slash`.
pub const EYE_SLASH: &str = "\u{e224}";
/// Phosphor `files`.
pub const FILES: &str = "\u{e710}";
/// Phosphor `file-plus`.
pub const FILE_PLUS: &str = "\u{e236}";
/// Phosphor `file-text`.
pub const FILE_TEXT: &str = "\u{e23a}";
/// Phosphor `flag`.
pub const FLAG: &str = "\u{e244}";
/// Phosphor `arrows-out`.
pub const FOCUS_MODE: &str = "\u{e0a2}";
/// Phosphor `folder`.
pub const FOLDER: &str = "\u{e24a}";
/// Phosphor `folder-open`.
pub const FOLDER_OPEN: &str = "\u{e256}";
/// Phosphor `funnel`.
pub const FUNNEL: &str = "\u{e266}";
/// Phosphor `funnel-simple`.
pub const FUNNEL_SIMPLE: &str = "\u{e268}";
/// Phosphor `git-branch`.
pub const GIT_BRANCH: &str = "\u{e278}";
/// Phosphor `git-merge`.
pub const GIT_MERGE: &str = "\u{e280}";
/// Phosphor `globe`.
pub const GLOBE: &str = "\u{e288}";
/// Phosphor `hash`.
pub const HASH: &str = "\u{e2a2}";
/// Phosphor `question`.
pub const HELP: &str = "\u{e3e8}";
/// Phosphor `highlighter`.
pub const HIGHLIGHTER: &str = "\u{ec76}";
/// Phosphor `house`.
pub const HOUSE: &str = "\u{e2c2}";
/// Phosphor `info`.
pub const INFO: &str = "\u{e2ce}";
/// Phosphor `circle-half`. Work in progress.
pub const IN_PROGRESS: &str = "\u{e18c}";
/// Phosphor `keyboard`.
pub const KEYBOARD: &str = "\u{e2d8}";
/// Phosphor `arrows-in`.
pub const LEAVE_FOCUS_MODE: &str = "\u{e09a}";
/// Phosphor `lightning`.
pub const LIGHTNING: &str = "\u{e2de}";
/// Phosphor `link-simple`.
pub const LINK: &str = "\u{e2e6}";
/// Phosphor `list`.
pub const LIST: &str = "\u{e2f0}";
/// Phosphor `list-bullets`.
pub const LIST_BULLETS: &str = "\u{e2f2}";
/// Phosphor `lock`.
pub const LOCK: &str = "\u{e2fa}";
/// Phosphor `lock-open`.
pub const LOCK_OPEN: &str = "\u{e306}";
/// Phosphor `minus`.
pub const MINUS: &str = "\u{e32a}";
/// Phosphor `moon`.
pub const MOON: &str = "\u{e330}";
/// Phosphor `dots-three`.
pub const MORE: &str = "\u{e1fe}";
/// Phosphor `dots-three-vertical`.
pub const MORE_VERTICAL: &str = "\u{e208}";
/// Phosphor `note`.
pub const NOTE: &str = "\u{e348}";
/// Phosphor `note-pencil`.
pub const NOTE_PENCIL: &str = "\u{e34c}";
/// Phosphor `arrow-square-out`.
pub const OPEN_OUTSIDE: &str = "\u{e5de}";
/// Phosphor `palette`.
pub const PALETTE: &str = "\u{e6c8}";
/// Phosphor `path`.
pub const PATH: &str = "\u{e39c}";
/// Phosphor `plus`.
pub const PLUS: &str = "\u{e3d4}";
/// Phosphor `fire`. Remove for good.
pub const PURGE: &str = "\u{e242}";
/// Phosphor `push-pin`.
pub const PUSH_PIN: &str = "\u{e3e2}";
/// Phosphor `quotes`.
pub const QUOTES: &str = "\u{e660}";
/// Phosphor `arrow-u-up-right`. Redo.
pub const REDO: &str = "\u{e08c}";
/// Phosphor `arrows-clockwise`.
pub const REFRESH: &str = "\u{e094}";
/// Phosphor `rows`.
pub const ROWS: &str = "\u{e5a2}";
/// Phosphor `floppy-disk`. Saved to disk.
pub const SAVE: &str = "\u{e248}";
/// Phosphor `scales`.
pub const SCALES: &str = "\u{e750}";
/// Phosphor `seal-check`.
pub const SEAL_CHECK: &str = "\u{e606}";
/// Phosphor `magnifying-glass`.
pub const SEARCH: &str = "\u{e30c}";
/// Phosphor `gear`.
pub const SETTINGS: &str = "\u{e270}";
/// Phosphor `sidebar-simple`. A side panel; mirror it for the right one.
pub const SIDEBAR: &str = "\u{ec24}";
/// Phosphor `sort-ascending`.
pub const SORT_ASCENDING: &str = "\u{e444}";
/// Phosphor `sort-descending`.
pub const SORT_DESCENDING: &str = "\u{e446}";
/// Phosphor `sparkle`.
pub const SPARKLE: &str = "\u{e6a2}";
/// Phosphor `stack`.
pub const STACK: &str = "\u{e466}";
/// Phosphor `star`.
pub const STAR: &str = "\u{e46a}";
/// Phosphor `stop`.
pub const STOP: &str = "\u{e46c}";
/// Phosphor `sun`.
pub const SUN: &str = "\u{e472}";
/// Phosphor `table`.
pub const TABLE: &str = "\u{e476}";
/// Phosphor `tag`.
pub const TAG: &str = "\u{e478}";
/// Phosphor `target`.
pub const TARGET: &str = "\u{e47c}";
/// Phosphor `text-aa`.
pub const TEXT_AA: &str = "\u{e6ee}";
/// Phosphor `text-align-left`.
pub const TEXT_ALIGN_LEFT: &str = "\u{e484}";
/// Phosphor `text-t`.
pub const TEXT_T: &str = "\u{e48a}";
/// Phosphor `trash`.
pub const TRASH: &str = "\u{e4a6}";
/// Phosphor `tree-structure`.
pub const TREE_STRUCTURE: &str = "\u{e67c}";
/// Phosphor `arrow-u-up-left`. Undo.
pub const UNDO: &str = "\u{e08a}";
/// Phosphor `upload-simple`.
pub const UPLOAD: &str = "\u{e4c0}";
/// Phosphor `user`.
pub const USER: &str = "\u{e4c2}";
/// Phosphor `users`.
pub const USERS: &str = "\u{e4d6}";
/// Phosphor `user-plus`.
pub const USER_PLUS: &str = "\u{e4d0}";
/// Phosphor `warning`.
pub const WARNING: &str = "\u{e4e0}";
/// Phosphor `warning-circle`.
pub const WARNING_CIRCLE: &str = "\u{e4e2}";
/// Phosphor `x-circle`.
pub const X_CIRCLE: &str = "\u{e4f8}";

/// Every icon with its name, for the pickers and the test that the font has them all.
pub const ALL: &[(&str, &str)] = &[
    ("archive", ARCHIVE),
    ("arrow-down", ARROW_DOWN),
    ("arrow-elbow-down-right", ARROW_ELBOW_DOWN_RIGHT),
    ("arrow-left", ARROW_LEFT),
    ("arrow-right", ARROW_RIGHT),
    ("arrow-up", ARROW_UP),
    ("bookmark-simple", BOOKMARK),
    ("book-bookmark", BOOK_BOOKMARK),
    ("book-open", BOOK_OPEN),
    ("caret-down", CARET_DOWN),
    ("caret-left", CARET_LEFT),
    ("caret-right", CARET_RIGHT),
    ("caret-up", CARET_UP),
    ("caret-up-down", CARET_UP_DOWN),
    ("chart-bar", CHART_BAR),
    ("chat-text", CHAT_TEXT),
    ("check", CHECK),
    ("check-circle", CHECK_CIRCLE),
    ("circle", CIRCLE),
    ("clipboard", CLIPBOARD),
    ("clipboard-text", CLIPBOARD_TEXT),
    ("clock", CLOCK),
    ("clock-counter-clockwise", CLOCK_COUNTER_CLOCKWISE),
    ("x", CLOSE),
    ("cloud", CLOUD),
    ("cloud-check", CLOUD_CHECK),
    ("cloud-slash", CLOUD_SLASH),
    ("columns", COLUMNS),
    ("command", COMMAND),
    ("copy", COPY),
    ("cursor-text", CURSOR_TEXT),
    ("desktop", DESKTOP),
    ("download-simple", DOWNLOAD),
    ("dots-six-vertical", DRAG_HANDLE),
    ("pencil-simple", EDIT),
    ("eraser", ERASER),
    ("export", EXPORT),
    ("eye", EYE),
    ("eye-slash", EYE_SLASH),
    ("files", FILES),
    ("file-plus", FILE_PLUS),
    ("file-text", FILE_TEXT),
    ("flag", FLAG),
    ("arrows-out", FOCUS_MODE),
    ("folder", FOLDER),
    ("folder-open", FOLDER_OPEN),
    ("funnel", FUNNEL),
    ("funnel-simple", FUNNEL_SIMPLE),
    ("git-branch", GIT_BRANCH),
    ("git-merge", GIT_MERGE),
    ("globe", GLOBE),
    ("hash", HASH),
    ("question", HELP),
    ("highlighter", HIGHLIGHTER),
    ("house", HOUSE),
    ("info", INFO),
    ("circle-half", IN_PROGRESS),
    ("keyboard", KEYBOARD),
    ("arrows-in", LEAVE_FOCUS_MODE),
    ("lightning", LIGHTNING),
    ("link-simple", LINK),
    ("list", LIST),
    ("list-bullets", LIST_BULLETS),
    ("lock", LOCK),
    ("lock-open", LOCK_OPEN),
    ("minus", MINUS),
    ("moon", MOON),
    ("dots-three", MORE),
    ("dots-three-vertical", MORE_VERTICAL),
    ("note", NOTE),
    ("note-pencil", NOTE_PENCIL),
    ("arrow-square-out", OPEN_OUTSIDE),
    ("palette", PALETTE),
    ("path", PATH),
    ("plus", PLUS),
    ("fire", PURGE),
    ("push-pin", PUSH_PIN),
    ("quotes", QUOTES),
    ("arrow-u-up-right", REDO),
    ("arrows-clockwise", REFRESH),
    ("rows", ROWS),
    ("floppy-disk", SAVE),
    ("scales", SCALES),
    ("seal-check", SEAL_CHECK),
    ("magnifying-glass", SEARCH),
    ("gear", SETTINGS),
    ("sidebar-simple", SIDEBAR),
    ("sort-ascending", SORT_ASCENDING),
    ("sort-descending", SORT_DESCENDING),
    ("sparkle", SPARKLE),
    ("stack", STACK),
    ("star", STAR),
    ("stop", STOP),
    ("sun", SUN),
    ("table", TABLE),
    ("tag", TAG),
    ("target", TARGET),
    ("text-aa", TEXT_AA),
    ("text-align-left", TEXT_ALIGN_LEFT),
    ("text-t", TEXT_T),
    ("trash", TRASH),
    ("tree-structure", TREE_STRUCTURE),
    ("arrow-u-up-left", UNDO),
    ("upload-simple", UPLOAD),
    ("user", USER),
    ("users", USERS),
    ("user-plus", USER_PLUS),
    ("warning", WARNING),
    ("warning-circle", WARNING_CIRCLE),
    ("x-circle", X_CIRCLE),
];
