"""What other rooms give a new organisation to begin with, without this room knowing them: `create_app` lists it in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.network.models import Country

Beginning = Callable[[Country], None]
_beginnings: list[Beginning] = []


def use_beginnings(beginnings: Iterable[Beginning]) -> None:
    _beginnings[:] = beginnings


def begin(country: Country) -> None:
    """In the scope of the new organisation, once its words are there."""
    for beginning in _beginnings:
        beginning(country)
