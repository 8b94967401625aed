//! All measures of spans by their names.

use super::{
    Counts, Study, Undefined, Unitizing, character_kappa, characters, exact, half_shared, overlap, strict,
    unitizing_alpha_2004,
};

/// A figure under its name, or why there is none, and what it rests on.
#[derive(Clone, PartialEq, Debug)]
pub struct SpanMeasured {
    /// The measure, with `#` and a tag where it is of one, and `@` and two annotators where it is of a pair.
    pub measure: String,
    /// Its value.
    pub value: Result<f64, Undefined>,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// How many spans it compares.
    pub n_units: usize,
    /// In how many documents.
    pub n_documents: usize,
    /// Of how many annotators.
    pub n_annotators: usize,
}

/// What annotators and tags are called.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The annotators, in the order of their numbers.
    pub annotators: &'a [String],
    /// The tags.
    pub tags: &'a [String],
}

/// All measures of a study: of each pair, of all annotators, and of each tag.
pub fn span_measures(study: &Study, names: Names<'_>) -> Vec<SpanMeasured> {
    let mut all = Vec::new();
    for (one, other) in study.pairs() {
        all.extend(of_pair(study, names, one, other));
    }
    all.extend(of_all(study, names));
    all
}

fn of_pair(study: &Study, names: Names<'_>, one: usize, other: usize) -> Vec<SpanMeasured> {
    let name = |at: usize| names.annotators.get(at).map_or("", String::as_str);
    let pair = format!("@{}|{}", name(one), name(other));
    let shared: Vec<usize> = study.shared(one, other, None).map(|(_, one, other)| one.len() + other.len()).collect();
    let (n_documents, n_units) = (shared.len(), shared.iter().sum());
    let measured = |measure: &str, value: Result<f64, Undefined>, meaning: &'static str| SpanMeasured {
        measure: format!("{measure}{pair}"),
        value: if n_documents == 0 { Err(Undefined::NothingShared) } else { value },
        meaning,
        n_units,
        n_documents,
        n_annotators: 2,
    };
    let f1 = |of: fn(&Study, usize, usize) -> Counts| of(study, one, other).f1();
    let whole = strict(study, one, other, None);
    let partial = whole.f1().and_then(|strict| Ok((strict + f1(overlap)?) / 2.0));
    let mut all = vec![
        measured("strict_f1", whole.f1(), "The share of spans on which both chose the same words and the same tag."),
        measured("strict_p", whole.precision(), "The share of the second's spans that the first has too."),
        measured("strict_r", whole.recall(), "The share of the first's spans that the second has too."),
        measured("exact_f1", f1(exact), "The share of spans on which both chose the same words, whatever the tag."),
        measured(
            "overlap_f1",
            f1(overlap),
            "The same tag on words that overlap: the gap to strict is about boundaries.",
        ),
        measured("partial_f1", partial, "The mean of both: a span that only overlaps counts half."),
        measured("iou50_f1", f1(half_shared), "The same tag on words of which half are the same."),
        measured("char_f1", characters(study, one, other, true).f1(), "The share of characters with the same tag."),
        measured(
            "char_f1_nolabel",
            characters(study, one, other, false).f1(),
            "The share of characters that both marked, as whatever.",
        ),
        measured(
            "kappa_char",
            character_kappa(study, one, other, None),
            "Whether each character is marked, beyond chance; what nobody marks weighs much.",
        ),
    ];
    for (tag, name) in (0..).zip(names.tags) {
        let value = strict(study, one, other, Some(tag)).f1();
        all.push(measured(&format!("strict_f1#{name}"), value, "The same words and this tag."));
    }
    all
}

fn of_all(study: &Study, names: Names<'_>) -> Vec<SpanMeasured> {
    let n_units = study.documents.iter().flat_map(|it| &it.sets).flatten().map(|set| set.len()).sum();
    let (n_documents, n_annotators) = (study.documents.len(), study.n_annotators);
    let measured = |measure: String, value: Result<f64, Undefined>, meaning: &'static str| SpanMeasured {
        measure,
        value,
        meaning,
        n_units,
        n_documents,
        n_annotators,
    };
    let unitizing = Unitizing::of(study, None);
    let of = |figure: fn(&Unitizing) -> Result<f64, Undefined>| unitizing.as_ref().map_err(|why| *why).and_then(figure);
    let mut all = vec![
        measured("strict_f1_mean".to_owned(), mean_strict_f1(study), "The mean of strict F1 over all pairs."),
        measured(
            "u_alpha".to_owned(),
            of(Unitizing::u_alpha),
            "Where spans begin and end and what they are, beyond chance (2016).",
        ),
        measured(
            "bu_alpha".to_owned(),
            of(Unitizing::binary_alpha),
            "Where something is marked, beyond chance (2016).",
        ),
        measured(
            "cu_alpha".to_owned(),
            of(Unitizing::coding_alpha),
            "How well tags agree where two people marked something (2016).",
        ),
        measured("cu_coverage".to_owned(), of(|it| Ok(it.coverage())), "The share of the text that cu_alpha rests on."),
    ];
    if let [document] = study.documents.as_slice() {
        let value = unitizing_alpha_2004(document, None);
        all.push(measured("alpha_u_2004".to_owned(), value, "The unitizing alpha of 1995 and 2004."));
    }
    for (tag, name) in (0..).zip(names.tags) {
        let value = Unitizing::of(study, Some(tag)).and_then(|it| it.binary_alpha());
        all.push(measured(format!("bu_alpha#{name}"), value, "Where this tag is, beyond chance (2016)."));
    }
    all
}

/// The mean over all pairs; not defined where one of them is not.
fn mean_strict_f1(study: &Study) -> Result<f64, Undefined> {
    let values: Vec<Result<f64, Undefined>> =
        study.pairs().map(|(one, other)| strict(study, one, other, None).f1()).collect();
    let n = values.len();
    let sum: f64 = values.into_iter().sum::<Result<f64, Undefined>>().map_err(|_| Undefined::Pair)?;
    if n == 0 { Err(Undefined::NothingShared) } else { Ok(sum / n as f64) }
}
