"""Identity numbers are kept encrypted, with keys that live apart from the database.

Fernet (AES-128-CBC with HMAC-SHA256, a new random start for each text) through MultiFernet, so that keys can be changed:
the first key encrypts, all decrypt. Equal numbers are found by a blind index, an HMAC-SHA256 under a key of its own,
derived for each purpose; it survives a change of encryption keys.

A key file (mode 0600; `IDENTITY_KEY_FILE`; kernel/key_file.py makes and reads it):

    encryption = <Fernet key>      newest first; older ones stay until every row was rotated
    index = <32 bytes, base64>     never changes, or every blind index must be made again
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

INDEX_KEY_BYTES = 32
_HEADING = "# The keys that open the identity numbers. Keep this file apart from the database and its backups.\n"


class KeysRefused(RuntimeError):
    """The keys are missing, malformed, or readable by others. The message never holds a key."""


class CannotDecrypt(RuntimeError):
    """A stored value that no configured key opens: the wrong key file, or a damaged row."""


@dataclass(frozen=True, kw_only=True)
class Keys:
    """Encryption keys, newest first, and the key of the blind index."""

    encryption: tuple[str, ...] = field(repr=False)
    index: bytes = field(repr=False)

    def __post_init__(self) -> None:
        try:
            usable = all(map(Fernet, self.encryption))
        except ValueError:
            usable = False
        if not self.encryption or not usable or len(self.index) != INDEX_KEY_BYTES:
            raise KeysRefused("The identity keys are malformed: see the top of app/kernel/cipher.py for their form.")


def new_keys() -> Keys:
    """Fresh random keys."""
    return Keys(encryption=(Fernet.generate_key().decode(),), index=secrets.token_bytes(INDEX_KEY_BYTES))


def with_new_encryption_key(keys: Keys) -> Keys:
    """The same keys with a fresh first one; then `rotate` every row, then drop the old ones."""
    return Keys(encryption=(Fernet.generate_key().decode(), *keys.encryption), index=keys.index)


def parse_keys(text: str) -> Keys:
    """Keys from the form above; lines may also be separated by `;`, as in an environment variable."""
    lines = [line for line in text.replace(";", "\n").splitlines() if not line.startswith("#")]
    named = [(name.strip(), value.strip()) for name, _sign, value in (line.partition("=") for line in lines)]
    try:
        index = base64.urlsafe_b64decode(next((value for name, value in named if name == "index"), ""))
    except ValueError:
        index = b""
    return Keys(encryption=tuple(value for name, value in named if name == "encryption"), index=index)


def as_text(keys: Keys) -> str:
    """The key file's content. A secret: write it nowhere else."""
    lines = [f"encryption = {key}" for key in keys.encryption]
    return _HEADING + "\n".join((*lines, f"index = {base64.urlsafe_b64encode(keys.index).decode()}")) + "\n"


class _Configured:
    keys: Keys | None = None
    fernet: MultiFernet | None = None


def configure(keys: Keys) -> None:
    """Called once, when the application is created."""
    _Configured.keys = keys
    _Configured.fernet = MultiFernet([Fernet(key) for key in keys.encryption])


def encrypt(text: str) -> str:
    """A text that only the keys open; different each time, about 100 + 1.4 x length characters."""
    return _fernet().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Raises `CannotDecrypt`."""
    try:
        return _fernet().decrypt(token.encode()).decode()
    except InvalidToken:
        raise CannotDecrypt("No configured key opens this value.") from None


def opens(keys: Keys, token: str) -> bool:
    """Whether one of these keys closed the stored value, whatever keys are configured."""
    try:
        MultiFernet([Fernet(key) for key in keys.encryption]).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def rotate(token: str) -> str:
    """The same text under the newest key. Raises `CannotDecrypt`."""
    try:
        return _fernet().rotate(token.encode()).decode("ascii")
    except InvalidToken:
        raise CannotDecrypt("No configured key opens this value.") from None


def blind_index(text: str, purpose: str) -> str:
    """64 hexadecimal digits, equal for equal texts and purposes, that tell nothing without the key.

    Put the organisation's id in the purpose (`identity:123`), so that two organisations' indexes cannot be matched.
    """
    if _Configured.keys is None:
        raise KeysRefused("cipher.configure(keys) was not called.")
    return hmac.new(_index_key(_Configured.keys.index, purpose), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=100)
def _index_key(key: bytes, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"blind index: " + purpose.encode())
    return derivation.derive(key)


def _fernet() -> MultiFernet:
    if _Configured.fernet is None:
        raise KeysRefused("cipher.configure(keys) was not called.")
    return _Configured.fernet
