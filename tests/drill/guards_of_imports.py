"""Guards of the way from a spreadsheet to members."""

from __future__ import annotations

from tests.drill.guards import Guard

ROOM = "app/imports"
TESTS, READING, UGLY, PARTS = (f"tests/imports/test_{name}.py" for name in ("imports", "reading", "ugly", "parts"))
REFUSED_BY_ROOMS = f"{PARTS} -k said_beside"

GUARDS_OF_IMPORTS = [
    Guard(
        name="slips of an import are for those it created",
        file="app/members/slips.py",
        old="        people = [person for person in people if person.id in among]\n",
        new="        people = list(people)\n",
        tests="tests/members/test_slips.py -k an_import_offers",
    ),
    Guard(
        name="what a dry run did is taken back",
        file=f"{ROOM}/row_services.py",
        old="        nested.rollback()\n",
        new="        nested.commit()\n",
        tests=TESTS,
    ),
    Guard(
        name="only what the dry run has shown is written",
        file=f"{ROOM}/row_services.py",
        old="    if meant != row.member_id:\n",
        new="    if False:\n",
        tests=f"{TESTS} -k after_all",
    ),
    Guard(
        name="the same document or member twice in a file",
        file=f"{ROOM}/row_services.py",
        old="            if first is not None and row.state not in (RowState.REFUSED, RowState.WAITING):\n",
        new="            if False:\n",
        tests=f"{TESTS} {UGLY} -k twice",
    ),
    Guard(
        name="one import at a time",
        file=f"{ROOM}/services.py",
        old="    if under_way is not None:\n        raise errors.ImportUnderWay(under_way.id)\n",
        new="    if False:\n        raise errors.ImportUnderWay(under_way.id)\n",
        tests=f"{TESTS} -k identical",
    ),
    Guard(
        name="each step at its time",
        file=f"{ROOM}/services.py",
        old="    if locked is None or locked.state not in states:\n",
        new="    if False:\n",
        tests=f"{TESTS} -k leaves_nothing",
    ),
    Guard(
        name="no column twice",
        file=f"{ROOM}/services.py",
        old="    if len(chosen) != len(set(chosen)):\n",
        new="    if False:\n",
        tests=f"{TESTS} -k tell_nobody",
    ),
    Guard(
        name="an old check is done again",
        file=f"{ROOM}/services.py",
        old="    if clock.now() - moved.moved_at > CHECK_HOLDS:\n",
        new="    if False:\n",
        tests=f"{TESTS} -k old_check",
    ),
    Guard(
        name="the day of admission stays",
        file=f"{ROOM}/writing.py",
        old="        raise errors.NothingOfAdmission\n",
        new="        pass\n",
        tests=f"{TESTS} -k wrong_is_said",
    ),
    Guard(
        name="two numbers of two people",
        file=f"{ROOM}/writing.py",
        old="            raise errors.OtherHolder\n",
        new="            pass\n",
        tests=f"{TESTS} -k wrong_is_said",
    ),
    Guard(
        name="letters of the other script",
        file=f"{ROOM}/member_fields.py",
        old="        if other in scripts_of(text):\n",
        new="        if False:\n",
        tests=f"{TESTS} -k wrong_is_said",
    ),
    Guard(
        name="a name in one cell is not guessed at",
        file=f"{ROOM}/member_fields.py",
        old="    if not capitals or not others or not in_one_piece:\n",
        new="    if False:\n",
        tests=f"{TESTS} -k one_cell",
    ),
    Guard(
        name="no more bytes than a spreadsheet of people has",
        file=f"{ROOM}/reading.py",
        old="        raise Unreadable(limits.TOO_LARGE)\n    names =",
        new="        pass\n    names =",
        tests=f"{READING} -k hurts",
    ),
    Guard(
        name="no more rows, columns and cells",
        file=f"{ROOM}/reading.py",
        old="        if too_many or len(row) > limits.MOST_COLUMNS:\n",
        new="        if False:\n",
        tests=f"{READING} -k no_table_is_refused",
    ),
    Guard(
        name="what spreadsheets said is forgotten",
        file=f"{ROOM}/upkeep.py",
        old="            db.session.execute(rows.execution_options(synchronize_session=False))\n",
        new="            pass\n",
        tests=f"{TESTS} -k after_a_week",
    ),
    Guard(
        name="a row is of the import in the address",
        file=f"{ROOM}/queries.py",
        old="select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.id == row_id)",
        new="select(ImportRow).where(ImportRow.id == row_id)",
        tests=f"{TESTS} -k of_another_import",
    ),
    Guard(
        name="a row refused in another room opens no file",
        file=f"{ROOM}/row_services.py",
        old="    if writing.follows(values, batch.known):\n",
        new="    if False:\n",
        tests=f"{PARTS} -k leaves_the_others",
    ),
    Guard(
        name="rows that the database refuses together are tried one by one",
        file=f"{ROOM}/row_services.py",
        old="        return [_try(row, batch) for row in batch.rows]\n",
        new="        return []\n",
        tests=f"{TESTS} -k same_document_twice",
    ),
    Guard(
        name="an import changes no contract",
        file=f"{ROOM}/contract_part.py",
        old="                raise ContractOnFile\n",
        new="                return True\n",
        tests=REFUSED_BY_ROOMS,
    ),
    Guard(
        name="an import opens an account of shares once",
        file=f"{ROOM}/share_part.py",
        old="    if entries:\n        raise LedgerBegun\n",
        new="",
        tests=REFUSED_BY_ROOMS,
    ),
    Guard(
        name="what is recorded of a disability stays",
        file=f"{ROOM}/social_part.py",
        old="            raise DisabilityOnFile\n",
        new="            pass\n",
        tests=REFUSED_BY_ROOMS,
    ),
    Guard(
        name="cells that make sense only together",
        file=f"{ROOM}/columns.py",
        old="            raise BesideMissing(field=code)\n",
        new="            pass\n",
        tests=REFUSED_BY_ROOMS,
    ),
    Guard(
        name="columns that make sense only together",
        file=f"{ROOM}/services.py",
        old="            raise errors.ColumnBesideMissing(known[code].label, known[other].label)\n",
        new="            pass\n",
        tests=f"{PARTS} -k alone",
    ),
    Guard(
        name="what is sensitive is offered to who may see it",
        file=f"{ROOM}/registry.py",
        old="        mine = [each for each in part.offered() if all(map(can, filter(None, (part.needs, each.needs))))]\n",
        new="        mine = list(part.offered())\n",
        tests=f"{PARTS} -k permission",
    ),
    Guard(
        name="a number that a spreadsheet has rounded",
        file=f"{ROOM}/member_fields.py",
        old="    if _ROUNDED.fullmatch(cell):\n",
        new="    if False:\n",
        tests=f"{READING} -k numbers_of_documents",
    ),
]
