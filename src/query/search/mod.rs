//! Searching a project by words, tags, attributes and what is known of documents, alone and together.
//!
//! The grammar, where `…*` means any number, and words in quotation marks stand as they are:
//!
//! ```text
//! query     = or? ( "where" or )*
//! or        = and ( "or" and )*
//! and       = not ( "and"? not )*
//! not       = "not" not | placed
//! placed    = term ( "not"? relation term )*
//! relation  = "within" | "containing" | "overlapping" | "same-place" | "same-sentence" | "same-paragraph"
//!           | "same-article" | "near/" number | "before/" number | "followed-by"
//! term      = "(" query ")" | words | "/" expression "/" "i"? | about
//! words     = word | word "*" | "*" word "*" | "\"" phrase "\"" | "=" "\"" phrase "\""
//! about     = "tag:" tag conditions? | "only:" tag conditions? | "from:" tag | "to:" tag | "attr:" attribute ( "=" value )?
//!           | "by:" people | "assigned:" person | "state:" state | "filter:" name | field compare value
//! conditions = "[" condition ( "," condition )* "]"       condition = attribute ( "=" | "!=" ) value | "by=" person
//!           | ( "text" | "exactly" ) ( "=" | "!=" ) words | "length=" number ( "-" number )?
//! compare   = ":" | "=" | "!=" | "<" | "<=" | ">" | ">="
//! ```
//!
//! Words are found whatever their case and as whole words; `bomb*` finds what begins so, `*bomb*` what has it anywhere, and
//! `="Bomb"` what is written so. `tag:` means a tag with all under it, `only:` the tag alone; `from:` and `to:` are the ends of
//! relations. `[text="ada lovelace"]` asks what a span covers, whatever the case and the white space, `[exactly="Ada"]` as it is
//! written, and `[length=10-19]` how many characters; an attribute that is called like one of these, or whose name is no word, is
//! `[attr."Speech act"=promise]`. A `field` is `title`, `outlet`, `date`, `language`, `id`, `text` or one of
//! the metadata, as `meta."News desk"` where its name is no word; `:` asks whether the value is in it (for dates: whether the date
//! is in that day, month or year), and `*` for any value at all.
//!
//! What is found are *places*: those of the words, and of the spans. `and`, `or` and `not` are about documents: of a document
//! that the query is true of, all places are found that its terms have, but not those under `not`, nor those after `where`, which
//! is `and` without them. A relation leaves those on its left that stand so to some on its right, spans to those of
//! the same annotator, unless either side says whose they are; `followed-by` leaves spans whose
//! next span, of the same annotator, is one on its right. `by:` says whose spans count for what it is joined with by `and`;
//! `filter:` stands for a query that has been given that name.
//!
//! As a *filter* a query leaves the documents that it is true of, and of their spans those that it asks for, or all where it asks
//! for none: `tag:claim` leaves claims, `where tag:claim` all spans of documents that have some.

mod completion;
mod grammar;
mod lexer;
mod lines;
mod matching;
mod part_of;
mod parts;
mod saved;

pub use completion::{
    Completion, completions, examples, filter_named, in_quotes, named_attribute, named_field, quoted,
};
pub use grammar::SearchMistake;
pub use lines::{Line, LineGroup, LineOrder, context, group_lines, order_lines};
pub use matching::Search;
pub use saved::check_saved;
