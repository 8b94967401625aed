//! One bad row in a long table: the message has its line, and the rows before and after it are the good part.

use super::{file, good_of, whole};
use glossator::formats::named;

/// Which row is bad, counted from 1 without what stands before the rows.
const BAD: usize = 7000;
const ROWS: usize = 7500;

struct Table {
    id: &'static str,
    name: &'static str,
    /// What stands before the rows.
    head: &'static str,
    /// A row, with § for its number.
    row: &'static str,
    bad: &'static str,
    why: &'static str,
}

const TABLES: &[Table] = &[
    Table {
        id: "csv",
        name: "t.csv",
        head: "id,text\n",
        row: "r§,Article §\n",
        bad: "r§,Article §,more\n",
        why: "the row has 3 cells, and the table has 2 columns: t.csv:7001",
    },
    Table {
        id: "csv",
        name: "t.csv",
        head: "id,text\n",
        row: "r§,Article §\n",
        bad: "Article §\n",
        why: "the row has 1 cell, and the table has 2 columns: t.csv:7001",
    },
    Table {
        id: "jsonl",
        name: "t.jsonl",
        head: "",
        row: "{\"id\": \"r§\", \"text\": \"Article §\"}\n",
        bad: "{\"id\": \"r§\", \"text\": }\n",
        why: "expected value: t.jsonl:7000:25",
    },
    Table {
        id: "doccano",
        name: "t.jsonl",
        head: "",
        row: "{\"text\": \"Article §\", \"label\": [[0, 7, \"a\"]]}\n",
        bad: "{\"label\": [[0, 7, \"a\"]]}\n",
        why: "the line has no “text”: t.jsonl:7000",
    },
    Table {
        id: "conll",
        name: "t.conll",
        head: "",
        row: "-DOCSTART- -X- O O\n\nArticle B-a\n§ I-a\n\n",
        bad: "-DOCSTART- -X- O O\n\nArticle\n\n",
        why: "there is no tag in the last column: t.conll:34998",
    },
    Table {
        id: "conllu",
        name: "t.conllu",
        head: "",
        row: "# newdoc id = r§\n1\tArticle\t_\t_\t_\t_\t_\t_\t_\tNER=B-a\n2\t§\t_\t_\t_\t_\t_\t_\t_\tNER=I-a\n\n",
        bad: "# newdoc id = r§\n1\tArticle\tNER=B-a\n\n",
        why: "there are 3 columns, and 10 are expected: t.conllu:27998",
    },
    Table {
        id: "pubtator",
        name: "t.txt",
        head: "",
        row: "§|t|Article\n§|a|§\n§\t0\t7\tArticle\ta\tX\n\n",
        bad: "§|t|Article\n§|a|§\n§\t0\t7\n\n",
        why: "a line with 3 cells is none of a span and none of a relation: t.txt:27999",
    },
];

#[test]
fn a_bad_row_is_told_by_its_line_and_the_others_are_offered() {
    for Table { id, name, head, row, bad, why } in TABLES {
        let rows = (1..=ROWS).map(|n| if n == BAD { bad } else { row }.replace('§', &n.to_string()));
        let bytes = head.to_string() + &rows.collect::<String>();
        let files = [file(name, bytes)];
        let format = named(id).unwrap();
        assert_eq!(whole(format, &files).err().as_deref(), Some(*why), "{id}");
        let taken = good_of(format, &files).unwrap();
        assert_eq!(taken.refused, [*why], "{id}");
        // Title and text stand on lines of their own in some.
        let texts: Vec<String> = taken.texts().iter().map(|text| text.replace('\n', " ")).collect();
        let has = |n: usize| texts.contains(&format!("Article {n}"));
        assert!(has(1) && has(BAD - 1) && has(BAD + 1) && has(ROWS), "{id}");
        // What stands in the rest of the article may stay.
        let n_bad = texts.iter().filter(|text| ["Article 7000", "Article", ""].contains(&text.as_str())).count();
        assert_eq!(texts.len() - n_bad, ROWS - 1, "{id}");
    }
}
