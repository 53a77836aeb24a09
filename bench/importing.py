"""A list of cameras taken in as `flask cameras import` does it, beside the same rows copied straight into tables."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench.sites import Site
from bench.verdicts import Verdict
from tracker.exchange.imports import commands
from tracker.register.cameras.models import Camera
from tracker.register.places.models import InstallationPoint

WARD, LATITUDE, LONGITUDE = "14758", 19.8, 105.7  # Hàm Rồng: a ward beside the dense one
FAR = 10_000_000  # ids from here on are nobody's
MOST = {"SQLite": ("executemany", 4.0), "PostgreSQL": ("COPY", 2.0)}  # times its CPU that an import may take
HEADERS = ("Mã camera", "Tên camera", "Địa chỉ", "Vĩ độ", "Kinh độ", "Nguồn", "Loại thiết bị")
MODELS: tuple[type[Any], ...] = (InstallationPoint, Camera)


def compare(site: Site, rows: int, folder: Path) -> list[Verdict]:
    """Both, once: an import is long enough to be its own average."""
    path = folder / "cameras.csv"
    path.write_text(_list(rows), encoding="utf-8")
    last = [_newest(site, model) for model in MODELS]
    taken_in = _cost(site, lambda: _import(site, path))
    copies = [_copies(site, model, after) for model, after in zip(MODELS, last, strict=True)]
    copied = _cost(site, lambda: _copy(site, copies))
    floor, most = MOST[site.name.split()[0]]
    work = f"import of {rows:,} rows"
    return [
        Verdict(site.name, work, "rows a second of CPU", rows / taken_in),
        Verdict(site.name, f"{floor} of {rows:,} rows", "rows a second of CPU", rows / copied),
        Verdict(site.name, work, f"× {floor}", taken_in / copied, most),
    ]


def _list(rows: int) -> str:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADERS)
    for number in range(rows):
        place = (f"{LATITUDE + number % 1000 / 1e4:.6f}", f"{LONGITUDE + number // 1000 / 1e4:.6f}")
        writer.writerow(
            (f"NK-{number:06d}", f"Ngã tư {number}", f"Số {number} Lê Lợi", *place, "Kết nối về Công an", "Dahua")
        )
    return file.getvalue()


def _cost(site: Site, act: Callable[[], object]) -> float:
    """Seconds of CPU of this process and of all processes of the database."""
    before = sum(site.sql_cpu())
    act()
    return sum(site.sql_cpu()) - before


def _import(site: Site, path: Path) -> None:
    facts: dict[str, Any] = {
        "file_name": path.name,
        "content": path.read_bytes(),
        "mapping": {},
        "ward": WARD,
        "network": "",
    }
    with site.database.writing() as session:
        report = commands.import_file(session, None, dry_run=False, **facts)
    if report.faults:
        raise RuntimeError(f"the import failed: {report.faults[:3]}")


def _newest(site: Site, model: type[Any]) -> int:
    with site.database.reading() as session:
        newest: int = session.scalars(select(func.max(model.id))).one()
        return newest


def _copies(site: Site, model: type[Any], after: int) -> tuple[str, list[str], list[list[Any]]]:
    """The rows of a table that were taken in, as those of other cameras at other places: table, columns, rows."""
    table = model.__table__
    with site.database.reading() as session:
        statement = select(table).where(table.c.id > after).order_by(table.c.id)
        rows = [dict(row._mapping) for row in session.connection().execute(statement)]
    for row in rows:
        row |= {name: row[name] + FAR for name in ("id", "point_id") if name in row}
        row |= {name: f"c{row[name]}" for name in ("code", "code_key") if name in row}
    dialect = site.database.engine.dialect
    processors = {column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns}
    raw = [[convert(row[name]) if convert else row[name] for name, convert in processors.items()] for row in rows]
    return table.name, list(processors), raw


def _copy(site: Site, copies: list[tuple[str, list[str], list[list[Any]]]]) -> None:
    with site.database.writing() as session:
        cursor: Any = session.connection().connection.cursor()
        for table, columns, rows in copies:
            if site.database.embedded:
                marks = ", ".join("?" * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608
                continue
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
