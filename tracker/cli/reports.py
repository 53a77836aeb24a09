"""`flask report`: the figures at the command line."""

import click
import orjson
from marshmallow import ValidationError

from tracker.cli.frame import Commands, reading, stop, writing
from tracker.core import clock
from tracker.reports import folding, queries, rules, schemas, tally_checks
from tracker.reports.rules import Figures, Period
from tracker.reports.tally_rows import tallied
from tracker.web.forms import flatten_messages
from tracker.web.request import config, database
from tracker.web.template_filters import number, percent

report = Commands("report", help="Số liệu báo cáo.")
COUNTS_BESIDES = "Số bước, lý do không có dữ liệu"


@report.command()
@click.option("--from", "first", help="Ngày đầu, ví dụ 2024-01-01 hoặc 01/01/2024.")
@click.option("--to", "last", help="Ngày cuối, tính cả ngày đó.")
@click.option(
    "--period", "period_name", help="Hoặc tên kỳ: 2024, 2024-Q1, 2024-H1, 2024-9M, 2024-03, CA-2024, CA-2024-Q1."
)
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
def resolution(first: str | None, last: str | None, period_name: str | None, as_json: bool) -> None:
    """Tỷ lệ vụ việc làm rõ có dữ liệu camera góp phần; mặc định là năm nay."""
    period = _period({"from": first, "to": last, "period": period_name})
    with reading() as session:
        figures = queries.figures(session, period, tallied=tallied(session))
    if as_json:
        click.echo(orjson.dumps(schemas.plain(figures, config().minimum_n)).decode())
    else:
        _print_figures(figures, config().minimum_n)


@report.command()
def verify() -> None:
    """So số liệu cộng dồn với các phiếu, lượt trong sổ; mã kết thúc 1 nếu khác."""
    with reading() as session:
        differences = list(tally_checks.differences(session))
        half_months = tallied(session)
    for half_month, kind, part_id in differences:
        click.echo(f"{half_month:%d/%m/%Y}: {kind.text if kind else COUNTS_BESIDES}, {part_id}", err=True)
    if differences:
        stop("Hãy chạy: flask --app wsgi report rebuild")
    unchanged, changed = half_months.half_months - half_months.changed, half_months.changed
    click.echo(f"Số liệu cộng dồn của {len(unchanged)} nửa tháng khớp; {len(changed)} nửa tháng chờ cộng lại.")


@report.command()
def rebuild() -> None:
    """Cộng dồn lại mọi số liệu từ các phiếu, lượt trong sổ."""
    with writing() as session:
        folding.note_everything(session)
    folded = folding.fold(database(), lambda finished, total: None)
    click.echo(f"Đã cộng dồn lại {folded} nửa tháng.")


def _period(options: dict[str, str | None]) -> Period:
    try:
        period = schemas.InPeriod().load({name: value for name, value in options.items() if value})["period"]
    except ValidationError as error:
        stop(" ".join(flatten_messages(error.messages_dict).values()))
    return period or rules.of(rules.PeriodKind.YEAR, clock.today().year * 12)


def _print_figures(figures: Figures, minimum: int) -> None:
    tally, stock, period = figures.tally, figures.stock, figures.period
    low, high = tally.interval or (None, None)
    doubt = f"khoảng tin cậy 95%: {percent(low)} – {percent(high)}"
    lines = (
        ("Kỳ", f"{period.first:%d/%m/%Y} – {period.last:%d/%m/%Y}"),
        ("Vụ việc đã yêu cầu camera", number(tally.incidents_asked)),
        ("Làm rõ, có dữ liệu góp phần", number(tally.incidents_clarified)),
        ("Tỷ lệ", f"{percent(tally.resolution)} ({doubt})" if tally.enough(minimum) else "chưa đủ dữ liệu"),
        ("Lượt yêu cầu", number(tally.lines_asked)),
        ("Lượt trích xuất", number(tally.extractions)),
        ("Lượt trích xuất cho một vụ làm rõ", number(rules.rate(tally.extractions, tally.incidents_clarified), 1)),
        ("Đã bàn giao, có kết quả", f"{number(tally.judged)} / {number(tally.handed_over)}"),
        ("Mô hình", number(stock.networks)),
        ("Mắt camera kết nối về Công an", number(stock.camera_eyes)),
        ("Điểm nhân rộng", number(stock.replication_points)),
    )
    for name, value in lines:
        click.echo(f"{name + ':':<36}{value}")
