//! Hands bytes of libFuzzer to `glossator_fuzz::merge_codebooks`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| glossator_fuzz::merge_codebooks(data));
