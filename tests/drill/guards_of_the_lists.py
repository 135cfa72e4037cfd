"""Guards of saved lists, of acts on several people, and of what is taken away or printed."""

from __future__ import annotations

from tests.drill.guards import WALK, Guard

LISTS, TOGETHER, PRINTS = (
    "tests/members/test_saved_lists.py",
    "tests/members/test_together.py",
    "tests/reports/test_prints.py",
)
RULES, SERVICES = "app/members/lists_rules.py", "app/members/together_services.py"
PRINT_SERVICES, PRINT_JOBS = "app/reports/prints_services.py", "app/reports/prints_jobs.py"

GUARDS_OF_THE_LISTS = [
    *(
        Guard(name=f"{refusal}", file=RULES, old=f"        raise {refusal}\n", new="        pass\n", tests="tests/members/test_list_rules.py")
        for refusal in ("TooManyLists", "ListNameTaken", "SharingNotAllowed")
    ),
    Guard(
        name="another's own list is hidden",
        file="app/members/lists_queries.py",
        old="    return or_(SavedList.is_shared, SavedList.account_id == actor.account_id)\n",
        new="    return SavedList.id.is_not(None)\n",
        tests=f"{LISTS} {WALK}",
    ),
    Guard(
        name="a shared list is changed by who may share",
        file="app/members/lists_queries.py",
        old="    return found if may_change(actor, found) else abort(403)\n",
        new="    return found\n",
        tests=LISTS,
    ),
    Guard(
        name="a list changed meanwhile is not overwritten",
        file="app/members/lists_services.py",
        old="        raise ChangedMeanwhile\n",
        new="        pass\n",
        tests=LISTS,
    ),
    Guard(
        name="a list that no longer applies says so",
        file="app/members/lists_views.py",
        old="    if found.missing:\n",
        new="    if False:\n",
        tests=LISTS,
    ),
    Guard(
        name="a file of what no longer applies is not handed out",
        file="app/reports/list_views.py",
        old="    if prints_pages.says_what_is_gone(filters):\n",
        new="    if False:\n",
        tests=LISTS,
    ),
    Guard(
        name="a register of what no longer applies is not handed out",
        file="app/reports/views.py",
        old="    if prints_pages.says_what_is_gone(member_pages.asked_filters()):\n",
        new="    if False:\n",
        tests="tests/reports/test_register.py",
    ),
    Guard(
        name="a field of managers is in no coach's list",
        file="app/own_fields/queries.py",
        old="if field.audience not in hidden]",
        new="]",
        tests="tests/members/test_list_of_rooms.py",
    ),
    Guard(name="who is not seen any more", file=SERVICES, old="                raise NotVisibleAnyMore\n", new="                continue\n", tests=TOGETHER),
    Guard(name="who was changed meanwhile", file=SERVICES, old="                raise ChangedSinceShown\n", new="                pass\n", tests=TOGETHER),
    Guard(name="one's own steps are others'", file=SERVICES, old="            raise OwnParcoursIsOthers\n", new="            pass\n", tests=TOGETHER),
    Guard(name="all or nobody", file=SERVICES, old="        raise SomeRefused(reasons)\n", new="        pass\n", tests=TOGETHER),
    Guard(
        name="not more people at once than fit",
        file="app/members/together_pages.py",
        old="    if not 0 < count <= MOST_TOGETHER:\n",
        new="    if not 0 < count:\n",
        tests=TOGETHER,
    ),
    Guard(
        name="a print is for who asked",
        file="app/reports/prints_queries.py",
        old="PrintJob.id == print_id, PrintJob.account_id == actor.account_id",
        new="PrintJob.id == print_id",
        tests=PRINTS,
    ),
    Guard(
        name="who lost the right gets no print",
        file=PRINT_JOBS,
        old="        if actor is None or not actor.can(prints_pages.ASKS[job.kind]):\n            return None\n",
        new="",
        tests=PRINTS,
    ),
    Guard(
        name="a print that fails ends",
        file=PRINT_SERVICES,
        old="    if job.tries >= MOST_TRIES:\n",
        new="    if False:\n",
        tests=PRINTS,
    ),
    Guard(
        name="prints go after a week",
        file="app/reports/prints_queries.py",
        old="PrintJob.asked_at < now - KEPT_FOR",
        new="PrintJob.asked_at < now",
        tests=PRINTS,
    ),
]  # fmt: skip
