//! Proofs that leave the ledger: files that a third party verifies, and logs as tiles.
//!
//! * [`ProofFile`]: one entry, after `c2sp.org/tlog-proof`.
//! * [`export_tiles`]: a whole log, after `c2sp.org/tlog-tiles`.

#[expect(
    clippy::module_inception,
    reason = "the file is named after the one concept in it"
)]
mod proof_file;
mod tile_path;
mod tiles;

pub use proof_file::{BadProofFile, ProofFile, ProofFileRefused};
pub use tile_path::{BadTilePath, TILE_WIDTH, TileKind, TilePath};
pub use tiles::{CannotExport, export_tiles};
