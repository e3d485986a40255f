//! Types of the standard library and of frunk, as frunk combines them.

use frunk::semigroup::{All, Any, Max, Min};
use lawful::prelude::*;
use lawful::{Frunk, register};

register! {
    id: "frunk.string",
    version: "1",
    about: "strings as frunk combines them",
    model: Frunk::<String>::any(),
    theories: [Monoid],
}
register! {
    id: "frunk.vec",
    version: "1",
    about: "lists as frunk combines them",
    model: Frunk::of(Sort::<u8>::any().list(5)),
    theories: [Monoid],
}
register! {
    id: "frunk.option_string",
    version: "1",
    about: "optional strings as frunk combines them",
    model: Frunk::of(Sort::<String>::any().optional()),
    theories: [Monoid],
}
register! {
    id: "frunk.all",
    version: "1",
    about: "whether all hold",
    model: Frunk::of(Sort::<bool>::any().map(All)),
    theories: [Monoid],
}
register! {
    id: "frunk.any",
    version: "1",
    about: "whether any holds",
    model: Frunk::of(Sort::<bool>::any().map(Any)),
    theories: [Monoid],
}
register! {
    id: "frunk.max",
    version: "1",
    about: "the larger of two",
    model: Frunk::of(Sort::<i64>::any().map(Max)),
    theories: [Semigroup],
}
register! {
    id: "frunk.min",
    version: "1",
    about: "the smaller of two",
    model: Frunk::of(Sort::<i64>::any().map(Min)),
    theories: [Semigroup],
}
