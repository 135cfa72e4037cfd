"""What leaves with a member: a package of plain values, made of the parts that were ticked and of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from app.kernel.database import db
from app.members import parcours_queries
from app.members.models import Member
from app.members.services import MemberDetails
from app.network import queries as network_queries
from app.papers.models import Paper, PaperKind, PaperState
from app.social import queries as social_queries
from app.social.models import MemberTrade, Occupation, OtherJob, Protection, SocialFile
from app.social.rules import Background, Family, JobDetails, OccupationDetails, Project, ProtectionDetails, TradeDetails
from app.transfers.coding import names_of, told_by
from app.transfers.rules import Part
from app.transfers.words import every_kind, every_word, told
from app.work_relations import queries as contract_queries

VERSION = 1
"""Of the package: what another version has prepared is not read."""
PERSON = tuple(name for name in names_of(MemberDetails) if not name.startswith("identity_"))
DOCUMENT = tuple(name for name in names_of(MemberDetails) if name.startswith("identity_"))
CONTRACT = ("started_on", "last_day", "post_fr", "post_ar", "weekly_minutes")
PAPER = ("received_on", "number", "issued_on", "expires_on", "note")


def pack(member: Member, parts: Collection[Part]) -> dict[str, Any]:
    """The package of a member, in the open organisation."""
    packed: dict[str, Any] = {
        "version": VERSION,
        "country": network_queries.current_organisation().country.value,
        "person": told_by(member, PERSON),
        "trade": told(every_word().get(member.trade_id or 0)),
    }
    for part, name, packed_part in _PARTS:
        if part in parts and (found := packed_part(member, parts)):
            packed[name] = found
    return packed


def on_file(member: Member) -> set[Part]:
    """The parts of which there is something to copy."""
    found = {part for part, _name, packed_part in _PARTS if packed_part(member, tuple(Part))}
    protection = _facts(Protection, member.id)
    return found | {Part.PROTECTION_NUMBERS} if any(fact.number_last_three for fact in protection) else found


def _document(member: Member, _parts: Collection[Part]) -> dict[str, Any] | None:
    if member.identity_kind is None or member.identity_number is None:
        return None
    number = {"kind": member.identity_kind.value, "country": member.identity_country}
    return {**told_by(member, DOCUMENT), **number, "number": str(member.identity_number)}


def _social(member: Member, parts: Collection[Part]) -> dict[str, Any] | None:
    words, file = every_word(), social_queries.find_file(member.id)
    spoken = [row.language.value for row in social_queries.languages_of(member.id)]
    with_numbers = Part.PROTECTION_NUMBERS in parts
    found: dict[str, Any] = {
        **(_file(file, words) if file is not None else {}),
        "languages": sorted(spoken),
        "occupations": [
            {**told_by(fact, names_of(OccupationDetails)), "word": told(words.get(fact.occupation_id))}
            for fact in _facts(Occupation, member.id)
        ],
        "trades": [
            {
                **told_by(fact, names_of(TradeDetails)),
                "word": told(words.get(fact.trade_id)),
                "sector": told(words.get(fact.sector_id or 0)),
            }
            for fact in _facts(MemberTrade, member.id)
        ],
        "jobs": [told_by(fact, names_of(JobDetails)) for fact in _facts(OtherJob, member.id)],
        "protection": [_protection(fact, words, with_number=with_numbers) for fact in _facts(Protection, member.id)],
    }
    return {name: value for name, value in found.items() if value} or None


def _file(file: SocialFile, words: dict[int, Any]) -> dict[str, Any]:
    background = told_by(file, [name for name in names_of(Background) if name != "languages"])
    terms = {name: told(words.get(getattr(file, f"{name}_id") or 0)) for name in ("antenna", "prescriber", "channel")}
    return {
        "background": {**background, **{name: word for name, word in terms.items() if word}},
        "family": told_by(file, names_of(Family)),
        "project": told_by(file, names_of(Project)),
    }


def _facts(model: Any, member_id: int) -> Sequence[Any]:
    found: Any = select(model).where(model.member_id == member_id).order_by(model.id)
    return db.session.scalars(found).all()


def _protection(fact: Protection, words: dict[int, Any], *, with_number: bool) -> dict[str, Any]:
    names = [name for name in names_of(ProtectionDetails) if name != "number"]
    number = {"number": str(fact.body_number)} if with_number and fact.body_number else {}
    return {**told_by(fact, names), **number, "word": told(words.get(fact.body_id))}


def _disability(member: Member, _parts: Collection[Part]) -> dict[str, Any] | None:
    kept = social_queries.find_disability(member.id)
    return None if kept is None else {"said": str(kept.said), "consented_on": kept.consented_on.isoformat()}


def _parcours(member: Member, _parts: Collection[Part]) -> list[dict[str, Any]]:
    names = ("started_on", "holds_until", "stage_fr", "stage_ar", "exit_reason_fr", "exit_reason_ar")
    return [told_by(step, names) for step in parcours_queries.steps_of(member.id)]


def _contracts(member: Member, _parts: Collection[Part]) -> list[dict[str, Any]]:
    names = (*CONTRACT, "kind_fr", "kind_ar", "end_reason_fr", "end_reason_ar")
    return [told_by(known.row, names) for known in contract_queries.contracts_of(member.id)]


def _common_papers(member: Member, _parts: Collection[Part]) -> list[dict[str, Any]]:
    return _papers(member, are_private=False)


def _private_papers(member: Member, _parts: Collection[Part]) -> list[dict[str, Any]]:
    return _papers(member, are_private=True)


def _papers(member: Member, *, are_private: bool) -> list[dict[str, Any]]:
    """Those that count. A file is named, not copied: it follows when the transfer is accepted, if it is still there."""
    kinds = every_kind()
    wanted = select(PaperKind.id).where((PaperKind.is_identity | PaperKind.is_confidential).is_(are_private))
    found = select(Paper).where(
        Paper.member_id == member.id, Paper.state == PaperState.RECEIVED, Paper.kind_id.in_(wanted)
    )
    papers = db.session.scalars(found.order_by(Paper.received_on, Paper.id)).all()
    return [{**told_by(one, (*PAPER, "file_id")), "word": told(kinds[one.kind_id])} for one in papers]


def _sign_in(member: Member, _parts: Collection[Part]) -> dict[str, int] | None:
    return None if member.account_id is None else {"account_id": member.account_id}


_PARTS = (
    (Part.IDENTITY_NUMBER, "document", _document),
    (Part.SOCIAL, "social", _social),
    (Part.DISABILITY, "disability", _disability),
    (Part.PARCOURS, "parcours", _parcours),
    (Part.CONTRACTS, "contracts", _contracts),
    (Part.PAPERS, "papers", _common_papers),
    (Part.PRIVATE_PAPERS, "private_papers", _private_papers),
    (Part.SIGN_IN, "sign_in", _sign_in),
)
