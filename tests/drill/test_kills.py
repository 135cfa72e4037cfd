"""Processes are killed while people work: nothing that was acknowledged is lost, and nothing happens twice.

KILLS says how many (100), SEED how they fall (when they fall, the machine decides too); a failure prints both.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter, defaultdict
from statistics import median

from tests.drill.crew import SEED, Crew, open_the_next_day
from tests.drill.findings import found_in, rows_of
from tests.drill.house import Absence, House, Part

KILLS = int(os.environ.get("KILLS", "100"))
HOW_OFTEN = {Part.WEB_PROCESS: 8, Part.WEB_SERVER: 4, Part.JOB_WORKER: 4, Part.EVERYTHING: 3, Part.SUPERVISOR: 1}
BACK_WITHIN = 5.0  # seconds, of itself
STARTED_WITHIN = 10.0  # seconds, when somebody starts it again
LIMITS = {
    **dict.fromkeys((Part.WEB_PROCESS, Part.WEB_SERVER, Part.JOB_WORKER), BACK_WITHIN),
    **dict.fromkeys((Part.EVERYTHING, Part.SUPERVISOR), STARTED_WITHIN),
}
MOST_DONE_BETWEEN = 12  # deeds
MACHINE_IS_OURS = os.getloadavg()[0] < 1
THIS_RUN = f"SEED={SEED} KILLS={KILLS}"


def test_nothing_acknowledged_is_lost(house: House, crew: Crew) -> None:
    begun = time.monotonic()
    absences = kill_at_work(house, crew)
    crew.finish()
    tell(crew, absences, time.monotonic() - begun)
    open_the_next_day(house)
    house.stop()

    findings = found_in(house, crew.deeds)
    assert not findings, f"{THIS_RUN}\n" + "\n".join(findings)
    made = {name: count - crew.rows_before[name] for name, count in rows_of(house.database).items()}
    told = Counter(deed.what for deed in crew.deeds)
    assert made == {
        "activity_record": told["noted"],
        "member": told["admitted"],
        "attestation": told["issued"],
    }, THIS_RUN
    refuse_late(absences, every_time=MACHINE_IS_OURS)


def refuse_late(absences: dict[Part, list[Absence]], *, every_time: bool) -> None:
    """The promise is for a machine that has nothing else to do; on one that has, what usually happens must keep it."""
    judge = max if every_time else median
    late = {part: judge(away.own for away in times) for part, times in absences.items()}
    assert all(seconds <= LIMITS[part] for part, seconds in late.items()), f"{THIS_RUN}: back too late: {late}"


def kill_at_work(house: House, crew: Crew) -> dict[Part, list[Absence]]:
    """How long each part was away. Sometimes a kill falls when what was killed is hardly back."""
    chance, absences = random.Random(SEED), defaultdict[Part, list[Absence]](list)
    for part in chance.choices(list(HOW_OFTEN), weights=list(HOW_OFTEN.values()), k=KILLS):
        crew.wait_for(chance.choice((0, 1, 3, chance.randint(1, MOST_DONE_BETWEEN))))
        time.sleep(chance.random() * 0.2)
        absences[part].append(house.kill(part))
    return absences


def tell(crew: Crew, absences: dict[Part, list[Absence]], seconds: float) -> None:
    done = Counter(deed.what for deed in crew.deeds)
    print(
        f"\n{THIS_RUN}: {seconds:.0f} s; {crew.count()} acknowledged {dict(done)}; {crew.sent_again()} sent again;"
        f" {sum(person.held_up for person in crew.people)} held up before signing in"
    )
    for part, times in absences.items():
        slowest = max(times, key=lambda away: away.seconds)
        average = sum(away.seconds for away in times) / len(times)
        print(
            f"  {part}: {len(times)} kills, back in {average:.1f} s, at most {slowest.seconds:.1f} s"
            f" (of which {slowest.queued:.1f} s behind others on the processors)"
        )
