//! Figures by hand, by a slow reference, and by edits.

mod by_hand;
mod crossed;
mod figures;
mod reference;
mod said;
pub mod law;
mod tables;
mod together;
