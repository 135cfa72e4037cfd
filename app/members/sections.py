"""The pages of a member's file that other rooms hold, without this room knowing them: `create_app` lists them in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from app.kernel.access import Actor, current_actor
from app.kernel.i18n import LazyText, _l


def to_everyone(_actor: Actor, _member: Any) -> bool:
    """Whoever sees the file sees the section."""
    return True


@dataclass(frozen=True, kw_only=True)
class Section:
    """A page at `/members/<member_id>/…` and who, of those who see the file, is shown the way there."""

    endpoint: str
    label: LazyText
    shown_to: Callable[[Actor, Any], bool] = to_everyone


OVERVIEW = Section(endpoint="members.show_member", label=_l("Overview"))
_sections: list[Section] = []


def use_sections(sections: Iterable[Section]) -> None:
    _sections[:] = sections


def sections_of(member: Any) -> list[dict[str, Any]]:
    """For `section_nav`: the sections of a member's file this reader is shown; the one being read is current.

    `member` has `id` and `account_id`. Nothing while there is only one.
    """
    actor, here = current_actor(), (request.url_rule.endpoint if request.url_rule else "")
    shown = [section for section in (OVERVIEW, *_sections) if section.shown_to(actor, member)]
    if len(shown) == 1:
        return []
    return [
        {
            "label": str(section.label),
            "url": url_for(section.endpoint, member_id=member.id),
            "current": section.endpoint == here,
        }
        for section in shown
    ]
