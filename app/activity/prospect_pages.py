"""One's own prospects: those with something to do first, and the sale that one became."""

from __future__ import annotations

from typing import Any

from flask import abort, g, url_for
from werkzeug.datastructures import MultiDict

from app.activity import labels, own_queries, pages, parties, queries
from app.activity.forms import EntryForm
from app.activity.models import ActivityRecord
from app.activity.rules import ProspectStage, RecordKind
from app.kernel.i18n import _
from app.kernel.paging import Page, page_asked
from app.members.models import Member


def listed(member: Member, args: MultiDict[str, str]) -> dict[str, Any]:
    """One page of the member's prospects of a stage; the open ones when none is asked."""
    asked = args.get("stage", "")
    stage = ProspectStage(asked) if asked in list(ProspectStage) else None
    page = own_queries.fetch_prospects(member.id, stage, page_asked(args))
    return {
        "page": page,
        "count": own_queries.count_prospects(member.id, stage),
        "stages": _stages(stage),
        "stage": stage,
        "labels": labels,
        "links": _links(page, stage),
        "today": g.organisation.today,
        "back": url_for("activity.show_activity", **pages.own_view()),
    }


def _stages(chosen: ProspectStage | None) -> list[dict[str, Any]]:
    here = url_for("activity.list_prospects")
    every = [{"label": _("Under way"), "url": here, "current": chosen is None}]
    return every + [
        {"label": label, "url": f"{here}?stage={stage}", "current": stage is chosen}
        for stage, label in labels.STAGE.items()
    ]


def _links(page: Page, stage: ProspectStage | None) -> dict[str, str | None]:
    def to(**values: Any) -> str:
        return url_for("activity.list_prospects", stage=stage.value if stage else None, **values)

    return {
        "first": to(),
        "previous": to(before=page.before_id) if page.before_id else None,
        "next": to(after=page.after_id) if page.after_id else None,
        "last": to(page="last"),
    }


def own_prospect_or_404(member: Member, record_id: int) -> ActivityRecord:
    record = queries.get_own_record_or_404(member, record_id)
    return record if record.kind is RecordKind.PROSPECT else abort(404)


def sale_form(member: Member, prospect: ActivityRecord) -> EntryForm:
    """The form of the sale that a prospect became, filled in with what is known."""
    known = {
        "party": parties.name_of(prospect.party_id),
        "description": prospect.description,
        "amount_minor": prospect.amount_minor or None,
    }
    return pages.entry_form(member, RecordKind.SALE, like=known)


def sale_of(prospect: ActivityRecord, form: EntryForm) -> dict[str, Any]:
    """The page of the sale that a prospect became."""
    return {
        "form": form,
        "labels": labels,
        "back": url_for("activity.list_prospects"),
        "currency": pages.symbol_here(),
        "who": parties.name_of(prospect.party_id),
    }
