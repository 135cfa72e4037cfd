"""Both catalogues are complete, and each translation keeps what is filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from app.network.defaults import IN_ARABIC, PROTECTION_BODIES, WORDS

TRANSLATIONS = Path(__file__).resolve().parents[2] / "app" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s")
IN_BRACKETS = re.compile(r"\w[(·](?:e|ne|ve|se|rice|trice|euse|ة|ت|ات|ا)s?\)?(?!\w)")
BASES = ("fr", "ar")
OVERLAYS = sorted(path.parent.parent.name for path in TRANSLATIONS.glob("countries/*/LC_MESSAGES/messages.po"))
NAMES_ITSELF = 3  # Arabic forms for none, one and two say the count in words


def catalogue(name: str) -> Catalog:
    folder = TRANSLATIONS / name if name in BASES else TRANSLATIONS / "countries" / name
    with (folder / "LC_MESSAGES" / "messages.po").open("rb") as opened:
        return read_po(opened, locale=name)


def sentences(name: str) -> list[Message]:
    return [message for message in catalogue(name) if message.id]


@pytest.mark.parametrize("language", BASES)
def test_every_sentence_is_translated(language: str) -> None:
    waiting = [
        message.id
        for message in sentences(language)
        if not all([message.string] if isinstance(message.string, str) else message.string)
    ]
    assert not waiting, f"write their translation in {language}: {waiting[:10]}"


@pytest.mark.parametrize("language", BASES)
def test_nothing_is_fuzzy(language: str) -> None:
    assert not [message.id for message in sentences(language) if message.fuzzy]


def test_the_catalogues_hold_the_sentences_of_the_code() -> None:
    from bin.collect_sentences import collect

    wanted = {(message.context, message.id) for message in collect() if message.id}
    for language in BASES:
        held = {(message.context, message.id) for message in sentences(language)}
        assert held == wanted, f"run `make i18n`: {sorted(map(str, held ^ wanted))[:10]}"


@pytest.mark.parametrize("name", [*BASES, *OVERLAYS])
def test_placeholders_are_kept(name: str) -> None:
    wrong = [message.id for message in sentences(name) if not keeps_placeholders(message, name)]
    assert not wrong, f"the same %(…)s must stand in {name}: {wrong[:10]}"


def keeps_placeholders(message: Message, name: str) -> bool:
    if isinstance(message.string, str):
        return filled(message.string) == filled(str(message.id))
    expected = filled(message.id[1])
    count = {one for one in expected if one in ("%(num)s", "%(num)d")}
    for form, text in enumerate(message.string):
        may_omit = count if name.startswith("ar") and form < NAMES_ITSELF else set()
        if not text or not expected - may_omit <= filled(text) <= expected:
            return False
    return True


def filled(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("name", [one for one in (*BASES, *OVERLAYS) if one.startswith("ar")])
def test_arabic_has_its_six_forms(name: str) -> None:
    assert all(len(message.string) == 6 for message in sentences(name) if message.pluralizable)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_country_says_only_what_differs(overlay: str) -> None:
    base = {(message.context, message.id): message.string for message in sentences("ar")}
    same = [m.id for m in sentences(overlay) if base.get((m.context, m.id)) == m.string]
    unknown = [m.id for m in sentences(overlay) if (m.context, m.id) not in base]
    assert not same, f"remove from {overlay}: {same[:5]}"
    assert not unknown, f"no longer in the code: {unknown[:5]}"


@pytest.mark.parametrize("name", [*BASES, *OVERLAYS])
def test_nobody_is_set_in_brackets(name: str) -> None:
    """`admis(e)`, `مواكب(ة)`: what cannot be read aloud is worded otherwise."""
    said = [word for message in sentences(name) for word in _texts(message)]
    assert not [word for word in said if IN_BRACKETS.search(word)]


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_words_of_lists_do_not_either() -> None:
    words = [word for some in (*WORDS.values(), *PROTECTION_BODIES.values()) for _code, *said in some for word in said]
    words += [word for some in IN_ARABIC.values() for word in some.values()]
    assert not [word for word in words if IN_BRACKETS.search(word)]
