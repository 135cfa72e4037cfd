"""Guards of what is asked for, brought and sent, and of the room that takes files from people."""

from __future__ import annotations

from tests.drill.guards import WALK, Guard

PAGES, QUERIES, RULES, SERVICES = (f"app/papers/{name}.py" for name in ("pages", "queries", "rules", "services"))
CHILD, UPLOADS = "app/kernel/upload_child.py", "app/kernel/uploads.py"
CHASE_TESTS, FILE_TESTS, KIND_TESTS, PAGE_TESTS, PAPER_TESTS, RULE_TESTS = (
    f"tests/papers/test_{name}.py" for name in ("chase", "uploads", "kinds", "pages", "papers", "rules")
)

GUARDS_OF_PAPERS = [
    Guard(name="a picture is counted before it is decoded", file=CHILD, old="            raise Refused(TOO_MANY_PIXELS)\n", new="            pass\n", tests=FILE_TESTS),
    Guard(name="nothing of a picture's file is left", file=CHILD, old="    picture.info.clear()\n", new="", tests=FILE_TESTS),
    Guard(name="a locked PDF", file=CHILD, old="        raise Refused(LOCKED)\n", new="        pass\n", tests=FILE_TESTS),
    Guard(name="a PDF that does something", file=CHILD, old="        raise Refused(ACTIVE)\n", new="        pass\n", tests=FILE_TESTS),
    Guard(name="something behind a PDF", file=CHILD, old="        raise Refused(UNREADABLE)  # cut off", new="        pass  # cut off", tests=FILE_TESTS),
    Guard(name="a PDF that swells", file=CHILD, old="        if size > most:\n            raise Refused(TOO_HEAVY)\n", new="", tests=FILE_TESTS),
    Guard(name="pages are counted", file=CHILD, old="    if not 0 < len(reader.pages) <= MOST_PAGES:\n", new="    if False:\n", tests=FILE_TESTS),
    Guard(name="a file is no larger than is taken", file=UPLOADS, old="        raise FileTooLarge\n", new="        pass\n", tests=FILE_TESTS),
    Guard(name="a file is handed out to be looked at, not run", file=UPLOADS, old="            \"Content-Security-Policy\": \"sandbox; default-src 'none'\",\n", new="", tests=PAGE_TESTS),
    Guard(name="photos of one name are told apart", file="app/kernel/submissions.py", old="hashlib.sha256(file.stream.read()).digest()", new="file.filename", tests=PAGE_TESTS),
    Guard(name="a file is examined for who may record it", file=PAGES, old="    recording(member_id)\n    examine_posted", new="    examine_posted", tests=PAGE_TESTS),
    Guard(name="a file is examined for who may send it", file=PAGES, old="    sending(member_id, paper_kind_id)\n    examine_posted", new="    examine_posted", tests=PAGE_TESTS),
    Guard(
        name="a paper is of the member in the address",
        file=QUERIES,
        old="select(Paper).where(Paper.member_id == member_id, Paper.id == paper_id)",
        new="select(Paper).where(Paper.id == paper_id)",
        tests=f"{PAGE_TESTS} {WALK}",
    ),
    Guard(
        name="confidential papers are not corrected by coaches",
        file=PAGES,
        old="    if kind.is_confidential and not chase_queries.reads_confidential(current_actor()):\n        abort(403)\n",
        new="",
        tests=PAGE_TESTS,
    ),
    Guard(
        name="confidential files are not opened by coaches",
        file=PAGES,
        old="    if kind.is_confidential and not is_own and not chase_queries.reads_confidential(current_actor()):\n        abort(403)\n",
        new="",
        tests=PAGE_TESTS,
    ),
    Guard(name="a coach leaves their own papers to others", file=PAGES, old="return member if may_correct(member) else abort(403)", new="return member", tests=PAGE_TESTS),
    Guard(name="no scan where none is kept", file=SERVICES, old="    if upload is not None and not kind.keeps_files:\n        raise ScansNotKept\n", new="", tests=PAPER_TESTS),
    Guard(name="what was sent is looked at before another takes its place", file=SERVICES, old="        raise SentOneWaits\n", new="        pass\n", tests=PAPER_TESTS),
    Guard(name="scans go once none is kept", file="app/papers/kind_services.py", old="        raise ScansAreKept\n", new="        pass\n", tests=KIND_TESTS),
    Guard(name="nobody sends what is only looked at", file=SERVICES, old="    if not kind.keeps_files:\n        raise ScansNotKept\n", new="", tests=PAPER_TESTS),
    Guard(name="nothing is recorded of what is not asked for", file=SERVICES, old="        raise KindNotAsked\n", new="        pass\n", tests=PAPER_TESTS),
    Guard(name="a paper belongs to a step of its member", file=SERVICES, old="        raise StepOfAnother\n", new="        pass\n", tests=PAPER_TESTS),
    Guard(name="a paper changed meanwhile is not overwritten", file=SERVICES, old="    if now != version:\n        raise ChangedMeanwhile\n", new="", tests=PAPER_TESTS),
    Guard(name="history is not corrected", file=SERVICES, old="        raise NotAPaperThatCounts\n", new="        pass\n", tests=PAPER_TESTS),
    Guard(name="what was looked at is not looked at again", file=SERVICES, old="        raise NothingToCheck\n", new="        pass\n", tests=PAPER_TESTS),
    Guard(name="a kind changed meanwhile is not overwritten", file="app/papers/kind_services.py", old="    if kind.version != version:\n        raise ChangedMeanwhile\n", new="", tests=KIND_TESTS),
    Guard(name="a kind stands once in the list", file="app/papers/kind_services.py", old="        raise KindExists\n", new="        pass\n", tests=KIND_TESTS),
    Guard(name="nobody is reminded of what they have sent", file="app/papers/chase_queries.py", old="(PaperState.TO_CHECK, PaperState.WAIVED)", new="(PaperState.WAIVED,)", tests=CHASE_TESTS),
    Guard(name="no coach looks at what they sent", file="app/papers/chase_queries.py", old="filters.what == TO_CHECK and not reads_confidential(actor) else", new="False else", tests=CHASE_TESTS),
    Guard(name="the kind is read under the lock", file=SERVICES, old="    if kind is not None:\n        db.session.refresh(kind", new="    if False:\n        db.session.refresh(kind", tests=PAPER_TESTS),
    *(
        Guard(name=f"{refusal}", file=RULES, old=f"        raise {refusal}\n", new="        pass\n", tests=RULE_TESTS)
        for refusal in ("ExpiresBeforeIssue", "IssuedAfterReceipt", "ReceivedLater", "ScanReasonMissing")
    ),
]  # fmt: skip
