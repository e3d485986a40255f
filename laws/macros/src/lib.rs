//! The `theory!` macro.
