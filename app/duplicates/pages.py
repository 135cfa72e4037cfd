"""What the pages of this room show: pairs with the reasons, two files side by side, and what a merged file keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, g, request, url_for

from app.duplicates import labels, queries
from app.duplicates.errors import NobodyOfThatNumber, TwiceTheSameFile
from app.duplicates.forms import MergeForm, TwoNumbersForm
from app.duplicates.rules import Alike, Reason
from app.kernel.access import current_actor
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _
from app.kernel.paging import AnyRow
from app.members import merging_person, merging_services
from app.members import queries as member_queries
from app.members.merging import Door, Pair
from app.members.merging_parcours import PARCOURS_CODE
from app.members.models import Member

PAGE = 25


def pairs_alike() -> dict[str, Any]:
    """One page of the pairs, the nearest first, and how many there are."""
    actor, today = current_actor(), g.organisation.today
    found = queries.pairs_for(actor, on=today)
    last = max(1, -(-len(found) // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), last)
    shown = found[(page - 1) * PAGE : page * PAGE]
    people = queries.people(actor, {one for pair in shown for one in (pair.first_id, pair.second_id)}, on=today)
    lines = [_line(pair, people) for pair in shown if pair.first_id in people and pair.second_id in people]
    return {"lines": lines, "count": len(found), "links": _links(page, last)}


def _line(pair: Alike, people: Mapping[int, AnyRow]) -> dict[str, Any]:
    kept, gone = _survivor_first(people[pair.first_id], people[pair.second_id])
    reasons = [labels.REASON[reason] for reason in Reason if reason in pair.reasons]
    return {"kept": kept, "gone": gone, "reasons": reasons}


def _survivor_first(one: AnyRow, other: AnyRow) -> list[AnyRow]:
    """Unless somebody chooses otherwise: the file of who signs in stays, then the older one."""
    return sorted((one, other), key=lambda row: (row.account_id is None, row.number))


def _links(page: int, last: int) -> dict[str, str | None]:
    def to(number: int) -> str | None:
        return url_for("duplicates.list_duplicates", page=number) if 1 <= number <= last and number != page else None

    return {"first": to(1), "previous": to(page - 1), "next": to(page + 1), "last": to(last)}


def told_apart() -> list[dict[str, Any]]:
    """The pairs of two people, by whom and when."""
    rows = queries.told_apart()
    ids = {one for row in rows for one in (row.first_id, row.second_id)}
    people = queries.people(current_actor(), ids, on=g.organisation.today)
    return [
        {"one": people[row.first_id], "other": people[row.second_id], "said_by": row.said_by, "said_at": row.said_at}
        for row in rows
        if row.first_id in people and row.second_id in people
    ]


def two_by_number(form: TwoNumbersForm) -> tuple[int, int] | None:
    """The files of the two numbers, the one to keep first; None, with a sentence in the form, where one is nobody's."""
    fields = (form.first, form.second)
    if not form.validate():
        return None
    by_number = member_queries.ids_by_number([field.data for field in fields if field.data is not None])
    for field in fields:
        if field.data not in by_number:
            form.add_refusal(NobodyOfThatNumber(field=field.name))
            return None
    ids = [by_number[field.data] for field in fields]
    people = queries.people(current_actor(), ids, on=g.organisation.today)
    if len(people) < len(fields):
        form.add_refusal(TwiceTheSameFile())
        return None
    kept, gone = _survivor_first(*people.values())
    return kept.id, gone.id


def visible_pair(kept_id: int, gone_id: int) -> Pair:
    """Two files of the organisation, the one that stays first, or 404."""
    if kept_id == gone_id:
        abort(404)
    actor, today = current_actor(), g.organisation.today
    kept = member_queries.get_member_or_404(actor, kept_id, on=today)
    gone = member_queries.get_member_or_404(actor, gone_id, on=today)
    return Pair(kept=kept, gone=gone, today=today, by_account_id=actor.account_id)


def survivor_of(*member_ids: int) -> int | None:
    """The file that one of these was merged into meanwhile."""
    found = (member_queries.find_merged(current_actor(), one, on=g.organisation.today) for one in member_ids)
    return next((merged.survivor_id for merged in found if merged is not None), None)


def merge_form(pair: Pair) -> MergeForm:
    form = MergeForm(merging_services.questions(pair))
    if not form.is_submitted():
        form.seen.data = merging_services.what_was_seen(pair)
    return form


def compared(pair: Pair, form: MergeForm) -> dict[str, Any]:
    """The two files side by side: what differs, what both say, what each holds, and what stands in the way."""
    return {
        "pair": pair,
        "form": form,
        "questions": [question for question in form.questions if question.code != PARCOURS_CODE],
        "parcours": form[PARCOURS_CODE],
        "in_common": merging_person.in_common(pair),
        "held": _held(merging_services.holdings(pair)),
        "obstacles": merging_services.obstacles(pair),
        "consequences": _consequences(pair),
        "is_told_apart": queries.find_pair(pair.kept.id, pair.gone.id) is not None,
    }


def _held(holdings: Sequence[tuple[Door, int, int]]) -> list[dict[str, Any]]:
    return [{"label": door.label, "kept": kept, "gone": gone} for door, kept, gone in holdings]


def _consequences(pair: Pair) -> list[str]:
    numbers = numbers_of(pair)
    return [
        _("What file no. %(gone)s holds becomes part of file no. %(kept)s.", **numbers),
        _("File no. %(gone)s leaves every list; its number is never given again and leads to no. %(kept)s.", **numbers),
        _("Attestations that were issued stay as they are, and stay valid."),
        *_of_accounts(pair),
        _("This cannot be undone; the log of changes keeps what was moved."),
    ]


def numbers_of(pair: Pair) -> dict[str, int]:
    return {"kept": pair.kept.number, "gone": pair.gone.number}


def _of_accounts(pair: Pair) -> list[str]:
    if pair.gone.account_id is None:
        return []
    if merging_person.signs_in_as(pair) is pair.gone:
        return [_("The person goes on signing in with the account of file no. %(gone)s.", gone=pair.gone.number)]
    return [
        _(
            "Both files have an account: the person signs in here with that of file no. %(kept)s, and no longer with the other.",
            kept=pair.kept.number,
        )
    ]


def after_refusal(form: MergeForm, pair: Pair, refusal: Refusal) -> None:
    """What was chosen stays; the next submission is compared with what stands now."""
    form.add_refusal(refusal)
    if isinstance(refusal, ChangedMeanwhile):
        form.seen.typed, form.seen.data = None, merging_services.what_was_seen(pair)


def the_two(one_id: int, other_id: int) -> tuple[Member, Member]:
    pair = visible_pair(one_id, other_id)
    return pair.kept, pair.gone
