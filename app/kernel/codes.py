"""Random tokens and codes: made here, kept elsewhere only as digests (those that give access). Pure.

| | form | bits |
|---|---|---|
| session, link | 43 characters, URL-safe base64 | 256 |
| check (the address in a QR code) | 26 characters A–Z 2–7, so that the QR stays in its compact mode | 130 |
| slip (printed, first sign-in) | 12 characters, `ABCD-EFGH-JKMN` | 60 |
| dictation (read over the phone, with a number) | 10 characters, `ABCDE-FGHJK` | 50 |

Codes for people use Crockford's 32 characters, without I, L, O and U; typed back, I and L mean 1, O means 0, and case,
spaces and dashes mean nothing. All come from `secrets`.
"""

from __future__ import annotations

import hashlib
import secrets

from app.kernel.text import TextRefused, clean_code

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CHECK_TOKEN_LENGTH = 26
DICTATION_CODE_LENGTH = 10
SLIP_CODE_LENGTH = 12
_AS_READ = str.maketrans("ILO", "110", "-./_")


def new_session_token() -> str:
    """What a signed-in browser holds; 256 bits."""
    return secrets.token_urlsafe(32)


def new_link_token() -> str:
    """The secret part of an invitation or reset link; 256 bits."""
    return secrets.token_urlsafe(32)


def new_check_token() -> str:
    """The last part of the address where anyone checks an attestation; 130 bits. Case matters: it is upper case."""
    return _random(BASE32, CHECK_TOKEN_LENGTH)


def new_dictation_code() -> str:
    """Ten characters to be read aloud, asked together with the attestation's number; 50 bits."""
    return _random(CROCKFORD, DICTATION_CODE_LENGTH)


def new_slip_code() -> str:
    """Twelve characters printed in three groups on a slip, for a first sign-in; 60 bits. Digest its `normalise_code`."""
    return group(_random(CROCKFORD, SLIP_CODE_LENGTH), 4)


def normalise_code(typed: str) -> str:
    """A code as it was made, from how a person typed it; "" when it cannot be one. Not for check tokens."""
    try:
        code = clean_code(typed).translate(_AS_READ)
    except TextRefused:
        return ""
    return code if set(code) <= set(CROCKFORD) else ""


def group(code: str, size: int) -> str:
    """`ABCD-EFGH-JKMN`: the code in groups, for reading and typing."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def digest(token: str) -> str:
    """SHA-256 in hexadecimal: what is stored of a token. Enough without salt, since tokens are random (ASVS V11.4)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _random(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _place in range(length))
