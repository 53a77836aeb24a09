"""Statements that are kept by how far somebody sees: building a long one takes longer than answering it.

What was built is used again for everybody of the same reach, so it must hang on nothing else of a person: that is why
it is built from a `Reach`, which has nothing else. Whatever differs between two people of one reach is a named
`bindparam`, given when the statement is carried out.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Select

from tracker.core.viewer import Reach

MOST = 256  # statements kept of each builder; the one unused longest goes
Asked = ParamSpec("Asked")
Statement = TypeVar("Statement", bound=Select[Any])


def built_once(
    build: Callable[Concatenate[Reach, Asked], Statement],
) -> Callable[Concatenate[Reach, Asked], Statement]:
    """Build a statement once for each reach and what else is asked; all arguments must be hashable."""
    return cast("Callable[Concatenate[Reach, Asked], Statement]", lru_cache(maxsize=MOST)(build))
