//! Figures by hand, by a slow reference, and by edits.

mod by_hand;
mod reference;
pub mod law;
mod tables;
