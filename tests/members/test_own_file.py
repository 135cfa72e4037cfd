"""One's own file has a place in the navigation, for whoever has no list of members."""

from __future__ import annotations

import pytest
from flask import Flask

from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from tests.conftest import SignIn
from tests.support.world import World


def test_it_leads_to_the_file_of_who_asks(world: World, sign_in: SignIn) -> None:
    member, path = sign_in("member@el-jadida.example"), world.home.url("members/mine")
    assert f'href="{path}"' in member.get(world.home.url("")).text
    assert member.get(path).location == world.home.url(f"members/{world.home.members['member']}")


@pytest.mark.parametrize("who", ["manager", "coach"])
def test_others_have_the_list_of_members(world: World, sign_in: SignIn, who: str) -> None:
    home = sign_in(f"{who}@el-jadida.example").get(world.home.url("")).text
    assert world.home.url("members/mine") not in home


def test_without_a_file_it_says_whom_to_ask(app: Flask, world: World, sign_in: SignIn) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        db.session.get_one(Member, (world.home.id, world.home.members["member"])).account_id = None
    answer = sign_in("member@el-jadida.example").get(world.home.url("members/mine"))
    assert answer.status_code == 200
    assert "gestionnaire" in answer.text
