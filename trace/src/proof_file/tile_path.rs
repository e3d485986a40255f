//! Where a tile is.

use crate::checkpoint::base64_text::decimal;
use std::fmt;
use std::str::FromStr;

/// The number of hashes, or entries, in a full tile.
pub const TILE_WIDTH: u64 = 256;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TileKind {
    /// Hashes of subtrees of `256^level` leaves; the level is 0 to 63.
    Hashes {
        /// The level of the tile.
        level: u8,
    },
    /// Entries.
    Entries,
}

/// The path of a tile in a C2SP `tlog-tiles` log: `tile/<level>/<index>[.p/<width>]`.
///
/// ```
/// use lawful_trace::proof_file::TilePath;
/// let path: TilePath = "tile/0/x001/x234/067.p/8".parse().unwrap();
/// assert_eq!((path.index(), path.width()), (1_234_067, 8));
/// assert_eq!(path.to_string(), "tile/0/x001/x234/067.p/8");
/// assert!("tile/0/001/067".parse::<TilePath>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TilePath {
    kind: TileKind,
    index: u64,
    width: u64,
}

/// What is not the path of a tile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not the path of a tile; use `tile/LEVEL/INDEX` or `tile/entries/INDEX`, with `.p/WIDTH` for a partial one"
)]
pub struct BadTilePath(String);

impl TilePath {
    /// Makes a path. The width is 1 to 256.
    ///
    /// # Errors
    /// If the level is above 63, the width is 0 or above 256, or the index too large to have one.
    pub fn new(kind: TileKind, index: u64, width: u64) -> Result<TilePath, BadTilePath> {
        let level_fits = !matches!(kind, TileKind::Hashes { level: 64.. });
        if level_fits && (1..=TILE_WIDTH).contains(&width) && index <= u64::MAX >> 8 {
            Ok(TilePath { kind, index, width })
        } else {
            Err(BadTilePath(format!("{kind:?}, {index}, {width}")))
        }
    }

    /// Returns what the tile holds.
    pub fn kind(&self) -> TileKind {
        self.kind
    }

    /// Returns the index of the tile in its level.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Returns how many hashes or entries the tile holds.
    pub fn width(&self) -> u64 {
        self.width
    }

    /// Returns all tiles of a log of a size, the partial ones at its end included.
    pub fn all(size: u64) -> impl Iterator<Item = TilePath> {
        let levels = (0..64u8).take_while(move |level| size >> shift(*level) > 0);
        let hashes = levels.map(|level| TileKind::Hashes { level });
        hashes.chain([TileKind::Entries]).flat_map(move |kind| {
            let count = match kind {
                TileKind::Hashes { level } => size >> shift(level),
                TileKind::Entries => size,
            };
            (0..count.div_ceil(TILE_WIDTH)).map(move |index| TilePath {
                kind,
                index,
                width: (count - index * TILE_WIDTH).min(TILE_WIDTH),
            })
        })
    }
}

/// A size has at most 64 bits, so the levels from 8 on have no tiles.
fn shift(level: u8) -> u32 {
    (8 * u32::from(level)).min(63)
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes { level } => write!(f, "tile/{level}/")?,
            TileKind::Entries => write!(f, "tile/entries/")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for (place, group) in groups.iter().enumerate().rev() {
            if place == 0 {
                write!(f, "{group:03}")?;
            } else {
                write!(f, "x{group:03}/")?;
            }
        }
        if self.width < TILE_WIDTH {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

impl FromStr for TilePath {
    type Err = BadTilePath;

    fn from_str(text: &str) -> Result<TilePath, BadTilePath> {
        let read = || {
            // The longest index has 17 digits.
            if text.len() > 64 {
                return None;
            }
            let (kind, rest) = text.strip_prefix("tile/")?.split_once('/')?;
            let kind = match kind {
                "entries" => TileKind::Entries,
                level => TileKind::Hashes {
                    level: decimal(level)?.try_into().ok()?,
                },
            };
            let (index, width) = match rest.split_once(".p/") {
                Some((index, width)) => (index, decimal(width)?),
                None => (rest, TILE_WIDTH),
            };
            let mut number = 0u64;
            for group in index.split('/') {
                let digits = group.strip_prefix('x').unwrap_or(group);
                if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    return None;
                }
                number = number
                    .checked_mul(1000)?
                    .checked_add(digits.parse().ok()?)?;
            }
            let path = TilePath::new(kind, number, width).ok()?;
            // One spelling: no groups of zeros in front, `x` where it belongs, no `.p/256`.
            (path.to_string() == text).then_some(path)
        };
        read().ok_or_else(|| BadTilePath(text.chars().take(80).collect()))
    }
}
