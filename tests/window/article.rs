//! A news article of the shape that people bring: the headline on the first line, no blank lines, straight and curly
//! quotes, a paragraph in French. Accents stand before every word that the tests mark, so that bytes and characters
//! count differently.

/// The article, byte for byte.
pub const TEXT: &str = "\
L’Élysée rejects ‘unfair’ criticism of the Alep truce
The Élysée has rejected as \"unfair\" the criticism of its envoy, calling for a ceasefire and for the end of the siege so that the talks can go on.
Préval, who speaks for the ministry, told reporters on Tuesday that nobody in São Tomé, Kraków or Zürich had expected the truce to hold for as long as it did.
“Médecins du Monde and the Comité d’Alep must both be heard,” he said, “or there is nothing left to talk about.”
\"If the talks are blocked today, this is not the fault of the envoy,\" she added on the second day of a visit to the neighbour’s capital.
Strikes on the old town
Observers said the raids killed \"a great number\" of people and destroyed a field hospital, as well as three depots and a dozen vehicles.
La rédaction propose une couverture et une analyse indépendantes du Moyen-Orient, de l’Afrique du Nord et d’autres régions du monde. Pour en savoir plus, cliquez ici [en anglais].";

/// The first line.
pub fn headline() -> &'static str {
    paragraph("L’Élysée")
}

/// The paragraph that begins with some words.
#[track_caller]
pub fn paragraph(begin: &str) -> &'static str {
    TEXT.lines().find(|line| line.starts_with(begin)).expect("a paragraph begins so")
}
