"""What the pages of people with access show."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts import queries, services
from app.accounts.labels import HOW_TOLD, ROLE_LABELS
from app.accounts.models import Account, Membership
from app.accounts.people_forms import PersonForm
from app.accounts.services import Invitation, Person
from app.kernel import audit, audit_words
from app.kernel.access import ORGANISATION_ROLES, ROLE_PERMISSIONS, Permission, Role, current_actor
from app.kernel.audit import AuditEvent
from app.kernel.i18n import LazyText, _l, language
from app.kernel.links import external_url
from app.kernel.paging import PageAsked, fetch_page
from app.network import queries as network_queries
from app.network.models import Vocabulary

P = Permission
PERMISSIONS: dict[Permission, LazyText] = {
    P.SEE_ORGANISATION: _l("Open the organisation's pages"),
    P.SEE_MEMBERS: _l("See members: a manager all, a coach the people assigned"),
    P.SEE_OWN_FILE: _l("See their own file"),
    P.ADMIT_MEMBERS: _l("Admit members, record exits and returns"),
    P.IMPORT_MEMBERS: _l("Import members from a spreadsheet"),
    P.MERGE_MEMBERS: _l("Merge two files of one person"),
    P.TRANSFER_MEMBERS: _l("Transfer members to other organisations, and answer transfers (each is logged)"),
    P.EDIT_MEMBERS: _l("Change members' files"),
    P.MANAGE_CONTRACTS: _l("Read pay terms; record, amend and end contracts"),
    P.REVEAL_IDENTITY_NUMBERS: _l("Show an identity number in full (each time is logged)"),
    P.SEE_SENSITIVE: _l("See and record what is sensitive, such as a disability (each time is logged)"),
    P.ASSIGN_COACHES: _l("Assign support coaches"),
    P.GIVE_MEMBERS_ACCESS: _l("Print sign-in slips for members"),
    P.SHARE_LISTS: _l("Share saved lists of members with the organisation"),
    P.EXPORT_MEMBERS: _l("Take lists of members away as files (each time is logged)"),
    P.SEE_COACHING: _l("See who supports whom"),
    P.LOG_OWN_ACTIVITY: _l("Log their own work, sales and expenses"),
    P.SEE_ACTIVITY: _l("See the activity of the people they see"),
    P.VALIDATE_ACTIVITY: _l("Validate activity or return it"),
    P.SEE_EVERYBODYS_FIGURES: _l("See what the whole cooperative sold, collected and spent, person by person"),
    P.CLOSE_MONTHS: _l("Close months of the journal, and reopen them"),
    P.IMPORT_ACTIVITY: _l("Import past months of activity, and take an import back"),
    P.SEE_ATTESTATIONS: _l("See the attestations of the people they see"),
    P.ISSUE_ATTESTATIONS: _l("Issue attestations"),
    P.REVOKE_ATTESTATIONS: _l("Revoke attestations"),
    P.SEE_STATEMENTS: _l("Read statements of account: their own, or those of the members they see"),
    P.KEEP_ACCOUNTS: _l("Record payments, opening balances and exemptions, and read everybody’s contributions"),
    P.MANAGE_SHARES: _l("Keep the share ledger and read the register of associates"),
    P.SEE_WORKSHOPS: _l("See workshops"),
    P.SEE_REPORTS: _l("See reports about the people they see"),
    P.EXPORT_REPORTS: _l("Export registers and reports (each time is logged)"),
    P.CHANGE_SETTINGS: _l("Change the organisation's settings"),
    P.MANAGE_PEOPLE: _l("Give and take away access"),
    P.READ_AUDIT: _l("Read the log of changes"),
}


def permissions_in_words() -> dict[Permission, LazyText]:
    """The permissions that some role of an organisation has, in the order they are declared."""
    granted = frozenset().union(*(ROLE_PERMISSIONS[role] for role in ORGANISATION_ROLES))
    return {permission: PERMISSIONS[permission] for permission in Permission if permission in granted}


def invite(form: PersonForm, organisation_id: int, role: Role) -> Invitation:
    """Give the person of a form a role. Raises the refusals of accounts."""
    person = Person(
        name_latin=form.name_latin.data,
        name_arabic=form.name_arabic.data,
        email=form.email.data or None,
        phone=form.phone.data or None,
    )
    return services.invite(person, organisation_id=organisation_id, role=role, made_by=current_actor().account_id)


def invited(invitation: Invitation, *, back: str) -> ResponseReturnValue:
    """After an invitation: the code to print, or a message that says how the person is told."""
    if invitation.secret is None:
        flash(str(HOW_TOLD[invitation.purpose]), "ok")
        return redirect(back)
    return render_template(
        "settings/invited.html",
        back=back,
        code=invitation.secret,
        account=invitation.account,
        address=external_url("accounts.show_login"),
    )


def person(membership: Membership) -> dict[str, Any]:
    return {
        "membership": membership,
        "account": membership.account,
        "role_label": ROLE_LABELS[membership.role],
        "is_own": membership.account_id == current_actor().account_id,
        "sessions": queries.open_sessions(membership.account_id),
    }


def log(asked: PageAsked) -> dict[str, Any]:
    """One page of the log of changes, the newest first."""
    statement = select(
        AuditEvent.id,
        AuditEvent.happened_at,
        AuditEvent.action,
        AuditEvent.subject_type,
        AuditEvent.subject_id,
        AuditEvent.before,
        AuditEvent.after,
        queries.shown_name().label("display_name"),
    ).outerjoin(Account, Account.id == AuditEvent.account_id)
    page = fetch_page(
        statement, asked, sort_key=AuditEvent.id, row_id=AuditEvent.id, key_of_row=_itself, descending=True
    )
    here = url_for("people.show_log")
    return {
        "page": page,
        "label_of": audit.label_of,
        "in_words": partial(audit_words.in_words, terms=_terms_in_words()),
        "links": {
            "first": here,
            "previous": f"{here}?before={page.before_id}" if page.before_id else None,
            "next": f"{here}?after={page.after_id}" if page.after_id else None,
            "last": f"{here}?page=last",
        },
    }


def _terms_in_words() -> dict[int, str]:
    """The words of all of the organisation's lists in the page's language, by id."""
    labels = (network_queries.term_labels(vocabulary, language()) for vocabulary in Vocabulary)
    return {term_id: label for one_list in labels for term_id, label in one_list.items()}


def _itself(event_id: int) -> int:
    return event_id
