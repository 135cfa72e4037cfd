"""Guards of the rules about contracts, their amendments, their ends, and what is read of them."""

from __future__ import annotations

from tests.drill.guards import Guard

RULES, SERVICES, QUERIES = (f"app/work_relations/{name}.py" for name in ("rules", "services", "queries"))
RULE_TESTS, CONTRACT_TESTS, PAGE_TESTS = (
    f"tests/work_relations/test_{name}.py" for name in ("rules", "contracts", "pages")
)

GUARDS_OF_THE_CONTRACTS = [
    Guard(name="only kinds of contract that are offered", file=SERVICES, old="Vocabulary.CONTRACT_KIND):\n        raise KindNotOffered\n", new="Vocabulary.CONTRACT_KIND):\n        pass\n", tests=CONTRACT_TESTS),
    Guard(name="only reasons of an end that are offered", file=SERVICES, old="        raise EndReasonNotOffered\n", new="        pass\n", tests=CONTRACT_TESTS),
    Guard(name="a contract changed meanwhile is not overwritten", file=SERVICES, old="    if row not in history or row.version != version:\n", new="    if False:\n", tests=CONTRACT_TESTS),
    Guard(name="an amendment changed meanwhile is not overwritten", file=SERVICES, old="    if row is None or amendment.version != version:\n", new="    if row is None:\n", tests=CONTRACT_TESTS),
    Guard(name="amendments keep their numbers without gaps", file=SERVICES, old="        raise OnlyTheLastAmendmentGoes\n", new="        pass\n", tests=CONTRACT_TESTS),
    Guard(name="a contract with amendments stays", file=SERVICES, old="        raise AmendmentsFirst\n", new="        pass\n", tests=CONTRACT_TESTS),
    Guard(name="an end is recorded once", file=SERVICES, old="        raise EndedAlready\n", new="        pass\n", tests=CONTRACT_TESTS),
    Guard(name="only an end that is recorded is taken back", file=SERVICES, old="        raise NotEnded\n", new="        pass\n", tests=CONTRACT_TESTS),
    Guard(
        name="a contract is of the member in the address",
        file=QUERIES,
        old="select(Contract).where(Contract.member_id == member.id, Contract.id == contract_id)",
        new="select(Contract).where(Contract.id == contract_id)",
        tests=CONTRACT_TESTS,
    ),
    Guard(
        name="an amendment is of the contract in the address",
        file=QUERIES,
        old="            ContractAmendment.contract_id == contract.id, ContractAmendment.id == amendment_id\n",
        new="            ContractAmendment.id == amendment_id\n",
        tests=PAGE_TESTS,
    ),
    Guard(
        name="a support coach reads no pay",
        file="app/work_relations/pages.py",
        old="sees_pay=manages or is_own)",
        new="sees_pay=True)",
        tests=PAGE_TESTS,
    ),
    Guard(
        name="the report of a day is of those one sees",
        file=QUERIES,
        old="    return _IN_FORCE.where(visible)\n",
        new="    return _IN_FORCE\n",
        tests=PAGE_TESTS,
    ),
    Guard(
        name="rules changed meanwhile are not overwritten",
        file="app/work_relations/rule_services.py",
        old="        raise ChangedMeanwhile\n",
        new="        pass\n",
        tests=PAGE_TESTS,
    ),
    Guard(name="a trial period within the contract", file=RULES, old="        raise TrialBeyondEnd\n\n\n", new="        pass\n\n\n", tests=RULE_TESTS),
    Guard(name="a trial period within the amended contract", file=RULES, old="            raise TrialBeyondEnd\n    if", new="            pass\n    if", tests=RULE_TESTS),
    Guard(name="no end for a contract without one", file=RULES, old="        raise EndNotForThisKind\n    if terms", new="        pass\n    if terms", tests=RULE_TESTS),
    Guard(name="no amendment gives an end to a contract without one", file=RULES, old="        raise EndNotForThisKind\n    if before", new="        pass\n    if before", tests=RULE_TESTS),
    *(
        Guard(name=f"{refusal}", file=RULES, old=f"        {' ' * depth}raise {refusal}\n", new=f"        {' ' * depth}pass\n", tests=RULE_TESTS)
        for refusal, depth in (
            ("AmendmentAfterEnd(number)", 0),
            ("AmendmentAfterThatDay", 0),
            ("AmendmentBeforeStart(number)", 0),
            ("AmendmentChangesNothing(number)", 0),
            ("AmendmentOutOfOrder(number)", 0),
            ("ContractEndsBeforeItStarts", 0),
            ("ContractsOverlap", 4),
            ("EndedAfterAgreedEnd", 0),
            ("EndedBeforeItStarts", 0),
            ("EndMissing", 0),
            ("NewEndBeforeEffect(number)", 0),
            ("NewTrialEndBeforeEffect(number)", 0),
            ("StartsBeforeBirth", 0),
            ("TrialBeforeStart", 0),
        )
    ),
]  # fmt: skip
