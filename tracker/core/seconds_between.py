"""How long something took, as a column expression: each database reckons in its own words."""

from typing import Any

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class seconds_between(FunctionElement[float]):  # noqa: N801  # called like a function of the database
    """`seconds_between(start, end)`: exact to the microsecond, the same number as Python's `total_seconds()`."""

    type = Float()
    inherit_cache = True
    name = "seconds_between"


@compiles(seconds_between, "sqlite")
def _in_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    """Moments are kept as «YYYY-MM-DD HH:MM:SS.ffffff»: whole numbers, as julianday() errs from the millisecond on."""
    start, end = (_microseconds(compiler.process(clause, **options)) for clause in element.clauses)
    return f"(({end} - {start}) / 1000000.0)"


def _microseconds(moment: str) -> str:
    seconds = f"CAST(strftime('%s', substr({moment}, 1, 19)) AS INTEGER)"
    return f"({seconds} * 1000000 + CAST(substr({moment}, 21) AS INTEGER))"


@compiles(seconds_between, "postgresql")
def _in_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM {end} - {start}) AS double precision)"
