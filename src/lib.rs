//! Glossator: a desktop workbench for labeling text, and for knowing how far the labels can be trusted.

pub mod app;
