//! Each script alone, and all in one line.

use super::super::World;
use super::super::sentences::*;
use super::{check, dark_2x, light, light_2x};

/// Must be seen: *ff*, *fi*, *fl* and *ffl* joined where the face joins them, and no letter lost in them; an é of two
/// characters like an é of one; ogonek, ring and the two accents of ệ in place. The tint is around *Affluent Office*.
#[test]
fn latin() {
    check(|| World::of(LATIN), &[("script-latin", light(560.0, 120.0))]);
}

/// Must be seen: accents above small letters and before capitals, a final ς, a raised dot and a semicolon.
#[test]
fn greek() {
    check(|| World::of(GREEK), &[("script-greek", light(560.0, 120.0))]);
}

/// Must be seen: the Russian, then the Ukrainian letters є, ї, ґ, then the Serbian љ and ђ, all in one face.
#[test]
fn cyrillic() {
    check(|| World::of(CYRILLIC), &[("script-cyrillic", light(560.0, 120.0))]);
}

/// Must be seen: the paragraph begins at the right; letters are joined; the bracket before مصر opens to its left,
/// so it is drawn as `)`; 1911 and ١٢ read from left to right; the vowel marks stand on their letters; لا is one form.
#[test]
fn arabic() {
    check(
        || World::of(ARABIC),
        &[("script-arabic", light(560.0, 120.0)), ("script-arabic-2x", light_2x(560.0, 120.0))],
    );
}

/// Must be seen: the paragraph begins at the right; points stand below, in and above their letters; the span in
/// the brackets leaves out the first letter with its points.
#[test]
fn hebrew() {
    check(
        || World::of(HEBREW),
        &[("script-hebrew", light(560.0, 120.0)), ("script-hebrew-2x", light_2x(560.0, 120.0))],
    );
}

/// Must be seen: क्ष, त्रि, द्या, ष्ट्र and न्ति as conjuncts without a visible halant; ि before its consonants; the hook
/// of र् above र्थि; one unbroken head line over each word.
#[test]
fn hindi() {
    check(|| World::of(HINDI), &[("script-hindi", light(560.0, 120.0)), ("script-hindi-2x", light_2x(560.0, 120.0))]);
}

/// Must be seen: even squares without gaps at the borders of spans; wide commas and a wide full stop.
#[test]
fn chinese() {
    check(|| World::of(CHINESE), &[("script-chinese", light(560.0, 120.0))]);
}

/// Must be seen: the long mark of ジュネーブ lying, ュ small, corner brackets around the second span.
#[test]
fn japanese() {
    check(|| World::of(JAPANESE), &[("script-japanese", light(560.0, 120.0))]);
}

/// Must be seen: whole syllable blocks, never single letters.
#[test]
fn korean() {
    check(|| World::of(KOREAN), &[("script-korean", light(560.0, 120.0))]);
}

/// Must be seen: vowels and tones stacked over their consonants without touching (นี, ที่, น้ำ, ปั่); the line breaks
/// between two words; the names of the tags do not cover the tones.
#[test]
fn thai() {
    check(|| World::of(THAI), &[("script-thai", light(560.0, 120.0)), ("script-thai-2x", light_2x(560.0, 120.0))]);
}

/// Must be seen: one picture for the family of four, a French flag, a brown hand, a red heart, a keycap; each in color
/// and on the line.
#[test]
fn emoji() {
    check(
        || World::of(EMOJI),
        &[("script-emoji", light(560.0, 120.0)), ("script-emoji-dark-2x", dark_2x(560.0, 120.0))],
    );
}

/// Must be seen: the line begins with *Peace* at the left; سلام and שלום each read from right to left and stand in
/// the order of the text, the Arabic one to the right of the Hebrew one, as both are one run.
#[test]
fn mixed_from_left_to_right() {
    check(
        || World::of(MIXED_LTR),
        &[
            ("mixed-from-left-to-right", light(720.0, 110.0)),
            ("mixed-from-left-to-right-dark-2x", dark_2x(720.0, 110.0)),
        ],
    );
}

/// Must be seen: the line begins with سلام at the right, then *Peace* to its left, then שלום; then at the left of all, one
/// run that reads from left to right: from शान्ति to ειρήνη, the dove and the year, whose brackets close around it.
#[test]
fn mixed_from_right_to_left() {
    check(
        || World::of(MIXED_RTL),
        &[("mixed-from-right-to-left", light(720.0, 110.0)), ("mixed-from-right-to-left-2x", light_2x(720.0, 110.0))],
    );
}
