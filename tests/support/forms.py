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
    "civility": "mme",
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
SPLIT = {"starts_on": DAY, "signed_on": DAY, "agreement": "Classeur 4"} | {
    **{"number_1": "{first_number}", "part_1": "25"},
    **{"number_2": "{second_number}", "part_2": "75"},
}
BOUND, SOON = (TODAY - timedelta(days=99)).isoformat(), (TODAY + timedelta(days=30)).isoformat()


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
    "deletion of a picture": Submission(who=MANAGER, path="members/{member_id}/photo/delete", data={}),
    "support": Submission(
        who=MANAGER,
        path="members/{leila_id}/coach",
        data={"coach_id": "{membership_id}", "started_on": DAY, "note": "Première fois"},
        ids=("coach_id",),
    ),
    "slips": Submission(
        who=MANAGER, path="members/slips", data={"member_ids": "{leila_id}"}, accepted=200, ids=("member_ids",)
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
    "two people": Submission(who=MANAGER, path="members/{member_id}/merge/{other_id}/apart", data={}),
    "payment to somebody": Submission(
        who=MANAGER,
        path="members/{member_id}/account/new/payment",
        data={"day": DAY, "amount_minor": "120", "means": "cash", "purpose": "Avance", "reference": "R-9"},
    ),
    "contribution received": Submission(
        who=MANAGER,
        path="members/{member_id}/account/new/contribution",
        data={"day": DAY, "amount_minor": "20", "means": "transfer", "purpose": "Octobre", "reference": "R-10"},
    ),
    "costs given back": Submission(
        who=MANAGER,
        path="members/{member_id}/account/new/expenses",
        data={"day": DAY, "amount_minor": "35,50", "means": "cheque", "purpose": "Fil", "reference": "R-11"},
    ),
    "several entries": Submission(
        who=MANAGER,
        path="contributions/entries",
        data={"kind": "payment", "means": "transfer", "table": f"1;{DAY};1 250,50;Paie;V-8"},
    ),
    "opening balance": Submission(
        who=MANAGER,
        path="members/{leila_id}/account/new/opening",
        data={"day": TODAY.replace(day=1).isoformat(), "amount_minor": "1200", "is_owed": "y", "purpose": "Ancien cahier"},
    ),
    "cancellation of an account's entry": Submission(
        who=MANAGER, path="members/{member_id}/account/{account_entry_id}/cancel", data={"reason": "Saisie deux fois"}
    ),
    "exemption from contribution": Submission(
        who=MANAGER,
        path="members/{member_id}/exemptions/new",
        data={"spared": "minimum", "first_month": DAY, "last_month": SOON, "reason": "Arrêt de travail"},
    ),
    "withdrawal of an exemption": Submission(
        who=MANAGER, path="members/{member_id}/exemptions/{exemption_id}/withdraw", data={"reason": "Reprise"}
    ),
    "contribution rule": Submission(
        who=MANAGER,
        path="settings/contributions/new",
        data={"contract_kind_id": "{kind_id}", "first_month": DAY, "base": "margin", "period": "year", "rate_1": "10", "from_2": "35000", "rate_2": "8,5", "from_3": "45000", "rate_3": "6", "from_4": "90000", "rate_4": "5", "fixed_minor": "30", "minimum_minor": "50", "decision": "Assemblée", "reason": ""},
        ids=("contract_kind_id",),
    ),
    "withdrawal of a contribution rule": Submission(
        who=MANAGER, path="settings/contributions/{contribution_rule_id}/withdraw", data={"reason": "Jamais décidée"}
    ),
    "rates of pay": Submission(
        who=MANAGER,
        path="settings/contributions/pay",
        data={"first_month": DAY, "employer_rate": "21,09", "employee_rate": "6,74", "reason": "Nouveaux taux"},
    ),
    "subscription of shares": Submission(
        who=MANAGER,
        path="members/{member_id}/shares/new/subscription",
        data={"happened_on": DAY, "shares": "3", "paid_minor": "100", "reference": "Reçu 12"},
    ),
    "payment on shares": Submission(
        who=MANAGER,
        path="members/{member_id}/shares/new/payment",
        data={"happened_on": DAY, "paid_minor": "100", "reference": "Reçu 13"},
    ),
    "transfer of shares": Submission(
        who=MANAGER,
        path="members/{member_id}/shares/new/transfer",
        data={"happened_on": DAY, "to_number": "{leila_number}", "is_receiver": "y", "shown_number": "{leila_number}", "shares": "1", "paid_minor": "0", "reference": "Bureau"},
    ),
    "refund of shares": Submission(
        who=MANAGER,
        path="members/{member_id}/shares/new/refund",
        data={"happened_on": DAY, "shares": "1", "paid_minor": "50", "refunded_minor": "40", "reference": "Bureau"},
    ),
    "cancellation of an entry": Submission(
        who=MANAGER, path="members/{leila_id}/shares/{passed_on_id}/cancel", data={"reason": "Saisie deux fois"}
    ),
    "value of a share": Submission(
        who=MANAGER,
        path="settings/shares",
        data={"from_day": DAY, "value_minor": "1200", "from_reserves": "y", "decision": "Assemblée"},
    ),
    "rules of subscription": Submission(
        who=MANAGER,
        path="settings/shares/rule",
        data={"least_shares": "2", "first_part_percent": "25", "months_to_pay": "36", "version": "1"},
    ),
    "contract": Submission(
        who=MANAGER,
        path="members/{leila_id}/contracts/new",
        data={"kind_id": "{kind_id}", "started_on": DAY, "ends_on": SOON, "reference": "CT 7", "post_fr": "Brodeuse", "objectives": "Dix ventes"},
        ids=("kind_id",),
    ),
    "correction of a contract": Submission(
        who=MANAGER,
        path="members/{member_id}/contracts/{contract_id}",
        data={"kind_id": "{kind_id}", "started_on": BOUND, "ends_on": SOON, "post_fr": "Brodeuse", "version": "{contract_version}"},
        ids=("kind_id",),
    ),
    "end of a contract": Submission(
        who=MANAGER,
        path="members/{member_id}/contracts/{contract_id}/end",
        data={"closed_on": DAY, "end_reason_id": "{end_reason_id}", "end_note": "Lettre remise"},
        ids=("end_reason_id",),
    ),
    "amendment": Submission(
        who=MANAGER,
        path="members/{member_id}/contracts/{contract_id}/amendments/new",
        data={"effective_on": DAY, "weekly_minutes": "30", "reason": "Une commande de moins"},
    ),
    "correction of an amendment": Submission(
        who=MANAGER,
        path="members/{member_id}/contracts/{contract_id}/amendments/{amendment_id}",
        data={"effective_on": DAY, "weekly_minutes": "30", "version": "{amendment_version}"},
    ),
    "rules of contracts": Submission(
        who=MANAGER,
        path="settings/contracts",
        data={"warning_days": "30", "associate_months": "24", "version": "1"},
    ),
    "paper": Submission(
        who=MANAGER,
        path="members/{member_id}/papers/kinds/{craft_kind_id}/record",
        data={"received_on": DAY, "number": "B-17", "issued_on": "", "expires_on": "", "step_id": "{step_id}", "note": "Vue"},
        ids=("step_id",),
    ),
    "correction of a paper": Submission(
        who=MANAGER,
        path="members/{member_id}/papers/{paper_id}",
        data={"received_on": DAY, "number": "B-18", "step_id": "{step_id}", "version": "{paper_version}"},
        ids=("step_id",),
    ),
    "dispensation": Submission(
        who=COACH, path="members/{member_id}/papers/kinds/{craft_kind_id}/waive", data={"reason": "Ne l’a pas"}
    ),
    "acceptance": Submission(
        who=COACH,
        path="members/{member_id}/papers/{sent_paper_id}/check",
        data={"received_on": DAY, "step_id": "{step_id}", "version": "{sent_version}"},
        ids=("step_id",),
    ),
    "paper sent back": Submission(
        who=COACH,
        path="members/{member_id}/papers/{sent_paper_id}/return",
        data={"remark": "Illisible", "version": "{sent_version}"},
    ),
    "new kind of paper": Submission(
        who=MANAGER,
        path="settings/papers/new",
        data={"label_fr": "Permis", "label_ar": "رخصة", "stage_ids": "{stage_id}", "months_valid": "12"},
        ids=("stage_ids",),
    ),
    "kind of paper": Submission(
        who=MANAGER,
        path="settings/papers/{paper_kind_id}",
        data={"label_fr": "CV", "label_ar": "سيرة", "stage_ids": "{stage_id}", "version": "{kind_version}"},
        ids=("stage_ids",),
    ),
    "background": Submission(
        who=MANAGER,
        path="members/{member_id}/social/edit/background",
        data={"education": "higher", "languages": "fr", "antenna_id": "{antenna_id}", "prescriber_id": "{prescriber_id}", "prescriber_name": "Mme Sabah", "channel_id": "{channel_id}", "version": "2"},
        ids=("antenna_id", "prescriber_id", "channel_id"),
    ),
    "family": Submission(
        who=MANAGER,
        path="members/{member_id}/social/edit/family",
        data={"family_status": "married", "children": "2", "dependants": "3", "version": "2"},
    ),
    "project": Submission(
        who=COACH,
        path="members/{member_id}/social/edit/project",
        data={"is_first_business": "yes", "objectives": "Vivre de la couture", "objectives_on": DAY, "version": "2"},
    ),
    "occupation": Submission(
        who=COACH,
        path="members/{member_id}/social/occupations/new",
        data={"occupation_id": "{occupation_id}", "started_on": DAY, "note": "Depuis lundi"},
        ids=("occupation_id",),
    ),
    "correction of an occupation": Submission(
        who=COACH,
        path="members/{member_id}/social/occupations/{occupation_fact_id}",
        data={"occupation_id": "{occupation_id}", "started_on": ADMITTED, "note": "", "version": "1"},
        ids=("occupation_id",),
    ),
    "trade": Submission(
        who=COACH,
        path="members/{member_id}/social/trades/new",
        data={"trade_id": "{trade_id}", "sector_id": "{sector_id}", "started_on": ""},
        ids=("trade_id", "sector_id"),
    ),
    "job": Submission(
        who=COACH,
        path="members/{member_id}/social/jobs/new",
        data={"employer": "Récolte", "weekly_hours": "12", "started_on": ADMITTED, "ended_on": ""},
    ),
    "protection": Submission(
        who=MANAGER,
        path="members/{leila_id}/social/protection/new",
        data={"body_id": "{body_id}", "started_on": ADMITTED, "ended_on": "", "number": "AB 123.456", "proof": "card", "proof_on": DAY},
        ids=("body_id",),
    ),
    "disability": Submission(
        who=MANAGER,
        path="members/{leila_id}/social/disability",
        data={"said": "Un siège haut", "has_consented": "y", "consented_on": DAY, "version": "0"},
    ),
    "own fields of a file": Submission(
        who=MANAGER,
        path="members/{leila_id}/social/own-fields",
        data={"own_{own_text_id}": "Four", "own_{own_sealed_id}": "Allergie", "own_{field_id}": "{choice_id}", "version": "0"},
        ids=("own_{field_id}",),
    ),
    "own field": Submission(
        who=MANAGER,
        path="settings/own-fields/new",
        data={"label_fr": "Permis", "label_ar": "رخصة", "help_fr": "", "help_ar": "", "audience": "coaches", "kind": "yes_no"},
    ),
    "change of an own field": Submission(
        who=MANAGER,
        path="settings/own-fields/{field_id}",
        data={"label_fr": "Vente", "label_ar": "البيع", "help_fr": "", "help_ar": "", "audience": "person", "version": "1"},
    ),
    "own choice": Submission(
        who=MANAGER, path="settings/own-fields/{field_id}/choices/new", data={"label_fr": "En ligne", "label_ar": "عبر الإنترنت"}
    ),
    "change of an own choice": Submission(
        who=MANAGER, path="settings/own-fields/{field_id}/choices/{choice_id}", data={"label_fr": "Marché", "label_ar": "السوق الأسبوعي"}
    ),
    "columns of a spreadsheet": Submission(
        who=MANAGER,
        path="members/imports/{import_id}/columns",
        data={
            "columns-0": "family_name_latin", "columns-1": "given_name_latin", "columns-2": "sex", "columns-3": "birth_date",
            "columns-4": "admitted_on", "columns-5": "number", "columns-6": "commune",
        },
    ),
    "decision about who looks alike": Submission(
        who=MANAGER, path="members/imports/{import_id}/rows/{row_id}", data={"decision": "another"}
    ),
    "writing of a spreadsheet": Submission(who=MANAGER, path="members/imports/{import_id}/write", data={}),
    "columns of past months": Submission(
        who=MANAGER,
        path="activity/imports/{past_import_id}/columns",
        data={
            "columns-0": "number", "columns-1": "day", "columns-2": "kind", "columns-3": "amount_minor",
            "columns-4": "party", "order": "day",
        },
    ),
    "writing of past months": Submission(who=MANAGER, path="activity/imports/{past_import_id}/write", data={}),
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
    "transfer": Submission(
        who=MANAGER,
        path="members/{leila_id}/transfers/new",
        data={"to_organisation_id": "{receiver}", "parts": "parcours", "consented_on": DAY, "manner": "signed", "has_consented": "y"},
    ),
    "consent to sign": Submission(
        who=MANAGER,
        path="members/{leila_id}/transfers/consent",
        data={"to_organisation_id": "{receiver}", "parts": "parcours"},
        accepted=200,
    ),
    "withdrawal of a transfer": Submission(
        who=MANAGER, path="members/{member_id}/transfers/{transfer_id}/withdraw", data={"reason": "Elle reste"}
    ),
    "objection to a transfer": Submission(
        who=MEMBER, path="members/{member_id}/transfers/{transfer_id}/object", data={}
    ),
    "acceptance of a transfer": Submission(
        who=MANAGER,
        path="members/transfers/{incoming_id}/accept",
        data={"admitted_on": DAY, "stage_id": "{stage_id}", "is_another_person": "y"},
        ids=("stage_id",),
    ),
    "transfer of somebody here already": Submission(
        who=MANAGER, path="members/transfers/{incoming_id}/here", data={"member_id": "{same_id}"}, ids=("member_id",)
    ),
    "refusal of a transfer": Submission(
        who=MANAGER, path="members/transfers/{incoming_id}/decline", data={"reason": "Complet"}
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
        data={"day": DAY, "amount_minor": "120,50", "party": "Madame Sabah", "description": "Deux nappes", "note": "", "paid": "full", "means": "cash"},
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
    "expense by kilometres": Submission(
        who=MEMBER,
        path="activity/new?kind=expense",
        data={"day": DAY, "distance_km": "36", "expense_category_id": "{expense_category_id}", "description": "Souk", "tax": "2000", "tax_way": "with", "document_number": "T-9", "party": "Taxi"},
        ids=("expense_category_id",),
    ),
    "sale in another currency": Submission(
        who=MEMBER,
        path="activity/new?kind=sale",
        data={"day": DAY, "party": "Riad", "description": "Tapis", "paid": "later", "means": "cash", "foreign_currency": "EUR", "foreign_minor": "42", "foreign_rate": "10,714286", "foreign_rate_on": DAY, "quantity": "2", "document_number": "R-9", "tax": "amount", "tax_minor": "7,50"},
    ),
    "money in the journal": Submission(who=MANAGER, path="settings/activity", data={"asks_tax-shown": "1", "version": "1"}),
    "rate of a kilometre": Submission(
        who=MANAGER, path="settings/activity/kilometres", data={"per_km_minor": "2,75", "starts_on": DAY}
    ),
    "prospect": Submission(
        who=MEMBER,
        path="activity/new?kind=prospect",
        data={"day": DAY, "party": "Hôtel du Lac", "stage": "contact", "next_step": "Rappeler", "next_step_on": DAY},
    ),
    "submission": Submission(
        who=MEMBER, path="activity/submit", data={"seen": "{draft_record_id}:1"}, ids=("seen",)
    ),
    "deletion": Submission(who=MEMBER, path="activity/records/{record_id}/delete", data={"version": "1"}),
    "repetition of a record": Submission(who=MEMBER, path="activity/records/{record_id}/again", data={"press": "1"}),
    "repetition of a day": Submission(who=MEMBER, path="activity/repeat", data={"source": "{worked_on}"}),
    "a whole week": Submission(
        who=MEMBER,
        path="activity/week",
        data={"work_kind_id": "{work_kind_id}", "day_1": "2:30", "description": "Coupe"},
        ids=("work_kind_id",),
    ),
    "taking back": Submission(who=MEMBER, path="activity/take-back", data={"seen": "{record_id}:1"}, ids=("seen",)),
    "handing in of all": Submission(who=MEMBER, path="activity/submit-all", data={"press": "1"}),
    "undoing": Submission(who=MEMBER, path="activity/undo", data={"act": "{act_id}"}, ids=("act",)),
    "sale to a prospect": Submission(
        who=MEMBER,
        path="activity/records/{prospect_id}/sale",
        data={"day": DAY, "amount_minor": "120,50", "party": "Riad des Orangers", "description": "Deux nappes", "paid": "later", "means": "cash"},
    ),
    "half a day": Submission(who=MANAGER, path="settings/half-day", data={"half_day_minutes": "3:30"}),
    "client": Submission(who=MEMBER, path="activity/contacts/{party_id}", data={"name": "Hôtel neuf", "phone": ""}),
    "merging of clients": Submission(
        who=MEMBER,
        path="activity/contacts/{party_id}/merge",
        data={"into_id": "{other_party_id}"},
        ids=("into_id",),
    ),
    "trade of a member": Submission(
        who=MANAGER,
        path="members/{member_id}/trades/new",
        data={"trade_id": "{term_id}", "started_on": DAY},
        ids=("trade_id",),
    ),
    "days of a trade": Submission(
        who=MANAGER,
        path="members/{member_id}/trades/{practised_id}",
        data={"started_on": DAY, "ended_on": "", "version": "1"},
    ),
    "shared trade": Submission(
        who=MANAGER,
        path="trades/shared/new",
        data={"name": "Étal", "trade_id": "{term_id}", **SPLIT},
        ids=("trade_id",),
    ),
    "split": Submission(who=MANAGER, path="trades/shared/{shared_trade_id}/split", data=SPLIT),
    "end of a shared trade": Submission(
        who=MANAGER, path="trades/shared/{shared_trade_id}/end", data={"ended_on": DAY, "version": "1"}
    ),
    "second content of a record": Submission(
        who=MEMBER, path="activity/asides/{aside_id}", data={"choice": "both"}
    ),
    "validation": Submission(
        who=COACH, path="activity/members/{member_id}/validate", data={"seen": "{record_id}:1"}, ids=("seen",)
    ),
    "return": Submission(
        who=COACH,
        path="activity/members/{member_id}/return",
        data={"seen": "{record_id}:1", "remark": "Quel jour ?"},
        ids=("seen",),
    ),
    "later payment": Submission(
        who=MEMBER,
        path="activity/records/{returned_record_id}/payments",
        data={"paid_on": DAY, "paid_minor": "10", "means": "cash", "version": "{returned_version}"},
    ),
    "deletion of a payment": Submission(
        who=MEMBER, path="activity/records/{returned_record_id}/payments/{payment_id}/delete", data={"version": "{returned_version}"}
    ),
    "comment": Submission(
        who=COACH, path="activity/records/{record_id}/comment", data={"comment": "Bravo", "version": "1"}
    ),
    "right record": Submission(
        who=MEMBER,
        path="activity/records/{validated_record_id}/replacement",
        data={"day": DAY, "amount_minor": "30", "expense_category_id": "{expense_category_id}", "description": "Fil", "trade_id": "{own_trade}"},
        ids=("expense_category_id",),
    ),
    "closing of a month": Submission(who=MANAGER, path="activity/month", data={"left": "0"}),
    "reopening of a month": Submission(
        who=MANAGER, path="activity/month/reopen?on=2001-02-01", data={"reason": "Une vente oubliée"}
    ),
    "reminder by phone": Submission(who=COACH, path="activity/reminders/{member_id}", data={}),
    "rule of reminders": Submission(
        who=MANAGER, path="activity/reminders/rule", data={"after_days": "5", "version": "1"}
    ),
    "own reminders": Submission(who=MEMBER, path="activity/reminders/mine", data={"is_wanted": "yes"}),
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
    "territory": Submission(
        who=NETWORK,
        path="/network/territories/TN/new",
        data={"kind": "delegation", "code": "2399", "name_fr": "Essai", "name_ar": "تجربة", "parent": "TN-23", "version": "0"},
    ),
    "several territories": Submission(
        who=NETWORK,
        path="/network/territories/TN/several",
        data={"kind": "delegation", "lines": "2398;Essai nord;تجربة شمال;23", "version": "0"},
    ),
    "name of a territory": Submission(
        who=NETWORK,
        path="/network/territory/DZ-57/name",
        data={"how": "renamed", "on": DAY, "name_fr": "El Meghaier", "name_ar": "المغير", "version": "0"},
    ),
    "end of a territory": Submission(
        who=NETWORK, path="/network/territory/DZ-57/close", data={"on": DAY, "successor": "DZ-39", "version": "0"}
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
        filled = {
            field.format(**self.ids): value.format(**values)
            for field, value in FORMS[name].data.items()
            if value != "{digest}"
        }
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
