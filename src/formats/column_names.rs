//! What columns and fields of tables can be, and the names that tools have for them.

/// What a column can be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Role {
    Document,
    Start,
    End,
    Label,
    Text,
    Annotator,
    Id,
    Title,
    Date,
    Outlet,
    Language,
}

impl Role {
    /// All, those first that others leave room for.
    pub(super) const ALL: [Self; 11] = [
        Self::Document,
        Self::Start,
        Self::End,
        Self::Label,
        Self::Text,
        Self::Annotator,
        Self::Id,
        Self::Title,
        Self::Date,
        Self::Outlet,
        Self::Language,
    ];

    /// What is said about a document beside its text.
    pub(super) const ABOUT: [Self; 5] = [Self::Id, Self::Title, Self::Date, Self::Outlet, Self::Language];

    /// What a person calls it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Start => "start",
            Self::End => "end",
            Self::Label => "label",
            Self::Text => "text",
            Self::Annotator => "annotator",
            Self::Id => "id",
            Self::Title => "title",
            Self::Date => "date",
            Self::Outlet => "outlet",
            Self::Language => "language",
        }
    }

    /// The names that tools have for it, [`plain`]; the likeliest first.
    pub(super) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Document => &[
                "document",
                "documentid",
                "documentname",
                "docid",
                "doc",
                "filename",
                "file",
                "articleid",
                "article",
                "textid",
            ],
            Self::Start => {
                &["start", "begin", "startoffset", "startchar", "charstart", "startposition", "startindex", "pos0"]
            }
            Self::End => &["end", "stop", "endoffset", "endchar", "charend", "endposition", "endindex", "pos1"],
            Self::Label => &["label", "tag", "code", "category", "type", "entitytype", "entity", "class", "annotation"],
            Self::Text => &[
                "text",
                "fulltext",
                "body",
                "bodytext",
                "articletext",
                "articlebody",
                "content",
                "article",
                "story",
                "quote",
                "coveredtext",
                "covered",
                "span",
                "exact",
                "mention",
            ],
            Self::Annotator => {
                &["annotator", "annotatorid", "annotatedby", "coder", "user", "username", "rater", "annotators"]
            }
            Self::Id => &["id", "articleid", "docid", "documentid", "guid", "uuid", "identifier"],
            Self::Title => &["title", "headline", "heading", "filename", "file", "name"],
            Self::Date => &[
                "date",
                "published",
                "publicationdate",
                "publishdate",
                "publisheddate",
                "publishedat",
                "datepublished",
                "pubdate",
            ],
            Self::Outlet => &["outlet", "publisher", "publication", "newspaper", "source", "medium", "sourcename"],
            Self::Language => &["language", "lang", "languagecode"],
        }
    }
}

/// A name without marks, spaces and capitals.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
