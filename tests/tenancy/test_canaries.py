"""Everybody of El Jadida, the network's people and strangers read all they can: nothing of Ras Jebel is among it (T4)."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import Enum, String, select

from app.extensions import db
from app.kernel.files import files_directory
from app.kernel.tenancy import organisation_scope, scoped_tables
from app.members.models import Member
from tests.access.walk import ACTORS, ask, crawl, routes
from tests.support.databases import TestDatabase
from tests.support.forms import Sender
from tests.support.life import Life, visitor
from tests.tenancy.canaries import LEFT_ALONE, Canaries, plant, planted_once, text_columns

OF_THE_ORGANISATION = re.compile(r"organisation\.\w+")
ITS_NAME = re.compile(r"organisation\.name_(fr|ar)")
MAY_KNOW = {"admin": OF_THE_ORGANISATION, "observer": OF_THE_ORGANISATION, "manager": ITS_NAME}
TOO_SHORT = {  # text columns that cannot hold a word
    "account.language",
    "activity_import.file_kind",
    "activity_kilometre_rate.currency",
    "activity_record.currency",
    "activity_record.foreign_currency",
    "letter.language",
    "member.identity_country",
    "member.identity_last_three",
    "member.nationality",
    "member_import.file_kind",
    "organisation.code",
    "share_movement.currency",
    "account_entry.currency",
    "contribution_rule.currency",
    "share_value.currency",
    "protection.number_last_three",
    "print_job.language",
    "signatory.sex",
}


@pytest.fixture
def canaries(lived_in: Flask, life: Life, database: TestDatabase) -> Canaries:
    return planted_once("words-abroad", lived_in, database, lambda: _plant_everywhere(life))


def _plant_everywhere(life: Life) -> Canaries:
    planted = plant(life)
    _plant_in_files(life, planted)
    return planted


def _plant_in_files(life: Life, planted: Canaries) -> None:
    for path in (files_directory() / str(life.world.abroad.id)).rglob("*"):
        if path.is_file():
            word = f"kxq{len(planted.planted):05d}".encode()
            path.write_bytes(word)
            planted.planted[word] = "a stored file"


def test_every_text_column_has_its_word(canaries: Canaries) -> None:
    """Else a column could leak unheard. Tables without a row abroad: let tests/support/life.py make one."""
    words = set(canaries.planted.values())
    for table in scoped_tables():
        for column in text_columns(table):
            assert f"{table.name}.{column.name}" in words, f"nothing planted in {table.name}.{column.name}"
    unplanted = {
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and not isinstance(column.type, Enum)
    } - words
    explained = TOO_SHORT | set(LEFT_ALONE) | {name for name in unplanted if name.startswith(("attempt.", "worker_"))}
    assert unplanted <= explained, unplanted - explained


@pytest.mark.parametrize("name", [name for name in ACTORS if name != "stranger"])
def test_nothing_foreign_is_read(lived_in: Flask, life: Life, canaries: Canaries, name: str) -> None:
    """The network's people know the organisations, managers the names of those that somebody can be transferred to."""
    client = visitor(lived_in, life, ACTORS[name])
    home, abroad = life.of(life.world.home), life.of(life.world.abroad)
    starts = [
        route.path(ids)
        for route in routes(lived_in)
        if route.method == "GET"
        for ids in (home, {**abroad, "slug": home["slug"]}, abroad)
    ]
    search = [f"{life.world.home.url('members')}?q=kxq", f"{life.world.home.url('attestations')}?q=kxq"]
    allowed = MAY_KNOW.get(name, re.compile("$^"))
    leaks = {
        (path, where)
        for path, content in crawl(client, [*dict.fromkeys(starts), *search], prints=name == "manager")
        for where in canaries.heard_in(content)
        if not allowed.fullmatch(where)
    }
    assert not leaks


def test_the_words_are_heard_where_they_belong(lived_in: Flask, life: Life, canaries: Canaries) -> None:
    """The sweep hears: the manager of Ras Jebel reads what was planted there."""
    client, abroad = visitor(lived_in, life, ACTORS["stranger"]), life.of(life.world.abroad)
    starts = [route.path(abroad) for route in routes(lived_in) if route.method == "GET" and route.is_scoped]
    heard = {
        where for _path, content in crawl(client, list(starts), prints=False) for where in canaries.heard_in(content)
    }
    assert {
        "member.family_name_latin",
        "organisation.name_fr",
        "activity_record.description",
        "vocabulary_term.label_fr",
    } <= heard
    assert len(heard) > 30, sorted(heard)


def test_forms_that_are_refused_tell_nothing_either(lived_in: Flask, life: Life, canaries: Canaries) -> None:
    home, abroad = life.of(life.world.home), life.of(life.world.abroad)
    for name in ("manager", "coach", "member", "admin"):
        client = visitor(lived_in, life, ACTORS[name])
        for route in routes(lived_in):
            if route.method == "POST" and route.is_scoped and route.names_an_object:
                answer = ask(client, route, {**abroad, "slug": home["slug"]})
                assert not canaries.heard_in(str(answer.headers).encode() + answer.data), route


def test_the_same_identity_number_elsewhere_is_no_news(lived_in: Flask, life: Life) -> None:
    """One person may be a member in two cooperatives: neither learns it, nor could who holds both their rows."""
    kept = {}
    for place in (life.world.home, life.world.abroad):
        assert Sender(lived_in, life, place).send("admission", identity_number="PX123456").status_code == 302
        with lived_in.app_context(), organisation_scope(place.id):
            newest = select(Member.identity_index, Member.identity_number).order_by(Member.number.desc()).limit(1)
            kept[place.slug] = db.session.execute(newest).one()
            db.session.rollback()
    (index, number), (other_index, other_number) = kept.values()
    assert number == other_number == "PX123456"
    assert index != other_index
