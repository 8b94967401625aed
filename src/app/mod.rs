//! The window: the only room that knows egui.

pub mod theme;
pub mod widgets;
pub mod action;
pub mod keys;
pub mod reader;
