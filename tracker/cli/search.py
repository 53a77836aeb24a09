"""`flask search`: the indexes of what is searched, compared with the books and made anew."""

import click

from tracker import tables
from tracker.cli.frame import Commands, reading, stop, writing
from tracker.core import search_indexes
from tracker.core.search_indexes import Fault

search = Commands("search", help="Chỉ mục tìm kiếm.")
UNABLE = "Cơ sở dữ liệu này không có chỉ mục ba chữ (SQLite từ 3.42, hoặc pg_trgm); tìm kiếm vẫn đúng, chỉ chậm hơn."
SAID = {
    Fault.MISSING: "chưa có chỉ mục",
    Fault.BROKEN: "chỉ mục không tự cập nhật",
    Fault.UNLIKE: "chỉ mục khác nội dung sổ",
}


@search.command()
def verify() -> None:
    """So chỉ mục tìm kiếm với các sổ; mã kết thúc 1 nếu thiếu hoặc khác."""
    with reading() as session:
        faults = [
            (book, fault) for book in tables.SEARCHED for fault in search_indexes.faults(session.connection(), book)
        ]
    for book, fault in faults:
        click.echo(f"{book.table}: {SAID[fault]}", err=True)
    if faults:
        stop("Hãy chạy: flask --app wsgi search rebuild")
    click.echo(f"Chỉ mục của {len(tables.SEARCHED)} sổ khớp.")


@search.command()
def rebuild() -> None:
    """Lập lại chỉ mục tìm kiếm từ các sổ. Sau đó hãy khởi động lại máy chủ."""
    with writing() as session:
        if not search_indexes.can_index(session.connection()):
            stop(UNABLE)
        search_indexes.rebuild(session.connection(), tables.SEARCHED)
    click.echo(f"Đã lập lại chỉ mục của {len(tables.SEARCHED)} sổ.")
