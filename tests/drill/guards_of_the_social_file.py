"""Guards of the social file, of what is sensitive, and of own fields."""

from __future__ import annotations

from tests.drill.guards import WALK, Guard

RULES, SERVICES, FACTS = "app/social/rules.py", "app/social/services.py", "app/social/fact_services.py"
VIEWS, FACT_VIEWS, OWN = "app/social/views.py", "app/social/fact_views.py", "app/own_fields/services.py"
RULE_TESTS, SERVICE_TESTS, PAGE_TESTS = (f"tests/social/test_{name}.py" for name in ("rules", "services", "pages"))
OWN_TESTS = "tests/own_fields/test_values.py"


def _refusal(name: str, file: str, tests: str) -> Guard:
    return Guard(name=name, file=file, old=f"        raise {name}\n", new="        pass\n", tests=tests)


GUARDS_OF_THE_SOCIAL_FILE = [
    Guard(name="a part changed meanwhile is not overwritten", file=SERVICES, old="    kept = queries.find_file(member.id)\n    if (kept.version if kept else 0) != version:\n", new="    kept = queries.find_file(member.id)\n    if False:\n", tests=SERVICE_TESTS),
    Guard(name="a fact changed meanwhile is not overwritten", file=FACTS, old="    if fact not in kept or fact.version != version:\n", new="    if False:\n", tests=SERVICE_TESTS),
    Guard(name="only words that are offered in the social file", file=SERVICES, old="            raise WordNotOffered(field=name)\n", new="            pass\n", tests=SERVICE_TESTS),
    Guard(name="a disability is recorded with consent", file=SERVICES, old="        raise NoConsent\n", new="        pass\n", tests=SERVICE_TESTS),
    Guard(name="what is sensitive is shown to managers and the person", file=VIEWS, old="    if not pages.may_see_sensitive(member):\n        abort(403)\n", new="", tests=f"{PAGE_TESTS} {WALK}"),
    Guard(name="a coach leaves their own social file to others", file=VIEWS, old="    return member if may_correct(member) else abort(403)\n", new="    return member\n", tests=PAGE_TESTS),
    Guard(name="a coach leaves their own facts to others", file=FACT_VIEWS, old="    return member if may_correct(member) else abort(403)\n", new="    return member\n", tests=PAGE_TESTS),
    Guard(name="a fact is of the member in the address", file="app/social/queries.py", old="select(model).where(model.member_id == member_id, model.id == fact_id)", new="select(model).where(model.id == fact_id)", tests=f"{PAGE_TESTS} {WALK}"),
    Guard(name="a number goes with its body", file=FACTS, old="(details.number != \"\" or details.body_id != fact.body_id)", new="(details.number != \"\")", tests=SERVICE_TESTS),
    Guard(name="no number of social protection in the log", file=FACTS, old=' and name != "number"', new="", tests=SERVICE_TESTS),
    *(
        _refusal(name, RULES, RULE_TESTS)
        for name in (
            "FewerThanChildren",
            "NameWithoutPrescriber",
            "TwoOccupationsOneDay",
            "TradeTwice",
            "NumberOfNothing",
            "SameBodyTwice",
            "NoneBesideOthers",
        )
    ),
    Guard(name="nothing ends before it starts, in the social file", file=RULES, old="        raise EndsBeforeItStarts\n", new="        pass\n", tests=RULE_TESTS),
    Guard(name="nobody has an occupation before their birth", file=RULES, old="    if day is not None and day <= born_on:\n", new="    if False:\n", tests=RULE_TESTS),
    Guard(name="nobody is covered before their birth", file=RULES, old="        if fact.started_on < born_on:\n", new="        if False:\n", tests=RULE_TESTS),
    Guard(name="own fields changed meanwhile are not overwritten", file=OWN, old="    if version is not None and queries.sheet_version(member.id) != version:\n", new="    if False:\n", tests=OWN_TESTS),
    Guard(name="a field that is not asked is not filled in", file=OWN, old="        refusal = NotAsked\n", new="        return\n", tests=OWN_TESTS),
    Guard(name="a required own field is not left empty", file=OWN, old="        refusal = RequiredIsEmpty if field.is_required else None\n", new="        refusal = None\n", tests=OWN_TESTS),
    Guard(name="only choices that are offered", file=OWN, old="        refusal = ChoiceNotOffered\n", new="        pass\n", tests=OWN_TESTS),
    Guard(name="a sensitive own field is not for coaches", file=OWN, old="        raise SensitiveIsNotForCoaches\n", new="        pass\n", tests=OWN_TESTS),
    Guard(name="a sensitive own field is encrypted", file=OWN, old='    if field.is_sensitive:\n        return {"sealed": as_plain(value)}\n', new="", tests=OWN_TESTS),
    Guard(name="no sensitive value in the log", file=OWN, old="    if value is None or field.is_sensitive:\n", new="    if value is None:\n", tests=OWN_TESTS),
    Guard(name="no sensitive field in lists", file="app/own_fields/queries.py", old="[field for field in every_field() if not field.is_sensitive]", new="every_field()", tests=OWN_TESTS),
    *(_refusal(name, OWN, OWN_TESTS) for name in ("TooManyFields", "NoChoicesHere")),
    Guard(name="own fields have names of their own", file=OWN, old="            raise FieldExists(field=name)\n", new="            pass\n", tests=OWN_TESTS),
    Guard(name="own choices have names of their own", file=OWN, old="            raise ChoiceExists(field=name)\n", new="            pass\n", tests=OWN_TESTS),
    *(_refusal(name, "app/own_fields/rules.py", OWN_TESTS) for name in ("CannotCompareSo", "NothingToCompareWith")),
    Guard(name="between has its values the right way round", file="app/own_fields/rules.py", old="                raise WrongWayRound\n", new="                pass\n", tests=OWN_TESTS),
]  # fmt: skip
