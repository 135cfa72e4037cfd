"""Guards of how a person is addressed and shown, and of the lists of territories."""

from __future__ import annotations

from tests.drill.guards import WALK, Guard

PHOTO_TESTS, CIVILITY_TESTS = "tests/members/test_photos.py", "tests/members/test_civility.py"
TERRITORY_RULES, TERRITORY_SERVICES = "app/network/territory_rules.py", "app/network/territory_services.py"
RULE_TESTS, PAGE_TESTS = "tests/network/test_territory_rules.py", "tests/network/test_territory_pages.py"

GUARDS_OF_IDENTITY = [
    Guard(name="nobody is addressed by their sex", file="app/members/names_shown.py", old="        if member.civility is Civility.MADAME:\n", new="        if member.civility is not Civility.MONSIEUR:\n", tests=CIVILITY_TESTS),
    Guard(name="a picture is kept with the person's agreement", file="app/members/photo_services.py", old="        raise PhotoNotAgreed\n", new="        pass\n", tests=PHOTO_TESTS),
    Guard(name="a picture that is not there is not deleted", file="app/members/photo_services.py", old="        raise NoPhoto\n", new="        pass\n", tests=PHOTO_TESTS),
    Guard(name="a picture that was replaced is forgotten", file="app/members/photo_services.py", old="        files.forget(before)\n", new="        pass\n", tests=PHOTO_TESTS),
    Guard(name="a picture is the one of the file in the address", file="app/members/photo_pages.py", old="return photo_id if member.photo_file_id == photo_id else abort(404)", new="return photo_id", tests=PHOTO_TESTS),
    Guard(name="a picture is examined for who may put it there", file="app/members/photo_pages.py", old="    keeping(member_id)\n    examine_posted", new="    examine_posted", tests=f"{PHOTO_TESTS} {WALK}"),
    Guard(name="a picture of somebody is no PDF", file="app/kernel/uploads.py", old="        raise NotAPicture\n", new="        pass\n", tests=PHOTO_TESTS),
    Guard(name="a picture of somebody is light", file="app/kernel/upload_child.py", old="if len(light) <= LARGEST_PORTRAIT), b", new="), b", tests=PHOTO_TESTS),
    Guard(name="what was changed meanwhile in a list of territories", file=TERRITORY_SERVICES, old="        raise ChangedMeanwhile\n", new="        pass\n", tests=PAGE_TESTS),
    Guard(name="lines are added whole or not at all", file=TERRITORY_SERVICES, old="    if refused:\n", new="    if False:\n", tests=PAGE_TESTS),
    Guard(name="a list of territories is that of its last change", file="app/network/territories.py", old="        return int(organisation.territory_revision)\n", new="        return 0\n", tests=PAGE_TESTS),
    Guard(name="a territory that is no more is not offered", file="app/network/territories.py", old="if on is None or each.existed(on) or each.code == held", new="if True", tests=PAGE_TESTS),
    *(
        Guard(name=f"territories: {refusal}", file=TERRITORY_RULES, old=f"        raise {refusal}\n", new="        pass\n", tests=RULE_TESTS)
        for refusal in ("ClosedBeforeItBegan", "DayOfNameMissing", "OriginNotStanding", "ParentNotStanding", "StillHolds", "SuccessorNotStanding", "TerritoryExists")
    ),
    Guard(name="territories: one name for one", file=TERRITORY_RULES, old="            raise NameOfAnotherTerritory\n", new="            pass\n", tests=RULE_TESTS),
    Guard(name="territories: an end has not ended yet", file=TERRITORY_RULES, old="or day is None or known.valid_until is not None:", new="or day is None:", tests=RULE_TESTS),
    Guard(name="territories: a later change is not jumped over", file=TERRITORY_RULES, old="    if any(later.code == change.code for later in held.values() if later.number > number):\n", new="    if False:\n", tests=RULE_TESTS),
]  # fmt: skip
