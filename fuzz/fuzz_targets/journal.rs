//! Hands bytes of libFuzzer to `glossator_fuzz::journal`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| glossator_fuzz::journal(data));
