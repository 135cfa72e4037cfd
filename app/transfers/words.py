"""The words of the open organisation's lists, as a package names them and as it finds them again elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.kernel.sql import read_rows
from app.network import defaults
from app.network.models import Country, Vocabulary, VocabularyTerm
from app.papers.defaults import USUAL
from app.papers.models import PaperKind
from app.transfers import rules
from app.transfers.rules import Word

_TERMS = select(
    VocabularyTerm.id,
    VocabularyTerm.vocabulary,
    VocabularyTerm.code,
    VocabularyTerm.label_fr,
    VocabularyTerm.label_ar,
    VocabularyTerm.retired_at,
).order_by(VocabularyTerm.position, VocabularyTerm.id)
_KINDS = select(PaperKind.id, PaperKind.code, PaperKind.label_fr, PaperKind.label_ar, PaperKind.retired_at).order_by(
    PaperKind.position, PaperKind.id
)
FIXED_KINDS = frozenset(kind.code for kind in USUAL)
FIXED = {
    vocabulary: frozenset(
        code
        for country in Country
        for listed, _position, (code, _french, _arabic) in defaults.words_of(country)
        if listed is vocabulary
    )
    for vocabulary in Vocabulary
}


def word_of(row: Any) -> Word:
    return Word(id=row.id, code=row.code, fr=row.label_fr, ar=row.label_ar)


def told(word: Word | None) -> dict[str, str] | None:
    """A word as a package says it."""
    return None if word is None else {"code": word.code, "fr": word.fr, "ar": word.ar}


def said(told_word: Mapping[str, str]) -> Word:
    return Word(code=told_word["code"], fr=told_word["fr"], ar=told_word["ar"])


def every_word() -> dict[int, Word]:
    """All words by id, withdrawn ones included: what a file may say."""
    return {row.id: word_of(row) for row in read_rows(_TERMS)}


def every_kind() -> dict[int, Word]:
    """All kinds of paper by id, withdrawn ones included."""
    return {row.id: word_of(row) for row in read_rows(_KINDS)}


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What the receiver's lists offer now. `is_abroad`: the package comes from another country."""

    terms: Mapping[Vocabulary, Sequence[Word]]
    kinds: Sequence[Word]
    is_abroad: bool

    def term_id(self, vocabulary: Vocabulary, told_word: Mapping[str, str]) -> int | None:
        """The word that says the same. Bodies of social protection are those of a country: CNSS is not CNSS."""
        if vocabulary is Vocabulary.PROTECTION_BODY and self.is_abroad:
            return None
        found = rules.same_word(said(told_word), self.terms.get(vocabulary, ()), FIXED[vocabulary])
        return found.id if found else None

    def kind_id(self, told_word: Mapping[str, str]) -> int | None:
        found = rules.same_word(said(told_word), self.kinds, FIXED_KINDS)
        return found.id if found else None


def offered_here(*, is_abroad: bool) -> Offered:
    terms: dict[Vocabulary, list[Word]] = {}
    for row in read_rows(_TERMS):
        if row.retired_at is None:
            terms.setdefault(row.vocabulary, []).append(word_of(row))
    kinds = [word_of(row) for row in read_rows(_KINDS) if row.retired_at is None]
    return Offered(terms=terms, kinds=kinds, is_abroad=is_abroad)
