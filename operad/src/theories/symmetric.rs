//! The symmetric form: inputs may be permuted.

use super::ColoredOperad;
use super::cell::{Cell, Origin, cells, permutations, slots};
use crate::Permutation;
use crate::full_operad::spliced;
use lawful::{Sort, theory};

theory! {
    /// A coloured operad whose inputs may be permuted. In `f·s`, slot `k` feeds slot `s(k)` of `f`.
    ///
    /// Implement [`FullOperad`](crate::FullOperad) rather than this trait.
    pub theory SymmetricOperad in ::lawful_operad::theories: ColoredOperad {
        /// The permutations.
        sort Permutation;
        /// Returns the permutation of as many slots as a profile has that moves nothing.
        op unmoved(p: Profile) -> Permutation;
        /// Returns whether a permutation has as many slots as a profile.
        op moves(s: Permutation, p: Profile) -> bool;
        /// Returns the permutation `k ↦ s(t(k))`.
        op after(s: Permutation, t: Permutation) -> Permutation as "∘";
        /// Returns the slot that a slot feeds.
        op image(s: Permutation, i: Slot) -> Slot;
        /// Returns the block permutation: `t` in the place of slot `i` of `s`.
        op block(s: Permutation, i: Slot, t: Permutation) -> Permutation;
        /// Returns a profile with the colour of slot `s(k)` at `k`.
        op rearrange(p: Profile, s: Permutation) -> Profile;
        /// Returns `f` with its inputs permuted.
        op act(f: Operation, s: Permutation) -> Operation as "·";

        /// Permuting the inputs does not change what an operation gives.
        law permuted_target(f: Operation, s: Permutation) if moves(s, sources(f)) {
            target(act(f, s)) == target(f)
        }
        /// Permuting the inputs permutes their colours.
        law permuted_sources(f: Operation, s: Permutation) if moves(s, sources(f)) {
            sources(act(f, s)) == rearrange(sources(f), s)
        }
        /// Moving nothing changes nothing.
        law action_unit(f: Operation) { act(f, unmoved(sources(f))) == f }
        /// Permuting twice is permuting once.
        law action_composite(f: Operation, s, t: Permutation)
            if moves(s, sources(f)) && moves(t, sources(f))
        {
            act(act(f, s), t) == act(f, after(s, t))
        }
        /// Permuting the parts of a composite permutes the composite by blocks.
        law equivariant(f, g: Operation, i: Slot, s, t: Permutation)
            if moves(s, sources(f)) && moves(t, sources(g))
                && source_at(sources(f), image(s, i)) == some(target(g))
        {
            insert(act(f, s), i, act(g, t)) == act(insert(f, image(s, i), g), block(s, i, t))
        }

        lawkeeper {
            Color: u8 = Sort::finite([0, 1]);
            Profile: Vec<u8> = Sort::<u8>::any().list(2);
            Slot: usize = slots();
            Operation: Cell = cells();
            Permutation: Permutation = permutations();
            target(f) => f.target;
            sources(f) => f.sources.clone();
            source_at(p, i) => p.get(*i).copied();
            single(c) => vec![*c];
            splice(p, i, q) => spliced(p, *i, q);
            first() => 0;
            within(i, j) => i + j;
            beyond(k, p) => (k + p.len()).saturating_sub(1);
            unit(c) => Cell::unit(*c);
            insert(f, i, g) => f.insert(*i, g);
            unmoved(p) => Permutation::identity(p.len());
            moves(s, p) => s.degree() == p.len();
            after(s, t) => s.after(t);
            image(s, i) => s.image(*i).unwrap_or(usize::MAX);
            block(s, i, t) => s.block(*i, t);
            rearrange(p, s) => s.rearrange(p);
            act(f, s) => f.permuted(s);
        }
        /// Forgets what a permuted operation gives.
        lawbreaker lost_target breaks permuted_target {
            target(f) => if f.origin == Origin::Permuted { 1 - f.target } else { f.target };
        }
        /// Forgets one input when the inputs are permuted.
        lawbreaker lost_source breaks permuted_sources {
            sources(f) => {
                let seen = f.sources.len() - usize::from(f.origin == Origin::Permuted && !f.sources.is_empty());
                f.sources.iter().take(seen).copied().collect()
            };
        }
        /// Permuting forgets the label.
        lawbreaker forgotten_label breaks action_unit { act(f, s) => f.permuted(s).labelled(0); }
        /// Counts how often it was permuted.
        lawbreaker counted_permutations breaks action_composite {
            act(f, s) => f.permuted(s).labelled(f.label + u8::from(f.origin == Origin::Permuted));
        }
        /// Forgotten permutation: the colours move, the marks stay.
        lawbreaker forgotten_permutation breaks equivariant {
            act(f, s) => Cell { marks: f.marks.clone(), ..f.permuted(s) };
        }
    }
}
