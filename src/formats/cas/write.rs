//! From documents to feature structures: a type for each layer, a feature for each attribute.

use super::types::{ANNOTATION, DOCUMENT_ATTRIBUTES, META_DATA, NAMED_ENTITY, Range, SENTENCE, TOKEN};
use super::{Cas, Feature, Mark, Sofa, names, short};
use crate::formats::exchange::{Beside, Document, Label, Set, Values};
use crate::formats::format::WriteCx;
use crate::formats::tokens::sentences_of_tokens;
use crate::model::{LayerKind, Value};
use crate::text::{TextRange, Unit};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// What a layer is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    Span,
    Relation,
    Document,
}

/// The types and features of what was written so far.
#[derive(Debug, Default)]
pub(in crate::formats) struct Declared {
    types: BTreeMap<(Kind, SmolStr), SmolStr>,
    taken: BTreeSet<SmolStr>,
    /// The features of each type by the attributes that they hold, and by what they hold of those.
    features: BTreeMap<SmolStr, BTreeMap<(SmolStr, Range), SmolStr>>,
}

/// A type as a type system declares it: its name, that of the type above it, and its features with what they hold.
pub(in crate::formats) type Declaration = (SmolStr, &'static str, Vec<(SmolStr, &'static str)>);

impl Declared {
    /// The type of a layer. Layers of two kinds with one name get two types.
    fn type_of(&mut self, kind: Kind, label: &Label, cx: &WriteCx<'_>) -> SmolStr {
        let layer = label.layer.clone().or_else(|| cx.layer_of(kind.model(), label).map(|id| id.as_str().into()));
        let layer = layer.unwrap_or_else(|| SmolStr::new_static(kind.name()));
        if let Some(name) = self.types.get(&(kind, layer.clone())) {
            return name.clone();
        }
        let own = if kind == Kind::Span && layer == short(NAMED_ENTITY) {
            NAMED_ENTITY.to_owned()
        } else {
            format!("custom.{}", names::safe(&layer))
        };
        let others = (1..).map(|n| format!("{own}{}{}", kind.name(), "_".repeat(n - 1)));
        let is_free = |name: &String| name != DOCUMENT_ATTRIBUTES && !self.taken.contains(name.as_str());
        let name: SmolStr = std::iter::once(own.clone()).chain(others).find(is_free).unwrap_or_default().into();
        self.taken.insert(name.clone());
        self.features.entry(name.clone()).or_default();
        self.types.insert((kind, layer), name.clone());
        name
    }

    /// The feature of a type that holds such values of an attribute.
    fn feature_of(&mut self, type_name: &SmolStr, attribute: &SmolStr, range: Range) -> SmolStr {
        let features = self.features.entry(type_name.clone()).or_default();
        if let Some(feature) = features.get(&(attribute.clone(), range)) {
            return feature.clone();
        }
        // Values of several kinds are told apart by a sign that stands for nothing.
        let n_before = features.keys().filter(|(other, _)| other == attribute).count();
        let feature: SmolStr = format!("{}{}", names::feature(attribute), "_x_".repeat(n_before)).into();
        features.insert((attribute.clone(), range), feature.clone());
        feature
    }

    /// All types that were used, with those that every file has.
    pub(in crate::formats) fn declarations(&self) -> Vec<Declaration> {
        let string = "uima.cas.String";
        let mut all: Vec<Declaration> = vec![
            (TOKEN.into(), ANNOTATION, Vec::new()),
            (SENTENCE.into(), ANNOTATION, Vec::new()),
            (
                META_DATA.into(),
                "uima.tcas.DocumentAnnotation",
                ["documentTitle", "documentId"].map(|it| (it.into(), string)).into(),
            ),
        ];
        for ((kind, _), name) in &self.types {
            all.push((name.clone(), kind.parent(), self.features_of(name, *kind)));
        }
        if let Some(features) = self.features.get(DOCUMENT_ATTRIBUTES) {
            let features = features.iter().map(|((_, range), name)| (name.clone(), range.type_name())).collect();
            all.push((DOCUMENT_ATTRIBUTES.into(), Kind::Document.parent(), features));
        }
        all
    }

    fn features_of(&self, name: &SmolStr, kind: Kind) -> Vec<(SmolStr, &'static str)> {
        let mut all: Vec<(SmolStr, &'static str)> = vec![("value".into(), Range::Text.type_name())];
        if name == NAMED_ENTITY {
            all.push(("identifier".into(), Range::Text.type_name()));
        }
        if kind == Kind::Relation {
            all.extend(["Governor", "Dependent"].map(|end| (end.into(), ANNOTATION)));
        }
        let features = self.features.get(name).into_iter().flatten();
        let own = features.map(|((_, range), feature)| (feature.clone(), range.type_name()));
        all.extend(own.filter(|(feature, _)| name != NAMED_ENTITY || feature != "identifier"));
        all
    }
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Span => "Span",
            Self::Relation => "Relation",
            Self::Document => "Document",
        }
    }

    const fn model(self) -> LayerKind {
        match self {
            Self::Span => LayerKind::Span,
            Self::Relation => LayerKind::Relation,
            Self::Document => LayerKind::Document,
        }
    }

    const fn parent(self) -> &'static str {
        match self {
            Self::Span | Self::Relation => ANNOTATION,
            Self::Document => "uima.cas.AnnotationBase",
        }
    }
}

impl Range {
    fn of(value: &Value) -> Self {
        match value {
            Value::Text(_) => Self::Text,
            Value::Set(_) => Self::Texts,
            Value::YesNo(_) => Self::YesNo,
            Value::Number(_) => Self::Number,
        }
    }

    const fn type_name(self) -> &'static str {
        match self {
            Self::Text => "uima.cas.String",
            Self::Texts => "uima.cas.StringArray",
            Self::YesNo => "uima.cas.Boolean",
            Self::Number => "uima.cas.Double",
            Self::Numbers => "uima.cas.DoubleArray",
            Self::One => ANNOTATION,
            Self::Many => "uima.cas.FSArray",
        }
    }
}

/// The id of the text in what is written.
const SOFA: i64 = 1;

/// All feature structures of a document: what is known of it, its sentences and tokens, and what is said of it.
pub(in crate::formats) fn written(document: &Document, declared: &mut Declared, cx: &WriteCx<'_>) -> Cas {
    let mut marks = Marks { document, marks: Vec::new() };
    marks.add(META_DATA.into(), Some(document.text.whole()), meta_data(document));
    let spans: Vec<TextRange> = document.sets.iter().flat_map(|set| &set.spans).map(|span| span.at.hull()).collect();
    let wide: Vec<TextRange> = spans.into_iter().filter(|span| !span.is_empty()).collect();
    for sentence in sentences_of_tokens(&document.text, &wide) {
        if let (Some(first), Some(last)) = (sentence.first(), sentence.last()) {
            marks.add(SENTENCE.into(), Some(first.hull(*last)), Vec::new());
        }
        for token in sentence {
            marks.add(TOKEN.into(), Some(token), Vec::new());
        }
    }
    for set in &document.sets {
        marks.add_set(set, declared, cx);
    }
    let members = marks.marks.iter().map(|mark| mark.id).collect();
    let text = Some(document.text.as_str().to_owned());
    Cas {
        sofas: vec![Sofa { id: SOFA, name: "_InitialView".to_owned(), text, members: Some(members) }],
        marks: marks.marks,
    }
}

/// What is said of a document, without tokens.
pub(in crate::formats) fn said(document: &Document, declared: &mut Declared, cx: &WriteCx<'_>) -> Vec<Mark> {
    let mut marks = Marks { document, marks: Vec::new() };
    for set in &document.sets {
        marks.add_set(set, declared, cx);
    }
    marks.marks
}

fn meta_data(document: &Document) -> Vec<(SmolStr, Feature)> {
    let language = document.language.as_deref().unwrap_or("x-unspecified");
    let all = [
        ("language", Some(language)),
        ("documentTitle", document.title.as_deref()),
        ("documentId", document.id.as_deref()),
    ];
    all.into_iter()
        .filter_map(|(name, value)| Some((name.into(), Feature::Value(Value::Text(value?.into())))))
        .collect()
}

/// Feature structures with ids in a row.
struct Marks<'a> {
    document: &'a Document,
    marks: Vec<Mark>,
}

impl Marks<'_> {
    fn add(&mut self, type_name: SmolStr, at: Option<TextRange>, features: Vec<(SmolStr, Feature)>) -> i64 {
        let id = SOFA + 1 + self.marks.len() as i64;
        let units = |at: TextRange| {
            let count = |offset| self.document.text.count(offset, Unit::Utf16) as i64;
            (count(at.start()), count(at.end()))
        };
        self.marks.push(Mark { id, type_name, sofa: Some(SOFA), at: at.map(units), features, line: 0 });
        id
    }

    fn add_set(&mut self, set: &Set, declared: &mut Declared, cx: &WriteCx<'_>) {
        let mut ids = Vec::with_capacity(set.spans.len());
        for span in &set.spans {
            let type_name = declared.type_of(Kind::Span, &span.label, cx);
            let features = features(&type_name, &span.label, &span.beside, declared);
            ids.push(self.add(type_name, Some(span.at.hull()), features));
        }
        for relation in &set.relations {
            let Some((from, to)) = ids.get(relation.from).zip(ids.get(relation.to)) else { continue };
            let type_name = declared.type_of(Kind::Relation, &relation.label, cx);
            let mut features = features(&type_name, &relation.label, &relation.beside, declared);
            features.push(("Governor".into(), Feature::To(*from)));
            features.push(("Dependent".into(), Feature::To(*to)));
            // INCEpTION lays a relation over the span that it leads to.
            let at = set.spans.get(relation.to).map(|span| span.at.hull());
            self.add(type_name, at, features);
        }
        for given in &set.tags {
            let type_name = declared.type_of(Kind::Document, &given.label, cx);
            let features = features(&type_name, &given.label, &given.beside, declared);
            self.add(type_name, None, features);
        }
        if !set.attributes.is_empty() {
            let type_name = SmolStr::new_static(DOCUMENT_ATTRIBUTES);
            let features = attributes(&type_name, &set.attributes, declared);
            self.add(type_name, None, features);
        }
    }
}

fn features(type_name: &SmolStr, label: &Label, beside: &Beside, declared: &mut Declared) -> Vec<(SmolStr, Feature)> {
    let mut all = vec![(SmolStr::new_static("value"), Feature::Value(Value::Text(label.tag.clone())))];
    all.extend(attributes(type_name, &beside.attributes, declared));
    all
}

fn attributes(type_name: &SmolStr, values: &Values, declared: &mut Declared) -> Vec<(SmolStr, Feature)> {
    let feature = |(name, value): (&SmolStr, &Value)| {
        (declared.feature_of(type_name, name, Range::of(value)), Feature::Value(value.clone()))
    };
    values.iter().map(feature).collect()
}
