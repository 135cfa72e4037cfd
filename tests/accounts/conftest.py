"""What tests of accounts share: a clock to move, the mail that was sent, the work that was done."""

from __future__ import annotations

import email
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.extensions import db
from app.kernel import clock, passwords
from app.kernel.transaction import write_transaction
from tests.support.client import HouseClient
from tests.support.world import TODAY

MORNING = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=UTC)
LINK = re.compile(r"http://localhost/welcome/(\S+)")


@pytest.fixture
def wait(app: Flask) -> Iterator[Callable[..., None]]:
    """`wait(hours=12)` lets that much time pass; it is nine in the morning."""
    clock.fix_today(None)
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield lambda **duration: traveller.shift(timedelta(**duration))


@dataclass
class Outbox:
    """The mails that were sent since the test began."""

    folder: Path

    def mails(self) -> list[EmailMessage]:
        files = sorted(self.folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        return [email.message_from_bytes(file.read_bytes(), policy=modern) for file in files]  # type: ignore[misc]

    def only_mail(self) -> EmailMessage:
        (mail,) = self.mails()
        return mail

    def link_token(self) -> str:
        """The secret of the newest link that was mailed."""
        found = LINK.search(self.mails()[-1].get_content())
        assert found, "no link in the mail"
        return found[1]


@pytest.fixture
def outbox(app: Flask) -> Outbox:
    folder = Path(app.config["DATA_DIR"]) / "outbox"
    shutil.rmtree(folder, ignore_errors=True)
    return Outbox(folder)


@dataclass
class Work:
    """SQL statements and hash verifications, in order."""

    statements: list[str] = field(default_factory=list)
    verifications: int = 0


@pytest.fixture
def measured(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """`with measured() as work:` writes down what is asked of the database and of argon2."""
    verify = passwords.verify_password

    @contextmanager
    def measure() -> Iterator[Work]:
        work = Work()

        def note_statement(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith("PRAGMA"):
                work.statements.append(re.sub(r"\s+", " ", statement))

        def counted(*arguments: Any) -> tuple[bool, bool]:
            work.verifications += 1
            return verify(*arguments)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note_statement)
        monkeypatch.setattr(passwords, "verify_password", counted)
        try:
            yield work
        finally:
            event.remove(engine, "before_cursor_execute", note_statement)
            monkeypatch.setattr(passwords, "verify_password", verify)

    return measure


@pytest.fixture
def change(app: Flask) -> Callable[..., Any]:
    """`change(lambda account: …, "manager@…")` runs a service on an account in a write transaction of its own."""

    def changed(action: Callable[[Account], Any], login: str) -> Any:
        with app.app_context(), write_transaction():
            account = db.session.query(Account).filter((Account.email == login) | (Account.phone == login)).one()
            return action(account)

    return changed


class Guesser(HouseClient):
    """Many requests whose pages other tests look at."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return FlaskClient.open(self, *args, **kwargs)


@pytest.fixture
def guesser(app: Flask) -> Guesser:
    return Guesser(app, app.response_class, use_cookies=True)


def copied(client: HouseClient, app: Flask) -> HouseClient:
    """Another browser that holds the same cookie."""
    thief = app.test_client()
    cookie = client.get_cookie("moucharaka")
    assert cookie is not None
    thief.set_cookie("moucharaka", cookie.value)
    assert isinstance(thief, HouseClient)
    return thief


def is_signed_in(client: HouseClient) -> bool:
    return client.get("/account").status_code == 200


def without_tokens(page: str) -> str:
    """A page without what differs each time it is shown: the form's token, suggested words, the name of a static file."""
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
    return re.sub(r'id="suggestion">[^<]*<', "", page)
