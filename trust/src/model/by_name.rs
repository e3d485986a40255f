//! Trust models as serde writes and reads them: by name.

use super::{Rules, rules};
use serde::{Deserialize, Deserializer, Serializer};
use std::borrow::Cow;

pub(crate) fn serialize<S: Serializer>(
    model: &&'static dyn Rules,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(model.name())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<&'static dyn Rules, D::Error> {
    let name = Cow::<str>::deserialize(deserializer)?;
    rules(&name).map_err(serde::de::Error::custom)
}
