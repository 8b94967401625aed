//! Agreement. Expected values are published ones, or those of the reference vectors where these are at hand.

mod ratings;
