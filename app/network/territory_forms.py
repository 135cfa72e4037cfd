"""The forms of the lists of territories. Choices come in as arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from wtforms import ValidationError

from app.kernel.forms import (
    BaseForm,
    ChoiceField,
    DayField,
    HiddenNumberField,
    LineField,
    ParagraphField,
    RadioField,
    here_today,
)
from app.kernel.i18n import _l
from app.kernel.text import scripts_of
from app.network import labels
from app.network.territory_rules import AROUND, KINDS, Change, ChangeKind

CODE_END = re.compile("[A-Z0-9]{2,6}")
LONGEST_LIST = 60_000
MOST_LINES = 600


def latest_change() -> date:
    """What was decided for later may be written down already."""
    return here_today() + timedelta(days=3 * 366)


class NameForm(BaseForm):
    """What a territory is called, in both languages."""

    name_fr = LineField(_l("Name in French"), max_length=80)
    name_ar = LineField(_l("Name in Arabic"), max_length=80, dir="rtl")
    version = HiddenNumberField(_l("Version"))

    def validate_name_fr(self, field: LineField) -> None:
        if "ARABIC" in scripts_of(field.data):
            raise ValidationError(_l("Write this name in Latin letters."))

    def validate_name_ar(self, field: LineField) -> None:
        if "ARABIC" not in scripts_of(field.data):
            raise ValidationError(_l("Write this name in Arabic letters."))


class RenamingForm(NameForm):
    """Another name from a day, or the right one instead of one that was always wrong."""

    how = RadioField(
        _l("What happened"),
        choices={
            ChangeKind.RENAMED.value: _l("It was renamed"),
            ChangeKind.CORRECTED.value: _l("The name in the list was wrong"),
        },
    )
    on = DayField(
        _l("New name from"),
        required=False,
        largest=latest_change,
        hint=_l("Only for what was renamed; days before keep the old name."),
    )

    def change(self, code: str) -> Change:
        kind = ChangeKind(self.how.data)
        day = self.on.data if kind is ChangeKind.RENAMED else None
        return Change(number=0, kind=kind, code=code, day=day, name_fr=self.name_fr.data, name_ar=self.name_ar.data)


class NewTerritoryForm(NameForm):
    """A territory that was made, or was missing."""

    kind = RadioField(_l("Kind"))
    code = LineField(
        _l("Code"),
        max_length=6,
        dir="ltr",
        hint=_l("The official one without the country: capital letters and digits. It never changes."),
    )
    parent = ChoiceField(_l("Lies in"), required=False)
    on = DayField(_l("Exists since"), required=False, largest=latest_change, hint=_l("Left empty: it always did."))
    origin = ChoiceField(
        _l("Came out of"),
        required=False,
        hint=_l("Of which territory it was a part until then: reports of earlier days say that one."),
    )

    def offer(self, country: str, *, around: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        self.country = country
        self.kind.choices = {kind: labels.TERRITORY_KIND[kind] for kind in KINDS[country]}
        self.parent.choices, self.origin.choices = around, known

    def validate_code(self, field: LineField) -> None:
        if not CODE_END.fullmatch(field.data):
            raise ValidationError(_l("Write two to six capital letters or digits."))

    def change(self) -> Change:
        return Change(
            number=0,
            kind=ChangeKind.ADDED,
            code=f"{self.country}-{self.code.data}",
            day=self.on.data,
            level=self.kind.data,
            parent=(self.parent.data or "") if self.kind.data in AROUND else "",
            name_fr=self.name_fr.data,
            name_ar=self.name_ar.data,
            other=self.origin.data or "",
        )


class SheetField(ParagraphField):
    """Lines of a spreadsheet, as they are pasted: cells apart by semicolons."""

    def read(self, typed: str) -> str:
        return super().read(typed.replace("\t", ";"))


class SeveralForm(BaseForm):
    """A list, pasted from a spreadsheet: a line each."""

    kind = RadioField(_l("Kind"))
    lines = SheetField(
        _l("Lines"),
        max_length=LONGEST_LIST,
        dir="auto",
        hint=_l(
            "Code, name in French, name in Arabic, code of the territory around it: apart by semicolons or tabs, as a spreadsheet pastes them. Codes without the country."
        ),
    )
    version = HiddenNumberField(_l("Version"))

    def offer(self, country: str) -> None:
        self.country = country
        self.kind.choices = {kind: labels.TERRITORY_KIND[kind] for kind in KINDS[country] if kind in AROUND}

    def validate_lines(self, field: ParagraphField) -> None:
        lines = self._cells()
        if len(lines) > MOST_LINES:
            raise ValidationError(_l("Not more than %(most)s lines at once.", most=MOST_LINES))
        for number, cells in enumerate(lines, start=1):
            if len(cells) != 4 or not all(cells) or not all(CODE_END.fullmatch(cells[place]) for place in (0, 3)):
                raise ValidationError(_l("Line %(num)s: a code, two names and a code were expected.", num=number))
            if "ARABIC" in scripts_of(cells[1]) or "ARABIC" not in scripts_of(cells[2]):
                raise ValidationError(_l("Line %(num)s: French comes first, then Arabic.", num=number))
            if max(map(len, cells)) > 80:
                raise ValidationError(_l("Line %(num)s: a name is too long.", num=number))

    def _cells(self) -> list[list[str]]:
        lines = (self.lines.data or "").splitlines()
        return [[cell.strip() for cell in line.split(";")] for line in lines if line.strip()]

    def changes(self) -> list[Change]:
        return [
            Change(
                number=0,
                kind=ChangeKind.ADDED,
                code=f"{self.country}-{code}",
                level=self.kind.data,
                parent=f"{self.country}-{parent}",
                name_fr=name_fr,
                name_ar=name_ar,
            )
            for code, name_fr, name_ar, parent in self._cells()
        ]


class ClosingForm(BaseForm):
    """From when a territory stands no longer."""

    on = DayField(_l("No longer exists from"), largest=latest_change)
    successor = ChoiceField(
        _l("What takes its place"),
        required=False,
        hint=_l("Left empty where several do, or none; each file is asked then."),
    )
    version = HiddenNumberField(_l("Version"))

    def change(self, code: str) -> Change:
        return Change(number=0, kind=ChangeKind.CLOSED, code=code, day=self.on.data, other=self.successor.data or "")


class TakingBackForm(BaseForm):
    """A confirmation."""

    version = HiddenNumberField(_l("Version"))
