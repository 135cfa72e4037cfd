"""One's own account: password, devices, language, roles."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Account, LoginSession
from app.extensions import db
from app.kernel import passwords
from tests.accounts.conftest import Outbox, copied, is_signed_in
from tests.support.client import HouseClient
from tests.support.world import PASSWORD, World

COACH, MEMBER = "coach@el-jadida.example", "member@el-jadida.example"
NEW = "sept lampes dansent au grenier"
SignIn = Callable[[str], HouseClient]


def change(client: HouseClient, current: str = PASSWORD, new: str = NEW, repeated: str | None = None) -> Any:
    sent = {"current_password": current, "new_password": new, "repeated_password": repeated or new}
    return client.submit("/account/password", sent)


def sessions_of(app: Flask, world: World, email: str) -> list[int]:
    with app.app_context():
        mine = db.session.query(LoginSession).filter_by(account_id=world.accounts[email], ended_at=None)
        return [session.id for session in mine.order_by(LoginSession.id)]


def test_it_says_who_one_is_and_where_one_has_access(sign_in: SignIn) -> None:
    page = sign_in(MEMBER).get("/account").text
    assert "Amina Benali" in page
    assert "أمينة بنعلي" in page
    assert MEMBER in page
    assert "/o/el-jadida/" in page
    assert "/o/ras-jebel/" not in page


def test_a_changed_password_signs_out_every_other_device(
    sign_in: SignIn, client: HouseClient, app: Flask, outbox: Outbox
) -> None:
    here, elsewhere = sign_in(COACH), sign_in(COACH)
    before = copied(here, app)
    assert change(here).location == "/account"
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(before), "the token is a new one here too"
    assert client.submit("/login", {"login": COACH, "password": PASSWORD}).status_code == 422
    assert client.submit("/login", {"login": COACH, "password": NEW}).location == "/"
    assert outbox.only_mail()["To"] == COACH


@pytest.mark.parametrize(
    ("current", "new", "repeated"),
    [("wrong", NEW, None), (PASSWORD, NEW, NEW + "!"), (PASSWORD, "court", None), (PASSWORD, "a" * 129, None)],
)
def test_a_refused_change_changes_nothing(sign_in: SignIn, current: str, new: str, repeated: str | None) -> None:
    here, elsewhere = sign_in(COACH), sign_in(COACH)
    assert change(here, current, new, repeated).status_code == 422
    assert is_signed_in(elsewhere)
    assert change(here).location == "/account"


def test_of_two_changes_at_once_only_one_counts(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one is done while the first one's password is hashed."""
    here, elsewhere, hash_password = sign_in(COACH), sign_in(COACH), passwords.hash_password

    def hashed_slowly(password: str) -> str:
        monkeypatch.setattr(passwords, "hash_password", hash_password)
        with ThreadPoolExecutor(1) as another:
            assert another.submit(change, elsewhere, new="une autre phrase pour voir").result().location == "/account"
        return hash_password(password)

    monkeypatch.setattr(passwords, "hash_password", hashed_slowly)
    assert change(here).status_code == 422
    assert not is_signed_in(here)
    assert is_signed_in(elsewhere)


def test_the_current_password_is_guessed_ten_times_at_most(sign_in: SignIn) -> None:
    client = sign_in(COACH)
    assert [change(client, "wrong").status_code for _time in range(10)] == [422] * 10
    assert change(client).status_code == 429


def test_a_phone_kept_signed_in_stays_so_after_a_change(client: HouseClient, wait: Callable[..., None]) -> None:
    client.submit("/login", {"login": MEMBER, "password": PASSWORD, "keep_signed_in": "y"})
    change(client)
    wait(days=29)
    assert is_signed_in(client)


def test_ones_devices_are_listed_and_this_one_is_marked(client: HouseClient, sign_in: SignIn) -> None:
    sign_in(COACH)
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
    client.submit("/login", {"login": COACH, "password": PASSWORD})
    page = client.get("/account").text
    assert "Firefox, Android" in page
    assert page.count('/end"') == 1, "the other device can be signed out; this one signs out from the menu"


def test_nobody_elses_devices_are_listed(sign_in: SignIn) -> None:
    sign_in(MEMBER)
    page = sign_in(COACH).get("/account").text
    assert page.count('/end"') == 0


def test_a_device_is_signed_out_from_another(sign_in: SignIn, app: Flask, world: World) -> None:
    here, elsewhere = sign_in(COACH), sign_in(COACH)
    other = sessions_of(app, world, COACH)[1]
    assert here.submit(f"/account/sessions/{other}/end").location == "/account"
    assert not is_signed_in(elsewhere)
    assert is_signed_in(here)
    assert here.submit(f"/account/sessions/{other}/end").status_code == 404


def test_ending_this_session_signs_out(sign_in: SignIn, app: Flask, world: World) -> None:
    here = sign_in(COACH)
    (mine,) = sessions_of(app, world, COACH)
    assert here.submit(f"/account/sessions/{mine}/end").location == "/login"
    assert not is_signed_in(here)


def test_nobody_ends_somebody_elses_session(sign_in: SignIn, app: Flask, world: World) -> None:
    here, victim = sign_in(COACH), sign_in(MEMBER)
    (theirs,) = sessions_of(app, world, MEMBER)
    foreign, unknown = here.submit(f"/account/sessions/{theirs}/end"), here.submit("/account/sessions/12345/end")
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert is_signed_in(victim)


def test_every_other_device_is_signed_out_at_once(sign_in: SignIn) -> None:
    here, elsewhere, somebody = sign_in(COACH), sign_in(COACH), sign_in(MEMBER)
    assert here.submit("/account/sessions/end-others").location == "/account"
    assert [is_signed_in(client) for client in (here, elsewhere, somebody)] == [True, False, True]


def language_of(app: Flask, world: World, email: str) -> str | None:
    with app.app_context():
        return db.session.get_one(Account, world.accounts[email]).language


def test_the_language_is_chosen_and_kept(sign_in: SignIn, app: Flask, world: World) -> None:
    here, elsewhere = sign_in(COACH), sign_in(COACH)
    answer = here.submit("/account/language", {"language": "ar"})
    assert answer.location == "/account?lang=ar"
    assert '<html lang="ar" dir="rtl"' in here.get(answer.location).text
    assert '<html lang="ar" dir="rtl"' in elsewhere.get("/account").text
    assert language_of(app, world, COACH) == "ar"
    assert here.submit("/account/language", {"language": "en"}).status_code == 422
    assert language_of(app, world, COACH) == "ar"


def test_a_language_chosen_before_signing_in_is_remembered(client: HouseClient, app: Flask, world: World) -> None:
    client.get("/login?lang=ar")
    client.submit("/login", {"login": COACH, "password": PASSWORD})
    assert language_of(app, world, COACH) == "ar"


def test_a_language_chosen_on_a_page_is_remembered_with_the_next_write(
    sign_in: SignIn, app: Flask, world: World
) -> None:
    client = sign_in(COACH)
    client.get("/account?lang=ar")
    client.get("/account")
    assert language_of(app, world, COACH) is None, "reading writes nothing"
    client.submit("/account/sessions/end-others")
    assert language_of(app, world, COACH) == "ar"


def test_a_language_nobody_chose_changes_nothing(sign_in: SignIn, app: Flask, world: World) -> None:
    client = sign_in(COACH)
    client.set_cookie("lang", "xx")
    client.submit("/account/sessions/end-others")
    assert language_of(app, world, COACH) is None
