//! The laws of covenants.
