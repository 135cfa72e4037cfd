"""Signing in: what is accepted, what it tells a stranger (nothing), and how many guesses it allows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from app.accounts import services, signing_in
from app.accounts.errors import DoesNotMatch
from app.accounts.models import Account, LoginSession, TokenPurpose
from app.extensions import db
from app.kernel import passwords, throttle
from app.kernel.audit import NetworkEvent
from app.kernel.transaction import write_transaction
from tests.accounts.conftest import Guesser, is_signed_in, without_tokens
from tests.conftest import make_app
from tests.support.client import HouseClient
from tests.support.world import PASSWORD, World

if TYPE_CHECKING:
    from tests.support.databases import TestDatabase

MANAGER, MEMBER, PHONE = "manager@el-jadida.example", "member@el-jadida.example", "+212661000000"
LARGEST_FORM = 512 * 1024  # bytes: a longer one is refused before it is read
WRONG = "ce n'est pas la bonne phrase"


def try_to(client: HouseClient, login: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.submit("/login", {"login": login, "password": password}, **more)


def from_address(number: int) -> dict[str, Any]:
    return {"environ_base": {"REMOTE_ADDR": f"198.51.100.{number}"}}


@pytest.fixture
def closed_and_new(change: Callable[..., Any], app: Flask) -> None:
    """`coach@` is closed; `new@` and +212600000001 have no password yet."""
    change(services.deactivate_account, "coach@el-jadida.example")
    with app.app_context(), write_transaction():
        services.create_account(services.Person(name_latin="New", email="new@el-jadida.example", phone="+212600000001"))


@pytest.mark.parametrize(
    "login",
    [
        MEMBER,
        f"  {MEMBER.upper()} ",
        PHONE,
        "0661 00 00 00",
        "06-61-00-00-00",
        "00212 661 000 000",
        "٠٦٦١٠٠٠٠٠٠",
        "212661000000",
    ],
)
def test_a_login_is_understood_as_people_write_it(client: HouseClient, login: str) -> None:
    answer = try_to(client, login)
    assert (answer.status_code, answer.location) == (302, "/")
    assert is_signed_in(client)


def test_the_language_button_keeps_what_was_typed_and_tries_nothing(
    client: HouseClient, measured: Callable[[], Any]
) -> None:
    with measured() as work:
        try_to(client, MANAGER, WRONG)
        refused = work.verifications
        answer = client.submit("/login", {"login": MANAGER, "password": WRONG, "next": "/account", "_lang": "ar"})
    assert (refused, work.verifications) == (1, 1)
    assert '<html lang="ar" dir="rtl"' in answer.text
    assert f'value="{MANAGER}"' in answer.text
    assert 'name="next" value="/account"' in answer.text
    assert WRONG not in answer.text
    assert "note bad" not in answer.text


REFUSED = [
    (MANAGER, WRONG),
    ("nobody-knows@el-jadida.example", PASSWORD),
    ("coach@el-jadida.example", PASSWORD),  # closed
    ("new@el-jadida.example", PASSWORD),  # without a password
    ("not a login at all", PASSWORD),
]
REFUSED_PHONES = [("0661 00 00 00", WRONG), ("0661 00 00 99", PASSWORD), ("0600 00 00 01", PASSWORD)]


@pytest.mark.usefixtures("closed_and_new")
def test_every_refusal_is_the_same_page(client: HouseClient) -> None:
    pages = set()
    for login, password in REFUSED + REFUSED_PHONES:
        answer = try_to(client, login, password)
        assert answer.status_code == 422
        assert not is_signed_in(client)
        pages.add(without_tokens(answer.text).replace(login, "LOGIN"))
    assert len(pages) == 1


@pytest.mark.usefixtures("closed_and_new")
@pytest.mark.parametrize("attempts", [REFUSED, REFUSED_PHONES], ids=["e-mail", "phone"])
def test_every_refusal_is_the_same_work(
    client: HouseClient, measured: Callable[[], Any], attempts: list[tuple[str, str]]
) -> None:
    """Same statements, same number of hash verifications: what time tells follows from them."""
    try_to(client, *attempts[0])  # what is done once for all is done
    seen = []
    for login, password in attempts:
        with measured() as work:
            try_to(client, login, password)
        seen.append((work.verifications, work.statements))
    assert seen[0][0] == (1 if attempts is REFUSED else 2), "one for each number that the login may mean"
    assert all(one == seen[0] for one in seen)


@pytest.mark.usefixtures("closed_and_new")
def test_an_unknown_login_costs_a_whole_hash(client: HouseClient, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = []
    hasher = passwords._hasher(passwords.settings.cost)
    monkeypatch.setattr(type(hasher), "verify", lambda _self, kept, _typed: hashes.append(kept) or False)
    for login, password in REFUSED:
        try_to(client, login, password)
    assert len(hashes) == len(REFUSED)
    assert all(kept.startswith("$argon2id$") for kept in hashes)


def test_no_lock_is_held_while_hashing(client: HouseClient, monkeypatch: pytest.MonkeyPatch) -> None:
    held = []

    def verify(*_arguments: Any) -> tuple[bool, bool]:
        held.append(db.session().in_transaction())
        return False, False

    monkeypatch.setattr(passwords, "verify_password", verify)
    try_to(client, MANAGER)
    assert held == [False]


@pytest.mark.parametrize("length", [129, 1_000_000])
def test_an_overlong_password_is_refused_before_any_work(
    client: HouseClient, measured: Callable[[], Any], length: int
) -> None:
    with measured() as work:
        assert try_to(client, MANAGER, "a" * length).status_code == (413 if length > LARGEST_FORM else 422)
    assert (work.verifications, work.statements) == (0, [])


def test_a_planted_cookie_is_not_adopted(client: HouseClient) -> None:
    with client.session_transaction() as session:
        session["_user_id"], session["planted"] = "known to somebody else", "yes"
    assert not is_signed_in(client)
    try_to(client, MANAGER)
    with client.session_transaction() as session:
        assert session["_user_id"] != "known to somebody else"
        assert "planted" not in session


def test_each_session_has_a_token_of_its_own_and_only_its_digest_is_kept(client: HouseClient, app: Flask) -> None:
    tokens = set()
    for _time in range(2):
        try_to(client, MANAGER)
        with client.session_transaction() as session:
            tokens.add(session["_user_id"])
            assert set(session) <= {"_user_id", "_permanent", "csrf_token"}
    assert len(tokens) == 2
    assert all(len(token) == 43 for token in tokens)
    with app.app_context():
        kept = {session.token_digest for session in db.session.query(LoginSession)}
        assert not tokens & kept


def test_signing_in_again_ends_the_session_this_browser_had(client: HouseClient, app: Flask) -> None:
    try_to(client, MANAGER)
    try_to(client, MEMBER)
    with app.app_context():
        left = db.session.query(LoginSession).filter_by(ended_at=None).count()
        assert left == 1


def test_the_cookie_is_shut_to_scripts_and_other_sites(client: HouseClient) -> None:
    cookie = try_to(client, MANAGER).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_both_outcomes_are_written_down(client: HouseClient, app: Flask, world: World) -> None:
    try_to(client, MANAGER, WRONG)
    try_to(client, MANAGER)
    with app.app_context():
        events = db.session.query(NetworkEvent).order_by(NetworkEvent.id.desc()).limit(2).all()
        assert [event.action for event in events] == ["account.signed_in", "account.sign_in_refused"]
        assert {event.subject_id for event in events} == {world.accounts[MANAGER]}


def test_a_hash_of_another_cost_is_made_anew(client: HouseClient, app: Flask, change: Callable[..., Any]) -> None:
    cost = passwords.settings.cost
    passwords.settings.cost = passwords.HashingCost(passes=2, memory_kib=16)
    try:
        change(lambda account: setattr(account, "password_hash", passwords.hash_password(PASSWORD)), MANAGER)
    finally:
        passwords.settings.cost = cost
    assert try_to(client, MANAGER).status_code == 302
    assert change(lambda account: passwords.verify_password(account.password_hash, PASSWORD), MANAGER) == (True, False)


def take_another_password(account: Account) -> None:
    services.choose_password(account, passwords.hash_password(WRONG))


@pytest.mark.parametrize("happen", [take_another_password, services.deactivate_account])
def test_what_happened_since_the_proof_counts(app: Flask, happen: Callable[[Account], None]) -> None:
    browser = signing_in.Browser(address="198.51.100.1", device="")
    with app.app_context():
        proof = signing_in.prove(MANAGER, PASSWORD, browser=browser)
        with write_transaction():
            happen(db.session.get_one(Account, proof.account_id))
        with pytest.raises(DoesNotMatch):
            signing_in.enter(proof, browser=browser, keep=False)
        db.session.remove()


# --- Guessing -----------------------------------------------------------------------------------------------------


def test_ten_wrong_guesses_close_an_account_for_five_minutes(guesser: Guesser, wait: Callable[..., None]) -> None:
    for number in range(10):
        assert try_to(guesser, MANAGER, WRONG, **from_address(number)).status_code == 422
    answer = try_to(guesser, MANAGER, **from_address(50))
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 300
    wait(minutes=5, seconds=1)
    assert try_to(guesser, MANAGER, **from_address(50)).status_code == 302


def test_an_unknown_login_is_closed_the_same_way(guesser: Guesser) -> None:
    for number in range(10):
        try_to(guesser, "nobody-knows@el-jadida.example", WRONG, **from_address(number))
    assert try_to(guesser, "nobody-knows@el-jadida.example", WRONG, **from_address(50)).status_code == 429


def test_other_writings_of_a_number_are_no_other_account(guesser: Guesser) -> None:
    for number, login in enumerate(["0661000000", "+212 661 00 00 00", "00212661000000", "06.61.00.00.00", PHONE] * 2):
        assert try_to(guesser, login, WRONG, **from_address(number)).status_code == 422
    assert try_to(guesser, PHONE, **from_address(50)).status_code == 429


def test_guesses_at_one_account_leave_the_others_open(guesser: Guesser) -> None:
    for number in range(10):
        try_to(guesser, MANAGER, WRONG, **from_address(number))
    assert try_to(guesser, MEMBER, **from_address(50)).status_code == 302


def test_an_address_has_its_own_limit(guesser: Guesser) -> None:
    for number in range(throttle.SIGN_IN_ADDRESS.attempts):
        try_to(guesser, f"guess{number}@el-jadida.example", WRONG, **from_address(1))
    assert try_to(guesser, MANAGER, **from_address(1)).status_code == 429
    assert try_to(guesser, MANAGER, **from_address(2)).status_code == 302


def test_ones_own_account_does_not_reset_the_address(guesser: Guesser, app: Flask) -> None:
    for number in range(throttle.SIGN_IN_ADDRESS.attempts):
        assert try_to(guesser, f"guess{number}@el-jadida.example", WRONG, **from_address(1)).status_code == 422
        if number % 10 == 5:
            assert try_to(app.test_client(), MEMBER, **from_address(1)).status_code == 302  # type: ignore[arg-type]
    assert try_to(guesser, MANAGER, **from_address(1)).status_code == 429


def test_a_right_password_forgets_the_wrong_ones(guesser: Guesser) -> None:
    for _round in range(3):
        for number in range(9):
            assert try_to(guesser, MANAGER, WRONG, **from_address(number)).status_code == 422
        assert try_to(guesser, MANAGER, **from_address(50)).status_code == 302


def test_a_twin_number_abroad_is_not_forgiven_with_ones_own(guesser: Guesser, app: Flask) -> None:
    """0661 00 00 00 may be Moroccan or Algerian: signing in with one forgives no guess at the other."""
    with app.app_context(), write_transaction():
        twin = services.create_account(services.Person(name_latin="Twin", phone="+213661000000"))
        services.choose_password(twin, passwords.hash_password("quatre chaises vertes au plafond"))
    for number in range(9):
        try_to(guesser, "0661000000", WRONG, **from_address(number))
    assert try_to(guesser, "0661000000", "quatre chaises vertes au plafond", **from_address(50)).status_code == 302
    assert try_to(app.test_client(), PHONE, WRONG, **from_address(51)).status_code == 429  # type: ignore[arg-type]


def test_a_forwarded_address_gains_nothing(guesser: Guesser) -> None:
    for number in range(throttle.SIGN_IN_ADDRESS.attempts):
        headers = {"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": f"for=203.0.113.{number}"}
        try_to(guesser, f"guess{number}@el-jadida.example", WRONG, headers=headers, **from_address(1))
    answer = try_to(guesser, MANAGER, headers={"X-Forwarded-For": "203.0.113.99"}, **from_address(1))
    assert answer.status_code == 429


def test_a_neighbouring_ipv6_address_is_the_same_guesser() -> None:
    assert throttle.address_group("2001:db8:77:1::1") == throttle.address_group("2001:db8:77:ffff::2")
    assert throttle.address_group("2001:db8:78::1") != throttle.address_group("2001:db8:77::1")
    assert throttle.address_group("::ffff:198.51.100.7") == "198.51.100.7" == throttle.address_group("198.51.100.7")
    assert throttle.address_group(None) == throttle.address_group("not an address") == ""


def test_an_attempt_that_must_wait_is_not_counted(app: Flask) -> None:
    """Else whoever keeps trying would never get in again, and an attacker could keep the owner out for ever."""
    asked = (throttle.SIGN_IN_ACCOUNT, "somebody")
    with app.app_context(), write_transaction():
        assert [throttle.admit(asked) for _time in range(10)] == [0] * 10
        assert all(throttle.admit(asked, (throttle.SIGN_IN_ADDRESS, "198.51.100.1")) for _time in range(5))
        db.session.flush()
        assert db.session.query(throttle.Attempt).count() == 10


def test_another_process_counts_the_same_guesses(guesser: Guesser, database: TestDatabase, data_folder: Path) -> None:
    for number in range(10):
        try_to(guesser, MANAGER, WRONG, **from_address(number))
    other = make_app(database.url, data_folder).test_client()
    assert try_to(other, MANAGER, **from_address(50)).status_code == 429  # type: ignore[arg-type]


def test_guesses_sent_at_once_are_counted_one_by_one(app: Flask, measured: Callable[[], Any]) -> None:
    def guess(number: int) -> int:
        return int(try_to(Guesser(app, app.response_class), MANAGER, WRONG, **from_address(number)).status_code)

    with measured() as work, ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(guess, range(24)))
    assert answers == [422] * 10 + [429] * 14
    assert work.verifications == 10


def test_codes_are_guessed_no_more_often_than_passwords(
    guesser: Guesser, change: Callable[..., Any], wait: Callable[..., None]
) -> None:
    code = change(lambda account: services.make_secret(account, TokenPurpose.SLIP, made_by=None), MEMBER)
    for number in range(10):
        try_to(guesser, MEMBER, "ABCD-EFGH-JKMN", **from_address(number))
    assert try_to(guesser, MEMBER, code, **from_address(50)).status_code == 429
    wait(minutes=6)
    assert try_to(guesser, MEMBER, code, **from_address(50)).location == "/welcome"


def test_sessions_last_a_working_day(client: HouseClient, wait: Callable[..., None]) -> None:
    client.submit("/login", {"login": MANAGER, "password": PASSWORD, "keep_signed_in": "y"})
    wait(hours=11, minutes=59)
    assert is_signed_in(client)
    wait(minutes=2)
    assert not is_signed_in(client)


def test_an_entrepreneur_may_keep_their_phone_signed_in_for_a_month(
    client: HouseClient, wait: Callable[..., None]
) -> None:
    answer = client.submit("/login", {"login": MEMBER, "password": PASSWORD, "keep_signed_in": "y"})
    assert "Expires" in answer.headers["Set-Cookie"]
    wait(days=29, hours=23)
    assert is_signed_in(client)
    wait(hours=2)
    assert not is_signed_in(client)


def test_a_phone_is_not_kept_unless_asked(client: HouseClient, wait: Callable[..., None]) -> None:
    try_to(client, MEMBER)
    wait(hours=13)
    assert not is_signed_in(client)


def test_a_session_says_when_it_was_last_seen(client: HouseClient, app: Flask, wait: Callable[..., None]) -> None:
    try_to(client, MANAGER)
    wait(hours=1)
    assert is_signed_in(client)
    with app.app_context():
        session = db.session.query(LoginSession).order_by(LoginSession.id.desc()).first()
        assert session is not None
        assert session.last_seen_at - session.started_at == timedelta(hours=1)
