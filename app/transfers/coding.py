"""What a file says, as plain values that can be kept as JSON, and back: by the types that details declare.

A field that one version of the application does not know yet is left out, one that another did not know stays empty.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Details = TypeVar("Details")


def as_json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str | None) -> dict[str, Any]:
    """What was kept; nothing where it cannot be read."""
    try:
        told = json.loads(text or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def names_of(kind: type[Any]) -> tuple[str, ...]:
    """The fields of details that say something by themselves: ids mean nothing elsewhere."""
    return tuple(field.name for field in fields(kind) if not field.name.endswith("_id"))


def told_by(source: Any, names: Collection[str]) -> dict[str, Any]:
    """What these attributes say, without the empty ones."""
    values = ((name, getattr(source, name)) for name in names)
    return {name: _plain(value) for name, value in values if value not in (None, "", ())}


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int) else str(value)


def values_for(kind: type[Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the fields of `kind` that were told, each of its own type."""
    hints = get_type_hints(kind)
    return {name: _typed(hints[name], value) for name, value in told.items() if name in names_of(kind)}


def _typed(hint: Any, value: Any) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_typed(get_args(hint)[0], one) for one in value)
    kind = next((one for one in get_args(hint) if one is not NoneType), hint)
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, StrEnum) else value


def details_of(kind: type[Details], told: Mapping[str, Any], **known: Any) -> Details:
    """Details as a service takes them, from what was told and what is `known` here."""
    return kind(**{**values_for(kind, told), **known})
