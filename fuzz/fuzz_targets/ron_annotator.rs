//! Hands bytes of libFuzzer to `glossator_fuzz::ron_annotator`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| glossator_fuzz::ron_annotator(data));
