"""The log of changes, as a manager reads it: every value has a name and words, and no code of ours stands there."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.kernel import audit, audit_words
from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.members.models import Member
from tests.conftest import SignIn
from tests.support.life import Life
from tests.support.world import World

NOT_SHOWN = {"member_id", "rows"}  # the row leads to that file; which rows were moved


def test_every_value_that_is_recorded_has_words(lived_in: Flask, world: World, life: Life) -> None:
    with lived_in.app_context(), organisation_scope(world.home.id):
        events = list(db.session.scalars(select(AuditEvent)))
        db.session.remove()
    assert {event.action for event in events} >= {"activity.logged", "attestation.issued", "member.admitted"}
    recorded = {(event.action, name) for event in events for name in [*(event.before or {}), *(event.after or {})]}
    silent = {(action, name) for action, name in recorded if not audit_words.has_words(action, name)}
    assert {name for _action, name in silent} <= NOT_SHOWN, "say in the room's labels.py how it is called"


@pytest.mark.usefixtures("app")
def test_the_fields_of_a_file_have_words() -> None:
    """What a change of a file or of the organisation may record, whether somebody changed it in these tests or not."""
    from app.members.services import MemberDetails
    from app.network.services import IDENTITY_FIELDS

    silent = [name for name in MemberDetails.__dataclass_fields__ if not audit_words.has_words("member.changed", name)]
    silent += [name for name in IDENTITY_FIELDS if not audit_words.has_words("organisation.changed", name)]
    assert not silent


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_code_stands_on_the_page(lived_in: Flask, world: World, sign_in: SignIn, language: str) -> None:
    manager = sign_in("manager@el-jadida.example")
    with lived_in.app_context(), organisation_scope(world.home.id):
        last = db.session.scalar(select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1))
        trade = db.session.get_one(Member, (world.home.id, world.home.members["leila"])).trade_id
        audit.record("member.changed", subject_type="member", before={"phone": "", "sex": "F"}, after={"sex": "M"})
        audit.record(
            "member.changed", before={"trade_id": trade, "territory_code": ""}, after={"identity_number": "changed"}
        )
        audit.record("report.taken", after={"report": "members", "format": "csv", "rows": 1200})
        db.session.commit()
        db.session.remove()
    pages, address = [], world.home.url(f"settings/log?lang={language}")
    while address and len(pages) < 30:
        pages.append(manager.get(address).get_data(as_text=True))
        found = re.search(r'href="([^"]*[?&]after=\d+)"', pages[-1])
        address = found[1] if found else ""
    body = " ".join(re.sub(r"<[^>]+>", " ", re.search("<tbody.*</tbody>", page, re.S)[0]) for page in pages)  # type: ignore[index]
    assert last
    codes = re.findall(
        r"\b[a-z]+_[a-z_]+\b|\b(?:submitted|validated|housing|bank|entrepreneur_|changed)\b|\b\d{15,}\b", body
    )
    assert not codes
    assert "1\u202f200" in body or "1.200" in body or "1200" in body
