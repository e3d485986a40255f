//! A lawbreaker has every command of its machine.

lawful::machine! {
    pub machine Lamp {
        state on: bool = false;
        command toggle() { *on = !*on; }
        command is_on() -> bool { *on }
        lawbreaker stuck breaks refinement {
            live on: bool = false;
            toggle() => {};
        }
    }
}

fn main() {}
