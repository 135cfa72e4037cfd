"""A valid submission of each form of the house that takes values: what tests spoil in one place or another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask

from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from tests.support.client import HouseClient
from tests.support.life import Ids, Life, csrf_token, visitor
from tests.support.world import TODAY, Place

MANAGER, COACH, MEMBER = "manager@{slug}.example", "coach@{slug}.example", "member@{slug}.example"
NETWORK = "network@moucharaka.example"
PERSON = {
    "family_name_latin": "Zerhouni",
    "given_name_latin": "Salma",
    "family_name_arabic": "الزرهوني",
    "given_name_arabic": "سلمى",
    "sex": "F",
    "birth_date": "1991-03-04",
    "birth_place": "Azemmour",
    "phone": "",
    "email": "",
    "territory_code": "",
    "commune": "Azemmour",
    "trade_id": "{trade_id}",
    "identity_kind": "cin",
    "identity_country": "MA",
    "identity_number": "AB{nine}",
}
PAPER = {"language": "both", "purpose": "bank", "purpose_fr": "", "purpose_ar": "", "signatory_id": "{signatory_id}"}
DAY, ADMITTED = TODAY.isoformat(), (TODAY - timedelta(days=200)).isoformat()


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Who sends what where. `{…}` stand for ids of the place; `ids` names the fields that hold one."""

    who: str
    path: str
    data: dict[str, str]
    accepted: int = 302
    ids: tuple[str, ...] = ()


FORMS = {
    "admission": Submission(
        who=MANAGER,
        path="members/new",
        data={**PERSON, "admitted_on": DAY, "stage_id": "{stage_id}"},
        ids=("trade_id", "stage_id"),
    ),
    "change of a file": Submission(
        who=MANAGER, path="members/{member_id}/edit", data={**PERSON, "version": "{member_version}"}, ids=("trade_id",)
    ),
    "support": Submission(
        who=MANAGER,
        path="members/{leila_id}/coach",
        data={"coach_id": "{membership_id}", "started_on": DAY, "note": "Première fois"},
        ids=("coach_id",),
    ),
    "step": Submission(
        who=MANAGER,
        path="members/{member_id}/steps/new",
        data={"stage_id": "{stage_id}", "started_on": DAY, "ended_on": "", "reason": "Dossier complet", "objectives": "Dix ventes"},
        ids=("stage_id",),
    ),
    "correction of a step": Submission(
        who=MANAGER,
        path="members/{member_id}/steps/{step_id}",
        data={"stage_id": "{stage_id}", "started_on": ADMITTED, "ended_on": "", "decided_by": "Le bureau", "version": "{step_version}"},
        ids=("stage_id",),
    ),
    "exit": Submission(
        who=MANAGER,
        path="members/{member_id}/exit",
        data={"started_on": DAY, "stage_id": "{exit_id}", "exit_reason_id": "{exit_reason_id}", "reason": "Atelier à elle"},
        ids=("stage_id", "exit_reason_id"),
    ),
    "list": Submission(who=COACH, path="lists/new?sex=F", data={"name": "Mes dames"}),
    "change of a list": Submission(
        who=COACH, path="lists/{list_id}/edit?keep=1&sex=F", data={"name": "Mes dames", "version": "{list_version}"}
    ),
    "coach for several": Submission(
        who=MANAGER,
        path="members/together/coach?all=1",
        data={"coach_id": "{membership_id}", "started_on": DAY, "note": "Reprise", "seen": "{leila_id}:0"},
        ids=("coach_id", "seen"),
    ),
    "step for several": Submission(
        who=MANAGER,
        path="members/together/step?all=1",
        data={"stage_id": "{stage_id}", "started_on": DAY, "ended_on": "", "reason": "Réunion", "seen": "{member_id}:{step_id}"},
        ids=("stage_id", "seen"),
    ),
    "work": Submission(
        who=MEMBER,
        path="activity/new?kind=work",
        data={"day": DAY, "minutes": "2:30", "work_kind_id": "{work_kind_id}", "description": "Coupe", "note": ""},
        ids=("work_kind_id",),
    ),
    "sale": Submission(
        who=MEMBER,
        path="activity/new?kind=sale",
        data={"day": DAY, "amount_minor": "120,50", "client": "Madame Sabah", "description": "Deux nappes", "note": ""},
    ),
    "expense": Submission(
        who=MEMBER,
        path="activity/new?kind=expense",
        data={"day": DAY, "amount_minor": "30", "expense_category_id": "{expense_category_id}", "description": "Fil"},
        ids=("expense_category_id",),
    ),
    "correction": Submission(
        who=MEMBER,
        path="activity/records/{record_id}",
        data={"day": DAY, "minutes": "1:00", "work_kind_id": "{work_kind_id}", "description": "", "note": "", "version": "1"},
        ids=("work_kind_id",),
    ),
    "deletion": Submission(who=MEMBER, path="activity/records/{record_id}/delete", data={"version": "1"}),
    "validation": Submission(
        who=COACH, path="activity/members/{member_id}/validate", data={"seen": "{record_id}:1"}, ids=("seen",)
    ),
    "return": Submission(
        who=COACH,
        path="activity/members/{member_id}/return",
        data={"seen": "{record_id}:1", "remark": "Quel jour ?"},
        ids=("seen",),
    ),
    "preview": Submission(
        who=MANAGER, path="attestations/new?member={member_id}", data=PAPER, accepted=200, ids=("signatory_id",)
    ),
    "issue": Submission(
        who=MANAGER,
        path="attestations/issue",
        data={**PAPER, "member_id": "{member_id}", "digest": "{digest}"},
        ids=("signatory_id", "member_id"),
    ),
    "revocation": Submission(
        who=MANAGER, path="attestations/{attestation_id}/revoke", data={"reason": "Le nom est faux"}
    ),
    "letterhead": Submission(
        who=MANAGER,
        path="settings",
        data={"name_fr": "Coopérative", "name_ar": "تعاونية", "phone": "", "email": "", "version": "1"},
    ),
    "signatory": Submission(
        who=MANAGER,
        path="settings/signatories",
        data={"name_latin": "Rachid Amrani", "name_arabic": "رشيد العمراني", "quality_fr": "président", "quality_ar": "رئيس", "sex": "M"},
    ),
    "new word": Submission(
        who=MANAGER, path="settings/words/trade/new", data={"label_fr": "Vannerie", "label_ar": "صناعة السلال"}
    ),
    "word": Submission(
        who=MANAGER, path="settings/words/{trade_id}", data={"label_fr": "Couture fine", "label_ar": "خياطة رفيعة"}
    ),
    "invitation": Submission(
        who=MANAGER,
        path="settings/people/new",
        data={"name_latin": "Omar Saidi", "name_arabic": "", "email": "omar@example.org", "phone": "", "role": "coach"},
    ),
    "role": Submission(who=MANAGER, path="settings/people/{membership_id}/role", data={"role": "manager"}),
    "organisation": Submission(
        who=NETWORK,
        path="/network/organisations/new",
        data={"name_fr": "Nouvelle", "name_ar": "جديدة", "kind": "project", "country": "TN", "slug": "nouvelle", "code": "NVL"},
    ),
    "first manager": Submission(
        who=NETWORK,
        path="/network/organisations/{organisation_id}/manager",
        data={"name_latin": "Hela", "name_arabic": "", "email": "hela@example.org", "phone": ""},
    ),
}  # fmt: skip


class Sender:
    """Sends the forms above, in one place, as whoever may."""

    def __init__(self, app: Flask, life: Life, place: Place) -> None:
        self.app, self.life, self.place = app, life, place
        self.ids = form_ids(app, life, place)

    def client(self, name: str) -> HouseClient:
        return visitor(self.app, self.life, FORMS[name].who.format(**self.ids))

    def path(self, name: str) -> str:
        path = FORMS[name].path.format(**self.ids)
        return path if path.startswith("/") else self.place.url(path)

    def data(self, name: str, ids: Ids | None = None, *, digest: str = "") -> dict[str, Any]:
        values = ids or self.ids
        filled = {field: value.format(**values) for field, value in FORMS[name].data.items() if value != "{digest}"}
        if "{digest}" in FORMS[name].data.values():
            filled["digest"] = digest or self._digest()
        return filled

    def send(self, name: str, /, *, without_token: bool = False, **changed: Any) -> Any:
        """Send the form with some values changed (None: left out)."""
        values = {**self.data(name, digest=changed.get("digest", "")), **changed}
        kept = {field: value for field, value in values.items() if value is not None}
        token = {} if without_token else {"csrf_token": csrf_token(self.app)}
        return self.client(name).post(self.path(name), data={**token, **kept})

    def _digest(self) -> str:
        """What the preview says of the sheet that would be issued."""
        page = self.send("preview").text
        found = re.search(r'name="digest" value="(\w+)"', page)
        assert found, page
        return found[1]


def form_ids(app: Flask, life: Life, place: Place) -> Ids:
    """What stands for `{…}` in the forms of a place."""
    with app.app_context(), organisation_scope(place.id):
        first = {vocabulary: network_queries.active_terms(vocabulary)[0].id for vocabulary in Vocabulary}
        version = db.session.get_one(Member, (place.id, place.members["member"])).version
        db.session.rollback()
    return {
        **life.of(place),
        "slug": place.slug,
        "member_version": version,
        "leila_id": place.members["leila"],
        "trade_id": first[Vocabulary.TRADE],
        "work_kind_id": first[Vocabulary.WORK_KIND],
        "expense_category_id": first[Vocabulary.EXPENSE_CATEGORY],
        "nine": "100999",
    }
