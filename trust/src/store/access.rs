//! Who may read a file, before and after it is replaced.

#[cfg(unix)]
use std::fs::Permissions;
use std::io;
use std::path::Path;
use tempfile::NamedTempFile;

/// Who may read and write a file.
///
/// A file that replaces another one keeps the other's permissions and, if that is allowed, its group.
/// A new file has those that the system gives to new files. Nobody else can read the new contents at
/// any moment: the file begins with the final permissions or fewer, and gets them before it gets its
/// contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Access {
    mode: u32,
    /// The group to keep.
    group: Option<u32>,
    /// Whether a file was there: then the mode is meant as it is, and the umask has had its say.
    kept: bool,
}

impl Access {
    const NEW: Access = Access {
        mode: 0o666,
        group: None,
        kept: false,
    };

    /// Returns the access to a file, or to a new one if there is none.
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Access {
        use std::os::unix::fs::MetadataExt;
        match std::fs::metadata(path) {
            Ok(metadata) => Access {
                mode: metadata.mode() & 0o777,
                group: Some(metadata.gid()),
                kept: true,
            },
            Err(_) => Access::NEW,
        }
    }

    #[cfg(not(unix))]
    pub(super) fn of(_path: &Path) -> Access {
        Access::NEW
    }

    /// Returns the access of those who may read both files, for what has the contents of both.
    pub(super) fn both(self, other: Access) -> Access {
        let mut mode = self.mode & other.mode;
        let group = match (self.group, other.group) {
            (Some(one), Some(another)) if one != another => {
                mode &= !0o070;
                Some(one)
            }
            (one, another) => one.or(another),
        };
        let kept = self.kept && other.kept;
        Access { mode, group, kept }
    }

    /// Makes a temporary file that is to have this access, and has no more.
    #[cfg(unix)]
    pub(super) fn begin(self, prefix: &str, folder: &Path) -> io::Result<NamedTempFile> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
        let make = |mode| {
            tempfile::Builder::new()
                .prefix(prefix)
                .permissions(Permissions::from_mode(mode))
                .tempfile_in(folder)
        };
        let Some(group) = self.group else {
            return make(self.mode);
        };
        let mut mode = self.mode;
        if !self.kept {
            // What the system leaves of the permissions of new files is seen at one.
            mode &= make(Access::NEW.mode)?.as_file().metadata()?.mode();
        }
        let temporary = make(0o600)?;
        let file = temporary.as_file();
        if file.metadata()?.gid() != group && fchown(file, None, Some(group)).is_err() {
            // Another group is not to read what this one could.
            mode &= !0o070;
        }
        file.set_permissions(Permissions::from_mode(mode))?;
        Ok(temporary)
    }

    #[cfg(not(unix))]
    pub(super) fn begin(self, prefix: &str, folder: &Path) -> io::Result<NamedTempFile> {
        tempfile::Builder::new().prefix(prefix).tempfile_in(folder)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    #[test]
    fn what_has_the_contents_of_two_files_is_for_those_who_may_read_both() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str, mode| {
            let path = folder.path().join(name);
            std::fs::write(&path, "").unwrap();
            std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            Access::of(&path)
        };
        let (private, shared) = (of("private", 0o600), of("shared", 0o664));
        let new = Access::of(&folder.path().join("new"));
        assert_eq!(new, Access::NEW);
        let made = |access: Access| {
            let file = access.begin(".x-", folder.path()).unwrap();
            file.as_file().metadata().unwrap().mode() & 0o777
        };
        assert_eq!(made(private.both(shared)), 0o600);
        assert_eq!(made(new.both(private)), 0o600);
        assert_eq!(made(shared.both(shared)), 0o664);
        assert_eq!(made(new.both(shared)), made(new) & 0o664);
        let elsewhere = Access {
            group: shared.group.map(|group| group + 1),
            ..shared
        };
        assert_eq!(made(shared.both(elsewhere)), 0o604);
    }
}
