//! Figures by hand, by a slow reference, and by edits.

mod by_hand;
mod crossed;
mod figures;
mod reference;
pub mod law;
mod tables;
mod together;
