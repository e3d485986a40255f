//! States of references whose type is known only at run time.

use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A state whose type is known only at run time. Implemented for every Rust type that can be one.
///
/// States of references in another language implement it directly. Two states that are equal must
/// answer all programs alike.
pub trait AnyState: Send + 'static {
    /// Returns an independent copy.
    fn copy(&self) -> Box<dyn AnyState>;

    /// Returns whether another state is the same.
    fn same(&self, other: &dyn AnyState) -> bool;

    /// Feeds the state to a hasher; equal states feed the same.
    fn feed(&self, hasher: &mut dyn Hasher);

    /// Prints the state.
    fn show(&self) -> String;

    /// Returns the state with its type.
    fn as_any(&self) -> &dyn Any;

    /// Returns the state with its type, to change it.
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<T: Clone + Eq + Hash + fmt::Debug + Send + 'static> AnyState for T {
    fn copy(&self) -> Box<dyn AnyState> {
        Box::new(self.clone())
    }

    fn same(&self, other: &dyn AnyState) -> bool {
        other.as_any().downcast_ref::<T>() == Some(self)
    }

    fn feed(&self, mut hasher: &mut dyn Hasher) {
        self.hash(&mut hasher);
    }

    fn show(&self) -> String {
        format!("{self:?}")
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// The state of a reference.
pub struct State(Box<dyn AnyState>);

impl State {
    /// Wraps a state.
    pub fn new(state: impl AnyState) -> State {
        State(Box::new(state))
    }

    /// Returns the state if it is a `T`.
    pub fn get<T: 'static>(&self) -> Option<&T> {
        self.0.as_any().downcast_ref()
    }

    /// Returns the state if it is a `T`, to change it.
    pub fn get_mut<T: 'static>(&mut self) -> Option<&mut T> {
        self.0.as_any_mut().downcast_mut()
    }
}

impl Clone for State {
    fn clone(&self) -> Self {
        State(self.0.copy())
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.0.same(&*other.0)
    }
}

impl Eq for State {}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.feed(hasher);
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.show())
    }
}
