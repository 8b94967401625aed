//! Figures by hand, by a slow reference, and by edits.

mod by_hand;
mod reference;
mod law;
mod tables;
