"""The forms of the social file's parts. Choices come in as arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.forms import (
    BaseForm,
    CheckField,
    ChoiceField,
    DayField,
    HiddenNumberField,
    LineField,
    LocalIdField,
    MultipleChoiceField,
    ParagraphField,
    WholeNumberField,
    here_today,
)
from app.kernel.i18n import _l
from app.social import labels
from app.social.models import MOST_PEOPLE_AT_HOME, Education, FamilyStatus, Language
from app.social.rules import Background, Family, Part, Project

Words = Mapping[str, Mapping[int, str]]  # the words offered, by the name of their field


class PartForm(BaseForm):
    """One part of the file, sent with the version that was shown; 0: nothing was on file."""

    version = HiddenNumberField(_l("Version"))

    def offer(self, words: Words) -> None:
        for name, choices in words.items():
            if name in self._fields:
                self[name].choices = choices

    def part(self) -> Part:
        raise NotImplementedError


class BackgroundForm(PartForm):
    """Where the person comes from."""

    education = ChoiceField(
        _l("Education"), choices=labels.EDUCATION, required=False, hint=_l("The highest level reached.")
    )
    languages = MultipleChoiceField(_l("Languages spoken"), choices=labels.LANGUAGE, required=False)
    antenna_id = LocalIdField(_l("Antenna"), required=False, hint=_l("Where the person is followed."))
    prescriber_id = LocalIdField(_l("Sent by"), required=False)
    prescriber_name = LineField(
        _l("Who exactly"), max_length=120, required=False, hint=_l("Such as the office, or the person who sent them.")
    )
    channel_id = LocalIdField(_l("Heard of us by"), required=False)

    def part(self) -> Background:
        return Background(
            education=Education(self.education.data) if self.education.data else None,
            languages=tuple(Language(code) for code in self.languages.data or ()),
            antenna_id=self.antenna_id.data,
            prescriber_id=self.prescriber_id.data,
            prescriber_name=self.prescriber_name.data or "",
            channel_id=self.channel_id.data,
        )


class FamilyForm(PartForm):
    """The family, as far as support depends on it."""

    family_status = ChoiceField(_l("Family situation"), choices=labels.FAMILY_STATUS, required=False)
    children = WholeNumberField(_l("Children"), required=False, largest=MOST_PEOPLE_AT_HOME)
    dependants = WholeNumberField(
        _l("People who live on this income"),
        required=False,
        largest=MOST_PEOPLE_AT_HOME,
        hint=_l("Children included, the person not: it tells what the activity must earn."),
    )

    def part(self) -> Family:
        status = self.family_status.data
        return Family(
            family_status=FamilyStatus(status) if status else None,
            children=self.children.data,
            dependants=self.dependants.data,
        )


class ProjectForm(PartForm):
    """What the person wants to reach."""

    is_first_business = ChoiceField(
        _l("First business"),
        choices=labels.YES_NO,
        required=False,
        hint=_l("Whether the person never had a business before: funders count first-time entrepreneurs."),
    )
    objectives = ParagraphField(_l("Objectives"), max_length=2000, required=False)
    objectives_on = DayField(_l("Said on"), required=False, largest=here_today)

    def part(self) -> Project:
        objectives = self.objectives.data or ""
        return Project(
            is_first_business={"yes": True, "no": False}.get(self.is_first_business.data),
            objectives=objectives,
            objectives_on=(self.objectives_on.data or here_today()) if objectives else None,
        )


class DisabilityForm(BaseForm):
    """What the person wishes known, and that they agree; it is always typed anew."""

    said = ParagraphField(
        _l("What the person wishes known"),
        max_length=1000,
        hint=_l("In their words: what is difficult, what helps. No diagnosis is needed."),
    )
    consented_on = DayField(_l("Consent given on"), largest=here_today)
    has_consented = CheckField(_l("The person agrees that this is recorded"))
    version = HiddenNumberField(_l("Version"))

    def consent(self) -> dict[str, Any]:
        """For the service: the day of the consent, none where it was not given, and what was on file."""
        return {
            "consented_on": self.consented_on.data if self.has_consented.data else None,
            "version": self.version.data,
        }

    def offer_newest(self, refusal: Refusal, version: int) -> None:
        """After somebody else's save: the next submission replaces what stands now."""
        if isinstance(refusal, ChangedMeanwhile):
            self.version.typed, self.version.data = None, version


class EmptyForm(BaseForm):
    """A confirmation: nothing but the press of a button."""
