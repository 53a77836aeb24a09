"""A moment some days later, as a column expression: each database reckons in its own words."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from tracker.core.database import UTCDateTime


class plus_days(FunctionElement[Any]):  # noqa: N801  # called like a function of the database
    """`plus_days(moment, days)`: the moment 24 hours later for each day, to the microsecond, on both databases."""

    type = UTCDateTime()
    inherit_cache = True
    name = "plus_days"


@compiles(plus_days, "sqlite")
def _in_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    """Moments are kept as «YYYY-MM-DD HH:MM:SS.ffffff»: what lies below the second stays as it is."""
    moment, days = (compiler.process(clause, **options) for clause in element.clauses)
    seconds = f"strftime('%Y-%m-%d %H:%M:%S', substr({moment}, 1, 19), ({days}) || ' days')"
    return f"({seconds} || substr({moment}, 20))"


@compiles(plus_days, "postgresql")
def _in_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    """Hours, not days: a day of the server's own time zone may have 23."""
    moment, days = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({moment} + make_interval(hours => CAST(24 * ({days}) AS integer)))"
