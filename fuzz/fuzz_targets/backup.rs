//! Hands bytes of libFuzzer to `glossator_fuzz::backup`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| glossator_fuzz::backup(data));
