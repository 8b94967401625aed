//! The text room: the words people read, and every way to point into them.
//!
//! Owns offsets and ranges, conversion between units, graphemes, words, sentences and
//! paragraphs, decoding, quotes, re-anchoring. It alone slices a `str`. It never knows what an annotation is.

mod body;
mod breaks;
mod decode;
mod digest;
mod edges;
mod quote;
mod range;
mod range_index;
mod regions;
mod retype;
mod segment;
mod tokens;
mod anchor;

pub use anchor::{Fate, NotCorrected, Placed, Revision, place_quotes};
pub use body::{Text, TextTooLong, Unit};
pub use breaks::line_breaks;
pub use decode::{Decoded, Encoding, NotText, decode, encoding_named};
pub use digest::Digest;
pub use edges::WordEdges;
pub use quote::quote;
pub use range::{Offset, RangeError, TextRange};
pub use range_index::RangeIndex;
pub use regions::Regions;
pub use retype::ControlCharacter;
pub use segment::Granularity;
pub use tokens::TOKENIZER;
