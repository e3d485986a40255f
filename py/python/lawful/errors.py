"""What lawful raises. Every exception derives from `LawfulError`, except `Abandoned`."""


class LawfulError(Exception):
    """Something that lawful refuses, with what to do about it."""


class InvalidInput(LawfulError, ValueError):
    """Something given makes no sense: a setting, a model, a token."""


class NotFound(LawfulError, LookupError):
    """There is no model, law or case of that name."""

    def __str__(self) -> str:
        return " ".join(str(part) for part in self.args)


class LawRefuted(LawfulError, AssertionError):
    """A law does not hold for the values of a case."""


class DamagedFile(LawfulError, ValueError):
    """A file is cut, changed or of another kind. Nothing of it was used."""


class PluginError(LawfulError, ImportError):
    """A plugin that an entry point names cannot be loaded."""


class KeyStoreError(LawfulError):
    """A key store did not do what it was asked."""


class KeyExists(KeyStoreError):
    """There is a key of that name, or a file, already."""


class WrongPassword(KeyStoreError):
    """The password does not open the key store. The file is not damaged."""


class FutureVersion(KeyStoreError):
    """A later version of lawful wrote the file."""


class BadSignature(LawfulError):
    """A signature does not fit the key, the context and the message."""


class AttestationRefused(LawfulError):
    """An attestation does not show what it says."""


class CertificateRefused(LawfulError):
    """A certificate is not good enough, or not of this model as it is now."""


class LedgerError(LawfulError):
    """A ledger, or where it is stored, did not do what it was asked."""


class Conflict(LedgerError):
    """The ledger is not what was expected, or has another node of that id. It is unchanged."""


class ProofRejected(LawfulError):
    """A proof does not show what it says."""


class TrustStoreError(LawfulError):
    """A store of entities did not do what it was asked. Nothing of it happened."""


class IdentityRefused(LawfulError):
    """A token or a change of status does not fit what is known, or its signer may not make it."""


class MissingPackage(LawfulError, ImportError):
    """A package that is not needed otherwise, NumPy for instance, is not installed."""


class InternalError(LawfulError, RuntimeError):
    """An error in lawful itself."""


class Abandoned(BaseException):
    """Raised in a thread that hangs in a model's code after its deadline, to end it."""
