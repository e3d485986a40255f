//! Theories, models and laws that are checked, not assumed.
pub mod evidence;
pub mod finite;
pub mod machine;
