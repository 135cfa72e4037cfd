"""The register: its order, its search, its filters, its export, and the panel on a member's page."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.attestations import queries, services
from app.attestations.models import Attestation
from app.attestations.rules import PaperLanguage, Status
from app.extensions import db
from app.kernel.access import Actor, Role
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from tests.attestations.conftest import Issue, issue_here
from tests.support.world import TODAY, World

NUMBER = re.compile(r"ELJ-\d{4}-\d{5}")


@pytest.fixture
def manager(sign_in: Any) -> Any:
    return sign_in("manager@el-jadida.example")


def numbers(manager: Any, world: World, query: str = "") -> list[str]:
    """The numbers of the list, in its order."""
    page = manager.get(world.home.url(f"attestations{query}"))
    assert page.status_code == 200
    return list(dict.fromkeys(NUMBER.findall(page.text.split('id="results"')[1])))


@pytest.fixture
def many(app: Flask, world: World, quick_files: None) -> None:
    """Thirty attestations over two years, number after number."""
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        for rank in range(30):
            at = datetime(2026, 10, 1, 9, tzinfo=UTC) + timedelta(days=4 * rank)
            issue_here(world, world.home, "member", at=at)


@pytest.mark.usefixtures("many")
def test_the_latest_number_comes_first_on_every_page(manager: Any, world: World) -> None:
    pages = [numbers(manager, world)]
    page = manager.get(world.home.url("attestations")).text
    (query,) = re.findall(r'href="[^"?]*(\?after=\d+)"[^>]*rel="next"', page)
    pages.append(numbers(manager, world, query))
    assert 'rel="next"' not in manager.get(world.home.url(f"attestations{query}")).text
    assert [len(page) for page in pages] == [25, 5]
    whole = [number for page in pages for number in page]
    assert whole == sorted(whole, reverse=True)
    assert whole[0] == "ELJ-2027-00007"
    assert numbers(manager, world, "?page=last")[-1] == "ELJ-2026-00001"


def test_it_is_searched_by_name_and_number(app: Flask, manager: Any, world: World, issue: Issue) -> None:
    issue("member")
    issue("member2")
    issue("leila", language=PaperLanguage.FRENCH)
    found = {
        typed: numbers(manager, world, f"?q={typed}")
        for typed in ("ami", "ليل", "youssef el", "3", "2026-2", "elj-2026-00001", "zzz")
    }
    assert found == {
        "ami": ["ELJ-2026-00001"],
        "ليل": ["ELJ-2026-00003"],
        "youssef el": ["ELJ-2026-00002"],
        "3": ["ELJ-2026-00003"],
        "2026-2": ["ELJ-2026-00002"],
        "elj-2026-00001": ["ELJ-2026-00001"],
        "zzz": [],
    }


def test_filters_and_badges_tell_the_same(
    app: Flask, manager: Any, world: World, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = datetime(2026, 8, 17, 12, tzinfo=UTC)
    issue(at=long_ago)  # valid until 17 November, the day before
    issue(at=long_ago + timedelta(days=1))  # its last day
    revoked = issue(at=long_ago)
    with monkeypatch.context() as held:
        held.setattr("app.attestations.services.hand_to_worker", lambda *_ids: None)
        issue()
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        by = world.accounts["manager@el-jadida.example"]
        services.revoke(db.session.get_one(Attestation, (world.home.id, revoked)), reason="x", by_account_id=by)
    listed = {status: numbers(manager, world, f"?status={status}") for status in Status}
    assert listed == {
        Status.EXPIRED: ["ELJ-2026-00001"],
        Status.VALID: ["ELJ-2026-00002"],
        Status.REVOKED: ["ELJ-2026-00003"],
        Status.PREPARING: ["ELJ-2026-00004"],
    }
    actor = Actor(account_id=0, organisation_id=world.home.id, display_name="", roles=frozenset({Role.MANAGER}))
    with app.app_context(), organisation_scope(world.home.id):
        rows = queries.fetch_register(actor, queries.RegisterFilters(), on=TODAY)
        shown = {row.number_text: queries.row_status(row, today=TODAY) for row in rows}
        db.session.rollback()
    assert shown == {number: status for status, found in listed.items() for number in found}


@pytest.mark.parametrize(
    "query", ["?status=anything", "?after=1", "?before=99999999999999999999", "?page=x", "?q=%00", "?q=" + "x" * 5000]
)
def test_an_address_with_nonsense_still_shows_a_list(manager: Any, world: World, issue: Issue, query: str) -> None:
    issue()
    assert manager.get(world.home.url(f"attestations{query}")).status_code == 200


def test_the_export_is_whole_and_inert(app: Flask, manager: Any, world: World, issue: Issue, events: Any) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        member.given_name_latin = '=HYPERLINK("x")'
    issue(language=PaperLanguage.FRENCH)
    issue("member2")
    answer = manager.get(world.home.url("attestations/register.csv"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ELJ-attestations-2026-11-18.csv"'
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["ELJ-2026-00001", "ELJ-2026-00002"]
    assert rows[1][3] == '\'=HYPERLINK("x") Benali'
    assert rows[2][3:5] == ["Youssef El Idrissi", "يوسف الإدريسي"]
    assert len({len(row) for row in rows}) == 1
    assert "MX10020" not in answer.text
    (told,) = events(services.REGISTER_EXPORTED)
    assert told["after"] == {"rows": 2}


def test_an_export_keeps_the_filters(manager: Any, world: World, issue: Issue) -> None:
    issue()
    issue("member2")
    text = manager.get(world.home.url("attestations/register.csv?q=youssef")).text
    assert NUMBER.findall(text) == ["ELJ-2026-00002"]


def test_an_empty_register_says_what_to_do(manager: Any, world: World, sign_in: Any) -> None:
    assert (
        world.home.url("attestations/new") in manager.get(world.home.url("attestations")).text.split('id="results"')[1]
    )
    own = sign_in("member@el-jadida.example").get(world.home.url("attestations")).text
    assert world.home.url("attestations/new") not in own
    assert 'class="empty"' in own


def test_a_members_page_shows_the_latest_papers(manager: Any, world: World, issue: Issue, sign_in: Any) -> None:
    ids = [issue() for _turn in range(6)]
    address = world.home.url(f"members/{world.home.members['member']}")
    panel = manager.get(address).text.split('id="attestations"')[1].split("</section>")[0]
    assert [each for each in ids if str(each) in panel] == ids[1:]
    assert f"new?member={world.home.members['member']}" in panel
    for who in ("coach", "member"):
        page = sign_in(f"{who}@el-jadida.example").get(address).text
        assert str(ids[-1]) in page
        assert "attestations/new" not in page
