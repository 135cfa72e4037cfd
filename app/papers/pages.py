"""What the pages of papers show: the checklist of a member, choices offered, files handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import abort, g

from app.kernel.access import Permission, current_actor
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _, format_day, language
from app.kernel.paging import AnyRow
from app.kernel.uploads import examine_posted
from app.members import parcours_queries
from app.members import queries as member_queries
from app.members.models import Member
from app.members.parcours_pages import may_correct, stage_of
from app.papers import chase_queries, labels, queries, rules, services
from app.papers.forms import CheckingForm, PaperForm, ReturnForm
from app.papers.models import PENDING, REPLACES, Paper, PaperKind, PaperState
from app.papers.rules import CHASED, Held, Standing


@dataclass(frozen=True, kw_only=True)
class Line:
    """A kind of paper and how a member stands with it."""

    kind: AnyRow
    name: str
    standing: Standing
    is_needed: bool
    counted: AnyRow | None
    pending: AnyRow | None

    @property
    def step(self) -> str:
        """The stage of the step that the paper belongs to."""
        return stage_of(self.counted)

    @property
    def may_come(self) -> bool:
        """Nothing asks for it now; who brings it is not turned away."""
        is_here = self.counted is not None or self.waits
        return self.standing is Standing.NOT_NEEDED and not is_here and self.kind.retired_at is None

    @property
    def waits(self) -> bool:
        """Another one was sent and nobody has looked at it yet."""
        return self.pending is not None and self.pending.state is PaperState.TO_CHECK


def label_of(row: Any) -> str:
    """The words of a kind in the language spoken."""
    return str(row.label_ar if language() == "ar" else row.label_fr)


def checklist(member_id: int, *, on: date) -> tuple[list[Line], list[dict[str, Any]]]:
    """Each kind asked for or brought, in order; and the papers that others have replaced."""
    papers, needed = queries.papers_of(member_id), queries.needed_by(member_id, on=on)
    held = {row.kind_id: row for row in papers if row.state in (PaperState.RECEIVED, PaperState.WAIVED)}
    pending = {row.kind_id: row for row in papers if row.state in PENDING}
    kinds = {kind.id: kind for kind in queries.kinds()}
    lines = [
        _line(kind, held.get(kind.id), pending.get(kind.id), is_needed=kind.id in needed, day=on)
        for kind in kinds.values()
        if kind.retired_at is None or kind.id in held or kind.id in pending
    ]
    replaced = [row for row in papers if row.state in REPLACES.values()]
    return lines, [{"paper": row, "kind": kinds[row.kind_id], "name": label_of(kinds[row.kind_id])} for row in replaced]


def _line(kind: AnyRow, counted: AnyRow | None, pending: AnyRow | None, *, is_needed: bool, day: date) -> Line:
    held = None
    if counted is not None:
        held = Held(is_waived=counted.state is PaperState.WAIVED, expires_on=counted.expires_on)
    is_needed = is_needed and kind.retired_at is None
    standing = rules.standing(held, is_needed=is_needed, day=day)
    return Line(
        kind=kind, name=label_of(kind), standing=standing, is_needed=is_needed, counted=counted, pending=pending
    )


def section(member: AnyRow) -> dict[str, Any]:
    """The papers of a member: what waits, what is wanted, what is here, what is not asked for now, what was."""
    actor = current_actor()
    lines, replaced = checklist(member.id, on=g.organisation.today)
    is_own = member.account_id is not None and member.account_id == actor.account_id
    wanted = [line for line in lines if line.standing in CHASED and not line.waits]
    asked = [line for line in lines if line.is_needed]
    return {
        "member": member,
        "waiting": [line for line in lines if line.pending is not None],
        "wanted": wanted,
        "here_now": [line for line in lines if line.counted is not None and line not in wanted],
        "others": [line for line in lines if line.may_come],
        "replaced": replaced,
        "asked": len(asked),
        "complete": sum(line.standing not in (Standing.MISSING, Standing.EXPIRED) for line in asked),
        "records": may_correct(member),
        "sends": is_own and actor.can(Permission.SEE_OWN_FILE),
        "reads_all": is_own or chase_queries.reads_confidential(actor),
        "labels": labels,
    }


def visible(member_id: int) -> Member:
    return member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)


def recording(member_id: int) -> Member:
    """A member whose papers the actor records: a coach leaves their own to others."""
    member = visible(member_id)
    return member if may_correct(member) else abort(403)


def recording_kind(member_id: int, kind_id: int) -> tuple[Member, PaperKind]:
    return recording(member_id), queries.get_kind_or_404(kind_id)


def handling(member_id: int, paper_id: int) -> tuple[Member, Paper, PaperKind]:
    """A paper the actor may read and correct: confidential ones are for managers."""
    member = recording(member_id)
    paper = queries.get_paper_or_404(member.id, paper_id)
    kind = services.kind_of(paper)
    if kind.is_confidential and not chase_queries.reads_confidential(current_actor()):
        abort(403)
    return member, paper, kind


def reading(member_id: int, paper_id: int) -> tuple[Paper, PaperKind]:
    """A paper with a file the actor may open: their own, or one they may read of somebody they support."""
    member = visible(member_id)
    paper = queries.get_paper_or_404(member.id, paper_id)
    kind = services.kind_of(paper)
    is_own = member.account_id is not None and member.account_id == current_actor().account_id
    if kind.is_confidential and not is_own and not chase_queries.reads_confidential(current_actor()):
        abort(403)
    return (paper, kind) if paper.file_id is not None else abort(404)


def sending(member_id: int, kind_id: int) -> tuple[Member, PaperKind]:
    """The actor's own file, and a paper of which scans are kept."""
    member = visible(member_id)
    if member.account_id != current_actor().account_id:
        abort(403)
    kind = queries.get_kind_or_404(kind_id)
    return (member, kind) if kind.keeps_files and kind.retired_at is None else abort(404)


def examine_recorded(member_id: int, **_address: int) -> None:
    recording(member_id)
    examine_posted("file")


def examine_sent(member_id: int, paper_kind_id: int) -> None:
    sending(member_id, paper_kind_id)
    examine_posted("file")


def with_steps(form: Any, member: Member, kind: PaperKind) -> Any:
    """The steps of the member's parcours; no file where none is kept, and the last day counted for who leaves it empty."""
    steps: Sequence[AnyRow] = parcours_queries.steps_of(member.id)
    form.offer(steps={row.id: f"{stage_of(row)} – {format_day(row.started_on)}" for row in steps})
    if isinstance(form, PaperForm) and not kind.keeps_files:
        del form.file
    if kind.months_valid:
        form.expires_on.description = _("Left empty, it is counted from the day of issue.")
    return form


def filled(paper: Paper) -> SimpleNamespace:
    """A paper as its form begins."""
    names = ("received_on", "number", "issued_on", "expires_on", "note", "version")
    return SimpleNamespace(**{name: getattr(paper, name) for name in names}, step_id=services.step_of(paper), file=None)


def by_whom() -> dict[str, Any]:
    """Who records, on which day: for a service."""
    return {"today": g.organisation.today, "by_account_id": current_actor().account_id}


def correction(form: PaperForm) -> dict[str, Any]:
    """Of which version, with which file, on which day: for a service."""
    return {"upload": form.upload(), "version": form.version.data, "today": g.organisation.today}


def offer_newest(form: CheckingForm | ReturnForm, paper: Paper, refusal: Refusal) -> None:
    """After somebody else's save: the next submission is compared with what stands now."""
    if isinstance(refusal, ChangedMeanwhile):
        form.version.typed, form.version.data = None, paper.version


def file_name(paper: Paper, kind: PaperKind) -> str:
    """Ours, and of nobody: the organisation, the paper, the day."""
    return f"{g.organisation.code}-{kind.code}-{paper.received_on.isoformat()}"
