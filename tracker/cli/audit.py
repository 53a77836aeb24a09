"""`flask audit`: checking the log's chain, and noting how far it has grown."""

from pathlib import Path

import click

from tracker.audit_log import queries, rules
from tracker.cli.frame import Commands, reading, stop
from tracker.core import clock, errors

audit = Commands("audit", help="Nhật ký hệ thống.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@audit.command()
@click.option("--checkpoint", "file", type=FILE, help="Tệp mốc kiểm tra đã lưu.")
def verify(file: Path | None) -> None:
    """Kiểm tra chuỗi nhật ký; mã kết thúc 1 nếu chuỗi bị sửa, thiếu hoặc bị cắt."""
    mark = _checkpoint(file) if file else None
    with reading() as session:
        verdict = rules.verify(queries.chain(session), mark)
    click.echo(f"Đã kiểm tra {verdict.rows} dòng.")
    if verdict.fault:
        stop(f"CHUỖI KHÔNG CÒN NGUYÊN: {verdict.fault.text} {verdict.seq}.")
    click.echo("Chuỗi còn nguyên.")


@audit.command()
def checkpoint() -> None:
    """In mốc kiểm tra; hãy cất ở nơi người quản máy không sửa được."""
    with reading() as session:
        click.echo(queries.checkpoint(session, clock.now().isoformat(timespec="seconds")).note(), nl=False)


def _checkpoint(file: Path) -> rules.Checkpoint:
    try:
        return rules.Checkpoint.read(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise errors.Refusal(f"Tệp {file.name} không phải là mốc kiểm tra của nhật ký này.") from error
