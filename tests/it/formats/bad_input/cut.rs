//! Files that are cut off: at every byte they are refused, or what comes in of them is what the whole file says.

use super::samples::{Sample, bytes_of, ids, samples};
use super::{Taken, file, good_of, whole};
use glossator::formats::{Format, InputFile};

/// How many places a file is cut at, evenly; at every byte if there are no more. Articles take long to read, and have no
/// spans that could go wrong.
const CUTS: usize = 2500;
const CUTS_OF_ARTICLES: usize = 150;

macro_rules! tests {
    ($($name:ident $id:literal)*) => {
        $(#[test]
        fn $name() {
            samples($id).iter().for_each(check);
        })*

        #[test]
        fn every_format_is_cut() {
            assert_eq!(ids(), [$($id),*]);
        }
    };
}

tests! {
    jsonl "jsonl" text "text" markdown "markdown" html "html" pdf "pdf" docx "docx" odt "odt" epub "epub" eml "eml"
    csv "csv" brat "brat" conll "conll" conllu "conllu" webanno_tsv "webanno-tsv" uima_xmi "uima-xmi"
    uima_json "uima-json" label_studio "label-studio" doccano "doccano" prodigy "prodigy" spacy "spacy" hf "hf"
    refi_qda "refi-qda" w3c "w3c" gate "gate" bioc "bioc" taguette "taguette" tei "tei" pubtator "pubtator"
    inception_zip "inception-zip"
}

fn check(sample: &Sample) {
    let Sample { format, files } = sample;
    let all = whole(*format, files).unwrap();
    for at in 0..files.len() {
        let bytes = bytes_of(&files[at]);
        let mut files = files.clone();
        let n_cuts = if format.carries().spans { CUTS } else { CUTS_OF_ARTICLES };
        for cut in (0..bytes.len()).step_by(1 + bytes.len() / n_cuts) {
            files[at] = file(&files[at].name, &bytes[..cut]);
            check_cut(*format, &files, &all, &format!("{} of {} bytes of {}", cut, bytes.len(), files[at].name));
        }
    }
}

fn check_cut(format: &'static dyn Format, files: &[InputFile], all: &Taken, what: &str) {
    let (taken, good) = (whole(format, files), good_of(format, files));
    if let (Ok(taken), Ok(good)) = (&taken, &good) {
        assert_eq!((taken.spans(), taken.texts()), (good.spans(), good.texts()), "{}: {what}", format.id());
    }
    assert!(taken.is_err() || good.is_ok(), "{}: {what}", format.id());
    if let (Err(why), Ok(good)) = (&taken, &good) {
        assert_eq!(good.refused.first(), Some(why), "{}: {what}", format.id());
    }
    for taken in [taken, good].into_iter().flatten() {
        for span in taken.spans() {
            assert!(is_said(&span, &taken, all), "{}: {what}: {span:?}", format.id());
        }
    }
}

/// Whether the whole file says so of a span. Where a text ends sooner, the span may end there too.
fn is_said(span: &(usize, usize, String), taken: &Taken, all: &Taken) -> bool {
    let (start, end, words) = span;
    let spans = all.spans();
    let is_cut = || {
        let mut new = taken.texts().into_iter().filter(|text| !all.texts().contains(text));
        new.any(|text| text.chars().count() == *end && text.ends_with(words.as_str()))
    };
    spans.contains(span)
        || (is_cut() && spans.iter().any(|(at, _, whole)| at == start && whole.starts_with(words.as_str())))
}
