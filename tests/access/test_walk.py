"""Every route, as everybody, at home and abroad: the answers are those of the table, and reading changes nothing."""

from __future__ import annotations

from flask import Flask

from tests.access.table import expected
from tests.access.walk import ACTORS, INSIDE, OUTSIDE, Route, ask, in_a_word, routes
from tests.support.client import HouseClient
from tests.support.databases import TestDatabase
from tests.support.fingerprint import changed_tables, fingerprint
from tests.support.life import Life, visitor

Actors = dict[str, HouseClient]
MAY_WRITE = {
    "activity.export_records": {"audit_event"},  # who took what away
    "activity.export_list": {"audit_event"},
    "activity.export_followed": {"audit_event"},
    "activity.export_cooperative_month": {"audit_event"},
    "contacts.export_contacts_of": {"audit_event"},
    "activity.export_receivable": {"audit_event"},
    "attestations.export_register": {"audit_event"},
    "attestations.download_attestation": {"audit_event"},
    "contracts.export_contracts": {"audit_event"},
    "reports.contracts_csv": {"audit_event"},
    "reports.contracts_pdf": {"audit_event"},
    "reports.contracts_xlsx": {"audit_event"},
    "chase.export_papers": {"audit_event"},
    "papers.open_file": {"audit_event"},  # who opened which file
    "reports.members_csv": {"audit_event"},
    "reports.members_pdf": {"audit_event"},
    "reports.members_xlsx": {"audit_event"},
    "reports.own_fields_csv": {"audit_event"},
    "reports.own_fields_xlsx": {"audit_event"},
    "reports.social_csv": {"audit_event"},
    "reports.social_pdf": {"audit_event"},
    "reports.social_xlsx": {"audit_event"},
    "reports.situations_csv": {"audit_event"},
    "share_reports.take_report": {"audit_event"},
    "account_reports.take_statement": {"audit_event"},
    "account_reports.take_contributions": {"audit_event"},
    "reports.situations_pdf": {"audit_event"},
    "reports.situations_xlsx": {"audit_event"},
    "imports.download_set_aside": {"audit_event"},
    "past_records.download_set_aside": {"audit_event"},
    "past_records.export_records": {"audit_event"},
    "incoming_transfers.accept": {"audit_event"},  # refused, it shows what is handed over
    "incoming_transfers.close_as_here": {"audit_event"},
    "incoming_transfers.show_incoming": {"audit_event"},  # who read what another organisation sent
    "reports.list_csv": {"audit_event"},
    "reports.list_pdf": {"audit_event"},
    "reports.list_xlsx": {"audit_event"},
    "prints.fetch_print": {"audit_event"},
    "check.check_token": {"attempt", "attestation_check_count"},  # guesses, and how often a paper was checked
}


def test_the_table_is_the_url_map(lived_in: Flask) -> None:
    walked = {(route.endpoint, route.method) for route in routes(lived_in)}
    listed = set(expected())
    missing, gone = sorted(walked - listed), sorted(listed - walked)
    assert not missing, f"write a row in tests/access/table.py for {missing}: who gets what?"
    assert not gone, f"these routes are gone, take their rows out of tests/access/table.py: {gone}"


def test_reading_answers_as_listed_and_changes_nothing(lived_in: Flask, life: Life, actors: Actors) -> None:
    deviations, before, ids = [], fingerprint(lived_in), life.of(life.world.home)
    for route in routes(lived_in):
        if route.method == "GET":
            found = {name: in_a_word(ask(client, route, ids)) for name, client in actors.items()}
            deviations += _deviations(route, found)
            after = fingerprint(lived_in)
            changed = changed_tables(before, after) - MAY_WRITE.get(route.endpoint, set())
            deviations += [f"{route.endpoint} wrote into {changed}"] if changed else []
            before = after
    assert not deviations, "\n".join(deviations)


def test_writing_answers_as_listed(lived_in: Flask, life: Life, database: TestDatabase) -> None:
    """And what is refused has changed nothing, not even the log of changes."""
    deviations, before, ids = [], fingerprint(lived_in), life.of(life.world.home)
    for route in routes(lived_in):
        if route.method == "POST":
            found = {}
            for name, email in ACTORS.items():
                found[name] = in_a_word(ask(visitor(lived_in, life, email), route, ids))
                if not found[name].startswith("4"):
                    database.renew("lived_in")
            deviations += _deviations(route, found)
            if changed := changed_tables(before, fingerprint(lived_in)):
                database.renew("lived_in")
                wrong = changed - MAY_WRITE.get(route.endpoint, set())
                deviations += [f"{route.endpoint}, refused, wrote into {wrong}"] if wrong else []
    assert not deviations, "\n".join(deviations)


def _deviations(route: Route, found: dict[str, str]) -> list[str]:
    wanted = expected().get((route.endpoint, route.method), {})
    return [
        f"{route.endpoint} {route.method} as {name}: {answer}, and the table says {wanted.get(name)}"
        for name, answer in found.items()
        if answer != wanted.get(name)
    ]


def test_where_one_has_no_role_every_address_is_unknown(lived_in: Flask, life: Life, actors: Actors) -> None:
    """The real addresses of Ras Jebel, for everybody of El Jadida and of nowhere."""
    ids, before = life.of(life.world.abroad), fingerprint(lived_in)
    deviations = [
        f"{route.endpoint} {route.method} as {name}: {answer}"
        for route in routes(lived_in)
        if route.is_scoped
        for name in (*INSIDE, *OUTSIDE)
        if name != "stranger" and (answer := in_a_word(ask(actors[name], route, ids))) != "404"
    ]
    assert not deviations, "\n".join(deviations)
    assert fingerprint(lived_in) == before


def test_signed_out_every_address_of_an_organisation_leads_to_signing_in(
    lived_in: Flask, life: Life, actors: Actors
) -> None:
    """Whether it exists or not; a script is answered 401 instead of a page."""
    for ids in (life.of(life.world.home), {**life.of(life.world.home), "slug": "no-such-place"}):
        for route in routes(lived_in):
            if route.is_scoped:
                assert in_a_word(ask(actors["out"], route, ids)) == "in", route
                answer = ask(actors["out"], route, ids, headers={"Accept": "application/json"})
                assert (answer.status_code, answer.json and answer.json["error"]) == (401, 401), route


def test_a_closed_account_is_nobody(lived_in: Flask, life: Life) -> None:
    """Its session is still in the database, and a manager's; the account is not."""
    ids, table = life.of(life.world.home), expected()
    for route in routes(lived_in):
        closed = visitor(lived_in, life, "closed@el-jadida.example")
        assert in_a_word(ask(closed, route, ids)) == table[route.endpoint, route.method]["out"], route


def test_a_membership_that_ended_is_none(lived_in: Flask, life: Life, actors: Actors) -> None:
    ids = life.of(life.world.home)
    assert "el-jadida" not in actors["ended"].get("/").text
    assert actors["ended"].get(f"/o/{ids['slug']}/").status_code == 404
