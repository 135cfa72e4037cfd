"""Guards of trades, shared trades, and clients and suppliers."""

from __future__ import annotations

from tests.drill.guards import Guard

SHARING = "app/activity/sharing.py"
TRADES, SERVICES, RULES = "app/activity/trades.py", "app/activity/trades_services.py", "app/activity/rules.py"
ACCOUNTS, CONTACTS = "app/activity/shared_accounts.py", "app/activity/contacts_services.py"
SHARING_TESTS, TRADE_TESTS = "tests/activity/test_sharing.py", "tests/activity/test_trades.py"
CONTACT_TESTS, MERGED_TESTS = "tests/activity/test_contacts.py", "tests/activity/test_sharing_merged.py"

GUARDS_OF_THE_TRADES = [
    Guard(
        name="a shared trade is logged for by those who share it",
        file=RULES,
        old="        if entry.shared_trade_id not in circumstances.shared_trades:\n            raise UnknownTrade\n",
        new="        pass\n",
        tests=SHARING_TESTS,
    ),
    Guard(
        name="a trade is for its own days",
        file=TRADES,
        old="    return started and (row.ended_on is None or row.ended_on >= day - timedelta(days=late))\n",
        new="    return True\n",
        tests=TRADE_TESTS,
    ),
    Guard(
        name="a part in a shared trade is for its own days",
        file=TRADES,
        old="        return any(split_on(splits, one).part_of(self._member_id) for one in asked)\n",
        new="        return True\n",
        tests=SHARING_TESTS,
    ),
    Guard(
        name="the units left over are given out",
        file=SHARING,
        old="            shares[place] += 1\n",
        new="            pass\n",
        tests=SHARING_TESTS,
    ),
    Guard(
        name="what is below zero is taken back as it was given",
        file=SHARING,
        old="        return [-share for share in share_out(-amount_minor, parts)]\n",
        new="        pass\n",
        tests=SHARING_TESTS,
    ),
    Guard(
        name="whoever logged a shared sale does not keep it whole",
        file=ACCOUNTS,
        old="            given[logger_id] = given.get(logger_id, 0) - amount_minor  # whoever logged it does not keep it whole\n",
        new="",
        tests=SHARING_TESTS,
    ),
    Guard(
        name="a counter-entry gives back by the split of what it takes back",
        file=ACCOUNTS,
        old="    func.coalesce(_CORRECTED.day, ActivityRecord.day).label",
        new="    ActivityRecord.day.label",
        tests=SHARING_TESTS,
    ),
    *(
        Guard(
            name=f"splits: {refusal}",
            file=SERVICES,
            old=f"        raise {refusal}\n",
            new="        pass\n",
            tests=SHARING_TESTS,
        )
        for refusal in (
            "SomebodyTwice",
            "NotOneWhole(together)",
            "TooFewMembers",
            "BeforeTheTrade(shared.started_on)",
            "AfterTheTrade",
            "AlreadyEnded",
            "LoggedThen(last)",
            "NotPresentThen(number, day)",
        )
    ),
    Guard(
        name="a closed month stays shared out as it is",
        file=SERVICES,
        old="            raise SplitOfClosedMonth(month)\n",
        new="            pass\n",
        tests=SHARING_TESTS,
    ),
    Guard(
        name="what was paid ahead in a closed month stays shared out as it is",
        file=SERVICES,
        old=" or month in touched:\n",
        new=":\n",
        tests=SHARING_TESTS,
    ),
    *(
        Guard(
            name=f"trades: {refusal}",
            file=SERVICES,
            old=f"        raise {refusal}\n",
            new="        pass\n",
            tests=TRADE_TESTS,
        )
        for refusal in ("TradeOnFile", "PractisedAlready", "LoggedThen(left_out)")
    ),
    Guard(
        name="another person's client is nobody's to mend",
        file=CONTACTS,
        old="ActivityParty.id == party_id, ActivityParty.member_id == member_id)",
        new="ActivityParty.id == party_id)",
        tests=CONTACT_TESTS,
    ),
    Guard(
        name="another person's client has no page",
        file="app/activity/contacts_queries.py",
        old="ActivityParty.id == party_id, ActivityParty.member_id == member.id)",
        new="ActivityParty.id == party_id)",
        tests=CONTACT_TESTS,
    ),
    *(
        Guard(
            name=f"contacts: {refusal}",
            file=CONTACTS,
            old=f"        raise {refusal}\n",
            new="        pass\n",
            tests=CONTACT_TESTS,
        )
        for refusal in ("NameTaken", "SameContact", "AnotherRole")
    ),
    Guard(
        name="parts follow the person when two files become one",
        file="app/activity/merging.py",
        old="    move_rows(SharedTradePart, pair)\n",
        new="",
        tests=MERGED_TESTS,
    ),
]
