"""`make i18n`: collect the sentences of code and templates into the French and Arabic catalogues.

New sentences come in empty, never guessed from a similar one; sentences that are gone go; how many wait for a translator is
said. What a country words otherwise (app/translations/countries/) is written by hand: a sentence there that the code no
longer has is named.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "app" / "translations"
WHERE = [("app/**.py", "python"), ("app/templates/**", "jinja2")]
# What marks a sentence (app.kernel.i18n): which arguments are sentences ("c": its context).
MARKS = {
    "_": None,
    "_l": None,
    "N_": None,
    "_n": (1, 2),
    "N_n": (1, 2),
    "_p": ((1, "c"), 2),
    "_lp": ((1, "c"), 2),
    # what {% trans %} turns into
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
WIDTH = 120


def main() -> None:
    sentences = collect()
    for language in ("fr", "ar"):
        update(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po", sentences)
    for path in sorted(TRANSLATIONS.glob("countries/*/LC_MESSAGES/messages.po")):
        for message in read(path):
            if message.id and sentences.get(message.id, message.context) is None:
                print(f"{path.parent.parent.name}: no longer in the code: {message.id}")


def collect() -> Catalog:
    """Every marked sentence; stops with the file's name at one that cannot be read."""
    sentences = Catalog(fuzzy=False)
    begun = ""

    def note_file(name: str, method: str, options: object) -> None:
        nonlocal begun
        begun = name

    found = extract_from_dir(
        str(ROOT),
        method_map=WHERE,
        options_map={"app/templates/**": {"silent": "false"}},
        keywords=MARKS,
        comment_tags=["Translators:"],
        callback=note_file,
        directory_filter=lambda folder: not Path(folder).name.startswith("."),
    )
    try:
        for _file, _line, sentence, comments, context in found:
            sentences.add(sentence, auto_comments=comments, context=context)
    except Exception as error:
        sys.exit(f"{begun}: {error}")
    return sentences


def update(path: Path, sentences: Catalog) -> None:
    catalog = read(path)
    before = keys_of(catalog)
    catalog.update(sentences, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    after = keys_of(catalog)
    write(path, catalog)
    missing = sum(not is_translated(message) for message in catalog if message.id)
    news = f"{len(after - before)} new, {len(before - after)} gone, {missing} to translate"
    print(f"{path.parent.parent.name}: {len(after)} sentences, {news}")


def keys_of(catalog: Catalog) -> set[object]:
    return {(message.id, message.context) for message in catalog if message.id}


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def write(path: Path, catalog: Catalog) -> None:
    """Keep the header: Babel would put in an Arabic plural rule whose last two forms are swapped."""
    header = path.read_bytes().split(b"\n\n", 1)[0].rstrip(b"\n")
    with path.open("wb") as file:
        write_po(file, catalog, width=WIDTH, sort_output=True, no_location=True)
    body = path.read_bytes().split(b"\n\n", 1)
    path.write_bytes(b"\n\n".join([header, *body[1:]]).rstrip(b"\n") + b"\n")


def is_translated(message: Message) -> bool:
    texts = [message.string] if isinstance(message.string, str) else message.string
    return all(texts or [""])


if __name__ == "__main__":
    main()
