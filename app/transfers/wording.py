"""A package, and what a file keeps of the time before, in lines that people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.kernel import identity
from app.kernel.i18n import _, format_day, format_hours, format_number, format_phone, language
from app.members import labels as member_labels
from app.members.models import IdentityKind
from app.members.services import MemberDetails
from app.network.territories import territory_name
from app.social import labels as social_labels
from app.transfers import labels

Told = Mapping[str, Any]
Line = tuple[str, str]


def in_this_language(told: Told, name: str = "") -> str:
    """Of two spellings, `fr` and `ar` after a name, the reader's, else the other."""
    first, second = ("ar", "fr") if language() == "ar" else ("fr", "ar")
    return str(told.get(f"{name}{first}") or told.get(f"{name}{second}") or "")


def left_out_in_words(items: Sequence[Told]) -> list[str]:
    """What found no place, and why."""
    return [_left_out(item) for item in items]


def _left_out(item: Told) -> str:
    said = " ".join(filter(None, (in_this_language(item), _since(item.get("on")))))
    what, why = str(labels.WHAT.get(item["what"], item["what"])), str(labels.WHY.get(item["why"], item["why"]))
    if not said:
        return _("%(what)s: %(why)s", what=what, why=why)
    return _("%(what)s, “%(said)s”: %(why)s", what=what, said=said, why=why)


def _since(written: str | None) -> str:
    return _("(%(day)s)", day=_day(written)) if written else ""


def _day(written: str) -> str:
    return format_day(date.fromisoformat(written))


def period(start: str | None, end: str | None) -> str:
    if start is None:
        return ""
    if end is None:
        return _("from %(start)s", start=_day(start))
    return _("%(start)s to %(end)s", start=_day(start), end=_day(end))


def parcours(told: Told) -> list[dict[str, Any]]:
    """The stages elsewhere, as a timeline."""
    return [
        {
            "when": period(step["started_on"], step.get("holds_until")),
            "datetime": step["started_on"],
            "name": in_this_language(step, "stage_"),
            "lines": [reason] if (reason := in_this_language(step, "exit_reason_")) else [],
            "tone": "muted",
        }
        for step in told.get("parcours", ())
    ]


def contracts(told: Told) -> list[dict[str, Any]]:
    """The contracts elsewhere, as a timeline."""
    return [
        {
            "when": period(contract["started_on"], contract.get("last_day")),
            "datetime": contract["started_on"],
            "name": in_this_language(contract, "kind_"),
            "lines": list(filter(None, (_post(contract), in_this_language(contract, "end_reason_")))),
            "tone": "muted",
        }
        for contract in told.get("contracts", ())
    ]


def _post(contract: Told) -> str:
    minutes, post = contract.get("weekly_minutes"), in_this_language(contract, "post_")
    hours = _("%(hours)s a week", hours=format_hours(minutes)) if minutes else ""
    return _(", ").join(filter(None, (post, hours)))


def person(details: MemberDetails, trade: Told | None) -> list[Line]:
    """Who it is and how they are reached: label and value."""
    lines = (
        (_("Born"), _(", ").join(filter(None, (format_day(details.birth_date), details.birth_place)))),
        (_("Sex"), str(member_labels.SEX[details.sex])),
        (_("Birth name"), f"{details.birth_name_latin} {details.birth_name_arabic}".strip()),
        (_("Nationality"), member_labels.nationality_name(details.nationality)),
        (_("Phone"), _(", ").join(map(format_phone, filter(None, (details.phone, details.second_phone))))),
        (_("E-mail"), details.email),
        (_("Address"), details.address),
        (_("Lives in"), _(", ").join(filter(None, (details.commune, _place(details))))),
        (_("Person to call in an emergency"), _emergency(details)),
        (_("Trade"), in_this_language(trade) if trade else ""),
    )
    return [line for line in lines if line[1]]


def _place(details: MemberDetails) -> str:
    return territory_name(details.territory_code, language())


def _emergency(details: MemberDetails) -> str:
    phone = format_phone(details.emergency_phone) if details.emergency_phone else ""
    return " ".join(filter(None, (details.emergency_name, phone)))


def document(told: Told | None) -> str:
    """The kind of document and the end of its number: the whole number stands in the file, once there is one."""
    if told is None:
        return ""
    kind = member_labels.IDENTITY_KIND[IdentityKind(told["kind"])]
    return f"{kind} {identity.masked(identity.last_three(told['number']))}"


def social(told: Told) -> list[Line]:
    """What the social file says: label and value."""
    return [line for line in (*_background(told), *_family(told), *_facts(told)) if line[1]]


def _background(told: Told) -> Iterator[Line]:
    background = told.get("background", {})
    spoken = [str(social_labels.LANGUAGE[code]) for code in told.get("languages", ()) if code in social_labels.LANGUAGE]
    yield _("Education"), str(social_labels.EDUCATION.get(background.get("education"), ""))
    yield _("Languages spoken"), _(", ").join(spoken)
    for name in ("antenna", "prescriber", "channel"):
        yield str(labels.WHAT[name]), in_this_language(background.get(name, {}))
    yield _("Who exactly"), background.get("prescriber_name", "")


def _family(told: Told) -> Iterator[Line]:
    family, project = told.get("family", {}), told.get("project", {})
    yield _("Family situation"), str(social_labels.FAMILY_STATUS.get(family.get("family_status"), ""))
    yield _("Children"), format_number(family.get("children")) if "children" in family else ""
    yield _("People who live on this income"), format_number(family.get("dependants")) if "dependants" in family else ""
    first = {True: social_labels.YES_NO["yes"], False: social_labels.YES_NO["no"]}
    yield _("First business"), str(first.get(project.get("is_first_business"), ""))
    yield _("Objectives"), project.get("objectives", "")


def _facts(told: Told) -> Iterator[Line]:
    for fact in told.get("occupations", ()):
        yield _("Occupation"), _dated(in_this_language(fact["word"]), fact)
    for fact in told.get("trades", ()):
        yield _("Trade"), _dated(in_this_language(fact["word"]), fact)
    for fact in told.get("jobs", ()):
        yield _("Other jobs"), _dated(fact.get("employer", ""), fact)
    for fact in told.get("protection", ()):
        number = identity.masked(identity.last_three(fact["number"])) if "number" in fact else ""
        yield _("Social protection"), _dated(f"{in_this_language(fact['word'])} {number}".strip(), fact)


def _dated(said: str, fact: Told) -> str:
    when = period(fact.get("started_on"), fact.get("ended_on"))
    return _(", ").join(filter(None, (said, when)))


def papers(told: list[Told]) -> list[str]:
    """Each paper with its day, and whether its scan comes along."""
    return [_paper(one) for one in told]


def _paper(told: Told) -> str:
    said = [in_this_language(told["word"]), _("received on %(day)s", day=_day(told["received_on"]))]
    return _(", ").join([*said, _("with its scan")] if "file_id" in told else said)
