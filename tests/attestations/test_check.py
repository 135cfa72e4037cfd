"""The public check: what strangers read of a paper, and what they can never find out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app.attestations import queries, services
from app.attestations.models import Attestation, AttestationCheckCount
from app.attestations.rules import parse_number
from app.extensions import db
from app.kernel import clock
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from tests.attestations.conftest import Issue
from tests.support.client import HouseClient
from tests.support.world import TODAY, World

Row = Callable[..., dict[str, Any]]
UNKNOWN_TOKEN = "A" * 26
PRIVATE = (
    "Amina",
    "Benali",
    "أمينة",
    "بنعلي",
    "MX100200",
    "661000000",
    "Azemmour",
    "Couture",
    "dossier bancaire",
    "Belkacemi",
)
PRIVATE_REASON = "Kanarienvogel"


def revoke(app: Flask, world: World, attestation_id: int) -> None:
    by = world.accounts["manager@el-jadida.example"]
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        attestation = db.session.get_one(Attestation, (world.home.id, attestation_id))
        services.revoke(attestation, reason=PRIVATE_REASON, by_account_id=by)


def visible(page: str) -> str:
    """The page without what is not of it: tokens of forms and the address itself."""
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
    return re.sub(r"/check/[^\"?]*", "/check/…", page)


def checks(app: Flask, world: World, attestation_id: int) -> int:
    with app.app_context(), organisation_scope(world.home.id):
        counted = db.session.get_one(AttestationCheckCount, (world.home.id, attestation_id)).count
        db.session.rollback()
    return counted


def test_a_genuine_paper_says_so(client: HouseClient, issue: Issue, row: Row) -> None:
    issued = row(issue())
    answer = client.get(f"/check/{issued['token']}")
    assert answer.status_code == 200
    main = answer.text.split("<main")[1]
    assert 'class="note ok"' in main
    for said in ("ELJ-2026-00001", "A. B.", "أ. ب.", "18 novembre 2026", "18 février 2027", issued["issuer_name_ar"]):
        assert said in main
    assert "Coopérative des Entrepreneurs Solidaires" in main
    assert "http://localhost/check" in main


def test_number_and_code_do_as_well_as_the_qr(client: HouseClient, issue: Issue, row: Row) -> None:
    issued = row(issue())
    answer = client.submit("/check", {"number": "ELJ-2026-00001", "code": issued["code"]})
    assert answer.status_code == 200
    assert 'class="note ok"' in answer.text


def test_a_code_is_read_as_people_write_it(client: HouseClient, issue: Issue, row: Row) -> None:
    code = row(issue())["code"]
    dictated = code.lower().replace("0", "o").replace("1", "l")
    copied = f"\u2066{code[:5]}-{code[5:]}\u2069"
    for typed in (f"{code[:5]}-{code[5:]}", f" {dictated} ", " ".join(dictated), copied):
        answer = client.submit("/check", {"number": "elj ٢٠٢٦ 1", "code": typed})
        assert answer.status_code == 200, typed


def test_an_expired_paper_is_genuine_and_no_longer_valid(client: HouseClient, issue: Issue, row: Row) -> None:
    token = row(issue())["token"]
    clock.fix_today(date(2027, 2, 18))
    assert 'class="note ok"' in client.get(f"/check/{token}").text
    clock.fix_today(date(2027, 2, 19))
    answer = client.get(f"/check/{token}")
    assert answer.status_code == 200
    assert 'class="note warn"' in answer.text
    assert "ELJ-2026-00001" in answer.text


def test_a_revocation_bites_at_the_next_check(
    app: Flask, client: HouseClient, world: World, issue: Issue, row: Row
) -> None:
    issued = row(attestation_id := issue())
    assert 'class="note ok"' in client.get(f"/check/{issued['token']}").text
    revoke(app, world, attestation_id)
    for answer in (
        client.get(f"/check/{issued['token']}"),
        client.submit("/check", {"number": "ELJ-2026-00001", "code": issued["code"]}),
    ):
        assert answer.status_code == 200
        assert 'class="note bad"' in answer.text
        assert 'class="note ok"' not in answer.text
        assert "18 novembre 2026" in answer.text


def test_a_paper_whose_file_is_still_made_is_genuine(
    client: HouseClient, issue: Issue, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.attestations.services.hand_to_worker", lambda *_ids: None)
    assert 'class="note ok"' in client.get(f"/check/{row(issue())['token']}").text


# --- What nobody finds out ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["valid", "expired", "revoked"])
def test_no_private_word_stands_on_a_public_page(
    app: Flask, client: HouseClient, world: World, issue: Issue, row: Row, state: str
) -> None:
    issued = row(attestation_id := issue())
    if state == "revoked":
        revoke(app, world, attestation_id)
    if state == "expired":
        clock.fix_today(TODAY + timedelta(days=200))
    pages = [
        client.get(f"/check/{issued['token']}?lang={language}").text + str(client.get("/check").headers)
        for language in ("fr", "ar")
    ]
    pages.append(client.submit("/check", {"number": "ELJ-2026-00001", "code": issued["code"]}).text)
    pages.append(client.submit("/check", {"number": "ELJ-2026-00001", "code": "0" * 10}).text)
    for page in pages:
        found = [word for word in (*PRIVATE, PRIVATE_REASON, issued["sha256"], str(attestation_id)) if word in page]
        assert not found
    assert "ELJ" not in re.sub(r"<(input|span)[^>]*>[^<]*", "", visible(pages[-1]))


MALFORMED = [
    "a",
    "A" * 25,
    "A" * 27,
    "A" * 5000,
    "0" * 26,
    "é" * 26,
    "أ" * 26,
    "%00" * 26,
    "..%2F..%2Fetc",
    "<script>",
    "'OR'1'='1",
    "99999999999999999999",
    "%ff%fe",
    "ELJ-2026-00001",
]


def test_unknown_and_malformed_tokens_answer_alike(client: HouseClient, issue: Issue) -> None:
    issue()
    client.get("/check")  # the form's cookie
    unknown = client.get(f"/check/{UNKNOWN_TOKEN}")
    for token in MALFORMED:
        malformed = client.get(f"/check/{token}")
        assert malformed.status_code == unknown.status_code == 404, token
        assert visible(malformed.text) == visible(unknown.text), token
        assert dict(malformed.headers).keys() == dict(unknown.headers).keys()


WRONG = [
    ("ELJ-2026-00001", "0000000000"),
    ("ELJ-2026-00099", "0000000000"),
    ("RJB-2026-00001", "0000000000"),
    ("ZZZ-2026-00001", "0000000000"),
    ("no number", "no code"),
    ("ELJ-2026-9999999", "0000000000"),
    ("99999999999999999999", "88888888888888888888"),
    ("ELJ-٢٠٢٦-٠٠٠٠١", "٠٠٠٠٠٠٠٠٠٠"),
]


def test_a_wrong_code_and_an_unknown_number_answer_alike(client: HouseClient, issue: Issue) -> None:
    issue()
    pages = set()
    for number, code in WRONG:
        answer = client.submit("/check", {"number": number, "code": code})
        assert answer.status_code == 404
        assert answer.text.count(number) == 1, "what was typed comes back in its field only"
        pages.add(re.sub(r'(id|name)="(number|code)"[^>]*value="[^"]*"', "", visible(answer.text)))
    assert len(pages) == 1


def test_another_papers_code_opens_nothing(client: HouseClient, issue: Issue, row: Row, world: World) -> None:
    issue()
    other, abroad = row(issue("member2")), row(issue(place=world.abroad), world.abroad)
    for code in (other["code"], abroad["code"]):
        assert client.submit("/check", {"number": "ELJ-2026-00001", "code": code}).status_code == 404


@contextmanager
def counted_statements(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_every_refusal_takes_the_same_look_ups(app: Flask, client: HouseClient, issue: Issue) -> None:
    issue()
    asked = []
    for token in (UNKNOWN_TOKEN, "short", "é" * 26):
        with counted_statements(app) as statements:
            client.get(f"/check/{token}")
        asked.append(statements)
    assert asked[0] == asked[1] == asked[2]
    asked = []
    for number in ("ELJ-2026-00001", "ELJ-2026-00002", "ZZZ-2026-00001", "nothing"):
        with counted_statements(app) as statements:
            client.submit("/check", {"number": number, "code": "0000000000"})
        asked.append(statements)
    assert asked[0] == asked[1] == asked[2] == asked[3]


def test_no_address_but_a_token_says_genuine(client: HouseClient, issue: Issue, row: Row) -> None:
    issued = row(issue())
    for path in (
        "/check?valid=1",
        "/check?number=ELJ-2026-00001&code=" + issued["code"],
        f"/check?token={issued['token']}",
        f"/check/{UNKNOWN_TOKEN}?token={issued['token']}",
        "/check/valid",
        f"/check/{issued['token'][:-1]}",
        f"/check/{issued['id']}",
        "/check/ELJ-2026-00001",
    ):
        assert 'class="note ok"' not in client.get(path).text


def test_a_paper_in_the_hand_of_the_same_house_is_no_key(
    client: HouseClient, sign_in: Any, world: World, issue: Issue, row: Row
) -> None:
    """Being signed in elsewhere shows no more than a stranger sees."""
    token = row(issue())["token"]
    page = sign_in("manager@ras-jebel.example").get(f"/check/{token}").text
    assert not [word for word in PRIVATE if word in page]


@pytest.mark.parametrize("path", ["/check", f"/check/{UNKNOWN_TOKEN}"])
def test_no_search_engine_and_no_cache_keeps_it(client: HouseClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex' in answer.text


# --- Throttles and counts -----------------------------------------------------------------------------------------


def later(monkeypatch: pytest.MonkeyPatch, **duration: float) -> None:
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(**duration))


def test_one_address_checks_thirty_times_a_minute(
    client: HouseClient, issue: Issue, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = row(issue())["token"]
    assert {client.get(f"/check/{UNKNOWN_TOKEN}").status_code for _turn in range(30)} == {404}
    held = client.get(f"/check/{token}")
    assert held.status_code == 429
    assert 1 <= int(held.headers["Retry-After"]) <= 60
    assert 'class="note ok"' not in held.text
    assert client.submit("/check", {"number": "ELJ-2026-00001", "code": "0" * 10}).status_code == 429
    assert client.get(f"/check/{token}", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
    later(monkeypatch, seconds=61)
    assert client.get(f"/check/{token}").status_code == 200


def test_one_number_is_guessed_ten_times(
    client: HouseClient, issue: Issue, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = {"number": "ELJ-2026-00001", "code": row(issue())["code"]}
    for turn in range(10):
        wrong = client.submit(
            "/check", {**right, "code": f"000000000{turn}"}, environ_base={"REMOTE_ADDR": f"192.0.2.{turn}"}
        )
        assert wrong.status_code == 404
    held = client.submit("/check", right)
    assert held.status_code == 429
    assert 60 < int(held.headers["Retry-After"]) <= 600
    assert client.submit("/check", {**right, "number": "ELJ-2026-00002"}).status_code == 404
    later(monkeypatch, minutes=11)
    assert client.submit("/check", right).status_code == 200


def test_right_checks_are_no_guesses(client: HouseClient, issue: Issue, row: Row) -> None:
    right = {"number": "ELJ-2026-00001", "code": row(issue())["code"]}
    assert {client.submit("/check", right).status_code for _turn in range(15)} == {200}


def test_checks_are_counted_for_the_manager(
    app: Flask, client: HouseClient, world: World, issue: Issue, row: Row, sign_in: Any
) -> None:
    issued = row(attestation_id := issue())
    client.get(f"/check/{issued['token']}")
    client.submit("/check", {"number": "ELJ-2026-00001", "code": issued["code"]})
    client.submit("/check", {"number": "ELJ-2026-00001", "code": "0" * 10})
    client.get(f"/check/{UNKNOWN_TOKEN}")
    assert checks(app, world, attestation_id) == 2
    assert row(attestation_id) == issued
    page = sign_in("manager@el-jadida.example").get(world.home.url(f"attestations/{attestation_id}")).text
    assert re.search("1[89] novembre 2026 à", page), "late in the evening it is tomorrow in Morocco"


def test_empty_and_forbidden_characters_are_said_in_the_form(client: HouseClient) -> None:
    for typed in (
        {},
        {"number": "", "code": ""},
        {"number": "ELJ\u202e", "code": "x"},
        {"number": "x" * 1000, "code": "x"},
    ):
        answer = client.submit("/check", typed)
        assert answer.status_code == 422
        assert 'id="errors"' in answer.text


def test_the_language_button_keeps_the_answer(client: HouseClient, issue: Issue, row: Row) -> None:
    right = {"number": "ELJ-2026-00001", "code": row(issue())["code"]}
    answer = client.submit("/check", {**right, "_lang": "ar"})
    assert 'dir="rtl"' in answer.text
    assert 'class="note ok"' in answer.text
    empty = client.submit("/check", {"number": "ELJ", "code": "", "_lang": "ar"})
    assert 'value="ELJ"' in empty.text
    assert 'id="errors"' not in empty.text


def test_a_check_without_the_form_is_refused(client: HouseClient) -> None:
    assert client.post("/check", data={"number": "ELJ-2026-00001", "code": "0" * 10}).status_code == 400


def test_thousands_of_guesses_find_nothing(app: Flask, issue: Issue) -> None:
    """Past the throttles, straight at the look-ups."""
    from app.kernel import codes

    issue()
    number = parse_number("ELJ-2026-00001")
    with app.app_context():
        hits = [codes.new_check_token() for _turn in range(500)]
        assert not [token for token in hits if queries.find_by_token(token)]
        assert not [
            code
            for code in (codes.new_dictation_code() for _turn in range(500))
            if queries.find_by_number(number, code)
        ]
        db.session.rollback()
