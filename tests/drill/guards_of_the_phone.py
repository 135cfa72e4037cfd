"""Guards of what phones keep and deliver."""

from __future__ import annotations

from tests.drill.guards import Guard

SYNC = "tests/activity/test_sync.py"
SERVICES, PAGES, RULES, VIEWS = (f"app/activity/sync_{name}.py" for name in ("services", "pages", "rules", "views"))
OFFLINE = "tests/journeys/test_offline.py"

GUARDS_OF_THE_PHONE = [
    Guard(
        name="a record delivered twice is kept once",
        file=PAGES,
        old="fresh = [one for one in deliveries if one.uid not in earlier]",
        new="fresh = list(deliveries)",
        tests=f"{SYNC} -k word_for_word",
    ),
    Guard(
        name="other content under a mark is set aside",
        file=PAGES,
        old="    if earlier.is_same:\n",
        new="    if True:\n",
        tests=f"{SYNC} -k set_aside_and_shown",
    ),
    Guard(
        name="the first answer is the account's own",
        file=SERVICES,
        old="answer=kept.answer if kept.account_id == account_id else None",
        new="answer=kept.answer",
        tests=f"{SYNC} -k marks_of_other_people",
    ),
    Guard(
        name="a batch is of the account that is signed in",
        file=VIEWS,
        old="    if batch.account != str(current_actor().account_id):\n",
        new="    if False:\n",
        tests=f"{SYNC} -k another_account",
    ),
    Guard(
        name="one refused record does not void the others",
        file=SERVICES,
        old="        if len(entries) == 1:\n            return [refusal]\n",
        new="        return [refusal] * len(entries)\n",
        tests=f"{SYNC} -k void_the_others",
    ),
    Guard(
        name="a delivered record passes the form",
        file=PAGES,
        old="if form is not None and not form.errors]\n    log = Log(",
        new="if form is not None]\n    log = Log(",
        tests=f"{SYNC} -k said_by_field",
    ),
    Guard(
        name="halves of characters are no text",
        file=RULES,
        old="    except UnicodeEncodeError:\n        return False\n",
        new="    except UnicodeEncodeError:\n        return True\n",
        tests=f"{SYNC} -k no_form_could_send",
    ),
    Guard(
        name="the size of a batch",
        file=PAGES,
        old="    if (request.content_length or 0) > LARGEST_BATCH or len(request.get_data()) > LARGEST_BATCH:\n",
        new="    if False:\n",
        tests=f"{SYNC} -k too_much",
    ),
    Guard(
        name="the number of records in a batch",
        file=RULES,
        old="    if not 0 < len(records) <= MOST_RECORDS:\n",
        new="    if not records:\n",
        tests=f"{SYNC} -k too_many",
    ),
    Guard(
        name="what was set aside is its owner's",
        file=SERVICES,
        old="where(ActivityAside.id == aside_id, ActivityAside.member_id == member.id)",
        new="where(ActivityAside.id == aside_id)",
        tests=f"{SYNC} -k another_persons",
    ),
    Guard(
        name="what was set aside is settled once",
        file=SERVICES,
        old="    if aside.settled_at is not None:\n        raise AlreadySettled\n",
        new="",
        tests=f"{SYNC} -k says_which_holds",
    ),
    Guard(
        name="a form that was accepted is not kept again from the phone",
        file=SERVICES,
        old="for uid, accepted in submissions.accepted_before(account_id, uids).items()",
        new="for uid, accepted in submissions.accepted_before(account_id, []).items()",
        tests=f"{SYNC} -k the_form_first",
    ),
    Guard(
        name="a record from the phone is not kept again from its form",
        file=SERVICES,
        old="    submissions.note_accepted(account_id, {one.delivery.uid: one.accepted for one in kept})\n",
        new="",
        tests=f"{SYNC} -k the_phone_first",
    ),
    Guard(
        name="a phone sends its own account's records alone",
        file="app/static/js/outbox.js",
        old="one.account === who && one.to === here.sync",
        new="one.to === here.sync",
        tests=f"{OFFLINE} -k somebody_else",
    ),
    Guard(
        name="pages of an account leave the phone with it",
        file="app/static/js/moucharaka.js",
        old="name !== `entry-${who}` && caches.delete(name)",
        new="name",
        tests=f"{OFFLINE} -k somebody_else",
    ),
]
