"""A form sent twice takes effect once; the same key with other content is refused (P25)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.activity.models import ActivityRecord
from app.extensions import db
from app.kernel import clock, submissions
from app.kernel.submissions import Submission
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from tests.support.databases import TestDatabase
from tests.support.fingerprint import fingerprint
from tests.support.forms import FORMS, Sender
from tests.support.life import Life

KEY = "Q" * 24
CREATES = (
    "admission",
    "support",
    "work",
    "sale",
    "expense",
    "signatory",
    "new word",
    "invitation",
    "organisation",
    "issue",
    "first manager",
)
pytestmark = pytest.mark.usefixtures("quick_papers")


@pytest.fixture
def sender(lived_in: Flask, life: Life) -> Sender:
    return Sender(lived_in, life, life.world.home)


def records(app: Flask, life: Life) -> int:
    with app.app_context(), organisation_scope(life.world.home.id):
        counted = db.session.scalar(select(func.count()).select_from(ActivityRecord)) or 0
        db.session.rollback()
    return counted


@pytest.mark.parametrize("name", CREATES)
def test_each_form_that_creates_something_carries_a_key(sender: Sender, name: str) -> None:
    path = sender.path(name)
    shown = sender.client(name).get(path) if name != "issue" else sender.send("preview")
    assert 'name="form_key" value="' in shown.text, path


@pytest.mark.parametrize("name", FORMS)
def test_sent_twice_it_leads_where_it_led(sender: Sender, lived_in: Flask, name: str) -> None:
    data = sender.data(name)
    first = sender.send(name, **data, form_key=KEY)
    assert first.status_code == FORMS[name].accepted
    before = fingerprint(lived_in)
    again = sender.send(name, **data, form_key=KEY)
    assert again.status_code == 302
    assert again.location == (first.location or sender.path(name).partition("?")[0])
    assert fingerprint(lived_in) == before


def test_the_same_key_with_other_content_is_refused(sender: Sender, lived_in: Flask, life: Life) -> None:
    assert sender.send("sale", form_key=KEY).status_code == 302
    count = records(lived_in, life)
    other = sender.send("sale", form_key=KEY, description="Trois nappes")
    assert other.status_code == 409
    assert "Trois nappes" in other.text
    assert sender.send("expense", form_key=KEY).status_code == 409, "at another address"
    assert records(lived_in, life) == count


def test_a_refused_form_keeps_its_key(sender: Sender, lived_in: Flask, life: Life) -> None:
    """What was refused left nothing: corrected, it is sent with the key it was shown with."""
    refused = sender.send("sale", form_key=KEY, amount_minor="-3")
    assert refused.status_code == 422
    assert f'name="form_key" value="{KEY}"' in refused.text
    assert sender.send("sale", form_key=KEY).status_code == 302


def test_keys_are_of_one_account(sender: Sender, lived_in: Flask, life: Life) -> None:
    assert sender.send("sale", form_key=KEY).status_code == 302
    assert sender.send("signatory", form_key=KEY).status_code == 302, "the manager's own"


@pytest.mark.parametrize(
    "key",
    ["", "short", "x" * 65, "with\x00null" + "x" * 20, "é" * 20, "<script>aaaaaaaaaaaa", "'; DROP TABLE x --aaaa"],
)
def test_what_is_no_key_of_ours_is_no_key(sender: Sender, lived_in: Flask, life: Life, key: str) -> None:
    count = records(lived_in, life)
    for turn in (1, 2):
        assert sender.send("sale", form_key=key).status_code == 302
        assert records(lived_in, life) == count + turn


def test_without_a_key_the_same_is_two(sender: Sender, lived_in: Flask, life: Life) -> None:
    """Two equal expenses on a day are two expenses."""
    count = records(lived_in, life)
    sender.send("expense")
    sender.send("expense")
    assert records(lived_in, life) == count + 2


def test_of_many_at_once_one_takes_effect(sender: Sender, lived_in: Flask, life: Life) -> None:
    count, data = records(lived_in, life), sender.data("sale")

    def send(_turn: int) -> tuple[int, str | None]:
        answer = sender.send("sale", **data, form_key=KEY)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(20)))
    assert len(answers) == 1, answers
    assert answers.pop()[0] == 302
    assert records(lived_in, life) == count + 1


def test_the_language_button_uses_no_key_up(sender: Sender, lived_in: Flask, life: Life) -> None:
    shown = sender.send("sale", form_key=KEY, _lang="ar")
    assert shown.status_code == 422
    assert "Madame Sabah" in shown.text
    assert sender.send("sale", form_key=KEY).status_code == 302


def test_keys_are_forgotten_after_a_month(sender: Sender, lived_in: Flask, database: TestDatabase) -> None:
    assert sender.send("sale", form_key=KEY).status_code == 302
    with lived_in.app_context():
        for age, kept in ((29, True), (31, False)):
            with write_transaction():
                received = {"received_at": clock.now() - timedelta(days=age)}
                db.session.execute(update(Submission).where(Submission.key == KEY).values(**received))
                submissions.forget_old_submissions()
            left = db.session.scalar(select(func.count()).where(Submission.key == KEY))
            db.session.rollback()
            assert bool(left) is kept


def test_a_key_is_drawn_anew_for_each_form(lived_in: Flask) -> None:
    drawn: set[Any] = set()
    for _turn in range(50):
        with lived_in.test_request_context():
            drawn.add(submissions.form_key())
    assert len(drawn) == 50
    assert all(submissions.FORM_KEY.fullmatch(key) for key in drawn)
