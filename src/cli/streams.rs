//! Where answers, warnings and input go and come from.

use super::error::CliError;
use serde::Serialize;
use std::io::{self, Read, Write};

/// Where a command reads and writes.
pub(super) struct Streams<'a> {
    /// For the answer.
    pub out: &'a mut dyn Write,
    /// For everything else.
    pub err: &'a mut dyn Write,
    /// What `-` names.
    pub input: &'a mut dyn Read,
}

impl Streams<'_> {
    /// Answers with one JSON document.
    pub(super) fn json(&mut self, answer: &impl Serialize) -> Result<(), CliError> {
        serde_json::to_writer(&mut *self.out, answer)?;
        writeln!(self.out)?;
        Ok(())
    }

    /// Says something that is no answer. Where even that cannot be written, nobody is there to be told.
    pub(super) fn warn(&mut self, message: &str) {
        writeln!(self.err, "glossator: {message}").unwrap_or_default();
    }

    /// Adds what a person can do next.
    pub(super) fn hint(&mut self, hint: &str) {
        writeln!(self.err, "  {hint}").unwrap_or_default();
    }

    /// Everything on standard input, at most `limit` bytes and one.
    pub(super) fn read_input(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut *self.input).take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// `1 document`, `2 documents`.
pub(super) fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {one}s", thousands(n)) }
}

/// A number with commas between thousands, for people.
pub(super) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let n_digits = digits.len();
    let mut out = String::with_capacity(n_digits + n_digits / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (n_digits - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people_have_commas_and_their_noun() {
        assert_eq!([1, 999, 1000, 1_234_567].map(thousands), ["1", "999", "1,000", "1,234,567"]);
        assert_eq!(
            [counted(1, "span"), counted(0, "span"), counted(4321, "span")],
            ["1 span", "0 spans", "4,321 spans"]
        );
    }
}
