//! What the columns of tables were taken for, so that a person may see it otherwise.

use std::collections::BTreeMap;

/// The columns of the tables that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Their names, each once, in the order in which they stand.
    pub columns: Vec<String>,
    /// What a column can be, as [`super::ReadOptions::columns`] calls it, with the one that was taken for it.
    pub taken: BTreeMap<&'static str, Option<String>>,
}

impl Header {
    /// Takes in a column.
    pub fn add_column(&mut self, name: &str) {
        if !name.is_empty() && !self.columns.iter().any(|known| known == name) {
            self.columns.push(name.to_owned());
        }
    }

    /// Takes in what a column can be, and which one was taken for it. The first table that has one tells.
    pub fn add_role(&mut self, role: &'static str, column: Option<&str>) {
        let taken = self.taken.entry(role).or_default();
        if taken.is_none() {
            *taken = column.map(str::to_owned);
        }
    }

    /// Takes in the columns of other tables.
    pub fn append(&mut self, other: &Self) {
        other.columns.iter().for_each(|name| self.add_column(name));
        other.taken.iter().for_each(|(role, column)| self.add_role(role, column.as_deref()));
    }
}
