"""`flask db`: bringing the database to the numbered migrations, and comparing the two."""

import click

from tracker import tables
from tracker.cli import frame
from tracker.cli.frame import Commands, reading, stop
from tracker.web.request import database

db = Commands("db", help="Cơ sở dữ liệu: nâng cấp, hạ cấp, kiểm tra.")


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Nâng cấp cơ sở dữ liệu lên REVISION (mặc định: mới nhất)."""
    tables.upgrade(database(), revision)
    _print_revision()


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Hạ cơ sở dữ liệu về REVISION (base: xóa mọi bảng)."""
    tables.downgrade(database(), revision)
    _print_revision()


@db.command()
def current() -> None:
    """Cho biết cơ sở dữ liệu đang ở bản nào."""
    _print_revision()


@db.command()
def check() -> None:
    """So cơ sở dữ liệu với mô hình trong mã; mã kết thúc 1 nếu khác nhau."""
    with reading() as session:
        differences = tables.differences(session.connection())
    for difference in differences:
        click.echo(str(difference), err=True)
    if differences:
        stop(f"Cơ sở dữ liệu khác mô hình ở {len(differences)} chỗ.")
    click.echo("Cơ sở dữ liệu khớp với mô hình.")


@db.command()
@click.argument("name")
def migration(name: str) -> None:
    """Viết một bước chuyển cơ sở dữ liệu mới, đánh số tiếp theo, từ chỗ mô hình trong mã đã đổi."""
    click.echo(f"Đã viết {tables.write_migration(name)}. Hãy đọc lại, và thêm phép thử có dữ liệu.")


def _print_revision() -> None:
    click.echo(f"Bản hiện tại: {frame.revision() or 'chưa có bảng nào'}")
