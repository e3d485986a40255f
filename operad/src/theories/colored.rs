//! The coloured form in partial composition, without permutations.

use super::cell::{Cell, Origin, cells, cells_with_slots, slots};
use crate::full_operad::spliced;
use lawful::{Sort, theory};

theory! {
    /// Operations with a colour for each slot and for the output, that compose at a slot.
    ///
    /// Implement [`FullOperad`](crate::FullOperad) rather than this trait: the arithmetic of slots
    /// comes with it. `insert` is called with operations that fit; with others it may return
    /// anything.
    pub theory ColoredOperad in ::lawful_operad::theories {
        /// The colours of inputs and outputs.
        sort Color;
        /// Lists of colours, one for each slot.
        sort Profile;
        /// The places of inputs, counted from 0.
        sort Slot;
        /// The operations.
        sort Operation;
        /// Returns the colour of the output.
        op target(f: Operation) -> Color;
        /// Returns the colours of the inputs.
        op sources(f: Operation) -> Profile;
        /// Returns the colour of a slot, if there is one.
        op source_at(p: Profile, i: Slot) -> Option<Color>;
        /// Returns the profile of one slot.
        op single(c: Color) -> Profile;
        /// Returns a profile with another in the place of a slot.
        op splice(p: Profile, i: Slot, q: Profile) -> Profile;
        /// Returns the first slot.
        op first() -> Slot as "0";
        /// Returns where slot `j` of what is put into slot `i` is in the composite.
        op within(i: Slot, j: Slot) -> Slot as "+";
        /// Returns where slot `k` is after something with the profile `p` was put into a slot before it.
        op beyond(k: Slot, p: Profile) -> Slot as "- 1 +";
        /// Returns the identity of a colour.
        op unit(c: Color) -> Operation as "id";
        /// Returns `f` with `g` in a slot.
        op insert(f: Operation, i: Slot, g: Operation) -> Operation;

        /// An identity gives its colour.
        law unit_target(c: Color) { target(unit(c)) == c }
        /// An identity takes its colour, once.
        law unit_sources(c: Color) { sources(unit(c)) == single(c) }
        /// A composite gives what its outer part gives.
        law composite_target(f, g: Operation, i: Slot)
            if source_at(sources(f), i) == some(target(g))
        {
            target(insert(f, i, g)) == target(f)
        }
        /// A composite takes what its parts take, the inner ones in the place of the slot.
        law composite_sources(f, g: Operation, i: Slot)
            if source_at(sources(f), i) == some(target(g))
        {
            sources(insert(f, i, g)) == splice(sources(f), i, sources(g))
        }
        /// Putting an operation into an identity changes nothing.
        law left_unit(f: Operation) { insert(unit(target(f)), first(), f) == f }
        /// Putting an identity into a slot changes nothing.
        law right_unit(f: Operation, c: Color, i: Slot) if source_at(sources(f), i) == some(c) {
            insert(f, i, unit(c)) == f
        }
        /// What is nested may be put together from the outside or from the inside.
        law sequential(f, g, h: Operation, i, j: Slot)
            if source_at(sources(f), i) == some(target(g))
                && source_at(sources(g), j) == some(target(h))
        {
            insert(insert(f, i, g), within(i, j), h) == insert(f, i, insert(g, j, h))
        }
        /// What is side by side may be put in in either order.
        law parallel(f, g, h: Operation, i, k: Slot)
            if i <= k && i != k
                && source_at(sources(f), i) == some(target(g))
                && source_at(sources(f), k) == some(target(h))
        {
            insert(insert(f, i, g), beyond(k, sources(g)), h) == insert(insert(f, k, h), i, g)
        }

        lawkeeper {
            Color: u8 = Sort::finite([0, 1]);
            Profile: Vec<u8> = Sort::<u8>::any().list(2);
            Slot: usize = slots();
            Operation: Cell = cells();
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
        }
        /// Forgets the colour that an identity gives.
        lawbreaker lost_unit_target breaks unit_target {
            target(f) => if f.origin == Origin::Unit { 1 - f.target } else { f.target };
        }
        /// An identity that copies: it says that it takes its input twice.
        lawbreaker copying_identity breaks unit_sources {
            sources(f) => if f.origin == Origin::Unit { vec![f.target; 2] } else { f.sources.clone() };
        }
        /// Forgets what a composite gives.
        lawbreaker lost_target breaks composite_target {
            target(f) => if f.origin == Origin::Composite { 1 - f.target } else { f.target };
        }
        /// Forgets the last input of a composite.
        lawbreaker lost_source breaks composite_sources {
            sources(f) => {
                let seen = f.sources.len() - usize::from(f.origin == Origin::Composite && !f.sources.is_empty());
                f.sources.iter().take(seen).copied().collect()
            };
        }
        /// Left-biased: keeps the label of the outer part.
        lawbreaker left_biased breaks left_unit {
            insert(f, i, g) => f.insert(*i, g).labelled(f.label);
        }
        /// An identity that copies: what it is put into counts once more.
        lawbreaker copied_label breaks right_unit {
            insert(f, i, g) => {
                let extra = u8::from(g.origin == Origin::Unit && f.origin != Origin::Unit);
                let whole = f.insert(*i, g);
                let label = whole.label + extra;
                whole.labelled(label)
            };
        }
        /// Chains of one slot depend on the brackets.
        lawbreaker bracketed_chains breaks sequential {
            Operation: Cell = cells_with_slots();
            insert(f, i, g) => {
                let whole = f.insert(*i, g);
                match (f.marks.len(), g.marks.len(), f.label, g.label) {
                    (1, 1, 0, label) | (1, 1, label, 0) => whole.labelled(label),
                    (1, 1, 1, 2) => whole.labelled(1),
                    (1, 1, ..) => whole.labelled(2),
                    _ => whole,
                }
            };
        }
        /// Wrong slot shift: forgets that what was put in has moved the later slots.
        lawbreaker wrong_slot_shift breaks parallel { beyond(k, _p) => *k; }
    }
}
