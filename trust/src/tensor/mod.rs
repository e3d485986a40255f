//! The tensors of trust and of value.

mod core;
mod legacy;
mod t3;
mod v3;

pub use core::SubDimension;
pub use legacy::{LegacyT3, LegacyV3};
pub use t3::T3Tensor;
pub use v3::V3Tensor;
