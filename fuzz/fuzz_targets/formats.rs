//! Hands bytes of libFuzzer to `glossator_fuzz::formats`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| glossator_fuzz::formats(data));
