//! The query room: which documents a person asks to see, in which order, and where in a text something stands.
//!
//! Every answer comes in a stated order: the same question to the same project gives the same rows.
//! It changes nothing and counts nothing but what a row shows.

mod collation;
mod documents;
mod examples;
mod expression;
mod find;
mod fold;
mod occurrences;
mod older;
mod relations;
mod search;
mod variants;

pub use documents::{DocumentFilter, DocumentRow, Followed, Question, Sort, SortKey, rows};
pub use examples::{marked_in, passage_of};
pub use expression::{Mistake, escaped};
pub use find::{Bounds, Finder, Hits, Pattern, Step};
pub use fold::Folded;
pub use occurrences::{Gathered, Mark, Occurrence, Standing, gather};
pub use older::made_before_definition;
pub use relations::{RelationFilter, RelationOrder, RelationRow, end_words, order_relations, relations};
pub use search::{
    Completion, Line, LineGroup, LineOrder, Search, SearchMistake, check_saved, completions, context, examples,
    filter_named, group_lines, in_quotes, named_attribute, named_field, order_lines, quoted,
};
pub use variants::{covered, variant};
