"""`flask wards`: the reference data of provinces and wards."""

import click

from tracker.cli.frame import Commands, writing
from tracker.wards import actions

wards = Commands("wards", help="Danh mục tỉnh, phường, xã.")


@wards.command()
def load() -> None:
    """Nạp danh mục tỉnh, phường, xã kèm lịch sử sáp nhập; chạy lại không đổi gì."""
    with writing() as session, click.progressbar(length=100, label="Nạp danh mục") as bar:
        counts = actions.load(session, None, lambda done, total: bar.update(done * 100 // total - bar.pos))
    click.echo(
        f"Thêm {counts.provinces} đơn vị cấp tỉnh, {counts.wards} cấp xã (cả cũ và mới), "
        f"{counts.successions} lượt sáp nhập, chia tách; kết thúc {counts.ended} đơn vị."
    )
