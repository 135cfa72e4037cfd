"""May somebody still open what an old message leads to? Each room answers for its own pages.

A message outlives the right to read what it speaks of: a coach is told of a person who is handed over a month later.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from app.kernel.access import Actor

Answer = Callable[[Actor, Sequence[int]], Collection[int]]

_answers: dict[str, tuple[str, Answer]] = {}


def answer_for(endpoint: str, argument: str, answer: Answer) -> None:
    """Of this page's `argument`, an id, the room says which of several ones an actor may open today."""
    _answers[endpoint] = argument, answer


def within_reach(actor: Actor, links: Sequence[tuple[str, Mapping[str, str]]]) -> list[bool]:
    """For each link, an endpoint with its values, whether the actor may open it. A page nobody answers for may be."""
    allowed = {
        endpoint: _allowed(actor, endpoint, links) for endpoint in {name for name, _values in links} & _answers.keys()
    }
    return [
        endpoint not in allowed or values.get(_answers[endpoint][0], "") in allowed[endpoint]
        for endpoint, values in links
    ]


def _allowed(actor: Actor, endpoint: str, links: Sequence[tuple[str, Mapping[str, str]]]) -> set[str]:
    argument, answer = _answers[endpoint]
    asked = {values[argument] for name, values in links if name == endpoint and values.get(argument, "").isdecimal()}
    return set(map(str, answer(actor, sorted(map(int, asked)))))
