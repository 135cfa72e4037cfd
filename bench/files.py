"""How long the whole list of members takes as a spreadsheet, from the click to the last byte."""

from __future__ import annotations

import sys
import time

from bench.servers import Server
from bench.size import HOME
from bench.speed import Visitor


def seconds_of_a_spreadsheet(server: Server) -> float:
    """Of a second file: the first one loads what makes it."""
    visitor = Visitor(server)
    visitor.sign_in()
    seconds = 0.0
    for _again in range(2):
        before, started = server.cpu_seconds(), time.perf_counter()
        content = visitor.get(f"{HOME}/reports/list.xlsx")
        seconds, cpu = time.perf_counter() - started, server.cpu_seconds() - before
        print(f"# list.xlsx: {len(content) / 1000:.0f} kB, {cpu:.2f} s of processor", file=sys.stderr)
    return seconds
