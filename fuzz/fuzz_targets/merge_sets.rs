//! Hands bytes of libFuzzer to `glossator_fuzz::merge_sets`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| glossator_fuzz::merge_sets(data));
