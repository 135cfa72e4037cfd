"""The walk of tests/access/test_nasty.py with every value in every place, and listening for another organisation's words.

`make test` tries a share of the values; here none is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.access import nasty
from tests.access.test_nasty import (  # collected again here, as they stand there
    _as_it_is_served,
    test_no_address_breaks,
    test_no_body_breaks,
    test_no_cookie_breaks,
    test_no_parameter_breaks_a_list_by_itself,
    test_no_parameter_breaks_a_page,
    test_no_single_value_breaks_a_valid_form,
    test_no_value_breaks_a_form,
)
from tests.support.client import HouseClient
from tests.support.life import Life
from tests.tenancy.canaries import plant

__all__ = [
    "_as_it_is_served",
    "test_no_address_breaks",
    "test_no_body_breaks",
    "test_no_cookie_breaks",
    "test_no_parameter_breaks_a_list_by_itself",
    "test_no_parameter_breaks_a_page",
    "test_no_single_value_breaks_a_valid_form",
    "test_no_value_breaks_a_form",
]


@pytest.fixture(autouse=True)
def _whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nasty, "SHARE", 1)


def _names_organisations(path: str) -> bool:
    """The network's people know organisations by name, and so does who hands a file on to one."""
    return path.startswith("/network") or path.endswith(("/transfers/new", "/transfers/consent"))


@pytest.fixture(autouse=True)
def _listening(lived_in: Flask, life: Life, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No answer has a word that stands in an organisation abroad, but its name where `_names_organisations`."""
    with lived_in.app_context():
        canaries = plant(life)
    ask, leaks = HouseClient.open, set[tuple[str, str]]()

    def open_and_listen(client: HouseClient, *args: Any, **options: Any) -> Any:
        answer = ask(client, *args, **options)
        heard = canaries.heard_in(str(answer.headers).encode() + answer.data)
        path = answer.request.path
        leaks.update(
            (path, where) for where in heard if not (_names_organisations(path) and where.startswith("organisation."))
        )
        return answer

    monkeypatch.setattr(HouseClient, "open", open_and_listen)
    yield
    assert not leaks
