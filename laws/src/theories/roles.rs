//! Roles: what tells two operations of one kind apart.

use crate::role;

role! {
    /// The only operation of its kind: the role of a theory that is used without one.
    pub Combine "" {}
}

role! {
    /// The least upper bound of a lattice.
    pub Join "join" {
        combine => join "∨",
        empty => bottom "⊥",
    }
}

role! {
    /// The greatest lower bound of a lattice.
    pub Meet "meet" {
        combine => meet "∧",
        empty => top "⊤",
    }
}

role! {
    /// The addition of a structure with two operations.
    pub Add "add" {
        combine => add "+",
        empty => zero "0",
        inverse => negate "−",
    }
}

role! {
    /// The multiplication of a structure with two operations.
    pub Multiply "multiply" {
        combine => multiply "×",
        empty => one "1",
        inverse => reciprocal "",
    }
}
