//! All measures of ratings by their names, those that a level has.

use super::{
    Level, Note, Ratings, Undefined, Weights, brennan_prediger, cohen_kappa, cohen_kappa_error, cohen_kappa_weighted,
    conger_kappa, fleiss_kappa, gwet_ac1, gwet_ac2, holsti, krippendorff_alpha, mean_pairwise_kappa, observed_mean,
    observed_pairable, observed_pooled, scott_pi,
};

/// A figure under its name, or why there is none.
#[derive(Clone, PartialEq, Debug)]
pub struct Measured {
    /// The measure, as on the command line.
    pub measure: &'static str,
    /// Its value.
    pub value: Result<f64, Undefined>,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// What to mind about it.
    pub notes: Vec<Note>,
}

/// All measures that are defined for some number of raters at the level of the ratings.
pub fn rating_measures(ratings: &Ratings) -> Vec<Measured> {
    let value =
        |it: Defined| Measured { measure: it.name, value: (it.value)(ratings), meaning: it.meaning, notes: Vec::new() };
    let mut all: Vec<Measured> = defined(ratings).into_iter().map(value).collect();
    for measured in all.iter_mut().filter(|measured| IS_LOW.contains(&measured.measure)) {
        measured.notes.extend(measured.value.ok().and_then(|value| note(ratings, value)));
    }
    all
}

/// A measure and how it is reckoned.
pub(super) struct Defined {
    name: &'static str,
    pub(super) value: fn(&Ratings) -> Result<f64, Undefined>,
    meaning: &'static str,
}

/// The measures for ratings like these, in the order of [`rating_measures`].
pub(super) fn defined(ratings: &Ratings) -> Vec<Defined> {
    let mut all = observed(ratings);
    all.extend(chance_corrected(ratings));
    if ratings.level() != Level::Nominal {
        all.extend(ranked(ratings));
    }
    all.extend(alphas(ratings));
    all
}

/// Those that are low where one category is frequent.
const IS_LOW: [&str; 6] =
    ["cohen_kappa", "scott_pi", "mean_pairwise_kappa", "conger_kappa", "fleiss_kappa", "krippendorff_alpha_nominal"];

/// What to mind about one of them.
fn note(ratings: &Ratings, value: f64) -> Option<Note> {
    let is_constant = |rater: usize| {
        let mut given = ratings.items().filter_map(|item| item.get(rater).copied().flatten());
        given.next().is_some_and(|first| given.all(|other| other == first))
    };
    if (0..ratings.n_raters()).any(is_constant) {
        return Some(Note::Constant);
    }
    let (observed, ac1) = (observed_mean(ratings).ok()?, gwet_ac1(ratings).ok()?);
    Note::of_prevalence(observed, value, ac1)
}

fn measured(name: &'static str, value: fn(&Ratings) -> Result<f64, Undefined>, meaning: &'static str) -> Defined {
    Defined { name, value, meaning }
}

fn observed(ratings: &Ratings) -> Vec<Defined> {
    const MEAN: &str = "The share of pairs of ratings that agree, as the mean over items.";
    if ratings.is_complete() || ratings.n_raters() == 2 {
        return vec![measured("observed_agreement", observed_mean, MEAN)];
    }
    vec![
        measured("observed_agreement_item_mean", observed_mean, MEAN),
        measured("observed_agreement_pooled", observed_pooled, "The share of all pairs of ratings that agree."),
        measured(
            "observed_agreement_pairable",
            observed_pairable,
            "The share of pairs that agree, where each rating counts alike.",
        ),
    ]
}

fn chance_corrected(ratings: &Ratings) -> Vec<Defined> {
    let two = [
        measured("cohen_kappa", cohen_kappa, "Agreement beyond what the two people's own habits would give."),
        measured("cohen_kappa_se", cohen_kappa_error, "How far Cohen's kappa would vary over other items."),
        measured("scott_pi", scott_pi, "Agreement beyond what their common habits would give."),
        measured("holsti", holsti, "Twice what both agree on over what each rated."),
    ];
    let several = [
        measured("mean_pairwise_kappa", mean_pairwise_kappa, "The mean of Cohen's kappa over pairs of people."),
        measured("conger_kappa", conger_kappa, "Cohen's kappa for several people."),
    ];
    let any = [
        measured("fleiss_kappa", fleiss_kappa, "Agreement beyond what the shares of the categories would give."),
        measured("gwet_ac1", gwet_ac1, "Agreement beyond chance, steady where one category is very frequent."),
        measured("brennan_prediger", brennan_prediger, "Agreement beyond drawing categories at random."),
    ];
    if ratings.n_raters() == 2 {
        two.into_iter().chain(any).collect()
    } else {
        several.into_iter().chain(any).collect()
    }
}

fn ranked(ratings: &Ratings) -> Vec<Defined> {
    const NEAR: &str = "The same, where categories that are near count as partly the same.";
    let mut all = vec![
        measured("gwet_ac2_linear", |it| gwet_ac2(it, Weights::Linear), NEAR),
        measured("gwet_ac2_quadratic", |it| gwet_ac2(it, Weights::Quadratic), NEAR),
    ];
    if ratings.n_raters() == 2 {
        all.push(measured("cohen_kappa_linear", |it| cohen_kappa_weighted(it, Weights::Linear), NEAR));
        all.push(measured("cohen_kappa_quadratic", |it| cohen_kappa_weighted(it, Weights::Quadratic), NEAR));
    }
    all
}

fn alphas(ratings: &Ratings) -> Vec<Defined> {
    let mut all = vec![measured(
        "krippendorff_alpha_nominal",
        |it| krippendorff_alpha(it, Level::Nominal),
        "Agreement beyond chance for any number of people, with ratings missing.",
    )];
    // Numbers may be meant as more than names, whatever the level that was said.
    let (is_ranked, are_numbers) = (ratings.level() != Level::Nominal, ratings.are_numbers());
    if is_ranked || are_numbers {
        all.push(measured(
            "krippendorff_alpha_ordinal",
            |it| krippendorff_alpha(it, Level::Ordinal),
            "The same, by the order of the categories.",
        ));
    }
    if are_numbers {
        all.push(measured(
            "krippendorff_alpha_interval",
            |it| krippendorff_alpha(it, Level::Interval),
            "The same, by how far numbers are apart.",
        ));
    }
    if ratings.level() == Level::Ratio {
        all.push(measured(
            "krippendorff_alpha_ratio",
            |it| krippendorff_alpha(it, Level::Ratio),
            "The same, by how many times larger one number is.",
        ));
    }
    all
}
