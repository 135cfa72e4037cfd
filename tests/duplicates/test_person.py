"""What two files say of who somebody is, when they become one."""

from __future__ import annotations

from dataclasses import fields

import pytest
from flask import Flask

from app.extensions import db
from app.kernel.files import StoredFile
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import merging_person, photo_services
from app.members.demo_photos import figure
from app.members.models import Civility
from app.members.services import MemberDetails
from tests.support.merging import DOUBLE, merge, pair, second_file
from tests.support.world import World


@pytest.mark.usefixtures("app")
def test_nothing_of_a_person_is_forgotten() -> None:
    """Whatever a file may say of a person is asked, alone or with what belongs to it."""
    asked = {name for code, others in merging_person.ASKED.items() for name in (code, *others)}
    document = {field.name for field in fields(MemberDetails) if field.name.startswith("identity_")}
    assert {field.name for field in fields(MemberDetails)} - document == asked


def test_the_civility_that_one_file_knows(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home, civility=Civility.MADAME)
        two = pair(world.home, gone=DOUBLE)
        two.kept.civility = None
        merge(two)
        assert two.kept.civility is Civility.MADAME


@pytest.mark.parametrize("both", [True, False])
def test_the_picture_goes_with_the_person(context: Flask, world: World, both: bool) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home)
        two = pair(world.home, gone=DOUBLE)
        photo_services.keep_photo(two.gone, figure(1), is_agreed=True)
        theirs = two.gone.photo_file_id
        if both:
            photo_services.keep_photo(two.kept, figure(2), is_agreed=True)
        wanted = two.kept.photo_file_id or theirs
        merge(two)
        db.session.flush()
        assert (two.kept.photo_file_id, two.gone.photo_file_id) == (wanted, None)
        kept = db.session.get(StoredFile, (world.home.id, theirs))
        assert (kept is None) == both, "what nobody would see again is forgotten"
