//! The layout of a DocBin.

/// The numbers of the attributes of tokens that are read or written.
pub(super) const ORTH: u64 = 65;
pub(super) const ENT_IOB: u64 = 77;
pub(super) const ENT_TYPE: u64 = 78;
pub(super) const SENT_START: u64 = 80;

/// What `ENT_IOB` says.
pub(super) const INSIDE: u64 = 1;
pub(super) const OUTSIDE: u64 = 2;
pub(super) const BEGIN: u64 = 3;

/// What `SENT_START` says of a token within a sentence: minus one.
pub(super) const NO_START: u64 = u64::MAX;

/// The group that all spans stand in, which is what spaCy's span categorizer looks for.
pub(super) const GROUP: &str = "sc";

/// The key of user data that has what is known of a document.
pub(super) const ABOUT: &str = "about";

/// The bytes of a span in a group: an id, the id of a knowledge base, a label, the first token, the token after the last,
/// and both ends in characters.
pub(super) const SPAN: usize = 40;
