"""Decisions about attestations, without a database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attestations import errors, rules
from app.attestations.rules import AttestationKind, FileState, PaperLanguage, Purpose, Status, TypedNumber


@given(st.from_regex("[A-Z][A-Z0-9]{1,4}", fullmatch=True), st.integers(2000, 2099), st.integers(1, 9_999_999))
def test_a_printed_number_is_read_back(code: str, year: int, number: int) -> None:
    typed = rules.parse_number(rules.number_text(code, year, number))
    assert typed == TypedNumber(code=code, year=year, number=number)


@pytest.mark.parametrize(
    "typed",
    [
        "ELJ-2026-00042",
        "elj-2026-42",
        " ELJ 2026 00042 ",
        "ELJ/2026/42",
        "ELJ–2026–00042",
        "ELJ-٢٠٢٦-٠٠٠٤٢",
        "elj202600042",
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert rules.parse_number(typed) == TypedNumber(code="ELJ", year=2026, number=42)


@pytest.mark.parametrize(
    "typed",
    ["", "ELJ", "2026-42", "ELJ-1926-42", "ELJ-2026-", "ELJ-2026-12345678", "É-2026-1", "x" * 10_000, "ELJ-2026-4\x00"],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert rules.parse_number(typed) is None


@given(st.text())
def test_no_text_breaks_the_reading_of_numbers(typed: str) -> None:
    rules.parse_number(typed)
    rules.parse_part_of_number(typed)


def test_a_search_may_leave_parts_of_a_number_out() -> None:
    assert rules.parse_part_of_number("42") == TypedNumber(code=None, year=None, number=42)
    assert rules.parse_part_of_number("2026-42") == TypedNumber(code=None, year=2026, number=42)
    assert rules.parse_part_of_number("ELJ-2026-00042") == TypedNumber(code="ELJ", year=2026, number=42)
    assert rules.parse_part_of_number("Amina") is None


def test_serials_sort_as_numbers_were_given() -> None:
    given_in_order = [(2025, 1), (2025, 99_999), (2025, 100_000), (2026, 1)]
    serials = [rules.serial_of(year, number) for year, number in given_in_order]
    assert serials == sorted(serials)


@pytest.mark.parametrize(
    ("issued_on", "last_day"),
    [
        (date(2026, 11, 18), date(2027, 2, 18)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
    ],
)
def test_an_activity_attestation_is_valid_three_months(issued_on: date, last_day: date) -> None:
    assert rules.valid_until(AttestationKind.ACTIVITY, issued_on) == last_day


@pytest.mark.parametrize(
    ("revoked", "state", "today", "status"),
    [
        (False, FileState.READY, date(2027, 2, 18), Status.VALID),
        (False, FileState.READY, date(2027, 2, 19), Status.EXPIRED),
        (False, FileState.RENDERING, date(2027, 2, 18), Status.PREPARING),
        (True, FileState.RENDERING, date(2027, 2, 18), Status.REVOKED),
        (True, FileState.READY, date(2027, 2, 19), Status.REVOKED),
    ],
)
def test_where_an_attestation_stands(revoked: bool, state: FileState, today: date, status: Status) -> None:
    assert rules.status_of(revoked=revoked, state=state, valid_until=date(2027, 2, 18), today=today) is status


def test_without_an_end_it_stays_valid() -> None:
    assert rules.status_of(revoked=False, valid_until=None, today=date(2099, 1, 1)) is Status.VALID


def test_nobody_issues_to_themselves_nor_to_those_who_left() -> None:
    rules.decide_issue(holder_account_id=None, issuer_account_id=1, left_on=None)
    rules.decide_issue(holder_account_id=2, issuer_account_id=1, left_on=None)
    with pytest.raises(errors.NotForOneself):
        rules.decide_issue(holder_account_id=1, issuer_account_id=1, left_on=None)
    with pytest.raises(errors.HolderHasLeft):
        rules.decide_issue(holder_account_id=2, issuer_account_id=1, left_on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        (PaperLanguage.FRENCH, ("dossier bancaire", "")),
        (PaperLanguage.ARABIC, ("", "ملف بنكي")),
        (PaperLanguage.BOTH, ("dossier bancaire", "ملف بنكي")),
    ],
)
def test_a_known_purpose_is_printed_in_the_versions_of_the_paper(
    language: PaperLanguage, printed: tuple[str, str]
) -> None:
    assert rules.purpose_on_paper(Purpose.BANK, language, typed_fr="ignored", typed_ar="ignored") == printed


@pytest.mark.parametrize(
    ("language", "typed", "refusal", "field"),
    [
        (PaperLanguage.FRENCH, ("", "غرض"), errors.PurposeMissing, "purpose_fr"),
        (PaperLanguage.BOTH, ("salon", ""), errors.PurposeMissing, "purpose_ar"),
        (PaperLanguage.FRENCH, ("غرض", ""), errors.PurposeInOtherScript, "purpose_fr"),
        (PaperLanguage.ARABIC, ("", "salon"), errors.PurposeInOtherScript, "purpose_ar"),
        (PaperLanguage.FRENCH, ("2026", ""), errors.PurposeInOtherScript, "purpose_fr"),
    ],
)
def test_another_purpose_is_typed_in_the_script_of_each_version(
    language: PaperLanguage, typed: tuple[str, str], refusal: type[errors.PurposeMissing], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        rules.purpose_on_paper(Purpose.OTHER, language, typed_fr=typed[0], typed_ar=typed[1])
    assert refused.value.field == field


def test_a_revocation_happens_once_and_for_a_reason() -> None:
    rules.decide_revocation(already_revoked=False, reason="wrong trade")
    with pytest.raises(errors.AlreadyRevoked):
        rules.decide_revocation(already_revoked=True, reason="again")
    with pytest.raises(errors.ReasonMissing):
        rules.decide_revocation(already_revoked=False, reason="  ")
