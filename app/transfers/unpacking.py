"""A package becomes a file here: what has a place is written by the services of each room, what has none is listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.accounts import services as account_services
from app.accounts.errors import RoleAlreadyHeld
from app.accounts.models import Account
from app.kernel import notices
from app.kernel.access import Role
from app.kernel.database import db
from app.kernel.errors import Refusal
from app.kernel.i18n import N_
from app.kernel.tenancy import open_organisation_id
from app.kernel.uploads import Upload
from app.members.models import IdentityKind, Member
from app.members.services import IdentityDocument, MemberDetails
from app.network.models import Vocabulary
from app.papers import services as paper_services
from app.papers.models import PaperKind
from app.papers.services import PaperDetails
from app.social import fact_services
from app.social import queries as social_queries
from app.social import services as social_services
from app.social.rules import (
    Background,
    Details,
    Family,
    JobDetails,
    OccupationDetails,
    Project,
    ProtectionDetails,
    TradeDetails,
)
from app.transfers.coding import details_of, from_json
from app.transfers.errors import PackageUnreadable
from app.transfers.packing import VERSION
from app.transfers.words import Offered

Told = Mapping[str, Any]
ReadFile = Callable[[int], Upload | None]
"""The file that a package names, from the other side; None where it is gone."""


def opened(package: str | None) -> dict[str, Any]:
    """What a package says. Raises PackageUnreadable for another version's."""
    told = from_json(package)
    if told.get("version") != VERSION:
        raise PackageUnreadable
    return told


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A package on its way into a file of the open organisation. `left_out`: what found no place, and why, by code."""

    told: Told
    offered: Offered
    today: date
    by_account_id: int | None
    left_out: list[dict[str, str]] = field(default_factory=list)

    def leave_out(self, what: str, why: str, *, word: Told | None = None, said: str = "", on: str = "") -> None:
        fr, ar = (word["fr"], word["ar"]) if word else (said, said)
        self.left_out.append({"what": what, "why": why, "fr": fr, "ar": ar, "on": on})

    def term_id(self, what: str, vocabulary: Vocabulary, word: Told | None) -> int | None:
        """The word of this organisation that says the same; without one, it is left out."""
        if word is None:
            return None
        found = self.offered.term_id(vocabulary, word)
        if found is None:
            self.leave_out(what, "word", word=word)
        return found

    def person(self) -> tuple[MemberDetails, IdentityDocument | None]:
        """Who is to be admitted."""
        document = self.told.get("document")
        trade_id = self.term_id("trade", Vocabulary.TRADE, self.told["trade"])
        details = details_of(MemberDetails, {**self.told["person"], **(document or {})}, trade_id=trade_id)
        return details, None if document is None else identity_document(document)

    def fill(self, member: Member, read_file: ReadFile) -> None:
        """Write all the rest to the file of who was admitted."""
        self._write_social(member, self.told.get("social") or {})
        self._write_disability(member, self.told.get("disability"))
        for told in self.papers():
            self._write_paper(member, told, read_file)
        self._open_sign_in(member, self.told.get("sign_in"))

    def foresee(self) -> tuple[MemberDetails, IdentityDocument | None]:
        """Who it is about, and in `left_out` what can be known before anything is written."""
        social = self.told.get("social") or {}
        found = self.person()
        _looked_at = [*self._parts_of(social), *self._facts_of(social)]
        for told in self.papers():
            self._kind_of(told)
        return found

    def papers(self) -> list[Told]:
        return [*self.told.get("papers", ()), *self.told.get("private_papers", ())]

    def history(self) -> dict[str, Any]:
        """What is kept as it was told: of another organisation's time, and counted nowhere here."""
        return {
            "left_out": self.left_out,
            "parcours": self.told.get("parcours", []),
            "contracts": self.told.get("contracts", []),
        }

    def _write_social(self, member: Member, social: Told) -> None:
        for part in self._parts_of(social):
            try:
                social_services.change_part(member, part, version=_version_of(member))
            except Refusal:
                self.leave_out("social", "refused")
        for what, told, fact in self._facts_of(social):
            try:
                fact_services.record_fact(member, fact, by_account_id=self.by_account_id)
            except Refusal:
                self.leave_out(what, "refused", word=told.get("word"), on=told.get("started_on", ""))

    def _parts_of(self, social: Told) -> Iterator[Background | Family | Project]:
        background = social.get("background", {})
        languages = {"languages": social["languages"]} if "languages" in social else {}
        if background or languages:
            yield self._background(details_of(Background, {**background, **languages}), background)
        if social.get("family"):
            yield details_of(Family, social["family"])
        if social.get("project"):
            yield details_of(Project, social["project"])

    def _background(self, details: Background, told: Told) -> Background:
        """Who exactly sent the person is said only beside what kind of place it was."""
        prescriber_id = self.term_id("prescriber", Vocabulary.PRESCRIBER, told.get("prescriber"))
        name = details.prescriber_name
        if name and prescriber_id is None:
            self.leave_out("prescriber_name", "word", said=name)
        return replace(
            details,
            antenna_id=self.term_id("antenna", Vocabulary.ANTENNA, told.get("antenna")),
            prescriber_id=prescriber_id,
            prescriber_name=name if prescriber_id is not None else "",
            channel_id=self.term_id("channel", Vocabulary.CHANNEL, told.get("channel")),
        )

    def _facts_of(self, social: Told) -> Iterator[tuple[str, Told, Details]]:
        for what, told, vocabulary in _each_fact(social):
            term_id = None if vocabulary is None else self.offered.term_id(vocabulary, told["word"])
            if vocabulary is not None and term_id is None:
                is_body = vocabulary is Vocabulary.PROTECTION_BODY and self.offered.is_abroad
                on = told.get("started_on", "")
                self.leave_out(what, "country" if is_body else "word", word=told["word"], on=on)
            else:
                yield what, told, self._fact(what, told, term_id or 0)

    def _fact(self, what: str, told: Told, term_id: int) -> Details:
        if what == "occupation":
            return details_of(OccupationDetails, told, occupation_id=term_id)
        if what == "member_trade":
            sector_id = self.term_id("sector", Vocabulary.SECTOR, told.get("sector"))
            return details_of(TradeDetails, told, trade_id=term_id, sector_id=sector_id)
        if what == "job":
            return details_of(JobDetails, told)
        return details_of(ProtectionDetails, told, body_id=term_id)

    def _write_disability(self, member: Member, told: Told | None) -> None:
        if told is not None:
            consented_on = date.fromisoformat(told["consented_on"])
            social_services.record_disability(
                member, told["said"], consented_on=consented_on, version=0, by_account_id=self.by_account_id
            )

    def _write_paper(self, member: Member, told: Told, read_file: ReadFile) -> None:
        kind = self._kind_of(told)
        if kind is None:
            return
        named = told.get("file_id") if kind.keeps_files else None
        upload = None if named is None else read_file(named)
        if named is not None and upload is None:
            self._leave_paper(told, "file")
        by: dict[str, Any] = {"today": self.today, "by_account_id": self.by_account_id}
        try:
            paper_services.record_paper(member, kind, details_of(PaperDetails, told), upload=upload, **by)
        except Refusal:
            self._leave_paper(told, "refused")

    def _kind_of(self, told: Told) -> PaperKind | None:
        """The paper as it is asked for here; a scan stays out where no copies of it are kept."""
        kind_id = self.offered.kind_id(told["word"])
        if kind_id is None:
            self._leave_paper(told, "kind")
            return None
        kind: PaperKind = db.session.scalars(select(PaperKind).where(PaperKind.id == kind_id)).one()
        if "file_id" in told and not kind.keeps_files:
            self._leave_paper(told, "scan")
        return kind

    def _leave_paper(self, told: Told, why: str) -> None:
        self.leave_out("paper", why, word=told["word"], on=told.get("received_on", ""))

    def _open_sign_in(self, member: Member, told: Told | None) -> None:
        """The person signs in here as they do there: an account is the person's, a role each organisation's."""
        account = None if told is None else db.session.get(Account, told["account_id"])
        if told is None:
            return
        if account is None or account.deactivated_at is not None:
            self.leave_out("sign_in", "closed")
            return
        holder = select(Member.id).where(Member.account_id == account.id)
        try:
            if db.session.scalar(holder) is not None:
                raise RoleAlreadyHeld
            account_services.give_role(account, open_organisation_id(), Role.ENTREPRENEUR)
        except RoleAlreadyHeld:
            self.leave_out("sign_in", "sign_in")
        else:
            member.account_id = account.id
            db.session.flush()
            notices.send(account.id, N_("You have been given access here."), {}, endpoint="accounts.show_account")


def identity_document(told: Told) -> IdentityDocument:
    return IdentityDocument(kind=IdentityKind(told["kind"]), country=told["country"], number=told["number"])


def _each_fact(social: Told) -> Iterator[tuple[str, Told, Vocabulary | None]]:
    kinds = (
        ("occupations", "occupation", Vocabulary.OCCUPATION),
        ("trades", "member_trade", Vocabulary.TRADE),
        ("jobs", "job", None),
        ("protection", "protection", Vocabulary.PROTECTION_BODY),
    )
    for name, what, vocabulary in kinds:
        for told in social.get(name, ()):
            yield what, told, vocabulary


def _version_of(member: Member) -> int:
    kept = social_queries.find_file(member.id)
    return kept.version if kept else 0
