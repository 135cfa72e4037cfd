"""Letting members sign in: an account, the role here, and the way in on a printed slip or by e-mail."""

from __future__ import annotations

from app.accounts import queries as account_queries
from app.accounts import services as account_services
from app.accounts.errors import RoleAlreadyHeld
from app.accounts.models import Account, TokenPurpose
from app.accounts.services import Invitation, Person
from app.kernel import audit
from app.kernel.access import Role
from app.kernel.database import db
from app.kernel.i18n import _l
from app.members.errors import LoginOfAnotherMember, NoLoginToUse
from app.members.models import Member
from app.members.names_shown import full_name

SLIP_DAYS = account_services.TOKEN_LASTS[TokenPurpose.SLIP].days
ACCESS_GIVEN = audit.action("member.access_given", _l("Sign-in slip printed"))


def give_access(member: Member, *, by_account_id: int | None, by_letter: bool = False) -> Invitation:
    """Let a member sign in: an account if there is none, the role, and a one-time code for the printed slip.

    `by_letter`: whose account has an e-mail gets an invitation, or the way to a new password, there instead of a code.
    Somebody who has an account already, such as in another organisation, keeps it: they are told as after any invitation,
    and no code is made. Raises NoLoginToUse, LoginOfAnotherMember and what `accounts.services.invite` raises.
    """
    person = _person(member)
    if member.account_id is None and _signs_in_already(person):
        invitation = _let_in_with_own_account(member, person, by_account_id)
    else:
        account = _account_for(member, person)
        if by_letter and account.email is not None:
            return _told_by_letter(member, account, by_account_id)
        code = account_services.make_secret(account, TokenPurpose.SLIP, made_by=by_account_id)
        invitation = Invitation(account=account, purpose=TokenPurpose.SLIP, secret=code)
    audit.record(ACCESS_GIVEN, subject_type="member", subject_id=member.id)
    return invitation


def _told_by_letter(member: Member, account: Account, by_account_id: int | None) -> Invitation:
    invitation = account_services.renew_invitation(account, made_by=by_account_id)
    audit.record(ACCESS_GIVEN, subject_type="member", subject_id=member.id)
    return invitation


def _signs_in_already(person: Person) -> bool:
    return bool(account_queries.find_by_login(person.login_email, [person.phone] if person.phone else []))


def _person(member: Member) -> Person:
    return Person(
        name_latin=full_name(member),
        name_arabic=full_name(member, "ar"),
        email=member.email or None,
        phone=member.phone or None,
    )


def _let_in_with_own_account(member: Member, person: Person, by_account_id: int | None) -> Invitation:
    here = member.organisation_id
    try:
        given = account_services.invite(person, organisation_id=here, role=Role.ENTREPRENEUR, made_by=by_account_id)
    except RoleAlreadyHeld:
        raise LoginOfAnotherMember from None
    member.account_id = given.account.id
    return given


def _account_for(member: Member, person: Person) -> Account:
    if member.account_id is not None:
        return db.session.get_one(Account, member.account_id)
    if not member.phone and not member.email:
        raise NoLoginToUse
    account = account_services.create_account(person)
    account_services.give_role(account, member.organisation_id, Role.ENTREPRENEUR)
    member.account_id = account.id
    return account
