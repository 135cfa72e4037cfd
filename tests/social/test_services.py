"""The social file as it is written: parts, facts in their histories, and what is sensitive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from app.extensions import db
from app.kernel import key_file
from app.kernel.access import Actor, Role
from app.kernel.audit import AuditEvent
from app.kernel.errors import ChangedMeanwhile
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.network import queries as network_queries
from app.network import services as network_services
from app.network.models import Vocabulary, VocabularyTerm
from app.social import count_queries, errors, fact_services, queries, services
from app.social.count_queries import Theme
from app.social.models import Disability, Education, Language, Occupation, OtherJob, Protection
from app.social.rules import (
    Background,
    Family,
    JobDetails,
    OccupationDetails,
    Project,
    ProtectionDetails,
    TradeDetails,
)
from tests.support.parcours import record
from tests.support.world import TODAY, World

ADMITTED = TODAY - timedelta(days=200)


@contextmanager
def at_work(world: World, name: str = "member") -> Iterator[Member]:
    with organisation_scope(world.home.id), write_transaction():
        yield db.session.get_one(Member, (world.home.id, world.home.members[name]))


def words(vocabulary: Vocabulary) -> dict[str, VocabularyTerm]:
    return {term.code: term for term in network_queries.active_terms(vocabulary)}


def keep(member: Member, details: Any) -> Any:
    return fact_services.record_fact(member, details, by_account_id=None)


def occupied(code: str, started_on: date) -> OccupationDetails:
    return OccupationDetails(occupation_id=words(Vocabulary.OCCUPATION)[code].id, started_on=started_on)


def covered(code: str, started_on: date, **told: Any) -> ProtectionDetails:
    return ProtectionDetails(body_id=words(Vocabulary.PROTECTION_BODY)[code].id, started_on=started_on, **told)


def held(member: Member) -> list[tuple[date, date | None]]:
    return [(row.started_on, row.holds_until) for row in queries.occupations_of(member.id)]


def events(action: str) -> list[AuditEvent]:
    db.session.flush()
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)))


def test_parts_are_written_one_by_one(context: Flask, world: World) -> None:
    with at_work(world) as member:
        background = Background(education=Education.HIGHER, languages=(Language.FRENCH, Language.DARIJA))
        services.change_part(member, background, version=0)
        services.change_part(member, Family(children=0, dependants=0), version=1)
        services.change_part(member, Project(is_first_business=False), version=2)
        file = queries.file_of(member.id)
        assert file is not None
        assert (file.education, file.children, file.is_first_business) == (Education.HIGHER, 0, False)
        assert {row.language for row in queries.languages_of(member.id)} == {Language.FRENCH, Language.DARIJA}
        assert events(services.FILE_CHANGED)[0].after == {
            "education": "higher",
            "languages": ["darija", "fr"],
        }


def test_the_second_of_two_is_told_even_where_only_a_language_changed(context: Flask, world: World) -> None:
    with at_work(world) as member:
        services.change_part(member, Background(education=Education.NONE), version=0)
        spoken = Background(education=Education.NONE, languages=(Language.KABYLE,))
        services.change_part(member, spoken, version=1)
        with pytest.raises(ChangedMeanwhile):
            services.change_part(member, Background(), version=1)
        with pytest.raises(ChangedMeanwhile):
            services.change_part(member, Background(), version=0)
        assert [row.language for row in queries.languages_of(member.id)] == [Language.KABYLE]


def test_nothing_changed_is_nothing_written(context: Flask, world: World) -> None:
    with at_work(world) as member:
        services.change_part(member, Family(), version=0)
        assert queries.file_of(member.id) is None
        services.change_part(member, Family(children=1), version=0)
        services.change_part(member, Family(children=1), version=1)
        assert len(events(services.FILE_CHANGED)) == 1


def test_words_that_are_not_offered_are_refused_and_kept_ones_stay(context: Flask, world: World) -> None:
    with organisation_scope(world.abroad.id):
        foreign = words(Vocabulary.PRESCRIBER)["association"].id
        db.session.remove()
    with at_work(world) as member:
        with pytest.raises(errors.WordNotOffered) as refused:
            services.change_part(member, Background(prescriber_id=foreign), version=0)
        assert refused.value.field == "prescriber_id"
        kept = words(Vocabulary.PRESCRIBER)["association"]
        services.change_part(member, Background(prescriber_id=kept.id), version=0)
        network_services.retire_term(kept)
        services.change_part(member, Background(prescriber_id=kept.id, education=Education.NONE), version=1)
        with pytest.raises(errors.WordNotOffered):
            keep(member, OccupationDetails(occupation_id=kept.id, started_on=TODAY))
        with pytest.raises(errors.WordNotOffered):
            keep(member, TradeDetails(trade_id=world.home.trades[0], sector_id=kept.id))


def test_an_occupation_holds_until_the_next_one(context: Flask, world: World) -> None:
    with at_work(world) as member:
        now = keep(member, occupied("employee", TODAY - timedelta(days=10)))
        keep(member, occupied("unemployed", ADMITTED - timedelta(days=400)))
        between = keep(member, occupied("informal", ADMITTED))
        assert held(member) == [
            (TODAY - timedelta(days=10), None),
            (ADMITTED, TODAY - timedelta(days=11)),
            (ADMITTED - timedelta(days=400), ADMITTED - timedelta(days=1)),
        ]
        fact_services.delete_fact(member, between)
        fact_services.change_fact(member, now, occupied("employee", TODAY), version=now.version)
        assert held(member) == [(TODAY, None), (ADMITTED - timedelta(days=400), TODAY - timedelta(days=1))]
        for back in (0, 1, 199, 200, 700):
            day = TODAY - timedelta(days=back)
            found = db.session.scalars(select(Occupation).where(queries.occupied_on(day))).all()
            expected = [row for row in queries.occupations_of(member.id) if row.started_on <= day][:1]
            assert [row.id for row in found] == [row.id for row in expected]


def test_a_refused_fact_changes_nothing(context: Flask, world: World) -> None:
    with at_work(world) as member:
        keep(member, occupied("employee", TODAY))
        with pytest.raises(errors.TwoOccupationsOneDay):
            keep(member, occupied("student", TODAY))
        assert held(member) == [(TODAY, None)]
        assert not db.session.dirty


def test_facts_before_a_birth_date_that_was_corrected_do_not_hold_each_other(context: Flask, world: World) -> None:
    with at_work(world) as member:
        early = member.birth_date + timedelta(days=30)
        first, second, third = (keep(member, JobDetails(employer=name, started_on=early)) for name in "ABC")
        member.birth_date += timedelta(days=365)
        db.session.flush()
        keep(member, JobDetails(employer="D", started_on=TODAY))
        with pytest.raises(errors.BeforeBirth):
            fact_services.change_fact(member, first, JobDetails(employer="E", started_on=early), version=1)
        fact_services.change_fact(member, first, JobDetails(employer="A", started_on=TODAY), version=1)
        for wrong in (second, third):
            fact_services.delete_fact(member, wrong)
        assert {row.employer for row in queries.jobs_of(member.id)} == {"A", "D"}


def test_the_second_of_two_corrections_is_told(context: Flask, world: World) -> None:
    with at_work(world) as member:
        fact = keep(member, JobDetails(employer="Récolte"))
        fact_services.change_fact(member, fact, JobDetails(employer="Vendanges"), version=1)
        with pytest.raises(ChangedMeanwhile):
            fact_services.change_fact(member, fact, JobDetails(employer="Cueillette"), version=1)
        fact_services.delete_fact(member, fact)
        with pytest.raises(ChangedMeanwhile):
            fact_services.delete_fact(member, fact)


def test_what_was_read_before_the_lock_is_read_again(context: Flask, world: World) -> None:
    with at_work(world) as member:
        fact = keep(member, JobDetails(employer="Récolte"))
        elsewhere = update(OtherJob).where(OtherJob.id == fact.id).values(employer="Vendanges", version=2)
        db.session.execute(elsewhere, execution_options={"synchronize_session": False})
        with pytest.raises(ChangedMeanwhile):
            fact_services.change_fact(member, fact, JobDetails(employer="Récolte"), version=1)
        assert fact.employer == "Vendanges"


def test_the_log_says_which_fact_was_corrected(context: Flask, world: World) -> None:
    with at_work(world) as member:
        fact = keep(member, JobDetails(employer="Récolte", weekly_hours=5))
        fact_services.change_fact(member, fact, JobDetails(employer="Récolte"), version=1)
        (event,) = events(fact_services.FACT_CHANGED)
        assert event.before == {"employer": "Récolte", "weekly_hours": 5}
        assert event.after == {"employer": "Récolte", "weekly_hours": None}


def test_a_number_is_encrypted_kept_and_goes_with_its_body(context: Flask, world: World) -> None:
    with at_work(world) as member:
        fact = keep(member, covered("cnss", ADMITTED, number="123456789"))
        stored = db.session.execute(
            text("SELECT body_number FROM protection"), execution_options={"takes_organisation_id": True}
        ).scalar_one()
        assert "123456789" not in stored
        assert fact.number_last_three == "789"
        fact_services.change_fact(member, fact, covered("cnss", ADMITTED + timedelta(days=1)), version=fact.version)
        assert fact_services.reveal_number(member, fact) == "123456789"
        assert len(events(fact_services.NUMBER_REVEALED)) == 1
        fact_services.change_fact(member, fact, covered("none", ADMITTED), version=fact.version)
        assert (fact.body_number, fact.number_last_three) == (None, "")
        told = [(event.before, event.after) for event in db.session.scalars(select(AuditEvent))]
        assert "123456789" not in str(told)


def test_no_protection_stands_alone(context: Flask, world: World) -> None:
    with at_work(world) as member:
        keep(member, covered("none", ADMITTED, ended_on=TODAY))
        with pytest.raises(errors.NoneBesideOthers):
            keep(member, covered("cnss", TODAY))
        keep(member, covered("cnss", TODAY + timedelta(days=1)))
        for day, count in ((ADMITTED, 1), (TODAY, 1), (ADMITTED - timedelta(days=1), 0)):
            assert len(db.session.scalars(select(Protection).where(queries.covered_on(day))).all()) == count


def test_a_disability_is_recorded_with_consent_encrypted_and_erased(context: Flask, world: World) -> None:
    with at_work(world) as member:
        with pytest.raises(errors.NoConsent):
            services.record_disability(member, "Asthme", consented_on=None, version=0, by_account_id=None)
        services.record_disability(member, "Asthme", consented_on=TODAY, version=0, by_account_id=None)
        with pytest.raises(ChangedMeanwhile):
            services.record_disability(member, "Autre", consented_on=TODAY, version=0, by_account_id=None)
        stored = db.session.execute(
            text("SELECT said FROM disability"), execution_options={"takes_organisation_id": True}
        ).scalar_one()
        assert "Asthme" not in stored
        shown = services.reveal_disability(member)
        assert shown is not None
        assert shown.said == "Asthme"
        services.erase_disability(member)
        assert db.session.scalars(select(Disability)).all() == []
        with pytest.raises(errors.NothingRecorded):
            services.erase_disability(member)
        actions = [services.DISABILITY_RECORDED, services.DISABILITY_REVEALED, services.DISABILITY_ERASED]
        assert [len(events(action)) for action in actions] == [1, 1, 1]
        told = [(event.before, event.after) for event in db.session.scalars(select(AuditEvent))]
        assert "Asthme" not in str(told)


def manager_of(world: World) -> Actor:
    return Actor(account_id=1, organisation_id=world.home.id, display_name="M", roles=frozenset({Role.MANAGER}))


def counted(world: World, theme: Theme, on: date) -> dict[str | None, tuple[int, int, int]]:
    labels = {term.id: term.code for term in db.session.scalars(select(VocabularyTerm))}
    rows = count_queries.count_answers(manager_of(world), theme, on=on, today=TODAY)
    return {labels.get(row.answer, row.answer): (row.female, row.male, row.all) for row in rows}


def test_the_counts_of_a_day_and_the_people_behind_them(context: Flask, world: World) -> None:
    with at_work(world) as amina:
        youssef = db.session.get_one(Member, (world.home.id, world.home.members["member2"]))
        services.change_part(amina, Background(education=Education.PRIMARY), version=0)
        keep(amina, occupied("unemployed", ADMITTED - timedelta(days=30)))
        keep(amina, occupied("employee", TODAY - timedelta(days=5)))
        keep(youssef, occupied("student", ADMITTED + timedelta(days=1)))
        keep(amina, covered("cnss", TODAY - timedelta(days=5)))
        keep(amina, covered("mutual", TODAY - timedelta(days=5)))
        record(youssef, "exit", TODAY)
    with organisation_scope(world.home.id):
        yesterday = TODAY - timedelta(days=1)
        assert counted(world, Theme.EDUCATION, yesterday) == {None: (1, 1, 2), "primary": (1, 0, 1)}
        assert counted(world, Theme.ENTRY, yesterday) == {None: (1, 1, 2), "unemployed": (1, 0, 1)}
        assert counted(world, Theme.OCCUPATION, yesterday) == {
            None: (1, 0, 1),
            "employee": (1, 0, 1),
            "student": (0, 1, 1),
        }
        assert counted(world, Theme.OCCUPATION, ADMITTED) == {None: (1, 1, 2), "unemployed": (1, 0, 1)}
        assert counted(world, Theme.PROTECTION, yesterday) == {None: (1, 1, 2), "cnss": (1, 0, 1), "mutual": (1, 0, 1)}
        assert counted(world, Theme.OCCUPATION, TODAY) == {None: (1, 0, 1), "employee": (1, 0, 1)}
        assert counted(world, Theme.OCCUPATION, ADMITTED - timedelta(days=1)) == {}
        for theme in Theme:
            for row in count_queries.count_answers(manager_of(world), theme, on=yesterday, today=TODAY):
                for sex, count in (("F", row.female), ("M", row.male), ("", row.all)):
                    people = count_queries.people_counted(
                        manager_of(world), theme, row.answer, sex=sex, on=yesterday, today=TODAY
                    )
                    assert len(people) == count
        db.session.remove()


def test_a_new_key_closes_everything_that_is_sealed() -> None:
    """`flask identity-key rotate` goes through these."""
    columns = {str(column) for column in key_file.encrypted_columns()}
    assert {"disability.said", "protection.body_number", "own_field_value.sealed"} <= columns
