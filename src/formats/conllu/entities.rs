//! The brackets of `Entity=`, as CorefUD and GUM write them: `(e1-person-1` opens, `e1)` closes, `(e1-person)` does both.

/// What brackets on one word open and close.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Bracket<'a> {
    /// An entity begins.
    Opens {
        /// What closes it.
        id: &'a str,
        /// Its type.
        kind: &'a str,
    },
    /// The entity of this id ends that began last.
    Closes(&'a str),
}

/// The brackets of a word, in order. `kind_at` is the place of the type among the parts, which `# global.Entity` tells.
pub(super) fn brackets(value: &str, kind_at: usize) -> Vec<Bracket<'_>> {
    let mut all = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('(') {
            let end = inside.find(['(', ')']).unwrap_or(inside.len());
            let (body, tail) = inside.split_at_checked(end).unwrap_or((inside, ""));
            let mut parts = body.split('-');
            let id = parts.next().unwrap_or_default();
            let kind = body.split('-').nth(kind_at).unwrap_or(id);
            all.push(Bracket::Opens { id, kind });
            rest = match tail.strip_prefix(')') {
                Some(after) => {
                    all.push(Bracket::Closes(id));
                    after
                }
                None => tail,
            };
        } else {
            let end = rest.find(['(', ')']).unwrap_or(rest.len());
            let (body, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
            // A part of a discontinuous entity has its number in square brackets.
            let id = body.split('[').next().unwrap_or(body);
            all.push(Bracket::Closes(id));
            rest = tail.strip_prefix(')').unwrap_or(tail);
        }
    }
    all
}

/// The place of the type, as `# global.Entity = eid-etype-head-other` has it.
pub(super) fn kind_at(names: &str) -> usize {
    names.split('-').position(|name| matches!(name.trim(), "etype" | "entity" | "type")).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_open_and_close() {
        let opens = |id, kind| Bracket::Opens { id, kind };
        assert_eq!(brackets("(e1-person-1", 1), [opens("e1", "person")]);
        assert_eq!(brackets("e1)", 1), [Bracket::Closes("e1")]);
        assert_eq!(brackets("(e2-place)", 1), [opens("e2", "place"), Bracket::Closes("e2")]);
        assert_eq!(
            brackets("e1)(e3-org(e4-x)", 1),
            [Bracket::Closes("e1"), opens("e3", "org"), opens("e4", "x"), Bracket::Closes("e4")]
        );
        assert_eq!(kind_at("eid-etype-head"), 1);
        assert_eq!(kind_at("entity-GRP-infstat"), 0);
    }
}
