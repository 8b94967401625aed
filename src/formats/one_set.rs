//! Documents once for each annotator, for formats where a record has one annotator.

use super::exchange::Document;

/// Each document once for each set that says something; as it is where none does.
pub(super) fn one_set_each(documents: Vec<Document>) -> Vec<Document> {
    documents.into_iter().flat_map(apart).collect()
}

fn apart(mut document: Document) -> Vec<Document> {
    let mut sets = std::mem::take(&mut document.sets);
    sets.retain(|set| !set.is_blank());
    if sets.is_empty() {
        return vec![document];
    }
    sets.into_iter().map(|set| Document { sets: vec![set], ..document.clone() }).collect()
}
