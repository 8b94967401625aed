//! `"for"`, `["a", "b"]`, `true`, `0.5`: the values of attributes, as each would be written by hand.

use crate::model::{Number, Value};
use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::fmt;

/// A value in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueRecord(pub Value);

impl Serialize for ValueRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Value::Text(text) => serializer.serialize_str(text),
            Value::YesNo(yes) => serializer.serialize_bool(*yes),
            Value::Number(number) => serializer.serialize_f64(number.get()),
            Value::Set(ids) => {
                let mut list = serializer.serialize_seq(Some(ids.len()))?;
                ids.iter().try_for_each(|id| list.serialize_element(id.as_str()))?;
                list.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for ValueRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Self)
    }
}

struct AnyValue;

impl AnyValue {
    fn number<E: Error>(number: f64) -> Result<Value, E> {
        Number::new(number).map(Value::Number).ok_or_else(|| E::custom(format!("{number} is no value of an attribute")))
    }

    /// A whole number that stands for itself: larger ones would become another.
    fn whole<E: Error>(number: i128) -> Result<Value, E> {
        const LARGEST: i128 = 1 << f64::MANTISSA_DIGITS;
        match i32::try_from(number) {
            Ok(small) => Self::number(f64::from(small)),
            // Up to the largest, every whole number has a float of its own.
            Err(_) if number.abs() <= LARGEST => number.to_string().parse().map_err(E::custom).and_then(Self::number),
            Err(_) => Err(E::custom(format!("{number} is too large to be kept exactly"))),
        }
    }
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list of texts, true, false or a number")
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::YesNo(yes))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Self::whole(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Self::whole(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Self::number(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(SmolStr::new(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut ids = BTreeSet::new();
        while let Some(id) = list.next_element::<String>()? {
            ids.insert(SmolStr::from(id));
        }
        Ok(Value::Set(ids))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Result<Value, String> {
        ron::from_str::<ValueRecord>(source).map(|record| record.0).map_err(|error| error.code.to_string())
    }

    #[test]
    fn values_are_written_as_by_hand_and_read_again() {
        let set = |ids: &[&str]| Value::Set(ids.iter().map(SmolStr::new).collect());
        let cases = [
            (Value::Text("for".into()), "\"for\""),
            (Value::YesNo(true), "true"),
            (Value::Number(Number::new(0.5).unwrap()), "0.5"),
            (Value::Number(Number::new(3.0).unwrap()), "3.0"),
            (set(&["a", "b"]), "[\"a\",\"b\"]"),
            (set(&[]), "[]"),
        ];
        for (value, source) in cases {
            assert_eq!(ron::to_string(&ValueRecord(value.clone())).unwrap(), source);
            assert_eq!(read(source).as_ref(), Ok(&value));
        }
    }

    #[test]
    fn whole_numbers_are_numbers_as_long_as_they_are_exact() {
        assert_eq!(read("-7"), Ok(Value::Number(Number::new(-7.0).unwrap())));
        assert_eq!(read("9007199254740992"), Ok(Value::Number(Number::new(9_007_199_254_740_992.0).unwrap())));
        assert!(read("9007199254740993").is_err_and(|why| why.contains("too large")));
        assert!(read("inf").is_err());
        assert!(read("(1, 2)").is_err());
    }
}
