"""What may stand beside a name in the list of members, of the fields that the organisation added by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.kernel.access import actor_or_none
from app.kernel.i18n import language
from app.kernel.tables import Cell
from app.members.list_columns import ListColumn, Listed, Look
from app.members.list_filters import OF_OWN_FIELDS
from app.own_fields import queries
from app.own_fields.models import FieldKind, OwnField
from app.own_fields.reading import as_cell

_LOOKS: dict[FieldKind, Look] = {FieldKind.NUMBER: "number", FieldKind.DAY: "day"}


def list_columns() -> Sequence[ListColumn]:
    """Those of the fields that whoever reads may list."""
    actor = actor_or_none()
    return [_column(field) for field in queries.fields_listed_for(actor)] if actor else []


def _column(field: OwnField) -> ListColumn:
    def cells(listed: Listed) -> Mapping[int, Cell]:
        choices = queries.choice_labels([field.id], language()) if field.kind is FieldKind.CHOICE else {}
        values = queries.values_for(listed.ids, [field.id])
        return {member_id: as_cell(field.kind, said.get(field.id), choices) for member_id, said in values.items()}

    look = _LOOKS.get(field.kind, "text")
    return ListColumn(code=f"{OF_OWN_FIELDS}{field.id}", label=field.label(language()), cells=cells, look=look)
