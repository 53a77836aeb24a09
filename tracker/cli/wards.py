"""`flask wards`: the reference data of provinces and wards."""

from datetime import date
from pathlib import Path

import click

from tracker.cli.frame import Commands, be_migrated, day_option, reading, stop, writing
from tracker.exchange.ward_changes import actions as moves
from tracker.exchange.ward_changes import queries
from tracker.exchange.ward_changes.queries import Preview
from tracker.exchange.ward_changes.rules import MoveCounts, MovedThing
from tracker.territory.boundaries import actions as outlines
from tracker.territory.wards import actions, change_files, change_plan

wards = Commands("wards", help="Danh mục tỉnh, phường, xã.")


@wards.command()
def load() -> None:
    """Nạp danh mục tỉnh, phường, xã kèm lịch sử sáp nhập; chạy lại không đổi gì."""
    with writing() as session, click.progressbar(length=100, label="Nạp danh mục") as bar:
        counts = actions.load(session, None, lambda finished, total: bar.update(finished * 100 // total - bar.pos))
    click.echo(
        f"Thêm {counts.provinces} đơn vị cấp tỉnh, {counts.wards} cấp xã (cả cũ và mới), "
        f"{counts.successions} lượt sáp nhập, chia tách; kết thúc {counts.ended} đơn vị; "
        f"{counts.renamed} đơn vị cấp xã theo tên mới của tỉnh, thành phố."
    )


@wards.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--on", default="", help="Ngày mà tệp vẽ ranh giới, ví dụ 30/06/2025; trống là hiện nay.")
@click.option("--source", default="", help="Nguồn của tệp; trống thì ghi tên tệp.")
def boundaries(file: Path, on: str, source: str) -> None:
    """Nạp ranh giới phường, xã từ tệp GeoJSON của đơn vị (WGS 84); ranh giới cũ của phường đó được thay."""
    day = day_option("on", on)
    if file.stat().st_size > outlines.MOST_BYTES:
        stop(outlines.TOO_LARGE)
    content = file.read_bytes()
    with writing() as session:
        loaded = outlines.load(session, None, content, source=source or file.name, on=day)
    click.echo(f"Đã nạp ranh giới của {loaded.wards} phường, xã: từ {loaded.points} còn {loaded.kept} điểm.")
    for label, flaw in loaded.left_out:
        click.echo(f"Không dùng {label}: {flaw.text}.", err=True)


@wards.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--on", required=True, help="Ngày có hiệu lực, ví dụ 01/07/2025.")
@click.option("--basis", default="", help="Căn cứ pháp lý; cần khi có FILE.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi gì.")
def change(file: Path | None, on: str, basis: str, dry_run: bool) -> None:
    """Sắp xếp đơn vị theo FILE (CSV, Excel), hoặc theo danh mục đã nạp. Có dòng sai thì không ghi gì."""
    be_migrated()
    day, content = day_option("on", on), file.read_bytes() if file else None
    if day is None or (file and not basis):
        stop("Cần --on NGÀY, và --basis CĂN CỨ khi có FILE.")
    _show(day, basis, content)
    if not dry_run:
        with writing() as session:
            ward_change = (
                moves.upload(session, None, file.name, content, day, basis)
                if file and content
                else moves.propose(session, None, day)
            )
            moves.apply(session, None, ward_change.id, ward_change.version)
        click.echo(f"Đã áp dụng, số {ward_change.id}.")


def _show(day: date, basis: str, content: bytes | None) -> None:
    """Every faulty row, or what would move and what would wait."""
    with reading() as session:
        plan = change_plan.build_change_plan(session, change_files.read(content), day, basis) if content else None
        for fault in plan.faults if plan else ():
            click.echo(f"dòng {fault.line}, cột {fault.column.text}: {fault.text}", err=True)
        if plan and plan.faults:
            stop(f"Có {len(plan.faults)} lỗi, chưa ghi gì.")
        _print_preview(queries.preview(session, day, plan))


def _print_preview(preview: Preview) -> None:
    click.echo(f"Đơn vị kết thúc {len(preview.ends)}, bắt đầu {len(preview.begins)}.")
    for flow in preview.moving:
        click.echo(f"Vào {flow.unit.name} ({flow.unit.code}): {_numbers(flow.counts)}.")
    for flow in preview.waiting:
        click.echo(f"Chờ xác định, {flow.unit.name} ({flow.unit.code}): {_numbers(flow.counts)}.")
    for account in preview.accounts:
        click.echo(f"Tài khoản {account.login} ({account.ward}): {account.way.text}.")


def _numbers(counts: MoveCounts) -> str:
    return ", ".join(f"{thing.text.lower()} {counts.of(thing)}" for thing in MovedThing)
