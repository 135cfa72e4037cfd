"""The words of transfers, by code."""

from __future__ import annotations

from app.kernel import audit_words
from app.kernel.i18n import _l, _lp
from app.transfers.rules import Manner, Part, TransferState

STATE = {
    TransferState.WAITING: _l("Waits for an answer"),
    TransferState.ACCEPTED: _l("Accepted"),
    TransferState.HERE_ALREADY: _l("Closed: here already"),
    TransferState.DECLINED: _l("Declined"),
    TransferState.WITHDRAWN: _l("Withdrawn"),
    TransferState.OBJECTED: _l("Consent taken back"),
    TransferState.EXPIRED: _l("Ended without an answer"),
}
TONE = {
    TransferState.WAITING: "warn",
    TransferState.ACCEPTED: "ok",
    TransferState.HERE_ALREADY: "info",
}
MANNER = {
    Manner.SIGNED: _l("Signed paper, kept by us"),
    Manner.WRITTEN: _l("Message from the person, kept by us"),
}
MANNER_THERE = {
    Manner.SIGNED: _l("Signed paper, kept by the organisation that sends"),
    Manner.WRITTEN: _l("Message from the person, kept by the organisation that sends"),
}
PERSON = _l("Who the person is and how they are reached")
PART = {
    Part.SOCIAL: _l("Social file: studies, occupation, family, trades, objectives, social protection"),
    Part.PARCOURS: _l("Parcours: stages and their days, as history"),
    Part.CONTRACTS: _l("Contracts: kind, days and post, as history; no pay"),
    Part.PAPERS: _l("Papers of the file, with their scans"),
    Part.SIGN_IN: _l("Sign-in: the person opens their new file with the account they have"),
    Part.IDENTITY_NUMBER: _l("Identity document and its number"),
    Part.PROTECTION_NUMBERS: _l("Social protection numbers"),
    Part.DISABILITY: _l("What the person said of a disability"),
    Part.PRIVATE_PAPERS: _l("Confidential papers, and scans of identity documents"),
}
WHAT = {
    "trade": _l("Trade"),
    "member_trade": _l("Trade"),
    "sector": _l("Sector"),
    "occupation": _l("Occupation"),
    "job": _l("Other jobs"),
    "protection": _l("Social protection"),
    "antenna": _l("Antenna"),
    "prescriber": _l("Sent by"),
    "prescriber_name": _l("Who exactly"),
    "channel": _l("Heard of us by"),
    "social": _l("Social file"),
    "paper": _l("Paper"),
    "sign_in": _l("Sign-in"),
}
WHY = {
    "word": _l("not in the lists of this organisation"),
    "kind": _l("no such paper is asked for here"),
    "country": _l("of another country"),
    "file": _l("recorded without its scan, which the other organisation no longer has"),
    "scan": _l("recorded without its scan: no copies of this paper are kept here"),
    "refused": _l("does not fit with the rest of the file"),
    "sign_in": _l("another file here opens with this account already"),
    "closed": _l("the account is closed"),
}


def parts_in_words(codes: list[str]) -> str:
    return "; ".join(str(PART[Part(code)]) for code in codes if code in set(Part))


audit_words.say_values(
    "transfer",
    {
        "to": (_l("To"), audit_words.as_it_is),
        "from": (_lp("organisation", "From"), audit_words.as_it_is),
        "consented_on": (_l("Consent given on"), audit_words.day),
        "manner": (_l("How the consent was given"), audit_words.by_code(MANNER)),
        "parts": (_l("What may be copied"), parts_in_words),
        "admitted_on": (_l("Admission date"), audit_words.day),
        "reason": (_l("Reason"), audit_words.as_it_is),
    },
)
