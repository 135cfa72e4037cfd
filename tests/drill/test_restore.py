"""Backups made while people work are restored elsewhere: each is the state of one moment, and the house opens on it."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

from tests.drill.browser import Browser
from tests.drill.crew import SEED, Crew, open_the_next_day
from tests.drill.findings import found_in
from tests.drill.house import House, wait_until
from tests.drill.people import HOME, Deed, Manager

BACKUPS = 3
KILLED = 6
FLASK = ("-m", "flask", "--app", "wsgi")
PAGES = ("", "members", "activity", "coaching", "attestations", "reports/members", "settings")


def test_a_backup_made_while_people_work_opens_elsewhere(house: House, crew: Crew, tmp_path: Path) -> None:
    made: list[tuple[Path, list[Deed]]] = []
    for number in range(BACKUPS):
        crew.wait_for(15)
        known = crew.deeds  # acknowledged before it begins, so in it
        made.append((back_up(house, tmp_path / f"backup-{number}"), known))
    crew.wait_for(5)
    crew.finish()
    house.stop()
    for number, (archive, known) in enumerate(made):
        elsewhere = restored(house, archive, tmp_path / f"restored-{number}")
        try:
            open_the_next_day(elsewhere)
            everything_is_read(elsewhere, known)
        finally:
            elsewhere.stop()
        findings = found_in(elsewhere, known)
        assert not findings, f"SEED={SEED}, backup {number}\n" + "\n".join(findings)


def test_a_killed_backup_leaves_nothing_that_looks_like_one(house: House, crew: Crew, tmp_path: Path) -> None:
    chance, folder = random.Random(SEED), tmp_path / "backups"
    folder.mkdir()
    for _time in range(KILLED):
        process = house.begin(*FLASK, "backup", "create", "--to", str(folder))
        wait_until(lambda: any(folder.glob(".backup-*")), seconds=60, what="a backup began")
        time.sleep(chance.random() * 0.15)
        process.kill()
        process.wait()
        for archive in folder.glob("*.tar"):
            assert house.run(*FLASK, "backup", "check", str(archive)).returncode == 0, f"SEED={SEED}"
        for left in folder.glob(".backup-*"):
            shutil.rmtree(left)
    crew.finish()


def back_up(house: House, folder: Path) -> Path:
    done = house.run(*FLASK, "backup", "create", "--to", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    (archive,) = folder.glob("*.tar")
    return archive


def restored(house: House, archive: Path, folder: Path) -> House:
    """On a new machine: the key from its safe place, then the archive, then an upgrade, as docs/operations.md says."""
    elsewhere = House(house.tree, folder)
    elsewhere.data.mkdir(parents=True)
    shutil.copytree(house.data / "keys", elsewhere.data / "keys")
    for command in ((*FLASK, "backup", "restore", str(archive)), ("bin/upgrade.py",)):
        done = elsewhere.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    return elsewhere


def everything_is_read(elsewhere: House, known: list[Deed]) -> None:
    """A manager signs in, opens each room, and takes an attestation that was issued before."""
    manager = Manager("manager@el-jadida.example", Browser(elsewhere.port), seed=SEED)
    manager.sign_in()
    browser: Browser = manager.browser
    for page in PAGES:
        answer = browser.get(f"{HOME}/{page}")
        assert answer.status == 200, f"{page}: {answer.status} {answer.location}"
    for deed in known:
        if deed.what == "issued":
            file = browser.get(f"{deed.led_to}/file")
            assert (file.status, file.content[:5]) == (200, b"%PDF-"), deed
