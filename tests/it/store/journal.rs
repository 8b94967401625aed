//! Journals that were cut or damaged.
