//! Queries that people have given names, put where other queries name them.

use super::grammar::{Asked, SearchMistake, asked};
use imbl::OrdMap;

/// A query with every named one in its place. `around` are the names of those that it stands in.
pub(super) fn with_saved(
    whole: Asked,
    saved: &OrdMap<String, String>,
    around: &[&str],
) -> Result<Asked, SearchMistake> {
    let one = |part: Box<Asked>| with_saved(*part, saved, around).map(Box::new);
    let all = |parts: Vec<Asked>| {
        parts.into_iter().map(|part| with_saved(part, saved, around)).collect::<Result<Vec<_>, _>>()
    };
    Ok(match whole {
        Asked::About { name, value, value_at, .. } if name == "filter" => {
            let Some((name, query)) = saved.get_key_value(&value) else {
                let names: Vec<&str> = saved.keys().map(String::as_str).collect();
                let hint = if names.is_empty() { "none is saved yet".to_owned() } else { names.join(", ") };
                let what = format!("no filter is called “{value}”");
                return Err(SearchMistake::new(value_at, what, format!("Filters: {hint}")));
            };
            if around.contains(&name.as_str()) {
                let what = format!("the filter “{name}” asks for itself");
                return Err(SearchMistake::new(value_at, what, "Write another query into it"));
            }
            let around: Vec<&str> = around.iter().copied().chain([name.as_str()]).collect();
            let within = asked(query).and_then(|asked| with_saved(asked, saved, &around));
            let what = Box::new(within.map_err(|mistake| in_saved(name, value_at, mistake))?);
            Asked::Saved { name: name.clone(), what, at: value_at }
        }
        Asked::Not(part) => Asked::Not(one(part)?),
        Asked::And(parts) => Asked::And(all(parts)?),
        Asked::Or(parts) => Asked::Or(all(parts)?),
        Asked::Placed { left, relation, is_not, right } => {
            Asked::Placed { left: one(left)?, relation, is_not, right: one(right)? }
        }
        Asked::Followed { left, is_not, right, at } => {
            Asked::Followed { left: one(left)?, is_not, right: one(right)?, at }
        }
        part @ (Asked::Words(_) | Asked::About { .. } | Asked::Saved { .. }) => part,
    })
}

/// A mistake in a named query, told where its name stands.
pub(super) fn in_saved(name: &str, at: usize, mistake: SearchMistake) -> SearchMistake {
    SearchMistake::new(at, format!("the filter “{name}” cannot be used: {mistake}"), mistake.hint)
}
