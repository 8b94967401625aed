//! The whole window as a person meets it: real projects in temporary folders, real keys and pointers, things found by
//! their accessible names. No picture is taken, so no renderer is needed.

mod hand;

mod annotation;
mod relations;
mod correcting;
mod left_out;
mod keys;
mod pointer;
mod undo;
mod list;
mod codebook;
mod guidance;
mod statistics;
mod notes;
mod agreement;
mod review;
mod search;
mod filter;
mod work;
mod words;
mod commands;
mod finding;
mod occurrences;
mod rules;
mod strange;
mod veil;
mod stacks;
mod annotators;
mod opening;
mod exchange;
mod exporting;
mod saving;
mod small;
mod damage;
