//! What the columns of a table are, by their names or as a person says.

use crate::formats::Header;
use crate::formats::column_names::{Role, plain};
use std::collections::BTreeMap;

/// What a table has a row for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A span.
    Spans,
    /// An article.
    Articles,
}

/// The columns of a table.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// Their names.
    pub(super) names: Vec<String>,
    at: BTreeMap<Role, usize>,
    /// The only column with spans as JSON, where a person says so; else each cell shows it.
    spans: Option<usize>,
    /// What metadata is called that is named by a person.
    meta: BTreeMap<usize, String>,
}

impl Columns {
    /// What the columns of these names are; what a person says comes first. `Err` is why that cannot be.
    pub(super) fn found(names: &[String], asked: &BTreeMap<String, String>) -> Result<Self, String> {
        let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
        let mut columns = Self { names, at: BTreeMap::new(), spans: None, meta: BTreeMap::new() };
        for (what, column) in asked {
            columns.ask(what, column)?;
        }
        for role in Role::ALL {
            let free = |name: &str| columns.place(name).filter(|at| !columns.is_taken(*at));
            if !columns.at.contains_key(&role)
                && let Some(at) = role.names().iter().find_map(|name| free(name))
            {
                columns.at.insert(role, at);
            }
        }
        if columns.kind() == Kind::Articles {
            columns.as_articles(asked);
        }
        Ok(columns)
    }

    /// A table of spans has places and what is there.
    pub(super) fn kind(&self) -> Kind {
        let has = |role| self.at.contains_key(&role);
        if has(Role::Start) && has(Role::End) && (has(Role::Document) || has(Role::Label)) {
            Kind::Spans
        } else {
            Kind::Articles
        }
    }

    pub(super) fn at(&self, role: Role) -> Option<usize> {
        self.at.get(&role).copied()
    }

    /// Whether cells of a column can be spans.
    pub(super) fn may_have_spans(&self, at: usize) -> bool {
        self.spans.is_none_or(|spans| spans == at) && !self.is_taken(at)
    }

    /// Takes a column for the text, where no name says so.
    pub(super) fn take_for_text(&mut self, at: usize) {
        self.at.insert(Role::Text, at);
    }

    /// What metadata of a column is called; nothing where it is no metadata.
    pub(super) fn meta_name(&self, at: usize) -> Option<&str> {
        if let Some(name) = self.meta.get(&at) {
            return Some(name);
        }
        let name = self.names.get(at).map(String::as_str).filter(|name| !name.is_empty());
        name.filter(|_| !self.is_taken(at))
    }

    /// Says what each was taken for.
    pub(super) fn tell(&self, header: &mut Header) {
        self.names.iter().for_each(|name| header.add_column(name));
        for role in Role::ALL {
            header.add_role(role.name(), self.at(role).and_then(|at| self.names.get(at)).map(String::as_str));
        }
        if self.kind() == Kind::Articles {
            header.add_role("spans", self.spans.and_then(|at| self.names.get(at)).map(String::as_str));
        }
    }

    /// The names, for a message.
    pub(super) fn listed(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|name| format!("“{name}”")).collect();
        names.join(", ")
    }

    /// A table of articles has no use for some of what a table of spans has; those are metadata there.
    fn as_articles(&mut self, asked: &BTreeMap<String, String>) {
        for role in [Role::Start, Role::End, Role::Label, Role::Document] {
            let at = self.at(role);
            if !asked.contains_key(role.name()) {
                self.at.remove(&role);
            }
            if role == Role::Document
                && let Some(at) = at
            {
                let is_text =
                    self.at(Role::Text).is_none() && plain(self.names.get(at).map_or("", |name| name)) == "article";
                self.at.entry(if is_text { Role::Text } else { Role::Id }).or_insert(at);
            }
        }
    }

    fn ask(&mut self, what: &str, column: &str) -> Result<(), String> {
        let same = |name: &String| name == column;
        let at = self.names.iter().position(same).or_else(|| self.place(column));
        let at = at.ok_or_else(|| format!("there is no column “{column}”; there are {}", self.listed()))?;
        // What has a place of its own goes there, as elsewhere.
        let lifted = what.strip_prefix("meta.").filter(|name| matches!(*name, "date" | "outlet"));
        if let Some(name) = what.strip_prefix("meta.").filter(|_| lifted.is_none()) {
            self.meta.insert(at, name.to_owned());
            return Ok(());
        }
        let what = lifted.unwrap_or(what);
        if what == "spans" {
            self.spans = Some(at);
            return Ok(());
        }
        let what = if what == "tag" { Role::Label.name() } else { what };
        let role = Role::ALL.into_iter().find(|role| role.name() == what);
        let role = role.ok_or_else(|| format!("nothing of a document is called “{what}”; try “meta.{what}”"))?;
        self.at.insert(role, at);
        Ok(())
    }

    fn place(&self, name: &str) -> Option<usize> {
        let wanted = plain(name);
        self.names.iter().position(|name| plain(name) == wanted)
    }

    fn is_taken(&self, at: usize) -> bool {
        self.meta.contains_key(&at) || self.at.values().any(|taken| *taken == at)
    }
}
