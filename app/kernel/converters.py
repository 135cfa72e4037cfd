"""Converters of addresses: an id that could not be one is simply not found."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from app.kernel.ids import LARGEST_ID


class IdConverter(BaseConverter):
    """A decimal id from 1 to 2^63-1, as `<id:member_id>`."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > LARGEST_ID:
            raise ValidationError
        return number


class SlugConverter(BaseConverter):
    """The name of an organisation in addresses."""

    regex = "[a-z0-9-]{1,40}"


def add_converters(app: Flask) -> None:
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["slug"] = SlugConverter
