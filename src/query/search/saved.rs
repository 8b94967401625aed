//! Queries that people have given names, put where other queries name them.

use super::grammar::{Asked, SearchMistake, asked};
use super::lexer::Compare;
use super::matching::Search;
use crate::model::Project;
use imbl::OrdMap;

/// How deep named queries may stand in each other, and how many of them in a query with all that they name.
const DEEPEST: usize = 30;
const MOST: usize = 1_000;

/// A query with every named one in its place.
pub(super) fn with_saved(whole: Asked, saved: &OrdMap<String, String>) -> Result<Asked, SearchMistake> {
    Saved { saved, around: Vec::new(), n: 0 }.in_place(whole)
}

/// Says why a query cannot be saved under a name, if it cannot: by itself, or with itself in place of the one that had it.
pub fn check_saved(name: &str, query: &str, project: &Project) -> Result<(), SearchMistake> {
    let mut filters = project.filters.clone();
    filters.insert(name.trim().to_owned(), query.trim().to_owned());
    let after = Project { filters, ..project.clone() };
    Search::new(query, project)?;
    Search::new(query, &after).map(drop)
}

struct Saved<'s> {
    saved: &'s OrdMap<String, String>,
    /// The names of those that stand around.
    around: Vec<&'s str>,
    /// How many were put in place.
    n: usize,
}

impl Saved<'_> {
    fn in_place(&mut self, whole: Asked) -> Result<Asked, SearchMistake> {
        Ok(match whole {
            Asked::About { at, name, compare, value, value_at, conditions } if name == "filter" => {
                if !matches!(compare, Compare::Has | Compare::Is) || !conditions.is_empty() {
                    let hint = "Write filter: and its name, or not before it";
                    return Err(SearchMistake::new(at, "a filter is only named", hint));
                }
                self.named(&value, value_at)?
            }
            Asked::Not(part) => Asked::Not(self.one(*part)?),
            Asked::And(parts) => Asked::And(self.all(parts)?),
            Asked::Or(parts) => Asked::Or(self.all(parts)?),
            Asked::Placed { left, relation, is_not, right } => {
                Asked::Placed { left: self.one(*left)?, relation, is_not, right: self.one(*right)? }
            }
            Asked::Followed { left, is_not, right, at } => {
                Asked::Followed { left: self.one(*left)?, is_not, right: self.one(*right)?, at }
            }
            part @ (Asked::Words(_) | Asked::About { .. } | Asked::Saved { .. }) => part,
        })
    }

    fn one(&mut self, part: Asked) -> Result<Box<Asked>, SearchMistake> {
        self.in_place(part).map(Box::new)
    }

    fn all(&mut self, parts: Vec<Asked>) -> Result<Vec<Asked>, SearchMistake> {
        parts.into_iter().map(|part| self.in_place(part)).collect()
    }

    fn named(&mut self, name: &str, at: usize) -> Result<Asked, SearchMistake> {
        let Some((name, query)) = self.saved.get_key_value(name) else {
            let names: Vec<&str> = self.saved.keys().map(String::as_str).collect();
            let hint = if names.is_empty() { "none is saved yet".to_owned() } else { names.join(", ") };
            return Err(SearchMistake::new(at, format!("no filter is called “{name}”"), format!("Filters: {hint}")));
        };
        self.n += 1;
        let what = match () {
            () if self.around.contains(&name.as_str()) => format!("the filter “{name}” asks for itself"),
            () if self.around.len() >= DEEPEST => "filters stand too deep in each other here".to_owned(),
            () if self.n > MOST => format!("more than {MOST} filters stand in this query"),
            () => {
                self.around.push(name);
                let within = asked(query).and_then(|asked| self.in_place(asked));
                self.around.pop();
                let what = Box::new(within.map_err(|mistake| in_saved(name, at, mistake))?);
                return Ok(Asked::Saved { name: name.clone(), what, at });
            }
        };
        Err(SearchMistake::new(at, what, "Write another query into it"))
    }
}

/// A mistake in a named query, told where its name stands.
pub(super) fn in_saved(name: &str, at: usize, mistake: SearchMistake) -> SearchMistake {
    SearchMistake::new(at, format!("the filter “{name}” cannot be used: {mistake}"), mistake.hint)
}
