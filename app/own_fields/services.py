"""Fields and their choices: added, renamed, ordered, withdrawn; and what a file says in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from app.kernel import audit, clock, names
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _l
from app.own_fields import queries
from app.own_fields.errors import (
    ChoiceExists,
    ChoiceNotOffered,
    FieldExists,
    NoChoicesHere,
    NotAsked,
    RequiredIsEmpty,
    SensitiveIsNotForCoaches,
    TooManyFields,
)
from app.own_fields.models import Audience, FieldKind, OwnField, OwnFieldChoice, OwnFieldSheet, OwnFieldValue
from app.own_fields.rules import COLUMN_OF, Value, as_plain, words_of

MOST_FIELDS = 60
FIELD_ADDED = audit.action("own_field.added", _l("Own field added"))
FIELD_CHANGED = audit.action("own_field.changed", _l("Own field changed"))
FIELD_MOVED = audit.action("own_field.moved", _l("Own field moved"))
FIELD_WITHDRAWN = audit.action("own_field.withdrawn", _l("Own field withdrawn"))
FIELD_ASKED = audit.action("own_field.asked_again", _l("Own field asked again"))
CHOICE_ADDED = audit.action("own_field.choice_added", _l("Choice of an own field added"))
CHOICE_CHANGED = audit.action("own_field.choice_changed", _l("Choice of an own field changed"))
CHOICE_WITHDRAWN = audit.action("own_field.choice_withdrawn", _l("Choice of an own field withdrawn"))
CHOICE_OFFERED = audit.action("own_field.choice_offered_again", _l("Choice of an own field offered again"))
VALUE_CHANGED = audit.action("own_field.filled_in", _l("Own field of a file filled in"))
SEALED_REVEALED = audit.action("own_field.revealed", _l("Sensitive own fields of a file shown"))


@dataclass(frozen=True, kw_only=True)
class FieldDetails:
    """What can be changed of a field at any time."""

    label_fr: str
    label_ar: str
    help_fr: str = ""
    help_ar: str = ""
    is_required: bool = False
    audience: Audience = Audience.COACHES


def add_field(details: FieldDetails, *, kind: FieldKind, is_sensitive: bool = False) -> OwnField:
    """A field at the end of the page. Raises FieldExists, TooManyFields, SensitiveIsNotForCoaches."""
    fields = queries.every_field()
    _refuse_too_many()
    _refuse_audience(details, is_sensitive=is_sensitive)
    _refuse_same_name(details, fields)
    last = max((field.position for field in fields), default=0)
    code = _free_code(details.label_fr, {field.code for field in fields})
    field = OwnField(code=code, kind=kind, is_sensitive=is_sensitive, position=last + 1, **asdict(details))
    db.session.add(field)
    db.session.flush()
    audit.record(FIELD_ADDED, subject_type="own_field", subject_id=field.id, after={"label_fr": field.label_fr})
    return field


def change_field(field: OwnField, details: FieldDetails, *, version: int) -> None:
    """Raises ChangedMeanwhile, FieldExists, SensitiveIsNotForCoaches."""
    db.session.refresh(field, with_for_update=True)
    if field.version != version:
        raise ChangedMeanwhile
    _refuse_audience(details, is_sensitive=field.is_sensitive)
    _refuse_same_name(details, [other for other in queries.every_field() if other is not field])
    values = asdict(details)
    before, after = audit.only_changed(audit.values_of(field, *values), values)
    for name, value in values.items():
        setattr(field, name, value)
    db.session.flush()
    if after:
        audit.record(FIELD_CHANGED, subject_type="own_field", subject_id=field.id, before=before, after=after)


def _refuse_too_many() -> None:
    if len(queries.asked_fields()) >= MOST_FIELDS:
        raise TooManyFields


def _refuse_audience(details: FieldDetails, *, is_sensitive: bool) -> None:
    if is_sensitive and details.audience is Audience.COACHES:
        raise SensitiveIsNotForCoaches


def _refuse_same_name(details: FieldDetails, others: Sequence[OwnField]) -> None:
    for name in ("label_fr", "label_ar"):
        taken = {names.fold(getattr(other, name)) for other in others}
        if names.fold(getattr(details, name)) in taken:
            raise FieldExists(field=name)


def _free_code(label: str, taken: set[str]) -> str:
    """A lasting code from the first label: what reports and imports match."""
    stem = re.sub("[^a-z0-9]+", "_", names.fold(label)).strip("_")[:36] or "field"
    number = 1
    while (code := stem if number == 1 else f"{stem}_{number}") in taken:
        number += 1
    return code


def move_field(field: OwnField, *, upwards: bool) -> None:
    """One place up or down among those that are asked; at either end nothing happens."""
    asked = queries.asked_fields()
    here = asked.index(field) if field in asked else -1
    there = here - 1 if upwards else here + 1
    if here < 0 or not 0 <= there < len(asked):
        return
    asked[here], asked[there] = asked[there], asked[here]
    for position, one in enumerate(asked, start=1):
        one.position = position
    audit.record(FIELD_MOVED, subject_type="own_field", subject_id=field.id, after={"label_fr": field.label_fr})


def withdraw_field(field: OwnField) -> None:
    """No longer asked; what files say in it stays."""
    if field.withdrawn_at is not None:
        return
    field.withdrawn_at = clock.now()
    audit.record(FIELD_WITHDRAWN, subject_type="own_field", subject_id=field.id, before={"label_fr": field.label_fr})


def ask_field_again(field: OwnField) -> None:
    """Raises TooManyFields."""
    if field.withdrawn_at is None:
        return
    _refuse_too_many()
    field.withdrawn_at = None
    audit.record(FIELD_ASKED, subject_type="own_field", subject_id=field.id, after={"label_fr": field.label_fr})


def add_choice(field: OwnField, *, label_fr: str, label_ar: str) -> OwnFieldChoice:
    """Raises NoChoicesHere, ChoiceExists."""
    if field.kind is not FieldKind.CHOICE:
        raise NoChoicesHere
    db.session.refresh(field, with_for_update=True)
    choices = queries.choices_of([field.id]).get(field.id, [])
    _refuse_same_choice(choices, label_fr=label_fr, label_ar=label_ar)
    code = _free_code(label_fr, {choice.code for choice in choices})
    choice = OwnFieldChoice(
        field_id=field.id, code=code, label_fr=label_fr, label_ar=label_ar, position=len(choices) + 1
    )
    db.session.add(choice)
    db.session.flush()
    audit.record(CHOICE_ADDED, subject_type="own_field", subject_id=field.id, after={"label_fr": label_fr})
    return choice


def change_choice(choice: OwnFieldChoice, *, label_fr: str, label_ar: str) -> None:
    """Other words for a choice, wherever it was chosen. Raises ChoiceExists."""
    db.session.scalars(select(OwnField).where(OwnField.id == choice.field_id).with_for_update()).one()
    others = [other for other in queries.choices_of([choice.field_id])[choice.field_id] if other is not choice]
    _refuse_same_choice(others, label_fr=label_fr, label_ar=label_ar)
    values = {"label_fr": label_fr, "label_ar": label_ar}
    before, after = audit.only_changed(audit.values_of(choice, *values), values)
    choice.label_fr, choice.label_ar = label_fr, label_ar
    if after:
        subject = {"subject_type": "own_field", "subject_id": choice.field_id}
        audit.record(CHOICE_CHANGED, before=before, after=after, **subject)  # type: ignore[arg-type]


def _refuse_same_choice(others: Sequence[OwnFieldChoice], **labels: str) -> None:
    for name, label in labels.items():
        if names.fold(label) in {names.fold(getattr(other, name)) for other in others}:
            raise ChoiceExists(field=name)


def withdraw_choice(choice: OwnFieldChoice) -> None:
    """No longer offered; files that chose it keep it."""
    choice.withdrawn_at = clock.now()
    told = {"label_fr": choice.label_fr}
    audit.record(CHOICE_WITHDRAWN, subject_type="own_field", subject_id=choice.field_id, before=told)


def offer_choice_again(choice: OwnFieldChoice) -> None:
    choice.withdrawn_at = None
    told = {"label_fr": choice.label_fr}
    audit.record(CHOICE_OFFERED, subject_type="own_field", subject_id=choice.field_id, after=told)


def fill_in(member: Any, answers: Mapping[int, Value], *, version: int | None) -> None:
    """Write what a file says, by field; None empties one, a field left out stays. `member`: the row of the file.

    `version`: of the sheet as it was shown (`queries.sheet_version`); None for who cannot overwrite anybody, such as an
    import. Raises ChangedMeanwhile, NotAsked, RequiredIsEmpty, ChoiceNotOffered; their `field` is `own_<id>`.
    """
    db.session.refresh(member, with_for_update=True)
    if version is not None and queries.sheet_version(member.id) != version:
        raise ChangedMeanwhile
    fields = {field.id: field for field in queries.asked_fields()}
    kept = _values(member.id)
    for field_id, value in answers.items():
        _refuse(fields.get(field_id), field_id, value, kept=kept.get(field_id))
    changed = [
        _write(member.id, fields[field_id], value, kept=kept.get(field_id)) for field_id, value in answers.items()
    ]
    if any(changed):
        _raise_version(member.id)
    db.session.flush()


def _values(member_id: int) -> dict[int, OwnFieldValue]:
    found = db.session.scalars(select(OwnFieldValue).where(OwnFieldValue.member_id == member_id))
    return {row.field_id: row for row in found}


def _refuse(field: OwnField | None, field_id: int, value: Value, *, kept: OwnFieldValue | None) -> None:
    refusal: type[Refusal] | None = None
    if field is None:
        refusal = NotAsked
    elif value in (None, ""):
        refusal = RequiredIsEmpty if field.is_required else None
    elif field.kind is FieldKind.CHOICE and value not in _offered(field, kept):
        refusal = ChoiceNotOffered
    if refusal is not None:
        raise refusal(field=f"own_{field_id}")


def _offered(field: OwnField, kept: OwnFieldValue | None) -> set[Value]:
    """The choices that may be made; a file keeps one that was withdrawn since."""
    choices = queries.choices_of([field.id]).get(field.id, [])
    held = _value_of(field, kept)
    return {choice.id for choice in choices if choice.withdrawn_at is None or choice.id == held}


def _value_of(field: OwnField, kept: OwnFieldValue | None) -> Value:
    if kept is None:
        return None
    if field.is_sensitive:
        return queries.open_sealed(kept.member_id, [field.id]).get(field.id)
    value: Value = getattr(kept, COLUMN_OF[field.kind])
    return value


def _write(member_id: int, field: OwnField, value: Value, *, kept: OwnFieldValue | None) -> bool:
    """Whether anything changed; what did is logged, and of a sensitive field only that it did."""
    before, after = _value_of(field, kept), None if value == "" else value
    if before == after:
        return False
    if after is None:
        db.session.delete(kept)
    else:
        row = kept or OwnFieldValue(member_id=member_id, field_id=field.id, kind=field.kind)
        for name, stored in _columns(field, after).items():
            setattr(row, name, stored)
        db.session.add(row)
    audit.record(
        VALUE_CHANGED,
        subject_type="member",
        subject_id=member_id,
        before=_told(field, before),
        after=_told(field, after),
    )
    return True


def _columns(field: OwnField, value: Value) -> dict[str, Value]:
    if field.is_sensitive:
        return {"sealed": as_plain(value)}
    words = {"words": words_of(str(value))} if field.kind is FieldKind.TEXT else {}
    return {COLUMN_OF[field.kind]: value, **words}


def _told(field: OwnField, value: Value) -> dict[str, object]:
    if value is None or field.is_sensitive:
        return {"field": field.label_fr}
    if field.kind is FieldKind.CHOICE:
        labels = queries.choice_labels([field.id], "fr")
        return {"field": field.label_fr, "value": labels.get(int(str(value)), "")}
    if field.kind is FieldKind.NUMBER:
        return {"field": field.label_fr, "number": value}
    if field.kind is FieldKind.YES_NO:
        return {"field": field.label_fr, "answer": as_plain(value)}
    return {"field": field.label_fr, "day" if field.kind is FieldKind.DAY else "value": value}


def _raise_version(member_id: int) -> None:
    sheet = db.session.scalar(select(OwnFieldSheet).where(OwnFieldSheet.member_id == member_id))
    if sheet is None:
        db.session.add(OwnFieldSheet(member_id=member_id, version=1))
    else:
        sheet.version += 1


def reveal_sealed(member_id: int, field_ids: Sequence[int]) -> dict[int, Value]:
    """The sensitive values of one file in these fields; who asked is written down in the same transaction."""
    audit.record(SEALED_REVEALED, subject_type="member", subject_id=member_id)
    return queries.open_sealed(member_id, field_ids)
