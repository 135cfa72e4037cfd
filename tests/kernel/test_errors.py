"""Every failure has a page in the reader's language, with a number that the log has too, and nothing typed is lost."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, abort, request
from sqlalchemy import event, insert
from sqlalchemy.exc import DataError, IntegrityError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import TooManyRequests

from app.extensions import db
from app.kernel import clock
from app.kernel.jobs import WorkerHeartbeat
from tests.kernel.planted import application, plant
from tests.support.client import HouseClient
from tests.support.databases import TestDatabase

NUMBER = re.compile(r'class="code">([0-9a-f]{8})<')
TYPED = {
    "name": "Zerhouni",
    "note": "deux\nlignes",
    "password": "secret one",
    "new_password": "secret two",
    "code": "K7K7",
}


@pytest.fixture
def fresh(app: Flask, database: TestDatabase, data_folder: Path) -> Flask:
    """An application of its own, as it is served: what breaks becomes a page."""
    return application(database, data_folder, PROPAGATE_EXCEPTIONS=False)


def reading(client: HouseClient) -> HouseClient:
    client.reads_pages = True
    return client


def raise_(error: BaseException) -> Any:
    raise error


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 413, 429, 500, 503])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_error_is_a_page_of_the_house(fresh: Flask, code: int, language: str) -> None:
    client = reading(plant(fresh, get=lambda: abort(code)))
    answer = client.get(f"/planted?lang={language}")
    assert answer.status_code == code
    assert answer.headers["Content-Language"] == language


@pytest.mark.parametrize(("code", "page"), [(410, 400), (418, 400), (501, 500), (502, 500)])
def test_a_rare_error_has_the_page_of_its_kind(fresh: Flask, code: int, page: int) -> None:
    client = plant(fresh, get=lambda: abort(request.args.get("code", 400, type=int)))
    rare, usual = (client.get(f"/planted?code={number}") for number in (code, page))
    assert rare.status_code == code
    assert NUMBER.sub("", rare.text).replace(str(code), "") == NUMBER.sub("", usual.text).replace(str(page), "")


def test_the_number_on_the_page_is_in_the_log(fresh: Flask, caplog: pytest.LogCaptureFixture) -> None:
    answer = plant(fresh, get=lambda: 1 // 0).get("/planted")
    found = NUMBER.search(answer.text)
    assert found
    assert found[1] in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in answer.text
    assert "Traceback" not in answer.text


def test_scripts_are_answered_in_json(fresh: Flask) -> None:
    answer = plant(fresh, get=lambda: 1 // 0).get("/planted", headers={"Accept": "application/json"})
    assert answer.json is not None
    assert answer.json.keys() == {"error", "error_id"}
    assert answer.json["error"] == 500


def test_what_an_error_tells_the_browser_is_kept(fresh: Flask) -> None:
    client = plant(fresh, get=lambda: raise_(TooManyRequests(retry_after=60)))
    assert client.get("/planted").headers["Retry-After"] == "60"
    assert client.post("/planted/read", headers={"X-CSRFToken": client.csrf_token()}).allow == {
        "GET",
        "HEAD",
        "OPTIONS",
    }


def psycopg_read_only() -> InternalError:
    error = Exception("cannot execute INSERT in a read-only transaction")
    error.sqlstate = "25006"  # type: ignore[attr-defined]
    return InternalError("x", {}, error)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationalError("x", {}, Exception("database is locked")), 503),
        (NoFreeConnection("QueuePool limit"), 503),
        (psycopg_read_only(), 503),
        (StaleDataError("UPDATE statement on table 'member' expected to update 1 row(s)"), 409),
        (DataError("x", {}, Exception("NUL")), 500),
        (InternalError("x", {}, Exception("corrupt")), 500),
        (IntegrityError("x", {}, Exception("FOREIGN KEY constraint failed")), 500),
    ],
    ids=["locked", "no connection", "read-only", "stale", "data", "internal", "constraint"],
)
def test_trouble_is_told_from_faults(fresh: Flask, error: Exception, code: int) -> None:
    answer = plant(fresh, post=lambda: raise_(error)).submit("/planted", TYPED)
    assert answer.status_code == code
    assert answer.headers.get("Retry-After") == ("30" if code == 503 else None)


def test_what_is_taken_is_a_conflict(fresh: Flask) -> None:
    """Two at once: the second one's question found nothing, its insert does. On a real table, with a real error."""

    def save() -> str:
        row = {"name": "worker", "beat_at": clock.now()}
        db.session.execute(insert(WorkerHeartbeat), [row])
        db.session.execute(insert(WorkerHeartbeat), [row])
        return "never"

    answer = reading(plant(fresh, post=save)).submit("/planted", TYPED)
    assert answer.status_code == 409
    assert "Zerhouni" in answer.text


@pytest.mark.parametrize("code", [400, 409, 503])
def test_what_was_typed_is_shown_again_but_for_secrets(fresh: Flask, code: int) -> None:
    answer = reading(plant(fresh, post=lambda: abort(code))).submit("/planted?kind=a&b=c", TYPED)
    assert "Zerhouni" in answer.text
    assert "deux\nlignes" in answer.text
    assert "secret" not in answer.text
    assert "K7K7" not in answer.text


def test_what_was_typed_can_be_sent_again_to_the_same_address(fresh: Flask) -> None:
    locked = OperationalError("x", {}, Exception("database is locked"))
    client = plant(fresh, post=lambda: raise_(locked))
    answer = client.submit("/planted?kind=a&b=c", {**TYPED, "form_key": "k" * 20})
    assert '<form method="post" action="/planted?kind=a&amp;b=c">' in answer.text
    assert f'name="form_key" value="{"k" * 20}"' in answer.text
    assert answer.headers["Retry-After"] == "30"


def test_what_was_typed_is_escaped(fresh: Flask) -> None:
    hostile = "\"'><img src=x onerror=alert(1)></textarea><script>alert(2)</script>"
    answer = reading(plant(fresh, post=lambda: abort(503))).submit("/planted", {"name": hostile, hostile: "x"})
    assert "<img" not in answer.text
    assert "<script>" not in answer.text


def test_an_address_that_looks_like_another_site_stays_here(fresh: Flask) -> None:
    for path in ("//evil.example/x", "/\\evil.example/x", "//evil.example%2f.."):
        page = fresh.test_client().get("/", environ_overrides={"PATH_INFO": path}).text
        assert not re.search(r'(?:href|action)="(?:/[/\\]|\\|http)', page), path


def test_an_error_page_asks_nothing_of_the_database(fresh: Flask) -> None:
    """Else it could not be shown when the database is away."""
    client = plant(fresh, get=lambda: abort(500))

    def refuse(*_arguments: Any, **_options: Any) -> None:
        raise AssertionError("a question to the database")

    with fresh.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        assert client.get("/planted").status_code == 500
        assert client.get("/no-such-page").status_code == 404
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


def test_a_body_too_large_is_refused_before_it_is_read(fresh: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client = plant(fresh, post=lambda: "never")
    for size in (fresh.config["MAX_FORM_MEMORY_SIZE"] + 1, fresh.config["MAX_CONTENT_LENGTH"] + 1):
        answer = client.post("/planted", data={"note": "x" * size})
        assert answer.status_code == 413


def test_what_was_typed_is_said_in_the_words_of_its_form(fresh: Flask) -> None:
    """The reader's words for each field, none for what only machines read, and no secret whatever it is called."""
    sale = {
        "kind": "sale",
        "day": "2026-08-10",
        "amount_minor": "1250,50",
        "party": "Madame Sabah",
        "paid": "full",
        "version": "7",
    }
    busy = plant(fresh, post=lambda: abort(503))
    for language, words in (
        ("fr", ["Jour", "Montant", "Client"]),
        ("ar", ["اليوم", "المبلغ", "الزبون"]),
    ):
        page = reading(busy).submit(f"/planted?lang={language}", {**sale, "description": "Nappes", "note": ""}).text
        facts = page[page.index("<dl") : page.index("</dl>")]
        assert re.findall(r"<dt>([^<]*)</dt>", facts)[:3] == words
        assert "Madame Sabah" in facts
        assert not re.search(r"amount.minor|party|version|>7<|sale", facts)
    signatory = {"name_latin": "Nour", "name_arabic": "نور", "quality_fr": "gérante", "quality_ar": "مسيرة", "sex": "F"}
    page = busy.submit("/planted?lang=fr", signatory).text
    assert "<dt>Sexe</dt><dd><bdi>Femme</bdi></dd>" in page
    page = busy.submit("/planted?lang=fr", {"current_password": "hidden one", "new_password": "hidden one"}).text
    assert "hidden one" not in page
    assert "<dl" not in page
