"""A member's name as people read it, in either script."""

from __future__ import annotations

from typing import Any

from app.kernel.i18n import _, language, speaking
from app.members.models import Civility


def full_name(member: Any, language: str = "fr") -> str:
    """Given and family name in the script of a language, else in the other one. Takes a member or a row of one."""
    return both_names(member, language)[0]


def both_names(member: Any, language: str) -> tuple[str, str]:
    """The name in the script of a language, and in the other one if it differs, else empty."""
    latin = f"{member.given_name_latin} {member.family_name_latin}".strip()
    arabic = f"{member.given_name_arabic} {member.family_name_arabic}".strip()
    first, second = (arabic, latin) if language == "ar" else (latin, arabic)
    return (first, second if second != first else "") if first else (second, "")


def full_name_here(member: Any, spoken: str | None = None) -> str:
    """The name in the script of a language, by default the page's."""
    return full_name(member, spoken or language())


def other_name_here(member: Any) -> str:
    """The name in the other script, empty when there is none."""
    return both_names(member, language())[1]


def addressed(member: Any, spoken: str | None = None) -> str:
    """The name as one speaks to the person in a language, by default the page's: with the form of address on file."""
    with speaking(spoken or language()):
        name = full_name(member, language())
        if member.civility is Civility.MADAME:
            return _("Mrs %(name)s", name=name)
        return _("Mr %(name)s", name=name) if member.civility is Civility.MONSIEUR else name
