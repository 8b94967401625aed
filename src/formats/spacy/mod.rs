//! spaCy's training data: offsets in JSON and JSONL, the JSON of spaCy 2, and DocBin files, which are written.
//!
//! `format` says what it is called and carries; `offsets` reads texts with offsets, `version_2` tokens with tags; `doc_bin`
//! has the numbers of a DocBin, `layout` where its columns lie, `read_bin` and `write_bin` are the ways in and out, over
//! `message_pack`; `strings` has spaCy's
//! numbers for strings. `symbols.txt` are the 457 names of `spacy.symbols` of spaCy 3.8.18 (MIT, ExplosionAI GmbH), whose
//! lines are their numbers.

mod doc_bin;
mod format;
mod layout;
mod message_pack;
mod offsets;
mod read_bin;
mod strings;
mod version_2;
mod write_bin;

pub use format::Spacy;
