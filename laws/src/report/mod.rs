//! The renderers of a [`Report`](crate::evidence::Report).
//!
//! | module | for |
//! | --- | --- |
//! | [`terminal`] | a person at a prompt |
//! | [`json_lines`] | programs, and merging the reports of shards |
//! | [`junit`] | continuous integration |
//! | [`html`] | a person with a browser: one page that needs nothing else |
//!
//! All of them show text that models print, and none of them trusts it: control characters and
//! characters that change the direction of text are shown as escapes.

pub mod html;
pub mod json_lines;
pub mod junit;
pub mod terminal;

mod frequency_line;
mod numbers;
mod printable;
mod replay_line;
mod shrink_line;
mod standing;
mod steps;
mod verdict_line;
