//! Hands bytes of libFuzzer to `glossator_fuzz::ron_project`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| glossator_fuzz::ron_project(data));
