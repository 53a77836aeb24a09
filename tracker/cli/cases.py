"""`flask cases`: a unit's paper books of incidents and of extractions from a file."""

from pathlib import Path

import click

from tracker.cli.cameras import FILE, pairs_of, print_report
from tracker.cli.frame import Commands, be_migrated, reading, writing
from tracker.exchange.case_imports.rules import DEFAULTED
from tracker.exchange.imports import commands
from tracker.exchange.imports.field_sets import ImportKind

cases = Commands("cases", help="Vụ việc và trích xuất.")
KINDS = click.Choice([kind.value for kind in ImportKind if kind.of_cases])


@cases.command("import")
@click.argument("file", type=FILE)
@click.option("--kind", type=KINDS, default=ImportKind.REQUESTS.value, help="Sổ vụ việc, hay sổ theo dõi trích xuất.")
@click.option("--by", "login", required=True, help="Tên đăng nhập của người đứng tên; sổ được nhập cho đơn vị của họ.")
@click.option(
    "--map", "pairs", multiple=True, metavar="CỘT=MỤC", help="Cột nào mang mục nào, ví dụ 'No.=request_number'."
)
@click.option(
    "--blank",
    "blank_pairs",
    multiple=True,
    metavar="MỤC=MÃ",
    help=f"Ô trống của mục ({', '.join(DEFAULTED)}) được hiểu là gì, ví dụ 'legal_basis=crime_report'.",
)
@click.option("--dry-run", is_flag=True, help="Chỉ đọc thử, không ghi gì.")
def import_cases(
    file: Path, kind: str, login: str, pairs: tuple[str, ...], blank_pairs: tuple[str, ...], dry_run: bool
) -> None:
    """Nhập sổ cũ từ FILE (CSV, Excel). Có dòng sai thì in hết các lỗi và không ghi dòng nào."""
    be_migrated()
    with reading() if dry_run else writing() as session:
        report = commands.import_book(
            session,
            commands.person(session, login),
            kind=ImportKind(kind),
            file_name=file.name,
            content=file.read_bytes(),
            mapping=pairs_of(pairs, "--map"),
            blanks=pairs_of(blank_pairs, "--blank"),
            dry_run=dry_run,
        )
    print_report(report, dry_run, "Sổ")
    if report.people:
        click.echo(f"Không có tài khoản mang các tên: {', '.join(report.people)}. Sổ giữ nguyên tên.")
