"""The words that open a wall stand in few places, and tests say which."""

from __future__ import annotations

import ast

import pytest

from app.extensions import db
from app.kernel.tenancy import InOrganisation, scoped_tables
from tests.consistency.code import calls, imported, modules

MAY_LEAVE_THE_SCOPE = {
    "app/attestations/queries.py",  # anybody checks a paper, of whatever organisation
    "app/dashboard/queries.py",  # the network's numbers
    "app/operations/upkeep.py",  # the nightly sweep of files
}
GLOBAL_TABLES = {
    "account", "account_token", "attempt", "letter", "login_session", "membership", "network_event", "organisation",
    "submission", "worker_heartbeat",
}  # fmt: skip
READS_THE_CLOCK = {"now", "today", "utcnow"}


def test_few_files_leave_the_scope() -> None:
    leaving = {path for path, tree in modules().items() if any(calls(tree, "all_organisations"))}
    assert leaving <= MAY_LEAVE_THE_SCOPE, "read inside organisation_scope(), or add the file here with its reason"


@pytest.mark.usefixtures("app")
def test_the_list_of_global_tables() -> None:
    everything = set(db.metadata.tables)
    assert everything - {table.name for table in scoped_tables()} == GLOBAL_TABLES, "is it really of no organisation?"


@pytest.mark.usefixtures("app")
def test_tenants_tables_begin_with_the_organisation() -> None:
    for table in scoped_tables():
        assert next(iter(table.primary_key.columns)).name == "organisation_id", table.name
        for key in table.foreign_key_constraints:
            if key.referred_table in scoped_tables():
                assert "organisation_id" in key.column_keys, f"{table.name}: use scoped_foreign_key()"


def test_plain_sql_stands_in_one_room() -> None:
    wrong = []
    for path, tree in modules().items():
        if path == "app/kernel/sql.py":
            continue
        wrong += [f"{path}:{call.lineno} text()" for call in calls(tree, "text") if isinstance(call.func, ast.Name)]
        wrong += [
            f"{path}:{node.lineno} __table__"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr == "__table__" and path != "app/attestations/models.py"
        ]
    assert not wrong, "move it to app/kernel/sql.py, with the organisation's id as an argument\n" + "\n".join(wrong)


def test_services_do_not_commit() -> None:
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        if path != "app/kernel/transaction.py"
        for call in calls(tree, "commit")
    ]
    assert not wrong, "flush; the blueprint commits"


def test_only_the_clock_reads_the_clock() -> None:
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        if path != "app/kernel/clock.py"
        for name in READS_THE_CLOCK
        for call in calls(tree, name)
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") in ("datetime", "date")
    ]
    assert not wrong, "call app.kernel.clock"


def test_every_model_of_a_tenant_is_known() -> None:
    assert all(
        issubclass(mapper.class_, InOrganisation)
        for mapper in db.Model.registry.mappers
        if mapper.local_table in scoped_tables()
    )


def test_sentences_are_written_out() -> None:
    """What is not a literal is never collected, so never translated; a stored id says N_ where it is made."""
    stored = {
        "app/kernel/notices.py", "app/kernel/i18n.py", "app/kernel/wtforms_messages.py", "app/members/pages.py",
        "app/kernel/formats.py", "app/kernel/text.py", "app/accounts/services.py", "app/attestations/wording.py",
    }  # fmt: skip
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        if path not in stored
        for name in ("_", "_l", "N_")
        for call in calls(tree, name)
        if call.args
        and not isinstance(call.args[0], ast.Constant)
        and not isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not wrong, "write the English sentence inside _()\n" + "\n".join(wrong)


def test_nothing_imports_from_tests() -> None:
    assert not [
        path for path, tree in modules().items() for module, _line in imported(tree) if module.split(".")[0] == "tests"
    ]
