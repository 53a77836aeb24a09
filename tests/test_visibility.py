"""Rows are closed by default: a role that no rule names sees nothing anywhere, and nothing hangs on who one is.

The queries are found, not listed: a new one is tried too, and says here if it needs something to ask with.
"""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

import tracker
from tests.cast import Cast
from tests.import_contracts import layer
from tests.one_of_each import asked_with, one_of_each
from tracker.core import clock, errors
from tracker.core.i18n import LabeledEnum
from tracker.core.permissions import Role
from tracker.core.statements import built_once
from tracker.core.viewer import Reach, Viewer
from tracker.exchange.bulk_edits.rules import EditTally
from tracker.register.cameras.filters import CameraCriteria
from tracker.register.cameras.models import Camera
from tracker.register.labels.queries import LabelSelection
from tracker.register.saved_views import queries as saved_views
from tracker.register.saved_views.models import SavedView
from tracker.register.saved_views.rules import Sharing
from tracker.register.visibility import ward_condition

# A condition is asked of its tables as they are, unjoined.
pytestmark = pytest.mark.filterwarnings("ignore:SELECT statement has a cartesian product")
ROOT = Path(__file__).parent.parent
# Queries that show no rows of their own: about something that was found before, about wards (which are public), or
# about what a person typed or chose.
SHOW_NO_ROWS = {
    "cameras.queries.where_filled", "cameras.filter_labels.filter_labels", "networks.membership.monthly_history",
    "maps.queries.stands", "maps.queries.area", "saved_views.queries.columns_of", "places.reader.read_place",
    "extractions.caution_facts.unanswered", "faults.late_entries.count_late", "accounts.queries.acting_for",
}  # fmt: skip
# Conditions that stand beside a visibility condition, never alone: by a column given to them.
OF_A_COLUMN = {
    "register.visibility.ward_condition", "register.visibility.own_ward_condition",
    "cases.visibility.unit_condition", "cases.visibility.case_condition",
}  # fmt: skip


class MadeUpRole(LabeledEnum):
    """A copy of the roles, with one that no rule knows."""

    WARD_ADMIN = "ward_admin", "Cán bộ phụ trách camera phường/xã"
    UNIT_OFFICER = "unit_officer", "Cán bộ đơn vị"


def unit_officer(like: Viewer, wards: Collection[int]) -> Viewer:
    """Somebody of the made-up role, with the number, the ward and the wards of one of the cast."""
    posts = tuple(dataclasses.replace(post, role=MadeUpRole.UNIT_OFFICER) for post in like.posts)  # type: ignore[arg-type]
    return dataclasses.replace(like, posts=posts, wards=frozenset(wards))


@cache
def hints(function: Callable[..., Any]) -> dict[str, Any]:
    """The types of a function's parameters, and of its answer under `return`."""
    return typing.get_type_hints(function)


def takes(function: Callable[..., Any], kind: type) -> bool:
    """Whether a function has a parameter of a type, or one that may be of it."""
    parameters = [hint for name, hint in hints(function).items() if name != "return"]
    return any(kind is hint or kind in typing.get_args(hint) for hint in parameters)


def modules_of_queries() -> Iterator[ModuleType]:
    """The modules of the layer of queries, in every area."""
    for module in pkgutil.walk_packages(tracker.__path__, "tracker."):
        if not module.ispkg and layer(module.name) == "queries":
            yield importlib.import_module(module.name)


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of that layer that is told who asks or how far that person sees, with its short name."""
    for module in modules_of_queries():
        for name, function in vars(module).items():
            is_own = inspect.isfunction(function) and function.__module__ == module.__name__
            if is_own and (takes(function, Viewer) or takes(function, Reach)):
                yield ".".join([*module.__name__.split(".")[-2:], name]), function


FUNCTIONS = dict(functions())
QUERIES = {name: function for name, function in FUNCTIONS.items() if not name.split(".")[-1].startswith("_")}
MADE = (ColumnElement[bool], list[ColumnElement[bool]], Select, Select[Any])
CONDITIONS = {name: function for name, function in QUERIES.items() if hints(function)["return"] in MADE}
READING = {
    name: function
    for name, function in QUERIES.items()
    if takes(function, Session) and name not in SHOW_NO_ROWS and name not in CONDITIONS
}


def answer(name: str, query: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """A query's answer; a refusal is one too: nothing."""
    arguments = {
        parameter: _argument(name, query, parameter, values) for parameter in inspect.signature(query).parameters
    }
    try:
        result = query(**arguments)
        return list(result) if isinstance(result, Iterator) else result
    except (errors.NotFound, errors.Invalid):
        return None


def _argument(name: str, query: Callable[..., Any], parameter: str, values: Mapping[str, Any]) -> Any:
    kind = hints(query).get(parameter)
    if parameter in ("criteria", "selection") and isinstance(
        kind, type
    ):  # a list's criteria, which narrow nothing by themselves
        return LabelSelection(CameraCriteria()) if kind is LabelSelection else kind()
    special = f"{name}.{parameter}"
    return values[special if special in values else parameter]


def nothing(answer: Any) -> bool:
    """Whether an answer tells of no row: it is empty, or counts none."""
    if isinstance(answer, EditTally):
        return not (answer.matched or answer.changing)
    if isinstance(answer, Mapping):
        return all(nothing(value) for value in answer.values())
    if isinstance(answer, tuple | list | frozenset | Row):
        return all(nothing(part) for part in answer)
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        return all(nothing(getattr(answer, field.name)) for field in dataclasses.fields(answer))
    return not answer


def seen(session: Session, viewer: Viewer, values: Mapping[str, Any]) -> set[str]:
    """The reading queries that show this person something."""
    all_values = {**values, "session": session, "viewer": viewer, "reach": viewer.reach}
    return {name for name, query in READING.items() if not nothing(answer(name, query, all_values))}


def met(session: Session, viewer: Viewer, values: Mapping[str, Any]) -> set[str]:
    """The conditions that hold of a row for this person, and the statements that give this person one."""
    all_values = {
        **values,
        "session": session,
        "reach": viewer.reach,
        "viewer_id": viewer.id,
        "unit_id": viewer.unit_id,
    }
    built = {name: answer(name, build, all_values) for name, build in CONDITIONS.items() if name not in OF_A_COLUMN}
    return {name for name, condition in built.items() if session.scalar(_count(condition), {"viewer_id": viewer.id})}


def _count(condition: Any) -> Select[int]:
    if isinstance(condition, Select):
        return select(func.count()).select_from(condition.subquery())
    return select(func.count()).where(*(condition if isinstance(condition, list) else [condition]))


def test_a_role_that_no_rule_names_sees_no_row_anywhere(cast: Cast) -> None:
    values = asked_with(one_of_each(cast))
    with cast.database.writing() as session:
        for like in (cast.lan, cast.minh, cast.thuy):
            assert seen(session, unit_officer(like, cast.lan.wards), values) == set()
            assert met(session, unit_officer(like, cast.lan.wards), values) == set()


def test_an_and_bình_see_nothing_of_the_register_and_of_cases(cast: Cast) -> None:
    values = asked_with(one_of_each(cast))
    with cast.database.writing() as session:
        for who in (cast.an, cast.binh):
            assert seen(session, who, values) | met(session, who, values) == set()


def test_hoa_sees_nothing_of_lans_ward(cast: Cast) -> None:
    values = asked_with(one_of_each(cast, split=False))
    with cast.database.writing() as session:
        assert seen(session, cast.hoa, values) | met(session, cast.hoa, values) == set()


def test_what_each_query_shows_is_seen_by_somebody(cast: Cast) -> None:
    """Else the tests above would tell nothing."""
    values = asked_with(one_of_each(cast))
    somebody = (cast.lan, cast.minh)
    with cast.database.writing() as session:
        assert set(QUERIES) > SHOW_NO_ROWS
        assert len(READING) > 60
        assert set(READING) - set().union(*(seen(session, who, values) for who in somebody)) == set()
        assert set(CONDITIONS) - set().union(*(met(session, who, values) for who in somebody)) == OF_A_COLUMN


def test_a_query_that_forgets_the_rule_would_be_found(cast: Cast) -> None:
    cast.camera()
    with cast.database.reading() as session:
        values = {"session": session, "viewer": unit_officer(cast.lan, ())}
        forgetful = answer("all_cameras", _all_cameras, values)
    assert not nothing(forgetful)


def _all_cameras(session: Session, viewer: Viewer) -> list[int]:
    return list(session.scalars(select(Camera.id)))


def test_a_scope_that_names_a_login_cannot_be_written(cast: Cast) -> None:
    assert {field.name for field in dataclasses.fields(Reach)} == {"roles", "wards", "case_units"}
    for name in ("login", "name", "id", "unit_name", "sign_in_id"):
        with pytest.raises(AttributeError):
            getattr(cast.lan.reach, name)
    with pytest.raises(dataclasses.FrozenInstanceError):
        cast.lan.reach.roles = frozenset({Role.LEADERSHIP})  # type: ignore[misc]


def test_people_of_one_reach_share_a_statement_and_nobody_else_does(cast: Cast) -> None:
    statement = built_once(lambda reach: select(Camera.id).where(ward_condition(reach, Camera.ward_id)))
    assert cast.minh.reach == cast.tuan.reach
    assert statement(cast.minh.reach) is statement(cast.tuan.reach)
    assert len({id(statement(who.reach)) for who in (cast.lan, cast.hoa, cast.minh, cast.thuy)}) == 4


def test_minh_and_tuấn_share_a_statement_but_not_their_filters(cast: Cast) -> None:
    facts = {"created_by_id": cast.minh.id, "ward_id": None, "unit_id": cast.pc02.id, "page": "cameras", "query": ""}
    cast.add(SavedView(**facts, name="Của Nguyễn Văn Minh", sharing=Sharing.OWN, created_at=clock.now()))
    with cast.database.reading() as session:
        rows = {who: saved_views.listing(session, getattr(cast, who), "cameras") for who in ("minh", "tuan")}
    assert [row.name for row in rows["minh"]] == ["Của Nguyễn Văn Minh"]
    assert rows["tuan"] == []


def made_from_a_person(function: Callable[..., Any]) -> bool:
    """Whether a function makes a condition or a statement out of a whole person, whose log-in it could name."""
    return takes(function, Viewer) and not takes(function, Session)


def test_conditions_are_made_from_a_reach_never_from_a_person() -> None:
    assert made_from_a_person(_cameras_of_a_login)
    assert len(CONDITIONS) > 25
    assert {name for name, function in FUNCTIONS.items() if made_from_a_person(function)} == set()


def _cameras_of_a_login(viewer: Viewer) -> ColumnElement[bool]:
    return Camera.manager == viewer.login


def role_comparisons(source: str) -> list[int]:
    """The lines that compare a role with something."""
    compared = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Compare)]
    return sorted(node.lineno for node in compared if any(_is_role(part) for part in (node.left, *node.comparators)))


def _is_role(node: ast.expr) -> bool:
    words = {"role", "Role"}
    if isinstance(node, ast.Attribute):
        return node.attr in words or (isinstance(node.value, ast.Name) and node.value.id in words)
    return isinstance(node, ast.Name) and node.id in words


def test_only_permissions_and_visibility_modules_tell_roles_apart() -> None:
    assert role_comparisons("if viewer.role is not x:\n    y = role in (Role.A,)\nz = a == Role.B") == [1, 2, 3]
    telling = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tracker").rglob("*.py")
        if role_comparisons(path.read_text())
    }
    assert telling == {
        "tracker/core/permissions.py", "tracker/core/post_rules.py", "tracker/core/viewer.py",
        "tracker/jobs/visibility.py",
    }  # fmt: skip


def test_statements_are_kept_in_one_place_only() -> None:
    modules = list(modules_of_queries())
    assert len(modules) > 30
    assert [module.__name__ for module in modules if "functools" in inspect.getsource(module)] == []
