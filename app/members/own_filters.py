"""What the list of members can be reduced by, of what this room knows of a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import g
from sqlalchemy import ColumnElement, and_, or_, select

from app.accounts import queries as account_queries
from app.kernel.access import Actor
from app.kernel.i18n import LazyText, _, _l, language
from app.kernel.reading import among
from app.members import labels, list_rules
from app.members.list_filters import AsOf, Choices, ListFilter, Values, a_day, an_id
from app.members.models import CoachAssignment, Member, ParcoursStep, Settlement, Sex
from app.members.nationalities import ANOTHER, country_names
from app.members.parcours_queries import holding_on
from app.members.queries import communes, open_on
from app.network import queries as network_queries
from app.network import territories
from app.network.models import Vocabulary
from app.network.territory_rules import HOMES

NONE = "none"
Condition = ColumnElement[bool]


def an_id_or_none(value: str) -> bool:
    return value == NONE or an_id(value)


def one_of(column: Any, values: Values | list[int]) -> Condition:
    found: Condition = column == values[0] if len(values) == 1 else among(column, values)
    return found


def ids_in(values: Values) -> list[int]:
    return [int(value) for value in values if value != NONE]


def _at_stage(values: Values, as_of: AsOf) -> Condition:
    at = one_of(ParcoursStep.stage_id, ids_in(values))
    return _has_one(ParcoursStep, at, holding_on(as_of.day))


def _with_coach(values: Values, as_of: AsOf) -> Condition:
    ids = ids_in(values)
    found = [_has_one(CoachAssignment, one_of(CoachAssignment.coach_id, ids), open_on(as_of.day))] if ids else []
    return or_(*found, *([_supported_by_nobody(as_of)] if NONE in values else []))


def _has_one(model: type[ParcoursStep] | type[CoachAssignment], *conditions: Condition) -> Condition:
    """Looked up for each person whom the filters on the file itself leave, and for nobody else."""
    theirs = (model.organisation_id == Member.organisation_id, model.member_id == Member.id)
    return select(model.id).where(*theirs, *conditions).correlate(Member).exists()


def _supported_by_nobody(as_of: AsOf) -> Condition:
    if not as_of.is_past:
        return Member.is_coached.is_(False)
    return Member.id.not_in(select(CoachAssignment.member_id).where(open_on(as_of.day)))


def _of_age(values: Values, as_of: AsOf) -> Condition:
    return or_(*(_born_between(after, until) for after, until in list_rules.births_of_all(values, as_of.day)))


def _born_between(after: date | None, until: date) -> Condition:
    young_enough = Member.birth_date <= until
    return young_enough if after is None else and_(Member.birth_date > after, young_enough)


def _without_names(values: Values, _as_of: AsOf) -> Condition:
    pairs = {
        "latin": (Member.family_name_latin, Member.given_name_latin),
        "arabic": (Member.family_name_arabic, Member.given_name_arabic),
    }
    return or_(*(or_(*(name == "" for name in pairs[script])) for script in values))


def of_vocabulary(vocabulary: Vocabulary, *, none: LazyText | None = None) -> Callable[[Actor], Choices]:
    """The words of a list, withdrawn ones too; `none`: what is said of people who have none."""

    def choices(_actor: Actor) -> Choices:
        said = {str(term_id): word for term_id, word in network_queries.term_labels(vocabulary, language()).items()}
        return said if none is None else {NONE: str(none)} | said

    return choices


def _coaches(_actor: Actor) -> Choices:
    named = {str(coach.id): account_queries.name_of(coach) for coach in account_queries.every_coach()}
    return {NONE: _("Without a coach")} | named


def _coach_named(value: str) -> str:
    if value == NONE:
        return _("Without a coach")
    found = (coach for coach in account_queries.every_coach() if str(coach.id) == value)
    return next(map(account_queries.name_of, found), "")


def _stage_named(value: str) -> str:
    return network_queries.words_of_members(language()).stages.get(int(value), "")


def _trade_named(value: str) -> str:
    return network_queries.words_of_members(language()).trades.get(int(value), "")


def _territories(_actor: Actor) -> Choices:
    """Those that stand; then those that some files may still say."""
    here, today = g.organisation.country, g.organisation.today
    ended = {
        each.code: each.name(language())
        for each in territories.territories(here)
        if each.has_ended(today) and each.kind in HOMES
    }
    return territories.territory_choices(here, language(), today) | ({_("No longer exist"): ended} if ended else {})


def _nationalities(_actor: Actor) -> Choices:
    return {**country_names(language(), g.organisation.country), ANOTHER: str(labels.COUNTRY[ANOTHER])}


def _communes(actor: Actor) -> Choices:
    return {name: name for name in communes(actor, on=g.organisation.today)}


def fixed(code: str, label: LazyText, words: dict[str, LazyText], **said: Any) -> ListFilter:
    """A filter of a few values that are always the same."""
    return ListFilter(code=code, label=label, choices=lambda _actor: words, reads=words.__contains__, **said)


AGES = {
    "0-17": _l("Under 18"),
    **{band: _l("%(from)s to %(to)s years", **{"from": low, "to": high}) for band, (low, high) in list_rules.BANDS.items() if low and high},
    "55": _l("55 and over"),
}  # fmt: skip
OWN_FILTERS = (
    ListFilter(
        code="stage",
        label=_l("Stage"),
        condition=_at_stage,
        choices=of_vocabulary(Vocabulary.STAGE),
        word_of=_stage_named,
        takes_several=True,
    ),
    ListFilter(
        code="coach",
        label=_l("Support coach"),
        condition=_with_coach,
        choices=_coaches,
        reads=an_id_or_none,
        word_of=_coach_named,
        takes_several=True,
    ),
    ListFilter(
        code="trade",
        label=_l("Trade"),
        condition=lambda values, _as_of: one_of(Member.trade_id, ids_in(values)),
        choices=of_vocabulary(Vocabulary.TRADE),
        word_of=_trade_named,
        takes_several=True,
    ),
    fixed(
        "sex",
        _l("Sex"),
        {code.value: label for code, label in labels.SEX.items()},
        condition=lambda values, _as_of: Member.sex == Sex(values[0]),
    ),
    fixed("age", _l("Age"), AGES, condition=_of_age, takes_several=True),
    ListFilter(
        code="territory",
        label=_l("Province"),
        condition=lambda values, _as_of: one_of(Member.territory_code, values),
        choices=_territories,
        reads=lambda value: territories.territory(value) is not None,
        word_of=lambda code: territories.territory_name(code, language()),
        takes_several=True,
    ),
    ListFilter(
        code="commune",
        label=_l("Commune"),
        condition=lambda values, _as_of: one_of(Member.commune, values),
        choices=_communes,
        reads=lambda value: value.isprintable(),
        word_of=str,
        takes_several=True,
    ),
    fixed(
        "settlement",
        _l("Lives"),
        {**{code.value: label for code, label in labels.SETTLEMENT.items()}, NONE: _l("Not given")},
        condition=lambda values, _as_of: _lives(values),
        takes_several=True,
    ),
    ListFilter(
        code="nationality",
        label=_l("Nationality"),
        condition=lambda values, _as_of: one_of(Member.nationality, values),
        choices=_nationalities,
        reads=lambda value: len(value) == 2 and value.isascii() and value.isupper(),
        word_of=labels.nationality_name,
        takes_several=True,
    ),
    ListFilter(
        code="admitted_from",
        label=_l("Admitted from"),
        condition=lambda values, _as_of: Member.admitted_on >= date.fromisoformat(values[0]),
        reads=a_day,
    ),
    ListFilter(
        code="admitted_until",
        label=_l("Admitted until"),
        condition=lambda values, _as_of: Member.admitted_on <= date.fromisoformat(values[0]),
        reads=a_day,
    ),
    fixed(
        "account",
        _l("Can sign in"),
        labels.YES_NO,
        condition=lambda values, _as_of: Member.account_id.is_not(None) if values == ("yes",) else Member.account_id.is_(None),
    ),
    fixed(
        "phone",
        _l("Has a phone number"),
        labels.YES_NO,
        condition=lambda values, _as_of: Member.phone != "" if values == ("yes",) else Member.phone == "",
    ),
    fixed(
        "without_name",
        _l("Name missing"),
        {"latin": _l("In Latin letters"), "arabic": _l("In Arabic letters")},
        condition=_without_names,
        takes_several=True,
    ),
)  # fmt: skip


def _lives(values: Values) -> Condition:
    found = [Member.settlement == Settlement(value) for value in values if value != NONE]
    return or_(*found, *([Member.settlement.is_(None)] if NONE in values else []))
