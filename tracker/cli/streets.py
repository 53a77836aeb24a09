"""`flask streets`: what the map draws of a town, made anew from the names of the register's points."""

import click

from tracker.cli.frame import Commands, writing
from tracker.register.streets import actions

streets = Commands("streets", help="Đường phố vẽ từ tên điểm lắp đặt.")


@streets.command()
def rebuild() -> None:
    """Đọc lại tên mọi điểm lắp đặt và vẽ lại đường phố. Cần chạy một lần sau khi nâng cấp."""
    with writing() as session:
        count = actions.rebuild(session)
    click.echo(f"Đã vẽ {count} quãng đường.")
