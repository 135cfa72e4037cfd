"""The forms of dated facts. Choices come in as arguments."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import ValidationError

from app.kernel.forms import (
    BaseForm,
    CheckField,
    ChoiceField,
    DayField,
    HiddenNumberField,
    LineField,
    LocalIdField,
    WholeNumberField,
    here_today,
)
from app.kernel.i18n import _l
from app.kernel.text import TextRefused
from app.social import labels
from app.social.forms import Words
from app.social.models import MOST_WEEKLY_HOURS, Proof
from app.social.rules import (
    LONGEST_NUMBER,
    Details,
    JobDetails,
    OccupationDetails,
    ProtectionDetails,
    TradeDetails,
    normalised_number,
)

PLANNED_AHEAD = timedelta(days=3 * 366)


def latest_end() -> date:
    return here_today() + PLANNED_AHEAD


class FactForm(BaseForm):
    """A fact; one that is corrected is sent with the version that was shown."""

    version = HiddenNumberField(_l("Version"), required=False)

    def offer(self, words: Words) -> None:
        for name, choices in words.items():
            if name in self._fields:
                self[name].choices = choices

    def details(self) -> Details:
        raise NotImplementedError


class OccupationForm(FactForm):
    """What the person does from a day on."""

    occupation_id = LocalIdField(_l("Occupation"))
    started_on = DayField(
        _l("From"),
        largest=here_today,
        hint=_l("As far back as it began: what held on the day of admission is the situation at entry."),
    )
    note = LineField(_l("Note"), max_length=200, required=False)

    def details(self) -> OccupationDetails:
        return OccupationDetails(
            occupation_id=self.occupation_id.data, started_on=self.started_on.data, note=self.note.data or ""
        )


class TradeForm(FactForm):
    """A trade, its sector, and since when."""

    trade_id = LocalIdField(_l("Trade"))
    sector_id = LocalIdField(_l("Sector"), required=False)
    started_on = DayField(_l("Practised since"), required=False, largest=here_today)

    def details(self) -> TradeDetails:
        return TradeDetails(trade_id=self.trade_id.data, sector_id=self.sector_id.data, started_on=self.started_on.data)


class JobForm(FactForm):
    """Work beside the organisation."""

    employer = LineField(_l("For whom, or what kind of work"), max_length=120)
    weekly_hours = WholeNumberField(_l("Hours a week"), required=False, smallest=1, largest=MOST_WEEKLY_HOURS)
    started_on = DayField(_l("From"), required=False, largest=here_today)
    ended_on = DayField(_l("Until"), required=False, largest=latest_end)

    def details(self) -> JobDetails:
        return JobDetails(
            employer=self.employer.data,
            weekly_hours=self.weekly_hours.data,
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
        )


class ProtectionForm(FactForm):
    """Who covers the person, from when to when, and what was seen of it."""

    never_shown = ("number", "drops_number")
    body_id = LocalIdField(_l("Social protection"), hint=_l("Choose “none” too: it is an answer that funders count."))
    started_on = DayField(_l("From"), largest=here_today)
    ended_on = DayField(_l("Until"), required=False, largest=latest_end, hint=_l("Leave it empty while it goes on."))
    number = LineField(
        _l("Number with this body"), max_length=LONGEST_NUMBER, required=False, dir="ltr", autocomplete="off"
    )
    drops_number = CheckField(_l("Remove the number on file"))
    proof = ChoiceField(_l("Proof"), choices=labels.PROOF, required=False)
    proof_on = DayField(_l("Date of the proof"), required=False, largest=here_today)

    def validate_number(self, field: LineField) -> None:
        try:
            normalised_number(field.data)
        except TextRefused as refusal:
            raise ValidationError(refusal.message) from None

    def details(self) -> ProtectionDetails:
        number = normalised_number(self.number.data or "")
        return ProtectionDetails(
            body_id=self.body_id.data,
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
            number=None if self.drops_number.data and not number else number,
            proof=Proof(self.proof.data) if self.proof.data else None,
            proof_on=self.proof_on.data,
        )
