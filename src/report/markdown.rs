//! Markdown as blocks of plain text with marks, so that the window and a page read it alike.
//!
//! CommonMark, with three differences that suit short guidance: a line break is a line break, HTML is the text that it is
//! written as, and a picture is the words that stand for it.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// A paragraph, heading, item or the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// How many lists it stands in.
    pub depth: usize,
    /// Whether it stands in a quotation.
    pub is_quoted: bool,
    /// Its words.
    pub text: String,
    /// What is set apart in them. Marks lie in each other or apart.
    pub marks: Vec<Mark>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, from 1 for the highest to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The first paragraph of an item of a list, with its number where the items have such.
    Item(Option<u64>),
    /// Lines to be shown as they are.
    Code,
    /// A line between two parts.
    Rule,
}

/// A stretch of a block that is set apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where, in bytes of the block's text.
    pub range: Range<usize>,
    /// How.
    pub style: Style,
}

/// How a stretch is set apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// Stressed.
    Emphasis,
    /// Important.
    Strong,
    /// To be shown as it is.
    Code,
    /// Leads to an address.
    Link(String),
}

/// Reads Markdown.
pub fn markdown(source: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    Parser::new_ext(source, Options::empty()).for_each(|event| reader.take(event));
    reader.close();
    reader.blocks
}

/// Markdown without its marks, for where there is room for plain words alone.
pub fn unmarked(source: &str) -> Cow<'_, str> {
    if !source.contains(['*', '_', '`', '#', '[', '>', '<', '&', '\\']) {
        return Cow::Borrowed(source);
    }
    let line = |block: Block| match block.kind {
        BlockKind::Item(Some(n)) => format!("{n}. {}", block.text),
        BlockKind::Item(None) => format!("• {}", block.text),
        _ => block.text,
    };
    Cow::Owned(markdown(source).into_iter().map(line).collect::<Vec<_>>().join("\n"))
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The block that words go into.
    open: Option<Block>,
    /// Where the marks begin that are open, with their style; none for what is not set apart.
    marks: Vec<(usize, Option<Style>)>,
    /// The numbers of the lists that are open.
    lists: Vec<Option<u64>>,
    n_quotes: usize,
    /// Whether an item has begun that has no words yet.
    begins_item: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.add(&text),
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                let start = self.at();
                self.add(&code);
                self.mark(start, Some(Style::Code));
            }
            Event::SoftBreak | Event::HardBreak => self.add("\n"),
            Event::Rule => {
                self.begin(BlockKind::Rule);
                self.close();
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let style = match tag {
            Tag::Heading { level, .. } => return self.begin(BlockKind::Heading(level_of(level))),
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => return self.begin(BlockKind::Code),
            Tag::BlockQuote(_) => {
                self.close();
                self.n_quotes += 1;
                return;
            }
            Tag::List(first) => {
                self.close();
                return self.lists.push(first);
            }
            Tag::Item => {
                self.close();
                self.begins_item = true;
                return;
            }
            Tag::Emphasis => Some(Style::Emphasis),
            Tag::Strong => Some(Style::Strong),
            Tag::Link { dest_url, .. } => Some(Style::Link(dest_url.into_string())),
            Tag::Image { .. } => None,
            _ => return self.begin(BlockKind::Paragraph),
        };
        let start = self.at();
        self.marks.push((start, style));
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => {
                if let Some((start, style)) = self.marks.pop() {
                    self.mark(start, style);
                }
            }
            TagEnd::BlockQuote(_) => {
                self.close();
                self.n_quotes = self.n_quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::Item => {
                // An item without words is an item still.
                if self.begins_item {
                    self.begin(BlockKind::Paragraph);
                }
                self.close();
            }
            _ => self.close(),
        }
    }

    /// Begins a block; the first of an item is the item.
    fn begin(&mut self, kind: BlockKind) {
        self.close();
        let is_item = std::mem::take(&mut self.begins_item) && kind == BlockKind::Paragraph;
        let kind = if is_item { BlockKind::Item(self.next_number()) } else { kind };
        self.open = Some(Block {
            kind,
            depth: self.lists.len(),
            is_quoted: self.n_quotes > 0,
            text: String::new(),
            marks: Vec::new(),
        });
    }

    fn next_number(&mut self) -> Option<u64> {
        let number = self.lists.last_mut()?.as_mut()?;
        let this = *number;
        *number = number.saturating_add(1);
        Some(this)
    }

    /// Where the next words go.
    fn at(&mut self) -> usize {
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph);
        }
        self.open.as_ref().map_or(0, |block| block.text.len())
    }

    fn add(&mut self, text: &str) {
        self.at();
        self.open.iter_mut().for_each(|block| block.text.push_str(text));
    }

    fn mark(&mut self, start: usize, style: Option<Style>) {
        if let (Some(block), Some(style)) = (&mut self.open, style)
            && start < block.text.len()
        {
            block.marks.push(Mark { range: start..block.text.len(), style });
        }
    }

    fn close(&mut self) {
        self.marks.clear();
        let Some(mut block) = self.open.take() else { return };
        block.text.truncate(block.text.trim_end_matches('\n').len());
        let len = block.text.len();
        block.marks.iter_mut().for_each(|mark| mark.range.end = mark.range.end.min(len));
        block.marks.retain(|mark| mark.range.start < mark.range.end);
        self.blocks.push(block);
    }
}

const fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each block on a line: what it is, how deep, and its words with marks.
    fn written(source: &str) -> Vec<String> {
        let block = |block: Block| {
            let kind = match block.kind {
                BlockKind::Heading(level) => "#".repeat(level.into()),
                BlockKind::Paragraph => "p".to_owned(),
                BlockKind::Item(None) => "-".to_owned(),
                BlockKind::Item(Some(n)) => format!("{n}."),
                BlockKind::Code => "code".to_owned(),
                BlockKind::Rule => "rule".to_owned(),
            };
            let quote = if block.is_quoted { ">" } else { "" };
            let marks = block.marks.iter().map(|mark| {
                let words = block.text.get(mark.range.clone()).unwrap();
                match &mark.style {
                    Style::Emphasis => format!(" *{words}*"),
                    Style::Strong => format!(" **{words}**"),
                    Style::Code => format!(" `{words}`"),
                    Style::Link(to) => format!(" [{words}]({to})"),
                }
            });
            format!("{kind}{quote}{} {}{}", block.depth, block.text, marks.collect::<String>())
        };
        markdown(source).into_iter().map(block).collect()
    }

    #[test]
    fn blocks_are_told_apart() {
        assert_eq!(written("# Persons\n\nA human being.\n\n---\n"), ["#0 Persons", "p0 A human being.", "rule0 "]);
        assert_eq!(
            written("Not:\n- a *title*\n  - or\n- b\n\n3. c\n4. d"),
            ["p0 Not:", "-1 a title *title*", "-2 or", "-1 b", "3.1 c", "4.1 d"]
        );
        assert_eq!(written("- a\n\n  more\n- \n"), ["-1 a", "p1 more", "-1 "]);
        assert_eq!(written("> said\n> twice"), ["p>0 said\ntwice"]);
        assert_eq!(written("```\nlet a\n  b\n```"), ["code0 let a\n  b"]);
        assert_eq!(written(""), [""; 0]);
    }

    #[test]
    fn marks_lie_where_their_words_do() {
        assert_eq!(
            written("a **very *near* thing** and `x<y`"),
            ["p0 a very near thing and x<y *near* **very near thing** `x<y`"]
        );
        assert_eq!(
            written("see [the *list*](https://un.org/list)"),
            ["p0 see the list *list* [the list](https://un.org/list)"]
        );
        assert_eq!(written("one\ntwo"), ["p0 one\ntwo"], "a line break is a line break");
    }

    #[test]
    fn html_and_pictures_are_words() {
        assert_eq!(
            written("a <b onclick=\"x()\">b</b> ![a map](http://x/y.png)"),
            ["p0 a <b onclick=\"x()\">b</b> a map"]
        );
        assert_eq!(written("<script>\nx()\n</script>"), ["p0 <script>\nx()\n</script>"]);
    }

    #[test]
    fn plain_words_have_no_marks() {
        assert_eq!(
            unmarked("Leave the *article* out:\n\n- [the](x) **UN**\n- `a`"),
            "Leave the article out:\n• the UN\n• a"
        );
        assert_eq!(unmarked("Not for pronouns.\n\n- or titles"), "Not for pronouns.\n\n- or titles");
    }

    #[test]
    fn what_is_nested_without_end_is_read() {
        for source in [">".repeat(20_000), "- ".repeat(20_000), "*".repeat(20_000), "[".repeat(20_000)] {
            assert!(markdown(&source).len() <= 20_000);
        }
    }
}
