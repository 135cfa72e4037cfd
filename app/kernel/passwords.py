"""Passwords: kept as argon2id, refused when easy to guess, suggested as words.

Policy (NIST SP 800-63B-4; ASVS 5.0 V6.2 and appendix C): 15 characters or more, 128 accepted whole, any character, no
composition rule, no expiry; refused when made of common words, names, dates, keys in a row or what is known of the person.

A password is compared as typed but for two things that a person cannot see (RFC 8265, OpaqueString): it is brought
to NFC, since keyboards differ in how they compose é, and every space is a plain space. NFKC would also merge characters that
look different, so it is not used.
"""

from __future__ import annotations

import math
import secrets
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from app.kernel.errors import Refusal
from app.kernel.guessing import guess_bits
from app.kernel.i18n import N_, _l
from app.kernel.names import fold

SHORTEST = 15
LONGEST = 128
LEAST_SCORE = 3  # zxcvbn's "safely unguessable": 10^8 guesses
LEAST_BITS = 33.0  # more than three common words
READ_BY_ZXCVBN = 72
DEMONSTRATION_PASSPHRASES = frozenset({"cooperer-c-est-partager"})
SUGGESTED_WORDS = 5  # 52 bits from the French list, 47 from the Arabic one

TOO_SHORT = N_("Use at least 15 characters: four or five words that do not belong together are easy to remember.")
TOO_LONG = N_("Use at most 128 characters.")
OF_THE_DEMONSTRATION = N_("Everybody can read this passphrase in the demonstration. Choose another one.")
EASY_TO_GUESS = N_(
    "This is easy to guess: common words, names, dates or keys in a row. Add words that do not belong together."
)
_LETTERS_FOR_SIGNS = str.maketrans("@({[<!|$+%", "accccilstx")
_zxcvbn_lock = threading.Lock()


class PasswordTooLong(Refusal):
    """More than 128 characters: refused before any work is done."""

    message = _l("Use at most 128 characters.")


@dataclass(frozen=True, kw_only=True)
class HashingCost:
    """argon2id parameters: 19 MiB, two passes, one lane (ASVS 5.0 appendix C; OWASP's minimum)."""

    passes: int = 2
    memory_kib: int = 19_456
    lanes: int = 1


class settings:  # noqa: N801  # a namespace
    """`cost` is what new hashes are made with; the test suite makes it cheap."""

    cost = HashingCost()


CHEAP = HashingCost(passes=1, memory_kib=8)  # for tests only


def hash_password(password: str) -> str:
    """The argon2id hash in PHC form, salt and parameters included. Raises `PasswordTooLong`."""
    prepared = _prepared(password)
    if prepared is None:
        raise PasswordTooLong
    return _hasher(settings.cost).hash(prepared)


def verify_password(stored: str | None, password: str) -> tuple[bool, bool]:
    """Whether it is the password, and whether its hash should be made anew with today's cost.

    With no stored hash (an unknown login, an account without a password) the same work is done on a dummy, so that
    the time tells nothing (ASVS V6.3.8). A password beyond 128 characters is wrong at once, for everybody.
    """
    prepared = _prepared(password)
    if prepared is None:
        return False, False
    hasher = _hasher(settings.cost)
    try:
        hasher.verify(stored or _dummy_hash(settings.cost), prepared)
    except (Argon2Error, InvalidHashError):
        return False, False
    return bool(stored), bool(stored) and hasher.check_needs_rehash(stored or "")


def password_refusal(password: str, known: Iterable[str] = (), *, demonstration: bool = False) -> str | None:
    """The message id that says why a new password is refused, or None.

    `known` are words tied to the person: names in both scripts, organisation, phone number, e-mail address.
    """
    prepared = _prepared(password)
    if prepared is None:
        return TOO_LONG
    text = prepared.decode("utf-8", "surrogatepass")
    if len(text) < SHORTEST:
        return TOO_SHORT
    if fold(text) in map(fold, DEMONSTRATION_PASSPHRASES):
        return None if demonstration else OF_THE_DEMONSTRATION
    own = [word for word in known if word]
    if guess_bits(text, own) < LEAST_BITS or _zxcvbn_score(text, own) < LEAST_SCORE:
        return EASY_TO_GUESS
    return None


def suggest_passphrase(language: str) -> str:
    """Five words drawn at random (`secrets`) from the list of a language (`fr`, `ar`), joined by hyphens."""
    words = passphrase_words(language)
    return "-".join(secrets.choice(words) for _place in range(SUGGESTED_WORDS))


def suggestion_bits(language: str) -> float:
    """The entropy of `suggest_passphrase`: each word is drawn independently from the whole list."""
    return SUGGESTED_WORDS * math.log2(len(passphrase_words(language)))


@lru_cache(maxsize=2)
def passphrase_words(language: str) -> tuple[str, ...]:
    """The Arabic list for `ar`, the French one (letters a to z only) for every other language."""
    name = "passphrase_words_ar.txt" if language == "ar" else "passphrase_words_fr.txt"
    lines = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


def _prepared(password: str) -> bytes | None:
    """What is hashed; None beyond 128 characters (checked first on the raw text: composing costs time too)."""
    if len(password) > 4 * LONGEST:
        return None
    text = "".join(
        " " if unicodedata.category(char) == "Zs" else char for char in unicodedata.normalize("NFC", password)
    )
    return text.encode("utf-8", "surrogatepass") if len(text) <= LONGEST else None


@lru_cache(maxsize=4)
def _hasher(cost: HashingCost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes)


@lru_cache(maxsize=4)
def _dummy_hash(cost: HashingCost) -> str:
    return _hasher(cost).hash(secrets.token_bytes(32))


def _zxcvbn_score(text: str, own: list[str]) -> int:
    """zxcvbn's mark from 0 to 4 for the first 72 characters.

    Imported at the first use: its word lists take 13 MB. It keeps the person's words in a global, hence the lock and the
    clearing; and tries every reading of signs as letters (3 s for 30 hostile characters), so signs become letters first.
    """
    from zxcvbn import zxcvbn
    from zxcvbn.matching import RANKED_DICTIONARIES

    with _zxcvbn_lock:
        found = zxcvbn(text[:READ_BY_ZXCVBN].translate(_LETTERS_FOR_SIGNS), user_inputs=own, max_length=READ_BY_ZXCVBN)
        RANKED_DICTIONARIES.pop("user_inputs", None)
    return int(found["score"])
