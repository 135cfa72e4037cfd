"""What papers say: agreement with each person, the words of each country, and what is refused."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date

import pytest

from app.attestations import wording_ar, wording_fr
from app.attestations.wording import MissingWords, activity_attestation, missing_words
from app.pdf.documents import AttestationDocument, text_of
from app.pdf.limits import texts_of
from tests.pdf.papers import FATIMA, ISSUED, facts

COUNTRIES = ("MA", "TN", "DZ")
SEXES = ("F", "M")
KINDS = ("cin", "nin", "passport", "residence_permit", None)
SLASHED = re.compile(r"\([^)]{1,3}\)|\w/[a-zà-ÿء-ي]")


def words(document: AttestationDocument, language: str) -> str:
    """The running text of one version, paragraphs one after the other."""
    version = next(each for each in document.versions if each.language.startswith(language))
    return "\n".join(text_of(paragraph) for paragraph in version.paragraphs).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("country", "sex", "signatory", "kind"), list(itertools.product(COUNTRIES, SEXES, SEXES, KINDS)), ids=str
)
def test_every_combination_is_worded_without_slash_or_gap(
    country: str, sex: str, signatory: str, kind: str | None
) -> None:
    for place, birth, purpose in itertools.product(("El Jadida", "الجديدة", ""), (date(1990, 3, 3), None), ("", "x")):
        said = facts(
            country,
            holder_sex=sex,
            holder_identity_kind=kind,
            holder_birth_place=place,
            holder_birth_date=birth,
            signatory=replace(FATIMA, sex=signatory),
            purpose_fr=purpose,
            purpose_ar=purpose,
        )
        document = activity_attestation(said, "both", **ISSUED)
        assert [version.language for version in document.versions] == [f"fr-{country}", f"ar-{country}"]
        assert len(document.versions[0].facts) == len(document.versions[1].facts)
        for text in texts_of(document.versions):
            assert text.strip(), "an empty piece of text"
            assert not re.search(r"None|[{}]|%\(", text), text
        for version in document.versions:
            for paragraph in version.paragraphs:
                sentence = text_of(paragraph)
                assert not SLASHED.search(sentence), sentence
                assert "  " not in sentence and " ," not in sentence and "،،" not in sentence, sentence
                assert sentence.endswith("."), sentence


def test_french_agrees_with_the_holder_and_with_the_signatory() -> None:
    woman = words(activity_attestation(facts(), "fr"), "fr")
    assert "Je soussignée, Fatima Aït Oufkir" in woman
    assert "Mme Zineb Ouahbi, née le 3 mars 1990 à El Jadida" in woman
    assert "délivrée à l’intéressée" in woman
    man = words(
        activity_attestation(facts(holder_sex="M", signatory=replace(FATIMA, sex="M", quality_fr="Directeur")), "fr"),
        "fr",
    )
    assert "Je soussigné, " in man and "soussignée" not in man
    assert "M. Zineb Ouahbi, né le 3 mars" in man
    assert "délivrée à l’intéressé," in man
    assert "en qualité de directeur " in man


@pytest.mark.parametrize(
    ("country", "sex", "expected"),
    [
        (
            "MA",
            "F",
            ["تشهد الموقعة أسفله", "بصفتها", "السيدة", "المزدادة بتاريخ", "الحاملة للبطاقة الوطنية للتعريف رقم"],
        ),
        ("MA", "M", ["يشهد الموقع أسفله", "بصفته", "السيد ", "المزداد بتاريخ", "الحامل للبطاقة الوطنية للتعريف رقم"]),
        (
            "TN",
            "F",
            ["نحن الممضية أسفله", "بصفتنا", "نشهد أن السيدة", "المولودة في", "صاحبة بطاقة التعريف الوطنية عدد"],
        ),
        ("TN", "M", ["نحن الممضي أسفله", "بصفتنا", "نشهد أن السيد ", "المولود في", "صاحب بطاقة التعريف الوطنية عدد"]),
        (
            "DZ",
            "F",
            ["نحن الموقعين أدناه", "بصفتنا", "نشهد أن السيدة", "المولودة بتاريخ", "الحاملة لبطاقة التعريف الوطنية رقم"],
        ),
        (
            "DZ",
            "M",
            ["نحن الموقعين أدناه", "بصفتنا", "نشهد أن السيد ", "المولود بتاريخ", "الحامل لبطاقة التعريف الوطنية رقم"],
        ),
    ],
)
def test_arabic_says_it_in_the_words_of_the_country(country: str, sex: str, expected: list[str]) -> None:
    said = facts(country, holder_sex=sex, signatory=replace(FATIMA, sex=sex))
    text = words(activity_attestation(said, "ar"), "ar")
    for piece in expected:
        assert piece in text


@pytest.mark.parametrize(
    ("country", "sex", "closing"),
    [
        ("MA", "F", "سلمت هذه الشهادة للمعنية بالأمر بطلب منها للإدلاء بها عند الحاجة."),
        ("MA", "M", "سلمت هذه الشهادة للمعني بالأمر بطلب منه للإدلاء بها عند الحاجة."),
        ("TN", "F", "سلمت هذه الشهادة بطلب من المعنية بالأمر للإدلاء بها عند الحاجة."),
        ("TN", "M", "سلمت هذه الشهادة بطلب من المعني بالأمر للإدلاء بها عند الحاجة."),
        ("DZ", "F", "سلمت هذه الشهادة للمعنية بالأمر بطلب منها لاستعمالها في حدود ما يسمح به القانون."),
        ("DZ", "M", "سلمت هذه الشهادة للمعني بالأمر بطلب منه لاستعمالها في حدود ما يسمح به القانون."),
    ],
)
def test_closing_clause_of_each_country(country: str, sex: str, closing: str) -> None:
    assert wording_ar.delivered(facts(country, holder_sex=sex)) == closing


def test_months_and_number_words_are_the_countrys() -> None:
    august = date(2026, 8, 9)
    shown = {country: activity_attestation(facts(country, issued_on=august), "ar").versions[0] for country in COUNTRIES}
    assert {c: text_of(v.place_and_date).replace("\u00a0", " ") for c, v in shown.items()} == {
        "MA": "حرر بالجديدة في 9 غشت 2026",
        "TN": "رأس الجبل في 9 أوت 2026",
        "DZ": "حرر بالجزائر في 9 أوت 2026",
    }
    assert {c: v.number_label for c, v in shown.items()} == {"MA": "رقم", "TN": "عدد", "DZ": "رقم"}


@pytest.mark.parametrize(
    ("given", "after_for", "after_in"),
    [
        ("تعاونية الأمل", "لتعاونية الأمل", "بتعاونية الأمل"),
        ("التعاونية", "للتعاونية", "بالتعاونية"),
        ("اللجنة", "للجنة", "باللجنة"),
        ("CES El Jadida", "لـ CES El Jadida", "بـ CES El Jadida"),
    ],
)
def test_arabic_prepositions_join_the_word(given: str, after_for: str, after_in: str) -> None:
    assert wording_ar.for_(given) == after_for
    assert wording_ar.in_(given) == after_in


@pytest.mark.parametrize(
    ("organisation", "kind", "expected"),
    [
        ("Coopérative Tamounte", "cooperative", "présidente de la Coopérative Tamounte,"),
        ("Association Tazart", "partner", "présidente de l’Association Tazart,"),
        ("Groupement des artisans", "cooperative", "présidente du Groupement des artisans,"),
        ("CES El Jadida", "cooperative", "présidente de la coopérative « CES El Jadida »,"),
        ("Casa Solidaire", "project", "présidente du projet « Casa Solidaire »,"),
        ("Green Tea", "partner", "présidente de l’association « Green Tea »,"),
    ],
)
def test_french_article_of_the_organisation(organisation: str, kind: str, expected: str) -> None:
    assert expected in words(activity_attestation(facts(issuer_name_fr=organisation, issuer_kind=kind), "fr"), "fr")


def test_french_elision_and_initials_of_the_quality() -> None:
    assert wording_fr.of(wording_fr.lower_first("Administratrice")) == "d’administratrice"
    assert wording_fr.of(wording_fr.lower_first("PDG")) == "de PDG"


def test_a_birth_place_is_said_only_in_its_own_script() -> None:
    document = activity_attestation(facts(), "both")
    assert "à El Jadida" in words(document, "fr")
    assert "El Jadida" not in words(document, "ar")
    arabic = activity_attestation(facts(holder_birth_place="القنيطرة"), "both")
    assert "القنيطرة" not in words(arabic, "fr")
    assert "3 مارس 1990 بالقنيطرة" in words(arabic, "ar")


@pytest.mark.parametrize("language", ["ar", "both"])
def test_without_an_arabic_name_the_arabic_version_is_refused(language: str) -> None:
    said = facts(holder_name_ar="", trade_ar=" ")
    with pytest.raises(MissingWords) as refused:
        activity_attestation(said, language)  # type: ignore[arg-type]
    assert (refused.value.language, refused.value.missing) == ("ar", ("holder.name_ar", "trade_ar"))
    assert activity_attestation(said, "fr").versions[0].language == "fr-MA"


def test_without_a_latin_name_the_french_version_is_refused() -> None:
    said = facts(holder_name_fr="", signatory=replace(FATIMA, quality_fr=""))
    assert missing_words(said, "fr") == ("holder.name_fr", "signatory.quality_fr")
    with pytest.raises(MissingWords):
        activity_attestation(said, "fr")
    assert missing_words(said, "ar") == ()


@pytest.mark.parametrize("prevailing", ["fr", "ar", None])
def test_only_a_sheet_in_both_languages_says_which_prevails(prevailing: str | None) -> None:
    both = activity_attestation(facts(prevailing=prevailing), "both")
    assert all(version.note for version in both.versions)
    assert ("fait foi" in str(both.versions[0].note)) == (prevailing is not None)
    assert activity_attestation(facts(prevailing=prevailing), "fr").versions[0].note is None
