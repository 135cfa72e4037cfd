"""What the pages of the social file show: parts in words, choices offered, who may do what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import abort, g

from app.accounts import queries as account_queries
from app.kernel import identity
from app.kernel.access import Permission, Role, current_actor
from app.kernel.i18n import LazyText, _, _l, format_day, language
from app.kernel.paging import AnyRow
from app.members.models import Member
from app.members.parcours_pages import may_correct
from app.network import queries as network_queries
from app.own_fields import pages as own_pages
from app.own_fields import queries as own_queries
from app.own_fields import services as own_services
from app.own_fields.rules import Reader
from app.own_fields.sheet import SheetForm, asked_of, shown_data
from app.social import labels, privacy, queries, rules, services
from app.social.forms import BackgroundForm, FamilyForm, PartForm, ProjectForm
from app.social.models import Disability, Language


@dataclass(frozen=True, kw_only=True)
class FilePart:
    """A form of the file, by its code in addresses."""

    form: type[PartForm]
    title: LazyText


PARTS = {
    "background": FilePart(form=BackgroundForm, title=_l("Background")),
    "family": FilePart(form=FamilyForm, title=_l("Family")),
    "project": FilePart(form=ProjectForm, title=_l("Project")),
}


def part_or_404(code: str) -> FilePart:
    return PARTS.get(code) or abort(404)


def may_see_sensitive(member: AnyRow | Member) -> bool:
    """Managers, and the person themself."""
    actor = current_actor()
    return actor.can(Permission.SEE_SENSITIVE) or _is_own(member)


def _is_own(member: AnyRow | Member) -> bool:
    return member.account_id is not None and member.account_id == current_actor().account_id


def reader_of(member: AnyRow | Member) -> Reader:
    """The reader of a file, as own fields ask for them."""
    actor = current_actor()
    return Reader(
        is_manager=Role.MANAGER in actor.roles,
        sees_sensitive=actor.can(Permission.SEE_SENSITIVE),
        is_coach=actor.can(Permission.EDIT_MEMBERS),
        is_own=_is_own(member),
    )


def offered_words(kept: Any = None) -> dict[str, dict[int, str]]:
    """The words offered for each field, by its name; `kept` may keep words that were withdrawn."""
    return {name: _words_of(name, getattr(kept, name, None)) for name in services.WORDS}


def _words_of(name: str, kept_id: int | None) -> dict[int, str]:
    vocabulary, spoken = services.WORDS[name], language()
    offered = {term.id: term.label(spoken) for term in network_queries.active_terms(vocabulary)}
    if kept_id is None or kept_id in offered:
        return offered
    return {kept_id: network_queries.term_labels(vocabulary, spoken)[kept_id]} | offered


def part_form(part: FilePart, member_id: int, *, is_typed: bool = True) -> PartForm:
    """The form of a part: as it was sent, or (not `is_typed`) as the file says."""
    file = queries.file_of(member_id)
    if is_typed:
        form = part.form()
    else:
        form = part.form(formdata=None, obj=_stored(file, member_id))
    form.offer(offered_words(file))
    if "languages" in form._fields:
        form["languages"].choices = _languages_here(member_id)
    return form


def _languages_here(member_id: int) -> dict[Language, LazyText]:
    """The languages of the country, and those on file."""
    kept = {row.language for row in queries.languages_of(member_id)}
    elsewhere = set(labels.NOT_SPOKEN_IN[g.organisation.country]) - kept
    return {code: label for code, label in labels.LANGUAGE.items() if code not in elsewhere}


def _stored(file: AnyRow | None, member_id: int) -> SimpleNamespace:
    values = dict(file._mapping) if file is not None else {"version": 0}
    first = values.get("is_first_business")
    values["is_first_business"] = None if first is None else "yes" if first else "no"
    values["languages"] = [row.language for row in queries.languages_of(member_id)]
    return SimpleNamespace(**values)


def own_form(member: Member, *, is_typed: bool = True) -> SheetForm:
    """The own fields this reader fills in; 404 where there are none."""
    asked = asked_of(member.id, own_pages.filled_in_by(reader_of(member)))
    if not asked.fields:
        abort(404)
    if is_typed:
        return SheetForm(asked)
    version = own_queries.sheet_version(member.id)
    return SheetForm(asked, formdata=None, data={**shown_data(asked), "version": version})


def social_file(member: AnyRow) -> dict[str, Any]:
    """The whole section: each card's words."""
    file, words = queries.file_of(member.id), queries.words(language())
    reader = reader_of(member)
    occupations = queries.occupations_of(member.id)
    return {
        "member": member,
        "file": file,
        "words": words,
        "labels": labels,
        "languages": _spoken(member.id),
        "occupations": occupations,
        "entry": _said(occupation_on(occupations, member.admitted_on), words),
        "now": _said(occupation_on(occupations, g.organisation.today), words),
        "trades": _trades(member, words),
        "jobs": queries.jobs_of(member.id),
        "protection": queries.protection_of(member.id),
        "masked": identity.masked,
        "disability": queries.find_disability(member.id),
        "own_lines": own_pages.lines_of(member.id, reader),
        "fills_in": bool(own_pages.filled_in_by(reader)),
        "corrects": may_correct(member),
        "sees_sensitive": may_see_sensitive(member),
        "notice": privacy.file_notice(),
        "today": g.organisation.today,
    }


def occupation_on(occupations: Sequence[AnyRow], day: Any) -> AnyRow | None:
    """The row that holds on a day."""
    found: AnyRow | None = rules.occupation_on(occupations, day)  # type: ignore[arg-type, assignment]  # named alike
    return found


def _said(row: AnyRow | None, words: Mapping[int, str]) -> str:
    """“Without work, since 3 May 2024”."""
    if row is None:
        return ""
    return _("%(what)s, since %(day)s", what=words.get(row.occupation_id, ""), day=format_day(row.started_on))


def _spoken(member_id: int) -> str:
    spoken = {row.language for row in queries.languages_of(member_id)}
    return _(", ").join(str(label) for code, label in labels.LANGUAGE.items() if code in spoken)


@dataclass(frozen=True, kw_only=True)
class TradeLine:
    """A trade in words; the main one may have no row of its own here."""

    fact_id: int | None
    name: str
    sector: str
    since: str
    is_main: bool


def _trades(member: AnyRow, words: Mapping[int, str]) -> list[TradeLine]:
    """The main trade first, then the others as they were added."""
    rows = queries.trades_of(member.id)
    lines = [_trade(row, words, is_main=row.trade_id == member.trade_id) for row in rows]
    if member.trade_id and not any(line.is_main for line in lines):
        name = words.get(member.trade_id, "")
        lines.append(TradeLine(fact_id=None, name=name, sector="", since="", is_main=True))
    return sorted(lines, key=lambda line: not line.is_main)


def _trade(row: AnyRow, words: Mapping[int, str], *, is_main: bool) -> TradeLine:
    since = _("since %(day)s", day=format_day(row.started_on)) if row.started_on else ""
    return TradeLine(
        fact_id=row.id,
        name=words.get(row.trade_id, ""),
        sector=words.get(row.sector_id, ""),
        since=since,
        is_main=is_main,
    )


def period_in_words(row: Any) -> str:
    """From when to when; a day that is not known is left out."""
    if row.started_on is None:
        return _("until %(day)s", day=format_day(row.ended_on)) if row.ended_on else ""
    if row.ended_on is None:
        return _("from %(start)s", start=format_day(row.started_on))
    return _("%(start)s to %(end)s", start=format_day(row.started_on), end=format_day(row.ended_on))


def occupations_in_words(occupations: Sequence[AnyRow], reader: tuple[Mapping[int, str], str | None]) -> list[Any]:
    """The occupations as a timeline. `reader`: the words, and the address to which a fact's id is added, if they correct."""
    words, here = reader
    return [
        {
            "when": _when(row),
            "datetime": row.started_on.isoformat(),
            "name": words.get(row.occupation_id, ""),
            "lines": [row.note] if row.note else [],
            "tone": "ok" if row.holds_until is None else "muted",
            "url": f"{here}/{row.id}" if here else None,
            "action": _("Correct"),
        }
        for row in occupations
    ]


def _when(row: AnyRow) -> str:
    if row.holds_until is None:
        return _("from %(start)s", start=format_day(row.started_on))
    return _("%(start)s to %(end)s", start=format_day(row.started_on), end=format_day(row.holds_until))


def reveal(member: Member) -> dict[str, Any]:
    """What is sensitive in a file, in clear; each kind that is on file is logged by itself."""
    reader = reader_of(member)
    fields = [field for field in own_pages.read_by(reader) if field.is_sensitive]
    sealed = own_queries.sealed_ids(member.id) & {field.id for field in fields}
    values = own_services.reveal_sealed(member.id, list(sealed)) if sealed else {}
    disability = services.reveal_disability(member) if queries.find_disability(member.id) else None
    return {
        "member": member,
        "disability": disability,
        "recorded_by": _recorded_by(disability),
        "own_lines": own_pages.revealed_lines(values, fields),
    }


def disability_version(member_id: int) -> int:
    """How often what is on file of a disability was recorded; 0: nothing is."""
    kept = queries.find_disability(member_id)
    return kept.version if kept is not None else 0


def sensitive(member: Member) -> dict[str, Any]:
    """What the form of a disability shows: never what is on file."""
    is_kept = queries.find_disability(member.id) is not None
    return {"member": member, "is_kept": is_kept, "notice": privacy.sensitive_notice()}


def _recorded_by(disability: Disability | None) -> str:
    if disability is None or disability.recorded_by_account_id is None:
        return ""
    return account_queries.name_of(account_queries.get_account(disability.recorded_by_account_id))
