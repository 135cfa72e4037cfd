"""What people, scripts and attackers put into fields and addresses (T24)."""

from __future__ import annotations

import io
import os
import random
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from tests.access.walk import Route
from tests.support.client import HouseClient
from tests.support.databases import KIND
from tests.support.life import csrf_token

NUMBERS = (
    "0",
    "-1",
    "1",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "9" * 400,
)
ODD_NUMBERS = ("NaN", "inf", "1e308", "1e-5", "0x10", "1_000", "１２３", "٣", "²", "1,5", "1.5", "--1", "½")
DAYS = ("0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "10000-01-01", "2026-W10-1", "31/02/2026", "26-1-1")
TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\r\nSet-Cookie: x=y",
    "\ud7ff\ufffd\uffff",
    "\u202egro.live",
    "'; DROP TABLE member; --",
    "\"'><img src=x onerror=alert(1)>{{7*7}}${7*7}",
    "%(name)s %s %n {0} {} %",
    "../../../../etc/passwd",
    "=HYPERLINK(1)",
    "🧵" * 50,
    "é" * 200,
    "x" * 10_000,
    "none",
    "null",
    "[]",
    "{}",
    "true",
    "work",
    "all",
    "other",
)
VALUES = (*NUMBERS, *ODD_NUMBERS, *DAYS, *TEXTS)
PARAMETERS = (
    "q situation stage on coach trade sex page after before member week day kind view kept status lang theme next month "
    "purpose language from to _lang _method form_key csrf_token format"
).split()
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"')
ADDRESS_PARTS = (
    "0",
    "00",
    "-1",
    "1e3",
    "99999999999999999999",
    "9999999999999999999",
    "9223372036854775808",
    "9" * 400,
    "%00",
    "%2e%2e",
    "%F0%28",
    "١",
    "x",
    "1.0",
    "1%2F2",
)


SHARE = int(os.environ.get("NASTY_SHARE", "15" if KIND == "sqlite" else "30"))
"""Of the values, one in so many is tried, others in each run (the seed is printed); all of them in `make drill`."""


def some(values: Sequence[str]) -> Sequence[str]:
    return values[random.randrange(SHARE) :: SHARE]


def get_with(client: HouseClient, path: str, values: dict[str, str]) -> Any:
    return client.get(f"{path.partition('?')[0]}?{urlencode(values, errors='surrogatepass')}")


def every_parameter(value: str) -> dict[str, str]:
    return dict.fromkeys(PARAMETERS, value)


def fields_of(page: str) -> set[str]:
    """The names of a page's fields, without the token and the language button."""
    return set(FIELD.findall(page)) - {"csrf_token", "_lang"}


def post_with(client: HouseClient, path: str, fields: Any) -> Any:
    """Fields as a dictionary or as pairs; as a browser would send them."""
    pairs = [*(fields.items() if isinstance(fields, dict) else fields), ("csrf_token", csrf_token(client.application))]
    return client.post(
        path, data=urlencode(pairs, errors="surrogatepass"), content_type="application/x-www-form-urlencoded"
    )


def post_files(client: HouseClient, path: str, fields: set[str]) -> Any:
    """A file where each text should be."""
    files = {name: (io.BytesIO(b"\x00\xff not a text"), "x.txt") for name in fields}
    return client.post(
        path, data={"csrf_token": csrf_token(client.application), **files}, content_type="multipart/form-data"
    )


def spoilt_paths(route: Route, ids: dict[str, Any]) -> list[str]:
    """The route's address with something else in the place of each of its values."""
    return [route.path({**ids, name: part}) for name in sorted(route.arguments) for part in some(ADDRESS_PARTS)]
