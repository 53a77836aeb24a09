"""A field of a camera is described once, and list, form, files, bulk edits, JSON and the log read it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import WORKER, PostgresDatabases
from tracker.core.permissions import Can, Role, permits
from tracker.core.viewer import Viewer, ViewerPost
from tracker.register.cameras import actions, fields
from tracker.register.cameras.models import Camera

FOLDER = Path(__file__).parent
INNER = ("id", "version", "registered_ward_id", "point_id", *actions.KEYS)
VOIDING = ("voided_at", "voided_by_id", "void_reason", "merged_into_id")  # told by the camera's page and its timeline
PLUGIN = "tests.register.cameras.made_up_fields"


def walked(kind: str, server: str = "") -> str:
    """What fails in the walk. It has a Python of its own, as classes are built from the fields when imported."""
    own = {"PYTEST_XDIST_WORKER": f"{WORKER}_fields", **({"TEST_DATABASE_URL": server} if server else {})}
    command = [sys.executable, "-m", "pytest", "-p", PLUGIN, "-k", kind, str(FOLDER / "walk_made_up_fields.py")]
    process = subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, check=False)
    return f"{process.stdout}{process.stderr}" if process.returncode else ""


def test_fields_described_in_one_place_are_found_everywhere_on_sqlite() -> None:
    assert walked("sqlite") == ""


def test_fields_described_in_one_place_are_found_everywhere_on_postgresql(
    postgres_databases: PostgresDatabases,
) -> None:
    assert walked("postgresql", postgres_databases.server.render_as_string(hide_password=False)) == ""


def test_each_column_of_the_table_is_described_once_or_is_nobodys_to_see() -> None:
    names = [field.name for field in fields.stored()]
    assert sorted([*names, *INNER, *VOIDING]) == sorted(Camera.__table__.columns.keys())
    assert len({field.name for field in fields.FIELDS}) == len(fields.FIELDS)


def test_what_not_everybody_sees_is_not_searched_by_everybody() -> None:
    assert {field.seen_by for field in fields.FIELDS if field.searched} == {Can.VIEW_CAMERAS}


@pytest.mark.parametrize("role", Role)
def test_who_writes_a_field_sees_it(role: Role) -> None:
    person = Viewer(id=1, login="x", name="x", posts=(ViewerPost(role, 1, ward_id=1),), wards=frozenset({1}))
    writable = [f for f in fields.FIELDS if f.input or f.imported or f.bulk]
    assert not permits(person, Can.REGISTER_CAMERAS) or all(permits(person, field.seen_by) for field in writable)
