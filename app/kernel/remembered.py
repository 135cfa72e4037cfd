"""Pieces of pages that depend on nothing but what they are given: rendered once, and kept while they are in demand.

The line of a member in a list is the same for everybody who may see it, until a value in it changes; then it is another
line. Nothing has to be thrown away by hand.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache

from jinja2.runtime import Macro
from markupsafe import Markup

from app.kernel.speech import PseudoCatalogue, current_speech

MOST_KEPT = 4_000  # some hundred bytes each, two megabytes in all


def remembered(macro: Macro, *values: Hashable) -> Markup:
    """What an imported macro makes of these values in the language spoken now.

    The macro may ask for sentences and formats, and for nothing else of the request, the reader or the time.
    """
    speech = current_speech()
    bracketed = isinstance(speech.catalogue, PseudoCatalogue)
    return _rendered(macro, speech.locale, bracketed, *values)


def remembered_lines(macro: Macro, lines: Iterable[tuple[Hashable, ...]], *shared: Hashable) -> Markup:
    """The same for each line of a list, one below the other: its own values, then those that all lines share."""
    speech = current_speech()
    bracketed = isinstance(speech.catalogue, PseudoCatalogue)
    rendered = [_rendered(macro, speech.locale, bracketed, *line, *shared) for line in lines]
    return Markup("\n".join(rendered))  # noqa: S704  # each is Markup, so there is nothing left to escape


@lru_cache(maxsize=MOST_KEPT)
def _rendered(macro: Macro, _locale: str, _bracketed: bool, *values: Hashable) -> Markup:  # noqa: FBT001  # part of the key
    rendered: Markup = macro(*values)  # type: ignore[assignment]  # in a template that escapes, a macro makes Markup
    return rendered
