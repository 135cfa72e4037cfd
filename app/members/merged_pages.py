"""What the page of a file shows that was merged into another: where it leads, what went there, and what stays here."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from flask import g

from app.accounts import queries as account_queries
from app.kernel import audit_words
from app.kernel.access import Permission, current_actor
from app.kernel.i18n import LazyText, language
from app.kernel.paging import AnyRow
from app.members import labels, merging, merging_services, queries
from app.members.models import MergedFile
from app.members.panels import panels_of_merged
from app.network import queries as network_queries
from app.network import territories
from app.network.models import Vocabulary

Told = list[tuple[str, str]]


def merged_file(member_id: int) -> dict[str, Any]:
    """For who sees the file it was merged into; else 404. What stays beside the survivor's is the managers'."""
    actor, today = current_actor(), g.organisation.today
    member = queries.get_merged_or_404(actor, member_id, on=today)
    kept = merging_services.merged_file(member.id)
    reads_all = actor.can(Permission.MERGE_MEMBERS)
    return {
        "member": member,
        "survivor": queries.get_file_or_404(actor, member.survivor_id, on=today),
        "merged_on": kept.merged_on,
        "merged_by": _name_of(kept.merged_by_account_id) if reads_all else "",
        "moved": _moved(kept),
        "stayed": _stayed(kept) if reads_all else [],
        "panels": panels_of_merged(actor, member),
        **_person(member),
    }


def _name_of(account_id: int | None) -> str:
    return account_queries.name_of(account_queries.get_account(account_id)) if account_id is not None else ""


def _person(member: AnyRow) -> dict[str, Any]:
    terms = network_queries.term_labels(Vocabulary.TRADE, language())
    return {
        "labels": labels,
        "trade": terms.get(member.trade_id or 0, ""),
        "nationality": labels.nationality_name(member.nationality),
        "territory": territories.territory_name(member.territory_code, language()) if member.territory_code else "",
    }


def _moved(kept: MergedFile) -> list[tuple[LazyText, int]]:
    return [(door.label, kept.moved[door.code]) for door in merging.doors() if door.code in kept.moved]


def _stayed(kept: MergedFile) -> list[tuple[LazyText, list[Told]]]:
    """What could not stand beside what the survivor says, room by room, in words."""
    terms = {
        term_id: label
        for vocabulary in Vocabulary
        for term_id, label in network_queries.term_labels(vocabulary, language()).items()
    }
    by_door: dict[str, list[Told]] = defaultdict(list)
    for one in json.loads(str(kept.stayed)):
        by_door[one["door"]].append(audit_words.in_words(f"{one['subject']}.stayed", one["values"], terms))
    return [(door.label, by_door[door.code]) for door in merging.doors() if door.code in by_door]
