"""Guards of what takes one tap in the journal: what may be undone, taken back and filled in, and until when."""

from __future__ import annotations

from tests.drill.guards import Guard

UNDO, UNDONE, AGAIN = "app/activity/undo.py", "tests/activity/test_undo.py", "tests/activity/test_again.py"

GUARDS_OF_THE_ENTRY = [
    Guard(
        name="what changed since is not undone",
        file=UNDO,
        old="    if {record.id: _mark(record, paid[record.id]) for record in found} != wanted:\n        raise UndoTooLate\n",
        new="",
        tests=UNDONE,
    ),
    Guard(
        name="money that came since is seen before an act is undone",
        file=UNDO,
        old='"version": record.version, "payments": payments.told(paid)}',
        new='"version": record.version, "payments": []}',
        tests=UNDONE,
    ),
    Guard(
        name="an act can be undone for some minutes only",
        file=UNDO,
        old=" or act.happened_at < clock.now() - timedelta(minutes=MINUTES_LEFT):\n",
        new=":\n",
        tests=UNDONE,
    ),
    Guard(
        name="only the act that the page showed is undone",
        file=UNDO,
        old="act.act_key != act_id or ",
        new="",
        tests=UNDONE,
    ),
    Guard(
        name="nothing is undone in a closed month",
        file=UNDO,
        old="    refuse_closed(days, months.closed_months())\n",
        new="",
        tests=UNDONE,
    ),
    Guard(
        name="an entry is filled in from one's own records only",
        file="app/activity/own_pages.py",
        old=" or record.member_id != member.id",
        new="",
        tests=AGAIN,
    ),
    Guard(
        name="what a coach decided is not taken back",
        file="app/activity/handing_in.py",
        old=" if one.status is RecordStatus.SUBMITTED]",
        new="]",
        tests=AGAIN,
    ),
    Guard(
        name="drafts of a closed month are not handed in with the others",
        file="app/activity/handing_in.py",
        old=" if record.day.replace(day=1) not in closed]",
        new="]",
        tests=AGAIN,
    ),
    Guard(
        name="a figure that was confirmed is the one that is saved",
        file="app/activity/entry_forms.py",
        old=" if self.sure.data != field.data else 0\n",
        new=" if not self.sure.data else 0\n",
        tests=AGAIN,
    ),
]
