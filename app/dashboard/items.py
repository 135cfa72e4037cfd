"""What the landing page is made of. Plain values, so that a tile or a line that says the same is rendered once."""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """A tile with a value, or a line with what can be done about it."""

    label: str
    url: str
    value: str = ""
    action: str = ""


class Bar(NamedTuple):
    """A month of a small chart."""

    label: str
    name: str
    value: int
    shown: str
    now: bool
