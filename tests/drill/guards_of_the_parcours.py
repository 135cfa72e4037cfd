"""Guards of the rules about stages, steps, exits and returns."""

from __future__ import annotations

from tests.drill.guards import WALK, Guard

RULES, SERVICES = "app/members/parcours_rules.py", "app/members/parcours_services.py"
RULE_TESTS, STEP_TESTS = "tests/members/test_parcours_rules.py", "tests/members/test_parcours.py"

GUARDS_OF_THE_PARCOURS = [
    Guard(
        name="a coach lets nobody go or back",
        file=SERVICES,
        old="    if not decides_presence and rules.absences(moments) != rules.absences(_moments(kept.values())):\n",
        new="    if False:\n",
        tests=STEP_TESTS,
    ),
    Guard(
        name="an exit is corrected by who admits",
        file="app/members/parcours_views.py",
        old="        abort(403)\n",
        new="        pass\n",
        tests=STEP_TESTS,
    ),
    Guard(
        name="a step is of the member in the address",
        file="app/members/parcours_queries.py",
        old="select(ParcoursStep).where(ParcoursStep.member_id == member.id, ParcoursStep.id == step_id)",
        new="select(ParcoursStep).where(ParcoursStep.id == step_id)",
        tests=f"{STEP_TESTS} {WALK}",
    ),
    Guard(name="only stages that are offered", file=SERVICES, old="        raise StageNotOffered\n    is", new="        pass\n    is", tests=STEP_TESTS),
    Guard(name="only reasons that are offered", file=SERVICES, old="        raise ReasonNotOffered\n", new="        pass\n", tests=STEP_TESTS),
    Guard(name="a step changed meanwhile is not overwritten", file=SERVICES, old="    if step not in kept or step.version != version:\n", new="    if False:\n", tests=STEP_TESTS),
    Guard(name="a parcours keeps a step", file=SERVICES, old="        raise OnlyStep\n", new="        pass\n", tests=STEP_TESTS),
    *(
        Guard(name=f"{refusal}", file=RULES, old=f"        raise {refusal}\n", new="        pass\n", tests=RULE_TESTS)
        for refusal in (
            "BeginsAfterAdmission",
            "ClosedAlready",
            "EndsBeforeItStarts",
            "FirstStepCloses",
            "NothingPlannedAfterExit",
            "NotGoneYet",
            "StepBeforeAdmission",
            "StepBeforeBirth",
            "TwoStepsOneDay",
        )
    ),
]  # fmt: skip
