//! Exchanging the inputs of an operation is another operation.

use frunk::hlist;
use lawful_operad::typed::{S0, S1};

struct Tree;

lawful_operad::diagram! {
    graft: (Tree, Tree) -> Tree;
    leaf: () -> Tree;
    [graft.at(S0, leaf)] = [graft.permute(hlist![S1, S0]).at(S0, leaf)]
}

fn main() {}
