//! Only the systems of a shared machine are linearizable.

lawful::machine! {
    pub machine Lamp {
        state on: bool = false;
        command toggle() { *on = !*on; }
        lawbreaker torn breaks linearizable {
            live on: bool = false;
            toggle() => *on = !*on;
        }
    }
}

fn main() {}
