//! Words with holes: templates that are filled in.

use crate::theories::*;
use crate::{FullOperad, Permutation};
use lawful::rng::Rng;
use lawful::{Sort, register};
use std::fmt;

/// A part of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece {
    /// A letter.
    Letter(char),
    /// The hole with this number.
    Hole(usize),
}

/// A word in which each of the holes `0, 1, ..` is there once, in any order.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Word {
    pieces: Vec<Piece>,
    holes: usize,
}

impl Word {
    /// Makes a word; `None` if a hole is there twice or its number is skipped.
    ///
    /// ```
    /// use lawful_operad::models::{Piece, Word};
    /// let word = Word::new([Piece::Hole(1), Piece::Letter('a'), Piece::Hole(0)]).unwrap();
    /// assert_eq!(format!("{word:?}"), "1a0");
    /// assert!(Word::new([Piece::Hole(1)]).is_none());
    /// ```
    pub fn new(pieces: impl Into<Vec<Piece>>) -> Option<Word> {
        let pieces = pieces.into();
        let mut holes: Vec<usize> = pieces
            .iter()
            .filter_map(|p| match p {
                Piece::Hole(k) => Some(*k),
                Piece::Letter(_) => None,
            })
            .collect();
        holes.sort_unstable();
        let whole = holes.iter().enumerate().all(|(k, hole)| k == *hole);
        whole.then_some(Word {
            holes: holes.len(),
            pieces,
        })
    }

    fn drawn(rng: &mut Rng) -> Word {
        let holes = rng.below(4);
        let mut pieces: Vec<Piece> = (0..holes).map(Piece::Hole).collect();
        for k in (1..holes).rev() {
            pieces.swap(k, rng.below(k + 1));
        }
        for _ in 0..rng.below(4) {
            let letter = ['a', 'b', 'c'].get(rng.below(3)).copied().unwrap_or('a');
            pieces.insert(rng.below(pieces.len() + 1), Piece::Letter(letter));
        }
        Word { pieces, holes }
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pieces.is_empty() {
            return f.write_str("ε");
        }
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Letter(letter) => write!(f, "{letter}"),
            Piece::Hole(k) => write!(f, "{k}"),
        })
    }
}

/// The operad of words: putting a word into a hole.
pub struct Words;

impl FullOperad for Words {
    type Color = ();
    type Operation = Word;

    fn colors(&self) -> Sort<()> {
        Sort::finite([()])
    }

    fn operations(&self) -> Sort<Word> {
        use Piece::{Hole, Letter};
        let edges: [&[Piece]; 6] = [
            &[],
            &[Hole(0)],
            &[Letter('a')],
            &[Hole(0), Letter('a')],
            &[Hole(1), Hole(0)],
            &[Hole(0), Letter('b'), Hole(1)],
        ];
        Sort::drawn(Word::drawn)
            .edges_from(
                edges
                    .iter()
                    .filter_map(|e| Word::new(*e))
                    .collect::<Vec<_>>(),
            )
            .weighed(|w| w.pieces.len() as u128 * 4 + w.holes as u128)
    }

    fn output(&self, _: &Word) {}

    fn inputs(&self, f: &Word) -> Vec<()> {
        vec![(); f.holes]
    }

    fn identity_of(&self, (): &()) -> Word {
        Word {
            pieces: vec![Piece::Hole(0)],
            holes: 1,
        }
    }

    fn compose_at(&self, f: &Word, slot: usize, g: &Word) -> Word {
        let mut pieces = Vec::with_capacity(f.pieces.len() + g.pieces.len());
        for piece in &f.pieces {
            match *piece {
                Piece::Hole(k) if k == slot => {
                    pieces.extend(g.pieces.iter().map(|inner| match *inner {
                        Piece::Hole(j) => Piece::Hole(slot + j),
                        letter => letter,
                    }));
                }
                Piece::Hole(k) if k > slot => {
                    pieces.push(Piece::Hole((k + g.holes).saturating_sub(1)));
                }
                other => pieces.push(other),
            }
        }
        Word {
            pieces,
            holes: (f.holes + g.holes).saturating_sub(1),
        }
    }

    fn permute(&self, f: &Word, s: &Permutation) -> Word {
        let back = s.inverse();
        let moved = |piece: &Piece| match *piece {
            Piece::Hole(k) => Piece::Hole(back.image(k).unwrap_or(k)),
            letter => letter,
        };
        Word {
            pieces: f.pieces.iter().map(moved).collect(),
            holes: f.holes,
        }
    }
}

register! {
    id: "operad.words",
    version: "1",
    about: "words with numbered holes, which are filled with words",
    model: Words,
    theories: [SymmetricOperad],
}
