//! The lines that say which layers there are, and which columns are whose.

use smol_str::SmolStr;

/// How the name of a feature ends that holds several words; those stand in one cell.
pub(super) const SET: &str = "_xset_";

/// What a layer is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Span,
    Relation,
    Chain,
}

/// A layer with its columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Layer {
    pub(super) kind: Kind,
    pub(super) type_name: SmolStr,
    /// The first of its columns, counted from the first of any layer.
    pub(super) first: usize,
    pub(super) columns: Vec<Column>,
}

/// What is in a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Column {
    /// A feature, by its name; only whether there is an annotation, without one.
    Feature(SmolStr),
    /// The roles of what fills a slot: the feature, and the type of its links.
    Roles(SmolStr, SmolStr),
    /// What fills the slot of the column before: its type.
    Fillers(SmolStr),
    /// Where a relation comes from: the type of its ends.
    Base(SmolStr),
}

/// Reads a line of the header; nothing where it is about no layer.
pub(super) fn layer(line: &str, first: usize) -> Option<Layer> {
    let kinds = [("#T_SP=", Kind::Span), ("#T_RL=", Kind::Relation), ("#T_CH=", Kind::Chain)];
    let (rest, kind) = kinds.into_iter().find_map(|(prefix, kind)| Some((line.strip_prefix(prefix)?, kind)))?;
    let mut fields = rest.split('|');
    let type_name: SmolStr = fields.next().unwrap_or_default().trim().into();
    let mut columns = Vec::new();
    while let Some(field) = fields.next() {
        if let Some(base) = field.strip_prefix("BT_").filter(|_| kind == Kind::Relation) {
            columns.push(Column::Base(base.into()));
        } else if let Some(role) = field.strip_prefix("ROLE_") {
            let feature = role.split_once(':').map_or(role, |(_, feature)| feature);
            let (feature, link) = feature.split_once('_').unwrap_or((feature, "Link"));
            columns.push(Column::Roles(feature.into(), link.into()));
            columns.push(Column::Fillers(fields.next().unwrap_or_default().into()));
        } else {
            columns.push(Column::Feature(field.into()));
        }
    }
    if columns.is_empty() {
        columns.push(Column::Feature(SmolStr::default()));
    }
    Some(Layer { kind, type_name, first, columns })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_which_columns_there_are() {
        let spans = layer("#T_SP=a.B|identifier|value", 0).unwrap();
        assert_eq!((spans.kind, spans.type_name.as_str(), spans.columns.len()), (Kind::Span, "a.B", 2));
        let bare = layer("#T_SP=a.B|", 0).unwrap();
        assert_eq!(bare.columns, [Column::Feature("".into())]);
        let slots = layer("#T_SP=a.Host|ROLE_a.Host:links_a.Link|a.Span|value", 2).unwrap();
        let expected = [
            Column::Roles("links".into(), "a.Link".into()),
            Column::Fillers("a.Span".into()),
            Column::Feature("value".into()),
        ];
        assert_eq!(slots.columns, expected);
        let relations = layer("#T_RL=a.R|BT_a.B", 0).unwrap();
        assert_eq!(relations.columns, [Column::Base("a.B".into())]);
        assert_eq!(layer("#FORMAT=WebAnno TSV 3.3", 0), None);
    }
}
