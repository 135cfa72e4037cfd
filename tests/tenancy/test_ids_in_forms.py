"""Ids inside forms: one of another organisation, or of nothing, is refused, and neither place has changed (T5)."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.fingerprint import changed_tables, fingerprint
from tests.support.forms import FORMS, Sender, form_ids
from tests.support.life import Life

pytestmark = pytest.mark.usefixtures("quick_papers")
UNKNOWN = 4_611_686_018_427_387_904
SLOTS = [(name, field) for name, form in FORMS.items() for field in form.ids]
LOGGED = {"audit_event"}
SHOWN_AND_LOGGED = ("preview", "issue", "acceptance of a transfer", "transfer of somebody here already")
"""What shows an identity number, or what another organisation hands over, is written down, refused or not."""


@pytest.fixture
def sender(lived_in: Flask, life: Life) -> Sender:
    return Sender(lived_in, life, life.world.home)


@pytest.mark.parametrize("name", FORMS)
def test_the_forms_are_accepted_as_they_are(sender: Sender, name: str) -> None:
    """Else nothing is learnt from their being refused below."""
    assert sender.send(name).status_code == FORMS[name].accepted


def test_every_form_that_holds_an_id_is_here(sender: Sender) -> None:
    held = {(name, field) for name, form in FORMS.items() for field, value in form.data.items() if "_id}" in value}
    assert held == set(SLOTS)


@pytest.mark.parametrize(("name", "field"), SLOTS)
def test_a_foreign_id_in_a_form_is_refused(sender: Sender, lived_in: Flask, life: Life, name: str, field: str) -> None:
    field = field.format(**sender.ids)
    theirs = sender.data(name, form_ids(lived_in, life, life.world.abroad))[field]
    _is_refused(sender, lived_in, name, field, theirs)


@pytest.mark.parametrize(("name", "field"), SLOTS)
def test_an_unknown_id_in_a_form_is_refused(sender: Sender, lived_in: Flask, name: str, field: str) -> None:
    field = field.format(**sender.ids)
    _is_refused(sender, lived_in, name, field, f"{UNKNOWN}:1" if field == "seen" else str(UNKNOWN))


@pytest.mark.parametrize(
    ("name", "field", "of"),
    [
        ("support", "coach_id", "ended_membership_id"),
        ("admission", "trade_id", "work_kind_id"),
        ("work", "work_kind_id", "expense_category_id"),
        ("expense", "expense_category_id", "trade_id"),
        ("validation", "seen", "other_record"),
        ("return", "seen", "other_record"),
    ],
)
def test_an_id_of_another_kind_is_refused(
    sender: Sender, lived_in: Flask, life: Life, name: str, field: str, of: str
) -> None:
    """A membership that ended, a word of another list, the record of another member."""
    other = f"{life.of(life.world.home, 'member2')['record_id']}:1"
    _is_refused(sender, lived_in, name, field, other if of == "other_record" else str(sender.ids[of]))


def _is_refused(sender: Sender, app: Flask, name: str, field: str, value: str) -> None:
    digest = {"digest": sender.data(name)["digest"]} if "digest" in FORMS[name].data else {}
    before = fingerprint(app)
    answer = sender.send(name, **{**digest, field: value})
    assert answer.status_code in (404, 422), answer.status_code
    assert changed_tables(before, fingerprint(app)) <= (LOGGED if name in SHOWN_AND_LOGGED else set())


@pytest.mark.parametrize("name", FORMS)
def test_the_organisation_is_never_taken_from_a_form(sender: Sender, lived_in: Flask, life: Life, name: str) -> None:
    abroad = life.world.abroad
    before = fingerprint(lived_in, of_organisation=abroad.id)
    answer = sender.send(
        name, organisation_id=str(abroad.id), organisation=abroad.slug, slug=FORMS[name].data.get("slug", abroad.slug)
    )
    assert answer.status_code == FORMS[name].accepted
    assert fingerprint(lived_in, of_organisation=abroad.id) == before
