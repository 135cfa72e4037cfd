"""The words that open a wall stand in few places, and tests say which."""

from __future__ import annotations

import ast

import pytest

from app.extensions import db
from app.kernel.tenancy import InOrganisation, scoped_tables
from tests.consistency.code import calls, imported, modules

MAY_LEAVE_THE_SCOPE = {
    "app/attestations/queries.py",  # anybody checks a paper, of whatever organisation
    "app/transfers/door.py",  # the two sides of a transfer
    "app/transfers/upkeep.py",  # transfers that nobody answered
    "app/imports/upkeep.py",  # imports left behind, and what is forgotten at night
    "app/activity/undo.py",  # what is forgotten at night
    "app/past_records/upkeep.py",  # the same of imports of past months
    "app/dashboard/queries.py",  # the network's numbers
    "app/reports/prints_queries.py",  # what the worker left behind, and prints that are kept no longer
    "app/operations/upkeep.py",  # the nightly sweep of files
    "app/activity/reminders.py",  # reminders that a killed worker left behind
}
GLOBAL_TABLES = {
    "account": "a person may act in several organisations",
    "account_token": "belongs to an account",
    "attempt": "digests of logins and addresses, before anybody is known",
    "email_change": "belongs to an account",
    "letter": "mail about an account",
    "login_session": "belongs to an account",
    "membership": "account × organisation: read before the scope opens; tenant tables point to it with their organisation",
    "network_event": "what happens outside any organisation",
    "organisation": "the organisations themselves",
    "territory_change": "the lists of territories are the country's, for all its organisations",
    "submission": "one-time keys of an account's forms",
    "worker_heartbeat": "one worker for all",
}
PAST_THE_FILTER = {  # calls that reach the database where no filter looks
    "text", "literal_column", "table", "TableClause", "exec_driver_sql", "connection", "raw_connection", "from_statement",
    "bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings", "driver_connection", "create_engine",
}  # fmt: skip
MAY_GO_PAST_IT = {
    "app/kernel/sql.py": "the room for it: each statement takes the organisation's id",
    "app/kernel/database.py": "how a connection begins",
    "app/kernel/transaction.py": "the connection of the open transaction, which kernel/sql.py asks for",
    "app/operations/sqlite_copy.py": "whole copies of the database",
    "app/operations/postgresql_copy.py": "whole copies of the database",
}
TABLES_BY_NAME = {"app/kernel/sql.py", "app/attestations/models.py"}  # the second attaches triggers to its table
READS_THE_CLOCK = {"now", "today", "utcnow"}


def test_few_files_leave_the_scope() -> None:
    leaving = {path for path, tree in modules().items() if any(calls(tree, "all_organisations"))}
    assert leaving <= MAY_LEAVE_THE_SCOPE, "read inside organisation_scope(), or add the file here with its reason"


@pytest.mark.usefixtures("app")
def test_the_list_of_global_tables() -> None:
    everything = set(db.metadata.tables)
    unscoped = everything - {table.name for table in scoped_tables()}
    assert unscoped <= set(GLOBAL_TABLES), "give the model OrganisationScoped, or say in GLOBAL_TABLES why it has none"
    assert set(GLOBAL_TABLES) <= unscoped, "gone, or scoped now: take it out of GLOBAL_TABLES"


def _is_a_method_of_ours(call: ast.Call, name: str) -> bool:
    """`column.text(row)` of a report, and the like: only a bare `text(…)` or `sa.text(…)` is SQL."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return name in ("text", "table") and owner is not None and getattr(owner, "id", "") not in ("sqlalchemy", "sa")


def test_plain_sql_stands_in_one_room() -> None:
    wrong = []
    for path, tree in modules().items():
        if path not in MAY_GO_PAST_IT:
            wrong += [
                f"{path}:{call.lineno} {name}()"
                for name in PAST_THE_FILTER
                for call in calls(tree, name)
                if not _is_a_method_of_ours(call, name)
            ]
        if path not in TABLES_BY_NAME:
            wrong += [
                f"{path}:{node.lineno} __table__"
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute)
                and node.attr in ("__table__", "local_table")
                and "tenancy" not in path
            ]
    assert not wrong, "move it to app/kernel/sql.py, with the organisation's id as an argument\n" + "\n".join(wrong)


def test_the_way_past_the_filter_is_taken_in_one_room() -> None:
    wrong = [path for path, tree in modules().items() if "takes_organisation_id" in ast.unparse(tree)]
    assert wrong == ["app/kernel/sql.py", "app/kernel/tenancy.py"]


def test_everything_in_that_room_asks_for_the_organisation() -> None:
    """But for what concerns no table of a tenant, and `read_rows`, which asks the open scope."""
    without = {"database_answers", "read_global", "read_rows", "refresh_statistics"}
    for node in modules()["app/kernel/sql.py"].body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name not in without:
            assert [argument.arg for argument in node.args.args][:1] == ["organisation_id"], (
                f"{node.name}: the first argument is the organisation's id"
            )


RAW = {  # names whose use must be explained here
    "Markup": {
        "app/kernel/choices.py": "a hidden field beside a box; its name is ours, and escaped by format",
        "app/kernel/remembered.py": "a line feed between pieces that are escaped already",
        "app/page_context.py": "no navigation: an empty text",
        "app/pdf/pages.py": "our own templates, which escape every value",
    },
    "render_template_string": {},
    "eval": {},
    "exec": {},
    "loads": {  # of json only: see the test below
        "app/imports/child.py": "lines that our own child process wrote",
        "app/imports/rows.py": "JSON of our own columns",
        "app/transfers/coding.py": "JSON of our own columns",
        "app/attestations/drafts.py": "facts we wrote",
        "app/members/merged_pages.py": "JSON of our own column",
        "app/assets.py": "the manifest we wrote",
        "app/operations/backup.py": "the manifest of an archive",
        "app/pdf/documents.py": "a sheet we wrote",
    },
}


def test_what_could_run_or_show_what_was_typed_is_explained() -> None:
    wrong = [
        f"{path}:{call.lineno} {name}()"
        for name, explained in RAW.items()
        for path, tree in modules().items()
        if path not in explained
        for call in calls(tree, name)
        if not (name in ("eval", "exec") and isinstance(call.func, ast.Attribute))
    ]
    assert not wrong, "escape it, or write into RAW why it is safe\n" + "\n".join(wrong)
    stale = [
        f"{name} in {path}"
        for name, explained in RAW.items()
        for path in explained
        if not any(calls(modules()[path], name))
    ]
    assert not stale, f"take out of RAW: {stale}"


def test_nothing_unpickles_and_few_start_processes() -> None:
    starts = {
        "app/kernel/jobs.py",
        "app/operations/postgresql_copy.py",  # pg_dump and pg_restore
        "app/kernel/uploads.py",  # files from people are decoded in a process of their own
        "app/imports/child.py",  # spreadsheets are read in a process of their own
        "app/pdf/child.py",  # papers are made in a process of their own
    }
    for path, tree in modules().items():
        names = {module.partition(".")[0] for module, _line in imported(tree)}
        assert not names & {"pickle", "shelve", "marshal", "yaml"}, f"{path}: write JSON"
        assert path in starts or not names & {"subprocess", "multiprocessing"}, f"{path}: say in this test why"


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
        "app/kernel/formats.py", "app/kernel/text.py", "app/kernel/lazy_text.py", "app/accounts/services.py",
        "app/attestations/wording.py",
    }  # fmt: skip
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        if path not in stored
        for name in ("_", "_l", "N_")
        for call in calls(tree, name)
        if call.args and not isinstance(call.args[0], ast.Constant)
    ]
    assert not wrong, "write the English sentence inside _(), and its values as %(names)s\n" + "\n".join(wrong)


def test_nothing_imports_from_tests() -> None:
    assert not [
        path for path, tree in modules().items() for module, _line in imported(tree) if module.split(".")[0] == "tests"
    ]
