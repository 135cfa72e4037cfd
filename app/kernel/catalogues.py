"""Translated sentences, read from the `.po` files once per process.

Layout, below `app/translations/`:

- `fr/LC_MESSAGES/messages.po` and `ar/LC_MESSAGES/messages.po`: complete, one per language;
- `countries/ar_TN/LC_MESSAGES/messages.po` and the like: only the sentences that a country words otherwise.

A country's words are laid over the language's. The `.po` files themselves are read (0.05 s for 1,500 sentences), so there
is nothing to compile and no compiled file to forget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent.parent / "translations"
ARABIC_PLURAL = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"
PLURALS = {"fr": "(n > 1)", "ar": ARABIC_PLURAL}
CONTEXT_MARK = "\x04"


class CatalogueError(Exception):
    """A `.po` file that would print wrong sentences."""


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The sentences of one language in one country. What it lacks comes back as written in the code, in English."""

    texts: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    plural_index: Callable[[int], int]

    def one(self, message: str) -> str:
        return self.texts.get(message, message)

    def in_context(self, context: str, message: str) -> str:
        return self.texts.get(context + CONTEXT_MARK + message, message)

    def counted(self, singular: str, plural: str, count: int) -> str:
        forms = self.plurals.get(singular)
        if forms is None:
            return singular if count == 1 else plural
        return forms[self.plural_index(abs(count))]


ENGLISH = Catalogue(texts={}, plurals={}, plural_index=lambda count: int(count != 1))


@lru_cache(maxsize=32)
def load_catalogue(language: str, country: str, root: Path = TRANSLATIONS) -> Catalogue:
    """The language's sentences with the country's own wording laid over them."""
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for folder in (root / language, root / "countries" / f"{language}_{country}"):
        path = folder / "LC_MESSAGES" / "messages.po"
        if path.exists():
            _add_sentences(_read(path, language), texts, plurals=plurals)
    return Catalogue(texts=texts, plurals=plurals, plural_index=c2py(PLURALS[language]))


def _read(path: Path, language: str) -> Catalog:
    """Read one file; refuse another plural rule than ours: Babel writes an Arabic one whose last two forms are swapped."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    if _squeezed(catalog.plural_expr) != _squeezed(PLURALS[language]):
        raise CatalogueError(f"{path}: its Plural-Forms must end with plural={PLURALS[language]};")
    return catalog


def _squeezed(expression: str) -> str:
    return "".join(expression.split()).strip("();")


def _add_sentences(catalog: Catalog, texts: dict[str, str], *, plurals: dict[str, tuple[str, ...]]) -> None:
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str):
            if isinstance(message.string, str) and message.string:
                texts[message.context + CONTEXT_MARK + message.id if message.context else message.id] = message.string
        else:
            forms = tuple(message.string or ())
            if all(forms):
                plurals[message.id[0]] = forms
