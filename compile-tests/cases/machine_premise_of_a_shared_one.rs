//! What is allowed for one thread may be forbidden before it acts on it.

lawful::machine! {
    pub shared machine Pile {
        state items: Vec<u8> = Vec::new();
        command push(item: u8) { items.push(*item) }
        command top() -> u8 if !items.is_empty() { items[items.len() - 1] }
    }
}

fn main() {}
