"""What is foreign, what one may not see and what never existed answer alike, byte for byte (T6)."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.access.walk import INSIDE, Route, ask, ask_path, routes, without_what_varies
from tests.support.client import HouseClient
from tests.support.life import Ids, Life

Actors = dict[str, HouseClient]
UNKNOWN = 4_611_686_018_427_387_904
IN_THE_QUERY = (  # addresses that take the id of something after the question mark
    ("attestations/new?member={member_id}", "GET"),
    ("attestations/new?member={member_id}", "POST"),
    ("members?after={member_id}", "GET"),
    ("members?before={member_id}", "GET"),
    ("members?coach={membership_id}", "GET"),
    ("members?trade={term_id}", "GET"),
    ("members?stage={stage_id}", "GET"),
    ("reports/members?coach={membership_id}", "GET"),
    ("reports/members?trade={term_id}", "GET"),
    ("activity?view=waiting&coach={membership_id}", "GET"),
    ("activity?view=silent&after={member_id}", "GET"),
    ("attestations?after={attestation_id}", "GET"),
    ("settings/log?after={attestation_id}", "GET"),
)


def unknown(ids: Ids) -> Ids:
    """Ids of nothing, one for each, as long as those they stand for."""
    return {name: UNKNOWN + rank if name.endswith("_id") else value for rank, (name, value) in enumerate(ids.items())}


def seen(client: HouseClient, route: Route, ids: Ids) -> tuple[int, str, str]:
    path = route.path(ids)
    return without_what_varies(
        ask_path(client, route.method, path), path, *(str(ids[name]) for name in route.arguments)
    )


def test_an_unknown_organisation_is_like_a_foreign_one(lived_in: Flask, life: Life, actors: Actors) -> None:
    foreign = life.of(life.world.abroad)
    for route in routes(lived_in):
        if route.is_scoped:
            answers = [
                seen(actors[name], route, {**foreign, "slug": slug})
                for name in ("manager", "nobody")
                for slug in (foreign["slug"], "no-such-place")
            ]
            assert answers[0][0] == 404
            assert all(answer == answers[0] for answer in answers), route


def test_an_unknown_id_is_like_a_foreign_one(lived_in: Flask, life: Life, actors: Actors) -> None:
    """Ids of Ras Jebel, and ids of nothing, in addresses of El Jadida."""
    home, foreign = life.of(life.world.home), life.of(life.world.abroad)
    walked = [route for route in routes(lived_in) if route.is_scoped and route.names_an_object]
    assert len(walked) > 30
    for route in walked:
        for name in INSIDE:
            theirs = seen(actors[name], route, {**foreign, "slug": home["slug"]})
            assert theirs == seen(actors[name], route, unknown(home)), (route, name)
            assert theirs[0] in (403, 404), (route, name)


def test_an_unknown_id_is_like_one_that_is_somebody_elses(lived_in: Flask, life: Life, actors: Actors) -> None:
    """Amina's things for the other coach and the other entrepreneur; what concerns the whole organisation is no secret."""
    home = life.of(life.world.home)
    for route in routes(lived_in):
        if route.arguments & {"member_id", "record_id", "attestation_id"}:
            for name in ("coach2", "member2"):
                assert seen(actors[name], route, home) == seen(actors[name], route, unknown(home)), (route, name)


def test_somebody_elses_session_is_like_none(lived_in: Flask, life: Life, actors: Actors) -> None:
    (route,) = (route for route in routes(lived_in) if "session_id" in route.arguments)
    home = life.of(life.world.home)
    assert seen(actors["manager"], route, home) == seen(actors["manager"], route, unknown(home))


@pytest.mark.parametrize(("path", "method"), IN_THE_QUERY)
def test_an_unknown_id_in_the_query_is_like_a_foreign_one(life: Life, actors: Actors, path: str, method: str) -> None:
    home, foreign = life.of(life.world.home), life.of(life.world.abroad)
    for name in ("manager", "coach"):
        pages = []
        for ids in (foreign, unknown(home)):
            asked = f"/o/{home['slug']}/{path.format(**ids)}"
            answer = ask_path(actors[name], method, asked)
            pages.append(
                without_what_varies(answer, *(str(value) for key, value in ids.items() if key.endswith("_id")))
            )
        assert pages[0] == pages[1], name
        assert pages[0][0] in (200, 403, 404)


def test_a_wrong_organisation_in_the_address_finds_nothing_of_ones_own(
    lived_in: Flask, life: Life, actors: Actors
) -> None:
    """Nested: one's own member, in a foreign organisation's address."""
    nested = {**life.of(life.world.home), "slug": life.world.abroad.slug}
    for route in routes(lived_in):
        if route.is_scoped and route.names_an_object:
            assert ask(actors["manager"], route, nested).status_code == 404
