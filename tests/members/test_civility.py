"""How a person is addressed: chosen for each, shown where one speaks to them, and never guessed from the sex."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask

from app.extensions import db
from app.kernel.i18n import speaking
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Civility, Member
from app.members.names_shown import addressed
from tests.conftest import SignIn
from tests.members.test_members import MANAGER, change_leila
from tests.support.world import World

NAMED = {
    "given_name_latin": "Amina", "family_name_latin": "Benali", "given_name_arabic": "أمينة", "family_name_arabic": "بنعلي",
}  # fmt: skip


@pytest.mark.parametrize(
    ("civility", "french", "arabic"),
    [
        (Civility.MADAME, "Mme Amina Benali", "السيدة أمينة بنعلي"),
        (Civility.MONSIEUR, "M. Amina Benali", "السيد أمينة بنعلي"),
        (None, "Amina Benali", "أمينة بنعلي"),
    ],
)
def test_the_name_as_one_speaks_to_the_person(app: Flask, civility: Civility | None, french: str, arabic: str) -> None:
    member = SimpleNamespace(civility=civility, **NAMED)
    with app.app_context(), speaking("fr", country="TN"):
        assert addressed(member) == french
        assert addressed(member, "ar") == arabic


def test_it_is_chosen_on_the_file_and_stands_at_its_head(sign_in: SignIn, world: World) -> None:
    answer, path = change_leila(sign_in, world, civility="mme")
    assert answer.status_code == 302
    manager = sign_in(MANAGER)
    assert "<h1><bdi>Mme Zohra Amghar</bdi>" in manager.get(path).text
    assert '<option selected value="mme">Madame</option>' in manager.get(f"{path}/edit").text
    assert "Madame" in manager.get(world.home.url("members?column=civility")).text
    answer, path = change_leila(sign_in, world, civility="", form_key="m" * 24)
    assert answer.status_code == 302
    assert "<h1><bdi>Zohra Amghar</bdi>" in manager.get(path).text


def test_another_word_is_refused(sign_in: SignIn, world: World) -> None:
    answer, _path = change_leila(sign_in, world, civility="mlle")
    assert answer.status_code == 422


def test_a_slip_speaks_to_the_person(sign_in: SignIn, world: World, app: Flask) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        db.session.get_one(Member, (world.home.id, world.home.members["leila"])).civility = Civility.MADAME
    slip = sign_in(MANAGER).submit(world.home.url(f"members/{world.home.members['leila']}/access"), {"how": "slip"})
    assert "<bdi>Mme Leïla Haddad</bdi>" in slip.text
    assert "<bdi>السيدة ليلى حداد</bdi>" in slip.text
