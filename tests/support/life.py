"""The world a few weeks on: records in every state, papers, notices, people who came and went; each in both organisations.

`build_life` adds to the world of a test database; who walks through it does so with `visitor`, signed in for good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from app.accounts import services as account_services
from app.accounts.models import Account, EmailChange, Letter, LetterKind, LoginSession, Membership, TokenPurpose
from app.accounts.services import Person
from app.activity import decisions as activity_decisions
from app.activity import services as activity_services
from app.attestations import jobs as attestation_jobs
from app.attestations import services as attestation_services
from app.attestations.drafts import Wanted
from app.attestations.rules import PaperLanguage, Purpose
from app.extensions import db
from app.kernel import clock, codes
from app.kernel.access import Role
from app.kernel.submissions import Submission
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import photo_services
from app.members.demo_photos import figure
from app.members.models import Civility, Member, ParcoursStep
from app.network import queries as network_queries
from app.network import territory_services
from app.network.models import Country, Vocabulary
from app.network.territory_rules import Change, ChangeKind
from app.work_relations import rule_services
from app.work_relations.queries import DecidedRules
from tests.support.client import RAW_TOKEN, HouseClient
from tests.support.contracts import live_under_contract
from tests.support.imports import import_under_way
from tests.support.journal import entries, live_with_journal, note_act, prospect, refuse_a_payment
from tests.support.lists import PAPER, lists_and_prints
from tests.support.merging import live_with_merged_files
from tests.support.papers import live_with_papers
from tests.support.past_records import past_import_under_way
from tests.support.phone import live_with_phone
from tests.support.shares import live_with_shares
from tests.support.social import add_own_fields, fill_in_the_social_file, words_of_the_social_file
from tests.support.statements import live_with_account
from tests.support.transfers import live_with_transfers
from tests.support.world import TODAY, Place, World

Ids = dict[str, Any]
CORRECTED = Change(number=0, kind=ChangeKind.CORRECTED, code="MA-FIG", name_fr="Figuig", name_ar="فكيك")


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
        network = world.accounts["network@moucharaka.example"]
        territory_services.name_territory(Country.MOROCCO, CORRECTED, version=0, today=TODAY, by_account_id=network)
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
                **words_of_the_social_file(),
                **add_own_fields(),
                **lists_and_prints(world, place),
                **live_with_merged_files(place, by_account_id=world.accounts[f"manager@{place.slug}.example"]),
                "token": "A" * 26,
                "country": "MA",
                "territory_code": CORRECTED.code,
                "change_number": 1,
            }
        shared |= import_under_way(world, place) | past_import_under_way(world, place)
        shared |= live_with_transfers(world, place)
        return {
            name: {**shared, **_work_of(world, place, name), **_social_life_of(place, name, shared)}
            for name in ("member", "member2")
        }


def _social_life_of(place: Place, name: str, shared: Ids) -> Ids:
    with write_transaction():
        return fill_in_the_social_file(db.session.get_one(Member, (place.id, place.members[name])), shared)


def _words_of_the_parcours() -> Ids:
    stages = {stage.code: stage.id for stage in network_queries.active_terms(Vocabulary.STAGE)}
    reasons = network_queries.active_terms(Vocabulary.EXIT_REASON)
    return {"stage_id": stages["test"], "exit_id": stages["exit"], "exit_reason_id": reasons[0].id}


def _rules_of_contracts() -> Ids:
    rule_services.change_rules(DecidedRules(warning_days=45, expects_associates=True), version=0)
    lists = (Vocabulary.CONTRACT_KIND, Vocabulary.CONTRACT_END)
    kinds, ends = ({term.code: term.id for term in network_queries.active_terms(words)} for words in lists)
    return {"kind_id": kinds["fixed_term"], "end_reason_id": ends["mutual"]}


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
        log = activity_services.Log(organisation=organisation, by_account_id=member.account_id, is_handed_in=True)
        waiting, returned, validated, possible = activity_services.log_records(
            member, [*entries(organisation), prospect()], log
        )
        (draft,) = activity_services.log_records(member, [entries(organisation)[0]], replace(log, is_handed_in=False))
        act_id = note_act(member, draft, waiting)
        returned.prospect_id = possible.id
        db.session.flush()
        decided_by = {"by_account_id": coach.account_id}
        activity_decisions.return_records(member, {returned.id: returned.version}, "Le montant ?", **decided_by)
        journal = live_with_journal(member, validated, by_account_id=coach.account_id)
        activity_decisions.validate_records(member, {validated.id: validated.version}, **decided_by)
        payment_id = refuse_a_payment(returned)
        aside_id = live_with_phone(waiting)
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
        account = live_with_account(member, by_account_id=manager)
        under_contract = live_under_contract(member, by_account_id=manager)
        papers = live_with_papers(member, step)
        member.civility = Civility.MADAME
        photo_services.keep_photo(member, figure(0), is_agreed=True)
        opened = _open_session(db.session.get_one(Account, member.account_id))
        db.session.flush()
        session = db.session.query(LoginSession).filter_by(account_id=member.account_id).one()
    assert opened
    return {
        "member_id": member.id,
        "record_id": waiting.id,
        "aside_id": aside_id,
        "draft_record_id": draft.id,
        "returned_record_id": returned.id,
        "returned_version": returned.version,
        "own_trade": str(member.trade_id),
        "prospect_id": possible.id,
        "act_id": act_id,
        "worked_on": waiting.day.isoformat(),
        "payment_id": payment_id,
        "validated_record_id": validated.id,
        "attestation_id": paper.id,
        "session_id": session.id,
        "step_id": step.id,
        "step_version": step.version,
        **journal,
        **shares,
        **account,
        **under_contract,
        **papers,
        "photo_id": member.photo_file_id,
    }
