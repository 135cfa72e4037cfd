"""Seven attestations an enterprise: valid, expired, revoked, in each language, with their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from app.accounts import queries as account_queries
from app.attestations import services
from app.attestations.drafts import Wanted
from app.attestations.jobs import document_of
from app.attestations.rules import PaperLanguage, Purpose
from app.kernel import clock
from app.kernel.access import Role
from app.kernel.database import db
from app.members.models import Member
from app.network import queries as network_queries
from app.network.queries import OpenOrganisation
from app.pdf import render_attestation


@dataclass(frozen=True, kw_only=True)
class _Case:
    """An attestation that was issued `days` ago to the member with this number."""

    days: int
    number: int
    language: PaperLanguage
    purpose: Purpose
    checks: int = 0
    revoked_after: int | None = None  # days


_CASES = (
    _Case(days=160, number=1, language=PaperLanguage.FRENCH, purpose=Purpose.HOUSING, checks=2),
    _Case(days=121, number=4, language=PaperLanguage.ARABIC, purpose=Purpose.ADMINISTRATION),
    _Case(days=64, number=2, language=PaperLanguage.BOTH, purpose=Purpose.VISA, checks=4),
    _Case(days=40, number=35, language=PaperLanguage.BOTH, purpose=Purpose.BANK, checks=1, revoked_after=2),
    _Case(days=38, number=35, language=PaperLanguage.BOTH, purpose=Purpose.BANK),
    _Case(days=17, number=38, language=PaperLanguage.FRENCH, purpose=Purpose.OTHER),
    _Case(days=5, number=1, language=PaperLanguage.BOTH, purpose=Purpose.BANK, checks=3),
)
_OTHER_PURPOSE = ("inscription au salon des artisans", "التسجيل في معرض الصناع التقليديين")
_REASON = "Le motif imprimé n’était pas le bon ; une autre attestation a été délivrée."


def load(organisation: OpenOrganisation, *, today: date, chance: Random) -> None:
    """Issue them in the order of their dates, as if the manager had; render each file at once."""
    members = _members([case.number for case in _CASES])
    manager = next(role.account_id for role in account_queries.people_with_access() if role.role is Role.MANAGER)
    for case in _CASES:
        member = members[case.number]
        at = _at(today - timedelta(days=case.days), organisation, chance)
        issued = services.issue(member, _wanted(case), by_account_id=manager, at=at)
        services.keep_file(issued.id, render_attestation(document_of(issued.document)))
        for _time in range(case.checks):
            services.count_check(organisation.id, issued.id)
        if case.revoked_after is not None:
            later = at + timedelta(days=case.revoked_after, hours=2)
            services.revoke(issued, reason=_REASON, by_account_id=manager, at=later)


def _members(numbers: Sequence[int]) -> dict[int, Member]:
    return {member.number: member for member in db.session.scalars(select(Member).where(Member.number.in_(numbers)))}


def _at(day: date, organisation: OpenOrganisation, chance: Random) -> datetime:
    """Some time in the working hours of a day."""
    return clock.start_of_day(day, organisation.country) + timedelta(minutes=chance.randint(9 * 60, 16 * 60))


def _wanted(case: _Case) -> Wanted:
    other = case.purpose is Purpose.OTHER
    return Wanted(
        language=case.language,
        purpose=case.purpose,
        purpose_fr=_OTHER_PURPOSE[0] if other else "",
        purpose_ar=_OTHER_PURPOSE[1] if other else "",
        signatory_id=network_queries.active_signatories()[0].id,
    )
