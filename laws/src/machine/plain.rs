//! Not public API. Used by code that `machine!` generates.
//!
//! Whether a type has serde is found where the macro names it: `(&Of::<T>::new()).stored(sort)` calls
//! the method of [`Plain`] if there is one, and only otherwise, one reference further, the one of
//! [`Opaque`]. So a machine over types with serde has systems in every language, and there is nothing
//! to declare.

use super::response::Read;
use crate::sort::Sort;
use crate::value::Element;
use serde::{Serialize, de::DeserializeOwned};
use std::marker::PhantomData;

/// Stands for a type.
pub struct Of<T>(PhantomData<fn() -> T>);

impl<T> Of<T> {
    /// Stands for a type.
    #[expect(clippy::new_without_default, reason = "generated code calls it")]
    pub fn new() -> Of<T> {
        Of(PhantomData)
    }
}

/// A type that serde writes and reads.
pub trait Plain<T> {
    /// Lets values be stored, if there is no other way.
    fn stored(&self, sort: Sort<T>) -> Sort<T>;

    /// Returns how a value is read from JSON.
    fn reader(&self) -> Option<Read<T>>;

    /// Returns how an optional value is read from JSON.
    fn option_reader(&self) -> Option<Read<Option<T>>>;
}

impl<T: Element + Serialize + DeserializeOwned> Plain<T> for Of<T> {
    fn stored(&self, sort: Sort<T>) -> Sort<T> {
        sort.stored_if_not()
    }

    fn reader(&self) -> Option<Read<T>> {
        Some(read)
    }

    fn option_reader(&self) -> Option<Read<Option<T>>> {
        Some(read)
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|why| {
        // Where in the JSON it is says nothing to those who gave no JSON.
        let told = why.to_string();
        match told.rsplit_once(" at line ") {
            Some((reason, _)) => reason.to_owned(),
            None => told,
        }
    })
}

/// A type that has no form that every language reads.
pub trait Opaque<T> {
    /// Leaves a sort as it is.
    fn stored(&self, sort: Sort<T>) -> Sort<T> {
        sort
    }

    /// Returns nothing.
    fn reader(&self) -> Option<Read<T>> {
        None
    }

    /// Returns nothing.
    fn option_reader(&self) -> Option<Read<Option<T>>> {
        None
    }
}

impl<T> Opaque<T> for &Of<T> {}
