"""How much of a file is read. Pure; the child process that reads and the page that says so take it from here."""

from __future__ import annotations

LARGEST_FILE = 8 * 1024 * 1024 - 64 * 1024  # bytes; what a whole request may weigh, less the form around it
MOST_UNPACKED = 64 * 1024 * 1024  # bytes of all parts of a workbook
MOST_PARTS = 1000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 600_000
LONGEST_CELL = 4000  # characters; no field takes as much, so that what is cut is refused
MEMORY_BYTES = 400 * 1024 * 1024  # of address space
PROCESSOR_SECONDS = 12
WALL_SECONDS = 20

# How the child says why there is nothing. Anything else is a fault.
TOO_LARGE, NOT_A_TABLE, LOCKED, OUT_OF_MEMORY, EMPTY = 40, 41, 42, 43, 44
