//! Types of feature structures: what a type system says of them, and those that UIMA, DKPro and INCEpTION have.

use smol_str::SmolStr;
use std::collections::HashMap;

/// Anything over a range of a text.
pub(in crate::formats) const ANNOTATION: &str = "uima.tcas.Annotation";
/// A token.
pub(in crate::formats) const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
/// A sentence.
pub(super) const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
/// What is known of a document.
pub(super) const META_DATA: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
/// The layer that INCEpTION has for named entities.
pub(super) const NAMED_ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
/// Attributes of a document as a whole, as we write them.
pub(super) const DOCUMENT_ATTRIBUTES: &str = "custom.DocumentAttributes";

const META_PACKAGE: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.";
const POS_PACKAGE: &str = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.";

/// What the features of each type hold.
#[derive(Debug, Default)]
pub(in crate::formats) struct TypeSystem {
    types: HashMap<SmolStr, Type>,
}

#[derive(Debug, Default)]
struct Type {
    parent: SmolStr,
    features: HashMap<SmolStr, SmolStr>,
}

/// What a feature holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::formats) enum Range {
    /// A word.
    Text,
    /// Several words.
    Texts,
    /// Yes or no.
    YesNo,
    /// A number.
    Number,
    /// Several numbers.
    Numbers,
    /// Another feature structure.
    One,
    /// Several of them.
    Many,
}

impl TypeSystem {
    /// Adds a type.
    pub(in crate::formats) fn add(&mut self, name: &str, parent: &str) {
        self.types.entry(name.into()).or_default().parent = parent.into();
    }

    /// Adds a feature of a type that was added, with the name of what it holds.
    pub(in crate::formats) fn add_feature(&mut self, type_name: &str, feature: &str, range: &str) {
        self.types.entry(type_name.into()).or_default().features.insert(feature.into(), range.into());
    }

    /// What a feature of a type holds, if that is known.
    pub(in crate::formats) fn range(&self, type_name: &str, feature: &str) -> Option<Range> {
        let range = self.line(type_name).find_map(|it| it.features.get(feature))?;
        Some(self.range_named(range))
    }

    fn range_named(&self, range: &str) -> Range {
        match range {
            "uima.cas.String" => Range::Text,
            "uima.cas.Boolean" => Range::YesNo,
            "uima.cas.Byte" | "uima.cas.Short" | "uima.cas.Integer" | "uima.cas.Long" | "uima.cas.Float"
            | "uima.cas.Double" => Range::Number,
            "uima.cas.StringArray" | "uima.cas.StringList" | "uima.cas.String[]" => Range::Texts,
            "uima.cas.FSArray" | "uima.cas.FSList" => Range::Many,
            _ if range.starts_with("uima.cas.") && (range.ends_with("Array") || range.ends_with("List")) => {
                Range::Numbers
            }
            _ if range.ends_with("[]") => Range::Many,
            // A type with some strings alone is a string.
            _ if self.types.get(range).is_some_and(|it| it.parent == "uima.cas.String") => Range::Text,
            _ => Range::One,
        }
    }

    /// A type and those above it; at most as many as real type systems have, as they may lead in circles.
    fn line<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Type> + 'a {
        std::iter::successors(self.types.get(name), |it| self.types.get(&it.parent)).take(100)
    }
}

/// The last part of a type's name.
pub(in crate::formats) fn short(type_name: &str) -> &str {
    type_name.rsplit('.').next().unwrap_or(type_name)
}

/// The name of a type's layer. Parts of speech have a type each, and are one layer.
pub(super) fn layer(type_name: &str) -> SmolStr {
    if type_name.starts_with(POS_PACKAGE) {
        return "POS".into();
    }
    super::plain(short(type_name))
}

/// Whether something of a type is there for the machinery, and says nothing about what is in the text.
pub(super) fn is_machinery(type_name: &str) -> bool {
    matches!(type_name, TOKEN | SENTENCE | "uima.tcas.DocumentAnnotation")
        || type_name.starts_with("uima.cas.")
        || type_name.starts_with(META_PACKAGE)
}
