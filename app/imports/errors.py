"""What an import refuses, one sentence each: a whole file, a step of the way, or a row."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class FileRefused(Refusal):
    """Nothing of the file is taken."""

    field = "file"


class NotASpreadsheet(FileRefused):
    message = _l("This is no spreadsheet we can read. Save it as XLSX, ODS or CSV, then send it again.")


class FileTooLarge(FileRefused):
    message = _l(
        "This file is too large: at most 8 MB, 20,000 rows and 200 columns. Split it, and leave empty sheets out."
    )


class FileLocked(FileRefused):
    message = _l("This file is protected by a password. Save it without one, then send it again.")


class FileEmpty(FileRefused):
    message = _l("There is nothing in this file.")


class ReadingBusy(FileRefused):
    message = _l("Another file is being read. Wait a few seconds, then send yours again.")


class NoHeaders(FileRefused):
    message = _l(
        "We found no row of column names, such as “Family name” and “Birth date”. Take the template as an example."
    )


class NoRows(FileRefused):
    message = _l("There are column names in this file, and no row below them.")


class ImportUnderWay(Refusal):
    """`import_id`: the one that is open."""

    message = _l("Another import is under way in this organisation. Finish or drop it first.")
    field = "file"

    def __init__(self, import_id: int) -> None:
        super().__init__()
        self.import_id = import_id


class NotAtThisStep(Refusal):
    message = _l("This import has gone on meanwhile. Look where it stands.")


class ColumnTwice(Refusal):
    message = _l("Two columns say the same thing. Keep one of them.")


class ColumnBesideMissing(Refusal):
    """A column that says nothing without another one."""

    def __init__(self, column: object, other: object) -> None:
        super().__init__(
            _l("“%(column)s” says nothing without “%(other)s”. Choose both, or neither.", column=column, other=other)
        )


class ColumnGone(Refusal):
    """The field was withdrawn after a column was chosen for it."""

    def __init__(self, column: object) -> None:
        super().__init__(
            _l(
                "What the column “%(column)s” was chosen for is no longer asked here. Choose the columns again.",
                column=column,
            )
        )


class NothingToFind(Refusal):
    """Neither who a new person is nor whose file is meant."""

    message = _l("Choose the columns of the family name and the given name, or that of the member number.")


class RowRefused(Refusal):
    """One row is set aside; `field` is the code of the import field that is meant."""


class DayRefused(RowRefused):
    message = _l("This is no day we can read. Write it like 31/12/2026.")


class WordUnknown(RowRefused):
    message = _l("This word is not in the list.")


class NumberUnknown(RowRefused):
    message = _l("No member has this number. Leave the cell empty for a new member.")
    field = "number"


class OtherHolder(RowRefused):
    message = _l("The member number and the identity number belong to two different files.")
    field = "identity_number"


class CellMissing(RowRefused):
    message = _l("This cell is empty, and a new member needs it.")


class KindMissing(RowRefused):
    message = _l("Say what kind of document this number is on.")
    field = "identity_kind"


class TwiceInFile(RowRefused):
    """The same number stands in an earlier row."""

    def __init__(self, row_number: int, field: str) -> None:
        super().__init__(_l("Row %(row)s already has this number.", row=row_number), field=field)


class StageNeedsDate(RowRefused):
    message = _l("Give the date of this stage: only a stage inside can begin with the admission.")
    field = "stage_id"


class NotAsChecked(RowRefused):
    message = _l("The members have changed since the check. Import this row again.")


class NothingOfAdmission(RowRefused):
    message = _l("An import does not change the day of admission. Correct it on the file, or leave the cell empty.")
    field = "admitted_on"


class BesideMissing(RowRefused):
    """`field` is the empty cell."""

    message = _l("This cell is empty, and what another cell of the row says needs it.")


class ContractOnFile(RowRefused):
    message = _l("This contract is on file and says something else: an import changes no contract.")
    field = "contract_started_on"


class LedgerBegun(RowRefused):
    message = _l("This member has entries in the share ledger already: an import only opens an account of shares.")
    field = "shares_count"


class DisabilityOnFile(RowRefused):
    message = _l("The file says something already, and an import does not change it.")
    field = "social_disability"
