//! Writing HTML: tags are ours, everything else is escaped.
//!
//! What is written reads as XML too, so that any parser can look at a page.

use std::fmt::Write as _;

/// A page while it is written.
#[derive(Default)]
pub(super) struct Html(String);

/// The name of an attribute and its value.
pub(super) type Attribute<'a> = (&'static str, &'a str);

impl Html {
    /// Begins a page that loads nothing, up to its body.
    pub(super) fn begin_page(&mut self, title: &str, look: &'static str) {
        self.raw("<!DOCTYPE html>\n");
        self.open("html", &[("lang", "en"), ("dir", "ltr")]);
        self.raw("\n<head>\n<meta charset=\"utf-8\"/>\n");
        self.raw("<meta name=\"viewport\" content=\"width=device-width\"/>\n");
        // Whatever slips through does nothing.
        self.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n");
        self.element("title", &[], title);
        self.raw("\n<style>\n");
        self.raw(look);
        self.raw("</style>\n</head>\n<body>\n");
    }

    /// Ends it.
    pub(super) fn end_page(&mut self) {
        self.raw("</body>\n</html>\n");
    }

    /// Markup of ours.
    pub(super) fn raw(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// A picture that was written here.
    pub(super) fn picture(&mut self, svg: &str) {
        self.0.push_str(svg);
    }

    /// Words of anybody.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                '\n' | '\t' => self.0.push(c),
                // Neither HTML nor XML has them.
                c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => self.0.push('\u{FFFD}'),
                c => self.0.push(c),
            }
        }
    }

    /// Begins an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.begin(name, attributes);
        self.0.push('>');
    }

    /// Ends an element.
    pub(super) fn close(&mut self, name: &'static str) {
        let _ = write!(self.0, "</{name}>");
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.begin(name, attributes);
        self.0.push_str("/>");
    }

    /// An element of words.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.0
    }

    fn begin(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        let _ = write!(self.0, "<{name}");
        for (attribute, value) in attributes {
            let _ = write!(self.0, " {attribute}=\"");
            self.text(value);
            self.0.push('"');
        }
    }
}
