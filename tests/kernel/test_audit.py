"""Every action of the house is written down with who, what and when; the log is only added to, and reads in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

import app as house
from app.extensions import db
from app.kernel import audit, notices
from app.kernel.audit import AuditEvent, NetworkEvent
from app.kernel.i18n import _l, speaking
from app.kernel.notices import Notice
from app.kernel.tenancy import NoOrganisationScope, organisation_scope
from app.kernel.transaction import write_transaction
from tests.support.forms import FORMS, Sender
from tests.support.life import Life
from tests.support.world import World

ROOT = Path(house.__file__).parent
pytestmark = pytest.mark.usefixtures("quick_papers")


class Colour(StrEnum):
    RED = "red"


def events(app: Flask, life: Life) -> Iterator[tuple[str, int | None]]:
    with app.app_context(), organisation_scope(life.world.home.id):
        yield from (db.session.execute(select(AuditEvent.action, AuditEvent.account_id).order_by(AuditEvent.id)).all())
        yield from (
            db.session.execute(select(NetworkEvent.action, NetworkEvent.account_id).order_by(NetworkEvent.id)).all()
        )
        db.session.rollback()


PREPARES = {
    "columns of a spreadsheet",
    "columns of past months",
    "decision about who looks alike",
    "consent to sign",
}  # nobody's file is changed yet


@pytest.mark.parametrize("name", sorted(FORMS.keys() - PREPARES))
def test_every_form_writes_down_who_did_what(lived_in: Flask, life: Life, name: str) -> None:
    sender = Sender(lived_in, life, life.world.home)
    before = list(events(lived_in, life))
    assert sender.send(name).status_code == FORMS[name].accepted
    new = list(events(lived_in, life))
    for event in before:
        new.remove(event)
    who = life.world.accounts[FORMS[name].who.format(slug="el-jadida")]
    assert who in {account_id for _action, account_id in new}, new
    assert all(audit.label_of(action) != action for action, _account_id in new)


def test_an_event_is_kept_with_plain_values(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        audit.record(
            "planted",
            subject_type="thing",
            subject_id=7,
            before={"day": date(2026, 1, 2), "colour": Colour.RED, "list": [Colour.RED, None]},
            after={"instant": datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "object": object, "yes": True, "n": 3},
        )
        db.session.flush()
        (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "planted"))
        assert event.before == {"day": "2026-01-02", "colour": "red", "list": ["red", None]}
        assert event.after == {"instant": "2026-01-02T03:04:00+00:00", "object": str(object), "yes": True, "n": 3}
        assert event.happened_at.tzinfo is UTC


def test_an_event_belongs_to_an_open_organisation(context: Flask) -> None:
    with pytest.raises(NoOrganisationScope), write_transaction():
        audit.record("planted")


def test_what_is_rolled_back_was_never_done(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id):
        count = db.session.scalar(select(func.count()).select_from(AuditEvent))
        with pytest.raises(ZeroDivisionError), write_transaction():
            audit.record("planted")
            _ = 1 // 0
        assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == count


def test_only_what_changed_is_told() -> None:
    before, after = audit.only_changed({"a": 1, "b": 2, "gone": 3}, {"a": 1, "b": 4, "c": 5})
    assert (before, after) == ({"b": 2, "c": None}, {"b": 4, "c": 5})


def test_an_action_is_declared_once() -> None:
    label = _l("Planted")
    assert audit.action("planted.once", label) == "planted.once"
    audit.action("planted.once", label)
    with pytest.raises(ValueError, match="declared twice"):
        audit.action("planted.once", _l("Something else"))


def test_nothing_in_the_house_changes_or_deletes_an_event() -> None:
    """No service has an event in its hands but to add one."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("update", "delete"):
                named = {arg.id for arg in node.args if isinstance(arg, ast.Name)}
                assert not named & {"AuditEvent", "NetworkEvent"}, f"{path}:{node.lineno}: the log is only added to"


def test_an_identity_number_never_stands_in_the_log(lived_in: Flask, life: Life) -> None:
    sender = Sender(lived_in, life, life.world.home)
    sender.send("admission", identity_number="ZZ778899")
    sender.send("change of a file", identity_number="ZZ778800")
    client = sender.client("admission")
    client.submit(sender.place.url(f"members/{sender.ids['member_id']}/identity"))
    with lived_in.app_context(), db.engine.connect() as connection:
        for table in (AuditEvent.__table__, NetworkEvent.__table__, Notice.__table__):
            for row in connection.execute(select(table)):
                assert "ZZ7788" not in repr(row)


def test_a_notice_reads_in_the_language_of_who_reads_it(context: Flask, world: World) -> None:
    reader = world.accounts["coach@el-jadida.example"]
    with organisation_scope(world.home.id):
        with write_transaction():
            notices.send(
                reader,
                "From %(day)s you support %(name)s.",
                {"day": date(2026, 3, 4), "name": "50 % <b>"},
                endpoint="x",
            )
            notices.send(None, "nobody", {}, endpoint="x")
        newest = notices.newest_notices(reader)[0]
        with speaking("ar"):
            arabic = newest.text
        with speaking("fr"):
            french = newest.text
        assert "50 % <b>" in french
        assert french != arabic
        assert notices.unread_count(reader) == 2, "the one of the world, and this one"
        with write_transaction():
            notices.mark_all_read(reader)
        assert notices.unread_count(reader) == 0
