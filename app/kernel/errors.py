"""Named refusals: a service that may not do what was asked raises one, and the page says its sentence."""

from __future__ import annotations

from typing import ClassVar

from app.kernel.lazy_text import _l


class Refusal(Exception):
    """A request that is understood and refused. `message` is lazy; `field` names the form field it belongs to."""

    message: ClassVar = _l("This cannot be done.")
    field: str | None = None

    def __init__(self, message: object = None, *, field: str | None = None) -> None:
        super().__init__()
        if message is not None:
            self.message = message  # type: ignore[misc, assignment]  # an instance may say more than its class
        if field is not None:
            self.field = field

    def __str__(self) -> str:
        return str(self.message)


class ChangedMeanwhile(Refusal):
    """Somebody else saved the same object between the form being shown and being sent."""

    message = _l("Somebody else changed this meanwhile. What you typed is still here: compare, then save again.")
