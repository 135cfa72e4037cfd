"""Choosing a password with a slip's code or a mailed link: once, in time, and by nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts import services
from app.accounts.errors import LinkNoLongerWorks
from app.accounts.models import Account, AccountToken, TokenPurpose
from app.extensions import db
from app.kernel import clock, codes, passwords
from app.kernel.transaction import write_transaction
from tests.accounts.conftest import Outbox, copied, is_signed_in, without_tokens
from tests.support.client import HouseClient
from tests.support.world import PASSWORD, World

MEMBER, OTHER, PHONE = "member@el-jadida.example", "member2@el-jadida.example", "+212661000000"
NEW = "sept lampes dansent au grenier"

Change = Callable[..., Any]


@pytest.fixture
def secret(change: Change) -> Callable[..., str]:
    """`secret("slip")` makes one for the member."""

    def made(purpose: str, login: str = MEMBER) -> str:
        return str(change(lambda account: services.make_secret(account, TokenPurpose(purpose), made_by=None), login))

    return made


def choose(client: HouseClient, new: str = NEW, repeated: str | None = None) -> Any:
    return client.submit("/welcome", {"new_password": new, "repeated_password": repeated or new})


def show_code(client: HouseClient, code: str, login: str = PHONE) -> Any:
    return client.submit("/login", {"login": login, "password": code})


def test_a_slip_leads_to_a_password_and_then_is_worth_nothing(client: HouseClient, app: Flask, secret: Any) -> None:
    code = secret("slip")
    assert show_code(client, code).location == "/welcome"
    assert not is_signed_in(client)
    assert "Amina Benali" in client.get("/welcome").text
    assert choose(client).location == "/"
    assert is_signed_in(client)
    visitor = app.test_client()
    assert show_code(visitor, code).status_code == 422  # type: ignore[arg-type]
    assert show_code(visitor, PASSWORD).status_code == 422  # type: ignore[arg-type]
    assert show_code(visitor, NEW).location == "/"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "write", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code.replace('-', '')} "]
)
def test_a_code_is_typed_as_people_type(client: HouseClient, secret: Any, write: Callable[[str], str]) -> None:
    assert show_code(client, write(secret("slip"))).location == "/welcome"


def test_a_code_opens_only_the_account_it_was_made_for(client: HouseClient, secret: Any) -> None:
    assert show_code(client, secret("slip"), OTHER).status_code == 422


def test_a_code_for_a_closed_account_opens_nothing(client: HouseClient, secret: Any, change: Change) -> None:
    code = secret("slip")
    change(services.deactivate_account, MEMBER)
    assert show_code(client, code).status_code == 422


def test_the_password_that_was_forgotten_still_works_until_another_is_chosen(
    client: HouseClient, app: Flask, secret: Any
) -> None:
    show_code(client, secret("slip"))
    assert show_code(app.test_client(), PASSWORD).location == "/"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("purpose", "alive", "dead"),
    [
        ("slip", {"days": 29, "hours": 23}, {"hours": 2}),
        ("invitation", {"hours": 23}, {"hours": 2}),
        ("reset", {"minutes": 59}, {"minutes": 2}),
    ],
)
def test_each_secret_has_its_lifetime(
    client: HouseClient, secret: Any, wait: Callable[..., None], purpose: str, alive: Any, dead: Any
) -> None:
    def show(value: str) -> int:
        return int(
            show_code(client, value).status_code if purpose == "slip" else client.get(f"/welcome/{value}").status_code
        )

    value = secret(purpose)
    wait(**alive)
    assert show(value) == 302
    wait(**dead)
    assert show(value) == (422 if purpose == "slip" else 410)


@pytest.mark.parametrize("purpose", ["invitation", "reset"])
def test_a_link_leads_to_a_password_once(client: HouseClient, app: Flask, secret: Any, purpose: str) -> None:
    link = f"/welcome/{secret(purpose)}"
    answer = client.get(link)
    assert answer.location == "/welcome", "the secret leaves the address bar at once"
    assert answer.headers["Cache-Control"] == "no-store"
    page = client.get("/welcome")
    assert page.headers["Cache-Control"] == "no-store"
    assert link not in page.text
    assert choose(client).location == "/"
    assert is_signed_in(client)
    assert app.test_client().get(link).status_code == 410


def test_a_code_is_no_link_and_a_link_is_no_code(client: HouseClient, app: Flask, secret: Any, world: World) -> None:
    """Codes are throttled, links are long: one in the place of the other would be neither."""
    assert client.get(f"/welcome/{codes.normalise_code(secret('slip'))}").status_code == 410
    with app.app_context(), write_transaction():
        link = AccountToken(
            account_id=world.accounts[MEMBER],
            purpose=TokenPurpose.RESET,
            token_digest=codes.digest("ABCDEFGHJKMN"),
            expires_at=clock.now() + timedelta(hours=1),
        )
        db.session.add(link)
    assert client.get("/welcome/ABCDEFGHJKMN").status_code == 302
    assert show_code(app.test_client(), "ABCDEFGHJKMN").status_code == 422  # type: ignore[arg-type]


def test_looking_at_a_link_does_not_use_it_up(client: HouseClient, secret: Any) -> None:
    """Mail programs open links to look behind them."""
    link = f"/welcome/{secret('reset')}"
    assert [client.get(link).status_code for _time in range(3)] == [302, 302, 302]


def test_what_was_shown_is_remembered_for_half_an_hour(
    client: HouseClient, secret: Any, wait: Callable[..., None]
) -> None:
    show_code(client, secret("slip"))
    wait(minutes=29)
    assert client.get("/welcome").status_code == 200
    wait(minutes=2)
    assert client.get("/welcome").status_code == 410
    assert choose(client).status_code == 410
    assert not is_signed_in(client)


def test_a_link_dies_when_a_newer_one_is_made(client: HouseClient, secret: Any) -> None:
    old, new = secret("reset"), secret("reset")
    assert client.get(f"/welcome/{old}").status_code == 410
    assert client.get(f"/welcome/{new}").status_code == 302


@pytest.mark.parametrize("purpose", ["slip", "invitation", "reset"])
def test_every_secret_dies_when_the_password_changes(
    client: HouseClient, secret: Any, change: Change, purpose: str
) -> None:
    value = secret(purpose)
    change(lambda account: services.choose_password(account, passwords.hash_password(NEW)), MEMBER)
    if purpose == "slip":
        assert show_code(client, value).status_code == 422
    else:
        assert client.get(f"/welcome/{value}").status_code == 410


def test_a_secret_shown_before_it_died_chooses_nothing(client: HouseClient, secret: Any, change: Change) -> None:
    client.get(f"/welcome/{secret('reset')}")
    secret("reset")
    assert choose(client).status_code == 410
    assert change(lambda account: passwords.verify_password(account.password_hash, PASSWORD)[0], MEMBER)


def test_every_link_that_does_not_work_is_the_same_page(
    client: HouseClient, secret: Any, change: Change, wait: Callable[..., None]
) -> None:
    expired = secret("reset")
    wait(hours=2)
    used, closed = secret("invitation"), secret("reset", OTHER)
    change(lambda account: services.choose_password(account, passwords.hash_password(NEW)), MEMBER)
    change(services.deactivate_account, OTHER)
    slip, munged = secret("slip"), secret("reset")[:-1] + "!"
    links = [expired, closed, slip, slip.replace("-", ""), used, munged, "x" * 5000, "%00", "%ff%fe", "a%20b", "0"]
    answers = [client.get(f"/welcome/{link}?lang=fr") for link in links]
    assert {answer.status_code for answer in answers} == {410}
    assert len({re.sub(r"/welcome/[^?]*", "", without_tokens(answer.text)) for answer in answers}) == 1
    assert all(
        "Set-Cookie" not in answer.headers or "moucharaka=" not in answer.headers["Set-Cookie"] for answer in answers
    )


def test_of_two_at_once_only_one_redeems(app: Flask, world: World) -> None:
    with app.app_context():
        with write_transaction():
            services.make_secret(db.session.get_one(Account, world.accounts[MEMBER]), TokenPurpose.RESET, made_by=None)
            (token,) = db.session.query(AccountToken.id).filter_by(used_at=None)
        with write_transaction():
            services.redeem(token.id)
            with pytest.raises(LinkNoLongerWorks):
                services.redeem(token.id)
        db.session.remove()


def test_of_two_browsers_at_once_only_one_chooses(
    client: HouseClient, app: Flask, secret: Any, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one is done while the first one's password is hashed."""
    client.get(f"/welcome/{secret('reset')}")
    other, hash_password = copied(client, app), passwords.hash_password

    def hashed_slowly(password: str) -> str:
        monkeypatch.setattr(passwords, "hash_password", hash_password)
        with ThreadPoolExecutor(1) as another:
            assert another.submit(choose, other, "une autre phrase pour voir").result().location == "/"
        return hash_password(password)

    monkeypatch.setattr(passwords, "hash_password", hashed_slowly)
    assert choose(client).status_code == 410
    assert not is_signed_in(client)
    assert is_signed_in(other)
    assert not change(lambda account: passwords.verify_password(account.password_hash, NEW)[0], MEMBER)


@pytest.mark.parametrize(
    ("new", "repeated"),
    [
        ("court", None),
        ("a" * 14, None),
        ("a" * 129, None),
        (NEW, NEW + "!"),
        ("amina benali amina", None),
        ("0661000000 0661000000", None),
        ("coopérative el jadida", None),
        ("cooperer-c-est-partager", None),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_and_the_code_still_works(
    client: HouseClient, secret: Any, new: str, repeated: str | None
) -> None:
    code = secret("slip")
    show_code(client, code)
    answer = choose(client, new, repeated)
    assert answer.status_code == 422
    assert "wrong" in answer.text
    assert not is_signed_in(client)
    assert choose(client).location == "/"


def test_a_password_is_never_shown_again(client: HouseClient, secret: Any) -> None:
    show_code(client, secret("slip"))
    assert NEW not in choose(client, NEW, "something else entirely").text


def test_words_are_suggested_anew_each_time(client: HouseClient, secret: Any) -> None:
    show_code(client, secret("slip"))
    assert len({client.get("/welcome").text.split('id="suggestion">')[1].split("<")[0] for _time in range(3)}) == 3


def test_choosing_ends_every_session_and_tells_the_owner(
    client: HouseClient, sign_in: Any, secret: Any, outbox: Outbox
) -> None:
    elsewhere = sign_in(MEMBER)
    client.get(f"/welcome/{secret('reset')}")
    choose(client)
    assert not is_signed_in(elsewhere)
    assert outbox.only_mail()["To"] == MEMBER


def test_a_first_password_is_no_news(client: HouseClient, app: Flask, outbox: Outbox) -> None:
    with app.app_context(), write_transaction():
        account = services.create_account(services.Person(name_latin="New", email="new@el-jadida.example"))
        link = services.make_secret(account, TokenPurpose.INVITATION, made_by=None)
    client.get(f"/welcome/{link}")
    assert choose(client).location == "/"
    assert outbox.mails() == []


def test_the_ticket_dies_with_the_sign_in(client: HouseClient, app: Flask, secret: Any) -> None:
    show_code(client, secret("slip"))
    before = copied(client, app)
    choose(client)
    assert choose(before, "une autre phrase pour voir").status_code == 410


def test_without_a_link_there_is_nothing_to_choose(client: HouseClient) -> None:
    assert client.get("/welcome").status_code == 410
    assert choose(client).status_code == 410


def test_a_forged_ticket_is_not_believed(client: HouseClient, secret: Any) -> None:
    secret("reset")
    client.set_cookie("moucharaka", "eyJ3ZWxjb21lIjpbMSwyXX0.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert client.get("/welcome").status_code == 410
