"""Asking for a link: the answer and the work are the same whoever asks, and the mail goes to the right person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts import letters, services
from app.accounts.models import Letter, LetterKind
from app.extensions import db
from app.kernel import clock, jobs
from app.kernel.transaction import write_transaction
from tests.accounts.conftest import Outbox
from tests.support.client import HouseClient

MANAGER, MEMBER = "manager@el-jadida.example", "member@el-jadida.example"
PHONE_ONLY = "+212600000001"
Change = Callable[..., Any]


def ask(client: HouseClient, login: str, number: int = 1, **more: Any) -> Any:
    return client.submit("/forgotten", {"login": login}, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"}, **more)


@pytest.fixture
def phone_only(app: Flask) -> None:
    with app.app_context(), write_transaction():
        services.create_account(services.Person(name_latin="Brahim", phone=PHONE_ONLY))


@pytest.mark.usefixtures("phone_only")
def test_everybody_gets_the_same_answer_for_the_same_work(
    client: HouseClient, measured: Callable[[], Any], change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account is looked for by the worker, after the answer has gone."""
    handed_over: list[tuple[Any, ...]] = []
    monkeypatch.setattr(jobs, "enqueue", lambda *call: handed_over.append(call[:2]))
    change(services.deactivate_account, "coach@el-jadida.example")
    seen = []
    for number, login in enumerate([MANAGER, "nobody-knows@el-jadida.example", "coach@el-jadida.example", "nonsense"]):
        with measured() as work:
            answer = ask(client, login, number)
        headers = {name: value for name, value in answer.headers if name != "Set-Cookie"}
        seen.append((answer.status_code, answer.data, headers, work.statements))
    assert all(one == seen[0] for one in seen)
    assert not any("account " in statement or "account." in statement for statement in seen[0][3])
    assert handed_over == [(services.SEND_LETTER, None)] * 4


def test_a_link_is_mailed_that_chooses_another_password(client: HouseClient, outbox: Outbox, app: Flask) -> None:
    assert ask(client, MANAGER).location == "/forgotten/asked"
    mail = outbox.only_mail()
    assert mail["To"] == MANAGER
    assert client.get(f"/welcome/{outbox.link_token()}").location == "/welcome"
    with app.app_context():
        assert db.session.query(Letter).count() == 0


def test_a_phone_number_finds_the_mail_too(client: HouseClient, outbox: Outbox) -> None:
    ask(client, "0661 00 00 00")
    assert outbox.only_mail()["To"] == MEMBER


@pytest.mark.usefixtures("phone_only")
@pytest.mark.parametrize("login", ["nobody-knows@el-jadida.example", PHONE_ONLY, "coach@el-jadida.example", "nonsense"])
def test_nobody_else_is_written_to(client: HouseClient, outbox: Outbox, change: Change, app: Flask, login: str) -> None:
    change(services.deactivate_account, "coach@el-jadida.example")
    ask(client, login)
    assert outbox.mails() == []
    with app.app_context():
        assert db.session.query(Letter).count() == 0


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_mail_speaks_the_language_of_the_page(
    client: HouseClient, outbox: Outbox, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    spoken = []
    write = letters.write
    monkeypatch.setattr(letters, "write", lambda draft: spoken.append(draft.languages) or write(draft))
    client.get(f"/forgotten?lang={language}")
    ask(client, MANAGER)
    assert spoken == [(language,)]


def test_the_mail_speaks_the_language_of_the_account_first(
    client: HouseClient, outbox: Outbox, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = []
    write = letters.write
    monkeypatch.setattr(letters, "write", lambda draft: spoken.append(draft.languages) or write(draft))
    change(lambda account: setattr(account, "language", "ar"), MANAGER)
    client.get("/forgotten?lang=fr")
    ask(client, MANAGER)
    assert spoken == [("ar",)]


@pytest.mark.parametrize("headers", [{"X-Forwarded-Host": "away.example"}, {"Forwarded": "host=away.example"}])
def test_the_link_points_here_whatever_the_request_says(
    client: HouseClient, outbox: Outbox, headers: dict[str, str]
) -> None:
    ask(client, MANAGER, headers=headers)
    text = outbox.only_mail().get_content()
    assert "http://localhost/welcome/" in text
    assert "away.example" not in outbox.only_mail().as_string()


def test_a_poisoned_host_sends_nothing(client: HouseClient, outbox: Outbox) -> None:
    assert ask(client, MANAGER, headers={"Host": "away.example"}).status_code == 400
    assert outbox.mails() == []


@pytest.mark.parametrize("login", [MANAGER, "nobody-knows@el-jadida.example"])
def test_three_links_in_half_an_hour_are_enough(client: HouseClient, login: str, wait: Callable[..., None]) -> None:
    assert [ask(client, login, number).status_code for number in range(3)] == [302] * 3
    assert ask(client, login, 50).status_code == 429
    wait(minutes=31)
    assert ask(client, login, 50).status_code == 302


def test_an_address_asks_for_ten_links_at_most(client: HouseClient) -> None:
    assert [ask(client, f"guess{number}@el-jadida.example").status_code for number in range(10)] == [302] * 10
    assert ask(client, MANAGER).status_code == 429


# --- The worker ---------------------------------------------------------------------------------------------------


def waiting(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Letter).count()


def sweep(app: Flask) -> None:
    with app.app_context():
        letters.send_waiting_letters()


def test_a_silent_mail_server_is_tried_again(
    client: HouseClient, app: Flask, outbox: Outbox, wait: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    send = letters.send_mail

    def refuse(*_mail: str) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(letters, "send_mail", refuse)
    assert ask(client, MANAGER).status_code == 302
    assert waiting(app) == 1
    monkeypatch.setattr(letters, "send_mail", send)
    sweep(app)
    assert outbox.mails() == [], "not before two minutes have passed"
    wait(minutes=3)
    sweep(app)
    assert client.get(f"/welcome/{outbox.link_token()}").status_code == 302
    assert waiting(app) == 0


def test_a_letter_that_was_never_handed_over_is_swept_up(
    client: HouseClient, app: Flask, outbox: Outbox, wait: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as lost:
        lost.setattr(jobs, "enqueue", lambda *_call: None)
        ask(client, MANAGER)
    wait(minutes=3)
    sweep(app)
    assert outbox.only_mail()["To"] == MANAGER


def test_a_letter_taken_by_one_worker_is_left_by_the_other(app: Flask, outbox: Outbox) -> None:
    with app.app_context():
        with write_transaction():
            letter = Letter(kind=LetterKind.RESET, login=MANAGER, taken_at=clock.now())
            db.session.add(letter)
            db.session.flush()
            letter_id = letter.id
        letters.send_letter(None, letter_id)
        assert outbox.mails() == []
        letters.send_letter(None, 12345)
        assert outbox.mails() == []


def test_a_letter_past_its_time_is_not_sent(app: Flask, outbox: Outbox, wait: Callable[..., None]) -> None:
    with app.app_context(), write_transaction():
        db.session.add(Letter(kind=LetterKind.RESET, login=MANAGER))
    wait(hours=1, minutes=1)
    sweep(app)
    assert outbox.mails() == []
    assert waiting(app) == 0
