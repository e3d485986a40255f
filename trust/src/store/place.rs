//! Where a store is, as texts say it.

use std::path::Path;

/// Returns whether a place is a file of the embedded database.
pub(super) fn is_redb(place: &str) -> bool {
    Path::new(place)
        .extension()
        .is_some_and(|end| end == "redb")
}

/// Returns the beginning of a place as it may be shown: without the password, if there is one.
///
/// ```
/// use lawful_trust::store::shown;
/// assert_eq!(shown("postgresql://me:secret@host/trust"), "postgresql://me:***@host/trust");
/// assert_eq!(shown("postgresql://host/trust?user=me&password=secret"), "postgresql://host/trust?user=me&password=***");
/// assert_eq!(shown("trust.redb"), "trust.redb");
/// ```
pub fn shown(place: &str) -> String {
    let Some((scheme, rest)) = place.split_once("://") else {
        return beginning(place);
    };
    // A password may have any character, another `@` among them: it ends at the last one before the
    // path, and if that cannot be told, too much is hidden.
    let (address, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let mut text = format!("{scheme}://");
    match address.rsplit_once('@') {
        Some((user, host)) => {
            let (name, password) = user.split_once(':').unwrap_or((user, ""));
            text.push_str(name);
            text.push_str(if password.is_empty() { "" } else { ":***" });
            text.push('@');
            text.push_str(host);
        }
        None => text.push_str(address),
    }
    let mut separator = '?';
    for parameter in parameters.split('&').filter(|_| !parameters.is_empty()) {
        text.push(std::mem::replace(&mut separator, '&'));
        match parameter.split_once('=') {
            Some((key, _)) if key.to_ascii_lowercase().contains("pass") => {
                text.push_str(key);
                text.push_str("=***");
            }
            _ => text.push_str(parameter),
        }
    }
    beginning(&text)
}

fn beginning(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn no_password_is_shown() {
        for (place, expected) in [
            ("mysql://u:pw@h", "mysql://u:***@h"),
            ("postgresql://u@h/d", "postgresql://u@h/d"),
            (
                "postgresql://u:p@w:x@h:5432/d",
                "postgresql://u:***@h:5432/d",
            ),
            ("postgresql://u:p/w@h/d", "postgresql://u:***@h/d"),
            (
                "postgresql:///d?host=/tmp&passfile=x",
                "postgresql:///d?host=/tmp&passfile=***",
            ),
            ("postgresql:///d?PASSWORD=s", "postgresql:///d?PASSWORD=***"),
            ("folder/a@b:c", "folder/a@b:c"),
        ] {
            assert_eq!(shown(place), expected);
        }
    }
}
