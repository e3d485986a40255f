//! A lawbreaker has no commands of its own.

lawful::machine! {
    pub machine Lamp {
        state on: bool = false;
        command toggle() { *on = !*on; }
        lawbreaker dim breaks refinement {
            live on: bool = false;
            toggle() => *on = !*on;
            dim() => *on = false;
        }
    }
}

fn main() {}
