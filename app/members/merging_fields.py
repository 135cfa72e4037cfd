"""The door of the fields that the organisation added by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.kernel.i18n import _, _l, language
from app.members.merging import Answers, Door, Pair, Question, Values, Which, answer, count_rows_of
from app.own_fields import merging as own_fields
from app.own_fields import queries
from app.own_fields.models import FieldKind, OwnField, OwnFieldValue
from app.own_fields.reading import in_words
from app.own_fields.rules import COLUMN_OF, Value


def questions(pair: Pair) -> Sequence[Question]:
    """Every field in which the two files differ; a sensitive answer is chosen unseen."""
    fields = own_fields.differing_fields(pair.kept.id, pair.gone.id)
    choices = queries.choice_labels([field.id for field in fields], language())
    said = [_said(member.id, fields, choices) for member in (pair.kept, pair.gone)]
    return [
        Question(
            code=_code(field),
            label=field.label(language()),
            kept=said[0].get(field.id, ""),
            gone=said[1].get(field.id, ""),
            is_text=field.kind is FieldKind.TEXT,
        )
        for field in fields
    ]


def _code(field: OwnField) -> str:
    return f"own_{field.id}"


def _said(member_id: int, fields: Sequence[OwnField], choices: Mapping[int, str]) -> dict[int, str]:
    values, sealed = queries.values_of(member_id), queries.sealed_ids(member_id)
    words = {field.id: in_words(field.kind, values.get(field.id), choices) for field in fields}
    return {**words, **dict.fromkeys(sealed, _("On file, not shown here"))}


def move(pair: Pair, answers: Answers) -> Sequence[Values]:
    """What was chosen; the other answer stays readable, unless the field is sensitive: then it goes."""
    fields = own_fields.differing_fields(pair.kept.id, pair.gone.id)
    asked = dict(zip((field.id for field in fields), questions(pair), strict=True))
    taken = [field_id for field_id, question in asked.items() if answer(question, answers) is Which.GONE]
    over = own_fields.give_values(pair.kept.id, pair.gone.id, taken)
    by_id, choices = {field.id: field for field in fields}, queries.choice_labels(asked, "fr")
    told = []
    for row in over:
        field = by_id.get(row.field_id)
        if field is not None and not field.is_sensitive:
            value: Value = getattr(row, COLUMN_OF[field.kind])
            told.append({"field": field.label_fr, "value": in_words(field.kind, value, choices)})
    return told


FIELDS = Door(
    code="own_fields",
    label=_l("Own fields"),
    tables=frozenset({"own_field_sheet", "own_field_value"}),
    count=count_rows_of(OwnFieldValue),
    move=move,
    questions=questions,
    subject="own_field",
)
