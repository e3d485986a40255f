//! Markers for the laws of one operation, as they are listed in the type of a proved table.

/// Marks `(a . b) . c = a . (b . c)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Associative;

/// Marks `e . a = a`, where `e` is the identity that was named in the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LeftIdentity;

/// Marks `a . e = a`, where `e` is the identity that was named in the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RightIdentity;

/// Marks `a . b = b . a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Commutative;

/// Marks `a . a = a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Idempotent;

/// Marks `inverse(a) . a = e`, with the inverses that were listed in the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LeftInverse;

/// Marks `a . inverse(a) = e`, with the inverses that were listed in the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RightInverse;
