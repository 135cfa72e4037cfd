"""Changing the list of papers an organisation asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from itertools import count

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from app.kernel import audit, clock, names
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.network import queries as network_queries
from app.network.models import Country, Vocabulary
from app.papers import rules, services
from app.papers.defaults import USUAL, labels_of
from app.papers.errors import KindExists, ScansAreKept
from app.papers.models import PaperKind, PaperNeed

KIND_ADDED = audit.action("paper_kind.added", _l("Paper added to those asked for"))
KIND_CHANGED = audit.action("paper_kind.changed", _l("Paper asked for changed"))
KIND_RETIRED = audit.action("paper_kind.retired", _l("Paper no longer asked for"))
KIND_OFFERED = audit.action("paper_kind.offered_again", _l("Paper asked for again"))
SCANS_DELETED = audit.action("paper_kind.scans_deleted", _l("Scans of a paper deleted"))
KINDS_ORDERED = audit.action("paper_kind.moved", _l("Paper asked for moved up"))


@dataclass(frozen=True, kw_only=True)
class KindDetails:
    """What a form says of a kind of paper."""

    label_fr: str
    label_ar: str
    months_valid: int | None = None
    is_identity: bool = False
    is_confidential: bool = False
    keeps_files: bool = True
    scan_reason: str = ""


def add_usual_kinds(country: Country) -> None:
    """The list a new organisation begins with: scans of identity documents are not kept."""
    stages = {stage.code: stage.id for stage in network_queries.active_terms(Vocabulary.STAGE)}
    for position, usual in enumerate(USUAL):
        french, arabic = labels_of(usual, country)
        kind = PaperKind(
            code=usual.code,
            label_fr=french,
            label_ar=arabic,
            months_valid=usual.months_valid,
            is_identity=usual.is_identity,
            is_confidential=usual.is_confidential,
            keeps_files=not usual.is_identity,
            position=position,
        )
        db.session.add(kind)
        db.session.flush()
        db.session.add_all(PaperNeed(kind_id=kind.id, stage_id=stages[code]) for code in usual.stages)
    db.session.flush()


def add_kind(details: KindDetails, stage_ids: Collection[int]) -> PaperKind:
    """A paper at the end of the list. Raises KindExists, ScanReasonMissing."""
    _refuse_without_reason(details)
    known = list(db.session.scalars(select(PaperKind)))
    _refuse_known_name(details.label_fr, known)
    code = _free_code(details.label_fr, {kind.code for kind in known})
    last = max((kind.position for kind in known), default=0)
    kind = PaperKind(code=code, position=last + 1, **asdict(details))
    db.session.add(kind)
    db.session.flush()
    _settle_needs(kind, stage_ids)
    audit.record(KIND_ADDED, subject_type="paper_kind", subject_id=kind.id, after=_told(details, stage_ids))
    return kind


def _free_code(label: str, taken: Collection[str]) -> str:
    """What files are named by: the first letters of the label, with a number where another label begins alike."""
    code = re.sub("[^a-z0-9]+", "_", names.fold(label)).strip("_")[:36].strip("_") or "paper"
    return code if code not in taken else next(f"{code}_{n}" for n in count(2) if f"{code}_{n}" not in taken)


def change_kind(kind: PaperKind, details: KindDetails, stage_ids: Collection[int], *, version: int) -> None:
    """Other words, stages or rules for a kind that was shown at `version`; its code, which files are named by, stays.

    Keeping scans of an identity document is a change like the others, and stands in the log with its reason.
    Raises ChangedMeanwhile, KindExists, ScanReasonMissing.
    """
    db.session.refresh(kind, with_for_update=True)
    if kind.version != version:
        raise ChangedMeanwhile
    _refuse_without_reason(details)
    if details.label_fr != kind.label_fr:
        _refuse_known_name(details.label_fr, db.session.scalars(select(PaperKind).where(PaperKind.id != kind.id)))
    known = KindDetails(**{name: getattr(kind, name) for name in KindDetails.__dataclass_fields__})
    before, after = audit.only_changed(_told(known, needs_of(kind.id)), _told(details, stage_ids))
    if not after:
        return
    for name, value in asdict(details).items():
        setattr(kind, name, value)
    flag_modified(kind, "position")  # another version, even where only the stages differ
    _settle_needs(kind, stage_ids)
    audit.record(KIND_CHANGED, subject_type="paper_kind", subject_id=kind.id, before=before, after=after)


def needs_of(kind_id: int) -> list[int]:
    """The stages that ask for a kind."""
    return sorted(db.session.scalars(select(PaperNeed.stage_id).where(PaperNeed.kind_id == kind_id)))


def retire_kind(kind: PaperKind) -> None:
    """No longer asked for; the papers of this kind stay in the files."""
    kind.retired_at = clock.now()
    audit.record(KIND_RETIRED, subject_type="paper_kind", subject_id=kind.id, before={"label_fr": kind.label_fr})


def offer_kind_again(kind: PaperKind) -> None:
    kind.retired_at = None
    audit.record(KIND_OFFERED, subject_type="paper_kind", subject_id=kind.id, after={"label_fr": kind.label_fr})


def delete_scans(kind: PaperKind) -> int:
    """Those kept from before, of a paper of which none is kept any longer; how many. Raises ScansAreKept."""
    db.session.refresh(kind, with_for_update=True)
    if kind.keeps_files:
        raise ScansAreKept
    count = services.forget_scans(kind)
    told: dict[str, object] = {"label_fr": kind.label_fr, "scans": count}
    audit.record(SCANS_DELETED, subject_type="paper_kind", subject_id=kind.id, before=told)
    return count


def move_kind_up(kind: PaperKind) -> None:
    """Before the one that stands before it; the first stays first."""
    in_order = (PaperKind.retired_at.is_not(None), PaperKind.position, PaperKind.id)
    kinds = list(db.session.scalars(select(PaperKind).order_by(*in_order).with_for_update()))
    place = kinds.index(kind)
    if place == 0:
        return
    kinds[place - 1], kinds[place] = kind, kinds[place - 1]
    for position, moved in enumerate(kinds):
        moved.position = position
    audit.record(KINDS_ORDERED, subject_type="paper_kind", subject_id=kind.id, after={"label_fr": kind.label_fr})


def _refuse_known_name(label: str, known: Iterable[PaperKind]) -> None:
    if any(names.fold(kind.label_fr) == names.fold(label) for kind in known):
        raise KindExists


def _refuse_without_reason(details: KindDetails) -> None:
    rules.refuse_scans_without_reason(
        is_identity=details.is_identity, keeps_files=details.keeps_files, reason=details.scan_reason
    )


def _settle_needs(kind: PaperKind, stage_ids: Collection[int]) -> None:
    db.session.execute(delete(PaperNeed).where(PaperNeed.kind_id == kind.id))
    db.session.add_all(PaperNeed(kind_id=kind.id, stage_id=stage_id) for stage_id in sorted(set(stage_ids)))
    db.session.flush()


def _told(details: KindDetails, stage_ids: Collection[int]) -> dict[str, object]:
    labels = network_queries.term_labels(Vocabulary.STAGE, "fr")
    return {
        **asdict(details),
        "stages": ", ".join(label for stage_id, label in labels.items() if stage_id in stage_ids),
    }
