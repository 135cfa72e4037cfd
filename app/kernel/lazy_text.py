"""Sentences translated when they are shown. Apart from kernel.i18n, which knows requests: a process that serves none,
such as the one that prints a paper, has refusals to name and starts a quarter of a second sooner without the web framework.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


def _l(message: str, /, **values: object) -> LazyText:
    return LazyText(_translated, (message,), values)


def _lp(context: str, message: str, /, **values: object) -> LazyText:
    return LazyText(_translated_in_context, (context, message), values)


def _translated(message: str, /, **values: object) -> str:
    return str(_i18n()._(message, **values))


def _translated_in_context(context: str, message: str, /, **values: object) -> str:
    return str(_i18n()._p(context, message, **values))


@cache
def _i18n() -> Any:
    """Imported when the first sentence is shown."""
    from app.kernel import i18n

    return i18n


class LazyText:
    """A sentence that is translated each time it is shown, in the language spoken then."""

    __slots__ = ("_arguments", "_translate", "_values")

    def __init__(self, translate: Callable[..., str], arguments: tuple[str, ...], values: dict[str, object]) -> None:
        self._translate, self._arguments, self._values = translate, arguments, values

    def __str__(self) -> str:
        return self._translate(*self._arguments, **self._values)

    def __repr__(self) -> str:
        return f"<lazy {self._arguments!r}>"

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | LazyText) else NotImplemented

    def __hash__(self) -> int:
        return hash((self._arguments, tuple(self._values)))

    def __format__(self, specification: str) -> str:
        return format(str(self), specification)

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __add__(self, other: str) -> str:
        return str(self) + other

    def __radd__(self, other: str) -> str:
        return other + str(self)

    def __len__(self) -> int:
        return len(str(self))
