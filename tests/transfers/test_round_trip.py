"""What was ticked arrives, what was not is nowhere: a word in every column of a file, looked for in all that the receiver has."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts import services as account_services
from app.accounts.models import Account
from app.extensions import db
from app.kernel.access import Role
from app.kernel.files import files_directory
from app.kernel.tenancy import organisation_scope, scoped_tables
from app.kernel.transaction import RollBack, write_transaction
from app.kernel.uploads import PDF, Upload
from app.members.models import Member
from app.members.services import MemberDetails
from app.network import queries as network_queries
from app.papers import queries as paper_queries
from app.papers import services as paper_services
from app.papers.services import PaperDetails
from app.transfers import services
from app.transfers.packing import PERSON
from app.transfers.rules import Part
from app.transfers.services import Admission
from tests.support.life import Life
from tests.support.world import TODAY, Place
from tests.tenancy.canaries import CANARY, Canaries, plant_about
from tests.transfers.journey import incoming, outgoing, wanted

SHORT = {"sex", "birth_date", "nationality", "settlement"}  # no room for a word
ALWAYS = {f"member.{name}" for name in PERSON if name not in SHORT and MemberDetails.__annotations__[name] == "str"}
GOES = {
    Part.SOCIAL: {"social_file.prescriber_name", "social_file.objectives", "occupation.note", "other_job.employer"},
    Part.PARCOURS: set(),  # stages in the organisation's words, and days
    Part.CONTRACTS: {"contract.post_fr", "contract.post_ar"},
    Part.PAPERS: {"paper.number", "paper.note", "a common file"},
    Part.SIGN_IN: set(),
    Part.IDENTITY_NUMBER: {"member.identity_number", "member.identity_issued_at"},
    Part.PROTECTION_NUMBERS: {"protection.body_number"},
    Part.DISABILITY: {"disability.said"},
    Part.PRIVATE_PAPERS: {"a private number", "a private file"},
}
FILES = {b"kxq90001": "a common file", b"kxq90002": "a private number", b"kxq90003": "a private file"}


@pytest.fixture
def canaries(lived_in: Flask, life: Life) -> Iterator[Canaries]:
    """Of Amina, who has something of everything; two more papers have their words in the files."""
    home = life.world.home
    with lived_in.app_context():
        with organisation_scope(home.id), write_transaction():
            paper_services.delete_paper(_amina(life), _sent_paper(life))
            services.withdraw(outgoing(home, life.of(home)["transfer_id"]), reason="")
            nobody = db.session.get_one(Account, life.world.accounts["nobody@moucharaka.example"])
        with organisation_scope(_receiver().id), write_transaction():
            account_services.give_role(nobody, _receiver().id, Role.MANAGER)
        planted = plant_about(home.members["member"])
        with organisation_scope(home.id), write_transaction():
            _bring(life, "craft_card", number="", words=b"%PDF-1.4 kxq90001")
            _bring(life, "bank_details", number="kxq90002", words=b"%PDF-1.4 kxq90003")
        planted.planted.update(FILES)
        yield planted
        db.session.remove()


def _receiver() -> Place:
    """In the same country, where bodies of social protection are the same."""
    return Place(id=network_queries.find_by_slug("initiative-urbaine").id, slug="initiative-urbaine")  # type: ignore[union-attr]


def _amina(life: Life) -> Member:
    return db.session.get_one(Member, (life.world.home.id, life.world.home.members["member"]))


def _sent_paper(life: Life) -> Any:
    return paper_queries.get_paper_or_404(life.world.home.members["member"], life.of(life.world.home)["sent_paper_id"])


def _bring(life: Life, code: str, *, number: str, words: bytes) -> None:
    kind = next(kind for kind in paper_queries.every_kind() if kind.code == code)
    upload, by = Upload(content=words, media_type=PDF), {"today": TODAY, "by_account_id": None}
    paper_services.record_paper(_amina(life), kind, PaperDetails(received_on=TODAY, number=number), upload=upload, **by)


def test_what_was_ticked_arrives_and_nothing_else(canaries: Canaries, life: Life) -> None:
    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sets(st.sampled_from(Part)))
    @example(set())
    @example(set(Part))
    def round_trip(parts: set[Part]) -> None:
        ticked = parts if Part.SOCIAL in parts else parts - {Part.PROTECTION_NUMBERS}
        expected = ALWAYS.union(*(GOES[part] for part in ticked))
        assert _heard_after(canaries, life, ticked) == expected

    round_trip()


def _heard_after(canaries: Canaries, life: Life, ticked: set[Part]) -> set[str]:
    """Where the words were planted that are in the receiver's tables and folder, once it has accepted; all is taken back."""
    home, partner = life.world.home, _receiver()
    shutil.rmtree(files_directory() / str(partner.id), ignore_errors=True)
    heard: set[str] = set()
    with write_transaction():
        with organisation_scope(home.id):
            sent = services.send(_amina(life), wanted(partner, *ticked), today=TODAY, by_account_id=None).id
        with organisation_scope(partner.id):
            admission = Admission(admitted_on=TODAY - timedelta(days=1), stage_id=None, is_another_person=True)
            services.accept(incoming(partner, sent), admission, today=TODAY, by_account_id=None)
            db.session.flush()
            heard = canaries.heard_in(_all_of(partner))
        raise RollBack
    return heard


def _all_of(place: Place) -> bytes:
    """Every value of every row, decrypted, and every file."""
    said = [
        json.dumps(value) if isinstance(value, dict | list) else str(value)
        for table in scoped_tables()
        for row in db.session.connection().execute(select(table).where(table.c.organisation_id == place.id))
        for value in row
    ]
    files = [path.read_bytes() for path in (files_directory() / str(place.id)).rglob("*") if path.is_file()]
    return "\n".join(said).encode() + b"\n".join(files)


def test_the_words_are_heard_where_they_were_planted(canaries: Canaries, life: Life) -> None:
    """Else nothing was learnt above: what never leaves has its words too."""
    never = {"contract.pay_terms", "contract.objectives", "parcours_step.reason", "own_value.text_value"}
    planted = set(canaries.planted.values())
    assert planted > ALWAYS.union(*GOES.values())
    assert len(planted & never) >= 3, sorted(planted)
    assert CANARY.findall(_all_of(life.world.home))
