"""`make bench`: one line a figure, `name value limit ok|over`; exits 0 when it ran, whatever it found."""

from __future__ import annotations

import sys
import time

from bench import data, files, size, speed
from bench.servers import job_worker, pss_megabytes, web_server

PAGE_LIMIT, BROAD_LIMIT = 8.0, 12.0
BROAD = ("members_search_arabic", "members_broad_filters")  # hundreds of people are found, and sorted


def say(name: str, value: float, limit: float) -> None:
    print(f"{name} {value:.2f} {limit:g} {'ok' if value <= limit else 'over'}", flush=True)


def main() -> None:
    data.prepare()
    given = data.environment()
    with (
        web_server("wsgi:app", given) as house,
        web_server("bench.bare:app", given) as bare,
        job_worker(given) as worker,
    ):
        _say_speed(speed.measure(house, bare))
        for language, limit in (("fr", 20), ("ar", 45)):
            heaviest, page = size.heaviest_first_load(house, language)
            say(f"first_load_{language}", heaviest, limit)
            print(f"# heaviest page in {language}: {page}", file=sys.stderr)
        time.sleep(3)  # the worker has loaded what it needs
        web = sum(pss_megabytes(pid) for pid in house.processes())
        say("memory", web + pss_megabytes(worker), 200)
        say("members_list_xlsx_seconds", files.seconds_of_a_spreadsheet(house), 3)
    from bench import imports, past_months, pdf

    pdf.main()
    imports.main()
    past_months.main()


def _say_speed(found: dict[str, speed.Measured]) -> None:
    bare = found.pop("bare")
    print(f"# bare page: {bare.cpu_each * 1000:.2f} ms CPU, p95 {bare.p95 * 1000:.2f} ms", file=sys.stderr)
    for name, measured in found.items():
        limit = BROAD_LIMIT if name in BROAD else PAGE_LIMIT
        say(f"{name}_cpu", measured.cpu_each / bare.cpu_each, limit)
        say(f"{name}_p95", measured.p95 / bare.p95, limit)
    first, last = found["members_list"], found["members_last_page"]
    say("members_last_page_vs_first", last.cpu_each / first.cpu_each, 1.25)


if __name__ == "__main__":
    main()
