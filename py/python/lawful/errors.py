"""What lawful raises. Every exception derives from `LawfulError`, except `Abandoned`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawful._core import ReviewRequest


class LawfulError(Exception):
    """Something that lawful refuses, with what to do about it.

    >>> import lawful
    >>> try:
    ...     lawful.check(cases=-1)
    ... except lawful.LawfulError as error:
    ...     print(type(error).__name__)
    InvalidInput
    """


class InvalidInput(LawfulError, ValueError):
    """Something given makes no sense: a setting, a model, a token.

    >>> import lawful
    >>> lawful.check(cases="many")
    Traceback (most recent call last):
        ...
    lawful.errors.InvalidInput: `cases` must be a whole number, but is `'many'`
    """


class NotFound(LawfulError, LookupError):
    """There is no model, law or case of that name.

    >>> import lawful
    >>> lawful.find_law("assoziative")
    Traceback (most recent call last):
        ...
    lawful.errors.NotFound: ...
    """

    def __str__(self) -> str:
        return " ".join(str(part) for part in self.args)


class LawRefuted(LawfulError, AssertionError):
    """A law does not hold for the values of a case.

    >>> import lawful
    >>> lawful.check_case("int.i64.wrapping_sub", "semigroup.associative", [0, 0, 1])
    Traceback (most recent call last):
        ...
    lawful.errors.LawRefuted: ...
    """


class DamagedFile(LawfulError, ValueError):
    """A file is cut, changed or of another kind. Nothing of it was used.

    >>> import lawful
    >>> lawful.Report.from_json_lines("nonsense")
    Traceback (most recent call last):
        ...
    lawful.errors.DamagedFile: ...
    """


class PluginError(LawfulError, ImportError):
    """A plugin that an entry point names cannot be loaded.

    >>> import lawful
    >>> issubclass(lawful.PluginError, ImportError)
    True
    """


class KeyStoreError(LawfulError):
    """A key store did not do what it was asked.

    >>> from lawful.platform import KeyStore, KeyStoreError
    >>> try:
    ...     KeyStore.memory().key("nobody")
    ... except (KeyStoreError, LookupError) as error:
    ...     print("refused")
    refused
    """


class KeyExists(KeyStoreError):
    """There is a key of that name, or a file, already.

    >>> from lawful.platform import KeyExists, KeyStore
    >>> store = KeyStore.memory()
    >>> _ = store.new_key("me")
    >>> try:
    ...     store.new_key("me")
    ... except KeyExists:
    ...     print("there is one already")
    there is one already
    """


class WrongPassword(KeyStoreError):
    """The password does not open the key store. The file is not damaged.

    >>> import pathlib, tempfile
    >>> from lawful.platform import KeyStore, WrongPassword
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "keys")
    ...     _ = KeyStore.create(file, "right", memory_kib=64, passes=1)
    ...     try:
    ...         KeyStore.open(file, "wrong")
    ...     except WrongPassword:
    ...         print("refused")
    refused
    """


class FutureVersion(KeyStoreError):
    """A later version of lawful wrote the file.

    >>> from lawful.platform import FutureVersion, KeyStoreError
    >>> issubclass(FutureVersion, KeyStoreError)
    True
    """


class BadSignature(LawfulError):
    """A signature does not fit the key, the context and the message.

    >>> from lawful.platform import BadSignature, KeyStore
    >>> key = KeyStore.memory().new_key("me")
    >>> signature = key.sign(b"hello", context="example.greeting")
    >>> try:
    ...     key.public_key.verify(b"hello", signature, context="example.parting")
    ... except BadSignature:
    ...     print("refused")
    refused
    """


class AttestationRefused(LawfulError):
    """An attestation does not show what it says.

    >>> from lawful.platform import AttestationRefused, Challenges, KeyStore
    >>> store = KeyStore.memory()
    >>> _ = store.new_key("me")
    >>> made = store.attest("me", entity="example", challenge=bytes(32))
    >>> try:
    ...     made.verify(Challenges())
    ... except AttestationRefused:
    ...     print("nobody issued this challenge")
    nobody issued this challenge
    """


class CertificateRefused(LawfulError):
    """A certificate is not good enough, or not of this model as it is now.

    >>> import lawful
    >>> from lawful.platform import CertificateRefused, KeyStore, certify
    >>> ours, other = KeyStore.memory().new_key("me"), KeyStore.memory().new_key("other")
    >>> certificate = certify(lawful.check("bool.logic"), "bool.logic", ours)
    >>> try:
    ...     certificate.model(other.public_key)
    ... except (CertificateRefused, lawful.LawfulError):
    ...     print("not a key that is trusted")
    not a key that is trusted
    """


class ModelRaised(LawfulError, RuntimeError):
    """The code of a model raised, or panicked, when one of its operations was called.

    >>> import lawful
    >>> class Broken:
    ...     elem = lawful.integers()
    ...     def combine(self, a, b):
    ...         return a // b
    >>> broken = lawful.build(Broken, theory="semigroup", id="demo.broken")
    >>> broken.call("combine", 1, 0)
    Traceback (most recent call last):
        ...
    lawful.errors.ModelRaised: ZeroDivisionError: ...
    """


class LedgerError(LawfulError):
    """A ledger, or where it is stored, did not do what it was asked.

    >>> from lawful.trace import LedgerError, TraceLedger
    >>> try:
    ...     TraceLedger.open("/dev/null/no/such/folder")
    ... except (LedgerError, OSError):
    ...     print("there is no ledger, and none can be made")
    there is no ledger, and none can be made
    """


class Conflict(LedgerError):
    """The ledger is not what was expected, or has another node of that id. It is unchanged.

    >>> from lawful.trace import Conflict, TraceLedger, TraceNode
    >>> ledger = TraceLedger()
    >>> ledger.append(TraceNode("a", "brain", 1))
    0
    >>> try:
    ...     ledger.append(TraceNode("a", "another", 1))
    ... except Conflict:
    ...     print(len(ledger))
    1
    """


class ProofRejected(LawfulError):
    """A proof does not show what it says.

    >>> from lawful.trace import ProofRejected, TraceLedger, TraceNode
    >>> ledger = TraceLedger()
    >>> ledger.extend([TraceNode("a", "brain", 1), TraceNode("b", "brain", 2)]).length
    2
    >>> try:
    ...     ledger.prove("a").verify(ledger["b"], ledger.head())
    ... except ProofRejected:
    ...     print("b is not at the place of a")
    b is not at the place of a
    """


class TrustStoreError(LawfulError):
    """A store of entities did not do what it was asked. Nothing of it happened.

    >>> from lawful.trust import TrustStore, TrustStoreError
    >>> store = TrustStore.memory()
    >>> store.close()
    >>> try:
    ...     store.get("mcp:a")
    ... except TrustStoreError as error:
    ...     print(error)
    the store in memory is closed; open it again
    """


class IdentityRefused(LawfulError):
    """A token or a change of status does not fit what is known, or its signer may not make it.

    >>> from lawful.platform import KeyStore
    >>> from lawful.trust import DidDocument, IdentityRefused, Lct
    >>> keys = KeyStore.memory()
    >>> mine, other = keys.new_key("me"), keys.new_key("other")
    >>> try:
    ...     DidDocument.issue(Lct.create("human", mine), other)
    ... except IdentityRefused:
    ...     print("only the key of a token signs its document")
    only the key of a token signs its document
    """


class MissingPackage(LawfulError, ImportError):
    """A package that is not needed otherwise, NumPy for instance, is not installed.

    >>> from lawful.trust import MissingPackage
    >>> issubclass(MissingPackage, ImportError)
    True
    """


class CovenantError(LawfulError):
    """A covenant, a gate or a guard did not do what it was asked: a move that cannot be made.

    >>> from lawful.covenant import Covenant, CovenantError
    >>> from lawful.platform import KeyStore
    >>> key = KeyStore.memory().new_key("me")
    >>> covenant = Covenant.propose(by=key, grantor=key, permissions=["tool:*"])
    >>> try:
    ...     covenant.revoke(key)
    ... except CovenantError as error:
    ...     print(error)
    a covenant that is proposed cannot be revoked
    """


class Denied(CovenantError):
    """A call may not happen, and has not.

    - `clause`: what decided, as `Decision.clause` has it.
    - `reason`: the same as a sentence.
    - `call`: the name of the call on the ledger, if the denial is recorded on one.
    - `requests`: what reviewers must approve first.

    >>> from lawful.covenant import Covenant, CovenantGate, Denied
    >>> from lawful.platform import KeyStore
    >>> key = KeyStore.memory().new_key("me")
    >>> gate = CovenantGate(Covenant.propose(by=key, grantor=key).grant(key))
    >>> try:
    ...     gate.check("tool:rm").require()
    ... except Denied as denied:
    ...     print(denied.clause)
    not-allowed
    """

    clause: str = ""
    reason: str = ""
    call: str | None = None
    requests: tuple[ReviewRequest, ...] = ()


class NeedsReview(Denied):
    """A call may not happen before reviewers have approved it: `requests` says what.

    >>> from lawful.covenant import Denied, NeedsReview
    >>> issubclass(NeedsReview, Denied)
    True
    """


class InternalError(LawfulError, RuntimeError):
    """An error in lawful itself."""


class Abandoned(BaseException):
    """Raised in a thread that hangs in a model's code after its deadline, to end it."""
