"""Reading the deadline phrases of Vietnamese plans: ../deadlines.md says what each means, by the numbers used here.

A phrase goes through five steps, one file each: `words` (one canonical line) → `scan` (items, by the tables
`calendar_rows`, `conditions`, `other_rows`) → `lists` and `joins` (what belongs together) → `resolve` (days).
A new phrase is a row in a table and a line in the tests.
"""

from scheduler.plans.deadlines.reading import read

__all__ = ["read"]
