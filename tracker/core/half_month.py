"""The half of a local month in which a moment lies, as a column expression: each database reckons in its own words."""

from datetime import date
from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class half_month(FunctionElement[date]):  # noqa: N801  # called like a function of the database
    """`half_month(moment)`: the 1st or the 15th, whichever began the half of the month in Vietnam, seven hours ahead.

    The clock has not been changed there since June 1975.
    """

    type = Date()
    inherit_cache = True
    name = "half_month"


@compiles(half_month, "sqlite")
def _in_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = (compiler.process(clause, **options) for clause in element.clauses)
    month, day = (f"strftime('{part}', substr({moment}, 1, 19), '+7 hours')" for part in ("%Y-%m-", "%d"))
    return f"({month} || CASE WHEN {day} < '15' THEN '01' ELSE '15' END)"


@compiles(half_month, "postgresql")
def _in_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = (compiler.process(clause, **options) for clause in element.clauses)
    local = f"({moment} AT TIME ZONE 'UTC' + interval '7 hours')"
    first = f"CAST(date_trunc('month', {local}) AS date)"
    return f"({first} + CASE WHEN extract(day FROM {local}) < 15 THEN 0 ELSE 14 END)"
