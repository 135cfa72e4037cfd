"""The world a few weeks on: records in every state, papers, notices, people who came and went; each in both organisations.

`build_life` adds to the world of a test database; who walks through it does so with `visitor`, signed in for good.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from app.accounts import services as account_services
from app.accounts.models import Account, EmailChange, Letter, LetterKind, LoginSession, Membership, TokenPurpose
from app.accounts.services import Person
from app.activity import services as activity_services
from app.activity.rules import Entry, RecordKind
from app.attestations import jobs as attestation_jobs
from app.attestations import services as attestation_services
from app.attestations.drafts import Wanted
from app.attestations.rules import PaperLanguage, Purpose
from app.extensions import db
from app.imports import services as import_services
from app.imports.child import FileRead
from app.imports.models import ImportRow, RowState
from app.imports.rows import ColumnMapping
from app.kernel import clock, codes, files
from app.kernel.access import Role
from app.kernel.submissions import Submission
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.kernel.uploads import PDF, Upload
from app.members import lists_services
from app.members.lists_services import ListDetails
from app.members.models import Member, ParcoursStep
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.own_fields import services as own_field_services
from app.own_fields.models import Audience, FieldKind
from app.own_fields.services import FieldDetails
from app.papers import queries as paper_queries
from app.papers import services as paper_services
from app.papers.demo import SHEET
from app.papers.services import PaperDetails
from app.reports.models import PrintJob, PrintKind, PrintState
from app.social import fact_services
from app.social import services as social_services
from app.social.models import Education, Language
from app.social.rules import (
    Background,
    JobDetails,
    OccupationDetails,
    Project,
    ProtectionDetails,
    TradeDetails,
)
from app.work_relations import rule_services
from app.work_relations.queries import DecidedRules
from tests.support.client import RAW_TOKEN, HouseClient
from tests.support.contracts import live_under_contract
from tests.support.shares import live_with_shares
from tests.support.world import TODAY, Place, World

PAPER = b"%PDF-1.7 made for a walk"
Ids = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Life:
    """Who can walk where. `ids[slug][person]` are the values of addresses: member_id, record_id, attestation_id, …"""

    world: World
    sessions: dict[str, str]  # cookie by e-mail
    ids: dict[str, dict[str, Ids]]

    def of(self, place: Place, person: str = "member") -> Ids:
        return self.ids[place.slug][person]


def build_life(app: Flask, world: World) -> Life:
    """In a context. Nothing is rendered: the file of a paper is `PAPER`."""
    rendered, attestation_jobs.render_in_child = attestation_jobs.render_in_child, lambda *_paper: PAPER
    try:
        ids = {place.slug: _live(world, place) for place in (world.home, world.abroad)}
    finally:
        attestation_jobs.render_in_child = rendered
    with write_transaction():
        tokens = {account.email: _open_session(account) for account in db.session.scalars(select(Account)).all()}
        for account in db.session.scalars(select(Account).where(Account.email.like("closed@%"))):
            account.deactivated_at = account.created_at  # not by the service, which would end the session
    sessions = {email: _cookie(app, token) for email, token in tokens.items() if email}
    return Life(world=world, sessions=sessions, ids=ids)


def visitor(app: Flask, life: Life, email: str | None = None) -> HouseClient:
    """A browser, signed in as somebody or nobody; it checks headers but reads no pages. `submit` always has a token."""
    client = app.test_client()
    assert isinstance(client, HouseClient)
    client.reads_pages = False
    client.set_cookie("moucharaka", life.sessions[email] if email else _cookie(app, None))
    return client


def csrf_token(app: Flask, raw: str = RAW_TOKEN) -> str:
    """The token that fits every visitor's session; with another `raw`, that of another session."""
    return str(URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw))  # type: ignore[arg-type]


def _cookie(app: Flask, token: str | None) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"csrf_token": RAW_TOKEN, **({"_user_id": token, "_fresh": True} if token else {})}))


def _open_session(account: Account) -> str:
    return account_services.open_session(account, device="Walk", keep=False).token


def _live(world: World, place: Place) -> dict[str, Ids]:
    with organisation_scope(place.id):
        with write_transaction():
            shared = _people_who_left(world, place) | {
                "slug": place.slug,
                "organisation_id": place.id,
                "membership_id": place.memberships["coach2"],
                "signatory_id": network_queries.active_signatories()[0].id,
                "term_id": network_queries.active_terms(Vocabulary.TRADE)[-1].id,
                "vocabulary": "trade",
                **_words_of_the_parcours(),
                **_rules_of_contracts(),
                **_words_of_the_social_file(),
                **_own_fields(),
                **_lists_and_prints(world, place),
                "token": "A" * 26,
            }
        shared |= _import_under_way(world, place)
        return {
            name: {**shared, **_work_of(world, place, name), **_social_life_of(place, name, shared)}
            for name in ("member", "member2")
        }


def _social_life_of(place: Place, name: str, shared: Ids) -> Ids:
    with write_transaction():
        return _social_file_of(db.session.get_one(Member, (place.id, place.members[name])), shared)


def _import_under_way(world: World, place: Place) -> Ids:
    """A spreadsheet that was checked: somebody new, a file to change, somebody who may be here already, a wrong date."""
    manager = world.accounts[f"manager@{place.slug}.example"]
    lines = [
        ["Nom", "Prénom", "Sexe", "Date de naissance", "Date d'admission", "N° membre", "Commune"],
        ["Nouvelle", "Personne", "F", "01/02/1990", "31/01/2026", "", "Azemmour"],
        ["", "", "", "", "", "1", "Ailleurs"],
        ["Haddad", "Leïla", "F", "03/05/1990", "31/01/2026", "", ""],
        ["Autre", "Personne", "F", "hier", "31/01/2026", "", ""],
    ]
    rows = [json.dumps([number, cells]).encode() for number, cells in enumerate(lines, 1)]
    file = FileRead(kind="csv", how={"encoding": "utf-8", "separator": ";"}, lines=rows)
    with write_transaction():
        opened = import_services.open_import(file, "0" * 64, by_account_id=manager)
        import_services.choose_columns(opened, ColumnMapping.of(opened.mapping).fields)
        import_services.answer(opened, orders={}, words={}, admitted_on=None)
    row = db.session.query(ImportRow).filter_by(import_id=opened.id, state=RowState.ALIKE).one()
    found: Ids = {"import_id": opened.id, "row_id": row.id}
    db.session.rollback()
    return found


def _lists_and_prints(world: World, place: Place) -> Ids:
    """A list that the coach keeps, one the manager shares, and a print that the manager asked for, with its file."""
    coach, manager = (world.accounts[f"{name}@{place.slug}.example"] for name in ("coach", "manager"))
    own, shared = (
        ListDetails(name=name, is_shared=name != "Mes femmes", wanted={"sex": ["F"]})
        for name in ("Mes femmes", "Femmes")
    )
    lists_services.save_list(shared, by_account_id=manager, may_share=True)
    kept = lists_services.save_list(own, by_account_id=coach, may_share=False)
    stored = files.store(PAPER, "application/pdf")
    job = PrintJob(
        kind=PrintKind.LIST, wanted={"sex": ["F"]}, language="fr", account_id=manager, state=PrintState.DONE,
        stored_file_id=stored.id,
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    return {"list_id": kept.id, "list_version": kept.version, "print_id": job.id}


def _words_of_the_parcours() -> Ids:
    stages = {stage.code: stage.id for stage in network_queries.active_terms(Vocabulary.STAGE)}
    reasons = network_queries.active_terms(Vocabulary.EXIT_REASON)
    return {"stage_id": stages["test"], "exit_id": stages["exit"], "exit_reason_id": reasons[0].id}


def _rules_of_contracts() -> Ids:
    rule_services.change_rules(DecidedRules(warning_days=45, expects_associates=True), version=0)
    lists = (Vocabulary.CONTRACT_KIND, Vocabulary.CONTRACT_END)
    kinds, ends = ({term.code: term.id for term in network_queries.active_terms(words)} for words in lists)
    return {"kind_id": kinds["fixed_term"], "end_reason_id": ends["mutual"]}


def _words_of_the_social_file() -> Ids:
    lists = {
        "occupation_id": Vocabulary.OCCUPATION,
        "prescriber_id": Vocabulary.PRESCRIBER,
        "channel_id": Vocabulary.CHANNEL,
        "antenna_id": Vocabulary.ANTENNA,
        "sector_id": Vocabulary.SECTOR,
        "body_id": Vocabulary.PROTECTION_BODY,
    }
    return {name: network_queries.active_terms(vocabulary)[0].id for name, vocabulary in lists.items()}


def _own_fields() -> Ids:
    """A text, a sensitive text, and a field with two choices."""
    told = {"label_ar": "حقل", "help_fr": "Pour les essais", "help_ar": "للتجربة"}
    text = FieldDetails(label_fr="Outil", audience=Audience.PERSON, **told)
    sealed = FieldDetails(label_fr="Santé", audience=Audience.PERSON, **{**told, "label_ar": "صحة"})
    chosen = FieldDetails(label_fr="Lieu de vente", audience=Audience.COACHES, **{**told, "label_ar": "مكان"})
    field = own_field_services.add_field(chosen, kind=FieldKind.CHOICE)
    choices = [
        own_field_services.add_choice(field, label_fr=french, label_ar=arabic)
        for french, arabic in (("Souk", "سوق"), ("Boutique", "متجر"))
    ]
    return {
        "own_text_id": own_field_services.add_field(text, kind=FieldKind.TEXT).id,
        "own_sealed_id": own_field_services.add_field(sealed, kind=FieldKind.TEXT, is_sensitive=True).id,
        "field_id": field.id,
        "choice_id": choices[0].id,
        "second_choice_id": choices[1].id,
        "part": "background",
        "fact_kind": "protection",
    }


def _social_file_of(member: Member, shared: Ids) -> Ids:
    """Something in every column of the social file, and in own fields of each kind that holds text."""
    background = Background(
        education=Education.PRIMARY,
        languages=(Language.DARIJA,),
        prescriber_name="Agence d’Azemmour",
        **{name: shared[name] for name in ("prescriber_id", "channel_id", "antenna_id")},
    )
    social_services.change_part(member, background, version=0)
    social_services.change_part(member, Project(objectives="Dix clientes", objectives_on=TODAY), version=1)
    social_services.record_disability(
        member, "Un siège haut", consented_on=TODAY, version=0, by_account_id=member.account_id
    )
    long_ago = TODAY - timedelta(days=300)
    trade = TradeDetails(trade_id=shared["term_id"], sector_id=shared["sector_id"])
    covered = ProtectionDetails(body_id=shared["body_id"], started_on=long_ago, number="123456789")
    by = {"by_account_id": member.account_id}
    occupied = OccupationDetails(occupation_id=shared["occupation_id"], started_on=long_ago, note="Depuis longtemps")
    occupation = fact_services.record_fact(member, occupied, **by)
    fact_services.record_fact(member, JobDetails(employer="Un voisin", weekly_hours=4), **by)
    answers = {shared["own_text_id"]: "Surjeteuse", shared["own_sealed_id"]: "Asthme"}
    own_field_services.fill_in(member, {**answers, shared["field_id"]: shared["choice_id"]}, version=None)
    return {
        "trade_fact_id": fact_services.record_fact(member, trade, **by).id,
        "fact_id": fact_services.record_fact(member, covered, **by).id,
        "occupation_fact_id": occupation.id,
    }


def _people_who_left(world: World, place: Place) -> Ids:
    """`ended@…` had a role, `closed@…` has one but a closed account, `new@…` never signed in."""
    made: Ids = {}
    for name, role in (("ended", Role.COACH), ("closed", Role.MANAGER), ("new", Role.COACH)):
        person = Person(name_latin=name.title(), email=f"{name}@{place.slug}.example")
        account = account_services.create_account(person)
        membership = account_services.give_role(account, place.id, role)
        account_services.make_secret(account, TokenPurpose.INVITATION, made_by=None)
        db.session.add(Submission(account_id=account.id, key="k" * 20, payload_digest="d" * 64, location="/"))
        db.session.add(Letter(kind=LetterKind.RESET, login=person.login_email, account_id=account.id))
        db.session.add(_wanted_address(account.id))
        if name == "ended":
            account_services.end_role(membership, by_account_id=None)
        made[f"{name}_membership_id"], world.accounts[account.email or ""] = membership.id, account.id
    return made


def _wanted_address(account_id: int) -> EmailChange:
    """They asked for another address and never opened its link."""
    digest = codes.digest(f"link of {account_id}")
    later = clock.now() + timedelta(hours=1)
    return EmailChange(account_id=account_id, email="other@moucharaka.example", token_digest=digest, expires_at=later)


def _work_of(world: World, place: Place, name: str) -> Ids:
    """A member's records (waiting, returned, validated), a paper, and the session of their phone."""
    with write_transaction():
        member = db.session.get_one(Member, (place.id, place.members[name]))
        organisation = network_queries.open_organisation(place.id)
        coach = db.session.get_one(Membership, place.memberships["coach" if name == "member" else "coach2"])
        waiting, returned, validated = activity_services.log_records(
            member, _entries(), organisation=organisation, by_account_id=member.account_id
        )
        decided_by = {"by_account_id": coach.account_id}
        activity_services.return_records(member, {returned.id: returned.version}, "Le montant ?", **decided_by)
        activity_services.validate_records(member, {validated.id: validated.version}, **decided_by)
    with write_transaction():
        member = db.session.get_one(Member, (place.id, place.members[name]))
        signatory = network_queries.active_signatories()[0]
        wanted = Wanted(language=PaperLanguage.BOTH, purpose=Purpose.BANK, signatory_id=signatory.id)
        manager = world.accounts[f"manager@{place.slug}.example"]
        paper = attestation_services.issue(member, wanted, by_account_id=manager)
        if name == "member2":
            attestation_services.revoke(paper, reason="Une erreur de nom", by_account_id=manager)
        step = db.session.query(ParcoursStep).filter_by(member_id=member.id).one()
        step.exit_reason_id = network_queries.active_terms(Vocabulary.EXIT_REASON)[0].id  # no column stays empty
        shares = live_with_shares(member, leila_id=place.members["leila"], by_account_id=manager)
        under_contract = live_under_contract(member, by_account_id=manager)
        papers = _papers_of(member, step)
        opened = _open_session(db.session.get_one(Account, member.account_id))
        db.session.flush()
        session = db.session.query(LoginSession).filter_by(account_id=member.account_id).one()
    assert opened
    return {
        "member_id": member.id,
        "record_id": waiting.id,
        "returned_record_id": returned.id,
        "attestation_id": paper.id,
        "session_id": session.id,
        "step_id": step.id,
        "step_version": step.version,
        **shares,
        **under_contract,
        **papers,
    }


def _papers_of(member: Member, step: ParcoursStep) -> Ids:
    """One received with its file and a step, one sent and not looked at yet."""
    kinds = {kind.code: kind for kind in paper_queries.every_kind()}
    upload, by = Upload(content=SHEET, media_type=PDF), {"today": TODAY, "by_account_id": member.account_id}
    details = PaperDetails(
        received_on=TODAY, number="RC-12345", issued_on=TODAY, note="Vue par le bureau", step_id=step.id
    )
    paper = paper_services.record_paper(member, kinds["liability_insurance"], details, upload=upload, **by)
    paper.remark = "Relue par le bureau"  # no column stays empty
    sent = paper_services.send_paper(member, kinds["cv"], upload, note="Le plus récent", **by)
    kinds["photo"].scan_reason = "Pour la carte de membre"
    return {
        "paper_id": paper.id,
        "paper_version": paper.version,
        "sent_paper_id": sent.id,
        "sent_version": sent.version,
        "paper_kind_id": kinds["cv"].id,
        "craft_kind_id": kinds["craft_card"].id,
        "kind_version": kinds["cv"].version,
    }


def _entries() -> list[Entry]:
    work = network_queries.active_terms(Vocabulary.WORK_KIND)[0].id
    spent = network_queries.active_terms(Vocabulary.EXPENSE_CATEGORY)[0].id
    days = [TODAY - timedelta(days=back) for back in (1, 2, 3)]
    return [
        Entry(kind=RecordKind.WORK, day=days[0], minutes=90, work_kind_id=work, description="Atelier"),
        Entry(kind=RecordKind.SALE, day=days[1], amount_minor=45_000, client="Hôtel du Port", description="Six nappes"),
        Entry(kind=RecordKind.EXPENSE, day=days[2], amount_minor=9_000, expense_category_id=spent, description="Fil"),
    ]
