"""`flask units`: who asks, approves and reads: police, committees, inspectorates, with their dates."""

from pathlib import Path

import click

from tracker.cli.frame import Commands, be_migrated, day_option, reading, stop, writing
from tracker.territory.units import load_plan, loading, queries, unit_files

units = Commands("units", help="Đơn vị: công an các cấp, Ban Chỉ đạo 138, thanh tra.")


@units.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi gì.")
def load(file: Path, dry_run: bool) -> None:
    """Nạp đơn vị từ FILE (CSV, Excel). Có dòng sai thì không ghi gì; chạy lại không đổi gì."""
    be_migrated()
    rows = unit_files.read(file.read_bytes())
    with reading() as session:
        plan = load_plan.build_load_plan(session, rows)
    for fault in plan.faults:
        click.echo(f"dòng {fault.line}, cột {fault.column.text}: {fault.text}", err=True)
    if plan.faults:
        stop(f"Có {len(plan.faults)} lỗi, chưa ghi gì.")
    click.echo(f"Thêm {len(plan.new)} đơn vị, kết thúc {len(plan.ended)}, đã có {plan.known}.")
    if not dry_run:
        with writing() as session:
            loading.load(session, None, load_plan.build_load_plan(session, rows))
        click.echo("Đã ghi.")


@units.command("from-wards")
@click.argument("province")
@click.option(
    "--since", default="01/01/2024", show_default=True, help="Cả công an của phường, xã đã hết từ sau ngày này."
)
def from_wards(province: str, since: str) -> None:
    """Lập công an cấp xã cho mọi phường, xã của tỉnh mang mã PROVINCE; chạy lại chỉ thêm đơn vị còn thiếu."""
    day = day_option("since", since)
    if day is None:
        stop("--since: cần một ngày.")
    with writing() as session:
        counts = loading.from_wards(session, None, province, day)
    click.echo(f"Thêm {counts.units} đơn vị, {counts.successions} lượt kế thừa.")


@units.command("list")
@click.option("--on", default="", help="Vào ngày này; trống là hiện nay.")
@click.argument("words", default="")
def list_units(words: str, on: str) -> None:
    """Liệt kê đơn vị có WORDS trong tên hoặc mã: mã, tên, từ ngày, đến ngày."""
    with reading() as session:
        for unit in queries.search(session, words, day_option("on", on), limit=1000):
            click.echo("\t".join((unit.code, unit.name, str(unit.valid_from), str(unit.valid_to or ""))))
