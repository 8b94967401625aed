//! The columns of one line, and the white space that its last column tells of.

use crate::formats::escape::{escaped, unescaped};

/// A word or a part of one, as a line has it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    /// Its number, or the numbers of the words that it stands for.
    pub(super) number: Number,
    /// The word as it stands in the text.
    pub(super) form: &'a str,
    /// Whether it has word classes or other things that are not taken.
    pub(super) has_more: bool,
    /// The last column.
    pub(super) misc: &'a str,
    /// A column of tags of its own.
    pub(super) tag: Option<&'a str>,
}

/// The number of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// A word.
    Word(u32),
    /// Several words that are one in the text.
    Range(u32, u32),
    /// A word that is not in the text.
    Empty,
}

/// Which column is what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    form: usize,
    misc: Option<usize>,
    tag: Option<usize>,
    n: usize,
}

impl Default for Columns {
    fn default() -> Self {
        Self { form: 1, misc: Some(9), tag: None, n: 10 }
    }
}

impl Columns {
    /// As `# global.columns = ID FORM UPOS NER MISC` says.
    pub(super) fn of(names: &str) -> Self {
        let names: Vec<&str> = names.split_whitespace().collect();
        let place = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.to_uppercase().as_str()));
        Self {
            form: place(&["FORM"]).unwrap_or(1),
            misc: place(&["MISC"]),
            tag: place(&["NER", "NE", "FRAME:NER", "MWE:NER"]),
            n: names.len(),
        }
    }

    /// A line taken apart, or what is wrong with it.
    pub(super) fn row<'a>(&self, line: &'a str) -> Result<Row<'a>, String> {
        let columns: Vec<&str> = if line.matches('\t').count() + 1 >= self.n {
            line.split('\t').collect()
        } else {
            // Some files have spaces for tabs.
            line.split(['\t'])
                .flat_map(|part| part.split("  "))
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect()
        };
        if columns.len() != self.n {
            return Err(format!("there are {} columns, and {} are expected", columns.len(), self.n));
        }
        let column = |at: usize| columns.get(at).copied().unwrap_or("_");
        let number = number(column(0)).ok_or_else(|| format!("{:?} is no number of a word", column(0)))?;
        let own = |at: &usize| *at != 0 && *at != self.form && Some(*at) != self.misc && Some(*at) != self.tag;
        let has_more = (0..columns.len()).filter(own).any(|at| column(at) != "_");
        Ok(Row {
            number,
            form: column(self.form),
            has_more,
            misc: self.misc.map_or("_", column),
            tag: self.tag.map(column),
        })
    }
}

fn number(word: &str) -> Option<Number> {
    if let Some((first, last)) = word.split_once('-') {
        return Some(Number::Range(first.parse().ok()?, last.parse().ok()?));
    }
    if word.contains('.') {
        return Some(Number::Empty);
    }
    word.parse().ok().map(Number::Word)
}

impl Row<'_> {
    /// The value of a key in the last column.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        let mut pairs = self.misc.split('|').filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

/// White space as UDPipe writes it, and what else could not stand in the column.
pub(super) fn spaces_escaped(spaces: &str) -> String {
    let escape = |c: char| match c {
        ' ' => "\\s".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\\' => "\\\\".to_owned(),
        '|' => "\\p".to_owned(),
        other => escaped(&other.to_string(), |_| false),
    };
    spaces.chars().map(escape).collect()
}

/// The white space that was escaped.
pub(super) fn spaces_unescaped(word: &str) -> String {
    let mut out = String::new();
    let mut characters = word.chars();
    while let Some(c) = characters.next() {
        match (c, if c == '\\' { characters.next() } else { None }) {
            ('\\', Some('s')) => out.push(' '),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some('p')) => out.push('|'),
            ('\\', Some(other)) => out.push(other),
            (other, _) => out.push(other),
        }
    }
    unescaped(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_columns_by_tabs_or_wide_spaces() {
        let row = Columns::default().row("3-4\tdu\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|NER=B-LOC").unwrap();
        assert_eq!((row.number, row.form, row.has_more), (Number::Range(3, 4), "du", false));
        assert_eq!((row.value("NER"), row.value("SpaceAfter"), row.value("X")), (Some("B-LOC"), Some("No"), None));
        let spaced =
            "1    They     they    PRON    PRP    Case=Nom|Number=Plur               2    nsubj    2:nsubj|4:nsubj\t_";
        let row = Columns::default().row(spaced).unwrap();
        assert_eq!((row.number, row.form, row.has_more), (Number::Word(1), "They", true));
        assert_eq!(Columns::default().row("1\ta").unwrap_err(), "there are 2 columns, and 10 are expected");
        let plus = Columns::of("ID FORM UPOS NER");
        assert_eq!(plus.row("1\tAna\tPROPN\tB-PER").unwrap().tag, Some("B-PER"));
    }

    #[test]
    fn white_space_comes_back() {
        let spaces = " \t\r\n\u{a0}\u{2028}";
        assert_eq!(spaces_escaped(spaces), "\\s\\t\\r\\n_x00A0__x2028_");
        assert_eq!(spaces_unescaped(&spaces_escaped(spaces)), spaces);
    }
}
