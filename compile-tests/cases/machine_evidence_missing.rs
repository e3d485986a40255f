//! A stack for one thread has no evidence for several.

use lawful::machines::{counter, stack};
use lawful::{Checked, Has, checked};

fn share<M, Ls, I>(_: &Checked<M, Ls>)
where
    Checked<M, Ls>: Has<counter::Linearizable, I>,
{
}

fn main() {
    let stack = checked::<stack::Theory, _>("stack", stack::Reference).unwrap();
    share(&stack);
}
