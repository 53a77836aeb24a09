"""What templates may use: how numbers, dates and words are written, the menu, the clock chip's facts."""

import math
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from flask import Flask, g, request, url_for
from flask_babel import format_decimal, get_locale, get_translations, gettext, ngettext
from marshmallow import ValidationError

from tracker.core import clock
from tracker.core.i18n import N_, LabeledEnum
from tracker.core.permissions import Can, Role, permits
from tracker.web import request as web
from tracker.web.dates import on_day
from tracker.web.drawn_once import drawn_once
from tracker.web.fields import Date
from tracker.web.form_keys import draw_key
from tracker.web.forms import address_args


class MenuItem(NamedTuple):
    """One place of the menu: where it leads, its name and icon, what it needs; `key` is what follows g to go there."""

    endpoint: str
    text: str
    icon: str
    needs: Can
    key: str = ""


MENU = (
    MenuItem("home.index", N_("Việc của tôi"), "house", Can.VIEW_HOME),
    MenuItem("cameras.index", N_("Camera"), "camera-video", Can.VIEW_CAMERAS, "c"),
    MenuItem("networks.index", N_("Mô hình"), "diagram-3", Can.VIEW_NETWORKS),
    MenuItem("incidents.index", N_("Vụ việc"), "journal-text", Can.VIEW_INCIDENTS, "i"),
    MenuItem("extractions.index", N_("Trích xuất"), "film", Can.VIEW_REQUESTS, "t"),
    MenuItem("reports.index", N_("Báo cáo"), "bar-chart", Can.READ_RATES),
    MenuItem("audit.index", N_("Nhật ký"), "shield-check", Can.READ_AUDIT),
    MenuItem("accounts.index", N_("Tài khoản"), "people", Can.MANAGE_ACCOUNTS),
    MenuItem("outbox.index", N_("Tin gửi ra"), "upload", Can.MANAGE_OUTBOX),
    MenuItem("units.index", N_("Đơn vị"), "diagram-3", Can.MANAGE_UNITS),
    MenuItem("wards.index", N_("Phường, xã, đặc khu"), "geo-alt", Can.VIEW_WARDS),
)


def install(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.filters.update(
        moment=moment,
        day=day,
        tidy_day=tidy_day,
        number=number,
        percent=percent,
        file_size=file_size,
        distance=distance,
        word=word,
        span=span,
        offset=offset,
    )
    app.jinja_env.globals.update(permits=permits, Can=Can, Role=Role, wedge=wedge, clock_now=clock.now, window=window)
    app.jinja_env.globals["today"] = clock.today
    app.jinja_env.globals.update(many=many, sprite=sprite, form_key=draw_key, drawn_once=drawn_once)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # of Jinja's extension for translations
        gettext=said,
        ngettext=lambda singular, plural, count: get_translations().ungettext(singular, plural, count),
        newstyle=True,
    )
    app.context_processor(_of_this_page)


def _of_this_page() -> dict[str, Any]:
    viewer = web.viewer()
    return {
        "viewer": viewer,
        "menu": [item for item in MENU if permits(viewer, item.needs)] if viewer else [],
        "language": str(get_locale() or "vi"),
        "here": request.full_path.rstrip("?"),
        "args": address_args(),
        "section": (request.blueprint or "").split(".")[0],
        "now": clock.now(),
    }


def said(text: str) -> str:
    """`text` in the reader's language, which is found out once for each page: a list says hundreds of words."""
    if "translations" not in g:
        g.translations = get_translations()
    return str(g.translations.ugettext(text))


def sprite() -> str:
    """Where the icons are, found out once for each page."""
    if "sprite" not in g:
        g.sprite = url_for("static", filename="vendor/icons.svg")
    return str(g.sprite)


def moment(value: datetime | None) -> str:
    """«20:30 ngày 03/09/2026» on a Vietnamese clock."""
    if value is None:
        return ""
    local_time = clock.local(value)
    return on_day(f"{local_time:%H:%M}", local_time)


def window(since: datetime, until: datetime, ahead_seconds: int = 0) -> str:
    """From when until when; the day said once where it is one day: «20:15–21:00 ngày 03/09/2026».

    As a clock shows it that is so many seconds ahead; its seconds are said where it is off by some.
    """
    ahead = timedelta(seconds=ahead_seconds)
    first, last = clock.local(since + ahead), clock.local(until + ahead)
    times = "%H:%M:%S" if ahead_seconds % 60 else "%H:%M"
    if first.date() != last.date():
        return f"{on_day(first.strftime(times), first)} – {on_day(last.strftime(times), last)}"
    return on_day(f"{first.strftime(times)}–{last.strftime(times)}", first)


def day(value: date | datetime | None) -> str:
    """dd/mm/yyyy in Viet Nam."""
    if value is None:
        return ""
    local_day = clock.local(value) if isinstance(value, datetime) else value
    return local_day.strftime("%d/%m/%Y")


def tidy_day(typed: str) -> str:
    """A day of a query string, dd/mm/yyyy."""
    try:
        return day(Date().deserialize(typed)) if typed else ""
    except ValidationError:
        return typed


def number(value: float | Decimal | None, digits: int = 0) -> str:
    """1.911 or 6,8, halves rounded upwards as people do; an em dash for what is not known."""
    if value is None:
        return "—"
    rounded_value = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if not digits and -1000 < rounded_value < 1000:  # written alike everywhere, and most numbers of a list
        return str(int(rounded_value))
    return str(format_decimal(rounded_value, format="#,##0" + ("." + "0" * digits if digits else "")))


def file_size(size: int) -> str:
    """«820 KB» or «1,2 MB» of a number of bytes."""
    return f"{number(-(-size // 1024))} KB" if size < 1024 * 1024 else f"{number(size / (1024 * 1024), 1)} MB"


def distance(metres: float) -> str:
    """«350 m», «2,4 km», «928 km» of a number of metres."""
    if metres < 1000:
        return f"{number(metres)} m"
    return f"{number(metres / 1000, 0 if metres >= 10_000 else 1)} km"


def percent(value: float | None, digits: int = 1) -> str:
    """69,4% of a share between 0 and 1."""
    return "—" if value is None else f"{number(Decimal(str(value)) * 100, digits)}%"


def many(text: str) -> str:
    """The name of a list of things: the plural in a language that has one, as `many("…")` in a template asks for it."""
    plural = str(ngettext(text, text, 2))
    return plural if plural != text else said(text)


def word(value: LabeledEnum | None) -> str:
    """A coded word in the reader's language."""
    return said(value.text) if value is not None else ""


def span(value: timedelta) -> str:
    """How long: «2 ngày 4 giờ», «3 giờ 10 phút», «12 phút»; without sign."""
    minutes = int(abs(value).total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = []
    if days:
        parts.append(ngettext("%(num)d ngày", "%(num)d ngày", days))
    if hours:
        parts.append(ngettext("%(num)d giờ", "%(num)d giờ", hours))
    if not days and (minutes or not hours):
        parts.append(ngettext("%(num)d phút", "%(num)d phút", minutes))
    return " ".join(parts)


def offset(seconds: int | None) -> str:
    """A recorder clock's error in words: how far it is ahead of or behind real time."""
    if seconds is None:
        return str(gettext("chưa đo"))
    if seconds == 0:
        return str(gettext("đúng giờ"))
    minutes, seconds_left = divmod(abs(seconds), 60)
    parts = [span(timedelta(minutes=minutes))] if minutes else []
    if seconds_left and minutes < 60:
        parts.append(gettext("%(num)d giây", num=seconds_left))
    size = " ".join(parts)
    return str(gettext("nhanh %(size)s", size=size) if seconds > 0 else gettext("chậm %(size)s", size=size))


def wedge(x: float, y: float, radius: float, facing: float, angle: float) -> str:
    """An SVG path: the slice of a circle `angle` degrees wide around `facing` degrees from north."""
    if angle >= 360:
        return f"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0"
    ends = [math.radians(facing + side * angle / 2) for side in (-1, 1)]
    (x1, y1), (x2, y2) = [(x + radius * math.sin(end), y - radius * math.cos(end)) for end in ends]
    return f"M{x} {y}L{x1:.1f} {y1:.1f}A{radius} {radius} 0 {int(angle > 180)} 1 {x2:.1f} {y2:.1f}Z"
