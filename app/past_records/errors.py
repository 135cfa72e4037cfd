"""What an import of past months refuses, one sentence each: the file, its columns, a row, or taking it back."""

from __future__ import annotations

from app.imports.errors import FileRefused, RowRefused
from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class NoHeaders(FileRefused):
    message = _l("We found no row of column names, such as “Member number” and “Day”. Take the template as an example.")


class ColumnsMissing(Refusal):
    """What a row of this kind cannot do without."""

    def __init__(self, names: object) -> None:
        super().__init__(_l("One of these columns is missing: %(names)s.", names=names))


class PersonMissing(RowRefused):
    message = _l("Write the member number or the name.")
    field = "number"


class NumberUnknown(RowRefused):
    message = _l("No member has this number.")
    field = "number"


class NameUnknown(RowRefused):
    message = _l("No member has this name. Write the member number.")
    field = "person"


class NameOfSeveral(RowRefused):
    message = _l("Several members have this name. Write the member number.")
    field = "person"


class NameOfAnother(RowRefused):
    message = _l("The member with this number has another name.")
    field = "person"


class MonthRefused(RowRefused):
    message = _l("This is no month we can read. Write it like 03/2026.")


class PaymentsUneven(RowRefused):
    """As many days as amounts, and as many means as payments."""

    message = _l("Write as many days, amounts and means of payment, between semicolons.")
    field = "paid_minor"


class MonthKept(RowRefused):
    message = _l("This member's journal already has something in this month. Import its records one by one.")
    field = "month"


class MonthTwice(RowRefused):
    field = "month"

    def __init__(self, row_number: int) -> None:
        super().__init__(_l("Row %(row)s already says this month of this member.", row=row_number))


class NothingSaid(RowRefused):
    message = _l("There is no figure in this row.")


class CollectedMoreThanSold(RowRefused):
    message = _l("Up to this month more was collected than sold. Import the months in which it was sold too.")
    field = "collected_minor"


class NotOfTheKind(RowRefused):
    message = _l("This cell says nothing of this kind of record. Leave it empty.")


class NotAsImported(Refusal):
    message = _l(
        "Something of this import was changed, paid, deleted or taken back since: it can no longer be taken back as a whole."
    )
