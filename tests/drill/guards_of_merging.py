"""Guards of what is proposed as a duplicate, and of two files becoming one."""

from __future__ import annotations

from tests.drill.guards import Guard

SERVICES, PERSON, PARCOURS = (f"app/members/merging_{name}.py" for name in ("services", "person", "parcours"))
MERGES, PAGES = "tests/duplicates/test_merging.py", "tests/duplicates/test_pages.py"

GUARDS_OF_MERGING = [
    Guard(
        name="what was merged is in no list",
        file="app/members/queries.py",
        old="NOT_MERGED = Member.survivor_id.is_(None)\n",
        new="NOT_MERGED = Member.id.is_not(None)\n",
        tests=PAGES,
    ),
    Guard(
        name="who does not see the survivor does not read the merged file",
        file="app/members/queries.py",
        old="    seen = select(Member.id).where(visible_to(actor, on=on))\n",
        new="    seen = select(Member.id)\n",
        tests=f"{PAGES} -k reads_the_merged",
    ),
    Guard(
        name="what stays with a merged file is the managers'",
        file="app/members/merged_pages.py",
        old='        "stayed": _stayed(kept) if reads_all else [],\n',
        new='        "stayed": _stayed(kept),\n',
        tests=f"{PAGES} -k managers_alone",
    ),
    Guard(name="nobody writes into a merged file", file="app/members/models.py", old="        raise MergedAlready\n", new="        pass\n", tests=f"{MERGES} -k merged_no_more"),
    Guard(name="who merges saw what is merged", file=SERVICES, old="    if what_was_seen(pair) != seen:\n", new="    if False:\n", tests=f"{MERGES} {PAGES}"),
    Guard(name="what cannot be merged is not", file=SERVICES, old="    if in_the_way:\n", new="    if False:\n", tests=f"{MERGES} -k stand_in_the_way"),
    Guard(name="a merge is whole or not at all", file=SERVICES, old="    with db.session.begin_nested():  # what a door refuses takes back what those before it moved\n", new="    if True:\n", tests=f"{MERGES} -k takes_back"),
    Guard(name="a merged file is a member no more", file=SERVICES, old="    add_to_counts(present=after[0] - before[0], without_coach=after[1] - before[1])\n", new="", tests=MERGES),
    Guard(name="a merged file leads to the last survivor", file=SERVICES, old="    db.session.execute(earlier.execution_options(synchronize_session=False))\n", new="    pass\n", tests=f"{MERGES} -k chain"),
    Guard(name="both numbers of two files are found", file=PERSON, old="            _exchange_documents(pair)\n", new="            pass\n", tests=f"{MERGES} -k documents"),
    Guard(name="of two accounts one stays", file=PERSON, old="        account_services.end_role(role, by_account_id=pair.by_account_id)\n", new="        pass\n", tests=f"{MERGES} -k account"),
    Guard(name="two parcours go together only where they can", file=PARCOURS, old="        _refuse_impossible(pair, together)\n", new="        pass\n", tests=MERGES),
    Guard(name="nobody has two coaches after a merge", file=PARCOURS, old="rules.left_free(_period(one), tuple(held.values()))", new="[_period(one)]", tests=MERGES),
    Guard(
        name="shares of both are one holding",
        file="app/shares/merging.py",
        old="    services.settle([pair.kept.id, pair.gone.id])\n",
        new="    pass\n",
        tests=MERGES,
    ),
    Guard(
        name="nobody passes shares to themself by a merge",
        file="app/shares/merging.py",
        old="    return ShareMovement.member_id.in_(ids) & ShareMovement.to_member_id.in_(ids)\n",
        new="    return ShareMovement.member_id.in_(ids) & ShareMovement.member_id.not_in(ids)\n",
        tests=f"{MERGES} -k passed_between",
    ),
    Guard(
        name="contracts that exclude each other stand in the way",
        file="app/work_relations/merging.py",
        old="    except ContractsOverlap:\n        return True\n",
        new="    except ContractsOverlap:\n        return False\n",
        tests=f"{MERGES} -k overlap",
    ),
    Guard(
        name="one paper of a kind counts after a merge",
        file="app/papers/merging.py",
        old="            services.take_away(paper)\n",
        new="            pass\n",
        tests=f"{MERGES} -k everything",
    ),
    Guard(
        name="sums of what was logged follow",
        file="app/activity/merging.py",
        old="    totals.recount(pair.kept.id, after=counted)\n",
        new="    pass\n",
        tests=MERGES,
    ),
    Guard(
        name="papers of a merged file are seen by who sees the survivor",
        file="app/attestations/queries.py",
        old="    return or_(Attestation.member_id.in_(member_ids), merged)\n",
        new="    return Attestation.member_id.in_(member_ids)\n",
        tests=f"{PAGES} -k papers_issued",
    ),
    Guard(
        name="a number of a merged file is met in the survivor",
        file="app/members/queries.py",
        old="_ITS_FILE = func.coalesce(Member.survivor_id, Member.id)",
        new="_ITS_FILE = Member.id",
        tests=f"{MERGES} -k documents",
    ),
    Guard(
        name="a number that many files share tells nothing",
        file="app/duplicates/rules.py",
        old="        if 1 < len(ids) <= MOST_ALIKE:\n",
        new="        if 1 < len(ids):\n",
        tests="tests/duplicates/test_rules.py",
    ),
    Guard(
        name="who was told apart is not proposed",
        file="app/duplicates/queries.py",
        old="if (pair.first_id, pair.second_id) not in apart]",
        new="if pair]",
        tests=f"{PAGES} -k told_apart",
    ),
]  # fmt: skip
