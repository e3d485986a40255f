//! All permissions of a covenant, and their meet.

use super::permission::{BadPermission, Permission};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// A set of permissions as one party wrote it. An empty one allows nothing.
pub type Layer = BTreeSet<Permission>;

/// The permissions of a covenant: layers, each of which must allow.
///
/// A covenant that was not delegated has one layer; delegation adds the layer of the request. So the
/// meet is the union of the layers: associative, commutative, idempotent, and exact, since whatever
/// the meet allows both allow, and the other way round.
///
/// ```
/// use lawful_covenant::capability::Permissions;
/// let all = Permissions::parse(["fs.*:/srv/**"]).unwrap();
/// let some = Permissions::parse(["fs.read:**", "fs.read:/srv/app/**"]).unwrap();
/// assert!(all.meet(&some).unwrap().is_at_most(&all));
/// assert!(Permissions::parse(["fs.read:/srv/../etc"]).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permissions {
    layers: BTreeSet<Arc<Layer>>,
}

/// Permissions that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PermissionsError {
    /// One of them is none.
    #[error(transparent)]
    Permission(#[from] BadPermission),
    /// There are too many.
    #[error("there are {0} permissions; at most {max} are allowed", max = Permissions::MOST)]
    TooMany(usize),
    /// There are too many layers.
    #[error("there are {0} layers of permissions; at most {max} are allowed", max = Permissions::MOST_LAYERS)]
    TooManyLayers(usize),
}

impl Permissions {
    /// The most permissions, in all layers together.
    pub const MOST: usize = 1 << 16;
    /// The most layers.
    pub const MOST_LAYERS: usize = 16;

    /// Makes the permissions that allow nothing.
    pub fn nothing() -> Permissions {
        Permissions {
            layers: BTreeSet::from([Arc::default()]),
        }
    }

    /// Makes permissions of one layer.
    ///
    /// # Errors
    /// If there are too many.
    pub fn new(
        permissions: impl IntoIterator<Item = Permission>,
    ) -> Result<Permissions, PermissionsError> {
        let mut layer = Layer::new();
        // No permission may be left out silently: it might be a denial.
        for permission in permissions {
            layer.insert(permission);
            if layer.len() > Self::MOST {
                return Err(PermissionsError::TooMany(layer.len()));
            }
        }
        Permissions {
            layers: BTreeSet::from([Arc::new(layer)]),
        }
        .bounded()
    }

    /// Reads permissions of one layer.
    ///
    /// # Errors
    /// The first that is none, or there are too many.
    pub fn parse<'t>(
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Result<Permissions, PermissionsError> {
        let mut layer = Layer::new();
        for text in texts {
            layer.insert(text.parse()?);
            if layer.len() > Self::MOST {
                return Err(PermissionsError::TooMany(layer.len()));
            }
        }
        Permissions::new(layer)
    }

    /// Makes permissions of layers; without any, nothing is allowed.
    pub(crate) fn of_layers(
        layers: impl IntoIterator<Item = Layer>,
    ) -> Result<Permissions, PermissionsError> {
        let layers: BTreeSet<Arc<Layer>> = layers.into_iter().map(Arc::new).collect();
        if layers.is_empty() {
            return Ok(Permissions::nothing());
        }
        Permissions { layers }.bounded()
    }

    fn bounded(self) -> Result<Permissions, PermissionsError> {
        let count = self.layers.iter().map(|layer| layer.len()).sum();
        if count > Self::MOST {
            return Err(PermissionsError::TooMany(count));
        }
        if self.layers.len() > Self::MOST_LAYERS {
            return Err(PermissionsError::TooManyLayers(self.layers.len()));
        }
        Ok(self)
    }

    /// Returns what both allow.
    ///
    /// # Errors
    /// If the result has too many permissions or layers.
    pub fn meet(&self, other: &Permissions) -> Result<Permissions, PermissionsError> {
        Permissions {
            layers: self.layers.union(&other.layers).cloned().collect(),
        }
        .bounded()
    }

    /// Returns whether these are the other ones and perhaps more layers: then whatever these allow
    /// the other ones allow.
    pub fn is_at_most(&self, other: &Permissions) -> bool {
        other.layers.is_subset(&self.layers)
    }

    /// Visits the layers in their order.
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter().map(|layer| &**layer)
    }
}

impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, layer) in self.layers.iter().enumerate() {
            if place > 0 {
                f.write_str("; and only: ")?;
            }
            let texts: Vec<String> = layer.iter().map(Permission::to_string).collect();
            f.write_str(if texts.is_empty() { "nothing" } else { "" })?;
            f.write_str(&texts.join(", "))?;
        }
        Ok(())
    }
}
