"""`flask cameras`: the camera register from a file."""

import io
from pathlib import Path

import click

from tracker.cli.frame import Commands, be_migrated, reading, stop, writing
from tracker.core import errors
from tracker.exchange.exports import commands as exports
from tracker.exchange.imports import commands
from tracker.exchange.imports.rules import Report

cameras = Commands("cameras", help="Sổ camera.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
COUNTS = {"new": "thêm", "changed": "sửa", "unchanged": "giữ nguyên", "wrong": "sai"}


@cameras.command("import")
@click.argument("file", type=FILE)
@click.option("--map", "pairs", multiple=True, metavar="CỘT=MỤC", help="Cột nào mang mục nào, ví dụ 'Số hiệu=code'.")
@click.option("--network", default="", help="Mã mô hình của các camera mà dòng của nó không nêu mô hình.")
@click.option("--ward", default="", help="Mã phường, xã (5 chữ số); không cần nếu tệp có cột mã phường, xã.")
@click.option("--by", "login", default="", help="Tên đăng nhập của người đứng tên; người đó hoàn tác được lần nhập.")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="MỤC=GIÁ TRỊ",
    help="Điều tệp không ghi: connection=mobilisable.",
)
@click.option("--dry-run", is_flag=True, help="Chỉ đọc thử, không ghi gì.")
def import_cameras(  # each option is an argument
    file: Path, pairs: tuple[str, ...], network: str, ward: str, login: str, answers: tuple[str, ...], dry_run: bool
) -> None:
    """Nhập camera từ FILE (CSV, Excel). Có dòng sai thì in hết các lỗi và không ghi dòng nào."""
    be_migrated()
    mapping, content = pairs_of(pairs, "--map"), file.read_bytes()
    with reading() if dry_run else writing() as session:
        report = commands.import_file(
            session,
            commands.person(session, login),
            file_name=file.name,
            content=content,
            mapping=mapping,
            ward=ward,
            network=network,
            dry_run=dry_run,
            answers=commands.answers_said(pairs_of(answers, "--answer")),
        )
    print_report(report, dry_run, "Camera")
    if not login and not dry_run:
        click.echo("Nhập không đứng tên ai (--by) thì không hoàn tác được cả lần.")


@cameras.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--ward", default="", help="Mã phường, xã (5 chữ số), kể cả các đơn vị cũ của nó; trống là toàn bộ sổ.")
def export_cameras(file: Path, ward: str) -> None:
    """Xuất camera đang dùng ra FILE (.xlsx hoặc .csv); tệp nhập lại được."""
    kind, out = exports.kind_of(file.name), io.BytesIO()
    with reading() as session:
        count = exports.export_file(session, out, kind, ward)
    file.write_bytes(out.getvalue())
    with writing() as session:
        exports.note(session, kind, ward, count)
    click.echo(f"Đã xuất {count} camera ra {file}.")


SHAPES = {
    "--map": "Mỗi --map có dạng CỘT=MỤC, ví dụ --map 'Số hiệu=code'.",
    "--answer": "Mỗi --answer có dạng MỤC=GIÁ TRỊ, ví dụ --answer connection=mobilisable.",
    "--blank": "Mỗi --blank có dạng MỤC=MÃ, ví dụ --blank channel=in_person.",
}


def pairs_of(pairs: tuple[str, ...], option: str) -> dict[str, str]:
    """{left: right} of options «left=right», one of SHAPES; what stands on the left may hold = itself."""
    split = [pair.rpartition("=") for pair in pairs]
    if not all(first_part and second_part for first_part, _, second_part in split):
        raise errors.Invalid({"mapping": SHAPES[option]})
    return {first_part.strip(): second_part.strip() for first_part, _, second_part in split}


def print_report(report: Report, dry_run: bool, about: str) -> None:
    """Tell what is wrong, what was not read, and the figures; where anything is wrong, end with exit code 1."""
    for line, code, km, ward in report.far:
        click.echo(f"dòng {line}: camera {code} cách {ward} khoảng {km} km", err=True)
    for fault in report.told:
        click.echo(f"dòng {fault.line}, cột {fault.header}: {fault.text}", err=True)
    if report.dates:
        click.echo(report.dates)
    if report.ignored:
        click.echo(f"Cột không dùng: {', '.join(report.ignored)}")
    counts = ", ".join(f"{text} {report.counts.get(name, 0)}" for name, text in COUNTS.items())
    click.echo(f"{'Đọc thử' if dry_run else about}: {counts}.")
    if report.faults:
        stop(f"Có {len(report.faults)} lỗi, chưa ghi dòng nào.")
