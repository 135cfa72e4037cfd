"""What the pages of this room show: filters read, choices offered, values gathered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from flask import g, request, url_for

from app.activity import queries as activity_queries
from app.attestations import drafts, labels, policy, queries
from app.attestations.drafts import Draft
from app.attestations.errors import DraftIncomplete
from app.attestations.forms import ConfirmForm, IssueForm
from app.attestations.models import Attestation
from app.attestations.queries import RegisterFilters
from app.attestations.rules import AttestationKind, FileState, PaperLanguage, Purpose, Status, quiet_since
from app.kernel import codes
from app.kernel.access import Actor, Permission
from app.kernel.errors import Refusal
from app.kernel.i18n import _, language
from app.kernel.paging import PageAsked, page_asked
from app.kernel.tables import Cell
from app.members import list_queries as members_list
from app.members.list_filters import MemberFilters
from app.members.models import Member
from app.network import queries as network_queries
from app.pdf import attestation_html

SomeIssueForm = TypeVar("SomeIssueForm", bound=IssueForm)
LONGEST_SEARCH = 100
LEFT_TO_RIGHT, END = "\u2066", "\u2069"


# --- The register -------------------------------------------------------------------------------------------------


def asked_filters() -> RegisterFilters:
    """The filters in the address; a value that cannot be one does not filter."""
    status = request.args.get("status", "")
    return RegisterFilters(
        typed=request.args.get("q", "")[:LONGEST_SEARCH], status=status if status in list(Status) else ""
    )


def _filters_in_address(filters: RegisterFilters) -> dict[str, Any]:
    return {name: value for name, value in (("q", filters.typed), ("status", filters.status)) if value}


def register(actor: Actor, filters: RegisterFilters, asked: PageAsked, *, today: date) -> dict[str, Any]:
    """One page of the register with what its rows, filters and links need."""
    page = queries.fetch_register_page(actor, filters, asked, on=today)
    kept = _filters_in_address(filters)
    here = url_for("attestations.list_attestations", **kept)
    join = "&" if kept else "?"
    return {
        "page": page,
        "rows": rows_shown(page.rows, today=today),
        "filters": filters,
        "count": queries.count_register(actor, filters, on=today),
        "kept": kept,
        "is_own": not actor.can(Permission.SEE_MEMBERS),
        "check_address": drafts.check_address(),
        "links": {
            "first": here,
            "previous": f"{here}{join}before={page.before_id}" if page.before_id else None,
            "next": f"{here}{join}after={page.after_id}" if page.after_id else None,
            "last": f"{here}{join}page=last",
        },
        "labels": labels,
    }


def rows_shown(rows: Iterable[Any], *, today: date) -> list[tuple[Any, Status]]:
    """Each row with where it stands today."""
    return [(row, queries.row_status(row, today=today)) for row in rows]


def export_headers() -> list[str]:
    """The columns of the exported register, in the reader's language."""
    return [
        _("Number"),
        _("Issued on"),
        _("Kind"),
        _("Holder, in Latin letters"),
        _("Holder, in Arabic letters"),
        _("Language"),
        _("Purpose"),
        _("Valid until"),
        _("Status"),
        _("Revoked on"),
        _("Issued by"),
        _("SHA-256 of the file"),
    ]


def export_row(row: Any, *, today: date) -> list[Cell]:
    """One attestation of the exported register."""
    return [
        row.number_text,
        row.issued_on,
        str(labels.KINDS[row.kind]),
        row.holder_name_latin,
        row.holder_name_arabic,
        str(labels.LANGUAGES[row.language]),
        str(labels.PURPOSES[row.purpose]),
        row.valid_until,
        str(labels.STATUSES[queries.row_status(row, today=today)]),
        row.revoked_at and row.revoked_at.astimezone(g.organisation.time_zone).date(),
        row.issued_by,
        row.sha256,
    ]


# --- Issuing ------------------------------------------------------------------------------------------------------


def members_to_choose(actor: Actor, *, today: date) -> dict[str, Any]:
    """The members present whose name begins as typed, to issue to."""
    typed = request.args.get("q", "")[:LONGEST_SEARCH]
    asked = page_asked(request.args)
    page, _count = members_list.fetch_members_page(actor, MemberFilters(typed=typed), asked, on=today)
    here = url_for("attestations.show_new", q=typed or None)
    join = "&" if typed else "?"
    return {
        "typed": typed,
        "page": page,
        "links": {
            "first": here,
            "previous": f"{here}{join}before={page.before_id}" if page.before_id else None,
            "next": f"{here}{join}after={page.after_id}" if page.after_id else None,
            "last": f"{here}{join}page=last",
        },
    }


def with_signatories(form: SomeIssueForm) -> SomeIssueForm:
    form.signatory_id.choices = {each.id: _signatory_label(each) for each in network_queries.active_signatories()}
    return form


def _signatory_label(signatory: Any) -> str:
    """Name and quality in the page's language, in the other where that one is missing."""
    names, qualities = (signatory.name_latin, signatory.name_arabic), (signatory.quality_fr, signatory.quality_ar)
    spoken, other = (1, 0) if language() == "ar" else (0, 1)
    return f"{names[spoken] or names[other]} – {qualities[spoken] or qualities[other]}"  # noqa: RUF001


def first_choices(member: Member, *, today: date) -> IssueForm:
    """The form as it begins: both languages where both can be said, the one signatory."""
    possible = [each for each in PaperLanguage if not missing_in(member, each, today=today)]
    signatories = network_queries.active_signatories()
    form = IssueForm(
        language=possible[-1] if possible else None,
        signatory_id=signatories[0].id if len(signatories) == 1 else None,
    )
    return with_signatories(form)


def missing_in(member: Member, language: PaperLanguage, *, today: date) -> tuple[str, ...]:
    """What a paper in this language would lack, whoever signs."""
    signatories = network_queries.active_signatories()
    if not signatories:
        return ()
    organisation = network_queries.current_organisation()
    said = drafts.gather_facts(member, organisation, signatories[0], on=today)
    return drafts.missing_facts(said, language)


def issuing(actor: Actor, member: Member, *, today: date, refusal: Refusal | None = None) -> dict[str, Any]:
    """What the form's page says of the member: whether one may issue, and what is missing for which language."""
    missing = refusal.missing if isinstance(refusal, DraftIncomplete) else ()
    lacking = {each: missing_in(member, each, today=today) for each in (PaperLanguage.FRENCH, PaperLanguage.ARABIC)}
    return {
        "member": member,
        "may_issue": policy.may_issue_to(actor, member),
        "is_own": member.account_id == actor.account_id,
        "has_signatory": bool(network_queries.active_signatories()),
        "missing": missing,
        "lacking": lacking,
        "labels": labels,
        "kind": AttestationKind.ACTIVITY,
    }


def preview(member: Member, draft: Draft, form: IssueForm, *, today: date) -> dict[str, Any]:
    """The sheet, what should be thought of before confirming, and the choices to send again."""
    confirm = with_signatories(ConfirmForm(formdata=None, data=_choices(form, member, draft)))
    return {
        "member": member,
        "form": confirm,
        "sheet": attestation_html(draft.document),
        "is_quiet": not activity_queries.has_validated_activity_since(member.id, quiet_since(today)),
        "has_identity": bool(draft.facts.holder.identity_number),
        "labels": labels,
    }


def _choices(form: IssueForm, member: Member, draft: Draft) -> dict[str, Any]:
    names = ("language", "purpose", "purpose_fr", "purpose_ar", "signatory_id")
    return {name: form[name].data for name in names} | {"member_id": member.id, "digest": draft.digest}


# --- One attestation ----------------------------------------------------------------------------------------------


def attestation_page(actor: Actor, attestation: Attestation, *, today: date) -> dict[str, Any]:
    """All that the page of one attestation shows to this actor."""
    behind = policy.sees_behind(actor)
    told = drafts.facts_of(attestation.facts)
    return {
        "attestation": attestation,
        "status": queries.row_status(attestation, today=today),
        "is_ready": attestation.state is FileState.READY,
        "purpose": _purpose(attestation),
        "signatory": told["signatory"],
        "code": codes.group(attestation.code, 5),
        "share": _share(attestation),
        "check_address": drafts.check_address(),
        "may_revoke": policy.may_revoke(actor, attestation),
        "behind": behind,
        "people": _people(attestation) if behind else {},
        "checks": queries.check_count(attestation.id) if behind else None,
        "labels": labels,
    }


def _share(attestation: Attestation) -> str:
    """A message to send along: number, code and address read from the left in both languages."""
    told = (attestation.number_text, codes.group(attestation.code, 5), drafts.check_address())
    number, code, address = (f"{LEFT_TO_RIGHT}{text}{END}" for text in told)
    return _(
        "To check attestation %(number)s: code %(code)s, at %(address)s", number=number, code=code, address=address
    )


def _purpose(attestation: Attestation) -> str:
    if attestation.purpose is Purpose.OTHER:
        return " / ".join(filter(None, (attestation.purpose_fr, attestation.purpose_ar)))
    return str(labels.PURPOSES[attestation.purpose])


def _people(attestation: Attestation) -> dict[int, str]:
    return queries.names_of_accounts(attestation.issued_by_account_id, attestation.revoked_by_account_id)
