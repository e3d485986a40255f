//! A reference needs a state.

lawful::machine! {
    pub machine Lamp {
        command toggle() {}
    }
}

fn main() {}
