//! The body of a command has the type of its response.

lawful::machine! {
    pub machine Lamp {
        state on: bool = false;
        command toggle() { *on = !*on; }
        command is_on() -> bool { "yes" }
    }
}

fn main() {}
