"""Guards of the way of a member from one organisation to another."""

from __future__ import annotations

from tests.drill.guards import WALK, Guard

ROOM = "app/transfers"
TESTS, TRIP, PAGES = (f"tests/transfers/test_{name}.py" for name in ("transfers", "round_trip", "pages"))
SERVICES, RULES = f"{ROOM}/services.py", f"{ROOM}/rules.py"

GUARDS_OF_TRANSFERS = [
    Guard(name="nothing leaves without consent", file=RULES, old="        raise NoConsent\n", new="        pass\n", tests=f"{TESTS} -k nothing_leaves"),
    Guard(name="no consent of a day to come", file=RULES, old="        raise ConsentLater\n", new="        pass\n", tests=f"{TESTS} -k nothing_leaves"),
    Guard(name="only parts that are on file are ticked", file=RULES, old="        raise NotOnFile\n", new="        pass\n", tests=f"{TESTS} -k nothing_leaves"),
    Guard(name="numbers go with the protection they belong to", file=RULES, old="        raise NumbersWithoutFile\n", new="        pass\n", tests="tests/transfers/test_rules.py"),
    Guard(name="a package waits no longer than it may", file=SERVICES, old="    if rules.is_over(transfer.sent_at, clock.now()):\n", new="    if False:\n", tests=f"{TESTS} -k before_the_night"),
    Guard(name="only organisations in service receive", file=SERVICES, old="    if wanted.to_organisation_id not in queries.receivers():\n", new="    if False:\n", tests=f"{TESTS} -k nothing"),
    Guard(name="a receiver is run by a manager", file=f"{ROOM}/queries.py", old='Organisation.id != bindparam("here"), _IN_SERVICE)', new='Organisation.id != bindparam("here"))', tests=f"{TESTS} -k nobody_answers"),
    Guard(name="one transfer of a member at a time", file=SERVICES, old="    if queries.is_under_way(member.id):\n", new="    if False:\n", tests=f"{TESTS} -k one_transfer"),
    Guard(name="a transfer is answered once", file=SERVICES, old="            if _locked(side, sides.transfer_id).state is not TransferState.WAITING:\n", new="            if False:\n", tests=f"{TESTS} -k whatever"),
    Guard(name="who is here already is one of those shown", file=SERVICES, old="        raise NotOneOfThese\n", new="        pass\n", tests=f"{TESTS} -k only_one_of"),
    Guard(name="the package of another version is not read", file=f"{ROOM}/unpacking.py", old="    if told.get(\"version\") != VERSION:\n", new="    if False:\n", tests=f"{TESTS} -k another_version"),
    Guard(name="what was not ticked is not packed", file=f"{ROOM}/packing.py", old="        if part in parts and (found", new="        if (found", tests=TRIP),
    Guard(name="protection numbers are ticked by themselves", file=f"{ROOM}/packing.py", old="if with_number and fact.body_number else {}", new="if fact.body_number else {}", tests=TRIP),
    Guard(name="private papers are ticked by themselves", file=f"{ROOM}/packing.py", old=".where((PaperKind.is_identity | PaperKind.is_confidential).is_(are_private))", new="", tests=TRIP),
    Guard(name="a body of another country is not the same", file=f"{ROOM}/words.py", old="        if vocabulary is Vocabulary.PROTECTION_BODY and self.is_abroad:\n", new="        if False:\n", tests=f"{TESTS} -k words_the_other"),
    Guard(name="a log names its own people", file="app/kernel/audit.py", old="    if actor and organisation_id and actor.organisation_id not in (None, organisation_id):\n", new="    if False:\n", tests=f"{PAGES} -k log"),
    Guard(name="a coach reads no transfers", file=f"{ROOM}/pages.py", old="    return member if may_transfer() or is_own(member) else abort(403)\n", new="    return member\n", tests=f"{WALK} -k reading_answers"),
    Guard(name="nobody objects for another", file=f"{ROOM}/pages.py", old="    if not is_own(member):\n        abort(403)\n", new="", tests=f"{PAGES} -k objects"),
    Guard(name="a transfer is of the member in the address", file=f"{ROOM}/queries.py", old=".where(OutgoingTransfer.member_id == member_id, OutgoingTransfer.id == transfer_id)", new=".where(OutgoingTransfer.id == transfer_id)", tests=f"{PAGES} -k another_member"),
    Guard(name="who read a package is written down", file=f"{ROOM}/incoming_views.py", old='    if shown["package"]:\n', new="    if False:\n", tests=f"{PAGES} -k log"),
]  # fmt: skip
