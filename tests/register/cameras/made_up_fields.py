"""A pytest plugin: cameras have five more fields, each described once, before anything reads `fields.FIELDS`.

`test_fields` runs `walk_made_up_fields` with it. What a plain field needs besides is here too: columns of the table.
"""

from datetime import date

import pytest
from sqlalchemy import Date, Enum, Float, String, text
from sqlalchemy.orm import mapped_column

from tracker.core.database import Database
from tracker.core.i18n import LabeledEnum
from tracker.core.permissions import Can
from tracker.register.cameras import fields
from tracker.register.cameras.field_types import BulkPart, CameraField, ImportColumn, Kind
from tracker.register.cameras.models import Camera


class Current(LabeledEnum):
    """Where a camera's power comes from. Its name says nothing about its column's."""

    GRID = "grid", "Điện lưới"
    SOLAR = "solar", "Pin mặt trời"


fields.FIELDS = (
    *fields.FIELDS,
    CameraField(
        name="pole_owner",
        label="Chủ cột điện",
        searched=True,
        imported=ImportColumn(names="cot cua ai"),
        bulk=BulkPart(clearable=True),
    ),
    CameraField(name="mast_m", label="Chiều cột", kind=Kind.DECIMAL, most=60, unit=" m", bulk=BulkPart(clearable=True)),
    CameraField(name="warranty_until", label="Hạn bảo hành", kind=Kind.DATE, bulk=BulkPart(clearable=True)),
    CameraField(
        name="power", label="Nguồn điện", kind=Kind.CHOICE, words=Current, default=Current.GRID, bulk=BulkPart()
    ),
    CameraField(name="cabinet_key", label="Mã khóa tủ", seen_by=Can.REGISTER_CAMERAS),
)
Camera.pole_owner = mapped_column(String(200), default="")  # type: ignore[attr-defined]
Camera.mast_m = mapped_column(Float, nullable=True)  # type: ignore[attr-defined]
Camera.warranty_until = mapped_column(Date, nullable=True)  # type: ignore[attr-defined]
Camera.power = mapped_column(  # type: ignore[attr-defined]
    Enum(Current, native_enum=False, length=32, values_callable=lambda words: [word.value for word in words]),
    default=Current.GRID,
)
Camera.cabinet_key = mapped_column(String(200), default="")  # type: ignore[attr-defined]
COLUMNS = (
    "pole_owner VARCHAR(200) NOT NULL DEFAULT ''",
    "mast_m FLOAT",
    "warranty_until DATE",
    "power VARCHAR(32) NOT NULL DEFAULT 'grid'",
    "cabinet_key VARCHAR(200) NOT NULL DEFAULT ''",
)
VALUES = {"pole_owner": "Điện lực", "mast_m": 7.5, "warranty_until": date(2027, 3, 1), "power": Current.SOLAR}


@pytest.fixture(autouse=True)
def columns(database: Database) -> None:
    """What a migration would add."""
    with database.writing() as session:
        for column in COLUMNS:
            session.execute(text(f"ALTER TABLE cameras ADD COLUMN {column}"))
