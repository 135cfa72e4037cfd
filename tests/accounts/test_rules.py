"""What a login means, which device this is, who may hand out a slip."""

from __future__ import annotations

import pytest

from app.accounts import rules
from app.accounts.rules import Login
from app.kernel.access import Role

MANAGER, COACH, ENTREPRENEUR, ADMINISTRATOR = Role.MANAGER, Role.COACH, Role.ENTREPRENEUR, Role.NETWORK_ADMINISTRATOR


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        (" Salma@El-Jadida.Example ", Login(email="salma@el-jadida.example")),
        ("+212 6 61 00 00 00", Login(phones=("+212661000000",))),
        ("0661 00 00 00", Login(phones=("+212661000000", "+213661000000"))),
        ("20 100 000", Login(phones=("+21620100000", "+21320100000"))),
        ("nobody", Login(email="nobody")),
        ("", Login()),
    ],
)
def test_a_login_means_an_email_or_phone_numbers(typed: str, meaning: Login) -> None:
    assert rules.meaning_of(typed) == meaning


@pytest.mark.parametrize("typed", ["", "   ", "nobody", "a@b", "0661000000"])
def test_every_login_is_counted_under_something(typed: str) -> None:
    assert rules.meaning_of(typed).keys


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36",
            "Samsung Internet, Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_short(said: str, device: str) -> None:
    assert rules.device_of(said) == device


@pytest.mark.parametrize(
    ("roles", "network_role", "may"),
    [
        ({ENTREPRENEUR}, None, True),
        ({ENTREPRENEUR, COACH}, None, False),
        ({MANAGER}, None, False),
        ({ENTREPRENEUR}, Role.OBSERVER, False),
        (set(), None, False),
    ],
)
def test_only_who_is_an_entrepreneur_and_nothing_else_stays_signed_in(
    roles: set[Role], network_role: Role | None, may: bool
) -> None:
    assert rules.may_stay_signed_in(network_role=network_role, roles=roles) is may


@pytest.mark.parametrize(
    ("giver", "receiver", "elsewhere", "is_unused", "may"),
    [
        ({COACH}, {ENTREPRENEUR}, False, False, True),
        ({MANAGER}, {ENTREPRENEUR}, False, False, True),
        ({MANAGER}, {COACH}, False, False, True),
        ({COACH}, {COACH}, False, False, False),
        ({COACH}, {ENTREPRENEUR, MANAGER}, False, True, False),
        ({MANAGER}, {ENTREPRENEUR}, True, True, False),
        ({COACH, MANAGER}, {COACH}, True, False, False),
        ({ENTREPRENEUR}, {ENTREPRENEUR}, False, True, False),
        (set(), {ENTREPRENEUR}, False, True, False),
        ({ADMINISTRATOR}, {MANAGER}, False, True, True),
        ({ADMINISTRATOR}, {MANAGER}, False, False, False),
        ({ADMINISTRATOR}, {MANAGER}, True, True, False),
    ],
)
def test_a_slip_never_opens_more_than_its_giver_may(
    giver: set[Role], receiver: set[Role], elsewhere: bool, is_unused: bool, may: bool
) -> None:
    assert rules.may_hand_slip(giver, receiver, elsewhere=elsewhere, is_unused=is_unused) is may
