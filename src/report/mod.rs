//! The report room: pages that say what a project holds and where two versions differ, for window and command line alike.
//!
//! It computes no figure and knows no window. What a person wrote stands in a page as text: nothing in it is taken for
//! HTML, and nothing is loaded from anywhere.

pub mod chart;

mod agreement;
mod analysis;
mod codebook_facts;
mod codebook_page;
mod differences;
mod drawn_as;
mod html;
mod markdown;

pub use agreement::{AgreementLine, AgreementReport, agreement_page, agreement_report, agreement_table, gamma_lines};
pub use analysis::{
    Answer, AnswersOf, Ask, Drawn, KeyOf, Picture, Shape, answers_file, dimension, name_of, rows_as_objects,
    within_named,
};
pub use codebook_facts::{attribute_facts, layer_facts, tag_facts};
pub use codebook_page::codebook_page;
pub use differences::{Became, Difference, Seen, differences};
pub use drawn_as::DrawnAs;
pub use markdown::{Block, BlockKind, Mark, Style, markdown, unmarked};
