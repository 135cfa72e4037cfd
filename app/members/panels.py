"""What other rooms show on a member's page, without this room knowing them: `create_app` lists the panels in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.access import Actor
from app.kernel.paging import AnyRow


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A template partial and the query that feeds it; None from the query: nothing is shown to this actor."""

    template: str
    context: Callable[[Actor, AnyRow], dict[str, Any] | None]


_panels: list[Panel] = []


def use_panels(panels: Iterable[Panel]) -> None:
    _panels[:] = panels


def filled_panels(actor: Actor, member: AnyRow) -> Sequence[tuple[str, dict[str, Any]]]:
    """For a row of `queries.get_file_or_404`: the template and values of each panel that has something to show."""
    filled = ((panel.template, panel.context(actor, member)) for panel in _panels)
    return [(template, values) for template, values in filled if values is not None]
