"""`flask code-lists`: lists that the law changes, brought up to a file."""

from pathlib import Path

import click
from flask_babel import gettext

from tracker.cli.frame import Commands, be_migrated, day_option, reading, stop, writing
from tracker.core.i18n import filled
from tracker.territory.code_lists import actions, entry_files, queries
from tracker.territory.code_lists.rules import CodeList

code_lists = Commands(
    "code-lists", help="Danh mục có ngày áp dụng: loại vụ việc, nguồn tin, căn cứ pháp lý, ngày nghỉ."
)
NAMES = click.Choice([item.value for item in CodeList])


@code_lists.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--list", "list_name", type=NAMES, required=True, help="Danh mục nào.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi gì.")
def load(file: Path, list_name: str, dry_run: bool) -> None:
    """Nạp danh mục từ FILE (CSV, UTF-8). Có dòng sai thì không ghi gì; chạy lại không đổi gì."""
    be_migrated()
    code_list = CodeList(list_name)
    entries, faults = entry_files.read(code_list, file.read_bytes())
    for fault in faults:
        message = filled(gettext(fault.message), fault.facts)
        click.echo(f"dòng {fault.line}, cột {fault.column}: {message}", err=True)
    if faults:
        stop(f"Có {len(faults)} lỗi, chưa ghi gì.")
    with reading() as session:
        counts = actions.plan(session, code_list, entries)
    click.echo(f"Thêm {counts.new} mục, đổi {counts.changed}, đã có {counts.same}.")
    if not dry_run:
        with writing() as session:
            actions.load(session, None, code_list, entries)
        click.echo("Đã ghi.")


@code_lists.command("list")
@click.argument("list_name", metavar="LIST", type=NAMES)
@click.option("--on", default="", help="Chỉ mục áp dụng vào ngày này; trống là tất cả.")
def list_entries(list_name: str, on: str) -> None:
    """Liệt kê một danh mục: mã, tên, từ ngày, đến ngày, nguồn."""
    with reading() as session:
        for row in queries.listing(session, CodeList(list_name), on=day_option("on", on), limit=10_000).items:
            click.echo("\t".join((row.code, row.name_vi, str(row.valid_from), str(row.valid_to or ""), row.source)))
