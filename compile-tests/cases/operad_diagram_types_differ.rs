//! Two composites with different inputs are not the same.

use lawful_operad::typed::S0;

struct Text;
struct Tree;

lawful_operad::diagram! {
    parse: (Text) -> Tree;
    print: (Tree) -> Text;
    [parse.at(S0, print)] = [print.at(S0, parse)]
}

fn main() {}
