"""Identity numbers at rest: unreadable without the keys, found again by a keyed index, never printed."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select, text, update
from sqlalchemy.exc import StatementError

from app.kernel import cipher, key_file
from app.kernel.cipher import CannotDecrypt, Keys, KeysRefused
from app.kernel.columns import Concealed, EncryptedText

NUMBER = "BE123456"
people = Table("person", MetaData(), Column("id", Integer, primary_key=True), Column("number", EncryptedText))


@pytest.fixture(autouse=True)
def keys() -> Iterator[Keys]:
    """Fresh keys for the test; the ones that were configured come back after it."""
    before = cipher._Configured.keys
    made = cipher.new_keys()
    cipher.configure(made)
    yield made
    if before is not None:
        cipher.configure(before)


def test_what_is_encrypted_reads_back_and_differs_each_time() -> None:
    first, second = cipher.encrypt(NUMBER), cipher.encrypt(NUMBER)
    assert first != second
    assert NUMBER not in first + second
    assert cipher.decrypt(first) == cipher.decrypt(second) == NUMBER
    assert cipher.decrypt(cipher.encrypt("٠١ é 漢")) == "٠١ é 漢"


def test_other_keys_and_damaged_values_open_nothing() -> None:
    token = cipher.encrypt(NUMBER)
    damaged = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    for wrong in (damaged, "", "plain", token[:-1]):
        with pytest.raises(CannotDecrypt):
            cipher.decrypt(wrong)
    cipher.configure(cipher.new_keys())
    for turn in (cipher.decrypt, cipher.rotate):
        with pytest.raises(CannotDecrypt) as refused:
            turn(token)
        assert token not in str(refused.value)


def test_keys_can_be_changed_one_row_at_a_time(keys: Keys) -> None:
    old_token, index = cipher.encrypt(NUMBER), cipher.blind_index(NUMBER, "identity:1")
    both = cipher.with_new_encryption_key(keys)
    cipher.configure(both)
    assert cipher.decrypt(old_token) == NUMBER
    new_token = cipher.rotate(old_token)
    cipher.configure(Keys(encryption=both.encryption[:1], index=both.index))
    assert cipher.decrypt(new_token) == NUMBER
    assert cipher.blind_index(NUMBER, "identity:1") == index
    with pytest.raises(CannotDecrypt):
        cipher.decrypt(old_token)


def test_a_blind_index_is_equal_for_equal_numbers_of_one_purpose_and_keys(keys: Keys) -> None:
    index = cipher.blind_index(NUMBER, "identity:1")
    assert re.fullmatch("[0-9a-f]{64}", index)
    assert index == cipher.blind_index(NUMBER, "identity:1")
    others = {cipher.blind_index(NUMBER, "identity:2"), cipher.blind_index("BE123457", "identity:1")}
    cipher.configure(Keys(encryption=keys.encryption, index=bytes(32)))
    others.add(cipher.blind_index(NUMBER, "identity:1"))
    assert len(others | {index}) == 4


def test_a_key_file_is_made_for_its_owner_only_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "identity.key"
    made = key_file.load_keys(path, may_create=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert key_file.load_keys(path) == made == key_file.load_keys(path, may_create=True)
    assert [entry.name for entry in path.parent.iterdir()] == ["identity.key"]


def test_a_missing_key_file_is_not_made_unless_said(tmp_path: Path) -> None:
    path = tmp_path / "identity.key"
    with pytest.raises(KeysRefused, match="is missing"):
        key_file.load_keys(path)
    assert not path.exists()


def test_two_processes_that_start_at_once_read_the_same_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "identity.key"
    link = os.link

    def lose_the_race(draft: Path, target: Path) -> None:
        target.write_text(cipher.as_text(winner))
        target.chmod(0o600)
        link(draft, target)

    winner = cipher.new_keys()
    monkeypatch.setattr(key_file.os, "link", lose_the_race)
    assert key_file.load_keys(path, may_create=True) == winner
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_file_everybody_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "identity.key"
    key_file.load_keys(path, may_create=True)
    path.chmod(0o644)
    with pytest.raises(KeysRefused, match="chmod 600"):
        key_file.load_keys(path)


@pytest.mark.parametrize(
    "broken",
    ["", "encryption = abc", "index = AAAA", "{index}", "{encryption}", "encryption = x\n{index}", "garbage\n\n=="],
)
def test_malformed_keys_are_refused_without_being_printed(broken: str, keys: Keys) -> None:
    encryption, index = (line for line in cipher.as_text(keys).splitlines() if not line.startswith("#"))
    written = broken.format(encryption=encryption, index=index)
    with pytest.raises(KeysRefused) as refused:
        cipher.parse_keys(written)
    assert not any(part in str(refused.value) for part in (keys.encryption[0], index.split()[-1]))


def test_keys_may_come_from_one_line_of_a_setting(keys: Keys) -> None:
    line = ";".join(part for part in cipher.as_text(keys).splitlines() if not part.startswith("#"))
    assert cipher.parse_keys(line) == keys


def test_keys_are_never_printed(keys: Keys) -> None:
    assert keys.encryption[0] not in repr(keys)
    assert repr(keys.index) not in repr(keys)


def test_without_keys_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher._Configured, "keys", None)
    monkeypatch.setattr(cipher._Configured, "fernet", None)
    for use in (cipher.encrypt, cipher.decrypt, cipher.rotate, lambda number: cipher.blind_index(number, "x")):
        with pytest.raises(KeysRefused):
            use(NUMBER)


def test_a_column_keeps_ciphertext_and_gives_a_concealed_text() -> None:
    engine = create_engine("sqlite://")
    people.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(people), [{"id": 1, "number": NUMBER}, {"id": 2, "number": None}])
        kept = connection.execute(text("SELECT number FROM person WHERE id = 1")).scalar_one()
        read = connection.execute(select(people.c.number).where(people.c.number.is_not(None))).scalar_one()
        rows = connection.execute(select(people).order_by(people.c.id)).all()
        assert connection.execute(select(people.c.id).where(people.c.number == None)).scalar_one() == 2  # noqa: E711
        connection.execute(update(people).where(people.c.id == 2).values(number=read))
        assert connection.execute(select(people.c.number).where(people.c.id == 2)).scalar_one() == NUMBER
    assert NUMBER not in kept
    assert cipher.decrypt(kept) == NUMBER
    assert (read, f"{read}", read[-3:]) == (NUMBER, NUMBER, "456")
    assert isinstance(read, Concealed)
    assert NUMBER not in repr(read) + repr(rows)


@pytest.mark.parametrize(
    "compare",
    [
        lambda column: column == NUMBER,
        lambda column: column.in_([NUMBER]),
        lambda column: column.like("B%"),
        lambda column: column < NUMBER,
        lambda column: column.desc(),
    ],
)
def test_a_column_cannot_be_searched_or_sorted(compare) -> None:
    with pytest.raises(TypeError, match="blind_index"):
        compare(people.c.number)


def test_a_statement_never_holds_the_plain_number() -> None:
    written = str(insert(people).values(number=NUMBER).compile(compile_kwargs={"literal_binds": True}))
    assert NUMBER not in written
    assert cipher.decrypt(written.split("'")[1]) == NUMBER


def test_a_failing_statement_does_not_tell_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = create_engine("sqlite://", hide_parameters=True)
    people.metadata.create_all(engine)
    monkeypatch.setattr(cipher._Configured, "fernet", None)
    with engine.begin() as connection, pytest.raises((StatementError, KeysRefused)) as refused:
        connection.execute(insert(people), [{"id": 1, "number": NUMBER}])
    assert NUMBER not in str(refused.value)
