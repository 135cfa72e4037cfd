"""Own fields: what is asked, what a file says in it, and that every question finds what a slow reading finds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.errors import ChangedMeanwhile
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.own_fields import errors, queries, services
from app.own_fields.models import Audience, FieldKind, OwnField, OwnFieldChoice, OwnFieldValue
from app.own_fields.rules import (
    OPERATORS,
    FieldFilter,
    Operator,
    Reader,
    Value,
    answers,
    as_plain,
    from_plain,
    is_filled_in_by,
    is_read_by,
)
from app.own_fields.services import FieldDetails
from tests.conftest import SignIn
from tests.support.world import TODAY, World

NAMES = ("member", "member2", "leila")


@contextmanager
def at_work(world: World, name: str = "member") -> Iterator[Member]:
    with organisation_scope(world.home.id), write_transaction():
        yield db.session.get_one(Member, (world.home.id, world.home.members[name]))


def add(kind: FieldKind, label: str = "Un champ", **told: Any) -> OwnField:
    sensitive = told.pop("is_sensitive", False)
    details = FieldDetails(label_fr=label, label_ar=f"حقل {label}", **told)
    return services.add_field(details, kind=kind, is_sensitive=sensitive)


def everybody(world: World) -> dict[int, Member]:
    ids = [world.home.members[name] for name in NAMES]
    return {member_id: db.session.get_one(Member, (world.home.id, member_id)) for member_id in ids}


POSSIBLE: dict[FieldKind, list[Value]] = {
    FieldKind.TEXT: ["Surjeteuse neuve", "four à pain", "Four", "une surjeteuse", "الخياطة والطرز", "50 % _de_ remise"],
    FieldKind.NUMBER: [0, 500, 9_000, 10_000, 100_000, -3_500],
    FieldKind.DAY: [TODAY - timedelta(days=back) for back in (0, 1, 30, 400)],
    FieldKind.YES_NO: [True, False],
}


@pytest.mark.parametrize("kind", list(FieldKind))
def test_every_question_finds_what_a_slow_reading_finds(context: Flask, world: World, kind: FieldKind) -> None:
    with at_work(world):
        members, field = everybody(world), add(kind)
        possible = POSSIBLE.get(kind) or [
            services.add_choice(field, label_fr=name, label_ar=name).id for name in ("Souk", "Boutique", "Foire")
        ]
        for _turn in range(8):
            said = {member_id: random.choice([None, *possible]) for member_id in members}
            for member_id, value in said.items():
                services.fill_in(members[member_id], {field.id: value}, version=None)
            assert {
                member_id: values[field.id]
                for member_id, values in queries.values_for(list(members), [field.id]).items()
            } == {member_id: value for member_id, value in said.items() if value is not None}
            for asked in questions(field, possible):
                condition = queries.own_field_conditions([asked], of=Member.id)
                found = set(db.session.scalars(select(Member.id).where(*condition)))
                assert found == {member_id for member_id, value in said.items() if answers(asked, value)}, asked


def questions(field: OwnField, possible: list[Value]) -> Iterator[FieldFilter]:
    """Every operator of the kind with every value, and some words."""
    for operator in OPERATORS[field.kind]:
        lows: list[Any] = ["four", "sur", "%", "الخياطه"] if operator is Operator.CONTAINS else possible
        for low, high in product(lows, possible if operator is Operator.BETWEEN else [None]):
            if operator is not Operator.BETWEEN or high >= low:  # type: ignore[operator]
                yield FieldFilter(field_id=field.id, kind=field.kind, operator=operator, low=low, high=high)


def test_nine_is_less_than_ten(context: Flask, world: World) -> None:
    """Numbers are compared as numbers: as text, 9 would be more than 10."""
    with at_work(world) as member:
        field = add(FieldKind.NUMBER)
        services.fill_in(member, {field.id: 9_000}, version=None)
        at_least = FieldFilter(field_id=field.id, kind=field.kind, operator=Operator.AT_LEAST, low=10_000)
        assert (
            db.session.scalars(select(Member.id).where(*queries.own_field_conditions([at_least], of=Member.id))).all()
            == []
        )


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"kind": FieldKind.YES_NO, "operator": Operator.AT_LEAST, "low": True}, errors.CannotCompareSo),
        ({"kind": FieldKind.NUMBER, "operator": Operator.CONTAINS, "low": 1}, errors.CannotCompareSo),
        ({"kind": FieldKind.NUMBER, "operator": Operator.IS}, errors.NothingToCompareWith),
        ({"kind": FieldKind.TEXT, "operator": Operator.CONTAINS, "low": ""}, errors.NothingToCompareWith),
        ({"kind": FieldKind.DAY, "operator": Operator.BETWEEN, "low": TODAY}, errors.NothingToCompareWith),
        ({"kind": FieldKind.NUMBER, "operator": Operator.BETWEEN, "low": 2, "high": 1}, errors.WrongWayRound),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(asked: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        FieldFilter(field_id=1, **asked)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldKind.TEXT, "Oui, non"),
        (FieldKind.NUMBER, -1_250),
        (FieldKind.DAY, date(2020, 2, 29)),
        (FieldKind.CHOICE, 7),
    ],
)
def test_what_is_sealed_is_read_back(kind: FieldKind, value: Value) -> None:
    assert from_plain(kind, as_plain(value)) == value
    assert from_plain(FieldKind.YES_NO, as_plain(True)) is True
    assert from_plain(FieldKind.YES_NO, as_plain(False)) is False


def test_a_sensitive_value_is_encrypted_and_stands_in_no_list_and_no_log(context: Flask, world: World) -> None:
    with at_work(world) as member:
        field = add(FieldKind.TEXT, is_sensitive=True, audience=Audience.PERSON)
        services.fill_in(member, {field.id: "Asthme"}, version=None)
        stored = db.session.execute(
            text("SELECT text, words, sealed FROM own_field_value"), execution_options={"takes_organisation_id": True}
        ).one()
        assert (stored.text, stored.words) == (None, None)
        assert "Asthme" not in stored.sealed
        assert queries.values_of(member.id) == {}
        assert field not in queries.fields_for_lists()
        filled = FieldFilter(field_id=field.id, kind=field.kind, operator=Operator.FILLED)
        assert (
            db.session.scalars(select(Member.id).where(*queries.own_field_conditions([filled], of=Member.id))).all()
            == []
        )
        assert services.reveal_sealed(member.id, [field.id]) == {field.id: "Asthme"}
        db.session.flush()
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("own_field."))).all()
        assert events[-1].action == services.SEALED_REVEALED
        assert "Asthme" not in str([(event.before, event.after) for event in events])


def test_the_log_says_before_and_after(context: Flask, world: World) -> None:
    with at_work(world) as member:
        field = add(FieldKind.NUMBER, label="Surface")
        services.fill_in(member, {field.id: 12_500}, version=None)
        services.fill_in(member, {field.id: 13_000}, version=None)
        services.fill_in(member, {field.id: 13_000}, version=None)
        db.session.flush()
        _first, event = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action == services.VALUE_CHANGED).order_by(AuditEvent.id)
        ).all()
        assert event.before == {"field": "Surface", "number": 12_500}
        assert event.after == {"field": "Surface", "number": 13_000}


def test_the_second_of_two_is_told(context: Flask, world: World) -> None:
    with at_work(world) as member:
        field = add(FieldKind.TEXT)
        shown = queries.sheet_version(member.id)
        services.fill_in(member, {field.id: "Une fois"}, version=shown)
        with pytest.raises(ChangedMeanwhile):
            services.fill_in(member, {field.id: "Deux fois"}, version=shown)
        services.fill_in(member, {field.id: "Deux fois"}, version=queries.sheet_version(member.id))
        assert queries.values_of(member.id) == {field.id: "Deux fois"}


def test_what_a_field_refuses(context: Flask, world: World) -> None:
    with at_work(world) as member:
        required, chosen = add(FieldKind.TEXT, "Requis", is_required=True), add(FieldKind.CHOICE, "Choix")
        other = add(FieldKind.CHOICE, "Autre choix")
        souk = services.add_choice(chosen, label_fr="Souk", label_ar="سوق")
        foreign = services.add_choice(other, label_fr="Foire", label_ar="معرض")
        for answer, refusal in (
            ({required.id: ""}, errors.RequiredIsEmpty),
            ({chosen.id: foreign.id}, errors.ChoiceNotOffered),
            ({chosen.id: 42}, errors.ChoiceNotOffered),
            ({42: "rien"}, errors.NotAsked),
        ):
            with pytest.raises(refusal) as refused:
                services.fill_in(member, answer, version=None)
            assert refused.value.field == f"own_{next(iter(answer))}"
        services.fill_in(member, {chosen.id: souk.id}, version=None)
        services.withdraw_choice(souk)
        services.fill_in(member, {chosen.id: souk.id}, version=None)  # the file keeps it
        with pytest.raises(errors.ChoiceNotOffered):
            services.fill_in(everybody(world)[world.home.members["leila"]], {chosen.id: souk.id}, version=None)


def test_a_withdrawn_field_is_not_asked_and_keeps_its_values(context: Flask, world: World) -> None:
    with at_work(world) as member:
        field = add(FieldKind.TEXT)
        services.fill_in(member, {field.id: "Gardé"}, version=None)
        services.withdraw_field(field)
        with pytest.raises(errors.NotAsked):
            services.fill_in(member, {field.id: "Changé"}, version=None)
        assert queries.values_of(member.id) == {field.id: "Gardé"}
        assert queries.asked_fields() == []
        services.ask_field_again(field)
        assert queries.asked_fields() == [field]


def test_names_are_not_given_twice_and_codes_never_change(context: Flask, world: World) -> None:
    with at_work(world):
        field = add(FieldKind.TEXT, "Permis")
        with pytest.raises(errors.FieldExists):
            add(FieldKind.NUMBER, "PERMIS")
        renamed = FieldDetails(label_fr="Permis B", label_ar="رخصة")
        services.change_field(field, renamed, version=field.version)
        assert (field.code, field.label_fr) == ("permis", "Permis B")
        assert add(FieldKind.TEXT, "Permis").code == "permis_2"
        with pytest.raises(ChangedMeanwhile):
            services.change_field(field, renamed, version=1)
        with pytest.raises(errors.SensitiveIsNotForCoaches):
            add(FieldKind.TEXT, "Santé", is_sensitive=True, audience=Audience.COACHES)
        with pytest.raises(errors.NoChoicesHere):
            services.add_choice(field, label_fr="Un", label_ar="واحد")


def test_a_name_that_another_gave_in_the_same_moment_is_taken(context: Flask, world: World) -> None:
    with at_work(world):
        field = add(FieldKind.CHOICE, "Lieu de vente")
        souk, foire = (services.add_choice(field, label_fr=name, label_ar=name) for name in ("Souk", "Foire"))
        by_another = update(OwnFieldChoice).where(OwnFieldChoice.id == foire.id).values(label_fr="Moussem")
        db.session.execute(by_another, execution_options={"synchronize_session": False})
        with pytest.raises(errors.ChoiceExists):
            services.change_choice(souk, label_fr="Moussem", label_ar="سوق")


def test_choices_have_names_of_their_own(context: Flask, world: World) -> None:
    with at_work(world):
        field = add(FieldKind.CHOICE)
        souk = services.add_choice(field, label_fr="Souk", label_ar="سوق")
        services.add_choice(field, label_fr="Foire", label_ar="معرض")
        with pytest.raises(errors.ChoiceExists):
            services.add_choice(field, label_fr="souk", label_ar="آخر")
        with pytest.raises(errors.ChoiceExists):
            services.change_choice(souk, label_fr="Foire", label_ar="سوق")


def test_one_page_holds_only_so_many_fields(context: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_FIELDS", 2)
    with at_work(world):
        add(FieldKind.TEXT, "Un")
        add(FieldKind.TEXT, "Deux")
        with pytest.raises(errors.TooManyFields):
            add(FieldKind.TEXT, "Trois")


def test_a_field_that_is_asked_again_finds_its_place(context: Flask, world: World, sign_in: SignIn) -> None:
    with at_work(world):
        one = add(FieldKind.TEXT, "Un")
        for _twice in range(2):
            services.withdraw_field(one)
        add(FieldKind.TEXT, "Deux")
        told = select(func.count()).where(AuditEvent.action == services.FIELD_WITHDRAWN)
        assert db.session.scalar(told) == 1
        again = world.home.url(f"settings/own-fields/{one.id}/ask")
    db.session.remove()
    manager = sign_in("manager@el-jadida.example")
    for most, said in ((1, "autant de champs"), (2, "demandé de nouveau")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(services, "MOST_FIELDS", most)
            assert manager.submit(again).status_code == 302
        assert said in manager.get(world.home.url("settings/own-fields")).get_data(as_text=True)


def test_fields_keep_the_order_they_are_given(context: Flask, world: World) -> None:
    with at_work(world):
        one, two, three = (add(FieldKind.TEXT, name) for name in ("Un", "Deux", "Trois"))
        services.move_field(three, upwards=True)
        assert queries.asked_fields() == [one, three, two]
        services.move_field(one, upwards=True)
        services.move_field(two, upwards=False)
        assert queries.asked_fields() == [one, three, two]
        services.move_field(one, upwards=False)
        assert queries.asked_fields() == [three, one, two]


@pytest.mark.parametrize(
    "columns",
    [
        {"thousandths": 1},
        {"text": "un", "thousandths": 1},
        {"text": None},
        {"day": TODAY},
        {"text": "un", "is_yes": True},
    ],
)
def test_the_database_keeps_one_value_of_the_kind(context: Flask, world: World, columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), at_work(world) as member:
        field = add(FieldKind.TEXT)
        db.session.add(OwnFieldValue(member_id=member.id, field_id=field.id, kind=field.kind, **columns))
        db.session.flush()
    db.session.remove()


MANAGER = Reader(is_manager=True, sees_sensitive=True, is_coach=True, is_own=False)
COACH = Reader(is_manager=False, sees_sensitive=False, is_coach=True, is_own=False)
PERSON = Reader(is_manager=False, sees_sensitive=False, is_coach=False, is_own=True)
COACHED_COACH = Reader(is_manager=False, sees_sensitive=False, is_coach=True, is_own=True)


@pytest.mark.parametrize(
    ("audience", "is_sensitive", "readers", "writers"),
    [
        (Audience.MANAGERS, False, [MANAGER], [MANAGER]),
        (Audience.COACHES, False, [MANAGER, COACH], [MANAGER, COACH]),
        (Audience.PERSON, False, [MANAGER, COACH, PERSON, COACHED_COACH], [MANAGER, COACH]),
        (Audience.MANAGERS, True, [MANAGER], [MANAGER]),
        (Audience.PERSON, True, [MANAGER, PERSON, COACHED_COACH], [MANAGER]),
    ],
)
def test_who_reads_and_who_fills_in(
    audience: Audience, is_sensitive: bool, readers: list[Reader], writers: list[Reader]
) -> None:
    everyone = [MANAGER, COACH, PERSON, COACHED_COACH]
    assert [one for one in everyone if is_read_by(one, audience, is_sensitive=is_sensitive)] == readers
    assert [one for one in everyone if is_filled_in_by(one, audience, is_sensitive=is_sensitive)] == writers
