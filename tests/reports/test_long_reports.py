"""A page shows the first lines of a long report, says so, and its files hold all."""

from __future__ import annotations

import re

import pytest

from tests.conftest import SignIn
from tests.support.world import World

MANAGER, COACH = "manager@el-jadida.example", "coach@el-jadida.example"


def test_a_page_shows_the_first_lines_and_the_files_hold_all(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(MANAGER)
    address = world.home.url("reports/members")
    whole = client.get(address).text
    assert "premières lignes" not in whole
    lines = len(re.findall('<th scope="row"', whole))
    assert lines == 3
    monkeypatch.setattr("app.reports.report.MOST_ON_SCREEN", 2)
    cut = client.get(address).text
    assert len(re.findall('<th scope="row"', cut)) == 2
    assert "Seules les 2 premières lignes sur 3 sont affichées" in cut
    assert len(client.get(f"{address}.csv").data.splitlines()) == 1 + lines


def test_who_takes_no_files_away_is_not_sent_to_them(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.reports.report.MOST_ON_SCREEN", 0)
    page = sign_in(COACH).get(world.home.url("reports/members")).text
    assert ("fichiers" in page) == ("reports/members.csv" in page)
