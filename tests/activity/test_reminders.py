"""Reminders: who gets one, in which language, at most how often; who wants none; and the list to phone."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import Account
from app.activity import reminders
from app.activity.models import Reminder
from app.activity.rules import ReminderMeans
from app.extensions import db
from app.kernel import clock, jobs
from app.kernel.errors import ChangedMeanwhile
from app.kernel.tenancy import all_organisations, organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from tests.activity.conftest import Journal, days_ago, work
from tests.activity.reading import InJournal, read
from tests.support.client import HouseClient
from tests.support.world import TODAY, World

EMAIL = "member@el-jadida.example"


def letters(app: Flask) -> list[tuple[str, str]]:
    """To whom, and what."""
    outbox = Path(app.config["SETTINGS"].data_dir) / "outbox"
    written = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(outbox.glob("*.eml"))]
    return [(str(letter["To"]), letter["Subject"] + "\n" + letter.get_body().get_content()) for letter in written]


def due_here(journal: Journal) -> set[int]:
    return {row.id for row in reminders.due(journal.organisation.today)}


def remind(app: Flask) -> None:
    with app.app_context(), write_transaction():
        reminders.remind_silent_members()


def speak(app: Flask, language: str | None) -> None:
    with app.app_context(), write_transaction():
        db.session.execute(update(Account).where(Account.email == EMAIL).values(language=language))


class TestWho:
    @pytest.mark.parametrize(("days", "is_due"), [(7, False), (8, True)])
    def test_after_so_many_days_without_a_record(self, journal: Journal, days: int, is_due: bool) -> None:
        journal.log(work(days_ago(days)))
        assert (journal.people["member"] in due_here(journal)) is is_due

    def test_who_never_logged_counts_from_the_admission(self, journal: Journal) -> None:
        assert journal.people["member"] in due_here(journal)

    def test_not_who_left_nor_who_has_no_account(self, journal: Journal) -> None:
        assert journal.people["leila"] not in due_here(journal)
        with write_transaction():
            db.session.execute(update(Member).where(Member.id == journal.people["member"]).values(left_on=TODAY))
        assert journal.people["member"] not in due_here(journal)

    def test_not_who_refused_until_they_choose_again(self, journal: Journal) -> None:
        with write_transaction():
            reminders.choose(journal.member(), is_wanted_now=False)
        assert journal.people["member"] not in due_here(journal)
        with write_transaction():
            reminders.choose(journal.member(), is_wanted_now=True)
        assert journal.people["member"] in due_here(journal)

    def test_the_organisation_says_after_how_many_days_or_never(self, journal: Journal) -> None:
        journal.log(work(days_ago(8)))
        for days, is_due in ((10, False), (5, True), (0, False)):
            with write_transaction():
                reminders.change_rule(days, version=reminders.rule()[1])
            assert (journal.people["member"] in due_here(journal)) is is_due
        with pytest.raises(ChangedMeanwhile), write_transaction():
            reminders.change_rule(3, version=0)

    def test_at_most_once_in_as_many_days(self, journal: Journal) -> None:
        for days, is_due in ((2, False), (7, True)):
            with write_transaction():
                sent = clock.now() - timedelta(days=days)
                db.session.query(Reminder).delete()
                db.session.add(
                    Reminder(
                        member_id=journal.people["member"],
                        means=ReminderMeans.EMAIL,
                        silent_since=days_ago(30),
                        asked_at=sent,
                        sent_at=sent,
                    )
                )
            assert (journal.people["member"] in due_here(journal)) is is_due


class TestSending:
    @pytest.mark.parametrize(
        ("language", "said"), [("fr", ["Bonjour"]), ("ar", ["مرحبا"]), (None, ["Bonjour", "مرحبا"])]
    )
    def test_in_the_language_of_the_person(
        self, app: Flask, world: World, language: str | None, said: list[str]
    ) -> None:
        speak(app, language)
        remind(app)
        (text,) = [text for to, text in letters(app) if to == EMAIL]
        assert all(word in text for word in said)
        assert ("Bonjour" in text) is ("Bonjour" in said)
        assert world.home.url("activity/reminders/mine") in text

    def test_twice_the_same_night_is_once(self, app: Flask, world: World) -> None:
        remind(app)
        sent = letters(app)
        remind(app)
        with app.app_context():
            jobs.run_sweeps_now()
        assert letters(app) == sent

    def test_what_the_server_refused_is_sent_by_the_sweep_while_it_is_worth_it(
        self, app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_what: object) -> None:
            raise OSError("no server")

        with monkeypatch.context() as patched:
            patched.setattr(reminders, "send_mail", refuse)
            remind(app)
        assert letters(app) == []
        with app.app_context(), write_transaction(), all_organisations():
            earlier = clock.now() - timedelta(minutes=3)
            db.session.execute(update(Reminder).values(asked_at=earlier, taken_at=earlier))
        with app.app_context():
            jobs.run_sweeps_now()
        assert EMAIL in [to for to, _text in letters(app)]

    def test_who_logged_meanwhile_is_left_alone(self, app: Flask, world: World, in_journal: InJournal) -> None:
        with app.app_context(), write_transaction(), organisation_scope(world.home.id):
            kept = Reminder(
                member_id=world.home.members["member"], means=ReminderMeans.EMAIL, silent_since=days_ago(30)
            )
            db.session.add(kept)
            db.session.flush()
            reminder_id = kept.id
        in_journal(lambda journal: journal.log(work()))
        with app.app_context(), organisation_scope(world.home.id):
            reminders.send_reminder(world.home.id, reminder_id)
        assert letters(app) == []


class TestPages:
    def test_the_list_to_phone_has_links_with_the_number_only(
        self, app: Flask, world: World, manager: HouseClient, here: str
    ) -> None:
        with app.app_context(), write_transaction(), organisation_scope(world.home.id):
            db.session.get_one(Member, (world.home.id, world.home.members["leila"])).phone = "+212612345678"
        page = manager.get(f"{here}/reminders").text
        for link in ("tel:+212612345678", "sms:+212612345678", "https://wa.me/212612345678"):
            assert f'href="{link}"' in page
        assert f"members/{world.home.members['leila']}" in page
        assert f"members/{world.home.members['member']}?" not in page

    def test_a_call_is_written_down(self, world: World, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        coach.submit(f"{here}/reminders/{world.home.members['member']}", {})
        (kept,) = in_journal(lambda journal: db.session.scalars(select(Reminder)).all())
        assert (kept.means, kept.member_id) == (ReminderMeans.PHONE, world.home.members["member"])

    def test_ones_own_choice(self, world: World, member: HouseClient, here: str, in_journal: InJournal) -> None:
        member.submit(f"{here}/reminders/mine", {"is_wanted": "no"})
        assert not in_journal(lambda journal: reminders.is_wanted(journal.people["member"]))
        assert "checked" in read(member.get(f"{here}/reminders/mine"))
