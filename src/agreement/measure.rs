//! The measures of spans by their names, and what each means.

use super::{Outcome, Scenario};
use std::borrow::Cow;

/// A measure of agreement on spans.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Measure {
    /// Strict F1: the same place, the same tag.
    StrictF1,
    /// F1 where spans of the same tag overlap.
    OverlapF1,
    /// F1 over characters with the same tag.
    CharacterF1,
    /// uα of 2016.
    UAlpha,
    /// |u|α of 2016.
    BinaryUAlpha,
    /// cuα of 2016.
    CodingUAlpha,
    /// What cuα rests on.
    CodingCoverage,
    /// (k)uα of 2016.
    TagUAlpha,
    /// Spans that there are.
    NSpans,
    /// The share of text under spans.
    Coverage,
    /// Spans of the first of two.
    NOne,
    /// Spans of the second of two.
    NOther,
    /// Spans of both of two.
    StrictBoth,
    /// Strict precision.
    StrictPrecision,
    /// Strict recall.
    StrictRecall,
    /// F1 on places, whatever the tag.
    ExactF1,
    /// The mean of strict and overlap F1.
    PartialF1,
    /// F1 where spans of the same tag share half.
    HalfF1,
    /// F1 over characters under any span.
    MarkedF1,
    /// Cohen's kappa over characters.
    CharacterKappa,
    /// Cohen's kappa over tokens.
    TokenKappa,
    /// Cohen's kappa over tokens, what begins told from what goes on.
    TokenKappaBio,
    /// The share of tokens in the same.
    TokenAccuracy,
    /// Krippendorff's alpha over tokens.
    TokenAlpha,
    /// Fleiss' kappa over tokens.
    TokenFleiss,
    /// Cohen's kappa over the tags of the same places.
    ExactSpanKappa,
    /// Krippendorff's alpha over them.
    ExactSpanAlpha,
    /// Krippendorff's alpha over them, where not to mark is a tag.
    ExactSpanAlphaNone,
    /// αU of 1995 and 2004.
    Alpha2004,
    /// B of boundaries.
    BoundarySimilarity,
    /// S of boundaries.
    SegmentationSimilarity,
    /// The mean of strict F1 over resamples of documents.
    ResampledMean,
    /// Its standard deviation.
    ResampledDeviation,
    /// A cell of the SemEval table.
    SemEval(Scenario, Outcome),
}

/// Whose agreement a measure is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// Of one annotator alone.
    One,
    /// Of two.
    Pair,
    /// Of two, and of everybody as the mean over pairs.
    PairAndMean,
    /// Of everybody at once.
    Everybody,
    /// Of everybody at once, and of two as well.
    EverybodyAndPair,
}

/// Whether a measure can be of one tag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OfTag {
    /// It is of all tags.
    Never,
    /// It is of all tags or of one.
    Also,
    /// It is of one.
    Always,
}

/// What there is to know of a measure.
#[derive(Clone, Copy, Debug)]
struct Facts {
    measure: Measure,
    name: &'static str,
    title: &'static str,
    of: Of,
    tag: OfTag,
    meaning: &'static str,
}

const fn facts(
    measure: Measure,
    name: &'static str,
    title: &'static str,
    of: Of,
    tag: OfTag,
    meaning: &'static str,
) -> Facts {
    Facts { measure, name, title, of, tag, meaning }
}

/// All but the SemEval table; first those that are shown unless others are asked for.
const FACTS: &[Facts] = &[
    facts(
        Measure::StrictF1,
        "strict_f1",
        "Same span, same tag (F1)",
        Of::PairAndMean,
        OfTag::Also,
        "The share of marked passages on which both chose exactly the same words and the same tag.",
    ),
    facts(
        Measure::OverlapF1,
        "overlap_f1",
        "Overlapping, same tag (F1)",
        Of::PairAndMean,
        OfTag::Also,
        "The same, where it is enough that passages overlap: the gap to strict is about boundaries.",
    ),
    facts(
        Measure::CharacterF1,
        "char_f1",
        "Same characters (F1)",
        Of::PairAndMean,
        OfTag::Also,
        "The share of the marked text, character by character, with the same tag; long passages weigh more.",
    ),
    facts(
        Measure::UAlpha,
        "u_alpha",
        "Unitizing alpha (uα, 2016)",
        Of::EverybodyAndPair,
        OfTag::Never,
        "Where passages begin and end and how they are tagged, beyond chance: 1 is perfect, 0 is chance.",
    ),
    facts(
        Measure::BinaryUAlpha,
        "bu_alpha",
        "Unitizing alpha, marked or not (|u|α, 2016)",
        Of::EverybodyAndPair,
        OfTag::Also,
        "Where something is marked, beyond chance; of a tag, where it is.",
    ),
    facts(
        Measure::CodingUAlpha,
        "cu_alpha",
        "Tags of shared passages (cuα, 2016)",
        Of::EverybodyAndPair,
        OfTag::Never,
        "How well tags agree where two people marked the same text; it says nothing without its coverage.",
    ),
    facts(
        Measure::CodingCoverage,
        "cu_coverage",
        "Coverage of cuα",
        Of::EverybodyAndPair,
        OfTag::Never,
        "The share of everybody's text that cuα rests on.",
    ),
    facts(
        Measure::TagUAlpha,
        "ku_alpha",
        "One tag on shared passages ((k)uα, 2016)",
        Of::EverybodyAndPair,
        OfTag::Always,
        "How well this tag is told from others where two people marked the same text.",
    ),
    facts(Measure::NSpans, "n_spans", "Spans", Of::Everybody, OfTag::Also, "How many spans everybody has together."),
    facts(
        Measure::Coverage,
        "coverage",
        "Text under spans",
        Of::One,
        OfTag::Also,
        "The share of the text of their documents that somebody marked.",
    ),
    facts(Measure::NOne, "n_a", "Spans of the first", Of::Pair, OfTag::Also, "How many spans the first has."),
    facts(Measure::NOther, "n_b", "Spans of the second", Of::Pair, OfTag::Also, "How many spans the second has."),
    facts(
        Measure::StrictBoth,
        "strict_tp",
        "Same spans",
        Of::Pair,
        OfTag::Also,
        "How many spans both have, with the same tag.",
    ),
    facts(
        Measure::StrictPrecision,
        "strict_p",
        "Precision",
        Of::Pair,
        OfTag::Also,
        "The share of the second's spans that the first has too.",
    ),
    facts(
        Measure::StrictRecall,
        "strict_r",
        "Recall",
        Of::Pair,
        OfTag::Also,
        "The share of the first's spans that the second has too.",
    ),
    facts(
        Measure::ExactF1,
        "exact_f1",
        "Same span (F1)",
        Of::PairAndMean,
        OfTag::Never,
        "The share of marked passages on which both chose exactly the same words, whatever the tag.",
    ),
    facts(
        Measure::PartialF1,
        "partial_f1",
        "Partly the same (F1)",
        Of::PairAndMean,
        OfTag::Also,
        "The mean of strict and overlap: a passage that only overlaps counts half.",
    ),
    facts(
        Measure::HalfF1,
        "iou50_f1",
        "Half the same (F1)",
        Of::PairAndMean,
        OfTag::Also,
        "The same tag on passages that share at least half of what they cover together.",
    ),
    facts(
        Measure::MarkedF1,
        "char_f1_nolabel",
        "Marked characters (F1)",
        Of::PairAndMean,
        OfTag::Never,
        "The share of the marked text, character by character, that both marked, as whatever.",
    ),
    facts(
        Measure::CharacterKappa,
        "kappa_char",
        "Kappa over characters",
        Of::PairAndMean,
        OfTag::Also,
        "Whether each character is marked, beyond chance; what nobody marks weighs much.",
    ),
    facts(
        Measure::TokenKappa,
        "kappa_token",
        "Kappa over words",
        Of::PairAndMean,
        OfTag::Never,
        "What each word is in, beyond chance; words in nothing weigh much, and long passages.",
    ),
    facts(
        Measure::TokenKappaBio,
        "kappa_token_bio",
        "Kappa over words (BIO)",
        Of::PairAndMean,
        OfTag::Never,
        "The same, where to begin a passage and to go on in one are two things.",
    ),
    facts(
        Measure::TokenAccuracy,
        "token_accuracy",
        "Words in the same",
        Of::PairAndMean,
        OfTag::Never,
        "The share of words that are in the same; high by itself where little is marked.",
    ),
    facts(
        Measure::TokenAlpha,
        "alpha_token",
        "Alpha over words",
        Of::Everybody,
        OfTag::Never,
        "What each word is in, beyond chance, for any number of people.",
    ),
    facts(
        Measure::TokenFleiss,
        "fleiss_token",
        "Fleiss' kappa over words",
        Of::Everybody,
        OfTag::Never,
        "The same where everybody worked on everything.",
    ),
    facts(
        Measure::ExactSpanKappa,
        "exact_span_kappa",
        "Kappa of tags on the same spans",
        Of::PairAndMean,
        OfTag::Never,
        "How well tags agree where both marked exactly the same words; all else is not seen.",
    ),
    facts(
        Measure::ExactSpanAlpha,
        "exact_span_alpha",
        "Alpha of tags on the same spans",
        Of::Everybody,
        OfTag::Never,
        "The same for any number of people.",
    ),
    facts(
        Measure::ExactSpanAlphaNone,
        "exact_span_alpha_none",
        "Alpha of tags on the same spans, or none",
        Of::Everybody,
        OfTag::Never,
        "The same, where not to mark what somebody marked is a tag of its own.",
    ),
    facts(
        Measure::Alpha2004,
        "alpha_u_2004",
        "Unitizing alpha (αU, 1995/2004)",
        Of::Everybody,
        OfTag::Also,
        "The alpha that INCEpTION shows, as the mean over documents; not to be compared with that of 2016.",
    ),
    facts(
        Measure::BoundarySimilarity,
        "boundary_similarity",
        "Boundary similarity (B)",
        Of::PairAndMean,
        OfTag::Never,
        "For passages that divide the whole text: how many boundaries are the same, a near miss counting half.",
    ),
    facts(
        Measure::SegmentationSimilarity,
        "segmentation_similarity",
        "Segmentation similarity (S)",
        Of::PairAndMean,
        OfTag::Never,
        "The share of places that need no change of a boundary: near 1 for any long text.",
    ),
    facts(
        Measure::ResampledMean,
        "boot_strict_f1_mean",
        "Strict F1, mean of resamples",
        Of::Pair,
        OfTag::Never,
        "The mean of strict F1 over documents drawn anew from those that both worked on.",
    ),
    facts(
        Measure::ResampledDeviation,
        "boot_strict_f1_sd",
        "Strict F1, deviation of resamples",
        Of::Pair,
        OfTag::Never,
        "How far strict F1 varies over documents drawn anew, as a standard deviation.",
    ),
];

/// How many are shown unless others are asked for.
const N_SHOWN: usize = 7;

const SEMEVAL: Facts = facts(
    Measure::SemEval(Scenario::Strict, Outcome::F1),
    "semeval",
    "SemEval-2013",
    Of::Pair,
    OfTag::Never,
    "Of the table of SemEval-2013, in which the first of the two is taken to be right.",
);

impl Measure {
    /// All measures.
    pub fn all() -> impl Iterator<Item = Self> {
        let cells = Scenario::ALL
            .into_iter()
            .flat_map(|scenario| Outcome::ALL.into_iter().map(move |outcome| Self::SemEval(scenario, outcome)));
        FACTS.iter().map(|facts| facts.measure).chain(cells)
    }

    /// Those that are shown unless others are asked for.
    pub fn shown() -> impl Iterator<Item = Self> {
        Self::all().take(N_SHOWN)
    }

    /// The measure with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|measure| measure.name() == name)
    }

    fn facts(self) -> &'static Facts {
        FACTS.iter().find(|facts| facts.measure == self).unwrap_or(&SEMEVAL)
    }

    /// What programs call it.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::SemEval(scenario, outcome) => format!("semeval_{}_{}", scenario.name(), outcome.name()).into(),
            _ => self.facts().name.into(),
        }
    }

    /// What people call it.
    pub fn title(self) -> Cow<'static, str> {
        match self {
            Self::SemEval(scenario, outcome) => {
                format!("{} ({}, {})", SEMEVAL.title, scenario.name(), outcome.name()).into()
            }
            _ => self.facts().title.into(),
        }
    }

    /// What it means, in a sentence.
    pub fn meaning(self) -> &'static str {
        self.facts().meaning
    }

    /// Whose agreement it is of.
    pub fn of(self) -> Of {
        self.facts().of
    }

    /// Whether it can be of one tag.
    pub fn of_tag(self) -> OfTag {
        self.facts().tag
    }
}
